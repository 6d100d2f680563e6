//! Reading a map: its records and its journal.

use std::path::Path;

use journey_model::{Document, JournalEntry, JournalKind, Map, MapId, RecordKind};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::de::DeserializeOwned;

use crate::records::numbers_of;
use crate::{StoreError, asset};

/// A reader of one library file within one transaction, so that records and journal fit together.
pub(crate) struct Reader<'a> {
    pub connection: &'a Connection,
    pub file: &'a Path,
}

impl Reader<'_> {
    fn sql(&self) -> impl Fn(rusqlite::Error) -> StoreError {
        |error| StoreError::from_sql(&error, self.file)
    }

    fn damaged(&self, detail: String) -> StoreError {
        StoreError::Damaged {
            file: self.file.to_owned(),
            detail,
        }
    }

    /// The map's number, revision and whether it is in the trash.
    pub fn row(&self, map: &MapId) -> Result<(i64, u32, bool), StoreError> {
        self.connection
            .prepare_cached("SELECT number, revision, trashed IS NOT NULL FROM map WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([map.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .optional()
            })
            .map_err(self.sql())?
            .ok_or_else(|| StoreError::NoSuchMap { map: map.to_string() })
    }

    /// All records of a map.
    pub fn document(&self, map: &MapId, number: i64) -> Result<Document, StoreError> {
        let (first, last) = numbers_of(number);
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind, body, id FROM record WHERE number BETWEEN ?1 AND ?2")
            .map_err(self.sql())?;
        let mut rows = statement.query([first, last]).map_err(self.sql())?;
        let mut found: Option<Map> = None;
        let mut others = Document::new(Map::new(map.clone(), ""));
        while let Some(row) = rows.next().map_err(self.sql())? {
            let texts = (row.get_ref(0), row.get_ref(1));
            let (Ok(ValueRef::Text(kind)), Ok(ValueRef::Text(body))) = texts else {
                return Err(self.damaged(format!("a record of map {map} is not text")));
            };
            let kind = std::str::from_utf8(kind).ok().and_then(RecordKind::from_key);
            self.put(&mut others, &mut found, kind, body).map_err(|reason| {
                let id: String = row.get(2).unwrap_or_default();
                self.damaged(format!("record {id} of map {map} cannot be read: {reason}"))
            })?;
        }
        others.map = found.ok_or_else(|| self.damaged(format!("map {map} has lost its first record")))?;
        Ok(others)
    }

    fn put(
        &self,
        document: &mut Document,
        map: &mut Option<Map>,
        kind: Option<RecordKind>,
        body: &[u8],
    ) -> Result<(), String> {
        fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
            serde_json::from_slice(body).map_err(|error| error.to_string())
        }
        macro_rules! put {
            ($table:ident) => {{
                let record = read(body)?;
                insert(&mut document.$table, record, |r| r.id.clone());
            }};
        }
        match kind.ok_or("its kind is unknown")? {
            RecordKind::Map => *map = Some(read(body)?),
            RecordKind::Persona => put!(personas),
            RecordKind::Stage => put!(stages),
            RecordKind::Step => put!(steps),
            RecordKind::Lane => put!(lanes),
            RecordKind::Card => put!(cards),
            RecordKind::Score => put!(scores),
            RecordKind::Link => put!(links),
            RecordKind::Note => put!(notes),
            RecordKind::TestRound => put!(test_rounds),
            RecordKind::Rating => put!(ratings),
            RecordKind::Asset => {
                let mut picture: journey_model::Asset = read(body)?;
                match asset::fetch(self.connection, &mut picture) {
                    Ok(true) => insert(&mut document.assets, picture, |r| r.id.clone()),
                    Ok(false) => return Err("its picture is missing".into()),
                    Err(error) => return Err(error.to_string()),
                }
            }
        }
        Ok(())
    }

    /// The newest lines of a map's journal, oldest first.
    pub fn journal(&self, number: i64, lines: u32) -> Result<Vec<JournalEntry>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT revision, kind, label, changes, selection, at FROM journal
                 WHERE map = ?1 ORDER BY revision DESC LIMIT ?2",
            )
            .map_err(self.sql())?;
        let mut rows = statement.query(params![number, lines]).map_err(self.sql())?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next().map_err(self.sql())? {
            match self.line(row).map_err(self.sql())? {
                Some(entry) => entries.push(entry),
                // Undo goes back to here and no further; the map itself does not depend on its journal.
                None => break,
            }
        }
        entries.reverse();
        Ok(entries)
    }

    /// One line, or `None` where it cannot be understood.
    fn line(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<JournalEntry>> {
        let (kind, changes, selection): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(4)?);
        let (Some(kind), Ok(mut changes), Ok((selected_before, selected_after))) = (
            JournalKind::from_key(&kind),
            serde_json::from_str(&changes),
            serde_json::from_str(&selection),
        ) else {
            return Ok(None);
        };
        asset::fetch_all(self.connection, &mut changes)?;
        Ok(Some(JournalEntry {
            revision: row.get(0)?,
            kind,
            label: row.get(2)?,
            changes,
            selected_before,
            selected_after,
            at: row.get::<_, i64>(5)?.try_into().unwrap_or(0),
        }))
    }
}

fn insert<K: Ord, V>(table: &mut std::collections::BTreeMap<K, V>, record: V, id: impl Fn(&V) -> K) {
    table.insert(id(&record), record);
}
