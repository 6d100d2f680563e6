//! The library's file: where it lies, and whether it is one.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::schema::{self, APPLICATION_ID};

/// How long a connection waits for another process before it says that the library is locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the library lies unless told otherwise: `waymark/library.db` in the platform's data directory
/// (`$XDG_DATA_HOME` or `~/.local/share`, `~/Library/Application Support`, `%APPDATA%`). `None` where
/// the platform names none, which takes an account without a home.
pub fn default_path() -> Option<PathBuf> {
    Some(dirs::data_dir()?.join("waymark").join("library.db"))
}

/// Opens the file for the writer, making it and its folders where they lack.
///
/// # Errors
/// The file cannot be one, is another program's, is newer, or cannot be written. It is as it was.
pub(crate) fn open_for_writing(file: &Path) -> Result<Connection, StoreError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| StoreError::from_io(&error, file))?;
    }
    inspect(file)?;
    let sql = |error: rusqlite::Error| StoreError::from_sql(&error, file);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags).map_err(|error| unopened(&error, file))?;
    connection.busy_timeout(PATIENCE).map_err(sql)?;
    // SQLite falls back to reading where the file may not be written.
    if connection.is_readonly("main").map_err(sql)? {
        return Err(StoreError::ReadOnly { file: file.to_owned() });
    }
    schema::check_version(&connection, file)?;
    // The tables are made before WAL is switched on, so that the header of the main file, by which
    // the gate judges, is right from the first moment.
    schema::bring_up_to_date(&mut connection, file)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(sql)?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::Io {
            file: file.to_owned(),
            detail: "its disk cannot keep a write-ahead log, as some network drives cannot".into(),
        });
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Opens the file for reading only.
pub(crate) fn open_for_reading(file: &Path) -> Result<Connection, StoreError> {
    let sql = |error: rusqlite::Error| StoreError::from_sql(&error, file);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| unopened(&error, file))?;
    connection.busy_timeout(PATIENCE).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Judges a file by its header without opening it as a database, because opening alone may change a
/// file's log and would leave sidecar files beside another program's.
fn inspect(file: &Path) -> Result<(), StoreError> {
    let mut opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::from_io(&error, file)),
    };
    let about = opened.metadata().map_err(|error| StoreError::from_io(&error, file))?;
    let not_a_library = || StoreError::NotALibrary { file: file.to_owned() };
    if !about.is_file() {
        return Err(not_a_library());
    }
    if about.len() == 0 || is_half_made(file) {
        return Ok(());
    }
    // https://www.sqlite.org/fileformat.html, section 1.3
    let mut header = [0_u8; 100];
    opened.read_exact(&mut header).map_err(|_| not_a_library())?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_library());
    }
    let word = |at: usize| i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (version, application) = (i64::from(word(60)), word(68));
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign { file: file.to_owned() });
    }
    if version > schema::VERSION {
        return Err(StoreError::Newer {
            file: file.to_owned(),
            found: version,
            known: schema::VERSION,
        });
    }
    Ok(())
}

/// Whether a crash while the database was being made left its rollback journal: one that goes back to
/// no pages at all. SQLite empties the file when it opens it, so that the header says nothing.
fn is_half_made(file: &Path) -> bool {
    let mut journal = file.as_os_str().to_owned();
    journal.push("-journal");
    // https://www.sqlite.org/fileformat.html, section 3: magic, records, nonce, pages to go back to.
    let mut header = [0_u8; 20];
    let read = File::open(journal).and_then(|mut journal| journal.read_exact(&mut header));
    read.is_ok() && header.starts_with(&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]) && header[16..] == [0; 4]
}

/// SQLite says no more than “unable to open” where the system has a reason.
fn unopened(error: &rusqlite::Error, file: &Path) -> StoreError {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
        && let Err(reason) = fs::OpenOptions::new().read(true).append(true).open(file)
    {
        return StoreError::from_io(&reason, file);
    }
    StoreError::from_sql(error, file)
}
