//! Connectors: links as PowerPoint's own bent lines, glued to the cards that they join.
//!
//! A route of layout begins and ends on the edges of its cards and runs upright and level between them, with
//! at most six corners: just what the presets `straightConnector1` and `bentConnector2` to `bentConnector5`
//! can draw (presetShapeDefinitions.xml of ECMA-376-1).

use journey_scene::{Paint, Point, Primitive, Rect, Role, Shape, Stroke, Vec2};
use kurbo::{BezPath, PathEl};

use crate::figure::{Figure, Item};

/// How far (px) an end may be from the edge it is glued to.
const REACH: f64 = 1.0;

/// A link between two things.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Connector {
    /// Its corners from the start to the tip, px of the scene.
    pub points: Vec<Point>,
    pub stroke: Stroke,
}

/// Where an end is glued: the figure, the item of it, and the number of the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Joint {
    pub figure: usize,
    pub item: usize,
    /// Rectangles have sites at the top, left, bottom and right, in this order.
    pub site: u8,
}

/// Reads the arrow that a link's content begins with; gives what comes after it as well.
pub(crate) fn connector(content: &[Primitive], origin: Point) -> Option<(Connector, &[Primitive])> {
    let [
        Primitive::Path {
            shape: Shape::Path(line),
            fill: None,
            stroke: Some(stroke),
        },
        Primitive::Path {
            shape: Shape::Path(head),
            fill: Some(Paint::Solid(_)),
            ..
        },
        rest @ ..,
    ] = content
    else {
        return None;
    };
    let mut points = unrounded(line)?;
    let Some(PathEl::MoveTo(tip)) = head.elements().first() else {
        return None;
    };
    // The line ends at the neck of the arrow head.
    *points.last_mut()? = *tip;
    let upright = |a: Point, b: Point| (a.x - b.x).abs() < 0.02;
    let level = |a: Point, b: Point| (a.y - b.y).abs() < 0.02;
    let bends = points
        .windows(3)
        .all(|p| upright(p[0], p[1]) && level(p[1], p[2]) || level(p[0], p[1]) && upright(p[1], p[2]));
    if !(2..=6).contains(&points.len()) || !bends {
        return None;
    }
    let points = points.into_iter().map(|point| point + origin.to_vec2()).collect();
    let stroke = stroke.clone();
    Some((Connector { points, stroke }, rest))
}

/// The corners of a line whose corners are rounded.
fn unrounded(path: &BezPath) -> Option<Vec<Point>> {
    let mut points: Vec<Point> = Vec::new();
    let mut at = Point::ZERO;
    for element in path.elements() {
        match element {
            PathEl::MoveTo(p) if points.is_empty() => {
                points.push(*p);
                at = *p;
            }
            PathEl::LineTo(p) => at = *p,
            PathEl::CurveTo(handle, _, p) => {
                // The corner lies straight ahead of where the rounding begins.
                let level = (handle.y - at.y).abs() <= (handle.x - at.x).abs();
                points.push(if level {
                    Point::new(p.x, at.y)
                } else {
                    Point::new(at.x, p.y)
                });
                at = *p;
            }
            _ => return None,
        }
    }
    points.push(at);
    (points.len() >= 2).then_some(points)
}

