//! One open map: apply, preview, undo, redo; returns what changed.
//!
//! A [`Session`] holds the document, its history, the layout engine and the current scene. Every call
//! that changes the map returns an [`Applied`]: the [`Update`] for the screen and the journal line for
//! the library. The session itself does no I/O, has no clock and makes no random numbers; the host
//! hands in the time and the source of ids, stores the journal line and sends the update on.

mod history;
mod selection;
mod session;
mod update;

pub use history::{COALESCING_INTERVAL_MS, DEPTH, History, HistoryItem};
pub use session::{Preview, Session};
pub use update::{Applied, HistoryLabels, Notice, NoticeKind, Update};
