//! The two verbs: a file, and pixels.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use journey_scene::{Rect, Scene};

use crate::PngError;
use crate::canvas::{Canvas, Pixel, pixel};
use crate::chunk::{self, Format};
use crate::palette::{self, Palette};
use crate::picture::Pictures;
use crate::plan::Plan;
use crate::render::Brush;
use crate::rows::{Packed, Packer, straight};

/// Most pixels of a [`Raster`]: 256 MB.
const LARGEST_RASTER: u64 = 64 << 20;

/// What lies behind the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// The paper of the scene.
    #[default]
    Paper,
    /// Nothing: the picture has an alpha channel.
    Transparent,
}

/// How a scene becomes a PNG file.
#[derive(Clone, Debug)]
pub struct Options {
    /// Device px for each px of the sheet, 0.25 to 8.
    pub scale: f32,
    /// Resolution noted in the file (`pHYs`), in pixels an inch; 96 × scale where `None`, so that the
    /// picture is placed at the sheet's own size.
    pub dpi: Option<f32>,
    pub background: Background,
    /// The part of the sheet to paint, in sheet px; all of it where `None`.
    pub region: Option<Rect>,
    /// The map's JSON, kept in a compressed text chunk named `waymark`
    /// ([`attachment`](crate::attachment()) reads it).
    pub attachment: Option<String>,
    /// Threads to paint with; as many as the machine has cores where `None`. The file does not depend
    /// on it.
    pub threads: Option<NonZero<usize>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            scale: 1.0,
            dpi: None,
            background: Background::default(),
            region: None,
            attachment: None,
            threads: None,
        }
    }
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows written.
    pub done: u32,
    /// Rows of the picture.
    pub total: u32,
}

/// Pixels in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// Four bytes a pixel, row by row from the top: red, green, blue, straight alpha.
    pub rgba: Vec<u8>,
}

