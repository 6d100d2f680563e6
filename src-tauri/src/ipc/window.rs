//! Commands of the window as a whole: its menu, its preferences, its end.

use serde::Serialize;
use tauri::{AppHandle, Manager, State};

use super::error::IpcError;
use super::state::{AppState, lock};
use crate::menu::{self, MenuChange, MenuPart};
use crate::preferences::Preferences;
use crate::window::{MAIN, appearance, closing};

/// What the app says of itself.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct About {
    pub version: String,
    /// Where the library lies.
    pub library: String,
}

/// What the person chose for the app as a whole.
#[tauri::command]
#[specta::specta]
pub async fn preferences(state: State<'_, AppState>) -> Result<Preferences, IpcError> {
    Ok(lock(&state.preferences).clone())
}

/// Takes up other preferences. They hold from now on even where the library cannot keep them.
#[tauri::command]
#[specta::specta]
pub async fn set_preferences(
    app: AppHandle,
    state: State<'_, AppState>,
    preferences: Preferences,
) -> Result<(), IpcError> {
    let before = std::mem::replace(&mut *lock(&state.preferences), preferences.clone());
    if before.appearance != preferences.appearance {
        appearance::change(&app, preferences.appearance);
    }
    state.blocking(move |library, _| Ok(preferences.keep(library)?)).await
}

/// Version and library.
#[tauri::command]
#[specta::specta]
pub async fn about(app: AppHandle, state: State<'_, AppState>) -> Result<About, IpcError> {
    Ok(About {
        version: app.package_info().version.to_string(),
        library: state.path().display().to_string(),
    })
}

/// Puts the menu bar up in the place of the one before.
#[tauri::command]
#[specta::specta]
pub async fn set_menu(app: AppHandle, parts: Vec<MenuPart>) -> Result<(), IpcError> {
    menu::set(&app, parts).map_err(IpcError::internal)
}

/// Changes items of the menu bar.
#[tauri::command]
#[specta::specta]
pub async fn change_menu(app: AppHandle, changes: Vec<MenuChange>) -> Result<(), IpcError> {
    menu::change(&app, changes).map_err(IpcError::internal)
}

/// Fills the screen with the window, its menu bar aside, or gives it its frame back.
#[tauri::command]
#[specta::specta]
pub async fn set_full_screen(app: AppHandle, on: bool) -> Result<(), IpcError> {
    let Some(window) = app.get_webview_window(MAIN) else {
        return Ok(());
    };
    let menu = if on { window.hide_menu() } else { window.show_menu() };
    menu.and_then(|()| window.set_fullscreen(on))
        .map_err(IpcError::internal)
}

/// Closes the window once everything is on the disk, or with `force` even though edits are lost.
#[tauri::command]
#[specta::specta]
pub async fn close_window(app: AppHandle, force: bool) -> Result<(), IpcError> {
    tauri::async_runtime::spawn_blocking(move || closing::close(&app, force))
        .await
        .map_err(IpcError::internal)?
}
