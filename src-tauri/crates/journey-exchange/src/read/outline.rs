//! Our own Markdown, read back exactly. Its headings: the map (1), its parts (2), personas and stages (3),
//! steps (4), lanes (5).

use std::collections::BTreeMap;

use journey_model::text::RichText;
use journey_model::{
    Card, ChannelKind, LaneId, LaneKind, LinkEnd, LinkKind, MapState, Measurement, PersonaId, Review, StageId, StepId,
    Touchpoint,
};

use super::error::{ReadError, quoted};
use super::figure::{self, Scale, Value};
use super::markdown::{Block, Item, plain};
use super::sketch::{Sketch, lines, one_line};
use super::value::day;
use super::words::{self, lane_kind};
use crate::{Level, Place, list_of};

/// Scores are written on our own scale.
const SCALE: Scale = Scale {
    from: -2.0,
    to: 2.0,
    certain: true,
};

/// Whether an outline is one that Waymark wrote.
pub(super) fn is_own(blocks: &[Block]) -> bool {
    let has = |wanted: &str| {
        blocks
            .iter()
            .any(|block| matches!(block, Block::Heading { level: 2, text, .. } if text == wanted))
    };
    has("Journey") && has("Lanes")
}

/// Draws such an outline.
pub(super) fn draw(blocks: &[Block], sketch: &mut Sketch) -> Result<(), ReadError> {
    let mut reader = Reader {
        sketch,
        part: Part::About,
        persona: None,
        lanes: Vec::new(),
        stage: None,
        step: None,
        lane: None,
        used: Vec::new(),
        ends: BTreeMap::new(),
        links: Vec::new(),
        notes: 0,
    };
    for block in blocks {
        match block {
            Block::Heading { level, text, place } => reader.heading(*level, text, place)?,
            Block::Paragraph { text, place } => reader.paragraph(text, place)?,
            Block::Item(item) => reader.item(item)?,
        }
    }
    reader.link_up()
}

/// What the items below a heading are.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    About,
    Personas,
    Lanes,
    Journey,
    Links,
    Notes,
    Other,
}

struct Reader<'a> {
    sketch: &'a mut Sketch,
    part: Part,
    persona: Option<PersonaId>,
    lanes: Vec<(String, LaneId, LaneKind)>,
    stage: Option<StageId>,
    step: Option<StepId>,
    /// Index of the lane that items stand in.
    lane: Option<usize>,
    /// Lanes that the step has named already: of two of one title, the second comes second.
    used: Vec<usize>,
    /// What links may name, by its text.
    ends: BTreeMap<String, LinkEnd>,
    links: Vec<(String, Place)>,
    notes: i32,
}

