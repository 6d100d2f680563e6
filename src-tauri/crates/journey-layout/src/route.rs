//! Routes of links between cards: through the gutters between columns and the channels between lanes,
//! so that a line never crosses a card.
//!
//! Cards leave free: the channel along the boundary of two lanes (over its whole length), and the
//! gutter along the boundary of two columns, except where a card spans both of them. A route is one
//! of a few patterns of such stretches; the cheapest free one wins.

use std::collections::BTreeMap;

use journey_scene::{Point, Rect, round_to};

use crate::grid::Grid;
use crate::theme::Metrics;

/// A card as the router sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Obstacle {
    pub rect: Rect,
    pub row: usize,
    pub column: usize,
    pub columns: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

/// Where a label may stand: a stretch of a channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Route {
    /// Corners from the first card's edge to the second's.
    pub points: Vec<Point>,
    pub label: Option<Stretch>,
}

/// A pattern: the sides, and the tracks taken between them.
#[derive(Clone, Debug)]
struct Plan {
    from: Side,
    to: Side,
    tracks: Vec<Track>,
}

/// A stretch that has its own lane of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Track {
    /// Along the upper boundary of that row (the last one: below all rows).
    Channel(usize),
    /// Along the left boundary of that column (the last one: right of all columns).
    Gutter(usize),
}

/// Routes links one after another; later ones keep off the lines of earlier ones.
pub(crate) struct Router {
    channels: Vec<f64>,
    gutters: Vec<f64>,
    /// For each gutter, what reaches over it.
    blocks: Vec<Vec<Rect>>,
    /// For each column, what stands in it.
    columns: Vec<Vec<Rect>>,
    taken: BTreeMap<Track, usize>,
    ports: BTreeMap<(u64, u64, Side), usize>,
    room: (f64, f64),
}

/// How much a corner costs, in px of length.
const CORNER: f64 = 28.0;
/// What a route without room for its label costs, and a loop-back that runs below.
const UNWANTED: f64 = 400.0;

impl Router {
    pub fn new(grid: &Grid<'_>, obstacles: impl Iterator<Item = Rect>, m: &Metrics) -> Self {
        let mut channels: Vec<f64> = grid.rows.iter().map(|row| row.y).collect();
        channels.extend(grid.rows.last().map(|row| row.end()));
        let mut gutters: Vec<f64> = grid.columns.iter().map(|column| column.x).collect();
        gutters.push(grid.x1);
        let mut router = Self {
            blocks: vec![Vec::new(); gutters.len()],
            columns: vec![Vec::new(); grid.columns.len()],
            channels,
            gutters,
            taken: BTreeMap::new(),
            ports: BTreeMap::new(),
            room: (m.cell_inset, m.cell_top),
        };
        for rect in obstacles {
            let first = router
                .gutters
                .partition_point(|gutter| *gutter <= rect.x0)
                .saturating_sub(1);
            for column in first..router.columns.len() {
                if router.gutters[column] >= rect.x1 {
                    break;
                }
                router.columns[column].push(rect);
                if router.gutters[column] > rect.x0 {
                    router.blocks[column].push(rect);
                }
            }
        }
        router
    }

    /// The cheapest free route; `None` where the cards leave none.
    pub fn route(&mut self, from: &Obstacle, to: &Obstacle, labelled: bool, above: bool) -> Option<Route> {
        let mut best: Option<(f64, Plan, Vec<Point>)> = None;
        for plan in self.plans(from, to) {
            let points = self.points(from, to, &plan, &|_| 0.0, (0.0, 0.0));
            if !self.is_free(&points, from, to) {
                continue;
            }
            let mut cost: f64 = points.windows(2).map(|p| (p[1] - p[0]).hypot()).sum();
            cost += CORNER * points.len().saturating_sub(2) as f64;
            // Lines that share a track are harder to follow.
            cost += plan
                .tracks
                .iter()
                .map(|track| 6.0 * *self.taken.get(track).unwrap_or(&0) as f64)
                .sum::<f64>();
            let channel = plan.tracks.iter().find_map(|track| match track {
                Track::Channel(channel) => Some(*channel),
                Track::Gutter(_) => None,
            });
            let crossing = self.crossing(&points).is_some();
            if labelled && channel.is_none() && !crossing {
                cost += UNWANTED;
            }
            if above && channel.is_none_or(|channel| channel > from.row.min(to.row)) {
                cost += UNWANTED;
            }
            if best.as_ref().is_none_or(|(least, _, _)| cost < *least - 1e-6) {
                best = Some((cost, plan, points));
            }
        }
        let (_, plan, straight) = best?;
        let offsets: Vec<(Track, f64)> = plan.tracks.iter().map(|track| (*track, self.offset(*track))).collect();
        let offset = |track: Track| offsets.iter().find(|(t, _)| *t == track).map_or(0.0, |(_, o)| *o);
        let shifts = (self.port(from, plan.from), self.port(to, plan.to));
        let mut points = self.points(from, to, &plan, &offset, shifts);
        if plan.tracks.is_empty() || !self.is_free(&points, from, to) {
            points = straight;
        }
        for point in &mut points {
            *point = Point::new(round_to(point.x, 2), round_to(point.y, 2));
        }
        let label = self.label(&points);
        Some(Route { points, label })
    }

