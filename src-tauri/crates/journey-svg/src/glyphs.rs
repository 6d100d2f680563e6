//! Glyphs as outlines: emoji, for viewers that draw no COLR fonts, and all letters where the file is to
//! need no font at all.

use std::collections::BTreeMap;
use std::fmt::Write;

use journey_scene::{BezPath, Colour, FontFace, FontId, FontSet, GlyphRun, Rect};
use skrifa::color::{Brush, ColorPainter, CompositeMode, Transform};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::types::BoundingBox;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::markup::{attribute, colour_attribute, number, number_attribute};
use crate::shape::{outline, rect_attributes};

/// tan 12°, the slant of faces without an italic (see [`GlyphRun::oblique`]).
const SLANT: f64 = 0.2126;
/// Share of the em that a face without a bold is thickened by (see [`GlyphRun::embolden`]).
const THICKENING: f64 = 1.0 / 24.0;

/// The glyphs that a document draws. Each is defined once, in font units, and placed with `<use>`.
pub(crate) struct GlyphSheet {
    /// The markup of each, `id` and all; empty where a glyph is blank.
    used: BTreeMap<(FontId, u16), String>,
    /// Letters too, not only emoji.
    pub(crate) letters: bool,
}

impl GlyphSheet {
    pub(crate) const fn new(letters: bool) -> Self {
        Self {
            used: BTreeMap::new(),
            letters,
        }
    }

    /// Appends the glyphs of an emoji run, with the text that they stand for as their name.
    pub(crate) fn emoji(&mut self, out: &mut String, fonts: &FontSet, run: &GlyphRun, text: &str, baseline: f64) {
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
            self.define(fonts, run.font, glyph.id);
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

    /// Appends the glyphs of any run, nameless, at their places to a unit of the font.
    pub(crate) fn letters(&mut self, out: &mut String, fonts: &FontSet, run: &GlyphRun, baseline: f64) {
        let Some((face, units)) = fonts.face(run.font).and_then(|face| Some((face, units_per_em(face)?))) else {
            return;
        };
        let scale = f64::from(run.size) / units;
        let start = out.len();
        out.push_str("<g");
        colour_attribute(out, "fill", "fill-opacity", run.colour);
        if run.embolden && !face.colour {
            colour_attribute(out, "stroke", "stroke-opacity", run.colour);
            number_attribute(out, "stroke-width", units * THICKENING);
        }
        // Seven decimals: at less than that, the last letter of a long line would be a pixel off.
        let short = journey_scene::round_to(scale, 7);
        if run.oblique {
            let slant = journey_scene::round_to(-SLANT * scale, 7);
            let _ = write!(out, " transform=\"matrix({short} 0 {slant} {short} ");
        } else {
            out.push_str(" transform=\"translate(");
        }
        number(out, run.x);
        out.push(' ');
        number(out, baseline);
        if run.oblique {
            out.push_str(")\">");
        } else {
            let _ = write!(out, ")scale({short})\">");
        }
        let (empty, mut x, mut any) = (out.len(), 0.0, false);
        for glyph in &run.glyphs {
            if self.define(fonts, run.font, glyph.id) {
                any = true;
                let _ = write!(out, "<use href=\"#e{}-{}\"", run.font.0, glyph.id);
                // A slanted place would move sideways with its height; such runs have no raised glyphs.
                for (name, place) in [("x", x + f64::from(glyph.dx)), ("y", f64::from(glyph.dy))] {
                    let place = (place / scale).round();
                    if place != 0.0 {
                        number_attribute(out, name, place);
                    }
                }
                out.push_str("/>");
            }
            x += f64::from(glyph.advance);
        }
        debug_assert!(any || out.len() == empty);
        if any {
            out.push_str("</g>");
        } else {
            out.truncate(start);
        }
        if run.underline {
            out.push_str("<rect");
            rect_attributes(out, underline(face, run, baseline));
            colour_attribute(out, "fill", "fill-opacity", run.colour);
            out.push_str("/>");
        }
    }

    /// Sees to it that a glyph is defined; `false` if it is blank.
    fn define(&mut self, fonts: &FontSet, font: FontId, glyph: u16) -> bool {
        let definition = self.used.entry((font, glyph)).or_insert_with(|| {
            let Some(face) = fonts.face(font) else {
                return String::new();
            };
            let mut inside = String::new();
            layers(&mut inside, face, GlyphId::from(glyph));
            match inside.strip_prefix("<path") {
                // One outline needs no group; letters are no more than that.
                Some(path) if !face.colour => format!("<path id=\"e{}-{glyph}\"{path}", font.0),
                None if !face.colour => String::new(),
                _ => format!("<g id=\"e{}-{glyph}\">{inside}</g>", font.0),
            }
        });
        !definition.is_empty()
    }

    /// Appends the definitions of all glyphs used.
    pub(crate) fn definitions(&self, out: &mut String) {
        if self.used.is_empty() {
            return;
        }
        out.push_str("<defs>");
        for definition in self.used.values() {
            out.push_str(definition);
        }
        out.push_str("</defs>");
    }
}

/// The line under a run, where and as thick as its face asks; a tenth and a twentieth of the em where it
/// does not say.
fn underline(face: &FontFace, run: &GlyphRun, baseline: f64) -> Rect {
    let size = f64::from(run.size);
    let said = FontRef::from_index((*face.bytes).as_ref(), face.index)
        .ok()
        .and_then(|font| font.metrics(Size::new(run.size), LocationRef::default()).underline);
    let (offset, thickness) = said.map_or((size / 10.0, size / 20.0), |line| {
        (f64::from(-line.offset), f64::from(line.thickness))
    });
    Rect::new(
        run.x,
        baseline + offset,
        run.x + run.advance,
        baseline + offset + thickness,
    )
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
