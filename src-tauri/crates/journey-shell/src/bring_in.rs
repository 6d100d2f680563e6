//! Bringing maps in: from files of our own, from those of other programs, and from the clipboard.

use std::path::Path;

use journey_exchange::Report;
use journey_exchange::read::{self as exchange, Mapping, ReadError, ReadOptions, Source, Table};
use journey_model::{Document, IdSource, file};
use serde::{Deserialize, Serialize};

use crate::map_file::{self, MapFileError};

/// What a map is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Origin {
    /// A file, by its path.
    File { path: String },
    /// What another program put on the clipboard; `html` where it put that there too.
    Pasted { text: String, html: Option<String> },
}

/// A map that was brought in, and what became of it on the way.
#[derive(Debug)]
pub struct BroughtIn {
    /// With new ids.
    pub document: Document,
    /// Empty for maps of our own.
    pub report: Report,
    /// Whether it was a table, whose columns may also be read otherwise.
    pub is_table: bool,
}

impl BroughtIn {
    fn own(document: &Document, ids: &mut dyn IdSource) -> Self {
        Self {
            document: document.with_new_ids(ids),
            report: Report::default(),
            is_table: false,
        }
    }
}

/// A text or workbook of another program.
struct Foreign {
    bytes: Vec<u8>,
    source: Source,
    /// The map's, where nothing in it is one.
    title: String,
}

impl Foreign {
    fn is_table(&self) -> bool {
        matches!(self.source, Source::Csv | Source::Xlsx | Source::Html)
    }

    fn read(&self, told: Option<Told>, ids: &mut dyn IdSource) -> Result<BroughtIn, ReadError> {
        let told = told.unwrap_or_default();
        let options = ReadOptions {
            mapping: told.mapping,
            sheet: told.sheet,
            title: self.title.clone(),
        };
        let read = exchange::read(&self.bytes, self.source, &options, ids)?;
        Ok(BroughtIn {
            document: read.document,
            report: read.report,
            is_table: self.is_table(),
        })
    }
}

/// What a person told about a table.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub mapping: Option<Mapping>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// Reads a map of our own, or of another program (a table, an outline, a diagram), as a new map.
///
/// # Errors
/// [`MapFileError`], naming the file, the place in it and the remedy; [`MapFileError::is_unmapped`] where a
/// person has to tell what a table means.
pub fn bring_in(origin: &Origin, ids: &mut dyn IdSource) -> Result<BroughtIn, MapFileError> {
    match origin {
        Origin::File { path } => bring_in_file(path.as_ref(), ids),
        Origin::Pasted { text, html } => bring_in_pasted(text, html.as_deref(), ids),
    }
}

/// [`bring_in`] of a file.
///
/// # Errors
/// As [`bring_in`] does.
pub fn bring_in_file(path: &Path, ids: &mut dyn IdSource) -> Result<BroughtIn, MapFileError> {
    let bytes = map_file::bytes_of(path)?;
    match foreign(path, &bytes) {
        None => Ok(BroughtIn::own(&map_file::own(path, &bytes)?, ids)),
        Some(source) => of_file(path, bytes, source)
            .read(None, ids)
            .map_err(|problem| naming(path, problem)),
    }
}

/// Looks at a table without making a map of it.
///
/// # Errors
/// As [`bring_in`] does.
pub fn look_at_table(origin: &Origin, sheet: Option<&str>) -> Result<Table, MapFileError> {
    let (foreign, failed) = table_of(origin)?;
    exchange::table(&foreign.bytes, foreign.source, sheet).map_err(failed)
}

/// Reads a table as a person told.
///
/// # Errors
/// As [`bring_in`] does, also where what was told does not fit the table.
pub fn bring_in_table(origin: &Origin, told: Told, ids: &mut dyn IdSource) -> Result<BroughtIn, MapFileError> {
    let (foreign, failed) = table_of(origin)?;
    foreign.read(Some(told), ids).map_err(failed)
}

/// [`bring_in_table`] of a file.
///
/// # Errors
/// As [`bring_in_table`] does.
pub fn bring_in_table_file(path: &Path, told: Told, ids: &mut dyn IdSource) -> Result<BroughtIn, MapFileError> {
    let (foreign, failed) = table_file(path)?;
    foreign.read(Some(told), ids).map_err(failed)
}

