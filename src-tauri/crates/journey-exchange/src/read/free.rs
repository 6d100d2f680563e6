//! Outlines of others: headings are stages, steps and lanes, items of lists are cards. Which headings
//! are which is guessed from how deep they stand and whether they name lanes.

use std::collections::{BTreeMap, BTreeSet};

use journey_model::{CardFamily, LaneId, LaneKind, StageId, StepId};

use super::error::{ReadError, quoted};
use super::figure::{self, Scale, Value};
use super::markdown::{Block, Item, plain};
use super::matrix::describe;
use super::sketch::{Sketch, lines, one_line};
use super::words::{Named, folded, lane_kind};
use crate::{Level, Place};

/// What a level of headings is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Stage,
    Step,
    Lane,
    Card,
}

/// Draws the outline.
pub(super) fn draw(blocks: &[Block], sketch: &mut Sketch) -> Result<(), ReadError> {
    let (title, blocks) = title(blocks);
    if let Some((title, place)) = title {
        sketch.document.map.title = one_line(title, Some(place))?;
    }
    let roles = roles(blocks);
    for (level, role) in &roles {
        let what = format!(
            "headings of level {level} are read as {}",
            match role {
                Role::Stage => "stages",
                Role::Step => "steps",
                Role::Lane => "lanes",
                Role::Card => "cards",
            }
        );
        sketch.remark(Level::Guessed, "headings", what, None);
    }
    let mut reader = Reader {
        sketch,
        lanes: BTreeMap::new(),
        stage: None,
        step: None,
        lane: None,
    };
    let has_headings = !roles.is_empty();
    for block in blocks {
        match block {
            Block::Heading { level, text, place } => match roles.get(level) {
                Some(Role::Stage) => {
                    reader.stage = Some(reader.sketch.stage(text, Some(place))?);
                    (reader.step, reader.lane) = (None, None);
                }
                Some(Role::Step) => {
                    let stage = reader.stage(place)?;
                    reader.step = Some(reader.sketch.step(&stage, text, Some(place))?);
                    reader.lane = None;
                }
                Some(Role::Lane) => reader.enter(text, place)?,
                Some(Role::Card) | None => reader.card(&format!("**{text}**"), place)?,
            },
            Block::Paragraph { text, place } => reader.paragraph(text, place)?,
            Block::Item(item) if has_headings => reader.item(item)?,
            Block::Item(item) => reader.bare(item)?,
        }
    }
    Ok(())
}

/// A first heading that is the only one of its level is the map's title.
fn title(blocks: &[Block]) -> (Option<(&str, &Place)>, &[Block]) {
    let Some((Block::Heading { level, text, place }, rest)) = blocks.split_first() else {
        return (None, blocks);
    };
    let alone = !rest
        .iter()
        .any(|block| matches!(block, Block::Heading { level: other, .. } if other <= level));
    // One heading over lists may as well be a stage, but every document has a title.
    if alone {
        (Some((text, place)), rest)
    } else {
        (None, blocks)
    }
}

fn roles(blocks: &[Block]) -> BTreeMap<u8, Role> {
    let levels: BTreeSet<u8> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            Block::Paragraph { .. } | Block::Item(_) => None,
        })
        .collect();
    let names_lanes = |wanted: u8| {
        let titles = blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text, .. } if *level == wanted => Some(text),
            _ => None,
        });
        let (mut all, mut known) = (0, 0);
        for title in titles {
            all += 1;
            known += usize::from(lane_kind(title).is_some());
        }
        known * 2 > all
    };
    let lanes = levels
        .iter()
        .copied()
        .skip(1)
        .find(|level| names_lanes(*level))
        .or_else(|| levels.iter().copied().nth(2));
    let mut roles = BTreeMap::new();
    for (at, level) in levels.iter().enumerate() {
        let role = match lanes {
            Some(lanes) if *level == lanes => Role::Lane,
            Some(lanes) if *level > lanes => Role::Card,
            _ if at == 0 => Role::Stage,
            _ if at == 1 => Role::Step,
            _ => Role::Card,
        };
        roles.insert(*level, role);
    }
    roles
}

struct Reader<'a> {
    sketch: &'a mut Sketch,
    /// Lanes by their folded titles.
    lanes: BTreeMap<String, (LaneId, LaneKind)>,
    stage: Option<StageId>,
    step: Option<StepId>,
    lane: Option<(LaneId, LaneKind)>,
}

