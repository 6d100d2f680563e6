//! A clip as HTML, for text editors, mail and spreadsheets.

use std::fmt::Write as _;

use crate::text::{RichText, is_address};
use crate::{Card, Clip, ClipKind};

use super::rows::{Entry, Rows, score_text};

impl Clip {
    /// The clip as HTML: a table of lanes by steps; cards of one cell and notes as paragraphs. Every
    /// letter that somebody wrote is escaped.
    pub fn html(&self) -> String {
        let mut html = String::new();
        if self.kind == ClipKind::Notes {
            self.notes
                .iter()
                .for_each(|note| paragraph(&mut html, &rich(&note.text)));
            return html;
        }
        if self.kind == ClipKind::Cards && self.lanes.len() <= 1 && self.steps.len() <= 1 {
            self.cards
                .iter()
                .for_each(|card| paragraph(&mut html, &card_html(card)));
            return html;
        }
        let Rows { rows, headings, titled } = Rows::of(self);
        html.push_str("<table>");
        for heading in headings {
            html.push_str("<tr>");
            if titled {
                html.push_str("<th></th>");
            }
            for title in heading {
                let _ = write!(html, "<th>{}</th>", escape(&title));
            }
            html.push_str("</tr>");
        }
        for row in rows {
            html.push_str("<tr>");
            if titled {
                let _ = write!(html, "<th>{}</th>", escape(row.title));
            }
            for cell in row.cells {
                html.push_str("<td>");
                match &cell[..] {
                    [] => {}
                    [entry] => html.push_str(&entry_html(entry)),
                    entries => entries
                        .iter()
                        .for_each(|entry| paragraph(&mut html, &entry_html(entry))),
                }
                html.push_str("</td>");
            }
            html.push_str("</tr>");
        }
        html.push_str("</table>");
        html
    }
}

fn paragraph(html: &mut String, inner: &str) {
    // Writing to a String cannot fail.
    let _ = write!(html, "<p>{inner}</p>");
}

fn entry_html(entry: &Entry) -> String {
    match entry {
        Entry::Card(card) => card_html(card),
        Entry::Score(score) => escape(&score_text(score)),
    }
}

fn card_html(card: &Card) -> String {
    match card.text.trim() {
        "" => escape(&super::text::card_text(card)),
        _ => rich(&card.text),
    }
}

fn rich(text: &str) -> String {
    let mut html = String::new();
    for (i, paragraph) in RichText::parse(text).paragraphs.iter().enumerate() {
        if i > 0 {
            html.push_str("<br>");
        }
        if paragraph.bullet.is_some() {
            html.push_str("• ");
        }
        for span in &paragraph.spans {
            let mut inner = escape(&span.text);
            if span.italic {
                inner = format!("<i>{inner}</i>");
            }
            if span.bold {
                inner = format!("<b>{inner}</b>");
            }
            if let Some(address) = span.link.as_ref().filter(|address| is_address(address)) {
                inner = format!("<a href=\"{}\">{inner}</a>", escape(address));
            }
            html.push_str(&inner);
        }
    }
    html
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("<br>"),
            c => escaped.push(c),
        }
    }
    escaped
}
