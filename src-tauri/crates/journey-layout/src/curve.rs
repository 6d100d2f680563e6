//! The emotion lane: band, scale, curves, faces, and words that stay clear of them.

use std::collections::HashMap;

use journey_model::{Persona, Score};
use journey_scene::{Colour, Dash, NodeId, Paint, Point, Primitive, Rect, Role, Shape, Stroke, round_to};
use kurbo::{BezPath, ParamCurve, Vec2};

use crate::card::star;
use crate::grid::Grid;
use crate::paragraph::Align;
use crate::sheet::{Layer, Sheet, editable, in_cell, line, node, vacant};
use crate::shown::CurveKey;
use crate::symbol::rounded;
use crate::theme::readable;
use crate::{face, monotone};

/// One persona's points, left to right.
struct Journey<'a> {
    persona: Option<&'a Persona>,
    points: Vec<(usize, &'a Score, Point)>,
    colour: Colour,
    dash: Dash,
    /// Whether it has a point on the map, though perhaps in none of the columns that are shown.
    exists: bool,
}

/// Lays out the curves of a lane whose row begins at its `y`; returns the height they need.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, grid: &Grid<'_>, index: usize, least: f64) -> f64 {
    let m = sheet.m;
    let row = &grid.rows[index];
    let (above, below) = m.curve_room;
    let height = m.curve_band.max(least - above - below);
    let band = Rect::new(
        grid.x0,
        row.y + above,
        grid.x1.max(grid.x0 + 1.0),
        row.y + above + height,
    );
    let scale = Scale {
        zero: band.center().y,
        half: height / 2.0 - m.curve_inset,
    };
    draw_band(sheet, row.lane.id.as_str(), band, scale);

    let (journeys, several) = journeys(sheet, grid, row.lane, scale);
    for journey in &journeys {
        sheet.shown.faces = true;
        sheet.shown.marks.moment |= journey.points.iter().any(|(_, score, _)| score.moment_of_truth);
        if several {
            sheet.shown.curve(CurveKey {
                name: journey.persona.map_or("everyone".into(), |p| p.name.trim().to_owned()),
                colour: journey.colour,
                dash: journey.dash,
            });
        }
    }
    let mut taken = Taken::default();
    for journey in &journeys {
        draw_curve(
            sheet,
            row.lane.id.as_str(),
            journey,
            !several,
            band,
            scale,
            &mut taken,
            grid,
        );
    }
    for journey in &journeys {
        for (column, score, at) in &journey.points {
            draw_face(sheet, grid, index, *column, score, *at, journey.persona, &mut taken);
        }
    }
    let mut bottom = band.y1 + below;
    for journey in &journeys {
        for position in 0..journey.points.len() {
            let end = draw_word(sheet, grid, index, journey, position, several, band, &mut taken);
            bottom = bottom.max(end + m.gap);
        }
    }
    // Last, so that no written word makes way for one that may never be written.
    for journey in &journeys {
        for position in 0..journey.points.len() {
            leave_word(sheet, grid, index, journey, position, (band, bottom), &taken);
        }
    }
    round_to(bottom - row.y, 2)
}

/// Least width in which the word of a point is written, in px.
const LEAST_WORD: f64 = 72.0;

/// Heights of scores.
#[derive(Clone, Copy)]
struct Scale {
    /// y of zero.
    zero: f64,
    /// px from zero to +2.
    half: f64,
}

impl Scale {
    fn y(self, tenths: i8) -> f64 {
        round_to(self.zero - self.half * f64::from(tenths.clamp(-20, 20)) / 20.0, 2)
    }
}

