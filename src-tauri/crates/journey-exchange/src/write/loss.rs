//! What a format cannot hold, counted.

use journey_model::text::RichText;
use journey_model::{Card, Lane};

use crate::report::{Level, Report, counted};

use super::arranged::Arranged;

/// Something that a map says and not every format can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    Cards,
    Feelings,
    ScoreNotes,
    MomentsOfTruth,
    Severities,
    Evidence,
    Sources,
    Owners,
    Tags,
    Addresses,
    Touchpoints,
    Figures,
    Spans,
    Emphasis,
    Colours,
    Symbols,
    Pictures,
    Links,
    Notes,
    NotePlaces,
    PersonaDetails,
    Captions,
    StageGoals,
    About,
    Sizes,
}

impl Aspect {
    /// In the singular and the plural.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Cards => ("card", "cards"),
            Self::Feelings => ("feeling in words", "feelings in words"),
            Self::ScoreNotes => ("note on an emotion", "notes on emotions"),
            Self::MomentsOfTruth => ("moment of truth", "moments of truth"),
            Self::Severities => ("severity", "severities"),
            Self::Evidence => ("evidence mark", "evidence marks"),
            Self::Sources => ("source", "sources"),
            Self::Owners => ("owner", "owners"),
            Self::Tags => ("tag", "tags"),
            Self::Addresses => ("address of a document", "addresses of documents"),
            Self::Touchpoints => ("touchpoint’s details", "touchpoints’ details"),
            Self::Figures => ("figure", "figures"),
            Self::Spans => (
                "card over several steps, which stands at its first",
                "cards over several steps, which stand at their first",
            ),
            Self::Emphasis => (
                "card’s bold, italic or linked text",
                "cards’ bold, italic or linked text",
            ),
            Self::Colours => ("chosen colour", "chosen colours"),
            Self::Symbols => ("symbol", "symbols"),
            Self::Pictures => ("picture", "pictures"),
            Self::Links => ("link", "links"),
            Self::Notes => ("free note", "free notes"),
            Self::NotePlaces => ("place of a free note", "places of free notes"),
            Self::PersonaDetails => ("persona’s details", "personas’ details"),
            Self::Captions => ("lane’s caption", "lanes’ captions"),
            Self::StageGoals => ("goal of a stage", "goals of stages"),
            Self::About => (
                "statement about the map (subtitle, objective, tags, review)",
                "statements about the map (subtitle, objective, tags, review)",
            ),
            Self::Sizes => ("chosen width or height", "chosen widths or heights"),
        }
    }

    /// How often the shown part of the map says it.
    fn count(self, map: &Arranged) -> usize {
        let document = map.document;
        let cards = |has: fn(&Card) -> bool| map.cards().filter(|card| has(card)).count();
        let lanes = |has: fn(&Lane) -> bool| map.lanes.iter().filter(|lane| has(lane)).count();
        match self {
            Self::Cards => cards(|_| true),
            Self::Feelings => map.scores().iter().filter(|score| !score.word.is_empty()).count(),
            Self::ScoreNotes => map.scores().iter().filter(|score| !score.note.is_empty()).count(),
            Self::MomentsOfTruth => {
                cards(|card| card.moment_of_truth) + map.scores().iter().filter(|score| score.moment_of_truth).count()
            }
            Self::Severities => cards(|card| card.severity.is_some()),
            Self::Evidence => cards(|card| card.evidence.is_some()),
            Self::Sources => cards(|card| !card.source.is_empty()),
            Self::Owners => cards(|card| !card.owner.is_empty()),
            Self::Tags => map.cards().map(|card| card.tags.len()).sum(),
            Self::Addresses => cards(|card| !card.address.is_empty()),
            Self::Touchpoints => cards(|card| card.touchpoint.is_some()),
            Self::Figures => cards(|card| card.measurement.is_some()),
            Self::Spans => cards(|card| card.span > 1),
            Self::Emphasis => cards(is_emphatic),
            Self::Colours => {
                let stages = document.stages.values().filter(|stage| stage.colour.is_some()).count();
                let personas = document
                    .personas
                    .values()
                    .filter(|persona| persona.colour.is_some())
                    .count();
                let notes = document.notes.values().filter(|note| note.colour.is_some()).count();
                cards(|card| card.colour.is_some()) + lanes(|lane| lane.colour.is_some()) + stages + personas + notes
            }
            Self::Symbols => cards(|card| card.icon.is_some()),
            Self::Pictures => {
                let personas = document
                    .personas
                    .values()
                    .filter(|persona| persona.picture.is_some())
                    .count();
                cards(|card| card.image.is_some()) + personas
            }
            Self::Links => document.links.len(),
            Self::Notes | Self::NotePlaces => document.notes.len(),
            Self::PersonaDetails => document.personas.len(),
            Self::Captions => lanes(|lane| !lane.caption.is_empty()),
            Self::StageGoals => document.stages.values().filter(|stage| !stage.goal.is_empty()).count(),
            Self::About => about(map),
            Self::Sizes => {
                let steps = map.steps.iter().filter(|step| step.width.is_some()).count();
                steps + lanes(|lane| lane.height.is_some())
            }
        }
    }
}

fn is_emphatic(card: &Card) -> bool {
    let rich = RichText::parse(&card.text);
    let mut spans = rich.paragraphs.iter().flat_map(|paragraph| &paragraph.spans);
    spans.any(|span| span.bold || span.italic || span.link.is_some())
}

/// Statements about the map besides its title.
fn about(map: &Arranged) -> usize {
    let about = &map.document.map;
    let objective = &about.objective;
    let texts = [
        &about.subtitle,
        &objective.purpose,
        &objective.success_measure,
        &objective.scope,
        &objective.end_goal,
    ];
    let texts = texts.iter().filter(|text| !text.is_empty()).count();
    texts + usize::from(!about.tags.is_empty()) + usize::from(about.review.is_some())
}

/// The report on a map in a format that lacks some aspects; hidden lanes and test rounds are never written.
pub(crate) fn report(map: &Arranged, lacking: &[Aspect]) -> Report {
    let mut report = Report::default();
    let cards = Aspect::Cards.count(map);
    if !lacking.contains(&Aspect::Cards) {
        let what = [
            counted(cards, "card", "cards"),
            counted(map.steps.len(), "step", "steps"),
            counted(map.lanes.len(), "lane", "lanes"),
        ];
        report.say(
            Level::Understood,
            format!("{} in {} and {}", what[0], what[1], what[2]),
            cards,
        );
    }
    for aspect in lacking {
        let (one, many) = aspect.names();
        report.left_out(aspect.count(map), one, many);
    }
    let rounds = map.document.test_rounds.len();
    report.left_out(rounds, "test round with its ratings", "test rounds with their ratings");
    let hidden = map.document.lanes.len() - map.lanes.len();
    report.left_out(hidden, "hidden lane with all in it", "hidden lanes with all in them");
    report
}
