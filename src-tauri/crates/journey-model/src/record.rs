//! The records of a map: plain data, in the shape of the file format.
//!
//! Field names here are the file's names in camelCase. Empty texts, empty lists, `false` and absent
//! options are left out of files. `extra` keeps what a newer minor version of the format put beside
//! the fields known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AssetId, CardId, Category, Control, Evidence, LaneId, LaneKind, LinkId, LinkKind, MapId, MapState, NoteId,
    OrderKey, PersonaId, Presence, RatingId, RecordKind, ScoreId, Severity, StageId, StepId, TestRoundId,
};

/// Fields of a newer minor version, kept as they were read.
pub type Extra = BTreeMap<String, Value>;

fn is_false(value: &bool) -> bool {
    !value
}

fn is_one(value: &u16) -> bool {
    *value == 1
}

fn one() -> u16 {
    1
}

fn english() -> String {
    "en".into()
}

/// A calendar day, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct Date(pub String);

/// The map itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Map {
    pub id: MapId,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subtitle: String,
    /// BCP 47 tag of the language that the map is written in.
    #[serde(default = "english")]
    pub language: String,
    #[serde(default, skip_serializing_if = "Objective::is_empty")]
    pub objective: Objective,
    pub state: MapState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Name of the theme it is drawn with; empty for the default theme.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub theme: String,
    /// The day the map was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Date>,
    /// Whose map it is: a picture beside the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<AssetId>,
    /// Whether cards show what test rounds found at them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ratings_shown: bool,
    /// The views that the map is presented by, in order; without any it is shown stage by stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<View>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

impl Map {
    /// A map of the current state that has nothing but its title, in English.
    pub fn new(id: MapId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            subtitle: String::new(),
            language: english(),
            objective: Objective::default(),
            state: MapState::Current,
            tags: Vec::new(),
            review: None,
            theme: String::new(),
            created_on: None,
            logo: None,
            ratings_shown: false,
            path: Vec::new(),
            extra: Extra::new(),
        }
    }
}

/// One view of a presentation: what is looked at together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct View {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Ids of the records that it shows; those that the map has lost are passed over.
    pub records: Vec<String>,
}

/// Why the map exists. Printed in the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Objective {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub success_measure: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// The customer's ultimate action, where the journey ends.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub end_goal: String,
}

impl Objective {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// When the map was and will be looked over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Review {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Date>,
    /// Months from one review to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle_months: Option<u16>,
}

/// Whose journey it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Persona {
    pub id: PersonaId,
    pub order: OrderKey,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub demographics: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub psychographics: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub motivations: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frustrations: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub behaviours: Vec<String>,
    /// Keys of `ChannelKind`, or names of own channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_channels: Vec<String>,
    /// What the persona rests on: interviews, surveys, analytics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_validated: Option<Date>,
    /// `#rrggbb`, or absent for the theme's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<AssetId>,
    /// The persona that the map is chiefly about.
    #[serde(default, skip_serializing_if = "is_false")]
    pub primary: bool,
    /// The library's persona that this one was copied from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library_persona: Option<PersonaId>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

impl Persona {
    /// A persona that has nothing but its name.
    pub fn new(id: PersonaId, order: OrderKey, name: impl Into<String>) -> Self {
        Self {
            id,
            order,
            name: name.into(),
            role: String::new(),
            quote: String::new(),
            demographics: String::new(),
            psychographics: String::new(),
            goals: Vec::new(),
            motivations: Vec::new(),
            frustrations: Vec::new(),
            behaviours: Vec::new(),
            preferred_channels: Vec::new(),
            sources: Vec::new(),
            last_validated: None,
            colour: None,
            picture: None,
            primary: false,
            library_persona: None,
            extra: Extra::new(),
        }
    }
}

/// A phase of the journey: a group of neighbouring steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    pub id: StageId,
    pub order: OrderKey,
    pub title: String,
    /// What the customer wants in this stage.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// `#rrggbb`, or absent for the theme's sequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// A column of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    pub id: StepId,
    pub stage: StageId,
    pub order: OrderKey,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Width of the column in px, or absent for the theme's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u16>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// A row of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Lane {
    pub id: LaneId,
    pub order: OrderKey,
    pub kind: LaneKind,
    pub title: String,
    /// A few words under the title (“what Marie does”).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Least height in px; the lane still grows with its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u16>,
    /// Shown as its heading only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub collapsed: bool,
    /// Not shown at all.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// `#rrggbb`, or absent for the theme's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// One statement in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Card {
    pub id: CardId,
    pub lane: LaneId,
    /// The (first) step that the card stands in.
    pub step: StepId,
    /// Position within its cell.
    pub order: OrderKey,
    /// Number of steps that the card covers, from its own to the right; at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub span: u16,
    /// Inline CommonMark (bold, italic, links) and bullet lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// `#rrggbb`, or absent for the colour of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Name of a symbol that leads the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<AssetId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Where the evidence comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub moment_of_truth: bool,
    /// Of a pain point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Team or person who looks after it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Address of a document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Of a touchpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Touchpoint>,
    /// Of a metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

