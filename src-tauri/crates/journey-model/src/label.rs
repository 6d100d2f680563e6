//! What history says about edits: labels for undo, and which edits of a row are one piece of typing.

use crate::{
    AssetId, CardId, ChangeSet, Edit, LaneId, LinkId, MapId, NoteId, PersonaId, RatingId, Record, ScoreId, StageId,
    StepId, TestRoundId,
};

impl Edit {
    /// What the edit does, in words for the undo entry of a menu: “Move card”, “Edit card text”.
    pub fn label(&self) -> String {
        match self {
            Self::UpdateMap { fields } => match fields.present()[..] {
                ["title"] => "Rename map".into(),
                ["theme"] => "Change theme".into(),
                ["tags"] => "Edit tags".into(),
                ["path"] => "Edit presentation path".into(),
                ["logo"] => "Remove logo".into(),
                ["ratings_shown"] => "Show or hide ratings".into(),
                _ => "Edit map".into(),
            },
            Self::SetMapLogo { .. } => "Set logo".into(),
            Self::AddPersona { .. } => "Add persona".into(),
            Self::UpdatePersona { fields, .. } => update("persona", &fields.present()),
            Self::MovePersona { .. } => "Move persona".into(),
            Self::AddStage { .. } => "Add stage".into(),
            Self::UpdateStage { fields, .. } => update("stage", &fields.present()),
            Self::MoveStage { .. } => "Move stage".into(),
            Self::SplitStage { .. } => "Split stage".into(),
            Self::AddStep { .. } => "Add step".into(),
            Self::UpdateStep { fields, .. } => update("step", &fields.present()),
            Self::MoveStep { .. } => "Move step".into(),
            Self::AddLane { .. } => "Add lane".into(),
            Self::UpdateLane { fields, .. } => match fields.collapsed.xor(fields.hidden) {
                Some(true) if fields.present() == ["collapsed"] => "Collapse lane".into(),
                Some(false) if fields.present() == ["collapsed"] => "Expand lane".into(),
                Some(true) if fields.present() == ["hidden"] => "Hide lane".into(),
                Some(false) if fields.present() == ["hidden"] => "Show lane".into(),
                _ => update("lane", &fields.present()),
            },
            Self::MoveLane { .. } => "Move lane".into(),
            Self::AddCard { .. } => "Add card".into(),
            Self::SetCardText { .. } => "Edit card text".into(),
            Self::UpdateCards { cards, fields } => update(&count(cards.len(), "card"), &fields.present()),
            Self::MoveCards { cards, .. } => format!("Move {}", count(cards.len(), "card")),
            Self::Paste { clip, .. } => format!("Paste {}", clip.title()),
            Self::Duplicate { ids } => format!("Duplicate {}", what(ids)),
            Self::SetCardImage { .. } => "Set card picture".into(),
            Self::SetPersonaPicture { .. } => "Set persona picture".into(),
            Self::SetEmotion { .. } => "Set emotion".into(),
            Self::AddLink { .. } => "Add link".into(),
            Self::UpdateLink { .. } => "Edit link".into(),
            Self::AddNote { .. } => "Add note".into(),
            Self::UpdateNote { fields, .. } => match fields.present()[..] {
                ["x", "y"] | ["x"] | ["y"] => "Move note".into(),
                _ => update("note", &fields.present()),
            },
            Self::AddTestRound { .. } => "Add test round".into(),
            Self::UpdateTestRound { .. } => "Edit test round".into(),
            Self::Rate { .. } => "Rate card".into(),
            Self::Remove { ids } => format!("Remove {}", what(ids)),
            Self::Several { label, .. } => label.clone(),
        }
    }

    /// Names the record and field that the edit works on, where a row of such edits is one piece of
    /// work: typing into one field, dragging one point of an emotion curve, trying colours. Edits of
    /// one key that follow each other within a short time are one item of history. `changes` is what the
    /// edit came to: typing goes on in what it made.
    pub fn coalescing_key(&self, changes: &ChangeSet) -> Option<String> {
        let one = |record: &str, fields: &[&'static str]| match fields {
            [field] if COALESCED.contains(field) => Some(format!("{record}/{field}")),
            _ => None,
        };
        match self {
            Self::UpdateMap { fields } => one("map", &fields.present()),
            Self::UpdatePersona { persona, fields } => one(persona.as_str(), &fields.present()),
            Self::UpdateStage { stage, fields } => one(stage.as_str(), &fields.present()),
            Self::UpdateStep { step, fields } => one(step.as_str(), &fields.present()),
            Self::UpdateLane { lane, fields } => one(lane.as_str(), &fields.present()),
            Self::SetCardText { card, .. } => one(card.as_str(), &["text"]),
            Self::UpdateCards { cards, fields } => match &cards[..] {
                [card] => one(card.as_str(), &fields.present()),
                _ => None,
            },
            Self::SetEmotion {
                lane,
                step,
                persona,
                fields,
            } => {
                let persona = persona.as_ref().map_or("", |persona| persona.as_str());
                one(&format!("{lane}/{step}/{persona}"), &fields.present())
            }
            Self::UpdateLink { link, fields } => one(link.as_str(), &fields.present()),
            Self::UpdateNote { note, fields } => one(note.as_str(), &fields.present()),
            Self::UpdateTestRound { round, fields } => one(round.as_str(), &fields.present()),
            Self::Rate { round, card, fields } => one(&format!("{round}/{card}"), &fields.present()),
            // The first word in a test round makes the round with it, and may be typed as all others.
            Self::Several { edits, .. } => match &edits[..] {
                [Self::AddTestRound { .. }, word] => word.in_round(made_round(changes)?).coalescing_key(changes),
                _ => None,
            },
            _ => None,
        }
    }

