//! Commands of the window's start.

use tauri::{AppHandle, Manager, State};
use tauri_specta::Event;

use super::error::IpcError;
use super::state::AppState;
use crate::window;

/// The page stands and listens: shows the window, and sends what was asked for meanwhile.
#[tauri::command]
#[specta::specta]
pub async fn window_ready(app: AppHandle, state: State<'_, AppState>) -> Result<(), IpcError> {
    if let Some(window) = app.get_webview_window(window::MAIN) {
        window.show().map_err(IpcError::internal)?;
    }
    if let Some(event) = state.set_ready() {
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
