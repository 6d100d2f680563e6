//! Shapes, fills and strokes in the PDF library's words.

use journey_scene::{Colour, Dash, Paint, Shape, Stroke};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, LinearGradient, SpreadMethod, Stop, StrokeDash};
use kurbo::{Affine, PathEl, Point};

/// Distance of the control points from the ends of a quarter circle of radius 1: (4/3)·tan(π/8).
const KAPPA: f64 = 0.552_284_749_830_793_4;

/// Further out than this no map reaches, and the arithmetic of PDF readers (`f32`) falls apart.
const FAR: f64 = 1e7;

/// A point that can be written; what is not a number or absurdly far away cannot.
pub(crate) fn writable(point: Point) -> bool {
    point.x.abs() <= FAR && point.y.abs() <= FAR
}

/// A transform, if it is one that can be written and does not flatten what it transforms.
pub(crate) fn transform(affine: Affine) -> Option<Transform> {
    let c = affine.as_coeffs();
    let sane = c.iter().all(|v| v.abs() <= FAR) && affine.determinant().abs() > 1e-12;
    sane.then(|| {
        Transform::from_row(
            c[0] as f32,
            c[1] as f32,
            c[2] as f32,
            c[3] as f32,
            c[4] as f32,
            c[5] as f32,
        )
    })
}

/// A rectangle, if it has an area and can be written.
pub(crate) fn rect(r: kurbo::Rect) -> Option<Rect> {
    let r = r.abs();
    let sane = writable(r.origin()) && writable(Point::new(r.x1, r.y1)) && r.area() > 0.0;
    sane.then(|| Rect::from_ltrb(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32))?
}

/// The outline of a shape; `None` for what cannot be drawn (no extent, or not numbers).
pub(crate) fn path(shape: &Shape) -> Option<Path> {
    let mut pen = Pen(PathBuilder::new());
    match shape {
        Shape::Rect(r) => pen.0.push_rect(rect(*r)?),
        Shape::RoundedRect { rect: r, radius } => {
            rect(*r)?;
            let r = r.abs();
            let radius = radius.clamp(0.0, r.width().min(r.height()) / 2.0);
            if radius > 0.0 {
                rounded(&mut pen, r, radius);
            } else {
                pen.0.push_rect(rect(r)?);
            }
        }
        Shape::Circle { centre, radius } => {
            let sane = writable(*centre) && *radius > 0.0 && *radius <= FAR;
            if !sane {
                return None;
            }
            rounded(
                &mut pen,
                kurbo::Rect::from_center_size(*centre, (radius * 2.0, radius * 2.0)),
                *radius,
            );
        }
        Shape::Line { from, to } => {
            if !(writable(*from) && writable(*to)) {
                return None;
            }
            pen.move_to(*from);
            pen.line_to(*to);
        }
        Shape::Path(bezier) => {
            let ends = |el: &PathEl| el.end_point().is_none_or(writable);
            let controls = |el: &PathEl| match *el {
                PathEl::QuadTo(a, _) => writable(a),
                PathEl::CurveTo(a, b, _) => writable(a) && writable(b),
                _ => true,
            };
            // The library panics at a path that draws before it has moved.
            let starts = matches!(bezier.elements().first(), Some(PathEl::MoveTo(_)));
            if !starts || !bezier.elements().iter().all(|el| ends(el) && controls(el)) {
                return None;
            }
            for element in bezier.elements() {
                match *element {
                    PathEl::MoveTo(p) => pen.move_to(p),
                    PathEl::LineTo(p) => pen.line_to(p),
                    PathEl::QuadTo(a, p) => pen.0.quad_to(a.x as f32, a.y as f32, p.x as f32, p.y as f32),
                    PathEl::CurveTo(a, b, p) => pen.curve_to(a, b, p),
                    PathEl::ClosePath => pen.0.close(),
                }
            }
        }
    }
    pen.0.finish()
}

struct Pen(PathBuilder);

impl Pen {
    fn move_to(&mut self, p: Point) {
        self.0.move_to(p.x as f32, p.y as f32);
    }

    fn line_to(&mut self, p: Point) {
        self.0.line_to(p.x as f32, p.y as f32);
    }

    fn curve_to(&mut self, a: Point, b: Point, p: Point) {
        self.0
            .cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, p.x as f32, p.y as f32);
    }
}

