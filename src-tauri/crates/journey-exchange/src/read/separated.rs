//! Tables of text: CSV, TSV and whatever a spreadsheet puts on the clipboard as text (RFC 4180, with
//! any of four delimiters).

use csv::ReaderBuilder;

use super::error::{ReadError, line};
use super::grid::{Grid, Measure, Naming};
use super::limit::COLUMNS_LIMIT;
use crate::unguarded;

/// What may stand between cells, the most particular first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];
/// Rows that are looked at to tell the delimiter.
const LOOKED_AT: usize = 200;
/// Bytes that are looked at to tell the delimiter.
const HEAD: usize = 256 * 1024;

/// Reads the rows. Without a delimiter given it is told by the text; `None` in the answer where every
/// row has one cell.
pub(super) fn records(text: &str, delimiter: Option<u8>) -> Result<(Grid, Option<char>), ReadError> {
    let (told, body, skipped) = told_delimiter(text);
    let delimiter = delimiter
        .or(told)
        .or_else(|| likely_delimiter(body).map(|(delimiter, _)| delimiter));
    let used = delimiter.unwrap_or(b'\t');
    if let Some(at) = open_quote(body, used) {
        return Err(ReadError::broken(
            Some(line(at + skipped, None)),
            "a quote opens here that nothing closes",
            "close it, or double it where it is meant as a letter",
        ));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(used)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut measure = Measure::default();
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // The text is UTF-8 and rows may be of any length, so that there is nothing left to be wrong.
            Err(error) => return Err(ReadError::broken(None, error.to_string(), "save it again as CSV")),
        }
        let at = record.position().map_or(0, |place| place.line());
        // The record's place is behind the one before, with blank lines still to come.
        let rest = record
            .position()
            .and_then(|place| body.get(usize::try_from(place.byte()).ok()?..));
        let blank = rest
            .unwrap_or_default()
            .bytes()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let blank = blank.filter(|byte| *byte == b'\n').count();
        let at = u32::try_from(at)
            .unwrap_or(u32::MAX)
            .saturating_add(u32::try_from(skipped + blank).unwrap_or(0));
        if record.len() > COLUMNS_LIMIT {
            return Err(ReadError::too_much(
                Some(line(at as usize, None)),
                format!("a row of {} columns", record.len()),
                COLUMNS_LIMIT.to_string(),
                "check which delimiter the file has",
            ));
        }
        let mut row = Vec::with_capacity(record.len());
        for field in &record {
            measure.cell(field.len(), || line(at as usize, None))?;
            // Exports of ours and of others put it before what a spreadsheet would take for a formula.
            row.push(unguarded(field).to_owned());
        }
        rows.push(row);
        lines.push(at);
    }
    let grid = Grid::new(rows, Vec::new(), Naming::Lines(lines));
    Ok((grid, delimiter.map(char::from)))
}

/// Excel's own first line `sep=;`: the delimiter, the text behind it, and the lines that are gone.
fn told_delimiter(text: &str) -> (Option<u8>, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first
        .trim_end_matches('\r')
        .trim_matches('"')
        .strip_prefix("sep=")
        .map(str::as_bytes)
    {
        Some([delimiter]) if delimiter.is_ascii() && *delimiter != b'"' => (Some(*delimiter), rest, 1),
        _ => (None, text, 0),
    }
}

/// The delimiter that divides most rows into the same number of cells; the most cells, where several do.
/// Tells how many of ten rows it divides so.
pub(super) fn likely_delimiter(text: &str) -> Option<(u8, usize)> {
    let mut head = &text[..text.floor_char_boundary(HEAD)];
    // A row that was cut off would count for less than it is.
    if head.len() < text.len() {
        head = head.rfind('\n').map_or(head, |end| &head[..end]);
    }
    let mut best: Option<(usize, usize, u8)> = None;
    for delimiter in DELIMITERS {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(head.as_bytes());
        let widths: Vec<usize> = reader
            .byte_records()
            .take(LOOKED_AT)
            .map_while(Result::ok)
            .map(|record| record.len())
            .filter(|width| *width > 0)
            .collect();
        let Some(width) = most_frequent(&widths).filter(|width| *width > 1) else {
            continue;
        };
        let agreeing = widths.iter().filter(|found| **found == width).count();
        // In tenths, so that one odd row does not decide against many more columns.
        let share = agreeing * 10 / widths.len();
        if share >= 3 && best.is_none_or(|(s, w, _)| (share, width) > (s, w)) {
            best = Some((share, width, delimiter));
        }
    }
    best.map(|(share, _, delimiter)| (delimiter, share))
}

