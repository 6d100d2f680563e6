//! A list of cards as a map: a card or an emotion point a row.

use std::collections::BTreeMap;

use journey_model::{
    Card, CardFamily, CardId, ChannelKind, Date, LaneId, LaneKind, Measurement, PersonaId, StageId, StepId, Touchpoint,
};

use super::error::{ReadError, quoted};
use super::figure::{self, Scale, Value};
use super::grid::Grid;
use super::mapping::Long;
use super::matrix::describe;
use super::sketch::{Sketch, lines, one_line};
use super::words::{self, Named, lane_kind};
use crate::{Column, Level, Place, counted, list_of};

/// One table to read, with what its columns hold.
pub(super) struct Source<'a> {
    pub grid: &'a Grid,
    pub long: &'a Long,
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
        const PLACE: [Column; 8] = [
            Column::StageNumber,
            Column::Stage,
            Column::StepNumber,
            Column::Step,
            Column::LaneNumber,
            Column::Lane,
            Column::LaneKind,
            Column::Id,
        ];
        let told = self.long.columns.iter().enumerate();
        let mut subjects = told.filter(|(_, column)| column.is_some_and(|column| !PLACE.contains(&column)));
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
            let what = format!(
                "lane {} is read as {}",
                quoted(&lane.title),
                kind.default_title().to_lowercase()
            );
            sketch.remark(Level::Guessed, "kinds of lanes", what, Some(lane.place.clone()));
        }
        let title = match lane.title.as_str() {
            "" if lane.number.is_none() => kind.default_title(),
            title => title,
        };
        ids.lanes[index] = Some((sketch.lane(kind, title, Some(&lane.place))?, kind));
    }
    Ok(ids)
}

struct Filler<'a, 'b> {
    source: &'a Source<'b>,
    ids: &'a Ids,
    sketch: &'a mut Sketch,
    drawn: &'a mut Drawn,
    /// Lanes for texts that a lane of feelings or a line cannot hold, by the lane's index.
    words: BTreeMap<usize, LaneId>,
}

impl Filler<'_, '_> {
    fn fill(&mut self, spots: &[Option<Spot>]) -> Result<(), ReadError> {
        self.say_what_is_left_out();
        let points: Vec<Option<figure::Point>> = self
            .source
            .rows()
            .map(|row| figure::point(self.source.at(row, Column::Score)))
            .collect();
        let numbers: Vec<f64> = points
            .iter()
            .flatten()
            .filter_map(|point| match point.value {
                Value::Number(number) => Some(number),
                Value::Of(..) | Value::Known(_) => None,
            })
            .collect();
        let scale = Scale::of(numbers.iter().copied());
        if !numbers.is_empty() && !scale.certain && !self.is_own(Column::Score) {
            let what = format!("the scores are read as a scale from {}", scale.words());
            self.sketch.remark(Level::Guessed, "scales", what, None);
        }
        for ((row, spot), point) in self.source.rows().zip(spots).zip(points) {
            let Some(Spot {
                step: Some(step),
                lane: Some(lane),
            }) = *spot
            else {
                continue;
            };
            let (Some(step_id), Some((lane_id, kind))) = (self.ids.steps[step].clone(), self.ids.lanes[lane].clone())
            else {
                continue;
            };
            if kind == LaneKind::Emotion {
                let said = self.source.at(row, Column::Text);
                let point = point
                    .or_else(|| figure::point(said))
                    .or_else(|| figure::point(self.source.at(row, Column::Feeling)));
                if let Some(point) = point {
                    self.score(row, &lane_id, &step_id, &point, scale)?;
                    continue;
                }
            }
            let (lane_id, kind) = if kind.holds_cards() {
                (lane_id, kind)
            } else {
                (self.words_lane(lane, row)?, LaneKind::Thoughts)
            };
            self.card(row, (&lane_id, kind), &step_id, self.ids.columns[step])?;
        }
        Ok(())
    }

    /// Whether a column has the heading that we write.
    fn is_own(&self, column: Column) -> bool {
        let at = self.source.long.columns.iter().position(|found| *found == Some(column));
        let heading = self.source.long.heading.zip(at);
        heading.is_some_and(|(row, at)| self.source.grid.at(row as usize, at) == column.title())
    }

