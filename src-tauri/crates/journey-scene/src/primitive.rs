//! What a node draws.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};

use crate::{Colour, TextBox};

/// One thing to draw, in the coordinates of the node (or group) that holds it, in paint order.
#[derive(Clone, Debug, PartialEq)]
pub enum Primitive {
    /// Children under a transform, a clip and a common opacity (0 to 1).
    Group {
        transform: Affine,
        clip: Option<Shape>,
        opacity: f32,
        children: Vec<Primitive>,
    },
    /// A filled and/or stroked shape; the fill lies under the stroke. Fills use the non-zero rule.
    Path {
        shape: Shape,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    /// One shaped paragraph.
    Text(TextBox),
    /// A raster or SVG picture.
    Image(Image),
    /// A rectangle that opens an address when clicked, where the format can hold one.
    Link(LinkArea),
}

/// The outline of a path. The simple shapes are kept as such, because SVG, PDF and PPTX have names
/// for them and say them shorter.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Square corners.
    Rect(Rect),
    /// Four equal circular corners of `radius` px (never more than half the shorter side).
    RoundedRect { rect: Rect, radius: f64 },
    /// A circle.
    Circle { centre: Point, radius: f64 },
    /// A straight line; only ever stroked.
    Line { from: Point, to: Point },
    /// Anything else.
    Path(Arc<BezPath>),
}

/// How a shape is filled.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// One colour.
    Solid(Colour),
    /// A vertical linear gradient in the coordinates of the shape: `(y, colour)` stops, y ascending, at least two.
    Vertical(Vec<(f64, Colour)>),
}

impl From<Colour> for Paint {
    fn from(colour: Colour) -> Self {
        Self::Solid(colour)
    }
}

/// A line along a shape, centred on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub colour: Colour,
    /// Width in px.
    pub width: f64,
    pub dash: Dash,
    /// Round caps and joins instead of butt caps and mitre joins (limit 4).
    pub round: bool,
}

impl Stroke {
    /// A solid line with butt caps.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: Dash::Solid,
            round: false,
        }
    }
}

/// The pattern of a stroke; lengths in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dash {
    Solid,
    /// `on` px drawn, `off` px left out, from the start of the path.
    Dashed {
        on: f64,
        off: f64,
    },
}

/// A picture scaled into a rectangle (no cropping: layout has found a rectangle of its aspect ratio).
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    pub rect: Rect,
    /// The encoded file as it lies in the map: PNG, JPEG, GIF, WebP or SVG.
    pub bytes: Arc<[u8]>,
    /// `image/png`, `image/jpeg`, …
    pub media_type: Arc<str>,
    /// Alternative text; empty for decoration.
    pub alt: String,
}

/// A clickable area.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArea {
    pub rect: Rect,
    /// An absolute `http:`, `https:` or `mailto:` address.
    pub href: String,
}
