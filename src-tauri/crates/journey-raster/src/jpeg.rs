//! JPEG (ITU-T T.81): bands that are encoded by themselves, put together with restart markers.
//!
//! A restart marker starts the entropy coding afresh. With one after each band, bands do not depend on
//! each other, and any thread can encode any of them; every reader knows such files (section E.2.4).

use std::io::{self, Write};
use std::ops::ControlFlow;

use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{GenericImageView, ImageError, Rgb};

use crate::RasterError;
use crate::attachment::packed;
use crate::bands::in_order;
use crate::canvas::Pixel;
use crate::paint::Job;
use crate::picture::Pictures;
use crate::render::Brush;

/// Side of a block, px. All three components have the same resolution, so a block of each is an MCU.
const BLOCK: usize = 8;
/// What an attachment's segments begin with, before their number and their count (two bytes each).
pub(crate) const KEYWORD: &[u8] = b"waymark\0";
/// The kind of segment that an attachment is in, one of those that are free for applications.
pub(crate) const APP9: u8 = 0xE9;
pub(crate) const START_OF_IMAGE: [u8; 2] = [0xFF, 0xD8];
const END_OF_IMAGE: [u8; 2] = [0xFF, 0xD9];
pub(crate) const START_OF_SCAN: u8 = 0xDA;
const START_OF_FRAME: u8 = 0xC0;
const APP0: u8 = 0xE0;
const RESTART_INTERVAL: u8 = 0xDD;
/// Most bytes of a segment, without its marker and length.
const LONGEST_SEGMENT: usize = 65_533;

pub(crate) fn paint(job: &mut Job<'_, '_>, quality: u8, out: &mut dyn Write) -> Result<(), RasterError> {
    let plan = job.plan;
    let (width, height) = (plan.width as usize, plan.height as usize);
    let interval = width.div_ceil(BLOCK) * plan.band.div_ceil(BLOCK);
    out.write_all(&head(width, height, interval, quality, job.dpi, job.attachment)?)?;
    let pictures = Pictures::default();
    let mut brushes: Vec<Brush<'_>> = (0..job.threads).map(|_| Brush::new(plan, &pictures)).collect();
    let _ = in_order(
        plan,
        job.ground,
        &mut brushes,
        || {
            let mut whole = Vec::new();
            move |canvas| scan(&canvas.pixels, width, quality, &mut whole)
        },
        |band, scan| {
            if band > 0 {
                // RST0 to RST7, in turn; band 0 has none before it.
                out.write_all(&[0xFF, 0xD0 | ((band - 1) & 7) as u8])?;
            }
            out.write_all(&scan?)?;
            job.done(band)?;
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(out.write_all(&END_OF_IMAGE)?)
}

/// Opaque rows as the encoder wants to see them.
struct Rows<'a> {
    pixels: &'a [Pixel],
    width: usize,
}

impl GenericImageView for Rows<'_> {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        (self.width as u32, (self.pixels.len() / self.width.max(1)) as u32)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        let pixel = self.pixels.get(y as usize * self.width + x as usize);
        let [r, g, b, _] = pixel.copied().unwrap_or_default();
        Rgb([r, g, b])
    }
}

/// A whole file of some rows.
fn encode(pixels: &[Pixel], width: usize, quality: u8, dpi: f64, out: &mut Vec<u8>) -> Result<(), io::Error> {
    let mut encoder = JpegEncoder::new_with_quality(out, quality);
    encoder.set_pixel_density(PixelDensity::dpi(dpi.round().clamp(1.0, 65_535.0) as u16));
    encoder
        .encode_image(&Rows { pixels, width })
        .map_err(|problem| match problem {
            ImageError::IoError(problem) => problem,
            other => io::Error::other(other),
        })
}