    fn say_what_is_left_out(&mut self) {
        let (grid, long) = (self.source.grid, self.source.long);
        for at in 0..grid.width() {
            let heading = long.heading.map_or("", |row| grid.at(row as usize, at));
            let place = || grid.place(long.heading.map_or(0, |row| row as usize), at);
            match long.columns.get(at).copied().flatten() {
                None => {
                    let cells = self.source.rows().filter(|row| !grid.at(*row, at).is_empty()).count();
                    if cells > 0 {
                        let what = format!("column {} with {}", quoted(heading), counted(cells, "cell", "cells"));
                        self.sketch.remark(Level::LeftOut, "columns", what, Some(place()));
                    }
                }
                Some(column)
                    if !heading.is_empty() && heading != column.title() && Column::from_title(heading).is_none() =>
                {
                    let what = format!("column {} is read as {}", quoted(heading), quoted(column.title()));
                    self.sketch.remark(Level::Guessed, "columns", what, Some(place()));
                }
                Some(_) => {}
            }
        }
    }

    fn words_lane(&mut self, lane: usize, row: usize) -> Result<LaneId, ReadError> {
        let place = self.source.place(row, Column::Text);
        let what = "this text stands in a lane that holds none, and was put into a new one";
        self.sketch
            .remark(Level::Guessed, "texts in other lanes", what, Some(place.clone()));
        if let Some(known) = self.words.get(&lane) {
            return Ok(known.clone());
        }
        let title = self.ids.lanes[lane]
            .as_ref()
            .and_then(|(id, _)| self.sketch.document.lanes.get(id));
        let title = title.map_or_else(String::new, |lane| lane.title.clone());
        let id = self.sketch.lane(LaneKind::Thoughts, &title, Some(&place))?;
        self.words.insert(lane, id.clone());
        Ok(id)
    }

    fn score(
        &mut self,
        row: usize,
        lane: &LaneId,
        step: &StepId,
        point: &figure::Point,
        scale: Scale,
    ) -> Result<(), ReadError> {
        let place = self.source.place(row, Column::Score);
        let persona: Option<PersonaId> = match self.source.at(row, Column::Persona) {
            "" => None,
            name => Some(self.sketch.persona(name, Some(&place))?),
        };
        let mut word = one_line(self.source.at(row, Column::Feeling), Some(&place))?;
        if word.is_empty() {
            word = one_line(&point.word, Some(&place))?;
        }
        let note = lines(self.source.at(row, Column::Note), Some(&place))?;
        let moment = self.yes(row);
        match self
            .sketch
            .score(lane, step, persona.as_ref(), point.value.tenths(scale), Some(&place))?
        {
            Some(score) => {
                score.word = word;
                score.note = note;
                score.moment_of_truth = moment;
            }
            None => self.sketch.remark(
                Level::LeftOut,
                "second points",
                "a second emotion point of the same lane, step and persona",
                Some(place),
            ),
        }
        Ok(())
    }

    fn yes(&mut self, row: usize) -> bool {
        let text = self.source.at(row, Column::MomentOfTruth);
        let said = words::yes(text);
        if said.is_none() {
            self.unknown(row, Column::MomentOfTruth, "yes or nothing");
        }
        said.unwrap_or(false)
    }

    /// A value of a closed vocabulary; what it does not know is left out and said.
    fn key<T>(&mut self, row: usize, column: Column, read: impl Fn(&str) -> Option<T>, expected: &str) -> Option<T> {
        let text = self.source.at(row, column);
        if text.is_empty() {
            return None;
        }
        let found = read(text);
        if found.is_none() {
            self.unknown(row, column, expected);
        }
        found
    }

    fn unknown(&mut self, row: usize, column: Column, expected: &str) {
        let found = quoted(self.source.at(row, column));
        let what = format!("{found}, where {} is expected", expected);
        self.sketch.remark(
            Level::LeftOut,
            column.title(),
            what,
            Some(self.source.place(row, column)),
        );
    }

