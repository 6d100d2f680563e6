//! From pixels to compressed rows.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::canvas::Pixel;
use crate::palette::Indexer;
use crate::png::ColourType;

/// Filter types of PNG (section 9).
const NONE: u8 = 0;
const SUB: u8 = 1;
const UP: u8 = 2;

/// Level of zlib-rs, for indices and for channels. Measured on indices of the sample of 1,000 cards (19
/// MPix): levels 1 / 2 / 3 give 1.88 / 1.30 / 1.22 MB, at 113 / 125 / 139 ms of processor time on a busy
/// machine. Channels of the same at level 3: 2.97 MB, 139 ms.
const LEVELS: (u32, u32) = (2, 3);

/// A band, ready to be written.
pub(crate) struct Packed {
    /// Deflate blocks that end on a byte boundary, none of them the last.
    pub(crate) blocks: Vec<u8>,
    /// Adler-32 and length of what they unpack to.
    pub(crate) adler: u32,
    pub(crate) length: u64,
    /// Pixels that are far from all colours of the palette, if there is one, and whether any is so far
    /// that the palette does not do.
    pub(crate) rare: u64,
    pub(crate) missed: bool,
}

/// Filters and compresses bands, on one thread.
pub(crate) struct Packer<'a> {
    colour_type: ColourType<'a>,
    indexer: Option<Indexer<'a>>,
    deflate: Compress,
    /// Filtered rows, one filter byte before each.
    filtered: Vec<u8>,
}

impl<'a> Packer<'a> {
    pub(crate) fn new(colour_type: ColourType<'a>) -> Self {
        let (indexer, level) = match colour_type {
            ColourType::Indexed(palette) => (Some(Indexer::new(palette)), LEVELS.0),
            ColourType::Rgb | ColourType::Rgba => (None, LEVELS.1),
        };
        Self {
            colour_type,
            indexer,
            deflate: Compress::new(Compression::new(level), false),
            filtered: Vec::new(),
        }
    }

    /// Packs premultiplied rows of `width` pixels.
    ///
    /// The first row of a band is not filtered by the row above, so that bands do not depend on each other.
    pub(crate) fn pack(&mut self, pixels: &[Pixel], width: usize) -> Packed {
        self.filter(pixels, width);
        let (rare, missed) = self.indexer.as_mut().map_or((0, false), |indexer| {
            (std::mem::take(&mut indexer.rare), indexer.missed)
        });
        let mut adler = simd_adler32::Adler32::new();
        adler.write(&self.filtered);
        Packed {
            adler: adler.finish(),
            length: self.filtered.len() as u64,
            rare,
            missed,
            blocks: self.compress(),
        }
    }

    fn compress(&mut self) -> Vec<u8> {
        self.deflate.reset();
        let mut blocks = Vec::with_capacity(self.filtered.len() / 24 + 1024);
        let mut read = 0;
        loop {
            let before = self.deflate.total_in();
            let status = self
                .deflate
                .compress_vec(&self.filtered[read..], &mut blocks, FlushCompress::Sync);
            read += (self.deflate.total_in() - before) as usize;
            // A sync flush is complete once it leaves room in the output.
            if read == self.filtered.len() && blocks.len() < blocks.capacity()
                || matches!(status, Err(_) | Ok(Status::StreamEnd))
            {
                return blocks;
            }
            blocks.reserve(self.filtered.len() / 16 + 1024);
        }
    }

    fn filter(&mut self, pixels: &[Pixel], width: usize) {
        let bytes = self.colour_type.bytes();
        let stride = width * bytes + 1;
        self.filtered.clear();
        self.filtered.resize(pixels.len() / width.max(1) * stride, 0);
        let mut above: Option<&[Pixel]> = None;
        for (row, out) in pixels.chunks_exact(width).zip(self.filtered.chunks_exact_mut(stride)) {
            let Some((filter, out)) = out.split_first_mut() else {
                return;
            };
            *filter = match &mut self.indexer {
                // Most rows of a map repeat the row above: nothing but zeros.
                _ if above == Some(row) => UP,
                Some(indexer) => {
                    indexer.row(row, out);
                    NONE
                }
                // Flat colours and letters repeat as they are; differences would tear letters on one ground
                // from the same letters on another. Photographs are smoother than they repeat.
                None if is_flat(row) => {
                    match self.colour_type {
                        ColourType::Rgba => plain::<4>(row, out),
                        _ => plain::<3>(row, out),
                    }
                    NONE
                }
                None => {
                    match self.colour_type {
                        ColourType::Rgba => sub::<4>(row, out),
                        _ => sub::<3>(row, out),
                    }
                    SUB
                }
            };
            above = Some(row);
        }
    }
}

