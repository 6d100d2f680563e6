//! Several edits as one, where a later one may speak of what an earlier one makes.

use super::apply;
use crate::draft::Draft;
use crate::{Edit, EditError, LinkEnd};

/// Applies the parts in order; `@n` in one stands for the first record that part `n` made.
pub(super) fn apply_all(draft: &mut Draft, parts: &[Edit]) -> Result<(), EditError> {
    let mut made: Vec<Option<String>> = Vec::with_capacity(parts.len());
    for part in parts {
        let before = draft.made().len();
        let mut part = part.clone();
        for id in places(&mut part) {
            if let Some(number) = id.strip_prefix('@') {
                *id = first_of(number, &made)?;
            }
        }
        apply(draft, &part)?;
        made.push(draft.made().get(before).cloned());
    }
    Ok(())
}

fn first_of(number: &str, made: &[Option<String>]) -> Result<String, EditError> {
    let part = number.parse::<usize>().ok().and_then(|part| made.get(part));
    part.cloned().flatten().ok_or_else(|| EditError::Value {
        field: "id",
        found: format!("@{number}"),
        expected: "@ and the number of an earlier edit that makes a record".into(),
    })
}

/// The places of an edit where a new record can be meant.
fn places(edit: &mut Edit) -> Vec<&mut String> {
    match edit {
        Edit::AddStage { after, .. } => after.iter_mut().map(|id| &mut id.0).collect(),
        Edit::AddStep { stage, after, .. } => {
            let after = after.iter_mut().map(|id| &mut id.0);
            after.chain([&mut stage.0]).collect()
        }
        Edit::AddLane { after, .. } => after.iter_mut().map(|id| &mut id.0).collect(),
        Edit::AddCard { lane, step, after, .. } => {
            let after = after.iter_mut().map(|id| &mut id.0);
            after.chain([&mut lane.0, &mut step.0]).collect()
        }
        Edit::SetCardImage { card, .. } => vec![&mut card.0],
        Edit::SetPersonaPicture { persona, .. } => vec![&mut persona.0],
        Edit::SetEmotion {
            lane, step, persona, ..
        } => {
            let persona = persona.iter_mut().map(|id| &mut id.0);
            persona.chain([&mut lane.0, &mut step.0]).collect()
        }
        Edit::AddLink { from, to, .. } => vec![end(from), end(to)],
        Edit::UpdateTestRound { round, .. } => vec![&mut round.0],
        Edit::Rate { round, card, .. } => vec![&mut round.0, &mut card.0],
        _ => Vec::new(),
    }
}

fn end(end: &mut LinkEnd) -> &mut String {
    match end {
        LinkEnd::Card(card) => &mut card.0,
        LinkEnd::Step(step) => &mut step.0,
    }
}
