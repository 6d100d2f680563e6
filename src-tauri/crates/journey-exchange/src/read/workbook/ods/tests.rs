//! Tables as LibreOffice writes them, and those that nobody means well.

use std::io::Cursor;

use crate::read::workbook::Workbook;

/// An ODS of these styles and tables, as they are.
fn packed(inside: &str, manifest: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        (
            "content.xml",
            format!("<office:document-content>{inside}</office:document-content>"),
        ),
        ("META-INF/manifest.xml", manifest.to_owned()),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn table(rows: &str) -> Vec<u8> {
    packed(&format!("<table:table table:name=\"T\">{rows}</table:table>"), "")
}

/// The rows of the first table, and the places of its errors.
fn rows(bytes: &[u8]) -> Result<(Vec<Vec<String>>, Vec<String>), String> {
    let read = || {
        let mut book = Workbook::open(bytes)?;
        let first = book.sheets.first().cloned().unwrap_or_default();
        book.sheet(&first)
    };
    let cells = read().map_err(|error| error.to_string())?;
    let errors = cells.errors.iter().map(ToString::to_string).collect();
    Ok((cells.grid.rows, errors))
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn values_are_read_as_they_are_shown() {
    let cells = [
        cell("office:value-type=\"percentage\" office:value=\"0.07\"", "7 %"),
        cell("office:value-type=\"float\" office:value=\"1234.5\"", "1.234,50"),
        cell(
            "office:value-type=\"date\" office:date-value=\"2026-03-31T10:30:00\"",
            "31.03.26",
        ),
        cell(
            "office:value-type=\"date\" office:date-value=\"2026-03-31\"",
            "31.03.26",
        ),
        cell("office:value-type=\"boolean\" office:boolean-value=\"true\"", "WAHR"),
        cell("office:value-type=\"time\" office:time-value=\"PT1H30M\"", "01:30"),
        cell(
            "office:value-type=\"string\"",
            "a &lt; b<text:s text:c=\"2\"/><text:span>c</text:span>&#x21;</text:p><text:p>d",
        ),
    ];
    let (rows, errors) = rows(&table(&format!(
        "<table:table-row>{}</table:table-row>",
        cells.concat()
    )))
    .unwrap();
    assert_eq!(
        rows,
        [[
            "7 %",
            "1234.5",
            "2026-03-31 10:30",
            "2026-03-31",
            "yes",
            "01:30",
            "a < b  c!\nd"
        ]]
    );
    assert!(errors.is_empty());
}

#[test]
fn what_repeats_is_written_out_and_remarks_are_not_read() {
    let wide = "table:number-columns-spanned=\"2\"";
    let noted = "<table:table-cell table:formula=\"x\"><office:annotation><text:p>a remark</text:p></office:annotation>\
                 <text:p>b</text:p></table:table-cell>";
    let (rows, errors) = rows(&table(&format!(
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>{}{noted}</table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>{}<table:covered-table-cell/>{}\
         <table:table-cell table:number-columns-repeated=\"99999999999\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"18446744073709551615\"><table:table-cell/></table:table-row>",
        cell("table:number-columns-repeated=\"2\"", "a"),
        cell(wide, "c"),
        cell("calcext:value-type=\"error\"", "#REF!"),
    )))
    .unwrap();
    assert_eq!(rows, [vec!["a", "a", "b"], vec!["a", "a", "b"], vec!["", "c"]]);
    assert_eq!(errors, ["cell E6"]);
}

#[test]
fn shown_tables_stand_first() {
    let styles = "<style:style style:name=\"s\"><style:table-properties table:display=\"false\"/></style:style>";
    let row = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
    let bytes = packed(
        &format!(
            "{styles}<table:table table:name=\"Hidden\" table:style-name=\"s\">{row}</table:table>\
             <table:table table:name=\"Shown &amp; first\" table:style-name=\"t\">{row}</table:table>"
        ),
        "",
    );
    let book = Workbook::open(&bytes).unwrap();
    assert_eq!(book.sheets, ["Shown & first", "Hidden"]);
}

#[test]
fn hostile_files_end_in_an_error() {
    let many = cell("table:number-columns-repeated=\"16000\"", "x");
    for (bytes, says) in [
        (
            table(&format!(
                "<table:table-row table:number-rows-repeated=\"1000000\">{many}</table:table-row>"
            )),
            "more than 1000000 cells",
        ),
        (
            table(&format!(
                "<table:table-row>{}</table:table-row>",
                cell("table:number-columns-repeated=\"99999999999\"", "x")
            )),
            "no sheet has a column there",
        ),
        (
            table(&format!(
                "<table:table-row>{0}</table:table-row><table:table-row table:number-rows-repeated=\"99999999\"/>\
                 <table:table-row>{0}</table:table-row>",
                cell("", "x") + &cell("", "y")
            )),
            "most of them blank",
        ),
        (
            table(&format!(
                "<table:table-row>{}</table:table-row>",
                cell("table:number-columns-repeated=\"100\"", &"x".repeat(1_000_000))
            )),
            "64 MiB of text",
        ),
        (table("<table:table-row></table:table-cell>"), "damaged"),
        (packed(&"<table:table/>".repeat(2_001), ""), "more than 2000 tables"),
        (
            packed("", "<manifest:encryption-data manifest:checksum=\"x\"/>"),
            "under a password",
        ),
    ] {
        let error = rows(&bytes).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
    let whole = include_bytes!("../../../../../../../tests/fixtures/exchange/libreoffice.ods");
    for end in [30, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        assert!(rows(&whole[..end]).is_err());
    }
    // Entities of a file's own are left out, and so do not multiply.
    let text = "<table:table-row><table:table-cell><text:p>a&lol;b</text:p></table:table-cell></table:table-row>";
    assert_eq!(rows(&table(text)).unwrap().0, [["ab"]]);
}
