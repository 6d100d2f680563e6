//! Reading: maps from the formats of other programs.
//!
//! [`sniff`] says what a file is, [`table`] shows what a table would be read as, and [`read`] makes a new
//! map of it, all or nothing, with a [`Report`] of what was understood, guessed and left out. Any bytes
//! end in a map or an error of one line, within [limits](limit) of time and memory.
//!
//! Tables (CSV, XLSX, ODS, HTML, one in Markdown) become a `Grid` of texts first; a grid is a matrix (`matrix`) or a list of
//! cards (`long`), which it tells itself or a person does ([`Mapping`]). Every reader draws into one
//! `Sketch`, which gives ids and order at the end.

mod canvas;
mod encoding;
mod error;
mod figure;
mod free;
mod grid;
mod html;
mod lexicon;
pub mod limit;
mod long;
mod mapping;
mod markdown;
mod markdown_table;
mod matrix;
mod mermaid;
mod outline;
mod own;
mod separated;
mod sketch;
mod sniff;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod words;
mod workbook;

use journey_model::{Document, IdSource};
use serde::{Deserialize, Serialize};

use crate::Report;

pub use error::ReadError;
pub use mapping::{Long, Mapping, Matrix};
pub use sniff::sniff;
pub use table::{Table, table};

/// A format that maps are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Tables of text with any delimiter; pasted text of a spreadsheet and a table in Markdown too.
    Csv,
    /// A workbook: XLSX, or ODS, as LibreOffice keeps it.
    Xlsx,
    /// The first large table of an HTML text, such as spreadsheets put on the clipboard.
    Html,
    /// A `journey` of Mermaid, alone or in a Markdown text.
    Mermaid,
    /// JSON Canvas 1.0.
    JsonCanvas,
    /// An outline of headings and lists.
    Markdown,
}

/// How to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What the columns of a table mean; without it the table has to tell it itself.
    pub mapping: Option<Mapping>,
    /// The sheet of a workbook; without it the first one that can be read.
    pub sheet: Option<String>,
    /// The title of the map where the file has none: the file's name, say.
    pub title: String,
}

/// A map that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// A whole, sound map with new ids.
    pub document: Document,
    /// What was understood (counts), guessed and left out, with places.
    pub report: Report,
}

/// Reads a file into a new map.
///
/// # Errors
/// With place and remedy where the file is broken, holds more than is read, or holds no map; with
/// [`ReadError::Unmapped`] where a table needs [`ReadOptions::mapping`].
pub fn read(bytes: &[u8], source: Source, options: &ReadOptions, ids: &mut dyn IdSource) -> Result<Read, ReadError> {
    let mut sketch = sketch::Sketch::new(&options.title);
    match source {
        Source::Csv | Source::Xlsx | Source::Html => table::draw(bytes, source, options, &mut sketch)?,
        Source::Markdown if table::is_in_markdown(bytes) => {
            table::draw(bytes, Source::Csv, options, &mut sketch)?;
        }
        Source::Mermaid | Source::JsonCanvas | Source::Markdown => {
            ReadError::unless_within(bytes, limit::TEXT_FILE_LIMIT)?;
            let text = table::text(bytes, &mut sketch)?;
            match source {
                Source::Mermaid => match mermaid::fenced(&text) {
                    Some(inside) => mermaid::draw(&inside, &mut sketch)?,
                    None => mermaid::draw(&text, &mut sketch)?,
                },
                Source::JsonCanvas => canvas::draw(&text, &mut sketch)?,
                _ => markdown::draw(&text, &mut sketch)?,
            }
        }
    }
    let (document, report) = sketch.finish(ids)?;
    Ok(Read { document, report })
}
