//! Reading the file format, strictly: what is not right is refused with its place.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::invariant::invariants;
use crate::table::Tabled;
use crate::{
    Asset, Card, Document, Extra, Lane, Link, Map, Note, Persona, Rating, RecordKind, Score, Stage, Step, TestRound,
};

use super::error::{FileError, FileErrorKind, list_of};
use super::{FORMAT, MAJOR, MINOR, Version, explain, kept};

/// Largest file that is read, in bytes: a dozen pictures of the largest size and the largest map are
/// well below.
pub const FILE_LIMIT: usize = 512 * 1024 * 1024;

/// A file's fields as they are read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileIn {
    format: String,
    version: Version,
    map: Map,
    #[serde(default)]
    personas: Vec<Persona>,
    #[serde(default)]
    stages: Vec<Stage>,
    #[serde(default)]
    steps: Vec<Step>,
    #[serde(default)]
    lanes: Vec<Lane>,
    #[serde(default)]
    cards: Vec<Card>,
    #[serde(default)]
    scores: Vec<Score>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    notes: Vec<Note>,
    #[serde(default)]
    test_rounds: Vec<TestRound>,
    #[serde(default)]
    ratings: Vec<Rating>,
    #[serde(default)]
    assets: Vec<Asset>,
}

/// Reads a map from a file's bytes: UTF-8, with or without a byte order mark.
///
/// Fields that this version does not know are refused in files of its own or an older minor version,
/// and kept in files of a newer one ([`super::write`] writes them again).
///
/// # Errors
/// With place, expected and found for the first thing that is not right: the text is no JSON or no
/// map, a field is missing, unknown or of a wrong type, the records break an invariant, or the file is
/// of a newer major version.
pub fn read(file: impl AsRef<[u8]>) -> Result<Document, FileError> {
    let bytes = file.as_ref();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.len() > FILE_LIMIT {
        return Err(FileError::new(
            FileErrorKind::NotAMap,
            "$",
            format!("a file of at most {} MiB", FILE_LIMIT / (1024 * 1024)),
            format!("one of {} MiB", bytes.len() / (1024 * 1024)),
        ));
    }
    // Nearly every file is right and of a known version: that one pass is all it gets. Following the
    // path to an error costs more, and is done once there is one.
    match serde_json::from_slice::<FileIn>(bytes) {
        Ok(file) if file.format == FORMAT && file.version.is_known() => {
            known_fields_only(&file)?;
            document(file)
        }
        _ => slowly(bytes),
    }
}

fn slowly(bytes: &[u8]) -> Result<Document, FileError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
    let version = version_of(&value)?;
    let file: FileIn = if !version.is_known() {
        let mut value = value;
        if let Value::Object(file) = &mut value {
            kept::set_aside(file);
        }
        traced(value)?
    } else {
        // From the text again, because a field that stands there twice is gone from the value.
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let file = traced(&mut deserializer)?;
        known_fields_only(&file)?;
        file
    };
    document(file)
}

fn traced<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FileIn, FileError> {
    serde_path_to_error::deserialize(deserializer)
        .map_err(|error| explain::structure(&error.path().to_string(), &error.inner().to_string()))
}

fn not_json(error: &serde_json::Error) -> FileError {
    let message = error.to_string();
    let what = message
        .rfind(" at line ")
        .map_or(message.as_str(), |end| &message[..end]);
    FileError::new(
        FileErrorKind::NotJson,
        "$",
        "JSON",
        format!("{what} at line {}, column {}", error.line(), error.column()),
    )
}

fn version_of(file: &Value) -> Result<Version, FileError> {
    let not_a_map =
        |path: &str, expected: String, found: String| FileError::new(FileErrorKind::NotAMap, path, expected, found);
    if !file.is_object() {
        return Err(not_a_map(
            "$",
            "the object of a Waymark map".into(),
            describe(Some(file)),
        ));
    }
    match file.get("format") {
        Some(Value::String(format)) if format == FORMAT => {}
        found => {
            return Err(not_a_map("$.format", format!("{FORMAT:?}"), describe(found)));
        }
    }
    let number = |field: &str| {
        let found = file.get("version").and_then(|version| version.get(field));
        found
            .and_then(Value::as_u64)
            .ok_or_else(|| not_a_map(&format!("$.version.{field}"), "a whole number".into(), describe(found)))
    };
    let (major, minor) = (number("major")?, number("minor")?);
    if major > u64::from(MAJOR) {
        return Err(FileError::new(
            FileErrorKind::NewerVersion,
            "$.version",
            format!("version {MAJOR} of the format"),
            format!("version {major}.{minor}: the file was made by a newer Waymark, update Waymark to open it"),
        ));
    }
    if major < u64::from(MAJOR) {
        return Err(not_a_map("$.version.major", MAJOR.to_string(), major.to_string()));
    }
    let minor = u32::try_from(minor).map_err(|_| {
        not_a_map(
            "$.version.minor",
            "a whole number up to 4294967295".into(),
            minor.to_string(),
        )
    })?;
    Ok(Version { major: MAJOR, minor })
}

