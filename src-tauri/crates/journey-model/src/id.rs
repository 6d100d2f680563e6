//! Names of records, and the keys that order siblings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        ///
        /// 1 to 64 characters of `A-Z a-z 0-9 _ -`; unique within a map over all kinds of records.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// What new ids of this kind begin with.
            pub const PREFIX: &str = $prefix;

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        // Tables keyed by this id can be searched by text.
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// Names a map.
    MapId, "map_");
id!(
    /// Names a persona of a map.
    PersonaId, "persona_");
id!(
    /// Names a stage.
    StageId, "stage_");
id!(
    /// Names a step.
    StepId, "step_");
id!(
    /// Names a lane.
    LaneId, "lane_");
id!(
    /// Names a card.
    CardId, "card_");
id!(
    /// Names a point of an emotion lane.
    ScoreId, "score_");
id!(
    /// Names a link.
    LinkId, "link_");
id!(
    /// Names a free note.
    NoteId, "note_");
id!(
    /// Names a test round.
    TestRoundId, "round_");
id!(
    /// Names a rating of a test round.
    RatingId, "rating_");
id!(
    /// Names a picture; made from its content, so that the same picture is kept once.
    AssetId, "asset_");

/// Where new ids come from; the shells bring randomness, tests a counter.
pub trait IdSource {
    /// A short text of `a-z 0-9` that this source has not given before.
    fn next_suffix(&mut self) -> String;
}

/// Counts: `1`, `2`, `3`, … For tests, seeded samples and templates.
#[derive(Clone, Debug, Default)]
pub struct CountingIds(pub u64);

impl IdSource for CountingIds {
    fn next_suffix(&mut self) -> String {
        self.0 += 1;
        self.0.to_string()
    }
}

/// Position among siblings: a fractional index, compared as text. Between any two keys there is
/// another, so that moving a record touches that record alone. Equal keys fall back to the id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct OrderKey(pub String);
