//! Commands of the export dialog.

use std::ops::ControlFlow;
use std::path::Path;

use journey_layout::{Engine, Theme};
use serde::{Deserialize, Serialize};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::error::{ErrorCode, IpcError};
use super::state::{AppState, lock};
use crate::export::{self, Format, Options};

/// How to export. `None` means the default of the field; what the format has no use for is ignored.
#[derive(Clone, Debug, Deserialize, specta::Type)]
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

fn refused(message: String) -> IpcError {
    IpcError {
        code: ErrorCode::Refused,
        message,
    }
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
                return Err(refused(format!("the scale is {scale}, expected 0.25 to 8")));
            }
            options.scale = scale;
        }
        if let Some(paper) = &self.paper {
            options.paper = export::paper(paper).map_err(refused)?;
        }
        if let Some(orientation) = &self.orientation {
            options.orientation = export::orientation(orientation).map_err(refused)?;
        }
        Ok(options)
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
    let options = request.options()?;
    let format = request.format;
    let shared = state
        .open_one(&map)
        .ok_or_else(|| IpcError::missing(format!("the map {map} is not open")))?;
    // The map as it is when the dialog opens: a scene is immutable, so editing may go on meanwhile.
    let (document, scene) = {
        let open = lock(&shared);
        (open.session.document().clone(), open.session.scene())
    };

    let file_name = format!("{}.{}", export::file_stem(&document.map.title), format.extension());
    let chosen = state
        .blocking(move |library, _| {
            // The dialog looks into the files of its folder; see `Library::rest`.
            let _rest = library.rest()?;
            Ok(app
                .dialog()
                .file()
                .set_title("Export the map")
                .set_file_name(file_name)
                .add_filter(format.extension().to_uppercase(), &[format.extension()])
                .blocking_save_file())
        })
        .await?;
    let Some(file) = chosen else {
        return Ok(None);
    };
    let path = export::with_extension(file.into_path().map_err(IpcError::internal)?, format);

    state
        .blocking(move |_, fonts| {
            let scene = match request.theme.as_deref() {
                None => scene,
                Some(name) => {
                    let theme = Theme::by_name(name).ok_or_else(|| refused(format!("there is no theme “{name}”")))?;
                    Engine::new(fonts.clone()).scene(&document, theme)
                }
            };
            export::export(&document, &scene, format, &options, &path, &mut |done| {
                // A window that is gone cannot be told; the file is written all the same.
                let _ = on_event.send(ExportEvent::Progress { done: done as f32 });
                ControlFlow::Continue(())
            })?;
            Ok(Some(Exported {
                path: path.display().to_string(),
            }))
        })
        .await
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
