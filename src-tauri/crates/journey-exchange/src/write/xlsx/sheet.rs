//! One sheet that is a list: headings, then a row a thing.

use std::borrow::Cow;

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use crate::write::arranged::Arranged;
use crate::write::table::Value;

use super::look::Look;

/// Most UTF-16 units of text in a cell.
const CELL: usize = 32_767;
/// Height of a line in points, at the default size of 11.
const LINE: f64 = 15.0;
/// The tallest row that spreadsheets know, in points.
const TALLEST: f64 = 409.0;
/// A4; printers with other paper scale it.
const A4: u8 = 9;

/// A sheet that is a list.
pub(super) struct Sheet<'a> {
    pub name: &'static str,
    pub headings: Vec<Heading>,
    pub rows: Vec<Vec<Value<'a>>>,
    /// Columns that stay when a person scrolls to the right.
    pub frozen: u16,
}

/// The head of a column.
#[derive(Clone)]
pub(super) struct Heading {
    pub title: Cow<'static, str>,
    /// In characters of the default font.
    pub width: f64,
}

impl Sheet<'_> {
    /// Fills a sheet. Returns the number of texts that had to be cut.
    pub(super) fn write(&self, sheet: &mut Worksheet, map: &Arranged, look: &Look) -> Result<usize, XlsxError> {
        sheet.set_name(self.name)?;
        let mut shortened = 0;
        for (column, heading) in (0..).zip(&self.headings) {
            sheet.set_column_width(column, heading.width)?;
            sheet.write_string_with_format(0, column, heading.title.as_ref(), &look.heading)?;
        }
        let titles = self
            .headings
            .iter()
            .map(|heading| (heading.title.as_ref(), heading.width - 2.0));
        sheet.set_row_height(0, height(titles) + 6.0)?;
        for (row, values) in (1..).zip(&self.rows) {
            let texts = values
                .iter()
                .zip(&self.headings)
                .filter_map(|(value, heading)| match value {
                    Value::Text(text) => Some((text.as_ref(), heading.width)),
                    _ => None,
                });
            sheet.set_row_height(row, height(texts))?;
            for (column, value) in (0..).zip(values) {
                shortened += usize::from(put(sheet, (row, column), value, look)?);
            }
        }
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if last_row > 1 {
            sheet.autofilter(0, 0, last_row, last_column)?;
        }
        sheet.set_freeze_panes(1, self.frozen)?;
        sheet.set_repeat_rows(0, 0)?;
        print_setup(sheet, map);
        Ok(shortened)
    }
}

/// Height of a row of texts in columns of those widths, in points. Estimated from the letters: Excel
/// would find it by itself, but other programs show rows without a height as one line.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = texts.map(|(text, width)| {
        // Letters are narrower than the digits that widths count, but lines break at words.
        let room = (width * 1.05).max(1.0);
        let lines = text
            .lines()
            .map(|line| (line.chars().count() as f64 / room).ceil().max(1.0));
        lines.sum::<f64>()
    });
    (lines.fold(1.0, f64::max) * LINE + 3.0).min(TALLEST)
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, look: &Look) -> Result<bool, XlsxError> {
    match value {
        Value::Empty => {
            sheet.write_blank(row, column, &look.text)?;
        }
        Value::Text(text) => {
            let (text, cut) = fitting(text);
            sheet.write_string_with_format(row, column, text, &look.text)?;
            return Ok(cut);
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &look.number)?;
        }
        Value::Tenths(tenths) => {
            sheet.write_number_with_format(row, column, f64::from(*tenths) / 10.0, &look.score)?;
        }
        Value::Date(day) => put_day(sheet, (row, column), day, &look.day)?,
        Value::Yes => {
            sheet.write_string_with_format(row, column, "yes", &look.text)?;
        }
    }
    Ok(false)
}

/// A day as a date; those before 1900, which spreadsheets do not know, as text.
pub(super) fn put_day(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    day: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match ExcelDateTime::parse_from_str(day) {
        Ok(date) => sheet.write_datetime_with_format(row, column, &date, format)?,
        Err(_) => sheet.write_string_with_format(row, column, day, format)?,
    };
    Ok(())
}

/// As much of a text as a cell holds, and whether something was cut.
pub(super) fn fitting(text: &str) -> (&str, bool) {
    // No character takes fewer bytes than UTF-16 units.
    if text.len() <= CELL {
        return (text, false);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > CELL {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// Landscape, as wide as a page, with the map's title and page numbers.
pub(super) fn print_setup(sheet: &mut Worksheet, map: &Arranged) {
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    // `&` begins a code there; the whole may have 255 characters.
    let title: String = map.document.map.title.chars().take(100).collect();
    let title = title.replace('&', "&&");
    sheet.set_footer(format!("&L{title} – &A&RPage &P of &N"));
}
