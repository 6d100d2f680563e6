//! Markdown (CommonMark) as blocks: headings, paragraphs and items of lists, with what stands in them as
//! the text of cards.

use journey_model::text::RichText;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::error::{ReadError, line};
use super::limit::{CARDS_LIMIT, DEPTH_LIMIT, MARKS_LIMIT};
use super::sketch::Sketch;
use super::{free, outline};
use crate::Place;

/// A block of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Heading { level: u8, text: String, place: Place },
    Paragraph { text: String, place: Place },
    Item(Item),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    /// As a card's text: inline marks, a line break for a hard one, empty lines between paragraphs.
    pub text: String,
    pub items: Vec<Item>,
    /// Whether it is no item itself, but a paragraph of the one around it that follows items.
    pub is_paragraph: bool,
    pub place: Place,
}

impl Item {
    /// `**Name:** value`.
    pub(super) fn field(&self) -> Option<(&str, &str)> {
        let (name, value) = self.text.strip_prefix("**")?.split_once(":**")?;
        (!name.contains('*')).then(|| (name, value.trim()))
    }

    /// Adds to a card's text what stands below an item, bullets as lines.
    pub(super) fn add_to(&self, text: &mut String, level: usize) {
        if self.is_paragraph {
            text.push_str("\n\n");
            text.push_str(&self.text);
            return;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let line = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("{}- {line}", "  ".repeat(level)));
        self.items.iter().for_each(|item| item.add_to(text, level + 1));
    }
}

/// Draws the outline.
pub(super) fn draw(text: &str, sketch: &mut Sketch) -> Result<(), ReadError> {
    let blocks = blocks(text)?;
    if outline::is_own(&blocks) {
        outline::draw(&blocks, sketch)
    } else {
        free::draw(&blocks, sketch)
    }
}

/// The text of a heading, or of anything else that has no marks.
pub(super) fn plain(source: &str) -> String {
    RichText::parse(source)
        .plain()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn blocks(text: &str) -> Result<Vec<Block>, ReadError> {
    Ok(parse(text, Options::empty())?.0)
}

/// The blocks, and the tables where `options` ask for them.
pub(super) fn parse(text: &str, options: Options) -> Result<(Vec<Block>, Vec<Rows>), ReadError> {
    let is_mark = |byte: &u8| {
        matches!(
            byte,
            b'*' | b'_' | b'[' | b']' | b'`' | b'<' | b'!' | b'&' | b'\\' | b'~'
        )
    };
    let marks = text.bytes().filter(is_mark).count();
    if marks > MARKS_LIMIT {
        let (found, limit) = (format!("the text has {marks} marks"), MARKS_LIMIT.to_string());
        return Err(ReadError::too_much(None, found, limit, "divide it into several maps"));
    }
    let text = without_front_matter(text);
    let line_ends = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(at, _)| at);
    let mut reader = Reader {
        line_ends: line_ends.collect(),
        ..Reader::default()
    };
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        reader.event(event, range.start)?;
    }
    Ok((reader.blocks, reader.tables))
}

/// Settings before the document, as note-taking programs keep them, made blank so that lines stay.
fn without_front_matter(text: &str) -> String {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return text.to_owned();
    };
    match rest.find("\n---") {
        Some(end) => {
            let front = &text[..text.len() - rest.len() + end + 4];
            "\n".repeat(front.matches('\n').count()) + &text[front.len()..]
        }
        None => text.to_owned(),
    }
}

/// A table: the cells of its rows as the text of cards, headings first, and the line of each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    pub rows: Vec<Vec<String>>,
    pub lines: Vec<u32>,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    tables: Vec<Rows>,
    line_ends: Vec<usize>,
    /// The items that are open, the outermost first.
    items: Vec<Item>,
    /// The text that is open, and where it began.
    inline: Option<(String, usize)>,
    /// What closes the links that are open.
    links: Vec<String>,
    in_cell: bool,
    lists: usize,
    count: usize,
}

