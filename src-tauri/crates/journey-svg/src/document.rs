//! A whole SVG document.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journey_scene::{Node, Primitive, Role, Scene};

use crate::emoji::EmojiSheet;
use crate::markup::{attribute, colour_attribute, escape, number, number_attribute};
use crate::text::CommonFont;
use crate::{attachment, face, fragment};

/// Whether the file carries its fonts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fonts {
    /// Subsets of the faces, inside the file: it looks right on any machine whose viewer reads
    /// `@font-face` (all browsers; neither librsvg nor Inkscape).
    #[default]
    Embedded,
    /// Only the families' names: smaller, and right where the fonts are installed.
    Referenced,
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
            attachment: None,
        }
    }
}

/// Why a scene could not be painted.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum SvgError {
    /// The sheet has no area, or is not finite.
    #[error("the sheet is {width} × {height} px at scale {scale}; an SVG needs a size above zero")]
    Size { width: f64, height: f64, scale: f64 },
}

/// Paints a scene as a whole SVG 1.1 document (with the `href` of SVG 2).
///
/// The same scene and options give the same text.
pub fn paint(scene: &Scene, options: &Options) -> Result<String, SvgError> {
    let (width, height, scale) = (scene.size.width, scene.size.height, options.scale);
    let usable = |value: f64| value.is_finite() && value > 0.0;
    if !(usable(width) && usable(height) && usable(scale)) {
        return Err(SvgError::Size { width, height, scale });
    }

    let mut out = String::with_capacity(4096 + scene.nodes.len() * 512);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    number_attribute(&mut out, "width", width * scale);
    number_attribute(&mut out, "height", height * scale);
    out.push_str(" viewBox=\"0 0 ");
    number(&mut out, width);
    out.push(' ');
    number(&mut out, height);
    out.push('"');
    if !scene.language.is_empty() {
        attribute(&mut out, "lang", &scene.language);
        attribute(&mut out, "xml:lang", &scene.language);
    }
    // Without geometricPrecision Chromium rounds glyph advances to whole pixels on some systems.
    out.push_str(" role=\"graphics-document\" aria-labelledby=\"waymark-title\" text-rendering=\"geometricPrecision\"");
    let common = CommonFont::of(scene);
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
        fonts(&mut out, scene);
    }
    if options.background == Background::Paper {
        out.push_str("<rect");
        number_attribute(&mut out, "width", width);
        number_attribute(&mut out, "height", height);
        colour_attribute(&mut out, "fill", "fill-opacity", scene.paper);
        out.push_str("/>");
    }
    let mut emoji = EmojiSheet::default();
    // A node without a picture is a place for the screen alone.
    for node in scene.nodes.iter().filter(|node| !node.content.is_empty()) {
        group(&mut out, scene, node, common.as_ref(), &mut emoji);
    }
    emoji.definitions(&mut out, &scene.fonts);
    out.push_str("</svg>\n");
    Ok(out)
}

/// One node: a group at the node's place, with a name where its own text does not say it.
fn group(out: &mut String, scene: &Scene, node: &Node, common: Option<&CommonFont>, emoji: &mut EmojiSheet) {
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
    spoken(&node.content, &mut said);
    if node.role == Role::Decoration {
        out.push_str(" aria-hidden=\"true\"");
    } else if said.is_empty() {
        out.push_str(" role=\"img\"");
        attribute(out, "aria-label", &node.label);
    } else if said != *node.label {
        // A named group: that is what a `<g>` with a label is without a role (SVG-AAM 1.0).
        attribute(out, "aria-label", &unsaid(&node.label, &said));
    }
    out.push('>');
    fragment::for_file(out, node, &scene.fonts, common, emoji);
    out.push_str("</g>\n");
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
fn fonts(out: &mut String, scene: &Scene) {
    let mut rules = String::new();
    for (id, usage) in face::usage(scene) {
        let Some(face) = scene.fonts.face(id).filter(|face| !face.colour) else {
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
