//! The smallest pieces of markup: numbers, escaped text, colours, identifiers.

use std::fmt::Write;

use journey_scene::Colour;

/// Appends a number with at most two decimals and no trailing zeros (`12.5`, `-.25`, `7`).
///
/// Layout works in steps of 0.01 px, so nothing is lost. What is no finite number becomes 0, and what
/// is too large for any renderer is clamped to ±10⁹: a broken coordinate must not break the file.
pub(crate) fn number(out: &mut String, value: f64) {
    // `as` saturates and maps NaN to 0; the clamp keeps the arithmetic below exact.
    let hundredths = (value.clamp(-1e9, 1e9) * 100.0).round() as i64;
    if hundredths < 0 {
        out.push('-');
    }
    let hundredths = hundredths.unsigned_abs();
    let (whole, part) = (hundredths / 100, hundredths % 100);
    // Writing to a String cannot fail; results are dropped for that reason in this whole crate.
    if whole > 0 || part == 0 {
        let _ = write!(out, "{whole}");
    }
    if part > 0 {
        out.push('.');
        out.push(char::from(b'0' + (part / 10) as u8));
        if part % 10 > 0 {
            out.push(char::from(b'0' + (part % 10) as u8));
        }
    }
}

/// Appends ` name="number"`.
pub(crate) fn number_attribute(out: &mut String, name: &str, value: f64) {
    let _ = write!(out, " {name}=\"");
    number(out, value);
    out.push('"');
}

/// Appends ` name="text"`, escaped.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"");
    escape(out, value);
    out.push('"');
}

/// Appends a paint attribute (`fill`, `stroke`, `stop-color`) with its opacity where it has one.
pub(crate) fn colour_attribute(out: &mut String, name: &str, opacity: &str, colour: Colour) {
    let [r, g, b] = colour.rgb;
    let short = |c: u8| c >> 4 == c & 15;
    if short(r) && short(g) && short(b) {
        let _ = write!(out, " {name}=\"#{:x}{:x}{:x}\"", r & 15, g & 15, b & 15);
    } else {
        let _ = write!(out, " {name}=\"#{r:02x}{g:02x}{b:02x}\"");
    }
    if colour.alpha != 255 {
        // Three decimals, so that all 256 steps of opacity stay apart.
        let thousandths = (u32::from(colour.alpha) * 1000 + 127) / 255;
        let _ = write!(out, " {opacity}=\".{thousandths:03}\"");
    }
}

/// Whether XML 1.0 can hold the character at all (production 2, `Char`); even escaped, the others make
/// a document ill-formed.
pub(crate) fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Appends text, escaped for content and for double-quoted attributes; characters that XML forbids are dropped.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Attribute values are normalised to spaces by parsers unless written as references.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if allowed(c) => out.push(c),
            _ => {}
        }
    }
}

/// Appends an id as it can stand inside `url(#…)` and `href="#…"`: letters, digits, `-` and `_` as they
/// are, everything else as `.hex.`. Different ids stay different.
pub(crate) fn identifier(out: &mut String, id: &str) {
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            out.push(c);
        } else {
            let _ = write!(out, ".{:x}.", u32::from(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: f64) -> String {
        let mut out = String::new();
        number(&mut out, value);
        out
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (12.5, "12.5"),
            (0.25, ".25"),
            (-0.05, "-.05"),
            (100.0, "100"),
            (3.999, "4"),
            (f64::NAN, "0"),
            (f64::INFINITY, "1000000000"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn colours_are_short_and_keep_their_opacity() {
        let mut out = String::new();
        colour_attribute(&mut out, "fill", "fill-opacity", Colour::hex(0xffffff));
        colour_attribute(
            &mut out,
            "stroke",
            "stroke-opacity",
            Colour::hex(0x1f2430).with_alpha(128),
        );
        assert_eq!(out, " fill=\"#fff\" stroke=\"#1f2430\" stroke-opacity=\".502\"");
    }

    #[test]
    fn what_xml_forbids_is_dropped() {
        let mut out = String::new();
        escape(&mut out, "a\u{0}\u{1b}b\u{fffe}<&>\"\n");
        assert_eq!(out, "ab&lt;&amp;&gt;&quot;&#10;");
    }

    proptest! {
        #[test]
        fn a_number_reads_back_within_half_a_hundredth(value in -1e6f64..1e6) {
            let read: f64 = written(value).parse().unwrap();
            prop_assert!((read - value).abs() <= 0.005 + 1e-9);
        }

        #[test]
        fn identifiers_stay_different(a in ".{0,6}", b in ".{0,6}") {
            let (mut x, mut y) = (String::new(), String::new());
            identifier(&mut x, &a);
            identifier(&mut y, &b);
            prop_assert_eq!(a == b, x == y);
            prop_assert!(x.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(&c)));
        }
    }
}
