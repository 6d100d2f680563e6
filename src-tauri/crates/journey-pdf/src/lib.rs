//! Paints a [`Scene`] as PDF: vector, searchable, tagged for screen readers, with the map's JSON inside.
//!
//! One verb, [`paint`], and [`paint_parts`] for documents of several scenes. They find the pages (`page`,
//! `book`), walk the nodes of each (`painter`, with `content`, `shape`, `text` and `picture` for what they
//! draw, and `poster` for what sheets carry besides), and then write the document around them: the structure
//! tree in grid order (`structure`) and the bookmarks (`outline`). [`attachment`] reads the map back.
//!
//! Units: a scene is in CSS pixels (1/96 inch), a PDF in points (1/72 inch), so 1 px = 0.75 pt at
//! 100 %. The same scenes and options give the same bytes: no clock, no random id.
//!
//! Standards: the file is PDF 1.7, validated while it is written against PDF/UA-1 and the archive standard
//! that [`Options::archive`] asks for. Where a map breaks a rule that the painter cannot mend, the claim of
//! that standard is dropped, never the export, and [`Conformance`] names the elements.

mod attachment;
mod book;
mod conformance;
mod content;
mod grid;
mod ink;
mod options;
mod outline;
mod page;
mod painter;
mod paper;
mod picture;
mod poster;
mod properties;
mod shape;
mod structure;
mod text;

use std::ops::ControlFlow;

use journey_scene::Scene;

pub use attachment::{AttachmentError, attachment};
pub use book::pages;
pub use conformance::{Conformance, Fault, Problem, Standard};
pub use options::{
    Archive, Attachment, Background, Label, Labels, Options, Orientation, Part, Placement, Poster, Scale, Words,
};
pub use page::{Sheet, Tile, sheets};
pub use paper::{CustomPaper, Margins, Paper, ParsePaperError};

/// How far a painting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nodes painted so far, over all pages.
    pub done: u32,
    /// Nodes to paint.
    pub total: u32,
}

/// A painted document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Painted {
    /// The file.
    pub bytes: Vec<u8>,
    pub conformance: Conformance,
}

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The caller's watch function broke off.
    #[error("the export was cancelled")]
    Cancelled,
    /// There is nothing to paint.
    #[error("there is no page to export; choose at least one part of the map")]
    NoParts,
    /// The map at real size would need more sheets than anyone can print.
    #[error("the map would need {sheets} sheets of this paper; choose a larger paper or fit it on one page")]
    TooManySheets {
        /// Number of sheets that it would take.
        sheets: u64,
    },
    /// The margins leave nothing of the page.
    #[error(
        "the margins do not fit a page of {width:.0} × {height:.0} mm; choose margins from 0 mm that leave 20 mm \
         between them"
    )]
    Margins {
        /// The page, in millimetres.
        width: f64,
        height: f64,
    },
    /// The poster's numbers make no sheets.
    #[error("the poster cannot be made: {0}")]
    Poster(String),
    /// The PDF library refused the document for a reason that has no remedy here.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// Paints one scene, as [`paint_parts`] does with a single part and no words for labels.
///
/// # Errors
/// As [`paint_parts`].
pub fn paint(
    scene: &Scene,
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PdfError> {
    let parts = [Part::new(scene, &scene.title)];
    Ok(paint_parts(&parts, options, None, watch)?.bytes)
}

/// Paints a document of several scenes, each on pages of its own. Language, title and direction are those
/// of the first. `labels` gives the words of posters; `watch` hears of progress every few hundred nodes
/// and may break off.
///
/// # Errors
/// [`PdfError::Cancelled`] when `watch` breaks, [`PdfError::NoParts`] without a part,
/// [`PdfError::TooManySheets`] when tiling explodes, [`PdfError::Margins`] and [`PdfError::Poster`] for
/// numbers that make no page, [`PdfError::Write`] for faults of the PDF library. Broken fonts, pictures and
/// links inside the map are no errors: they are drawn as well as they can be.
pub fn paint_parts(
    parts: &[Part<'_>],
    options: &Options,
    labels: Option<&Labels<'_>>,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Painted, PdfError> {
    let book = book::Book::new(parts, options, labels)?;
    let (bytes, conformance) = painter::paint(&book, options, watch)?;
    Ok(Painted { bytes, conformance })
}
