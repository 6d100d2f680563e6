//! What GTK and WebKitGTK need to be told; measured facts are in the architecture page.

use std::path::{Path, PathBuf};

use gtk::glib::Propagation;
use gtk::prelude::{GtkSettingsExt, GtkWindowExt, WidgetExt};
use tauri::WebviewWindow;
use webkit2gtk::{InputMethodContextExt, WebViewExt};

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
    fn dark_themes_by_name_and_by_variant() {
        for dark in ["Adwaita-dark", "Adwaita:dark", "Yaru-Dark"] {
            assert!(names_dark(dark), "{dark}");
        }
        for light in ["", "Adwaita", "Darkness", "Adwaita:light"] {
            assert!(!names_dark(light), "{light}");
        }
    }
}
