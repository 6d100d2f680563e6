//! Stencils of glyphs that carry their own colours.

use journey_glyph::{Em, Face};
use journey_scene::{Affine, BezPath, GlyphRun};

use crate::canvas::Canvas;
use crate::glyph::{Ink, Stencil, cells};
use crate::path;

/// A glyph drawn in its colours, `shift` px right of a whole pixel.
pub(crate) fn stencil(face: &Face<'_>, run: &GlyphRun, glyph: u16, size: f32, shift: f64) -> Option<Stencil> {
    let mut layers = face.layers(glyph, Em::Px(size));
    let mut all = BezPath::new();
    for layer in &mut layers {
        layer.outline.apply_affine(Affine::translate((shift, 0.0)));
        all.extend(layer.outline.iter());
    }
    let (left, top, width, height) = cells(&all, 0.0)?;
    let mut canvas = Canvas::new(left, top, width, height, [0; 4]);
    for layer in &layers {
        let colour = layer.colour.unwrap_or(run.colour);
        path::draw(
            &mut canvas,
            &layer.outline,
            Affine::IDENTITY,
            Some(&colour.into()),
            None,
        );
    }
    Some(Stencil {
        left,
        top,
        width,
        ink: Ink::Coloured(canvas.pixels),
    })
}
