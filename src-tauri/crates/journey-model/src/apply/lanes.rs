//! Edits of lanes.

use crate::check::{LANE_HEIGHTS, clean_line, colour, ranged};
use crate::draft::Draft;
use crate::{CardFamily, EditError, Extra, Lane, LaneFields, LaneId, LaneKind, Setting};

pub(super) fn add(
    draft: &mut Draft,
    after: Option<&LaneId>,
    kind: LaneKind,
    fields: &LaneFields,
) -> Result<(), EditError> {
    let id = draft.fresh::<Lane>()?;
    let order = Draft::keys_behind(&draft.document().ordered_lanes(), &[&id], after)?.remove(0);
    draft.put(Lane {
        id: id.clone(),
        order,
        kind,
        title: kind.default_title().into(),
        caption: String::new(),
        height: None,
        collapsed: false,
        hidden: false,
        colour: None,
        extra: Extra::new(),
    });
    update(draft, &id, fields)
}

pub(super) fn update(draft: &mut Draft, id: &LaneId, fields: &LaneFields) -> Result<(), EditError> {
    let mut lane = draft.get::<Lane>(id)?.clone();
    let LaneFields {
        title,
        caption,
        kind,
        height,
        collapsed,
        hidden,
        colour: new_colour,
    } = fields.clone();
    if let Some(kind) = kind {
        check_kind(draft, &lane, kind)?;
        // A title nobody chose would be wrong under the new kind.
        if lane.title == lane.kind.default_title() {
            lane.title = kind.default_title().into();
        }
        lane.kind = kind;
    }
    if let Some(title) = title {
        lane.title = clean_line("title", title)?;
    }
    if let Some(caption) = caption {
        lane.caption = clean_line("caption", caption)?;
    }
    match height {
        Some(Setting::To(height)) => lane.height = Some(ranged("height", height, &LANE_HEIGHTS)?),
        Some(Setting::Clear) => lane.height = None,
        None => {}
    }
    if let Some(collapsed) = collapsed {
        lane.collapsed = collapsed;
    }
    if let Some(hidden) = hidden {
        lane.hidden = hidden;
    }
    match new_colour {
        Some(Setting::To(text)) => lane.colour = Some(colour("colour", text)?),
        Some(Setting::Clear) => lane.colour = None,
        None => {}
    }
    draft.put(lane);
    Ok(())
}

/// A lane's content has to make sense under its new kind: cards go from any kind that holds cards to
/// any other, but not onto a line or into a curve.
fn check_kind(draft: &Draft, lane: &Lane, kind: LaneKind) -> Result<(), EditError> {
    let document = draft.document();
    if kind.family() == lane.kind.family() {
        return Ok(());
    }
    if !kind.holds_cards() && document.cards.values().any(|card| card.lane == lane.id) {
        return Err(EditError::Refused(format!(
            "the lane “{}” has cards, which {} cannot hold: move or remove its cards first",
            lane.title,
            what(kind)
        )));
    }
    if kind.family() != CardFamily::Curve && document.scores.values().any(|score| score.lane == lane.id) {
        return Err(EditError::Refused(format!(
            "the lane “{}” has an emotion curve: remove its points first, or add a new lane",
            lane.title
        )));
    }
    Ok(())
}

fn what(kind: LaneKind) -> &'static str {
    match kind.family() {
        CardFamily::Curve => "an emotion lane",
        CardFamily::Separator => "a separator line",
        _ => "such a lane",
    }
}

pub(super) fn reorder(draft: &mut Draft, id: &LaneId, after: Option<&LaneId>) -> Result<(), EditError> {
    draft.get::<Lane>(id)?;
    let order = Draft::keys_behind(&draft.document().ordered_lanes(), &[id], after)?.remove(0);
    draft.update::<Lane>(id, |lane| lane.order = order)
}
