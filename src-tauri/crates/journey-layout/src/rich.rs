//! A text as blocks with marked spans: what the shaper is given.

use std::ops::Range;
use std::sync::Arc;

use journey_model::text::RichText;

/// A text ready to be shaped.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rich {
    /// What is shown, as plain text; blocks are separated by line feeds.
    pub text: Arc<str>,
    pub blocks: Vec<Block>,
    pub spans: Vec<Span>,
    pub links: Vec<Arc<str>>,
}

/// One paragraph or list item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// Bytes of the text, without the marker.
    pub range: Range<usize>,
    /// The bullet, where it is a list item.
    pub marker: Option<Range<usize>>,
    /// Room left of the text for markers, in em.
    pub indent: f64,
    /// Whether some room is left above it.
    pub apart: bool,
}

/// A marked part of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub range: Range<usize>,
    pub bold: bool,
    pub italic: bool,
    /// Position in [`Rich::links`].
    pub link: Option<u16>,
}

impl Rich {
    /// A text without markup.
    pub fn plain(text: &str) -> Self {
        let text = clean(text);
        let mut blocks = Vec::new();
        let mut start = 0;
        if !text.is_empty() {
            for part in text.split('\n') {
                blocks.push(Block {
                    range: start..start + part.len(),
                    marker: None,
                    indent: 0.0,
                    apart: false,
                });
                start += part.len() + 1;
            }
        }
        Self {
            text: text.into(),
            blocks,
            ..Self::default()
        }
    }

    /// A card's text: inline CommonMark and bullet lists.
    pub fn markup(text: &str) -> Self {
        let parsed = RichText::parse(text);
        let mut shown = String::with_capacity(text.len());
        let mut rich = Self::default();
        for paragraph in &parsed.paragraphs {
            if !shown.is_empty() {
                shown.push('\n');
            }
            let marker = paragraph.bullet.map(|_| {
                let start = shown.len();
                shown.push('•');
                let marker = start..shown.len();
                shown.push(' ');
                marker
            });
            let start = shown.len();
            for span in &paragraph.spans {
                let from = shown.len();
                push_clean(&mut shown, &span.text);
                if !span.bold && !span.italic && span.link.is_none() {
                    continue;
                }
                let link = span.link.as_deref().and_then(|href| rich.link(href));
                rich.spans.push(Span {
                    range: from..shown.len(),
                    bold: span.bold,
                    italic: span.italic,
                    link,
                });
            }
            rich.blocks.push(Block {
                range: start..shown.len(),
                marker,
                indent: paragraph.bullet.map_or(0.0, |level| 1.0 + f64::from(level)),
                apart: paragraph.apart,
            });
        }
        rich.text = shown.into();
        rich
    }

    /// Position of the address among the links.
    fn link(&mut self, href: &str) -> Option<u16> {
        let known = self.links.iter().position(|link| **link == *href);
        let position = known.unwrap_or_else(|| {
            self.links.push(href.into());
            self.links.len() - 1
        });
        u16::try_from(position).ok()
    }
}

/// The text without characters that draw nothing sensible: other controls than line feeds go, tabs and
/// foreign line ends become their plain equals.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_clean(&mut out, text.trim());
    out
}

fn push_clean(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_spans_and_markers() {
        let rich = Rich::markup("a **bold** [link](https://example.org)\n\n- one\n- two");
        assert_eq!(&*rich.text, "a bold link\n• one\n• two");
        let shown: Vec<&str> = rich.spans.iter().map(|span| &rich.text[span.range.clone()]).collect();
        assert_eq!(shown, ["bold", "link"]);
        assert_eq!(&*rich.links[0], "https://example.org");
        let blocks: Vec<(&str, bool)> = rich
            .blocks
            .iter()
            .map(|block| (&rich.text[block.range.clone()], block.marker.is_some()))
            .collect();
        assert_eq!(blocks, [("a bold link", false), ("one", true), ("two", true)]);
        assert!(rich.blocks[1].apart && !rich.blocks[2].apart);
    }

    #[test]
    fn controls_are_left_out() {
        assert_eq!(clean(" a\tb\u{0}\u{2028}c\r\n"), "a b\nc");
        assert!(Rich::plain("").blocks.is_empty());
    }
}
