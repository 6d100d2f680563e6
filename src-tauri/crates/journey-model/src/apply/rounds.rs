//! Edits of test rounds and their ratings.

use crate::check::{POINTS, clean_line, clean_text, ranged};
use crate::draft::Draft;
use crate::{Card, CardId, EditError, Extra, Rating, RatingFields, Setting, TestRound, TestRoundFields, TestRoundId};

use super::map::check_date;

pub(super) fn add(draft: &mut Draft, fields: &TestRoundFields) -> Result<(), EditError> {
    let Some(on) = fields.on.clone() else {
        return Err(EditError::Value {
            field: "on",
            found: "nothing".into(),
            expected: "the day of the walk, like 2026-03-31".into(),
        });
    };
    let id = draft.fresh::<TestRound>()?;
    draft.put(TestRound {
        id: id.clone(),
        tester: String::new(),
        on,
        note: String::new(),
        extra: Extra::new(),
    });
    update(draft, &id, fields)
}

pub(super) fn update(draft: &mut Draft, id: &TestRoundId, fields: &TestRoundFields) -> Result<(), EditError> {
    let mut round = draft.get::<TestRound>(id)?.clone();
    let TestRoundFields { tester, on, note } = fields.clone();
    if let Some(tester) = tester {
        round.tester = clean_line("tester", tester)?;
    }
    if let Some(on) = on {
        check_date("on", &on)?;
        round.on = on;
    }
    if let Some(note) = note {
        round.note = clean_text("note", note)?;
    }
    draft.put(round);
    Ok(())
}

pub(super) fn rate(
    draft: &mut Draft,
    round: &TestRoundId,
    card: &CardId,
    fields: &RatingFields,
) -> Result<(), EditError> {
    draft.get::<TestRound>(round)?;
    draft.get::<Card>(card)?;
    let mut ratings = draft.document().ratings.values();
    let there = ratings
        .find(|rating| rating.round == *round && rating.card == *card)
        .cloned();
    let known = there.is_some();
    let mut rating = match there {
        Some(rating) => rating,
        None => Rating {
            id: draft.fresh::<Rating>()?,
            round: round.clone(),
            card: card.clone(),
            points: None,
            impression: String::new(),
            extra: Extra::new(),
        },
    };
    match fields.points {
        Some(Setting::To(points)) => rating.points = Some(ranged("points", points, &POINTS)?),
        Some(Setting::Clear) => rating.points = None,
        None => {}
    }
    if let Some(impression) = fields.impression.clone() {
        rating.impression = clean_text("impression", impression)?;
    }
    if rating.points.is_some() || !rating.impression.is_empty() {
        draft.put(rating);
    } else if known {
        draft.remove::<Rating>(&rating.id);
    }
    Ok(())
}
