//! Outlines, fills and lines in DrawingML.

use journey_scene::{Colour, Dash, Paint, Point, Rect, Stroke};
use kurbo::{BezPath, PathEl};

use crate::figure::{Drawing, Trace, corners};
use crate::geometry::{Outline, Placement};
use crate::palette::Palette;
use crate::xml::Xml;

/// Length of layout's arrow heads, in widths of their line.
const HEAD: f64 = 4.7;

/// A place on the slide in EMU: left, top, width, height.
pub(crate) type Frame = (i64, i64, i64, i64);

/// The frame of a rectangle; its right and lower edges are rounded as such, so that neighbours touch.
pub(crate) fn frame(rect: Rect, placement: &Placement) -> Frame {
    let (x0, y0) = placement.point(Point::new(rect.x0, rect.y0));
    let (x1, y1) = placement.point(Point::new(rect.x1, rect.y1));
    (x0, y0, (x1 - x0).max(0), (y1 - y0).max(0))
}

/// Writes `a:xfrm`.
pub(crate) fn transform(xml: &mut Xml, (x, y, width, height): Frame) {
    xml.open("a:xfrm");
    place(xml, (x, y, width, height));
    xml.close();
}

/// Writes `a:off` and `a:ext`.
pub(crate) fn place(xml: &mut Xml, (x, y, width, height): Frame) {
    xml.tag("a:off").num("x", x).num("y", y).empty();
    xml.tag("a:ext").num("cx", width).num("cy", height).empty();
}

/// Writes `a:prstGeom` with its adjust values.
pub(crate) fn preset(xml: &mut Xml, name: &str, adjust: &[(&str, i64)]) {
    xml.tag("a:prstGeom").attr("prst", name).open();
    xml.open("a:avLst");
    for (guide, value) in adjust {
        xml.tag("a:gd")
            .attr("name", guide)
            .attr("fmla", &format!("val {value}"))
            .empty();
    }
    xml.close();
    xml.close();
}

/// Share of the shorter side, in 1/100,000, as presets count their corners and points.
fn of_shorter(length: f64, rect: Rect) -> i64 {
    let shorter = rect.width().min(rect.height());
    if shorter > 0.0 {
        (length / shorter * 100_000.0).round().clamp(0.0, 1e9) as i64
    } else {
        0
    }
}

/// Writes the geometry of an outline.
pub(crate) fn geometry(xml: &mut Xml, outline: &Outline, placement: &Placement) {
    match outline {
        Outline::Rect(_) => preset(xml, "rect", &[]),
        Outline::Rounded { rect, radius } => {
            let adjust = of_shorter(*radius, *rect).min(50_000);
            preset(xml, "roundRect", &[("adj", adjust)]);
        }
        Outline::Ellipse(_) => preset(xml, "ellipse", &[]),
        Outline::Pentagon { rect, depth } => preset(xml, "homePlate", &[("adj", of_shorter(*depth, *rect))]),
        Outline::Chevron { rect, depth } => preset(xml, "chevron", &[("adj", of_shorter(*depth, *rect))]),
        Outline::Free(path) => {
            let trace = Trace {
                path: path.clone(),
                filled: true,
                stroked: true,
            };
            freeform(xml, &[trace], outline.bounds(), placement);
        }
    }
}

/// Writes what a drawing looks like: geometry, fill and line; without the enclosing `p:spPr`.
pub(crate) fn look(xml: &mut Xml, drawing: &Drawing<'_>, placement: &Placement, palette: &Palette) {
    let bounds = drawing.outline.bounds();
    transform(xml, frame(bounds, placement));
    if drawing.traces.is_empty() {
        geometry(xml, &drawing.outline, placement);
    } else {
        freeform(xml, &drawing.traces, bounds, placement);
    }
    fill(xml, drawing.fill.as_ref(), bounds, palette);
    if let Some(stroke) = &drawing.stroke {
        line(xml, stroke, false, placement, palette);
    }
}

/// Writes an arrow that is glued to nothing: an open freeform with a head.
pub(crate) fn arrow(xml: &mut Xml, points: &[Point], stroke: &Stroke, placement: &Placement, palette: &Palette) {
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            path.move_to(*point);
        } else {
            path.line_to(*point);
        }
    }
    let outline = Outline::Free(path.clone());
    let trace = Trace {
        path,
        filled: false,
        stroked: true,
    };
    let bounds = outline.bounds();
    transform(xml, frame(bounds, placement));
    freeform(xml, &[trace], bounds, placement);
    xml.empty("a:noFill");
    line(xml, stroke, true, placement, palette);
}

/// The two ends of a drawing that is nothing but a straight line.
pub(crate) fn straight(drawing: &Drawing<'_>) -> Option<(Point, Point)> {
    let is_line = drawing.fill.is_none() && drawing.traces.is_empty() && drawing.texts.is_empty();
    let Outline::Free(path) = &drawing.outline else {
        return None;
    };
    match corners(path)?[..] {
        [from, to] if is_line => Some((from, to)),
        _ => None,
    }
}

/// Writes `a:custGeom`: each path in EMU from the frame's top left.
fn freeform(xml: &mut Xml, traces: &[Trace], bounds: Rect, placement: &Placement) {
    let (x, y, width, height) = frame(bounds, placement);
    xml.open("a:custGeom");
    for list in ["a:avLst", "a:gdLst", "a:ahLst", "a:cxnLst"] {
        xml.empty(list);
    }
    xml.tag("a:rect")
        .attr("l", "0")
        .attr("t", "0")
        .attr("r", "r")
        .attr("b", "b")
        .empty();
    xml.open("a:pathLst");
    // Neighbours that are filled and stroked alike are one path: shapes of very many lines stay small.
    for alike in traces.chunk_by(|a, b| (a.filled, a.stroked) == (b.filled, b.stroked) && !a.filled) {
        xml.tag("a:path")
            .num("w", width)
            .num("h", height)
            .when(!alike[0].filled, "fill", "none")
            .when(!alike[0].stroked, "stroke", "0")
            .open();
        for trace in alike {
            elements(xml, &trace.path, &|p| {
                let (px, py) = placement.point(p);
                (px - x, py - y)
            });
        }
        xml.close();
    }
    xml.close();
    xml.close();
}

