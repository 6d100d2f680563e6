//! Workbooks that Waymark wrote: all sheets together are one map.

use std::collections::BTreeMap;

use journey_model::{LinkEnd, LinkKind, MapState, Review, StepId};

use super::error::{ReadError, quoted};
use super::grid::Grid;
use super::long::{self, Drawn, Source};
use super::mapping::{Long, Mapping, recognise};
use super::sketch::{Sketch, lines, one_line};
use super::value::{colour, day};
use super::words;
use super::workbook::Workbook;
use crate::{Column, Level, MAP_ROWS, list_of, sheet};

/// Sheets whose rows are those of [`sheet::CARDS`] once more, or the whole map as a matrix.
const REPEATED: [&str; 4] = [
    sheet::JOURNEY,
    sheet::TOUCHPOINTS,
    sheet::PAIN_POINTS,
    sheet::OPPORTUNITIES,
];
const READ: [&str; 8] = [
    sheet::STAGES,
    sheet::LANES,
    sheet::CARDS,
    sheet::SCORES,
    sheet::PERSONAS,
    sheet::LINKS,
    sheet::NOTES,
    sheet::MAP,
];

/// Whether the workbook has the sheets that Waymark writes.
pub(super) fn is_own(workbook: &Workbook) -> bool {
    let has = |name: &str| workbook.sheets.iter().any(|sheet| sheet == name);
    has(sheet::CARDS) && has(sheet::MAP)
}

/// Draws the whole workbook; `false` where its sheets are not as Waymark writes them, and nothing was
/// drawn.
pub(super) fn draw(workbook: &mut Workbook, sketch: &mut Sketch) -> Result<bool, ReadError> {
    let mut grids: BTreeMap<&str, Grid> = BTreeMap::new();
    for name in READ {
        if workbook.sheets.iter().any(|sheet| sheet == name) {
            grids.insert(name, workbook.sheet(name)?.grid);
        }
    }
    let lists: Vec<(&Grid, Long)> = [sheet::CARDS, sheet::SCORES]
        .iter()
        .filter_map(|name| grids.get(name))
        .filter_map(|grid| match recognise(grid)? {
            Mapping::Long(long) => Some((grid, long)),
            Mapping::Matrix(_) => None,
        })
        .collect();
    if lists.is_empty() {
        return Ok(false);
    }
    // Personas first: scores name them.
    if let Some(grid) = grids.get(sheet::PERSONAS) {
        personas(grid, sketch)?;
    }
    let sources: Vec<Source> = lists
        .iter()
        .map(|(grid, long)| Source {
            grid,
            long,
            told: false,
        })
        .collect();
    let drawn = long::draw(&sources, sketch)?;
    if let Some(grid) = grids.get(sheet::STAGES) {
        stages(grid, sketch)?;
    }
    if let Some(grid) = grids.get(sheet::LANES) {
        lanes(grid, sketch)?;
    }
    if let Some(grid) = grids.get(sheet::LINKS) {
        links(grid, &drawn, sketch)?;
    }
    if let Some(grid) = grids.get(sheet::NOTES) {
        notes(grid, sketch)?;
    }
    if let Some(grid) = grids.get(sheet::MAP) {
        about(grid, sketch)?;
    }
    for name in workbook
        .sheets
        .iter()
        .filter(|name| !READ.contains(&name.as_str()) && !REPEATED.contains(&name.as_str()))
    {
        sketch.remark(Level::LeftOut, "sheets", format!("sheet {}", quoted(name)), None);
    }
    Ok(true)
}

/// The column of a heading in the first row.
fn column(grid: &Grid, heading: &str) -> Option<usize> {
    (0..grid.width()).find(|at| grid.at(0, *at).eq_ignore_ascii_case(heading))
}

/// A persona a column: they are turned to be one a row.
fn personas(grid: &Grid, sketch: &mut Sketch) -> Result<(), ReadError> {
    let Some(grid) = &grid.turned() else {
        return Ok(());
    };
    for row in 1..grid.rows.len() {
        let place = grid.place(row, 0);
        let cell = |heading: &str| column(grid, heading).map_or("", |at| grid.at(row, at));
        let text = |heading: &str| lines(cell(heading), Some(&place));
        let list = |heading: &str| -> Result<Vec<String>, ReadError> {
            let texts = cell(heading).lines().filter(|line| !line.trim().is_empty());
            texts.map(|line| one_line(line, Some(&place))).collect()
        };
        let id = sketch.new_persona(cell("Persona"), Some(&place))?;
        let has_primary = sketch.document.personas.values().any(|persona| persona.primary);
        let Some(persona) = sketch.document.personas.get_mut(&id) else {
            continue;
        };
        persona.primary = !has_primary && words::yes(cell("Primary")).unwrap_or(false);
        persona.role = text("Role")?;
        persona.quote = text("Quote")?;
        persona.demographics = text("Demographics")?;
        persona.psychographics = text("Psychographics")?;
        persona.goals = list("Goals")?;
        persona.motivations = list("Motivations")?;
        persona.frustrations = list("Frustrations")?;
        persona.behaviours = list("Behaviours")?;
        persona.sources = list("Sources")?;
        let channels = list("Preferred channels")?;
        persona.preferred_channels = channels
            .into_iter()
            .map(|channel| words::channel(&channel).map_or(channel, |known| known.key().into()))
            .collect();
        persona.last_validated = day(cell("Last validated"));
        persona.colour = colour(cell("Colour"));
    }
    Ok(())
}

/// The id of the record that a row names by its number. Records were made in the map's order, which
/// their ids keep.
fn numbered<'a, T>(grid: &Grid, row: usize, heading: Column, mut ids: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let text = grid.at(row, column(grid, heading.title())?);
    let number: usize = text.parse().ok()?;
    ids.nth(number.checked_sub(1)?)
}

