//! The lossless bit stream of WebP (RFC 9649, section 3), from bands that are tokenised by themselves.
//!
//! Pixels become literals and copies of what stands earlier in the band: above, to the left, or wherever
//! the same four pixels were last. One set of prefix codes serves the whole picture; so the tokens of all
//! bands are kept until all are counted, which is a small part of the pixels of a map.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// First byte of a stream.
const SIGNATURE: u8 = 0x2F;
/// Symbols of the five codes: green and lengths of copies, red, blue, alpha, distances (section 3.7.2.1).
const ALPHABETS: [usize; 5] = [256 + 24, 256, 256, 256, 40];
/// Longest code of a symbol, and of a length of such a code.
const LONGEST_CODE: u8 = 15;
const LONGEST_LENGTH_CODE: u8 = 7;
/// Longest copy.
const LONGEST_COPY: usize = 4096;
/// Distances up to here are places in the neighbourhood (section 3.5.2.2).
const NEIGHBOURS: u32 = 120;
/// The order in which the lengths of the code of lengths are written (section 3.7.2.1.2).
const LENGTH_ORDER: [usize; 19] = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// Colours of the smallest palette whose indices are not put together to a byte.
const SMALLEST_PALETTE: usize = 17;

/// What was done to the pixels before they became tokens.
pub(crate) enum Transform<'a> {
    /// Pixels are indices of these colours, in the place of green.
    Palette(&'a [[u8; 3]]),
    /// Green was subtracted from red and blue.
    SubtractGreen,
}

/// A pixel as the stream has it: alpha, red, green, blue from the highest byte.
pub(crate) type Argb = u32;

/// The pixel that stands for a colour of the palette.
pub(crate) const fn index(index: u8) -> Argb {
    0xFF00_0000 | (index as u32) << 8
}

/// The pixel of a colour with straight alpha, green subtracted.
pub(crate) const fn without_green([r, g, b, alpha]: [u8; 4]) -> Argb {
    u32::from_be_bytes([alpha, r.wrapping_sub(g), g, b.wrapping_sub(g)])
}

/// Some literals, and then a copy (of no length only at the end of a band).
struct Copy {
    literals: u32,
    length: u16,
    /// As it is coded, from 1.
    distance: u32,
}

/// The pixels of a band.
#[derive(Default)]
pub(crate) struct Tokens {
    literals: Vec<Argb>,
    copies: Vec<Copy>,
}

impl Tokens {
    /// Bytes that they take.
    pub(crate) fn size(&self) -> usize {
        self.literals.len() * size_of::<Argb>() + self.copies.len() * size_of::<Copy>()
    }
}

/// Finds copies; for one thread.
pub(crate) struct Matcher {
    /// One more than the last place of four pixels, by what they hash to.
    last: Vec<u32>,
}

impl Matcher {
    /// Bits of the number of places.
    const BITS: u32 = 15;
    /// Pixels that are hashed, and so the shortest copy from afar.
    const HASHED: usize = 4;

    pub(crate) fn new() -> Self {
        Self {
            last: vec![0; 1 << Self::BITS],
        }
    }

