//! What can go wrong with the library, in words that name the file and the remedy.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the library could not do something. Whatever was asked for has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("{file} is not a Waymark library; choose another file with --library, or move this one away")]
    NotALibrary { file: PathBuf },
    #[error(
        "{file} is a SQLite database of another program; choose another file with --library, or move this one away"
    )]
    Foreign { file: PathBuf },
    #[error(
        "{file} was written by a newer Waymark (library format {found}, this one knows up to {known}); update Waymark to open it"
    )]
    Newer { file: PathBuf, found: i64, known: i64 },
    #[error("{file} cannot be written to; allow writing to the file and its folder, or choose another with --library")]
    ReadOnly { file: PathBuf },
    #[error("the disk that holds {file} is full; make room on it, and Waymark goes on saving by itself")]
    Full { file: PathBuf },
    #[error("{file} is in use by another program; close that program and try again")]
    Locked { file: PathBuf },
    #[error(
        "{file} is damaged ({detail}); restore it from a backup, or move it away so that Waymark starts a new library"
    )]
    Damaged { file: PathBuf, detail: String },
    #[error("{file} could not be opened or written: {detail}; check the disk and the folder, then try again")]
    Io { file: PathBuf, detail: String },
    #[error("the library has no map {map}; list the maps to see what it holds")]
    NoSuchMap { map: String },
    #[error("the library already has a map {map}; import it as a copy")]
    MapExists { map: String },
    #[error("map {map} is in the trash; restore it first")]
    InTrash { map: String },
    #[error("map {map} is not in the trash; move it there before deleting it for ever")]
    NotInTrash { map: String },
    #[error(
        "map {map} was changed by another program since it was opened (revision {found} in the library, {expected} here); export this copy as JSON, then open the map again"
    )]
    Conflict { map: String, found: u32, expected: u32 },
    #[error("{reason}")]
    Refused { map: String, reason: String },
    #[error("the library is closed; start Waymark again")]
    Closed,
}

/// What an error is about; the key by which a program decides what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreErrorCode {
    NotALibrary,
    Foreign,
    Newer,
    ReadOnly,
    Full,
    Locked,
    Damaged,
    Io,
    NoSuchMap,
    MapExists,
    InTrash,
    NotInTrash,
    Conflict,
    Refused,
    Closed,
}

impl StoreError {
    /// What the error is about.
    pub const fn code(&self) -> StoreErrorCode {
        match self {
            Self::NotALibrary { .. } => StoreErrorCode::NotALibrary,
            Self::Foreign { .. } => StoreErrorCode::Foreign,
            Self::Newer { .. } => StoreErrorCode::Newer,
            Self::ReadOnly { .. } => StoreErrorCode::ReadOnly,
            Self::Full { .. } => StoreErrorCode::Full,
            Self::Locked { .. } => StoreErrorCode::Locked,
            Self::Damaged { .. } => StoreErrorCode::Damaged,
            Self::Io { .. } => StoreErrorCode::Io,
            Self::NoSuchMap { .. } => StoreErrorCode::NoSuchMap,
            Self::MapExists { .. } => StoreErrorCode::MapExists,
            Self::InTrash { .. } => StoreErrorCode::InTrash,
            Self::NotInTrash { .. } => StoreErrorCode::NotInTrash,
            Self::Conflict { .. } => StoreErrorCode::Conflict,
            Self::Refused { .. } => StoreErrorCode::Refused,
            Self::Closed => StoreErrorCode::Closed,
        }
    }

    /// Whether the same change may well succeed later: the disk, not the change, was at fault.
    pub(crate) const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Full { .. } | Self::Locked { .. } | Self::ReadOnly { .. } | Self::Io { .. }
        )
    }

    /// What SQLite's error means for the library in `file`.
    pub(crate) fn from_sql(error: &rusqlite::Error, file: &Path) -> Self {
        let file = file.to_owned();
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALibrary { file },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { file, detail },
            Some(ErrorCode::DiskFull) => Self::Full { file },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { file },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { file },
            _ => Self::Io { file, detail },
        }
    }

    /// What a file error means for the library in `file`.
    pub(crate) fn from_io(error: &std::io::Error, file: &Path) -> Self {
        use std::io::ErrorKind;
        let file = file.to_owned();
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { file },
            _ => Self::Io {
                file,
                detail: error.to_string(),
            },
        }
    }
}
