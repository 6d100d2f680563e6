//! Maps in the formats of other programs: written for people who work elsewhere, and read from them.
//!
//! [`write`](mod@write) turns a [`journey_model::Document`] into tables, text and diagrams, and [`read`]
//! makes one of them, or of what other programs wrote. No other format holds everything that a map says, so whatever is written or read comes with a [`Report`] of
//! what was understood, guessed and left out. Bytes in, bytes out: no files, no clock, no random numbers.

mod cell;
mod column;
mod error;
pub mod read;
mod report;
pub mod write;

pub use cell::{list_of, unguarded};
pub use column::{Column, ColumnType, MAP_ROWS, sheet};
pub use error::ExchangeError;
pub use report::{Level, Place, Remark, Report, counted};