impl Reader<'_> {
    fn heading(&mut self, level: u8, text: &str, place: &Place) -> Result<(), ReadError> {
        match (level, self.part) {
            (1, _) => self.sketch.document.map.title = one_line(text, Some(place))?,
            (2, _) => {
                self.part = match text {
                    "Personas" => Part::Personas,
                    "Lanes" => Part::Lanes,
                    "Journey" => Part::Journey,
                    "Links" => Part::Links,
                    "Notes" => Part::Notes,
                    _ => Part::Other,
                };
            }
            (3, Part::Personas) => self.persona = Some(self.sketch.new_persona(text, Some(place))?),
            (3, Part::Journey) => {
                self.stage = Some(self.sketch.stage(text, Some(place))?);
                self.step = None;
            }
            (4, Part::Journey) => {
                let stage = match &self.stage {
                    Some(stage) => stage.clone(),
                    None => self.sketch.stage("", Some(place))?,
                };
                let step = self.sketch.step(&stage, text, Some(place))?;
                self.ends
                    .entry(unmarked(text).to_owned())
                    .or_insert_with(|| LinkEnd::Step(step.clone()));
                (self.stage, self.step, self.lane) = (Some(stage), Some(step), None);
                self.used.clear();
            }
            (5, Part::Journey) => {
                let known = self.lanes.iter().enumerate();
                let mut named = known.filter(|(at, (title, ..))| title == text && !self.used.contains(at));
                let at = match named.next() {
                    Some((at, _)) => at,
                    None => self.lane(text, lane_kind(text).map_or(LaneKind::Text, words::Named::kind), place)?,
                };
                self.used.push(at);
                self.lane = Some(at);
            }
            _ => self.sketch.remark(
                Level::LeftOut,
                "headings",
                format!("heading {}", quoted(text)),
                Some(place.clone()),
            ),
        }
        Ok(())
    }

    fn lane(&mut self, title: &str, kind: LaneKind, place: &Place) -> Result<usize, ReadError> {
        let id = self.sketch.lane(kind, title, Some(place))?;
        self.lanes.push((title.to_owned(), id, kind));
        Ok(self.lanes.len() - 1)
    }

    fn paragraph(&mut self, text: &str, place: &Place) -> Result<(), ReadError> {
        let map = &mut self.sketch.document.map;
        match self.part {
            Part::About if map.subtitle.is_empty() => map.subtitle = one_line(&plain(text), Some(place))?,
            Part::Journey if self.step.is_none() && text.starts_with("**Goal:**") => {
                let stage = self
                    .stage
                    .as_ref()
                    .and_then(|stage| self.sketch.document.stages.get_mut(stage));
                if let Some(stage) = stage {
                    stage.goal = lines(&plain(text.trim_start_matches("**Goal:**")), Some(place))?;
                }
            }
            _ => self.sketch.remark(
                Level::LeftOut,
                "paragraphs",
                format!("paragraph {}", quoted(text)),
                Some(place.clone()),
            ),
        }
        Ok(())
    }

    fn item(&mut self, item: &Item) -> Result<(), ReadError> {
        match self.part {
            Part::About => self.about(item),
            Part::Personas => self.of_persona(item),
            Part::Lanes => self.of_lanes(item),
            Part::Journey => self.of_cell(item),
            Part::Links => {
                self.links.push((item.text.clone(), item.place.clone()));
                Ok(())
            }
            Part::Notes => {
                const APART: i32 = 40;
                self.notes = self.notes.saturating_add(1);
                if self.notes == 1 {
                    self.sketch.remark(Level::Guessed, "notes", "the places of notes", None);
                }
                let place = (APART, self.notes.saturating_mul(APART));
                self.sketch.note(&text_of(item), place, Some(&item.place))?;
                Ok(())
            }
            Part::Other => {
                self.lost(item);
                Ok(())
            }
        }
    }

    fn lost(&mut self, item: &Item) {
        self.sketch.remark(
            Level::LeftOut,
            "items",
            format!("item {}", quoted(&item.text)),
            Some(item.place.clone()),
        );
    }

    fn about(&mut self, item: &Item) -> Result<(), ReadError> {
        let Some((name, value)) = item.field() else {
            self.lost(item);
            return Ok(());
        };
        let text = lines(&plain(value), Some(&item.place))?;
        let map = &mut self.sketch.document.map;
        match name {
            "State" => map.state = MapState::from_key(&text).unwrap_or(map.state),
            "Language" => {
                if super::own::is_language(&text) {
                    map.language = text;
                }
            }
            "Purpose" => map.objective.purpose = text,
            "Success measure" => map.objective.success_measure = text,
            "Scope" => map.objective.scope = text,
            "End goal" => map.objective.end_goal = text,
            "Tags" => map.tags = list_of(&text),
            "Begun on" => map.created_on = day(&text),
            "Last review" => map.review.get_or_insert_with(Review::default).last = day(&text),
            "Next review" => map.review.get_or_insert_with(Review::default).next = day(&text),
            "Review cycle (months)" => {
                let months = text
                    .parse()
                    .ok()
                    .filter(|months| journey_model::CYCLE_MONTHS.contains(months));
                map.review.get_or_insert_with(Review::default).cycle_months = months;
            }
            "Emotion scale" => {}
            _ => self.lost(item),
        }
        Ok(())
    }

    fn of_persona(&mut self, item: &Item) -> Result<(), ReadError> {
        let has_primary = self.sketch.document.personas.values().any(|persona| persona.primary);
        let Some(persona) = self
            .persona
            .as_ref()
            .and_then(|id| self.sketch.document.personas.get_mut(id))
        else {
            self.lost(item);
            return Ok(());
        };
        if item.text == "**Primary**" {
            persona.primary = !has_primary;
            return Ok(());
        }
        let Some((name, value)) = item.field() else {
            self.lost(item);
            return Ok(());
        };
        let text = lines(&plain(value), Some(&item.place))?;
        let list: Result<Vec<String>, ReadError> = item
            .items
            .iter()
            .map(|entry| one_line(&plain(&entry.text), Some(&entry.place)))
            .collect();
        match name {
            "Role" => persona.role = text,
            "Quote" => persona.quote = text,
            "Demographics" => persona.demographics = text,
            "Psychographics" => persona.psychographics = text,
            "Goals" => persona.goals = list?,
            "Motivations" => persona.motivations = list?,
            "Frustrations" => persona.frustrations = list?,
            "Behaviours" => persona.behaviours = list?,
            "Sources" => persona.sources = list?,
            "Preferred channels" => {
                let channel = |name: String| words::channel(&name).map_or(name, |known| known.key().into());
                persona.preferred_channels = list?.into_iter().map(channel).collect();
            }
            "Last validated" => persona.last_validated = day(&text),
            _ => self.lost(item),
        }
        Ok(())
    }

    /// `**Title** (Kind): caption`, without the kind where the title says it.
    fn of_lanes(&mut self, item: &Item) -> Result<(), ReadError> {
        let parts = item.text.strip_prefix("**").and_then(|text| text.split_once("**"));
        let Some((title, rest)) = parts else {
            self.lost(item);
            return Ok(());
        };
        let title = plain(title);
        let by_title = |title: &str| LaneKind::ALL.iter().copied().find(|kind| kind.default_title() == title);
        let told = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')'));
        let (kind, rest) = match told {
            Some((kind, rest)) => (by_title(kind), rest),
            None => (by_title(&title), rest),
        };
        let at = self.lane(&title, kind.unwrap_or(LaneKind::Text), &item.place)?;
        let caption = one_line(&plain(rest.trim_start_matches(':')), Some(&item.place))?;
        if let Some(lane) = self.sketch.document.lanes.get_mut(&self.lanes[at].1) {
            lane.caption = caption;
        }
        Ok(())
    }

    fn of_cell(&mut self, item: &Item) -> Result<(), ReadError> {
        let place = &item.place;
        let (Some(step), Some(lane)) = (self.step.clone(), self.lane) else {
            self.lost(item);
            return Ok(());
        };
        let (_, lane, kind) = self.lanes[lane].clone();
        let found = |name: &str| {
            item.items
                .iter()
                .find_map(|item| item.field().filter(|field| field.0 == name))
        };
        let value = |name: &str| {
            one_line(
                &found(name).map_or_else(String::new, |field| plain(field.1)),
                Some(place),
            )
        };
        let moment_of_truth = item.items.iter().any(|item| item.text == "**Moment of truth**");
        if kind == LaneKind::Emotion {
            let told = plain(&item.text);
            let Some(figure::Point {
                value: Value::Number(number),
                word,
            }) = figure::point(&told)
            else {
                self.lost(item);
                return Ok(());
            };
            let persona = match value("Persona")?.as_str() {
                "" => None,
                name => Some(self.sketch.persona(name, Some(place))?),
            };
            let (note, word) = (value("Note")?, one_line(&word, Some(place))?);
            if let Some(score) = self
                .sketch
                .score(&lane, &step, persona.as_ref(), SCALE.tenths(number), Some(place))?
            {
                (score.word, score.note, score.moment_of_truth) = (word, note, moment_of_truth);
            }
            return Ok(());
        }
        if !kind.holds_cards() {
            self.lost(item);
            return Ok(());
        }
        let channel = value("Channel")?;
        let touchpoint = Touchpoint {
            channel: words::channel(&channel).map_or(channel, |known| known.key().into()),
            category: words::category(&value("Category")?),
            presence: words::presence(&value("Presence")?),
            control: words::control(&value("Control")?),
            action: value("Customer action")?,
            result: value("Result")?,
            alternative: value("Alternative")?,
        };
        let measurement = Measurement {
            value: value("Value")?,
            unit: value("Unit")?,
            target: value("Target")?,
            measured_on: day(&value("Measured on")?),
        };
        let text = text_of(item);
        let card = self.sketch.card(&lane, &step, &text, Some(place))?;
        *card = Card {
            moment_of_truth,
            severity: words::severity(&value("Severity")?),
            evidence: words::evidence(&value("Evidence")?),
            source: value("Source")?,
            owner: value("Owner")?,
            tags: list_of(&value("Tags")?),
            address: value("Address")?,
            touchpoint: (touchpoint != Touchpoint::default()).then_some(touchpoint),
            measurement: (measurement != Measurement::default()).then_some(measurement),
            ..card.clone()
        };
        let (said, end) = (said(card), LinkEnd::Card(card.id.clone()));
        self.ends.entry(unmarked(&said).to_owned()).or_insert(end);
        Ok(())
    }

    /// `“From” *leads to* “To”: label`.
    fn link_up(&mut self) -> Result<(), ReadError> {
        const VERBS: [(&str, LinkKind); 5] = [
            ("leads to", LinkKind::Flow),
            ("leads back to", LinkKind::LoopBack),
            ("solves", LinkKind::Solves),
            ("is solved by", LinkKind::Solves),
            ("is evidence for", LinkKind::Evidence),
        ];
        for (text, place) in std::mem::take(&mut self.links) {
            let parts = VERBS.iter().find_map(|(verb, kind)| {
                let (from, rest) = text.split_once(&format!("” *{verb}* “"))?;
                let (to, label) = rest
                    .rsplit_once("”: ")
                    .or_else(|| Some((rest.strip_suffix('”')?, "")))?;
                let end = |text: &str| self.ends.get(unmarked(&plain(text))).cloned();
                Some((end(from.strip_prefix('“')?)?, end(to)?, *kind, plain(label)))
            });
            let linked = match parts {
                Some((from, to, kind, label)) => self.sketch.link(from, to, kind, &label, Some(&place))?,
                None => false,
            };
            if !linked {
                let what = format!("link {}, whose ends were not found", quoted(&text));
                self.sketch.remark(Level::LeftOut, "links", what, Some(place));
            }
        }
        Ok(())
    }
}

