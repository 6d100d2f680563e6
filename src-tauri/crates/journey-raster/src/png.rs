//! The container: PNG chunks (W3C PNG, third edition, section 5) and the zlib stream across them.

use std::io::{self, Write};

use crate::attachment::packed;
use crate::palette::Palette;

pub(crate) const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
/// Keyword of the text chunk that carries the map.
pub(crate) const KEYWORD: &str = "waymark";

/// How pixels are stored.
#[derive(Clone, Copy)]
pub(crate) enum ColourType<'a> {
    Rgb,
    /// With their opacity.
    Rgba,
    /// As places in a palette.
    Indexed(&'a Palette),
}

impl ColourType<'_> {
    pub(crate) const fn bytes(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
            Self::Indexed(_) => 1,
        }
    }
}

/// Writes one chunk.
fn chunk(out: &mut impl Write, name: &[u8; 4], parts: &[&[u8]]) -> io::Result<()> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u32::try_from(length).ok().filter(|length| *length < 1 << 31);
    let length =
        length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a chunk of a PNG file ends at 2 GiB"))?;
    let mut sum = crc32fast::Hasher::new();
    sum.update(name);
    out.write_all(&length.to_be_bytes())?;
    out.write_all(name)?;
    for part in parts {
        sum.update(part);
        out.write_all(part)?;
    }
    out.write_all(&sum.finalize().to_be_bytes())
}

/// Writes everything that comes before the pixels.
pub(crate) fn head(
    out: &mut impl Write,
    (width, height): (u32, u32),
    colour_type: ColourType<'_>,
    dpi: f64,
    attachment: Option<&str>,
) -> io::Result<()> {
    out.write_all(&SIGNATURE)?;
    let number = match colour_type {
        ColourType::Rgb => 2,
        ColourType::Rgba => 6,
        ColourType::Indexed(_) => 3,
    };
    chunk(
        out,
        b"IHDR",
        &[&width.to_be_bytes(), &height.to_be_bytes(), &[8, number, 0, 0, 0]],
    )?;
    chunk(out, b"sRGB", &[&[0]])?; // rendering intent: perceptual
    // One inch is 0.0254 m; `as` saturates and maps NaN to 0.
    let per_metre = (dpi / 0.0254).round() as u32;
    chunk(
        out,
        b"pHYs",
        &[&per_metre.to_be_bytes(), &per_metre.to_be_bytes(), &[1]],
    )?;
    if let ColourType::Indexed(palette) = colour_type {
        chunk(out, b"PLTE", &[palette.colours().as_flattened()])?;
    }
    if let Some(text) = attachment {
        // Keyword, compressed, by zlib, no language, no translated keyword.
        chunk(out, b"iTXt", &[KEYWORD.as_bytes(), &[0, 1, 0, 0, 0], &packed(text)?])?;
    }
    Ok(())
}

/// The zlib stream, put together from deflate blocks that were made independently of each other.
pub(crate) struct Stream {
    started: bool,
    adler: u32,
}

impl Stream {
    pub(crate) const fn new() -> Self {
        Self {
            started: false,
            adler: 1,
        }
    }

    /// Writes the deflate blocks of one band (ending on a byte boundary, no final block), with the
    /// Adler-32 sum and the length of what they unpack to.
    pub(crate) fn band(&mut self, out: &mut impl Write, blocks: &[u8], adler: u32, length: u64) -> io::Result<()> {
        self.adler = combine(self.adler, adler, length);
        // 32 KiB window, fastest algorithm.
        let start: &[u8] = if self.started { &[] } else { &[0x78, 0x01] };
        self.started = true;
        chunk(out, b"IDAT", &[start, blocks])
    }

    /// Ends the stream and the file.
    pub(crate) fn finish(self, out: &mut impl Write) -> io::Result<()> {
        // An empty final block with fixed codes, then the sum.
        chunk(out, b"IDAT", &[&[0x03, 0x00], &self.adler.to_be_bytes()])?;
        chunk(out, b"IEND", &[])
    }
}

/// Adler-32 of two pieces one after the other, from their own sums (RFC 1950: two sums modulo 65521;
/// the second piece's start value is counted `length` times in its second sum).
fn combine(first: u32, second: u32, length: u64) -> u32 {
    const BASE: u64 = 65521;
    let (a1, b1) = (u64::from(first & 0xffff), u64::from(first >> 16));
    let (a2, b2) = (u64::from(second & 0xffff), u64::from(second >> 16));
    let a = (a1 + a2 + BASE - 1) % BASE;
    let b = (b1 + b2 + (length % BASE) * ((a1 + BASE - 1) % BASE)) % BASE;
    (b << 16 | a) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_of_pieces_combine(a in prop::collection::vec(any::<u8>(), 0..300), b in prop::collection::vec(any::<u8>(), 0..300)) {
            let sum = |bytes: &[u8]| {
                let mut sum = simd_adler32::Adler32::new();
                sum.write(bytes);
                sum.finish()
            };
            let whole = [a.as_slice(), b.as_slice()].concat();
            prop_assert_eq!(combine(sum(&a), sum(&b), b.len() as u64), sum(&whole));
        }
    }
}
