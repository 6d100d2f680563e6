//! The journal: what was done to a map, in order. Written once, read to bring undo back.

use serde::{Deserialize, Serialize};

use crate::ChangeSet;

/// One line of a map's journal. Lines are only ever appended: taking something back is a line of its
/// own, so that replaying the kinds of the lines in order rebuilds both stacks of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// The map's revision after this line; the line before has one less.
    pub revision: u32,
    pub kind: JournalKind,
    /// What was done, in words (“Move card”); of an undo or redo, the label of what it takes back or
    /// brings back.
    pub label: String,
    /// What the line did to the records, in the direction in which it did it: an undo holds the inverse.
    pub changes: ChangeSet,
    /// Ids that were selected before the edit was first made; an undo selects them again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selected_before: Vec<String>,
    /// Ids that were selected after the edit; a redo selects them again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selected_after: Vec<String>,
    /// When it was done, in ms since 1970-01-01 UTC by the host's clock.
    pub at: u64,
}

/// What a line of the journal did to the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JournalKind {
    /// A new edit: one more item to undo, nothing left to redo.
    Apply,
    /// A new edit that went on with the one before it (typing): it joins the newest item to undo.
    Continue,
    /// Took back the newest item to undo.
    Undo,
    /// Brought back the newest item to redo.
    Redo,
}

impl JournalKind {
    /// The kind's key in files and in the library.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Continue => "continue",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// The kind of that key.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "apply" => Some(Self::Apply),
            "continue" => Some(Self::Continue),
            "undo" => Some(Self::Undo),
            "redo" => Some(Self::Redo),
            _ => None,
        }
    }
}
