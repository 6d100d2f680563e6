//! The map's own JSON inside the SVG, so that an exported picture can be opened as a map again.

use crate::markup::allowed;

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
pub fn attachment(svg: &str) -> Option<String> {
    // Editors that saved the file again may have moved the namespace declaration to the root.
    let start = svg.find("<waymark:map")?;
    let inside = &svg[start..];
    let inside = &inside[inside.find('>')? + 1..];
    let inside = &inside[..inside.find(CLOSE)?];
    let mut json = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('&') {
        json.push_str(&rest[..at]);
        let end = at + rest[at..].find(';')?;
        json.push(match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            reference => {
                let number = reference.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)?
            }
        });
        rest = &rest[end + 1..];
    }
    json.push_str(rest);
    Some(json)
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
            prop_assert_eq!(attachment(&svg).unwrap(), json);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".*", inner in "[&#;xa0-9<>]*") {
            let _ = attachment(&text);
            let _ = attachment(&format!("<waymark:map>{inner}</waymark:map>"));
        }
    }

    #[test]
    fn a_character_that_xml_forbids_becomes_a_json_escape() {
        let mut svg = String::new();
        write(&mut svg, "{\"a\":\"\u{fffe}\"}");
        assert_eq!(attachment(&svg).unwrap(), "{\"a\":\"\\ufffe\"}");
    }
}
