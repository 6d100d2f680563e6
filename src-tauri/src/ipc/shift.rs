//! Nodes that move alike, as the window hears of them.
//!
//! A card that changes its row's height moves every card below: thousands of nodes, all by the same few
//! pixels. Cards of a lane follow each other in paint order, so that a handful of runs says it all, where
//! a line for every node would be half a megabyte for the window to read.

use journey_scene::{Moved, Node, Place, Scene};
use serde::Serialize;

/// Nodes that follow each other in paint order and move by the same way.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct WireShift {
    /// The first and the last one, in the paint order that the patch leads to.
    pub first: String,
    pub last: String,
    pub count: u32,
    /// How far they move, in px of the sheet.
    pub dx: f64,
    pub dy: f64,
    /// How many rows and columns further on their cells are.
    pub rows: i32,
    pub columns: i32,
}

/// Shifts that differ by less (px) are the same: sums of floats end in different last digits.
const SAME: f64 = 1e-6;

impl WireShift {
    fn of(Moved { id, from, to }: &Moved) -> Option<Self> {
        let (rows, columns) = cells_between(from, to)?;
        Some(Self {
            first: id.to_string(),
            last: id.to_string(),
            count: 1,
            dx: to.origin.x - from.origin.x,
            dy: to.origin.y - from.origin.y,
            rows,
            columns,
        })
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.dx - other.dx).abs() < SAME
            && (self.dy - other.dy).abs() < SAME
            && (self.rows, self.columns) == (other.rows, other.columns)
    }
}

/// Rows and columns that a cell lies further on; `None` where more than its place changed.
fn cells_between(from: &Place, to: &Place) -> Option<(i32, i32)> {
    let further = |from: u32, to: u32| i32::try_from(i64::from(to) - i64::from(from)).ok();
    match (from.cell, to.cell) {
        (None, None) => Some((0, 0)),
        (Some(from), Some(to)) if from.columns == to.columns => {
            Some((further(from.row, to.row)?, further(from.column, to.column)?))
        }
        _ => None,
    }
}

/// The shifts of a patch's moved nodes, and those that no shift can tell of. `scene` is the one that the
/// patch leads to.
pub fn shifts<'a>(moved: &[Moved], scene: &'a Scene) -> (Vec<WireShift>, Vec<&'a Node>) {
    let mut shifts: Vec<WireShift> = Vec::new();
    let mut others = Vec::new();
    // Moved nodes stand in paint order: both lists are walked side by side.
    let mut moved = moved.iter().peekable();
    let mut goes_on = false;
    for node in &scene.nodes {
        let Some(moved) = moved.next_if(|moved| moved.id == node.id) else {
            goes_on = false;
            continue;
        };
        let Some(shift) = WireShift::of(moved) else {
            others.push(node);
            goes_on = false;
            continue;
        };
        match shifts.last_mut().filter(|last| goes_on && last.is_like(&shift)) {
            Some(last) => {
                last.last = shift.last;
                last.count += 1;
            }
            None => shifts.push(shift),
        }
        goes_on = true;
    }
    (shifts, others)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use journey_editor::Session;
    use journey_layout::{Engine, FontBook};
    use journey_model::sample::sample;
    use journey_model::{CardFields, CountingIds, Document, Edit};
    use journey_scene::{Cell, Point, ScenePatch};

    use super::*;

    fn session(document: Document) -> Session {
        let engine = Engine::new(FontBook::shipped());
        Session::open(document, 0, [], engine, Box::new(CountingIds(0)))
    }

    /// What the window makes of the shifts: places of the nodes that only moved.
    fn shifted(old: &Scene, shifts: &[WireShift], new: &Scene) -> HashMap<String, (Point, Option<Cell>)> {
        let before: HashMap<&str, &Node> = old.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let at = |id: &str| new.nodes.iter().position(|node| node.id.as_str() == id).unwrap();
        let mut places = HashMap::new();
        for shift in shifts {
            let nodes = &new.nodes[at(&shift.first)..=at(&shift.last)];
            assert_eq!(nodes.len(), shift.count as usize);
            for node in nodes {
                let old = before[node.id.as_str()];
                let origin = Point::new(old.origin.x + shift.dx, old.origin.y + shift.dy);
                let cell = old.cell.map(|cell| Cell {
                    row: cell.row.checked_add_signed(shift.rows).unwrap(),
                    column: cell.column.checked_add_signed(shift.columns).unwrap(),
                    ..cell
                });
                places.insert(node.id.to_string(), (origin, cell));
            }
        }
        places
    }

    #[test]
    fn shifts_lead_to_the_places_of_the_new_scene() {
        let document = sample(5, 6, 4, 1);
        let mut session = session(document.clone());
        let (lane, step) = (
            document.ordered_lanes()[1].id.clone(),
            document.ordered_steps()[1].id.clone(),
        );
        let stage = document.ordered_stages()[1].id.clone();
        let edits = [
            Edit::AddCard {
                lane,
                step,
                after: None,
                fields: CardFields::default(),
            },
            Edit::Remove {
                ids: vec![document.ordered_steps()[3].id.to_string()],
            },
            Edit::Remove {
                ids: vec![document.ordered_lanes()[2].id.to_string()],
            },
            Edit::Remove {
                ids: vec![stage.to_string()],
            },
        ];
        for edit in edits {
            let old = session.scene();
            session.apply(edit, Vec::new(), 0).unwrap();
            let new = session.scene();
            let patch = ScenePatch::between(&old, &new);
            let (shifts, others) = shifts(&patch.moved, &new);
            let places = shifted(&old, &shifts, &new);
            assert_eq!(places.len() + others.len(), patch.moved.len());
            assert!(patch.moved.len() > 10 && shifts.len() * 4 < patch.moved.len());
            for moved in &patch.moved {
                let Some((origin, cell)) = places.get(moved.id.as_str()) else {
                    continue;
                };
                assert!((*origin - moved.to.origin).hypot() < 1e-3);
                assert_eq!(*cell, moved.to.cell);
            }
        }
    }
}