/// What a connector is glued to at its start and its end.
pub(crate) fn joints(connector: &Connector, figures: &[Figure<'_>]) -> [Option<Joint>; 2] {
    let ends = [connector.points.first(), connector.points.last()];
    ends.map(|end| end.and_then(|point| joint(*point, figures)))
}

fn joint(point: Point, figures: &[Figure<'_>]) -> Option<Joint> {
    let cards = figures
        .iter()
        .enumerate()
        .filter(|(_, figure)| figure.role == Role::Card && figure.bounds.inflate(REACH, REACH).contains(point));
    let (_, figure, site) = cards
        .filter_map(|(index, figure)| {
            let (site, distance) = site(figure.bounds, point);
            (distance <= REACH).then_some((distance, index, site))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    let is_ground = |item: &Item<'_>| matches!(item, Item::Drawing(drawing) if drawing.fill.is_some());
    let item = figures[figure].items.iter().position(is_ground)?;
    Some(Joint { figure, item, site })
}

/// The side of the rectangle that the point is nearest to, and how near.
fn site(rect: Rect, point: Point) -> (u8, f64) {
    let distances = [
        (point.y - rect.y0).abs(),
        (point.x - rect.x0).abs(),
        (point.y - rect.y1).abs(),
        (point.x - rect.x1).abs(),
    ];
    let mut nearest = (0, distances[0]);
    for (site, distance) in (0u8..).zip(distances) {
        if distance < nearest.1 {
            nearest = (site, distance);
        }
    }
    nearest
}

/// How a preset draws a connector.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bent {
    pub preset: &'static str,
    /// EMU of the frame before it is turned.
    pub frame: (i64, i64, i64, i64),
    /// Turned by 90 degrees, clockwise: it leaves its start upright.
    pub turned: bool,
    pub flip_h: bool,
    pub flip_v: bool,
    /// Shares of the frame, in 1/100,000.
    pub adjust: Vec<i64>,
}

/// The least extent (EMU) of a frame whose bends are counted in shares of it: 0.1 pt.
const LEAST: i64 = 1270;

/// Finds the preset for corners in EMU.
pub(crate) fn bent(corners: &[(i64, i64)]) -> Option<Bent> {
    const PRESETS: [&str; 5] = [
        "straightConnector1",
        "bentConnector2",
        "bentConnector3",
        "bentConnector4",
        "bentConnector5",
    ];
    let preset = PRESETS.get(corners.len().checked_sub(2)?)?;
    let (start, end) = (*corners.first()?, *corners.last()?);
    let turned = corners.len() > 2 && corners[1].0 == start.0 && corners[1].1 != start.1;
    // Seen along the way: `u` runs in the direction of the first stretch, `v` across.
    let along = |p: (i64, i64)| if turned { (p.1, p.0) } else { p };
    let (su, sv) = along(start);
    let (eu, ev) = along(end);
    let (du, dv) = (eu - su, ev - sv);
    let (mut width, mut height) = (du.abs(), dv.abs());
    let mut adjust = Vec::new();
    if corners.len() > 3 {
        width = width.max(LEAST);
        height = if corners.len() > 4 { height.max(LEAST) } else { height };
        for (index, corner) in corners[1..corners.len() - 2].iter().enumerate() {
            let (u, v) = along(*corner);
            // Odd bends are counted along the first stretch, even ones across it.
            let (way, extent, sign) = if index % 2 == 0 {
                (u - su, width, if du < 0 { -1 } else { 1 })
            } else {
                (v - sv, height, if dv < 0 || turned && dv == 0 { -1 } else { 1 })
            };
            let share = (way * sign) as f64 / extent.max(1) as f64 * 100_000.0;
            adjust.push((share.round() as i64).clamp(-2_000_000_000, 2_000_000_000));
        }
    }
    // Turning about the middle of both ends puts the frame's width along the y axis.
    let middle = Vec2::new((start.0 + end.0) as f64 / 2.0, (start.1 + end.1) as f64 / 2.0);
    let (x, y) = if turned {
        (
            (middle.x - width as f64 / 2.0).round() as i64,
            (middle.y - height as f64 / 2.0).round() as i64,
        )
    } else {
        (start.0.min(end.0), start.1.min(end.1))
    };
    Some(Bent {
        preset,
        frame: (x, y, width, height),
        turned,
        flip_h: du < 0,
        // A quarter turn takes “down” to the left.
        flip_v: if turned { dv > 0 } else { dv < 0 },
        adjust,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The corners that a preset draws, as the format defines them.
    fn drawn(bent: &Bent) -> Vec<(i64, i64)> {
        let (x, y, w, h) = bent.frame;
        let at = |share: i64, of: i64| (share as f64 / 100_000.0 * of as f64).round() as i64;
        let a: Vec<i64> = bent.adjust.clone();
        let local: Vec<(i64, i64)> = match bent.preset {
            "straightConnector1" => vec![(0, 0), (w, h)],
            "bentConnector2" => vec![(0, 0), (w, 0), (w, h)],
            "bentConnector3" => vec![(0, 0), (at(a[0], w), 0), (at(a[0], w), h), (w, h)],
            "bentConnector4" => {
                let (x1, y2) = (at(a[0], w), at(a[1], h));
                vec![(0, 0), (x1, 0), (x1, y2), (w, y2), (w, h)]
            }
            _ => {
                let (x1, y2, x3) = (at(a[0], w), at(a[1], h), at(a[2], w));
                vec![(0, 0), (x1, 0), (x1, y2), (x3, y2), (x3, h), (w, h)]
            }
        };
        let place = |(lx, ly): (i64, i64)| {
            let lx = if bent.flip_h { w - lx } else { lx };
            let ly = if bent.flip_v { h - ly } else { ly };
            // From the middle of the frame, doubled to stay whole.
            let (cx, cy) = (2 * lx - w, 2 * ly - h);
            let (cx, cy) = if bent.turned { (-cy, cx) } else { (cx, cy) };
            ((2 * x + w + cx) / 2, (2 * y + h + cy) / 2)
        };
        local.into_iter().map(place).collect()
    }

    #[test]
    fn presets_draw_the_route() {
        let k = 10_000;
        let routes: [&[(i64, i64)]; 9] = [
            &[(0, 0), (50, 0)],
            &[(9, 90), (9, 10)],
            &[(10, 10), (60, 10), (60, 90)],
            &[(60, 90), (60, 10), (10, 10)],
            &[(10, 10), (40, 10), (40, 90), (90, 90)],
            &[(90, 10), (90, 50), (10, 50), (10, 90)],
            &[(10, 90), (10, 50), (80, 50), (80, 10)],
            &[(10, 10), (40, 10), (40, 60), (80, 60), (80, 90)],
            &[(90, 90), (90, 95), (50, 95), (50, 5), (20, 5), (20, 10)],
        ];
        for route in routes {
            let route: Vec<_> = route.iter().map(|(x, y)| (x * k, y * k)).collect();
            let bent = bent(&route).unwrap();
            for (want, got) in route.iter().zip(drawn(&bent)) {
                let off = (want.0 - got.0).abs().max((want.1 - got.1).abs());
                assert!(off <= 20, "{route:?} is drawn as {:?} by {bent:?}", drawn(&bent));
            }
        }
    }

    #[test]
    fn a_way_back_on_the_same_height_needs_a_frame() {
        // Up, over and down again: the ends are level, so the frame has hardly any extent.
        let route = [
            (100_000, 90_000),
            (100_000, 10_000),
            (600_000, 10_000),
            (600_000, 90_000),
        ];
        let bent = bent(&route).unwrap();
        assert_eq!((bent.preset, bent.frame.2), ("bentConnector3", LEAST));
        for (want, got) in route.iter().zip(drawn(&bent)) {
            assert!((want.0 - got.0).abs() + (want.1 - got.1).abs() <= 2 * LEAST, "{bent:?}");
        }
    }

    proptest! {
        /// Any route that runs upright and level by turns, in EMU of a slide.
        #[test]
        fn every_route_has_a_preset(
            first_upright: bool,
            steps in prop::collection::vec((2_000i64..900_000, any::<bool>()), 1..=5),
        ) {
            let mut at = (6_000_000, 3_000_000);
            let mut route = vec![at];
            for (index, (length, back)) in steps.into_iter().enumerate() {
                let length = if back { -length } else { length };
                if first_upright == (index % 2 == 0) {
                    at.1 += length;
                } else {
                    at.0 += length;
                }
                route.push(at);
            }
            let bent = bent(&route).unwrap();
            for (want, got) in route.iter().zip(drawn(&bent)) {
                let off = (want.0 - got.0).abs().max((want.1 - got.1).abs());
                prop_assert!(off <= LEAST + 20, "{route:?} is drawn as {:?} by {bent:?}", drawn(&bent));
            }
        }
    }

    #[test]
    fn ends_find_their_side() {
        let rect = Rect::new(10.0, 10.0, 110.0, 50.0);
        assert_eq!(site(rect, Point::new(60.0, 10.0)).0, 0);
        assert_eq!(site(rect, Point::new(10.0, 30.0)).0, 1);
        assert_eq!(site(rect, Point::new(72.0, 50.0)).0, 2);
        assert_eq!(site(rect, Point::new(110.0, 30.0)).0, 3);
    }
}
