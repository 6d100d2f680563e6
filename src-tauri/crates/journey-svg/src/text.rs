//! Text as text: one `<text>` a line, with a `<tspan>` where the look changes.

use std::collections::BTreeMap;
use std::fmt::Write;

use journey_scene::{Colour, FontFace, FontSet, GlyphRun, Line, Node, Primitive, TextBox};

use crate::glyphs::GlyphSheet;
use crate::markup::{allowed, attribute, colour_attribute, escape, number, number_attribute};

/// The inheritable look of a run: what a `<g>` or `<text>` can say once for all that it holds.
#[derive(Clone, Copy, PartialEq)]
struct Look<'a> {
    family: &'a str,
    weight: u16,
    italic: bool,
    size: f32,
    colour: Colour,
    letter_spacing: f32,
}

impl<'a> Look<'a> {
    fn of(run: &GlyphRun, face: Option<&'a FontFace>) -> Self {
        Self {
            family: face.map_or("", |face| &face.family),
            weight: face.map_or(400, |face| face.weight),
            italic: face.is_some_and(|face| face.italic),
            size: run.size,
            colour: run.colour,
            letter_spacing: run.letter_spacing,
        }
    }

    /// Appends the attributes that differ from what is inherited; `None` means the initial values and the
    /// font that the document has set, if any.
    fn attributes(&self, out: &mut String, inherited: Option<&Self>, common: Option<&CommonFont>) {
        let family_set = inherited
            .map(|i| i.family)
            .or(common.map(|common| common.family.as_str()));
        if family_set != Some(self.family) {
            out.push_str(" font-family=\"");
            family(out, self.family);
            out.push('"');
        }
        let size_set = inherited.map(|i| i.size).or(common.map(|common| common.size));
        if size_set != Some(self.size) {
            number_attribute(out, "font-size", f64::from(self.size));
        }
        if inherited.map_or(400, |i| i.weight) != self.weight {
            let _ = write!(out, " font-weight=\"{}\"", self.weight);
        }
        if inherited.is_some_and(|i| i.italic) != self.italic {
            attribute(out, "font-style", if self.italic { "italic" } else { "normal" });
        }
        if inherited.map_or(0.0, |i| i.letter_spacing) != self.letter_spacing {
            number_attribute(out, "letter-spacing", f64::from(self.letter_spacing));
        }
        if inherited.is_none_or(|i| i.colour != self.colour) {
            colour_attribute(out, "fill", "fill-opacity", self.colour);
            // An inherited opacity has to be taken back where the colour itself does not say one.
            if self.colour.alpha == 255 && inherited.is_some_and(|i| i.colour.alpha != 255) {
                out.push_str(" fill-opacity=\"1\"");
            }
        }
    }
}

/// The family and size that most texts of a document begin with: the document says them once.
pub(crate) struct CommonFont {
    family: String,
    size: f32,
}

impl CommonFont {
    /// The most frequent font of some nodes; `None` if they have no text.
    pub(crate) fn of(nodes: &[&Node], fonts: &FontSet) -> Option<Self> {
        let mut counts: BTreeMap<(&str, u32), usize> = BTreeMap::new();
        for node in nodes {
            count(&node.content, fonts, &mut counts);
        }
        let ((family, size), _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        Some(Self {
            family: family.to_owned(),
            size: f32::from_bits(size),
        })
    }

    pub(crate) fn attributes(&self, out: &mut String) {
        out.push_str(" font-family=\"");
        family(out, &self.family);
        out.push('"');
        number_attribute(out, "font-size", f64::from(self.size));
    }
}

fn count<'a>(primitives: &[Primitive], fonts: &'a FontSet, counts: &mut BTreeMap<(&'a str, u32), usize>) {
    for primitive in primitives {
        match primitive {
            Primitive::Group { children, .. } => count(children, fonts, counts),
            Primitive::Text(text) => {
                if let Some(run) = text.lines.first().and_then(|line| line.runs.first()) {
                    let look = Look::of(run, fonts.face(run.font));
                    *counts.entry((look.family, look.size.to_bits())).or_default() += 1;
                }
            }
            Primitive::Path { .. } | Primitive::Image(_) | Primitive::Link(_) => {}
        }
    }
}

/// Appends a CSS family list: the face's family, then the generic one as the last resort.
fn family(out: &mut String, name: &str) {
    let is_identifier = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if name.is_empty() {
        out.push_str("sans-serif");
    } else if name.split(' ').all(is_identifier) {
        out.push_str(name);
        out.push_str(", sans-serif");
    } else {
        let quoted: String = name
            .chars()
            .filter(|c| !matches!(c, '\'' | '\\') && !c.is_control())
            .collect();
        out.push('\'');
        escape(out, &quoted);
        out.push_str("', sans-serif");
    }
}

/// Neighbouring runs that are set alike, and so need only one element.
struct Piece<'a> {
    text: String,
    /// Left and right edge, px.
    left: f64,
    right: f64,
    look: Look<'a>,
    /// The first of the runs.
    run: &'a GlyphRun,
    /// Byte after the last character shown.
    end: u32,
    /// An emoji run that is to be drawn, not written.
    drawn: bool,
}

