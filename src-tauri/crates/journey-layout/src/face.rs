//! Faces: what a score of the emotion lane looks like.

use journey_scene::{BezPath, Colour, Dash, Paint, Point, Primitive, Shape, Stroke, round_to};

use crate::symbol::rounded;
use crate::theme::{CurveLook, Theme};

/// From this many tenths on a feeling is good, and from as many below zero it is bad.
const CLEAR: i8 = 5;

/// The colour of a feeling.
pub(crate) fn colour(look: &CurveLook, tenths: i8) -> Colour {
    if tenths >= CLEAR {
        look.good
    } else if tenths <= -CLEAR {
        look.bad
    } else {
        look.mixed
    }
}

/// A face in a square of `size` px with its top left at the origin. The mouth bends with the score, so
/// that it says the same without its colour.
pub(crate) fn draw(theme: &Theme, tenths: i8, size: f64) -> Vec<Primitive> {
    let colour = colour(&theme.curve, tenths);
    let stroke = Stroke {
        colour,
        width: round_to(size * 0.08, 2),
        dash: Dash::Solid,
        round: true,
    };
    let centre = Point::new(size / 2.0, size / 2.0);
    let at = |x: f64, y: f64| Point::new(round_to(size * x, 2), round_to(size * y, 2));
    let mut content = vec![Primitive::Path {
        shape: Shape::Circle {
            centre,
            radius: round_to(size / 2.0 - stroke.width / 2.0, 2),
        },
        fill: Some(Paint::Solid(theme.paper)),
        stroke: Some(stroke.clone()),
    }];
    for x in [0.36, 0.64] {
        content.push(Primitive::Path {
            shape: Shape::Circle {
                centre: at(x, 0.4),
                radius: round_to(size * 0.055, 2),
            },
            fill: Some(Paint::Solid(colour)),
            stroke: None,
        });
    }
    // The corners of the mouth rise and its middle sinks as far as the score is good; of a mixed feeling it is
    // straight, as in the legend.
    let bend = f64::from(tenths.clamp(-20, 20)) / 20.0;
    let bend = if tenths.abs() < CLEAR {
        0.0
    } else {
        bend.signum() * (0.05 + 0.07 * bend.abs())
    };
    let line = 0.66;
    let mut mouth = BezPath::new();
    mouth.move_to(at(0.32, line - bend * 0.55));
    mouth.curve_to(
        at(0.42, line + bend * 0.95),
        at(0.58, line + bend * 0.95),
        at(0.68, line - bend * 0.55),
    );
    content.push(Primitive::Path {
        shape: Shape::Path(rounded(mouth).into()),
        fill: None,
        stroke: Some(stroke),
    });
    content
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey_scene::Shape as Outline;

    /// The mouth of a score, which is the last thing of a face that is drawn.
    fn mouth(tenths: i8) -> String {
        let face = draw(Theme::named_or_default(""), tenths, 20.0);
        match face.last() {
            Some(Primitive::Path {
                shape: Outline::Path(path),
                ..
            }) => path.to_svg(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn mixed_feelings_have_the_straight_mouth_of_the_legend() {
        assert_eq!(mouth(4), mouth(0));
        assert_eq!(mouth(-4), mouth(0));
        assert_ne!(mouth(5), mouth(0));
        assert_ne!(mouth(-5), mouth(5));
    }
}
