//! Card text: the inline subset of CommonMark (bold, italic, links, line breaks) and bullet lists.
//!
//! Lines and bullets are told here; what stands within a line is parsed by `pulldown-cmark`. Whatever
//! else CommonMark knows (headings, HTML, pictures, code, quotes, entities) is shown as it was typed:
//! a card shows every letter that somebody wrote on it.

use std::borrow::Cow;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Deepest level of bullets; what is indented further stands at this one.
pub const BULLET_LEVELS: u8 = 3;

/// A text as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    pub paragraphs: Vec<Paragraph>,
}

/// One line as typed, or one bullet; wraps as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// `None` for a plain line; else the bullet's level, 0 for the outermost.
    pub bullet: Option<u8>,
    /// Whether an empty line stands before it.
    pub apart: bool,
    pub spans: Vec<Span>,
}

/// Letters of one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// Where a link leads: an `http:`, `https:` or `mailto:` address.
    pub link: Option<String>,
}

impl RichText {
    /// Reads a text. Any text has a meaning: there are no errors.
    pub fn parse(source: &str) -> Self {
        let mut paragraphs = Vec::new();
        for block in blocks(source) {
            let lines = match plain_lines(&block) {
                Some(lines) => lines,
                None => parse_inline(&block.text),
            };
            for (i, spans) in lines.into_iter().enumerate() {
                paragraphs.push(Paragraph {
                    bullet: block.bullet,
                    apart: block.apart && i == 0,
                    spans,
                });
            }
        }
        Self { paragraphs }
    }

    /// The letters without their styles, a line for each paragraph.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for (i, paragraph) in self.paragraphs.iter().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            paragraph.spans.iter().for_each(|span| text.push_str(&span.text));
        }
        text
    }
}

/// Neighbouring lines that are parsed together, because a bold passage may go over a line's end.
struct Block {
    bullet: Option<u8>,
    apart: bool,
    text: String,
}

/// Tells plain lines and bullets apart. Not the library's block parser: that would also take headings,
/// code, quotes and link definitions out of the text.
fn blocks(source: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = false;
    for line in source.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let indented = line.starts_with([' ', '\t']);
        let text = line.trim();
        if text.is_empty() {
            apart = !blocks.is_empty();
            continue;
        }
        if let Some((level, text)) = bullet(line) {
            blocks.push(Block {
                bullet: Some(level),
                apart,
                text: text.into(),
            });
        } else {
            match blocks.last_mut().filter(|_| !apart) {
                // An indented line goes on with the bullet above it.
                Some(last) if last.bullet.is_some() && indented => {
                    last.text.push(' ');
                    last.text.push_str(text);
                }
                Some(last) if last.bullet.is_none() => {
                    last.text.push('\n');
                    last.text.push_str(text);
                }
                _ => blocks.push(Block {
                    bullet: None,
                    apart,
                    text: text.into(),
                }),
            }
        }
        apart = false;
    }
    blocks
}

/// The level and text of a line that begins with `-`, `*`, `+` or `•` and a space.
fn bullet(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches([' ', '\t']);
    let indent: usize = line[..line.len() - rest.len()]
        .chars()
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    let text = rest.strip_prefix(['-', '*', '+', '•'])?;
    if !text.starts_with([' ', '\t']) {
        return None;
    }
    let level = u8::try_from(indent / 2)
        .unwrap_or(BULLET_LEVELS - 1)
        .min(BULLET_LEVELS - 1);
    Some((level, text.trim()))
}

/// The lines of a text without any character that could be markup: most cards, and quick to tell.
fn plain_lines(block: &Block) -> Option<Vec<Vec<Span>>> {
    if block.text.contains(['*', '_', '[', '<', '`', '\\']) {
        return None;
    }
    let line = |text: &str| {
        vec![Span {
            text: text.into(),
            ..Span::default()
        }]
    };
    Some(block.text.split('\n').map(line).collect())
}

/// Stands before each line given to the library. It is white space for the rules of emphasis, but not
/// for those of blocks, so that no line begins a block and every line is read as a line of text.
const GUARD: char = '\u{a0}';

fn parse_inline(text: &str) -> Vec<Vec<Span>> {
    let mut guarded = String::with_capacity(text.len() + 2 * GUARD.len_utf8());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            guarded.push('\n');
        }
        guarded.push(GUARD);
        guarded.push_str(line);
    }
    let mut lines = Lines::default();
    // Depth within a link or picture that is shown as it was typed.
    let mut literal = 0usize;
    for (event, range) in Parser::new_ext(&guarded, Options::empty()).into_offset_iter() {
        let source = &guarded[range.clone()];
        let starts_line = range.start == 0 || guarded[..range.start].ends_with('\n');
        if literal > 0 {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => literal += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => literal -= 1,
                _ => {}
            }
            continue;
        }
        match event {
            Event::Start(Tag::Strong) => lines.bold += 1,
            Event::End(TagEnd::Strong) => lines.bold = lines.bold.saturating_sub(1),
            Event::Start(Tag::Emphasis) => lines.italic += 1,
            Event::End(TagEnd::Emphasis) => lines.italic = lines.italic.saturating_sub(1),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => match address(link_type, &dest_url) {
                Some(address) if title.is_empty() => lines.link = Some(address),
                _ => {
                    lines.push(source, starts_line);
                    literal = 1;
                }
            },
            Event::End(TagEnd::Link) => lines.link = None,
            Event::Start(Tag::Image { .. }) => {
                lines.push(source, starts_line);
                literal = 1;
            }
            Event::SoftBreak | Event::HardBreak => lines.break_line(),
            Event::Start(_) | Event::End(_) => {}
            // The source rather than the event's own text, so that code keeps its ticks and entities
            // stay as they were typed.
            _ => lines.push(source, starts_line),
        }
    }
    lines.finish()
}

