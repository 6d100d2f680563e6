//! Cutting a selection out of a sheet: the chosen records as they stand there, and the links among them.

use std::collections::BTreeSet;
use std::sync::Arc;

use journey_model::{Document, LinkEnd};
use journey_scene::{Node, Point, Rect, Role, Scene, Size, round_to};

use crate::theme::Theme;

/// Around what is cut out, in px: room for line widths and arrow heads.
const MARGIN: f64 = 16.0;

/// The chosen records of a whole sheet, on a sheet of their own. `None` where nothing of them is shown.
pub(crate) fn to_records(whole: &Scene, document: &Document, ids: &[String], theme: &Theme) -> Option<Arc<Scene>> {
    let chosen = with_content(document, ids);
    let kept: Vec<&Node> = whole.nodes.iter().filter(|node| is_part_of(node, &chosen)).collect();
    // What is there to be edited, or for the eye alone, does not make a sheet.
    let mut visible = kept.iter().filter(|node| !node.content.is_empty());
    let first = visible.next()?.bounds();
    let bounds = visible.fold(first, |bounds, node| bounds.union(node.bounds()));
    let origin = bounds.origin() - kurbo::Vec2::new(MARGIN, MARGIN);
    let shift = Point::ZERO - Point::new(round_to(origin.x, 2), round_to(origin.y, 2));
    let nodes = kept.into_iter().map(|node| Node {
        origin: Point::new(
            round_to(node.origin.x + shift.x, 2),
            round_to(node.origin.y + shift.y, 2),
        ),
        ..node.clone()
    });
    let nodes: Vec<Node> = nodes.filter(|node| !node.content.is_empty()).collect();
    let grid = (whole.grid + shift).intersect(bounds + shift);
    Some(Arc::new(Scene {
        size: Size::new(
            (bounds.width() + 2.0 * MARGIN).ceil(),
            (bounds.height() + 2.0 * MARGIN).ceil(),
        ),
        paper: theme.paper,
        title: whole.title.clone(),
        language: whole.language.clone(),
        theme: whole.theme,
        nodes,
        fonts: Arc::clone(&whole.fonts),
        grid: Rect::new(
            round_to(grid.x0, 2),
            round_to(grid.y0, 2),
            round_to(grid.x1, 2),
            round_to(grid.y1, 2),
        ),
    }))
}

/// The ids, those of the cards and points in chosen stages, steps and lanes, and those of the links
/// between what is chosen.
fn with_content<'a>(document: &'a Document, ids: &'a [String]) -> BTreeSet<&'a str> {
    let mut chosen: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let steps = document.steps.values();
    let steps: Vec<&str> = steps
        .filter(|step| chosen.contains(step.stage.as_str()))
        .map(|step| step.id.as_str())
        .collect();
    chosen.extend(steps);
    let cards = document
        .cards
        .values()
        .filter(|card| chosen.contains(card.step.as_str()) || chosen.contains(card.lane.as_str()));
    let scores = document
        .scores
        .values()
        .filter(|score| chosen.contains(score.step.as_str()) || chosen.contains(score.lane.as_str()));
    let inside: Vec<&str> = cards
        .map(|card| card.id.as_str())
        .chain(scores.map(|score| score.id.as_str()))
        .collect();
    chosen.extend(inside);
    let joined = |end: &LinkEnd| match end {
        LinkEnd::Card(card) => chosen.contains(card.as_str()),
        LinkEnd::Step(step) => chosen.contains(step.as_str()),
    };
    let links = document.links.values();
    let links: Vec<&str> = links
        .filter(|link| joined(&link.from) && joined(&link.to))
        .map(|link| link.id.as_str())
        .collect();
    chosen.extend(links);
    chosen
}

fn is_part_of(node: &Node, chosen: &BTreeSet<&str>) -> bool {
    if node.role == Role::EmotionCurve {
        // `curve_LANE_PERSONA`: the whole curve belongs to its lane, not to single points.
        return chosen.iter().any(|id| {
            node.id
                .as_str()
                .strip_prefix("curve_")
                .is_some_and(|rest| rest.starts_with(*id))
        });
    }
    chosen.contains(node.id.record())
}
