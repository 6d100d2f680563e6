//! The long form and the other flat tables.

use std::borrow::Cow;

use journey_model::{Card, Lane, Score};

use crate::cell::list_text;
use crate::column::Column;

use super::arranged::{Arranged, lane_title};

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(u32),
    /// Of the scale from -2 to 2.
    Tenths(i8),
    /// `YYYY-MM-DD`.
    Date(&'a str),
    Yes,
}

/// A table with headings of ours.
pub(crate) struct Table<'a> {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value<'a>>>,
}

/// What a row of the long form is about.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    Card(&'a Card),
    Score(&'a Score),
    /// A step or lane without anything in it, which keeps its place.
    Nothing,
}

/// Where a row's subject stands: indices of stage, step and lane.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spot {
    stage: Option<usize>,
    step: Option<usize>,
    lane: Option<usize>,
}

/// Columns of scores, besides their place.
pub(crate) const SCORE: [Column; 4] = [Column::Persona, Column::Score, Column::Feeling, Column::Note];

/// The long form. Rows follow the map by step, then lane, so that a journey reads from top to bottom;
/// steps and lanes without anything in them come last.
pub(crate) fn long<'a>(map: &Arranged<'a>, with_scores: bool) -> Table<'a> {
    let columns: Vec<Column> = Column::ALL
        .iter()
        .copied()
        .filter(|column| with_scores || !SCORE.contains(column))
        .collect();
    let mut rows = Vec::new();
    let mut used = vec![false; map.lanes.len()];
    let mut empty = Vec::new();
    for (s, columns_of) in map.stages.iter().enumerate() {
        for (i, step) in columns_of.steps.iter().enumerate() {
            let before = rows.len();
            for (l, lane) in map.lanes.iter().enumerate() {
                let spot = Spot {
                    stage: Some(s),
                    step: Some(columns_of.first + i),
                    lane: Some(l),
                };
                let subjects = map.cards_in(lane, step).iter().map(|card| Subject::Card(card));
                let scores = map.scores_at(lane, step).into_iter().map(Subject::Score);
                for subject in subjects.chain(scores.filter(|_| with_scores)) {
                    rows.push(row(map, &columns, spot, subject));
                    used[l] = true;
                }
            }
            if rows.len() == before {
                empty.push(Spot {
                    stage: Some(s),
                    step: Some(columns_of.first + i),
                    lane: None,
                });
            }
        }
    }
    let lanes = used.iter().enumerate().filter(|(_, used)| !**used);
    empty.extend(lanes.map(|(l, _)| Spot {
        lane: Some(l),
        ..Spot::default()
    }));
    rows.extend(empty.into_iter().map(|spot| row(map, &columns, spot, Subject::Nothing)));
    Table { columns, rows }
}

/// The cards that `shown` says yes to, in the columns asked for.
pub(crate) fn cards<'a>(map: &Arranged<'a>, columns: &[Column], shown: impl Fn(&Lane, &Card) -> bool) -> Table<'a> {
    let mut rows = Vec::new();
    for (s, columns_of) in map.stages.iter().enumerate() {
        for (i, step) in columns_of.steps.iter().enumerate() {
            for (l, lane) in map.lanes.iter().enumerate() {
                let spot = Spot {
                    stage: Some(s),
                    step: Some(columns_of.first + i),
                    lane: Some(l),
                };
                let cards = map.cards_in(lane, step).iter().filter(|card| shown(lane, card));
                rows.extend(cards.map(|card| row(map, columns, spot, Subject::Card(card))));
            }
        }
    }
    Table {
        columns: columns.to_vec(),
        rows,
    }
}

/// Every score.
pub(crate) fn scores<'a>(map: &Arranged<'a>) -> Table<'a> {
    let columns: Vec<Column> = Column::PLACE
        .into_iter()
        .chain(SCORE)
        .chain([Column::MomentOfTruth])
        .collect();
    let mut rows = Vec::new();
    for (s, columns_of) in map.stages.iter().enumerate() {
        for (i, step) in columns_of.steps.iter().enumerate() {
            for (l, lane) in map.lanes.iter().enumerate() {
                let spot = Spot {
                    stage: Some(s),
                    step: Some(columns_of.first + i),
                    lane: Some(l),
                };
                let scores = map.scores_at(lane, step).into_iter();
                rows.extend(scores.map(|score| row(map, &columns, spot, Subject::Score(score))));
            }
        }
    }
    Table { columns, rows }
}

