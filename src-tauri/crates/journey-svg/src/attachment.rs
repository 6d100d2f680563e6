//! The map's own JSON inside the SVG, so that an exported picture can be opened as a map again.

use crate::SvgError;
use crate::markup::allowed;

/// What the start tag begins with.
const NAME: &str = "<waymark:map";
/// Most bytes of a character reference, with its semicolon: `&#x0010FFFF;` and some zeros to spare.
const LONGEST_REFERENCE: usize = 16;
const OPEN: &str = "<waymark:map xmlns:waymark=\"urn:waymark:map\">";
const CLOSE: &str = "</waymark:map>";

/// Appends a `<metadata>` element with the JSON as escaped text.
///
/// The few characters that XML 1.0 cannot hold become JSON escapes: in JSON they can only stand inside
/// strings (all others are plain syntax), so the meaning stays the same.
pub(crate) fn write(out: &mut String, json: &str) {
    out.push_str("<metadata>");
    out.push_str(OPEN);
    for c in json.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c if allowed(c) => out.push(c),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push_str(CLOSE);
    out.push_str("</metadata>");
}

/// The map's JSON out of an SVG that [`paint`](crate::paint) wrote with an attachment; `None` for any
/// other text. The caller reads the JSON with the same strictness as a file.
///
/// The file is searched, not parsed: there are no entities to expand and nothing to fetch, so what a
/// hostile file declares costs nothing. Time and memory are linear in its length.
///
/// # Errors
/// [`SvgError::Damaged`]: there is a map, but it breaks off, or holds markup or entities that were never
/// written.
pub fn attachment(svg: &str) -> Result<Option<String>, SvgError> {
    // Editors that saved the file again may have moved the namespace declaration to the root.
    let Some((_, after)) = svg.split_once(NAME) else {
        return Ok(None);
    };
    let inside = after.split_once('>').map(|(_, inside)| inside);
    let inside = inside.and_then(|inside| Some(inside.split_once(CLOSE)?.0));
    let inside = inside.ok_or(SvgError::Damaged("it breaks off"))?;
    let mut json = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find(['&', '<']) {
        json.push_str(&rest[..at]);
        let reference = rest[at..].strip_prefix('&');
        let reference = reference.ok_or(SvgError::Damaged("it holds markup"))?;
        let end = reference.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
        let character = end.and_then(|end| Some((referred(reference.get(..end)?)?, end)));
        let (character, end) = character.ok_or(SvgError::Damaged("it holds an unknown entity"))?;
        json.push(character);
        rest = reference.get(end + 1..).unwrap_or_default();
    }
    json.push_str(rest);
    Ok(Some(json))
}

/// The character of a reference, without `&` and `;` (XML 1.0, sections 4.1 and 4.6).
fn referred(reference: &str) -> Option<char> {
    Some(match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_comes_back(text in "[^\u{fffe}\u{ffff}]*") {
            // As serde_json would write it: control characters never stand bare in JSON.
            let json: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
            let mut svg = String::from("<svg>");
            write(&mut svg, &json);
            svg.push_str("</svg>");
            prop_assert_eq!(attachment(&svg).unwrap().unwrap(), json);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".*", inner in "[&#;xa0-9<>é]*") {
            let _ = attachment(&text);
            let _ = attachment(&format!("<waymark:map>{inner}</waymark:map>"));
        }

        #[test]
        fn a_file_that_is_cut_off_has_no_other_map(at in any::<prop::sample::Index>()) {
            let mut svg = String::from("<svg>");
            write(&mut svg, "{\"title\":\"A & B\"}");
            svg.push_str("</svg>");
            let cut = &svg[..at.index(svg.len())];
            match attachment(cut) {
                Ok(None) => prop_assert!(!cut.contains(NAME)),
                Ok(Some(json)) => prop_assert_eq!(json, "{\"title\":\"A & B\"}"),
                Err(problem) => prop_assert_eq!(problem, SvgError::Damaged("it breaks off")),
            }
        }
    }

    #[test]
    fn a_character_that_xml_forbids_becomes_a_json_escape() {
        let mut svg = String::new();
        write(&mut svg, "{\"a\":\"\u{fffe}\"}");
        assert_eq!(attachment(&svg).unwrap().unwrap(), "{\"a\":\"\\ufffe\"}");
    }

    #[test]
    fn entities_of_a_file_are_never_expanded() {
        let laughs: String = (1..10)
            .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
            .collect();
        for inside in [
            "{\"title\":\"&l9;\"}",
            "{\"title\":\"&file;\"}",
            "&",
            "&#xD800;",
            "&#99999999999999999999;",
        ] {
            let svg = format!(
                "<!DOCTYPE svg [<!ENTITY l0 \"ha\">{laughs}<!ENTITY file SYSTEM \"file:///etc/passwd\">]>\
                 <svg><metadata>{OPEN}{inside}{CLOSE}</metadata></svg>"
            );
            let expected = SvgError::Damaged("it holds an unknown entity");
            assert_eq!(attachment(&svg), Err(expected), "{inside}");
        }
        let markup = format!("<svg>{OPEN}<script>1</script>{CLOSE}</svg>");
        assert_eq!(attachment(&markup), Err(SvgError::Damaged("it holds markup")));
    }

    #[test]
    fn a_long_file_of_references_is_read_in_one_pass() {
        let svg = format!("{OPEN}{}{CLOSE}", "&amp;".repeat(2_000_000));
        assert_eq!(attachment(&svg).unwrap().unwrap().len(), 2_000_000);
        let svg = format!("{OPEN}{}", "&".repeat(10_000_000));
        assert!(attachment(&svg).is_err());
    }
}
