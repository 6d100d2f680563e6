//! Bringing clips in, and duplicating.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{NOTE_PLACES, clean_line};
use crate::clip::place::ScorePlace;
use crate::draft::Draft;
use crate::{
    Asset, AssetId, Card, CardFields, CardId, Clip, ClipKind, Document, EditError, Lane, LaneFields, LaneId, Link,
    LinkEnd, Note, NoteFields, OrderKey, PersonaId, Score, ScoreFields, Setting, Stage, StageFields, StageId, Step,
    StepFields, StepId,
};

use super::columns::WideCards;
use super::{cards, lanes, links, notes, pictures, scores, stages, steps};

/// Most cards that one paste brings in.
const CARD_LIMIT: usize = 5_000;

/// How far a copied note stands from its original, in px to the right and down.
const NOTE_OFFSET: i32 = 24;

type Cell = (LaneId, StepId);

/// What became of copied records: new ids by old ones.
#[derive(Default)]
struct Pasted {
    steps: BTreeMap<StepId, StepId>,
    cards: BTreeMap<CardId, CardId>,
}

pub(super) fn paste(
    draft: &mut Draft,
    clip: &Clip,
    lane: Option<&LaneId>,
    step: Option<&StepId>,
    after: Option<&CardId>,
) -> Result<(), EditError> {
    if clip.cards.len() > CARD_LIMIT {
        return Err(EditError::Value {
            field: "clip",
            found: format!("{} cards at once", clip.cards.len()),
            expected: format!("at most {CARD_LIMIT}: paste them in parts"),
        });
    }
    if let Some(lane) = lane {
        draft.get::<Lane>(lane)?;
    }
    if let Some(step) = step {
        draft.get::<Step>(step)?;
    }
    match clip.kind {
        ClipKind::Cards => paste_cards(draft, clip, lane, step, after),
        ClipKind::Lanes => paste_lanes(draft, clip, lane),
        ClipKind::Steps => {
            let steps = draft.document().ordered_steps();
            let at = step.or(steps.last().map(|step| &step.id)).cloned();
            let at = at.ok_or_else(|| EditError::Refused("the map has no step to paste behind".into()))?;
            paste_steps(draft, clip, &at)
        }
        ClipKind::Stages => {
            let stage = match step {
                Some(step) => Some(draft.get::<Step>(step)?.stage.clone()),
                None => draft.document().ordered_stages().last().map(|stage| stage.id.clone()),
            };
            paste_stages(draft, clip, stage.as_ref())
        }
        ClipKind::Notes => paste_notes(draft, clip),
    }
}

/// Copies stand behind the last of their originals; copies of cards each behind its own.
pub(super) fn duplicate(draft: &mut Draft, ids: &[String]) -> Result<(), EditError> {
    let document = draft.document();
    if let Some(missing) = ids.iter().find(|id| document.kind_of(id).is_none()) {
        return Err(EditError::Missing {
            kind: "record",
            id: missing.clone(),
        });
    }
    let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let stages: Vec<&Stage> = document.ordered_stages();
    let stages: Vec<&Stage> = stages.into_iter().filter(|s| ids.contains(s.id.as_str())).collect();
    let copied: BTreeSet<&StageId> = stages.iter().map(|stage| &stage.id).collect();
    let steps: Vec<&Step> = document
        .ordered_steps()
        .into_iter()
        .filter(|step| ids.contains(step.id.as_str()) && !copied.contains(&step.stage))
        .collect();
    let lanes: Vec<&Lane> = document.ordered_lanes();
    let lanes: Vec<&Lane> = lanes
        .into_iter()
        .filter(|lane| ids.contains(lane.id.as_str()))
        .collect();
    let along = |card: &Card| {
        lanes.iter().any(|lane| lane.id == card.lane)
            || steps.iter().any(|step| step.id == card.step)
            || (draft.document().steps.get(&card.step)).is_some_and(|step| copied.contains(&step.stage))
    };
    let cards: Vec<CardId> = ids
        .iter()
        .filter_map(|id| document.cards.get(*id))
        .filter(|card| !along(card))
        .map(|card| card.id.clone())
        .collect();

    // Everything is copied before anything is pasted, so that no copy is copied again.
    let stage_clip = clip_of(document, stages.iter().map(|stage| stage.id.as_str()));
    let behind_stage = stages.last().map(|stage| stage.id.clone());
    let mut step_clips = Vec::new();
    for group in steps.chunk_by(|a, b| a.stage == b.stage) {
        if let (Some(clip), Some(last)) = (clip_of(document, group.iter().map(|s| s.id.as_str())), group.last()) {
            step_clips.push((clip, last.id.clone()));
        }
    }
    let lane_clip = clip_of(document, lanes.iter().map(|lane| lane.id.as_str()));
    let behind_lane = lanes.last().map(|lane| lane.id.clone());
    let note_ids = ids.iter().filter(|id| document.notes.contains_key(**id));
    let note_clip = clip_of(document, note_ids.copied());

    let nothing = stage_clip.is_none() && step_clips.is_empty() && lane_clip.is_none() && note_clip.is_none();
    if nothing && cards.is_empty() {
        return Err(EditError::Refused(
            "only stages, steps, lanes, cards and notes can be duplicated".into(),
        ));
    }
    duplicate_cards(draft, &cards)?;
    if let Some(clip) = lane_clip {
        paste_lanes(draft, &clip, behind_lane.as_ref())?;
    }
    for (clip, last) in step_clips {
        paste_steps(draft, &clip, &last)?;
    }
    if let Some(clip) = stage_clip {
        paste_stages(draft, &clip, behind_stage.as_ref())?;
    }
    if let Some(clip) = note_clip {
        paste_notes(draft, &clip)?;
    }
    Ok(())
}

