//! Removing records of any kind, with what cannot be without them.

use std::collections::BTreeSet;

use crate::draft::Draft;
use crate::{
    Asset, AssetId, Card, CardId, EditError, Lane, LaneId, Link, LinkEnd, LinkId, Note, NoteId, Persona, PersonaId,
    Rating, RatingId, RecordKind, Score, ScoreId, Stage, StageId, Step, StepId, TestRound, TestRoundId,
};

use super::columns::WideCards;

/// What goes, by kind. Filled from what was asked for downwards: stages take steps, steps and lanes
/// take cards and scores, cards and steps take links, cards and test rounds take ratings.
#[derive(Default)]
struct Going {
    personas: BTreeSet<PersonaId>,
    stages: BTreeSet<StageId>,
    steps: BTreeSet<StepId>,
    lanes: BTreeSet<LaneId>,
    cards: BTreeSet<CardId>,
    scores: BTreeSet<ScoreId>,
    links: BTreeSet<LinkId>,
    notes: BTreeSet<NoteId>,
    test_rounds: BTreeSet<TestRoundId>,
    ratings: BTreeSet<RatingId>,
    assets: BTreeSet<AssetId>,
}

pub(super) fn remove(draft: &mut Draft, ids: &[String]) -> Result<(), EditError> {
    let mut going = Going::default();
    for id in ids {
        going.ask(draft, id)?;
    }
    going.cascade(draft)?;
    let wide = (!going.steps.is_empty()).then(|| WideCards::of(draft));
    going.personas.iter().for_each(|id| draft.remove::<Persona>(id));
    going.stages.iter().for_each(|id| draft.remove::<Stage>(id));
    going.steps.iter().for_each(|id| draft.remove::<Step>(id));
    going.lanes.iter().for_each(|id| draft.remove::<Lane>(id));
    going.cards.iter().for_each(|id| draft.remove::<Card>(id));
    going.scores.iter().for_each(|id| draft.remove::<Score>(id));
    going.links.iter().for_each(|id| draft.remove::<Link>(id));
    going.notes.iter().for_each(|id| draft.remove::<Note>(id));
    going.test_rounds.iter().for_each(|id| draft.remove::<TestRound>(id));
    going.ratings.iter().for_each(|id| draft.remove::<Rating>(id));
    take_pictures(draft, &going.assets)?;
    wide.map_or(Ok(()), |wide| wide.fit(draft, &BTreeSet::new()))
}

impl Going {
    fn ask(&mut self, draft: &Draft, id: &str) -> Result<(), EditError> {
        match draft.document().kind_of(id) {
            None => {
                return Err(EditError::Missing {
                    kind: "record",
                    id: id.to_owned(),
                });
            }
            Some(RecordKind::Map) => {
                return Err(EditError::Refused(
                    "the map itself is not removed by an edit: delete it in the library".into(),
                ));
            }
            Some(RecordKind::Persona) => drop(self.personas.insert(id.into())),
            Some(RecordKind::Stage) => drop(self.stages.insert(id.into())),
            Some(RecordKind::Step) => drop(self.steps.insert(id.into())),
            Some(RecordKind::Lane) => drop(self.lanes.insert(id.into())),
            Some(RecordKind::Card) => drop(self.cards.insert(id.into())),
            Some(RecordKind::Score) => drop(self.scores.insert(id.into())),
            Some(RecordKind::Link) => drop(self.links.insert(id.into())),
            Some(RecordKind::Note) => drop(self.notes.insert(id.into())),
            Some(RecordKind::TestRound) => drop(self.test_rounds.insert(id.into())),
            Some(RecordKind::Rating) => drop(self.ratings.insert(id.into())),
            Some(RecordKind::Asset) => drop(self.assets.insert(id.into())),
        }
        Ok(())
    }

    fn cascade(&mut self, draft: &Draft) -> Result<(), EditError> {
        let document = draft.document();
        if !self.stages.is_empty() || !self.steps.is_empty() {
            let stages = &self.stages;
            self.steps.extend(
                document
                    .steps
                    .values()
                    .filter(|s| stages.contains(&s.stage))
                    .map(|s| s.id.clone()),
            );
            // A stage whose last step goes cannot be seen any more.
            let kept: BTreeSet<&StageId> = document
                .steps
                .values()
                .filter(|s| !self.steps.contains(&s.id))
                .map(|s| &s.stage)
                .collect();
            if kept.is_empty() {
                return Err(EditError::Refused(
                    "the map keeps at least one step: add another one first".into(),
                ));
            }
            self.stages
                .extend(document.stages.keys().filter(|id| !kept.contains(id)).cloned());
        }
        if !self.steps.is_empty() || !self.lanes.is_empty() {
            let goes = |lane, step| self.lanes.contains(lane) || self.steps.contains(step);
            let cards = document
                .cards
                .values()
                .filter(|c| goes(&c.lane, &c.step))
                .map(|c| c.id.clone());
            self.cards.extend(cards.collect::<Vec<_>>());
            let goes = |lane, step| self.lanes.contains(lane) || self.steps.contains(step);
            let scores = document
                .scores
                .values()
                .filter(|s| goes(&s.lane, &s.step))
                .map(|s| s.id.clone());
            self.scores.extend(scores.collect::<Vec<_>>());
        }
        if !self.personas.is_empty() {
            let of_them = |s: &&Score| s.persona.as_ref().is_some_and(|p| self.personas.contains(p));
            let scores: Vec<ScoreId> = document.scores.values().filter(of_them).map(|s| s.id.clone()).collect();
            self.scores.extend(scores);
        }
        let goes = |end: &LinkEnd| match end {
            LinkEnd::Card(card) => self.cards.contains(card),
            LinkEnd::Step(step) => self.steps.contains(step),
        };
        let links: Vec<LinkId> = document
            .links
            .values()
            .filter(|l| goes(&l.from) || goes(&l.to))
            .map(|l| l.id.clone())
            .collect();
        self.links.extend(links);
        if !self.cards.is_empty() || !self.test_rounds.is_empty() {
            let goes = |r: &&Rating| self.cards.contains(&r.card) || self.test_rounds.contains(&r.round);
            let ratings: Vec<RatingId> = document.ratings.values().filter(goes).map(|r| r.id.clone()).collect();
            self.ratings.extend(ratings);
        }
        Ok(())
    }
}

/// Takes pictures off whatever shows them; the draft then drops them as unused.
fn take_pictures(draft: &mut Draft, assets: &BTreeSet<AssetId>) -> Result<(), EditError> {
    if assets.is_empty() {
        return Ok(());
    }
    let shown = |picture: &Option<AssetId>| picture.as_ref().is_some_and(|id| assets.contains(id));
    let document = draft.document();
    let cards: Vec<CardId> = document
        .cards
        .values()
        .filter(|c| shown(&c.image))
        .map(|c| c.id.clone())
        .collect();
    let personas: Vec<PersonaId> = document
        .personas
        .values()
        .filter(|p| shown(&p.picture))
        .map(|p| p.id.clone())
        .collect();
    if shown(&document.map.logo) {
        draft.update_map(|map| map.logo = None);
    }
    for id in &cards {
        draft.update::<Card>(id, |card| card.image = None)?;
    }
    for id in &personas {
        draft.update::<Persona>(id, |persona| persona.picture = None)?;
    }
    assets.iter().for_each(|id| draft.remove::<Asset>(id));
    Ok(())
}
