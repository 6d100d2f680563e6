//! The map inside a picture file.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::RasterError;
use crate::{jpeg, png, webp};

/// No map is larger (its pictures included); a small file must not unpack to all the memory there is.
const LIMIT: u64 = 256 << 20;
/// How many times its packed size a map may have: real and generated ones are 3 to 15 times as large, a
/// bomb is up to 1,032 times.
const RATIO: u64 = 250;
/// Below this size the ratio does not matter.
const HARMLESS: u64 = 1 << 20;

/// The map's JSON out of a PNG, JPEG or WebP that [`paint`](crate::paint()) wrote with an attachment;
/// `None` if the file carries none. The caller reads the JSON with the same strictness as a file.
///
/// Pixels are not looked at, so a picture of any claimed size costs nothing; time is linear in the
/// length of the file.
///
/// # Errors
/// [`RasterError::NotAPicture`], [`RasterError::Damaged`], [`RasterError::AttachmentTooLarge`].
pub fn attachment(bytes: &[u8]) -> Result<Option<String>, RasterError> {
    if let Some(rest) = bytes.strip_prefix(&png::SIGNATURE) {
        in_png(rest)
    } else if let Some(rest) = bytes.strip_prefix(&jpeg::START_OF_IMAGE) {
        in_jpeg(rest)
    } else if let Some(rest) = bytes.strip_prefix(webp::RIFF)
        && let Some((_, rest)) = rest.split_first_chunk::<4>()
        && let Some(rest) = rest.strip_prefix(webp::WEBP)
    {
        in_webp(rest)
    } else {
        Err(RasterError::NotAPicture)
    }
}

/// The map as it lies in files.
pub(crate) fn packed(json: &str) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(json.as_bytes())?;
    encoder.finish()
}

/// The map out of what [`packed`] made.
fn unpacked(packed: &[u8]) -> Result<String, RasterError> {
    let limit = (packed.len() as u64).saturating_mul(RATIO).clamp(HARMLESS, LIMIT);
    let mut text = Vec::new();
    ZlibDecoder::new(packed)
        .take(limit + 1)
        .read_to_end(&mut text)
        .map_err(|_| RasterError::Damaged("the map inside cannot be unpacked"))?;
    if text.len() as u64 > limit {
        return Err(RasterError::AttachmentTooLarge { limit });
    }
    utf8(text)
}

fn utf8(text: Vec<u8>) -> Result<String, RasterError> {
    String::from_utf8(text).map_err(|_| RasterError::Damaged("the map inside is no UTF-8 text"))
}

const BREAKS_OFF: RasterError = RasterError::Damaged("it breaks off");

/// Looks through the chunks of a PNG (third edition, section 5.3).
fn in_png(mut rest: &[u8]) -> Result<Option<String>, RasterError> {
    loop {
        let (length, after) = rest.split_first_chunk::<4>().ok_or(BREAKS_OFF)?;
        let (name, after) = after.split_first_chunk::<4>().ok_or(BREAKS_OFF)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (body, after) = after.split_at_checked(length).ok_or(BREAKS_OFF)?;
        let (sum, after) = after.split_first_chunk::<4>().ok_or(BREAKS_OFF)?;
        match name {
            b"iTXt" => {
                if let Some(text) = body
                    .strip_prefix(png::KEYWORD.as_bytes())
                    .and_then(|body| body.strip_prefix(&[0]))
                {
                    let mut hasher = crc32fast::Hasher::new();
                    hasher.update(name);
                    hasher.update(body);
                    if hasher.finalize() != u32::from_be_bytes(*sum) {
                        return Err(RasterError::Damaged("the check sum of the map inside is wrong"));
                    }
                    return text_of(text).map(Some);
                }
            }
            b"IEND" => return Ok(None),
            _ => {}
        }
        rest = after;
    }
}

/// The text of an iTXt chunk, after the keyword: flags, language, translated keyword, text.
fn text_of(body: &[u8]) -> Result<String, RasterError> {
    let short = || RasterError::Damaged("the chunk of the map inside is too short");
    let ([compressed, method], mut rest) = body.split_first_chunk::<2>().ok_or_else(short)?;
    for _ in 0..2 {
        let end = rest.iter().position(|byte| *byte == 0).ok_or_else(short)?;
        rest = &rest[end + 1..];
    }
    match (compressed, method) {
        (0, _) => utf8(rest.to_vec()),
        (1, 0) => unpacked(rest),
        _ => Err(RasterError::Damaged("the map inside is packed in an unknown way")),
    }
}

/// Looks through the segments of a JPEG, as far as its pixels.
fn in_jpeg(mut rest: &[u8]) -> Result<Option<String>, RasterError> {
    let mut packed = Vec::new();
    let mut found = 0u16;
    loop {
        let segment = jpeg::segment(rest).ok_or(BREAKS_OFF)?;
        rest = segment.rest;
        if segment.marker == jpeg::START_OF_SCAN {
            return match found {
                0 => Ok(None),
                _ => Err(RasterError::Damaged("a part of the map inside is missing")),
            };
        }
        if segment.marker != jpeg::APP9 {
            continue;
        }
        let piece = segment.body.strip_prefix(jpeg::KEYWORD);
        let Some(([number, count], piece)) = piece.and_then(numbers) else {
            continue;
        };
        if number != found + 1 {
            return Err(RasterError::Damaged("the parts of the map inside are out of order"));
        }
        found = number;
        packed.extend_from_slice(piece);
        if number == count {
            return unpacked(&packed).map(Some);
        }
    }
}

