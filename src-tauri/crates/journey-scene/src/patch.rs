//! What changed from one scene to the next: `apply(old, between(old, new)) = new`.

use std::collections::{BTreeSet, HashMap, HashSet};

use kurbo::{Point, Rect, Size};

use crate::{Cell, Colour, Node, NodeId, Scene};

/// The difference of two scenes of the same map and fonts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenePatch {
    /// Nodes that are no more.
    pub removed: Vec<NodeId>,
    /// Nodes whose content changed, at their new place; their position in paint order stays.
    pub updated: Vec<Node>,
    /// Nodes that only stand elsewhere on the sheet, in the new paint order.
    pub moved: Vec<Moved>,
    /// New nodes, and old ones that take another position in paint order; in the new paint order.
    pub placed: Vec<Placed>,
    /// The sheet itself, where anything of it changed.
    pub sheet: Option<SheetPatch>,
}

/// What a scene says besides its nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetPatch {
    pub size: Size,
    pub grid: Rect,
    /// Another theme may bring another paper.
    pub paper: Colour,
    pub theme: &'static str,
    pub title: String,
    pub language: String,
}

impl SheetPatch {
    fn of(scene: &Scene) -> Self {
        Self {
            size: scene.size,
            grid: scene.grid,
            paper: scene.paper,
            theme: scene.theme,
            title: scene.title.clone(),
            language: scene.language.clone(),
        }
    }
}

/// A node that only moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub id: NodeId,
    pub from: Place,
    pub to: Place,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its top left, in sheet coordinates.
    pub origin: Point,
    pub cell: Option<Cell>,
}

impl Place {
    fn of(node: &Node) -> Self {
        Self {
            origin: node.origin,
            cell: node.cell,
        }
    }
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
        write!(
            f,
            "the patch names node {}, which the scene does not hold",
            self.missing
        )
    }
}

impl std::error::Error for PatchError {}

