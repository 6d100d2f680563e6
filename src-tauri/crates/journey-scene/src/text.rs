//! Shaped text: what to say, and exactly which glyphs stand where.

use std::sync::Arc;

use kurbo::Rect;

use crate::Colour;

/// Index of a face in the scene's [`FontSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub u16);

/// One font file (one face) that shipped with the app or was found on the system.
#[derive(Clone)]
pub struct FontFace {
    /// Family name as CSS uses it (`Inter`); faces of one family differ by weight and style.
    pub family: String,
    /// CSS weight, 100 to 900.
    pub weight: u16,
    pub italic: bool,
    /// The whole font file (TrueType or OpenType).
    pub bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Face index within a collection file; 0 for a plain file.
    pub index: u32,
    /// A COLR font, whose glyphs carry their own colours.
    pub colour: bool,
}

impl std::fmt::Debug for FontFace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let style = if self.italic { "italic" } else { "normal" };
        write!(f, "{} {} {style}", self.family, self.weight)
    }
}

/// The faces that a scene's glyph runs refer to.
#[derive(Clone, Debug, Default)]
pub struct FontSet {
    faces: Vec<FontFace>,
}

impl FontSet {
    /// A set of faces; a [`FontId`] is the position in this list.
    pub fn new(faces: Vec<FontFace>) -> Self {
        Self { faces }
    }

    /// The face of a run; `None` if the id is not of this set.
    pub fn face(&self, id: FontId) -> Option<&FontFace> {
        self.faces.get(usize::from(id.0))
    }

    /// All faces with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FontId, &FontFace)> {
        (0u16..).map(FontId).zip(&self.faces)
    }
}

/// A paragraph (or several, separated by line breaks): its source and its shaped lines.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// The box the text was set in; lines may be narrower, never wider.
    pub rect: Rect,
    /// What the text says, as plain text in logical order; glyph clusters index into it (UTF-8 bytes).
    pub source: Arc<str>,
    /// Lines from top to bottom.
    pub lines: Vec<Line>,
}

/// One line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// y of the baseline, in the coordinates of the node.
    pub baseline: f64,
    /// Runs in visual order, left to right.
    pub runs: Vec<GlyphRun>,
}

/// Glyphs of one face, size, colour and direction, side by side on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    pub font: FontId,
    /// Font size in px per em.
    pub size: f32,
    pub colour: Colour,
    /// x of the run's left edge, in the coordinates of the node.
    pub x: f64,
    /// Width of the run in px: the sum of its glyphs' advances.
    pub advance: f64,
    /// Right-to-left: the glyphs are still listed left to right, their clusters fall.
    pub rtl: bool,
    /// Extra px after each glyph, already inside the glyph advances; painters that draw text as text
    /// (SVG `letter-spacing`) need it.
    pub letter_spacing: f32,
    /// Draw slanted (see [`Self::SLANT`]) because the face has no italic.
    pub oblique: bool,
    /// Thicken the outlines (see [`Self::THICKENING`]) because the face has no bold.
    pub embolden: bool,
    /// A line under the run.
    pub underline: bool,
    /// Byte range of [`TextBox::source`] that the run shows.
    pub range: std::ops::Range<u32>,
    /// Glyphs in visual order.
    pub glyphs: Vec<Glyph>,
}

impl GlyphRun {
    /// Tangent of the slant of oblique runs, which is 12 degrees.
    pub const SLANT: f64 = 0.2126;
    /// Width of the stroke that thickens an emboldened run, as a share of the em.
    pub const THICKENING: f64 = 1.0 / 24.0;
}

/// One glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph id within the face.
    pub id: u16,
    /// Offset of the glyph's origin from its pen position, px, x right and y down.
    pub dx: f32,
    pub dy: f32,
    /// Pen movement after the glyph, px.
    pub advance: f32,
    /// Byte offset into [`TextBox::source`] of the cluster that the glyph belongs to.
    pub cluster: u32,
}