/// The number and the count of a segment, and what follows.
fn numbers(body: &[u8]) -> Option<([u16; 2], &[u8])> {
    let ([a, b, c, d], rest) = body.split_first_chunk::<4>()?;
    Some(([u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])], rest))
}

/// Looks through the chunks of a WebP (RFC 9649, section 2.3).
fn in_webp(mut rest: &[u8]) -> Result<Option<String>, RasterError> {
    while !rest.is_empty() {
        let (name, after) = rest.split_first_chunk::<4>().ok_or(BREAKS_OFF)?;
        let (length, after) = after.split_first_chunk::<4>().ok_or(BREAKS_OFF)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (body, after) = after.split_at_checked(length).ok_or(BREAKS_OFF)?;
        if name == webp::CHUNK {
            return unpacked(body).map(Some);
        }
        // Some writers leave out the last byte of padding.
        rest = after.get(length % 2..).unwrap_or_default();
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;
    use crate::{Format, Options, paint, sample};

    const FORMATS: [Format; 3] = [Format::Png, Format::Jpeg { quality: 80 }, Format::WebP];

    fn file(format: Format, text: Option<&str>) -> Vec<u8> {
        let options = Options {
            format,
            attachment: text.map(str::to_owned),
            ..Options::default()
        };
        let mut out = Vec::new();
        let scene = sample::scene(9.0, 9.0, Vec::new());
        paint(&scene, &options, &mut out, &mut |_| ControlFlow::Continue(())).unwrap();
        out
    }

    proptest! {
        #[test]
        fn the_map_comes_back(json in ".*") {
            for format in FORMATS {
                prop_assert_eq!(attachment(&file(format, Some(&json))).unwrap().unwrap(), json.as_str());
            }
        }

        #[test]
        fn broken_files_are_errors_not_panics(at in any::<prop::sample::Index>(), value: u8, cut in any::<prop::sample::Index>()) {
            for format in FORMATS {
                let mut bytes = file(format, Some("{\"title\":\"A map\"}"));
                let at = at.index(bytes.len());
                bytes[at] = value;
                let _ = attachment(&bytes);
                // What is cut off before the end of the map is never taken for a picture without one.
                bytes.truncate(cut.index(bytes.len()));
                let read = attachment(&bytes);
                prop_assert!(!matches!(read, Ok(Some(ref json)) if json.is_empty()), "{read:?}");
            }
        }

        #[test]
        fn any_bytes_after_a_signature_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for start in [&png::SIGNATURE[..], &jpeg::START_OF_IMAGE, b"RIFF\0\0\0\0WEBP"] {
                let _ = attachment(&[start, &bytes].concat());
            }
        }
    }

    #[test]
    fn a_map_longer_than_a_segment_comes_back_out_of_a_jpeg() {
        // Digits of a generator, so that packing does not make it short.
        let mut state = 1u64;
        let json: String = (0..200_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from(b'!' + (state >> 58) as u8)
            })
            .collect();
        let bytes = file(Format::Jpeg { quality: 50 }, Some(&json));
        assert!(bytes.len() > 2 * 65_536, "{}", bytes.len());
        assert_eq!(attachment(&bytes).unwrap().unwrap(), json);

        // A program that keeps some of the segments only.
        let second = bytes
            .windows(KEYWORD_AND_NUMBER.len())
            .position(|window| window == KEYWORD_AND_NUMBER)
            .unwrap();
        let mut without = bytes;
        without[second] = b'W';
        assert!(matches!(attachment(&without), Err(RasterError::Damaged(_))));
    }

    const KEYWORD_AND_NUMBER: &[u8] = b"waymark\0\0\x02";

    #[test]
    fn a_bomb_is_an_error() {
        let bomb = " ".repeat(40 << 20);
        for format in FORMATS {
            let bytes = file(format, Some(&bomb));
            assert!(bytes.len() < 100_000, "{format:?}: {}", bytes.len());
            assert!(
                matches!(attachment(&bytes), Err(RasterError::AttachmentTooLarge { limit }) if limit < 20 << 20),
                "{format:?}"
            );
        }
    }

    #[test]
    fn a_picture_without_a_map_and_a_file_that_is_no_picture() {
        for format in FORMATS {
            assert!(attachment(&file(format, None)).unwrap().is_none(), "{format:?}");
        }
        for other in [b"GIF89a".as_slice(), b"", b"RIFF\0\0\0\0WAVE", b"{}"] {
            assert!(matches!(attachment(other), Err(RasterError::NotAPicture)));
        }
    }

    #[test]
    fn a_size_that_is_only_claimed_costs_nothing() {
        let mut bytes = file(Format::Png, Some("{}"));
        bytes[16..24].fill(0xFF);
        assert_eq!(attachment(&bytes).unwrap().unwrap(), "{}");
        // A chunk that is longer than the file.
        bytes[8..12].fill(0x7F);
        assert!(matches!(attachment(&bytes), Err(RasterError::Damaged(_))));
    }
}
