//! What occurs on the sheet, gathered while it is laid out: the legend explains this and nothing else.

use std::collections::BTreeSet;

use journey_model::{Card, ChannelKind, Evidence, LinkKind};
use journey_scene::{Colour, Dash};

use crate::theme::{CardLook, Tint};

/// The marks that cards show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub observed: bool,
    pub assumed: bool,
    pub proposed: bool,
    pub moment: bool,
    pub severity: bool,
    /// What test rounds found.
    pub rated: bool,
}

impl Marks {
    /// The marks of one card.
    pub fn of(card: &Card) -> Self {
        Self {
            observed: card.evidence == Some(Evidence::Observed),
            assumed: card.evidence == Some(Evidence::Assumed),
            proposed: card.evidence == Some(Evidence::Proposed),
            moment: card.moment_of_truth,
            severity: card.severity.is_some(),
            rated: false,
        }
    }

    /// The marks of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            observed: self.observed | other.observed,
            assumed: self.assumed | other.assumed,
            proposed: self.proposed | other.proposed,
            moment: self.moment | other.moment,
            severity: self.severity | other.severity,
            rated: self.rated | other.rated,
        }
    }
}

/// A persona's curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CurveKey {
    pub name: String,
    pub colour: Colour,
    pub dash: Dash,
}

/// Lanes whose cards look alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LookKey {
    pub look: CardLook,
    pub tint: Tint,
    /// Titles of the lanes.
    pub lanes: Vec<String>,
}

/// Everything that a legend may have to explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub marks: Marks,
    pub links: BTreeSet<LinkKind>,
    /// Of the lanes that have more than one curve.
    pub curves: Vec<CurveKey>,
    pub faces: bool,
    pub looks: Vec<LookKey>,
    pub channels: BTreeSet<ChannelKind>,
}

impl Shown {
    /// Notes a lane that shows cards.
    pub fn lane(&mut self, look: CardLook, tint: Tint, title: &str) {
        match self.looks.iter_mut().find(|key| key.look == look && key.tint == tint) {
            Some(key) if key.lanes.iter().any(|known| known == title) => {}
            Some(key) => key.lanes.push(title.to_owned()),
            None => self.looks.push(LookKey {
                look,
                tint,
                lanes: vec![title.to_owned()],
            }),
        }
    }

    /// Notes a curve of a lane that has several.
    pub fn curve(&mut self, key: CurveKey) {
        if !self.curves.contains(&key) {
            self.curves.push(key);
        }
    }
}
