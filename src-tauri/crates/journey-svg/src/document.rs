//! A whole SVG document.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journey_scene::{FontSet, Node, Primitive, Rect, Role, Scene};

use crate::glyphs::GlyphSheet;
use crate::markup::{attribute, colour_attribute, escape, number, number_attribute};
use crate::shape::rect_attributes;
use crate::text::CommonFont;
use crate::{SvgError, attachment, face, fragment};

/// How the file comes by its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fonts {
    /// Subsets of the faces, inside the file: it looks right on any machine whose viewer reads
    /// `@font-face` (all browsers; neither librsvg nor Inkscape).
    #[default]
    Embedded,
    /// Only the families' names: smaller, and right where the fonts are installed.
    Referenced,
    /// No fonts: every letter is a drawn outline. It looks alike in every program that reads SVG, but its
    /// words can neither be searched nor edited; screen readers still hear each node's label.
    Outlines,
}

/// What lies behind the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// The paper of the scene.
    #[default]
    Paper,
    /// Nothing.
    Transparent,
}

/// How a scene becomes an SVG file.
#[derive(Clone, Debug)]
pub struct Options {
    pub fonts: Fonts,
    pub background: Background,
    /// Size of the picture in relation to the sheet; the coordinates inside stay the sheet's. Must be
    /// positive and finite.
    pub scale: f64,
    /// The part of the sheet to show, in sheet px; all of it where `None`. Nodes that do not touch it are
    /// left out.
    pub region: Option<Rect>,
    /// The map's JSON, kept in `<metadata>`, so that the picture can be opened as a map again
    /// ([`attachment`](crate::attachment()) reads it).
    pub attachment: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fonts: Fonts::default(),
            background: Background::default(),
            scale: 1.0,
            region: None,
            attachment: None,
        }
    }
}

/// How far a node's ink may reach beyond its bounds, px: hairlines and arrow heads.
const OVERHANG: f64 = 16.0;

/// Paints a scene as a whole SVG 1.1 document.
///
/// The same scene and options give the same text.
///
/// # Errors
/// [`SvgError::Size`]: the part of the sheet to show, or the scale, is no size.
pub fn paint(scene: &Scene, options: &Options) -> Result<String, SvgError> {
    let region = options.region.unwrap_or_else(|| scene.size.to_rect());
    let (width, height, scale) = (region.width(), region.height(), options.scale);
    let usable = |value: f64| value.is_finite() && value > 0.0;
    if !(usable(width) && usable(height) && usable(scale) && region.is_finite()) {
        return Err(SvgError::Size { width, height, scale });
    }
    let reach = region.inflate(OVERHANG, OVERHANG);
    let is_shown = |node: &&Node| {
        // A node without a picture is a place for the screen alone.
        let in_reach = options.region.is_none() || reach.overlaps(node.bounds());
        in_reach && !node.content.is_empty()
    };
    let nodes: Vec<&Node> = scene.nodes.iter().filter(is_shown).collect();

    let mut out = String::with_capacity(4096 + nodes.len() * 512);
    // Inkscape 1.2 draws no picture and no `<use>` without the prefix that SVG 2 gave up.
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    number_attribute(&mut out, "width", width * scale);
    number_attribute(&mut out, "height", height * scale);
    out.push_str(" viewBox=\"");
    for (index, value) in [region.x0, region.y0, width, height].into_iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        number(&mut out, value);
    }
    out.push('"');
    if !scene.language.is_empty() {
        attribute(&mut out, "lang", &scene.language);
        attribute(&mut out, "xml:lang", &scene.language);
    }
    // Without geometricPrecision Chromium rounds glyph advances to whole pixels on some systems.
    out.push_str(" role=\"graphics-document\" aria-labelledby=\"waymark-title\" text-rendering=\"geometricPrecision\"");
    let outlines = options.fonts == Fonts::Outlines;
    let common = if outlines {
        None
    } else {
        CommonFont::of(&nodes, &scene.fonts)
    };
    if let Some(common) = &common {
        common.attributes(&mut out);
    }
    out.push('>');
    out.push_str("<title id=\"waymark-title\">");
    escape(&mut out, &scene.title);
    out.push_str("</title>");
    if let Some(json) = &options.attachment {
        attachment::write(&mut out, json);
    }
    if options.fonts == Fonts::Embedded {
        fonts(&mut out, &nodes, &scene.fonts);
    }
    if options.background == Background::Paper {
        out.push_str("<rect");
        rect_attributes(&mut out, region);
        colour_attribute(&mut out, "fill", "fill-opacity", scene.paper);
        out.push_str("/>");
    }
    let mut glyphs = GlyphSheet::new(outlines);
    for node in nodes {
        group(&mut out, scene, node, common.as_ref(), &mut glyphs);
    }
    glyphs.definitions(&mut out);
    out.push_str("</svg>\n");
    Ok(out)
}

