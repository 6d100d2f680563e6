//! Maps in the formats of other programs: what is written against references, and as programs that are
//! not ours read it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use journey_exchange::write::{self, CsvOptions, CsvShape, Delimiter, Written};
use journey_exchange::{Column, Level};
use journey_model::{Document, LaneKind, sample::sample};
use journey_tests::fixtures::{document, template_document};
use journey_tests::golden;
use serde_json::Value;

/// The full sample, a map of everything that is odd, and one of texts that hold what means something to
/// the formats themselves.
fn maps() -> [(&'static str, Document); 3] {
    [
        ("flood-insurance", template_document("flood-insurance")),
        ("edges", document("edges")),
        ("punctuation", document("punctuation")),
    ]
}

fn long() -> CsvOptions {
    CsvOptions {
        shape: CsvShape::Long,
        ..CsvOptions::default()
    }
}

/// A picture that has what the page looks for: a group with the id of each record that is drawn.
fn picture(document: &Document) -> String {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"1200\">");
    let steps = document.ordered_steps();
    let lanes = document.ordered_lanes();
    for card in document.cards.values() {
        let x = steps.iter().position(|step| step.id == card.step).unwrap() * 200;
        let y = lanes.iter().position(|lane| lane.id == card.lane).unwrap() * 100;
        let id = &card.id;
        writeln!(
            svg,
            "<g id=\"{id}\" transform=\"translate({x} {y})\"><rect width=\"180\" height=\"80\" fill=\"#eef\"/></g>"
        )
        .unwrap();
    }
    svg + "</svg>"
}

fn text(written: Written) -> String {
    String::from_utf8(written.bytes).expect("text formats are UTF-8")
}

#[test]
fn texts() {
    for (name, map) in maps() {
        golden::text(&format!("{name}.csv"), &text(write::csv(&map, &CsvOptions::default())));
        golden::text(&format!("{name}.long.csv"), &text(write::csv(&map, &long())));
        golden::text(&format!("{name}.md"), &text(write::markdown(&map)));
        golden::text(&format!("{name}.mmd"), &text(write::mermaid(&map)));
        golden::text(&format!("{name}.canvas"), &text(write::json_canvas(&map)));
        golden::text(&format!("{name}.drawio"), &text(write::draw_io(&map)));
    }
}

/// The page of the full sample; the UI's tests open this reference in a browser.
#[test]
fn page() {
    let map = template_document("flood-insurance");
    golden::text("flood-insurance.html", &text(write::html(&map, &picture(&map))));
}

#[test]
fn the_same_map_gives_the_same_workbook() {
    for (_, map) in maps() {
        assert_eq!(write::xlsx(&map).unwrap(), write::xlsx(&map).unwrap());
    }
}

/// Runs a Python script on bytes and returns the JSON that it prints.
fn python(script: &str, input: &[u8]) -> Value {
    let mut child = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|problem| panic!("python3: {problem}; `cargo xtask test` installs it"));
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the script fails; its complaint is above");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn python_reads_the_long_form() {
    let script = "import csv, io, json, sys\n\
                  text = sys.stdin.buffer.read().decode('utf-8-sig')\n\
                  print(json.dumps(list(csv.reader(io.StringIO(text, newline=''), delimiter=';', strict=True))))";
    for (name, map) in maps() {
        let options = CsvOptions {
            delimiter: Delimiter::Semicolon,
            ..long()
        };
        let rows = python(script, &write::csv(&map, &options).bytes);
        let rows: Vec<Vec<String>> = serde_json::from_value(rows).unwrap();
        let titles: Vec<&str> = Column::ALL.iter().map(|column| column.title()).collect();
        assert_eq!(rows[0], titles);
        let shown = |lane: &str| !map.lanes[lane].hidden;
        let text_at = Column::ALL.iter().position(|column| *column == Column::Text).unwrap();
        let id_at = Column::ALL.iter().position(|column| *column == Column::Id).unwrap();
        for card in map.cards.values().filter(|card| shown(card.lane.as_str())) {
            let row = rows.iter().find(|row| row[id_at] == card.id.as_str());
            let row = row.unwrap_or_else(|| panic!("{name} lacks {}", card.id));
            assert_eq!(journey_exchange::unguarded(&row[text_at]), card.text);
        }
    }
}

