//! The desktop's own dialogs that ask for a file.

use std::path::PathBuf;

use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use super::error::IpcError;
use super::state::AppState;

/// The file that a dialog was answered with; `None` where it was cancelled.
///
/// # Errors
/// Where the library cannot rest meanwhile, or the answer is no place on this machine.
pub async fn ask_file(
    app: AppHandle,
    state: &AppState,
    ask: impl FnOnce(FileDialogBuilder<Wry>) -> Option<FilePath> + Send + 'static,
) -> Result<Option<PathBuf>, IpcError> {
    let chosen = state
        .blocking(move |library, _| {
            // The dialog looks into the files of its folder; see `Library::rest`.
            let _rest = library.rest()?;
            Ok(ask(app.dialog().file()))
        })
        .await?;
    chosen
        .map(|file| file.into_path().map_err(IpcError::internal))
        .transpose()
}