/// One node: a group at the node's place, with a name where its own text does not say it.
fn group(out: &mut String, scene: &Scene, node: &Node, common: Option<&CommonFont>, glyphs: &mut GlyphSheet) {
    out.push_str("<g");
    attribute(out, "id", node.id.as_str());
    if node.origin.x != 0.0 || node.origin.y != 0.0 {
        out.push_str(" transform=\"translate(");
        number(out, node.origin.x);
        out.push(' ');
        number(out, node.origin.y);
        out.push_str(")\"");
    }
    let mut said = String::new();
    if !glyphs.letters {
        spoken(&node.content, &mut said);
    }
    if node.role == Role::Decoration {
        out.push_str(" aria-hidden=\"true\"");
    } else if said.is_empty() {
        // What is inside a picture is not offered to screen readers; a link must be.
        if !(glyphs.letters && has_link(&node.content)) {
            out.push_str(" role=\"img\"");
        }
        attribute(out, "aria-label", &node.label);
    } else if said != *node.label {
        // A named group: that is what a `<g>` with a label is without a role (SVG-AAM 1.0).
        attribute(out, "aria-label", &unsaid(&node.label, &said));
    }
    out.push('>');
    fragment::for_file(out, node, &scene.fonts, common, glyphs);
    out.push_str("</g>\n");
}

fn has_link(primitives: &[Primitive]) -> bool {
    primitives.iter().any(|primitive| match primitive {
        Primitive::Group { children, .. } => has_link(children),
        Primitive::Link(_) => true,
        Primitive::Path { .. } | Primitive::Text(_) | Primitive::Image(_) => false,
    })
}

/// What a label adds to the text that stands in the group and is read out after it.
fn unsaid(label: &str, said: &str) -> String {
    match label.split_once(said) {
        Some((before, after)) => {
            let before = before.trim_end_matches([':', ' ']);
            let after = if before.is_empty() {
                after.trim_start_matches([',', ' '])
            } else {
                after
            };
            format!("{before}{after}")
        }
        None => label.to_owned(),
    }
}

/// Collects what the node's text says.
fn spoken(primitives: &[Primitive], said: &mut String) {
    for primitive in primitives {
        match primitive {
            Primitive::Group { children, .. } => spoken(children, said),
            Primitive::Text(text) => said.push_str(&text.source),
            Primitive::Path { .. } | Primitive::Image(_) | Primitive::Link(_) => {}
        }
    }
}

/// The faces as `@font-face` rules. Emoji faces are left out: emoji are outlines in files.
fn fonts(out: &mut String, nodes: &[&Node], fonts: &FontSet) {
    let mut rules = String::new();
    for (id, usage) in face::usage(nodes) {
        let Some(face) = fonts.face(id).filter(|face| !face.colour) else {
            continue;
        };
        let Some(file) = face::web_font(face, &usage) else {
            continue;
        };
        let family: String = face
            .family
            .chars()
            .filter(|c| !matches!(c, '"' | '\\') && !c.is_control())
            .collect();
        rules.push_str("@font-face{font-family:\"");
        rules.push_str(&family);
        rules.push_str(&format!("\";font-weight:{}", face.weight));
        rules.push_str(if face.italic { ";font-style:italic" } else { "" });
        rules.push_str(";src:url(data:font/woff;base64,");
        STANDARD.encode_string(file, &mut rules);
        rules.push_str(")}");
    }
    if !rules.is_empty() {
        out.push_str("<style>");
        escape(out, &rules);
        out.push_str("</style>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_the_text_does_not() {
        for (label, said, expected) in [
            (
                "Thought: Asks twice, step Pay, assumed",
                "Asks twice",
                "Thought, step Pay, assumed",
            ),
            ("Pay, 3 steps", "Pay", "3 steps"),
            ("Note: Later", "Later", "Note"),
            ("Something else", "Later", "Something else"),
        ] {
            assert_eq!(unsaid(label, said), expected);
        }
    }
}