    /// The place of a hash in the table.
    fn place(pixels: &[Argb]) -> usize {
        // Multiplication by an odd constant (2⁶⁴ / golden ratio) spreads the bits upwards.
        let mix =
            |sum: u64, pixel: &Argb| (sum.rotate_left(21) ^ u64::from(*pixel)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (pixels.iter().take(Self::HASHED).fold(0, mix) >> (64 - Self::BITS)) as usize
    }

    /// The tokens of the rows of a band.
    pub(crate) fn tokens(&mut self, pixels: &[Argb], width: usize) -> Tokens {
        self.last.fill(0);
        let mut tokens = Tokens::default();
        let (mut at, mut literals) = (0, 0);
        while at < pixels.len() {
            let (length, distance, code) = self.copy(pixels, at, width);
            if length == 0 {
                tokens.literals.push(pixels[at]);
                literals += 1;
                at += 1;
                continue;
            }
            debug_assert!(distance > 0 && distance <= at);
            tokens.copies.push(Copy {
                literals,
                length: length as u16,
                distance: code,
            });
            literals = 0;
            // Letters are copied piece by piece; what lies inside long copies is ground.
            if length < 64 {
                for inside in at + 1..at + length {
                    self.note(pixels, inside);
                }
            }
            at += length;
        }
        if literals > 0 {
            tokens.copies.push(Copy {
                literals,
                length: 0,
                distance: 0,
            });
        }
        tokens
    }

    /// Remembers a place; gives the one that it displaces, if any.
    fn note(&mut self, pixels: &[Argb], at: usize) -> Option<usize> {
        let hashed = pixels.get(at..at + Self::HASHED)?;
        let last = self.last.get_mut(Self::place(hashed))?;
        let before = (*last as usize).checked_sub(1);
        *last = at as u32 + 1;
        before
    }

    /// The copy worth most at a place: its length (0 for none), its distance, and the distance's code.
    fn copy(&mut self, pixels: &[Argb], at: usize, width: usize) -> (usize, usize, u32) {
        let mut best = (0, 0, 0);
        for (distance, code) in [(width, 1), (1, 2)] {
            if distance <= at {
                let length = common(pixels, at - distance, at);
                if length > best.0 {
                    best = (length, distance, code);
                }
            }
        }
        if best.0 < 2 {
            // Costs as much as a literal.
            best = (0, 0, 0);
        }
        let before = self.note(pixels, at);
        if best.0 < 64
            && let Some(before) = before
        {
            let length = common(pixels, before, at);
            // A distance takes some fifteen bits, about three pixels' worth.
            if length >= Self::HASHED && length > best.0 + 3 {
                best = (length, at - before, (at - before) as u32 + NEIGHBOURS);
            }
        }
        best
    }
}

/// How many pixels are the same from two places on.
fn common(pixels: &[Argb], from: usize, at: usize) -> usize {
    let (a, b) = (&pixels[from..], &pixels[at..]);
    let most = b.len().min(LONGEST_COPY);
    a.iter().zip(&b[..most]).take_while(|(a, b)| a == b).count()
}

/// A whole stream of tokens that lie one after the other.
pub(crate) fn stream(
    (width, height): (u32, u32),
    alpha: bool,
    transform: &Transform<'_>,
    bands: Vec<Tokens>,
) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.write(u64::from(SIGNATURE), 8);
    bits.write(u64::from(width - 1), 14);
    bits.write(u64::from(height - 1), 14);
    bits.write(u64::from(alpha), 1);
    bits.write(0, 3); // version
    bits.write(1, 1); // a transform follows
    match transform {
        Transform::Palette(colours) => {
            let mut before = [0; 4];
            let filled = colours.iter().chain(std::iter::repeat_n(
                colours.last().unwrap_or(&[0; 3]),
                SMALLEST_PALETTE.saturating_sub(colours.len()),
            ));
            let differences = filled.map(|[r, g, b]| {
                let colour = [255, *r, *g, *b];
                let difference = std::array::from_fn(|i| colour[i].wrapping_sub(before[i]));
                before = colour;
                u32::from_be_bytes(difference)
            });
            let literals: Vec<Argb> = differences.collect();
            bits.write(3, 2);
            bits.write(literals.len() as u64 - 1, 8);
            bits.write(0, 1); // no colour cache
            let copies = vec![Copy {
                literals: literals.len() as u32,
                length: 0,
                distance: 0,
            }];
            bits.image(vec![Tokens { literals, copies }]);
        }
        Transform::SubtractGreen => bits.write(2, 2),
    }
    bits.write(0, 1); // no further transform
    bits.write(0, 1); // no colour cache
    bits.write(0, 1); // one set of codes
    bits.image(bands);
    bits.finish()
}