impl Piece<'_> {
    /// Whether the piece must stand in an element of its own: another direction or slant, or a drawing.
    fn stands_alone(&self) -> bool {
        self.run.rtl || self.run.oblique || self.drawn
    }

    fn is_blank(&self) -> bool {
        !self.run.underline && !self.drawn && self.text.trim().is_empty()
    }
}

/// Appends a paragraph. Emoji are drawn where `glyphs` is given, and letters where it asks for them; all
/// else is written as text.
pub(crate) fn paragraph(
    out: &mut String,
    text: &TextBox,
    fonts: &FontSet,
    common: Option<&CommonFont>,
    mut glyphs: Option<&mut GlyphSheet>,
) {
    if let Some(sheet) = &mut glyphs
        && sheet.letters
    {
        for line in &text.lines {
            for run in &line.runs {
                sheet.letters(out, fonts, run, line.baseline);
            }
        }
        return;
    }
    let lines: Vec<(f64, Vec<Piece<'_>>)> = text
        .lines
        .iter()
        .map(|line| (line.baseline, pieces(text, line, fonts, glyphs.is_some())))
        .filter(|(_, pieces)| pieces.iter().any(|piece| !piece.is_blank()))
        .collect();
    let Some(base) = lines
        .iter()
        .flat_map(|(_, pieces)| pieces)
        .map(|piece| piece.look)
        .next()
    else {
        return;
    };
    let is_simple = |pieces: &[Piece<'_>]| !pieces.iter().any(Piece::stands_alone);
    let one_element = matches!(lines.as_slice(), [(_, pieces)] if is_simple(pieces));
    // What the only element says itself, or the group of several for all of them.
    let mut own = String::new();
    base.attributes(&mut own, None, common);
    if !one_element {
        out.push_str("<g");
        out.push_str(&own);
        out.push('>');
        own.clear();
    }
    for (baseline, pieces) in &lines {
        if is_simple(pieces) {
            one_text(out, *baseline, pieces, &base, &own);
        } else {
            // Logical order, so that what is read, searched and copied comes in the order of speech.
            let mut ordered: Vec<&Piece<'_>> = pieces.iter().filter(|piece| !piece.is_blank()).collect();
            ordered.sort_by_key(|piece| piece.run.range.start);
            for piece in ordered {
                match &mut glyphs {
                    Some(sheet) if piece.drawn => sheet.emoji(out, fonts, piece.run, &piece.text, *baseline),
                    _ => alone(out, *baseline, piece, &base),
                }
            }
        }
    }
    if !one_element {
        out.push_str("</g>");
    }
}

/// Cuts a line into pieces, in visual order.
fn pieces<'a>(text: &'a TextBox, line: &'a Line, fonts: &'a FontSet, draw_emoji: bool) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::with_capacity(line.runs.len());
    for run in &line.runs {
        let face = fonts.face(run.font);
        let look = Look::of(run, face);
        let drawn = draw_emoji && face.is_some_and(|face| face.colour);
        let shown = shown(text, run);
        if let Some(last) = pieces.last_mut() {
            let joins = last.look == look
                && last.end == run.range.start
                && (last.run.rtl, last.run.oblique, last.run.embolden, last.run.underline)
                    == (false, run.oblique, run.embolden, run.underline)
                && !(run.rtl || drawn || last.drawn);
            if joins {
                last.text.push_str(&shown);
                last.right = run.x + run.advance;
                last.end = run.range.end;
                continue;
            }
        }
        pieces.push(Piece {
            text: shown,
            left: run.x,
            right: run.x + run.advance,
            look,
            run,
            end: run.range.end,
            drawn,
        });
    }
    // White space at the end of a line hangs; it is not drawn and must not count in anyone's width.
    if let Some(last) = pieces.iter_mut().max_by_key(|piece| piece.end) {
        last.text.truncate(last.text.trim_end().len());
    }
    pieces
}

