//! Workbooks (XLSX), read with `calamine` after their packing was looked through.
//!
//! The library trusts what a file says of itself in a few places, so that [`packing`] looks through it
//! first; and cells are taken one by one, since cells far apart would make a table of all between.

mod packing;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::error::{ReadError, quoted};
use super::grid::{Area, Grid, Measure, Naming};
use super::limit::{CELLS_LIMIT, COLUMNS_LIMIT, PARTS_LIMIT};
use crate::Place;

const AGAIN: &str = "open it in its program and save it again as XLSX";

/// An open workbook.
pub(super) struct Workbook<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
    /// Names of the sheets with cells, shown ones first.
    pub sheets: Vec<String>,
    /// Formulas of all sheets; their last results are read.
    pub formulas: usize,
}

/// A sheet's cells, and how many of them hold an error instead of a value.
pub(super) struct SheetCells {
    pub grid: Grid,
    pub errors: Vec<Place>,
}

impl<'a> Workbook<'a> {
    /// Looks through the packing and opens the workbook.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        // An OLE file: a workbook of before 2007, or one under a password.
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            let found = "the workbook is of an old format or under a password";
            return Err(ReadError::broken(None, found, "save it as XLSX without a password"));
        }
        let formulas = packing::look_through(bytes)?;
        let xlsx: Xlsx<_> = held(|| Xlsx::new(Cursor::new(bytes)))?;
        let is_shown = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible;
        let of_cells = || {
            xlsx.sheets_metadata()
                .iter()
                .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        };
        let (shown, hidden): (Vec<_>, Vec<_>) = of_cells().partition(is_shown);
        let sheets: Vec<String> = shown.iter().chain(&hidden).map(|sheet| sheet.name.clone()).collect();
        Ok(Self { xlsx, sheets, formulas })
    }

    /// The cells of a sheet, without blank rows and columns around them.
    pub(super) fn sheet(&mut self, name: &str) -> Result<SheetCells, ReadError> {
        let several = self.sheets.len() > 1;
        let xlsx = &mut self.xlsx;
        let named = several.then(|| name.to_owned());
        held_with(|| cells(xlsx, name, named))?
    }
}

/// Runs calamine. A file that its code has not thought of ends in a panic within it now and then; such
/// a file is broken, and an import must not take the app along.
fn held_with<T>(read: impl FnOnce() -> T) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| ReadError::broken(None, "the workbook is damaged in a way that nobody expected", AGAIN))
}

fn held<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, ReadError> {
    held_with(read)?.map_err(|error| broken(&error))
}

fn broken(error: &XlsxError) -> ReadError {
    ReadError::broken(None, format!("the workbook is damaged ({error})"), AGAIN)
}

fn cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str, named: Option<String>) -> Result<SheetCells, ReadError> {
    let place = |row: usize, column: usize, sheet: Option<String>| {
        Grid::new(Vec::new(), Vec::new(), Naming::Cells { sheet, top: 0, left: 0 }).place(row, column)
    };
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    let mut errors = Vec::new();
    let mut measure = Measure::default();
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    let codes = reader.styles().iter().map(|style| style.number_format.as_ref());
    let shares: Vec<bool> = codes
        .map(|format| format.is_some_and(|format| is_share(&format.format_code)))
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let here = || place(row, column, named.clone());
        let is_share = shares.get(style).copied().unwrap_or(false);
        let Some(text) = text(cell.get_value(), is_share) else {
            if matches!(cell.get_value(), DataRef::Error(_)) {
                measure.cell(0, here)?;
                errors.push(here());
            }
            continue;
        };
        if column >= COLUMNS_LIMIT {
            return Err(ReadError::broken(Some(here()), "no sheet has a column there", AGAIN));
        }
        measure.cell(text.len(), here)?;
        found.push((row, column, text));
    }
    drop(reader);
    let span = |at: fn(&(usize, usize, String)) -> usize| {
        let (low, high) = (found.iter().map(at).min(), found.iter().map(at).max());
        low.zip(high).unwrap_or((0, 0))
    };
    let ((top, bottom), (left, right)) = (span(|cell| cell.0), span(|cell| cell.1));
    if (bottom - top + 1).saturating_mul(right - left + 1) > CELLS_LIMIT {
        let what = format!(
            "the cells reach from {} to here, most of them blank",
            place(top, left, None)
        );
        let limit = format!("{CELLS_LIMIT} cells");
        let remedy = "delete what stands far from the table";
        return Err(ReadError::too_much(
            Some(place(bottom, right, named)),
            what,
            limit,
            remedy,
        ));
    }
    let mut rows = vec![Vec::new(); if found.is_empty() { 0 } else { bottom - top + 1 }];
    for (row, column, text) in found {
        let cells: &mut Vec<String> = &mut rows[row - top];
        if cells.len() <= column - left {
            cells.resize(column - left + 1, String::new());
        }
        cells[column - left] = text;
    }
    let merged = xlsx.merge_cells_by_sheet_name(name).map_err(|error| broken(&error))?;
    let merged = merged.iter().filter_map(|area| {
        let within = |from: u32, to: u32, start: usize| {
            let from = (from as usize).checked_sub(start)?;
            let to = (to as usize).checked_sub(start)?;
            (from <= to).then_some((from, to))
        };
        Some(Area {
            rows: within(area.start.0, area.end.0, top)?,
            columns: within(area.start.1, area.end.1, left)?,
        })
    });
    let grid = Grid::new(
        rows,
        merged.collect(),
        Naming::Cells {
            sheet: named,
            top,
            left,
        },
    );
    Ok(SheetCells { grid, errors })
}

/// A cell's value as a text; `None` where it has none. A share is read in percent, as it is shown.
fn text(value: &DataRef, is_share: bool) -> Option<String> {
    let text = match value {
        DataRef::Float(number) if is_share => decimal(number * 100.0) + " %",
        DataRef::Int(number) if is_share => decimal(*number as f64 * 100.0) + " %",
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(true) => "yes".into(),
        DataRef::Bool(false) => "no".into(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        // A length of time is a part of a day.
        DataRef::DateTime(time) => decimal(time.as_f64()),
        DataRef::Error(_) | DataRef::Empty => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Whether a number format shows shares: whether its part for positive numbers has a percent sign that
/// is not in quotes or behind a backslash, which would be text.
fn is_share(code: &str) -> bool {
    let mut letters = code.chars();
    let mut in_quotes = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            // The letter behind these is drawn, left as much room as, or repeated.
            '\\' | '_' | '*' => drop(letters.next()),
            ';' => return false,
            '%' => return true,
            _ => {}
        }
    }
    false
}

/// A number as people write it: binary fractions are rounded where a spreadsheet rounds them.
fn decimal(number: f64) -> String {
    let text = format!("{number:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}

/// Whether the bytes are packed like a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let archive = ZipArchive::new(Cursor::new(bytes));
    archive.is_ok_and(|archive| {
        archive
            .file_names()
            .take(PARTS_LIMIT)
            .any(|name| name.is_ok_and(|name| name.ends_with("workbook.xml")))
    })
}

/// What a sheet cannot be called by: nothing of that name is there.
pub(super) fn no_sheet(name: &str) -> ReadError {
    ReadError::Misfit(format!("the workbook has no sheet {}", quoted(name)))
}
