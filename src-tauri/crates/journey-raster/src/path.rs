//! General paths, through tiny-skia.

use journey_scene::{Affine, BezPath, Dash, Paint, Shape, Stroke};
use kurbo::{PathEl, Shape as _};
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Path, PathBuilder, PixmapMut, Point, SpreadMode,
    StrokeDash, Transform,
};

use crate::canvas::Canvas;

/// tiny-skia cuts curves and counts fractions from the top of what it draws into, so the same path comes
/// out a shade different when the top moves. It is therefore always given strips of this height at
/// multiples of this height: the picture does not depend on the bands.
pub(crate) const STRIP: i32 = 32;

/// The outline of a shape, curves flattened only where it has circles (to 0.05 px at `scale`).
pub(crate) fn outline(shape: &Shape, scale: f64) -> BezPath {
    let tolerance = 0.05 / scale.max(1e-3);
    match shape {
        Shape::Rect(rect) => rect.to_path(tolerance),
        Shape::RoundedRect { rect, radius } => rect.to_rounded_rect(*radius).to_path(tolerance),
        Shape::Circle { centre, radius } => kurbo::Circle::new(*centre, *radius).to_path(tolerance),
        Shape::Line { from, to } => kurbo::Line::new(*from, *to).to_path(tolerance),
        Shape::Path(path) => (**path).clone(),
    }
}

/// A path of tiny-skia's, moved by (`dx`, `dy`).
fn skia_path(path: &BezPath, dx: f64, dy: f64) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let x = |value: f64| (value + dx) as f32;
    let y = |value: f64| (value + dy) as f32;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(a) => builder.move_to(x(a.x), y(a.y)),
            PathEl::LineTo(a) => builder.line_to(x(a.x), y(a.y)),
            PathEl::QuadTo(a, b) => builder.quad_to(x(a.x), y(a.y), x(b.x), y(b.y)),
            PathEl::CurveTo(a, b, c) => builder.cubic_to(x(a.x), y(a.y), x(b.x), y(b.y), x(c.x), y(c.y)),
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

/// Calls `draw` with each strip of the canvas that the device rows from `top` to `bottom` touch, and
/// with the strip's own top row.
pub(crate) fn strips(canvas: &mut Canvas, top: f64, bottom: f64, mut draw: impl FnMut(&mut PixmapMut<'_>, i32)) {
    let (top, bottom) = (
        (top.floor() as i32).max(canvas.top),
        (bottom.ceil() as i32).min(canvas.bottom()),
    );
    let width = canvas.width;
    let mut y = top.div_euclid(STRIP) * STRIP;
    while y < bottom {
        let (start, end) = (y.max(canvas.top), (y + STRIP).min(canvas.bottom()));
        let rows = (start - canvas.top) as usize * width..(end - canvas.top) as usize * width;
        let bytes = canvas.pixels[rows].as_flattened_mut();
        if let Some(mut strip) = PixmapMut::from_bytes(bytes, width as u32, (end - start) as u32) {
            draw(&mut strip, start);
        }
        y += STRIP;
    }
}

/// Fills and strokes a path given in px of the node, under a transform to device px.
pub(crate) fn draw(
    canvas: &mut Canvas,
    path: &BezPath,
    to_device: Affine,
    fill: Option<&Paint>,
    stroke: Option<&Stroke>,
) {
    let device = to_device * path;
    if let Some(fill) = fill {
        fill_device(canvas, &device, fill, to_device);
    }
    if let Some(stroke) = stroke {
        stroke_device(canvas, &device, stroke, to_device);
    }
}

fn fill_device(canvas: &mut Canvas, device: &BezPath, fill: &Paint, to_device: Affine) {
    let bounds = device.control_box();
    if !bounds.is_finite() {
        return;
    }
    let left = f64::from(canvas.left);
    strips(canvas, bounds.y0, bounds.y1, |strip, top| {
        let (Some(path), Some(paint)) = (
            skia_path(device, -left, -f64::from(top)),
            skia_paint(fill, to_device, left, top),
        ) else {
            return;
        };
        strip.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
    });
}

fn stroke_device(canvas: &mut Canvas, device: &BezPath, stroke: &Stroke, to_device: Affine) {
    // Transforms of a scene keep angles; the mean factor is the factor.
    let scale = to_device.determinant().abs().sqrt();
    let width = stroke.width * scale;
    let reach = width * if stroke.round { 0.5 } else { 2.0 }; // a mitre reaches up to 4 half widths
    let bounds = device.control_box().inflate(reach, reach);
    if !(bounds.is_finite() && width > 0.0) {
        return;
    }
    let style = tiny_skia::Stroke {
        width: width as f32,
        miter_limit: 4.0,
        line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
        line_join: if stroke.round { LineJoin::Round } else { LineJoin::Miter },
        dash: match stroke.dash {
            Dash::Solid => None,
            // tiny-skia leaves out dashes of no length, which round caps turn into dots.
            Dash::Dashed { on, off } => StrokeDash::new(vec![(on.max(0.01) * scale) as f32, (off * scale) as f32], 0.0),
        },
    };
    let left = f64::from(canvas.left);
    strips(canvas, bounds.y0, bounds.y1, |strip, top| {
        let (Some(path), Some(paint)) = (
            skia_path(device, -left, -f64::from(top)),
            skia_paint(&Paint::Solid(stroke.colour), to_device, left, top),
        ) else {
            return;
        };
        strip.stroke_path(&path, &paint, &style, Transform::identity(), None);
    });
}

fn skia_colour(colour: journey_scene::Colour) -> Color {
    let [r, g, b] = colour.rgb;
    Color::from_rgba8(r, g, b, colour.alpha)
}

fn skia_paint(paint: &Paint, to_device: Affine, left: f64, top: i32) -> Option<tiny_skia::Paint<'static>> {
    let mut skia = tiny_skia::Paint::default();
    match paint {
        Paint::Solid(colour) => skia.set_color(skia_colour(*colour)),
        Paint::Vertical(stops) => {
            let (first, last) = (stops.first()?, stops.last()?);
            let height = last.0 - first.0;
            if height <= 0.0 {
                skia.set_color(skia_colour(last.1));
                return Some(skia);
            }
            let place = |y: f64| {
                let at = to_device * journey_scene::Point::new(0.0, y);
                Point::from_xy((at.x - left) as f32, (at.y - f64::from(top)) as f32)
            };
            let gradient_stops = stops
                .iter()
                .map(|(y, colour)| GradientStop::new(((y - first.0) / height) as f32, skia_colour(*colour)));
            skia.shader = LinearGradient::new(
                place(first.0),
                place(last.0),
                gradient_stops.collect(),
                SpreadMode::Pad,
                Transform::identity(),
            )?;
        }
    }
    Some(skia)
}
