//! Tables: what one would be read as, and reading it.

use super::encoding::decode;
use super::error::ReadError;
use super::grid::Grid;
use super::limit::{FILE_LIMIT, PREVIEW, TEXT_FILE_LIMIT};
use super::mapping::{Long, Mapping, Matrix, begin, recognise};
use super::sketch::{Sketch, one_line};
use super::workbook::{self, Workbook};
use super::{ReadOptions, Source, html, long, markdown_table, matrix, own, separated};
use crate::{Level, counted};

/// A table before it is read: for a person to see, and to say what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What stands between cells, where that was told; of texts only.
    pub delimiter: Option<char>,
    /// Name of the text's encoding (`UTF-8`, `windows-1252`); of texts only.
    pub encoding: Option<&'static str>,
    /// Names of a workbook's sheets, shown ones first.
    pub sheets: Vec<String>,
    /// The sheet that is looked at.
    pub sheet: Option<String>,
    /// The first rows and columns; rows may be of different lengths.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are.
    pub row_count: usize,
    /// How many columns there are.
    pub column_count: usize,
    /// How it would be read without being told; `None` where it has to be.
    pub mapping: Option<Mapping>,
    /// As a matrix, as far as the table tells: what a person begins with who tells it.
    pub matrix: Matrix,
    /// As a list of cards, likewise.
    pub long: Long,
}

/// Looks at a table without reading it into a map. `sheet` chooses one of a workbook; without it the
/// first one that could be read is taken, else the first one with cells.
///
/// # Errors
/// As [`super::read`] does, but for what the table means.
pub fn table(bytes: &[u8], source: Source, sheet: Option<&str>) -> Result<Table, ReadError> {
    let opened = Opened::of(bytes, source, sheet)?;
    let (rows, columns) = PREVIEW;
    let row = |row: &Vec<String>| row.iter().take(columns).cloned().collect();
    let (matrix, long) = begin(&opened.grid);
    Ok(Table {
        matrix,
        long,
        delimiter: opened.delimiter,
        encoding: opened.encoding,
        mapping: recognise(&opened.grid),
        rows: opened.grid.rows.iter().take(rows).map(row).collect(),
        row_count: opened.grid.rows.len(),
        column_count: opened.grid.width(),
        sheets: opened.sheets,
        sheet: opened.sheet,
    })
}

/// A table with what is to be said about its file.
struct Opened {
    grid: Grid,
    delimiter: Option<char>,
    encoding: Option<&'static str>,
    encoding_guessed: bool,
    sheets: Vec<String>,
    sheet: Option<String>,
    formulas: usize,
    errors: Vec<crate::Place>,
    /// The heading over a table in Markdown.
    title: Option<String>,
    /// Other tables and paragraphs of such a text.
    others: (usize, usize),
}

impl Opened {
    fn of(bytes: &[u8], source: Source, sheet: Option<&str>) -> Result<Self, ReadError> {
        ReadError::unless_within(bytes, FILE_LIMIT)?;
        match source {
            Source::Xlsx => Self::of_workbook(&mut Workbook::open(bytes)?, sheet),
            Source::Html => {
                ReadError::unless_within(bytes, TEXT_FILE_LIMIT)?;
                let decoded = decode(bytes)?;
                Ok(Self::of_text(
                    html::table(&decoded.text)?,
                    None,
                    decoded.encoding,
                    decoded.guessed,
                ))
            }
            Source::Csv | Source::Mermaid | Source::JsonCanvas | Source::Markdown => {
                let decoded = decode(bytes)?;
                if let Some(found) = markdown_table::table(&decoded.text)? {
                    let opened = Self::of_text(found.grid, Some('|'), decoded.encoding, decoded.guessed);
                    return Ok(Self {
                        title: found.title,
                        others: found.others,
                        ..opened
                    });
                }
                let (grid, delimiter) = separated::records(&decoded.text, None)?;
                Ok(Self::of_text(grid, delimiter, decoded.encoding, decoded.guessed))
            }
        }
    }

    fn of_text(grid: Grid, delimiter: Option<char>, encoding: &'static str, guessed: bool) -> Self {
        Self {
            grid,
            delimiter,
            encoding: Some(encoding),
            encoding_guessed: guessed,
            sheets: Vec::new(),
            sheet: None,
            formulas: 0,
            errors: Vec::new(),
            title: None,
            others: (0, 0),
        }
    }

