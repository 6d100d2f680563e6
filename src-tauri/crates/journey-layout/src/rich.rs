//! A text as blocks with marked spans: what the shaper is given.

use std::ops::Range;
use std::sync::Arc;

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
    /// Room for the marker, in em.
    pub indent: f64,
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
        Self::plain(text)
    }
}

/// The text without characters that draw nothing sensible: other controls than line feeds go, tabs and
/// foreign line ends become their plain equals.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => out.push('\n'),
            '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
