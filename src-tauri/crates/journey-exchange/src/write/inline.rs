//! Text as CommonMark: what somebody typed is escaped, the marks of cards stay marks.

use journey_model::text::{Paragraph, RichText, Span};

/// A plain text in one line, with a backslash before whatever CommonMark would take for a mark.
pub(crate) fn plain(text: &str) -> String {
    at_line_start(within(text))
}

/// The same for a text that something stands before.
pub(crate) fn within(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The lines of an item of a list that says what a card says: lines with a hard break between them,
/// bullets as items below, an empty line where paragraphs stand apart. The first line is never empty.
pub(crate) fn rich(source: &str) -> Vec<String> {
    let text = RichText::parse(source);
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<&Paragraph> = None;
    for paragraph in &text.paragraphs {
        let written = styled(paragraph);
        match (paragraph.bullet, before.map(|before| before.bullet)) {
            // Deeper than the bullet before it by one at most: what is deeper still is code to
            // CommonMark.
            (Some(level), previous) => {
                let deepest = previous.flatten().map_or(0, |before| before + 1);
                lines.push(format!("{}- {written}", "  ".repeat(level.min(deepest).into())));
            }
            (None, Some(None)) if !paragraph.apart => {
                if let Some(last) = lines.last_mut() {
                    last.push('\\');
                }
                lines.push(written);
            }
            (None, Some(_)) => lines.extend([String::new(), written]),
            (None, None) => lines.push(written),
        }
        before = Some(paragraph);
    }
    lines
}

/// A paragraph with its marks; without them where CommonMark has no way to write them.
fn styled(paragraph: &Paragraph) -> String {
    let marked = marked(&paragraph.spans);
    let read = RichText::parse(&marked);
    let same = matches!(&read.paragraphs[..], [read] if looks(&read.spans) == looks(&paragraph.spans));
    let written = if same {
        marked
    } else {
        let letters: String = paragraph.spans.iter().map(|span| span.text.as_str()).collect();
        escaped(&letters)
    };
    at_line_start(written)
}

/// Bold, italic, and where it leads.
type Style<'a> = (bool, bool, Option<&'a str>);

/// Each letter with its style. Nobody sees the style of white space.
fn looks(spans: &[Span]) -> Vec<(char, Option<Style<'_>>)> {
    let letters = spans.iter().flat_map(|span| {
        let style = (span.bold, span.italic, span.link.as_deref());
        span.text
            .chars()
            .map(move |c| (c, (!c.is_whitespace()).then_some(style)))
    });
    letters.collect()
}

/// Marks open around spans; each with what closes it.
#[derive(PartialEq)]
enum Mark<'a> {
    Link(&'a str),
    Bold,
    Italic,
}

impl Mark<'_> {
    fn opening(&self) -> &'static str {
        match self {
            Self::Link(_) => "[",
            Self::Bold => "**",
            Self::Italic => "*",
        }
    }

    fn closing(&self) -> String {
        match self {
            Self::Link(address) => format!("](<{}>)", address.replace('<', "%3C").replace('>', "%3E")),
            other => other.opening().into(),
        }
    }
}

fn marks(span: &Span) -> Vec<Mark<'_>> {
    let link = span.link.as_deref().map(Mark::Link);
    let bold = span.bold.then_some(Mark::Bold);
    let italic = span.italic.then_some(Mark::Italic);
    link.into_iter().chain(bold).chain(italic).collect()
}

/// Writes spans with marks that open and close where the styles change. White space at the edges goes
/// outside, since no mark may open before it or close behind it.
fn marked(spans: &[Span]) -> String {
    let mut text = String::new();
    let mut open: Vec<Mark> = Vec::new();
    for span in spans {
        let mut wanted = marks(span);
        // What is open already stays outside of what opens now.
        let kept = open.iter().take_while(|mark| wanted.contains(mark)).count();
        wanted.retain(|mark| !open[..kept].contains(mark));
        let body = span.text.trim_start();
        let lead = &span.text[..span.text.len() - body.len()];
        let trail = text.len() - text.trim_end().len();
        let spaces = text.split_off(text.len() - trail);
        for mark in open.drain(kept..).rev() {
            text.push_str(&mark.closing());
        }
        text.push_str(&spaces);
        text.push_str(lead);
        for mark in wanted {
            text.push_str(mark.opening());
            open.push(mark);
        }
        text.push_str(&escaped(body));
    }
    let trail = text.len() - text.trim_end().len();
    let spaces = text.split_off(text.len() - trail);
    for mark in open.drain(..).rev() {
        text.push_str(&mark.closing());
    }
    text.push_str(&spaces);
    text
}

/// A backslash before every letter that could be a mark within a line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for (i, &c) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(i + 1).copied();
        let is_mark = match c {
            '\\' | '*' | '[' | ']' | '<' | '`' | '~' => true,
            // Within a word it is a letter.
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            // The beginning of an entity.
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A backslash before what begins a block at the beginning of a line: headings, quotes, lists, rules.
fn at_line_start(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    match line.starts_with(['#', '>', '-', '+', '=', '|', ':']) {
        true => format!("\\{line}"),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_stay_and_letters_are_escaped() {
        for (source, written) in [
            ("plain", "plain"),
            ("**a *b* c**", "**a *b* c**"),
            ("*a **b*** **c**", "*a **b*** **c**"),
            (
                "see [it](https://example.org/a_b)",
                "see [it](<https://example.org/a_b>)",
            ),
            ("<https://example.org>", "[https://example.org](<https://example.org>)"),
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("a_b _c", "a_b \\_c"),
            ("`code` & &amp; <b>", "\\`code\\` & \\&amp; \\<b>"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            (
                "![alt](https://example.org/x.png)",
                "!\\[alt\\](https://example.org/x.png)",
            ),
        ] {
            assert_eq!(rich(source), [written], "{source}");
        }
        assert_eq!(rich("one\ntwo\n\nthree"), ["one\\", "two", "", "three"]);
        assert_eq!(
            rich("one\n- two\n    - three\nfour"),
            ["one", "- two", "  - three", "", "four"]
        );
        assert_eq!(rich(""), Vec::<String>::new());
    }

    proptest! {
        /// What is written says the same to our own reader of card text.
        #[test]
        fn lines_say_the_same(source in "([a-zé]{1,4}|\\*\\*|[*_<>`&#\\[\\]()!.+=|~1\\\\ -]){0,20}") {
            let rich_text = RichText::parse(&source);
            let letters = |text: &RichText| text.paragraphs.iter().map(|paragraph| {
                paragraph.spans.iter().map(|span| span.text.as_str()).collect::<String>()
            }).collect::<Vec<_>>();
            for paragraph in &rich_text.paragraphs {
                let written = styled(paragraph);
                let one = RichText { paragraphs: vec![Paragraph { bullet: None, ..paragraph.clone() }] };
                prop_assert_eq!(letters(&RichText::parse(&written)), letters(&one), "{}", written);
            }
        }
    }
}