fn rounded(pen: &mut Pen, r: kurbo::Rect, radius: f64) {
    let k = radius * (1.0 - KAPPA);
    let p = Point::new;
    pen.move_to(p(r.x0 + radius, r.y0));
    pen.line_to(p(r.x1 - radius, r.y0));
    pen.curve_to(p(r.x1 - k, r.y0), p(r.x1, r.y0 + k), p(r.x1, r.y0 + radius));
    pen.line_to(p(r.x1, r.y1 - radius));
    pen.curve_to(p(r.x1, r.y1 - k), p(r.x1 - k, r.y1), p(r.x1 - radius, r.y1));
    pen.line_to(p(r.x0 + radius, r.y1));
    pen.curve_to(p(r.x0 + k, r.y1), p(r.x0, r.y1 - k), p(r.x0, r.y1 - radius));
    pen.line_to(p(r.x0, r.y0 + radius));
    pen.curve_to(p(r.x0, r.y0 + k), p(r.x0 + k, r.y0), p(r.x0 + radius, r.y0));
    pen.0.close();
}

pub(crate) fn rgb(colour: Colour) -> rgb::Color {
    let [r, g, b] = colour.rgb;
    rgb::Color::new(r, g, b)
}

pub(crate) fn opacity(alpha: u8) -> NormalizedF32 {
    NormalizedF32::new(f32::from(alpha) / 255.0).unwrap_or(NormalizedF32::ONE)
}

pub(crate) fn solid(colour: Colour) -> Fill {
    Fill {
        paint: rgb(colour).into(),
        opacity: opacity(colour.alpha),
        rule: FillRule::NonZero,
    }
}

/// The fill of a paint; `None` for a gradient without stops.
pub(crate) fn fill(paint: &Paint) -> Option<Fill> {
    let stops = match paint {
        Paint::Solid(colour) => return Some(solid(*colour)),
        Paint::Vertical(stops) => stops,
    };
    let (&(top, _), &(bottom, last)) = (stops.first()?, stops.last()?);
    let length = bottom - top;
    let sane = length > 0.0 && top.abs() <= FAR && bottom.abs() <= FAR;
    if !sane {
        return Some(solid(last));
    }
    let stops = stops
        .iter()
        .map(|&(y, colour)| Stop {
            offset: NormalizedF32::new((((y - top) / length) as f32).clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE),
            color: rgb(colour).into(),
            opacity: opacity(colour.alpha),
        })
        .collect();
    let gradient = LinearGradient {
        x1: 0.0,
        y1: top as f32,
        x2: 0.0,
        y2: bottom as f32,
        transform: Transform::identity(),
        spread_method: SpreadMethod::Pad,
        stops,
        anti_alias: false,
    };
    Some(Fill {
        paint: gradient.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    })
}

/// The stroke; `None` where its width draws nothing.
pub(crate) fn stroke(stroke: &Stroke) -> Option<krilla::paint::Stroke> {
    let visible = stroke.width > 0.0 && stroke.width <= FAR;
    let dash = match stroke.dash {
        Dash::Dashed { on, off } if on >= 0.0 && off > 0.0 && on + off <= FAR => Some(StrokeDash {
            array: vec![on as f32, off as f32],
            offset: 0.0,
        }),
        _ => None,
    };
    let (line_cap, line_join) = if stroke.round {
        (LineCap::Round, LineJoin::Round)
    } else {
        (LineCap::Butt, LineJoin::Miter)
    };
    visible.then(|| krilla::paint::Stroke {
        paint: rgb(stroke.colour).into(),
        width: stroke.width as f32,
        miter_limit: 4.0,
        line_cap,
        line_join,
        opacity: opacity(stroke.colour.alpha),
        dash,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use journey_scene::BezPath;

    use super::*;

    #[test]
    fn what_is_not_a_number_is_not_drawn() {
        let nan = f64::NAN;
        let mut broken = BezPath::new();
        broken.move_to((0.0, 0.0));
        broken.curve_to((nan, 0.0), (1.0, 1.0), (2.0, 2.0));
        for shape in [
            Shape::Rect(kurbo::Rect::new(0.0, 0.0, nan, 1.0)),
            Shape::Rect(kurbo::Rect::ZERO),
            Shape::Circle {
                centre: Point::ZERO,
                radius: nan,
            },
            Shape::Circle {
                centre: Point::ZERO,
                radius: 0.0,
            },
            Shape::Line {
                from: Point::ZERO,
                to: Point::new(f64::INFINITY, 0.0),
            },
            Shape::Path(Arc::new(broken)),
            Shape::Path(Arc::new(BezPath::new())),
        ] {
            assert!(path(&shape).is_none(), "{shape:?}");
        }
    }

    #[test]
    fn a_radius_larger_than_the_rectangle_is_cut() {
        let shape = Shape::RoundedRect {
            rect: kurbo::Rect::new(0.0, 0.0, 10.0, 4.0),
            radius: 99.0,
        };
        assert!(path(&shape).is_some());
    }

    #[test]
    fn a_flat_gradient_is_its_last_colour() {
        let flat = Paint::Vertical(vec![(3.0, Colour::BLACK), (3.0, Colour::WHITE)]);
        assert_eq!(fill(&flat), Some(solid(Colour::WHITE)));
        assert_eq!(fill(&Paint::Vertical(vec![])), None);
    }
}
