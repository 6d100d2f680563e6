//! Workbooks: XLSX, and ODS as LibreOffice writes it, each after its packing was looked through.
//!
//! `calamine` trusts what a file says of itself in a few places, so that [`packing`] looks through it
//! first; and cells are taken one by one, since cells far apart would make a table of all between.

mod ods;
mod packing;
mod sheet;
#[cfg(test)]
mod tests;
mod xlsx;

use std::fmt::Display;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::error::{ReadError, quoted};
use super::grid::Grid;
use super::limit::PARTS_LIMIT;
use crate::Place;

const AGAIN: &str = "open it in its program and save it again as XLSX";

fn damaged(problem: impl Display) -> ReadError {
    ReadError::broken(None, format!("the workbook is damaged ({problem})"), AGAIN)
}

/// An open workbook.
pub(super) struct Workbook<'a> {
    book: Book<'a>,
    /// Names of the sheets with cells, shown ones first.
    pub sheets: Vec<String>,
    /// Formulas of all sheets; their last results are read.
    pub formulas: usize,
}

enum Book<'a> {
    Xlsx(Box<xlsx::Book<'a>>),
    Ods(ods::Book),
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
        if is_ods(bytes) {
            let book = ods::Book::open(bytes)?;
            return Ok(Self {
                sheets: book.names(),
                formulas: book.formulas,
                book: Book::Ods(book),
            });
        }
        let book = xlsx::Book::open(bytes)?;
        Ok(Self {
            sheets: book.sheets.clone(),
            formulas: book.formulas,
            book: Book::Xlsx(Box::new(book)),
        })
    }

    /// The cells of a sheet, without blank rows and columns around them.
    pub(super) fn sheet(&mut self, name: &str) -> Result<SheetCells, ReadError> {
        let named = (self.sheets.len() > 1).then_some(name);
        let cells = match &mut self.book {
            Book::Xlsx(book) => book.cells(name, named)?,
            Book::Ods(book) => book.cells(name),
        };
        let errors = cells.errors.iter();
        Ok(SheetCells {
            errors: errors.map(|(row, column)| sheet::place(*row, *column, named)).collect(),
            grid: cells.grid(named)?,
        })
    }
}

/// Whether the bytes are packed like a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let archive = ZipArchive::new(Cursor::new(bytes));
    let is_xlsx = archive.is_ok_and(|archive| {
        archive
            .file_names()
            .take(PARTS_LIMIT)
            .any(|name| name.is_ok_and(|name| name.ends_with("workbook.xml")))
    });
    is_xlsx || is_ods(bytes)
}

/// Whether the bytes are an OpenDocument spreadsheet, which says so in a part of its own.
fn is_ods(bytes: &[u8]) -> bool {
    const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let mut said = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Ok(part) = archive.by_name("mimetype") else {
        return false;
    };
    part.take(KIND.len() as u64).read_to_end(&mut said).is_ok() && said == KIND
}

/// What a sheet cannot be called by: nothing of that name is there.
pub(super) fn no_sheet(name: &str) -> ReadError {
    ReadError::Misfit(format!("the workbook has no sheet {}", quoted(name)))
}