fn draw_band(sheet: &mut Sheet<'_>, lane: &str, band: Rect, scale: Scale) {
    let (m, theme) = (sheet.m, sheet.theme);
    let look = &theme.curve;
    let (width, zero) = (band.width(), scale.zero - band.y0);
    let half = |y0: f64, y1: f64, colour: Colour| Primitive::Path {
        shape: Shape::Rect(crate::sheet::round_rect(Rect::new(0.0, y0, width, y1))),
        fill: Some(Paint::Solid(colour)),
        stroke: None,
    };
    let mut content = vec![half(0.0, zero, look.above), half(zero, band.height(), look.below)];
    for tenths in [20, 10, -10, -20] {
        let y = scale.y(tenths) - band.y0;
        content.push(line((0.0, y), (width, y), Stroke::solid(look.grid, m.hairline)));
    }
    content.push(line((0.0, zero), (width, zero), Stroke::solid(look.zero, 1.25)));
    sheet.push(
        Layer::Band,
        node(NodeId::part(lane, "band"), Role::Decoration, band, "", content),
    );

    let style = theme.scale.scale;
    let (label_width, gap) = (m.badge, m.cell_inset);
    let bounds = Rect::new(
        band.x0 - gap - label_width,
        scale.y(20) - style.line_height / 2.0,
        band.x0 - gap,
        scale.y(-20) + style.line_height / 2.0,
    );
    let mut content = Vec::new();
    for (tenths, text) in [(20, "+2"), (10, "+1"), (0, "0"), (-10, "−1"), (-20, "−2")] {
        let text = sheet.aligned(text, style, theme.muted, label_width, Align::Right);
        text.draw(0.0, scale.y(tenths) - style.line_height / 2.0 - bounds.y0, &mut content);
    }
    sheet.push(
        Layer::Band,
        node(NodeId::part(lane, "scale"), Role::Decoration, bounds, "", content),
    );
}

/// The curves of a lane that reach into the columns shown, and whether the lane has several.
fn journeys<'a>(
    sheet: &Sheet<'a>,
    grid: &Grid<'a>,
    lane: &journey_model::Lane,
    scale: Scale,
) -> (Vec<Journey<'a>>, bool) {
    let columns: HashMap<&str, usize> = grid
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| (column.step.id.as_str(), index))
        .collect();
    let personas = sheet.document.ordered_personas();
    let chief = sheet.document.chief_persona().map(|persona| &persona.id);
    let chief = chief.filter(|_| sheet.document.shares_curve(&lane.id));
    let theme = sheet.theme;
    let mut journeys: Vec<Journey<'a>> = std::iter::once(None)
        .chain(personas.into_iter().map(Some))
        .map(|persona| Journey {
            persona,
            points: Vec::new(),
            colour: theme.curve.lines[0],
            dash: Dash::Solid,
            exists: false,
        })
        .collect();
    for score in sheet.document.scores.values().filter(|score| score.lane == lane.id) {
        let owner = score.persona.as_ref().or(chief);
        let whose = |journey: &&mut Journey<'_>| journey.persona.map(|p| &p.id) == owner;
        if let Some(journey) = journeys.iter_mut().find(whose) {
            journey.exists = true;
            let Some(&column) = columns.get(score.step.as_str()) else {
                continue;
            };
            let at = Point::new(round_to(grid.columns[column].centre(), 2), scale.y(score.tenths));
            journey.points.push((column, score, at));
        }
    }
    journeys.retain_mut(|journey| {
        journey.points.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        // One point a step: of two that claim the same, the first by id is drawn.
        journey.points.dedup_by_key(|point| point.0);
        journey.exists
    });
    let several = journeys.len() > 1;
    for (position, journey) in journeys.iter_mut().enumerate() {
        journey.dash = theme.curve.dashes[position % theme.curve.dashes.len()];
        let custom = journey.persona.and_then(|p| p.colour.as_deref());
        let lane_colour = lane.colour.as_deref().filter(|_| position == 0);
        let wanted = theme
            .own(custom.or(lane_colour))
            .unwrap_or(theme.curve.lines[position % theme.curve.lines.len()]);
        // Lines need 3:1 against the paper to be seen (WCAG 1.4.11).
        journey.colour = readable(theme.paper, wanted, 3.0);
    }
    journeys.retain(|journey| !journey.points.is_empty());
    (journeys, several)
}

/// What words must stay clear of.
#[derive(Default)]
struct Taken {
    /// Samples of the curves, each curve's by ascending x, at most 2 px apart along x.
    curves: Vec<Vec<Point>>,
    boxes: Vec<Rect>,
}

impl Taken {
    fn is_free(&self, area: Rect) -> bool {
        let hits = |other: &Rect| area.x0 < other.x1 && other.x0 < area.x1 && area.y0 < other.y1 && other.y0 < area.y1;
        !self.boxes.iter().any(hits)
            && !self.curves.iter().any(|curve| {
                let first = curve.partition_point(|p| p.x < area.x0 - 2.0);
                let near = curve[first..].windows(2).take_while(|pair| pair[0].x <= area.x1);
                // Neighbouring samples span a vertical range: a steep curve must not slip through.
                near.into_iter().any(|pair| {
                    let (low, high) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
                    pair[1].x >= area.x0 && low <= area.y1 && high >= area.y0
                })
            })
    }
}

