//! Paints [`Scene`]s as a PowerPoint presentation (ECMA-376, PresentationML) that can be edited there.
//!
//! One verb, [`paint`]: each [`Slide`] shows a Scene, or a list as a table. What a person takes for one
//! thing is one thing on the slide: a card is one shape with its text inside (in a group with its marks, where
//! it has some), a stage is a chevron, an emotion curve one freeform, a link a connector that is glued to the
//! cards it joins.
//!
//! The way of a scene: `figure` finds what belongs together, `shape`, `text`, `glue` and `picture` say it in
//! DrawingML, `painter` writes it and `slide` the slides, `table` lists, `frame` the parts that every
//! presentation has (master, layout, theme), and `package` puts all parts in a ZIP.
//!
//! Units: a scene is in CSS pixels (1/96 inch), a slide in EMU; 1 px = 9,525 EMU at 100 %. A scene is scaled
//! to fit its slide. The same slides and options give the same bytes: no clock, no random id.
//!
//! PowerPoint sets text anew with its own fonts. Where Inter is not installed it takes another one, so that
//! lines may break elsewhere; texts keep to their shapes all the same.

mod address;
mod figure;
mod frame;
mod geometry;
mod glue;
mod options;
mod package;
mod painter;
mod palette;
mod picture;
mod properties;
mod shape;
mod slide;
mod table;
mod text;
mod xml;

use std::ops::ControlFlow;

use journey_scene::Scene;

pub use options::{Options, ParseSlideSizeError, SlideSize};
pub use slide::{Planned, Shown};
pub use table::{Column, Rows, Table};

/// One slide of the presentation.
#[derive(Clone, Debug)]
pub struct Slide<'a> {
    /// What the slide is called: in the outline, for screen readers, and as a line above the scene where
    /// that has no title of its own.
    pub title: &'a str,
    pub content: Content<'a>,
    /// What the presenter says: plain text, a line a paragraph. Empty for no notes.
    pub notes: &'a str,
}

/// What a slide shows.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A sheet, scaled to fit.
    Scene(&'a Scene),
    /// A list, as PowerPoint's own table; on several slides where it is long.
    Table(&'a Table),
}

/// How far a painting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nodes painted so far, over all slides.
    pub done: u32,
    /// Nodes to paint.
    pub total: u32,
}

/// Why no presentation was made.
#[derive(Debug, thiserror::Error)]
pub enum PptxError {
    /// The caller's watch function broke off.
    #[error("the export was cancelled")]
    Cancelled,
    /// There is nothing to show.
    #[error("a presentation needs at least one slide; choose the overview or a stage")]
    NoSlides,
    /// The file format numbers slides with 31 bits, and no program opens more than this.
    #[error("{0} slides are more than a presentation can hold (10,000); choose fewer stages")]
    TooManySlides(usize),
    /// The parts could not be packed.
    #[error("the presentation could not be packed: {0}")]
    Pack(#[from] zip::result::ZipError),
}

/// Paints the slides in their order. `watch` hears of progress every few hundred nodes and may break off.
///
/// # Errors
/// [`PptxError::Cancelled`] when `watch` breaks, [`PptxError::NoSlides`] and [`PptxError::TooManySlides`]
/// where there are none or too many, [`PptxError::Pack`] for faults of the ZIP writer. Broken pictures are
/// no errors: a placeholder stands for them.
pub fn paint(
    slides: &[Slide<'_>],
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PptxError> {
    slide::paint(slides, options, watch)
}

/// The slides that [`paint`] makes, for those who want to show them beforehand.
pub fn plan(slides: &[Slide<'_>], options: &Options) -> Vec<Planned> {
    slide::planned(slides, options)
}
