//! How values are written into the cells of a table that has only texts, and read from them.

/// What spreadsheets take for the beginning of a formula (OWASP, “CSV Injection”), the wide forms of
/// East Asian keyboards included.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text with an apostrophe before it where a spreadsheet would take it for a formula. A text that
/// has such an apostrophe already gets one more, so that [`unguarded`] gives back every text.
pub(crate) fn guarded(text: &str) -> Option<String> {
    text.trim_start_matches('\'')
        .starts_with(FORMULA_STARTS)
        .then(|| format!("'{text}"))
}

/// The text without the apostrophe that [`guarded`] put before it.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

/// Texts in one cell: `flood; home\; garden`.
pub(crate) fn list_text(texts: &[String]) -> String {
    let escaped: Vec<String> = texts
        .iter()
        .map(|text| text.replace('\\', "\\\\").replace(';', "\\;"))
        .collect();
    escaped.join("; ")
}

/// The texts of a cell that [`list_text`] wrote; white space around each and empty ones are left off.
pub fn list_of(cell: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut text = String::new();
    let mut characters = cell.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some(next @ ('\\' | ';')) => text.push(next),
                // Nobody's escape: a path of Windows, say.
                Some(next) => text.extend(['\\', next]),
                None => text.push('\\'),
            },
            ';' => texts.push(std::mem::take(&mut text)),
            c => text.push(c),
        }
    }
    texts.push(text);
    texts
        .iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

/// Tenths as a decimal number: `1.5`, `-0.3`, `2`.
pub(crate) fn tenths_text(tenths: i8, point: char) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        rest => format!("{sign}{}{point}{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_an_apostrophe() {
        for text in ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "＝1", "'=1"] {
            assert_eq!(guarded(text), Some(format!("'{text}")));
        }
        for text in ["", "a=b", "'s-Hertogenbosch", "−2", " =1"] {
            assert_eq!(guarded(text), None);
        }
    }

    #[test]
    fn numbers_have_the_point_that_was_asked_for() {
        let texts = [-20, -3, 0, 15].map(|tenths| tenths_text(tenths, ','));
        assert_eq!(texts, ["-2", "-0,3", "0", "1,5"]);
    }

    proptest! {
        #[test]
        fn guarding_can_be_undone(text in "('{0,2}[=+@-])?\\PC{0,5}") {
            let written = guarded(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(unguarded(&written), text);
        }

        #[test]
        fn lists_can_be_read(texts in proptest::collection::vec("[a-z;\\\\ü]{0,3}[a-z\\\\;]", 0..4)) {
            prop_assert_eq!(list_of(&list_text(&texts)), texts);
        }
    }
}
