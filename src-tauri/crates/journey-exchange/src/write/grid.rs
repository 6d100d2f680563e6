//! Where things stand in diagrams of other programs: a plain grid, since those have fonts of their own.
//!
//! Lengths are in px of the diagram. Heights are estimated from the letters, generously: a card that is
//! too tall looks better than one that hides its last line.

use journey_model::{Card, CardFamily, Lane};

use super::arranged::{Arranged, Curve, card_text, is_separator};

/// How a program sets text.
pub(crate) struct Metrics {
    /// Mean width of a letter.
    pub letter: f64,
    /// Height of a line.
    pub line: i32,
    /// Space around a text, both sides together.
    pub padding: i32,
    /// Lines that a card has below its text.
    pub more: fn(&Card) -> i32,
}

/// Width of a step.
pub(crate) const COLUMN: i32 = 260;
/// Width of the lanes' headings.
pub(crate) const HEADING: i32 = 200;
/// Height of the row of stages.
pub(crate) const STAGE: i32 = 60;
/// Height of the row of steps.
pub(crate) const STEP: i32 = 60;
/// Space between neighbours.
pub(crate) const GAP: i32 = 16;
/// Height of an emotion lane.
const CURVE: i32 = 240;
/// Height of a line between lanes.
const SEPARATOR: i32 = 32;
/// Least height of a lane with cards.
const LANE: i32 = 80;

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// Everything in its place. The origin is the top left of the first step's column of the row of stages,
/// so that columns begin at 0.
pub(crate) struct Grid<'a> {
    pub stages: Vec<Area>,
    pub steps: Vec<Area>,
    pub lanes: Vec<GridLane<'a>>,
    pub width: i32,
    /// Of everything, the rows of stages and steps included.
    pub height: i32,
}

/// A lane, over the whole width of the steps.
pub(crate) struct GridLane<'a> {
    pub lane: &'a Lane,
    pub area: Area,
    pub cards: Vec<(&'a Card, Area)>,
    pub curves: Vec<Curve<'a>>,
}

impl<'a> Grid<'a> {
    pub(crate) fn of(map: &Arranged<'a>, metrics: &Metrics) -> Self {
        let x = |step: usize| i32::try_from(step).unwrap_or(0) * COLUMN;
        let width = x(map.steps.len());
        let stages = map.stages.iter().map(|columns| Area {
            x: x(columns.first),
            y: 0,
            width: x(columns.steps.len()),
            height: STAGE,
        });
        let steps = (0..map.steps.len()).map(|step| Area {
            x: x(step),
            y: STAGE,
            width: COLUMN,
            height: STEP,
        });
        let mut y = STAGE + STEP + GAP;
        let mut lanes = Vec::new();
        for lane in &map.lanes {
            let curves = map.curves(lane);
            let (cards, height) = match lane.kind.family() {
                _ if is_separator(lane) => (Vec::new(), SEPARATOR),
                CardFamily::Curve => (Vec::new(), CURVE),
                _ => stack(map, lane, y, metrics),
            };
            let area = Area { x: 0, y, width, height };
            lanes.push(GridLane {
                lane,
                area,
                cards,
                curves,
            });
            y += height + GAP;
        }
        Self {
            stages: stages.collect(),
            steps: steps.collect(),
            lanes,
            width,
            height: y - GAP,
        }
    }

    /// The height of a score in its lane: +2 at the top, -2 at the bottom, room for dots and words left.
    pub(crate) fn score_y(area: Area, tenths: i8) -> i32 {
        let room = area.height - 80;
        area.y + 40 + room * (20 - i32::from(tenths)) / 40
    }
}

/// Stacks the cards of a lane that begins at `top`; one over several steps lies below all that any of
/// them holds so far. Returns the lane's height too.
fn stack<'a>(map: &Arranged<'a>, lane: &'a Lane, top: i32, metrics: &Metrics) -> (Vec<(&'a Card, Area)>, i32) {
    let mut bottoms = vec![top + GAP; map.steps.len()];
    let mut cards = Vec::new();
    for (number, step) in map.steps.iter().enumerate() {
        for card in map.cards_in(lane, step) {
            let end = (number + usize::from(card.span).max(1)).min(bottoms.len());
            let covered = &mut bottoms[number..end];
            let y = covered.iter().copied().max().unwrap_or(top);
            let columns = i32::try_from(covered.len()).unwrap_or(1);
            let width = columns * COLUMN - GAP;
            let height = height(card, width, metrics);
            covered.fill(y + height + GAP);
            let x = i32::try_from(number).unwrap_or(0) * COLUMN + GAP / 2;
            cards.push((*card, Area { x, y, width, height }));
        }
    }
    let bottom = bottoms.into_iter().max().unwrap_or(top);
    (cards, (bottom - top).max(LANE))
}

fn height(card: &Card, width: i32, metrics: &Metrics) -> i32 {
    let room = f64::from(width - metrics.padding);
    let lines: i32 = card_text(card)
        .lines()
        .map(|line| {
            let letters: f64 = line.chars().map(|c| if is_wide(c) { 2.0 } else { 1.0 }).sum();
            // The limit of a text's length keeps this far within an i32.
            ((letters * metrics.letter / room).ceil() as i32).max(1)
        })
        .sum();
    (lines.max(1) + (metrics.more)(card)) * metrics.line + metrics.padding
}

/// Whether a letter is as wide as two Latin ones (Hangul, CJK and their punctuation, emoji).
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3ffff)
}