fn clip_of<'a>(document: &Document, ids: impl Iterator<Item = &'a str>) -> Option<Clip> {
    document.clip(&ids.map(str::to_owned).collect::<Vec<_>>())
}

fn duplicate_cards(draft: &mut Draft, ids: &[CardId]) -> Result<(), EditError> {
    let mut pasted = Pasted::default();
    for id in ids {
        let original = draft.get::<Card>(id)?.clone();
        let copy = draft.fresh::<Card>()?;
        let siblings = draft.document().cards_in(&original.lane, &original.step);
        let order = Draft::keys_behind(&siblings, &[&copy], Some(id))?.remove(0);
        pasted.cards.insert(id.clone(), copy.clone());
        draft.put(Card {
            id: copy,
            order,
            ..original
        });
    }
    let links: Vec<Link> = draft.document().links.values().cloned().collect();
    add_links(draft, &links, &pasted)
}

fn paste_cards(
    draft: &mut Draft,
    clip: &Clip,
    lane: Option<&LaneId>,
    step: Option<&StepId>,
    after: Option<&CardId>,
) -> Result<(), EditError> {
    let block = clip.block(draft.document(), lane, step)?;
    let mut cells: Vec<(Cell, Vec<&Card>)> = Vec::new();
    for card in &clip.cards {
        let (cell, _) = block.cell(card);
        match cells.iter_mut().find(|(known, _)| *known == cell) {
            Some((_, cards)) => cards.push(card),
            None => cells.push((cell, vec![card])),
        }
    }
    let first = block.first();
    let images = bring_in(draft, clip)?;
    let mut pasted = Pasted::default();
    for ((lane, step), cards) in cells {
        let siblings = draft.document().cards_in(&lane, &step);
        let last = siblings.last().map(|card| card.id.clone());
        let behind = match after.filter(|_| first == (lane.clone(), step.clone())) {
            Some(after) => Some(after.clone()),
            None => last,
        };
        let mut ids = Vec::with_capacity(cards.len());
        for card in &cards {
            let id = draft.fresh::<Card>()?;
            pasted.cards.insert(card.id.clone(), id.clone());
            ids.push(id);
        }
        let siblings = draft.document().cards_in(&lane, &step);
        let keys = Draft::keys_behind(&siblings, &ids.iter().collect::<Vec<_>>(), behind.as_ref())?;
        let room = columns_from(draft, &step);
        for ((card, id), order) in cards.into_iter().zip(ids).zip(keys) {
            let span = card.span.clamp(1, room);
            put_card(draft, card, id, (lane.clone(), step.clone()), order, span, &images)?;
        }
    }
    add_links(draft, &clip.links, &pasted)
}

fn paste_lanes(draft: &mut Draft, clip: &Clip, after: Option<&LaneId>) -> Result<(), EditError> {
    let there = draft.document().ordered_lanes();
    let behind = after.or(there.last().map(|lane| &lane.id)).cloned();
    let mut ids = Vec::with_capacity(clip.lanes.len());
    for _ in &clip.lanes {
        ids.push(draft.fresh::<Lane>()?);
    }
    let there = draft.document().ordered_lanes();
    let keys = Draft::keys_behind(&there, &ids.iter().collect::<Vec<_>>(), behind.as_ref())?;
    let mut rows = BTreeMap::new();
    for ((lane, id), order) in clip.lanes.iter().zip(&ids).zip(keys) {
        draft.put(Lane {
            id: id.clone(),
            order,
            height: None,
            colour: None,
            title: String::new(),
            caption: String::new(),
            ..lane.clone()
        });
        lanes::update(
            draft,
            id,
            &LaneFields {
                title: Some(lane.title.clone()),
                caption: Some(lane.caption.clone()),
                height: lane.height.map(Setting::To),
                colour: lane.colour.clone().map(Setting::To),
                ..LaneFields::default()
            },
        )?;
        rows.insert(lane.id.clone(), id.clone());
    }
    let columns = clip.columns_in(draft.document());
    fill(draft, clip, rows, columns, Pasted::default())
}

