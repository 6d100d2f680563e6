//! A document as it is read: in order, cells and points looked up once.

use std::collections::BTreeMap;

use journey_model::text::RichText;
use journey_model::{
    Card, CardFamily, ChannelKind, Document, Lane, LaneId, Persona, PersonaId, Score, Stage, Step, StepId,
};

use crate::cell::tenths_text;

/// The shown part of a document, in order. Hidden lanes are left out of every format: somebody did not
/// want them seen.
pub(crate) struct Arranged<'a> {
    pub document: &'a Document,
    pub stages: Vec<Columns<'a>>,
    /// All steps from left to right.
    pub steps: Vec<&'a Step>,
    /// Lanes that are shown, from top to bottom.
    pub lanes: Vec<&'a Lane>,
    cards: BTreeMap<(&'a LaneId, &'a StepId), Vec<&'a Card>>,
    scores: BTreeMap<(&'a LaneId, &'a StepId), Vec<&'a Score>>,
}

/// A stage with its steps.
pub(crate) struct Columns<'a> {
    pub stage: &'a Stage,
    /// Index of its first step among all.
    pub first: usize,
    pub steps: Vec<&'a Step>,
}

/// One line of an emotion lane.
pub(crate) struct Curve<'a> {
    pub persona: Option<&'a Persona>,
    /// A point a step, where there is one.
    pub points: Vec<Option<&'a Score>>,
}

impl<'a> Arranged<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        let steps = document.ordered_steps();
        let mut by_stage: BTreeMap<_, Vec<&Step>> = BTreeMap::new();
        for step in &steps {
            by_stage.entry(&step.stage).or_default().push(step);
        }
        let mut first = 0;
        let stages = document
            .ordered_stages()
            .into_iter()
            .map(|stage| {
                let steps = by_stage.remove(&stage.id).unwrap_or_default();
                let columns = Columns { stage, first, steps };
                first += columns.steps.len();
                columns
            })
            .collect();
        let mut cards: BTreeMap<_, Vec<&Card>> = BTreeMap::new();
        for card in document.cards.values() {
            cards.entry((&card.lane, &card.step)).or_default().push(card);
        }
        for cell in cards.values_mut() {
            cell.sort_by_key(|card| (&card.order, &card.id));
        }
        let mut scores: BTreeMap<_, Vec<&Score>> = BTreeMap::new();
        for score in document.scores.values() {
            scores.entry((&score.lane, &score.step)).or_default().push(score);
        }
        let mut lanes = document.ordered_lanes();
        lanes.retain(|lane| !lane.hidden);
        Self {
            document,
            stages,
            steps,
            lanes,
            cards,
            scores,
        }
    }

    /// The cards that begin in a cell, from top to bottom.
    pub(crate) fn cards_in(&self, lane: &'a Lane, step: &'a Step) -> &[&'a Card] {
        self.cards.get(&(&lane.id, &step.id)).map_or(&[], Vec::as_slice)
    }

    /// The points of a lane at a step: everyone's first, then by persona.
    pub(crate) fn scores_at(&self, lane: &'a Lane, step: &'a Step) -> Vec<&'a Score> {
        let mut scores = self.scores.get(&(&lane.id, &step.id)).cloned().unwrap_or_default();
        scores.sort_by_key(|score| (self.persona_number(score.persona.as_ref()), &score.id));
        scores
    }

    /// 0 for everyone, then from 1 in the personas' order.
    fn persona_number(&self, persona: Option<&PersonaId>) -> usize {
        persona.map_or(0, |id| {
            let personas = self.document.ordered_personas();
            1 + personas
                .iter()
                .position(|persona| persona.id == *id)
                .unwrap_or(personas.len())
        })
    }

    /// The shown cards by lane, then step.
    pub(crate) fn cards(&self) -> impl Iterator<Item = &'a Card> + '_ {
        self.lanes
            .iter()
            .flat_map(move |lane| self.steps.iter().flat_map(move |step| self.cards_in(lane, step)))
            .copied()
    }

    /// The points of shown lanes by lane, then step.
    pub(crate) fn scores(&self) -> Vec<&'a Score> {
        let cells = self
            .lanes
            .iter()
            .flat_map(|lane| self.steps.iter().map(move |step| (lane, step)));
        cells.flat_map(|(lane, step)| self.scores_at(lane, step)).collect()
    }

    /// The curves of an emotion lane: everyone's, then one a persona that has points. Where everyone's
    /// points are the chief persona's ([`Document::shares_curve`]) they are one curve, of that persona.
    pub(crate) fn curves(&self, lane: &'a Lane) -> Vec<Curve<'a>> {
        let chief = self.document.chief_persona();
        let shared = self.document.shares_curve(&lane.id);
        let mut owners: Vec<Option<&Persona>> = vec![None];
        owners.extend(self.document.ordered_personas().into_iter().map(Some));
        let mut curves = Vec::new();
        for owner in owners {
            let is_chief = owner.is_some() && owner.map(|persona| &persona.id) == chief.map(|persona| &persona.id);
            if shared && owner.is_none() {
                continue;
            }
            let points: Vec<Option<&Score>> = self
                .steps
                .iter()
                .map(|step| {
                    let at = self.scores.get(&(&lane.id, &step.id)).map_or(&[][..], Vec::as_slice);
                    at.iter().copied().find(|score| {
                        score.persona.as_ref() == owner.map(|persona| &persona.id)
                            || (shared && is_chief && score.persona.is_none())
                    })
                })
                .collect();
            if points.iter().any(Option::is_some) {
                curves.push(Curve { persona: owner, points });
            }
        }
        curves
    }

    /// A stage's title, or its number where it has none.
    pub(crate) fn stage_title(&self, number: usize) -> String {
        let title = self.stages.get(number).map_or("", |columns| columns.stage.title.trim());
        match title {
            "" => format!("Stage {}", number + 1),
            title => one_line(title),
        }
    }

    /// A step's title, or its number where it has none.
    pub(crate) fn step_title(&self, number: usize) -> String {
        match self.steps.get(number).map_or("", |step| step.title.trim()) {
            "" => format!("Step {}", number + 1),
            title => one_line(title),
        }
    }

    /// A persona's name by id.
    pub(crate) fn persona_name(&self, id: &PersonaId) -> &'a str {
        self.document
            .personas
            .get(id)
            .map_or("", |persona| persona.name.as_str())
    }
}

