//! Maps as files: reading one in any form that carries a map, and writing any file whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use journey_exchange::read::ReadError;
use journey_model::{Document, file};

/// Why a map file could not be read, or a file not be written. Every message names the file.
#[derive(Debug, thiserror::Error)]
pub enum MapFileError {
    /// The file system said no.
    #[error("{}: {problem}; {remedy}", path.display())]
    Io {
        path: PathBuf,
        problem: String,
        remedy: &'static str,
    },
    /// The file is no map that this version can read.
    #[error("{}: {problem}", path.display())]
    Invalid { path: PathBuf, problem: file::FileError },
    /// A picture or PDF without a map inside.
    #[error(
        "{}: this file holds no map; choose the .json file, or a picture or PDF that Waymark exported",
        path.display()
    )]
    NoMapInside { path: PathBuf },
    /// A picture or PDF that is damaged, or that unpacks to more than a map can have.
    #[error("{}: {problem}", path.display())]
    Damaged { path: PathBuf, problem: String },
    /// The file is of another program, and no map can be made of it.
    #[error("{}: {problem}", path.display())]
    Foreign { path: PathBuf, problem: Box<ReadError> },
    /// Nothing could be made of what was pasted.
    #[error("the clipboard: {problem}")]
    Clipboard { problem: Box<ReadError> },
    /// The file is no picture that a map can hold.
    #[error("{}: {problem}", path.display())]
    NoPicture { path: PathBuf, problem: String },
    /// The painter of the file failed; its message says why.
    #[error("{}: {problem}", path.display())]
    Paint { path: PathBuf, problem: String },
    /// The person changed their mind; nothing was written.
    #[error("{}: the export was cancelled; nothing was written", path.display())]
    Cancelled { path: PathBuf },
}

impl MapFileError {
    /// Whether a person has to tell what a table means before a map can be made of it.
    pub fn is_unmapped(&self) -> bool {
        matches!(
            self,
            Self::Foreign { problem, .. } | Self::Clipboard { problem } if **problem == ReadError::Unmapped
        )
    }
}

/// The largest file that is read at all: a map of 10,000 cards is about 3 MB, and pictures travel inside.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Reads a map from a JSON file, or from a PNG, JPEG, WebP, SVG or PDF that carries one.
///
/// # Errors
/// [`MapFileError`], naming the file and, where it is a map with a fault, the JSON path of the fault.
pub fn read(path: &Path) -> Result<Document, MapFileError> {
    own(path, &bytes_of(path)?)
}

/// The bytes of a file that is no larger than any map.
///
/// # Errors
/// [`MapFileError::Io`], naming the file and the remedy.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, MapFileError> {
    let io_error = reading(path);
    let length = fs::metadata(path).map_err(&io_error)?.len();
    if length > LARGEST {
        return Err(MapFileError::Io {
            path: path.into(),
            problem: format!(
                "the file has {} MB, more than a map can have (256 MB)",
                length / 1_000_000
            ),
            remedy: "choose a map's .json file",
        });
    }
    fs::read(path).map_err(io_error)
}

/// Whether bytes are of a picture or page, which can carry a map of our own.
pub fn may_carry_map(bytes: &[u8]) -> bool {
    kind_of(bytes) != Kind::Other
}

/// A map of our own: JSON, or what carries it.
///
/// # Errors
/// As [`read`] does; `path` only names the file.
pub fn own(path: &Path, bytes: &[u8]) -> Result<Document, MapFileError> {
    let no_map = || MapFileError::NoMapInside { path: path.into() };
    let damaged = |problem: &dyn std::fmt::Display| MapFileError::Damaged {
        path: path.into(),
        problem: problem.to_string(),
    };
    let parsed = |json: &[u8]| {
        file::read(json).map_err(|problem| MapFileError::Invalid {
            path: path.into(),
            problem,
        })
    };
    let inside = match kind_of(bytes) {
        Kind::Picture => journey_raster::attachment(bytes).map_err(|problem| damaged(&problem))?,
        Kind::Pdf => journey_pdf::attachment(bytes).map_err(|problem| damaged(&problem))?,
        Kind::Svg => {
            let svg = std::str::from_utf8(bytes).map_err(|_| no_map())?;
            journey_svg::attachment(svg).map_err(|problem| damaged(&problem))?
        }
        Kind::Other => return parsed(bytes),
    };
    parsed(inside.ok_or_else(no_map)?.as_bytes())
}

