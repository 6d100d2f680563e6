//! Text for the search index, in scripts with and without spaces.
//!
//! The index cuts text at everything that is no letter, digit or mark. Chinese, Japanese, Thai, Lao,
//! Khmer and Burmese write words without spaces, so that a whole sentence would be one word. Between
//! their letters we put zero-width spaces, in the indexed text and in the query alike: each letter is a
//! word of its own, and a query word is a phrase of letters, found anywhere in a sentence. The
//! alternative, SQLite's trigram index, finds nothing shorter than three letters, and most Chinese and
//! Japanese words have two.

use std::borrow::Cow;

/// ZERO WIDTH SPACE: a separator to the index, nothing to the eye.
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// The text with a break after each letter that is a word of its own. Marks stay with their letter.
pub(crate) fn segmented(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(stands_alone) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut last_alone = false;
    for letter in text.chars() {
        let alone = stands_alone(letter);
        if alone || (last_alone && letter.is_alphanumeric() && !is_mark(letter)) {
            out.push(ZERO_WIDTH_SPACE);
        }
        out.push(letter);
        last_alone = alone || (last_alone && is_mark(letter));
    }
    Cow::Owned(out)
}

/// What a text of the index looks like to the eye.
pub(crate) fn joined(text: &str) -> String {
    text.chars().filter(|&letter| letter != ZERO_WIDTH_SPACE).collect()
}

/// Whether the letter is of a script without spaces, and no mark on another letter.
fn stands_alone(letter: char) -> bool {
    matches!(letter as u32,
        0x0E01..=0x0EDF // Thai, Lao
        | 0x1000..=0x109F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F // Myanmar
        | 0x1780..=0x17DD // Khmer
        | 0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF // Kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF // Han
        | 0xFF66..=0xFF9F // halfwidth Katakana
    ) && !is_mark(letter)
}

/// Vowel signs, tones and voicing marks that stand on the letter before them (Mn and Mc of the scripts
/// above; Unicode 16, DerivedGeneralCategory).
fn is_mark(letter: char) -> bool {
    matches!(letter as u32,
        0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E
        | 0x0EB1 | 0x0EB4..=0x0EBC | 0x0EC8..=0x0ECE
        | 0x102B..=0x103E | 0x1056..=0x1059 | 0x105E..=0x1060 | 0x1062..=0x1064 | 0x1067..=0x106D
        | 0x1071..=0x1074 | 0x1082..=0x108D | 0x108F | 0x109A..=0x109D
        | 0x17B4..=0x17D3 | 0x17DD
        | 0x3099 | 0x309A | 0xFF9E | 0xFF9F
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        segmented(text)
            .split([ZERO_WIDTH_SPACE, ' '])
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn letters_of_scripts_without_spaces_stand_alone() {
        assert_eq!(words("東京で買う"), ["東", "京", "で", "買", "う"]);
        assert_eq!(words("สวัสดี"), ["ส", "วั", "ส", "ดี"]);
        assert_eq!(words("iPhoneを買う"), ["iPhone", "を", "買", "う"]);
        assert_eq!(words("を3回"), ["を", "3", "回"]);
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        for text in ["Reads the article", "Größe, naïve", "مرحبا بالعالم", "고객 여정", ""] {
            assert!(matches!(segmented(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn joining_takes_the_breaks_out_again() {
        let text = "東京 Tokyo ดี";
        assert_eq!(joined(&segmented(text)), text);
    }
}
