//! Why a file cannot be read.

use crate::Place;

/// Why no map came of a file. One line each: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is more of something than is read.
    #[error("{}{found}, and at most {limit} can be read; {remedy}", at(place))]
    TooMuch {
        /// Where it was noticed.
        place: Option<Place>,
        found: String,
        limit: String,
        remedy: &'static str,
    },
    /// The file is not what its format asks for.
    #[error("{}{found}; {remedy}", at(place))]
    Broken {
        place: Option<Place>,
        found: String,
        remedy: &'static str,
    },
    /// There is nothing in it that a map could be made of.
    #[error("there is nothing here to make a map of: {found}; {remedy}")]
    Empty { found: &'static str, remedy: &'static str },
    /// A table whose columns nobody has told the meaning of, and which does not tell it itself.
    #[error(
        "this table is neither a matrix (lanes by steps) nor a list of cards with known headings; say what its columns mean"
    )]
    Unmapped,
    /// The columns were told in a way that does not fit the table.
    #[error("the columns as told do not fit this table: {0}")]
    Misfit(String),
}

fn at(place: &Option<Place>) -> String {
    place.as_ref().map_or_else(String::new, |place| format!("{place}: "))
}

impl ReadError {
    pub(super) fn broken(place: Option<Place>, found: impl Into<String>, remedy: &'static str) -> Self {
        Self::Broken {
            place,
            found: one_line(&found.into()),
            remedy,
        }
    }

    pub(super) fn too_much(
        place: Option<Place>,
        found: impl Into<String>,
        limit: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self::TooMuch {
            place,
            found: one_line(&found.into()),
            limit: limit.into(),
            remedy,
        }
    }

    /// Refuses a file of more than `limit` bytes, before anything else looks at it.
    pub(super) fn unless_within(bytes: &[u8], limit: usize) -> Result<(), Self> {
        const MIB: usize = 1024 * 1024;
        if bytes.len() <= limit {
            return Ok(());
        }
        Err(Self::too_much(
            None,
            format!("the file has {} MiB", bytes.len().div_ceil(MIB)),
            format!("{} MiB", limit / MIB),
            "divide it into several files",
        ))
    }
}

/// A text for a message: on one line, in quotes, and not too long.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.trim().chars().take(SHOWN).collect();
    if text.trim().chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("“{}”", one_line(&shown))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A line, and a column in characters, both from 1.
pub(super) fn line(line: usize, column: Option<usize>) -> Place {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place {
        line: Some(number(line)),
        column: column.map(number),
        cell: None,
    }
}

/// The place of a byte of a text.
pub(super) fn line_of(text: &str, byte: usize) -> Place {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    // Bytes that begin a character.
    let column = before[start..].iter().filter(|b| **b & 0xc0 != 0x80).count();
    line(before.iter().filter(|b| **b == b'\n').count() + 1, Some(column + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_one_line_with_place_and_remedy() {
        let error = ReadError::broken(
            Some(line(3, Some(7))),
            "a quote\nopens here",
            "close it, or double it where it is meant as a letter",
        );
        assert_eq!(
            error.to_string(),
            "line 3, column 7: a quote opens here; close it, or double it where it is meant as a letter"
        );
        let error = ReadError::unless_within(&[0; 11], 10).unwrap_err();
        assert!(!error.to_string().contains('\n'), "{error}");
    }

    #[test]
    fn places_count_characters_from_one() {
        let text = "ab\nçde\n";
        for (byte, place) in [
            (0, (1, 1)),
            (1, (1, 2)),
            (3, (2, 1)),
            (5, (2, 2)),
            (6, (2, 3)),
            (99, (3, 1)),
        ] {
            let found = line_of(text, byte);
            assert_eq!((found.line, found.column), (Some(place.0), Some(place.1)), "{byte}");
        }
    }

    #[test]
    fn quoted_texts_are_short() {
        assert_eq!(quoted(" a\nb "), "“a b”");
        assert!(quoted(&"x".repeat(500)).chars().count() < 50);
    }
}
