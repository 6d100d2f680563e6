//! Edits of cards.

use std::collections::BTreeSet;

use crate::check::{clean_line, clean_list, clean_text, colour};
use crate::draft::Draft;
use crate::{Asset, Card, CardFields, CardId, EditError, Lane, LaneId, Measurement, Setting, Step, StepId, Touchpoint};

use super::map::check_date;

pub(super) fn add(
    draft: &mut Draft,
    lane: &LaneId,
    step: &StepId,
    after: Option<&CardId>,
    fields: &CardFields,
) -> Result<(), EditError> {
    check_cell(draft, lane, step)?;
    let id = draft.fresh::<Card>()?;
    let order = Draft::keys_behind(&draft.document().cards_in(lane, step), &[&id], after)?.remove(0);
    draft.put(Card::new(id.clone(), lane.clone(), step.clone(), order, ""));
    update_one(draft, &id, fields)
}

pub(super) fn set_text(draft: &mut Draft, id: &CardId, text: &str) -> Result<(), EditError> {
    let text = clean_text("text", text.to_owned())?;
    draft.update::<Card>(id, |card| card.text = text)
}

pub(super) fn update(draft: &mut Draft, cards: &[CardId], fields: &CardFields) -> Result<(), EditError> {
    cards.iter().try_for_each(|id| update_one(draft, id, fields))
}

pub(super) fn update_one(draft: &mut Draft, id: &CardId, fields: &CardFields) -> Result<(), EditError> {
    let mut card = draft.get::<Card>(id)?.clone();
    let CardFields {
        text,
        span,
        colour: new_colour,
        icon,
        image,
        evidence,
        source,
        moment_of_truth,
        severity,
        owner,
        tags,
        address,
        touchpoint,
        measurement,
    } = fields.clone();
    if let Some(text) = text {
        card.text = clean_text("text", text)?;
    }
    if let Some(span) = span {
        let widest = columns_from(draft, &card.step);
        if !(1..=widest).contains(&span) {
            return Err(EditError::Value {
                field: "span",
                found: span.to_string(),
                expected: format!("1 to {widest}, the number of steps from the card's to the last"),
            });
        }
        card.span = span;
    }
    match new_colour {
        Some(Setting::To(text)) => card.colour = Some(colour("colour", text)?),
        Some(Setting::Clear) => card.colour = None,
        None => {}
    }
    match icon {
        Some(Setting::To(icon)) => card.icon = Some(clean_line("icon", icon)?).filter(|icon| !icon.is_empty()),
        Some(Setting::Clear) => card.icon = None,
        None => {}
    }
    match image {
        Some(Setting::To(image)) => {
            draft.get::<Asset>(&image)?;
            card.image = Some(image);
        }
        Some(Setting::Clear) => card.image = None,
        None => {}
    }
    if let Some(evidence) = evidence {
        card.evidence = evidence.into();
    }
    if let Some(source) = source {
        card.source = clean_text("source", source)?;
    }
    if let Some(moment_of_truth) = moment_of_truth {
        card.moment_of_truth = moment_of_truth;
    }
    if let Some(severity) = severity {
        card.severity = severity.into();
    }
    if let Some(owner) = owner {
        card.owner = clean_line("owner", owner)?;
    }
    if let Some(tags) = tags {
        card.tags = clean_list("tags", tags)?;
    }
    if let Some(address) = address {
        card.address = clean_line("address", address)?;
    }
    match touchpoint {
        Some(Setting::To(touchpoint)) => card.touchpoint = Some(checked_touchpoint(touchpoint)?),
        Some(Setting::Clear) => card.touchpoint = None,
        None => {}
    }
    match measurement {
        Some(Setting::To(measurement)) => card.measurement = Some(checked_measurement(measurement)?),
        Some(Setting::Clear) => card.measurement = None,
        None => {}
    }
    draft.put(card);
    Ok(())
}

fn checked_touchpoint(touchpoint: Touchpoint) -> Result<Touchpoint, EditError> {
    Ok(Touchpoint {
        channel: clean_line("touchpoint.channel", touchpoint.channel)?,
        action: clean_text("touchpoint.action", touchpoint.action)?,
        result: clean_text("touchpoint.result", touchpoint.result)?,
        alternative: clean_text("touchpoint.alternative", touchpoint.alternative)?,
        ..touchpoint
    })
}

fn checked_measurement(measurement: Measurement) -> Result<Measurement, EditError> {
    if let Some(date) = &measurement.measured_on {
        check_date("measurement.measuredOn", date)?;
    }
    Ok(Measurement {
        value: clean_line("measurement.value", measurement.value)?,
        unit: clean_line("measurement.unit", measurement.unit)?,
        target: clean_line("measurement.target", measurement.target)?,
        ..measurement
    })
}

pub(super) fn relocate(
    draft: &mut Draft,
    cards: &[CardId],
    lane: &LaneId,
    step: &StepId,
    after: Option<&CardId>,
) -> Result<(), EditError> {
    check_cell(draft, lane, step)?;
    let mut moving: Vec<&CardId> = Vec::with_capacity(cards.len());
    let mut seen = BTreeSet::new();
    for id in cards {
        draft.get::<Card>(id)?;
        if seen.insert(id) {
            moving.push(id);
        }
    }
    let keys = Draft::keys_behind(&draft.document().cards_in(lane, step), &moving, after)?;
    let widest = columns_from(draft, step);
    for (id, order) in moving.into_iter().zip(keys) {
        draft.update::<Card>(id, |card| {
            card.lane = lane.clone();
            card.step = step.clone();
            card.order = order;
            // A wide card dropped near the right edge gets as wide as there is room.
            card.span = card.span.clamp(1, widest);
        })?;
    }
    Ok(())
}

/// Whether the cell is there and its lane holds cards.
fn check_cell(draft: &Draft, lane: &LaneId, step: &StepId) -> Result<(), EditError> {
    draft.get::<Step>(step)?;
    let lane = draft.get::<Lane>(lane)?;
    if lane.kind.holds_cards() {
        return Ok(());
    }
    Err(EditError::Refused(format!(
        "the lane “{}” holds no cards: put the card into another lane",
        lane.title
    )))
}

/// Number of steps from this one to the last: the widest span there.
pub(super) fn columns_from(draft: &Draft, step: &StepId) -> u16 {
    let steps = draft.document().ordered_steps();
    let before = steps.iter().position(|s| s.id == *step).unwrap_or_default();
    u16::try_from(steps.len() - before).unwrap_or(u16::MAX)
}