    fn of_workbook(workbook: &mut Workbook, sheet: Option<&str>) -> Result<Self, ReadError> {
        /// A sheet further back is not looked for unasked.
        const SOUGHT: usize = 20;
        let names = workbook.sheets.clone();
        let mut first = None;
        let asked = |name: &&String| sheet.is_none_or(|asked| *name == asked);
        for name in names.iter().filter(asked).take(SOUGHT) {
            let cells = workbook.sheet(name)?;
            let is_known = sheet.is_some() || recognise(&cells.grid).is_some();
            let is_blank = cells.grid.rows.is_empty();
            let opened = Self {
                grid: cells.grid,
                errors: cells.errors,
                formulas: workbook.formulas,
                sheets: names.clone(),
                sheet: Some(name.clone()),
                delimiter: None,
                encoding: None,
                encoding_guessed: false,
                title: None,
                others: (0, 0),
            };
            if is_known {
                return Ok(opened);
            }
            if first.is_none() && !is_blank {
                first = Some(opened);
            }
        }
        match (first, sheet) {
            (Some(first), _) => Ok(first),
            (None, Some(asked)) => Err(workbook::no_sheet(asked)),
            (None, None) => Err(ReadError::Empty {
                found: "the workbook has no sheet with cells",
                remedy: "check that it is the right file",
            }),
        }
    }
}

/// Whether a text in Markdown is a table.
pub(super) fn is_in_markdown(bytes: &[u8]) -> bool {
    bytes.len() <= TEXT_FILE_LIMIT && decode(bytes).is_ok_and(|decoded| markdown_table::is_table(&decoded.text))
}

/// The text of a file; that its encoding was guessed is said.
pub(super) fn text(bytes: &[u8], sketch: &mut Sketch) -> Result<String, ReadError> {
    let decoded = decode(bytes)?;
    if decoded.guessed {
        let what = format!("the text is read as {}", decoded.encoding);
        sketch.remark(Level::Guessed, "encoding", what, None);
    }
    Ok(decoded.text)
}

/// Draws a table's map.
pub(super) fn draw(bytes: &[u8], source: Source, options: &ReadOptions, sketch: &mut Sketch) -> Result<(), ReadError> {
    ReadError::unless_within(bytes, FILE_LIMIT)?;
    if source == Source::Xlsx && options.mapping.is_none() && options.sheet.is_none() {
        let mut workbook = Workbook::open(bytes)?;
        if own::is_own(&workbook) && own::draw(&mut workbook, sketch)? {
            return Ok(());
        }
    }
    let opened = Opened::of(bytes, source, options.sheet.as_deref())?;
    if opened.grid.rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
        return Err(ReadError::Empty {
            found: "the table has no cell that says anything",
            remedy: "check that it is the right file",
        });
    }
    let mapping = match &options.mapping {
        Some(mapping) => mapping.clone(),
        None => recognise(&opened.grid).ok_or(ReadError::Unmapped)?,
    };
    opened.say(sketch);
    if let Some(title) = &opened.title {
        sketch.document.map.title = one_line(title, None)?;
    }
    match &mapping {
        Mapping::Long(long) => {
            long::draw(
                &[long::Source {
                    grid: &opened.grid,
                    long,
                    told: options.mapping.is_some(),
                }],
                sketch,
            )?;
        }
        Mapping::Matrix(form) if form.turned => {
            let turned = opened.grid.turned();
            let turned = turned.ok_or_else(|| ReadError::Misfit("it is too large to be turned".into()))?;
            matrix::draw(&turned, form, sketch)?;
        }
        Mapping::Matrix(form) => matrix::draw(&opened.grid, form, sketch)?,
    }
    Ok(())
}

impl Opened {
    fn say(&self, sketch: &mut Sketch) {
        if self.encoding_guessed {
            let what = format!("the text is read as {}", self.encoding.unwrap_or_default());
            sketch.remark(Level::Guessed, "encoding", what, None);
        }
        if let Some(sheet) = &self.sheet {
            let others: Vec<String> = self
                .sheets
                .iter()
                .filter(|name| *name != sheet)
                .map(|name| super::error::quoted(name))
                .collect();
            if !others.is_empty() {
                let what = format!("{}: {}", counted(others.len(), "sheet", "sheets"), others.join(", "));
                sketch.report.say(Level::LeftOut, what, others.len());
            }
        }
        let (tables, paragraphs) = self.others;
        for (count, one, many) in [
            (tables, "table beside the largest one", "tables beside the largest one"),
            (paragraphs, "paragraph beside the table", "paragraphs beside the table"),
        ] {
            if count > 0 {
                sketch.report.say(Level::LeftOut, counted(count, one, many), count);
            }
        }
        if self.formulas > 0 {
            let formulas = counted(
                self.formulas,
                "formula of the workbook is",
                "formulas of the workbook are",
            );
            let what = format!("{formulas} read as the value that the file last had for it");
            sketch.report.say(Level::Guessed, what, self.formulas);
        }
        for place in &self.errors {
            sketch.remark(
                Level::LeftOut,
                "cells with an error",
                "a cell with an error instead of a value",
                Some(place.clone()),
            );
        }
    }
}
