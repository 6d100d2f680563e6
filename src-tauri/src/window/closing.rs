//! Closing the window. The page is asked first, since it may hold text that is not sent yet; it answers
//! with `closeWindow`, which waits for the last commit. A page that does not answer cannot keep a person
//! from closing the window.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tauri_specta::Event;

use super::{MAIN, place};
use crate::ipc::error::IpcError;
use crate::ipc::state::AppState;

/// How long the page may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Sent when the person wants to close the window.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub struct CloseRequestEvent;

/// Counts the wishes to close and the answers to them.
#[derive(Debug, Default)]
pub struct Closing {
    wishes: AtomicU32,
    answered: AtomicU32,
}

impl Closing {
    /// A new wish; its number.
    fn wish(&self) -> u32 {
        self.wishes.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// The page has heard of every wish so far.
    fn answer(&self) {
        self.answered
            .store(self.wishes.load(Ordering::Acquire), Ordering::Release);
    }

    fn is_answered(&self, wish: u32) -> bool {
        self.answered.load(Ordering::Acquire) >= wish
    }
}

/// The person wants to close the window.
pub fn ask(app: &AppHandle) {
    let Some(state) = app.try_state::<AppState>() else {
        return app.exit(0);
    };
    let wish = state.closing.wish();
    if state.is_ready() {
        let _ = CloseRequestEvent.emit(app);
    }
    let patience = if state.is_ready() { PATIENCE } else { Duration::ZERO };
    let app = app.clone();
    std::thread::spawn(move || {
        std::thread::sleep(patience);
        let state = app.state::<AppState>();
        if state.closing.is_answered(wish) {
            return;
        }
        state.closing.answer();
        if let Err(problem) = state.flush()
            && !leaves_unsaved(&app, &problem)
        {
            return;
        }
        end_in_any_case();
        leave(&app);
    });
}

/// Ends the process where its window cannot be closed: all is written, and nothing may wait for a page that hangs.
fn end_in_any_case() {
    std::thread::spawn(|| {
        std::thread::sleep(PATIENCE);
        std::process::exit(0);
    });
}

/// The page's answer: closes the window once everything is on the disk, or with `force` in any case.
///
/// # Errors
/// Why the last edits could not be written; the window stays.
pub fn close(app: &AppHandle, force: bool) -> Result<(), IpcError> {
    let state = app.state::<AppState>();
    state.closing.answer();
    let flushed = state.flush();
    if !force {
        flushed?;
    }
    leave(app);
    Ok(())
}

fn leave(app: &AppHandle) {
    place::keep(app);
    match app.get_webview_window(MAIN) {
        // The app ends with its last window.
        Some(window) if window.destroy().is_ok() => {}
        _ => app.exit(0),
    }
}

/// Asks the person in the place of a page that does not answer.
fn leaves_unsaved(app: &AppHandle, problem: &IpcError) -> bool {
    app.dialog()
        .message(format!(
            "The last edits are not saved. {} If you close Waymark now, they are lost.",
            problem.message
        ))
        .title("Close without saving?")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(
            "Close anyway".into(),
            "Keep open".into(),
        ))
        .blocking_show()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_for_the_wishes_before_it() {
        let closing = Closing::default();
        let first = closing.wish();
        assert!(!closing.is_answered(first));
        closing.answer();
        assert!(closing.is_answered(first));
        let second = closing.wish();
        assert!(closing.is_answered(first) && !closing.is_answered(second));
    }
}
