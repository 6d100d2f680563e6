//! The verb: a file.

use std::io::Write;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::thread;

use journey_scene::{Colour, Scene};

use crate::RasterError;
use crate::bands::in_order;
use crate::canvas::{Pixel, over, pixel};
use crate::options::{Background, Format, Options, picture_size};
use crate::palette::{self, Palette};
use crate::picture::Pictures;
use crate::plan::Plan;
use crate::png::{self, ColourType};
use crate::png_rows::Packer;
use crate::render::Brush;
use crate::{jpeg, webp};

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows done.
    pub done: u32,
    /// Rows of the picture.
    pub total: u32,
}

/// Paints a scene as a picture file.
///
/// `watch` is called after each band; [`ControlFlow::Break`] ends the export early with
/// [`RasterError::Cancelled`] (what was written until then is no whole file). The same scene and options
/// give the same bytes. A large opaque PNG or WebP of few colours has a palette: flat colours are as they
/// were, shades of edges within a fourteenth of a channel.
///
/// # Errors
/// [`RasterError`]: a size that the format cannot hold or that is out of range, a quality that there is
/// not, a cancelled export, or what `out` says.
pub fn paint(
    scene: &Scene,
    options: &Options,
    mut out: impl Write,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), RasterError> {
    picture_size(scene, options)?;
    let scale = options.scale(scene)?;
    let plan = Plan::new(scene, options.region(scene), scale, None)?;
    let mut job = Job {
        plan: &plan,
        ground: ground(scene, options),
        dpi: options.noted_dpi(scale),
        attachment: options.attachment.as_deref(),
        threads: threads(options, &plan),
        watch,
        shown: 0,
    };
    match options.format {
        Format::Png => paint_png(&mut job, &mut out)?,
        Format::Jpeg { quality } => jpeg::paint(&mut job, quality, &mut out)?,
        Format::WebP => webp::paint(&mut job, &mut out)?,
    }
    Ok(out.flush()?)
}

/// One export under way.
pub(crate) struct Job<'a, 'p> {
    pub(crate) plan: &'a Plan<'p>,
    /// What lies behind the map; opaque where the picture is.
    pub(crate) ground: Pixel,
    /// Resolution to note in the file.
    pub(crate) dpi: f64,
    pub(crate) attachment: Option<&'a str>,
    pub(crate) threads: usize,
    watch: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    /// Rows that the watcher knows of.
    shown: u32,
}

impl Job<'_, '_> {
    /// Tells the watcher that a band is done.
    pub(crate) fn done(&mut self, band: usize) -> Result<(), RasterError> {
        let total = self.plan.height;
        let done = ((band + 1) * self.plan.band).min(total as usize) as u32;
        // A second attempt at a picture says nothing until it is further than the first.
        if done <= self.shown {
            return Ok(());
        }
        self.shown = done;
        match (self.watch)(Progress { done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(RasterError::Cancelled),
        }
    }

    /// Whether the picture has no see-through pixel.
    pub(crate) const fn is_opaque(&self) -> bool {
        self.ground[3] == 255
    }
}

fn paint_png(job: &mut Job<'_, '_>, mut out: &mut dyn Write) -> Result<(), RasterError> {
    let (plan, ground) = (job.plan, job.ground);
    let size = (plan.width, plan.height);
    let mut stream = png::Stream::new();
    let pictures = Pictures::default();
    // One for each thread; the first already has the glyphs of the sample.
    let mut brushes: Vec<Brush<'_>> = (0..job.threads).map(|_| Brush::new(plan, &pictures)).collect();
    let palette = match brushes.first_mut() {
        Some(brush) if job.is_opaque() => Palette::of(plan, brush, ground),
        _ => None,
    };
    if let Some(palette) = &palette {
        // Kept until the last one, because any pixel may show that the palette does not do.
        let mut bands = Vec::with_capacity(plan.nodes.len());
        let colour_type = ColourType::Indexed(palette);
        let allowed = u64::from(plan.width) * u64::from(plan.height) / palette::RARE;
        let mut rare = 0;
        let fits = in_order(
            plan,
            ground,
            &mut brushes,
            || png_packer(colour_type, plan),
            |band, packed| {
                rare += packed.rare;
                let fits = !packed.missed && rare <= allowed;
                bands.push(packed);
                job.done(band)?;
                Ok(if fits {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                })
            },
        )?;
        if fits.is_continue() {
            png::head(&mut out, size, colour_type, job.dpi, job.attachment)?;
            for packed in bands {
                stream.band(&mut out, &packed.blocks, packed.adler, packed.length)?;
            }
            return Ok(stream.finish(&mut out)?);
        }
    }

    let colour_type = if job.is_opaque() {
        ColourType::Rgb
    } else {
        ColourType::Rgba
    };
    png::head(&mut out, size, colour_type, job.dpi, job.attachment)?;
    let _ = in_order(
        plan,
        ground,
        &mut brushes,
        || png_packer(colour_type, plan),
        |band, packed| {
            stream.band(&mut out, &packed.blocks, packed.adler, packed.length)?;
            job.done(band)?;
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(stream.finish(&mut out)?)
}

fn png_packer<'a>(
    colour_type: ColourType<'a>,
    plan: &Plan<'_>,
) -> impl FnMut(&crate::canvas::Canvas) -> crate::png_rows::Packed + use<'a> {
    let mut packer = Packer::new(colour_type);
    let width = plan.width as usize;
    move |canvas| packer.pack(&canvas.pixels, width)
}

/// What lies behind the map in a file.
fn ground(scene: &Scene, options: &Options) -> Pixel {
    match (options.format, options.background) {
        // A JPEG shows something everywhere: white behind paper that is not opaque itself.
        (Format::Jpeg { .. }, _) => over(pixel(Colour::WHITE), pixel(scene.paper)),
        (_, background) => ground_of(scene, background),
    }
}

/// What lies behind the map, premultiplied.
pub(crate) fn ground_of(scene: &Scene, background: Background) -> Pixel {
    match background {
        Background::Paper => pixel(scene.paper),
        Background::Transparent => [0; 4],
    }
}

fn threads(options: &Options, plan: &Plan<'_>) -> usize {
    let wanted = options.threads.or_else(|| thread::available_parallelism().ok());
    wanted.map_or(1, NonZero::get).min(plan.nodes.len()).max(1)
}
