//! Paths: shapes, fills, strokes.

use std::fmt::Write;

use journey_scene::{BezPath, Dash, Paint, Point, Rect, Shape, Stroke};
use kurbo::PathEl;

use crate::markup::{attribute, colour_attribute, number, number_attribute};

/// Appends one shape element. `gradient` names the definition of a gradient fill, should there be one.
pub(crate) fn path(
    out: &mut String,
    shape: &Shape,
    fill: Option<&Paint>,
    stroke: Option<&Stroke>,
    gradient: impl FnOnce(&mut String) -> String,
) {
    let reference = match fill {
        Some(Paint::Vertical(stops)) => {
            let id = gradient(out);
            vertical(out, &id, stops);
            Some(id)
        }
        _ => None,
    };
    open(out, shape);
    match (fill, reference) {
        (_, Some(id)) => attribute(out, "fill", &format!("url(#{id})")),
        (Some(Paint::Solid(colour)), _) => colour_attribute(out, "fill", "fill-opacity", *colour),
        _ if matches!(shape, Shape::Line { .. }) => {} // has no inside
        _ => out.push_str(" fill=\"none\""),
    }
    if let Some(stroke) = stroke {
        stroke_attributes(out, stroke);
    }
    out.push_str("/>");
}

/// Appends the element name and geometry of a shape, without closing the tag.
pub(crate) fn open(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Rect(rect) => {
            out.push_str("<rect");
            rect_attributes(out, *rect);
        }
        Shape::RoundedRect { rect, radius } => {
            out.push_str("<rect");
            rect_attributes(out, *rect);
            number_attribute(out, "rx", *radius);
        }
        Shape::Circle { centre, radius } => {
            out.push_str("<circle");
            number_attribute(out, "cx", centre.x);
            number_attribute(out, "cy", centre.y);
            number_attribute(out, "r", *radius);
        }
        // A path says a line in fewer bytes than <line x1 y1 x2 y2>.
        Shape::Line { from, to } => {
            out.push_str("<path d=\"");
            command(out, 'M', &[*from]);
            if from.y == to.y {
                out.push('H');
                number(out, to.x);
            } else if from.x == to.x {
                out.push('V');
                number(out, to.y);
            } else {
                command(out, 'L', &[*to]);
            }
            out.push('"');
        }
        Shape::Path(path) => {
            out.push_str("<path d=\"");
            outline(out, path);
            out.push('"');
        }
    }
}

/// Appends ` x y width height`, leaving out zero x and y, which are the defaults.
pub(crate) fn rect_attributes(out: &mut String, rect: Rect) {
    if rect.x0 != 0.0 {
        number_attribute(out, "x", rect.x0);
    }
    if rect.y0 != 0.0 {
        number_attribute(out, "y", rect.y0);
    }
    number_attribute(out, "width", rect.width().max(0.0));
    number_attribute(out, "height", rect.height().max(0.0));
}

/// Appends path data.
pub(crate) fn outline(out: &mut String, path: &BezPath) {
    for element in path.elements() {
        match element {
            PathEl::MoveTo(a) => command(out, 'M', &[*a]),
            PathEl::LineTo(a) => command(out, 'L', &[*a]),
            PathEl::QuadTo(a, b) => command(out, 'Q', &[*a, *b]),
            PathEl::CurveTo(a, b, c) => command(out, 'C', &[*a, *b, *c]),
            PathEl::ClosePath => out.push('Z'),
        }
    }
}

fn command(out: &mut String, letter: char, points: &[Point]) {
    out.push(letter);
    for (index, value) in points.iter().flat_map(|p| [p.x, p.y]).enumerate() {
        let before = out.len();
        number(out, value);
        // A minus sign separates numbers by itself.
        if index > 0 && !out[before..].starts_with('-') {
            out.insert(before, ' ');
        }
    }
}

