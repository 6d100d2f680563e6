//! Tables as HTML: what spreadsheets, word processors and browsers put on the clipboard.

use html5gum::{Token, Tokenizer};

use super::error::ReadError;
use super::grid::{Area, Grid, Measure, Naming};
use super::limit::{COLUMNS_LIMIT, COVERED_LIMIT, DEPTH_LIMIT};
use crate::Place;

/// The table with the most cells; tables within its cells are text.
///
/// # Errors
/// Where there is no table, or one without end.
pub(super) fn table(html: &str) -> Result<Grid, ReadError> {
    let mut reader = Reader::default();
    let mut measure = Measure::default();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let number = |name: &[u8]| {
                    let found = tag.attributes.iter().find(|(key, _)| key.as_slice() == name);
                    let number = found.and_then(|(_, value)| std::str::from_utf8(value).ok()?.trim().parse().ok());
                    number.unwrap_or(1usize).clamp(1, COVERED_LIMIT)
                };
                let covers = (number(b"rowspan"), number(b"colspan"));
                reader.start(&tag.name, covers, &mut measure)?;
            }
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.close_table();
    reader
        .best
        .filter(|grid| !grid.rows.is_empty())
        .ok_or(ReadError::Empty {
            found: "the HTML holds no table",
            remedy: "copy the cells of a table",
        })
}

#[derive(Default)]
struct Reader {
    best: Option<Grid>,
    /// How many tables stand around this place.
    depth: usize,
    rows: Vec<Vec<Option<String>>>,
    /// How many more rows each column's cell reaches down; as long as the last column that has one.
    reach: Vec<usize>,
    merged: Vec<Area>,
    /// The cell that text goes to: its row and column.
    cell: Option<(usize, usize)>,
    text: String,
    /// Whether white space waits for a letter.
    gap: bool,
    /// The element whose content is no text.
    silent: Option<Vec<u8>>,
}

