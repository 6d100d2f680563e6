//! What the window's commands share: the library, the fonts and the open maps.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use journey_layout::FontBook;
use journey_model::MapId;
use journey_shell::open_map::OpenMap;
use journey_store::{Library, SaveReport, SaveState, StoreError};
use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use tauri_specta::Event;

use super::error::{ErrorCode, IpcError, sentence};
use crate::export_job::Jobs;
use crate::export_preview::Previews;
use crate::preferences::Preferences;
use crate::window::closing::Closing;
use crate::window::drag::Drags;
use crate::window::place::Place;

/// What the writer knows about the library's last commits.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum WireSaveState {
    Saved,
    Saving,
    NotSaved { code: ErrorCode, message: String },
}

impl From<&SaveState> for WireSaveState {
    fn from(state: &SaveState) -> Self {
        match state {
            SaveState::Saved => Self::Saved,
            SaveState::Saving => Self::Saving,
            SaveState::NotSaved { code, message } => Self::NotSaved {
                code: (*code).into(),
                message: sentence(message),
            },
        }
    }
}

/// A state of saving and its number. Events and answers overtake each other on their way to the window, which
/// goes by the highest number.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct WireSaveReport {
    pub number: u32,
    pub state: WireSaveState,
}

impl From<&SaveReport> for WireSaveReport {
    fn from(report: &SaveReport) -> Self {
        Self {
            number: report.number,
            state: (&report.state).into(),
        }
    }
}

/// Sent whenever the state of saving changes.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub struct SaveStateEvent {
    pub report: WireSaveReport,
}

/// Sent when the desktop or another start of the app asks for a file to be opened.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum OpenRequestEvent {
    /// Its map, which is in the library by now.
    Map {
        map: String,
    },
    /// The file is of another program: it is for the page to bring in, which asks what is not told by itself.
    Foreign {
        path: String,
    },
    Problem {
        problem: IpcError,
    },
}

/// A map that is open in the window.
pub type SharedMap = Arc<Mutex<OpenMap>>;

/// The state that Tauri manages.
pub struct AppState {
    path: PathBuf,
    library: Arc<Library>,
    fonts: FontBook,
    maps: Mutex<BTreeMap<String, SharedMap>>,
    ready: AtomicBool,
    waiting: Mutex<Vec<OpenRequestEvent>>,
    /// Exports that are being written.
    pub exports: Jobs,
    pub previews: Previews,
    /// As the library keeps them.
    pub preferences: Mutex<Preferences>,
    /// Where the window stands when it is not maximised.
    pub place: Mutex<Option<Place>>,
    pub closing: Closing,
    pub drags: Mutex<Drags>,
}

impl AppState {
    /// Opens the library; every change of its save state is sent to the window.
    ///
    /// # Errors
    /// [`StoreError`], naming the library file and the remedy.
    pub fn open(path: &Path, app: AppHandle) -> Result<Self, StoreError> {
        let library = Library::open(path)?;
        library.writer().watch(move |report| {
            // Without a window there is nobody to tell.
            let _ = SaveStateEvent {
                report: (&report).into(),
            }
            .emit(&app);
        });
        Ok(Self {
            path: path.into(),
            preferences: Mutex::new(Preferences::of(&library)),
            place: Mutex::new(Place::of(&library)),
            library: Arc::new(library),
            fonts: FontBook::shipped(),
            maps: Mutex::default(),
            ready: AtomicBool::new(false),
            waiting: Mutex::default(),
            exports: Jobs::default(),
            previews: Previews::default(),
            closing: Closing::default(),
            drags: Mutex::default(),
        })
    }

    /// The library file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The open library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The fonts that the app shipped with.
    pub fn fonts(&self) -> &FontBook {
        &self.fonts
    }

