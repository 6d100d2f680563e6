//! Commands that bring maps in: from files, from the clipboard, and from tables that a person explains.

use std::path::{Path, PathBuf};

use journey_exchange::Report;
use journey_exchange::read::{Long, Mapping, Matrix};
use journey_shell::bring_in::{self, BroughtIn, Origin, Told};
use journey_shell::ids::RandomIds;
use journey_shell::open_map::now_ms;
use serde::Serialize;
use tauri::{AppHandle, State};

use super::error::IpcError;
use super::file_dialog::ask_file;
use super::state::AppState;

/// Endings of files that maps can be brought in from: those of our own or with a map inside, tables, texts.
const OWN: [&str; 7] = ["json", "png", "jpg", "jpeg", "webp", "svg", "pdf"];
const TABLES: [&str; 7] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "ods"];
const TEXTS: [&str; 7] = ["md", "markdown", "mmd", "mermaid", "canvas", "html", "htm"];

/// A map that was brought in.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct NewlyImported {
    pub map: String,
    pub title: String,
    /// Name of the file that it came from; absent where it was pasted.
    pub file: Option<String>,
    /// What was understood, guessed and left out; empty for maps of our own.
    pub report: Report,
    /// The table that it was made of, which a person may have read otherwise.
    pub table: Option<Origin>,
}

/// What came of files that were brought in: one of the three each.
#[derive(Clone, Debug, Default, Serialize, specta::Type)]
pub struct Imported {
    pub maps: Vec<NewlyImported>,
    /// Tables that tell nothing about what their columns mean: a person is asked.
    pub tables: Vec<Origin>,
    pub problems: Vec<IpcError>,
}

/// A table as a person sees it who tells what its columns mean.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    /// What stands between cells, in texts.
    pub delimiter: Option<char>,
    /// Of a text: `UTF-8`, `windows-1252`.
    pub encoding: Option<String>,
    /// Names of a workbook's sheets.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    /// The first rows and columns; rows may be of different lengths.
    pub rows: Vec<Vec<String>>,
    pub row_count: u32,
    pub column_count: u32,
    /// How it would be read without being told.
    pub mapping: Option<Mapping>,
    /// What to begin with as a matrix, and as a list of cards.
    pub matrix: Matrix,
    pub long: Long,
}

/// Keeps what was read as a new map of the library.
async fn keep(
    state: &AppState,
    origin: Origin,
    read: impl FnOnce(&Origin) -> Result<BroughtIn, journey_shell::map_file::MapFileError> + Send + 'static,
) -> Result<Imported, IpcError> {
    state
        .blocking(move |library, _| {
            let mut imported = Imported::default();
            let brought = match read(&origin) {
                Ok(brought) => brought,
                Err(problem) if problem.is_unmapped() => {
                    imported.tables.push(origin);
                    return Ok(imported);
                }
                Err(problem) => return Err(problem.into()),
            };
            library.create(&brought.document, now_ms())?;
            imported.maps.push(NewlyImported {
                map: brought.document.map.id.to_string(),
                title: brought.document.map.title,
                file: name_of(&origin),
                report: brought.report,
                table: brought.is_table.then_some(origin),
            });
            Ok(imported)
        })
        .await
}

/// A path as the page is told it.
///
/// # Errors
/// The path cannot be written as text.
pub fn in_words(path: PathBuf) -> Result<String, IpcError> {
    path.into_os_string()
        .into_string()
        .map_err(|path| IpcError::refused(format!("the name of {} cannot be written", path.display())))
}

fn name_of(origin: &Origin) -> Option<String> {
    match origin {
        Origin::File { path } => {
            let path = Path::new(path);
            Some(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        }
        Origin::Pasted { .. } => None,
    }
}

async fn import(state: &AppState, origin: Origin) -> Result<Imported, IpcError> {
    keep(state, origin, |origin| bring_in::bring_in(origin, &mut RandomIds)).await
}

/// Asks for a file and brings it in; nothing where the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn import_map(app: AppHandle, state: State<'_, AppState>) -> Result<Imported, IpcError> {
    let chosen = ask_file(app, &state, |dialog| {
        dialog
            .set_title("Import a map")
            .add_filter("Maps, tables, outlines and diagrams", &[OWN, TABLES, TEXTS].concat())
            .add_filter("Waymark: JSON, pictures and PDF", &OWN)
            .add_filter("Spreadsheets and CSV", &TABLES)
            .add_filter("Markdown, Mermaid, JSON Canvas and HTML", &TEXTS)
            .blocking_pick_file()
    });
    let Some(path) = chosen.await? else {
        return Ok(Imported::default());
    };
    let path = in_words(path)?;
    import(&state, Origin::File { path }).await
}

/// Brings files in, each whole or not at all.
#[tauri::command]
#[specta::specta]
pub async fn import_files(state: State<'_, AppState>, paths: Vec<String>) -> Result<Imported, IpcError> {
    let mut imported = Imported::default();
    for path in paths {
        match import(&state, Origin::File { path }).await {
            Ok(one) => {
                imported.maps.extend(one.maps);
                imported.tables.extend(one.tables);
            }
            Err(problem) => imported.problems.push(problem),
        }
    }
    Ok(imported)
}

/// Makes a map of what another program put on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn import_pasted(
    state: State<'_, AppState>,
    text: String,
    html: Option<String>,
) -> Result<Imported, IpcError> {
    import(&state, Origin::Pasted { text, html }).await
}

/// Shows a table to a person who is to tell what its columns mean; `sheet` is one of a workbook.
#[tauri::command]
#[specta::specta]
pub async fn look_at_table(
    state: State<'_, AppState>,
    table: Origin,
    sheet: Option<String>,
) -> Result<TableView, IpcError> {
    state
        .blocking(move |_, _| {
            let table = bring_in::look_at_table(&table, sheet.as_deref())?;
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            Ok(TableView {
                delimiter: table.delimiter,
                encoding: table.encoding.map(Into::into),
                sheets: table.sheets,
                sheet: table.sheet,
                rows: table.rows,
                row_count: count(table.row_count),
                column_count: count(table.column_count),
                mapping: table.mapping,
                matrix: table.matrix,
                long: table.long,
            })
        })
        .await
}

/// Makes a map of a table as a person told.
#[tauri::command]
#[specta::specta]
pub async fn import_table(
    state: State<'_, AppState>,
    table: Origin,
    sheet: Option<String>,
    mapping: Mapping,
) -> Result<Imported, IpcError> {
    let told = Told {
        mapping: Some(mapping),
        sheet,
    };
    keep(&state, table, move |table| {
        bring_in::bring_in_table(table, told, &mut RandomIds)
    })
    .await
}
