//! The format as a whole: round trips, refusals with their places, the schema.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sample::sample;
use crate::template::templates;
use crate::{Asset, AssetId, CountingIds, Document, Extra};

fn broken(change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(&write(&sample(3, 3, 2, 1))).unwrap();
    change(&mut file);
    read(file.to_string()).unwrap_err().to_string()
}

fn with_picture() -> Document {
    let mut document = sample(2, 2, 1, 5);
    let bytes: &[u8] = b"\x89PNG\r\n\x1a\n and whatever follows";
    let id = AssetId::of_content(bytes);
    document.assets.insert(
        id.clone(),
        Asset {
            id: id.clone(),
            media_type: "image/png".into(),
            name: "a picture".into(),
            bytes: bytes.into(),
            extra: Extra::new(),
        },
    );
    document.cards.values_mut().next().unwrap().image = Some(id);
    document
}

#[test]
fn writing_and_reading_are_inverse() {
    for document in [sample(1, 1, 0, 1), sample(10, 6, 5, 2), with_picture()] {
        let text = write(&document);
        assert!(text.ends_with("}\n") && text.starts_with("{\n  \"format\": \"waymark-map\""));
        assert_eq!(read(&text).as_ref(), Ok(&document));
        assert_eq!(write(&read(&text).unwrap()), text);
        assert_eq!(read(format!("\u{feff}{text}")), Ok(document));
    }
}

#[test]
fn faults_are_told_with_place_expected_and_found() {
    for (error, expected) in [
        (
            broken(|file| file["cards"][3]["span"] = json!("two")),
            "$.cards[3].span: expected a whole number from 0 to 65535, found the text \"two\"",
        ),
        (
            broken(|file| file["cards"][3]["span"] = json!(9)),
            "$.cards[3].span: expected 1 to 3, the number of steps from the card's to the last, found 9",
        ),
        (
            broken(|file| drop(file["lanes"][1].as_object_mut().unwrap().shift_remove("kind"))),
            "$.lanes[1].kind: expected this field, found nothing",
        ),
        (
            broken(|file| file["lanes"][1]["titel"] = json!("x")),
            "$.lanes[1].titel: expected a field of version 1.1 of the format, found the unknown field \"titel\"",
        ),
        (
            broken(|file| file["cards"][0]["lane"] = json!("lane_99")),
            "$.cards[0].lane: expected the id of a lane, found \"lane_99\", which names none",
        ),
        (
            broken(|file| file["steps"][1]["id"] = file["stages"][0]["id"].clone()),
            "$.steps[1].id: expected an id that no other record has, found the text \"stage_1\"",
        ),
        (
            broken(|file| file["map"]["createdOn"] = json!("2026-02-29")),
            "$.map.createdOn: expected a calendar day like 2026-03-31, found the text \"2026-02-29\"",
        ),
        (
            broken(|file| file["map"]["title"] = json!(["x"])),
            "$.map.title: expected a text, found a list",
        ),
        (
            broken(|file| file["map"]["title"] = json!("a\u{7}b")),
            "$.map.title: expected text without control characters, found the character U+0007",
        ),
        (
            broken(|file| file["stages"] = json!([])),
            "$.stages: expected at least one stage, found none",
        ),
        (
            broken(|file| file["version"]["major"] = json!(2)),
            "$.version: expected version 1 of the format, found version 2.1: the file was made by a newer Waymark, \
             update Waymark to open it",
        ),
        (
            broken(|file| file["format"] = json!("other")),
            "$.format: expected \"waymark-map\", found the text \"other\"",
        ),
        (
            read("{\n  \"format\" 1}").unwrap_err().to_string(),
            "$: expected JSON, found expected `:` at line 2, column 12",
        ),
        (
            read("[]").unwrap_err().to_string(),
            "$: expected the object of a Waymark map, found a list",
        ),
    ] {
        assert_eq!(error, expected);
    }
    let kinds = broken(|file| file["lanes"][0]["kind"] = json!("joy"));
    assert!(
        kinds.starts_with("$.lanes[0].kind: expected one of \"actions\", "),
        "{kinds}"
    );
    assert!(kinds.ends_with("found the text \"joy\""), "{kinds}");
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    let text =
        write(&sample(1, 1, 1, 1)).replacen("\"language\": \"en\"", "\"language\": \"en\", \"language\": \"de\"", 1);
    let error = read(text).unwrap_err().to_string();
    assert_eq!(error, "$.map.language: expected the field once, found it twice");
}

