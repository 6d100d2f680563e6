//! Pictures: their bytes lie once in the library, by hash; records and journal name the hash.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use journey_model::{Asset, ChangeSet, Record};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Where a stored body names the hash of its picture; no field of the file format has a colon.
const HASH_FIELD: &str = "sha256:";

/// SHA-256 in lower-case hex.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Keeps the bytes of a picture (once) and gives their hash and the record without them.
pub(crate) fn put_away(connection: &Connection, asset: &Asset) -> rusqlite::Result<(Asset, String)> {
    let hash = hash(&asset.bytes);
    connection
        .prepare_cached("INSERT INTO asset (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING")?
        .execute(params![hash, &asset.bytes[..]])?;
    let mut stub = Asset {
        bytes: Arc::default(),
        ..asset.clone()
    };
    stub.extra.insert(HASH_FIELD.into(), Value::String(hash.clone()));
    Ok((stub, hash))
}

/// Gives a stored picture its bytes back. `false` where the library lacks them.
pub(crate) fn fetch(connection: &Connection, asset: &mut Asset) -> rusqlite::Result<bool> {
    let Some(Value::String(hash)) = asset.extra.remove(HASH_FIELD) else {
        return Ok(true);
    };
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT bytes FROM asset WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    let found = bytes.is_some();
    asset.bytes = bytes.unwrap_or_default().into();
    Ok(found)
}

/// The change with its pictures put away, and their hashes. `None` where it holds no picture, which is
/// nearly always.
pub(crate) fn put_away_all(
    connection: &Connection,
    changes: &ChangeSet,
) -> rusqlite::Result<Option<(ChangeSet, BTreeSet<String>)>> {
    if !records(changes).any(|record| matches!(record, Record::Asset(_))) {
        return Ok(None);
    }
    let mut changes = changes.clone();
    let mut hashes = BTreeSet::new();
    for record in records_mut(&mut changes) {
        if let Record::Asset(asset) = record {
            let (stub, hash) = put_away(connection, asset)?;
            *asset = stub;
            hashes.insert(hash);
        }
    }
    Ok(Some((changes, hashes)))
}

/// Gives the pictures of a stored change their bytes back.
pub(crate) fn fetch_all(connection: &Connection, changes: &mut ChangeSet) -> rusqlite::Result<()> {
    for record in records_mut(changes) {
        if let Record::Asset(asset) = record {
            fetch(connection, asset)?;
        }
    }
    Ok(())
}

/// Forgets the pictures that neither a record nor the journal names any more.
pub(crate) fn sweep(connection: &Connection) -> rusqlite::Result<usize> {
    connection.execute(
        "DELETE FROM asset WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.asset = asset.hash)
                             AND NOT EXISTS (SELECT 1 FROM journal_asset WHERE journal_asset.asset = asset.hash)",
        [],
    )
}

fn records(changes: &ChangeSet) -> impl Iterator<Item = &Record> {
    let updated = changes.updated.iter().flat_map(|u| [&u.from, &u.to]);
    changes.added.iter().chain(updated).chain(&changes.removed)
}

fn records_mut(changes: &mut ChangeSet) -> impl Iterator<Item = &mut Record> {
    let updated = changes.updated.iter_mut().flat_map(|u| [&mut u.from, &mut u.to]);
    changes.added.iter_mut().chain(updated).chain(&mut changes.removed)
}