impl Card {
    /// A card that has nothing but its text.
    pub fn new(id: CardId, lane: LaneId, step: StepId, order: OrderKey, text: impl Into<String>) -> Self {
        Self {
            id,
            lane,
            step,
            order,
            span: 1,
            text: text.into(),
            colour: None,
            icon: None,
            image: None,
            evidence: None,
            source: String::new(),
            moment_of_truth: false,
            severity: None,
            owner: String::new(),
            tags: Vec::new(),
            address: String::new(),
            touchpoint: None,
            measurement: None,
            extra: Extra::new(),
        }
    }
}

/// What a card in a touchpoint or channel lane says besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Touchpoint {
    /// A key of `ChannelKind`, or the name of an own channel.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<Control>,
    /// What the customer does there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// What comes of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub result: String,
    /// What else could be offered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alternative: String,
}

/// A figure, as people write it: texts, because “18 %”, “4.2 of 5” and “≤ 3 min” are all figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Measurement {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_on: Option<Date>,
}

/// A point of an emotion lane: how one persona feels at one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Score {
    pub id: ScoreId,
    pub lane: LaneId,
    pub step: StepId,
    /// Absent: of everyone, or of the map's chief persona ([`crate::Document::shares_curve`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persona: Option<PersonaId>,
    /// -20 to 20: tenths of the scale from -2 to +2.
    pub tenths: i8,
    /// The feeling in a word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub word: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub moment_of_truth: bool,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// An arrow between two cards or two steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Link {
    pub id: LinkId,
    pub from: LinkEnd,
    pub to: LinkEnd,
    pub kind: LinkKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// What a link begins or ends at; both ends of a link are of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LinkEnd {
    Card(CardId),
    Step(StepId),
}

impl Link {
    /// Whether both ends are of one sort and not the same record.
    pub fn ends_fit(&self) -> bool {
        match (&self.from, &self.to) {
            (LinkEnd::Card(from), LinkEnd::Card(to)) => from != to,
            (LinkEnd::Step(from), LinkEnd::Step(to)) => from != to,
            _ => false,
        }
    }
}

/// A free sticky anywhere on the sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub id: NoteId,
    /// Top left, in px of the sheet.
    pub x: i32,
    pub y: i32,
    /// Width in px; the height follows the text.
    pub width: u16,
    /// Like a card's text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// `#rrggbb`, or absent for the theme's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// One walk through the journey by one person, as if they were the customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestRound {
    pub id: TestRoundId,
    /// Who walked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tester: String,
    /// The day of the walk.
    pub on: Date,
    /// What is to be said of the whole walk.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// What the tester of a round found at one card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    pub id: RatingId,
    pub round: TestRoundId,
    pub card: CardId,
    /// 0 (as bad as can be) to 10 (as good as can be).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub impression: String,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// A picture that travels with the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    pub id: AssetId,
    /// `image/png`, `image/jpeg`, `image/gif`, `image/webp` or `image/svg+xml`.
    pub media_type: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The encoded file; base64 in JSON.
    #[serde(with = "crate::record::base64_bytes")]
    #[schemars(with = "String")]
    #[cfg_attr(feature = "specta", specta(type = String))]
    pub bytes: Arc<[u8]>,
    #[serde(flatten)]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub extra: Extra,
}

/// Any record. Serialised as `{"kind": "card", "body": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", content = "body", rename_all = "camelCase")]
pub enum Record {
    Map(Map),
    Persona(Persona),
    Stage(Stage),
    Step(Step),
    Lane(Lane),
    Card(Card),
    Score(Score),
    Link(Link),
    Note(Note),
    TestRound(TestRound),
    Rating(Rating),
    Asset(Asset),
}

impl Record {
    /// The record's id as text.
    pub fn id(&self) -> &str {
        match self {
            Self::Map(r) => r.id.as_str(),
            Self::Persona(r) => r.id.as_str(),
            Self::Stage(r) => r.id.as_str(),
            Self::Step(r) => r.id.as_str(),
            Self::Lane(r) => r.id.as_str(),
            Self::Card(r) => r.id.as_str(),
            Self::Score(r) => r.id.as_str(),
            Self::Link(r) => r.id.as_str(),
            Self::Note(r) => r.id.as_str(),
            Self::TestRound(r) => r.id.as_str(),
            Self::Rating(r) => r.id.as_str(),
            Self::Asset(r) => r.id.as_str(),
        }
    }

    /// What the record is.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Map(_) => RecordKind::Map,
            Self::Persona(_) => RecordKind::Persona,
            Self::Stage(_) => RecordKind::Stage,
            Self::Step(_) => RecordKind::Step,
            Self::Lane(_) => RecordKind::Lane,
            Self::Card(_) => RecordKind::Card,
            Self::Score(_) => RecordKind::Score,
            Self::Link(_) => RecordKind::Link,
            Self::Note(_) => RecordKind::Note,
            Self::TestRound(_) => RecordKind::TestRound,
            Self::Rating(_) => RecordKind::Rating,
            Self::Asset(_) => RecordKind::Asset,
        }
    }
}

/// Bytes as standard base64 with padding.
pub(crate) mod base64_bytes {
    use std::sync::Arc;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(bytes: &Arc<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[u8]>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| D::Error::custom("invalid value: text that is not base64, expected base64 with padding"))?;
        Ok(bytes.into())
    }
}
