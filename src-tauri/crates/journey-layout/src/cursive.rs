//! Scripts whose letters join: tracking would tear them apart, and browsers set them without
//! (CSS Text 4, “Cursive scripts”).

use std::ops::Range;

/// Whether a character belongs to a script whose letters join.
pub(crate) fn is_cursive(c: char) -> bool {
    // Arabic, Syriac, N’Ko, Mandaic; Mongolian; Phags-pa; forms of Arabic letters; Adlam.
    matches!(c, '\u{600}'..='\u{77f}' | '\u{7c0}'..='\u{7ff}' | '\u{840}'..='\u{8ff}' | '\u{1800}'..='\u{18af}'
        | '\u{a840}'..='\u{a87f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e900}'..='\u{1e95f}')
}

/// Where such letters stand in a text, with the spaces between them.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (start, c) in text.char_indices().filter(|(_, c)| is_cursive(*c)) {
        let end = start + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if text[last.end..start].trim().is_empty() => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_joined_letters_are_found_with_their_spaces() {
        let text = "Map: نص طويل, עברית";
        let found: Vec<&str> = ranges(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["نص طويل"]);
        assert!(ranges("Every script, 日本語 ไทย").is_empty());
    }
}
