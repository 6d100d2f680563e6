//! The writer: the one thread that changes the library, and the truth about what is saved.
//!
//! Edits are written in the order they were handed in, one transaction each. Where the disk is at
//! fault (full, locked, not writable) the edits wait in memory and are tried again, in order, until
//! they are written; nothing overtakes them. Where an edit itself cannot be written (its map is gone,
//! or was changed by another program) it and the map's later edits are refused.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use journey_model::{JournalEntry, MapId};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::records::{self, WriteError, milliseconds};
use crate::{StoreError, StoreErrorCode, asset};

/// Pauses between attempts to write what could not be written: from the first to the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// Lines of a map's journal that are kept; older ones are let go now and then.
pub(crate) const KEPT_LINES: u32 = 2_000;

/// Whether everything is on the disk; said by the writer and nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Every edit handed in is durable.
    Saved,
    /// Edits are being written.
    Saving,
    /// Edits could not be written and wait in memory, or were refused. The message names the remedy.
    NotSaved { code: StoreErrorCode, message: String },
}

/// A [`SaveState`] with its number. Reports of one writer may be heard in another order than they were made
/// in, such as an answer that overtakes the watcher; the highest number is the newest, equal ones are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveReport {
    pub number: u32,
    pub state: SaveState,
}

/// Resolves when an edit is durable.
#[derive(Debug)]
pub struct Ticket {
    outcome: Receiver<Result<(), StoreError>>,
}

impl Ticket {
    /// Waits until the edit is durable, however long the disk stays full or locked.
    ///
    /// # Errors
    /// The edit was refused, or the library closed before it could be written.
    pub fn wait(self) -> Result<(), StoreError> {
        self.outcome.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// What became of the edit, or `None` while it is not decided within `patience`.
    pub fn wait_timeout(&self, patience: Duration) -> Option<Result<(), StoreError>> {
        match self.outcome.recv_timeout(patience) {
            Ok(outcome) => Some(outcome),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(StoreError::Closed)),
        }
    }
}

/// Hands edits to the writer thread. Cheap to clone; never waits for the disk.
#[derive(Clone)]
pub struct Writer {
    jobs: Sender<Job>,
    shared: Arc<Shared>,
}

type Work = Box<dyn FnOnce(Result<&mut Connection, StoreError>) + Send>;

enum Job {
    Commit(Commit),
    /// Anything else that writes. Gets the standing error where edits before it cannot be written.
    Run(Work),
    /// Lets go of the file until the other end of the channel is dropped.
    Rest {
        resting: Sender<()>,
        over: Receiver<()>,
    },
    /// Reaches for the connection whatever stands; for tests that make the disk fail.
    #[cfg(test)]
    Tinker(Box<dyn FnOnce(&Connection) + Send>),
    Close,
}

struct Commit {
    map: MapId,
    entry: JournalEntry,
    ticket: Sender<Result<(), StoreError>>,
}

struct Status {
    /// Edits handed in and not decided, by map.
    waiting: BTreeMap<MapId, usize>,
    /// Why the first of them could not be written when last tried.
    failure: Option<StoreError>,
    /// Maps whose edits are refused, until they are opened again.
    refused: BTreeMap<MapId, StoreError>,
    /// The newest report that anybody was given.
    reported: SaveReport,
}

impl Status {
    fn new() -> Self {
        Self {
            waiting: BTreeMap::new(),
            failure: None,
            refused: BTreeMap::new(),
            reported: SaveReport {
                number: 0,
                state: SaveState::Saved,
            },
        }
    }

    fn report(&mut self) -> SaveReport {
        let state = self.save_state();
        if self.reported.state != state {
            let number = self.reported.number + 1;
            self.reported = SaveReport { number, state };
        }
        self.reported.clone()
    }

    fn save_state(&self) -> SaveState {
        match self.failure.as_ref().or_else(|| self.refused.values().next()) {
            Some(error) => SaveState::NotSaved {
                code: error.code(),
                message: error.to_string(),
            },
            None if self.waiting.is_empty() => SaveState::Saved,
            None => SaveState::Saving,
        }
    }
}