#[allow(clippy::too_many_arguments, reason = "one drawing step, cut out for reading")]
fn draw_curve(
    sheet: &mut Sheet<'_>,
    lane: &str,
    journey: &Journey<'_>,
    alone: bool,
    band: Rect,
    scale: Scale,
    taken: &mut Taken,
    grid: &Grid<'_>,
) {
    let (m, theme) = (sheet.m, sheet.theme);
    let mut content = Vec::new();
    let mut strokes = Vec::new();
    // A step without a score interrupts the curve.
    let follows = |a: usize, b: usize| grid.columns[a].index + 1 == grid.columns[b].index;
    for run in journey.points.chunk_by(|a, b| follows(a.0, b.0)) {
        let points: Vec<Point> = run.iter().map(|point| point.2).collect();
        let curve = rounded(monotone::curve(&points));
        if curve.elements().is_empty() {
            continue;
        }
        let mut samples = Vec::new();
        for segment in curve.segments() {
            let steps = ((segment.end().x - segment.start().x) / 1.5).ceil().max(1.0);
            samples.extend((0..steps as usize).map(|i| segment.eval(i as f64 / steps)));
        }
        samples.extend(points.last());
        taken.curves.push(samples);
        let local = curve.clone();
        let shift = kurbo::Affine::translate(-Vec2::new(band.x0, band.y0));
        let local = rounded(shift * local);
        if alone && theme.curve.area_alpha > 0 {
            content.push(area(&local, &points, band, scale, theme));
        }
        strokes.push(Primitive::Path {
            shape: Shape::Path(local.into()),
            fill: None,
            stroke: Some(Stroke {
                colour: journey.colour,
                width: m.curve_stroke,
                dash: journey.dash,
                round: true,
            }),
        });
    }
    content.append(&mut strokes);
    let who = journey.persona.map_or("everyone", |p| p.name.trim());
    let said: Vec<String> = journey
        .points
        .iter()
        .map(|(column, score, _)| format!("{} {}", grid.columns[*column].title(), spoken(score)))
        .collect();
    let label = format!("Emotion of {who}: {}", said.join("; "));
    let part = journey.persona.map_or("everyone", |p| p.id.as_str());
    let id = NodeId::new(format!("curve_{lane}_{part}"));
    sheet.push(Layer::Curve, node(id, Role::EmotionCurve, band, &label, content));
}

/// The area between curve and zero line, hardly tinted: green where it is above, rose below.
fn area(curve: &BezPath, points: &[Point], band: Rect, scale: Scale, theme: &crate::theme::Theme) -> Primitive {
    let zero = round_to(scale.zero - band.y0, 2);
    let mut path = curve.clone();
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        path.line_to((round_to(last.x - band.x0, 2), zero));
        path.line_to((round_to(first.x - band.x0, 2), zero));
        path.close_path();
    }
    let look = &theme.curve;
    let alpha = look.area_alpha;
    Primitive::Path {
        shape: Shape::Path(path.into()),
        fill: Some(Paint::Vertical(vec![
            (round_to(zero - scale.half, 2), look.good.with_alpha(alpha)),
            (zero - 0.01, look.good.with_alpha(0)),
            (zero + 0.01, look.bad.with_alpha(0)),
            (round_to(zero + scale.half, 2), look.bad.with_alpha(alpha)),
        ])),
        stroke: None,
    }
}

/// “−1.2 of 2, Worried”.
fn spoken(score: &Score) -> String {
    let tenths = score.tenths;
    let sign = match tenths {
        ..0 => "−",
        0 => "",
        _ => "+",
    };
    let mut said = format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if !score.word.trim().is_empty() {
        said.push_str(&format!(", {}", score.word.trim()));
    }
    if score.moment_of_truth {
        said.push_str(", moment of truth");
    }
    said
}

