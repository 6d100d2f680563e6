//! A list of cards as a map: a card or an emotion point a row.
//!
//! First all rows are surveyed for the stages, steps and lanes that they name; then, once these stand in
//! their order, the rows are filled in (`rows`).

mod rows;

use std::collections::BTreeMap;

use journey_model::{CardId, LaneId, LaneKind, StageId, StepId};

use super::error::{ReadError, quoted};
use super::grid::Grid;
use super::mapping::Long;
use super::sketch::Sketch;
use super::words::{self, Named, lane_kind};
use crate::{Column, Place};

use rows::Filler;

/// One table to read, with what its columns hold.
pub(super) struct Source<'a> {
    pub grid: &'a Grid,
    pub long: &'a Long,
    /// Whether a person told what the columns hold.
    pub told: bool,
}

/// What a stage, step or lane is known by: its number, where rows have numbers, else its title.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u32),
    Title(String),
}

/// Where a row's subject stands, by index; `None` where the row does not say.
#[derive(Clone, Copy, Default)]
struct Spot {
    step: Option<usize>,
    lane: Option<usize>,
}

/// Stages, steps or lanes in the order of their first rows.
struct Seen<K> {
    known: BTreeMap<K, usize>,
    all: Vec<Found>,
}

struct Found {
    number: Option<u32>,
    title: String,
    place: Place,
    /// Of a step: the index of its stage.
    stage: usize,
    /// Of a lane, where a column tells it.
    kind: Option<LaneKind>,
}

impl<K: Ord> Seen<K> {
    fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            all: Vec::new(),
        }
    }

    fn index(&mut self, key: K, found: impl FnOnce() -> Found) -> usize {
        let next = self.all.len();
        let index = *self.known.entry(key).or_insert(next);
        if index == next {
            self.all.push(found());
        }
        index
    }

    /// Indices by number, those without one last, in the order of their first rows.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|index| self.all[*index].number.unwrap_or(u32::MAX));
        order
    }
}

/// The tables' map, as far as it was drawn.
pub(super) struct Drawn {
    /// New cards by the ids that the table gave them.
    pub cards: BTreeMap<String, CardId>,
}

/// Draws one map of all tables.
pub(super) fn draw(sources: &[Source], sketch: &mut Sketch) -> Result<Drawn, ReadError> {
    let (mut stages, mut steps, mut lanes) = (Seen::new(), Seen::new(), Seen::new());
    let mut spots: Vec<Vec<Option<Spot>>> = Vec::new();
    for source in sources {
        source.check()?;
        spots.push(survey(source, &mut stages, &mut steps, &mut lanes));
    }
    let ids = make(&stages, &steps, &lanes, sketch)?;
    let mut drawn = Drawn { cards: BTreeMap::new() };
    for (source, spots) in sources.iter().zip(&spots) {
        Filler {
            source,
            ids: &ids,
            sketch,
            drawn: &mut drawn,
            words: BTreeMap::new(),
        }
        .fill(spots)?;
    }
    Ok(drawn)
}

impl Source<'_> {
    fn check(&self) -> Result<(), ReadError> {
        let has = |column: Column| self.long.columns.contains(&Some(column));
        if self.long.columns.len() > self.grid.width() {
            return Err(ReadError::Misfit(format!("it has {} columns", self.grid.width())));
        }
        if let Some(twice) = Column::ALL.iter().find(|column| {
            self.long
                .columns
                .iter()
                .filter(|found| **found == Some(**column))
                .count()
                > 1
        }) {
            return Err(ReadError::Misfit(format!("{} is told twice", quoted(twice.title()))));
        }
        let says_what = has(Column::Text) || has(Column::Score) || has(Column::Channel) || has(Column::Value);
        if !says_what {
            return Err(ReadError::Misfit("no column holds the text of the cards".into()));
        }
        Ok(())
    }

    fn rows(&self) -> std::ops::Range<usize> {
        let first = self.long.heading.map_or(0, |row| row as usize + 1);
        first..self.grid.rows.len()
    }

    fn at(&self, row: usize, column: Column) -> &str {
        let at = self.long.columns.iter().position(|found| *found == Some(column));
        at.map_or("", |at| self.grid.at(row, at))
    }

    fn place(&self, row: usize, column: Column) -> Place {
        let at = self.long.columns.iter().position(|found| *found == Some(column));
        self.grid.place(row, at.unwrap_or(0))
    }

    fn number(&self, row: usize, column: Column) -> Option<u32> {
        // A spreadsheet may have made “2” of it, or “2.0”.
        let text = self.at(row, column);
        text.strip_suffix(".0").unwrap_or(text).parse().ok()
    }

    /// Whether a row has something besides its place.
    fn has_subject(&self, row: usize) -> bool {
        let is_subject = |column: Column| !Column::PLACE.contains(&column) && column != Column::Id;
        let told = self.long.columns.iter().enumerate();
        let mut subjects = told.filter(|(_, column)| column.is_some_and(is_subject));
        // A card that says nothing has at least its id.
        subjects.any(|(at, _)| !self.grid.at(row, at).is_empty()) || !self.at(row, Column::Id).is_empty()
    }
}

