//! Edits: what a person does to a map, in the domain's words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AssetId, CardId, Clip, Date, Evidence, LaneId, LaneKind, LinkEnd, LinkId, LinkKind, MapState, Measurement, NoteId,
    Objective, PersonaId, Review, Severity, StageId, StepId, TestRoundId, Touchpoint, View,
};

/// A new value for a field that may also be absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Setting<T> {
    /// Make the field absent.
    Clear,
    /// Give it this value.
    To(T),
}

impl<T> From<Setting<T>> for Option<T> {
    fn from(setting: Setting<T>) -> Self {
        match setting {
            Setting::Clear => None,
            Setting::To(value) => Some(value),
        }
    }
}

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        ///
        /// Every field is optional: only those present change.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)+
        }

        impl $name {
            /// The names of the fields that are given.
            pub(crate) fn present(&self) -> Vec<&'static str> {
                let all = [$((stringify!($field), self.$field.is_some()),)+];
                all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
            }
        }
    };
}

fields!(
    /// New values for fields of the map.
    MapFields {
        title: String, subtitle: String, language: String, objective: Objective, state: MapState, tags: Vec<String>,
        review: Setting<Review>, theme: String, created_on: Setting<Date>, logo: Setting<AssetId>,
        ratings_shown: bool, path: Vec<View>,
    }
);
fields!(
    /// New values for fields of a persona.
    PersonaFields {
        name: String, role: String, quote: String, demographics: String, psychographics: String, goals: Vec<String>,
        motivations: Vec<String>, frustrations: Vec<String>, behaviours: Vec<String>, preferred_channels: Vec<String>,
        sources: Vec<String>, last_validated: Setting<Date>, colour: Setting<String>, picture: Setting<AssetId>,
        /// At most one persona of a map is primary: setting it takes it from the others.
        primary: bool,
        library_persona: Setting<PersonaId>,
    }
);
fields!(
    /// New values for fields of a stage.
    StageFields { title: String, goal: String, colour: Setting<String> }
);
fields!(
    /// New values for fields of a step.
    StepFields { title: String, width: Setting<u16> }
);
fields!(
    /// New values for fields of a lane.
    LaneFields {
        title: String, caption: String, kind: LaneKind, height: Setting<u16>, collapsed: bool, hidden: bool,
        colour: Setting<String>,
    }
);
fields!(
    /// New values for fields of one or more cards.
    CardFields {
        text: String, span: u16, colour: Setting<String>, icon: Setting<String>, image: Setting<AssetId>,
        evidence: Setting<Evidence>, source: String, moment_of_truth: bool, severity: Setting<Severity>,
        owner: String, tags: Vec<String>, address: String, touchpoint: Setting<Touchpoint>,
        measurement: Setting<Measurement>,
    }
);
fields!(
    /// New values for fields of a point of an emotion lane.
    ScoreFields {
        /// -20 to 20: tenths of the scale from -2 to +2.
        tenths: i8,
        word: String, note: String, moment_of_truth: bool,
    }
);
fields!(
    /// New values for fields of a link.
    LinkFields { kind: LinkKind, label: String, from: LinkEnd, to: LinkEnd }
);
fields!(
    /// New values for fields of a note; `x`, `y` and `width` in px of the sheet.
    NoteFields { text: String, colour: Setting<String>, x: i32, y: i32, width: u16 }
);
fields!(
    /// New values for fields of a test round.
    TestRoundFields { tester: String, on: Date, note: String }
);
fields!(
    /// New values for fields of a rating; `points` from 0 to 10.
    RatingFields { points: Setting<u8>, impression: String }
);

/// A picture to bring in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAsset {
    pub media_type: String,
    pub name: String,
    /// The encoded file as base64.
    pub base64: String,
}

