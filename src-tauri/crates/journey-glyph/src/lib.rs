//! Outlines and colour layers of glyphs, from a font's bytes: for painters that draw glyphs themselves.
//!
//! Open a [`Face`] once and ask it for each glyph. Outlines have their origin at the glyph's own, x to the
//! right and y downwards as everywhere in a scene. Nothing here fails on a broken font: what cannot be read
//! is blank.

mod colour;
mod face;

pub use colour::Layer;
pub use face::{Em, Face, Underline};