    /// All patterns worth trying.
    fn plans(&self, from: &Obstacle, to: &Obstacle) -> Vec<Plan> {
        use Side::{Bottom, Left, Right, Top};
        let gutter = |card: &Obstacle, side: Side| match side {
            Left => Some(card.column),
            Right => Some(card.column + card.columns),
            Top | Bottom => None,
        };
        let channel = |card: &Obstacle, side: Side| match side {
            Top => Some(card.row),
            Bottom => Some(card.row + 1),
            Left | Right => None,
        };
        let mut near = vec![from.row, from.row + 1, to.row, to.row + 1];
        near.sort_unstable();
        near.dedup();
        let mut ways = vec![
            from.column,
            from.column + from.columns,
            to.column,
            to.column + to.columns,
            0,
            self.gutters.len() - 1,
        ];
        ways.sort_unstable();
        ways.dedup();

        let mut plans = Vec::new();
        let mut add = |from, to, tracks| plans.push(Plan { from, to, tracks });
        for a in [Bottom, Top, Right, Left] {
            for b in [Top, Bottom, Left, Right] {
                match (gutter(from, a), gutter(to, b), channel(from, a), channel(to, b)) {
                    (Some(ga), Some(gb), _, _) if ga == gb => add(a, b, vec![Track::Gutter(ga)]),
                    (Some(ga), Some(gb), _, _) => {
                        for &c in &near {
                            add(a, b, vec![Track::Gutter(ga), Track::Channel(c), Track::Gutter(gb)]);
                        }
                    }
                    (Some(ga), None, _, Some(cb)) => add(a, b, vec![Track::Gutter(ga), Track::Channel(cb)]),
                    (None, Some(gb), Some(ca), _) => add(a, b, vec![Track::Channel(ca), Track::Gutter(gb)]),
                    (None, None, Some(ca), Some(cb)) => {
                        if (a, b) == (Bottom, Top) && from.row < to.row || (a, b) == (Top, Bottom) && from.row > to.row
                        {
                            add(a, b, Vec::new());
                        }
                        if ca == cb {
                            add(a, b, vec![Track::Channel(ca)]);
                        } else {
                            for &g in &ways {
                                add(a, b, vec![Track::Channel(ca), Track::Gutter(g), Track::Channel(cb)]);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        plans
    }

    /// The corners of a pattern. `shifts` move the ports along their sides.
    fn points(
        &self,
        from: &Obstacle,
        to: &Obstacle,
        plan: &Plan,
        offset: &dyn Fn(Track) -> f64,
        shifts: (f64, f64),
    ) -> Vec<Point> {
        let start = port(from, plan.from, shifts.0);
        let mut end = port(to, plan.to, shifts.1);
        let mut start = start;
        if plan.tracks.is_empty() {
            // A straight line needs one x for both: the middle of what the two have in common.
            let x = (from.rect.x0.max(to.rect.x0) + from.rect.x1.min(to.rect.x1)) / 2.0;
            (start.x, end.x) = (x, x);
        }
        let mut points = vec![start];
        let mut at = start;
        for track in &plan.tracks {
            at = match *track {
                Track::Channel(channel) => Point::new(at.x, self.channels[channel] + offset(*track)),
                Track::Gutter(gutter) => Point::new(self.gutters[gutter] + offset(*track), at.y),
            };
            points.push(at);
        }
        match plan.tracks.last() {
            Some(Track::Channel(_)) => points.push(Point::new(end.x, at.y)),
            Some(Track::Gutter(_)) => points.push(Point::new(at.x, end.y)),
            None => {}
        }
        points.push(end);
        simplified(points)
    }

    fn is_free(&self, points: &[Point], from: &Obstacle, to: &Obstacle) -> bool {
        points.windows(2).all(|pair| {
            let (a, b) = (pair[0], pair[1]);
            if (a.y - b.y).abs() < 0.01 {
                // Horizontal stretches lie in channels or between a card and its gutter.
                return true;
            }
            let x = a.x;
            let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
            let crosses = |rect: &Rect| rect.x0 < x && x < rect.x1 && rect.y0 + 0.5 < bottom && rect.y1 - 0.5 > top;
            let beside = self.gutters.partition_point(|gutter| *gutter < x - self.room.0);
            if self
                .gutters
                .get(beside)
                .is_some_and(|gutter| (gutter - x).abs() <= self.room.0)
            {
                return !self.blocks[beside].iter().any(crosses);
            }
            let column = self.gutters.partition_point(|gutter| *gutter <= x).saturating_sub(1);
            !self.columns.get(column).is_some_and(|rects| rects.iter().any(crosses))
        }) && self.shares_column(points, from, to)
    }

    /// A straight line from card to card needs both of them above each other.
    fn shares_column(&self, points: &[Point], from: &Obstacle, to: &Obstacle) -> bool {
        points.len() != 2
            || (points[0].y - points[1].y).abs() < 0.01
            || from.rect.x1.min(to.rect.x1) - from.rect.x0.max(to.rect.x0) > 24.0
    }

    fn offset(&mut self, track: Track) -> f64 {
        let count = self.taken.entry(track).or_insert(0);
        let step = [0.0, 1.0, -1.0, 2.0, -2.0][*count % 5];
        *count += 1;
        let room = match track {
            Track::Channel(_) => self.room.1,
            Track::Gutter(_) => self.room.0,
        };
        step * (room / 3.0).floor()
    }

    fn port(&mut self, card: &Obstacle, side: Side) -> f64 {
        let key = (card.rect.x0.to_bits(), card.rect.y0.to_bits(), side);
        let count = self.ports.entry(key).or_insert(0);
        let step = [0.0, 1.0, -1.0, 2.0, -2.0][*count % 5];
        *count += 1;
        let length = match side {
            Side::Left | Side::Right => card.rect.height(),
            Side::Top | Side::Bottom => card.rect.width(),
        };
        step * (length / 6.0).min(12.0)
    }

    /// The longest stretch of the route that runs in a channel, or where it crosses one.
    fn label(&self, points: &[Point]) -> Option<Stretch> {
        let longest = points
            .windows(2)
            .filter(|pair| (pair[0].y - pair[1].y).abs() < 0.01 && self.is_channel(pair[0].y))
            .map(|pair| Stretch {
                x0: pair[0].x.min(pair[1].x),
                x1: pair[0].x.max(pair[1].x),
                y: pair[0].y,
            })
            .max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)));
        longest.or_else(|| self.crossing(points))
    }

    fn is_channel(&self, y: f64) -> bool {
        self.channels.iter().any(|channel| (channel - y).abs() < self.room.1)
    }

    /// Where an upright stretch of the route crosses a channel.
    fn crossing(&self, points: &[Point]) -> Option<Stretch> {
        points.windows(2).find_map(|pair| {
            let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
            let first = self.channels.partition_point(|channel| *channel <= top);
            let channel = *self.channels.get(first).filter(|channel| **channel < bottom)?;
            Some(Stretch {
                x0: pair[0].x,
                x1: pair[0].x,
                y: channel,
            })
        })
    }
}

fn port(card: &Obstacle, side: Side, shift: f64) -> Point {
    let centre = card.rect.center();
    match side {
        Side::Left => Point::new(card.rect.x0, centre.y + shift),
        Side::Right => Point::new(card.rect.x1, centre.y + shift),
        Side::Top => Point::new(centre.x + shift, card.rect.y0),
        Side::Bottom => Point::new(centre.x + shift, card.rect.y1),
    }
}

/// Without corners that are none.
fn simplified(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_some_and(|last| (point - *last).hypot() < 0.01) {
            continue;
        }
        if let [.., a, b] = kept[..] {
            let level = (a.y - b.y).abs() < 0.01 && (b.y - point.y).abs() < 0.01;
            let upright = (a.x - b.x).abs() < 0.01 && (b.x - point.x).abs() < 0.01;
            if level || upright {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}
