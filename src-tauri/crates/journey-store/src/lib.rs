//! The library: every map in one SQLite file.
//!
//! A [`Library`] is one open file. Reading goes over read-only connections on the caller's thread;
//! everything that writes goes through one writer thread. An edit is one transaction: the records it
//! touched, its line of the journal, the search index, and the map's row. The [`Ticket`] of a commit
//! resolves when the change is on the disk, and [`SaveState`] says what the writer knows, nothing else.
//!
//! The tables are described in `schema.rs`. Times are ms since 1970-01-01 UTC and come from the host.

mod asset;
mod error;
mod file;
mod library;
mod loading;
mod maps;
mod records;
mod schema;
mod search;
mod segment;
mod setting;
mod writer;

#[cfg(test)]
mod tests;

pub use error::{StoreError, StoreErrorCode};
pub use file::default_path;
pub use library::{JOURNAL_WINDOW, Library, Listing, MapEntry, OpenMap, Rest, Thumbnail};
pub use search::{Hit, SnippetPart};
pub use writer::{SaveReport, SaveState, Ticket, Writer};
