//! The cells of a sheet, and the grid that they make.

use crate::Place;
use crate::read::error::ReadError;
use crate::read::grid::{Area, Grid, Naming};
use crate::read::limit::CELLS_LIMIT;

/// What a sheet holds; rows and columns from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    /// Row, column and text of each cell that says something.
    pub texts: Vec<(usize, usize, String)>,
    pub merged: Vec<Area>,
    /// Cells with an error instead of a value.
    pub errors: Vec<(usize, usize)>,
}

impl Cells {
    /// The grid of them, without blank rows and columns around; `named` is the sheet where places are to
    /// tell it.
    ///
    /// # Errors
    /// Where cells are so far apart that the grid would be too large.
    pub(super) fn grid(self, named: Option<&str>) -> Result<Grid, ReadError> {
        let texts = self.texts;
        let span = |at: fn(&(usize, usize, String)) -> usize| {
            let (low, high) = (texts.iter().map(at).min(), texts.iter().map(at).max());
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
        let mut rows = vec![Vec::new(); if texts.is_empty() { 0 } else { bottom - top + 1 }];
        for (row, column, text) in texts {
            let cells: &mut Vec<String> = &mut rows[row - top];
            if cells.len() <= column - left {
                cells.resize(column - left + 1, String::new());
            }
            cells[column - left] = text;
        }
        let within = |(from, to): (usize, usize), start: usize| {
            let (from, to) = (from.checked_sub(start)?, to.checked_sub(start)?);
            (from <= to).then_some((from, to))
        };
        let merged = self.merged.into_iter().filter_map(|area| {
            Some(Area {
                rows: within(area.rows, top)?,
                columns: within(area.columns, left)?,
            })
        });
        let sheet = named.map(str::to_owned);
        Ok(Grid::new(rows, merged.collect(), Naming::Cells { sheet, top, left }))
    }
}

/// The place of a cell of a sheet.
pub(super) fn place(row: usize, column: usize, sheet: Option<&str>) -> Place {
    let naming = Naming::Cells {
        sheet: sheet.map(str::to_owned),
        top: 0,
        left: 0,
    };
    Grid::new(Vec::new(), Vec::new(), naming).place(row, column)
}

/// A share as people write it: 0.45 as 45 %.
pub(super) fn share(number: f64) -> String {
    decimal(number * 100.0) + " %"
}

/// A number as people write it: binary fractions are rounded where a spreadsheet rounds them.
pub(super) fn decimal(number: f64) -> String {
    let text = format!("{number:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}