/// The address of a link that may be followed from a map.
fn address(link_type: LinkType, destination: &str) -> Option<String> {
    if link_type == LinkType::Email {
        return Some(format!("mailto:{destination}"));
    }
    is_address(destination).then(|| destination.to_owned())
}

/// Whether a link may lead there: `http:`, `https:` and `mailto:` only.
pub fn is_address(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

#[derive(Default)]
struct Lines {
    done: Vec<Vec<Span>>,
    line: Vec<Span>,
    bold: usize,
    italic: usize,
    link: Option<String>,
}

impl Lines {
    fn push(&mut self, source: &str, starts_line: bool) {
        // What is shown as typed may go over several lines.
        for (i, part) in source.split('\n').enumerate() {
            if i > 0 {
                self.break_line();
            }
            let part = if i > 0 || starts_line {
                part.strip_prefix(GUARD).unwrap_or(part)
            } else {
                part
            };
            self.push_part(part.into());
        }
    }

    fn push_part(&mut self, text: Cow<str>) {
        if text.is_empty() {
            return;
        }
        let (bold, italic) = (self.bold > 0, self.italic > 0);
        match self.line.last_mut() {
            Some(last) if last.bold == bold && last.italic == italic && last.link == self.link => {
                last.text.push_str(&text);
            }
            _ => self.line.push(Span {
                text: text.into_owned(),
                bold,
                italic,
                link: self.link.clone(),
            }),
        }
    }

    fn break_line(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
    }

    fn finish(mut self) -> Vec<Vec<Span>> {
        self.break_line();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A paragraph as `• text` with `*b:…*`, `*i:…*` and `*l(address):…*` around styled letters.
    fn shown(source: &str) -> Vec<String> {
        RichText::parse(source)
            .paragraphs
            .iter()
            .map(|paragraph| {
                let mut line = paragraph
                    .bullet
                    .map_or(String::new(), |level| format!("{}• ", " ".repeat(level.into())));
                for Span {
                    text,
                    bold,
                    italic,
                    link,
                } in &paragraph.spans
                {
                    let mut marks = String::new();
                    marks.push_str(if *bold { "b" } else { "" });
                    marks.push_str(if *italic { "i" } else { "" });
                    marks.push_str(&link.as_ref().map_or(String::new(), |link| format!("l({link})")));
                    line.push_str(&if marks.is_empty() {
                        text.clone()
                    } else {
                        format!("*{marks}:{text}*")
                    });
                }
                line
            })
            .collect()
    }

    #[test]
    fn the_inline_subset_is_styled() {
        for (source, expected) in [
            ("plain", vec!["plain"]),
            (
                "**bold** and *italic* and ***both***",
                vec!["*b:bold* and *i:italic* and *bi:both*"],
            ),
            ("_italic_ at the start", vec!["*i:italic* at the start"]),
            ("**over\ntwo lines**", vec!["*b:over*", "*b:two lines*"]),
            (
                "see [the site](https://example.org/a)",
                vec!["see *l(https://example.org/a):the site*"],
            ),
            (
                "<https://example.org> <me@example.org>",
                vec!["*l(https://example.org):https://example.org* *l(mailto:me@example.org):me@example.org*"],
            ),
            ("- one\n- **two**\n  - deeper", vec!["• one", "• *b:two*", " • deeper"]),
            ("* one\n  goes on\n\nafter", vec!["• one goes on", "after"]),
            (r"\*not bold\*", vec!["*not bold*"]),
            ("5 * 3 * 2 = 30_000_000", vec!["5 * 3 * 2 = 30_000_000"]),
        ] {
            assert_eq!(shown(source), expected, "{source:?}");
        }
    }

    #[test]
    fn everything_else_is_shown_as_typed() {
        for source in [
            "# heading",
            "> quote",
            "1. first",
            "`code`",
            "```",
            "---",
            "===",
            "<b>html</b>",
            "<script>alert(1)</script>",
            "![alt](https://example.org/x.png)",
            "[a]: https://example.org",
            "[link](javascript:alert(1))",
            "[titled](https://example.org \"title\")",
            "&amp; &copy; &#65;",
            "| a | b |",
            "-no bullet",
        ] {
            assert_eq!(shown(source), [source], "{source:?}");
        }
        assert_eq!(shown("title\n---"), ["title", "---"]);
        assert_eq!(shown("`over\ntwo`"), ["`over", "two`"]);
    }

    #[test]
    fn empty_lines_set_paragraphs_apart() {
        let text = RichText::parse("one\ntwo\n\n\nthree\n");
        let apart: Vec<bool> = text.paragraphs.iter().map(|paragraph| paragraph.apart).collect();
        assert_eq!(apart, [false, false, true]);
        assert_eq!(text.plain(), "one\ntwo\nthree");
        assert_eq!(RichText::parse(""), RichText::default());
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(source in "([a-zé日0-9]{1,5}|[-*_#>`<>\\[\\]()!&;:.+=|~\"'\\\\ \n\t\u{a0}]){0,40}") {
            let rich = RichText::parse(&source);
            let kept = letters(&rich.plain());
            // The address of a link is kept as such.
            let linked: usize = rich.paragraphs.iter().flat_map(|p| &p.spans).filter_map(|s| s.link.as_deref()).count();
            if linked == 0 {
                prop_assert_eq!(letters(&source), kept);
            }
        }

        #[test]
        fn any_text_can_be_read(source in any::<String>()) {
            let rich = RichText::parse(&source);
            let linked = rich.paragraphs.iter().flat_map(|p| &p.spans).any(|s| s.link.is_some());
            if !linked {
                prop_assert_eq!(letters(&source), letters(&rich.plain()));
            }
        }
    }
}
