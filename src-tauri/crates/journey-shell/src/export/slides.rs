//! The slides of a presentation: the sheets, and behind them the lists.

use journey_layout::{Engine, FontBook, TableSheet, Theme};
use journey_model::Document;
use journey_scene::Scene;

use super::compose::Sheet;
use super::lists::{List, lists};
use super::paint::{dated, description};
use super::{ExportRequest, Format};

/// What a presentation shows behind the sheets, as far as layout can tell how PowerPoint will set it: its lists,
/// in their slides' order. Empty in other formats.
pub fn behind_sheets(document: &Document, sheets: &[Sheet], fonts: &FontBook, request: &ExportRequest) -> Vec<Scene> {
    if request.format != Format::Pptx {
        return Vec::new();
    }
    let theme = sheets.first().map_or("", |sheet| sheet.scene.theme);
    let theme = Theme::named_or_default(theme);
    let mut engine = Engine::new(fonts.clone());
    let lists = lists(document);
    let tables = tables(document, sheets, &lists);
    let drawn = tables.iter().filter_map(|slide| {
        let list = lists.get(slide.slide.checked_sub(sheets.len())?)?;
        let rows = list.table.rows.get(slide.rows.clone())?;
        let columns = list.table.columns.iter().map(|column| column.title.as_str());
        let table = TableSheet {
            size: slide.size,
            title: &slide.title,
            title_at: slide.title_at,
            table_at: slide.table_at,
            columns: columns.zip(slide.widths.iter().copied()).collect(),
            head: slide.head,
            rows: rows
                .iter()
                .map(Vec::as_slice)
                .zip(slide.heights.iter().copied())
                .collect(),
            letters: slide.letters,
            padding: slide.padding,
        };
        Some(engine.table(theme, &table))
    });
    drawn.collect()
}

/// The slides of the lists.
pub(super) fn tables(document: &Document, sheets: &[Sheet], lists: &[List]) -> Vec<journey_pptx::TableSlide> {
    journey_pptx::tables(&slides(sheets, lists), &options(document))
}

/// The sheets, and behind them the lists.
pub(super) fn slides<'a>(sheets: &'a [Sheet], lists: &'a [List]) -> Vec<journey_pptx::Slide<'a>> {
    let sheets = sheets.iter().map(|sheet| journey_pptx::Slide {
        title: &sheet.title,
        content: journey_pptx::Content::Scene(&sheet.scene),
        notes: &sheet.notes,
    });
    let tables = lists.iter().map(|list| journey_pptx::Slide {
        title: list.title,
        content: journey_pptx::Content::Table(&list.table),
        notes: "",
    });
    sheets.chain(tables).collect()
}

pub(super) fn options(document: &Document) -> journey_pptx::Options {
    journey_pptx::Options {
        date: dated(document).map(|date| format!("{date}T00:00:00Z")),
        description: description(document),
        ..journey_pptx::Options::default()
    }
}