/// What a run shows, fit for SVG: white space as spaces, no characters that XML forbids, and no bidi
/// controls, whose work layout has done already.
fn shown(text: &TextBox, run: &GlyphRun) -> String {
    let range = run.range.start as usize..run.range.end as usize;
    let source = text.source.get(range).unwrap_or_default();
    source
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() || !allowed(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether SVG's own white-space handling would change the text.
fn needs_preserving(text: &str) -> bool {
    text.starts_with(' ') || text.ends_with(' ') || text.contains("  ")
}

/// One `<text>` for a line that runs left to right throughout; `own` are attributes for itself.
fn one_text(out: &mut String, baseline: f64, pieces: &[Piece<'_>], base: &Look<'_>, own: &str) {
    let Some(first) = pieces.first() else { return };
    out.push_str("<text");
    number_attribute(out, "x", first.left);
    number_attribute(out, "y", baseline);
    out.push_str(own);
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    if needs_preserving(&whole) {
        out.push_str(" xml:space=\"preserve\"");
    }
    if let [only] = pieces {
        only.look.attributes(out, Some(base), None);
        decoration(out, only.run);
        out.push('>');
        escape(out, &only.text);
    } else {
        out.push('>');
        for (index, piece) in pieces.iter().enumerate() {
            let plain = piece.look == *base && !piece.run.underline && !piece.run.embolden;
            if plain && index == 0 {
                escape(out, &piece.text);
                continue;
            }
            out.push_str("<tspan");
            if index > 0 {
                number_attribute(out, "x", piece.left);
            }
            piece.look.attributes(out, Some(base), None);
            decoration(out, piece.run);
            out.push('>');
            escape(out, &piece.text);
            out.push_str("</tspan>");
        }
    }
    out.push_str("</text>");
}

/// A piece in a `<text>` of its own.
///
/// A right-to-left run starts at its right edge: with `direction="rtl"` on the element itself, the
/// default `text-anchor="start"` means just that, in browsers and in librsvg. (A `<tspan>` of another
/// direction inside a line is anchored differently by each of them.)
fn alone(out: &mut String, baseline: f64, piece: &Piece<'_>, base: &Look<'_>) {
    out.push_str("<text");
    let x = if piece.run.rtl { piece.right } else { piece.left };
    if piece.run.oblique {
        let slant = GlyphRun::SLANT.to_string();
        let _ = write!(out, " transform=\"matrix(1 0 -{} 1 ", slant.trim_start_matches('0'));
        number(out, x);
        out.push(' ');
        number(out, baseline);
        out.push_str(")\"");
    } else {
        number_attribute(out, "x", x);
        number_attribute(out, "y", baseline);
    }
    if piece.run.rtl {
        out.push_str(" direction=\"rtl\"");
    }
    piece.look.attributes(out, Some(base), None);
    decoration(out, piece.run);
    if needs_preserving(&piece.text) {
        out.push_str(" xml:space=\"preserve\"");
    }
    out.push('>');
    escape(out, &piece.text);
    out.push_str("</text>");
}

/// What a run adds that must not be inherited by others.
fn decoration(out: &mut String, run: &GlyphRun) {
    if run.underline {
        out.push_str(" text-decoration=\"underline\"");
    }
    if run.embolden {
        colour_attribute(out, "stroke", "stroke-opacity", run.colour);
        number_attribute(out, "stroke-width", f64::from(run.size) * GlyphRun::THICKENING);
    }
}
