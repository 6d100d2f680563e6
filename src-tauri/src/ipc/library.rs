//! Commands of the library screen.

use std::path::{Path, PathBuf};

use journey_model::MapId;
use journey_model::template::{self, Answers};
use journey_shell::bring_in;
use journey_shell::ids::RandomIds;
use journey_shell::map_entry::{MapEntry, entries};
use journey_shell::map_file;
use journey_shell::open_map::now_ms;
use journey_store::StoreError;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager, State};
use tauri_specta::Event;

use super::error::IpcError;
use super::importing::in_words;
use super::state::{AppState, OpenRequestEvent};

/// What a new map can begin with.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct TemplateEntry {
    pub id: String,
    pub title: String,
    pub category: String,
    pub description: String,
}

/// A record that a search found, with the words around the match.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct SearchHit {
    pub map: String,
    pub title: String,
    pub record: String,
    pub kind: String,
    pub parts: Vec<SearchHitPart>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct SearchHitPart {
    pub text: String,
    /// Whether this part is what was searched for.
    pub matched: bool,
}

/// Asks the page to open a file, as the desktop and a second start do.
pub fn ask_to_open(app: &AppHandle, file: &Path) {
    let (app, file) = (app.clone(), file.to_owned());
    tauri::async_runtime::spawn(async move {
        let Some(state) = app.try_state::<AppState>() else {
            return;
        };
        let event = open_file(&state, file)
            .await
            .unwrap_or_else(|problem| OpenRequestEvent::Problem { problem });
        // Before the page listens, the request waits for `window_ready`.
        if let Some(event) = state.open_when_ready(event) {
            let _ = event.emit(&app);
        }
    });
}

/// Opens a file's map: the library's own where it is the same, else the file's under its own id, and a
/// copy where the library has gone on with that map since.
async fn open_file(state: &AppState, path: PathBuf) -> Result<OpenRequestEvent, IpcError> {
    state
        .blocking(move |library, _| {
            let bytes = map_file::bytes_of(&path)?;
            if bring_in::foreign(&path, &bytes).is_some() {
                return Ok(OpenRequestEvent::Foreign { path: in_words(path)? });
            }
            let mut document = map_file::own(&path, &bytes)?;
            let known = library.document(&document.map.id);
            if !known.as_ref().is_ok_and(|known| *known == document) {
                // Changed since, in the trash or unreadable: the file must open all the same.
                if !matches!(known, Err(StoreError::NoSuchMap { .. })) {
                    document = document.with_new_ids(&mut RandomIds);
                }
                library.create(&document, now_ms())?;
            }
            Ok(OpenRequestEvent::Map {
                map: document.map.id.to_string(),
            })
        })
        .await
}

/// The maps of the library (or of its trash), the newest change first.
#[tauri::command]
#[specta::specta]
pub async fn list_maps(state: State<'_, AppState>, trash: bool) -> Result<Vec<MapEntry>, IpcError> {
    state.blocking(move |library, _| Ok(entries(library, trash)?)).await
}

/// What a new map can begin with.
#[tauri::command]
#[specta::specta]
pub async fn list_templates() -> Vec<TemplateEntry> {
    template::templates()
        .iter()
        .map(|template| TemplateEntry {
            id: template.id.clone(),
            title: template.title.clone(),
            category: template.category.clone(),
            description: template.description.clone(),
        })
        .collect()
}

/// What a map is asked before it is made; empty answers are left out.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NewMap {
    pub template: String,
    pub title: String,
    pub purpose: String,
    pub success_measure: String,
    /// Name of the persona that the journey is about.
    pub customer: String,
    pub end_goal: String,
}

/// Makes a map from a template and returns its id.
#[tauri::command]
#[specta::specta]
pub async fn create_map(state: State<'_, AppState>, map: NewMap) -> Result<String, IpcError> {
    state
        .blocking(move |library, _| {
            let template = template::templates()
                .iter()
                .find(|known| known.id == map.template)
                .ok_or_else(|| IpcError::missing(format!("there is no template “{}”", map.template)))?;
            let answers = Answers {
                title: map.title,
                purpose: map.purpose,
                success_measure: map.success_measure,
                customer: map.customer,
                end_goal: map.end_goal,
            };
            let document = template.begin(&answers, &mut RandomIds)?;
            library.create(&document, now_ms())?;
            Ok(document.map.id.to_string())
        })
        .await
}

/// Gives a map another title.
#[tauri::command]
#[specta::specta]
pub async fn rename_map(state: State<'_, AppState>, map: String, title: String) -> Result<(), IpcError> {
    let id = MapId(map);
    state
        .blocking(move |library, _| Ok(library.rename(&id, &title, now_ms())?))
        .await
}

/// Gives a map other tags.
#[tauri::command]
#[specta::specta]
pub async fn tag_map(state: State<'_, AppState>, map: String, tags: Vec<String>) -> Result<(), IpcError> {
    let id = MapId(map);
    state
        .blocking(move |library, _| Ok(library.tag(&id, &tags, now_ms())?))
        .await
}

/// The most maps that are remembered as opened.
const MOST_RECENT: usize = 10;

/// The maps that were opened last, the latest first.
#[tauri::command]
#[specta::specta]
pub async fn recent_maps(state: State<'_, AppState>) -> Result<Vec<MapEntry>, IpcError> {
    state
        .blocking(move |library, _| Ok(library.recent(MOST_RECENT)?.into_iter().map(Into::into).collect()))
        .await
}

/// Copies a map and returns the copy's id.
#[tauri::command]
#[specta::specta]
pub async fn duplicate_map(state: State<'_, AppState>, map: String) -> Result<String, IpcError> {
    let id = MapId(map);
    state
        .blocking(move |library, _| {
            let title = format!("{} (copy)", library.document(&id)?.map.title);
            Ok(library.duplicate(&id, &title, &mut RandomIds, now_ms())?.to_string())
        })
        .await
}

/// Puts a map into the trash.
#[tauri::command]
#[specta::specta]
pub async fn trash_map(state: State<'_, AppState>, map: String) -> Result<(), IpcError> {
    let id = MapId(map);
    state
        .blocking(move |library, _| Ok(library.trash(&id, now_ms())?))
        .await
}

/// Takes a map out of the trash.
#[tauri::command]
#[specta::specta]
pub async fn restore_map(state: State<'_, AppState>, map: String) -> Result<(), IpcError> {
    let id = MapId(map);
    state.blocking(move |library, _| Ok(library.restore(&id)?)).await
}

/// Deletes a map that lies in the trash, for good.
#[tauri::command]
#[specta::specta]
pub async fn delete_map(state: State<'_, AppState>, map: String) -> Result<(), IpcError> {
    let id = MapId(map);
    state.blocking(move |library, _| Ok(library.delete_forever(&id)?)).await
}

/// The most hits that a search returns.
const MOST_HITS: u32 = 60;

/// Searches titles, cards and personas of all maps.
#[tauri::command]
#[specta::specta]
pub async fn search_maps(state: State<'_, AppState>, query: String) -> Result<Vec<SearchHit>, IpcError> {
    state
        .blocking(move |library, _| {
            let hits = library.search(&query, MOST_HITS)?;
            Ok(hits
                .into_iter()
                .map(|hit| SearchHit {
                    map: hit.map.to_string(),
                    title: hit.title,
                    record: hit.record,
                    kind: hit.kind.key().into(),
                    parts: hit
                        .snippet
                        .into_iter()
                        .map(|part| SearchHitPart {
                            text: part.text,
                            matched: part.matched,
                        })
                        .collect(),
                })
                .collect())
        })
        .await
}