    /// The same edit in another test round.
    fn in_round(&self, made: &TestRoundId) -> Self {
        let mut edit = self.clone();
        if let Self::Rate { round, .. } | Self::UpdateTestRound { round, .. } = &mut edit {
            round.clone_from(made);
        }
        edit
    }
}

fn made_round(changes: &ChangeSet) -> Option<&TestRoundId> {
    changes.added.iter().find_map(|record| match record {
        Record::TestRound(round) => Some(&round.id),
        _ => None,
    })
}

/// Fields that are changed in a row of small steps.
const COALESCED: [&str; 28] = [
    "impression",
    "points",
    "tester",
    "text",
    "title",
    "subtitle",
    "caption",
    "goal",
    "objective",
    "label",
    "word",
    "note",
    "tenths",
    "name",
    "role",
    "quote",
    "demographics",
    "psychographics",
    "goals",
    "motivations",
    "frustrations",
    "behaviours",
    "sources",
    "source",
    "owner",
    "address",
    "touchpoint",
    "measurement",
];

/// “card”, “3 cards”.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => noun.into(),
        number => format!("{number} {noun}s"),
    }
}

fn update(noun: &str, fields: &[&str]) -> String {
    match fields {
        ["title" | "name"] => format!("Rename {noun}"),
        ["text"] => format!("Edit {noun} text"),
        ["colour"] => format!("Recolour {noun}"),
        ["span" | "width" | "height"] => format!("Resize {noun}"),
        ["evidence"] => format!("Set evidence of {noun}"),
        _ => format!("Edit {noun}"),
    }
}

/// What the ids name, by the words that new ids begin with; other ids are just items.
fn what(ids: &[String]) -> String {
    const NOUNS: [(&str, &str); 12] = [
        (MapId::PREFIX, "map"),
        (PersonaId::PREFIX, "persona"),
        (StageId::PREFIX, "stage"),
        (StepId::PREFIX, "step"),
        (LaneId::PREFIX, "lane"),
        (CardId::PREFIX, "card"),
        (ScoreId::PREFIX, "emotion point"),
        (LinkId::PREFIX, "link"),
        (NoteId::PREFIX, "note"),
        (TestRoundId::PREFIX, "test round"),
        (RatingId::PREFIX, "rating"),
        (AssetId::PREFIX, "picture"),
    ];
    let noun = NOUNS
        .iter()
        .find(|(prefix, _)| !ids.is_empty() && ids.iter().all(|id| id.starts_with(prefix)));
    count(ids.len(), noun.map_or("item", |(_, noun)| noun))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CardFields, ScoreFields, Setting};

    #[test]
    fn labels_count_and_name() {
        let remove = |ids: &[&str]| {
            Edit::Remove {
                ids: ids.iter().map(|id| id.to_string()).collect(),
            }
            .label()
        };
        assert_eq!(remove(&["card_1"]), "Remove card");
        assert_eq!(remove(&["card_1", "card_2"]), "Remove 2 cards");
        assert_eq!(remove(&["card_1", "lane_2"]), "Remove 2 items");
        let moved = |n: usize| Edit::MoveCards {
            cards: vec!["card_1".into(); n],
            lane: "lane_1".into(),
            step: "step_1".into(),
            after: None,
        };
        assert_eq!(moved(1).label(), "Move card");
        assert_eq!(moved(3).label(), "Move 3 cards");
        let fields = CardFields {
            colour: Some(Setting::Clear),
            ..CardFields::default()
        };
        assert_eq!(
            Edit::UpdateCards {
                cards: vec!["card_1".into()],
                fields
            }
            .label(),
            "Recolour card"
        );
    }

    #[test]
    fn only_one_field_of_one_record_coalesces() {
        let none = ChangeSet::default();
        let text = |card: &str| Edit::SetCardText {
            card: card.into(),
            text: "x".into(),
        };
        assert_eq!(text("card_1").coalescing_key(&none).as_deref(), Some("card_1/text"));
        assert_ne!(
            text("card_1").coalescing_key(&none),
            text("card_2").coalescing_key(&none)
        );
        let emotion = |fields| Edit::SetEmotion {
            lane: "lane_1".into(),
            step: "step_1".into(),
            persona: None,
            fields,
        };
        let tenths = ScoreFields {
            tenths: Some(3),
            ..ScoreFields::default()
        };
        let both = ScoreFields {
            word: Some("glad".into()),
            ..tenths.clone()
        };
        assert_eq!(
            emotion(tenths).coalescing_key(&none).as_deref(),
            Some("lane_1/step_1//tenths")
        );
        assert_eq!(emotion(both).coalescing_key(&none), None);
        let add = Edit::AddNote {
            fields: Default::default(),
        };
        assert_eq!(add.coalescing_key(&none), None);
    }
}