#[allow(clippy::too_many_arguments, reason = "one drawing step, cut out for reading")]
fn draw_face(
    sheet: &mut Sheet<'_>,
    grid: &Grid<'_>,
    row: usize,
    column: usize,
    score: &Score,
    at: Point,
    persona: Option<&Persona>,
    taken: &mut Taken,
) {
    let size = sheet.m.face;
    let bounds = Rect::from_center_size(at, (size, size));
    let who = persona.map_or(String::new(), |p| format!(" of {}", p.name.trim()));
    let label = format!("Emotion{who} {}, step {}", spoken(score), grid.columns[column].title());
    let content = face::draw(sheet.theme, score.tenths, size);
    let face = node(NodeId::new(score.id.as_str()), Role::Score, bounds, &label, content);
    sheet.push(Layer::Score, in_cell(face, row, column, 1));
    taken.boxes.push(bounds);
}

/// Places the word (and “moment of truth”) where nothing else is; returns its lower edge.
#[allow(clippy::too_many_arguments, reason = "one drawing step, cut out for reading")]
fn draw_word(
    sheet: &mut Sheet<'_>,
    grid: &Grid<'_>,
    row: usize,
    journey: &Journey<'_>,
    position: usize,
    several: bool,
    band: Rect,
    taken: &mut Taken,
) -> f64 {
    let (m, theme) = (sheet.m, sheet.theme);
    let (column, score, _) = journey.points[position];
    let moment_text = score.moment_of_truth.then_some("moment of truth");
    if score.word.trim().is_empty() && moment_text.is_none() {
        return band.y1;
    }
    let ratio = theme.contrast;
    let legible = |wanted: Colour| readable(theme.curve.below, readable(theme.curve.above, wanted, ratio), ratio);
    let ink = if several { legible(journey.colour) } else { theme.ink };
    let room = (grid.columns[column].width - 2.0 * m.cell_inset).max(48.0);
    let word = sheet.aligned(score.word.trim(), theme.scale.word, ink, room, Align::Middle);
    let moment = moment_text.map(|text| {
        sheet.aligned(
            text,
            theme.scale.moment,
            legible(theme.curve.star_text),
            room - m.star - 4.0,
            Align::Start,
        )
    });
    let moment_width = moment.as_ref().map_or(0.0, |p| p.width + m.star + 4.0);
    let width = word.width.max(moment_width).ceil();
    let height = word.height + moment.as_ref().map_or(0.0, |p| p.height);

    let area = place(journey, position, width, height, band, grid, m, taken);
    taken.boxes.push(area.inflate(2.0, 1.0));
    let mut content = Vec::new();
    // The paragraph is centred in its room; the node is only as wide as its text.
    let word = if word.is_empty() {
        word
    } else {
        sheet.aligned(
            score.word.trim(),
            theme.scale.word,
            ink,
            width.max(word.width + 0.5),
            Align::Middle,
        )
    };
    let width = width.max(word.set_width.min(width + 1.0));
    word.draw(0.0, 0.0, &mut content);
    if let Some(moment) = moment {
        let x = (width - moment_width) / 2.0;
        let centre = Point::new(x + m.star / 2.0, word.height + moment.height / 2.0);
        content.push(star(centre, m.star, theme));
        moment.draw(x + m.star + 4.0, word.height, &mut content);
    }
    let bounds = Rect::from_origin_size(area.origin(), (width, height));
    // The face says it all to screen readers; the word beside it is for eyes only.
    let id = NodeId::part(score.id.as_str(), "word");
    let node = node(id, Role::Decoration, bounds, &word_label(grid, column), content);
    let style = &theme.scale.word;
    // Above “moment of truth” where that stands alone; wider than the word, so that it can grow.
    let top = if word.is_empty() { -style.line_height } else { 0.0 };
    let room = width.max(LEAST_WORD);
    let size = (room, word.height.max(style.line_height));
    let rect = Rect::from_origin_size(((width - room) / 2.0, top), size);
    let node = editable(node, "word", rect, style, ink);
    sheet.push(Layer::Score, in_cell(node, row, column, 1));
    bounds.y1
}

fn word_label(grid: &Grid<'_>, column: usize) -> String {
    format!("Word for the emotion, step {}", grid.columns[column].title())
}

