//! Paints a [`Scene`] as PDF: vector, searchable, tagged for screen readers, with the map's JSON inside.
//!
//! One verb, [`paint`]. It finds the pages (`page`), walks the nodes of each (`painter`, with `content`,
//! `shape`, `text` and `picture` for what they draw), and then writes the document around them: the structure
//! tree in grid order (`structure`) and the bookmarks (`outline`).
//!
//! Units: a scene is in CSS pixels (1/96 inch), a PDF in points (1/72 inch), so 1 px = 0.75 pt at
//! 100 %. The same scene and options give the same bytes: no clock, no random id.
//!
//! Standards: the file is PDF 1.7, validated against PDF/UA-1 (and PDF/A-3a where
//! [`Options::archival`] asks for it and a date is known) while it is written. Where a map breaks a
//! rule that the painter cannot mend, the claim of conformance is dropped, never the export.

mod content;
mod grid;
mod ink;
mod options;
mod outline;
mod page;
mod painter;
mod picture;
mod properties;
mod shape;
mod structure;
mod text;

use std::ops::ControlFlow;

use journey_scene::Scene;

pub use options::{Attachment, Background, Options, Orientation, Paper, ParsePaperError, Placement};
pub use page::{MARGIN, OVERLAP, Sheet, sheets};

/// How far a painting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nodes painted so far, over all pages.
    pub done: u32,
    /// Nodes to paint.
    pub total: u32,
}

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The caller's watch function broke off.
    #[error("the export was cancelled")]
    Cancelled,
    /// The map at real size would need more sheets than anyone can print.
    #[error("the map would need {sheets} sheets of this paper; choose a larger paper or fit it on one page")]
    TooManySheets {
        /// Number of sheets that it would take.
        sheets: u64,
    },
    /// The PDF library refused the document for a reason that has no remedy here.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// Paints the scene. `watch` hears of progress every few hundred nodes and may break off.
///
/// # Errors
/// [`PdfError::Cancelled`] when `watch` breaks, [`PdfError::TooManySheets`] when tiling explodes,
/// [`PdfError::Write`] for faults of the PDF library. Broken fonts, pictures and links inside the map
/// are no errors: they are drawn as well as they can be.
pub fn paint(
    scene: &Scene,
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PdfError> {
    painter::paint(scene, options, watch)
}
