//! What pasting a clip would not do as it was copied, in words.

use std::collections::BTreeMap;

use crate::{Clip, ClipKind, Document, LaneId, Score, StepId};

use super::place::ScorePlace;

impl Clip {
    /// What pasting the clip there would not do as it was copied, in sentences for the person;
    /// `None` where all of it finds its place. `document` is the map before or after the paste.
    pub fn misfit(&self, document: &Document, lane: Option<&LaneId>, step: Option<&StepId>) -> Option<String> {
        let said = match self.kind {
            ClipKind::Cards => vec![self.at_the_edge(document, lane, step)],
            ClipKind::Steps | ClipKind::Stages => {
                let rows = self.rows_in(document);
                let cards = self.cards.iter().map(|card| &card.lane);
                let left: Vec<&LaneId> = cards.filter(|lane| !rows.contains_key(*lane)).collect();
                let columns = same(self.steps.iter().map(|step| &step.id));
                let mut said = vec![self.without_lane("card", &left)];
                said.extend(self.scores_left_out(document, &rows, &columns));
                said
            }
            ClipKind::Lanes => {
                let rows = same(self.lanes.iter().map(|lane| &lane.id));
                let mut said = vec![self.squeezed_into_steps(document)];
                said.extend(self.scores_left_out(document, &rows, &self.columns_in(document)));
                said
            }
            ClipKind::Notes => Vec::new(),
        };
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn at_the_edge(&self, document: &Document, lane: Option<&LaneId>, step: Option<&StepId>) -> Option<String> {
        let block = self.block(document, lane, step).ok()?;
        let squeezed = self.cards.iter().filter(|card| !block.cell(card).1).count();
        (squeezed > 0).then(|| {
            let stand = if squeezed == 1 { "stands" } else { "stand" };
            format!(
                "There was no room for the whole block: {} {stand} at the edge of the map.",
                number(squeezed, "card")
            )
        })
    }

    /// About the cards of pasted lanes that stand in another step than their own, since the map has no
    /// such step.
    fn squeezed_into_steps(&self, document: &Document) -> Option<String> {
        let own = self.own_steps(document);
        let squeezed = self.cards.iter().filter(|card| !own.contains(&card.step)).count();
        (squeezed > 0).then(|| {
            let (what, was) = (number(squeezed, "card"), was(squeezed));
            if own.iter().any(|step| document.steps.contains_key(*step)) {
                format!("{what} of steps that are not on the map any more {was} put into the steps before them.")
            } else {
                format!("{what} of later steps {was} put into the last step: the map has fewer steps.")
            }
        })
    }

    /// About the emotion points that have no place, a sentence for each reason.
    fn scores_left_out(
        &self,
        document: &Document,
        rows: &BTreeMap<LaneId, LaneId>,
        columns: &BTreeMap<StepId, StepId>,
    ) -> [Option<String>; 3] {
        let places = self.score_places(document, rows, columns);
        let left = |why: ScorePlace| -> Vec<&Score> {
            let scores = self.scores.iter().zip(&places);
            scores.filter(|(_, at)| **at == why).map(|(score, _)| score).collect()
        };
        let lanes: Vec<&LaneId> = left(ScorePlace::NoLane).iter().map(|score| &score.lane).collect();
        let taken = left(ScorePlace::Taken).len();
        [
            self.without_lane("emotion point", &lanes),
            self.without_persona(&left(ScorePlace::NoPersona)),
            (taken > 0).then(|| {
                format!(
                    "{} {} left out: there is one at {} step already.",
                    number(taken, "emotion point"),
                    was(taken),
                    if taken == 1 { "its" } else { "their" }
                )
            }),
        ]
    }

    /// About what is left out because the map has no such lanes, of which `lanes` names one for each.
    fn without_lane(&self, noun: &str, lanes: &[&LaneId]) -> Option<String> {
        let first = lanes.first()?;
        let lane = self.lanes.iter().find(|lane| lane.id == **first)?;
        let others = match lanes.iter().all(|lane| lane == first) {
            true => "",
            false => " and others like it",
        };
        Some(format!(
            "{} {} left out: the map has no lane “{}”{others}.",
            number(lanes.len(), noun),
            was(lanes.len()),
            lane.title
        ))
    }

    fn without_persona(&self, scores: &[&Score]) -> Option<String> {
        let first = scores.first()?.persona.as_ref();
        let persona = self.personas.iter().find(|persona| Some(&persona.id) == first);
        let name = persona.map_or("", |persona| &persona.name);
        let others = match scores.iter().all(|score| score.persona.as_ref() == first) {
            true => "",
            false => " and others",
        };
        Some(format!(
            "{} {} left out: the map has no persona “{name}”{others}.",
            number(scores.len(), "emotion point"),
            was(scores.len())
        ))
    }
}

/// Everything as itself.
fn same<'a, T: Ord + Clone + 'a>(ids: impl Iterator<Item = &'a T>) -> BTreeMap<T, T> {
    ids.map(|id| (id.clone(), id.clone())).collect()
}

/// “1 card”, “3 cards”.
fn number(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}

fn was(number: usize) -> &'static str {
    if number == 1 { "was" } else { "were" }
}
