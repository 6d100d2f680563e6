//! What is true of every complete document: one function that tests sweep after every edit and that
//! every file passes when it is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{
    ASSET_LIMIT, CYCLE_MONTHS, LANE_HEIGHTS, LIST_LIMIT, NOTE_PLACES, NOTE_WIDTHS, POINTS, SCORE_LIMIT, STEP_WIDTHS,
    TEXT_LIMIT, forbidden_char, is_colour, is_date, is_id, is_language, quoted,
};
use crate::picture::media_type_of;
use crate::table::{Ordered, Tabled};
use crate::{
    Asset, AssetId, Card, CardFamily, Date, Document, Lane, Link, LinkEnd, Map, Note, OrderKey, Persona, Rating,
    RecordKind, Score, Stage, StageId, Step, StepId, TestRound,
};

/// Where a document is not what it has to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} {id} {field}: expected {expected}, found {found}", kind = kind.key())]
pub struct Violation {
    pub kind: RecordKind,
    /// The record's id. Empty where a whole list is meant that has no record.
    pub id: String,
    /// The field's name in files, with dots between (`touchpoint.channel`); empty for the whole record.
    pub field: String,
    pub expected: String,
    pub found: String,
}

/// Everything about the document that is not as it has to be; nothing, if it is sound. Sorted by kind,
/// then id. Looks at every field of every record: for tests and for reading files, not for each edit.
pub fn invariants(document: &Document) -> Vec<Violation> {
    let mut sweep = Sweep::of(document);
    sweep.map(&document.map);
    sweep.siblings(document.personas.values().map(|r| ((), r)));
    document.personas.values().for_each(|persona| sweep.persona(persona));
    sweep.primary();
    sweep.siblings(document.stages.values().map(|r| ((), r)));
    document.stages.values().for_each(|stage| sweep.stage(stage));
    sweep.columns();
    sweep.siblings(document.steps.values().map(|r| (&r.stage, r)));
    document.steps.values().for_each(|step| sweep.step(step));
    sweep.siblings(document.lanes.values().map(|r| ((), r)));
    document.lanes.values().for_each(|lane| sweep.lane(lane));
    sweep.siblings(document.cards.values().map(|r| ((&r.lane, &r.step), r)));
    document.cards.values().for_each(|card| sweep.card(card));
    sweep.score_places();
    document.scores.values().for_each(|score| sweep.score(score));
    document.links.values().for_each(|link| sweep.link(link));
    document.notes.values().for_each(|note| sweep.note(note));
    document.test_rounds.values().for_each(|round| sweep.test_round(round));
    sweep.rating_places();
    document.ratings.values().for_each(|rating| sweep.rating(rating));
    document.assets.values().for_each(|asset| sweep.asset(asset));
    sweep.ids();
    sweep.found.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    sweep.found
}

struct Sweep<'a> {
    document: &'a Document,
    /// Each step's column, from 0 at the left.
    columns: BTreeMap<&'a StepId, usize>,
    found: Vec<Violation>,
}

/// The record that is being looked at.
#[derive(Clone, Copy)]
struct At<'a> {
    kind: RecordKind,
    id: &'a str,
}

impl<'a> At<'a> {
    fn of<T: Tabled>(record: &'a T) -> Self {
        Self {
            kind: T::KIND,
            id: record.id().as_ref(),
        }
    }
}

impl<'a> Sweep<'a> {
    fn of(document: &'a Document) -> Self {
        let columns = document
            .ordered_steps()
            .into_iter()
            .enumerate()
            .map(|(i, step)| (&step.id, i))
            .collect();
        Self {
            document,
            columns,
            found: Vec::new(),
        }
    }

    fn report(&mut self, at: At, field: &str, expected: impl Into<String>, found: impl Into<String>) {
        self.found.push(Violation {
            kind: at.kind,
            id: at.id.to_owned(),
            field: field.to_owned(),
            expected: expected.into(),
            found: found.into(),
        });
    }

    // Ids and order.