#[test]
fn what_a_newer_minor_version_adds_is_kept() {
    let mut file: Value = serde_json::from_str(&write(&sample(2, 2, 1, 1))).unwrap();
    file["version"]["minor"] = json!(7);
    file["comments"] = json!([{"id": "comment_1", "text": "later"}]);
    file["map"]["mood"] = json!({"b": 1, "a": [2]});
    file["map"]["objective"] = json!({"purpose": "to learn", "owner": "Ada"});
    let lane = file["cards"]
        .as_array()
        .unwrap()
        .iter()
        .position(|card| card.get("touchpoint").is_some())
        .unwrap();
    file["cards"][lane]["touchpoint"]["rating"] = json!(4);
    file["cards"][0]["votes"] = json!(3);
    let document = read(file.to_string()).unwrap();
    let written: Value = serde_json::from_str(&write(&document)).unwrap();
    assert_eq!(written, file);
    assert_eq!(read(write(&document)).as_ref(), Ok(&document));
    // Rows of the library keep it as well.
    let rows: Vec<String> = document
        .records()
        .map(|record| serde_json::to_string(&record).unwrap())
        .collect();
    let back = rows.iter().map(|row| serde_json::from_str(row).unwrap());
    assert_eq!(Document::from_records(back), Some(document));
}

#[test]
fn pictures_are_checked() {
    let file = |change: fn(&mut Value)| {
        let mut file: Value = serde_json::from_str(&write(&with_picture())).unwrap();
        change(&mut file["assets"][0]);
        read(file.to_string()).unwrap_err().to_string()
    };
    let of_other_type = file(|asset| asset["mediaType"] = json!("image/gif"));
    assert!(
        of_other_type.starts_with("$.assets[0].mediaType: expected image/png"),
        "{of_other_type}"
    );
    let not_base64 = file(|asset| asset["bytes"] = json!("?"));
    assert_eq!(
        not_base64,
        "$.assets[0].bytes: expected base64 with padding, found text that is not base64"
    );
    let of_other_content = file(|asset| asset["bytes"] = json!("iVBORw0KGgo="));
    assert!(
        of_other_content.starts_with("$.assets[0].id: expected asset_"),
        "{of_other_content}"
    );
}

#[test]
fn deep_nesting_is_refused() {
    let error = read("[".repeat(100_000)).unwrap_err();
    assert_eq!(error.kind, FileErrorKind::NotJson);
}

#[test]
fn the_schema_accepts_what_is_read() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut documents: Vec<Document> = templates()
        .iter()
        .map(|template| template.document(&mut CountingIds::default()))
        .collect();
    documents.extend([sample(1, 1, 0, 1), sample(20, 10, 5, 1), with_picture()]);
    for document in documents {
        let file: Value = serde_json::from_str(&write(&document)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&file)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", document.map.title);
    }
}

#[test]
fn the_schema_refuses_what_is_not_read() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let changes: [fn(&mut Value); 14] = [
        |file| file["format"] = json!("other"),
        |file| file["version"]["major"] = json!(2),
        |file| file["cards"][0]["span"] = json!("two"),
        |file| file["cards"][0]["span"] = json!(0),
        |file| file["cards"][0]["colour"] = json!("red"),
        |file| file["cards"][0]["order"] = json!("8A"),
        |file| file["cards"][0]["id"] = json!("a b"),
        |file| file["cards"][0]["colr"] = json!("#ffffff"),
        |file| file["lanes"][0]["kind"] = json!("joy"),
        |file| file["scores"][0]["tenths"] = json!(21),
        |file| file["map"]["createdOn"] = json!("today"),
        |file| file["map"]["objective"] = json!({"why": "x"}),
        |file| file["stages"] = json!([]),
        |file| file["more"] = json!(1),
    ];
    for (i, change) in changes.into_iter().enumerate() {
        let mut file: Value = serde_json::from_str(&write(&sample(2, 2, 1, 1))).unwrap();
        assert!(validator.is_valid(&file));
        change(&mut file);
        assert!(!validator.is_valid(&file), "change {i}");
        assert!(read(file.to_string()).is_err(), "change {i}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(bytes).is_err());
    }

    #[test]
    fn a_file_with_any_stretch_replaced_never_panics(at in any::<prop::sample::Index>(), length in 0usize..40, with in "[-0-9a-z\\[\\]{}\",:]{0,8}") {
        let text = write(&sample(2, 2, 1, 1));
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        // Samples are nearly all ASCII; their title has a multiplication sign.
        prop_assume!(text.is_char_boundary(start) && text.is_char_boundary(end));
        let changed = format!("{}{with}{}", &text[..start], &text[end..]);
        if let Ok(document) = read(&changed) {
            prop_assert_eq!(crate::invariants(&document), []);
            prop_assert_eq!(read(write(&document)), Ok(document));
        }
    }
}