fn stages(grid: &Grid, sketch: &mut Sketch) -> Result<(), ReadError> {
    for row in 1..grid.rows.len() {
        let cell = |heading: &str| column(grid, heading).map_or("", |at| grid.at(row, at));
        let Some(id) = numbered(grid, row, Column::StageNumber, sketch.document.stages.keys()).cloned() else {
            continue;
        };
        let goal = lines(cell("Goal"), Some(&grid.place(row, 0)))?;
        if let Some(stage) = sketch.document.stages.get_mut(&id) {
            stage.goal = goal;
            stage.colour = colour(cell(Column::Colour.title()));
        }
    }
    Ok(())
}

fn lanes(grid: &Grid, sketch: &mut Sketch) -> Result<(), ReadError> {
    for row in 1..grid.rows.len() {
        let cell = |heading: &str| column(grid, heading).map_or("", |at| grid.at(row, at));
        let Some(id) = numbered(grid, row, Column::LaneNumber, sketch.document.lanes.keys()).cloned() else {
            continue;
        };
        let caption = one_line(cell("Caption"), Some(&grid.place(row, 0)))?;
        if let Some(lane) = sketch.document.lanes.get_mut(&id) {
            lane.caption = caption;
            lane.colour = colour(cell(Column::Colour.title()));
        }
    }
    Ok(())
}

fn links(grid: &Grid, drawn: &Drawn, sketch: &mut Sketch) -> Result<(), ReadError> {
    // Steps were made in the map's order, which their ids keep.
    let mut steps: Vec<(usize, StepId)> = Vec::new();
    let stages: Vec<_> = sketch.document.stages.keys().cloned().collect();
    for step in sketch.document.steps.values() {
        let stage = stages.iter().position(|stage| *stage == step.stage).unwrap_or(0);
        steps.push((stage, step.id.clone()));
    }
    steps.sort();
    for row in 1..grid.rows.len() {
        let place = grid.place(row, 0);
        let cell = |heading: &str| column(grid, heading).map_or("", |at| grid.at(row, at));
        let end = |text: &str| -> Option<LinkEnd> {
            if let Some(card) = drawn.cards.get(text) {
                return Some(LinkEnd::Card(card.clone()));
            }
            let number: usize = text.parse().ok()?;
            steps
                .get(number.checked_sub(1)?)
                .map(|(_, step)| LinkEnd::Step(step.clone()))
        };
        let kind = match cell("Kind") {
            "loop back" => LinkKind::LoopBack,
            kind => LinkKind::from_key(kind).unwrap_or(LinkKind::Flow),
        };
        let ends = end(cell("From card or step no.")).zip(end(cell("To card or step no.")));
        let linked = match ends {
            Some((from, to)) => sketch.link(from, to, kind, cell("Label"), Some(&place))?,
            None => false,
        };
        if !linked {
            let what = "a link whose ends are not in the workbook";
            sketch.remark(Level::LeftOut, "links", what, Some(place));
        }
    }
    Ok(())
}

/// Notes come without a place: they are put below each other at the sheet's corner.
fn notes(grid: &Grid, sketch: &mut Sketch) -> Result<(), ReadError> {
    const APART: i32 = 40;
    for row in 1..grid.rows.len() {
        let place = grid.place(row, 0);
        let cell = |heading: &str| column(grid, heading).map_or("", |at| grid.at(row, at));
        let down = i32::try_from(row).unwrap_or(i32::MAX).saturating_mul(APART);
        let note = sketch.note(cell("Text"), (APART, down), Some(&place))?;
        note.colour = colour(cell("Colour"));
    }
    if grid.rows.len() > 1 {
        sketch.remark(Level::Guessed, "notes", "the places of notes", None);
    }
    Ok(())
}

fn about(grid: &Grid, sketch: &mut Sketch) -> Result<(), ReadError> {
    let said = |name: &str| {
        let row = (0..grid.rows.len()).find(|row| grid.at(*row, 0) == name)?;
        Some((grid.at(row, 1), grid.place(row, 1)))
    };
    let text = |name: &str| match said(name) {
        Some((text, place)) => lines(text, Some(&place)),
        None => Ok(String::new()),
    };
    let [
        title,
        subtitle,
        state,
        language,
        purpose,
        measure,
        scope,
        goal,
        tags,
        begun,
        last,
        next,
        cycle,
    ] = MAP_ROWS;
    let map = &mut sketch.document.map;
    if said(title).is_some() {
        map.title = text(title)?.replace('\n', " ");
    }
    map.subtitle = text(subtitle)?;
    map.state = said(state)
        .and_then(|(key, _)| MapState::from_key(key))
        .unwrap_or(map.state);
    if let Some((tag, _)) = said(language).filter(|(tag, _)| is_language(tag)) {
        map.language = tag.to_owned();
    }
    map.objective.purpose = text(purpose)?;
    map.objective.success_measure = text(measure)?;
    map.objective.scope = text(scope)?;
    map.objective.end_goal = text(goal)?;
    map.tags = list_of(&text(tags)?);
    let date = |name: &str| said(name).and_then(|(text, _)| day(text));
    map.created_on = date(begun);
    let months = said(cycle).and_then(|(text, _)| text.parse().ok());
    let review = Review {
        last: date(last),
        next: date(next),
        cycle_months: months.filter(|months| journey_model::CYCLE_MONTHS.contains(months)),
    };
    map.review = (review != Review::default()).then_some(review);
    Ok(())
}

/// Whether a text looks like a language tag (`en`, `pt-BR`).
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && text.len() <= 35
}