/// The entropy-coded blocks of some rows; `whole` is memory to use again.
fn scan(pixels: &[Pixel], width: usize, quality: u8, whole: &mut Vec<u8>) -> Result<Vec<u8>, io::Error> {
    whole.clear();
    encode(pixels, width, quality, 96.0, whole)?;
    let end = whole.len().saturating_sub(END_OF_IMAGE.len());
    let scan = scan_start(whole).and_then(|start| whole.get(start..end));
    Ok(scan.ok_or_else(unexpected)?.to_vec())
}

fn unexpected() -> io::Error {
    io::Error::other("the JPEG encoder did not write what it should")
}

/// One segment of a file's head.
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    /// Without marker and length.
    pub(crate) body: &'a [u8],
    /// What follows it.
    pub(crate) rest: &'a [u8],
}

/// The next segment of a file; `None` where there is none.
pub(crate) fn segment(mut file: &[u8]) -> Option<Segment<'_>> {
    // Any number of fill bytes may stand before a marker (section B.1.1.2).
    while let [0xFF, 0xFF, ..] = file {
        file = &file[1..];
    }
    let ([0xFF, marker], rest) = file.split_first_chunk::<2>()? else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?));
    let (body, rest) = rest.split_at_checked(length)?;
    Some(Segment {
        marker: *marker,
        body: body.get(2..)?,
        rest,
    })
}

/// Where the blocks of a whole file begin.
fn scan_start(file: &[u8]) -> Option<usize> {
    let mut rest = file.strip_prefix(&START_OF_IMAGE)?;
    loop {
        let segment = segment(rest)?;
        rest = segment.rest;
        if segment.marker == START_OF_SCAN {
            return Some(file.len() - rest.len());
        }
    }
}

/// All that comes before the blocks: the head of a tiny picture, with the size, the restart interval and
/// the attachment put in.
fn head(
    width: usize,
    height: usize,
    interval: usize,
    quality: u8,
    dpi: f64,
    attachment: Option<&str>,
) -> Result<Vec<u8>, RasterError> {
    let (Ok(width), Ok(height), Ok(interval)) = (u16::try_from(width), u16::try_from(height), u16::try_from(interval))
    else {
        return Err(unexpected().into());
    };
    let mut tiny = Vec::new();
    encode(&[[255; 4]; BLOCK * BLOCK], BLOCK, quality, dpi, &mut tiny)?;
    let mut out = START_OF_IMAGE.to_vec();
    let mut rest = tiny.strip_prefix(&START_OF_IMAGE).ok_or_else(unexpected)?;
    loop {
        let Segment {
            marker,
            body,
            rest: after,
        } = segment(rest).ok_or_else(unexpected)?;
        rest = after;
        match marker {
            // Precision, height, width, components (section B.2.2).
            START_OF_FRAME if body.len() > 5 => {
                let mut frame = body.to_vec();
                frame[1..3].copy_from_slice(&height.to_be_bytes());
                frame[3..5].copy_from_slice(&width.to_be_bytes());
                push(&mut out, marker, &[&frame])?;
            }
            START_OF_SCAN => {
                push(&mut out, RESTART_INTERVAL, &[&interval.to_be_bytes()])?;
                push(&mut out, marker, &[body])?;
                return Ok(out);
            }
            _ => push(&mut out, marker, &[body])?,
        }
        // JFIF comes first of all.
        if marker == APP0
            && let Some(json) = attachment
        {
            let packed = packed(json)?;
            let pieces = packed.chunks(LONGEST_SEGMENT - KEYWORD.len() - 4);
            let count = u16::try_from(pieces.len())
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "a JPEG file holds a map of at most 4 GiB"))?;
            for (number, piece) in (1u16..).zip(pieces) {
                push(
                    &mut out,
                    APP9,
                    &[KEYWORD, &number.to_be_bytes(), &count.to_be_bytes(), piece],
                )?;
            }
        }
    }
}

/// Appends a segment.
fn push(out: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) -> Result<(), io::Error> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u16::try_from(length + 2).map_err(|_| unexpected())?;
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend(parts.concat());
    Ok(())
}
