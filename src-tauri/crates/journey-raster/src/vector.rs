//! SVG pictures inside a map: drawn at the size wanted, unless they are traps.
//!
//! A small file can say "ten of those" ten times over: `<use>` in `<use>` grows to more elements than
//! memory holds, and elements nested a hundred thousand deep end the stack. Both are found by counting
//! before anything is drawn. (Entities are bounded by the XML parser.)

use std::collections::HashMap;

use resvg::usvg;
use resvg::usvg::roxmltree::{Document, Node, NodeId, ParsingOptions};

use crate::picture::Pixels;

/// Most elements of a file, and most that there are once all references are followed.
const MOST_ELEMENTS: u32 = 100_000;
/// Most elements inside each other, references followed.
const DEEPEST: u32 = 200;
/// Longest side of a picture that is drawn, px.
const LONGEST_SIDE: u32 = 4_096;

/// Draws an SVG picture at just the size wanted (px). It may refer to nothing outside itself, and its text
/// is left out (symbols are outlines; text would depend on the machine's fonts). `None` for what is no SVG,
/// or a trap.
pub(crate) fn draw(bytes: &[u8], width: u32, height: u32) -> Option<Pixels> {
    // Also refuses packed files (.svgz), which could unpack to anything.
    let text = std::str::from_utf8(bytes).ok()?;
    let limits = ParsingOptions {
        allow_dtd: true, // common, and its entities are bounded
        nodes_limit: 4 * MOST_ELEMENTS,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, limits).ok()?;
    if !is_harmless(&document) {
        return None;
    }
    let options = usvg::Options {
        resources_dir: None,
        image_href_resolver: usvg::ImageHrefResolver {
            // Pictures in pictures: none are decoded, and an SVG could be another trap.
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_xmltree(&document, &options).ok()?;
    let (width, height) = (width.min(LONGEST_SIDE), height.min(LONGEST_SIDE));
    let mut pixmap = tiny_skia::Pixmap::new(width, height)?;
    let scale =
        tiny_skia::Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    Some(Pixels {
        width,
        height,
        pixels: pixmap.data().as_chunks::<4>().0.to_vec(),
    })
}

/// Whether a document stays small when its references are followed.
fn is_harmless(document: &Document<'_>) -> bool {
    let elements = document.descendants().filter(Node::is_element);
    let named = elements.filter_map(|element| Some((element.attribute("id")?, element)));
    let mut census = Census {
        named: named.collect(),
        known: HashMap::new(),
    };
    census.count(document.root_element(), 0).is_some()
}

struct Census<'a, 'input> {
    named: HashMap<&'a str, Node<'a, 'input>>,
    /// Elements and depth of what was counted already.
    known: HashMap<NodeId, (u32, u32)>,
}

impl<'a, 'input> Census<'a, 'input> {
    /// Counts an element, its children and what it refers to: how many elements, and how deep. `None` if
    /// too many, too deep, or without end.
    fn count(&mut self, element: Node<'a, 'input>, depth: u32) -> Option<(u32, u32)> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(known) = self.known.get(&element.id()) {
            return Some(*known);
        }
        let (mut elements, mut deepest) = (1u32, 0);
        let referred: Vec<Node<'a, 'input>> = element
            .attributes()
            .flat_map(|attribute| targets(attribute.name(), attribute.value()))
            .filter_map(|id| self.named.get(id).copied())
            .collect();
        for inside in element.children().filter(Node::is_element).chain(referred) {
            let (more, below) = self.count(inside, depth + 1)?;
            elements = elements.saturating_add(more);
            deepest = deepest.max(below);
            if elements > MOST_ELEMENTS || deepest >= DEEPEST {
                return None;
            }
        }
        self.known.insert(element.id(), (elements, deepest + 1));
        Some((elements, deepest + 1))
    }
}

/// The ids that an attribute refers to: `href="#id"`, or any number of `url(#id)`.
fn targets<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    if name == "href" {
        return value.trim().strip_prefix('#').into_iter().collect();
    }
    let urls = value.split("url(").skip(1);
    let inside = urls.filter_map(|url| Some(url.split_once(')')?.0));
    inside
        .filter_map(|url| url.trim_matches(['"', '\'', ' ']).strip_prefix('#'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(r##"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">{inside}</svg>"##)
    }

    fn drawn(text: &str) -> bool {
        draw(text.as_bytes(), 8, 8).is_some()
    }

    /// Ten levels, each of which has the one below ten times.
    fn tower(element: impl Fn(usize) -> String) -> String {
        (1..10).map(element).collect()
    }

    #[test]
    fn ordinary_references_are_drawn() {
        let uses = r##"<defs><g id="a"><rect id="b" width="3" height="3"/></g></defs>"##.to_owned()
            + &r##"<use href="#a" x="2"/><rect fill="url(#none)" width="1" height="1"/>"##.repeat(50);
        assert!(drawn(&svg(&uses)));
        assert!(drawn(&format!("<!DOCTYPE svg>{}", svg("<g/>"))));
    }

    #[test]
    fn references_that_multiply_or_go_round_are_refused() {
        let uses = tower(|n| {
            format!(
                r##"<g id="l{n}">{}</g>"##,
                format!(r##"<use href="#l{}"/>"##, n - 1).repeat(10)
            )
        });
        assert!(!drawn(&svg(&format!(
            r##"<rect id="l0" width="1" height="1"/>{uses}"##
        ))));
        let patterns = tower(|n| {
            let filled = format!(r##"<rect width="8" height="8" fill="url(#l{})"/>"##, n - 1).repeat(10);
            format!(r##"<pattern id="l{n}" width="1" height="1">{filled}</pattern>"##)
        });
        assert!(!drawn(&svg(&patterns)));
        assert!(!drawn(&svg(
            r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##
        )));
    }

    #[test]
    fn entities_that_multiply_are_refused() {
        let laughs = tower(|n| format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10)));
        let text = format!(r#"<!DOCTYPE svg [<!ENTITY l0 "<g/>">{laughs}]>{}"#, svg("&l9;"));
        assert!(!drawn(&text));
    }

    #[test]
    fn deep_and_packed_files_are_refused() {
        let depth = 100_000;
        assert!(!drawn(&svg(&("<g>".repeat(depth) + &"</g>".repeat(depth)))));
        assert!(drawn(&svg(&("<g>".repeat(100) + &"</g>".repeat(100)))));
        assert!(draw(&[0x1f, 0x8b, 8, 0, 0, 0], 8, 8).is_none());
    }
}
