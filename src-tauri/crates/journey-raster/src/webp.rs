//! WebP without loss (RFC 9649): the file around the bit stream.

use std::io::{self, Write};
use std::ops::ControlFlow;

use crate::RasterError;
use crate::attachment::packed;
use crate::bands::in_order;
use crate::canvas::Canvas;
use crate::paint::Job;
use crate::palette::{self, Indexer, Palette};
use crate::picture::Pictures;
use crate::png_rows::straight;
use crate::render::Brush;
use crate::vp8l::{self, Matcher, Tokens};

/// Most bytes of tokens that are held.
const MOST_TOKENS: usize = 160 << 20;
pub(crate) const RIFF: &[u8; 4] = b"RIFF";
pub(crate) const WEBP: &[u8; 4] = b"WEBP";
/// Name of the chunk that carries the map. Readers pass over chunks that they do not know (section 2.7.1.6).
pub(crate) const CHUNK: &[u8; 4] = b"WMRK";
/// Flags of the VP8X chunk: Exif is there, and pixels may be see-through.
const HAS_EXIF: u8 = 8;
const HAS_ALPHA: u8 = 16;

pub(crate) fn paint(job: &mut Job<'_, '_>, out: &mut dyn Write) -> Result<(), RasterError> {
    let (plan, opaque) = (job.plan, job.is_opaque());
    let picture = picture(job)?;
    let mut extended = Vec::new();
    let flags = HAS_EXIF | if opaque { 0 } else { HAS_ALPHA };
    let [width, height] = [plan.width - 1, plan.height - 1].map(u32::to_le_bytes);
    let shape = [&[flags, 0, 0, 0], &width[..3], &height[..3]].concat();
    chunk(&mut extended, b"VP8X", &shape)?;
    let mut after = Vec::new();
    if picture.len() % 2 == 1 {
        after.push(0);
    }
    chunk(&mut after, b"EXIF", &exif(job.dpi))?;
    if let Some(json) = job.attachment {
        chunk(&mut after, CHUNK, &packed(json)?)?;
    }
    let length = WEBP.len() + extended.len() + 8 + picture.len() + after.len();
    let (length, picture_length) = (length_of(length)?, length_of(picture.len())?);
    for part in [
        RIFF.as_slice(),
        &length,
        WEBP,
        &extended,
        b"VP8L",
        &picture_length,
        &picture,
        &after,
    ] {
        out.write_all(part)?;
    }
    Ok(())
}

/// The bit stream: with a palette where there is one, or every colour as it is.
fn picture(job: &mut Job<'_, '_>) -> Result<Vec<u8>, RasterError> {
    let plan = job.plan;
    let size = (plan.width, plan.height);
    let pictures = Pictures::default();
    let mut brushes: Vec<Brush<'_>> = (0..job.threads).map(|_| Brush::new(plan, &pictures)).collect();
    let palette = match brushes.first_mut() {
        Some(brush) if job.is_opaque() => Palette::of(plan, brush, job.ground),
        _ => None,
    };
    if let Some(palette) = &palette
        && let Some(bands) = tokens(job, &mut brushes, Some(palette))?
    {
        let transform = vp8l::Transform::Palette(palette.colours());
        return Ok(vp8l::stream(size, false, &transform, bands));
    }
    let bands = tokens(job, &mut brushes, None)?.unwrap_or_default();
    let transform = vp8l::Transform::SubtractGreen;
    Ok(vp8l::stream(size, !job.is_opaque(), &transform, bands))
}

/// The tokens of all bands; `None` if the palette does not do.
fn tokens(
    job: &mut Job<'_, '_>,
    brushes: &mut [Brush<'_>],
    palette: Option<&Palette>,
) -> Result<Option<Vec<Tokens>>, RasterError> {
    let plan = job.plan;
    let width = plan.width as usize;
    let allowed = u64::from(plan.width) * u64::from(plan.height) / palette::RARE;
    let (mut rare, mut size) = (0, 0);
    let mut bands = Vec::with_capacity(plan.nodes.len());
    let packer = || {
        let mut matcher = Matcher::new();
        let mut indexer = palette.map(Indexer::new);
        let (mut indices, mut pixels) = (Vec::new(), Vec::new());
        move |canvas: &Canvas| {
            pixels.clear();
            let found = match &mut indexer {
                None => {
                    pixels.extend(canvas.pixels.iter().map(|pixel| vp8l::without_green(straight(*pixel))));
                    (0, false)
                }
                Some(indexer) => {
                    indices.resize(canvas.pixels.len(), 0);
                    let rows = canvas.pixels.chunks_exact(width);
                    for (row, out) in rows.zip(indices.chunks_exact_mut(width)) {
                        indexer.row(row, out);
                    }
                    pixels.extend(indices.iter().map(|index| vp8l::index(*index)));
                    (std::mem::take(&mut indexer.rare), indexer.missed)
                }
            };
            (matcher.tokens(&pixels, width), found)
        }
    };
    let done = in_order(plan, job.ground, brushes, packer, |band, (tokens, (found, missed))| {
        rare += found;
        size += tokens.size();
        if size > MOST_TOKENS {
            return Err(RasterError::TooDetailed);
        }
        bands.push(tokens);
        job.done(band)?;
        Ok(if missed || rare > allowed {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    Ok(done.is_continue().then_some(bands))
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