type Watcher = Box<dyn FnMut(SaveReport) + Send>;

struct Shared {
    file: PathBuf,
    status: Mutex<Status>,
    /// And the number of the last report that it was given.
    watcher: Mutex<(Option<Watcher>, u32)>,
}

/// A panic elsewhere leaves counters that are still right; the lock's poison says nothing of use.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Tells the watcher, if what there is to say has changed.
    fn tell(&self) {
        let mut watcher = lock(&self.watcher);
        let report = lock(&self.status).report();
        if watcher.1 != report.number {
            watcher.1 = report.number;
            if let Some(watch) = &mut watcher.0 {
                watch(report);
            }
        }
    }
}

impl Writer {
    /// Starts the writer thread on a connection that may write.
    pub(crate) fn start(
        connection: Connection,
        file: &Path,
    ) -> Result<(Self, std::thread::JoinHandle<()>), StoreError> {
        let (jobs, inbox) = mpsc::channel();
        let shared = Arc::new(Shared {
            file: file.to_owned(),
            status: Mutex::new(Status::new()),
            watcher: Mutex::new((None, 0)),
        });
        let desk = Desk {
            connection: Some(connection),
            shared: Arc::clone(&shared),
            queue: VecDeque::new(),
            pause: PAUSES.0,
            next_attempt: Instant::now(),
        };
        let thread = std::thread::Builder::new()
            .name("library writer".into())
            .spawn(move || desk.work(&inbox))
            .map_err(|error| StoreError::from_io(&error, file))?;
        Ok((Self { jobs, shared }, thread))
    }

    /// Hands in an edit of a map: its line of the journal, which tells everything that changed. Lines of
    /// one map must come in the order of their revisions.
    pub fn commit(&self, map: &MapId, entry: JournalEntry) -> Ticket {
        let (ticket, outcome) = mpsc::channel();
        *lock(&self.shared.status).waiting.entry(map.clone()).or_default() += 1;
        let commit = Commit {
            map: map.clone(),
            entry,
            ticket,
        };
        // A closed writer drops the job and with it the ticket's sender, which resolves the ticket.
        let _ = self.jobs.send(Job::Commit(commit));
        Ticket { outcome }
    }

