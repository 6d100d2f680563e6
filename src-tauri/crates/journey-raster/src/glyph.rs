//! Glyphs as stencils, which are drawn once and used again.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use ab_glyph_rasterizer::{Point, Rasterizer};
use journey_glyph::{Em, Face};
use journey_scene::{Affine, BezPath, FontId, FontSet, GlyphRun};
use kurbo::{PathEl, Shape as _};

use crate::canvas::Pixel;
use crate::colour_glyph;

/// Glyphs higher than this many device px are filled as paths: each is rare, and a stencil large.
pub(crate) const LARGEST: f32 = 256.0;
/// Stencils are made for this many positions between two pixels.
const QUARTERS: f64 = 4.0;
/// Bytes of stencils that a cache holds before it starts again.
const CAPACITY: usize = 16 << 20;

/// A glyph ready to be laid on a canvas.
pub(crate) struct Stencil {
    /// Device px from the glyph's (whole-pixel) origin to the top left of the stencil.
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: usize,
    pub(crate) ink: Ink,
}

pub(crate) enum Ink {
    /// Coverage, for the colour of the text.
    Coverage(Vec<u8>),
    /// The glyph's own colours.
    Coloured(Vec<Pixel>),
}

impl Stencil {
    fn size(&self) -> usize {
        64 + match &self.ink {
            Ink::Coverage(coverage) => coverage.len(),
            Ink::Coloured(pixels) => pixels.len() * 4,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    font: FontId,
    glyph: u16,
    /// Bits of the size in device px.
    size: u32,
    /// Quarter of a pixel (bits 0-1), oblique (2), embolden (3).
    variant: u8,
    /// Colour of the text where the glyph has colours too, of which some layers may be the text's.
    colour: u32,
}

/// The faces of a scene and the stencils made so far, for one thread.
pub(crate) struct GlyphCache<'a> {
    faces: Vec<Option<Face<'a>>>,
    stencils: HashMap<Key, Option<Stencil>, BuildHasherDefault<KeyHasher>>,
    held: usize,
}

impl<'a> GlyphCache<'a> {
    pub(crate) fn new(fonts: &'a FontSet) -> Self {
        Self {
            faces: fonts.iter().map(|(_, face)| Face::open(face)).collect(),
            stencils: HashMap::default(),
            held: 0,
        }
    }

    pub(crate) fn face(&self, font: FontId) -> Option<&Face<'a>> {
        self.faces.get(usize::from(font.0))?.as_ref()
    }

    /// The stencil of a glyph whose origin is at device (`x`, `y`), and the whole pixel to lay it at;
    /// `None` where the glyph is blank.
    ///
    /// x is kept to quarters of a pixel and the baseline to whole pixels, as Skia does for upright text
    /// (and so the web view): stems keep their spacing, and horizontals stay crisp.
    pub(crate) fn stencil(
        &mut self,
        run: &GlyphRun,
        glyph: u16,
        size: f32,
        x: f64,
        y: f64,
    ) -> Option<(i32, i32, &Stencil)> {
        let x = x + 0.5 / QUARTERS;
        let quarter = ((x - x.floor()) * QUARTERS) as u8 & 3;
        let coloured = self.faces.get(usize::from(run.font.0))?.as_ref()?.is_coloured();
        let key = Key {
            font: run.font,
            glyph,
            size: size.to_bits(),
            variant: quarter | u8::from(run.oblique) << 2 | u8::from(run.embolden) << 3,
            colour: if coloured {
                let [r, g, b] = run.colour.rgb;
                u32::from_le_bytes([r, g, b, run.colour.alpha])
            } else {
                0
            },
        };
        if self.held > CAPACITY {
            self.stencils.clear();
            self.held = 0;
        }
        let (faces, held) = (&self.faces, &mut self.held);
        let stencil = self.stencils.entry(key).or_insert_with(|| {
            let face = faces.get(usize::from(run.font.0))?.as_ref()?;
            let shift = f64::from(quarter) / QUARTERS;
            let made = make(face, run, glyph, size, shift);
            *held += made.as_ref().map_or(64, Stencil::size);
            made
        });
        let (x, y) = (x.floor() as i32, y.round() as i32);
        stencil.as_ref().map(|stencil| (x, y, stencil))
    }
}

/// Width of the stroke that thickens an emboldened run, in px, at a size in px per em.
pub(crate) fn thickening(run: &GlyphRun, size: f32) -> f64 {
    if run.embolden {
        f64::from(size) * GlyphRun::THICKENING
    } else {
        0.0
    }
}

