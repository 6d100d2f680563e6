//! Links: thin arrows between cards, and arcs between steps above the stage band.

use std::collections::{BTreeMap, HashMap};

use journey_model::{Link, LinkEnd, LinkKind};
use journey_scene::{BezPath, Colour, Dash, NodeId, Paint, Point, Primitive, Rect, Role, Shape, Stroke, Vec2};

use crate::grid::Grid;
use crate::options::Colours;
use crate::rich::Rich;
use crate::route::{Obstacle, Router, Stretch};
use crate::sheet::{Layer, Sheet, node, panel};
use crate::symbol::rounded;
use crate::theme::{Metrics, Theme};
use crate::words;

/// How a kind of link is drawn.
fn stroke(theme: &Theme, kind: LinkKind) -> Stroke {
    let (colour, dash) = match kind {
        LinkKind::Flow => (theme.link, Dash::Solid),
        LinkKind::LoopBack => (theme.link, Dash::Dashed { on: 5.0, off: 3.0 }),
        // Where colour says nothing, the colour of solutions needs a stand-in.
        LinkKind::Solves if theme.colours != Colours::Full => (theme.link_solves, Dash::Dashed { on: 12.0, off: 2.5 }),
        LinkKind::Solves => (theme.link_solves, Dash::Solid),
        LinkKind::Evidence => (theme.link, Dash::Dashed { on: 1.5, off: 3.0 }),
    };
    Stroke {
        colour,
        width: theme.metrics.link_stroke,
        dash,
        round: false,
    }
}

/// A short arrow of that kind, for the legend: from `at` to the right.
pub(crate) fn sample(theme: &Theme, kind: LinkKind, at: Point, length: f64, into: &mut Vec<Primitive>) {
    let points = [at, Point::new(at.x + length, at.y)];
    arrow(&points, theme.metrics, stroke(theme, kind), into);
}

/// A polyline with rounded corners and a head at its end.
fn arrow(points: &[Point], m: &Metrics, stroke: Stroke, into: &mut Vec<Primitive>) {
    let (Some(&start), Some(&tip)) = (points.first(), points.last()) else {
        return;
    };
    if points.len() < 2 {
        return;
    }
    let before = points[points.len() - 2];
    let direction = (tip - before) / (tip - before).hypot().max(0.01);
    let neck = tip - direction * (m.arrow - 1.0);
    let mut path = BezPath::new();
    path.move_to(start);
    for corner in points.windows(3) {
        let (a, b, c) = (corner[0], corner[1], corner[2]);
        let into_corner = b - a;
        let out = c - b;
        let radius = m.link_radius.min(into_corner.hypot() / 2.0).min(out.hypot() / 2.0);
        let from = b - into_corner / into_corner.hypot().max(0.01) * radius;
        let to = b + out / out.hypot().max(0.01) * radius;
        // A quarter of a circle: handles end at 0.5523 of the way to the corner.
        let handle = 0.552_284_749_830_793_6;
        path.line_to(from);
        path.curve_to(from + (b - from) * handle, to + (b - to) * handle, to);
    }
    path.line_to(neck);
    let colour = stroke.colour;
    into.push(Primitive::Path {
        shape: Shape::Path(rounded(path).into()),
        fill: None,
        stroke: Some(stroke),
    });
    into.push(head(tip, direction, m.arrow, colour));
}

fn head(tip: Point, direction: Vec2, length: f64, colour: Colour) -> Primitive {
    let across = Vec2::new(-direction.y, direction.x) * (length * 0.45);
    let base = tip - direction * length;
    let mut path = BezPath::new();
    path.move_to(tip);
    path.line_to(base + across);
    path.line_to(base - across);
    path.close_path();
    Primitive::Path {
        shape: Shape::Path(rounded(path).into()),
        fill: Some(Paint::Solid(colour)),
        stroke: None,
    }
}

/// An arc over the stage band, between two steps.
struct Arc<'a> {
    link: &'a Link,
    from: usize,
    to: usize,
    /// Tracks count upwards from the band.
    track: usize,
}

