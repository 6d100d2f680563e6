//! The slides of a presentation: the sheets, and behind them the lists.

use std::sync::Arc;

use journey_layout::{Engine, FontBook, TableSheet, Theme};
use journey_model::Document;
use journey_pptx::{Planned, Shown};
use journey_scene::{Rect, Scene};

use super::compose::Sheet;
use super::lists::{List, lists};
use super::paint::{dated, description};

/// A picture of what is exported: a region of a scene, in px of it.
pub type Picture = (Arc<Scene>, Rect);

/// The slides of a presentation as far as layout can tell how PowerPoint will set them, to be shown beforehand.
pub fn slides_shown(document: &Document, sheets: &[Sheet], fonts: &FontBook) -> Vec<Picture> {
    let theme = sheets.first().map_or("", |sheet| sheet.scene.theme);
    let theme = Theme::named_or_default(theme);
    let mut engine = Engine::new(fonts.clone());
    let lists = lists(document);
    let drawn = planned(document, sheets, &lists).into_iter().filter_map(|slide| {
        let rows = match &slide.shows {
            Shown::Scene(around) => return Some((Arc::clone(&sheets.get(slide.slide)?.scene), *around)),
            Shown::Rows(rows) => rows,
        };
        let list = lists.get(slide.slide.checked_sub(sheets.len())?)?;
        let cells = list.table.rows.get(rows.rows.clone())?.iter().map(Vec::as_slice);
        let columns = list.table.columns.iter().map(|column| column.title.as_str());
        let table = TableSheet {
            size: slide.size,
            title: &rows.title,
            title_at: rows.title_at,
            table_at: rows.table_at,
            columns: columns.zip(rows.widths.iter().copied()).collect(),
            head: rows.head,
            rows: cells.zip(rows.heights.iter().copied()).collect(),
            letters: rows.letters,
            padding: rows.padding,
        };
        Some((Arc::new(engine.table(theme, &table)), slide.size.to_rect()))
    });
    drawn.collect()
}

/// Where everything lies on the slides.
pub(super) fn planned(document: &Document, sheets: &[Sheet], lists: &[List]) -> Vec<Planned> {
    journey_pptx::plan(&slides(sheets, lists), &options(document))
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
