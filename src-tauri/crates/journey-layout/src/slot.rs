//! Slots: where a card that is dropped on the sheet would go.

use std::collections::HashMap;

use journey_model::{CardFamily, CardId, Document, LaneId, StepId};
use journey_scene::{Cell, NodeId, Point, Rect, Role, Scene};

use crate::Theme;

/// A place for a card: its cell, and the card of that cell that it would follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub lane: LaneId,
    pub step: StepId,
    /// `None`: it would be the first.
    pub after: Option<CardId>,
    /// The bar (px, sheet coordinates) that shows the place: between two cards, or in an empty cell
    /// the room of a small card.
    pub rect: Rect,
}

/// The slot at a point of the sheet (px, sheet coordinates), as if the `dragging` cards were not there;
/// `None` outside of the grid and in lanes that take no cards: curves, separators and collapsed ones.
pub fn slot_at(scene: &Scene, document: &Document, point: Point, dragging: &[String]) -> Option<Slot> {
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
    let (lane_node, step_node) = (lane?, step?);
    let (row, column) = (lane_node.bounds(), step_node.bounds());
    let lane = LaneId::from(lane_node.id.as_str());
    let step = StepId::from(step_node.id.as_str());
    let record = document.lanes.get(&lane)?;
    if record.collapsed || matches!(record.kind.family(), CardFamily::Curve | CardFamily::Separator) {
        return None;
    }
    let mut cell: Vec<_> = document
        .cards
        .values()
        .filter(|card| card.lane == lane && card.step == step && !dragging.contains(&card.id.0))
        .collect();
    cell.sort_by(|a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
    // Only the cell's own cards: a drag asks at every turn, and a map may have very many.
    let (row_number, column_number) = (lane_node.cell?.row, step_node.cell?.column);
    let places: HashMap<&str, Rect> = scene
        .nodes
        .iter()
        .filter(|node| {
            let in_cell = |cell: Cell| (cell.row, cell.column) == (row_number, column_number);
            node.role == Role::Card && node.cell.is_some_and(in_cell)
        })
        .map(|node| (node.id.as_str(), node.bounds()))
        .collect();
    let place = |card: &CardId| places.get(card.as_str()).copied();
    let before = cell
        .iter()
        .rev()
        .find(|card| place(&card.id).is_some_and(|bounds| bounds.center().y < point.y));

    let metrics = &Theme::named_or_default(scene.theme).metrics;
    let (left, right) = (column.x0 + metrics.cell_inset, column.x1 - metrics.cell_inset);
    let bar = |middle: f64| {
        let half = metrics.gap / 4.0;
        Rect::new(left, middle - half, right, middle + half)
    };
    let rect = match (before.and_then(|card| place(&card.id)), cell.first()) {
        (Some(above), _) => bar(above.y1 + metrics.gap / 2.0),
        (None, Some(first)) => bar(place(&first.id)?.y0 - metrics.gap / 2.0),
        (None, None) => {
            let top = row.y0 + metrics.cell_top;
            Rect::new(left, top, right, (row.y1 - metrics.cell_top).max(top + metrics.gap))
        }
    };
    Some(Slot {
        lane,
        step,
        after: before.map(|card| card.id.clone()),
        rect,
    })
}

fn is_part(id: &NodeId) -> bool {
    id.as_str().contains('/')
}
