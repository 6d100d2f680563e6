//! What values may be: shared by edits, which clean or refuse, and by invariants, which only look.

use crate::EditError;

/// Longest text of any field, in characters.
pub const TEXT_LIMIT: usize = 20_000;
/// Most entries of a list of texts (tags, goals, sources).
pub const LIST_LIMIT: usize = 200;
/// Largest picture, in bytes as encoded.
pub const ASSET_LIMIT: usize = 20 * 1024 * 1024;
/// Scores lie from `-SCORE_LIMIT` to `SCORE_LIMIT` tenths.
pub const SCORE_LIMIT: i8 = 20;
/// Points of a rating.
pub const POINTS: std::ops::RangeInclusive<u8> = 0..=10;
/// Widths of step columns that may be asked for, in px.
pub const STEP_WIDTHS: std::ops::RangeInclusive<u16> = 48..=4_000;
/// Least heights of lanes that may be asked for, in px.
pub const LANE_HEIGHTS: std::ops::RangeInclusive<u16> = 0..=10_000;
/// Widths of notes, in px.
pub const NOTE_WIDTHS: std::ops::RangeInclusive<u16> = 48..=4_000;
/// Places of notes, in px of the sheet.
pub const NOTE_PLACES: std::ops::RangeInclusive<i32> = -1_000_000..=1_000_000;
/// Months from review to review.
pub const CYCLE_MONTHS: std::ops::RangeInclusive<u16> = 1..=120;

/// Whether the text can be an id: 1 to 64 characters of `A-Z a-z 0-9 _ -`.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Whether the text is a colour, `#` and six hex digits.
pub(crate) fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

/// Whether the text is a day of the Gregorian calendar, `YYYY-MM-DD`, from year 1 on.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0u16, |n, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    year >= 1 && (1..=days).contains(&day)
}

/// Whether a text looks like a BCP 47 language tag (`en`, `pt-BR`, `zh-Hant-TW`).
pub(crate) fn is_language(text: &str) -> bool {
    text.len() <= 35
        && text.split('-').enumerate().all(|(i, part)| {
            (1..=8).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_alphanumeric())
                && (i > 0 || (part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphabetic())))
        })
}

/// The first character that no text may hold: a control character other than line feed and tab, or
/// one of the two that no XML file (SVG, PPTX) can carry.
pub(crate) fn forbidden_char(text: &str) -> Option<char> {
    // Plain ASCII is the common case and is settled byte by byte.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return None;
    }
    text.chars().find(|&c| is_forbidden(c))
}

fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A text as people mean it, from wherever they typed or pasted it: line ends become `\n`, characters
/// that no text may hold vanish.
///
/// # Errors
/// For a text longer than [`TEXT_LIMIT`].
pub(crate) fn clean_text(field: &'static str, text: String) -> Result<String, EditError> {
    let clean = if forbidden_char(&text).is_some() {
        text.replace("\r\n", "\n")
            .replace(['\r', '\u{85}'], "\n")
            .chars()
            .filter(|&c| !is_forbidden(c))
            .collect()
    } else {
        text
    };
    let length = clean.chars().count();
    if clean.len() > TEXT_LIMIT && length > TEXT_LIMIT {
        return Err(EditError::Value {
            field,
            found: format!("a text of {length} characters"),
            expected: format!("at most {TEXT_LIMIT}"),
        });
    }
    Ok(clean)
}

/// Like [`clean_text`], for fields of one line: line ends and tabs become spaces.
pub(crate) fn clean_line(field: &'static str, text: String) -> Result<String, EditError> {
    let text = clean_text(field, text)?;
    if text.contains(['\n', '\t']) {
        return Ok(text.replace(['\n', '\t'], " "));
    }
    Ok(text)
}

/// Cleans each line of a list and leaves out empty ones.
pub(crate) fn clean_list(field: &'static str, list: Vec<String>) -> Result<Vec<String>, EditError> {
    if list.len() > LIST_LIMIT {
        return Err(EditError::Value {
            field,
            found: format!("a list of {} entries", list.len()),
            expected: format!("at most {LIST_LIMIT}"),
        });
    }
    let mut clean = Vec::with_capacity(list.len());
    for text in list {
        let text = clean_line(field, text)?;
        if !text.trim().is_empty() {
            clean.push(text);
        }
    }
    Ok(clean)
}

/// A colour in the one way it is written: lower case.
pub(crate) fn colour(field: &'static str, text: String) -> Result<String, EditError> {
    if is_colour(&text) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(EditError::Value {
            field,
            found: quoted(&text),
            expected: "a colour like #2b4a9b".into(),
        })
    }
}

/// A number within its range.
pub(crate) fn ranged<T: PartialOrd + std::fmt::Display + Copy>(
    field: &'static str,
    value: T,
    range: &std::ops::RangeInclusive<T>,
) -> Result<T, EditError> {
    if range.contains(&value) {
        Ok(value)
    } else {
        Err(EditError::Value {
            field,
            found: value.to_string(),
            expected: format!("{} to {}", range.start(), range.end()),
        })
    }
}

/// A text in quotes, shortened for messages.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    if text.chars().count() > SHOWN {
        let head: String = text.chars().take(SHOWN).collect();
        format!("the text {:?}", head + "…")
    } else {
        format!("the text {text:?}")
    }
}
