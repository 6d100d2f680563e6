//! Layout: a document, a theme and the fonts become a Scene.
//!
//! Everything that decides where something stands and which glyphs say it is here; the screen and
//! every export only paint the result. [`Engine`] keeps what one open map has shaped so far, so that
//! an edit costs what it changed. The same document, theme and fonts give the same scene on every
//! system, whatever the engine has laid out before.

mod anchor;
mod blank;
mod card;
mod cover;
mod crop;
mod cursive;
mod curve;
mod engine;
mod face;
mod figures;
mod fonts;
mod footer;
mod grid;
mod header;
mod kept;
mod label;
mod lane;
mod legend;
mod link;
mod looks;
mod monotone;
mod note;
mod options;
mod page;
mod paragraph;
mod picture;
mod rating;
mod rich;
mod route;
mod sheet;
mod shown;
mod slot;
mod stage;
mod symbol;
mod table;
mod theme;
mod tone;
mod words;

#[cfg(test)]
mod sheet_tests;
#[cfg(test)]
mod tests;

pub use engine::Engine;
pub use fonts::FontBook;
pub use options::{Colours, Footer, Legend, Part, PartError, SheetOptions};
pub use page::{Page, Pages, Subject};
pub use slot::{Slot, slot_at};
pub use symbol::{channel_symbol, lane_symbol, symbol_outline, symbols};
pub use table::TableSheet;
pub use theme::{CardLook, CardLooks, CurveLook, Metrics, Theme, Tint, TypeScale, TypeStyle, mix, readable};
