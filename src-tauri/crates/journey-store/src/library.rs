//! One open library file: reading, and the way to the writer.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError, RwLock, RwLockWriteGuard};
use std::thread::JoinHandle;

use journey_model::{Document, JournalEntry, MapId, MapState};
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior};

use crate::loading::Reader;
use crate::search::{self, Hit};
use crate::{StoreError, Writer, file};

/// Lines of the journal that come with an opened map: the reach of undo over a restart.
pub const JOURNAL_WINDOW: u32 = 1_000;

/// An open library. Share it between threads behind a reference; readers do not wait for the writer.
pub struct Library {
    file: PathBuf,
    pub(crate) writer: Writer,
    thread: Option<JoinHandle<()>>,
    /// Reading connections not in use.
    readers: Mutex<Vec<Connection>>,
    /// Held for reading by whoever reads, for writing by a [`Rest`].
    in_use: RwLock<()>,
}

/// While it lives, this process holds no connection to the library; see [`Library::rest`].
pub struct Rest<'a> {
    _reading: RwLockWriteGuard<'a, ()>,
    _writing: Sender<()>,
}

/// Which maps to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Those in the trash instead of those that are not.
    pub trash: bool,
}

/// What a list shows of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapEntry {
    pub id: MapId,
    pub title: String,
    pub subtitle: String,
    pub tags: Vec<String>,
    pub state: MapState,
    /// Number of cards.
    pub cards: u32,
    pub revision: u32,
    /// When the map was made, ms since 1970-01-01 UTC.
    pub created: u64,
    /// When it was last changed.
    pub modified: u64,
    /// When it went to the trash, if it is there.
    pub trashed: Option<u64>,
}

/// A map as it was last saved.
#[derive(Clone, Debug)]
pub struct OpenMap {
    pub document: Document,
    pub revision: u32,
    /// The newest [`JOURNAL_WINDOW`] lines of the journal, oldest first.
    pub journal: Vec<JournalEntry>,
}

/// A small picture of a map, as the host painted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// The revision that it shows; paint a new one where the map's is another.
    pub revision: u32,
    pub png: Vec<u8>,
}

impl MapEntry {
    /// From `id, title, subtitle, tags, state, cards, revision, created, modified, trashed`.
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (tags, state): (String, String) = (row.get(3)?, row.get(4)?);
        Ok(Self {
            id: MapId(row.get(0)?),
            title: row.get(1)?,
            subtitle: row.get(2)?,
            // What a list shows is a copy; the record itself is read when the map is opened.
            tags: serde_json::from_str(&tags).unwrap_or_default(),
            state: MapState::from_key(&state).unwrap_or(MapState::Current),
            cards: row.get(5)?,
            revision: row.get(6)?,
            created: time(row.get(7)?),
            modified: time(row.get(8)?),
            trashed: row.get::<_, Option<i64>>(9)?.map(time),
        })
    }
}

