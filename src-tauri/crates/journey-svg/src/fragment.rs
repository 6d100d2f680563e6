//! What one node draws, as markup.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journey_scene::{Affine, FontSet, Image, LinkArea, Node, Primitive, Shape};

use crate::glyphs::GlyphSheet;
use crate::markup::{attribute, identifier, number};
use crate::text::CommonFont;
use crate::{shape, text};

/// One node's primitives as SVG markup in node coordinates, for the screen: put it into a
/// `<g transform="translate(x y)">` at the node's origin.
///
/// Pictures are `data:` addresses. A [`Primitive::Link`] becomes a `<rect data-href="…">` that takes no
/// pointer events, never an `<a>`: a click on a real anchor would navigate the app's own window away.
pub fn fragment(node: &Node, fonts: &FontSet) -> String {
    let mut out = String::with_capacity(512);
    let mut pen = Pen {
        out: &mut out,
        fonts,
        node,
        common: None,
        glyphs: None,
        definitions: 0,
    };
    pen.primitives(&node.content);
    out
}

/// Writes one node for a file: like [`fragment`], but links are anchors, emoji (and letters, if so
/// wished) are outlines collected in `glyphs`, and the font of most texts is said by the document.
pub(crate) fn for_file(
    out: &mut String,
    node: &Node,
    fonts: &FontSet,
    common: Option<&CommonFont>,
    glyphs: &mut GlyphSheet,
) {
    let mut pen = Pen {
        out,
        fonts,
        node,
        common,
        glyphs: Some(glyphs),
        definitions: 0,
    };
    pen.primitives(&node.content);
}

struct Pen<'a> {
    out: &'a mut String,
    fonts: &'a FontSet,
    node: &'a Node,
    /// The font that the document has set.
    common: Option<&'a CommonFont>,
    /// Where emoji and outlined letters are collected in a file; on the screen all is text.
    glyphs: Option<&'a mut GlyphSheet>,
    /// Gradients and clips defined in this node so far.
    definitions: usize,
}

impl Pen<'_> {
    fn primitives(&mut self, primitives: &[Primitive]) {
        for primitive in primitives {
            match primitive {
                Primitive::Group {
                    transform,
                    clip,
                    opacity,
                    children,
                } => self.group(*transform, clip.as_ref(), *opacity, children),
                Primitive::Path { shape, fill, stroke } => {
                    let (node, definitions) = (self.node, &mut self.definitions);
                    shape::path(self.out, shape, fill.as_ref(), stroke.as_ref(), |_| {
                        definition(node, definitions)
                    });
                }
                Primitive::Text(text) => {
                    text::paragraph(self.out, text, self.fonts, self.common, self.glyphs.as_deref_mut())
                }
                Primitive::Image(image) => picture(self.out, image),
                Primitive::Link(link) => self.link(link),
            }
        }
    }

    fn group(&mut self, transform: Affine, clip: Option<&Shape>, opacity: f32, children: &[Primitive]) {
        let clip = clip.map(|clip| {
            let id = definition(self.node, &mut self.definitions);
            self.out.push_str("<clipPath");
            attribute(self.out, "id", &id);
            self.out.push('>');
            shape::open(self.out, clip);
            self.out.push_str("/></clipPath>");
            id
        });
        self.out.push_str("<g");
        if transform != Affine::IDENTITY {
            transform_attribute(self.out, transform);
        }
        if opacity < 1.0 {
            let share = journey_scene::round_to(f64::from(opacity.max(0.0)), 3);
            attribute(self.out, "opacity", &share.to_string());
        }
        if let Some(id) = clip {
            attribute(self.out, "clip-path", &format!("url(#{id})"));
        }
        self.out.push('>');
        self.primitives(children);
        self.out.push_str("</g>");
    }

    fn link(&mut self, link: &LinkArea) {
        if !is_address(&link.href) {
            return;
        }
        if self.glyphs.is_some() {
            self.out.push_str("<a");
            attribute(self.out, "xlink:href", &link.href);
            self.out.push_str(" target=\"_blank\"><rect");
            shape::rect_attributes(self.out, link.rect);
            self.out.push_str(" fill=\"none\" pointer-events=\"all\"/></a>");
        } else {
            self.out.push_str("<rect");
            shape::rect_attributes(self.out, link.rect);
            self.out.push_str(" fill=\"none\" pointer-events=\"none\"");
            attribute(self.out, "data-href", &link.href);
            self.out.push_str("/>");
        }
    }
}

/// The next id of a gradient or clip, unique in the document because node ids are.
fn definition(node: &Node, count: &mut usize) -> String {
    let mut id = String::from("d-");
    identifier(&mut id, node.id.as_str());
    id.push_str(&format!("-{count}"));
    *count += 1;
    id
}

