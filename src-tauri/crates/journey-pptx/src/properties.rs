//! The properties of the document.

use crate::Options;
use crate::xml::Xml;

/// What wrote the file, and how much is in it.
pub(crate) fn app(slides: usize) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.tag("Properties")
        .attr(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )
        .open();
    xml.leaf("Application", "Waymark");
    xml.leaf("Slides", &slides.to_string());
    xml.finish()
}

/// Title, author and dates.
pub(crate) fn core(title: &str, language: &str, options: &Options) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.tag("cp:coreProperties")
        .attr(
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        )
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .attr("xmlns:dcterms", "http://purl.org/dc/terms/")
        .attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .open();
    xml.leaf("dc:title", title);
    if let Some(author) = &options.author {
        xml.leaf("dc:creator", author);
        xml.leaf("cp:lastModifiedBy", author);
    }
    if let Some(description) = &options.description {
        xml.leaf("dc:description", description);
    }
    xml.leaf("dc:language", language);
    if let Some(date) = options.date.as_deref().and_then(w3c_date) {
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.tag(name).attr("xsi:type", "dcterms:W3CDTF").open();
            xml.text(&date);
            xml.close();
        }
    }
    xml.finish()
}

/// An RFC 3339 date or date and time as the properties hold it: whole seconds of UTC, as it stands where it has
/// another offset. `None` where it cannot be read: PowerPoint calls a file with a wrong date damaged.
fn w3c_date(text: &str) -> Option<String> {
    let text = text.trim();
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse::<u32>().ok())?
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let marks = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    if !marks || year == 0 || !(1..=days).contains(&day) {
        return None;
    }
    let date = &text[..10];
    if text.len() == 10 {
        return Some(format!("{date}T00:00:00Z"));
    }
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let marks = matches!(text.get(10..11), Some("T" | "t" | " "))
        && text.get(13..14) == Some(":")
        && text.get(16..17) == Some(":");
    let in_range = hour < 24 && minute < 60 && second < 60;
    (marks && in_range).then(|| format!("{date}T{}Z", &text[11..19]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right_or_left_out() {
        assert_eq!(w3c_date("2026-03-14").as_deref(), Some("2026-03-14T00:00:00Z"));
        assert_eq!(
            w3c_date("2026-03-14T09:26:53.5Z").as_deref(),
            Some("2026-03-14T09:26:53Z")
        );
        for bad in [
            "",
            "yesterday",
            "2026-02-29",
            "2026-13-01",
            "2026-03-14T25:00:00Z",
            "2026-03-14T9:26",
        ] {
            assert_eq!(w3c_date(bad), None, "{bad}");
        }
    }
}
