//! Workbooks of other programs, and those that nobody means well.

use journey_model::sample::sample;

use crate::read::tests::{error, map, outline};
use crate::read::{Source, sniff};
use crate::write;

#[test]
fn workbooks_of_another_program_become_a_map() {
    // Saved by LibreOffice 7.4 in both of its formats, with merged cells over two steps and a formula.
    let xlsx: &[u8] = include_bytes!("../../../../../../tests/fixtures/exchange/libreoffice.xlsx");
    let ods: &[u8] = include_bytes!("../../../../../../tests/fixtures/exchange/libreoffice.ods");
    for bytes in [xlsx, ods] {
        assert_eq!(sniff("x", bytes), Some(Source::Xlsx));
        let read = map(bytes, Source::Xlsx);
        assert_eq!(
            outline(&read.document),
            [
                "Find: search | compare",
                "Buy: pay",
                "actions Actions: reads / asks | calls×2 | ",
                "emotion Emotionen: 10 | -10 | 20",
                "painPoints Pain points: slow |  | 2",
            ],
            "{}",
            read.report
        );
        let report = read.report.to_string();
        assert!(
            report.contains("1 formula of the workbook is read as the value"),
            "{report}"
        );
    }
}

/// A ZIP with one part of so many zero bytes beside what a workbook needs.
fn bomb(bytes: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let piece = vec![0; 1024 * 1024];
    for _ in 0..bytes / piece.len() {
        zip.write_all(&piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose one sheet has these rows, in OOXML as it is.
fn workbook_of(sheet: &str, strings: &str) -> Vec<u8> {
    styled(sheet, strings, "")
}

/// One with styles too.
fn styled(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    for (name, text) in [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"s\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\" {strings}</sst>")),
        (
            "xl/styles.xml",
            format!("<styleSheet xmlns=\"{main}\">{styles}</styleSheet>"),
        ),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn inline(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn formulas_are_read_as_their_values_and_said() {
    let sheet = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"C2\"><f>1+1</f><v>2</v></c></row><row r=\"3\">{}<c r=\"C3\" t=\"e\"><f>X</f><v>#REF!</v></c></row>",
        inline("B1", "Stage"),
        inline("C1", "Find"),
        inline("B2", "Actions"),
        inline("B3", "Thoughts"),
    );
    let read = map(workbook_of(&sheet, "uniqueCount=\"0\">"), Source::Xlsx);
    assert_eq!(
        outline(&read.document),
        ["Find: ", "actions Actions: 2", "thoughts Thoughts: "]
    );
    let report = read.report.to_string();
    assert!(
        report.contains("guessed: 2 formulas of the workbook are read as the value"),
        "{report}"
    );
    assert!(
        report.contains("left out: a cell with an error instead of a value (cell C3)"),
        "{report}"
    );
}

#[test]
fn shares_are_read_as_they_are_shown() {
    let styles = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"0.0\\ %;[Red]-0.0\\ %\"/>\
        <numFmt numFmtId=\"171\" formatCode=\"0.00&quot; of 100%&quot;;0%\"/></numFmts>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs>";
    let number = |cell: &str, style: usize, value: &str| format!("<c r=\"{cell}\" s=\"{style}\"><v>{value}</v></c>");
    let sheet = [
        "<row r=\"1\">".to_owned(),
        inline("B1", "Stage"),
        ["C1", "D1", "E1", "F1", "G1"].map(|cell| inline(cell, cell)).concat(),
        "</row><row r=\"2\">".to_owned(),
        inline("B2", "Metrics"),
        number("C2", 1, "0.45"),
        number("D2", 2, "-7.0000000000000007E-2"),
        // A percent sign in quotes is text, and a style that is not there is none.
        number("E2", 3, "0.5"),
        number("F2", 0, "0.5"),
        number("G2", 99, "1"),
        "</row>".to_owned(),
    ];
    let read = map(styled(&sheet.concat(), "uniqueCount=\"0\">", styles), Source::Xlsx);
    let lane = read.document.ordered_lanes()[0];
    let said: Vec<String> = (read.document.ordered_steps().iter())
        .flat_map(|step| read.document.cards_in(&lane.id, &step.id))
        .map(|card| match &card.measurement {
            Some(figure) => format!("{} {}", figure.value, figure.unit),
            None => card.text.clone(),
        })
        .collect();
    assert_eq!(said, ["45 %", "-7 %", "0.5 ", "0.5 ", "1 "]);
}

#[test]
fn styles_that_would_fill_the_memory_end_in_an_error() {
    // calamine keeps a copy of the format's code for each style that has it.
    let code = "0".repeat(60_000);
    let formats = format!("<numFmts><numFmt numFmtId=\"170\" formatCode=\"{code}\"/></numFmts>");
    let styles = format!("{formats}<cellXfs>{}</cellXfs>", "<xf numFmtId=\"170\"/>".repeat(100));
    let message = error(styled("", "uniqueCount=\"0\">", &styles), Source::Xlsx);
    assert!(message.contains("a mark of more than 2048 bytes"), "{message}");

    let styles = format!("<cellXfs>{}</cellXfs>", "<xf/><x:xf a=\"\"/>".repeat(35_000));
    let message = error(styled("", "uniqueCount=\"0\">", &styles), Source::Xlsx);
    assert!(message.contains("more than 65536 cell formats"), "{message}");

    let styles = format!("<borders>{}</borders>", "<b/>".repeat(500_000));
    let message = error(styled("", "uniqueCount=\"0\">", &styles), Source::Xlsx);
    assert!(message.contains("more than 500000 marks"), "{message}");
}

#[test]
fn hostile_workbooks_end_in_an_error() {
    assert!(error(bomb(64 * 1024 * 1024), Source::Xlsx).contains("times its size"));
    let far = format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        inline("A1", "x"),
        inline("XFD1048576", "y")
    );
    assert_eq!(
        error(workbook_of(&far, "uniqueCount=\"0\">"), Source::Xlsx),
        "cell XFD1048576: the cells reach from cell A1 to here, most of them blank, and at most 1000000 cells can be read; delete what stands far from the table"
    );
    for count in ["18446744073709551615", "99999999", "+4294967295"] {
        let message = error(
            workbook_of("", &format!("count=\"1\" uniqueCount = \"{count}\">")),
            Source::Xlsx,
        );
        assert!(
            message.contains("announces") && message.contains("at most 1000000"),
            "{message}"
        );
    }
    // One long shared text in many cells.
    let text = format!("uniqueCount=\"1\"><si><t>{}</t></si>", "x".repeat(1_000_000));
    let cells: String = (1..200)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    assert!(error(workbook_of(&cells, &text), Source::Xlsx).contains("64 MiB of text"));
    let whole = write::xlsx(&sample(3, 3, 2, 1)).unwrap().bytes;
    for end in [0, 3, 30, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        error(&whole[..end], Source::Xlsx);
    }
    assert!(error(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", Source::Xlsx).contains("without a password"));
    assert!(error(workbook_of("", "uniqueCount=\"0\">"), Source::Xlsx).contains("no sheet with cells"));
    let relations = workbook_of("<c", "uniqueCount=\"0\">");
    assert!(error(relations, Source::Xlsx).contains("damaged"));
}

#[test]
fn half_a_workbook_is_told_in_plain_words() {
    let whole = write::xlsx(&sample(1, 1, 1, 1)).unwrap().bytes;
    let error = super::Workbook::open(&whole[..whole.len() / 2])
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("no whole workbook: its end is missing"), "{error}");
    assert!(error.contains("save it again as XLSX"), "{error}");
    let error = super::Workbook::open(b"Stage,Step\nFind,Search\n")
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("this is no workbook"), "{error}");
}
