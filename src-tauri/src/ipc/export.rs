//! Commands of the export dialog.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use journey_layout::{Engine, FontBook, Theme};
use journey_model::Document;
use journey_scene::Scene;
use serde::{Deserialize, Serialize};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::error::{ErrorCode, IpcError};
use super::file_dialog::ask_file;
use super::state::{AppState, lock};
use crate::export::{self, Format, Options};
use crate::export_job::Percent;

/// How to export. `None` means the default of the field; what the format has no use for is ignored.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    pub format: Format,
    /// The map's own theme by default.
    pub theme: Option<String>,
    /// PNG: 0.25 to 8 pixels per px of the sheet.
    pub scale: Option<f32>,
    pub dpi: Option<f32>,
    /// PDF: `fit`, `a4` to `a0`, `letter`, `tabloid` or `16:9`.
    pub paper: Option<String>,
    /// PDF: `auto`, `portrait` or `landscape`.
    pub orientation: Option<String>,
    pub tile: bool,
    pub transparent: bool,
}

/// News of a running export.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ExportEvent {
    /// How much is done, 0 to 1.
    Progress { done: f32 },
}

/// A written export.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Exported {
    pub path: String,
}

/// What an export would be.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ExportPreview {
    /// Names it in addresses: `export/<id>/<page>.png?width=…`.
    pub id: String,
    /// Of every page, in the unit of the format: points in a PDF, pixels in pictures, px else.
    pub pages: Vec<PageSize>,
    /// Size of the file.
    // A double holds every size that a disk can.
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PageSize {
    pub width: f32,
    pub height: f32,
}

impl ExportRequest {
    fn options(&self) -> Result<Options, IpcError> {
        let mut options = Options {
            dpi: self.dpi,
            tile: self.tile,
            transparent: self.transparent,
            ..Options::default()
        };
        if let Some(scale) = self.scale {
            if !(0.25..=8.0).contains(&scale) {
                return Err(IpcError::refused(format!("the scale is {scale}, expected 0.25 to 8")));
            }
            options.scale = scale;
        }
        if let Some(paper) = &self.paper {
            options.paper = export::paper(paper).map_err(IpcError::refused)?;
        }
        if let Some(orientation) = &self.orientation {
            options.orientation = export::orientation(orientation).map_err(IpcError::refused)?;
        }
        Ok(options)
    }

    /// The scene that the file shows: the one on the screen, or the map laid out in another theme.
    fn scene(&self, document: &Document, shown: Arc<Scene>, fonts: &FontBook) -> Result<Arc<Scene>, IpcError> {
        match self.theme.as_deref() {
            Some(name) if name != shown.theme => {
                let theme =
                    Theme::by_name(name).ok_or_else(|| IpcError::refused(format!("there is no theme “{name}”")))?;
                Ok(Engine::new(fonts.clone()).scene(document, theme))
            }
            _ => Ok(shown),
        }
    }
}

/// The map as it is now: a scene is immutable, so editing may go on while it is painted.
fn now(state: &AppState, map: &str) -> Result<(Document, Arc<Scene>), IpcError> {
    let shared = state
        .open_one(map)
        .ok_or_else(|| IpcError::missing(format!("the map {map} is not open")))?;
    let open = lock(&shared);
    Ok((open.session.document().clone(), open.session.scene()))
}

fn file_name(document: &Document, format: Format) -> String {
    format!("{}.{}", export::file_stem(&document.map.title), format.extension())
}

/// The setting in which a map's last choice is kept.
fn choice_of(map: &str) -> String {
    format!("export/{map}")
}

/// The choice of the map's last export, or `None`.
#[tauri::command]
#[specta::specta]
pub async fn export_choice(state: State<'_, AppState>, map: String) -> Result<Option<ExportRequest>, IpcError> {
    state
        .blocking(move |library, _| {
            let kept = library.setting(&choice_of(&map))?;
            // A choice that an older or newer Waymark wrote differently is no choice.
            Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
        })
        .await
}

/// Paints what an export would write, in memory. A newer call for the map ends an older one.
#[tauri::command]
#[specta::specta]
pub async fn preview_export(
    state: State<'_, AppState>,
    map: String,
    request: ExportRequest,
) -> Result<ExportPreview, IpcError> {
    let options = request.options()?;
    state.previews.jobs.call_off(&map);
    let job = state.previews.jobs.begin(&map);
    let (document, shown) = now(&state, &map)?;
    let previews = state.previews.clone();
    state
        .blocking(move |_, fonts| {
            let scene = request.scene(&document, shown, fonts)?;
            let pages = export::pages(&document, &scene, request.format, &options).map_err(IpcError::refused)?;
            let mut file = Vec::new();
            let name = PathBuf::from(file_name(&document, request.format));
            export::paint(
                &document,
                &scene,
                request.format,
                &options,
                &name,
                &mut file,
                &mut |_| job.go_on(),
            )?;
            let bytes = file.len() as u64;
            let id = previews.keep(&map, request.format, file);
            let pages = pages
                .into_iter()
                .map(|size| PageSize {
                    width: size.width as f32,
                    height: size.height as f32,
                })
                .collect();
            Ok(ExportPreview { id, pages, bytes })
        })
        .await
}

/// Asks where to save and exports the map as it is now; `None` where the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn export_map(
    app: AppHandle,
    state: State<'_, AppState>,
    map: String,
    request: ExportRequest,
    on_event: Channel<ExportEvent>,
) -> Result<Option<Exported>, IpcError> {
    let options = request.options()?;
    let format = request.format;
    let job = state.exports.begin(&map);
    let (document, shown) = now(&state, &map)?;

    let file_name = file_name(&document, format);
    let chosen = ask_file(app, &state, move |dialog| {
        dialog
            .set_title("Export the map")
            .set_file_name(file_name)
            .add_filter(format.extension().to_uppercase(), &[format.extension()])
            .blocking_save_file()
    });
    let Some(path) = chosen.await? else {
        return Ok(None);
    };
    let path = export::with_extension(path, format);
    // A preview on its way would only take half of the machine from the file itself.
    state.previews.jobs.call_off(&map);

    state
        .blocking(move |library, fonts| {
            let scene = request.scene(&document, shown, fonts)?;
            let mut percent = Percent::default();
            export::export(&document, &scene, format, &options, &path, &mut |done| {
                if let Some(done) = percent.news(done) {
                    // A window that is gone cannot be told; the file is written all the same.
                    let _ = on_event.send(ExportEvent::Progress { done });
                }
                job.go_on()
            })?;
            // The file is there; that the choice is forgotten would be no reason to call it failed.
            if let Ok(choice) = serde_json::to_string(&request) {
                let _ = library.set_setting(&choice_of(&map), Some(&choice));
            }
            Ok(Some(Exported {
                path: path.display().to_string(),
            }))
        })
        .await
}

/// Ends the map's running export, which then leaves no file.
#[tauri::command]
#[specta::specta]
pub async fn cancel_export(state: State<'_, AppState>, map: String) -> Result<(), IpcError> {
    state.exports.call_off(&map);
    Ok(())
}

/// Shows a file in the desktop's file manager.
#[tauri::command]
#[specta::specta]
pub async fn show_in_folder(path: String) -> Result<(), IpcError> {
    let path = Path::new(&path);
    opener::reveal(path).map_err(|problem| IpcError {
        code: ErrorCode::Io,
        message: format!("{}: the folder cannot be shown: {problem}", path.display()),
    })
}
