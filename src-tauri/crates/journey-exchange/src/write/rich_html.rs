//! Card text as HTML, for pages and for labels of diagrams. Every letter that somebody wrote is escaped.

use journey_model::text::{Paragraph, RichText, is_address};

/// A text with its marks as HTML: lines as paragraphs or, where `inline`, divided by line breaks;
/// bullets as lists or as lines with a mark.
pub(crate) fn rich_html(text: &str, inline: bool) -> String {
    let rich = RichText::parse(text);
    let mut html = String::new();
    if inline {
        for (i, paragraph) in rich.paragraphs.iter().enumerate() {
            if i > 0 {
                html.push_str("<br>");
            }
            if let Some(level) = paragraph.bullet {
                html.push_str(&"\u{a0}\u{a0}".repeat(level.into()));
                html.push_str("• ");
            }
            spans(&mut html, paragraph);
        }
        return html;
    }
    // Open lists, from the outermost; a list of a deeper level lies in the last item before it.
    let mut depth = 0usize;
    for paragraph in &rich.paragraphs {
        let wanted = paragraph.bullet.map_or(0, |level| usize::from(level) + 1);
        let wanted = wanted.min(depth + 1);
        if wanted > depth {
            html.push_str("<ul>");
            depth += 1;
        } else {
            while depth > wanted {
                html.push_str("</li></ul>");
                depth -= 1;
            }
            if depth > 0 {
                html.push_str("</li>");
            }
        }
        if depth > 0 {
            html.push_str("<li>");
            spans(&mut html, paragraph);
        } else {
            html.push_str("<p>");
            spans(&mut html, paragraph);
            html.push_str("</p>");
        }
    }
    html.push_str(&"</li></ul>".repeat(depth));
    html
}

fn spans(html: &mut String, paragraph: &Paragraph) {
    for span in &paragraph.spans {
        let mut inner = escaped(&span.text);
        if span.italic {
            inner = format!("<em>{inner}</em>");
        }
        if span.bold {
            inner = format!("<strong>{inner}</strong>");
        }
        if let Some(address) = span.link.as_ref().filter(|address| is_address(address)) {
            inner = format!("<a href=\"{}\" rel=\"noreferrer\">{inner}</a>", escaped(address));
        }
        html.push_str(&inner);
    }
}

/// A text that is safe between tags and in attributes in double quotes, of HTML and of XML. Line breaks
/// stay what they are in attributes of XML too.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_become_lists() {
        assert_eq!(
            rich_html("Before\n- **one**\n  - deeper\n- two\nafter", false),
            "<p>Before</p><ul><li><strong>one</strong><ul><li>deeper</li></ul></li><li>two</li></ul><p>after</p>"
        );
        assert_eq!(rich_html("- a\n- b", true), "• a<br>• b");
        assert_eq!(rich_html("  - deep at once", false), "<ul><li>deep at once</li></ul>");
    }

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(
            rich_html("<script>alert(\"1\")</script> & [x](javascript:1)", false),
            "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; [x](javascript:1)</p>"
        );
        assert_eq!(
            rich_html("[a](https://example.org/?a=1&b=\"2\")", true),
            "<a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\" rel=\"noreferrer\">a</a>"
        );
    }
}
