//! One map with everything in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Asset, AssetId, Card, CardId, Lane, LaneId, Link, LinkId, Map, Note, NoteId, Persona, PersonaId, Rating, RatingId,
    Record, Score, ScoreId, Stage, StageId, Step, StepId, TestRound, TestRoundId,
};

/// A map and its records by id. Sibling order is in the records' order keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub map: Map,
    pub personas: BTreeMap<PersonaId, Persona>,
    pub stages: BTreeMap<StageId, Stage>,
    pub steps: BTreeMap<StepId, Step>,
    pub lanes: BTreeMap<LaneId, Lane>,
    pub cards: BTreeMap<CardId, Card>,
    pub scores: BTreeMap<ScoreId, Score>,
    pub links: BTreeMap<LinkId, Link>,
    pub notes: BTreeMap<NoteId, Note>,
    pub test_rounds: BTreeMap<TestRoundId, TestRound>,
    pub ratings: BTreeMap<RatingId, Rating>,
    pub assets: BTreeMap<AssetId, Asset>,
}

impl Document {
    /// A map without any record but its own. It is not complete before it has a stage
    /// ([`crate::Edit::AddStage`]); templates and files give complete documents.
    pub fn new(map: Map) -> Self {
        Self {
            map,
            personas: BTreeMap::new(),
            stages: BTreeMap::new(),
            steps: BTreeMap::new(),
            lanes: BTreeMap::new(),
            cards: BTreeMap::new(),
            scores: BTreeMap::new(),
            links: BTreeMap::new(),
            notes: BTreeMap::new(),
            test_rounds: BTreeMap::new(),
            ratings: BTreeMap::new(),
            assets: BTreeMap::new(),
        }
    }

    /// Puts records together: the map's own and all others, in any order. For rows of the library; the
    /// result is not checked beyond what it says here ([`crate::invariants`] does).
    ///
    /// Returns `None` unless there is exactly one map among them and no kind has an id twice.
    pub fn from_records(records: impl IntoIterator<Item = Record>) -> Option<Self> {
        let mut others = Vec::new();
        let mut map = None;
        for record in records {
            match record {
                Record::Map(found) => {
                    if map.replace(found).is_some() {
                        return None;
                    }
                }
                other => others.push(other),
            }
        }
        let mut document = Self::new(map?);
        let expected = others.len() + 1;
        others.into_iter().for_each(|record| document.put(record));
        (document.record_count() == expected).then_some(document)
    }

    /// Personas in order.
    pub fn ordered_personas(&self) -> Vec<&Persona> {
        ordered(self.personas.values(), |p| (&p.order, p.id.as_str()))
    }

    /// The persona that the map is chiefly about: the primary one, or the only one.
    pub fn chief_persona(&self) -> Option<&Persona> {
        let mut personas = self.personas.values();
        match (personas.next(), personas.next()) {
            (only, None) => only,
            _ => self.personas.values().find(|persona| persona.primary),
        }
    }

    /// Whether points of a lane that name no persona belong to the chief persona's curve: where the map
    /// has one, so that nobody's points from before stay on the curve that is drawn on; unless some step
    /// has a point of both, which makes everyone's a curve of its own.
    pub fn shares_curve(&self, lane: &LaneId) -> bool {
        let Some(chief) = self.chief_persona().map(|persona| &persona.id) else {
            return false;
        };
        let steps = |persona: Option<&PersonaId>| -> BTreeSet<&StepId> {
            let points = self.scores.values().filter(|score| score.lane == *lane);
            let own = points.filter(|score| score.persona.as_ref() == persona);
            own.map(|score| &score.step).collect()
        };
        steps(None).is_disjoint(&steps(Some(chief)))
    }

    /// Stages from left to right.
    pub fn ordered_stages(&self) -> Vec<&Stage> {
        ordered(self.stages.values(), |s| (&s.order, s.id.as_str()))
    }

    /// All steps from left to right: by stage, then within the stage.
    pub fn ordered_steps(&self) -> Vec<&Step> {
        let mut by_stage: BTreeMap<&StageId, Vec<&Step>> = BTreeMap::new();
        for step in self.steps.values() {
            by_stage.entry(&step.stage).or_default().push(step);
        }
        self.ordered_stages()
            .into_iter()
            .flat_map(|stage| {
                let steps = by_stage.remove(&stage.id).unwrap_or_default();
                ordered(steps.into_iter(), |s| (&s.order, s.id.as_str()))
            })
            .collect()
    }

    /// The steps of one stage from left to right.
    pub fn steps_of(&self, stage: &StageId) -> Vec<&Step> {
        ordered(self.steps.values().filter(|s| &s.stage == stage), |s| {
            (&s.order, s.id.as_str())
        })
    }

    /// All lanes from top to bottom, hidden ones too.
    pub fn ordered_lanes(&self) -> Vec<&Lane> {
        ordered(self.lanes.values(), |l| (&l.order, l.id.as_str()))
    }

    /// The cards that begin in a cell, from top to bottom.
    pub fn cards_in(&self, lane: &LaneId, step: &StepId) -> Vec<&Card> {
        ordered(
            self.cards.values().filter(|c| &c.lane == lane && &c.step == step),
            |c| (&c.order, c.id.as_str()),
        )
    }
}

fn ordered<'a, T, K: Ord>(items: impl Iterator<Item = &'a T>, key: impl Fn(&'a T) -> K) -> Vec<&'a T> {
    let mut items: Vec<&T> = items.collect();
    items.sort_by_key(|item| key(item));
    items
}
