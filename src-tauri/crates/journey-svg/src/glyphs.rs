//! Glyphs as outlines: emoji, for viewers that draw no COLR fonts, and all letters where the file is to
//! need no font at all.

use std::collections::BTreeMap;
use std::fmt::Write;

use journey_glyph::{Em, Face, Underline};
use journey_scene::{FontId, FontSet, GlyphRun, Rect};

use crate::markup::{attribute, colour_attribute, number, number_attribute};
use crate::shape::{outline, rect_attributes};

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
        let Some((face, units)) = open(fonts, run.font) else {
            return;
        };
        out.push_str("<g role=\"img\"");
        attribute(out, "aria-label", text.trim());
        // Layers without a colour of their own take the text's.
        colour_attribute(out, "fill", "fill-opacity", run.colour);
        out.push('>');
        let mut x = run.x;
        for glyph in &run.glyphs {
            self.define(&face, run.font, glyph.id);
            let _ = write!(
                out,
                "<use xlink:href=\"#e{}-{}\" transform=\"translate(",
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
        let Some((face, units)) = open(fonts, run.font) else {
            return;
        };
        let scale = f64::from(run.size) / units;
        let start = out.len();
        out.push_str("<g");
        colour_attribute(out, "fill", "fill-opacity", run.colour);
        if run.embolden && !face.is_coloured() {
            colour_attribute(out, "stroke", "stroke-opacity", run.colour);
            number_attribute(out, "stroke-width", units * GlyphRun::THICKENING);
        }
        // Seven decimals: at less than that, the last letter of a long line would be a pixel off.
        let short = journey_scene::round_to(scale, 7);
        if run.oblique {
            let slant = journey_scene::round_to(-GlyphRun::SLANT * scale, 7);
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
            if self.define(&face, run.font, glyph.id) {
                any = true;
                let _ = write!(out, "<use xlink:href=\"#e{}-{}\"", run.font.0, glyph.id);
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
            rect_attributes(out, underline(&face, run, baseline));
            colour_attribute(out, "fill", "fill-opacity", run.colour);
            out.push_str("/>");
        }
    }

    /// Sees to it that a glyph is defined; `false` if it is blank.
    fn define(&mut self, face: &Face<'_>, font: FontId, glyph: u16) -> bool {
        let definition = self.used.entry((font, glyph)).or_insert_with(|| {
            let mut inside = String::new();
            layers(&mut inside, face, glyph);
            match inside.strip_prefix("<path") {
                // One outline needs no group; letters are no more than that.
                Some(path) if !face.is_coloured() => format!("<path id=\"e{}-{glyph}\"{path}", font.0),
                None if !face.is_coloured() => String::new(),
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

/// A face with its units per em.
fn open(fonts: &FontSet, font: FontId) -> Option<(Face<'_>, f64)> {
    let face = Face::open(fonts.face(font)?)?;
    let units = face.units_per_em()?;
    Some((face, units))
}

/// The line under a run.
fn underline(face: &Face<'_>, run: &GlyphRun, baseline: f64) -> Rect {
    let Underline { offset, thickness } = face.underline(run.size);
    Rect::new(
        run.x,
        baseline + offset,
        run.x + run.advance,
        baseline + offset + thickness,
    )
}

/// Appends the layers of a glyph in font units.
fn layers(out: &mut String, face: &Face<'_>, glyph: u16) {
    for layer in face.layers(glyph, Em::Units) {
        out.push_str("<path d=\"");
        outline(out, &layer.outline);
        out.push('"');
        if let Some(colour) = layer.colour {
            colour_attribute(out, "fill", "fill-opacity", colour);
        }
        out.push_str("/>");
    }
}
