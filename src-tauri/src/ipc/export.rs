//! Commands of the export dialog.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use journey_exchange::write::{CsvOptions, csv};
use journey_layout::Part;
use journey_model::{Document, MapId};
use journey_scene::Scene;
use journey_shell::export::{self, ExportNote, ExportRequest, Format};
use journey_shell::map_file::MapFileError;
use journey_store::Library;
use serde::{Deserialize, Serialize};
use tauri::image::Image;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use super::error::{ErrorCode, IpcError};
use super::file_dialog::ask_file;
use super::state::{AppState, lock};
use crate::export_job::Percent;

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
    /// What is to be known about the file.
    pub notes: Vec<ExportNote>,
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
    /// What is to be known about the file.
    pub notes: Vec<ExportNote>,
    /// How formats that are read as text begin; of a spreadsheet, its first sheet.
    pub text: Option<String>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PageSize {
    pub width: f32,
    pub height: f32,
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
            Ok(kept
                .and_then(|kept| serde_json::from_str(&kept).ok())
                .and_then(ExportRequest::kept))
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
    state.previews.jobs.call_off(&map);
    let job = state.previews.jobs.begin(&map);
    let (document, shown) = now(&state, &map)?;
    let previews = state.previews.clone();
    state
        .blocking(move |_, fonts| {
            let sheets = export::compose(&document, Some(&shown), fonts, &request, &export::today())?;
            let pages = export::pages(&document, &sheets, &request).map_err(IpcError::refused)?;
            let mut file = Vec::new();
            let name = PathBuf::from(file_name(&document, request.format));
            let go_on = &mut |_| job.go_on();
            let notes = export::paint(&document, &sheets, fonts, &request, &name, &mut file, go_on)?;
            let text = text_of(&document, &request, &file);
            let bytes = file.len() as u64;
            let pictures = match request.format {
                Format::Pptx => export::slides_shown(&document, &sheets, fonts),
                Format::Html => (sheets.into_iter())
                    .map(|sheet| (Arc::clone(&sheet.scene), sheet.scene.size.to_rect()))
                    .collect(),
                _ => Vec::new(),
            };
            let id = previews.keep(&map, request.format, file, pictures);
            let pages = pages
                .into_iter()
                .map(|size| PageSize {
                    width: size.width as f32,
                    height: size.height as f32,
                })
                .collect();
            Ok(ExportPreview {
                id,
                pages,
                bytes,
                notes,
                text,
            })
        })
        .await
}

/// How much of a text a preview shows, in characters: some screens full.
const SHOWN_TEXT: usize = 20_000;

/// How a text file begins. A workbook is shown as the table that its first sheet holds.
fn text_of(document: &Document, request: &ExportRequest, file: &[u8]) -> Option<String> {
    let begin = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.trim_start_matches('\u{feff}').chars().take(SHOWN_TEXT).collect()
    };
    match request.format {
        Format::Xlsx => Some(begin(&csv(document, &CsvOptions::default()).bytes)),
        format if format.is_text() => Some(begin(file)),
        _ => None,
    }
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
    let format = request.format;
    let job = state.exports.begin(&map);
    let (document, shown) = now(&state, &map)?;

    let file_name = file_name(&document, format);
    let chosen = ask_file(app, &state, move |dialog| {
        dialog
            .set_title("Export the map")
            .set_file_name(file_name)
            .add_filter(format.name(), &[format.extension()])
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
            let sheets = export::compose(&document, Some(&shown), fonts, &request, &export::today())?;
            let mut percent = Percent::default();
            let notes = export::export(&document, &sheets, fonts, &request, &path, &mut |done| {
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
                notes,
            }))
        })
        .await
}

/// What came of an export of several maps.
#[derive(Clone, Debug, Default, Serialize, specta::Type)]
pub struct ExportedAll {
    /// The folder.
    pub path: String,
    /// Number of files written.
    pub files: u32,
    /// What could not be exported, and why.
    pub problems: Vec<IpcError>,
}