/// The symbol of a length or a distance, the number of its further bits, and those (section 3.5.2.1).
const fn prefix(value: u32) -> (usize, u32, u64) {
    let below = value - 1;
    if below < 4 {
        return (below as usize, 0, 0);
    }
    let high = below.ilog2();
    let extra = high - 1;
    let symbol = 2 * high + (below >> extra & 1);
    (symbol as usize, extra, (below & ((1 << extra) - 1)) as u64)
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u64,
    count: u32,
}

impl Bits {
    /// Appends up to 32 bits.
    fn write(&mut self, bits: u64, count: u32) {
        self.pending |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }

    /// Appends the codes and the pixels of an image.
    fn image(&mut self, bands: Vec<Tokens>) {
        let mut counts = ALPHABETS.map(|symbols| vec![0u32; symbols]);
        for tokens in &bands {
            for pixel in &tokens.literals {
                for (counts, symbol) in counts.iter_mut().zip(symbols(*pixel)) {
                    counts[symbol] += 1;
                }
            }
            for copy in tokens.copies.iter().filter(|copy| copy.length > 0) {
                counts[0][256 + prefix(copy.length.into()).0] += 1;
                counts[4][prefix(copy.distance).0] += 1;
            }
        }
        let codes = counts.map(|counts| Code::new(&counts, LONGEST_CODE));
        for code in &codes {
            code.write(self);
        }
        for tokens in bands {
            let mut literals = tokens.literals.into_iter();
            for copy in tokens.copies {
                for pixel in literals.by_ref().take(copy.literals as usize) {
                    for (code, symbol) in codes.iter().zip(symbols(pixel)) {
                        code.symbol(self, symbol);
                    }
                }
                if copy.length > 0 {
                    for (code, first, value) in [(&codes[0], 256, copy.length.into()), (&codes[4], 0, copy.distance)] {
                        let (symbol, extra, bits) = prefix(value);
                        code.symbol(self, first + symbol);
                        self.write(bits, extra);
                    }
                }
            }
        }
    }
}

/// The symbols of a literal, in the order of the codes.
fn symbols(pixel: Argb) -> [usize; 4] {
    let [alpha, r, g, b] = pixel.to_be_bytes();
    [g, r, b, alpha].map(usize::from)
}

/// A prefix code.
struct Code {
    /// Bits of each symbol, the first at the bottom, and their number; none where there is one symbol only.
    symbols: Vec<(u16, u8)>,
    /// The only symbol, if so.
    only: Option<usize>,
}

impl Code {
    fn new(counts: &[u32], longest: u8) -> Self {
        let used: Vec<usize> = (0..counts.len()).filter(|symbol| counts[*symbol] > 0).collect();
        if let [] | [_] = used.as_slice() {
            return Self {
                symbols: vec![(0, 0); counts.len()],
                only: Some(used.first().copied().unwrap_or(0)),
            };
        }
        let lengths = lengths(counts, longest);
        // Canonical codes: shorter ones first, and equally long ones in the order of their symbols.
        let mut next = [0u16; LONGEST_CODE as usize + 1];
        for length in 1..=LONGEST_CODE {
            let before = lengths
                .iter()
                .filter(|other| **other > 0 && **other == length - 1)
                .count() as u16;
            next[usize::from(length)] = (next[usize::from(length) - 1] + before) << 1;
        }
        let symbols = lengths.into_iter().map(|length| {
            if length == 0 {
                return (0, 0);
            }
            let code = next[usize::from(length)];
            next[usize::from(length)] += 1;
            (code.reverse_bits() >> (16 - length), length)
        });
        Self {
            symbols: symbols.collect(),
            only: None,
        }
    }

    fn symbol(&self, bits: &mut Bits, symbol: usize) {
        let (code, length) = self.symbols[symbol];
        bits.write(code.into(), length.into());
    }

