//! Bookmarks: one branch for the stages (with their steps), one for the lanes; over them the document's
//! parts, where it has several.

use journey_scene::{Cell, Node, Role};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::Options;
use crate::book::{Book, Spot};
use crate::grid::{Grid, is_whole, name};
use crate::properties::title;

pub(crate) fn outline(book: &Book<'_>, options: &Options) -> Outline {
    let mut outline = Outline::new();
    if let [part] = book.parts {
        let branches = branches(book, 0, options);
        if branches.is_empty() {
            // PDF/UA wants at least one bookmark.
            outline.push_child(bookmark(title(part.scene, options).to_owned(), book.top(0)));
        }
        for branch in branches {
            outline.push_child(branch);
        }
        return outline;
    }
    for (index, part) in book.parts.iter().enumerate() {
        let words = part.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = if words.is_empty() {
            title(part.scene, options).to_owned()
        } else {
            words
        };
        // The way to the whole map is open, those to its stages are what one looks for in it.
        let mut entry = bookmark(words, book.top(index)).with_open(index == 0);
        let children = match part.about {
            None => branches(book, index, options),
            Some(_) => steps(book, index),
        };
        for child in children {
            entry.push_child(child);
        }
        outline.push_child(entry);
    }
    outline
}

/// The headers of a part that stand for their records.
fn headers<'b>(book: &'b Book<'_>, part: usize, wanted: fn(Role) -> bool) -> impl Iterator<Item = &'b Node> {
    let nodes = book.parts.get(part).map(|part| &part.scene.nodes);
    let nodes = nodes.into_iter().flatten();
    nodes.filter(move |node| wanted(node.role) && is_whole(node))
}

/// Where it is plain which stage it is, its steps are enough.
fn steps(book: &Book<'_>, part: usize) -> Vec<OutlineNode> {
    let steps = headers(book, part, |role| role == Role::Step);
    steps.map(|node| entry(book, part, node)).collect()
}

fn branches(book: &Book<'_>, part: usize, options: &Options) -> Vec<OutlineNode> {
    let Some(scene) = book.scene(part) else {
        return Vec::new();
    };
    let grid = Grid::of(scene);
    let mut stages: Vec<(Option<Cell>, OutlineNode)> = headers(book, part, |role| role == Role::Stage)
        .map(|node| (grid.cell(node), entry(book, part, node)))
        .collect();
    let mut orphans = Vec::new();
    for step in headers(book, part, |role| role == Role::Step) {
        let column = grid.cell(step).map(|cell| cell.column);
        let above = |(cell, _): &&mut (Option<Cell>, OutlineNode)| {
            let span = cell.map(|cell| cell.column..cell.column.saturating_add(cell.columns.max(1)));
            span.zip(column).is_some_and(|(span, column)| span.contains(&column))
        };
        match stages.iter_mut().find(above) {
            Some((_, stage)) => stage.push_child(entry(book, part, step)),
            None => orphans.push(entry(book, part, step)),
        }
    }
    let lanes = headers(book, part, |role| matches!(role, Role::Lane | Role::Separator));
    let lanes: Vec<OutlineNode> = lanes.map(|node| entry(book, part, node)).collect();
    let columns: Vec<OutlineNode> = stages.into_iter().map(|(_, entry)| entry).chain(orphans).collect();
    let words = &options.words;
    [(&words.stages, columns), (&words.lanes, lanes)]
        .into_iter()
        .filter(|(_, children)| !children.is_empty())
        .map(|(name, children)| {
            let mut branch = bookmark(name.clone(), book.top(part)).with_open(true);
            for child in children {
                branch.push_child(child);
            }
            branch
        })
        .collect()
}

/// A bookmark that leads to the node's top left corner.
fn entry(book: &Book<'_>, part: usize, node: &Node) -> OutlineNode {
    bookmark(name(node), book.corner(part, node))
}

fn bookmark(words: String, (page, point): Spot) -> OutlineNode {
    OutlineNode::new(
        words,
        XyzDestination::new(page, Point::from_xy(point.x as f32, point.y as f32)),
    )
}
