//! Edits of stages.

use std::collections::BTreeSet;

use crate::check::{clean_line, clean_text, colour};
use crate::draft::Draft;
use crate::{EditError, Extra, OrderKey, Setting, Stage, StageFields, StageId, Step, StepId};

use super::columns::WideCards;

pub(super) fn add(draft: &mut Draft, after: Option<&StageId>, fields: &StageFields) -> Result<(), EditError> {
    let wide = WideCards::of(draft);
    let id = draft.fresh::<Stage>()?;
    let order = Draft::keys_behind(&draft.document().ordered_stages(), &[&id], after)?.remove(0);
    draft.put(Stage {
        id: id.clone(),
        order,
        title: String::new(),
        goal: String::new(),
        colour: None,
        extra: Extra::new(),
    });
    update(draft, &id, fields)?;
    let step = draft.fresh::<Step>()?;
    draft.put(Step {
        id: step,
        stage: id,
        order: OrderKey::default(),
        title: String::new(),
        width: None,
        extra: Extra::new(),
    });
    wide.fit(draft, &BTreeSet::new())
}

pub(super) fn update(draft: &mut Draft, id: &StageId, fields: &StageFields) -> Result<(), EditError> {
    let mut stage = draft.get::<Stage>(id)?.clone();
    let StageFields {
        title,
        goal,
        colour: new_colour,
    } = fields.clone();
    if let Some(title) = title {
        stage.title = clean_line("title", title)?;
    }
    if let Some(goal) = goal {
        stage.goal = clean_text("goal", goal)?;
    }
    match new_colour {
        Some(Setting::To(text)) => stage.colour = Some(colour("colour", text)?),
        Some(Setting::Clear) => stage.colour = None,
        None => {}
    }
    draft.put(stage);
    Ok(())
}

pub(super) fn reorder(draft: &mut Draft, id: &StageId, after: Option<&StageId>) -> Result<(), EditError> {
    draft.get::<Stage>(id)?;
    let wide = WideCards::of(draft);
    let order = Draft::keys_behind(&draft.document().ordered_stages(), &[id], after)?.remove(0);
    let moved = draft
        .document()
        .steps_of(id)
        .into_iter()
        .map(|step| step.id.clone())
        .collect();
    draft.update::<Stage>(id, |stage| stage.order = order)?;
    wide.fit(draft, &moved)
}

pub(super) fn split(draft: &mut Draft, step: &StepId, title: &str) -> Result<(), EditError> {
    let old = draft.get::<Step>(step)?.stage.clone();
    let steps: Vec<StepId> = draft
        .document()
        .steps_of(&old)
        .into_iter()
        .map(|step| step.id.clone())
        .collect();
    let at = steps.iter().position(|id| id == step).unwrap_or_default();
    if at == 0 {
        return Err(EditError::Refused(
            "a stage is split before one of its later steps, so that both parts have a step".into(),
        ));
    }
    let id = draft.fresh::<Stage>()?;
    let order = Draft::keys_behind(&draft.document().ordered_stages(), &[&id], Some(&old))?.remove(0);
    draft.put(Stage {
        id: id.clone(),
        order,
        title: clean_line("title", title.to_owned())?,
        goal: String::new(),
        colour: None,
        extra: Extra::new(),
    });
    for step in &steps[at..] {
        // The keys stay: in the new stage the steps have the order that they had.
        draft.update::<Step>(step, |step| step.stage = id.clone())?;
    }
    Ok(())
}
