//! What a newer minor version put into a file, kept while the map is edited here.
//!
//! Every record has a place for fields that are not known here (`extra`), and whatever moves records
//! about (history, store) keeps them with the record. What is not a record's own field is held there
//! too, under a key that no field can have:
//! - `touchpoint.rating`: an unknown field `rating` within the known field `touchpoint`;
//! - `$.comments` of the map's record: an unknown field of the file itself;
//! - `$.version` of the map's record: the version that the file had.

use serde_json::{Map as JsonMap, Value};

use crate::{Document, Extra};

use super::{MAJOR, MINOR, Version};

/// Leads the keys of what belongs to the file rather than to the map's record.
const FILE_PREFIX: &str = "$.";
const VERSION_KEY: &str = "$.version";

/// The fields of a file that are known here, `format`, `version` and the map first.
pub(super) const FILE_FIELDS: [&str; 14] = [
    "format",
    "version",
    "map",
    "personas",
    "stages",
    "steps",
    "lanes",
    "cards",
    "scores",
    "links",
    "notes",
    "testRounds",
    "ratings",
    "assets",
];

/// The fields within records that are objects of a fixed shape, with the fields known of each.
pub(super) const NESTED: [(&str, &[&str]); 4] = [
    ("objective", &["purpose", "successMeasure", "scope", "endGoal"]),
    ("review", &["last", "next", "cycleMonths"]),
    (
        "touchpoint",
        &[
            "channel",
            "category",
            "presence",
            "control",
            "action",
            "result",
            "alternative",
        ],
    ),
    ("measurement", &["value", "unit", "target", "measuredOn"]),
];

/// The version to write: the one that the map was read with, if that was a newer minor one.
pub(super) fn version(document: &Document) -> Version {
    let ours = Version {
        major: MAJOR,
        minor: MINOR,
    };
    document
        .map
        .extra
        .get(VERSION_KEY)
        .and_then(|kept| serde_json::from_value::<Version>(kept.clone()).ok())
        .filter(|kept| kept.major == MAJOR && kept.minor > MINOR)
        .unwrap_or(ours)
}

/// Whether any record holds something under a key that has to go elsewhere in the file.
pub(super) fn anything(document: &Document) -> bool {
    let elsewhere = |extra: &Extra| extra.keys().any(|key| key.contains('.'));
    elsewhere(&document.map.extra) || document.cards.values().any(|card| elsewhere(&card.extra))
}

/// Moves what is not a record's own field into the records' `extra`, so that the records can be read
/// strictly. `file` is a whole file of a newer minor version.
pub(super) fn set_aside(file: &mut JsonMap<String, Value>) {
    for (key, value) in file.iter_mut() {
        match value {
            Value::Object(record) if key == "map" => set_aside_nested(record),
            Value::Array(records) if FILE_FIELDS.contains(&key.as_str()) => {
                for record in records {
                    if let Value::Object(record) = record {
                        set_aside_nested(record);
                    }
                }
            }
            _ => {}
        }
    }
    let unknown: Vec<String> = file
        .keys()
        .filter(|key| !FILE_FIELDS.contains(&key.as_str()))
        .cloned()
        .collect();
    let version = file.get("version").cloned();
    let mut kept: Vec<(String, Value)> = unknown
        .into_iter()
        .filter_map(|key| {
            file.shift_remove(&key)
                .map(|value| (format!("{FILE_PREFIX}{key}"), value))
        })
        .collect();
    kept.extend(version.map(|version| (VERSION_KEY.to_owned(), version)));
    if let Some(Value::Object(map)) = file.get_mut("map") {
        map.extend(kept);
    }
}

fn set_aside_nested(record: &mut JsonMap<String, Value>) {
    let mut kept = Vec::new();
    for (field, known) in NESTED {
        if let Some(Value::Object(inner)) = record.get_mut(field) {
            let unknown: Vec<String> = inner
                .keys()
                .filter(|key| !known.contains(&key.as_str()))
                .cloned()
                .collect();
            for key in unknown {
                kept.extend(inner.shift_remove(&key).map(|value| (format!("{field}.{key}"), value)));
            }
        }
    }
    record.extend(kept);
}

/// The way back of [`set_aside`].
pub(super) fn put_back(file: &mut Value) {
    let Value::Object(file) = file else {
        return;
    };
    let mut of_file = Vec::new();
    for (key, value) in file.iter_mut() {
        match value {
            Value::Object(map) if key == "map" => {
                let keys: Vec<String> = map.keys().filter(|key| key.starts_with(FILE_PREFIX)).cloned().collect();
                for key in keys {
                    of_file.extend(
                        map.shift_remove(&key)
                            .map(|value| (key[FILE_PREFIX.len()..].to_owned(), value)),
                    );
                }
                put_back_nested(map);
            }
            Value::Array(records) => {
                for record in records {
                    if let Value::Object(record) = record {
                        put_back_nested(record);
                    }
                }
            }
            _ => {}
        }
    }
    for (key, value) in of_file {
        // The version is written from the document; a field known here is never overwritten.
        file.entry(key).or_insert(value);
    }
}

fn put_back_nested(record: &mut JsonMap<String, Value>) {
    for (field, _) in NESTED {
        let keys: Vec<String> = record
            .keys()
            .filter(|key| key.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')))
            .cloned()
            .collect();
        for key in keys {
            // A field that an edit has cleared since takes what was kept within it along.
            let value = record.shift_remove(&key);
            if let (Some(Value::Object(inner)), Some(value)) = (record.get_mut(field), value) {
                inner.entry(key[field.len() + 1..].to_owned()).or_insert(value);
            }
        }
    }
}
