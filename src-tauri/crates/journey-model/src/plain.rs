//! What a record says, as plain text: for full-text search.

use crate::text::RichText;
use crate::{
    Card, Document, Link, Map, Measurement, Note, Objective, Persona, Rating, Record, RecordKind, Score, TestRound,
    Touchpoint,
};

impl Record {
    /// Everything the record says, without markup, a line for each field that says something. `None`
    /// where there is nothing to find: empty records and pictures.
    pub fn plain_text(&self) -> Option<String> {
        let mut lines = Lines::default();
        match self {
            Self::Map(map) => lines.map(map),
            Self::Persona(persona) => lines.persona(persona),
            Self::Stage(stage) => lines.all(&[&stage.title, &stage.goal]),
            Self::Step(step) => lines.all(&[&step.title]),
            Self::Lane(lane) => lines.all(&[&lane.title, &lane.caption]),
            Self::Card(card) => lines.card(card),
            Self::Score(Score { word, note, .. }) => lines.all(&[word, note]),
            Self::Link(Link { label, .. }) => lines.all(&[label]),
            Self::Note(Note { text, .. }) => lines.rich(text),
            Self::TestRound(TestRound { tester, note, .. }) => lines.all(&[tester, note]),
            Self::Rating(Rating { impression, .. }) => lines.all(&[impression]),
            Self::Asset(_) => {}
        }
        (!lines.0.is_empty()).then_some(lines.0)
    }
}

/// Everything that can be found in a map: kind, id and plain text of each record that says something.
pub fn search_text(document: &Document) -> impl Iterator<Item = (RecordKind, String, String)> + '_ {
    document.records().filter_map(|record| {
        record
            .plain_text()
            .map(|text| (record.kind(), record.id().to_owned(), text))
    })
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
    }

    fn all(&mut self, texts: &[&String]) {
        texts.iter().for_each(|text| self.line(text));
    }

    fn rich(&mut self, text: &str) {
        self.line(&RichText::parse(text).plain());
    }

    fn map(&mut self, map: &Map) {
        let Objective {
            purpose,
            success_measure,
            scope,
            end_goal,
        } = &map.objective;
        self.all(&[&map.title, &map.subtitle, purpose, success_measure, scope, end_goal]);
        self.line(&map.tags.join(", "));
    }

    fn persona(&mut self, persona: &Persona) {
        self.all(&[
            &persona.name,
            &persona.role,
            &persona.quote,
            &persona.demographics,
            &persona.psychographics,
        ]);
        for list in [
            &persona.goals,
            &persona.motivations,
            &persona.frustrations,
            &persona.behaviours,
            &persona.sources,
        ] {
            list.iter().for_each(|text| self.line(text));
        }
    }

    fn card(&mut self, card: &Card) {
        self.rich(&card.text);
        if let Some(Touchpoint {
            channel,
            action,
            result,
            alternative,
            ..
        }) = &card.touchpoint
        {
            let channel = crate::ChannelKind::from_key(channel).map_or(channel.as_str(), |known| known.title());
            self.line(channel);
            self.all(&[action, result, alternative]);
        }
        if let Some(Measurement {
            value, unit, target, ..
        }) = &card.measurement
        {
            self.line(&[value.as_str(), unit, target].join(" "));
        }
        self.all(&[&card.source, &card.owner, &card.address]);
        self.line(&card.tags.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    #[test]
    fn cards_are_found_without_their_markup() {
        let mut card = sample(1, 1, 1, 1).cards.into_values().next().unwrap();
        card.text = "- **Waits** for [help](https://example.org)".into();
        card.owner = "Support".into();
        card.touchpoint = Some(Touchpoint {
            channel: "liveChat".into(),
            ..Touchpoint::default()
        });
        assert_eq!(
            Record::Card(card).plain_text().as_deref(),
            Some("Waits for help\nLive chat\nSupport")
        );
    }

    #[test]
    fn silent_records_are_left_out() {
        let mut document = sample(2, 1, 1, 1);
        document.steps.values_mut().for_each(|step| step.title = "  ".into());
        assert!(search_text(&document).all(|(kind, _, text)| kind != RecordKind::Step && !text.is_empty()));
        assert!(
            search_text(&document).any(|(kind, _, text)| kind == RecordKind::Persona && text.contains("Sam Sample"))
        );
    }
}
