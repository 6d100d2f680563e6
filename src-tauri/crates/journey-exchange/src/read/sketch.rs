//! A map in the making: what every reader draws into, and what checks it at the end.

use std::collections::{BTreeMap, BTreeSet};

use journey_model::{
    Card, CardId, Document, Extra, IdSource, Lane, LaneId, LaneKind, Link, LinkEnd, LinkId, LinkKind, Map, MapId, Note,
    NoteId, OrderKey, Persona, PersonaId, Score, ScoreId, Stage, StageId, Step, StepId, TEXT_LIMIT, invariants,
};

use super::error::{ReadError, quoted};
use super::limit::{CARDS_LIMIT, LANES_LIMIT, LINKS_LIMIT, PERSONAS_LIMIT, REMARKS_LIMIT, STEPS_LIMIT};
use crate::{Level, Place, Report, counted};

/// Width of the notes that are made, in px.
const NOTE_WIDTH: u16 = 200;

/// A document whose records are named by counting and stand in the order in which they were made,
/// until [`Sketch::finish`] gives them ids and order keys.
pub(super) struct Sketch {
    /// Readers change the fields of records here; records are made by the methods, which keep the limits.
    pub document: Document,
    pub report: Report,
    made: u32,
    personas: BTreeMap<String, PersonaId>,
    points: BTreeSet<(LaneId, StepId, Option<PersonaId>)>,
    /// How often each topic was remarked on.
    remarks: BTreeMap<(Level, &'static str), usize>,
}

impl Sketch {
    pub(super) fn new(title: &str) -> Self {
        Self {
            document: Document::new(Map::new(MapId("map".into()), clean_line(title))),
            report: Report::default(),
            made: 0,
            personas: BTreeMap::new(),
            points: BTreeSet::new(),
            remarks: BTreeMap::new(),
        }
    }

    /// Adds a remark about one place. Of one topic only the first few keep their places; the others are
    /// counted at the end.
    pub(super) fn remark(&mut self, level: Level, topic: &'static str, what: impl Into<String>, place: Option<Place>) {
        let said = self.remarks.entry((level, topic)).or_default();
        *said += 1;
        if *said > REMARKS_LIMIT {
            return;
        }
        match place {
            Some(place) => self.report.say_at(level, what, place),
            None => self.report.say(level, what, 1),
        }
    }

    /// Tells as what kind a lane is read that does not say its own.
    pub(super) fn guessed_kind(&mut self, lane: &str, kind: LaneKind, place: Option<Place>) {
        let what = format!(
            "lane {} is read as {}",
            quoted(lane),
            kind.default_title().to_lowercase()
        );
        self.remark(Level::Guessed, "kinds of lanes", what, place);
    }

    fn next(&mut self, prefix: &str) -> String {
        self.made += 1;
        // Padded, so that the tables are in the order of making.
        format!("{prefix}{:09}", self.made)
    }

    pub(super) fn stage(&mut self, title: &str, place: Option<&Place>) -> Result<StageId, ReadError> {
        within(self.document.stages.len(), STEPS_LIMIT, "stages", place)?;
        let title = one_line(title, place)?;
        let id = StageId(self.next(StageId::PREFIX));
        let stage = Stage {
            id: id.clone(),
            order: OrderKey::default(),
            title,
            goal: String::new(),
            colour: None,
            extra: Extra::new(),
        };
        self.document.stages.insert(id.clone(), stage);
        Ok(id)
    }

    pub(super) fn step(&mut self, stage: &StageId, title: &str, place: Option<&Place>) -> Result<StepId, ReadError> {
        within(self.document.steps.len(), STEPS_LIMIT, "steps", place)?;
        let title = one_line(title, place)?;
        let id = StepId(self.next(StepId::PREFIX));
        let step = Step {
            id: id.clone(),
            stage: stage.clone(),
            order: OrderKey::default(),
            title,
            width: None,
            extra: Extra::new(),
        };
        self.document.steps.insert(id.clone(), step);
        Ok(id)
    }

