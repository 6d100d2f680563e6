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
    let home = state.path().to_owned();
    let chosen = state
        .blocking(move |library, _| {
            // The dialog looks into the files of its folder; see `Library::rest`.
            let _rest = library.rest()?;
            let chosen = ask(app.dialog().file());
            #[cfg(target_os = "linux")]
            leftovers::put_away(&app, &home);
            Ok(chosen)
        })
        .await?;
    chosen
        .map(|file| file.into_path().map_err(IpcError::internal))
        .transpose()
}

/// What a GTK dialog leaves behind.
#[cfg(target_os = "linux")]
mod leftovers {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use gtk::prelude::{Cast as _, WidgetExtManual as _};
    use tauri::AppHandle;

    /// The longest wait for a folder to be let go of.
    const PATIENCE: Duration = Duration::from_secs(3);
    const TICK: Duration = Duration::from_millis(20);
    /// What a watch saw last may still be looked into by a thread of its own.
    const SETTLED: Duration = Duration::from_millis(300);

    /// Destroys the dialog that was answered, and waits until nothing in this process watches the folder of
    /// `file`. rfd 0.17 never unrefs its `GtkFileChooserNative`, so that the hidden dialog inside stays for
    /// good and opens and closes every file that appears in its folder: a library there would lose its locks
    /// as soon as it is opened again. Where the dialog showed another folder there is no wait.
    pub fn put_away(app: &AppHandle, file: &Path) {
        let _ = app.run_on_main_thread(|| {
            for widget in gtk::Window::list_toplevels() {
                if let Ok(dialog) = widget.downcast::<gtk::FileChooserDialog>() {
                    // SAFETY: rfd gave up its only handle when the dialog was answered, and uses it no more.
                    unsafe { dialog.destroy() };
                }
            }
        });
        let file = fs::canonicalize(file).ok();
        let Some(folder) = file.and_then(|file| fs::metadata(file.parent()?).ok()) else {
            return;
        };
        let begun = Instant::now();
        let mut watched = false;
        while is_watched(folder.ino()) && begun.elapsed() < PATIENCE {
            watched = true;
            sleep(TICK);
        }
        if watched {
            sleep(SETTLED);
        }
    }

    /// Whether this process has an inotify watch on that inode (proc(5), `/proc/pid/fdinfo`).
    fn is_watched(inode: u64) -> bool {
        let wanted = format!(" ino:{inode:x} ");
        let Ok(open) = fs::read_dir("/proc/self/fdinfo") else {
            return false;
        };
        open.flatten()
            .filter_map(|entry| fs::read_to_string(entry.path()).ok())
            .any(|said| {
                said.lines()
                    .any(|line| line.starts_with("inotify ") && line.contains(&wanted))
            })
    }
}
