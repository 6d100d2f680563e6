//! Making, naming, copying, throwing away and bringing back whole maps.

use journey_model::{CountingIds, Document, Edit, IdSource, JournalEntry, JournalKind, MapFields, MapId};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::records::{self, WriteError, milliseconds, numbers_of};
use crate::writer::{number_and_revision, write_entry};
use crate::{Library, StoreError, asset};

impl Library {
    /// Adds a map. The document must keep the model's invariants.
    ///
    /// # Errors
    /// The library has a map of that id; or it cannot be written.
    pub fn create(&self, document: &Document, now_ms: u64) -> Result<(), StoreError> {
        let document = document.clone();
        self.writer.run(move |connection| {
            whole(connection, |connection| {
                let map = &document.map.id;
                let known: Option<i64> = connection
                    .query_row("SELECT number FROM map WHERE id = ?1", [map.as_str()], |row| row.get(0))
                    .optional()?;
                if known.is_some() {
                    return Err(refused(StoreError::MapExists { map: map.to_string() }));
                }
                records::insert_map(connection, &document, milliseconds(now_ms))?;
                Ok(())
            })
        })
    }

    /// Gives a map that is not open another title; can be undone once it is open.
    ///
    /// # Errors
    /// The title cannot be one; or there is no such map, or it cannot be written.
    pub fn rename(&self, map: &MapId, title: &str, now_ms: u64) -> Result<(), StoreError> {
        let title = Some(title.to_owned());
        self.update_map(
            map,
            MapFields {
                title,
                ..MapFields::default()
            },
            now_ms,
        )
    }

    /// Gives a map that is not open these tags in place of those it has; can be undone once it is open.
    ///
    /// # Errors
    /// As [`Library::rename`].
    pub fn tag(&self, map: &MapId, tags: &[String], now_ms: u64) -> Result<(), StoreError> {
        let tags = Some(tags.to_vec());
        self.update_map(
            map,
            MapFields {
                tags,
                ..MapFields::default()
            },
            now_ms,
        )
    }

    /// Makes the edit as a session would that had the map open.
    fn update_map(&self, map: &MapId, fields: MapFields, now_ms: u64) -> Result<(), StoreError> {
        let edit = Edit::UpdateMap { fields };
        // The edit makes no record, so that no id is asked for.
        let changes = self
            .document(map)?
            .apply(&edit, &mut CountingIds::default())
            .map_err(|error| StoreError::Refused {
                map: map.to_string(),
                reason: error.to_string(),
            })?;
        if changes.is_empty() {
            return Ok(());
        }
        let id = map.clone();
        self.writer.run(move |connection| {
            whole(connection, |connection| {
                let (number, revision) = number_and_revision(connection, &id)?;
                let entry = JournalEntry {
                    revision: revision.saturating_add(1),
                    kind: JournalKind::Apply,
                    label: edit.label(),
                    changes,
                    selected_before: Vec::new(),
                    selected_after: Vec::new(),
                    at: now_ms,
                };
                write_entry(connection, number, &entry)
            })
        })
    }

    /// Copies a map under new ids and `title`, without its history; gives the copy's id.
    pub fn duplicate(
        &self,
        map: &MapId,
        title: &str,
        ids: &mut dyn IdSource,
        now_ms: u64,
    ) -> Result<MapId, StoreError> {
        let mut copy = self.document(map)?.with_new_ids(ids);
        title.clone_into(&mut copy.map.title);
        let id = copy.map.id.clone();
        self.create(&copy, now_ms)?;
        Ok(id)
    }

    /// Moves a map to the trash. One that is there already stays as it is.
    pub fn trash(&self, map: &MapId, now_ms: u64) -> Result<(), StoreError> {
        let id = map.clone();
        self.writer.run(move |connection| {
            let (number, _) = number_and_revision(connection, &id)?;
            connection.execute(
                "UPDATE map SET trashed = ?2 WHERE number = ?1 AND trashed IS NULL",
                params![number, milliseconds(now_ms)],
            )?;
            Ok(())
        })
    }

    /// Takes a map out of the trash. One that is not there stays as it is.
    pub fn restore(&self, map: &MapId) -> Result<(), StoreError> {
        let id = map.clone();
        self.writer.run(move |connection| {
            let (number, _) = number_and_revision(connection, &id)?;
            connection.execute("UPDATE map SET trashed = NULL WHERE number = ?1", [number])?;
            Ok(())
        })
    }

    /// Deletes a map that is in the trash, with its history and the pictures that no other map shows.
    ///
    /// # Errors
    /// The map is not in the trash; or the library cannot be written.
    pub fn delete_forever(&self, map: &MapId) -> Result<(), StoreError> {
        let id = map.clone();
        self.writer.run(move |connection| {
            whole(connection, |connection| {
                let (number, _) = number_and_revision(connection, &id)?;
                let trashed: bool = connection.query_row(
                    "SELECT trashed IS NOT NULL FROM map WHERE number = ?1",
                    [number],
                    |row| row.get(0),
                )?;
                if !trashed {
                    return Err(refused(StoreError::NotInTrash { map: id.to_string() }));
                }
                let (first, last) = numbers_of(number);
                connection.execute("DELETE FROM search WHERE rowid BETWEEN ?1 AND ?2", [first, last])?;
                // Records, journal and thumbnail go with the map's row.
                connection.execute("DELETE FROM map WHERE number = ?1", [number])?;
                asset::sweep(connection)?;
                Ok(())
            })
        })?;
        self.writer.accept(map);
        Ok(())
    }

    /// Keeps a small picture of a map at a revision, in place of the one before.
    pub fn put_thumbnail(&self, map: &MapId, revision: u32, png: Vec<u8>) -> Result<(), StoreError> {
        let id = map.clone();
        self.writer.run(move |connection| {
            let (number, _) = number_and_revision(connection, &id)?;
            connection
                .prepare_cached(
                    "INSERT INTO thumbnail (map, revision, png) VALUES (?1, ?2, ?3)
                     ON CONFLICT (map) DO UPDATE SET revision = excluded.revision, png = excluded.png",
                )?
                .execute(params![number, revision, png])?;
            Ok(())
        })
    }
}

/// Runs `work` in one transaction: all of it or nothing.
pub(crate) fn whole<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcome = work(&transaction)?;
    transaction.commit()?;
    Ok(outcome)
}

fn refused(error: StoreError) -> WriteError {
    WriteError::Refused(error)
}