impl ScenePatch {
    /// The patch that turns `old` into `new`. Work is linear in the number of nodes (times a
    /// logarithm where their order changed a lot); unchanged nodes that share their content cost a few
    /// pointer comparisons.
    pub fn between(old: &Scene, new: &Scene) -> Self {
        let kept = kept_positions(&old.nodes, &new.nodes);
        let mut patch = Self::default();
        let mut previous: Option<&NodeId> = None;
        for (node, kept) in new.nodes.iter().zip(&kept) {
            match kept.map(|position| &old.nodes[position]) {
                Some(before) if !before.same_content(node) => patch.updated.push(node.clone()),
                Some(before) if Place::of(before) != Place::of(node) => {
                    patch.moved.push(Moved {
                        id: node.id.clone(),
                        from: Place::of(before),
                        to: Place::of(node),
                    });
                }
                Some(_) => {}
                None => patch.placed.push(Placed {
                    node: node.clone(),
                    after: previous.cloned(),
                }),
            }
            previous = Some(&node.id);
        }

        let mut stays = vec![false; old.nodes.len()];
        kept.into_iter().flatten().for_each(|position| stays[position] = true);
        let placed: HashSet<&NodeId> = patch.placed.iter().map(|placed| &placed.node.id).collect();
        let gone = old.nodes.iter().zip(stays).filter(|(_, stays)| !stays);
        patch.removed = gone
            .map(|(node, _)| &node.id)
            .filter(|id| !placed.contains(id))
            .cloned()
            .collect();
        let sheet = SheetPatch::of(new);
        if SheetPatch::of(old) != sheet {
            patch.sheet = Some(sheet);
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
                node.origin = moved.to.origin;
                node.cell = moved.to.cell;
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
        if let Some(sheet) = &self.sheet {
            (scene.size, scene.grid) = (sheet.size, sheet.grid);
            (scene.paper, scene.theme) = (sheet.paper, sheet.theme);
            scene.title.clone_from(&sheet.title);
            scene.language.clone_from(&sheet.language);
        }
        Ok(())
    }
}

/// How far a walk over two lists looks ahead for the place where they agree again, and how often.
const LOOK_AHEAD: usize = 16;
const STUMBLES: usize = 64;

/// For each new node the position of the old one of the same id, where both keep their place in paint
/// order (the positions ascend), else `None`.
///
/// After most edits the two lists differ in a few nodes, so they are walked side by side. Where they
/// part for good, the rest is compared by its ids.
fn kept_positions(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    let mut kept = Vec::with_capacity(new.len());
    let mut at = 0; // in `old`
    let mut stumbles = 0;
    while let (Some(before), Some(node)) = (old.get(at), new.get(kept.len())) {
        if before.id == node.id {
            kept.push(Some(at));
            at += 1;
            continue;
        }
        stumbles += 1;
        let position = kept.len();
        let agreed = (1..=LOOK_AHEAD).find_map(|step| {
            if old.get(at + step).is_some_and(|later| later.id == node.id) {
                return Some((step, 0));
            }
            new.get(position + step)
                .is_some_and(|later| later.id == before.id)
                .then_some((0, step))
        });
        match agreed.filter(|_| stumbles <= STUMBLES) {
            Some((left_out, put_in)) => {
                at += left_out;
                kept.resize(position + put_in, None);
            }
            None => {
                kept_by_id(old, at, new, &mut kept);
                return kept;
            }
        }
    }
    kept.resize(new.len(), None);
    kept
}

/// Completes `kept`, which is known so far, from the old nodes from `start` on: most nodes keep their
/// place.
fn kept_by_id(old: &[Node], start: usize, new: &[Node], kept: &mut Vec<Option<usize>>) {
    let index: HashMap<&NodeId, usize> = (start..).zip(&old[start..]).map(|(i, node)| (&node.id, i)).collect();
    let found: Vec<Option<usize>> = new[kept.len()..]
        .iter()
        .map(|node| index.get(&node.id).copied())
        .collect();
    let sequence: Vec<usize> = found.iter().flatten().copied().collect();
    let mut ascends = longest_increasing(&sequence).into_iter();
    kept.extend(found.into_iter().map(|position| {
        let ascends = position.is_some() && ascends.next() == Some(true);
        position.filter(|_| ascends)
    }));
}

/// Which numbers make a longest strictly increasing subsequence of distinct numbers (patience sorting).
fn longest_increasing(sequence: &[usize]) -> Vec<bool> {
    // The common case, no reordering at all, needs no tails.
    if sequence.is_sorted() {
        return vec![true; sequence.len()];
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
    let mut members = vec![false; sequence.len()];
    let mut position = tails.last().copied();
    while let Some(at) = position {
        members[at] = true;
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
        let odd = nodes.len() % 2 == 1;
        Scene {
            size: Size::new(nodes.len() as f64, 1.0),
            paper: if odd { Colour::WHITE } else { Colour::BLACK },
            title: format!("{} nodes", nodes.len() / 3),
            language: "en".into(),
            theme: if odd { "calm" } else { "print" },
            nodes,
            fonts: Arc::default(),
            grid: Rect::ZERO,
        }
    }

    fn scenes() -> impl Strategy<Value = Scene> {
        // Few ids, few places: nodes collide, stay, move, change and swap often.
        prop::collection::vec((0u8..12, 0u8..3, 1u8..3), 0..16).prop_map(scene)
    }

    /// Longer lists of which parts are turned round, cut out and renamed, so that walks stumble often.
    fn long_scenes() -> impl Strategy<Value = (Scene, Scene)> {
        let turns = prop::collection::vec((0usize..200, 0usize..40, 0u8..3), 0..120);
        turns.prop_map(|turns| {
            let old: Vec<(u8, u8, u8)> = (0..200).map(|id| (id, 0, 1)).collect();
            let mut new = old.clone();
            for (at, length, what) in turns {
                let end = (at + length).min(new.len());
                let part = at.min(end)..end;
                match what {
                    0 => new[part].reverse(),
                    1 => new[part].rotate_left(length / 3 % (end - at.min(end)).max(1)),
                    _ => new[part]
                        .iter_mut()
                        .step_by(9)
                        .for_each(|node| node.0 = node.0.wrapping_add(100)),
                }
            }
            (scene(old), scene(new))
        })
    }

    proptest! {
        #[test]
        fn long_lists_that_differ_a_lot_are_patched((old, new) in long_scenes()) {
            let mut patched = old.clone();
            ScenePatch::between(&old, &new).apply(&mut patched).unwrap();
            prop_assert_eq!(&patched.nodes, &new.nodes);
        }

        #[test]
        fn between_then_apply_gives_the_new_scene(old in scenes(), new in scenes()) {
            let patch = ScenePatch::between(&old, &new);
            let mut patched = old.clone();
            patch.apply(&mut patched).unwrap();
            prop_assert_eq!(&patched.nodes, &new.nodes);
            prop_assert_eq!(SheetPatch::of(&patched), SheetPatch::of(&new));
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
    fn neighbours_of_what_comes_and_goes_stay() {
        let list = |ids: &mut dyn Iterator<Item = u8>| scene(ids.map(|id| (id, 0, 1)).collect());
        let old = list(&mut (0..100));
        // Five nodes gone, two new, one further back; once within the look-ahead and once beyond it.
        let new = list(
            &mut (0..100)
                .filter(|id| !(20..25).contains(id) && *id != 50)
                .chain([200, 50, 201]),
        );
        let patch = ScenePatch::between(&old, &new);
        assert_eq!((patch.removed.len(), patch.placed.len()), (5, 3));
        let new = list(&mut (0..100).filter(|id| !(20..60).contains(id)).chain(20..30));
        let patch = ScenePatch::between(&old, &new);
        assert_eq!((patch.removed.len(), patch.placed.len()), (30, 10));
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
