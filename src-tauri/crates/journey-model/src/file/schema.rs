//! The JSON Schema of the file format, for other programs and for people with an editor that checks.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::check::{LIST_LIMIT, POINTS, SCORE_LIMIT, TEXT_LIMIT};
use crate::{Asset, Card, Lane, Link, Map, Note, Persona, Rating, Score, Stage, Step, TestRound};

use super::{FORMAT, MAJOR, MINOR, Version};

/// A customer-journey map of Waymark.
///
/// Besides what a schema can say, ids are unique over all records of a file, references name records
/// of the file, order keys are unique among siblings, and a card's span ends within the last step.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields, title = "Waymark map")]
#[expect(dead_code, reason = "the shape is all that is wanted of it")]
struct MapFile {
    /// Tells the file from any other JSON.
    format: String,
    version: Version,
    map: Map,
    #[schemars(default)]
    personas: Vec<Persona>,
    /// From left to right by `order`; at least one.
    stages: Vec<Stage>,
    /// The columns; each stage has at least one.
    steps: Vec<Step>,
    #[schemars(default)]
    lanes: Vec<Lane>,
    #[schemars(default)]
    cards: Vec<Card>,
    #[schemars(default)]
    scores: Vec<Score>,
    #[schemars(default)]
    links: Vec<Link>,
    #[schemars(default)]
    notes: Vec<Note>,
    #[schemars(default)]
    test_rounds: Vec<TestRound>,
    #[schemars(default)]
    ratings: Vec<Rating>,
    #[schemars(default)]
    assets: Vec<Asset>,
}

/// The JSON Schema (draft 2020-12) of files of this version, as indented JSON.
///
/// It is as strict as [`super::read`] about fields and their values one by one; unknown fields are
/// not valid, because this is the schema of this very version.
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<MapFile>();
    schema.insert("$comment".into(), json!(format!("Waymark map format {MAJOR}.{MINOR}")));
    close(&mut schema);
    RecursiveTransform(constrain).transform(&mut schema);
    // A tree of texts and numbers: there is nothing in it that JSON cannot say.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// What the types do not say: the values of particular fields.
fn close(schema: &mut Schema) {
    set(schema, "/properties/format", "const", json!(FORMAT));
    set(schema, "/properties/stages", "minItems", json!(1));
    set(schema, "/properties/steps", "minItems", json!(1));
    set(schema, "/$defs/Version/properties/major", "const", json!(MAJOR));
    set(schema, "/$defs/Version/properties/minor", "const", json!(MINOR));
    set(schema, "/$defs/OrderKey", "pattern", json!("^([0-9a-f]{2})*80$"));
    set(schema, "/$defs/Date", "format", json!("date"));
    set(schema, "/$defs/Date", "pattern", json!("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    set(schema, "/$defs/Card/properties/span", "minimum", json!(1));
    set(schema, "/$defs/Score/properties/tenths", "minimum", json!(-SCORE_LIMIT));
    set(schema, "/$defs/Score/properties/tenths", "maximum", json!(SCORE_LIMIT));
    set(
        schema,
        "/$defs/Rating/properties/points",
        "minimum",
        json!(POINTS.start()),
    );
    set(
        schema,
        "/$defs/Rating/properties/points",
        "maximum",
        json!(POINTS.end()),
    );
    set(
        schema,
        "/$defs/Asset/properties/mediaType",
        "enum",
        json!(crate::picture::MEDIA_TYPES),
    );
    set(
        schema,
        "/$defs/Asset/properties/bytes",
        "contentEncoding",
        json!("base64"),
    );
    // The definitions of ids are named after their types: `CardId` and the like.
    let ids: Vec<String> = schema
        .pointer("/$defs")
        .and_then(Value::as_object)
        .map(|definitions| {
            definitions
                .keys()
                .filter(|name| name.ends_with("Id"))
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    for id in ids {
        set(
            schema,
            &format!("/$defs/{id}"),
            "pattern",
            json!("^[A-Za-z0-9_-]{1,64}$"),
        );
    }
}

fn set(schema: &mut Schema, pointer: &str, keyword: &str, value: Value) {
    if let Some(Value::Object(found)) = schema.pointer_mut(pointer) {
        found.insert(keyword.into(), value);
    }
}

/// Rules for every object, text and list of the format.
fn constrain(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".into(), json!(false));
        if let Some(Value::Object(colour)) = schema.pointer_mut("/properties/colour") {
            colour.insert("pattern".into(), json!("^#[0-9A-Fa-f]{6}$"));
        }
    }
    let is_text = match schema.get("type") {
        Some(Value::String(kind)) => kind == "string",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
        _ => false,
    };
    let is_list_of_texts = schema.pointer("/items/type").is_some_and(|kind| kind == "string");
    let bounded = ["enum", "const", "pattern", "contentEncoding"]
        .iter()
        .any(|keyword| schema.get(*keyword).is_some());
    if is_text && !bounded {
        schema.insert("maxLength".into(), json!(TEXT_LIMIT));
    }
    if is_list_of_texts {
        schema.insert("maxItems".into(), json!(LIST_LIMIT));
    }
}