fn stroke_attributes(out: &mut String, stroke: &Stroke) {
    colour_attribute(out, "stroke", "stroke-opacity", stroke.colour);
    if stroke.width != 1.0 {
        number_attribute(out, "stroke-width", stroke.width.max(0.0));
    }
    if let Dash::Dashed { on, off } = stroke.dash {
        out.push_str(" stroke-dasharray=\"");
        number(out, on.max(0.0));
        out.push(' ');
        number(out, off.max(0.0));
        out.push('"');
    }
    if stroke.round {
        out.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
    }
}

fn vertical(out: &mut String, id: &str, stops: &[(f64, journey_scene::Colour)]) {
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let height = last.0 - first.0;
    let _ = write!(
        out,
        "<linearGradient id=\"{id}\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" x2=\"0\""
    );
    number_attribute(out, "y1", first.0);
    number_attribute(out, "y2", last.0);
    out.push('>');
    for (y, colour) in stops {
        out.push_str("<stop offset=\"");
        // Three decimals of the whole are finer than a pixel of any sheet's gradient.
        let share = if height > 0.0 { (y - first.0) / height } else { 0.0 };
        let _ = write!(out, "{}", journey_scene::round_to(share, 3));
        out.push('"');
        colour_attribute(out, "stop-color", "stop-opacity", *colour);
        out.push_str("/>");
    }
    out.push_str("</linearGradient>");
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use journey_scene::Colour;

    use super::*;

    fn painted(shape: &Shape, fill: Option<Paint>, stroke: Option<Stroke>) -> String {
        let mut out = String::new();
        path(&mut out, shape, fill.as_ref(), stroke.as_ref(), |_| "g".into());
        out
    }

    #[test]
    fn simple_shapes_keep_their_names() {
        let rect = Rect::new(0.0, 2.0, 10.0, 7.5);
        assert_eq!(
            painted(
                &Shape::RoundedRect { rect, radius: 8.0 },
                Some(Colour::WHITE.into()),
                None
            ),
            r##"<rect y="2" width="10" height="5.5" rx="8" fill="#fff"/>"##
        );
        assert_eq!(
            painted(
                &Shape::Circle {
                    centre: Point::new(1.0, 2.0),
                    radius: 3.0
                },
                None,
                Some(Stroke::solid(Colour::BLACK, 1.5))
            ),
            r##"<circle cx="1" cy="2" r="3" fill="none" stroke="#000" stroke-width="1.5"/>"##
        );
        let dotted = Stroke {
            dash: Dash::Dashed { on: 0.0, off: 4.0 },
            round: true,
            ..Stroke::solid(Colour::BLACK, 1.0)
        };
        assert_eq!(
            painted(
                &Shape::Line {
                    from: Point::ZERO,
                    to: Point::new(0.0, 9.0)
                },
                None,
                Some(dotted)
            ),
            r##"<path d="M0 0V9" stroke="#000" stroke-dasharray="0 4" stroke-linecap="round" stroke-linejoin="round"/>"##
        );
    }

    #[test]
    fn path_data_is_compact() {
        let mut path = BezPath::new();
        path.move_to((0.5, -1.0));
        path.curve_to((1.0, 2.0), (-3.0, 4.0), (5.0, -0.25));
        path.close_path();
        assert_eq!(
            painted(&Shape::Path(Arc::new(path)), Some(Colour::BLACK.into()), None),
            r##"<path d="M.5-1C1 2-3 4 5-.25Z" fill="#000"/>"##
        );
    }

    #[test]
    fn a_gradient_is_defined_before_it_is_used() {
        let stops = vec![
            (10.0, Colour::WHITE),
            (15.0, Colour::BLACK),
            (30.0, Colour::WHITE.with_alpha(0)),
        ];
        assert_eq!(
            painted(
                &Shape::Rect(Rect::new(0.0, 0.0, 1.0, 1.0)),
                Some(Paint::Vertical(stops)),
                None
            ),
            concat!(
                r##"<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="10" y2="30">"##,
                r##"<stop offset="0" stop-color="#fff"/><stop offset="0.25" stop-color="#000"/>"##,
                r##"<stop offset="1" stop-color="#fff" stop-opacity=".000"/></linearGradient>"##,
                r##"<rect width="1" height="1" fill="url(#g)"/>"##
            )
        );
    }
}