    /// Waits until every edit handed in so far is decided.
    ///
    /// # Errors
    /// Why edits could not be written; they stay in memory and are tried again all the same.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.run(|_| Ok(()))?;
        match lock(&self.shared.status).refused.values().next() {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    /// Whether everything handed in is on the disk.
    pub fn state(&self) -> SaveState {
        lock(&self.shared.status).save_state()
    }

    /// Whether everything handed in is on the disk, with the number that orders it among other reports. An
    /// edit that was handed in before is not `Saved` in it unless it is durable.
    pub fn report(&self) -> SaveReport {
        lock(&self.shared.status).report()
    }

    /// Calls `watcher` on the writer's thread whenever the state changes, in order. It must not wait for
    /// the library. A later watcher takes the place of this one.
    pub fn watch(&self, watcher: impl FnMut(SaveReport) + Send + 'static) {
        lock(&self.shared.watcher).0 = Some(Box::new(watcher));
    }

    /// Does something on the writer's thread, behind all edits handed in so far, and waits for it.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, WriteError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = mpsc::channel();
        let file = self.shared.file.clone();
        let job = Job::Run(Box::new(move |connection| {
            let outcome = connection.and_then(|connection| work(connection).map_err(|error| told(error, &file)));
            // Whoever asked may have gone.
            let _ = reply.send(outcome);
        }));
        self.jobs.send(job).map_err(|_| StoreError::Closed)?;
        answer.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Makes sure that what a reader sees of the map is all there is: waits for its edits.
    pub(crate) fn settle(&self, map: &MapId) -> Result<(), StoreError> {
        if !lock(&self.shared.status).waiting.contains_key(map) {
            return Ok(());
        }
        self.run(|_| Ok(()))
    }

    /// Takes edits of a map again after it was opened from the disk anew.
    pub(crate) fn accept(&self, map: &MapId) {
        lock(&self.shared.status).refused.remove(map);
        self.shared.tell();
    }

    #[cfg(test)]
    pub(crate) fn tinker(&self, work: impl FnOnce(&Connection) + Send + 'static) {
        self.jobs.send(Job::Tinker(Box::new(work))).unwrap();
    }

    /// Closes the writer's connection, behind all edits handed in so far, until what is returned is
    /// dropped. Edits handed in meanwhile wait in memory and are written then.
    pub(crate) fn rest(&self) -> Result<Sender<()>, StoreError> {
        let (resting, rests) = mpsc::channel();
        let (end, over) = mpsc::channel();
        self.jobs
            .send(Job::Rest { resting, over })
            .map_err(|_| StoreError::Closed)?;
        rests.recv().map_err(|_| StoreError::Closed)?;
        Ok(end)
    }

    /// Ends the thread once everything handed in is written or tried a last time.
    pub(crate) fn close(&self) {
        let _ = self.jobs.send(Job::Close);
    }
}

/// The writer thread's side.
struct Desk {
    /// `None` after a rest, until something is to be written.
    connection: Option<Connection>,
    shared: Arc<Shared>,
    queue: VecDeque<Commit>,
    pause: Duration,
    next_attempt: Instant,
}

impl Desk {
    fn work(mut self, inbox: &Receiver<Job>) {
        loop {
            let job = if self.queue.is_empty() {
                inbox.recv().unwrap_or(Job::Close)
            } else {
                let pause = self.next_attempt.saturating_duration_since(Instant::now());
                match inbox.recv_timeout(pause) {
                    Ok(job) => job,
                    Err(RecvTimeoutError::Timeout) => {
                        self.drain();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => Job::Close,
                }
            };
            match job {
                Job::Commit(commit) => {
                    let blocked = !self.queue.is_empty();
                    self.queue.push_back(commit);
                    self.shared.tell();
                    // While the disk is at fault, attempts are made by the clock, not once a key press.
                    if !blocked || Instant::now() >= self.next_attempt {
                        self.drain();
                    }
                }
                Job::Run(work) => {
                    self.drain();
                    let failure = lock(&self.shared.status).failure.clone();
                    work(match failure {
                        Some(error) => Err(error),
                        None => connected(&mut self.connection, &self.shared.file),
                    });
                }
                Job::Rest { resting, over } => {
                    self.drain();
                    self.connection = None;
                    // Nobody sends anything: the channel ends when the other side is dropped.
                    if resting.send(()).is_ok() {
                        let _ = over.recv();
                    }
                }
                #[cfg(test)]
                Job::Tinker(work) => {
                    work(connected(&mut self.connection, &self.shared.file).unwrap());
                }
                Job::Close => {
                    self.drain();
                    let failure = lock(&self.shared.status).failure.clone().unwrap_or(StoreError::Closed);
                    for commit in self.queue.drain(..) {
                        let _ = commit.ticket.send(Err(failure.clone()));
                    }
                    return;
                }
            }
        }
    }

    /// Writes what waits, in order, until all is written or the disk refuses.
    fn drain(&mut self) {
        while let Some(commit) = self.queue.pop_front() {
            let refused = lock(&self.shared.status).refused.get(&commit.map).cloned();
            let outcome = match refused {
                Some(error) => Err(error),
                None => connected(&mut self.connection, &self.shared.file)
                    .and_then(|connection| write(connection, &commit).map_err(|error| told(error, &self.shared.file))),
            };
            match outcome {
                Err(error) if error.may_pass() => {
                    self.queue.push_front(commit);
                    let mut status = lock(&self.shared.status);
                    self.pause = match status.failure {
                        Some(_) => (self.pause * 2).min(PAUSES.1),
                        None => PAUSES.0,
                    };
                    status.failure = Some(error);
                    drop(status);
                    self.next_attempt = Instant::now() + self.pause;
                    self.shared.tell();
                    return;
                }
                outcome => self.decided(&commit, outcome),
            }
        }
        self.shared.tell();
    }

    fn decided(&self, commit: &Commit, outcome: Result<(), StoreError>) {
        let mut status = lock(&self.shared.status);
        status.failure = None;
        if let Some(count) = status.waiting.get_mut(&commit.map) {
            *count -= 1;
            if *count == 0 {
                status.waiting.remove(&commit.map);
            }
        }
        if let Err(error) = &outcome {
            status
                .refused
                .entry(commit.map.clone())
                .or_insert_with(|| error.clone());
        }
        drop(status);
        // Whoever handed it in may not care to wait.
        let _ = commit.ticket.send(outcome);
    }
}

/// The writer's connection, opened again after a rest.
fn connected<'a>(connection: &'a mut Option<Connection>, file: &Path) -> Result<&'a mut Connection, StoreError> {
    let open = match connection.take() {
        Some(open) => open,
        None => crate::file::open_for_writing(file)?,
    };
    Ok(connection.insert(open))
}

