//! What changed from one scene to the next: `apply(old, between(old, new)) = new`.

use std::collections::{BTreeSet, HashMap, HashSet};

use kurbo::{Point, Rect, Size};

use crate::{Cell, Node, NodeId, Scene};

/// The difference of two scenes of the same map, theme and fonts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenePatch {
    /// Nodes that are no more.
    pub removed: Vec<NodeId>,
    /// Nodes whose content changed, at their new place; their position in paint order stays.
    pub updated: Vec<Node>,
    /// Nodes that only stand elsewhere on the sheet.
    pub moved: Vec<Moved>,
    /// New nodes, and old ones that take another position in paint order; in the new paint order.
    pub placed: Vec<Placed>,
    /// The new sheet size and grid, where they changed.
    pub sheet: Option<(Size, Rect)>,
}

/// A node that only moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub id: NodeId,
    /// New top left, in sheet coordinates.
    pub origin: Point,
    pub cell: Option<Cell>,
}

/// A node and the one it directly follows in paint order (`None`: it is the first).
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub node: Node,
    pub after: Option<NodeId>,
}

/// A patch that does not belong to the scene it was applied to.
#[derive(Debug, PartialEq, Eq)]
pub struct PatchError {
    /// The node that the patch names and the scene lacks.
    pub missing: NodeId,
}

impl std::fmt::Display for PatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the patch names node {}, which the scene does not hold", self.missing)
    }
}

impl std::error::Error for PatchError {}

