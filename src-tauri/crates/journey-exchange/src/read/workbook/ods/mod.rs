//! ODS (OpenDocument 1.2 and later): one part, `content.xml`, with all tables. Read as it comes, since a
//! few bytes may stand for a million cells: what repeats is counted before it is written out.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::sheet::{Cells, decimal, place, share};
use super::{AGAIN, damaged, packing};
use crate::read::error::ReadError;
use crate::read::grid::{Area, Measure};
use crate::read::limit::{COLUMNS_LIMIT, COVERED_LIMIT, MERGED_LIMIT, PARTS_LIMIT};

/// Elements with texts or cells that are not the table's: remarks, drawings, what was there before a
/// change, copies of other files.
const ASIDE: [&str; 5] = [
    "office:annotation",
    "table:shapes",
    "table:tracked-changes",
    "table:dde-links",
    "draw:frame",
];
/// Most blanks that one element stands for.
const BLANKS_LIMIT: usize = 1_000;

/// All tables of an ODS.
pub(super) struct Book {
    sheets: Vec<Sheet>,
    pub formulas: usize,
}

struct Sheet {
    name: String,
    hidden: bool,
    cells: Cells,
}

impl Book {
    /// Looks through the packing and reads the tables.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, ReadError> {
        packing::look_through(bytes, false)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if is_locked(&mut archive) {
            let found = "the workbook is under a password";
            return Err(ReadError::broken(None, found, "save it without a password"));
        }
        let part = archive.by_name("content.xml").map_err(damaged)?;
        let mut tables = Tables::default();
        tables.read(Reader::from_reader(BufReader::new(part)))?;
        Ok(Self {
            sheets: tables.sheets,
            formulas: tables.formulas,
        })
    }

    /// Names of the tables, shown ones first.
    pub(super) fn names(&self) -> Vec<String> {
        let of = |hidden: bool| self.sheets.iter().filter(move |sheet| sheet.hidden == hidden);
        of(false).chain(of(true)).map(|sheet| sheet.name.clone()).collect()
    }

    pub(super) fn cells(&self, name: &str) -> Cells {
        let sheet = self.sheets.iter().find(|sheet| sheet.name == name);
        sheet.map(|sheet| sheet.cells.clone()).unwrap_or_default()
    }
}

/// Whether the list of parts tells of a key.
fn is_locked(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let Ok(part) = archive.by_name("META-INF/manifest.xml") else {
        return false;
    };
    let mut lines = BufReader::new(part).split(b'>');
    lines.any(|mark| mark.is_ok_and(|mark| mark.windows(15).any(|bytes| bytes == b"encryption-data")))
}

/// What is read so far.
#[derive(Default)]
struct Tables {
    sheets: Vec<Sheet>,
    formulas: usize,
    /// Of all tables together.
    measure: Measure,
    /// Styles of tables that are not shown, and the style that is open.
    hidden: BTreeSet<String>,
    style: String,
    /// Where the next row and the next cell stand, from 0.
    row: usize,
    column: usize,
    /// How often the open row is there.
    rows: usize,
    /// First cell of the open row among the texts of its table, of the errors likewise.
    first: (usize, usize),
    cell: Option<Cell>,
}

/// The cell that is open.
#[derive(Default)]
struct Cell {
    columns: usize,
    span: (usize, usize),
    is_error: bool,
    /// Its value, where that is not its text.
    value: Option<String>,
    text: String,
    /// Whether a paragraph has begun, so that the next begins a line.
    has_paragraph: bool,
    in_paragraph: bool,
}