    pub(super) fn lane(&mut self, kind: LaneKind, title: &str, place: Option<&Place>) -> Result<LaneId, ReadError> {
        within(self.document.lanes.len(), LANES_LIMIT, "lanes", place)?;
        let title = one_line(title, place)?;
        let id = LaneId(self.next(LaneId::PREFIX));
        let lane = Lane {
            id: id.clone(),
            order: OrderKey::default(),
            kind,
            title,
            caption: String::new(),
            height: None,
            collapsed: false,
            hidden: false,
            colour: None,
            extra: Extra::new(),
        };
        self.document.lanes.insert(id.clone(), lane);
        Ok(id)
    }

    /// A new card below those of its cell. `lane` has to hold cards.
    pub(super) fn card(
        &mut self,
        lane: &LaneId,
        step: &StepId,
        text: &str,
        place: Option<&Place>,
    ) -> Result<&mut Card, ReadError> {
        within(self.document.cards.len(), CARDS_LIMIT, "cards", place)?;
        let text = lines(text, place)?;
        let id = CardId(self.next(CardId::PREFIX));
        let card = Card::new(id.clone(), lane.clone(), step.clone(), OrderKey::default(), text);
        Ok(self.document.cards.entry(id).or_insert(card))
    }

    /// A point of an emotion lane; `None` where that persona has one at that step already.
    pub(super) fn score(
        &mut self,
        lane: &LaneId,
        step: &StepId,
        persona: Option<&PersonaId>,
        tenths: i8,
        place: Option<&Place>,
    ) -> Result<Option<&mut Score>, ReadError> {
        within(self.document.scores.len(), LINKS_LIMIT, "emotion points", place)?;
        if !self.points.insert((lane.clone(), step.clone(), persona.cloned())) {
            return Ok(None);
        }
        let id = ScoreId(self.next(ScoreId::PREFIX));
        let score = Score {
            id: id.clone(),
            lane: lane.clone(),
            step: step.clone(),
            persona: persona.cloned(),
            tenths,
            word: String::new(),
            note: String::new(),
            moment_of_truth: false,
            extra: Extra::new(),
        };
        Ok(Some(self.document.scores.entry(id).or_insert(score)))
    }

    /// The persona of that name: the one that was made before, or a new one.
    pub(super) fn persona(&mut self, name: &str, place: Option<&Place>) -> Result<PersonaId, ReadError> {
        let name = one_line(name, place)?;
        if let Some(known) = self.personas.get(&name) {
            return Ok(known.clone());
        }
        let id = self.new_persona(&name, place)?;
        Ok(id)
    }

    /// A persona, even where another one has that name.
    pub(super) fn new_persona(&mut self, name: &str, place: Option<&Place>) -> Result<PersonaId, ReadError> {
        within(self.document.personas.len(), PERSONAS_LIMIT, "personas", place)?;
        let name = one_line(name, place)?;
        let id = PersonaId(self.next(PersonaId::PREFIX));
        self.personas.entry(name.clone()).or_insert_with(|| id.clone());
        let persona = Persona::new(id.clone(), OrderKey::default(), name);
        self.document.personas.insert(id.clone(), persona);
        Ok(id)
    }

    /// A link; `false` where its ends cannot be linked.
    pub(super) fn link(
        &mut self,
        from: LinkEnd,
        to: LinkEnd,
        kind: LinkKind,
        label: &str,
        place: Option<&Place>,
    ) -> Result<bool, ReadError> {
        within(self.document.links.len(), LINKS_LIMIT, "links", place)?;
        let label = one_line(label, place)?;
        let id = LinkId(self.next(LinkId::PREFIX));
        let link = Link {
            id: id.clone(),
            from,
            to,
            kind,
            label,
            extra: Extra::new(),
        };
        if !link.ends_fit() {
            return Ok(false);
        }
        self.document.links.insert(id, link);
        Ok(true)
    }