    /// Appends the code itself.
    fn write(&self, bits: &mut Bits) {
        if let Some(only) = self.only {
            // A simple code, of one symbol, in eight bits.
            bits.write(0b101, 3);
            bits.write(only as u64, 8);
            return;
        }
        let lengths: Vec<u8> = self.symbols.iter().map(|symbol| symbol.1).collect();
        let runs = runs(&lengths);
        let mut counts = [0; 19];
        for (symbol, _, _) in &runs {
            counts[*symbol] += 1;
        }
        // At least two symbols, so that the code of lengths is never one of none.
        let padded = counts.iter().filter(|count| **count > 0).count() < 2;
        if padded {
            let free = if counts[0] > 0 { 1 } else { 0 };
            counts[free] += 1;
        }
        let code = Self::new(&counts, LONGEST_LENGTH_CODE);
        let used = LENGTH_ORDER.iter().rposition(|symbol| counts[*symbol] > 0).unwrap_or(0);
        let written = (used + 1).max(4);
        bits.write(0, 1); // not simple
        bits.write(written as u64 - 4, 4);
        for symbol in &LENGTH_ORDER[..written] {
            bits.write(code.symbols[*symbol].1.into(), 3);
        }
        bits.write(0, 1); // lengths of all symbols follow
        for (symbol, extra, value) in runs {
            code.symbol(bits, symbol);
            bits.write(value, extra);
        }
    }
}

/// Code lengths with runs of zeros put together: symbol, number of further bits, and those
/// (section 3.7.2.1.2).
fn runs(lengths: &[u8]) -> Vec<(usize, u32, u64)> {
    let mut runs = Vec::new();
    for run in lengths.chunk_by(|a, b| a == b) {
        let Some(length) = run.first() else { continue };
        let mut left = run.len();
        while left > 0 {
            let (taken, token) = match (*length, left) {
                (0, 11..) => (left.min(138), (18, 7, left.min(138) as u64 - 11)),
                (0, 3..) => (left, (17, 3, left as u64 - 3)),
                _ => (1, (usize::from(*length), 0, 0)),
            };
            runs.push(token);
            left -= taken;
        }
    }
    runs
}