/// A lane's title, or that of its kind where it has none.
pub(crate) fn lane_title(lane: &Lane) -> String {
    match lane.title.trim() {
        "" => lane.kind.default_title().into(),
        title => one_line(title),
    }
}

/// Whether a lane is a line between others, without cells.
pub(crate) fn is_separator(lane: &Lane) -> bool {
    lane.kind.family() == CardFamily::Separator
}

/// A text without line breaks and tabs.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a card says, without marks: its text, else its channel or figure. Bullets keep a mark.
pub(crate) fn card_text(card: &Card) -> String {
    let rich = RichText::parse(&card.text);
    let mut text = String::new();
    for (i, paragraph) in rich.paragraphs.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        if let Some(level) = paragraph.bullet {
            text.push_str(&"  ".repeat(level.into()));
            text.push_str("• ");
        }
        paragraph.spans.iter().for_each(|span| text.push_str(&span.text));
    }
    match text.trim() {
        "" => title_without_text(card),
        _ => text,
    }
}

/// What names a card that has no text of its own.
pub(crate) fn title_without_text(card: &Card) -> String {
    if let Some(touchpoint) = card
        .touchpoint
        .as_ref()
        .filter(|touchpoint| !touchpoint.channel.is_empty())
    {
        return channel_title(&touchpoint.channel).to_owned();
    }
    let figure = card.measurement.as_ref();
    let figure = figure.map(|figure| [figure.value.trim(), figure.unit.trim()].join(" "));
    figure.unwrap_or_default().trim().to_owned()
}

/// A channel's name in English, or the own name that it was given.
pub(crate) fn channel_title(channel: &str) -> &str {
    ChannelKind::from_key(channel).map_or(channel, |known| known.title())
}

/// A score as people read it: `+1.5`, `−0.3`, `0`.
pub(crate) fn signed(tenths: i8) -> String {
    match tenths {
        1.. => format!("+{}", tenths_text(tenths, '.')),
        0 => "0".into(),
        ..0 => tenths_text(tenths, '.').replace('-', "−"),
    }
}

/// A key of a closed vocabulary as words: `thirdParty` is “third party”.
pub(crate) fn key_words(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 1);
    for c in key.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// A text that begins with a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}
