//! Edits of emotion scores.

use crate::check::{SCORE_LIMIT, clean_line, clean_text, ranged};
use crate::draft::Draft;
use crate::{
    CardFamily, EditError, Extra, Lane, LaneId, Persona, PersonaId, Score, ScoreFields, ScoreId, Step, StepId,
};

pub(super) fn set(
    draft: &mut Draft,
    lane: &LaneId,
    step: &StepId,
    persona: Option<&PersonaId>,
    fields: &ScoreFields,
) -> Result<(), EditError> {
    draft.get::<Step>(step)?;
    let record = draft.get::<Lane>(lane)?;
    if record.kind.family() != CardFamily::Curve {
        return Err(EditError::Refused(format!(
            "the lane “{}” has no emotion curve: set the emotion in an emotion lane",
            record.title
        )));
    }
    if let Some(persona) = persona {
        draft.get::<Persona>(persona)?;
    }
    let chief = draft.document().chief_persona().map(|persona| persona.id.clone());
    let point = |persona: Option<&PersonaId>| {
        let mut points = draft.document().scores.values();
        let found = points.find(|s| s.lane == *lane && s.step == *step && s.persona.as_ref() == persona);
        found.map(|score| score.id.clone())
    };
    let owner = persona.or(chief.as_ref());
    let mut there = point(persona).or_else(|| point(owner));
    let mut claimed = false;
    if there.is_none() && owner == chief.as_ref() && draft.document().shares_curve(lane) {
        // On the sheet it is the chief persona's already: no second one beside it.
        there = point(None);
        claimed = there.is_some();
    }
    let id = match there {
        Some(id) => {
            if claimed {
                draft.update::<Score>(&id, |score| score.persona = owner.cloned())?;
            }
            id
        }
        None => {
            let id = draft.fresh::<Score>()?;
            draft.put(Score {
                id: id.clone(),
                lane: lane.clone(),
                step: step.clone(),
                persona: owner.cloned(),
                tenths: 0,
                word: String::new(),
                note: String::new(),
                moment_of_truth: false,
                extra: Extra::new(),
            });
            id
        }
    };
    update(draft, &id, fields)
}

pub(super) fn update(draft: &mut Draft, id: &ScoreId, fields: &ScoreFields) -> Result<(), EditError> {
    let mut score = draft.get::<Score>(id)?.clone();
    let ScoreFields {
        tenths,
        word,
        note,
        moment_of_truth,
    } = fields.clone();
    if let Some(tenths) = tenths {
        score.tenths = ranged("tenths", tenths, &(-SCORE_LIMIT..=SCORE_LIMIT))?;
    }
    if let Some(word) = word {
        score.word = clean_line("word", word)?;
    }
    if let Some(note) = note {
        score.note = clean_text("note", note)?;
    }
    if let Some(moment_of_truth) = moment_of_truth {
        score.moment_of_truth = moment_of_truth;
    }
    draft.put(score);
    Ok(())
}
