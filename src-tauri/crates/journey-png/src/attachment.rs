//! Reading the map back out of a PNG file.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::PngError;
use crate::chunk::{KEYWORD, SIGNATURE};

/// No map is larger (its pictures included); a small file must not unpack to all the memory there is.
const LIMIT: u64 = 256 << 20;

/// The map's JSON out of a PNG that [`paint`](crate::paint()) wrote with an attachment; `None` if the
/// file carries none. The caller reads the JSON with the same strictness as a file.
pub fn attachment(bytes: &[u8]) -> Result<Option<String>, PngError> {
    let mut rest = bytes.strip_prefix(&SIGNATURE).ok_or(PngError::NotPng)?;
    loop {
        let (length, after) = rest
            .split_first_chunk::<4>()
            .ok_or(PngError::Damaged("it breaks off"))?;
        let (name, after) = after
            .split_first_chunk::<4>()
            .ok_or(PngError::Damaged("it breaks off"))?;
        let length = u32::from_be_bytes(*length) as usize;
        let (body, after) = after
            .split_at_checked(length)
            .ok_or(PngError::Damaged("it breaks off"))?;
        let (sum, after) = after
            .split_first_chunk::<4>()
            .ok_or(PngError::Damaged("it breaks off"))?;
        match name {
            b"iTXt" => {
                if let Some(text) = body
                    .strip_prefix(KEYWORD.as_bytes())
                    .and_then(|body| body.strip_prefix(&[0]))
                {
                    let mut hasher = crc32fast::Hasher::new();
                    hasher.update(name);
                    hasher.update(body);
                    if hasher.finalize() != u32::from_be_bytes(*sum) {
                        return Err(PngError::Damaged("the check sum of the map is wrong"));
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
fn text_of(body: &[u8]) -> Result<String, PngError> {
    let short = || PngError::Damaged("the map's chunk is too short");
    let ([compressed, method], rest) = body.split_first_chunk::<2>().ok_or_else(short)?;
    let mut rest = rest;
    for _ in 0..2 {
        let end = rest.iter().position(|byte| *byte == 0).ok_or_else(short)?;
        rest = &rest[end + 1..];
    }
    let mut text = Vec::new();
    match (compressed, method) {
        (0, _) => text.extend(rest),
        (1, 0) => {
            ZlibDecoder::new(rest)
                .take(LIMIT + 1)
                .read_to_end(&mut text)
                .map_err(|_| PngError::Damaged("the map cannot be unpacked"))?;
        }
        _ => return Err(PngError::Damaged("the map is packed in an unknown way")),
    }
    if text.len() as u64 > LIMIT {
        return Err(PngError::AttachmentTooLarge { limit: LIMIT });
    }
    String::from_utf8(text).map_err(|_| PngError::Damaged("the map is no UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chunk::{Format, Stream, head};

    fn file(text: Option<&str>) -> Vec<u8> {
        let mut out = Vec::new();
        head(&mut out, (1, 1), Format::Rgb, 96.0, text).unwrap();
        Stream::new().finish(&mut out).unwrap();
        out
    }

    proptest! {
        #[test]
        fn the_map_comes_back(json in ".*") {
            prop_assert_eq!(attachment(&file(Some(&json))).unwrap().unwrap(), json);
        }

        #[test]
        fn broken_files_are_errors_not_panics(at in 0usize..200, value: u8, cut in 0usize..200) {
            let mut bytes = file(Some("{\"title\":\"A map\"}"));
            let length = bytes.len();
            bytes[at % length] = value;
            bytes.truncate(cut);
            let _ = attachment(&bytes);
        }
    }

    #[test]
    fn a_picture_without_a_map_and_a_file_that_is_no_picture() {
        assert!(attachment(&file(None)).unwrap().is_none());
        assert!(matches!(attachment(b"GIF89a"), Err(PngError::NotPng)));
    }
}