#[test]
fn openpyxl_reads_the_workbook() {
    let script = "import io, json, sys, openpyxl\n\
                  book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))\n\
                  cells = [c for s in book for row in s.iter_rows() for c in row]\n\
                  print(json.dumps({\n\
                  'sheets': book.sheetnames,\n\
                  'formulas': sum(c.data_type == 'f' for c in cells),\n\
                  'links': sum(getattr(c, 'hyperlink', None) is not None for c in cells),\n\
                  'merged': sorted(str(r) for r in book['Journey'].merged_cells.ranges),\n\
                  'frozen': book['Journey'].freeze_panes,\n\
                  'journey': [[c.value for c in row] for row in book['Journey'].iter_rows()],\n\
                  'dates': [str(c.value) for c in cells if getattr(c, 'is_date', False)],\n\
                  'fit': [[s.sheet_properties.pageSetUpPr.fitToPage, s.page_setup.fitToHeight] for s in book],\n\
                  }))";
    let mut map = template_document("flood-insurance");
    let card = map
        .cards
        .values_mut()
        .find(|card| card.text == "Local TV news")
        .unwrap();
    card.text = "=HYPERLINK(\"https://example.org\")".into();
    let read = python(script, &write::xlsx(&map).unwrap().bytes);
    assert_eq!(
        read["sheets"],
        serde_json::json!([
            "Journey",
            "Cards",
            "Touchpoints",
            "Pain points",
            "Opportunities",
            "Personas",
            "Scores",
            "Links",
            "Stages",
            "Lanes",
            "Map"
        ])
    );
    assert_eq!((&read["formulas"], &read["links"]), (&0.into(), &0.into()));
    assert_eq!(read["merged"], serde_json::json!(["B1:C1", "D1:E1", "F1:G1"]));
    assert_eq!(read["frozen"], "B3");
    let journey = read["journey"].as_array().unwrap();
    assert_eq!(journey[1][1], "Storm in the news");
    assert_eq!(journey[3][1], "=HYPERLINK(\"https://example.org\")");
    assert_eq!(journey[5][1], "Worried (−1.2)");
    let dates = read["dates"].as_array().unwrap();
    assert!(dates.contains(&"2025-11-04 00:00:00".into()), "{dates:?}");
    // As wide as a page, which is the default of the format, and as high as it takes.
    let as_wide_as_a_page = serde_json::json!([true, 0]);
    assert!(
        read["fit"]
            .as_array()
            .unwrap()
            .iter()
            .all(|fit| *fit == as_wide_as_a_page)
    );
}

#[test]
fn reports_count_what_is_left_out() {
    let map = template_document("flood-insurance");
    let report = write::json_canvas(&map).report;
    let left_out: Vec<&str> = report.of(Level::LeftOut).map(|remark| remark.what.as_str()).collect();
    assert!(left_out.contains(&"4 severities"), "{left_out:?}");
    let pains = map
        .cards
        .values()
        .filter(|card| map.lanes[&card.lane].kind == LaneKind::PainPoints);
    assert_eq!(pains.filter(|card| card.severity.is_some()).count(), 4);
}

#[test]
fn large_maps_are_written_whole() {
    let map = sample(20, 10, 5, 1);
    assert_eq!(map.cards.len(), 1_000);
    let csv = text(write::csv(&map, &long()));
    assert_eq!(csv.matches("\r\n").count(), 1 + map.cards.len() + map.scores.len());
    assert!(write::xlsx(&map).is_ok());
    let canvas: Value = serde_json::from_slice(&write::json_canvas(&map).bytes).unwrap();
    assert!(canvas["nodes"].as_array().unwrap().len() > map.cards.len());
}