/// Asks for a folder and exports maps of the library into it, each under its title; a file that is there is
/// not replaced. `None` where the dialog was cancelled. Progress counts maps; calling off the map named
/// `library` ends it, and the files written by then stay.
#[tauri::command]
#[specta::specta]
pub async fn export_maps(
    app: AppHandle,
    state: State<'_, AppState>,
    maps: Vec<String>,
    request: ExportRequest,
    on_event: Channel<ExportEvent>,
) -> Result<Option<ExportedAll>, IpcError> {
    let job = state.exports.begin(LIBRARY);
    let chosen = ask_file(app, &state, |dialog| {
        dialog.set_title("Export into a folder").blocking_pick_folder()
    });
    let Some(folder) = chosen.await? else {
        return Ok(None);
    };
    state
        .blocking(move |library, fonts| {
            let mut done = ExportedAll {
                path: folder.display().to_string(),
                ..ExportedAll::default()
            };
            let documents = maps.iter().map(|map| library.document(&MapId::from(map.as_str())));
            let documents = documents.collect::<Result<Vec<_>, _>>()?;
            let titles = documents.iter().map(|document| document.map.title.as_str());
            let names = export::file_names(titles, request.format);
            for (at, (document, name)) in documents.iter().zip(&names).enumerate() {
                let part = at as f32 / names.len() as f32;
                // As above: nobody may be left to be told.
                let _ = on_event.send(ExportEvent::Progress { done: part });
                let path = folder.join(name);
                if path.exists() {
                    done.problems.push(IpcError::refused(format!(
                        "{name}: there is such a file in the folder already; move it away"
                    )));
                    continue;
                }
                let sheets = match export::compose(document, None, fonts, &request, &export::today()) {
                    Ok(sheets) => sheets,
                    Err(problem) => {
                        done.problems.push(IpcError::refused(format!("{name}: {problem}")));
                        continue;
                    }
                };
                match export::export(document, &sheets, fonts, &request, &path, &mut |_| job.go_on()) {
                    Ok(_) => done.files += 1,
                    Err(problem @ MapFileError::Cancelled { .. }) => return Err(problem.into()),
                    Err(problem) => done.problems.push(problem.into()),
                }
            }
            Ok(Some(done))
        })
        .await
}

/// The name under which an export of several maps runs.
const LIBRARY: &str = "library";

/// A way to export that a person gave a name.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct ExportPreset {
    pub name: String,
    pub request: ExportRequest,
}

/// The setting in which presets are kept.
const PRESETS: &str = "exportPresets";

/// The presets, by name.
#[tauri::command]
#[specta::specta]
pub async fn export_presets(state: State<'_, AppState>) -> Result<Vec<ExportPreset>, IpcError> {
    state.blocking(move |library, _| kept_presets(library)).await
}

/// Keeps a preset, in the place of one of the same name; without a request it is forgotten.
#[tauri::command]
#[specta::specta]
pub async fn keep_export_preset(
    state: State<'_, AppState>,
    name: String,
    request: Option<ExportRequest>,
) -> Result<Vec<ExportPreset>, IpcError> {
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err(IpcError::refused("a preset needs a name"));
    }
    state
        .blocking(move |library, _| {
            let mut presets = kept_presets(library)?;
            presets.retain(|preset| preset.name != name);
            presets.extend(request.map(|request| ExportPreset { name, request }));
            presets.sort_by_key(|preset| preset.name.to_lowercase());
            let kept = serde_json::to_string(&presets).map_err(IpcError::internal)?;
            library.set_setting(PRESETS, Some(&kept))?;
            Ok(presets)
        })
        .await
}

fn kept_presets(library: &Library) -> Result<Vec<ExportPreset>, IpcError> {
    #[derive(Deserialize)]
    struct Kept {
        name: String,
        request: serde_json::Value,
    }
    let kept = library.setting(PRESETS)?;
    let kept: Vec<Kept> = kept
        .and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default();
    let presets = kept.into_iter().filter_map(|Kept { name, request }| {
        let request = ExportRequest::kept(request)?;
        Some(ExportPreset { name, request })
    });
    Ok(presets.collect())
}

/// Pixels of a picture for the clipboard: what other programs take without a murmur.
const MOST_COPIED: u64 = 24_000_000;

/// Puts a part of an open map on the clipboard as a picture, at twice its size where that is not too much.
#[tauri::command]
#[specta::specta]
pub async fn copy_picture(app: AppHandle, state: State<'_, AppState>, map: String, part: Part) -> Result<(), IpcError> {
    let (document, shown) = now(&state, &map)?;
    let request = ExportRequest {
        part,
        ..ExportRequest::of(Format::Png)
    };
    let raster = state
        .blocking(move |_, fonts| {
            let sheets = export::compose(&document, Some(&shown), fonts, &request, &export::today())?;
            let scene = sheets.first().map_or(&shown, |sheet| &sheet.scene);
            let paper = journey_raster::Background::Paper;
            let region = scene.size.to_rect();
            journey_raster::raster_within(scene, region, 2.0, paper, MOST_COPIED)
                .map_err(|problem| IpcError::refused(problem.to_string()))
        })
        .await?;
    let picture = Image::new_owned(raster.rgba, raster.width, raster.height);
    app.clipboard().write_image(&picture).map_err(|problem| IpcError {
        code: ErrorCode::Io,
        message: format!("The clipboard did not take the picture: {problem}."),
    })
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
