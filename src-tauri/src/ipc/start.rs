//! Commands of the window's start.

use std::time::Duration;

use tauri::{AppHandle, Manager, State};
use tauri_specta::Event;

use super::error::IpcError;
use super::state::AppState;
use crate::{menu, window};

/// How long the window waits for its menu bar; the page asks for both at the same moment.
const MENU_PATIENCE: Duration = Duration::from_millis(200);

/// The page stands and listens: shows the window, and sends what was asked for meanwhile.
#[tauri::command]
#[specta::specta]
pub async fn window_ready(app: AppHandle, state: State<'_, AppState>) -> Result<(), IpcError> {
    if let Some(window) = app.get_webview_window(window::MAIN) {
        let handle = app.clone();
        tauri::async_runtime::spawn_blocking(move || handle.state::<menu::MenuBar>().wait(MENU_PATIENCE))
            .await
            .map_err(IpcError::internal)?;
        window.show().map_err(IpcError::internal)?;
    }
    for event in state.set_ready() {
        event.emit(&app).map_err(IpcError::internal)?;
    }
    Ok(())
}

/// The first frame is on the screen: this renderer works here.
#[tauri::command]
#[specta::specta]
pub async fn first_frame(state: State<'_, AppState>) -> Result<(), IpcError> {
    #[cfg(target_os = "linux")]
    window::linux::painted(state.path());
    #[cfg(not(target_os = "linux"))]
    let _ = state;
    Ok(())
}
