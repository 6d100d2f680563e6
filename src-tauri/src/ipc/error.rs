//! What a command tells the window when it fails: a code to branch on, and a message for the person.

use std::path::Path;

use journey_model::EditError;
use journey_model::file::{FileError, FileErrorKind};
use journey_shell::export::RequestError;
use journey_shell::map_file::MapFileError;
use journey_store::{StoreError, StoreErrorCode};
use serde::{Deserialize, Serialize};

/// The reasons the window acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The map or record does not exist (any more).
    Missing,
    /// The edit is not possible; the message says why.
    Refused,
    /// A file that is no readable map.
    InvalidFile,
    /// A file or library made by a newer Waymark.
    NewerFile,
    /// The file system said no.
    Io,
    /// The library has a fault of another kind.
    Library,
    /// The library cannot be written.
    ReadOnly,
    DiskFull,
    Cancelled,
    /// A fault of ours.
    Internal,
}

/// A failed command.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct IpcError {
    pub code: ErrorCode,
    pub message: String,
}

impl IpcError {
    /// A fault of ours: a task that panicked or a window that is gone.
    pub fn internal(problem: impl std::fmt::Display) -> Self {
        Self {
            code: ErrorCode::Internal,
            message: problem.to_string(),
        }
    }

    /// Something that cannot be done as asked.
    pub fn refused(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::Refused,
            message: sentence(&message.into()),
        }
    }

    /// Something that is not there.
    pub fn missing(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::Missing,
            message: sentence(&message.into()),
        }
    }
}

impl From<EditError> for IpcError {
    fn from(problem: EditError) -> Self {
        Self {
            code: ErrorCode::Refused,
            message: sentence(&problem.to_string()),
        }
    }
}

/// An error's text as a sentence for a person: the core and the command line write them in the manner of
/// programs, which begins small and ends open.
pub fn sentence(text: &str) -> String {
    // A name at the start stays as it is: `map.pdf: …` is a file, `/home/…` a path.
    let first_word = text.split(' ').next().unwrap_or_default();
    let mut sentence = match text.chars().next() {
        Some(first) if first_word.chars().all(char::is_alphabetic) => {
            first.to_uppercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    };
    if !sentence.is_empty() && !sentence.ends_with(['.', '?', ':', '…']) {
        sentence.push('.');
    }
    sentence
}

impl From<RequestError> for IpcError {
    fn from(problem: RequestError) -> Self {
        Self::refused(problem.to_string())
    }
}

impl From<MapFileError> for IpcError {
    fn from(problem: MapFileError) -> Self {
        let code = match &problem {
            MapFileError::Invalid { problem, .. } if problem.kind == FileErrorKind::NewerVersion => {
                ErrorCode::NewerFile
            }
            MapFileError::Invalid { .. }
            | MapFileError::NoMapInside { .. }
            | MapFileError::NoPicture { .. }
            | MapFileError::Damaged { .. }
            | MapFileError::Foreign { .. }
            | MapFileError::Clipboard { .. } => ErrorCode::InvalidFile,
            MapFileError::Cancelled { .. } => ErrorCode::Cancelled,
            MapFileError::Io { .. } | MapFileError::Paint { .. } => ErrorCode::Io,
        };
        let message = match &problem {
            MapFileError::Invalid { path, problem } => unreadable(path, problem),
            MapFileError::Foreign { path, problem } => format!(
                "“{}” was not imported. {}",
                path.file_name().unwrap_or(path.as_os_str()).display(),
                sentence(&problem.to_string())
            ),
            MapFileError::Clipboard { problem } => {
                format!(
                    "What is on the clipboard was not imported. {}",
                    sentence(&problem.to_string())
                )
            }
            _ => sentence(&problem.to_string()),
        };
        Self { code, message }
    }
}

/// Why a file is no map that can be read, for who chose it; the command line tells programmers more.
fn unreadable(path: &Path, problem: &FileError) -> String {
    let file = path.file_name().unwrap_or(path.as_os_str()).display();
    match problem.kind {
        FileErrorKind::NotJson => match problem.found.rsplit_once(" at line ") {
            Some((_, place)) => format!("“{file}” is no map file, or it is damaged at line {place}."),
            None => format!("“{file}” is no map file, or it is damaged."),
        },
        FileErrorKind::NotAMap => format!("“{file}” is no map of Waymark."),
        FileErrorKind::NewerVersion => {
            format!("“{file}” was made by a newer Waymark. Update Waymark to open it.")
        }
        FileErrorKind::Structure | FileErrorKind::Invariant => {
            format!(
                "“{file}” has a fault and was not opened. {}",
                sentence(&problem.to_string())
            )
        }
    }
}

impl From<StoreErrorCode> for ErrorCode {
    fn from(code: StoreErrorCode) -> Self {
        match code {
            StoreErrorCode::NoSuchMap | StoreErrorCode::InTrash | StoreErrorCode::NotInTrash => Self::Missing,
            StoreErrorCode::Refused => Self::Refused,
            StoreErrorCode::Newer => Self::NewerFile,
            StoreErrorCode::ReadOnly => Self::ReadOnly,
            StoreErrorCode::Full => Self::DiskFull,
            StoreErrorCode::Io | StoreErrorCode::Locked => Self::Io,
            StoreErrorCode::NotALibrary
            | StoreErrorCode::Foreign
            | StoreErrorCode::Damaged
            | StoreErrorCode::MapExists
            | StoreErrorCode::Conflict
            | StoreErrorCode::Closed => Self::Library,
        }
    }
}

impl From<StoreError> for IpcError {
    fn from(problem: StoreError) -> Self {
        Self {
            code: problem.code().into(),
            message: sentence(&problem.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_cannot_be_read_are_told_of_in_plain_words() {
        let message = |json: &str| {
            let problem = journey_model::file::read(json.as_bytes()).unwrap_err();
            let path = "/home/ann/My map.json".into();
            IpcError::from(MapFileError::Invalid { path, problem }).message
        };
        assert_eq!(
            message("{ \"format\": "),
            "“My map.json” is no map file, or it is damaged at line 1, column 12."
        );
        assert_eq!(message("[]"), "“My map.json” is no map of Waymark.");
        let newer = r#"{ "format": "waymark-map", "version": { "major": 9, "minor": 0 } }"#;
        assert_eq!(
            message(newer),
            "“My map.json” was made by a newer Waymark. Update Waymark to open it."
        );
        let faulty = r#"{ "format": "waymark-map", "version": { "major": 1, "minor": 0 }, "map": 3 }"#;
        let told = message(faulty);
        assert!(
            told.starts_with("“My map.json” has a fault and was not opened. $.map"),
            "{told}"
        );
    }

    #[test]
    fn messages_are_sentences_and_names_stay_names() {
        let cases = [
            (
                "the disk is full; make room on it",
                "The disk is full; make room on it.",
            ),
            ("map.pdf: it may not be read", "map.pdf: it may not be read."),
            ("/home/ann/l.db is damaged", "/home/ann/l.db is damaged."),
            ("Done.", "Done."),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(sentence(text), expected);
        }
    }
}
