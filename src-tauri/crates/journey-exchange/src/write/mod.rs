//! Writing: a map in the formats of other programs.
//!
//! One function a format, from a [`journey_model::Document`] to [`Written`]: the bytes of the file and
//! the report of what the format could not hold. The same map gives the same bytes. Hidden lanes are
//! never written, since somebody did not want them seen; the report counts them.

mod arranged;
mod csv;
mod loss;
mod matrix;
mod table;
mod xlsx;

use crate::Report;

pub use csv::{CsvOptions, CsvShape, Delimiter, csv};
pub use xlsx::xlsx;

/// A file and what became of the map in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub report: Report,
}
