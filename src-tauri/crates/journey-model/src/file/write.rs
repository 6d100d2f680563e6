//! Writing the file format.

use serde::Serialize;
use serde_json::{Map as JsonMap, Value};

use crate::table::Tabled;
use crate::{Asset, Card, Document, Lane, Link, Map, Note, OrderKey, Persona, Rating, Score, Stage, Step, TestRound};

use super::{FORMAT, Version, kept};

/// A file's fields in the order in which they are written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileOut<'a> {
    format: &'static str,
    version: Version,
    map: &'a Map,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    personas: Vec<&'a Persona>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stages: Vec<&'a Stage>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<&'a Step>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lanes: Vec<&'a Lane>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cards: Vec<&'a Card>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scores: Vec<&'a Score>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<&'a Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a Note>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    test_rounds: Vec<&'a TestRound>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ratings: Vec<&'a Rating>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assets: Vec<&'a Asset>,
}

/// Writes a map as a file: JSON with an indent of two spaces, fields in a fixed order, records sorted
/// by order key, then id, and a line feed at the end. The same document always gives the same text.
pub fn write(document: &Document) -> String {
    let file = FileOut {
        format: FORMAT,
        version: kept::version(document),
        map: &document.map,
        personas: sorted::<Persona>(document, |r| Some(&r.order)),
        stages: sorted::<Stage>(document, |r| Some(&r.order)),
        steps: sorted::<Step>(document, |r| Some(&r.order)),
        lanes: sorted::<Lane>(document, |r| Some(&r.order)),
        cards: sorted::<Card>(document, |r| Some(&r.order)),
        scores: sorted::<Score>(document, |_| None),
        links: sorted::<Link>(document, |_| None),
        notes: sorted::<Note>(document, |_| None),
        test_rounds: sorted::<TestRound>(document, |_| None),
        ratings: sorted::<Rating>(document, |_| None),
        assets: sorted::<Asset>(document, |_| None),
    };
    let mut text = if kept::anything(document) {
        let mut value = to_value(&file);
        kept::put_back(&mut value);
        to_text(&value)
    } else {
        to_text(&file)
    };
    text.push('\n');
    text
}

fn sorted<T: Tabled>(document: &Document, order: impl Fn(&T) -> Option<&OrderKey>) -> Vec<&T> {
    let mut records: Vec<&T> = T::table(document).values().collect();
    // The table is in order of ids, which a stable sort keeps among equal keys.
    records.sort_by(|a, b| order(a).cmp(&order(b)));
    records
}

fn to_text(value: &impl Serialize) -> String {
    // Records are plain data with text keys: there is nothing that JSON cannot say.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Object(JsonMap::new()))
}
