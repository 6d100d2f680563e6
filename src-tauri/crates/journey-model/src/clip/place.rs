//! Where a clip's records go in the map that it is pasted into.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Card, Clip, ClipKind, Document, EditError, Lane, LaneId, PersonaId, Score, StepId};

/// A block of cards on its way into a map: the lanes and steps from its first cell on.
pub(crate) struct Block {
    /// At least one of each.
    lanes: Vec<LaneId>,
    steps: Vec<StepId>,
    rows: BTreeMap<LaneId, usize>,
    columns: BTreeMap<StepId, usize>,
}

/// Where an emotion point of a clip goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ScorePlace {
    At(LaneId, StepId, Option<PersonaId>),
    /// Nowhere: its lane has none to match in the map.
    NoLane,
    /// Nowhere: nobody in the map is the one who feels so.
    NoPersona,
    /// Nowhere: another point of the clip stands there.
    Taken,
}

impl Block {
    /// The cell that the card goes to, and whether that is its own place in the block. What would fall
    /// off the map on the right or at the bottom goes to the last step or lane that there is.
    pub(crate) fn cell(&self, card: &Card) -> ((LaneId, StepId), bool) {
        let row = self.rows.get(&card.lane).copied().unwrap_or_default();
        let column = self.columns.get(&card.step).copied().unwrap_or_default();
        let lane = row.min(self.lanes.len() - 1);
        let step = column.min(self.steps.len() - 1);
        let own = (lane, step) == (row, column);
        ((self.lanes[lane].clone(), self.steps[step].clone()), own)
    }

    /// The cell of its top left corner.
    pub(crate) fn first(&self) -> (LaneId, StepId) {
        (self.lanes[0].clone(), self.steps[0].clone())
    }
}

impl Clip {
    /// Where a block of cards goes whose top left corner is put at a lane and step. Where these are not
    /// given it goes where it came from, or to the first place of the map.
    pub(crate) fn block(
        &self,
        document: &Document,
        lane: Option<&LaneId>,
        step: Option<&StepId>,
    ) -> Result<Block, EditError> {
        let lane = match lane {
            Some(lane) => document.lanes.get(lane),
            None => self.origin(document),
        };
        let Some(lane) = lane else {
            return Err(EditError::Refused(
                "the map has no lane that holds cards: add one first".into(),
            ));
        };
        if !lane.kind.holds_cards() {
            return Err(EditError::Refused(format!(
                "the lane “{}” holds no cards: paste them into another lane",
                lane.title
            )));
        }
        let lanes = document.ordered_lanes();
        let lanes = lanes
            .into_iter()
            .skip_while(|other| other.id != lane.id)
            .filter(|other| other.kind.holds_cards() && (!other.hidden || other.id == lane.id));
        let steps = document.ordered_steps();
        let known = |step: &&StepId| document.steps.contains_key(*step);
        let step = step.or_else(|| self.steps.first().map(|step| &step.id).filter(known));
        let at = step.and_then(|step| steps.iter().position(|other| other.id == *step));
        let steps: Vec<StepId> = steps[at.unwrap_or_default()..]
            .iter()
            .map(|step| step.id.clone())
            .collect();
        if steps.is_empty() {
            return Err(EditError::Refused("the map has no step to paste into".into()));
        }
        Ok(Block {
            lanes: lanes.map(|lane| lane.id.clone()).collect(),
            steps,
            rows: index(self.lanes.iter().map(|lane| &lane.id)),
            columns: index(self.steps.iter().map(|step| &step.id)),
        })
    }

