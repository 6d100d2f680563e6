//! Pictures that travel with a map: their ids and types.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::AssetId;

/// The types of pictures that a map holds.
pub(crate) const MEDIA_TYPES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];

impl AssetId {
    /// The id of a picture with these bytes: `asset_` and the first 32 hex digits of their SHA-256,
    /// so that the same picture is the same asset in every map.
    pub fn of_content(bytes: &[u8]) -> Self {
        let mut id = String::from(Self::PREFIX);
        for byte in Sha256::digest(bytes).iter().take(16) {
            // Writing to a String cannot fail.
            let _ = write!(id, "{byte:02x}");
        }
        Self(id)
    }
}

/// The type of a picture's file by its first bytes; `None` for anything that is no picture a map can
/// hold. The rest of the file may still be broken: that is for the painters to find.
pub fn media_type_of(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some("image/gif")
    } else if bytes.len() >= 12 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP" {
        Some("image/webp")
    } else if is_svg(bytes) {
        Some("image/svg+xml")
    } else {
        None
    }
}

/// Whether it is UTF-8 text whose first element is `svg`, behind any declaration, comments and
/// document type.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            // A document type may declare entities in brackets.
            match (rest.find('['), rest.find('>')) {
                (Some(open), Some(close)) if open < close => "]>",
                _ => ">",
            }
        } else {
            break;
        };
        match rest.split_once(end) {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return false,
        }
    }
    rest.strip_prefix("<svg")
        .is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_the_first_bytes() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Some("image/svg+xml")),
            (
                b"\xef\xbb\xbf<?xml version=\"1.0\"?><!-- x --><!DOCTYPE svg><svg>",
                Some("image/svg+xml"),
            ),
            (b"<svgx/>", None),
            (b"<html><svg/></html>", None),
            (b"%PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(media_type_of(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_id_is_that_of_the_content() {
        // SHA-256 of "abc", FIPS 180-4 example.
        assert_eq!(
            AssetId::of_content(b"abc").as_str(),
            "asset_ba7816bf8f01cfea414140de5dae2223"
        );
    }
}