fn row<'a>(map: &Arranged<'a>, columns: &[Column], spot: Spot, subject: Subject<'a>) -> Vec<Value<'a>> {
    columns
        .iter()
        .map(|column| match place(map, *column, spot) {
            Some(value) => value,
            None => match subject {
                Subject::Card(card) => of_card(card, *column),
                Subject::Score(score) => of_score(map, score, *column),
                Subject::Nothing => Value::Empty,
            },
        })
        .collect()
}

fn text(text: &str) -> Value<'_> {
    match text {
        "" => Value::Empty,
        text => Value::Text(text.into()),
    }
}

fn number(index: usize) -> Value<'static> {
    u32::try_from(index + 1).map_or(Value::Empty, Value::Number)
}

/// The value of a column that says where something stands; `None` for other columns.
fn place<'a>(map: &Arranged<'a>, column: Column, spot: Spot) -> Option<Value<'a>> {
    let stage = spot.stage.and_then(|at| map.stages.get(at));
    let step = spot.step.and_then(|at| map.steps.get(at));
    let lane = spot.lane.and_then(|at| map.lanes.get(at));
    let counted = |index: Option<usize>| index.map_or(Value::Empty, number);
    Some(match column {
        Column::StageNumber => counted(spot.stage),
        Column::Stage => stage.map_or(Value::Empty, |columns| text(&columns.stage.title)),
        Column::StepNumber => counted(spot.step),
        Column::Step => step.map_or(Value::Empty, |step| text(&step.title)),
        Column::LaneNumber => counted(spot.lane),
        Column::Lane => lane.map_or(Value::Empty, |lane| Value::Text(lane_title(lane).into())),
        Column::LaneKind => lane.map_or(Value::Empty, |lane| text(lane.kind.key())),
        _ => return None,
    })
}

fn of_score<'a>(map: &Arranged<'a>, score: &'a Score, column: Column) -> Value<'a> {
    match column {
        Column::Persona => score
            .persona
            .as_ref()
            .map_or(Value::Empty, |id| text(map.persona_name(id))),
        Column::Score => Value::Tenths(score.tenths),
        Column::Feeling => text(&score.word),
        Column::Note => text(&score.note),
        Column::MomentOfTruth if score.moment_of_truth => Value::Yes,
        _ => Value::Empty,
    }
}

fn of_card(card: &Card, column: Column) -> Value<'_> {
    let touchpoint = card.touchpoint.as_ref();
    let figure = card.measurement.as_ref();
    let key = |key: Option<&'static str>| key.map_or(Value::Empty, text);
    match column {
        Column::Text => text(&card.text),
        Column::Span if card.span > 1 => Value::Number(card.span.into()),
        Column::MomentOfTruth if card.moment_of_truth => Value::Yes,
        Column::Severity => key(card.severity.map(|severity| severity.key())),
        Column::Evidence => key(card.evidence.map(|evidence| evidence.key())),
        Column::Source => text(&card.source),
        Column::Owner => text(&card.owner),
        Column::Tags if !card.tags.is_empty() => Value::Text(list_text(&card.tags).into()),
        Column::Address => text(&card.address),
        Column::Channel => touchpoint.map_or(Value::Empty, |t| text(&t.channel)),
        Column::Category => key(touchpoint.and_then(|t| t.category).map(|category| category.key())),
        Column::Presence => key(touchpoint.and_then(|t| t.presence).map(|presence| presence.key())),
        Column::Control => key(touchpoint.and_then(|t| t.control).map(|control| control.key())),
        Column::Action => touchpoint.map_or(Value::Empty, |t| text(&t.action)),
        Column::Result => touchpoint.map_or(Value::Empty, |t| text(&t.result)),
        Column::Alternative => touchpoint.map_or(Value::Empty, |t| text(&t.alternative)),
        Column::Value => figure.map_or(Value::Empty, |figure| text(&figure.value)),
        Column::Unit => figure.map_or(Value::Empty, |figure| text(&figure.unit)),
        Column::Target => figure.map_or(Value::Empty, |figure| text(&figure.target)),
        Column::MeasuredOn => {
            let day = figure.and_then(|figure| figure.measured_on.as_ref());
            day.map_or(Value::Empty, |day| Value::Date(&day.0))
        }
        Column::Colour => text(card.colour.as_deref().unwrap_or_default()),
        Column::Symbol => text(card.icon.as_deref().unwrap_or_default()),
        Column::Id => text(card.id.as_str()),
        _ => Value::Empty,
    }
}
