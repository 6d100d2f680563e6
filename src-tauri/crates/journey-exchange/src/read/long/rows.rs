//! The rows of a list: cards and emotion points with everything that their columns tell.

use std::collections::BTreeMap;

use journey_model::{Card, CardFamily, ChannelKind, LaneId, LaneKind, Measurement, PersonaId, StepId, Touchpoint};

use super::super::error::{ReadError, quoted};
use super::super::figure::{self, Scale, Value};
use super::super::matrix::describe;
use super::super::sketch::{Sketch, lines, one_line};
use super::super::value::{colour, day};
use super::super::words;
use super::{Drawn, Ids, Source, Spot};
use crate::{Column, Level, counted, list_of};

/// Fills the rows of one table into the places that were made.
pub(super) struct Filler<'a, 'b> {
    pub source: &'a Source<'b>,
    pub ids: &'a Ids,
    pub sketch: &'a mut Sketch,
    pub drawn: &'a mut Drawn,
    /// Lanes for texts that a lane of feelings or a line cannot hold, by the lane's index.
    pub words: BTreeMap<usize, LaneId>,
}

impl Filler<'_, '_> {
    /// Draws what each row tells at its spot; rows without a spot tell nothing.
    pub(super) fn fill(&mut self, spots: &[Option<Spot>]) -> Result<(), ReadError> {
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
                    let level = if self.source.told {
                        Level::Understood
                    } else {
                        Level::Guessed
                    };
                    self.sketch.remark(level, "columns", what, Some(place()));
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