/// Lengths of the codes of symbols by Huffman's algorithm, none longer than `longest`. Rare symbols count
/// for more until that is so.
fn lengths(counts: &[u32], longest: u8) -> Vec<u8> {
    let mut least = 1u64;
    loop {
        // Nodes are leaves, then pairs in the order of their making; `above` tells each one's parent.
        let mut above = vec![0usize; counts.len()];
        let mut heap: BinaryHeap<Reverse<(u64, usize)>> = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(symbol, count)| Reverse((u64::from(*count).max(least), symbol)))
            .collect();
        while let (Some(Reverse((a, first))), Some(Reverse((b, second)))) = (heap.pop(), heap.pop()) {
            let pair = above.len();
            above.push(0);
            above[first] = pair;
            above[second] = pair;
            if heap.is_empty() {
                break;
            }
            heap.push(Reverse((a + b, pair)));
        }
        let mut depths = vec![0u8; above.len()];
        for node in (0..above.len().saturating_sub(1)).rev() {
            if above[node] > 0 {
                depths[node] = depths[above[node]].saturating_add(1);
            }
        }
        depths.truncate(counts.len());
        if depths.iter().all(|depth| *depth <= longest) {
            return depths;
        }
        least *= 2;
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::webp::WebPDecoder;
    use image::{DynamicImage, ImageDecoder as _};
    use proptest::prelude::*;

    use super::*;

    /// What the image crate, which shares no code with this, makes of a stream.
    fn decoded(stream: &[u8]) -> Vec<[u8; 4]> {
        let length = |length: usize| (length as u32).to_le_bytes();
        let padding = vec![0; stream.len() % 2];
        let chunk = [b"VP8L".as_slice(), &length(stream.len()), stream, &padding].concat();
        let file = [b"RIFF".as_slice(), &length(chunk.len() + 4), b"WEBP", &chunk].concat();
        let decoder = WebPDecoder::new(std::io::Cursor::new(file)).unwrap();
        assert!(decoder.dimensions().0 > 0);
        let picture = DynamicImage::from_decoder(decoder).unwrap().into_rgba8();
        picture.pixels().map(|pixel| pixel.0).collect()
    }

    fn bands(pixels: &[Argb], width: usize, rows: usize) -> Vec<Tokens> {
        let mut matcher = Matcher::new();
        let bands = pixels.chunks(width * rows);
        bands.map(|band| matcher.tokens(band, width)).collect()
    }

    proptest! {
        #[test]
        fn pixels_come_back(
            width in 1usize..70,
            rows in 1usize..9,
            colours in prop::collection::vec(any::<[u8; 4]>(), 1..300),
            runs in prop::collection::vec((any::<prop::sample::Index>(), 1usize..40), 1..200),
        ) {
            let picks = runs.iter().flat_map(|(pick, length)| std::iter::repeat_n(pick.index(colours.len()), *length));
            let mut picks: Vec<usize> = picks.collect();
            picks.resize(picks.len().next_multiple_of(width), 0);
            // The same once more, for copies from afar.
            picks.extend_from_within(..);
            let size = (width as u32, (picks.len() / width) as u32);

            let plain: Vec<[u8; 4]> = picks.iter().map(|pick| colours[*pick]).collect();
            let pixels: Vec<Argb> = plain.iter().map(|colour| without_green(*colour)).collect();
            let file = stream(size, true, &Transform::SubtractGreen, bands(&pixels, width, rows));
            prop_assert_eq!(decoded(&file), plain);

            let palette: Vec<[u8; 3]> = colours.iter().take(256).map(|[r, g, b, _]| [*r, *g, *b]).collect();
            let picks: Vec<usize> = picks.iter().map(|pick| pick % palette.len()).collect();
            let pixels: Vec<Argb> = picks.iter().map(|pick| index(*pick as u8)).collect();
            let file = stream(size, false, &Transform::Palette(&palette), bands(&pixels, width, rows));
            let expected: Vec<[u8; 4]> = picks.iter().map(|pick| palette[*pick]).map(|[r, g, b]| [r, g, b, 255]).collect();
            prop_assert_eq!(decoded(&file), expected);
        }

        #[test]
        fn codes_are_complete_and_short_enough(counts in prop::collection::vec(0u32..1_000_000, 2..280), longest in 9u8..16) {
            prop_assume!(counts.iter().filter(|count| **count > 0).count() > 1);
            let lengths = lengths(&counts, longest);
            // Kraft's sum is one: no code is left over, and none is the beginning of another.
            let sum: u32 = lengths.iter().filter(|length| **length > 0).map(|length| 1 << (longest - length)).sum();
            prop_assert_eq!(sum, 1 << longest);
            for (length, count) in lengths.iter().zip(&counts) {
                prop_assert_eq!(*length == 0, *count == 0);
            }
        }
    }

    #[test]
    fn counts_that_grow_like_rabbits_still_have_short_codes() {
        let mut counts = vec![1u32, 1];
        while counts.len() < 40 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        assert!(lengths(&counts, 15).iter().all(|length| (1..=15).contains(length)));
        assert!(lengths(&counts[..19], 7).iter().all(|length| (1..=7).contains(length)));
    }

    #[test]
    fn lengths_and_distances_have_symbols_in_order() {
        let mut before = (0, 0);
        for value in 1..=1u32 << 20 {
            let (symbol, extra, bits) = prefix(value);
            assert!(symbol < 40 && bits < 1 << extra, "{value}");
            assert!((symbol, bits) > before || value == 1, "{value}");
            before = (symbol, bits);
        }
    }
}
