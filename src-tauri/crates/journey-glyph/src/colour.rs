//! Glyphs that carry their own colours (COLR).

use journey_scene::{BezPath, Colour};
use skrifa::color::{Brush, ColorPainter, CompositeMode, Transform};
use skrifa::instance::LocationRef;
use skrifa::raw::types::BoundingBox;
use skrifa::{GlyphId, MetadataProvider};

use crate::face::{Em, Face};

/// An outline in one colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    pub outline: BezPath,
    /// `None` for the colour of the text.
    pub colour: Option<Colour>,
}

impl Face<'_> {
    /// The layers of a glyph from the lowest up. A glyph without colours of its own is one layer; a blank
    /// one has none.
    pub fn layers(&self, glyph: u16, em: Em) -> Vec<Layer> {
        let glyph = GlyphId::from(glyph);
        let mut collector = Layers {
            face: self,
            em,
            layers: Vec::new(),
        };
        match self.font.color_glyphs().get(glyph) {
            // A broken paint graph leaves out layers; the rest of the picture stays.
            Some(colour_glyph) => {
                let _ = colour_glyph.paint(LocationRef::default(), &mut collector);
            }
            None => collector.push(glyph, None),
        }
        collector.layers
    }
}

struct Layers<'a, 'f> {
    face: &'a Face<'f>,
    em: Em,
    layers: Vec<Layer>,
}

impl Layers<'_, '_> {
    fn push(&mut self, glyph: GlyphId, colour: Option<Colour>) {
        if let Some(outline) = self.face.outline_of(glyph, self.em, false) {
            self.layers.push(Layer { outline, colour });
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
        let colour = self.face.font.color_palettes().get(0).and_then(|palette| {
            let entry = palette.colors().get(usize::from(index))?;
            let opacity = (f32::from(entry.alpha) * alpha).round().clamp(0.0, 255.0) as u8;
            Some(Colour::rgb(entry.red, entry.green, entry.blue).with_alpha(opacity))
        });
        self.push(glyph, colour);
    }
}
