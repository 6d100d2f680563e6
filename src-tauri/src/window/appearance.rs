//! Light or dark: for the window's frame, native dialogs and what the page is told of the desktop.

use tauri::window::Color;
use tauri::{AppHandle, Manager, Theme, WebviewWindow};

use super::MAIN;
#[cfg(target_os = "linux")]
use crate::ipc::state::{AppState, lock};
use crate::preferences::Appearance;

/// The desk before the page has painted it, as `--desk` of the page's tokens.
const DESK_LIGHT: Color = Color(0xef, 0xee, 0xe9, 0xff);
const DESK_DARK: Color = Color(0x17, 0x19, 0x1e, 0xff);

/// Gives a window that is not shown yet its look, so that its first picture does not flash.
pub fn begin(window: &WebviewWindow, chosen: Appearance) {
    #[cfg(target_os = "linux")]
    {
        // The desktop's wish was asked for when the window was made.
        if let Some(dark) = asked(chosen) {
            super::linux::set_dark(dark);
        }
        let app = window.app_handle().clone();
        super::linux::on_dark_change(move || hold(&app));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = window.set_theme(theme(chosen));
    paint_desk(window, chosen);
}

/// The person chose another look.
pub fn change(app: &AppHandle, chosen: Appearance) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    // A platform that cannot change it shows the app as it was; the choice stands for the next start.
    let _ = window.set_theme(theme(chosen));
    #[cfg(target_os = "linux")]
    if chosen == Appearance::System {
        // Without a theme of its own the window asks the desktop, but says nothing to GTK.
        let _ = window.set_theme(window.theme().ok());
    }
    // GTK tells of the desktop's look when it has changed, on its own thread.
    if !cfg!(target_os = "linux") || chosen != Appearance::System {
        paint_desk(&window, chosen);
    }
}

/// A desktop that turns dark or light must not overrule what the person chose here.
#[cfg(target_os = "linux")]
fn hold(app: &AppHandle) {
    let chosen = app
        .try_state::<AppState>()
        .map_or(Appearance::System, |state| lock(&state.preferences).appearance);
    if let Some(dark) = asked(chosen) {
        super::linux::set_dark(dark);
    }
    if let Some(window) = app.get_webview_window(MAIN) {
        paint_desk(&window, chosen);
    }
}

fn paint_desk(window: &WebviewWindow, chosen: Appearance) {
    let dark = asked(chosen).unwrap_or_else(|| {
        #[cfg(target_os = "linux")]
        return super::linux::is_dark();
        #[cfg(not(target_os = "linux"))]
        return matches!(window.theme(), Ok(Theme::Dark));
    });
    let _ = window.set_background_color(Some(if dark { DESK_DARK } else { DESK_LIGHT }));
}

fn theme(chosen: Appearance) -> Option<Theme> {
    asked(chosen).map(|dark| if dark { Theme::Dark } else { Theme::Light })
}

/// Whether dark was asked for; `None` where the desktop decides.
const fn asked(chosen: Appearance) -> Option<bool> {
    match chosen {
        Appearance::System => None,
        Appearance::Light => Some(false),
        Appearance::Dark => Some(true),
    }
}