fn arcs<'a>(sheet: &Sheet<'a>, grid: &Grid<'_>) -> Vec<Arc<'a>> {
    let columns: HashMap<&str, usize> = grid
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| (column.step.id.as_str(), index))
        .collect();
    let mut arcs: Vec<Arc<'a>> = sheet
        .document
        .links
        .values()
        .filter_map(|link| match (&link.from, &link.to) {
            (LinkEnd::Step(from), LinkEnd::Step(to)) if from != to => Some(Arc {
                link,
                from: *columns.get(from.as_str())?,
                to: *columns.get(to.as_str())?,
                track: 0,
            }),
            _ => None,
        })
        .collect();
    // Short arcs lie low, so that long ones bow over them.
    let mut order: Vec<usize> = (0..arcs.len()).collect();
    order.sort_by_key(|&i| (arcs[i].from.abs_diff(arcs[i].to), i));
    let mut tracks: Vec<Vec<(usize, usize)>> = Vec::new();
    for i in order {
        let (left, right) = (arcs[i].from.min(arcs[i].to), arcs[i].from.max(arcs[i].to));
        let free = |track: &Vec<(usize, usize)>| track.iter().all(|(l, r)| right < *l || left > *r);
        let track = tracks.iter().position(free).unwrap_or(tracks.len());
        if track == tracks.len() {
            tracks.push(Vec::new());
        }
        tracks[track].push((left, right));
        arcs[i].track = track;
    }
    arcs
}

/// The height that arcs need above the stage band.
pub(crate) fn loop_room(sheet: &Sheet<'_>, grid: &Grid<'_>) -> f64 {
    let tracks = arcs(sheet, grid).iter().map(|arc| arc.track + 1).max().unwrap_or(0);
    tracks as f64 * sheet.m.loop_track
}

/// Draws all links. `band` is the upper edge of the stage band.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, grid: &Grid<'_>, band: f64) {
    if sheet.document.links.is_empty() {
        return;
    }
    draw_arcs(sheet, grid, band);
    let cards: BTreeMap<String, Obstacle> = sheet
        .layer(Layer::Card)
        .iter()
        .filter_map(|node| {
            let cell = node.cell?;
            let obstacle = Obstacle {
                rect: node.bounds(),
                row: cell.row as usize,
                column: cell.column as usize,
                columns: cell.columns as usize,
            };
            Some((node.id.as_str().to_owned(), obstacle))
        })
        .collect();
    // Faces and their words are in the way as well.
    let scores = sheet.layer(Layer::Score).iter().map(journey_scene::Node::bounds);
    let obstacles = cards.values().map(|card| card.rect).chain(scores);
    let mut router = Router::new(grid, obstacles, sheet.m);
    let mut labels: Vec<Rect> = Vec::new();
    let document = sheet.document;
    for link in document.links.values() {
        let (LinkEnd::Card(from), LinkEnd::Card(to)) = (&link.from, &link.to) else {
            continue;
        };
        let (Some(a), Some(b)) = (cards.get(from.as_str()), cards.get(to.as_str())) else {
            continue;
        };
        if from == to {
            continue;
        }
        let labelled = !link.label.trim().is_empty();
        let above = link.kind == LinkKind::LoopBack;
        let Some(route) = router.route(a, b, labelled, above) else {
            continue;
        };
        let name = |id: &journey_model::CardId| {
            let text = document.cards.get(id).map_or("", |card| card.text.as_str());
            Rich::markup(text).text.replace('\n', " ")
        };
        let said = format!("Link: {} {} {}", name(from), words::link(link.kind), name(to));
        draw(sheet, grid, link, &said, &route.points, route.label, &mut labels);
    }
}

fn draw_arcs(sheet: &mut Sheet<'_>, grid: &Grid<'_>, band: f64) {
    let m = sheet.m;
    let mut ports = vec![0usize; grid.columns.len()];
    let mut labels = Vec::new();
    for arc in arcs(sheet, grid) {
        let mut port = |column: usize| {
            let count = ports[column];
            ports[column] += 1;
            let step = [0.0, 1.0, -1.0, 2.0, -2.0][count % 5];
            grid.columns[column].centre() + step * 12.0
        };
        let (from, to) = (port(arc.from), port(arc.to));
        let foot = band - 3.0;
        let y = band - 14.0 - arc.track as f64 * m.loop_track;
        let points = [
            Point::new(from, foot),
            Point::new(from, y),
            Point::new(to, y),
            Point::new(to, foot),
        ];
        let said = format!(
            "Link: {} {} {}",
            grid.columns[arc.from].title(),
            words::link(arc.link.kind),
            grid.columns[arc.to].title()
        );
        let stretch = Stretch {
            x0: from.min(to),
            x1: from.max(to),
            y,
        };
        draw(sheet, grid, arc.link, &said, &points, Some(stretch), &mut labels);
    }
}

