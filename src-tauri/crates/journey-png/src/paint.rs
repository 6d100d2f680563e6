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
/// give the same bytes.
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
    chunk::head(
        &mut out,
        (plan.width, plan.height),
        format,
        dpi,
        options.attachment.as_deref(),
    )?;
    let mut stream = chunk::Stream::new();
    let mut rows = 0;
    in_order(
        &plan,
        ground,
        format,
        threads(options, &plan),
        |band, packed| {
            stream.band(&mut out, &packed.blocks, packed.adler, packed.length)?;
            rows = ((band + 1) * plan.band).min(plan.height as usize) as u32;
            let progress = Progress {
                done: rows,
                total: plan.height,
            };
            match watch(progress) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(PngError::Cancelled),
            }
        },
    )?;
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
        rgba: pixels_of(&plan, ground)
            .into_iter()
            .flat_map(straight)
            .collect(),
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

fn ground(scene: &Scene, background: Background) -> (Pixel, Format) {
    match background {
        Background::Paper if scene.paper.alpha == 255 => (pixel(scene.paper), Format::Rgb),
        Background::Paper => (pixel(scene.paper), Format::Rgba),
        Background::Transparent => ([0; 4], Format::Rgba),
    }
}

fn threads(options: &Options, plan: &Plan<'_>) -> usize {
    let wanted = options
        .threads
        .or_else(|| thread::available_parallelism().ok());
    wanted.map_or(1, NonZero::get).min(plan.nodes.len()).max(1)
}

fn draw(plan: &Plan<'_>, brush: &mut Brush<'_>, canvas: &mut Canvas, band: usize, ground: Pixel) {
    let top = band * plan.band;
    let height = plan.band.min(plan.height as usize - top);
    canvas.reset(top as i32, height, ground);
    brush.band(canvas, band);
}

/// Draws and packs all bands on `threads` threads and hands them to `take` in order, on this one.
///
/// The first error of `take` ends the work: threads look at `stop` before each band.
fn in_order(
    plan: &Plan<'_>,
    ground: Pixel,
    format: Format,
    threads: usize,
    mut take: impl FnMut(usize, Packed) -> Result<(), PngError>,
) -> Result<(), PngError> {
    let (next, stop, pictures) = (
        AtomicUsize::new(0),
        AtomicBool::new(false),
        Pictures::default(),
    );
    // Bounded, so that packed bands do not pile up behind a slow disk.
    let (sender, receiver) = mpsc::sync_channel::<(usize, Packed)>(2 * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, stop, pictures) = (sender.clone(), &next, &stop, &pictures);
            scope.spawn(move || {
                let mut brush = Brush::new(plan, pictures);
                let mut packer = Packer::new(format);
                let mut canvas = Canvas::new(0, 0, plan.width as usize, 0, ground);
                while !stop.load(Ordering::Relaxed) {
                    let band = next.fetch_add(1, Ordering::Relaxed);
                    if band >= plan.nodes.len() {
                        break;
                    }
                    draw(plan, &mut brush, &mut canvas, band, ground);
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
                if let Err(error) = take(expected, packed) {
                    stop.store(true, Ordering::Relaxed);
                    // Threads that wait to send are let go.
                    drop(receiver);
                    return Err(error);
                }
                expected += 1;
            }
        }
        Ok(())
    })
}
