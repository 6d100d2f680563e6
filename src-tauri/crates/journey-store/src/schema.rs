//! The tables of the library, and how older files come to have them.
//!
//! `meta` holds what the host keeps beside the maps: its settings (`setting/<name>`) and the maps that
//! were opened last (`recent`).
//!
//! Any SQLite browser can read a map: `record` holds one row a record with its JSON body as in the
//! file format. Pictures are the exception: their bytes lie once in `asset`, by SHA-256, and the body
//! names the hash.
//!
//! `record.number` is `map.number · 2³² + n`. A map's records thus lie next to each other in the file
//! (opening it is one range scan), `search.rowid` is the same number (an edit finds its rows of the
//! index without a lookup), and a search hit tells its map by a shift.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Marks the file as a library in the database header: "WAYM".
pub(crate) const APPLICATION_ID: i32 = 0x5741_594D;

/// The format this version writes, in `user_version`.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

/// `MIGRATIONS[n]` takes a library of format n to format n + 1. Never edit one that was released.
const MIGRATIONS: &[&str] = &[
    // 1: the first.
    "
    CREATE TABLE meta (
        key   TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) WITHOUT ROWID;

    -- One row a map: what lists show, without reading records.
    CREATE TABLE map (
        number   INTEGER PRIMARY KEY,
        id       TEXT NOT NULL UNIQUE,
        title    TEXT NOT NULL,
        subtitle TEXT NOT NULL,
        state    TEXT NOT NULL,
        tags     TEXT NOT NULL,              -- JSON list of texts
        cards    INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        created  INTEGER NOT NULL,           -- ms since 1970-01-01 UTC
        modified INTEGER NOT NULL,
        trashed  INTEGER                     -- when it went to the trash; NULL while it is not there
    );

    CREATE TABLE asset (
        hash  TEXT PRIMARY KEY NOT NULL,     -- SHA-256 of the bytes, in hex
        bytes BLOB NOT NULL
    );

    CREATE TABLE record (
        number INTEGER PRIMARY KEY,
        map    INTEGER NOT NULL REFERENCES map (number) ON DELETE CASCADE,
        id     TEXT NOT NULL,
        kind   TEXT NOT NULL,
        body   TEXT NOT NULL,                -- JSON
        asset  TEXT REFERENCES asset (hash), -- of a picture
        UNIQUE (map, id)
    );
    CREATE INDEX record_asset ON record (asset) WHERE asset IS NOT NULL;

    CREATE TABLE journal (
        map       INTEGER NOT NULL REFERENCES map (number) ON DELETE CASCADE,
        revision  INTEGER NOT NULL,
        kind      TEXT NOT NULL,
        label     TEXT NOT NULL,
        changes   TEXT NOT NULL,             -- JSON: added, updated from and to, removed
        selection TEXT NOT NULL,             -- JSON: [before, after]
        at        INTEGER NOT NULL,
        PRIMARY KEY (map, revision)
    ) WITHOUT ROWID;

    -- Pictures that lines of the journal need to bring back.
    CREATE TABLE journal_asset (
        map      INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        asset    TEXT NOT NULL REFERENCES asset (hash),
        PRIMARY KEY (map, revision, asset),
        FOREIGN KEY (map, revision) REFERENCES journal (map, revision) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX journal_asset_asset ON journal_asset (asset);

    CREATE TABLE thumbnail (
        map      INTEGER PRIMARY KEY REFERENCES map (number) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        png      BLOB NOT NULL
    );

    -- Marks (Mn, Mc) belong to words, or Indic vowels and Thai tones would cut them.
    CREATE VIRTUAL TABLE search USING fts5 (
        title, text,
        tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\",
        prefix = '2 3'
    );
    ",
];

/// Brings a connection that may write up to this version's format: makes the tables in an empty file,
/// and migrates an older one in one transaction after a backup beside it.
pub(crate) fn bring_up_to_date(connection: &mut Connection, file: &Path) -> Result<(), StoreError> {
    migrate(connection, file, MIGRATIONS)
}

fn migrate(connection: &mut Connection, file: &Path, migrations: &[&str]) -> Result<(), StoreError> {
    let sql = |error: &rusqlite::Error| StoreError::from_sql(error, file);
    let version = migrations.len() as i64;
    let found = known_version(connection, file, version)?;
    if found == version {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, file, found)?;
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(|e| sql(&e))?;
    // Another process may have been quicker while we waited for the lock.
    let found = known_version(&transaction, file, version)?;
    for migration in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(migration).map_err(|e| sql(&e))?;
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|e| sql(&e))?;
    transaction
        .pragma_update(None, "user_version", version)
        .map_err(|e| sql(&e))?;
    transaction.commit().map_err(|e| sql(&e))
}

/// The format of the open file; 0 where the file is empty.
///
/// # Errors
/// The file is of another program or of a newer version of this one.
pub(crate) fn check_version(connection: &Connection, file: &Path) -> Result<i64, StoreError> {
    known_version(connection, file, VERSION)
}

fn known_version(connection: &Connection, file: &Path, newest: i64) -> Result<i64, StoreError> {
    let sql = |error: rusqlite::Error| StoreError::from_sql(&error, file);
    let application: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(sql)?;
    let found: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(sql)?;
    if application != APPLICATION_ID {
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(sql)?;
        return match (application, found, tables) {
            (0, 0, 0) => Ok(0),
            _ => Err(StoreError::Foreign { file: file.to_owned() }),
        };
    }
    if found > newest {
        return Err(StoreError::Newer {
            file: file.to_owned(),
            found,
            known: newest,
        });
    }
    Ok(found)
}

/// Copies the library beside itself before a migration, as `library.db.format-1.backup`.
fn back_up(connection: &Connection, file: &Path, found: i64) -> Result<(), StoreError> {
    let backup = backup_path(file, found);
    // Through SQLite rather than by copying the file, so that what still lies in the WAL comes along.
    connection
        .backup("main", &backup, None::<fn(rusqlite::backup::Progress)>)
        .map_err(|error| StoreError::from_sql(&error, &backup))
}

fn backup_path(file: &Path, format: i64) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".format-{format}.backup"));
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(file: &Path) -> i64 {
        let connection = Connection::open(file).unwrap();
        connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn an_older_library_is_backed_up_and_migrated_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        let backup = folder.path().join("library.db.format-1.backup");
        let mut connection = Connection::open(&file).unwrap();
        let first = "CREATE TABLE meta (key TEXT); INSERT INTO meta VALUES ('kept');";
        migrate(&mut connection, &file, &[first]).unwrap();
        assert!(!backup.exists(), "a new library needs no backup");

        let broken = "ALTER TABLE meta ADD COLUMN value TEXT; SELECT no_such_function();";
        migrate(&mut connection, &file, &[first, broken]).unwrap_err();
        assert_eq!((version(&file), version(&backup)), (1, 1));
        connection.prepare("SELECT value FROM meta").unwrap_err();

        migrate(
            &mut connection,
            &file,
            &[first, "ALTER TABLE meta ADD COLUMN value TEXT;"],
        )
        .unwrap();
        assert_eq!((version(&file), version(&backup)), (2, 1));
        let key: String = connection
            .query_row("SELECT key FROM meta WHERE value IS NULL", [], |r| r.get(0))
            .unwrap();
        assert_eq!(key, "kept");

        let error = migrate(&mut connection, &file, &[first]).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }));
    }
}