/// Why a write failed, as the library tells it.
fn told(error: WriteError, file: &Path) -> StoreError {
    match error {
        WriteError::Sql(error) => StoreError::from_sql(&error, file),
        WriteError::Lacks(id) => StoreError::Damaged {
            file: file.to_owned(),
            detail: format!("it lacks record {id}, which an edit changes"),
        },
        WriteError::Json(detail) => StoreError::Io {
            file: file.to_owned(),
            detail,
        },
        WriteError::Refused(error) => error,
    }
}

/// One edit as one transaction.
fn write(connection: &mut Connection, commit: &Commit) -> Result<(), WriteError> {
    let entry = &commit.entry;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (map, revision) = number_and_revision(&transaction, &commit.map)?;
    if entry.revision != revision.saturating_add(1) {
        // A commit that reported an error may have reached the disk all the same.
        return match entry.revision <= revision && is_written(&transaction, map, entry)? {
            true => Ok(()),
            false => Err(WriteError::Refused(StoreError::Conflict {
                map: commit.map.to_string(),
                found: revision,
                expected: entry.revision.saturating_sub(1),
            })),
        };
    }
    write_entry(&transaction, map, entry)?;
    transaction.commit()?;
    Ok(())
}

/// The records, the journal and the map's row of one edit, within the caller's transaction.
pub(crate) fn write_entry(connection: &Connection, map: i64, entry: &JournalEntry) -> Result<(), WriteError> {
    records::write_changes(connection, map, &entry.changes)?;
    records::append(connection, map, entry)?;
    connection
        .prepare_cached("UPDATE map SET revision = ?2, modified = ?3 WHERE number = ?1")?
        .execute(params![map, entry.revision, milliseconds(entry.at)])?;
    if entry.revision.is_multiple_of(256) && entry.revision > KEPT_LINES {
        connection.execute(
            "DELETE FROM journal WHERE map = ?1 AND revision <= ?2",
            params![map, entry.revision - KEPT_LINES],
        )?;
        asset::sweep(connection)?;
    }
    Ok(())
}

/// The map's number and revision in the library.
pub(crate) fn number_and_revision(connection: &Connection, map: &MapId) -> Result<(i64, u32), WriteError> {
    connection
        .prepare_cached("SELECT number, revision FROM map WHERE id = ?1")?
        .query_row([map.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or_else(|| WriteError::Refused(StoreError::NoSuchMap { map: map.to_string() }))
}

/// Whether the journal holds this very line.
fn is_written(connection: &Connection, map: i64, entry: &JournalEntry) -> Result<bool, WriteError> {
    let kept = asset::put_away_all(connection, &entry.changes)?;
    let changes = serde_json::to_string(kept.as_ref().map_or(&entry.changes, |(changes, _)| changes))?;
    let found: Option<(String, String, i64)> = connection
        .prepare_cached("SELECT kind, changes, at FROM journal WHERE map = ?1 AND revision = ?2")?
        .query_row(params![map, entry.revision], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(found == Some((entry.kind.key().to_owned(), changes, milliseconds(entry.at))))
}