    /// A free note at a place in px of the sheet.
    pub(super) fn note(
        &mut self,
        text: &str,
        (x, y): (i32, i32),
        place: Option<&Place>,
    ) -> Result<&mut Note, ReadError> {
        within(self.document.notes.len(), CARDS_LIMIT, "notes", place)?;
        let text = lines(text, place)?;
        let id = NoteId(self.next(NoteId::PREFIX));
        let note = Note {
            id: id.clone(),
            x: x.clamp(*journey_model::NOTE_PLACES.start(), *journey_model::NOTE_PLACES.end()),
            y: y.clamp(*journey_model::NOTE_PLACES.start(), *journey_model::NOTE_PLACES.end()),
            width: NOTE_WIDTH,
            text,
            colour: None,
            extra: Extra::new(),
        };
        Ok(self.document.notes.entry(id).or_insert(note))
    }

    /// The finished map under new ids, with a report that begins with what was made.
    ///
    /// # Errors
    /// Where no stage was made, or the map is not sound.
    pub(super) fn finish(mut self, ids: &mut dyn IdSource) -> Result<(Document, Report), ReadError> {
        if self.document.stages.is_empty() {
            return Err(ReadError::Empty {
                found: "no stage, step or card was found",
                remedy: "check that it is the right file",
            });
        }
        let with_steps: BTreeSet<StageId> = self.document.steps.values().map(|step| step.stage.clone()).collect();
        let bare: Vec<StageId> = self
            .document
            .stages
            .keys()
            .filter(|id| !with_steps.contains(*id))
            .cloned()
            .collect();
        for stage in bare {
            self.step(&stage, "", None)?;
        }
        self.put_in_order();
        let document = self.document.with_new_ids(ids);
        if let Some(violation) = invariants(&document).first() {
            return Err(ReadError::broken(
                None,
                format!("what it says makes no sound map: {violation}"),
                "mend it in the program that it comes from",
            ));
        }
        let mut report = Report::default();
        let counts: [(usize, &str, &str); 8] = [
            (document.stages.len(), "stage", "stages"),
            (document.steps.len(), "step", "steps"),
            (document.lanes.len(), "lane", "lanes"),
            (document.cards.len(), "card", "cards"),
            (document.scores.len(), "emotion point", "emotion points"),
            (document.personas.len(), "persona", "personas"),
            (document.links.len(), "link", "links"),
            (document.notes.len(), "note", "notes"),
        ];
        for (count, one, many) in counts.into_iter().filter(|(count, ..)| *count > 0) {
            report.say(Level::Understood, counted(count, one, many), count);
        }
        report.items.append(&mut self.report.items);
        for ((level, topic), said) in self.remarks {
            if let Some(more @ 1..) = said.checked_sub(REMARKS_LIMIT) {
                report.say(
                    level,
                    format!("{} ({topic})", counted(more, "more of the kind", "more of the kind")),
                    more,
                );
            }
        }
        Ok((document, report))
    }

    /// Gives siblings order keys in the order in which they were made.
    fn put_in_order(&mut self) {
        let document = &mut self.document;
        in_order(document.personas.values_mut(), |_| (), |r, key| r.order = key);
        in_order(document.stages.values_mut(), |_| (), |r, key| r.order = key);
        in_order(document.steps.values_mut(), |r| r.stage.clone(), |r, key| r.order = key);
        in_order(document.lanes.values_mut(), |_| (), |r, key| r.order = key);
        let cell = |r: &Card| (r.lane.clone(), r.step.clone());
        in_order(document.cards.values_mut(), cell, |r, key| r.order = key);
    }
}

fn in_order<'a, T: 'a, Row: Ord>(
    records: impl Iterator<Item = &'a mut T>,
    row: impl Fn(&T) -> Row,
    put: impl Fn(&mut T, OrderKey),
) {
    let mut rows: BTreeMap<Row, Vec<&mut T>> = BTreeMap::new();
    for record in records {
        rows.entry(row(record)).or_default().push(record);
    }
    for records in rows.into_values() {
        let keys = OrderKey::sequence(records.len());
        records.into_iter().zip(keys).for_each(|(record, key)| put(record, key));
    }
}

fn within(count: usize, limit: usize, what: &str, place: Option<&Place>) -> Result<(), ReadError> {
    if count < limit {
        return Ok(());
    }
    Err(ReadError::too_much(
        place.cloned(),
        format!("there are more than {limit} {what}"),
        limit.to_string(),
        "divide it into several maps",
    ))
}

/// A text of several lines as records may hold it.
pub(super) fn lines(text: &str, place: Option<&Place>) -> Result<String, ReadError> {
    let text = clean(text);
    let text = text.trim();
    // A character has at least one byte, so that short texts need no counting.
    if text.len() > TEXT_LIMIT && text.chars().count() > TEXT_LIMIT {
        return Err(ReadError::too_much(
            place.cloned(),
            format!("a text of {} characters begins {}", text.chars().count(), quoted(text)),
            TEXT_LIMIT.to_string(),
            "shorten it",
        ));
    }
    Ok(text.to_owned())
}

/// A text of one line as records may hold it.
pub(super) fn one_line(text: &str, place: Option<&Place>) -> Result<String, ReadError> {
    lines(&clean_line(text), place)
}

fn clean_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(['\n', '\r', '\t', '\u{85}', '\u{2028}', '\u{2029}'])
        .collect();
    clean(&words.join(" ")).trim().to_owned()
}

