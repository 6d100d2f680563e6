//! One export: a map into one file, whichever shell asks for it.
//!
//! A request ([`ExportRequest`]) is laid out as sheets ([`compose`]) and painted into a file ([`paint`]),
//! which appears whole or not at all ([`export`]).

mod compose;
mod format;
mod lists;
mod paint;
mod request;
mod slides;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use journey_layout::FontBook;
use journey_model::{Date, Document};

pub use compose::{RequestError, Sheet, compose};
pub use format::Format;
pub use paint::{ExportNote, Watch, pages, paint};
pub use request::{
    Archive, CellDelimiter, ExportRequest, Orientation, PaperChoice, PictureChoice, PictureSize, PosterChoice,
    PosterSize, SvgText, TableChoice, TableShape,
};
pub use slides::{Picture, slides_shown};

use crate::map_file::{MapFileError, write_whole};

/// Writes the file at `path`, whole or not at all. `watch` hears how much is done (0 to 1) and may
/// break off. Returns what is to be known about the file.
///
/// # Errors
/// [`MapFileError`], naming `path`.
pub fn export(
    document: &Document,
    sheets: &[Sheet],
    fonts: &FontBook,
    request: &ExportRequest,
    path: &Path,
    watch: &mut Watch<'_>,
) -> Result<Vec<ExportNote>, MapFileError> {
    write_whole(path, |out| paint(document, sheets, fonts, request, path, out, watch))
}

/// The day that it is here, for footers that ask for the day of the export.
pub fn today() -> Date {
    Date(jiff::Zoned::now().date().to_string())
}

/// A file name (without ending) for a map: its title without what file systems refuse.
pub fn file_stem(title: &str) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let stem: String = words.join(" ").chars().take(80).collect();
    let stem = stem.trim_matches(['.', ' ']);
    if stem.is_empty() {
        "Untitled map".into()
    } else {
        stem.into()
    }
}

/// The file with the format's ending: what a save dialog without an ending means.
pub fn with_extension(path: PathBuf, format: Format) -> PathBuf {
    if Format::of(&path) == Some(format) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(format.extension());
    name.into()
}

/// A name in the folder for each map, in their order: their titles, numbered where two would be the same
/// (letter case is no difference on many disks).
pub fn file_names<'a>(titles: impl IntoIterator<Item = &'a str>, format: Format) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    titles
        .into_iter()
        .map(|title| {
            let stem = file_stem(title);
            let numbered = (2..).map(|number: u32| format!("{stem} ({number})"));
            let mut names = std::iter::once(stem.clone()).chain(numbered);
            // The chain never ends, so that there always is one.
            let free = names
                .find(|name| taken.insert(name.to_lowercase()))
                .unwrap_or(stem.clone());
            format!("{free}.{}", format.extension())
        })
        .collect()
}
