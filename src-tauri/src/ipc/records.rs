//! Commands that read and copy records of an open map, and bring pictures to them.

use std::path::PathBuf;

use journey_model::{CardId, Clip, Details, Edit, PersonaId};
use journey_shell::picture_file;
use serde::Serialize;
use tauri::{AppHandle, State};

use super::error::IpcError;
use super::file_dialog::ask_file;
use super::map::update;
use super::state::AppState;
use super::wire::WireUpdate;

/// Copied records as the clipboard carries them.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Clipping {
    /// JSON of a [`Clip`], for an edit that pastes it.
    pub clip: String,
    /// For other programs: lines of text, and a table.
    pub text: String,
    pub html: String,
}

impl Clipping {
    fn of(clip: &Clip) -> Result<Self, IpcError> {
        Ok(Self {
            clip: serde_json::to_string(clip).map_err(IpcError::internal)?,
            text: clip.text(),
            html: clip.html(),
        })
    }
}

/// Records with what stands round them; ids that the map lacks are left out.
#[tauri::command]
#[specta::specta]
pub async fn records(state: State<'_, AppState>, map: String, ids: Vec<String>) -> Result<Details, IpcError> {
    state
        .with_map(&map, move |open| Ok(open.session.document().details(&ids)))
        .await
}

/// Copies cards, notes, or lanes, steps or stages with what they hold; `None` where there is nothing of it.
#[tauri::command]
#[specta::specta]
pub async fn copy_records(
    state: State<'_, AppState>,
    map: String,
    ids: Vec<String>,
) -> Result<Option<Clipping>, IpcError> {
    state
        .with_map(&map, move |open| {
            let clip = open.session.document().clip(&ids);
            clip.as_ref().map(Clipping::of).transpose()
        })
        .await
}

/// What text of another program becomes when it is pasted, such as the cells of a spreadsheet: JSON of a
/// [`Clip`]; `None` where nothing is written in it.
#[tauri::command]
#[specta::specta]
pub async fn clip_of_text(text: String) -> Result<Option<String>, IpcError> {
    let clip = Clip::from_text(&text);
    clip.map(|clip| serde_json::to_string(&clip).map_err(IpcError::internal))
        .transpose()
}

async fn give_picture(state: &AppState, map: &str, record: String, path: PathBuf) -> Result<WireUpdate, IpcError> {
    // Read before the map is locked: disks of cameras and servers are slow.
    let asset = state.blocking(move |_, _| Ok(picture_file::read(&path)?)).await?;
    let of_map = record == map;
    let selection = if of_map { Vec::new() } else { vec![record.clone()] };
    let edit = if of_map {
        Edit::SetMapLogo { asset }
    } else if record.starts_with(PersonaId::PREFIX) {
        Edit::SetPersonaPicture {
            persona: PersonaId(record),
            asset,
        }
    } else {
        Edit::SetCardImage {
            card: CardId(record),
            asset,
        }
    };
    state
        .with_map(map, move |open| {
            let committed = open.apply(edit, selection)?;
            Ok(update(open, committed))
        })
        .await
}

/// Asks for a picture file and gives it to the card, the persona or the map (its logo); `None` where cancelled.
#[tauri::command]
#[specta::specta]
pub async fn choose_picture(
    app: AppHandle,
    state: State<'_, AppState>,
    map: String,
    record: String,
) -> Result<Option<WireUpdate>, IpcError> {
    let chosen = ask_file(app, &state, |dialog| {
        dialog
            .set_title("Choose a picture")
            .add_filter("Pictures", &picture_file::ENDINGS)
            .blocking_pick_file()
    });
    let Some(path) = chosen.await? else {
        return Ok(None);
    };
    give_picture(&state, &map, record, path).await.map(Some)
}

/// Gives a picture file that was dropped to the card, the persona or the map (its logo).
#[tauri::command]
#[specta::specta]
pub async fn set_picture(
    state: State<'_, AppState>,
    map: String,
    record: String,
    path: String,
) -> Result<WireUpdate, IpcError> {
    give_picture(&state, &map, record, path.into()).await
}