fn paste_steps(draft: &mut Draft, clip: &Clip, after: &StepId) -> Result<(), EditError> {
    let stage = draft.get::<Step>(after)?.stage.clone();
    let rows = clip.rows_in(draft.document());
    let wide = WideCards::of(draft);
    let copied: Vec<&Step> = clip.steps.iter().collect();
    let columns = add_steps(draft, &copied, &stage, Some(after))?;
    wide.fit(draft, &BTreeSet::new())?;
    let steps = columns.clone();
    fill(
        draft,
        clip,
        rows,
        columns,
        Pasted {
            steps,
            ..Pasted::default()
        },
    )
}

fn paste_stages(draft: &mut Draft, clip: &Clip, after: Option<&StageId>) -> Result<(), EditError> {
    let rows = clip.rows_in(draft.document());
    let wide = WideCards::of(draft);
    let mut ids = Vec::with_capacity(clip.stages.len());
    for _ in &clip.stages {
        ids.push(draft.fresh::<Stage>()?);
    }
    let there = draft.document().ordered_stages();
    let keys = Draft::keys_behind(&there, &ids.iter().collect::<Vec<_>>(), after)?;
    let mut columns = BTreeMap::new();
    for ((stage, id), order) in clip.stages.iter().zip(&ids).zip(keys) {
        draft.put(Stage {
            id: id.clone(),
            order,
            title: String::new(),
            goal: String::new(),
            colour: None,
            ..stage.clone()
        });
        stages::update(
            draft,
            id,
            &StageFields {
                title: Some(stage.title.clone()),
                goal: Some(stage.goal.clone()),
                colour: stage.colour.clone().map(Setting::To),
            },
        )?;
        let copied: Vec<&Step> = clip.steps.iter().filter(|step| step.stage == stage.id).collect();
        if copied.is_empty() {
            steps::add(draft, id, None, &StepFields::default())?;
        }
        columns.extend(add_steps(draft, &copied, id, None)?);
    }
    wide.fit(draft, &BTreeSet::new())?;
    let steps = columns.clone();
    fill(
        draft,
        clip,
        rows,
        columns,
        Pasted {
            steps,
            ..Pasted::default()
        },
    )
}

fn paste_notes(draft: &mut Draft, clip: &Clip) -> Result<(), EditError> {
    for note in &clip.notes {
        let id = draft.fresh::<Note>()?;
        let aside = |place: i32| place.saturating_add(NOTE_OFFSET).min(*NOTE_PLACES.end());
        draft.put(Note {
            id: id.clone(),
            colour: None,
            ..note.clone()
        });
        notes::update(
            draft,
            &id,
            &NoteFields {
                text: Some(note.text.clone()),
                colour: note.colour.clone().map(Setting::To),
                x: Some(aside(note.x)),
                y: Some(aside(note.y)),
                width: Some(note.width),
            },
        )?;
    }
    Ok(())
}

/// Adds the steps to a stage behind one of it, or as its first.
fn add_steps(
    draft: &mut Draft,
    copied: &[&Step],
    stage: &StageId,
    after: Option<&StepId>,
) -> Result<BTreeMap<StepId, StepId>, EditError> {
    let mut ids = Vec::with_capacity(copied.len());
    for _ in copied {
        ids.push(draft.fresh::<Step>()?);
    }
    let keys = Draft::keys_behind(
        &draft.document().steps_of(stage),
        &ids.iter().collect::<Vec<_>>(),
        after,
    )?;
    let mut columns = BTreeMap::new();
    for ((step, id), order) in copied.iter().zip(ids).zip(keys) {
        draft.put(Step {
            id: id.clone(),
            stage: stage.clone(),
            order,
            title: String::new(),
            width: None,
            ..(*step).clone()
        });
        let fields = StepFields {
            title: Some(step.title.clone()),
            width: step.width.map(Setting::To),
        };
        steps::update(draft, &id, &fields)?;
        columns.insert(step.id.clone(), id);
    }
    Ok(columns)
}

