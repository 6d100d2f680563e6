//! Paints a [`Scene`](journey_scene::Scene) as SVG, for the screen and for files.
//!
//! [`fragment`] writes what one node draws, in node coordinates; the canvas mounts these fragments.
//! [`paint`] wraps the same fragments into a whole document. So the file and the screen share one
//! definition of every look, with a single exception: emoji, which are text on the screen (for screen
//! readers and selection, in a web view that has the colour font) and coloured outlines in files
//! (librsvg and Inkscape draw no COLR fonts).
//!
//! Text is real text, at the positions that layout found, one `<text>` a line and a `<tspan>` with its
//! own `x` only where the look changes. A file may have outlines instead, and then
//! needs no font. Everything is said with presentation attributes: a content
//! security policy without `'unsafe-inline'` ignores `style="…"` in silence. There is no `foreignObject`.

mod attachment;
mod document;
mod error;
mod face;
mod fragment;
mod glyphs;
mod markup;
mod shape;
#[cfg(test)]
mod tests;
mod text;

pub use attachment::attachment;
pub use document::{Background, Fonts, Options, paint};
pub use error::SvgError;
pub use fragment::fragment;
