//! A clip as a table of texts, for other programs.

use std::collections::BTreeMap;

use crate::{Card, Clip, ClipKind, LaneId, Score, StepId};

/// A clip's records by row and column. A row is a lane, a column a step.
pub(super) struct Rows<'a> {
    /// A row each; a cell holds cards from top to bottom, then emotion points.
    pub rows: Vec<Row<'a>>,
    /// Titles of stages and steps over the columns; empty for a bare block of cards.
    pub headings: Vec<Vec<String>>,
    /// Whether the rows begin with their lanes' titles.
    pub titled: bool,
}

pub(super) struct Row<'a> {
    pub title: &'a str,
    pub cells: Vec<Vec<Entry<'a>>>,
}

pub(super) enum Entry<'a> {
    Card(&'a Card),
    Score(&'a Score),
}

impl<'a> Rows<'a> {
    pub(super) fn of(clip: &'a Clip) -> Self {
        let mut cells: BTreeMap<(&LaneId, &StepId), Vec<Entry>> = BTreeMap::new();
        for card in &clip.cards {
            cells
                .entry((&card.lane, &card.step))
                .or_default()
                .push(Entry::Card(card));
        }
        for score in &clip.scores {
            cells
                .entry((&score.lane, &score.step))
                .or_default()
                .push(Entry::Score(score));
        }
        let titled = clip.kind != ClipKind::Cards;
        let rows = clip
            .lanes
            .iter()
            .map(|lane| Row {
                title: &lane.title,
                cells: (clip.steps.iter())
                    .map(|step| cells.remove(&(&lane.id, &step.id)).unwrap_or_default())
                    .collect(),
            })
            .collect();
        let mut headings = Vec::new();
        if !clip.stages.is_empty() {
            let mut before = None;
            let titles = clip.steps.iter().map(|step| {
                // A stage stands over its first step.
                let first = before.replace(&step.stage) != Some(&step.stage);
                let stage = clip.stages.iter().find(|stage| first && stage.id == step.stage);
                stage.map(|stage| stage.title.clone()).unwrap_or_default()
            });
            headings.push(titles.collect());
        }
        if titled && clip.steps.iter().any(|step| !step.title.is_empty()) {
            headings.push(clip.steps.iter().map(|step| step.title.clone()).collect());
        }
        Self { rows, headings, titled }
    }
}

/// How an emotion point reads: “+1.5 Hopeful”.
pub(super) fn score_text(score: &Score) -> String {
    let tenths = score.tenths.unsigned_abs();
    let sign = match score.tenths {
        ..0 => "−",
        0 => "",
        _ => "+",
    };
    let value = match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        rest => format!("{sign}{}.{rest}", tenths / 10),
    };
    match score.word.trim() {
        "" => value,
        word => format!("{value} {word}"),
    }
}
