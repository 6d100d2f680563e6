//! Slots: where a card that is dropped on the sheet would go.

use std::collections::HashMap;

use journey_model::{CardFamily, CardId, Document, LaneId, StepId};
use journey_scene::{NodeId, Point, Role, Scene};

/// A place for a card: its cell, and the card of that cell that it would follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub lane: LaneId,
    pub step: StepId,
    /// `None`: it would be the first.
    pub after: Option<CardId>,
}

/// The slot at a point of the sheet (px, sheet coordinates); `None` outside of the grid and in lanes
/// that take no cards: curves, separators and collapsed ones.
pub fn slot_at(scene: &Scene, document: &Document, point: Point) -> Option<Slot> {
    let mut lane = None;
    let mut step = None;
    for node in &scene.nodes {
        let bounds = node.bounds();
        match node.role {
            Role::Lane if !is_part(&node.id) && (bounds.y0..bounds.y1).contains(&point.y) => lane = Some(node),
            Role::Step if (bounds.x0..bounds.x1).contains(&point.x) => step = Some(node),
            _ => {}
        }
    }
    let lane = LaneId::from(lane?.id.as_str());
    let step = StepId::from(step?.id.as_str());
    let record = document.lanes.get(&lane)?;
    if record.collapsed || matches!(record.kind.family(), CardFamily::Curve | CardFamily::Separator) {
        return None;
    }
    let mut cell: Vec<_> = document
        .cards
        .values()
        .filter(|card| card.lane == lane && card.step == step)
        .collect();
    cell.sort_by(|a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
    let places: HashMap<&str, f64> = scene
        .nodes
        .iter()
        .filter(|node| node.role == Role::Card)
        .map(|node| (node.id.as_str(), node.bounds().center().y))
        .collect();
    let after = cell
        .iter()
        .rev()
        .find(|card| places.get(card.id.as_str()).is_some_and(|middle| *middle < point.y))
        .map(|card| card.id.clone());
    Some(Slot { lane, step, after })
}

fn is_part(id: &NodeId) -> bool {
    id.as_str().contains('/')
}