/// Paints a scene as a PNG file.
///
/// `watch` is called after each band; [`ControlFlow::Break`] ends the export early with
/// [`PngError::Cancelled`] (what was written until then is no whole file). The same scene and options
/// give the same bytes. A large opaque picture of few colours is stored with a palette: flat colours as
/// they are, shades of edges within a fourteenth of a channel.
pub fn paint(
    scene: &Scene,
    options: &Options,
    mut out: impl Write,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), PngError> {
    if !(0.25..=8.0).contains(&options.scale) {
        return Err(PngError::Scale(options.scale));
    }
    let region = options.region.unwrap_or_else(|| scene.size.to_rect());
    let plan = Plan::new(scene, region, f64::from(options.scale), None)?;
    let dpi = options.dpi.filter(|dpi| dpi.is_finite() && *dpi > 0.0);
    let dpi = dpi.map_or(f64::from(options.scale) * 96.0, f64::from);
    let (ground, format) = ground(scene, options.background);
    let threads = threads(options, &plan);
    let mut shown = 0;
    let mut watch = |band: usize| {
        let done = ((band + 1) * plan.band).min(plan.height as usize) as u32;
        // A second attempt (see below) says nothing until it is further than the first.
        if done <= shown {
            return Ok(());
        }
        shown = done;
        match watch(Progress {
            done,
            total: plan.height,
        }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PngError::Cancelled),
        }
    };
    let head = |mut out: &mut dyn Write, format| {
        chunk::head(
            &mut out,
            (plan.width, plan.height),
            format,
            dpi,
            options.attachment.as_deref(),
        )
    };
    let mut stream = chunk::Stream::new();

    let pictures = Pictures::default();
    // One for each thread; the first already has the glyphs of the sample.
    let mut brushes: Vec<Brush<'_>> = (0..threads).map(|_| Brush::new(&plan, &pictures)).collect();
    let palette = match format {
        Format::Rgb => brushes.first_mut().and_then(|brush| Palette::of(&plan, brush, ground)),
        Format::Rgba | Format::Indexed(_) => None,
    };
    if let Some(palette) = &palette {
        // Kept until the last one, because any pixel may show that the palette does not do.
        let mut bands = Vec::with_capacity(plan.nodes.len());
        let format = Format::Indexed(palette);
        let allowed = u64::from(plan.width) * u64::from(plan.height) / palette::RARE;
        let mut rare = 0;
        let fits = in_order(&plan, ground, format, &mut brushes, |band, packed| {
            rare += packed.rare;
            let fits = !packed.missed && rare <= allowed;
            bands.push(packed);
            watch(band)?;
            Ok(if fits {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        if fits.is_continue() {
            head(&mut out, format)?;
            for packed in bands {
                stream.band(&mut out, &packed.blocks, packed.adler, packed.length)?;
            }
            stream.finish(&mut out)?;
            return Ok(out.flush()?);
        }
    }

    head(&mut out, format)?;
    let _ = in_order(&plan, ground, format, &mut brushes, |band, packed| {
        stream.band(&mut out, &packed.blocks, packed.adler, packed.length)?;
        watch(band)?;
        Ok(ControlFlow::Continue(()))
    })?;
    stream.finish(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Paints a region of a scene (in sheet px) at a scale, on the scene's paper: thumbnails, and the
/// picture that the canvas shows when zoomed out.
pub fn raster(scene: &Scene, region: Rect, scale: f32) -> Result<Raster, PngError> {
    if !(scale.is_finite() && scale > 0.0) {
        return Err(PngError::Scale(scale));
    }
    let plan = Plan::new(scene, region, f64::from(scale), None)?;
    let pixels = u64::from(plan.width) * u64::from(plan.height);
    if pixels > LARGEST_RASTER {
        return Err(PngError::TooManyPixels {
            pixels,
            limit: LARGEST_RASTER,
        });
    }
    let (ground, _) = ground(scene, Background::Paper);
    Ok(Raster {
        width: plan.width,
        height: plan.height,
        rgba: pixels_of(&plan, ground).into_iter().flat_map(straight).collect(),
    })
}

/// All pixels of a plan, on this thread.
pub(crate) fn pixels_of(plan: &Plan<'_>, ground: Pixel) -> Vec<Pixel> {
    let pictures = Pictures::default();
    let mut brush = Brush::new(plan, &pictures);
    let mut pixels = Vec::with_capacity(plan.width as usize * plan.height as usize);
    let mut canvas = Canvas::new(0, 0, plan.width as usize, 0, ground);
    for band in 0..plan.nodes.len() {
        draw(plan, &mut brush, &mut canvas, band, ground);
        pixels.extend_from_slice(&canvas.pixels);
    }
    pixels
}

fn ground(scene: &Scene, background: Background) -> (Pixel, Format<'static>) {
    match background {
        Background::Paper if scene.paper.alpha == 255 => (pixel(scene.paper), Format::Rgb),
        Background::Paper => (pixel(scene.paper), Format::Rgba),
        Background::Transparent => ([0; 4], Format::Rgba),
    }
}

fn threads(options: &Options, plan: &Plan<'_>) -> usize {
    let wanted = options.threads.or_else(|| thread::available_parallelism().ok());
    wanted.map_or(1, NonZero::get).min(plan.nodes.len()).max(1)
}

fn draw(plan: &Plan<'_>, brush: &mut Brush<'_>, canvas: &mut Canvas, band: usize, ground: Pixel) {
    let top = band * plan.band;
    let height = plan.band.min(plan.height as usize - top);
    canvas.reset(top as i32, height, ground);
    brush.band(canvas, band);
}

/// Draws and packs all bands, on one thread for each brush, and hands them to `take` in order, on this one.
///
/// The first break or error of `take` ends the work: threads look at `stop` before each band.
fn in_order(
    plan: &Plan<'_>,
    ground: Pixel,
    format: Format<'_>,
    brushes: &mut [Brush<'_>],
    mut take: impl FnMut(usize, Packed) -> Result<ControlFlow<()>, PngError>,
) -> Result<ControlFlow<()>, PngError> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    // Bounded, so that packed bands do not pile up behind a slow disk.
    let (sender, receiver) = mpsc::sync_channel::<(usize, Packed)>(2 * brushes.len());
    thread::scope(|scope| {
        for brush in brushes {
            let (sender, next, stop) = (sender.clone(), &next, &stop);
            scope.spawn(move || {
                let mut packer = Packer::new(format);
                let mut canvas = Canvas::new(0, 0, plan.width as usize, 0, ground);
                while !stop.load(Ordering::Relaxed) {
                    let band = next.fetch_add(1, Ordering::Relaxed);
                    if band >= plan.nodes.len() {
                        break;
                    }
                    draw(plan, brush, &mut canvas, band, ground);
                    let packed = packer.pack(&canvas.pixels, plan.width as usize);
                    if sender.send((band, packed)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut expected = 0;
        for (band, packed) in &receiver {
            waiting.insert(band, packed);
            while let Some(packed) = waiting.remove(&expected) {
                let taken = take(expected, packed);
                if !matches!(taken, Ok(ControlFlow::Continue(()))) {
                    stop.store(true, Ordering::Relaxed);
                    // Threads that wait to send are let go.
                    drop(receiver);
                    return taken;
                }
                expected += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}
