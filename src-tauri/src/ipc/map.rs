//! Commands on an open map.

use journey_layout::slot_at as layout_slot_at;
use journey_model::{Edit, MapId, Record, RecordKind};
use journey_scene::Point;
use journey_shell::open_map::{Committed, OpenMap};
use serde::Serialize;
use tauri::State;
use tauri::ipc::{InvokeResponseBody, IpcResponse};

use super::error::IpcError;
use super::state::{AppState, WireSaveReport, lock};
use super::wire::{DropSlot, Outline, WireHistory, WirePatch, WirePreview, WireScene, WireUpdate};

/// All that the canvas needs to begin; `openMap` sends it as raw bytes (UTF-8 JSON), because large
/// JSON through the ordinary path costs several times as much.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OpenedMap {
    pub map: String,
    pub revision: u32,
    pub scene: WireScene,
    pub history: WireHistory,
    pub saved: WireSaveReport,
    pub outline: Outline,
}

/// Bytes that cross to the window as an `ArrayBuffer`.
pub struct RawBytes(Vec<u8>);

impl IpcResponse for RawBytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

impl specta::Type for RawBytes {
    fn definition(_: &mut specta::Types) -> specta::datatype::DataType {
        specta_typescript::define("ArrayBuffer").into()
    }
}

/// What the window hears of a change.
pub fn update(map: &OpenMap, committed: Committed) -> WireUpdate {
    let added = committed.added();
    WireUpdate::new(
        committed.applied.update,
        (&committed.report).into(),
        added,
        map.session.document(),
        &map.session.scene(),
    )
}

/// Opens a map (or finds it open) and sends the whole of it: an [`OpenedMap`] as UTF-8 JSON.
#[tauri::command]
#[specta::specta]
pub async fn open_map(state: State<'_, AppState>, map: String) -> Result<RawBytes, IpcError> {
    let shared = state.open_map(map.clone()).await?;
    let saved = state.save_report();
    let id = MapId(map.clone());
    state.aside(move |library| {
        let _ = library.note_opened(&id);
    });
    state
        .blocking(move |_, _| {
            let open = lock(&shared);
            let scene = open.session.scene();
            let opened = OpenedMap {
                map,
                revision: open.session.revision(),
                scene: WireScene::new(&scene),
                history: open.session.history().into(),
                saved,
                outline: Outline::new(open.session.document(), &scene),
            };
            serde_json::to_vec(&opened).map(RawBytes).map_err(IpcError::internal)
        })
        .await
}

/// Applies an edit. The reply comes at once; the save state tells when the edit is durable.
#[tauri::command]
#[specta::specta]
pub async fn apply_edit(
    state: State<'_, AppState>,
    map: String,
    edit: Edit,
    selection: Vec<String>,
) -> Result<WireUpdate, IpcError> {
    state
        .with_map(&map, move |open| {
            let committed = open.apply(edit, selection)?;
            Ok(update(open, committed))
        })
        .await
}

/// What an edit would do to the picture; stores nothing.
#[tauri::command]
#[specta::specta]
pub async fn preview_edit(state: State<'_, AppState>, map: String, edit: Edit) -> Result<WirePreview, IpcError> {
    state
        .with_map(&map, move |open| {
            let preview = open.session.preview(&edit)?;
            Ok(WirePreview {
                base: preview.base,
                patch: WirePatch::new(&preview.patch, &preview.scene),
            })
        })
        .await
}

/// Takes back the last edit; `None` where there is none.
#[tauri::command]
#[specta::specta]
pub async fn undo(state: State<'_, AppState>, map: String) -> Result<Option<WireUpdate>, IpcError> {
    state
        .with_map(&map, |open| Ok(open.undo().map(|committed| update(open, committed))))
        .await
}

/// Brings back what was last taken back; `None` where there is nothing.
#[tauri::command]
#[specta::specta]
pub async fn redo(state: State<'_, AppState>, map: String) -> Result<Option<WireUpdate>, IpcError> {
    state
        .with_map(&map, |open| Ok(open.redo().map(|committed| update(open, committed))))
        .await
}

/// Where a card dropped at a point of the sheet (px) would go, as if the dragged cards were not there;
/// `None` outside of the cells.
#[tauri::command]
#[specta::specta]
pub async fn slot_at(
    state: State<'_, AppState>,
    map: String,
    x: f32,
    y: f32,
    dragging: Vec<String>,
) -> Result<Option<DropSlot>, IpcError> {
    state
        .with_map(&map, move |open| {
            let scene = open.session.scene();
            let point = Point::new(f64::from(x), f64::from(y));
            let slot = layout_slot_at(&scene, open.session.document(), point, &dragging);
            Ok(slot.map(|slot| DropSlot {
                lane: slot.lane.to_string(),
                step: slot.step.to_string(),
                after: slot.after.map(|card| card.to_string()),
                x: slot.rect.x0 as f32,
                y: slot.rect.y0 as f32,
                width: slot.rect.width() as f32,
                height: slot.rect.height() as f32,
            }))
        })
        .await
}

/// The source text of a record's field, such as a card's Markdown.
#[tauri::command]
#[specta::specta]
pub async fn field_text(
    state: State<'_, AppState>,
    map: String,
    record: String,
    field: String,
) -> Result<String, IpcError> {
    state
        .with_map(&map, move |open| {
            let document = open.session.document();
            // Nodes of the header call the map's own record so.
            let record = match record.as_str() {
                "map" => document.map.id.to_string(),
                _ => record,
            };
            let found = RecordKind::ALL
                .iter()
                .find_map(|kind| document.record(*kind, &record))
                .ok_or_else(|| IpcError::missing(format!("the map has no record {record}")))?;
            field_of(&found, &field).ok_or_else(|| IpcError::missing(format!("{record} has no text field {field}")))
        })
        .await
}

/// A field that lies at a dotted path of the record's file form; an absent one is empty.
fn field_of(record: &Record, field: &str) -> Option<String> {
    let value = serde_json::to_value(record).ok()?;
    let mut at = value.get("body")?;
    for key in field.split('.') {
        match at.get(key) {
            Some(inner) => at = inner,
            None => return Some(String::new()),
        }
    }
    match at {
        serde_json::Value::String(text) => Some(text.clone()),
        // A score's tenths: the window reads the value before it changes it.
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Closes a map, after its last commit.
#[tauri::command]
#[specta::specta]
pub async fn close_map(state: State<'_, AppState>, map: String) -> Result<(), IpcError> {
    state.close_map(&map).await
}