/// How a fault in reading is told.
type Failed = Box<dyn Fn(ReadError) -> MapFileError>;

fn table_of(origin: &Origin) -> Result<(Foreign, Failed), MapFileError> {
    match origin {
        Origin::File { path } => table_file(path.as_ref()),
        Origin::Pasted { text, html } => {
            let table = pasted(text, html.as_deref()).into_iter().find(Foreign::is_table);
            let table = table.ok_or_else(|| on_clipboard(NO_TABLE))?;
            Ok((table, Box::new(on_clipboard)))
        }
    }
}

fn table_file(path: &Path) -> Result<(Foreign, Failed), MapFileError> {
    let bytes = map_file::bytes_of(path)?;
    let file = foreign(path, &bytes).map(|source| of_file(path, bytes, source));
    let file = file.filter(Foreign::is_table).ok_or_else(|| naming(path, NO_TABLE))?;
    let path = path.to_owned();
    Ok((file, Box::new(move |problem| naming(&path, problem))))
}

const NO_TABLE: ReadError = ReadError::Empty {
    found: "this is no table",
    remedy: "choose a table as CSV or Excel workbook",
};

/// The other program's format of a file; `None` for what may be a map of our own.
pub fn foreign(path: &Path, bytes: &[u8]) -> Option<Source> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if map_file::may_carry_map(bytes) {
        return None;
    }
    exchange::sniff(&name, bytes)
}

fn of_file(path: &Path, bytes: Vec<u8>, source: Source) -> Foreign {
    Foreign {
        bytes,
        source,
        title: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

fn naming(path: &Path, problem: ReadError) -> MapFileError {
    MapFileError::Foreign {
        path: path.into(),
        problem: Box::new(problem),
    }
}

fn on_clipboard(problem: ReadError) -> MapFileError {
    MapFileError::Clipboard {
        problem: Box::new(problem),
    }
}

fn bring_in_pasted(text: &str, html: Option<&str>, ids: &mut dyn IdSource) -> Result<BroughtIn, MapFileError> {
    if text.trim_start().starts_with('{') && text.contains("\"waymark-map\"") {
        let own = file::read(text.as_bytes()).map_err(|problem| MapFileError::Invalid {
            path: "clipboard".into(),
            problem,
        })?;
        return Ok(BroughtIn::own(&own, ids));
    }
    // Where one form holds nothing, the other may.
    let mut failed = None;
    for foreign in pasted(text, html) {
        match foreign.read(None, ids) {
            Ok(brought) => return Ok(brought),
            Err(problem @ ReadError::Unmapped) => return Err(on_clipboard(problem)),
            Err(problem) => failed = failed.or(Some(problem)),
        }
    }
    Err(on_clipboard(failed.unwrap_or(ReadError::Empty {
        found: "this is no table, outline or diagram",
        remedy: "copy the cells of a spreadsheet, a Markdown outline or a Mermaid journey",
    })))
}

/// What may be read of a clipboard, the likelier first.
fn pasted(text: &str, html: Option<&str>) -> Vec<Foreign> {
    let written = exchange::sniff("", text.as_bytes()).or_else(|| is_outline(text).then_some(Source::Markdown));
    let html = html.filter(|html| exchange::sniff("", html.as_bytes()) == Some(Source::Html));
    let foreign = |source, text: &str| Foreign {
        bytes: text.as_bytes().to_vec(),
        source,
        title: "Pasted map".into(),
    };
    let written = written.map(|source| foreign(source, text));
    let html = html.map(|html| foreign(Source::Html, html));
    // A table keeps its merged cells in HTML; everything else is text that HTML only colours.
    let mut found: Vec<Foreign> = html.into_iter().chain(written).collect();
    found.sort_by_key(Foreign::is_table);
    found
}

/// Whether a text is a list, whose points need not stand under a heading.
fn is_outline(text: &str) -> bool {
    let is_point = |line: &&str| {
        let line = line.trim_start();
        ["- ", "* ", "+ ", "1. "].iter().any(|mark| line.starts_with(mark))
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.clone().count() > 1 && lines.clone().filter(is_point).count() * 2 > lines.count()
}

#[cfg(test)]
mod tests;