fn most_frequent(widths: &[usize]) -> Option<usize> {
    let count = |width: usize| widths.iter().filter(|found| **found == width).count();
    let mut known: Vec<usize> = widths.to_vec();
    known.sort_unstable();
    known.dedup();
    known
        .into_iter()
        .max_by_key(|width| (*width > 1, count(*width), *width))
}

/// The line, from 1, of a quote that opens a cell and is never closed. The `csv` crate would take all
/// that follows for one cell without a word.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut number, mut opened, mut within, mut starts) = (1, 0, false, true);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        number += usize::from(byte == b'\n');
        if within {
            if byte == b'"' {
                match bytes.get(at + 1) {
                    Some(b'"') => at += 1,
                    _ => within = false,
                }
            }
        } else if byte == b'"' && starts {
            (within, opened) = (true, number);
        }
        starts = !within && (byte == delimiter || byte == b'\n' || byte == b'\r');
        at += 1;
    }
    within.then_some(opened)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> (Vec<Vec<String>>, Option<char>) {
        let (grid, delimiter) = records(text, None).unwrap();
        (grid.rows, delimiter)
    }

    #[test]
    fn delimiters_are_told() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", Some(',')),
            ("a;b;c\n1,5;2,5;3,5\n4;5;6", Some(';')),
            ("a\tb\nx, y, z\tw\n", Some('\t')),
            ("a|b|c\n1|2|3", Some('|')),
            ("sep=;\na,b;c,d", Some(';')),
            ("one\ntwo\nthree", None),
            ("\"a;b\",c\n\"d;e\",f", Some(',')),
        ] {
            assert_eq!(rows(text).1, expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let (grid, _) = records("sep=,\na,\"b\nb\"\n\nc,d\n", None).unwrap();
        assert_eq!(grid.rows, [["a", "b\nb"], ["c", "d"]]);
        assert_eq!(grid.naming, Naming::Lines(vec![2, 5]));
        assert_eq!(grid.place(1, 1).to_string(), "cell B in line 5");
    }

    #[test]
    fn the_guard_of_formulas_is_taken_off() {
        assert_eq!(rows("'=1+1,'-x,'tis,''=y").0, [["=1+1", "-x", "'tis", "'=y"]]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_named() {
        let error = records("a,b\nc,\"d\ne,f\n", None).unwrap_err().to_string();
        assert!(error.starts_with("line 2: a quote opens here"), "{error}");
        assert!(
            records("5\" pipe,6\" pipe\n", None).is_ok(),
            "quotes within a cell are letters"
        );
        assert!(records("\"a\"\"b\",c", None).is_ok());
    }

    #[test]
    fn absurd_widths_are_refused() {
        let error = records(&",".repeat(20_000), Some(b',')).unwrap_err().to_string();
        assert!(error.starts_with("line 1: a row of 20001 columns"), "{error}");
    }

    proptest! {
        #[test]
        fn what_the_library_writes_is_read(
            table in prop::collection::vec(prop::collection::vec("[a-zé\",;\n' ]{0,8}", 2..5), 1..6),
            delimiter in prop::sample::select(&DELIMITERS[..]),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let (grid, _) = records(&text, Some(delimiter)).unwrap();
            let unguarded = |row: &Vec<String>| row.iter().map(|cell| unguarded(cell).to_owned()).collect();
            prop_assert_eq!(grid.rows, table.iter().map(unguarded).collect::<Vec<Vec<String>>>());
        }
    }
}
