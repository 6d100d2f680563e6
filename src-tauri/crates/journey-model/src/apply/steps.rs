//! Edits of steps.

use std::collections::BTreeSet;

use crate::check::{STEP_WIDTHS, clean_line, ranged};
use crate::draft::Draft;
use crate::{EditError, Extra, Setting, Stage, StageId, Step, StepFields, StepId};

use super::columns::WideCards;

pub(super) fn add(
    draft: &mut Draft,
    stage: &StageId,
    after: Option<&StepId>,
    fields: &StepFields,
) -> Result<(), EditError> {
    draft.get::<Stage>(stage)?;
    let wide = WideCards::of(draft);
    let id = draft.fresh::<Step>()?;
    let order = Draft::keys_behind(&draft.document().steps_of(stage), &[&id], after)?.remove(0);
    draft.put(Step {
        id: id.clone(),
        stage: stage.clone(),
        order,
        title: String::new(),
        width: None,
        extra: Extra::new(),
    });
    update(draft, &id, fields)?;
    wide.fit(draft, &BTreeSet::new())
}

pub(super) fn update(draft: &mut Draft, id: &StepId, fields: &StepFields) -> Result<(), EditError> {
    let mut step = draft.get::<Step>(id)?.clone();
    let StepFields { title, width } = fields.clone();
    if let Some(title) = title {
        step.title = clean_line("title", title)?;
    }
    match width {
        Some(Setting::To(width)) => step.width = Some(ranged("width", width, &STEP_WIDTHS)?),
        Some(Setting::Clear) => step.width = None,
        None => {}
    }
    draft.put(step);
    Ok(())
}

pub(super) fn relocate(
    draft: &mut Draft,
    id: &StepId,
    stage: &StageId,
    after: Option<&StepId>,
) -> Result<(), EditError> {
    draft.get::<Stage>(stage)?;
    let old_stage = draft.get::<Step>(id)?.stage.clone();
    if old_stage != *stage && draft.document().steps_of(&old_stage).len() == 1 {
        return Err(EditError::Refused(
            "a stage keeps at least one step: move another step into it first, or remove the stage".into(),
        ));
    }
    let wide = WideCards::of(draft);
    let order = Draft::keys_behind(&draft.document().steps_of(stage), &[id], after)?.remove(0);
    draft.update::<Step>(id, |step| {
        step.stage = stage.clone();
        step.order = order;
    })?;
    wide.fit(draft, &BTreeSet::from([id.clone()]))
}
