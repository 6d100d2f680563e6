//! What GTK and WebKitGTK need to be told; measured facts are in the architecture page.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gtk::glib::{self, Propagation};
use gtk::prelude::{GtkSettingsExt, GtkWindowExt, WidgetExt};
use tauri::{Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use webkit2gtk::{InputMethodContextExt, WebViewExt};

use crate::ipc::state::AppState;

/// Must run before anything else starts a thread.
pub fn prepare(library: &Path) {
    let marker = marker(library);
    if std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() && goes_without_dmabuf(&marker, has_render_node()) {
        // SAFETY: `main` has started no thread yet, so nobody reads the environment meanwhile.
        unsafe { std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1") };
    }
    // Best effort: without the marker the only loss is the automatic remedy at the next start.
    if let Some(folder) = marker.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let _ = std::fs::write(&marker, b"");
}

/// Whether the start before this one painted nothing, or there is nothing to paint on fast.
fn goes_without_dmabuf(marker: &Path, render_node: bool) -> bool {
    marker.exists() || !render_node
}

/// The first frame is on the screen: the renderer works here.
pub fn painted(library: &Path) {
    let _ = std::fs::remove_file(marker(library));
}

/// A file that exists while a start has not painted its first frame; known NVIDIA drivers leave
/// DMABUF windows blank, and the next start then goes without.
fn marker(library: &Path) -> PathBuf {
    let mut name = library.as_os_str().to_owned();
    name.push(".starting");
    name.into()
}

/// Without a GPU the DMABUF renderer falls back to llvmpipe and costs 2.5 to 3 times a frame.
fn has_render_node() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

/// WebKitGTK rounds glyph advances to whole pixels while hinting is on, and then no line of text
/// has the width that layout found for it.
pub fn unhint() {
    if let Some(settings) = gtk::Settings::default() {
        settings.set_gtk_xft_hinting(0);
        settings.set_gtk_xft_hintstyle(Some("hintnone"));
    }
}

/// wry switches the preedit text of input methods off; people who write Chinese, Japanese or
/// Korean must see what they compose.
pub fn show_preedit(window: &WebviewWindow) {
    let _ = window.with_webview(|webview| {
        if let Some(context) = webview.inner().input_method_context() {
            context.set_enable_preedit(true);
        }
    });
}

/// Gives the page every key before the menu bar may take it as one of its own, so that copying or undoing
/// in a text field stays the field's. WebKit hands back what the page has no use for, and only then it is
/// the menu's.
pub fn page_hears_keys_first(window: &WebviewWindow) {
    let Ok(window) = window.gtk_window() else {
        return;
    };
    window.connect_key_press_event(|window, event| {
        let _taken = window.propagate_key_event(event) || window.activate_key(event);
        // GTK's own handler would give the page the key a second time.
        Propagation::Stop
    });
}

/// Loads the page anew when the process that draws it ends by a fault, which would leave the window blank.
/// Every edit is with us and not with the page, so that it comes back as it was.
pub fn restore_after_faults(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    let _ = window.with_webview(move |webview| {
        let faults = RefCell::new(Faults::default());
        webview.inner().connect_web_process_terminated(move |view, why| {
            eprintln!("waymark: the process that draws the window has ended ({why:?})");
            if let Some(state) = app.try_state::<AppState>() {
                state.set_gone();
            }
            if faults.borrow_mut().is_worth_another_try(Instant::now()) {
                let view = view.clone();
                // The view is still busy with the end of its process.
                glib::idle_add_local_once(move || view.reload());
            } else {
                app.dialog()
                    .message(
                        "The window fails again and again. Your maps are safe: every edit is in the library. \
                         Close Waymark and start it again.",
                    )
                    .title("Waymark cannot show its window")
                    .kind(MessageDialogKind::Error)
                    .show(|_| {});
            }
        });
    });
}

/// When the page's process has ended by faults of late.
#[derive(Debug, Default)]
struct Faults {
    last: Vec<Instant>,
}

impl Faults {
    /// As many faults within [`Self::SPAN`] are no accident any more.
    const MOST: usize = 3;
    const SPAN: Duration = Duration::from_secs(60);

    /// Takes note of a fault; whether the page may be loaded anew.
    fn is_worth_another_try(&mut self, now: Instant) -> bool {
        self.last.retain(|at| now.duration_since(*at) < Self::SPAN);
        self.last.push(now);
        self.last.len() < Self::MOST
    }
}

/// Whether the desktop asks for a dark look, by the signs that WebKit goes by.
pub fn is_dark() -> bool {
    // Said for this program alone, it overrules the desktop's settings.
    if let Ok(theme) = std::env::var("GTK_THEME") {
        return names_dark(&theme);
    }
    gtk::Settings::default().is_some_and(|settings| {
        settings.is_gtk_application_prefer_dark_theme()
            || settings.gtk_theme_name().is_some_and(|name| names_dark(&name))
    })
}

/// Whether a GTK theme, such as `Adwaita:dark` or `Yaru-dark`, is a dark one by its name.
fn names_dark(theme: &str) -> bool {
    let theme = theme.to_lowercase();
    theme.ends_with("-dark") || theme.ends_with(":dark")
}

/// Makes everything that GTK draws dark or light, and with it what the page takes for the desktop's wish.
pub fn set_dark(dark: bool) {
    if let Some(settings) = gtk::Settings::default()
        && settings.is_gtk_application_prefer_dark_theme() != dark
    {
        settings.set_gtk_application_prefer_dark_theme(dark);
    }
}

/// Calls `heard` whenever the desktop, or we, ask for the other look.
pub fn on_dark_change(heard: impl Fn() + 'static) {
    if let Some(settings) = gtk::Settings::default() {
        settings.connect_gtk_application_prefer_dark_theme_notify(move |_| heard());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_painted_nothing_is_followed_by_one_without_dmabuf() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.db");
        let marker = marker(&library);
        assert!(!goes_without_dmabuf(&marker, true));
        assert!(goes_without_dmabuf(&marker, false));
        std::fs::write(&marker, b"").unwrap();
        assert!(goes_without_dmabuf(&marker, true));
        painted(&library);
        assert!(!goes_without_dmabuf(&marker, true));
    }

    #[test]
    fn a_page_that_fails_again_and_again_is_given_up() {
        let start = Instant::now();
        let mut faults = Faults::default();
        for minute in 0..5 {
            assert!(faults.is_worth_another_try(start + Faults::SPAN * minute));
        }
        let later = start + Faults::SPAN * 10;
        let tries: Vec<bool> = (0..4)
            .map(|second| faults.is_worth_another_try(later + Duration::from_secs(second)))
            .collect();
        assert_eq!(tries, [true, true, false, false]);
    }

    #[test]
    fn dark_themes_by_name_and_by_variant() {
        for dark in ["Adwaita-dark", "Adwaita:dark", "Yaru-Dark"] {
            assert!(names_dark(dark), "{dark}");
        }
        for light in ["", "Adwaita", "Darkness", "Adwaita:light"] {
            assert!(!names_dark(light), "{light}");
        }
    }
}
