//! Writing records: their rows, their words in the search index, and the map's own row.

use journey_model::{ChangeSet, Document, JournalEntry, Map, Record, RecordKind, Updated};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::segment::segmented;
use crate::{StoreError, asset};

/// Numbers of records per map: a record's number is the map's times this, plus a count.
pub(crate) const STRIDE: i64 = 1 << 32;

/// What a change found other than expected.
#[derive(Debug)]
pub(crate) enum WriteError {
    Sql(rusqlite::Error),
    /// The change updates or removes a record that the library does not hold.
    Lacks(String),
    /// A value could not be written as JSON.
    Json(String),
    /// The library says no in its own words.
    Refused(StoreError),
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.to_string())
    }
}

/// The range of record numbers of a map, both ends included.
pub(crate) fn numbers_of(map: i64) -> (i64, i64) {
    (map * STRIDE, map * STRIDE + (STRIDE - 1))
}

/// Writes a whole map; gives its number.
pub(crate) fn insert_map(connection: &Connection, document: &Document, now_ms: i64) -> Result<i64, WriteError> {
    let map = &document.map;
    connection
        .prepare_cached(
            "INSERT INTO map (id, title, subtitle, state, tags, cards, revision, created, modified)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?7)",
        )?
        .execute(params![
            map.id.as_str(),
            map.title,
            map.subtitle,
            map.state.key(),
            serde_json::to_string(&map.tags)?,
            i64::try_from(document.cards.len()).unwrap_or(i64::MAX),
            now_ms
        ])?;
    let number = connection.last_insert_rowid();
    for (next, record) in (number * STRIDE..).zip(document.records()) {
        insert(connection, number, next, &record)?;
    }
    Ok(number)
}

/// Writes a change of a map's records. Does not touch revision and time.
pub(crate) fn write_changes(connection: &Connection, map: i64, changes: &ChangeSet) -> Result<(), WriteError> {
    for record in &changes.removed {
        let number = number_of(connection, map, record.id())?;
        connection
            .prepare_cached("DELETE FROM record WHERE number = ?1")?
            .execute([number])?;
        unindex(connection, number, record)?;
    }
    for Updated { from, to } in &changes.updated {
        let number = number_of(connection, map, to.id())?;
        let (body, asset) = body(connection, to)?;
        connection
            .prepare_cached("UPDATE record SET body = ?2, asset = ?3 WHERE number = ?1")?
            .execute(params![number, body, asset])?;
        // Moving a card leaves its words alone.
        if words(from) != words(to) {
            unindex(connection, number, from)?;
            index(connection, number, to)?;
        }
        if let Record::Map(map_record) = to {
            update_map_row(connection, map, map_record)?;
        }
    }
    if !changes.added.is_empty() {
        let (first, last) = numbers_of(map);
        let newest: Option<i64> = connection
            .prepare_cached("SELECT max(number) FROM record WHERE number BETWEEN ?1 AND ?2")?
            .query_row([first, last], |row| row.get(0))?;
        let next = newest.map_or(first, |newest| newest + 1);
        for (number, record) in (next..).zip(&changes.added) {
            insert(connection, map, number, record)?;
        }
    }
    let cards = |records: &[Record]| records.iter().filter(|r| r.kind() == RecordKind::Card).count();
    let (added, removed) = (cards(&changes.added), cards(&changes.removed));
    if added != removed {
        let more = i64::try_from(added).unwrap_or(0) - i64::try_from(removed).unwrap_or(0);
        connection
            .prepare_cached("UPDATE map SET cards = cards + ?2 WHERE number = ?1")?
            .execute([map, more])?;
    }
    Ok(())
}

