//! The window: Tauri's life cycle and the manners of the web view.

pub mod appearance;
pub mod closing;
pub mod drag;
#[cfg(target_os = "linux")]
pub mod linux;
pub mod place;

use std::path::Path;
use std::process::ExitCode;

use journey_shell::cli::{Start, library_path};
use tauri::{AppHandle, Manager, RunEvent, WebviewWindow, WindowEvent};

use crate::ipc::state::{AppState, lock};
use crate::{ipc, menu};

/// The label of the one window.
pub const MAIN: &str = "main";

/// Opens the window and stays until it is closed.
pub fn open(start: Start) -> ExitCode {
    let path = match library_path(start.library.as_deref()) {
        Ok(path) => path,
        Err(problem) => {
            eprintln!("waymark: {problem}");
            return ExitCode::FAILURE;
        }
    };
    #[cfg(target_os = "linux")]
    linux::prepare(&path);

    let builder = ipc::builder();
    let handler = builder.invoke_handler();
    let app = tauri::Builder::default()
        // First, as the plugin demands: a second start must not touch the library.
        .plugin(single_instance(&path))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("waymark", ipc::protocol::answer)
        .invoke_handler(handler)
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .setup(move |app| {
            builder.mount_events(app);
            app.manage(menu::MenuBar::default());
            let state = AppState::open(&path, app.handle().clone())?;
            app.manage(state);
            for file in &start.files {
                ipc::library::ask_to_open(app.handle(), file);
            }
            create_window(app)?;
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(problem) => {
            eprintln!("waymark: {problem}");
            return ExitCode::FAILURE;
        }
    };
    app.run(handle);
    ExitCode::SUCCESS
}

fn handle(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::WindowEvent { event, .. } => match event {
            WindowEvent::CloseRequested { api, .. } => {
                api.prevent_close();
                closing::ask(app);
            }
            WindowEvent::Moved(_) | WindowEvent::Resized(_) => place::follow(app),
            WindowEvent::DragDrop(event) => {
                if let (Some(state), Some(window)) = (app.try_state::<AppState>(), app.get_webview_window(MAIN)) {
                    let scale = window.scale_factor().unwrap_or(1.0);
                    lock(&state.drags).follow(app, &event, scale);
                }
            }
            _ => {}
        },
        // The window is gone, or the desktop ends the app: what was said to be saved is.
        RunEvent::ExitRequested { .. } | RunEvent::Exit => {
            if let Some(state) = app.try_state::<AppState>() {
                let _ = state.flush();
            }
        }
        // Files that were opened from the desktop.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for file in urls.iter().filter_map(|url| url.to_file_path().ok()) {
                ipc::library::ask_to_open(app, &file);
            }
        }
        _ => {}
    }
}

/// A second start on the same library hands its file over, brings this window to the front and ends.
fn single_instance(library: &Path) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let mut builder = tauri_plugin_single_instance::Builder::new().callback(|app, arguments, folder| {
        if let Some(window) = app.get_webview_window(MAIN) {
            // A window that cannot be raised is still there; nothing better can be done about it.
            let _ = window.unminimize();
            let _ = window.set_focus();
        }
        for file in file_arguments(&arguments) {
            ipc::library::ask_to_open(app, &Path::new(&folder).join(file));
        }
    });
    // Two libraries may well be open side by side, so each has its own name on the bus.
    if journey_store::default_path().as_deref() != Some(library) {
        let absolute = std::path::absolute(library).unwrap_or_else(|_| library.into());
        builder = builder.dbus_id(format!("app.waymark.desktop.l{:016x}", fingerprint(&absolute)));
    }
    builder.build()
}

/// FNV-1a, 64 bit: the name only has to be the same for the same path.
fn fingerprint(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The files among the arguments of a second start: what is no option and no option's value.
fn file_arguments(arguments: &[String]) -> Vec<&str> {
    let mut files = Vec::new();
    let mut rest = arguments.iter().skip(1);
    while let Some(argument) = rest.next() {
        if argument == "--library" {
            rest.next();
        } else if !argument.starts_with('-') {
            files.push(argument.as_str());
        }
    }
    files
}

fn create_window(app: &tauri::App) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .cloned()
        .unwrap_or_default();
    #[cfg(target_os = "linux")]
    linux::unhint();
    let builder = tauri::WebviewWindowBuilder::from_config(app.handle(), &config)?
        // Copy and paste from the menu; the page reads the clipboard on a paste of the person alone.
        .enable_clipboard_access()
        // Nothing is ever loaded from outside, and nothing inside navigates away.
        .on_navigation(|address| {
            matches!(address.scheme(), "tauri" | "waymark" | "about")
                || matches!(address.host_str(), Some("tauri.localhost" | "localhost"))
        });
    let window = builder.build()?;
    #[cfg(target_os = "linux")]
    {
        linux::show_preedit(&window);
        linux::page_hears_keys_first(&window);
        linux::restore_after_faults(&window);
    }
    let state = app.state::<AppState>();
    appearance::begin(&window, lock(&state.preferences).appearance);
    let place = *lock(&state.place);
    if let Some(place) = place {
        place.take_up(&window);
    }
    show_even_if_the_page_never_does(app.handle().clone(), window);
    Ok(())
}

/// The page asks for the window when it stands, so that nobody sees a white flash. A page that
/// cannot (a broken driver, a fault of ours) must not leave people with no window at all.
fn show_even_if_the_page_never_does(app: AppHandle, window: WebviewWindow) {
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_secs(5));
        let ready = app.try_state::<AppState>().is_some_and(|state| state.is_ready());
        if !ready {
            let _ = window.show();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_second_start() {
        let arguments = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let files = |list: &[&str]| file_arguments(&arguments(list)).join(" ");
        assert_eq!(files(&["waymark"]), "");
        assert_eq!(files(&["waymark", "a.json", "b.json"]), "a.json b.json");
        assert_eq!(files(&["waymark", "--library", "l.db", "a.json"]), "a.json");
        assert_eq!(files(&["waymark", "--library=l.db"]), "");
    }

    #[test]
    fn fingerprints_differ_by_path() {
        assert_ne!(fingerprint(Path::new("/a")), fingerprint(Path::new("/b")));
    }
}