fn draw(
    sheet: &mut Sheet<'_>,
    grid: &Grid<'_>,
    link: &Link,
    said: &str,
    points: &[Point],
    stretch: Option<Stretch>,
    labels: &mut Vec<Rect>,
) {
    let (m, theme) = (sheet.m, sheet.theme);
    sheet.shown.links.insert(link.kind);
    let stroke = stroke(theme, link.kind);
    let colour = stroke.colour;
    let mut content = Vec::new();
    arrow(points, m, stroke, &mut content);
    let mut bounds = points
        .iter()
        .skip(1)
        .fold(Rect::from_points(points[0], points[0]), |r, p| r.union_pt(*p));
    let mut said = said.to_owned();
    let text = link.label.trim();
    if let Some(stretch) = stretch.filter(|_| !text.is_empty()) {
        said.push_str(&format!(", {text}"));
        let style = theme.scale.caption;
        let natural = sheet.text(text, style, colour, (grid.x1 - grid.x0 - 16.0).max(120.0));
        let paragraph = sheet.text(text, style, colour, (natural.width + 1.0).ceil());
        let area = label_place(&paragraph, stretch, grid, labels);
        labels.push(area);
        content.push(panel(area, 4.0, theme.paper, None));
        paragraph.draw(area.x0 + 5.0, area.y0 + 1.0, &mut content);
        bounds = bounds.union(area);
    }
    bounds = bounds.inflate(m.arrow / 2.0, m.arrow / 2.0);
    let local = Primitive::shifted(content, -bounds.origin().to_vec2());
    sheet.push(
        Layer::Link,
        node(NodeId::new(link.id.as_str()), Role::Link, bounds, &said, local),
    );
}

/// The label's box on the stretch, moved along it until it covers no other label.
fn label_place(text: &crate::paragraph::Paragraph, stretch: Stretch, grid: &Grid<'_>, taken: &[Rect]) -> Rect {
    let (width, height) = (text.set_width + 10.0, text.height + 2.0);
    let middle = (stretch.x0 + stretch.x1) / 2.0;
    let at = |shift: f64| {
        let x = (middle - width / 2.0 + shift).clamp(grid.x0, (grid.x1 - width).max(grid.x0));
        crate::sheet::round_rect(Rect::from_origin_size((x, stretch.y - height / 2.0), (width, height)))
    };
    let free = |area: &Rect| taken.iter().all(|other| area.intersect(*other).is_zero_area());
    (0..40)
        .flat_map(|step| [f64::from(step) * 16.0, -f64::from(step) * 16.0])
        .map(at)
        .find(free)
        .unwrap_or_else(|| at(0.0))
}

/// Moving drawn things: links are found in sheet coordinates and drawn in their node's.
trait Shifted: Sized {
    fn shifted(content: Vec<Self>, by: Vec2) -> Vec<Self>;
}

impl Shifted for Primitive {
    fn shifted(content: Vec<Self>, by: Vec2) -> Vec<Self> {
        content.into_iter().map(|primitive| shift(primitive, by)).collect()
    }
}

fn shift(primitive: Primitive, by: Vec2) -> Primitive {
    match primitive {
        Primitive::Path { shape, fill, stroke } => Primitive::Path {
            shape: match shape {
                Shape::Path(path) => {
                    let moved = kurbo::Affine::translate(by) * (*path).clone();
                    Shape::Path(rounded(moved).into())
                }
                Shape::RoundedRect { rect, radius } => Shape::RoundedRect {
                    rect: crate::sheet::round_rect(rect + by),
                    radius,
                },
                Shape::Rect(rect) => Shape::Rect(crate::sheet::round_rect(rect + by)),
                Shape::Circle { centre, radius } => Shape::Circle {
                    centre: centre + by,
                    radius,
                },
                Shape::Line { from, to } => Shape::Line {
                    from: from + by,
                    to: to + by,
                },
            },
            fill,
            stroke,
        },
        Primitive::Text(mut text) => {
            let round = |v: f64| journey_scene::round_to(v, 2);
            text.rect = crate::sheet::round_rect(text.rect + by);
            for line in &mut text.lines {
                line.baseline = round(line.baseline + by.y);
                for run in &mut line.runs {
                    run.x = round(run.x + by.x);
                }
            }
            Primitive::Text(text)
        }
        other => other,
    }
}
