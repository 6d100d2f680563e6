//! Writing XML: `quick-xml` escapes and forms the tags, this keeps what no part may hold out of them.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A part being written. Every `open` needs its `close`.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

/// A tag whose attributes are being written.
pub(crate) struct Tag<'x> {
    xml: &'x mut Xml,
    name: &'static str,
    start: BytesStart<'static>,
}

impl Xml {
    /// A new part, with its declaration.
    pub fn part() -> Self {
        let mut xml = Self {
            writer: Writer::new(Vec::new()),
            open: Vec::new(),
        };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to a vector cannot fail.
        let _ = self.writer.write_event(event);
    }

    /// Begins a tag.
    pub fn tag(&mut self, name: &'static str) -> Tag<'_> {
        Tag {
            xml: self,
            name,
            start: BytesStart::new(name),
        }
    }

    /// Opens an element without attributes.
    pub fn open(&mut self, name: &'static str) {
        self.tag(name).open();
    }

    /// Writes an element without attributes or content.
    pub fn empty(&mut self, name: &'static str) {
        self.tag(name).empty();
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// Writes text into the element opened last; characters that XML cannot hold are left out.
    pub fn text(&mut self, text: &str) {
        let clean: String = text.chars().filter(|c| is_allowed(*c)).collect();
        self.write(Event::Text(BytesText::new(&clean)));
    }

    /// Writes an element that holds a text and nothing else.
    pub fn leaf(&mut self, name: &'static str, text: &str) {
        self.open(name);
        self.text(text);
        self.close();
    }

    /// The finished part.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.writer.into_inner()
    }
}

impl Tag<'_> {
    /// Adds an attribute; characters that XML cannot hold are left out, line ends become spaces.
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        let is_plain = |c: char| is_allowed(c) && !matches!(c, '\n' | '\r' | '\t');
        if value.chars().all(is_plain) {
            self.start.push_attribute((name, value));
        } else {
            let clean: String = value
                .chars()
                .filter(|c| is_allowed(*c))
                .map(|c| if is_plain(c) { c } else { ' ' })
                .collect();
            self.start.push_attribute((name, clean.as_str()));
        }
        self
    }

    /// Adds an attribute that is a whole number.
    pub fn num(mut self, name: &'static str, value: i64) -> Self {
        self.start.push_attribute((name, value.to_string().as_str()));
        self
    }

    /// Adds the attribute where the condition holds.
    pub fn when(self, condition: bool, name: &'static str, value: &str) -> Self {
        if condition { self.attr(name, value) } else { self }
    }

    /// Opens the element.
    pub fn open(self) {
        self.xml.open.push(self.name);
        self.xml.write(Event::Start(self.start));
    }

    /// Writes the element without content.
    pub fn empty(self) {
        self.xml.write(Event::Empty(self.start));
    }
}

/// Whether XML 1.0 can hold the character at all (production 2, `Char`).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let mut xml = Xml::part();
        xml.tag("a").attr("b", "x\u{0}\n<\"&>y").num("c", -3).open();
        xml.leaf("t", "1 < 2 & \u{1b}3");
        let bytes = xml.finish();
        let text = std::str::from_utf8(&bytes).unwrap();
        let document = roxmltree::Document::parse(text).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("b"), Some("x <\"&>y"));
        assert_eq!(root.attribute("c"), Some("-3"));
        assert_eq!(root.first_element_child().unwrap().text(), Some("1 < 2 & 3"));
    }
}
