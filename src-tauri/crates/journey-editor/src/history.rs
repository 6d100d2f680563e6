//! The history of one open map: what can be taken back and what can be brought back.
//!
//! The journal is the truth: every change of the stacks goes through [`History::record`], live and
//! when a map is opened again, so that both give the same stacks by construction.

use journey_model::{ChangeSet, JournalEntry, JournalKind};

/// Edits of the same field join while no more than this lies between one and the next, in ms.
pub const COALESCING_INTERVAL_MS: u64 = 1_000;

/// Most items that can be taken back; older ones are let go.
pub const DEPTH: usize = 1_000;

/// One thing to undo or redo.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryItem {
    /// What it did, in words.
    pub label: String,
    /// What it did to the records, forwards.
    pub changes: ChangeSet,
    pub selected_before: Vec<String>,
    pub selected_after: Vec<String>,
}

/// Both stacks, newest last.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<HistoryItem>,
    redo: Vec<HistoryItem>,
    /// The field that the newest item to undo was typed into, and when last. An undo, a redo and
    /// opening the map end the typing, so this is not rebuilt from the journal.
    typing: Option<(String, u64)>,
}

impl History {
    /// Rebuilds both stacks from lines of the journal, oldest first. The lines may begin in the midst
    /// of a map's life: the stacks then hold what those lines tell.
    pub fn from_journal(entries: impl IntoIterator<Item = JournalEntry>) -> Self {
        let mut history = Self::default();
        for entry in entries {
            history.record(entry);
        }
        history
    }

    /// Follows one line of the journal.
    pub fn record(&mut self, entry: JournalEntry) {
        let JournalEntry {
            kind,
            label,
            changes,
            selected_before,
            selected_after,
            ..
        } = entry;
        let item = |changes| HistoryItem {
            label,
            changes,
            selected_before,
            selected_after,
        };
        match kind {
            JournalKind::Apply => {
                self.redo.clear();
                self.undo.push(item(changes));
            }
            JournalKind::Continue => {
                self.redo.clear();
                match self.undo.last_mut() {
                    Some(top) => {
                        let next = item(changes);
                        top.changes = std::mem::take(&mut top.changes).then(next.changes);
                        top.selected_after = next.selected_after;
                        // Typed and deleted again: taking that back would do nothing.
                        if top.changes.is_empty() {
                            self.undo.pop();
                            self.typing = None;
                        }
                    }
                    None => self.undo.push(item(changes)),
                }
            }
            // The item is moved from stack to stack rather than made from the line, which tells the same,
            // because where the lines begin in the midst of a map's life the stack may lack it.
            JournalKind::Undo => {
                self.typing = None;
                let taken = self.undo.pop().unwrap_or_else(|| item(changes.inverted()));
                self.redo.push(taken);
            }
            JournalKind::Redo => {
                self.typing = None;
                let brought = self.redo.pop().unwrap_or_else(|| item(changes));
                self.undo.push(brought);
            }
        }
        if self.undo.len() > DEPTH {
            self.undo.drain(..self.undo.len() - DEPTH);
        }
    }

    /// Whether an edit of this field at this time goes on with the newest item, and notes the typing.
    /// `key` is the edit's coalescing key, `now_ms` the host's time.
    pub fn continues(&mut self, key: Option<String>, now_ms: u64) -> bool {
        let continues = match (&self.typing, &key) {
            (Some((field, last)), Some(key)) => {
                field == key && now_ms.saturating_sub(*last) <= COALESCING_INTERVAL_MS && !self.undo.is_empty()
            }
            _ => false,
        };
        self.typing = key.map(|key| (key, now_ms));
        continues
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The newest item to undo.
    pub fn undoable(&self) -> Option<&HistoryItem> {
        self.undo.last()
    }

    /// The newest item to redo.
    pub fn redoable(&self) -> Option<&HistoryItem> {
        self.redo.last()
    }

    /// Both stacks, oldest first: to undo, to redo.
    pub fn stacks(&self) -> (&[HistoryItem], &[HistoryItem]) {
        (&self.undo, &self.redo)
    }
}
