//! Taking a clip of a map.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Card, CardId, Clip, ClipKind, ClipPersona, Document, Lane, LaneId, LinkEnd, NoteId, Stage, StageId, Step, StepId,
};

impl Document {
    /// Copies records: stages, steps or lanes with what they hold, or cards, or notes. Where the ids
    /// are of several of these, the first of that list that occurs is what is copied, and the others
    /// are left out (what a copied record holds comes along anyway).
    ///
    /// `None` where there is nothing of it among the ids.
    pub fn clip(&self, ids: &[String]) -> Option<Clip> {
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let stages = self.ordered_stages();
        let picked: BTreeSet<&StageId> = only(&ids, stages.iter().map(|stage| &stage.id));
        if !picked.is_empty() {
            let steps = self.ordered_steps().into_iter().filter(|s| picked.contains(&s.stage));
            return Some(self.columns(ClipKind::Stages, &picked, steps.collect()));
        }
        let steps = self.ordered_steps();
        let picked: BTreeSet<&StepId> = only(&ids, steps.iter().map(|step| &step.id));
        if !picked.is_empty() {
            let steps = steps.into_iter().filter(|step| picked.contains(&step.id)).collect();
            return Some(self.columns(ClipKind::Steps, &BTreeSet::new(), steps));
        }
        let lanes: Vec<&Lane> = self.ordered_lanes();
        let lanes: Vec<&Lane> = lanes
            .into_iter()
            .filter(|lane| ids.contains(lane.id.as_str()))
            .collect();
        if !lanes.is_empty() {
            return Some(self.rows(&lanes, steps));
        }
        let cards: BTreeSet<&CardId> = only(&ids, self.cards.keys());
        if !cards.is_empty() {
            return Some(self.block(&cards, &steps));
        }
        let notes: BTreeSet<&NoteId> = only(&ids, self.notes.keys());
        (!notes.is_empty()).then(|| Clip {
            notes: notes.iter().map(|id| self.notes[*id].clone()).collect(),
            ..Clip::empty(ClipKind::Notes)
        })
    }

    fn columns(&self, kind: ClipKind, stages: &BTreeSet<&StageId>, steps: Vec<&Step>) -> Clip {
        let within: BTreeSet<&StepId> = steps.iter().map(|step| &step.id).collect();
        let mut clip = Clip {
            stages: self
                .ordered_stages()
                .into_iter()
                .filter(|stage| stages.contains(&stage.id))
                .map(Stage::clone)
                .collect(),
            steps: steps.into_iter().cloned().collect(),
            cards: self
                .cards
                .values()
                .filter(|card| within.contains(&card.step))
                .cloned()
                .collect(),
            scores: self
                .scores
                .values()
                .filter(|score| within.contains(&score.step))
                .cloned()
                .collect(),
            ..Clip::empty(kind)
        };
        let held: BTreeSet<&LaneId> = (clip.cards.iter().map(|card| &card.lane))
            .chain(clip.scores.iter().map(|score| &score.lane))
            .collect();
        clip.lanes = self
            .ordered_lanes()
            .into_iter()
            .filter(|lane| held.contains(&lane.id))
            .cloned()
            .collect();
        self.complete(clip)
    }

    fn rows(&self, lanes: &[&Lane], steps: Vec<&Step>) -> Clip {
        let within: BTreeSet<&LaneId> = lanes.iter().map(|lane| &lane.id).collect();
        self.complete(Clip {
            steps: steps.into_iter().cloned().collect(),
            lanes: lanes.iter().map(|lane| (*lane).clone()).collect(),
            cards: self
                .cards
                .values()
                .filter(|card| within.contains(&card.lane))
                .cloned()
                .collect(),
            scores: self
                .scores
                .values()
                .filter(|score| within.contains(&score.lane))
                .cloned()
                .collect(),
            ..Clip::empty(ClipKind::Lanes)
        })
    }

    fn block(&self, ids: &BTreeSet<&CardId>, steps: &[&Step]) -> Clip {
        let cards: Vec<Card> = ids.iter().map(|id| self.cards[*id].clone()).collect();
        let within: BTreeSet<&LaneId> = cards.iter().map(|card| &card.lane).collect();
        // Lanes that nobody sees and lines between lanes are no rows of the block.
        let lanes: Vec<&Lane> = self
            .ordered_lanes()
            .into_iter()
            .filter(|lane| within.contains(&lane.id) || (lane.kind.holds_cards() && !lane.hidden))
            .collect();
        let columns: BTreeSet<&StepId> = cards.iter().map(|card| &card.step).collect();
        let clip = Clip {
            steps: span(steps, |step| columns.contains(&step.id)),
            lanes: span(&lanes, |lane| within.contains(&lane.id)),
            ..Clip::empty(ClipKind::Cards)
        };
        self.complete(Clip { cards, ..clip })
    }

    /// Sorts the cards and adds what belongs to them: links, pictures, personas of the curves.
    fn complete(&self, mut clip: Clip) -> Clip {
        let row: BTreeMap<&LaneId, usize> = clip.lanes.iter().enumerate().map(|(i, lane)| (&lane.id, i)).collect();
        let column: BTreeMap<&StepId, usize> = clip.steps.iter().enumerate().map(|(i, step)| (&step.id, i)).collect();
        clip.cards.sort_by(|a, b| {
            let place = |card: &Card| (row.get(&card.lane).copied(), column.get(&card.step).copied());
            (place(a), &a.order, &a.id).cmp(&(place(b), &b.order, &b.id))
        });
        let cards: BTreeSet<&CardId> = clip.cards.iter().map(|card| &card.id).collect();
        let moves_steps = matches!(clip.kind, ClipKind::Steps | ClipKind::Stages);
        clip.links = self
            .links
            .values()
            .filter(|link| {
                [&link.from, &link.to].into_iter().all(|end| match end {
                    LinkEnd::Card(card) => cards.contains(card),
                    LinkEnd::Step(step) => moves_steps && column.contains_key(step),
                })
            })
            .cloned()
            .collect();
        let shown: BTreeSet<_> = clip.cards.iter().filter_map(|card| card.image.as_ref()).collect();
        clip.assets = shown
            .into_iter()
            .filter_map(|id| self.assets.get(id))
            .cloned()
            .collect();
        let felt: BTreeSet<_> = clip.scores.iter().filter_map(|score| score.persona.as_ref()).collect();
        let chief = self.chief_persona().map(|persona| &persona.id);
        clip.personas = self
            .ordered_personas()
            .into_iter()
            .filter(|persona| felt.contains(&persona.id))
            .map(|persona| ClipPersona {
                id: persona.id.clone(),
                name: persona.name.clone(),
                chief: chief == Some(&persona.id),
            })
            .collect();
        clip
    }
}

/// Those of the records' ids that are among the ids.
fn only<'a, T: Ord + AsRef<str>>(ids: &BTreeSet<&str>, all: impl Iterator<Item = &'a T>) -> BTreeSet<&'a T> {
    all.filter(|id| ids.contains((*id).as_ref())).collect()
}

/// The neighbours from the first that is wanted to the last.
fn span<T: Clone>(row: &[&T], wanted: impl Fn(&T) -> bool) -> Vec<T> {
    let first = row.iter().position(|item| wanted(item));
    let last = row.iter().rposition(|item| wanted(item));
    match (first, last) {
        (Some(first), Some(last)) => row[first..=last].iter().map(|item| (*item).clone()).collect(),
        _ => Vec::new(),
    }
}