/// Whether most pixels of a row are like their left neighbours.
fn is_flat(row: &[Pixel]) -> bool {
    let changes = row.windows(2).filter(|pair| pair[0] != pair[1]).count();
    changes * 2 <= row.len()
}

/// Writes pixels as they are.
fn plain<const N: usize>(row: &[Pixel], out: &mut [u8]) {
    for (pixel, out) in row.iter().zip(out.as_chunks_mut::<N>().0) {
        *out = stored::<N>(*pixel);
    }
}

/// Writes each pixel as its difference from the one before.
fn sub<const N: usize>(row: &[Pixel], out: &mut [u8]) {
    let mut before = [0u8; N];
    for (pixel, out) in row.iter().zip(out.as_chunks_mut::<N>().0) {
        let stored = stored::<N>(*pixel);
        *out = std::array::from_fn(|i| stored[i].wrapping_sub(before[i]));
        before = stored;
    }
}

/// A pixel as PNG stores it: with straight alpha, or without any (opaque ones only).
fn stored<const N: usize>(pixel: Pixel) -> [u8; N] {
    let straight = if N == 4 { straight(pixel) } else { pixel };
    std::array::from_fn(|i| straight[i])
}

/// A premultiplied pixel with its alpha taken out again.
pub(crate) fn straight([r, g, b, alpha]: Pixel) -> Pixel {
    match alpha {
        0 => [0; 4],
        255 => [r, g, b, 255],
        _ => {
            let whole = u32::from(alpha);
            let channel = |value: u8| ((u32::from(value) * 255 + whole / 2) / whole).min(255) as u8;
            [channel(r), channel(g), channel(b), alpha]
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Undoes the filters, as PNG defines them.
    fn unfiltered(bytes: &[u8], stride: usize, pixel: usize) -> Vec<u8> {
        let mut rows: Vec<Vec<u8>> = Vec::new();
        for row in bytes.chunks(stride) {
            let (filter, row) = (row[0], &row[1..]);
            let mut out: Vec<u8> = Vec::new();
            for (at, byte) in row.iter().enumerate() {
                let left = at.checked_sub(pixel).map_or(0, |at| out[at]);
                let above = rows.last().map_or(0, |row| row[at]);
                out.push(byte.wrapping_add([0, left, above][usize::from(filter)]));
            }
            rows.push(out);
        }
        rows.concat()
    }

    proptest! {
        #[test]
        fn rows_come_back(width in 1usize..40, colours in prop::collection::vec(any::<[u8; 3]>(), 1..6), picks in prop::collection::vec(0usize..6, 1..400)) {
            let pixels: Vec<Pixel> = picks.iter().map(|pick| {
                let [r, g, b] = colours[pick % colours.len()];
                [r, g, b, 255]
            }).collect();
            let pixels = &pixels[..pixels.len() / width * width];
            let mut packer = Packer::new(ColourType::Rgb);
            let packed = packer.pack(pixels, width);
            let mut unpacked = vec![0; packed.length as usize];
            let mut decoder = flate2::Decompress::new(false);
            decoder.decompress(&packed.blocks, &mut unpacked, flate2::FlushDecompress::Sync).unwrap();
            prop_assert_eq!(decoder.total_in() as usize, packed.blocks.len());
            prop_assert_eq!(&unpacked, &packer.filtered);
            let plain: Vec<u8> = pixels.iter().flat_map(|pixel| pixel[..3].to_vec()).collect();
            prop_assert_eq!(unfiltered(&unpacked, width * 3 + 1, 3), plain);
        }
    }
}