/// A text without the mark of a bullet, which reading it takes off.
fn unmarked(text: &str) -> &str {
    text.trim_start_matches(['•', '-', '+']).trim_start()
}

/// What links call a card: its text in one line, else its channel or figure.
fn said(card: &Card) -> String {
    let mut text = String::new();
    for paragraph in RichText::parse(&card.text).paragraphs {
        text.push_str(if paragraph.bullet.is_some() { " • " } else { " " });
        paragraph.spans.iter().for_each(|span| text.push_str(&span.text));
    }
    if text.trim().is_empty() {
        let channel = card
            .touchpoint
            .as_ref()
            .map(|touchpoint| touchpoint.channel.as_str())
            .filter(|c| !c.is_empty());
        let figure = card
            .measurement
            .as_ref()
            .map(|figure| format!("{} {}", figure.value, figure.unit));
        text = match channel {
            Some(channel) => ChannelKind::from_key(channel)
                .map_or(channel, |known| known.title())
                .to_owned(),
            None => figure.unwrap_or_default(),
        };
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a card's item says besides its fields.
fn text_of(item: &Item) -> String {
    const FIELDS: [&str; 18] = [
        "Severity",
        "Evidence",
        "Source",
        "Owner",
        "Tags",
        "Address",
        "Channel",
        "Category",
        "Presence",
        "Control",
        "Customer action",
        "Result",
        "Alternative",
        "Value",
        "Unit",
        "Target",
        "Measured on",
        "Persona",
    ];
    let is_field = |item: &&Item| {
        item.text == "**Moment of truth**" || item.field().is_some_and(|(name, _)| FIELDS.contains(&name))
    };
    let mut text = item.text.clone();
    item.items
        .iter()
        .filter(|item| !is_field(item))
        .for_each(|item| item.add_to(&mut text, 0));
    text
}
