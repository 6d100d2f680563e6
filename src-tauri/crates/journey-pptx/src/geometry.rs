//! Places on a slide, and the outlines that PowerPoint knows by name.

use journey_scene::{Affine, BezPath, Point, Rect, Shape, Vec2};
use kurbo::{PathEl, Shape as _};

/// EMU of a CSS pixel at 100 %.
pub(crate) const EMU_PER_PX: f64 = 9525.0;

/// Where a scene lies on its slide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placement {
    /// 1 for 9,525 EMU a px.
    pub scale: f64,
    /// EMU of the scene's top left.
    pub origin: (i64, i64),
}

impl Placement {
    /// EMU of a length in px.
    pub fn length(&self, px: f64) -> i64 {
        emu(px * self.scale * EMU_PER_PX)
    }

    /// EMU of a point in px of the scene.
    pub fn point(&self, point: Point) -> (i64, i64) {
        (
            self.origin.0 + self.length(point.x),
            self.origin.1 + self.length(point.y),
        )
    }

    /// Hundredths of a point of a length in px.
    pub fn centipoints(&self, px: f64) -> i64 {
        emu(px * self.scale * 75.0)
    }
}

/// The nearest whole number; what is no number is 0, and what no slide can hold stays within the 27,273,042,316,900
/// EMU of the format (ECMA-376-1, 20.1.10.16).
fn emu(value: f64) -> i64 {
    // `as` maps NaN to 0.
    value.clamp(-27_273_042_316_900.0, 27_273_042_316_900.0).round() as i64
}

/// An outline in px of the scene.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outline {
    Rect(Rect),
    Rounded {
        rect: Rect,
        radius: f64,
    },
    Ellipse(Rect),
    /// A band that points to the right; `depth` of its point in px.
    Pentagon {
        rect: Rect,
        depth: f64,
    },
    /// The same with a notch at the left.
    Chevron {
        rect: Rect,
        depth: f64,
    },
    /// Anything else.
    Free(BezPath),
}

impl Outline {
    /// The outline of a shape under a transform of the scene.
    pub fn of(shape: &Shape, transform: Affine) -> Self {
        let [a, b, c, d, ..] = transform.as_coeffs();
        let keeps_axes = b == 0.0 && c == 0.0 && a == d && a > 0.0;
        match shape {
            Shape::Rect(rect) if keeps_axes => Self::Rect(transform.transform_rect_bbox(*rect)),
            Shape::RoundedRect { rect, radius } if keeps_axes => Self::Rounded {
                rect: transform.transform_rect_bbox(*rect),
                radius: radius * a,
            },
            Shape::Circle { centre, radius } if keeps_axes => {
                let rect = Rect::from_center_size(*centre, (2.0 * radius, 2.0 * radius));
                Self::Ellipse(transform.transform_rect_bbox(rect))
            }
            _ => Self::Free(transform * path(shape)),
        }
    }

    /// The outline as one that PowerPoint calls by name, where it is a band with a point.
    pub fn named(self) -> Self {
        match self {
            Self::Free(path) => band(&path).unwrap_or(Self::Free(path)),
            other => other,
        }
    }

    pub fn bounds(&self) -> Rect {
        match self {
            Self::Rect(rect) | Self::Rounded { rect, .. } | Self::Ellipse(rect) => *rect,
            Self::Pentagon { rect, .. } | Self::Chevron { rect, .. } => *rect,
            Self::Free(path) => path.bounding_box(),
        }
    }

    /// The rectangle that PowerPoint sets a text in, before insets (presetShapeDefinitions.xml).
    pub fn text_rect(&self) -> Rect {
        match self {
            Self::Rect(rect) => *rect,
            // The diagonal point of a rounded corner: 1 - √½ of the radius.
            Self::Rounded { rect, radius } => rect.inset(-radius * 0.29289),
            Self::Ellipse(rect) => rect.inset((-rect.width() * 0.146_45, -rect.height() * 0.146_45)),
            Self::Pentagon { rect, depth } => Rect::new(rect.x0, rect.y0, rect.x1 - depth / 2.0, rect.y1),
            Self::Chevron { rect, depth } => Rect::new(rect.x0 + depth, rect.y0, rect.x1 - depth, rect.y1),
            Self::Free(_) => self.bounds(),
        }
    }

    pub fn to_path(&self) -> BezPath {
        match self {
            Self::Rect(rect) => path(&Shape::Rect(*rect)),
            Self::Rounded { rect, radius } => path(&Shape::RoundedRect {
                rect: *rect,
                radius: *radius,
            }),
            Self::Ellipse(rect) => path(&Shape::Circle {
                centre: rect.center(),
                radius: rect.width() / 2.0,
            }),
            Self::Pentagon { rect, depth } => points(&[
                (rect.x0, rect.y0),
                (rect.x1 - depth, rect.y0),
                (rect.x1, rect.center().y),
                (rect.x1 - depth, rect.y1),
                (rect.x0, rect.y1),
            ]),
            Self::Chevron { rect, depth } => points(&[
                (rect.x0, rect.y0),
                (rect.x1 - depth, rect.y0),
                (rect.x1, rect.center().y),
                (rect.x1 - depth, rect.y1),
                (rect.x0, rect.y1),
                (rect.x0 + depth, rect.center().y),
            ]),
            Self::Free(path) => path.clone(),
        }
    }
}