fn describe(value: Option<&Value>) -> String {
    match value {
        None => "nothing".into(),
        Some(Value::Null) => "null".into(),
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Number(value)) => format!("the number {value}"),
        Some(Value::String(value)) => crate::check::quoted(value),
        Some(Value::Array(_)) => "a list".into(),
        Some(Value::Object(_)) => "an object".into(),
    }
}

fn known_fields_only(file: &FileIn) -> Result<(), FileError> {
    let unknown = |path: String, extra: &Extra| match extra.keys().next() {
        None => Ok(()),
        Some(field) => Err(FileError::new(
            FileErrorKind::Structure,
            format!("{path}.{field}"),
            format!("a field of version {MAJOR}.{MINOR} of the format"),
            format!("the unknown field {field:?}"),
        )),
    };
    unknown("$.map".into(), &file.map.extra)?;
    macro_rules! lists {
        ($($list:ident)+) => {
            $(for (i, record) in file.$list.iter().enumerate() {
                if !record.extra.is_empty() {
                    let list = list_of(kind_of(record)).unwrap_or_default();
                    unknown(format!("$.{list}[{i}]"), &record.extra)?;
                }
            })+
        };
    }
    lists!(personas stages steps lanes cards scores links notes test_rounds ratings assets);
    Ok(())
}

fn kind_of<T: Tabled>(_: &T) -> RecordKind {
    T::KIND
}

fn document(file: FileIn) -> Result<Document, FileError> {
    let mut places = Places::default();
    let mut document = Document::new(file.map);
    places.id(document.map.id.as_str(), "$.map.id".into())?;
    fill(&mut document, file.personas, &mut places)?;
    fill(&mut document, file.stages, &mut places)?;
    fill(&mut document, file.steps, &mut places)?;
    fill(&mut document, file.lanes, &mut places)?;
    fill(&mut document, file.cards, &mut places)?;
    fill(&mut document, file.scores, &mut places)?;
    fill(&mut document, file.links, &mut places)?;
    fill(&mut document, file.notes, &mut places)?;
    fill(&mut document, file.test_rounds, &mut places)?;
    fill(&mut document, file.ratings, &mut places)?;
    fill(&mut document, file.assets, &mut places)?;
    match invariants(&document).first() {
        None => Ok(document),
        Some(violation) => Err(FileError::of_violation(violation, |kind, id| places.index(kind, id))),
    }
}

/// Where each record stands in the file.
#[derive(Default)]
struct Places {
    seen: BTreeSet<String>,
    order: Vec<(RecordKind, String, usize)>,
}

impl Places {
    fn id(&mut self, id: &str, path: String) -> Result<(), FileError> {
        if self.seen.insert(id.to_owned()) {
            return Ok(());
        }
        Err(FileError::new(
            FileErrorKind::Invariant,
            path,
            "an id that no other record has",
            crate::check::quoted(id),
        ))
    }

    fn index(&self, kind: RecordKind, id: &str) -> Option<usize> {
        let at = self.order.iter().find(|(k, i, _)| *k == kind && i == id)?;
        Some(at.2)
    }
}

fn fill<T: Tabled>(document: &mut Document, records: Vec<T>, places: &mut Places) -> Result<(), FileError> {
    let list = list_of(T::KIND).unwrap_or_default();
    for (i, record) in records.into_iter().enumerate() {
        let id = record.id().as_ref().to_owned();
        places.id(&id, format!("$.{list}[{i}].id"))?;
        places.order.push((T::KIND, id, i));
        T::table_mut(document).insert(record.id().clone(), record);
    }
    Ok(())
}
