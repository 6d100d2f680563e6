//! WebP without loss (RFC 9649).

use std::io::{self, Write};
use std::ops::ControlFlow;

use image::ExtendedColorType;
use image::codecs::webp::WebPEncoder;

use crate::RasterError;
use crate::attachment::packed;
use crate::bands::in_order;
use crate::canvas::Canvas;
use crate::paint::Job;
use crate::picture::Pictures;
use crate::png_rows::straight;
use crate::render::Brush;

/// Most pixels: the encoder takes the whole picture at once and copies it, some eight bytes a pixel.
pub(crate) const MOST_PIXELS: u64 = 24 << 20;
pub(crate) const RIFF: &[u8; 4] = b"RIFF";
pub(crate) const WEBP: &[u8; 4] = b"WEBP";
/// Name of the chunk that carries the map. Readers pass over chunks that they do not know (section 2.7.1.6).
pub(crate) const CHUNK: &[u8; 4] = b"WMRK";
/// Flags of the VP8X chunk: Exif is there, and pixels may be see-through.
const HAS_EXIF: u8 = 8;
const HAS_ALPHA: u8 = 16;

pub(crate) fn paint(job: &mut Job<'_, '_>, out: &mut dyn Write) -> Result<(), RasterError> {
    let (plan, opaque) = (job.plan, job.is_opaque());
    let pictures = Pictures::default();
    let mut brushes: Vec<Brush<'_>> = (0..job.threads).map(|_| Brush::new(plan, &pictures)).collect();
    let channels = if opaque { 3 } else { 4 };
    let mut pixels = Vec::with_capacity(plan.width as usize * plan.height as usize * channels);
    let _ = in_order(
        plan,
        job.ground,
        &mut brushes,
        || move |canvas: &Canvas| bytes(canvas, opaque),
        |band, bytes| {
            pixels.extend(bytes);
            job.done(band)?;
            Ok(ControlFlow::Continue(()))
        },
    )?;
    drop(brushes);
    let colour_type = if opaque {
        ExtendedColorType::Rgb8
    } else {
        ExtendedColorType::Rgba8
    };
    let mut simple = Vec::new();
    WebPEncoder::new_lossless(&mut simple)
        .encode(&pixels, plan.width, plan.height, colour_type)
        .map_err(io::Error::other)?;
    drop(pixels);
    // RIFF, length, WEBP, and then the one chunk of a file without metadata.
    let picture = simple.get(12..).unwrap_or_default();
    let mut extended = Vec::new();
    let flags = HAS_EXIF | if opaque { 0 } else { HAS_ALPHA };
    let [width, height] = [plan.width - 1, plan.height - 1].map(u32::to_le_bytes);
    chunk(
        &mut extended,
        b"VP8X",
        &[&[flags, 0, 0, 0], &width[..3], &height[..3]].concat(),
    )?;
    let mut metadata = Vec::new();
    chunk(&mut metadata, b"EXIF", &exif(job.dpi))?;
    if let Some(json) = job.attachment {
        chunk(&mut metadata, CHUNK, &packed(json)?)?;
    }
    let length = WEBP.len() + extended.len() + picture.len() + metadata.len();
    out.write_all(RIFF)?;
    out.write_all(&length_of(length)?)?;
    for part in [WEBP, extended.as_slice(), picture, &metadata] {
        out.write_all(part)?;
    }
    Ok(())
}

/// Pixels as the encoder takes them.
fn bytes(canvas: &Canvas, opaque: bool) -> Vec<u8> {
    let pixels = canvas.pixels.iter();
    if opaque {
        pixels.flat_map(|[r, g, b, _]| [*r, *g, *b]).collect()
    } else {
        pixels.flat_map(|pixel| straight(*pixel)).collect()
    }
}

fn length_of(length: usize) -> io::Result<[u8; 4]> {
    u32::try_from(length)
        .map(u32::to_le_bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "a WebP file ends at 4 GiB"))
}

/// Appends a chunk, with the byte that makes its length even.
fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) -> io::Result<()> {
    out.extend(name);
    out.extend(length_of(body.len())?);
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
    Ok(())
}

/// The resolution, as the only thing that Exif says: a TIFF directory of three entries (TIFF 6.0,
/// section 2; `XResolution`, `YResolution`, `ResolutionUnit` of inches).
fn exif(dpi: f64) -> Vec<u8> {
    /// Entries, the offset of the next directory, and all before them.
    const END: u32 = 8 + 2 + 3 * 12 + 4;
    let (short, rational) = (3u16, 5u16);
    let mut out = b"II*\0".to_vec();
    out.extend(8u32.to_le_bytes());
    out.extend(3u16.to_le_bytes());
    for (tag, kind, value) in [(0x011A_u16, rational, END), (0x011B, rational, END), (0x0128, short, 2)] {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(1u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend(0u32.to_le_bytes());
    // In hundredths, so that 96 × 1.005 is not 96.
    out.extend(((dpi * 100.0).round() as u32).to_le_bytes());
    out.extend(100u32.to_le_bytes());
    out
}