fn elements(xml: &mut Xml, path: &BezPath, at: &dyn Fn(Point) -> (i64, i64)) {
    let points = |xml: &mut Xml, name: &'static str, points: &[Point]| {
        xml.open(name);
        for point in points {
            let (x, y) = at(*point);
            xml.tag("a:pt").num("x", x).num("y", y).empty();
        }
        xml.close();
    };
    for element in path.elements() {
        match element {
            PathEl::MoveTo(a) => points(xml, "a:moveTo", &[*a]),
            PathEl::LineTo(a) => points(xml, "a:lnTo", &[*a]),
            PathEl::QuadTo(a, b) => points(xml, "a:quadBezTo", &[*a, *b]),
            PathEl::CurveTo(a, b, c) => points(xml, "a:cubicBezTo", &[*a, *b, *c]),
            PathEl::ClosePath => xml.empty("a:close"),
        }
    }
}

fn fill(xml: &mut Xml, paint: Option<&Paint>, bounds: Rect, palette: &Palette) {
    match paint {
        None => xml.empty("a:noFill"),
        Some(Paint::Solid(colour)) => palette.fill(xml, *colour),
        Some(Paint::Vertical(stops)) => {
            xml.tag("a:gradFill").attr("rotWithShape", "1").open();
            xml.open("a:gsLst");
            for (share, colour) in shares(stops, bounds) {
                xml.tag("a:gs").num("pos", share).open();
                palette.write(xml, colour);
                xml.close();
            }
            xml.close();
            xml.tag("a:lin").attr("ang", "5400000").attr("scaled", "0").empty();
            xml.close();
        }
    }
}

/// A gradient's stops as shares (1/100,000) of the height of the shape, which they may reach beyond.
fn shares(stops: &[(f64, Colour)], bounds: Rect) -> Vec<(i64, Colour)> {
    let height = bounds.height().max(0.01);
    let share = |y: f64| (y - bounds.y0) / height;
    let mut shares = vec![(0, colour_at(stops, bounds.y0))];
    for (y, colour) in stops {
        let share = share(*y);
        if share > 0.0 && share < 1.0 {
            shares.push(((share * 100_000.0).round() as i64, *colour));
        }
    }
    shares.push((100_000, colour_at(stops, bounds.y1)));
    shares
}

fn colour_at(stops: &[(f64, Colour)], y: f64) -> Colour {
    let after = stops.partition_point(|(stop, _)| *stop < y);
    match (after.checked_sub(1).and_then(|i| stops.get(i)), stops.get(after)) {
        (Some((y0, a)), Some((y1, b))) => {
            let t = if y1 > y0 { (y - y0) / (y1 - y0) } else { 0.0 };
            let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
            Colour {
                rgb: std::array::from_fn(|i| mix(a.rgb[i], b.rgb[i])),
                alpha: mix(a.alpha, b.alpha),
            }
        }
        (Some((_, colour)), None) | (None, Some((_, colour))) => *colour,
        (None, None) => Colour::WHITE.with_alpha(0),
    }
}

/// Writes `a:ln`, with a head at its end where it is an arrow.
pub(crate) fn line(xml: &mut Xml, stroke: &Stroke, arrow: bool, placement: &Placement, palette: &Palette) {
    // 20,116,800 EMU is the widest line of the format.
    let width = placement.length(stroke.width).clamp(0, 20_116_800);
    xml.tag("a:ln")
        .num("w", width)
        .attr("cap", if stroke.round { "rnd" } else { "flat" })
        .open();
    palette.fill(xml, stroke.colour);
    match stroke.dash {
        Dash::Dashed { on, off } if stroke.width > 0.0 => {
            let share = |length: f64| (length / stroke.width * 100_000.0).round().clamp(0.0, 1e9) as i64;
            xml.open("a:custDash");
            xml.tag("a:ds").num("d", share(on)).num("sp", share(off)).empty();
            xml.close();
        }
        _ => xml.tag("a:prstDash").attr("val", "solid").empty(),
    }
    if stroke.round || arrow {
        xml.empty("a:round");
    } else {
        xml.tag("a:miter").num("lim", 400_000).empty();
    }
    if arrow {
        // PowerPoint draws heads two, three or five times as long as the line is wide, which it takes for 2 pt
        // (25,400 EMU) where it is thinner.
        let times = HEAD * width as f64 / width.max(25_400) as f64;
        let size = match times {
            ..2.5 => "sm",
            ..4.0 => "med",
            _ => "lg",
        };
        xml.tag("a:tailEnd")
            .attr("type", "triangle")
            .attr("w", size)
            .attr("len", size)
            .empty();
    }
    xml.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_keep_to_their_shape() {
        let stops = [(0.0, Colour::BLACK), (100.0, Colour::WHITE)];
        let inner = shares(&stops, Rect::new(0.0, 25.0, 9.0, 75.0));
        assert_eq!(inner[0], (0, Colour::rgb(64, 64, 64)));
        assert_eq!(inner[1], (100_000, Colour::rgb(191, 191, 191)));
        let outer = shares(&stops, Rect::new(0.0, -100.0, 9.0, 300.0));
        let places: Vec<i64> = outer.iter().map(|(share, _)| *share).collect();
        assert_eq!(places, [0, 25_000, 50_000, 100_000]);
    }
}
