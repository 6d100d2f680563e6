//! Bytes of unknown encoding as text.
//!
//! A byte order mark decides, then whether the bytes are UTF-8, then zero bytes (UTF-16), and last what
//! the letters look like: `chardetng`, which Firefox guesses with.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::{ReadError, line_of};

/// What is looked at to guess an encoding, in bytes.
const LOOKED_AT: usize = 256 * 1024;

/// A text and what its bytes were.
pub(super) struct Decoded {
    pub text: String,
    /// The encoding's name by the WHATWG Encoding Standard: `UTF-8`, `windows-1252`.
    pub encoding: &'static str,
    /// Whether it was guessed by the look of the letters.
    pub guessed: bool,
}

/// Decodes a file of text.
///
/// # Errors
/// Where the bytes are no text in any encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let marked = Encoding::for_bom(bytes);
    let (encoding, guessed) = match marked {
        Some((encoding, _)) => (encoding, false),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, false),
        None => match sixteen_bits(bytes) {
            Some(encoding) => (encoding, true),
            None => (look(bytes), true),
        },
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if marked.is_some() && had_errors {
        let at = text.find('\u{fffd}').map(|byte| line_of(&text, byte));
        return Err(ReadError::broken(
            at,
            format!(
                "the file says that it is {}, but has bytes that are not",
                encoding.name()
            ),
            "save it again as UTF-8",
        ));
    }
    if let Some(byte) = text.find('\0') {
        return Err(ReadError::broken(
            Some(line_of(&text, byte)),
            "a zero byte: this is no file of text",
            "check that it is the right file, or save it as text in UTF-8",
        ));
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        guessed,
    })
}

/// Guesses by the letters.
fn look(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(LOOKED_AT)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: text of European letters has a zero in every second byte.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_024)];
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 > half * 6 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 6 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sixteen(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_told_by_mark_and_look() {
        let text = "Größe;Käufer möchte Überblick für später\nSträuße;müde";
        let latin = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        for (bytes, encoding, guessed) in [
            (text.as_bytes().to_vec(), "UTF-8", false),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8", false),
            (latin, "windows-1252", true),
            (
                [&b"\xff\xfe"[..], &sixteen(text, u16::to_le_bytes)].concat(),
                "UTF-16LE",
                false,
            ),
            (
                [&b"\xfe\xff"[..], &sixteen(text, u16::to_be_bytes)].concat(),
                "UTF-16BE",
                false,
            ),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(
                (decoded.text.as_str(), decoded.encoding, decoded.guessed),
                (text, encoding, guessed)
            );
        }
        // Zero bytes are UTF-8 too, so that only letters beyond ASCII tell.
        let unmarked = decode(&sixteen(text, u16::to_le_bytes)).unwrap();
        assert_eq!((unmarked.text.as_str(), unmarked.encoding), (text, "UTF-16LE"));
        let japanese = "お客様は予約を確認します。次に支払いを行います。";
        let decoded = decode(&encoding_rs::SHIFT_JIS.encode(japanese).0).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (japanese, "Shift_JIS"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let error = decode(b"ab\0cd").map(|_| ()).unwrap_err().to_string();
        assert!(error.starts_with("line 1, column 3: a zero byte"), "{error}");
        let error = decode(b"\xef\xbb\xbfab\nc\xff").map(|_| ()).unwrap_err().to_string();
        assert!(
            error.starts_with("line 2, column 2: the file says that it is UTF-8"),
            "{error}"
        );
    }
}
