//! What the host keeps beside the maps: its settings, and which maps were opened last.

use journey_model::MapId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::maps::whole;
use crate::{Library, MapEntry, StoreError};

/// Maps that are remembered as opened; more than any menu shows, since those in the trash do not count.
const REMEMBERED: usize = 50;

/// The key of the list of maps that were opened last.
const RECENT: &str = "recent";

impl Library {
    /// The setting of that name; `None` where there is none.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let key = key(name);
        self.read(|reader| text(reader.connection, &key))
    }

    /// Keeps a setting, or with `None` forgets it. It is on the disk when this returns.
    ///
    /// # Errors
    /// The library cannot be written; the setting is as it was.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        let (key, value) = (key(name), value.map(str::to_owned));
        self.writer
            .run(move |connection| Ok(set_text(connection, &key, value.as_deref())?))
    }

    /// Remembers that a map was opened just now.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_opened(&self, map: &MapId) -> Result<(), StoreError> {
        let id = map.clone();
        self.writer.run(move |connection| {
            whole(connection, |connection| {
                let mut ids = remembered(connection)?;
                ids.retain(|known| *known != id);
                ids.insert(0, id);
                ids.truncate(REMEMBERED);
                // A list of texts: there is nothing in it that JSON cannot say.
                let json = serde_json::to_string(&ids).unwrap_or_default();
                Ok(set_text(connection, RECENT, Some(&json))?)
            })
        })
    }

    /// The maps that were opened last, the latest first, at most `limit`; none from the trash.
    pub fn recent(&self, limit: usize) -> Result<Vec<MapEntry>, StoreError> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT id, title, subtitle, tags, state, cards, revision, created, modified, trashed
                 FROM map WHERE id = ?1 AND trashed IS NULL",
            )?;
            let mut maps = Vec::new();
            for id in remembered(reader.connection)? {
                if maps.len() == limit {
                    break;
                }
                maps.extend(statement.query_row([id.as_str()], MapEntry::read).optional()?);
            }
            Ok(maps)
        })
    }
}

fn key(name: &str) -> String {
    format!("setting/{name}")
}

/// The ids noted, the latest first; a list that cannot be read is no list.
fn remembered(connection: &Connection) -> rusqlite::Result<Vec<MapId>> {
    let json = text(connection, RECENT)?.unwrap_or_default();
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

fn text(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

fn set_text(connection: &Connection, key: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        Some(value) => connection
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![key, value])?,
        None => connection
            .prepare_cached("DELETE FROM meta WHERE key = ?1")?
            .execute([key])?,
    };
    Ok(())
}