/// What a file is that may carry a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture,
    Pdf,
    Svg,
    Other,
}

/// By the bytes that each format begins with.
fn kind_of(bytes: &[u8]) -> Kind {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if webp || bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") {
        Kind::Picture
    } else if bytes.starts_with(b"%PDF-") {
        Kind::Pdf
    } else if looks_like_svg(bytes) {
        Kind::Svg
    } else {
        Kind::Other
    }
}

fn looks_like_svg(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"<svg") || start.starts_with(b"<?xml")
}

fn read_error(path: &Path, problem: &io::Error) -> MapFileError {
    let (problem, remedy) = match problem.kind() {
        io::ErrorKind::NotFound => ("there is no such file".into(), "check the name"),
        io::ErrorKind::PermissionDenied => ("it may not be read".into(), "check its permissions"),
        io::ErrorKind::IsADirectory => ("this is a folder".into(), "name a file in it"),
        _ => (problem.to_string(), "check the disk and try again"),
    };
    MapFileError::Io {
        path: path.into(),
        problem,
        remedy,
    }
}

fn write_error(path: &Path, problem: &io::Error) -> MapFileError {
    let (problem, remedy) = match problem.kind() {
        io::ErrorKind::NotFound => (
            "its folder does not exist".into(),
            "make the folder first or choose another",
        ),
        io::ErrorKind::PermissionDenied => ("it may not be written here".into(), "choose another folder"),
        io::ErrorKind::StorageFull => ("the disk is full".into(), "free some space and try again"),
        io::ErrorKind::ReadOnlyFilesystem => ("the disk is read-only".into(), "choose another folder"),
        io::ErrorKind::IsADirectory => ("this is a folder".into(), "name a file in it"),
        _ => (problem.to_string(), "choose another place and try again"),
    };
    MapFileError::Io {
        path: path.into(),
        problem,
        remedy,
    }
}

/// Writes a file whole or not at all: into a temporary file beside the target, synced, then renamed
/// over it. `fill` writes the content; what it returns is returned.
///
/// # Errors
/// What `fill` returns, or [`MapFileError::Io`]; the target is untouched in both cases.
pub fn write_whole<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, MapFileError>,
) -> Result<T, MapFileError> {
    let io_error = |problem: io::Error| write_error(path, &problem);
    if path.is_dir() {
        return Err(io_error(io::ErrorKind::IsADirectory.into()));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".waymark-").suffix(".part");
    // Temporary files are private by default; an export should get the permissions of any new file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut part = builder.tempfile_in(folder).map_err(io_error)?;
    let filled = {
        let mut buffered = BufWriter::with_capacity(1 << 20, part.as_file_mut());
        let filled = fill(&mut buffered)?;
        buffered.flush().map_err(io_error)?;
        filled
    };
    part.as_file().sync_all().map_err(io_error)?;
    part.persist(path).map_err(|problem| io_error(problem.error))?;
    Ok(filled)
}

/// Turns an I/O error of reading into one that names the file.
pub fn reading(path: &Path) -> impl Fn(io::Error) -> MapFileError {
    move |problem| read_error(path, &problem)
}

/// Turns an I/O error of a writer inside [`write_whole`] into one that names the file.
pub fn writing(path: &Path) -> impl Fn(io::Error) -> MapFileError {
    move |problem| write_error(path, &problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_fill_leaves_the_old_file_and_no_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.pdf");
        fs::write(&path, "old").unwrap();
        let result: Result<(), _> = write_whole(&path, |out| {
            out.write_all(b"half of it").map_err(writing(&path))?;
            Err(MapFileError::Cancelled { path: path.clone() })
        });
        assert!(matches!(result, Err(MapFileError::Cancelled { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn errors_name_the_file_and_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no").join("map.png");
        let message = write_whole(&missing, |_| Ok(())).unwrap_err().to_string();
        assert!(
            message.contains("map.png") && message.contains("make the folder"),
            "{message}"
        );
        let message = read(&folder.path().join("gone.json")).unwrap_err().to_string();
        assert!(
            message.contains("gone.json: there is no such file; check the name"),
            "{message}"
        );
    }
}