impl ScenePatch {
    /// The patch that turns `old` into `new`. Work is linear in the number of nodes (times a
    /// logarithm where their order changed); unchanged nodes that share their content cost a pointer comparison.
    pub fn between(old: &Scene, new: &Scene) -> Self {
        let old_index: HashMap<&NodeId, usize> = old.nodes.iter().enumerate().map(|(i, n)| (&n.id, i)).collect();
        let new_ids: HashSet<&NodeId> = new.nodes.iter().map(|n| &n.id).collect();
        let removed = old
            .nodes
            .iter()
            .filter(|n| !new_ids.contains(&n.id))
            .map(|n| n.id.clone())
            .collect();

        let sequence: Vec<usize> = new.nodes.iter().filter_map(|n| old_index.get(&n.id).copied()).collect();
        let kept = longest_increasing(&sequence);

        let mut patch = Self {
            removed,
            ..Self::default()
        };
        let mut previous: Option<&NodeId> = None;
        for node in &new.nodes {
            match old_index.get(&node.id) {
                Some(&index) if kept.contains(&index) => {
                    let before = &old.nodes[index];
                    if !before.same_content(node) {
                        patch.updated.push(node.clone());
                    } else if before != node {
                        patch.moved.push(Moved {
                            id: node.id.clone(),
                            origin: node.origin,
                            cell: node.cell,
                        });
                    }
                }
                _ => patch.placed.push(Placed {
                    node: node.clone(),
                    after: previous.cloned(),
                }),
            }
            previous = Some(&node.id);
        }
        if old.size != new.size || old.grid != new.grid {
            patch.sheet = Some((new.size, new.grid));
        }
        patch
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// Applies the patch; the scene is untouched where it returns an error.
    pub fn apply(&self, scene: &mut Scene) -> Result<(), PatchError> {
        let removed: HashSet<&NodeId> = self.removed.iter().collect();
        let mut updated: HashMap<&NodeId, &Node> = self.updated.iter().map(|n| (&n.id, n)).collect();
        let mut moved: HashMap<&NodeId, &Moved> = self.moved.iter().map(|m| (&m.id, m)).collect();
        let placed: HashSet<&NodeId> = self.placed.iter().map(|p| &p.node.id).collect();
        let mut followers: HashMap<Option<NodeId>, &Placed> =
            self.placed.iter().map(|p| (p.after.clone(), p)).collect();

        let mut nodes = Vec::with_capacity(scene.nodes.len() + self.placed.len());
        let mut chain = |after: Option<NodeId>, nodes: &mut Vec<Node>| {
            let mut next = followers.remove(&after);
            while let Some(placed) = next {
                nodes.push(placed.node.clone());
                next = followers.remove(&Some(placed.node.id.clone()));
            }
        };
        chain(None, &mut nodes);
        for node in &scene.nodes {
            if removed.contains(&node.id) || placed.contains(&node.id) {
                continue;
            }
            let mut node = node.clone();
            if let Some(new) = updated.remove(&node.id) {
                node = new.clone();
            } else if let Some(moved) = moved.remove(&node.id) {
                node.origin = moved.origin;
                node.cell = moved.cell;
            }
            let id = node.id.clone();
            nodes.push(node);
            chain(Some(id), &mut nodes);
        }

        let missing: BTreeSet<&NodeId> = followers
            .keys()
            .filter_map(Option::as_ref)
            .chain(updated.keys().copied())
            .chain(moved.keys().copied())
            .collect();
        if let Some(missing) = missing.into_iter().next() {
            return Err(PatchError {
                missing: missing.clone(),
            });
        }
        scene.nodes = nodes;
        if let Some((size, grid)) = self.sheet {
            (scene.size, scene.grid) = (size, grid);
        }
        Ok(())
    }
}

/// The members of a longest strictly increasing subsequence of distinct numbers (patience sorting).
fn longest_increasing(sequence: &[usize]) -> HashSet<usize> {
    // The common case, no reordering at all, needs no tails.
    if sequence.is_sorted() {
        return sequence.iter().copied().collect();
    }
    let mut tails: Vec<usize> = Vec::new(); // positions in `sequence`
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    for (position, value) in sequence.iter().enumerate() {
        let length = tails.partition_point(|&tail| sequence[tail] < *value);
        previous.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        if length == tails.len() {
            tails.push(position);
        } else {
            tails[length] = position;
        }
    }
    let mut members = HashSet::new();
    let mut position = tails.last().copied();
    while let Some(at) = position {
        members.insert(sequence[at]);
        position = previous[at];
    }
    members
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::{Colour, Primitive, Role, Shape};

    fn node((id, x, width): (u8, u8, u8)) -> Node {
        let size = Size::new(f64::from(width), 10.0);
        Node {
            id: NodeId::new(format!("card_{id}")),
            role: Role::Card,
            origin: Point::new(f64::from(x), 0.0),
            size,
            label: "a card".into(),
            cell: None,
            edit: None,
            content: Arc::new([Primitive::Path {
                shape: Shape::Rect(size.to_rect()),
                fill: Some(Colour::WHITE.into()),
                stroke: None,
            }]),
        }
    }

    fn scene(parts: Vec<(u8, u8, u8)>) -> Scene {
        let mut seen = HashSet::new();
        let nodes: Vec<Node> = parts.into_iter().filter(|p| seen.insert(p.0)).map(node).collect();
        Scene {
            size: Size::new(nodes.len() as f64, 1.0),
            paper: Colour::WHITE,
            title: String::new(),
            language: "en".into(),
            theme: "calm",
            nodes,
            fonts: Arc::default(),
            grid: Rect::ZERO,
        }
    }

    fn scenes() -> impl Strategy<Value = Scene> {
        // Few ids, few places: nodes collide, stay, move, change and swap often.
        prop::collection::vec((0u8..12, 0u8..3, 1u8..3), 0..16).prop_map(scene)
    }

    proptest! {
        #[test]
        fn between_then_apply_gives_the_new_scene(old in scenes(), new in scenes()) {
            let patch = ScenePatch::between(&old, &new);
            let mut patched = old.clone();
            patch.apply(&mut patched).unwrap();
            prop_assert_eq!(&patched.nodes, &new.nodes);
            prop_assert_eq!(patched.size, new.size);
            prop_assert!(ScenePatch::between(&new, &new).is_empty());
        }
    }

    #[test]
    fn a_node_that_only_moves_is_not_sent_again() {
        let old = scene(vec![(1, 0, 1), (2, 1, 1)]);
        let new = scene(vec![(1, 0, 1), (2, 2, 1)]);
        let patch = ScenePatch::between(&old, &new);
        assert_eq!((patch.moved.len(), patch.updated.len(), patch.placed.len()), (1, 0, 0));
    }

    #[test]
    fn one_node_to_the_front_places_one_node() {
        let old = scene((0..10).map(|i| (i, 0, 1)).collect());
        let new = scene([9].into_iter().chain(0..9).map(|i| (i, 0, 1)).collect());
        assert_eq!(ScenePatch::between(&old, &new).placed.len(), 1);
    }

    #[test]
    fn a_patch_for_another_scene_is_refused_and_changes_nothing() {
        let patch = ScenePatch::between(&scene(vec![(1, 0, 1)]), &scene(vec![(1, 2, 1)]));
        let mut other = scene(vec![(7, 0, 1)]);
        let before = other.nodes.clone();
        assert_eq!(patch.apply(&mut other).unwrap_err().missing.as_str(), "card_1");
        assert_eq!(other.nodes, before);
    }
}
