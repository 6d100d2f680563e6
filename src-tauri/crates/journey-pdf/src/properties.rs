//! The document's properties: title, language, author, date.

use journey_scene::Scene;
use krilla::metadata::{DateTime, Metadata, TextDirection};

use crate::Options;

/// The title as PDF/UA demands one.
pub(crate) fn title<'a>(scene: &'a Scene, options: &'a Options) -> &'a str {
    let title = scene.title.trim();
    if title.is_empty() {
        &options.words.untitled
    } else {
        title
    }
}

pub(crate) fn metadata(scene: &Scene, options: &Options, date: Option<DateTime>) -> Metadata {
    let language = match scene.language.trim() {
        "" => "und",
        language => language,
    };
    let primary = language.split('-').next().unwrap_or(language);
    let rtl = [
        "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    let direction = if rtl.contains(&primary.to_ascii_lowercase().as_str()) {
        TextDirection::RightToLeft
    } else {
        TextDirection::LeftToRight
    };
    let mut metadata = Metadata::new()
        .title(title(scene, options).to_owned())
        .language(language.to_owned())
        .text_direction(direction)
        .creator("Waymark".into())
        .producer("Waymark".into());
    if let Some(date) = date {
        metadata = metadata.creation_date(date);
    }
    if let Some(author) = &options.author {
        metadata = metadata.authors(vec![author.clone()]);
    }
    if let Some(description) = &options.description {
        metadata = metadata.description(description.clone());
    }
    metadata
}

/// Reads `2026-03-14` and `2026-03-14T09:26:53Z` or with fractions and an offset (RFC 3339).
pub(crate) fn parse_date(text: &str) -> Option<DateTime> {
    fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u16> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    }
    fn within(value: u16, low: u8, high: u8) -> Option<u8> {
        u8::try_from(value).ok().filter(|v| (low..=high).contains(v))
    }
    let text = text.trim();
    let separated = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    let date = DateTime::new(separated.then(|| digits(text, 0..4))??)
        .month(within(digits(text, 5..7)?, 1, 12)?)
        .day(within(digits(text, 8..10)?, 1, 31)?);
    if text.len() == 10 {
        return Some(date);
    }
    let time = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let date = date
        .hour(within(digits(time, 0..2)?, 0, 23)?)
        .minute(within(digits(time, 3..5)?, 0, 59)?)
        // A leap second is written as the last ordinary one.
        .second(within(digits(time, 6..8)?, 0, 60)?.min(59));
    let zone = time
        .get(8..)?
        .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    match zone {
        "Z" | "z" => Some(date.utc_offset_hour(0).utc_offset_minute(0)),
        _ => {
            let east = match zone.get(0..1)? {
                "+" => true,
                "-" => false,
                _ => return None,
            };
            let hours = i8::try_from(within(digits(zone, 1..3)?, 0, 23)?).ok()?;
            let minutes = within(digits(zone, 4..6)?, 0, 59)?;
            Some(
                date.utc_offset_hour(if east { hours } else { -hours })
                    .utc_offset_minute(minutes),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_or_left_out() {
        let day = DateTime::new(2026).month(3).day(14);
        let time = day.hour(9).minute(26).second(53);
        assert_eq!(parse_date("2026-03-14"), Some(day));
        assert_eq!(
            parse_date(" 2026-03-14T09:26:53Z "),
            Some(time.utc_offset_hour(0).utc_offset_minute(0))
        );
        assert_eq!(
            parse_date("2026-03-14T09:26:53.123-05:30"),
            Some(time.utc_offset_hour(-5).utc_offset_minute(30))
        );
        for bad in [
            "",
            "soon",
            "2026",
            "2026-13-14",
            "2026-03-14T25:00:00Z",
            "2026-03-14T09:26:53",
            "٢٠٢٦-٠٣-١٤",
            "2026-0é-14",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }
}