impl Tables {
    fn read(&mut self, mut reader: Reader<impl BufRead>) -> Result<(), ReadError> {
        reader.config_mut().expand_empty_elements = true;
        let (mut buffer, mut aside) = (Vec::new(), Vec::new());
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(mark) if self.is_aside(&mark) => {
                    let name = mark.name();
                    reader.read_to_end_into(name, &mut aside).map_err(damaged)?;
                }
                Event::Start(mark) => self.start(&mark)?,
                Event::End(mark) => self.end(mark.name())?,
                Event::Text(text) => self.say(&text.xml10_content()),
                Event::CData(text) => self.say(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    let letter = name.resolve_char_ref().map_err(damaged)?;
                    let known = quick_xml::escape::resolve_predefined_entity(&name);
                    match (letter, known) {
                        (Some(letter), _) => self.say(letter.encode_utf8(&mut [0; 4])),
                        (None, Some(text)) => self.say(text),
                        // An entity of the file's own is nothing that programs write.
                        (None, None) => {}
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Tables within a cell are aside too.
    fn is_aside(&self, mark: &BytesStart) -> bool {
        let name = mark.name();
        ASIDE.contains(&name.as_ref()) || (self.cell.is_some() && name.as_ref() == "table:table")
    }

    fn start(&mut self, mark: &BytesStart) -> Result<(), ReadError> {
        match mark.name().as_ref() {
            "style:style" => self.style = value(mark, "style:name")?.unwrap_or_default(),
            "style:table-properties" => {
                if value(mark, "table:display")?.as_deref() == Some("false") {
                    self.hidden.insert(self.style.clone());
                }
            }
            "table:table" => {
                if self.sheets.len() >= PARTS_LIMIT {
                    let found = format!("the workbook has more than {PARTS_LIMIT} tables");
                    return Err(ReadError::too_much(None, found, PARTS_LIMIT.to_string(), AGAIN));
                }
                let style = value(mark, "table:style-name")?.unwrap_or_default();
                self.sheets.push(Sheet {
                    name: value(mark, "table:name")?.unwrap_or_default(),
                    hidden: self.hidden.contains(&style),
                    cells: Cells::default(),
                });
                self.row = 0;
            }
            "table:table-row" => {
                self.rows = number(mark, "table:number-rows-repeated")?;
                self.column = 0;
                self.first = self
                    .sheets
                    .last()
                    .map_or((0, 0), |sheet| (sheet.cells.texts.len(), sheet.cells.errors.len()));
            }
            "table:table-cell" | "table:covered-table-cell" if !self.sheets.is_empty() => {
                self.formulas += usize::from(value(mark, "table:formula")?.is_some());
                self.cell = Some(Cell::of(mark)?);
            }
            name => self.start_in_cell(name, mark)?,
        }
        Ok(())
    }

    fn start_in_cell(&mut self, name: &str, mark: &BytesStart) -> Result<(), ReadError> {
        let Some(cell) = &mut self.cell else {
            return Ok(());
        };
        match name {
            "text:p" | "text:h" => {
                if cell.has_paragraph {
                    cell.text.push('\n');
                }
                (cell.has_paragraph, cell.in_paragraph) = (true, true);
            }
            "text:s" => {
                let blanks = number(mark, "text:c")?.min(BLANKS_LIMIT);
                cell.text.extend(std::iter::repeat_n(' ', blanks));
            }
            "text:tab" => cell.text.push(' '),
            "text:line-break" => cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: QName) -> Result<(), ReadError> {
        match name.as_ref() {
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = false;
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.put(cell)?;
                }
            }
            "table:table-row" => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.in_paragraph) {
            cell.text.push_str(text);
        }
    }

    /// Writes a cell out as often as it is there, side by side.
    fn put(&mut self, cell: Cell) -> Result<(), ReadError> {
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let (row, name) = (self.row, &sheet.name);
        let text = cell.value.unwrap_or(cell.text);
        let is_blank = text.trim().is_empty() && !cell.is_error;
        let end = self.column.saturating_add(cell.columns);
        // Rows go on blank to the last column there could be.
        for column in if is_blank { end..end } else { self.column..end } {
            let here = || place(row, column, Some(name));
            if column >= COLUMNS_LIMIT {
                return Err(ReadError::broken(Some(here()), "no sheet has a column there", AGAIN));
            }
            self.measure.cell(if cell.is_error { 0 } else { text.len() }, here)?;
            if cell.is_error {
                sheet.cells.errors.push((row, column));
            } else {
                sheet.cells.texts.push((row, column, text.clone()));
            }
        }
        if cell.span != (1, 1) && sheet.cells.merged.len() < MERGED_LIMIT {
            let (rows, columns) = cell.span;
            sheet.cells.merged.push(Area {
                rows: (row, row.saturating_add(rows - 1)),
                columns: (self.column, self.column.saturating_add(columns - 1)),
            });
        }
        self.column = end;
        Ok(())
    }

    /// Writes a row out as often as it is there, below each other.
    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let texts = self.first.0..sheet.cells.texts.len();
        let errors = self.first.1..sheet.cells.errors.len();
        if !(texts.is_empty() && errors.is_empty()) {
            for further in 1..self.rows {
                let row = self.row.saturating_add(further);
                for at in texts.clone() {
                    let (_, column, text) = sheet.cells.texts[at].clone();
                    self.measure
                        .cell(text.len(), || place(row, column, Some(&sheet.name)))?;
                    sheet.cells.texts.push((row, column, text));
                }
                for at in errors.clone() {
                    let (_, column) = sheet.cells.errors[at];
                    self.measure.cell(0, || place(row, column, Some(&sheet.name)))?;
                    sheet.cells.errors.push((row, column));
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
        Ok(())
    }
}

impl Cell {
    fn of(mark: &BytesStart) -> Result<Self, ReadError> {
        let said = |name: &str| value(mark, name);
        let figure = || -> Result<Option<f64>, ReadError> {
            let number = said("office:value")?.and_then(|text| text.trim().parse::<f64>().ok());
            Ok(number.filter(|number| number.is_finite()))
        };
        let value = match said("office:value-type")?.as_deref() {
            Some("float" | "currency") => figure()?.map(decimal),
            Some("percentage") => figure()?.map(share),
            Some("date") => said("office:date-value")?.map(|date| moment(&date)),
            Some("boolean") => said("office:boolean-value")?.map(|truth| match truth.as_str() {
                "true" => "yes".to_owned(),
                _ => "no".to_owned(),
            }),
            // A time is read as it is shown; a text may stand in an attribute alone.
            _ => said("office:string-value")?,
        };
        let span = |name: &str| Ok::<usize, ReadError>(number(mark, name)?.min(COVERED_LIMIT));
        Ok(Self {
            columns: number(mark, "table:number-columns-repeated")?,
            span: (
                span("table:number-rows-spanned")?,
                span("table:number-columns-spanned")?,
            ),
            is_error: said("calcext:value-type")?.as_deref() == Some("error"),
            value,
            ..Self::default()
        })
    }
}

/// A date as it is written elsewhere: the day, with hour and minute where there are any.
fn moment(date: &str) -> String {
    let Some((day, time)) = date.split_once('T') else {
        return date.to_owned();
    };
    let minutes = time.get(..5).unwrap_or(time);
    if minutes == "00:00" {
        day.to_owned()
    } else {
        format!("{day} {minutes}")
    }
}

/// An attribute's value.
fn value(mark: &BytesStart, name: &str) -> Result<Option<String>, ReadError> {
    let found = mark.try_get_attribute(name).map_err(damaged)?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    Ok(Some(value.map_err(damaged)?.into_owned()))
}

/// A count in an attribute; 1 where it is not given, or none.
fn number(mark: &BytesStart, name: &str) -> Result<usize, ReadError> {
    let number = value(mark, name)?.and_then(|text| text.trim().parse::<usize>().ok());
    Ok(number.unwrap_or(1).max(1))
}