/// Says where the word of a point without one is written; nothing makes way for it.
fn leave_word(
    sheet: &mut Sheet<'_>,
    grid: &Grid<'_>,
    row: usize,
    journey: &Journey<'_>,
    position: usize,
    (band, bottom): (Rect, f64),
    taken: &Taken,
) {
    let (column, score, at) = journey.points[position];
    if !score.word.trim().is_empty() || score.moment_of_truth {
        return;
    }
    let (m, theme) = (sheet.m, sheet.theme);
    let style = &theme.scale.word;
    let free = place(journey, position, LEAST_WORD, style.line_height, band, grid, m, taken);
    // The lane does not grow for it: where all is full it lies over the curve, above its face.
    let over = (at.x - LEAST_WORD / 2.0, at.y - m.face / 2.0 - style.line_height);
    let area = match free.y1 <= bottom {
        true => free,
        false => Rect::from_origin_size(over, free.size()),
    };
    let id = NodeId::part(score.id.as_str(), "word");
    let node = vacant(id, area, &word_label(grid, column), "word", style, theme.ink);
    sheet.push(Layer::Score, in_cell(node, row, column, 1));
}

/// A free place near the face: first beside it on the side where the curve is not, then further and
/// further off. Far below the band everything is free, so that there always is one.
#[allow(clippy::too_many_arguments, reason = "one drawing step, cut out for reading")]
fn place(
    journey: &Journey<'_>,
    position: usize,
    width: f64,
    height: f64,
    band: Rect,
    grid: &Grid<'_>,
    m: &crate::theme::Metrics,
    taken: &Taken,
) -> Rect {
    let (column, _, at) = journey.points[position];
    let neighbour = |step: Option<usize>, distance: i64| {
        let found = step.and_then(|i| journey.points.get(i));
        found
            .filter(|point| point.0 as i64 == column as i64 + distance)
            .map_or(at.y, |point| point.2.y)
    };
    let before = neighbour(position.checked_sub(1), -1);
    let after = neighbour(position.checked_add(1), 1);
    // y grows downwards: neighbours with larger y leave the room above free.
    let above_first = before + after >= 2.0 * at.y;
    let radius = m.face / 2.0 + m.word_gap;
    let (low, high) = (band.y0 - m.curve_room.0 + 2.0, f64::MAX);
    let sides: [f64; 2] = if above_first { [-1.0, 1.0] } else { [1.0, -1.0] };
    // The line of zero is darker than the grid's: words that it runs through are hard to read. Where nothing
    // near is free of it, they are still better off near their face.
    let zero = band.center().y;
    let fits = |x: f64, y: f64, off_zero: bool| -> Option<Rect> {
        let x = x.clamp(grid.x0, (grid.x1 - width).max(grid.x0));
        let area = Rect::from_origin_size((round_to(x, 2), round_to(y, 2)), (width, height));
        let is_read = !off_zero || area.y1 <= zero + 1.0 || area.y0 >= zero - 1.0;
        (is_read && area.y0 >= low && area.y1 <= high && taken.is_free(area.inflate(3.0, 1.0))).then_some(area)
    };
    let shifts = [0.0, -0.25, 0.25, -0.5, 0.5];
    let tries = (0..4)
        .map(|further| (further, true))
        .chain((0..6).map(|further| (further, false)));
    for (further, off_zero) in tries {
        let distance = radius + 6.0 * f64::from(further);
        for side in sides {
            let y = if side < 0.0 {
                at.y - distance - height
            } else {
                at.y + distance
            };
            // The lane grows a little where a word stands below a low point.
            if y + height > band.y1 + m.curve_room.1 + 2.0 * m.gap {
                continue;
            }
            for shift in shifts {
                let x = at.x - width / 2.0 + shift * width;
                if let Some(area) = fits(x, y, off_zero) {
                    return area;
                }
            }
        }
        // Beside the face, level with it or turned away from the curve.
        for lift in [0.0, -0.6, 0.6] {
            let y = at.y - height / 2.0 + lift * height;
            for x in [at.x + distance + 2.0, at.x - distance - 2.0 - width] {
                if x < grid.x0 || x + width > grid.x1 {
                    continue;
                }
                if let Some(area) = fits(x, y, off_zero) {
                    return area;
                }
            }
        }
    }
    let mut y = at.y + radius;
    loop {
        if let Some(area) = fits(at.x - width / 2.0, y, false) {
            return area;
        }
        y += 4.0;
    }
}
