use std::fmt::Write as _;
use std::fs;

use journey_exchange::read::{Long, Matrix};
use journey_exchange::{Column, Level};
use journey_model::template::{self, Answers};

use super::*;
use crate::ids::RandomIds;

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> Origin {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    Origin::File {
        path: path.to_str().unwrap().into(),
    }
}

fn pasted(text: &str, html: Option<&str>) -> Origin {
    Origin::Pasted {
        text: text.into(),
        html: html.map(Into::into),
    }
}

fn texts(brought: &BroughtIn) -> Vec<&str> {
    brought.document.cards.values().map(|card| card.text.as_str()).collect()
}

const MATRIX: &str = ";Before;;Buy\nSteps;Search;Compare;Pay\nActions;asks;reads;pays\nPain points;;waits;\n";

#[test]
fn files_of_every_kind_become_maps() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8], usize); 7] = [
        ("plan.csv", MATRIX.as_bytes(), 4),
        (
            "list.tsv",
            b"Stage\tLane\tText\nBuy\tActions\tpays\nUse\tActions\tdrives\n",
            2,
        ),
        ("plan.md", b"# Trip\n\n## Buy\n\n### Pay\n\n- Actions\n  - pays\n", 1),
        (
            "trip.mmd",
            b"journey\n  title Trip\n  section Buy\n    Pay: 3: Marie\n    Wait: 1: Marie\n",
            0,
        ),
        (
            "board.canvas",
            br#"{"nodes":[{"id":"a","type":"text","text":"pays","x":0,"y":0,"width":100,"height":50}],"edges":[]}"#,
            1,
        ),
        (
            "page.html",
            b"<table><tr><th><th>Buy<th>Use<tr><th>Actions<td>pays<td>drives</table>",
            2,
        ),
        (
            "book.xlsx",
            include_bytes!("../../../../../tests/fixtures/exchange/libreoffice.xlsx"),
            1,
        ),
    ];
    for (name, bytes, least) in cases {
        let brought = bring_in(&file(&folder, name, bytes), &mut RandomIds).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(brought.document.cards.len() >= least, "{name}: {:?}", texts(&brought));
        assert!(!brought.document.map.title.is_empty(), "{name}");
        let understood = brought.report.of(Level::Understood).count();
        assert!(understood > 0, "{name}: {}", brought.report);
        assert_eq!(
            brought.is_table,
            ["csv", "tsv", "html", "xlsx"].contains(&name.rsplit('.').next().unwrap()),
            "{name}"
        );
    }
}

#[test]
fn a_map_of_our_own_comes_with_new_ids_and_without_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let template = &template::templates()[0];
    let document = template.begin(&Answers::default(), &mut RandomIds).unwrap();
    let json = file::write(&document);
    let brought = bring_in(&file(&folder, "own.json", json.as_bytes()), &mut RandomIds).unwrap();
    assert_ne!(brought.document.map.id, document.map.id);
    assert_eq!(brought.document.cards.len(), document.cards.len());
    assert_eq!(brought.report, Report::default());
    // The same text from the clipboard is the same map.
    let from_clipboard = bring_in(&pasted(&json, None), &mut RandomIds).unwrap();
    assert_eq!(from_clipboard.document.cards.len(), document.cards.len());
}

#[test]
fn hostile_files_end_in_one_line_that_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let book: &[u8] = include_bytes!("../../../../../tests/fixtures/exchange/libreoffice.xlsx");
    let mut quotes = String::from("a,b\n");
    write!(quotes, "\"{}", "x,".repeat(5_000)).unwrap();
    let cases: [(&str, Vec<u8>); 8] = [
        ("cut.xlsx", book[..book.len() / 2].to_vec()),
        ("noise.xlsx", vec![7; 4_000]),
        ("nothing.csv", Vec::new()),
        ("quotes.csv", quotes.into_bytes()),
        ("binary.csv", (0..=255u8).cycle().take(4_096).collect()),
        ("deep.html", b"<table><tr><td>".repeat(2_000)),
        ("deep.canvas", [b"{\"nodes\":".as_slice(), &b"[".repeat(200_000)].concat()),
        ("laughs.svg", b"<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><metadata>&b;</metadata></svg>".to_vec()),
    ];
    for (name, bytes) in cases {
        let problem = bring_in(&file(&folder, name, &bytes), &mut RandomIds).unwrap_err();
        let told = problem.to_string();
        assert!(told.contains(name), "{name}: {told}");
        assert!(!told.contains('\n'), "{name}: {told}");
        assert!(told.len() < 400, "{name}: {told}");
    }
}