impl Library {
    /// Opens the library in `file`, making file and folders where they lack, and brings an older one
    /// up to date after a backup beside it.
    ///
    /// # Errors
    /// The file is no library, of another program, newer, damaged, locked or not writable. It is as it
    /// was.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = file::open_for_writing(file)?;
        let (writer, thread) = Writer::start(connection, file)?;
        Ok(Self {
            file: file.to_owned(),
            writer,
            thread: Some(thread),
            readers: Mutex::default(),
            in_use: RwLock::default(),
        })
    }

    /// Where the library lies.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The way in for edits.
    pub fn writer(&self) -> Writer {
        self.writer.clone()
    }

    /// Closes every connection of this process until the [`Rest`] is dropped; readers wait, edits queue
    /// up in memory.
    ///
    /// A process that opens and closes a SQLite file by other means than SQLite loses its POSIX locks
    /// on it, and another process may then delete the log under it
    /// (<https://www.sqlite.org/howtocorrupt.html>, section 2.2). The desktop's file dialogs do just
    /// that, inside our process: they look into every file of the folder to choose its icon. So the
    /// host takes a rest while such a dialog is open.
    ///
    /// # Errors
    /// The library is closed.
    pub fn rest(&self) -> Result<Rest<'_>, StoreError> {
        let reading = self.in_use.write().unwrap_or_else(PoisonError::into_inner);
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let writing = self.writer.rest()?;
        Ok(Rest {
            _reading: reading,
            _writing: writing,
        })
    }

    /// The maps, those changed last first.
    pub fn list(&self, listing: Listing) -> Result<Vec<MapEntry>, StoreError> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT id, title, subtitle, tags, state, cards, revision, created, modified, trashed
                 FROM map WHERE (trashed IS NOT NULL) = ?1 ORDER BY coalesce(trashed, modified) DESC, number DESC",
            )?;
            statement.query_map([listing.trash], MapEntry::read)?.collect()
        })
    }

    /// Reads a map with the newest lines of its journal, behind the edits of it that were handed in.
    ///
    /// # Errors
    /// There is no such map, it is in the trash, it is damaged, or edits of it still wait for the disk.
    pub fn open_map(&self, map: &MapId) -> Result<OpenMap, StoreError> {
        self.writer.settle(map)?;
        let open = self.read_map(map, JOURNAL_WINDOW)?;
        self.writer.accept(map);
        Ok(open)
    }

    /// Reads a map as it was last saved, without its history: to export or to copy it.
    ///
    /// # Errors
    /// As [`Library::open_map`].
    pub fn document(&self, map: &MapId) -> Result<Document, StoreError> {
        self.writer.settle(map)?;
        Ok(self.read_map(map, 0)?.document)
    }

    fn read_map(&self, map: &MapId, lines: u32) -> Result<OpenMap, StoreError> {
        self.read_or(|reader| {
            let (number, revision, trashed) = reader.row(map)?;
            if trashed {
                return Err(StoreError::InTrash { map: map.to_string() });
            }
            Ok(OpenMap {
                document: reader.document(map, number)?,
                revision,
                journal: reader.journal(number, lines)?,
            })
        })
    }

    /// What people wrote that matches `query`, in all maps outside the trash: names first, then other
    /// text, newer maps first; at most `limit` hits. Every word must occur in the same record; the last
    /// one may be unfinished. Any text is a query, and none is an error.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
        self.read(|reader| search::hits(reader.connection, query, limit))
    }

    /// The picture of a map that was kept last.
    pub fn thumbnail(&self, map: &MapId) -> Result<Option<Thumbnail>, StoreError> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT thumbnail.revision, png FROM thumbnail JOIN map ON map.number = thumbnail.map WHERE id = ?1",
            )?;
            let row = |row: &Row<'_>| {
                Ok(Thumbnail {
                    revision: row.get(0)?,
                    png: row.get(1)?,
                })
            };
            statement.query_row([map.as_str()], row).optional()
        })
    }

    /// Reads through the whole file for damage; the list of what was found, empty where all is well.
    /// Takes a while on a large library.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        // A connection of its own: on one that has searched before another emptied the index, SQLite
        // 3.54 reports a wrong checksum where there is none.
        let connection = file::open_for_reading(&self.file)?;
        let found = || -> rusqlite::Result<Vec<String>> {
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        let mut found = found().map_err(|error| StoreError::from_sql(&error, &self.file))?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Reader<'_>) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.read_or(|reader| read(reader).map_err(|error| StoreError::from_sql(&error, &self.file)))
    }

    /// Reads within one transaction on a connection of its own.
    fn read_or<T>(&self, read: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let _in_use = self.in_use.read().unwrap_or_else(PoisonError::into_inner);
        let resting = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match resting {
            Some(connection) => connection,
            None => file::open_for_reading(&self.file)?,
        };
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .map_err(|error| StoreError::from_sql(&error, &self.file))?;
        let outcome = read(&Reader {
            connection: &transaction,
            file: &self.file,
        });
        // Nothing was written; ending the transaction either way lets the log be folded in.
        drop(transaction);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < 4 {
            readers.push(connection);
        }
        outcome
    }
}

impl Drop for Library {
    /// Waits until the writer has written what was handed in, or has tried a last time.
    fn drop(&mut self) {
        // Readers first: the last connection to close folds the log into the file.
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.writer.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn time(ms: i64) -> u64 {
    ms.try_into().unwrap_or(0)
}
