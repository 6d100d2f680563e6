//! Glyphs that carry their own colours (COLR).

use journey_scene::{Affine, BezPath, Colour, GlyphRun};
use skrifa::color::{Brush, ColorPainter, CompositeMode, Transform};
use skrifa::instance::LocationRef;
use skrifa::raw::types::BoundingBox;
use skrifa::{GlyphId, MetadataProvider};

use crate::canvas::Canvas;
use crate::glyph::{Face, Ink, Stencil, cells};
use crate::path;

/// The layers of a glyph from the lowest up, at a size in px per em, y downwards, from the glyph's origin.
/// A glyph without layers is one layer in the colour of the text.
pub(crate) fn layers(face: &Face<'_>, glyph: GlyphId, size: f32, text: Colour) -> Vec<(BezPath, Colour)> {
    let mut collector = Layers {
        face,
        size,
        text,
        layers: Vec::new(),
    };
    match face.font.color_glyphs().get(glyph) {
        // A broken paint graph leaves out layers; the rest of the picture stays.
        Some(colour_glyph) => {
            let _ = colour_glyph.paint(LocationRef::default(), &mut collector);
        }
        None => collector.push(glyph, text),
    }
    collector.layers
}

/// A glyph drawn in its colours, `shift` px right of a whole pixel.
pub(crate) fn stencil(face: &Face<'_>, run: &GlyphRun, glyph: GlyphId, size: f32, shift: f64) -> Option<Stencil> {
    let mut layers = layers(face, glyph, size, run.colour);
    let mut all = BezPath::new();
    for (outline, _) in &mut layers {
        outline.apply_affine(Affine::translate((shift, 0.0)));
        all.extend(outline.iter());
    }
    let (left, top, width, height) = cells(&all, 0.0)?;
    let mut canvas = Canvas::new(left, top, width, height, [0; 4]);
    for (outline, colour) in &layers {
        path::draw(&mut canvas, outline, Affine::IDENTITY, Some(&(*colour).into()), None);
    }
    Some(Stencil {
        left,
        top,
        width,
        ink: Ink::Coloured(canvas.pixels),
    })
}

struct Layers<'a, 'f> {
    face: &'a Face<'f>,
    size: f32,
    text: Colour,
    layers: Vec<(BezPath, Colour)>,
}

impl Layers<'_, '_> {
    fn push(&mut self, glyph: GlyphId, colour: Colour) {
        if let Some(outline) = self.face.outline(glyph, self.size, false) {
            self.layers.push((outline, colour));
        }
    }
}

/// COLRv0 is a list of glyphs in flat colours, which arrive in `fill_glyph`. Of COLRv1 (a system font at
/// most) only the flat part is drawn, with the first colour of a gradient.
impl ColorPainter for Layers<'_, '_> {
    fn push_transform(&mut self, _: Transform) {}
    fn pop_transform(&mut self) {}
    fn push_clip_glyph(&mut self, _: GlyphId) {}
    fn push_clip_box(&mut self, _: BoundingBox<f32>) {}
    fn pop_clip(&mut self) {}
    fn fill(&mut self, _: Brush<'_>) {}
    fn push_layer(&mut self, _: CompositeMode) {}
    fn pop_layer(&mut self) {}

    fn fill_glyph(&mut self, glyph: GlyphId, _: Option<Transform>, brush: Brush<'_>) {
        let (index, alpha) = match brush {
            Brush::Solid { palette_index, alpha } => (palette_index, alpha),
            Brush::LinearGradient { color_stops, .. }
            | Brush::RadialGradient { color_stops, .. }
            | Brush::SweepGradient { color_stops, .. } => {
                let Some(first) = color_stops.first() else {
                    return;
                };
                (first.palette_index, first.alpha)
            }
        };
        // 0xFFFF, which no palette holds, stands for the colour of the text.
        let palettes = self.face.font.color_palettes();
        let entry = palettes
            .get(0)
            .and_then(|palette| palette.colors().get(usize::from(index)).copied());
        let colour = entry.map_or(self.text, |entry| {
            let opacity = (f32::from(entry.alpha) * alpha).round().clamp(0.0, 255.0) as u8;
            Colour::rgb(entry.red, entry.green, entry.blue).with_alpha(opacity)
        });
        self.push(glyph, colour);
    }
}