/// Appends a line to the journal of a map.
pub(crate) fn append(connection: &Connection, map: i64, entry: &JournalEntry) -> Result<(), WriteError> {
    let kept = asset::put_away_all(connection, &entry.changes)?;
    let changes = kept.as_ref().map_or(&entry.changes, |(changes, _)| changes);
    connection
        .prepare_cached(
            "INSERT INTO journal (map, revision, kind, label, changes, selection, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            map,
            entry.revision,
            entry.kind.key(),
            entry.label,
            serde_json::to_string(changes)?,
            serde_json::to_string(&(&entry.selected_before, &entry.selected_after))?,
            milliseconds(entry.at)
        ])?;
    for hash in kept.iter().flat_map(|(_, hashes)| hashes) {
        connection
            .prepare_cached("INSERT INTO journal_asset (map, revision, asset) VALUES (?1, ?2, ?3)")?
            .execute(params![map, entry.revision, hash])?;
    }
    Ok(())
}

/// Times as SQLite keeps them.
pub(crate) fn milliseconds(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

fn number_of(connection: &Connection, map: i64, id: &str) -> Result<i64, WriteError> {
    connection
        .prepare_cached("SELECT number FROM record WHERE map = ?1 AND id = ?2")?
        .query_row(params![map, id], |row| row.get(0))
        .optional()?
        .ok_or_else(|| WriteError::Lacks(id.to_owned()))
}

fn insert(connection: &Connection, map: i64, number: i64, record: &Record) -> Result<(), WriteError> {
    let (body, asset) = body(connection, record)?;
    connection
        .prepare_cached("INSERT INTO record (number, map, id, kind, body, asset) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![number, map, record.id(), record.kind().key(), body, asset])?;
    index(connection, number, record)
}

/// The record as JSON, and the hash of its picture.
fn body(connection: &Connection, record: &Record) -> Result<(String, Option<String>), WriteError> {
    let body = match record {
        Record::Map(r) => serde_json::to_string(r),
        Record::Persona(r) => serde_json::to_string(r),
        Record::Stage(r) => serde_json::to_string(r),
        Record::Step(r) => serde_json::to_string(r),
        Record::Lane(r) => serde_json::to_string(r),
        Record::Card(r) => serde_json::to_string(r),
        Record::Score(r) => serde_json::to_string(r),
        Record::Link(r) => serde_json::to_string(r),
        Record::Note(r) => serde_json::to_string(r),
        Record::TestRound(r) => serde_json::to_string(r),
        Record::Rating(r) => serde_json::to_string(r),
        Record::Asset(r) => {
            let (stub, hash) = asset::put_away(connection, r)?;
            return Ok((serde_json::to_string(&stub)?, Some(hash)));
        }
    };
    Ok((body?, None))
}

fn update_map_row(connection: &Connection, number: i64, map: &Map) -> Result<(), WriteError> {
    connection
        .prepare_cached("UPDATE map SET title = ?2, subtitle = ?3, state = ?4, tags = ?5 WHERE number = ?1")?
        .execute(params![
            number,
            map.title,
            map.subtitle,
            map.state.key(),
            serde_json::to_string(&map.tags)?
        ])?;
    Ok(())
}

fn index(connection: &Connection, number: i64, record: &Record) -> Result<(), WriteError> {
    let (title, text) = words(record);
    if title.is_empty() && text.is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT INTO search (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![number, segmented(&title), segmented(&text)])?;
    Ok(())
}

fn unindex(connection: &Connection, number: i64, record: &Record) -> Result<(), WriteError> {
    if words(record) != Default::default() {
        connection
            .prepare_cached("DELETE FROM search WHERE rowid = ?1")?
            .execute([number])?;
    }
    Ok(())
}

/// What a record can be found by: its name, and everything else that people wrote in it.
fn words(record: &Record) -> (String, String) {
    let name = match record {
        Record::Map(map) => &map.title,
        Record::Persona(persona) => &persona.name,
        Record::Stage(stage) => &stage.title,
        Record::Step(step) => &step.title,
        Record::Lane(lane) => &lane.title,
        _ => "",
    }
    .trim();
    let all = record.plain_text().unwrap_or_default();
    // The plain text begins with the name, where there is one.
    let rest = all.strip_prefix(name).unwrap_or(&all).trim_start();
    (name.to_owned(), rest.to_owned())
}
