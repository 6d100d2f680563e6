//! The Scene: everything that is drawn, in paint order, found once by layout and painted by everyone.
//!
//! The screen shows a [`Scene`], and every export paints one: what you see is what you export, by
//! construction. This crate knows no model, no fonts' insides and no file format; it only says what
//! goes where.
//!
//! Coordinates: CSS pixels (1/96 inch), x to the right, y downwards. A [`Scene`] has its origin at the
//! top left of the sheet; a [`Node`]'s primitives have theirs at the node's own `origin`, so that a
//! node which only moves keeps its content (and its painted fragment) as it is.

mod dump;
mod geometry;
mod node;
mod patch;
mod primitive;
mod text;

pub use dump::dump;
pub use geometry::{Colour, round_to};
pub use kurbo::{Affine, BezPath, Point, Rect, Size, Vec2};
pub use node::{Cell, EditBox, Node, NodeId, Role, Scene};
pub use patch::{Moved, PatchError, Place, Placed, ScenePatch, SheetPatch};
pub use primitive::{Dash, Image, LinkArea, Paint, Primitive, Shape, Stroke};
pub use text::{FontFace, FontId, FontSet, Glyph, GlyphRun, Line, TextBox};
