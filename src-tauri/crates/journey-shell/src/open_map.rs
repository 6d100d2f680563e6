//! One open map: its session, and the writer that makes what it does durable.

use std::time::{SystemTime, UNIX_EPOCH};

use journey_editor::{Applied, Session};
use journey_layout::{Engine, FontBook};
use journey_model::{Edit, EditError, MapId};
use journey_store::{Library, SaveReport, StoreError, Ticket, Writer};

use crate::ids::RandomIds;

/// Milliseconds since 1970-01-01 UTC by the host's clock.
pub fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
}

/// A session whose every change goes to the library.
pub struct OpenMap {
    pub id: MapId,
    pub session: Session,
    writer: Writer,
}

/// A change, and the ticket that resolves when it is durable (`None` where nothing had to be stored).
pub struct Committed {
    pub applied: Applied,
    pub ticket: Option<Ticket>,
    /// What the writer knew once it had the change.
    pub report: SaveReport,
}

impl Committed {
    /// Ids of the records that the change added, such as the card just made.
    pub fn added(&self) -> Vec<String> {
        let changes = self.applied.entry.iter().map(|entry| &entry.changes);
        changes
            .flat_map(|changes| &changes.added)
            .map(|record| record.id().to_owned())
            .collect()
    }
}

impl OpenMap {
    /// Opens a map of the library with its undo history.
    ///
    /// # Errors
    /// [`StoreError`] where the map does not exist or cannot be read.
    pub fn open(library: &Library, id: &MapId, fonts: FontBook) -> Result<Self, StoreError> {
        let stored = library.open_map(id)?;
        let session = Session::open(
            stored.document,
            stored.revision,
            stored.journal,
            Engine::new(fonts),
            Box::new(RandomIds),
        );
        Ok(Self {
            id: id.clone(),
            session,
            writer: library.writer(),
        })
    }

    /// Applies an edit and hands it to the writer.
    ///
    /// # Errors
    /// [`EditError`] where the edit is refused; nothing changed then.
    pub fn apply(&mut self, edit: Edit, selection: Vec<String>) -> Result<Committed, EditError> {
        let applied = self.session.apply(edit, selection, now_ms())?;
        Ok(self.commit(applied))
    }

    /// Takes back the newest item of the history; `None` where there is none.
    pub fn undo(&mut self) -> Option<Committed> {
        let applied = self.session.undo(now_ms())?;
        Some(self.commit(applied))
    }

    /// Brings back what was last taken back; `None` where there is nothing.
    pub fn redo(&mut self) -> Option<Committed> {
        let applied = self.session.redo(now_ms())?;
        Some(self.commit(applied))
    }

    fn commit(&self, applied: Applied) -> Committed {
        let ticket = applied.entry.clone().map(|entry| self.writer.commit(&self.id, entry));
        let report = self.writer.report();
        Committed {
            applied,
            ticket,
            report,
        }
    }
}
