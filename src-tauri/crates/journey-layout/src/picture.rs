//! How large a picture is: read from the first bytes of its file.

use kurbo::Size;

/// Width and height in px, from the header of a PNG, GIF, JPEG or WebP, or the root of an SVG. `None`
/// where the file is not what it says.
pub(crate) fn size(media_type: &str, bytes: &[u8]) -> Option<Size> {
    let size = match media_type {
        "image/png" => png(bytes),
        "image/gif" => gif(bytes),
        "image/jpeg" => jpeg(bytes),
        "image/webp" => webp(bytes),
        "image/svg+xml" => svg(bytes),
        _ => None,
    }?;
    let sane = |v: f64| v.is_finite() && (0.5..=100_000.0).contains(&v);
    (sane(size.width) && sane(size.height)).then_some(size)
}

fn be16(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
}

fn png(bytes: &[u8]) -> Option<Size> {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some(Size::new(be32(bytes, 16)?, be32(bytes, 20)?))
}

fn gif(bytes: &[u8]) -> Option<Size> {
    bytes.starts_with(b"GIF8").then_some(())?;
    Some(Size::new(le16(bytes, 6)?.into(), le16(bytes, 8)?.into()))
}

/// Walks the segments to the start of frame (ITU T.81, annex B).
fn jpeg(bytes: &[u8]) -> Option<Size> {
    bytes.starts_with(b"\xff\xd8").then_some(())?;
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some(Size::new(be16(bytes, at + 7)?, be16(bytes, at + 5)?));
            }
            _ => at += 2 + be16(bytes, at + 2)? as usize,
        }
    }
}

/// The three forms of the WebP container (RFC 9649).
fn webp(bytes: &[u8]) -> Option<Size> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP").then_some(())?;
    let le24 = |at: usize| -> Option<f64> {
        let b = bytes.get(at..at + 3)?;
        Some(f64::from(u32::from_le_bytes([b[0], b[1], b[2], 0])))
    };
    match bytes.get(12..16)? {
        b"VP8 " => Some(Size::new(
            (le16(bytes, 26)? & 0x3fff).into(),
            (le16(bytes, 28)? & 0x3fff).into(),
        )),
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(Size::new(
                f64::from((bits & 0x3fff) + 1),
                f64::from((bits >> 14 & 0x3fff) + 1),
            ))
        }
        b"VP8X" => Some(Size::new(le24(24)? + 1.0, le24(27)? + 1.0)),
        _ => None,
    }
}

/// `width` and `height` of the root element in px, else the size of its `viewBox`.
fn svg(bytes: &[u8]) -> Option<Size> {
    let text = std::str::from_utf8(bytes).ok()?;
    let root = &text[text.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let value = |key: &str| -> Option<&str> {
        let at = root.find(&format!(" {key}=\""))? + key.len() + 3;
        root[at..].split('"').next()
    };
    let px = |key: &str| value(key)?.trim_end_matches("px").trim().parse::<f64>().ok();
    if let (Some(width), Some(height)) = (px("width"), px("height")) {
        return Some(Size::new(width, height));
    }
    let mut numbers = value("viewBox")?
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .skip(2)
        .filter_map(|part| part.parse::<f64>().ok());
    Some(Size::new(numbers.next()?, numbers.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_headers() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 1, 0, 0, 0, 0, 80]);
        assert_eq!(size("image/png", &png), Some(Size::new(256.0, 80.0)));
        assert_eq!(size("image/gif", b"GIF89a\x10\0\x08\0"), Some(Size::new(16.0, 8.0)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08\0\x20\0\x40rest";
        assert_eq!(size("image/jpeg", jpeg), Some(Size::new(64.0, 32.0)));
        let svg = b"<svg xmlns='x' viewBox=\"0 0 30 20\"></svg>";
        assert_eq!(size("image/svg+xml", svg), Some(Size::new(30.0, 20.0)));
        let svg = b"<svg width=\"12px\" height=\"6\" viewBox=\"0 0 30 20\"/>";
        assert_eq!(size("image/svg+xml", svg), Some(Size::new(12.0, 6.0)));
    }

    #[test]
    fn broken_files_have_no_size() {
        for media in [
            "image/png",
            "image/gif",
            "image/jpeg",
            "image/webp",
            "image/svg+xml",
            "text/plain",
        ] {
            for bytes in [
                &b""[..],
                b"\xff\xd8\xff",
                b"RIFF0000WEBPVP8X",
                b"<svg",
                b"\x89PNG\r\n\x1a\n",
                b"GIF8",
            ] {
                assert_eq!(size(media, bytes), None, "{media} {bytes:?}");
            }
        }
    }
}