fn points(corners: &[(f64, f64)]) -> BezPath {
    let mut path = BezPath::new();
    for (index, corner) in corners.iter().enumerate() {
        if index == 0 {
            path.move_to(*corner);
        } else {
            path.line_to(*corner);
        }
    }
    path.close_path();
    path
}

/// Reads a pentagon or chevron out of its corners, which begin at the top left.
fn band(path: &BezPath) -> Option<Outline> {
    let mut corners = Vec::with_capacity(6);
    let mut closed = false;
    for element in path.elements() {
        match element {
            PathEl::MoveTo(p) if corners.is_empty() => corners.push(*p),
            PathEl::LineTo(p) if !closed => corners.push(*p),
            PathEl::ClosePath => closed = true,
            _ => return None,
        }
    }
    let near = |a: f64, b: f64| (a - b).abs() < 0.02;
    let (&[a, b, c, d, e], notch) = (corners.first_chunk()?, corners.get(5));
    let rect = Rect::new(a.x, a.y, c.x, e.y);
    let depth = c.x - b.x;
    let fits = closed
        && corners.len() <= 6
        && depth > 0.0
        && near(b.y, a.y)
        && near(d.x, b.x)
        && near(d.y, e.y)
        && near(e.x, a.x)
        && near(c.y, rect.center().y)
        && rect.width() > depth
        && rect.height() > 0.0;
    let notched = notch.map(|p| near(p.x, a.x + depth) && near(p.y, c.y));
    match (fits, notched) {
        (true, None) => Some(Outline::Pentagon { rect, depth }),
        (true, Some(true)) => Some(Outline::Chevron { rect, depth }),
        _ => None,
    }
}

/// Handle length of a cubic that draws a quarter of a circle of radius 1.
const KAPPA: f64 = 0.552_284_749_830_793_6;

/// The shape as a path of lines and curves. Circles are four cubics of constants, so that no platform's sine
/// shows.
fn path(shape: &Shape) -> BezPath {
    match shape {
        Shape::Rect(rect) => points(&[
            (rect.x0, rect.y0),
            (rect.x1, rect.y0),
            (rect.x1, rect.y1),
            (rect.x0, rect.y1),
        ]),
        Shape::RoundedRect { rect, radius } => {
            let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0).max(0.0);
            rounded(*rect, r)
        }
        Shape::Circle { centre, radius } => {
            rounded(Rect::from_center_size(*centre, (2.0 * radius, 2.0 * radius)), *radius)
        }
        Shape::Line { from, to } => {
            let mut path = BezPath::new();
            path.move_to(*from);
            path.line_to(*to);
            path
        }
        Shape::Path(path) => (**path).clone(),
    }
}

fn rounded(rect: Rect, r: f64) -> BezPath {
    let k = r * KAPPA;
    let (top_left, top_right) = (Point::new(rect.x0, rect.y0), Point::new(rect.x1, rect.y0));
    let (bottom_right, bottom_left) = (Point::new(rect.x1, rect.y1), Point::new(rect.x0, rect.y1));
    let mut path = BezPath::new();
    let corners = [
        (top_right, Vec2::new(-1.0, 0.0), Vec2::new(0.0, 1.0)),
        (bottom_right, Vec2::new(0.0, -1.0), Vec2::new(-1.0, 0.0)),
        (bottom_left, Vec2::new(1.0, 0.0), Vec2::new(0.0, -1.0)),
        (top_left, Vec2::new(0.0, 1.0), Vec2::new(1.0, 0.0)),
    ];
    path.move_to(top_left + Vec2::new(r, 0.0));
    for (corner, back, on) in corners {
        path.line_to(corner + back * r);
        path.curve_to(corner + back * (r - k), corner + on * (r - k), corner + on * r);
    }
    path.close_path();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_known_by_name() {
        let rect = Rect::new(10.0, 20.0, 210.0, 80.0);
        for outline in [
            Outline::Pentagon { rect, depth: 12.0 },
            Outline::Chevron { rect, depth: 12.0 },
        ] {
            assert_eq!(Outline::Free(outline.to_path()).named(), outline);
        }
        let star = Outline::Free(points(&[(0.0, 0.0), (9.0, 0.0), (12.0, 9.0), (9.0, 12.0), (1.0, 12.0)]));
        assert_eq!(star.clone().named(), star);
    }

    #[test]
    fn what_is_no_number_is_nowhere() {
        let placement = Placement {
            scale: 1.0,
            origin: (0, 0),
        };
        assert_eq!(placement.length(f64::NAN), 0);
        assert_eq!(placement.length(1.0), 9525);
        assert!(placement.length(f64::INFINITY) > 0);
    }

    #[test]
    fn a_rounded_path_stays_in_its_rectangle() {
        let rect = Rect::new(1.0, 2.0, 31.0, 12.0);
        let path = rounded(rect, 5.0);
        assert!((path.area().abs() - (300.0 - (4.0 - std::f64::consts::PI) * 25.0)).abs() < 0.1);
        let bounds = path.bounding_box();
        assert!((bounds.x0 - 1.0).abs() + (bounds.y1 - 12.0).abs() < 1e-9);
    }
}
