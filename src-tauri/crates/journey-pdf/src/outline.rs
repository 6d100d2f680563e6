//! Bookmarks: one branch for the stages (with their steps), one for the lanes.

use journey_scene::{Cell, Node, Role, Scene};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::grid::{Grid, is_whole, name};
use crate::page::Sheet;
use crate::painter::owns;
use crate::properties::title;

pub(crate) fn outline(scene: &Scene, sheets: &[Sheet]) -> Outline {
    let grid = Grid::of(scene);
    let headers = |wanted: fn(Role) -> bool| {
        scene
            .nodes
            .iter()
            .filter(move |node| wanted(node.role) && is_whole(node))
    };
    let mut stages: Vec<(Option<Cell>, OutlineNode)> = headers(|role| role == Role::Stage)
        .map(|node| (grid.cell(node), entry(node, scene, sheets)))
        .collect();
    let mut orphans = Vec::new();
    for step in headers(|role| role == Role::Step) {
        let column = grid.cell(step).map(|cell| cell.column);
        let above = |(cell, _): &&mut (Option<Cell>, OutlineNode)| {
            let span = cell.map(|cell| cell.column..cell.column.saturating_add(cell.columns.max(1)));
            span.zip(column).is_some_and(|(span, column)| span.contains(&column))
        };
        match stages.iter_mut().find(above) {
            Some((_, stage)) => stage.push_child(entry(step, scene, sheets)),
            None => orphans.push(entry(step, scene, sheets)),
        }
    }
    let lanes = headers(|role| matches!(role, Role::Lane | Role::Separator)).map(|node| entry(node, scene, sheets));

    let mut outline = Outline::new();
    let columns = stages.into_iter().map(|(_, entry)| entry).chain(orphans).collect();
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
    let page = sheets.iter().position(|sheet| owns(sheet, bounds, scene)).unwrap_or(0);
    let corner = sheets.get(page).map_or(kurbo::Point::ZERO, |sheet| {
        let corner = sheet.transform * sheet.window.intersect(bounds).origin();
        let within = |value: f64, length: f64| {
            if value.is_finite() {
                value.clamp(0.0, length)
            } else {
                0.0
            }
        };
        kurbo::Point::new(within(corner.x, sheet.size.width), within(corner.y, sheet.size.height))
    });
    let destination = XyzDestination::new(page, Point::from_xy(corner.x as f32, corner.y as f32));
    OutlineNode::new(name(node), destination)
}