/// Puts a clip's cards, emotion points and links into new lanes or new steps, where nothing stands
/// yet. What has no place in `rows` and `columns` is left out.
fn fill(
    draft: &mut Draft,
    clip: &Clip,
    rows: BTreeMap<LaneId, LaneId>,
    columns: BTreeMap<StepId, StepId>,
    mut pasted: Pasted,
) -> Result<(), EditError> {
    let images = bring_in(draft, clip)?;
    let places: BTreeMap<StepId, usize> = (draft.document().ordered_steps().into_iter().enumerate())
        .map(|(i, step)| (step.id.clone(), i))
        .collect();
    // A copied card does not reach from copied columns into others.
    let copied: BTreeSet<&StepId> = columns.values().collect();
    let end = copied
        .iter()
        .filter_map(|step| places.get(*step))
        .max()
        .copied()
        .unwrap_or_default();
    let mut cells: BTreeMap<Cell, Vec<&Card>> = BTreeMap::new();
    for card in &clip.cards {
        if let (Some(lane), Some(step)) = (rows.get(&card.lane), columns.get(&card.step)) {
            cells.entry((lane.clone(), step.clone())).or_default().push(card);
        }
    }
    for (cell, cards) in cells {
        let room = places.get(&cell.1).map_or(1, |place| end.saturating_sub(*place) + 1);
        let room = u16::try_from(room).unwrap_or(u16::MAX);
        for (card, order) in cards.iter().zip(OrderKey::sequence(cards.len())) {
            let id = draft.fresh::<Card>()?;
            pasted.cards.insert(card.id.clone(), id.clone());
            put_card(draft, card, id, cell.clone(), order, card.span.clamp(1, room), &images)?;
        }
    }
    let places = clip.score_places(draft.document(), &rows, &columns);
    for (score, place) in clip.scores.iter().zip(places) {
        if let ScorePlace::At(lane, step, persona) = place {
            put_score(draft, score, lane, step, persona)?;
        }
    }
    add_links(draft, &clip.links, &pasted)
}

fn put_score(
    draft: &mut Draft,
    score: &Score,
    lane: LaneId,
    step: StepId,
    persona: Option<PersonaId>,
) -> Result<(), EditError> {
    let id = draft.fresh::<Score>()?;
    draft.put(Score {
        id: id.clone(),
        lane,
        step,
        persona,
        ..score.clone()
    });
    scores::update(
        draft,
        &id,
        &ScoreFields {
            tenths: Some(score.tenths),
            word: Some(score.word.clone()),
            note: Some(score.note.clone()),
            moment_of_truth: None,
        },
    )
}

fn put_card(
    draft: &mut Draft,
    card: &Card,
    id: CardId,
    (lane, step): Cell,
    order: OrderKey,
    span: u16,
    images: &BTreeSet<AssetId>,
) -> Result<(), EditError> {
    draft.put(Card {
        id: id.clone(),
        lane,
        step,
        order,
        span,
        image: card.image.clone().filter(|image| images.contains(image)),
        ..card.clone()
    });
    // A clip may come from anywhere: every value goes through the checks of editing.
    let fields = CardFields {
        text: Some(card.text.clone()),
        colour: card.colour.clone().map(Setting::To),
        icon: card.icon.clone().map(Setting::To),
        source: Some(card.source.clone()),
        owner: Some(card.owner.clone()),
        tags: Some(card.tags.clone()),
        address: Some(card.address.clone()),
        touchpoint: card.touchpoint.clone().map(Setting::To),
        measurement: card.measurement.clone().map(Setting::To),
        ..CardFields::default()
    };
    cards::update_one(draft, &id, &fields)
}

/// Adds the clip's pictures that the map lacks; gives those that its cards may show now.
fn bring_in(draft: &mut Draft, clip: &Clip) -> Result<BTreeSet<AssetId>, EditError> {
    let wanted: BTreeSet<&AssetId> = clip.cards.iter().filter_map(|card| card.image.as_ref()).collect();
    let mut there = BTreeSet::new();
    for id in wanted {
        if draft.document().assets.contains_key(id) {
            there.insert(id.clone());
        } else if let Some(asset) = clip.assets.iter().find(|asset| asset.id == *id) {
            let name = clean_line("asset.name", asset.name.clone())?;
            let asset = Asset { name, ..asset.clone() };
            if pictures::put(draft, asset)? == *id {
                there.insert(id.clone());
            }
        }
    }
    Ok(there)
}

/// Adds copies of the links whose ends were both copied.
fn add_links(draft: &mut Draft, copied: &[Link], pasted: &Pasted) -> Result<(), EditError> {
    for link in copied {
        let end = |end: &LinkEnd| match end {
            LinkEnd::Card(card) => pasted.cards.get(card).cloned().map(LinkEnd::Card),
            LinkEnd::Step(step) => pasted.steps.get(step).cloned().map(LinkEnd::Step),
        };
        if let (Some(from), Some(to)) = (end(&link.from), end(&link.to)) {
            links::add(draft, &from, &to, link.kind, &link.label)?;
        }
    }
    Ok(())
}

fn columns_from(draft: &Draft, step: &StepId) -> u16 {
    cards::columns_from(draft, step)
}
