//! Writing: a map in the formats of other programs.
//!
//! One function a format, from a [`journey_model::Document`] to [`Written`]: the bytes of the file and
//! the report of what the format could not hold. The same map gives the same bytes. Hidden lanes are
//! never written, since somebody did not want them seen; the report counts them.

mod arranged;
mod bends;
mod csv;
mod draw_io;
mod grid;
mod html;
mod inline;
mod json_canvas;
mod loss;
mod markdown;
mod matrix;
mod mermaid;
mod rich_html;
mod table;
mod xlsx;

use crate::Report;

pub use csv::{CsvOptions, CsvShape, Delimiter, csv};
pub use draw_io::draw_io;
pub use html::html;
pub use json_canvas::json_canvas;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use xlsx::xlsx;

/// A file and what became of the map in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub report: Report,
}
