//! Why a file cannot be read.

use crate::RecordKind;
use crate::invariant::Violation;

/// Where a file is not what it has to be. Shown in one line: `$.cards[3].span: expected …, found …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: expected {expected}, found {found}")]
pub struct FileError {
    pub kind: FileErrorKind,
    /// The place within the file as a JSON path (`$.cards[3].span`); `$` is the whole file.
    pub path: String,
    /// What the format asks for there.
    pub expected: String,
    /// What is there instead.
    pub found: String,
}

/// What sort of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileErrorKind {
    /// The text is no JSON at all; `found` tells line and column.
    NotJson,
    /// JSON, but no map of Waymark.
    NotAMap,
    /// The file was made by a newer Waymark, in a format that this one cannot read.
    NewerVersion,
    /// A field is missing, unknown, or of the wrong type.
    Structure,
    /// The fields are right one by one, but they make no sound map together.
    Invariant,
}

impl FileError {
    pub(super) fn new(
        kind: FileErrorKind,
        path: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            path: path.into(),
            // One line, whatever a text in the file looks like.
            expected: one_line(expected.into()),
            found: one_line(found.into()),
        }
    }

    /// A violation of an invariant at the place of the record in the file.
    pub(super) fn of_violation(violation: &Violation, index: impl Fn(RecordKind, &str) -> Option<usize>) -> Self {
        let mut path = String::from("$");
        match list_of(violation.kind) {
            None if violation.id.is_empty() => {}
            None => path.push_str(".map"),
            Some(list) => {
                path.push('.');
                path.push_str(list);
                if let Some(index) = index(violation.kind, &violation.id) {
                    path.push_str(&format!("[{index}]"));
                }
            }
        }
        if !violation.field.is_empty() {
            path.push('.');
            path.push_str(&violation.field);
        }
        Self::new(
            FileErrorKind::Invariant,
            path,
            violation.expected.as_str(),
            violation.found.as_str(),
        )
    }
}

fn one_line(text: String) -> String {
    if text.contains(char::is_control) {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    } else {
        text
    }
}

/// The file's list that holds records of a kind; `None` for the map itself.
pub(super) fn list_of(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Map => None,
        RecordKind::Persona => Some("personas"),
        RecordKind::Stage => Some("stages"),
        RecordKind::Step => Some("steps"),
        RecordKind::Lane => Some("lanes"),
        RecordKind::Card => Some("cards"),
        RecordKind::Score => Some("scores"),
        RecordKind::Link => Some("links"),
        RecordKind::Note => Some("notes"),
        RecordKind::TestRound => Some("testRounds"),
        RecordKind::Rating => Some("ratings"),
        RecordKind::Asset => Some("assets"),
    }
}