impl Reader<'_> {
    fn stage(&mut self, place: &Place) -> Result<StageId, ReadError> {
        if let Some(stage) = &self.stage {
            return Ok(stage.clone());
        }
        let stage = self.sketch.stage("", Some(place))?;
        self.stage = Some(stage.clone());
        Ok(stage)
    }

    fn step(&mut self, place: &Place) -> Result<StepId, ReadError> {
        if let Some(step) = &self.step {
            return Ok(step.clone());
        }
        let stage = self.stage(place)?;
        let step = self.sketch.step(&stage, "", Some(place))?;
        self.step = Some(step.clone());
        Ok(step)
    }

    /// Goes into the lane of a title, of whatever step it was first named in.
    fn enter(&mut self, title: &str, place: &Place) -> Result<(), ReadError> {
        let title = title.trim().trim_end_matches(':').trim();
        let key = folded(title);
        if let Some(known) = self.lanes.get(&key) {
            self.lane = Some(known.clone());
            return Ok(());
        }
        let named = lane_kind(title);
        let kind = named.map_or(LaneKind::Text, Named::kind);
        if !matches!(named, Some(Named::Own(_))) {
            self.sketch.guessed_kind(title, kind, Some(place.clone()));
        }
        let lane = (self.sketch.lane(kind, title, Some(place))?, kind);
        self.lanes.insert(key, lane.clone());
        self.lane = Some(lane);
        Ok(())
    }

    fn paragraph(&mut self, text: &str, place: &Place) -> Result<(), ReadError> {
        let document = &mut self.sketch.document;
        let stage = self
            .stage
            .as_ref()
            .filter(|_| self.step.is_none() && self.lane.is_none());
        let goal = stage
            .and_then(|stage| document.stages.get_mut(stage))
            .map(|stage| &mut stage.goal);
        let target = match goal {
            None if self.stage.is_none() => &mut document.map.objective.purpose,
            None => return self.card(text, place),
            Some(goal) => goal,
        };
        if target.is_empty() {
            *target = lines(&plain(text), Some(place))?;
            return Ok(());
        }
        match self.stage {
            None => {
                self.sketch.remark(
                    Level::LeftOut,
                    "paragraphs",
                    format!("paragraph {}", quoted(text)),
                    Some(place.clone()),
                );
                Ok(())
            }
            Some(_) => self.card(text, place),
        }
    }

    fn item(&mut self, item: &Item) -> Result<(), ReadError> {
        let name = plain(&item.text);
        let is_lane =
            |name: &str| name.split_whitespace().count() <= 4 && lane_kind(name.trim_end_matches(':')).is_some();
        if !item.items.is_empty() && is_lane(&name) {
            self.enter(&name, &item.place)?;
            return item.items.iter().try_for_each(|item| self.leaf(item));
        }
        // “Thoughts: what does it cost?”
        if let Some((lane, rest)) = item.text.split_once(':') {
            let lane = plain(lane.trim_matches('*'));
            let rest = rest.trim_start_matches('*').trim();
            if !rest.is_empty() && is_lane(&lane) {
                let before = self.lane.clone();
                self.enter(&lane, &item.place)?;
                let inner = Item {
                    text: rest.to_owned(),
                    ..item.clone()
                };
                self.leaf(&inner)?;
                self.lane = before;
                return Ok(());
            }
        }
        self.leaf(item)
    }

    fn leaf(&mut self, item: &Item) -> Result<(), ReadError> {
        let mut text = item.text.clone();
        item.items.iter().for_each(|item| item.add_to(&mut text, 0));
        self.card(&text, &item.place)
    }

    /// Lists without any heading: the outermost items are stages, those that have items themselves lanes or
    /// steps, the others cards.
    fn bare(&mut self, item: &Item) -> Result<(), ReadError> {
        if item.items.is_empty() {
            return self.leaf(item);
        }
        self.stage = Some(self.sketch.stage(&plain(&item.text), Some(&item.place))?);
        (self.step, self.lane) = (None, None);
        for inner in &item.items {
            let name = plain(&inner.text);
            if inner.items.is_empty() || lane_kind(&name).is_some() {
                self.item(inner)?;
                continue;
            }
            let stage = self.stage(&inner.place)?;
            self.step = Some(self.sketch.step(&stage, &name, Some(&inner.place))?);
            self.lane = None;
            inner.items.iter().try_for_each(|item| self.item(item))?;
        }
        Ok(())
    }

    fn card(&mut self, text: &str, place: &Place) -> Result<(), ReadError> {
        let step = self.step(place)?;
        if self.lane.is_none() {
            self.enter(LaneKind::Text.default_title(), place)?;
        }
        let Some((mut lane, mut kind)) = self.lane.clone() else {
            return Ok(());
        };
        if kind == LaneKind::Emotion
            && let Some(point) = figure::point(&plain(text))
        {
            let number = match point.value {
                Value::Number(number) => Some(number),
                Value::Of(..) | Value::Known(_) => None,
            };
            let word = one_line(&point.word, Some(place))?;
            let tenths = point.value.tenths(Scale::of(number.into_iter()));
            if let Some(score) = self.sketch.score(&lane, &step, None, tenths, Some(place))? {
                score.word = word;
                return Ok(());
            }
        }
        if kind.family() == CardFamily::Curve || !kind.holds_cards() {
            let before = self.lane.clone();
            self.enter(LaneKind::Thoughts.default_title(), place)?;
            if let Some(thoughts) = std::mem::replace(&mut self.lane, before) {
                (lane, kind) = thoughts;
            }
        }
        let card = self.sketch.card(&lane, &step, text, Some(place))?;
        describe(card, kind);
        Ok(())
    }
}
