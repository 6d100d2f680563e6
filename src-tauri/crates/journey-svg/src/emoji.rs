//! Emoji as coloured outlines, for viewers that draw no COLR fonts.

use std::collections::BTreeSet;
use std::fmt::Write;

use journey_scene::{BezPath, Colour, FontFace, FontId, FontSet, GlyphRun};
use skrifa::color::{Brush, ColorPainter, CompositeMode, Transform};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::types::BoundingBox;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::markup::{attribute, colour_attribute, number};
use crate::shape::outline;

/// The emoji that a document uses. Each is defined once and placed with `<use>`.
#[derive(Default)]
pub(crate) struct EmojiSheet {
    used: BTreeSet<(FontId, u16)>,
}

impl EmojiSheet {
    /// Appends the glyphs of a run, with the text that they stand for as their name.
    pub(crate) fn draw(&mut self, out: &mut String, fonts: &FontSet, run: &GlyphRun, text: &str, baseline: f64) {
        let Some(units) = fonts.face(run.font).and_then(units_per_em) else {
            return;
        };
        out.push_str("<g role=\"img\"");
        attribute(out, "aria-label", text.trim());
        // Layers without a colour of their own take the text's.
        colour_attribute(out, "fill", "fill-opacity", run.colour);
        out.push('>');
        let mut x = run.x;
        for glyph in &run.glyphs {
            self.used.insert((run.font, glyph.id));
            let _ = write!(
                out,
                "<use href=\"#e{}-{}\" transform=\"translate(",
                run.font.0, glyph.id
            );
            number(out, x + f64::from(glyph.dx));
            out.push(' ');
            number(out, baseline + f64::from(glyph.dy));
            let scale = journey_scene::round_to(f64::from(run.size) / units, 7);
            let _ = write!(out, ")scale({scale})\"/>");
            x += f64::from(glyph.advance);
        }
        out.push_str("</g>");
    }

    /// Appends the definitions of all emoji used.
    pub(crate) fn definitions(&self, out: &mut String, fonts: &FontSet) {
        if self.used.is_empty() {
            return;
        }
        out.push_str("<defs>");
        for (font, glyph) in &self.used {
            let _ = write!(out, "<g id=\"e{}-{glyph}\">", font.0);
            if let Some(face) = fonts.face(*font) {
                layers(out, face, GlyphId::from(*glyph));
            }
            out.push_str("</g>");
        }
        out.push_str("</defs>");
    }
}

fn units_per_em(face: &FontFace) -> Option<f64> {
    let font = FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
    let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
    (units > 0).then(|| f64::from(units))
}

/// Appends the layers of a glyph in font units, y downwards.
fn layers(out: &mut String, face: &FontFace, glyph: GlyphId) {
    let Ok(font) = FontRef::from_index((*face.bytes).as_ref(), face.index) else {
        return;
    };
    let mut painter = LayerWriter { out, font: &font };
    match font.color_glyphs().get(glyph) {
        // A broken paint graph leaves out layers; the rest of the document stays.
        Some(colour_glyph) => {
            let _ = colour_glyph.paint(LocationRef::default(), &mut painter);
        }
        None => painter.layer(glyph, None),
    }
}

struct LayerWriter<'a> {
    out: &'a mut String,
    font: &'a FontRef<'a>,
}

impl LayerWriter<'_> {
    fn layer(&mut self, glyph: GlyphId, colour: Option<Colour>) {
        let Some(glyph) = self.font.outline_glyphs().get(glyph) else {
            return;
        };
        let mut pen = Outline(BezPath::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if glyph.draw(settings, &mut pen).is_err() || pen.0.elements().is_empty() {
            return;
        }
        self.out.push_str("<path d=\"");
        outline(self.out, &pen.0);
        self.out.push('"');
        if let Some(colour) = colour {
            colour_attribute(self.out, "fill", "fill-opacity", colour);
        }
        self.out.push_str("/>");
    }
}

/// COLRv0 is a list of glyphs in flat colours, which arrive in `fill_glyph`. Of COLRv1 (a system font at
/// most) only the flat part is drawn, with the first colour of a gradient.
impl ColorPainter for LayerWriter<'_> {
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
        // 0xFFFF stands for the colour of the text.
        let colour = self.font.color_palettes().get(0).and_then(|palette| {
            let entry = palette.colors().get(usize::from(index))?;
            let opacity = (f32::from(entry.alpha) * alpha).round().clamp(0.0, 255.0) as u8;
            Some(Colour::rgb(entry.red, entry.green, entry.blue).with_alpha(opacity))
        });
        self.layer(glyph, colour);
    }
}

/// Collects an outline with y turned downwards.
struct Outline(BezPath);

impl Outline {
    fn point(x: f32, y: f32) -> (f64, f64) {
        (f64::from(x), -f64::from(y))
    }
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(Self::point(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(Self::point(x, y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(Self::point(cx, cy), Self::point(x, y));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0
            .curve_to(Self::point(ax, ay), Self::point(bx, by), Self::point(x, y));
    }
    fn close(&mut self) {
        self.0.close_path();
    }
}