    /// Runs blocking work on the library off the async threads.
    ///
    /// # Errors
    /// What the work returns; a panic in it becomes an internal error.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library, &FontBook) -> Result<T, IpcError> + Send + 'static,
    ) -> Result<T, IpcError> {
        let (library, fonts) = (Arc::clone(&self.library), self.fonts.clone());
        tauri::async_runtime::spawn_blocking(move || work(&library, &fonts))
            .await
            .map_err(IpcError::internal)?
    }

    /// Does something beside what the person waits for, whose failure would only cost comfort.
    pub fn aside(&self, work: impl FnOnce(&Library) + Send + 'static) {
        let library = Arc::clone(&self.library);
        tauri::async_runtime::spawn_blocking(move || work(&library));
    }

    /// Runs blocking work on an open map.
    ///
    /// # Errors
    /// [`ErrorCode::Missing`] where the map is not open, and what the work returns.
    pub async fn with_map<T: Send + 'static>(
        &self,
        map: &str,
        work: impl FnOnce(&mut OpenMap) -> Result<T, IpcError> + Send + 'static,
    ) -> Result<T, IpcError> {
        let shared = self
            .open_one(map)
            .ok_or_else(|| IpcError::missing(format!("the map {map} is not open")))?;
        tauri::async_runtime::spawn_blocking(move || work(&mut lock(&shared)))
            .await
            .map_err(IpcError::internal)?
    }

    /// The open map of that id.
    pub fn open_one(&self, map: &str) -> Option<SharedMap> {
        lock(&self.maps).get(map).cloned()
    }

    /// Opens a map, or finds it open.
    ///
    /// # Errors
    /// Where the library does not hold it or it cannot be read.
    pub async fn open_map(&self, map: String) -> Result<SharedMap, IpcError> {
        if let Some(open) = self.open_one(&map) {
            return Ok(open);
        }
        let id = MapId(map.clone());
        let opened = self
            .blocking(move |library, fonts| Ok(OpenMap::open(library, &id, fonts.clone())?))
            .await?;
        let shared = Arc::new(Mutex::new(opened));
        Ok(Arc::clone(lock(&self.maps).entry(map).or_insert(shared)))
    }

    /// Forgets an open map, after its last commit.
    ///
    /// # Errors
    /// Where the last commit failed: the map stays open.
    pub async fn close_map(&self, map: &str) -> Result<(), IpcError> {
        self.blocking(|library, _| Ok(library.writer().flush()?)).await?;
        lock(&self.maps).remove(map);
        self.previews.forget(map);
        Ok(())
    }

    /// What the writer knows now.
    pub fn save_report(&self) -> WireSaveReport {
        (&self.library.writer().report()).into()
    }

    /// Waits until everything handed to the writer is durable.
    ///
    /// # Errors
    /// Why it cannot be made so; the edits stay in memory.
    pub fn flush(&self) -> Result<(), IpcError> {
        Ok(self.library.writer().flush()?)
    }

    /// The page stands and listens; returns what was asked for before it listened.
    pub fn set_ready(&self) -> Vec<OpenRequestEvent> {
        let mut waiting = lock(&self.waiting);
        self.ready.store(true, Ordering::Release);
        std::mem::take(&mut waiting)
    }

    /// The page is gone by a fault. The one that follows begins with the map that was open.
    pub fn set_gone(&self) {
        let mut waiting = lock(&self.waiting);
        self.ready.store(false, Ordering::Release);
        let open = lock(&self.maps).keys().next_back().cloned();
        waiting.extend(open.map(|map| OpenRequestEvent::Map { map }));
    }

    /// Whether the page stands and listens.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// Gives the event back where the page listens, else keeps it until then.
    pub fn open_when_ready(&self, event: OpenRequestEvent) -> Option<OpenRequestEvent> {
        let mut waiting = lock(&self.waiting);
        if self.is_ready() {
            return Some(event);
        }
        waiting.push(event);
        None
    }
}

/// A lock that goes on after a panic elsewhere: what it guards is replaced whole or not at all.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