    fn card(
        &mut self,
        row: usize,
        (lane, kind): (&LaneId, LaneKind),
        step: &StepId,
        column: usize,
    ) -> Result<(), ReadError> {
        let place = self.source.place(row, Column::Text);
        let text = |column: Column| lines(self.source.at(row, column), Some(&self.source.place(row, column)));
        let line = |column: Column| one_line(self.source.at(row, column), Some(&self.source.place(row, column)));
        let (source, owner, address) = (text(Column::Source)?, line(Column::Owner)?, line(Column::Address)?);
        let (action, result, alternative) = (text(Column::Action)?, text(Column::Result)?, text(Column::Alternative)?);
        let (channel, value, unit, target) = (
            line(Column::Channel)?,
            line(Column::Value)?,
            line(Column::Unit)?,
            line(Column::Target)?,
        );
        let symbol = line(Column::Symbol)?;
        let mut tags = list_of(self.source.at(row, Column::Tags));
        if tags.len() == 1 && !self.is_own(Column::Tags) {
            tags = tags[0]
                .split(',')
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty())
                .collect();
        }
        let persona = line(Column::Persona)?;
        if !persona.is_empty() {
            self.sketch.remark(
                Level::Guessed,
                "personas of cards",
                format!("persona {} became a tag of its card", quoted(&persona)),
                Some(self.source.place(row, Column::Persona)),
            );
            tags.push(persona);
        }
        for tag in &mut tags {
            *tag = one_line(tag, Some(&place))?;
        }
        let severity = self.key(row, Column::Severity, words::severity, "low, medium or high");
        let evidence = self.key(row, Column::Evidence, words::evidence, "observed, assumed or proposed");
        let category = self.key(
            row,
            Column::Category,
            words::category,
            "traditional, digital or external",
        );
        let presence = self.key(row, Column::Presence, words::presence, "online or offline");
        let control = self.key(row, Column::Control, words::control, "owned, earned or thirdParty");
        let colour = self.key(row, Column::Colour, colour, "a colour like #2b4a9b");
        let measured_on = self.key(row, Column::MeasuredOn, day, "a day like 2026-03-31");
        let span = self.key(
            row,
            Column::Span,
            |text| text.strip_suffix(".0").unwrap_or(text).parse().ok(),
            "a number of steps",
        );
        let moment_of_truth = self.yes(row);
        let room = u16::try_from(self.ids.columns.len() - column)
            .unwrap_or(u16::MAX)
            .max(1);
        if span.is_some_and(|span: u16| !(1..=room).contains(&span)) {
            self.unknown(row, Column::Span, &format!("a number from 1 to {room}"));
        }

        let id = self.source.at(row, Column::Id).to_owned();
        let card = self
            .sketch
            .card(lane, step, self.source.at(row, Column::Text), Some(&place))?;
        if !id.is_empty() {
            self.drawn.cards.entry(id).or_insert_with(|| card.id.clone());
        }
        *card = Card {
            span: span.unwrap_or(1).clamp(1, room),
            colour,
            icon: (!symbol.is_empty()).then_some(symbol),
            evidence,
            source,
            moment_of_truth,
            severity,
            owner,
            tags,
            address,
            touchpoint: None,
            measurement: None,
            ..card.clone()
        };
        let touchpoint = Touchpoint {
            channel: channel_of(&channel),
            category,
            presence,
            control,
            action,
            result,
            alternative,
        };
        let measurement = Measurement {
            value,
            unit,
            target,
            measured_on,
        };
        let says = touchpoint != Touchpoint::default() || measurement != Measurement::default();
        card.touchpoint = (touchpoint != Touchpoint::default()).then_some(touchpoint);
        card.measurement = (measurement != Measurement::default()).then_some(measurement);
        // Lists that know no channels and figures write them as texts.
        let has_column = |column| self.source.long.columns.contains(&Some(column));
        let lacks = match kind.family() {
            CardFamily::Channels => !has_column(Column::Channel),
            CardFamily::Numbers => !has_column(Column::Value),
            _ => false,
        };
        if lacks && !says {
            describe(card, kind);
        }
        Ok(())
    }
}

/// The key of a channel that is known by another word, else the word.
fn channel_of(text: &str) -> String {
    match ChannelKind::from_key(text).or_else(|| words::channel(text)) {
        Some(known) => known.key().into(),
        None => text.to_owned(),
    }
}

/// A colour with or without its `#`.
pub(super) fn colour(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    match digits.len() {
        6 if all_hex => Some(format!("#{}", digits.to_ascii_lowercase())),
        3 if all_hex => Some(format!(
            "#{}",
            digits
                .chars()
                .flat_map(|c| [c, c])
                .collect::<String>()
                .to_ascii_lowercase()
        )),
        _ => None,
    }
}

/// A day: `2026-03-31`, `31.03.2026`, or the day that a time begins with. `31/03` and `03/31` are told
/// apart by nothing, so that they are no days.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if text.contains('-') { (a, b, c) } else { (c, b, a) };
    let number = |text: &str| {
        (1..=4)
            .contains(&text.len())
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (year >= 1000 && (1..=days).contains(&day)).then(|| Date(format!("{year:04}-{month:02}-{day:02}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_colours() {
        assert_eq!(day("2026-03-31"), Some(Date("2026-03-31".into())));
        assert_eq!(day("1.2.2026"), Some(Date("2026-02-01".into())));
        assert_eq!(day("2024-02-29 12:30"), Some(Date("2024-02-29".into())));
        for text in ["2026-02-29", "31/03/2026", "soon", "2026-13-01", "26-1-1"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(colour("FA0"), Some("#ffaa00".into()));
        assert_eq!((colour("#2B4A9B"), colour("red")), (Some("#2b4a9b".into()), None));
    }
}