/// Finds the stages, steps and lanes, and where each row stands.
fn survey(
    source: &Source,
    stages: &mut Seen<Key>,
    steps: &mut Seen<(usize, Key)>,
    lanes: &mut Seen<(Key, Option<LaneKind>)>,
) -> Vec<Option<Spot>> {
    let mut spots = Vec::new();
    let mut above = Spot::default();
    let mut stage_above = None;
    for row in source.rows() {
        if source.grid.rows[row].iter().all(|cell| cell.trim().is_empty()) {
            spots.push(None);
            continue;
        }
        let key = |number: Option<u32>, title: &str| number.map_or_else(|| Key::Title(title.to_owned()), Key::Number);
        let found = |number: Option<u32>, column: Column, stage: usize, kind: Option<LaneKind>| Found {
            number,
            title: source.at(row, column).to_owned(),
            place: source.place(row, column),
            stage,
            kind,
        };
        let (stage_number, step_number) = (
            source.number(row, Column::StageNumber),
            source.number(row, Column::StepNumber),
        );
        let (stage_title, step_title) = (source.at(row, Column::Stage), source.at(row, Column::Step));
        let names_stage = stage_number.is_some() || !stage_title.is_empty();
        let names_step = step_number.is_some() || !step_title.is_empty();
        let stage = if names_stage {
            Some(stages.index(key(stage_number, stage_title), || {
                found(stage_number, Column::Stage, 0, None)
            }))
        } else if names_step {
            // A step that names no stage is in that of the row above.
            Some(
                stage_above
                    .unwrap_or_else(|| stages.index(Key::Title(String::new()), || found(None, Column::Stage, 0, None))),
            )
        } else {
            None
        };
        let lane_number = source.number(row, Column::LaneNumber);
        let lane_title = source.at(row, Column::Lane);
        let kind = words::kind_of_lane(source.at(row, Column::LaneKind));
        let has_subject = source.has_subject(row);
        let names_lane = lane_number.is_some() || !lane_title.is_empty() || kind.is_some();
        let step = match stage {
            // Rows of the same place may leave it out, as tables with merged cells do.
            None if has_subject => above.step.or_else(|| {
                let stage = stages.index(Key::Title(String::new()), || found(None, Column::Stage, 0, None));
                Some(steps.index((stage, Key::Title(String::new())), || {
                    found(None, Column::Step, stage, None)
                }))
            }),
            None => None,
            Some(stage) => {
                let key = key(step_number, step_title);
                Some(steps.index((stage, key), || found(step_number, Column::Step, stage, None)))
            }
        };
        let lane = if names_lane {
            // Two lanes of one title may be of two kinds; a number names one lane whatever else is said.
            let key = (key(lane_number, lane_title), kind.filter(|_| lane_number.is_none()));
            Some(lanes.index(key, || found(lane_number, Column::Lane, 0, kind)))
        } else if has_subject {
            let blank = || found(None, Column::Lane, 0, None);
            above
                .lane
                .or_else(|| Some(lanes.index((Key::Title(String::new()), None), blank)))
        } else {
            None
        };
        above = Spot {
            step: step.or(above.step),
            lane: lane.or(above.lane),
        };
        stage_above = stage.or(stage_above);
        spots.push(has_subject.then_some(Spot { step, lane }));
    }
    spots
}

/// What was made, by index.
struct Ids {
    steps: Vec<Option<StepId>>,
    /// Each step's column, by index.
    columns: Vec<usize>,
    lanes: Vec<Option<(LaneId, LaneKind)>>,
}

fn make(
    stages: &Seen<Key>,
    steps: &Seen<(usize, Key)>,
    lanes: &Seen<(Key, Option<LaneKind>)>,
    sketch: &mut Sketch,
) -> Result<Ids, ReadError> {
    let mut ids = Ids {
        steps: vec![None; steps.all.len()],
        columns: vec![0; steps.all.len()],
        lanes: vec![None; lanes.all.len()],
    };
    let mut made: Vec<Option<StageId>> = vec![None; stages.all.len()];
    let mut of_stage: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in steps.in_order() {
        of_stage.entry(steps.all[index].stage).or_default().push(index);
    }
    let mut column = 0;
    for index in stages.in_order() {
        let stage = &stages.all[index];
        let id = sketch.stage(&stage.title, Some(&stage.place))?;
        for step_index in of_stage.remove(&index).unwrap_or_default() {
            let step = &steps.all[step_index];
            ids.steps[step_index] = Some(sketch.step(&id, &step.title, Some(&step.place))?);
            ids.columns[step_index] = column;
            column += 1;
        }
        made[index] = Some(id);
    }
    for index in lanes.in_order() {
        let lane = &lanes.all[index];
        let named = lane_kind(&lane.title);
        let kind = lane.kind.or(named.map(Named::kind)).unwrap_or(LaneKind::Text);
        if lane.kind.is_none() && !matches!(named, Some(Named::Own(_))) && !lane.title.is_empty() {
            sketch.guessed_kind(&lane.title, kind, Some(lane.place.clone()));
        }
        let title = match lane.title.as_str() {
            "" if lane.number.is_none() => kind.default_title(),
            title => title,
        };
        ids.lanes[index] = Some((sketch.lane(kind, title, Some(&lane.place))?, kind));
    }
    Ok(ids)
}
