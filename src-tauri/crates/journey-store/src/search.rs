//! Full-text search over all maps.
//!
//! Hits are not scored: weighing words (bm25) visits every record that has the word, which took 45 ms
//! for a common word in 300,000 records. The index gives records in the order of their numbers, newest
//! map first, and stops at the limit.

use journey_model::{MapId, RecordKind};
use rusqlite::{Connection, params};

use crate::segment::{joined, segmented};

/// A record that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub map: MapId,
    /// Title of the map.
    pub title: String,
    /// Id of the record, to select it when the map is open.
    pub record: String,
    pub kind: RecordKind,
    /// The words around the first match, in order.
    pub snippet: Vec<SnippetPart>,
}

/// A piece of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetPart {
    pub text: String,
    /// Whether this is what was searched for.
    pub matched: bool,
}

/// Words around a match that a snippet shows, at most; letters in scripts without spaces.
const SNIPPET_WORDS: u32 = 24;

/// What the index puts around matches; texts of maps hold no control characters.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// The hits for what a person typed.
pub(crate) fn hits(connection: &Connection, query: &str, limit: u32) -> rusqlite::Result<Vec<Hit>> {
    let Some(words) = match_expression(query) else {
        return Ok(Vec::new());
    };
    let mut hits = of_column(connection, "title", &words, limit)?;
    let left = limit.saturating_sub(u32::try_from(hits.len()).unwrap_or(u32::MAX));
    for hit in of_column(connection, "text", &words, left)? {
        // A record may match with its name and with its text.
        if !hits
            .iter()
            .any(|known| known.map == hit.map && known.record == hit.record)
        {
            hits.push(hit);
        }
    }
    Ok(hits)
}

fn of_column(connection: &Connection, column: &str, words: &str, limit: u32) -> rusqlite::Result<Vec<Hit>> {
    // CROSS JOIN keeps SQLite from walking the maps first: the index runs backwards and stops at the limit.
    let mut statement = connection.prepare_cached(
        "SELECT map.id, map.title, record.id, record.kind, snippet(search, -1, ?2, ?3, '…', ?4)
         FROM search
         CROSS JOIN map ON map.number = search.rowid >> 32
         CROSS JOIN record ON record.number = search.rowid
         WHERE search MATCH ?1 AND map.trashed IS NULL
         ORDER BY search.rowid DESC LIMIT ?5",
    )?;
    let expression = format!("{{{column}}} : ({words})");
    let rows = statement.query_map(
        params![expression, OPEN.to_string(), CLOSE.to_string(), SNIPPET_WORDS, limit],
        |row| {
            let (kind, snippet): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(Hit {
                map: MapId(row.get(0)?),
                title: row.get(1)?,
                record: row.get(2)?,
                kind: RecordKind::from_key(&kind).unwrap_or(RecordKind::Card),
                snippet: parts(&snippet),
            })
        },
    )?;
    rows.collect()
}

/// The query in the index's own language: each word quoted, so that nothing in it is an operator, and
/// the last one as a beginning. `None` where there is nothing to look for.
fn match_expression(query: &str) -> Option<String> {
    let typed: String = query
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let unfinished = !typed.ends_with(char::is_whitespace);
    let mut words: Vec<String> = typed
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", segmented(word).replace('"', "\"\"")))
        .collect();
    if unfinished && let Some(last) = words.last_mut() {
        last.push('*');
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// A snippet of the index in pieces, as the eye sees it.
fn parts(snippet: &str) -> Vec<SnippetPart> {
    let mut parts: Vec<SnippetPart> = Vec::new();
    let mut matched = false;
    for piece in snippet.split_inclusive([OPEN, CLOSE]) {
        let text = joined(piece.trim_end_matches([OPEN, CLOSE]));
        // Letters of one word are matches of their own in scripts without spaces.
        match parts.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.matched == matched => last.text.push_str(&text),
            _ => parts.push(SnippetPart { text, matched }),
        }
        matched = piece.ends_with(OPEN);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        assert_eq!(
            match_expression("flood NOT \"cert"),
            Some("\"flood\" \"NOT\" \"\"\"cert\"*".into())
        );
        assert_eq!(match_expression("title:x "), Some("\"title:x\"".into()));
        assert_eq!(match_expression(" \0 -- * ( \u{200B}"), None);
    }

    #[test]
    fn a_snippet_comes_in_pieces() {
        let part = |text: &str, matched| SnippetPart {
            text: text.into(),
            matched,
        };
        assert_eq!(
            parts("…a \u{1}flood\u{2} zone"),
            [part("…a ", false), part("flood", true), part(" zone", false)]
        );
        assert_eq!(
            parts("\u{1}東\u{200B}京\u{2}\u{200B}で"),
            [part("東京", true), part("で", false)]
        );
        assert_eq!(parts(""), []);
    }
}