/// What a person does. Serialised with its name as `type`: `{"type": "moveCards", "cards": […], …}`.
///
/// `after` names the sibling that a record is put behind; absent means to the front. A new record's id
/// is made by the session's [`crate::IdSource`]; the [`crate::ChangeSet`] tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Edit {
    UpdateMap {
        fields: MapFields,
    },
    /// Brings a picture in and makes it the map's logo.
    SetMapLogo {
        asset: NewAsset,
    },

    AddPersona {
        after: Option<PersonaId>,
        fields: PersonaFields,
    },
    UpdatePersona {
        persona: PersonaId,
        fields: PersonaFields,
    },
    MovePersona {
        persona: PersonaId,
        after: Option<PersonaId>,
    },

    /// A stage comes with one untitled step, because a stage without columns cannot be seen.
    AddStage {
        after: Option<StageId>,
        fields: StageFields,
    },
    UpdateStage {
        stage: StageId,
        fields: StageFields,
    },
    MoveStage {
        stage: StageId,
        after: Option<StageId>,
    },
    /// The step and those behind it in its stage become a stage of their own, behind the old one.
    SplitStage {
        step: StepId,
        title: String,
    },

    AddStep {
        stage: StageId,
        after: Option<StepId>,
        fields: StepFields,
    },
    UpdateStep {
        step: StepId,
        fields: StepFields,
    },
    /// Within its stage or into another; the last step of a stage cannot leave it.
    MoveStep {
        step: StepId,
        stage: StageId,
        after: Option<StepId>,
    },

    /// An absent title becomes the kind's default title.
    AddLane {
        after: Option<LaneId>,
        kind: LaneKind,
        fields: LaneFields,
    },
    UpdateLane {
        lane: LaneId,
        fields: LaneFields,
    },
    MoveLane {
        lane: LaneId,
        after: Option<LaneId>,
    },

    AddCard {
        lane: LaneId,
        step: StepId,
        after: Option<CardId>,
        fields: CardFields,
    },
    SetCardText {
        card: CardId,
        text: String,
    },
    UpdateCards {
        cards: Vec<CardId>,
        fields: CardFields,
    },
    /// To one cell, in the given order, behind `after`.
    MoveCards {
        cards: Vec<CardId>,
        lane: LaneId,
        step: StepId,
        after: Option<CardId>,
    },
    /// Brings a picture in and gives it to the card.
    SetCardImage {
        card: CardId,
        asset: NewAsset,
    },
    /// Brings a picture in and gives it to the persona.
    SetPersonaPicture {
        persona: PersonaId,
        asset: NewAsset,
    },

    /// Adds the point of that lane, step and persona, or changes it. Without a persona it is
    /// everyone's where there is one, else the chief persona's ([`crate::Document::chief_persona`]) if
    /// the map has one.
    SetEmotion {
        lane: LaneId,
        step: StepId,
        persona: Option<PersonaId>,
        fields: ScoreFields,
    },

    AddLink {
        from: LinkEnd,
        to: LinkEnd,
        kind: LinkKind,
        label: String,
    },
    UpdateLink {
        link: LinkId,
        fields: LinkFields,
    },

    AddNote {
        fields: NoteFields,
    },
    UpdateNote {
        note: NoteId,
        fields: NoteFields,
    },

    /// A new walk through the journey; `on` has to be given.
    AddTestRound {
        fields: TestRoundFields,
    },
    UpdateTestRound {
        round: TestRoundId,
        fields: TestRoundFields,
    },
    /// Says what the tester of a round found at a card, or changes it. A rating that neither counts
    /// nor says anything any more is removed.
    Rate {
        round: TestRoundId,
        card: CardId,
        fields: RatingFields,
    },

    /// Puts a copy of what was copied into the map.
    ///
    /// - Cards: the block's top left cell at `lane` and `step` (absent: where it came from), behind
    ///   `after` or at the end of the cell, in the other cells at the end. Rows count the lanes that
    ///   are shown and hold cards; what would fall off the right or the bottom goes to the last step or
    ///   lane.
    /// - Lanes: behind `lane`, absent behind the last. Their content goes to the same steps; in another
    ///   map to those at the same places, of which the last one stands for all behind it. Of several
    ///   emotion points that come to one step, its own stays.
    /// - Steps, stages: behind `step` or its stage, absent behind the last. Their content goes to the
    ///   same lanes; in another map to those of the same kind and title, or kind. Cards and emotion
    ///   points that find no such lane are left out.
    /// - Notes: a little beside the place that they had.
    ///
    /// Links within the copied part come along, and so do pictures.
    Paste {
        clip: Box<Clip>,
        lane: Option<LaneId>,
        step: Option<StepId>,
        after: Option<CardId>,
    },
    /// Copies stages, steps, lanes, cards and notes, with what they hold; other records are passed
    /// over. Copies stand behind the last of their originals, copies of cards each behind its own.
    Duplicate {
        ids: Vec<String>,
    },

    /// Removes records of any kind, with what cannot be without them: a stage's steps, a step's and a
    /// lane's cards and scores, a card's links and ratings, a test round's ratings. Pictures that nothing shows any more go too. The map
    /// itself and its last step cannot be removed.
    Remove {
        ids: Vec<String>,
    },

    /// Several edits as one: applied in order, whole or not at all. Where a part names a lane, step,
    /// stage, card or persona to add to or to link, or a test round and a card to rate, `@0` stands for
    /// the first record that the first part made, `@1` for that of the second, and so on.
    Several {
        label: String,
        edits: Vec<Edit>,
    },
}

/// Why an edit was refused. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit names a record that the map does not hold (any more).
    #[error("the map has no {kind} {id}")]
    Missing { kind: &'static str, id: String },
    /// A value lies outside of what the field can hold.
    #[error("{field} is {found}, expected {expected}")]
    Value {
        field: &'static str,
        found: String,
        expected: String,
    },
    /// The edit would leave the map in a state that it must not have.
    #[error("{0}")]
    Refused(String),
}