/// Appends a transform in its shortest form. Linear coefficients keep six decimals: at two, a rotation
/// would shear visibly across a wide group.
fn transform_attribute(out: &mut String, transform: Affine) {
    let [a, b, c, d, e, f] = transform.as_coeffs();
    if [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] {
        out.push_str(" transform=\"translate(");
        number(out, e);
        out.push(' ');
        number(out, f);
    } else {
        out.push_str(" transform=\"matrix(");
        for value in [a, b, c, d] {
            let value = if value.is_finite() { value } else { 0.0 };
            out.push_str(&journey_scene::round_to(value, 6).to_string());
            out.push(' ');
        }
        number(out, e);
        out.push(' ');
        number(out, f);
    }
    out.push_str(")\"");
}

fn picture(out: &mut String, image: &Image) {
    // Only what the model accepts as a picture: another type (`text/html`) could run in a browser.
    let known = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];
    let Some(media_type) = known.iter().find(|known| **known == &*image.media_type) else {
        return;
    };
    out.push_str("<image");
    shape::rect_attributes(out, image.rect);
    out.push_str(" preserveAspectRatio=\"none\"");
    if image.alt.is_empty() {
        out.push_str(" aria-hidden=\"true\"");
    } else {
        out.push_str(" role=\"img\"");
        attribute(out, "aria-label", &image.alt);
    }
    out.push_str(" xlink:href=\"data:");
    out.push_str(media_type);
    out.push_str(";base64,");
    STANDARD.encode_string(&*image.bytes, out);
    out.push_str("\"/>");
}

/// Whether an address is one of the kinds that a map may link to; `javascript:` and `data:` never are.
fn is_address(href: &str) -> bool {
    let scheme = href.split(':').next().unwrap_or_default();
    ["http", "https", "mailto"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        && href.contains(':')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use journey_scene::{Colour, NodeId, Paint, Point, Rect, Role, Size};

    use super::*;

    fn node(content: Vec<Primitive>) -> Node {
        Node {
            id: NodeId::part("card_<1>", "a b"),
            role: Role::Card,
            origin: Point::new(5.0, 6.0),
            size: Size::new(100.0, 50.0),
            label: "A card".into(),
            cell: None,
            edit: None,
            content: content.into(),
        }
    }

    fn painted(content: Vec<Primitive>) -> String {
        fragment(&node(content), &FontSet::default())
    }

    #[test]
    fn definitions_of_one_node_have_different_ids_fit_for_references() {
        let gradient = Primitive::Path {
            shape: Shape::Rect(Rect::new(0.0, 0.0, 9.0, 9.0)),
            fill: Some(Paint::Vertical(vec![(0.0, Colour::WHITE), (9.0, Colour::BLACK)])),
            stroke: None,
        };
        let markup = painted(vec![gradient.clone(), gradient]);
        assert!(markup.contains("url(#d-card_.3c.1.3e..2f.a.20.b-0)"), "{markup}");
        assert!(markup.contains("url(#d-card_.3c.1.3e..2f.a.20.b-1)"), "{markup}");
    }

    #[test]
    fn groups_say_only_what_differs_from_the_default() {
        let group = |transform, opacity| Primitive::Group {
            transform,
            clip: None,
            opacity,
            children: vec![],
        };
        assert_eq!(painted(vec![group(Affine::IDENTITY, 1.0)]), "<g></g>");
        assert_eq!(
            painted(vec![group(Affine::translate((2.0, -1.5)), 0.5)]),
            r#"<g transform="translate(2 -1.5)" opacity="0.5"></g>"#
        );
        assert_eq!(
            painted(vec![group(Affine::scale(0.666_666_666), 1.0)]),
            r#"<g transform="matrix(0.666667 0 0 0.666667 0 0)"></g>"#
        );
    }

    #[test]
    fn no_script_comes_in_by_a_link_or_a_picture() {
        let rect = Rect::new(0.0, 0.0, 1.0, 1.0);
        for href in ["javascript:alert(1)", "data:text/html,x", "https", " javascript:x"] {
            assert_eq!(
                painted(vec![Primitive::Link(LinkArea {
                    rect,
                    href: href.into()
                })]),
                ""
            );
        }
        let link = LinkArea {
            rect,
            href: "https://example.org/?a=\"&b".into(),
        };
        assert!(painted(vec![Primitive::Link(link)]).contains("data-href=\"https://example.org/?a=&quot;&amp;b\""));
        let image = |media_type: &str| {
            Primitive::Image(Image {
                rect,
                bytes: Arc::from(&b"abc"[..]),
                media_type: media_type.into(),
                alt: "x".into(),
            })
        };
        assert_eq!(painted(vec![image("text/html")]), "");
        assert!(painted(vec![image("image/png")]).contains(" xlink:href=\"data:image/png;base64,YWJj\""));
    }
}
