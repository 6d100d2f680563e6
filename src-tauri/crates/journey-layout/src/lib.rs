//! Layout: a document, a theme and the fonts become a Scene.
//!
//! Everything that decides where something stands and which glyphs say it is here; the screen and
//! every export only paint the result. [`Engine`] keeps what one open map has shaped so far, so that
//! an edit costs what it changed. The same document, theme and fonts give the same scene on every
//! system, whatever the engine has laid out before.

mod card;
mod curve;
mod engine;
mod face;
mod fonts;
mod footer;
mod grid;
mod header;
mod kept;
mod lane;
mod link;
mod monotone;
mod note;
mod paragraph;
mod picture;
mod rich;
mod route;
mod sheet;
mod slot;
mod stage;
mod symbol;
mod theme;
mod words;

#[cfg(test)]
mod tests;

pub use engine::Engine;
pub use fonts::FontBook;
pub use slot::{Slot, slot_at};
pub use symbol::{channel_symbol, lane_symbol, symbol_outline, symbols};
pub use theme::{CardLook, CardLooks, CurveLook, Metrics, Theme, Tint, TypeScale, TypeStyle, mix, readable};