/// Line ends become `\n`; characters that no text may hold vanish.
fn clean(text: &str) -> String {
    let forbidden = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(forbidden) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n");
    text.chars().filter(|c| !forbidden(*c)).collect()
}

#[cfg(test)]
mod tests {
    use journey_model::CountingIds;

    use super::*;

    #[test]
    fn a_sketch_becomes_a_sound_map_in_the_order_of_making() {
        let mut sketch = Sketch::new(" A\nmap ");
        let second = sketch.stage("Zeta", None).unwrap();
        let bare = sketch.stage("Alpha", None).unwrap();
        let step = sketch.step(&second, "only", None).unwrap();
        let lane = sketch.lane(LaneKind::Actions, "Do", None).unwrap();
        for text in ["z", "a", "m\r\nn\u{7}"] {
            sketch.card(&lane, &step, text, None).unwrap();
        }
        let (document, report) = sketch.finish(&mut CountingIds::default()).unwrap();
        assert_eq!(document.map.title, "A map");
        let titles: Vec<&str> = document
            .ordered_stages()
            .iter()
            .map(|stage| stage.title.as_str())
            .collect();
        assert_eq!(titles, ["Zeta", "Alpha"]);
        assert_ne!(bare.as_str(), document.ordered_stages()[1].id.as_str(), "ids are new");
        assert_eq!(document.steps.len(), 2, "a stage without steps gets one");
        let (lane, step) = (document.ordered_lanes()[0], document.ordered_steps()[0]);
        let texts: Vec<&str> = document
            .cards_in(&lane.id, &step.id)
            .iter()
            .map(|card| card.text.as_str())
            .collect();
        assert_eq!(texts, ["z", "a", "m\nn"]);
        assert_eq!(report.items[0].to_string(), "understood: 2 stages");
    }

    #[test]
    fn limits_are_errors_that_name_them() {
        let mut sketch = Sketch::new("");
        let stage = sketch.stage("", None).unwrap();
        let step = sketch.step(&stage, "", None).unwrap();
        let lane = sketch.lane(LaneKind::Actions, "", None).unwrap();
        for _ in 0..CARDS_LIMIT {
            sketch.card(&lane, &step, "x", None).unwrap();
        }
        let error = sketch.card(&lane, &step, "x", None).map(|_| ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there are more than 20000 cards, and at most 20000 can be read; divide it into several maps"
        );
        let error = lines(&"é".repeat(TEXT_LIMIT + 1), None).unwrap_err().to_string();
        assert!(
            error.contains("20001 characters") && error.ends_with("shorten it"),
            "{error}"
        );
        assert!(lines(&"é".repeat(TEXT_LIMIT), None).is_ok());
    }

    #[test]
    fn remarks_of_one_topic_are_counted_in_the_end() {
        let mut sketch = Sketch::new("");
        sketch.stage("", None).unwrap();
        for i in 0..REMARKS_LIMIT + 5 {
            sketch.remark(Level::Guessed, "lanes", format!("lane {i}"), None);
        }
        let (_, report) = sketch.finish(&mut CountingIds::default()).unwrap();
        assert_eq!(report.of(Level::Guessed).count(), REMARKS_LIMIT + 1);
        assert_eq!(report.items.last().unwrap().count, 5);
    }
}