#[test]
fn a_table_that_tells_nothing_is_read_as_a_person_tells() {
    let folder = tempfile::tempdir().unwrap();
    let table = file(
        &folder,
        "ledger.csv",
        b"Kilos,Remark,Where\n3,waits in the queue,Buy\n4,calls,Use\n",
    );
    assert!(bring_in(&table, &mut RandomIds).unwrap_err().is_unmapped());
    let seen = look_at_table(&table, None).unwrap();
    assert_eq!((seen.row_count, seen.column_count, seen.mapping), (3, 3, None));
    assert_eq!(seen.delimiter, Some(','));
    let told = |mapping| Told {
        mapping: Some(mapping),
        sheet: None,
    };
    let long = Mapping::Long(Long {
        heading: Some(0),
        columns: vec![None, Some(Column::Text), Some(Column::Stage)],
    });
    let brought = bring_in_table(&table, told(long), &mut RandomIds).unwrap();
    assert_eq!(brought.document.map.title, "ledger");
    assert_eq!(brought.document.stages.len(), 2);
    let mut found = texts(&brought);
    found.sort_unstable();
    assert_eq!(found, ["calls", "waits in the queue"]);

    let misfit = Mapping::Matrix(Matrix {
        turned: false,
        stages: Some(7),
        steps: None,
        body: 9,
        lanes: 0,
    });
    let problem = bring_in_table(&table, told(misfit), &mut RandomIds).unwrap_err();
    assert!(problem.to_string().contains("do not fit this table"), "{problem}");
    assert!(look_at_table(&file(&folder, "own.json", b"{}"), None).is_err());
}

#[test]
fn what_is_pasted_is_read_as_what_it_is() {
    let html = "<meta charset=utf-8><table><tr><td><td colspan=2>Before<td>Buy<tr><td>Actions<td>asks<td>reads<td>pays</table>";
    let text = "\tBefore\t\tBuy\nActions\tasks\treads\tpays\n";
    // Only the HTML knows which cells are one.
    let brought = bring_in(&pasted(text, Some(html)), &mut RandomIds).unwrap();
    assert_eq!((brought.document.stages.len(), brought.document.steps.len()), (2, 3));
    assert_eq!(brought.document.map.title, "Pasted map");
    assert!(bring_in(&pasted(text, None), &mut RandomIds).unwrap().is_table);

    let mermaid = "journey\n  title Trip\n  section Buy\n    Pay: 3: Marie\n";
    let coloured = format!("<pre>{mermaid}</pre>");
    let brought = bring_in(&pasted(mermaid, Some(&coloured)), &mut RandomIds).unwrap();
    assert_eq!((brought.document.map.title.as_str(), brought.is_table), ("Trip", false));
    let outline = "- Buy\n  - Pay\n    - asks for the price\n- Use\n  - Drive\n    - drives\n";
    assert!(!bring_in(&pasted(outline, None), &mut RandomIds).unwrap().is_table);

    let unmapped = pasted("Kilos\tRemark\n3\twaits\n4\tcalls\n", None);
    assert!(bring_in(&unmapped, &mut RandomIds).unwrap_err().is_unmapped());
    assert_eq!(look_at_table(&unmapped, None).unwrap().row_count, 3);

    for nothing in ["", "Dear Anna, see you on Monday.", "{\"a\": 1}"] {
        let problem = bring_in(&pasted(nothing, Some("<p>hello</p>")), &mut RandomIds).unwrap_err();
        assert!(problem.to_string().contains("copy the cells"), "{problem}");
    }
}
