//! Bookmarks: one branch for the stages (with their steps), one for the lanes.

use journey_scene::{Node, Role, Scene};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::page::Sheet;
use crate::painter::{owns, title};

pub(crate) fn outline(scene: &Scene, sheets: &[Sheet]) -> Outline {
    let of_role = |role| scene.nodes.iter().filter(move |node| node.role == role);
    let mut stages: Vec<(&Node, OutlineNode)> = of_role(Role::Stage)
        .map(|node| (node, entry(node, scene, sheets)))
        .collect();
    let mut orphans = Vec::new();
    for step in of_role(Role::Step) {
        let column = step.cell.map(|cell| cell.column);
        let parent = stages.iter_mut().find(|(stage, _)| {
            let span = stage
                .cell
                .map(|cell| cell.column..cell.column + cell.columns.max(1));
            span.zip(column)
                .is_some_and(|(span, column)| span.contains(&column))
        });
        match parent {
            Some((_, stage)) => stage.push_child(entry(step, scene, sheets)),
            None => orphans.push(entry(step, scene, sheets)),
        }
    }
    let lanes = scene
        .nodes
        .iter()
        .filter(|node| matches!(node.role, Role::Lane | Role::Separator))
        .map(|node| entry(node, scene, sheets));

    let mut outline = Outline::new();
    let columns = stages
        .into_iter()
        .map(|(_, entry)| entry)
        .chain(orphans)
        .collect();
    let branches = [("Stages", columns), ("Lanes", lanes.collect::<Vec<_>>())];
    let mut empty = true;
    for (name, children) in branches {
        if !children.is_empty() {
            empty = false;
            outline.push_child(branch(name, children));
        }
    }
    if empty {
        // PDF/UA wants at least one bookmark.
        outline.push_child(OutlineNode::new(title(scene).to_owned(), top()));
    }
    outline
}

fn top() -> XyzDestination {
    XyzDestination::new(0, Point::from_xy(0.0, 0.0))
}

fn branch(name: &str, children: Vec<OutlineNode>) -> OutlineNode {
    let mut branch = OutlineNode::new(name.into(), top()).with_open(true);
    for child in children {
        branch.push_child(child);
    }
    branch
}

/// A bookmark that leads to the node's top left corner.
fn entry(node: &Node, scene: &Scene, sheets: &[Sheet]) -> OutlineNode {
    let bounds = node.bounds();
    let page = sheets
        .iter()
        .position(|sheet| owns(sheet, bounds, scene))
        .unwrap_or(0);
    let corner = sheets.get(page).map_or(kurbo::Point::ZERO, |sheet| {
        let corner = sheet.transform * sheet.window.intersect(bounds).origin();
        let within = |value: f64, length: f64| {
            if value.is_finite() {
                value.clamp(0.0, length)
            } else {
                0.0
            }
        };
        kurbo::Point::new(
            within(corner.x, sheet.size.width),
            within(corner.y, sheet.size.height),
        )
    });
    let label = node.label.split_whitespace().collect::<Vec<_>>().join(" ");
    let destination = XyzDestination::new(page, Point::from_xy(corner.x as f32, corner.y as f32));
    OutlineNode::new(label, destination)
}