impl Reader {
    fn start(&mut self, name: &[u8], (rows, columns): (usize, usize), measure: &mut Measure) -> Result<(), ReadError> {
        if self.silent.is_some() {
            return Ok(());
        }
        match name {
            b"style" | b"script" | b"template" | b"title" => self.silent = Some(name.to_vec()),
            b"table" => {
                self.depth += 1;
                if self.depth > DEPTH_LIMIT {
                    return Err(ReadError::too_much(
                        None,
                        format!("more than {DEPTH_LIMIT} tables stand within each other"),
                        DEPTH_LIMIT.to_string(),
                        "copy the cells of a single table",
                    ));
                }
                self.break_line();
            }
            b"tr" if self.depth == 1 => {
                self.close_cell();
                self.open_row(measure)?;
            }
            b"td" | b"th" if self.depth == 1 => {
                self.close_cell();
                self.open_cell(rows, columns, measure)?;
            }
            b"br" | b"p" | b"div" | b"li" | b"tr" => self.break_line(),
            b"td" | b"th" => self.gap = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(silent) = &self.silent {
            if silent == name {
                self.silent = None;
            }
            return;
        }
        match name {
            b"table" => {
                if self.depth == 1 {
                    self.close_table();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            b"td" | b"th" | b"tr" if self.depth == 1 => self.close_cell(),
            b"p" | b"div" | b"li" => self.break_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.silent.is_some() || self.cell.is_none() {
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.gap = true;
                continue;
            }
            if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.text.push(c);
        }
    }

    fn break_line(&mut self) {
        self.gap = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Begins a row with what cells of the rows above cover of it.
    fn open_row(&mut self, measure: &mut Measure) -> Result<(), ReadError> {
        let mut row = Vec::with_capacity(self.reach.len());
        for reach in &mut self.reach {
            measure.cell(0, Place::default)?;
            row.push((*reach > 0).then(String::new));
            *reach = reach.saturating_sub(1);
        }
        self.rows.push(row);
        let last = self.reach.iter().rposition(|reach| *reach > 0);
        self.reach.truncate(last.map_or(0, |last| last + 1));
        Ok(())
    }

    /// Finds the next free place of the row and covers what the cell covers (HTML Standard, “forming a
    /// table”).
    fn open_cell(&mut self, rows: usize, columns: usize, measure: &mut Measure) -> Result<(), ReadError> {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let row = self.rows.len() - 1;
        let free = |cell: &Option<String>| cell.is_none();
        let line = &self.rows[row];
        let column = line.iter().position(free).unwrap_or(line.len());
        if column + columns > COLUMNS_LIMIT {
            return Err(ReadError::too_much(
                None,
                format!("a row of more than {COLUMNS_LIMIT} columns"),
                COLUMNS_LIMIT.to_string(),
                "copy fewer cells",
            ));
        }
        if rows > 1 {
            self.reach.resize(self.reach.len().max(column + columns), 0);
            self.reach[column..column + columns].fill(rows - 1);
        }
        if (rows, columns) != (1, 1) {
            self.merged.push(Area {
                rows: (row, row + rows - 1),
                columns: (column, column + columns - 1),
            });
        }
        let cells = &mut self.rows[row];
        if cells.len() < column + columns {
            cells.resize(column + columns, None);
        }
        for cell in &mut cells[column..column + columns] {
            measure.cell(0, Place::default)?;
            *cell = Some(String::new());
        }
        self.cell = Some((row, column));
        Ok(())
    }

    fn close_cell(&mut self) {
        self.gap = false;
        let text = std::mem::take(&mut self.text);
        if let Some((row, column)) = self.cell.take() {
            self.rows[row][column] = Some(text.trim_end().to_owned());
        }
    }

    fn close_table(&mut self) {
        self.close_cell();
        let rows = std::mem::take(&mut self.rows);
        let merged = std::mem::take(&mut self.merged);
        self.reach.clear();
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(Option::unwrap_or_default).collect());
        let naming = Naming::Cells {
            sheet: None,
            top: 0,
            left: 0,
        };
        let grid = Grid::new(rows.collect(), merged, naming);
        let size = |grid: &Grid| grid.rows.iter().map(Vec::len).sum::<usize>();
        if self.best.as_ref().is_none_or(|best| size(&grid) > size(best)) {
            self.best = Some(grid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheets_table_is_read_with_its_merged_cells() {
        let grid = table(
            "<html><head><style>td {color: red}</style></head><body><!--StartFragment--><table>\
             <tr><td></td><td colspan=2>Before &amp; after</td><td>Buy</td></tr>\
             <tr><td rowspan=2>Do</td><td>reads\n   reviews<br>asks</td><td><p>a</p><p>b</p></td><td>pays</td></tr>\
             <tr><td>x</td><td>y</td><td>z</table>",
        )
        .unwrap();
        assert_eq!(
            grid.rows,
            [
                vec!["", "Before & after", "", "Buy"],
                vec!["Do", "reads reviews\nasks", "a\nb", "pays"],
                vec!["", "x", "y", "z"]
            ]
        );
        assert!(grid.is_covered(0, 2) && grid.is_covered(2, 0) && !grid.is_covered(0, 1));
        assert_eq!(grid.place(1, 1).to_string(), "cell B2");
    }

    #[test]
    fn the_largest_table_counts_and_tables_in_cells_are_text() {
        let grid = table(
            "<table><tr><td>menu</td></tr></table><p>text</p>\
             <table><tr><td>a</td><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>",
        )
        .unwrap();
        assert_eq!(grid.rows, [["a", "in ner"]]);
    }

    #[test]
    fn hostile_tables_end_in_an_error() {
        for (html, says) in [
            ("<p>no table</p>".to_owned(), "the HTML holds no table"),
            ("<table>".repeat(100), "tables stand within each other"),
            (
                format!("<table><tr>{}", "<td colspan=1000>".repeat(20)),
                "16384 columns",
            ),
            (
                format!(
                    "<table><tr>{}{}",
                    "<td colspan=1000 rowspan=1000>".repeat(10),
                    "<tr>".repeat(200)
                ),
                "1000000 cells",
            ),
        ] {
            let error = table(&html).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert!(table("<table><tr><td rowspan=99999999999999999999 colspan=-4>x").is_ok());
    }
}