    /// The lane that the block's first one is in this map.
    fn origin<'a>(&self, document: &'a Document) -> Option<&'a Lane> {
        let lanes: Vec<&Lane> = document.ordered_lanes();
        let open = |lane: &&&Lane| lane.kind.holds_cards() && !lane.hidden;
        let first = self.lanes.first();
        let same = first.and_then(|lane| document.lanes.get(&lane.id));
        let alike = |lane: &&&Lane| first.is_some_and(|first| first.kind == lane.kind && first.title == lane.title);
        same.filter(|lane| open(&lane))
            .or_else(|| lanes.iter().filter(open).find(alike).copied())
            .or_else(|| lanes.iter().find(open).copied())
    }

    /// Which lane of the map each lane of the clip is: the very one, else the one of its kind and
    /// title, else one of its kind.
    pub(crate) fn rows_in(&self, document: &Document) -> BTreeMap<LaneId, LaneId> {
        let there = document.ordered_lanes();
        let mut rows: BTreeMap<LaneId, LaneId> = BTreeMap::new();
        let mut taken: BTreeSet<&LaneId> = BTreeSet::new();
        let same = |a: &Lane, b: &Lane| a.id == b.id && a.kind.family() == b.kind.family();
        let titled = |a: &Lane, b: &Lane| a.kind == b.kind && a.title == b.title;
        let alike = |a: &Lane, b: &Lane| a.kind == b.kind;
        for fits in [&same as &dyn Fn(&Lane, &Lane) -> bool, &titled, &alike] {
            for lane in &self.lanes {
                if rows.contains_key(&lane.id) {
                    continue;
                }
                if let Some(found) = there
                    .iter()
                    .find(|other| !taken.contains(&other.id) && fits(lane, other))
                {
                    taken.insert(&found.id);
                    rows.insert(lane.id.clone(), found.id.clone());
                }
            }
        }
        rows
    }

    /// Which step of the map each step of the clip is: the very one, or, where the map has none of
    /// them, the one at its place; the last one stands for all behind it.
    pub(crate) fn columns_in(&self, document: &Document) -> BTreeMap<StepId, StepId> {
        let there = document.ordered_steps();
        let known = self.steps.iter().any(|step| document.steps.contains_key(&step.id));
        let mut before = 0;
        let mut columns = BTreeMap::new();
        for (i, step) in self.steps.iter().enumerate() {
            let same = there.iter().position(|other| other.id == step.id);
            // A step that was removed meanwhile is taken for the one before it.
            let at = if known { same.unwrap_or(before) } else { i };
            if let Some(found) = there.get(at).or(there.last()) {
                before = at;
                columns.insert(step.id.clone(), found.id.clone());
            }
        }
        columns
    }

    /// Whose feeling the score is in this map: the very persona's, else that of one of the name, else
    /// the chief persona's if it was the chief's. `None`: of nobody here.
    pub(crate) fn persona_in(&self, document: &Document, score: &Score) -> Option<Option<PersonaId>> {
        let Some(id) = &score.persona else {
            return Some(None);
        };
        if document.personas.contains_key(id) {
            return Some(Some(id.clone()));
        }
        let was = self.personas.iter().find(|persona| persona.id == *id)?;
        let named = document.personas.values().find(|persona| persona.name == was.name);
        match named.or(document.chief_persona().filter(|_| was.chief)) {
            Some(persona) => Some(Some(persona.id.clone())),
            // A map without personas has one curve, and it is everybody's.
            None => (was.chief && document.personas.is_empty()).then_some(None),
        }
    }

    /// The steps of copied lanes that are steps of this map too: the very ones, or, where the map has
    /// none of them, those with a place in it.
    pub(crate) fn own_steps(&self, document: &Document) -> BTreeSet<&StepId> {
        let ids = self.steps.iter().map(|step| &step.id);
        let there: BTreeSet<&StepId> = ids.clone().filter(|id| document.steps.contains_key(*id)).collect();
        if there.is_empty() {
            ids.take(document.steps.len()).collect()
        } else {
            there
        }
    }

    /// Where each emotion point goes, in the order of `scores`, by the lanes and steps that those of the
    /// clip are here. Points of steps that are here too come before those that only move in with them.
    pub(crate) fn score_places(
        &self,
        document: &Document,
        rows: &BTreeMap<LaneId, LaneId>,
        columns: &BTreeMap<StepId, StepId>,
    ) -> Vec<ScorePlace> {
        let own = match self.kind {
            ClipKind::Lanes => self.own_steps(document),
            _ => columns.keys().collect(),
        };
        let mut order: Vec<usize> = (0..self.scores.len()).collect();
        order.sort_by_key(|index| !own.contains(&self.scores[*index].step));
        let mut taken = BTreeSet::new();
        let mut places = vec![ScorePlace::Taken; self.scores.len()];
        for index in order {
            let score = &self.scores[index];
            let (Some(lane), Some(step)) = (rows.get(&score.lane), columns.get(&score.step)) else {
                places[index] = ScorePlace::NoLane;
                continue;
            };
            let Some(persona) = self.persona_in(document, score) else {
                places[index] = ScorePlace::NoPersona;
                continue;
            };
            if taken.insert((lane.clone(), step.clone(), persona.clone())) {
                places[index] = ScorePlace::At(lane.clone(), step.clone(), persona);
            }
        }
        places
    }
}

fn index<T: Ord + Clone>(ids: impl Iterator<Item = impl std::borrow::Borrow<T>>) -> BTreeMap<T, usize> {
    ids.enumerate().map(|(i, id)| (id.borrow().clone(), i)).collect()
}