    fn ids(&mut self) {
        let document = self.document;
        let mut seen: BTreeMap<&str, RecordKind> = BTreeMap::new();
        let mut look = |at: At<'a>, key: &str| {
            if key != at.id {
                self.report(at, "id", quoted(key), quoted(at.id));
            }
            if !is_id(at.id) {
                self.report(at, "id", "1 to 64 of the characters A-Z a-z 0-9 _ -", quoted(at.id));
            }
            if let Some(other) = seen.insert(at.id, at.kind) {
                let expected = "an id of its own";
                self.report(
                    at,
                    "id",
                    expected,
                    format!("{:?}, the id of a {} too", at.id, other.key()),
                );
            }
        };
        let map = document.map.id.as_str();
        look(
            At {
                kind: RecordKind::Map,
                id: map,
            },
            map,
        );
        document
            .personas
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
        document
            .stages
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
        document.steps.iter().for_each(|(key, r)| look(At::of(r), key.as_str()));
        document.lanes.iter().for_each(|(key, r)| look(At::of(r), key.as_str()));
        document.cards.iter().for_each(|(key, r)| look(At::of(r), key.as_str()));
        document
            .scores
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
        document.links.iter().for_each(|(key, r)| look(At::of(r), key.as_str()));
        document.notes.iter().for_each(|(key, r)| look(At::of(r), key.as_str()));
        document
            .test_rounds
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
        document
            .ratings
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
        document
            .assets
            .iter()
            .for_each(|(key, r)| look(At::of(r), key.as_str()));
    }

    fn siblings<T: Ordered, Row: Ord>(&mut self, records: impl Iterator<Item = (Row, &'a T)>) {
        let mut seen: BTreeMap<(Row, &OrderKey), &str> = BTreeMap::new();
        for (row, record) in records {
            let (at, order) = (At::of(record), record.order());
            if !order.is_valid() {
                let expected = "an order key: pairs of lower-case hex digits, the last pair 80";
                self.report(at, "order", expected, quoted(order.as_str()));
            }
            if let Some(other) = seen.insert((row, order), at.id) {
                let expected = "a key that no sibling has";
                self.report(
                    at,
                    "order",
                    expected,
                    format!("{:?}, which {other} has too", order.as_str()),
                );
            }
        }
    }

    // Values.

    fn text(&mut self, at: At, field: &str, text: &str) {
        if let Some(c) = forbidden_char(text) {
            let expected = "text without control characters";
            self.report(at, field, expected, format!("the character U+{:04X}", u32::from(c)));
        }
        if text.len() > TEXT_LIMIT {
            let length = text.chars().count();
            if length > TEXT_LIMIT {
                let expected = format!("a text of at most {TEXT_LIMIT} characters");
                self.report(at, field, expected, format!("one of {length}"));
            }
        }
    }

    fn texts(&mut self, at: At, field: &str, texts: &[String]) {
        if texts.len() > LIST_LIMIT {
            let expected = format!("a list of at most {LIST_LIMIT} entries");
            self.report(at, field, expected, format!("one of {}", texts.len()));
        }
        for (i, text) in texts.iter().enumerate() {
            self.text(at, &format!("{field}[{i}]"), text);
        }
    }

    fn colour(&mut self, at: At, colour: Option<&String>) {
        if let Some(colour) = colour.filter(|colour| !is_colour(colour)) {
            self.report(at, "colour", "a colour like #2b4a9b", quoted(colour));
        }
    }

    fn date(&mut self, at: At, field: &str, date: Option<&Date>) {
        if let Some(date) = date.filter(|date| !is_date(&date.0)) {
            self.report(at, field, "a calendar day like 2026-03-31", quoted(&date.0));
        }
    }

    fn range<N: PartialOrd + std::fmt::Display>(
        &mut self,
        at: At,
        field: &str,
        value: Option<N>,
        range: &std::ops::RangeInclusive<N>,
    ) {
        if let Some(value) = value.filter(|value| !range.contains(value)) {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            self.report(at, field, expected, value.to_string());
        }
    }

    fn refers<T: Tabled>(&mut self, at: At, field: &str, id: &T::Id) {
        if !T::table(self.document).contains_key(id) {
            let expected = format!("the id of a {}", T::KIND.key());
            self.report(at, field, expected, format!("{:?}, which names none", id.as_ref()));
        }
    }

    fn shows(&mut self, at: At, field: &str, asset: Option<&AssetId>) {
        if let Some(asset) = asset {
            self.refers::<Asset>(at, field, asset);
        }
    }

    // Records.

    fn map(&mut self, map: &Map) {
        let at = At {
            kind: RecordKind::Map,
            id: map.id.as_str(),
        };
        self.text(at, "title", &map.title);
        self.text(at, "subtitle", &map.subtitle);
        self.text(at, "theme", &map.theme);
        self.text(at, "objective.purpose", &map.objective.purpose);
        self.text(at, "objective.successMeasure", &map.objective.success_measure);
        self.text(at, "objective.scope", &map.objective.scope);
        self.text(at, "objective.endGoal", &map.objective.end_goal);
        self.texts(at, "tags", &map.tags);
        self.date(at, "createdOn", map.created_on.as_ref());
        self.shows(at, "logo", map.logo.as_ref());
        if map.path.len() > LIST_LIMIT {
            let expected = format!("a list of at most {LIST_LIMIT} entries");
            self.report(at, "path", expected, format!("one of {}", map.path.len()));
        }
        for (i, view) in map.path.iter().enumerate() {
            self.text(at, &format!("path[{i}].title"), &view.title);
            self.texts(at, &format!("path[{i}].records"), &view.records);
        }
        if let Some(review) = &map.review {
            self.date(at, "review.last", review.last.as_ref());
            self.date(at, "review.next", review.next.as_ref());
            self.range(at, "review.cycleMonths", review.cycle_months, &CYCLE_MONTHS);
        }
        if !is_language(&map.language) {
            self.report(at, "language", "a language tag like en or pt-BR", quoted(&map.language));
        }
    }

    fn persona(&mut self, persona: &Persona) {
        let at = At::of(persona);
        self.text(at, "name", &persona.name);
        self.text(at, "role", &persona.role);
        self.text(at, "quote", &persona.quote);
        self.text(at, "demographics", &persona.demographics);
        self.text(at, "psychographics", &persona.psychographics);
        self.texts(at, "goals", &persona.goals);
        self.texts(at, "motivations", &persona.motivations);
        self.texts(at, "frustrations", &persona.frustrations);
        self.texts(at, "behaviours", &persona.behaviours);
        self.texts(at, "preferredChannels", &persona.preferred_channels);
        self.texts(at, "sources", &persona.sources);
        self.date(at, "lastValidated", persona.last_validated.as_ref());
        self.colour(at, persona.colour.as_ref());
        self.shows(at, "picture", persona.picture.as_ref());
        if let Some(origin) = persona
            .library_persona
            .as_ref()
            .filter(|origin| !is_id(origin.as_str()))
        {
            self.report(at, "libraryPersona", "the id of a persona", quoted(origin.as_str()));
        }
    }

    fn primary(&mut self) {
        let mut first = None;
        for persona in self
            .document
            .ordered_personas()
            .into_iter()
            .filter(|persona| persona.primary)
        {
            match first {
                None => first = Some(persona.id.as_str()),
                Some(first) => {
                    let found = format!("{first} is primary too");
                    self.report(At::of(persona), "primary", "one primary persona at most", found);
                }
            }
        }
    }

    fn stage(&mut self, stage: &Stage) {
        let at = At::of(stage);
        self.text(at, "title", &stage.title);
        self.text(at, "goal", &stage.goal);
        self.colour(at, stage.colour.as_ref());
    }

    fn columns(&mut self) {
        if self.document.stages.is_empty() {
            let at = At {
                kind: RecordKind::Stage,
                id: "",
            };
            self.report(at, "", "at least one stage", "none");
        }
        let with_steps: BTreeSet<&StageId> = self.document.steps.values().map(|step| &step.stage).collect();
        for stage in self
            .document
            .stages
            .values()
            .filter(|stage| !with_steps.contains(&stage.id))
        {
            self.report(
                At::of(stage),
                "",
                "a stage with at least one step",
                "no step that names it",
            );
        }
    }

    fn step(&mut self, step: &Step) {
        let at = At::of(step);
        self.refers::<Stage>(at, "stage", &step.stage);
        self.text(at, "title", &step.title);
        self.range(at, "width", step.width, &STEP_WIDTHS);
    }

    fn lane(&mut self, lane: &Lane) {
        let at = At::of(lane);
        self.text(at, "title", &lane.title);
        self.text(at, "caption", &lane.caption);
        self.range(at, "height", lane.height, &LANE_HEIGHTS);
        self.colour(at, lane.colour.as_ref());
    }

    fn card(&mut self, card: &Card) {
        let at = At::of(card);
        self.refers::<Lane>(at, "lane", &card.lane);
        self.refers::<Step>(at, "step", &card.step);
        if let Some(lane) = self
            .document
            .lanes
            .get(&card.lane)
            .filter(|lane| !lane.kind.holds_cards())
        {
            let found = format!("{:?}, whose kind is {}", card.lane.as_str(), lane.kind.key());
            self.report(at, "lane", "a lane that holds cards", found);
        }
        if let Some(column) = self.columns.get(&card.step) {
            let room = self.columns.len() - column;
            if !(1..=room).contains(&usize::from(card.span)) {
                let expected = format!("1 to {room}, the number of steps from the card's to the last");
                self.report(at, "span", expected, card.span.to_string());
            }
        }
        self.text(at, "text", &card.text);
        self.colour(at, card.colour.as_ref());
        self.text(at, "icon", card.icon.as_deref().unwrap_or_default());
        self.shows(at, "image", card.image.as_ref());
        self.text(at, "source", &card.source);
        self.text(at, "owner", &card.owner);
        self.texts(at, "tags", &card.tags);
        self.text(at, "address", &card.address);
        if let Some(touchpoint) = &card.touchpoint {
            self.text(at, "touchpoint.channel", &touchpoint.channel);
            self.text(at, "touchpoint.action", &touchpoint.action);
            self.text(at, "touchpoint.result", &touchpoint.result);
            self.text(at, "touchpoint.alternative", &touchpoint.alternative);
        }
        if let Some(measurement) = &card.measurement {
            self.text(at, "measurement.value", &measurement.value);
            self.text(at, "measurement.unit", &measurement.unit);
            self.text(at, "measurement.target", &measurement.target);
            self.date(at, "measurement.measuredOn", measurement.measured_on.as_ref());
        }
    }

    fn score(&mut self, score: &Score) {
        let at = At::of(score);
        self.refers::<Lane>(at, "lane", &score.lane);
        self.refers::<Step>(at, "step", &score.step);
        if let Some(persona) = &score.persona {
            self.refers::<Persona>(at, "persona", persona);
        }
        let lane = self.document.lanes.get(&score.lane);
        if let Some(lane) = lane.filter(|lane| lane.kind.family() != CardFamily::Curve) {
            let found = format!("{:?}, whose kind is {}", score.lane.as_str(), lane.kind.key());
            self.report(at, "lane", "an emotion lane", found);
        }
        self.range(at, "tenths", Some(score.tenths), &(-SCORE_LIMIT..=SCORE_LIMIT));
        self.text(at, "word", &score.word);
        self.text(at, "note", &score.note);
    }

    fn score_places(&mut self) {
        let mut seen = BTreeMap::new();
        for score in self.document.scores.values() {
            if let Some(other) = seen.insert((&score.lane, &score.step, &score.persona), score.id.as_str()) {
                let expected = "one score for each lane, step and persona";
                self.report(At::of(score), "", expected, format!("{other} stands there too"));
            }
        }
    }

    fn link(&mut self, link: &Link) {
        let at = At::of(link);
        for (field, end) in [("from", &link.from), ("to", &link.to)] {
            match end {
                LinkEnd::Card(card) => self.refers::<Card>(at, &format!("{field}.card"), card),
                LinkEnd::Step(step) => self.refers::<Step>(at, &format!("{field}.step"), step),
            }
        }
        if !link.ends_fit() {
            let expected = "two different cards, or two different steps, as ends";
            self.report(
                at,
                "",
                expected,
                "a link from one to itself, or between a card and a step",
            );
        }
        self.text(at, "label", &link.label);
    }

    fn note(&mut self, note: &Note) {
        let at = At::of(note);
        self.range(at, "x", Some(note.x), &NOTE_PLACES);
        self.range(at, "y", Some(note.y), &NOTE_PLACES);
        self.range(at, "width", Some(note.width), &NOTE_WIDTHS);
        self.text(at, "text", &note.text);
        self.colour(at, note.colour.as_ref());
    }

    fn test_round(&mut self, round: &TestRound) {
        let at = At::of(round);
        self.text(at, "tester", &round.tester);
        self.date(at, "on", Some(&round.on));
        self.text(at, "note", &round.note);
    }

    fn rating_places(&mut self) {
        let mut seen = BTreeMap::new();
        for rating in self.document.ratings.values() {
            if let Some(other) = seen.insert((&rating.round, &rating.card), rating.id.as_str()) {
                let expected = "one rating for each test round and card";
                self.report(At::of(rating), "", expected, format!("{other} stands there too"));
            }
        }
    }

    fn rating(&mut self, rating: &Rating) {
        let at = At::of(rating);
        self.refers::<TestRound>(at, "round", &rating.round);
        self.refers::<Card>(at, "card", &rating.card);
        self.range(at, "points", rating.points, &POINTS);
        self.text(at, "impression", &rating.impression);
    }

    fn asset(&mut self, asset: &Asset) {
        let at = At::of(asset);
        self.text(at, "name", &asset.name);
        if asset.bytes.len() > ASSET_LIMIT {
            let expected = format!("a picture of at most {} MiB", ASSET_LIMIT / (1024 * 1024));
            self.report(at, "bytes", expected, format!("one of {} bytes", asset.bytes.len()));
            return;
        }
        match media_type_of(&asset.bytes) {
            None => self.report(at, "bytes", "a PNG, JPEG, GIF, WebP or SVG picture", "something else"),
            Some(found) if found != asset.media_type => {
                let expected = format!("{found}, the type that the picture has");
                self.report(at, "mediaType", expected, quoted(&asset.media_type));
            }
            Some(_) => {}
        }
        let id = AssetId::of_content(&asset.bytes);
        if id != asset.id {
            self.report(
                at,
                "id",
                format!("{id}, made from the picture's bytes"),
                quoted(asset.id.as_str()),
            );
        }
    }
}
