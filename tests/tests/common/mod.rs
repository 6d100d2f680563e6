//! What the storage and the editing tests share: a small map, and random edits that make sense of any map.

use journey_model::{
    CardFields, CardId, CountingIds, Date, Document, Edit, LaneFields, LaneId, LaneKind, LinkEnd, LinkKind, Map,
    MapFields, MapId, NewAsset, NoteFields, PersonaFields, RatingFields, ScoreFields, Setting, StageFields, StageId,
    StepFields, StepId, TestRoundFields,
};
use proptest::prelude::*;

/// A red pixel.
pub const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

/// Two stages, an action lane with a card in each step, and an emotion lane.
pub fn small_map(id: &str) -> Document {
    let mut document = Document::new(Map::new(MapId::from(id), "Buying flood insurance"));
    let mut ids = CountingIds::default();
    let mut apply = |document: &mut Document, edit| {
        document
            .apply(&edit, &mut ids)
            .expect("the small map is built from edits that fit");
    };
    for title in ["Awareness", "Decision"] {
        let after = document.ordered_stages().last().map(|stage| stage.id.clone());
        let fields = StageFields {
            title: Some(title.into()),
            ..StageFields::default()
        };
        apply(&mut document, Edit::AddStage { after, fields });
    }
    for kind in [LaneKind::Actions, LaneKind::Emotion] {
        let after = document.ordered_lanes().last().map(|lane| lane.id.clone());
        let fields = LaneFields::default();
        apply(&mut document, Edit::AddLane { after, kind, fields });
    }
    let lane = document.ordered_lanes()[0].id.clone();
    let steps: Vec<StepId> = document.ordered_steps().iter().map(|step| step.id.clone()).collect();
    for (step, text) in steps.into_iter().zip(["Reads a blog article", "Signs the **policy**"]) {
        let fields = CardFields {
            text: Some(text.into()),
            ..CardFields::default()
        };
        let lane = lane.clone();
        apply(
            &mut document,
            Edit::AddCard {
                lane,
                step,
                after: None,
                fields,
            },
        );
    }
    document
}

/// Numbers that [`edit`] makes an edit of.
pub type Dice = (u8, u16, u16, u16);

pub fn dice() -> impl Strategy<Value = Dice> {
    (0_u8..27, any::<u16>(), any::<u16>(), any::<u16>())
}

/// An edit that mostly fits the document; now and then one that names what is not there.
pub fn edit(document: &Document, (what, a, b, c): Dice) -> Edit {
    let cards: Vec<CardId> = document.cards.keys().cloned().collect();
    let lanes: Vec<LaneId> = document.lanes.keys().cloned().collect();
    let steps: Vec<StepId> = document.steps.keys().cloned().collect();
    let stages: Vec<StageId> = document.stages.keys().cloned().collect();
    let pick = |n: u16| usize::from(n);
    let card = |n: u16| choose(&cards, pick(n)).unwrap_or_else(|| "card_gone".into());
    let lane = |n: u16| choose(&lanes, pick(n)).unwrap_or_else(|| "lane_gone".into());
    let step = |n: u16| choose(&steps, pick(n)).unwrap_or_else(|| "step_gone".into());
    let stage = |n: u16| choose(&stages, pick(n)).unwrap_or_else(|| "stage_gone".into());
    let text = || words(b, c);
    match what {
        0..=2 => Edit::AddCard {
            lane: lane(a),
            step: step(b),
            after: None,
            fields: CardFields {
                text: Some(text()),
                ..CardFields::default()
            },
        },
        3..=5 => Edit::SetCardText {
            card: card(a % 3),
            text: text(),
        },
        6 | 7 => Edit::MoveCards {
            cards: vec![card(a)],
            lane: lane(b),
            step: step(c),
            after: None,
        },
        8 => Edit::Remove { ids: vec![card(a).0] },
        9 => Edit::Remove { ids: vec![step(a).0] },
        10 => Edit::Remove { ids: vec![lane(a).0] },
        11 => Edit::AddStage {
            after: Some(stage(a)),
            fields: StageFields {
                title: Some(text()),
                ..StageFields::default()
            },
        },
        12 => Edit::AddStep {
            stage: stage(a),
            after: None,
            fields: StepFields::default(),
        },
        13 => Edit::AddLane {
            after: None,
            kind: LaneKind::ALL[pick(a) % LaneKind::ALL.len()],
            fields: LaneFields::default(),
        },
        14 => Edit::UpdateMap {
            fields: MapFields {
                title: Some(text()),
                theme: Some(["", "calm", "high-contrast", "of the future"][pick(a) % 4].into()),
                ..MapFields::default()
            },
        },
        15 => Edit::SetEmotion {
            lane: lane(a),
            step: step(b),
            persona: None,
            fields: ScoreFields {
                tenths: Some((c % 41) as i8 - 20),
                word: Some(text()),
                ..ScoreFields::default()
            },
        },
        16 => Edit::AddLink {
            from: LinkEnd::Card(card(a)),
            to: LinkEnd::Card(card(b)),
            kind: LinkKind::Flow,
            label: text(),
        },
        17 => Edit::AddNote {
            fields: NoteFields {
                text: Some(text()),
                x: Some(i32::from(b)),
                y: Some(i32::from(c)),
                ..NoteFields::default()
            },
        },
        18 => Edit::SetCardImage {
            card: card(a),
            asset: NewAsset {
                media_type: "image/png".into(),
                name: "pixel.png".into(),
                base64: PIXEL.into(),
            },
        },
        19 => Edit::UpdateCards {
            cards: vec![card(a), card(a)].into_iter().take(1).collect(),
            fields: CardFields {
                image: Some(Setting::Clear),
                tags: Some(vec![text()]),
                ..CardFields::default()
            },
        },
        20 => Edit::AddPersona {
            after: None,
            fields: PersonaFields {
                name: Some(text()),
                ..PersonaFields::default()
            },
        },
        21 => Edit::SplitStage {
            step: step(a),
            title: text(),
        },
        22 => Edit::Duplicate { ids: vec![card(a).0] },
        23 => Edit::AddTestRound {
            fields: TestRoundFields {
                tester: Some(text()),
                on: Some(Date("2026-03-31".into())),
                note: None,
            },
        },
        24 | 25 => Edit::Rate {
            round: choose(&document.test_rounds.keys().cloned().collect::<Vec<_>>(), pick(a))
                .unwrap_or_else(|| "round_gone".into()),
            card: card(b),
            fields: RatingFields {
                points: Some(Setting::To((c % 11) as u8)),
                impression: Some(text()),
            },
        },
        _ => Edit::Several {
            label: "Several things".into(),
            edits: vec![
                Edit::SetCardText {
                    card: card(a),
                    text: text(),
                },
                Edit::MoveStep {
                    step: step(b),
                    stage: stage(c),
                    after: None,
                },
            ],
        },
    }
}

fn choose<T: Clone>(items: &[T], n: usize) -> Option<T> {
    items.get(n % items.len().max(1)).cloned()
}

fn words(b: u16, c: u16) -> String {
    const WORDS: [&str; 8] = [
        "flood",
        "Größe",
        "東京で買う",
        "ซื้อประกัน",
        "مرحبا",
        "quote",
        "\"NOT\"",
        "naïve",
    ];
    format!("{} {} {c}", WORDS[usize::from(b) % 8], WORDS[usize::from(c) % 8])
}
