//! A table of texts, whatever file it came from.

use std::collections::BTreeMap;

use super::error::{ReadError, line};
use super::limit::{CELLS_LIMIT, MERGED_LIMIT, TABLE_TEXT_LIMIT};
use crate::Place;

/// Cells that are one: rows and columns of a grid from 0, both ends within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

/// How a cell's place is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By the line that its row begins at, and the number of its column.
    Lines(Vec<u32>),
    /// As spreadsheets do, with the sheet where there are several. The grid's first cell is at that
    /// row and column of the sheet, from 0.
    Cells {
        sheet: Option<String>,
        top: usize,
        left: usize,
    },
    /// Like the table that this one is, with rows for columns.
    Turned(Box<Naming>),
}

/// Rows of cells. Rows may be of different lengths; what lies behind a row's end is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub rows: Vec<Vec<String>>,
    pub naming: Naming,
    merged: Vec<Area>,
    /// The merged area that a cell is part of, by its index.
    owners: BTreeMap<(usize, usize), usize>,
}

impl Grid {
    pub(super) fn new(rows: Vec<Vec<String>>, merged: Vec<Area>, naming: Naming) -> Self {
        let mut grid = Self {
            rows,
            naming,
            merged: Vec::new(),
            owners: BTreeMap::new(),
        };
        let (height, width) = (grid.rows.len(), grid.width());
        let mut visited = 0;
        for area in merged {
            if area.rows.0 >= height || area.columns.0 >= width {
                continue;
            }
            let (bottom, right) = (area.rows.1.min(height - 1), area.columns.1.min(width - 1));
            // Areas may lie upon each other; what is more than a table has cells is nobody's file.
            visited += (bottom + 1 - area.rows.0) * (right + 1 - area.columns.0);
            if visited > CELLS_LIMIT || grid.merged.len() >= MERGED_LIMIT {
                break;
            }
            let index = grid.merged.len();
            for row in area.rows.0..=bottom {
                for column in area.columns.0..=right {
                    grid.owners.entry((row, column)).or_insert(index);
                }
            }
            grid.merged.push(Area {
                rows: (area.rows.0, bottom),
                columns: (area.columns.0, right),
            });
        }
        grid
    }

    /// The text of a cell without white space around it; empty where there is none.
    pub(super) fn at(&self, row: usize, column: usize) -> &str {
        self.rows
            .get(row)
            .and_then(|row| row.get(column))
            .map_or("", |text| text.trim())
    }

    /// Number of columns of the widest row.
    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        self.naming.place(row, column)
    }

    /// The merged area that a cell belongs to.
    pub(super) fn area(&self, row: usize, column: usize) -> Option<&Area> {
        self.owners.get(&(row, column)).map(|index| &self.merged[*index])
    }

    /// Whether a cell is hidden behind one to its left or above it.
    pub(super) fn is_covered(&self, row: usize, column: usize) -> bool {
        self.area(row, column)
            .is_some_and(|area| (area.rows.0, area.columns.0) != (row, column))
    }

    /// The grid with rows for columns; `None` where blanks would make it larger than any table may be.
    pub(super) fn turned(&self) -> Option<Self> {
        if self.width().saturating_mul(self.rows.len()) > CELLS_LIMIT {
            return None;
        }
        let mut rows = vec![vec![String::new(); self.rows.len()]; self.width()];
        for (r, row) in self.rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                rows[c][r].clone_from(text);
            }
        }
        let merged = self.merged.iter().map(|area| Area {
            rows: area.columns,
            columns: area.rows,
        });
        Some(Self::new(
            rows,
            merged.collect(),
            Naming::Turned(Box::new(self.naming.clone())),
        ))
    }
}

impl Naming {
    fn place(&self, row: usize, column: usize) -> Place {
        match self {
            Self::Turned(naming) => naming.place(column, row),
            Self::Lines(lines) => {
                let at = lines.get(row).map_or(row + 1, |line| *line as usize);
                Place {
                    cell: Some(format!("{} in line {at}", column_name(column))),
                    ..line(at, None)
                }
            }
            Self::Cells { sheet, top, left } => {
                let cell = format!("{}{}", column_name(column + left), row + top + 1);
                let sheet = sheet.as_ref().map(|sheet| format!("{sheet}!"));
                Place {
                    cell: Some(sheet.unwrap_or_default() + &cell),
                    ..Place::default()
                }
            }
        }
    }
}

/// Counts what a table holds while it is read, so that it ends before memory does.
#[derive(Default)]
pub(super) struct Measure {
    cells: usize,
    text: usize,
}

impl Measure {
    /// Counts one cell more, of a text of so many bytes.
    pub(super) fn cell(&mut self, bytes: usize, place: impl FnOnce() -> Place) -> Result<(), ReadError> {
        self.cells += 1;
        self.text += bytes;
        if self.cells > CELLS_LIMIT {
            return Err(ReadError::too_much(
                Some(place()),
                format!("the table has more than {CELLS_LIMIT} cells"),
                CELLS_LIMIT.to_string(),
                "delete what does not belong to the journey",
            ));
        }
        if self.text > TABLE_TEXT_LIMIT {
            return Err(ReadError::too_much(
                Some(place()),
                format!(
                    "the cells hold more than {} MiB of text",
                    TABLE_TEXT_LIMIT / (1024 * 1024)
                ),
                format!("{} MiB", TABLE_TEXT_LIMIT / (1024 * 1024)),
                "delete what does not belong to the journey",
            ));
        }
        Ok(())
    }
}

/// A column's letters in a spreadsheet, from 0: `A`, `Z`, `AA`.
pub(super) fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        // A remainder of 26 fits.
        letters.push(b'A' + u8::try_from(column % 26).unwrap_or(0));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_name(column), name);
        }
    }

    #[test]
    fn a_table_is_measured_while_it_is_read() {
        let mut measure = Measure::default();
        assert!(measure.cell(TABLE_TEXT_LIMIT, Place::default).is_ok());
        let error = measure.cell(1, || line(7, None)).unwrap_err().to_string();
        assert!(error.starts_with("line 7: the cells hold more than 64 MiB"), "{error}");
    }
}
