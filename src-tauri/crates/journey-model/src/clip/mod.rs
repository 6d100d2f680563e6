//! Clips: parts of a map on their way to another place, or to another map.

mod copy;
mod html;
mod misfit;
pub(crate) mod place;
mod rows;
#[cfg(test)]
mod tests;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Asset, Card, Lane, Link, Note, PersonaId, Score, Stage, Step};

/// What a clip is a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ClipKind {
    /// Cards alone, as a block of cells.
    Cards,
    /// Lanes with their cards and emotion points.
    Lanes,
    /// Steps with their cards and emotion points.
    Steps,
    /// Stages with their steps and what those hold.
    Stages,
    /// Free notes.
    Notes,
}

/// A copied part of a map, in the shape of the file format: the clipboard carries it as JSON.
///
/// Records name each other by the ids that they had where they were copied; pasting gives them new
/// ones. Lists are in drawn order, so that a place within the block is an index: a block of cards
/// has the lanes and steps from its first to its last, even those that no card of it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clip {
    pub kind: ClipKind,
    /// Those whose emotion points are in the clip.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personas: Vec<ClipPersona>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// From left to right. Lanes come with all steps of their map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// From top to bottom. Steps and stages come with the lanes that hold something of theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lanes: Vec<Lane>,
    /// By lane, then by step, then from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Score>,
    /// Links with both ends in the clip.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The pictures that the cards show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

/// By what a persona is known again in another map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClipPersona {
    pub id: PersonaId,
    pub name: String,
    /// Whether the map is chiefly about this one ([`crate::Document::chief_persona`]).
    #[serde(default)]
    pub chief: bool,
}

impl Clip {
    /// A clip without anything in it.
    pub(crate) fn empty(kind: ClipKind) -> Self {
        Self {
            kind,
            personas: Vec::new(),
            stages: Vec::new(),
            steps: Vec::new(),
            lanes: Vec::new(),
            cards: Vec::new(),
            scores: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            assets: Vec::new(),
        }
    }

    /// What was copied, in words: “3 cards”, “lane”.
    pub fn title(&self) -> String {
        let (number, noun) = match self.kind {
            ClipKind::Cards => (self.cards.len(), "card"),
            ClipKind::Lanes => (self.lanes.len(), "lane"),
            ClipKind::Steps => (self.steps.len(), "step"),
            ClipKind::Stages => (self.stages.len(), "stage"),
            ClipKind::Notes => (self.notes.len(), "note"),
        };
        crate::label::count(number, noun)
    }
}