impl Reader {
    fn event(&mut self, event: Event, at: usize) -> Result<(), ReadError> {
        match event {
            Event::Start(tag) => self.start(tag, at)?,
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(&escaped(&text), at),
            Event::Code(text) => self.push(&format!("`{text}`"), at),
            Event::InlineHtml(text) if self.in_cell && is_break(&text) => self.push("\n", at),
            Event::InlineHtml(text) => self.push(&escaped(&text), at),
            Event::SoftBreak => self.push(" ", at),
            Event::HardBreak => self.push("\n", at),
            // Rules, comments and markup of other programs; footnotes and the like are not asked for.
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag, at: usize) -> Result<(), ReadError> {
        match tag {
            Tag::List(_) => {
                self.close_text();
                self.lists += 1;
                if self.lists > DEPTH_LIMIT {
                    let found = format!("more than {DEPTH_LIMIT} lists stand within each other");
                    let place = Some(self.place(at));
                    return Err(ReadError::too_much(
                        place,
                        found,
                        DEPTH_LIMIT.to_string(),
                        "make the outline flatter",
                    ));
                }
            }
            Tag::Item => {
                const ITEMS: usize = 4 * CARDS_LIMIT;
                self.count += 1;
                if self.count > ITEMS {
                    let (place, found) = (Some(self.place(at)), format!("more than {ITEMS} items"));
                    return Err(ReadError::too_much(
                        place,
                        found,
                        ITEMS.to_string(),
                        "divide it into several maps",
                    ));
                }
                let place = self.place(at);
                self.items.push(Item {
                    place,
                    ..Item::default()
                });
            }
            Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) => {
                self.close_text();
                self.inline = Some((String::new(), at));
            }
            Tag::Table(_) => {
                self.close_text();
                self.tables.push(Rows::default());
            }
            Tag::TableHead | Tag::TableRow => {
                let line = self.line(at);
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                    table.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
                }
            }
            Tag::TableCell => {
                self.in_cell = true;
                self.inline = Some((String::new(), at));
            }
            Tag::Strong => self.push("**", at),
            Tag::Emphasis => self.push("*", at),
            Tag::Link {
                link_type, dest_url, ..
            } => {
                let (opening, closing) = match link_type {
                    LinkType::Autolink | LinkType::Email => ("<", ">".to_owned()),
                    _ if dest_url.contains([' ', '(', ')', '<', '>']) => (
                        "[",
                        format!("](<{}>)", dest_url.replace('<', "%3C").replace('>', "%3E")),
                    ),
                    _ => ("[", format!("]({dest_url})")),
                };
                self.push(opening, at);
                self.links.push(closing);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if let Some((text, at)) = self.inline.take() {
                    let place = self.place(at);
                    let text = plain(&text);
                    self.blocks.push(Block::Heading {
                        level: level as u8,
                        text,
                        place,
                    });
                }
            }
            TagEnd::Paragraph | TagEnd::CodeBlock => self.close_text(),
            TagEnd::Item => {
                self.close_text();
                if let Some(item) = self.items.pop() {
                    match self.items.last_mut() {
                        Some(parent) => parent.items.push(item),
                        None => self.blocks.push(Block::Item(item)),
                    }
                }
            }
            TagEnd::TableCell => {
                self.in_cell = false;
                let text = self.inline.take().map(|(text, _)| tidy(&text)).unwrap_or_default();
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(text);
                }
            }
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Strong => self.push("**", 0),
            TagEnd::Emphasis => self.push("*", 0),
            TagEnd::Link => {
                if let Some(closing) = self.links.pop() {
                    self.push(&closing, 0);
                }
            }
            _ => {}
        }
    }

    /// Adds to the text that is open; items of tight lists have text without paragraphs.
    fn push(&mut self, text: &str, at: usize) {
        self.inline.get_or_insert_with(|| (String::new(), at)).0.push_str(text);
    }

    fn close_text(&mut self) {
        let Some((text, at)) = self.inline.take() else {
            return;
        };
        let text = tidy(&text);
        match self.items.last_mut() {
            _ if text.is_empty() => {}
            Some(item) if item.text.is_empty() && item.items.is_empty() => item.text = text,
            Some(item) if !item.items.is_empty() => {
                item.items.push(Item {
                    text,
                    is_paragraph: true,
                    ..Item::default()
                });
            }
            Some(item) => {
                item.text.push_str("\n\n");
                item.text.push_str(&text);
            }
            None => {
                let place = self.place(at);
                self.blocks.push(Block::Paragraph { text, place });
            }
        }
    }

    fn place(&self, at: usize) -> Place {
        line(self.line(at), None)
    }

    fn line(&self, at: usize) -> usize {
        self.line_ends.partition_point(|end| *end < at) + 1
    }
}

/// Whether markup is a line break, which cells of tables have no other way to say.
fn is_break(markup: &str) -> bool {
    let name = markup
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/');
    name.trim().eq_ignore_ascii_case("br")
}

/// Lines without white space around them and backslashes that they do not need.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| simplest(line.trim())).collect();
    lines.join("\n").trim().to_owned()
}

/// A text with a backslash before whatever a card would take for a mark.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The line without the backslashes that it does not need to look the same.
fn simplest(source: &str) -> String {
    let is_bullet = source.starts_with(['-', '+']) && source[1..].starts_with([' ', '\t']);
    let source = if is_bullet {
        format!("\\{source}")
    } else {
        source.to_owned()
    };
    if !source.contains('\\') {
        return source;
    }
    let mut bare = String::with_capacity(source.len());
    let mut letters = source.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => bare.extend(letters.next()),
            c => bare.push(c),
        }
    }
    if RichText::parse(&bare) == RichText::parse(&source) {
        bare
    } else {
        source
    }
}
