//! XLSX, read with `calamine`.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::sheet::{Cells, decimal, place, share};
use super::{AGAIN, damaged, packing};
use crate::read::error::ReadError;
use crate::read::grid::{Area, Measure};
use crate::read::limit::COLUMNS_LIMIT;

/// An open XLSX.
pub(super) struct Book<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
    /// Names of the sheets with cells, shown ones first.
    pub sheets: Vec<String>,
    pub formulas: usize,
}

impl<'a> Book<'a> {
    /// Looks through the packing and opens the workbook.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let formulas = packing::look_through(bytes, true)?;
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

    /// The cells of a sheet; `named` is its name where places are to tell it.
    pub(super) fn cells(&mut self, name: &str, named: Option<&str>) -> Result<Cells, ReadError> {
        let xlsx = &mut self.xlsx;
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
    held_with(read)?.map_err(damaged)
}

fn cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str, named: Option<&str>) -> Result<Cells, ReadError> {
    let mut found = Cells::default();
    let mut measure = Measure::default();
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(damaged)?;
    let codes = reader.styles().iter().map(|style| style.number_format.as_ref());
    let shares: Vec<bool> = codes
        .map(|format| format.is_some_and(|format| is_share(&format.format_code)))
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let here = || place(row, column, named);
        let is_share = shares.get(style).copied().unwrap_or(false);
        let Some(text) = text(cell.get_value(), is_share) else {
            if matches!(cell.get_value(), DataRef::Error(_)) {
                measure.cell(0, here)?;
                found.errors.push((row, column));
            }
            continue;
        };
        if column >= COLUMNS_LIMIT {
            return Err(ReadError::broken(Some(here()), "no sheet has a column there", AGAIN));
        }
        measure.cell(text.len(), here)?;
        found.texts.push((row, column, text));
    }
    drop(reader);
    let merged = xlsx.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let merged = merged.iter().map(|area| Area {
        rows: (area.start.0 as usize, area.end.0 as usize),
        columns: (area.start.1 as usize, area.end.1 as usize),
    });
    found.merged = merged.collect();
    Ok(found)
}

/// A cell's value as a text; `None` where it has none. A share is read in percent, as it is shown.
fn text(value: &DataRef, is_share: bool) -> Option<String> {
    let text = match value {
        DataRef::Float(number) if is_share => share(*number),
        DataRef::Int(number) if is_share => share(*number as f64),
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