/// Draws a glyph's stencil, `shift` px right of a whole pixel.
fn make(face: &Face<'_>, run: &GlyphRun, glyph: u16, size: f32, shift: f64) -> Option<Stencil> {
    if face.is_coloured() {
        return colour_glyph::stencil(face, run, glyph, size, shift);
    }
    let mut outline = face.outline(glyph, Em::Px(size), run.oblique)?;
    outline.apply_affine(Affine::translate((shift, 0.0)));
    let bold = thickening(run, size);
    let (left, top, width, height) = cells(&outline, bold)?;
    outline.apply_affine(Affine::translate((-f64::from(left), -f64::from(top))));
    let coverage = if bold > 0.0 {
        thick_coverage(&outline, bold, width, height)?
    } else {
        coverage(&outline, width, height)
    };
    Some(Stencil {
        left,
        top,
        width,
        ink: Ink::Coverage(coverage),
    })
}

/// The whole pixels that an outline and a stroke along it touch: left, top, width and height.
pub(crate) fn cells(outline: &BezPath, stroke: f64) -> Option<(i32, i32, usize, usize)> {
    let bounds = outline.bounding_box().inflate(stroke * 2.0, stroke * 2.0);
    if !bounds.is_finite() {
        return None;
    }
    let (left, top) = (bounds.x0.floor(), bounds.y0.floor());
    let (width, height) = (bounds.x1.ceil() - left, bounds.y1.ceil() - top);
    // Twice the largest size, for fonts with wild ascents; anything above is a broken outline.
    let limit = f64::from(LARGEST) * 4.0;
    let usable = width >= 1.0 && height >= 1.0 && width <= limit && height <= limit;
    usable.then_some((left as i32, top as i32, width as usize, height as usize))
}

/// The exact area that an outline covers of each pixel (signed areas accumulated along the edges, as in
/// font-rs; overlapping contours of one direction count once).
fn coverage(outline: &BezPath, width: usize, height: usize) -> Vec<u8> {
    let mut rasterizer = Rasterizer::new(width, height);
    let at = |p: kurbo::Point| Point {
        x: p.x as f32,
        y: p.y as f32,
    };
    let (mut start, mut last) = (kurbo::Point::ZERO, kurbo::Point::ZERO);
    for element in outline.elements() {
        match *element {
            PathEl::MoveTo(a) => {
                rasterizer.draw_line(at(last), at(start));
                (start, last) = (a, a);
            }
            PathEl::LineTo(a) => {
                rasterizer.draw_line(at(last), at(a));
                last = a;
            }
            PathEl::QuadTo(a, b) => {
                rasterizer.draw_quad(at(last), at(a), at(b));
                last = b;
            }
            PathEl::CurveTo(a, b, c) => {
                rasterizer.draw_cubic(at(last), at(a), at(b), at(c));
                last = c;
            }
            PathEl::ClosePath => {
                rasterizer.draw_line(at(last), at(start));
                last = start;
            }
        }
    }
    rasterizer.draw_line(at(last), at(start));
    let mut coverage = vec![0; width * height];
    rasterizer.for_each_pixel(|index, share| coverage[index] = (share.min(1.0) * 255.0 + 0.5) as u8);
    coverage
}

/// Coverage of an outline together with a stroke along it. tiny-skia unites the two, which signed areas
/// cannot: the stroke's inner edge runs against the outline.
fn thick_coverage(outline: &BezPath, stroke: f64, width: usize, height: usize) -> Option<Vec<u8>> {
    let mut canvas = crate::canvas::Canvas::new(0, 0, width, height, [0; 4]);
    let black = journey_scene::Colour::BLACK;
    let stroke = journey_scene::Stroke::solid(black, stroke);
    crate::path::draw(
        &mut canvas,
        outline,
        Affine::IDENTITY,
        Some(&black.into()),
        Some(&stroke),
    );
    Some(canvas.pixels.iter().map(|pixel| pixel[3]).collect())
}

/// Hashes the few integers of a key. Keys come from layout, not from outside, and there are as many
/// look-ups as letters on the sheet.
#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }
    fn write_u16(&mut self, value: u16) {
        self.write_u64(u64::from(value));
    }
    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }
    fn write_u64(&mut self, value: u64) {
        // Multiplication by an odd constant (2⁶⁴ / golden ratio) spreads the bits upwards.
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
