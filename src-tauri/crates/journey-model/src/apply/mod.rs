//! Applying edits, one file a family of records.
//!
//! Every family's function checks and changes a [`Draft`]; whatever it had changed before it refused
//! is taken back by [`Document::apply`], so that an edit is applied whole or not at all.

mod cards;
mod columns;
mod lanes;
mod links;
mod map;
mod notes;
mod paste;
mod personas;
mod pictures;
mod remove;
mod rounds;
mod scores;
mod several;
mod stages;
mod steps;
#[cfg(test)]
mod tests;

use crate::draft::Draft;
use crate::{ChangeSet, Document, Edit, EditError, IdSource};

impl Document {
    /// Applies an edit and tells what it changed; an edit that changes nothing gives an empty
    /// [`ChangeSet`].
    ///
    /// The cost is that of the records touched. Edits that put a card into a cell, change columns or
    /// take a picture away also look once through the cards (some tenths of a millisecond at 10,000);
    /// nothing is copied but the records that change.
    ///
    /// # Errors
    /// When the edit names something that is not there, or would break an invariant. The document is
    /// then exactly as it was.
    pub fn apply(&mut self, edit: &Edit, ids: &mut dyn IdSource) -> Result<ChangeSet, EditError> {
        let mut draft = Draft::new(self, ids);
        match apply(&mut draft, edit) {
            Ok(()) => Ok(draft.finish()),
            Err(error) => {
                draft.roll_back();
                Err(error)
            }
        }
    }
}

fn apply(draft: &mut Draft, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::UpdateMap { fields } => map::update(draft, fields),
        Edit::SetMapLogo { asset } => pictures::set_map_logo(draft, asset),

        Edit::AddPersona { after, fields } => personas::add(draft, after.as_ref(), fields),
        Edit::UpdatePersona { persona, fields } => personas::update(draft, persona, fields),
        Edit::MovePersona { persona, after } => personas::reorder(draft, persona, after.as_ref()),

        Edit::AddStage { after, fields } => stages::add(draft, after.as_ref(), fields),
        Edit::UpdateStage { stage, fields } => stages::update(draft, stage, fields),
        Edit::MoveStage { stage, after } => stages::reorder(draft, stage, after.as_ref()),
        Edit::SplitStage { step, title } => stages::split(draft, step, title),

        Edit::AddStep { stage, after, fields } => steps::add(draft, stage, after.as_ref(), fields),
        Edit::UpdateStep { step, fields } => steps::update(draft, step, fields),
        Edit::MoveStep { step, stage, after } => steps::relocate(draft, step, stage, after.as_ref()),

        Edit::AddLane { after, kind, fields } => lanes::add(draft, after.as_ref(), *kind, fields),
        Edit::UpdateLane { lane, fields } => lanes::update(draft, lane, fields),
        Edit::MoveLane { lane, after } => lanes::reorder(draft, lane, after.as_ref()),

        Edit::AddCard {
            lane,
            step,
            after,
            fields,
        } => cards::add(draft, lane, step, after.as_ref(), fields),
        Edit::SetCardText { card, text } => cards::set_text(draft, card, text),
        Edit::UpdateCards { cards, fields } => cards::update(draft, cards, fields),
        Edit::MoveCards {
            cards,
            lane,
            step,
            after,
        } => cards::relocate(draft, cards, lane, step, after.as_ref()),
        Edit::SetCardImage { card, asset } => pictures::set_card_image(draft, card, asset),
        Edit::SetPersonaPicture { persona, asset } => pictures::set_persona_picture(draft, persona, asset),

        Edit::SetEmotion {
            lane,
            step,
            persona,
            fields,
        } => scores::set(draft, lane, step, persona.as_ref(), fields),

        Edit::AddLink { from, to, kind, label } => links::add(draft, from, to, *kind, label),
        Edit::UpdateLink { link, fields } => links::update(draft, link, fields),

        Edit::AddNote { fields } => notes::add(draft, fields),
        Edit::UpdateNote { note, fields } => notes::update(draft, note, fields),

        Edit::AddTestRound { fields } => rounds::add(draft, fields),
        Edit::UpdateTestRound { round, fields } => rounds::update(draft, round, fields),
        Edit::Rate { round, card, fields } => rounds::rate(draft, round, card, fields),

        Edit::Paste {
            clip,
            lane,
            step,
            after,
        } => paste::paste(draft, clip, lane.as_ref(), step.as_ref(), after.as_ref()),
        Edit::Duplicate { ids } => paste::duplicate(draft, ids),

        Edit::Remove { ids } => remove::remove(draft, ids),

        Edit::Several { edits, .. } => several::apply_all(draft, edits),
    }
}
