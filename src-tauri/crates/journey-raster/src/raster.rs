//! The other verb: pixels in memory.

use journey_scene::{Rect, Scene};

use crate::RasterError;
use crate::bands::draw;
use crate::canvas::{Canvas, Pixel};
use crate::options::{Background, whole_pixels};
use crate::paint::ground_of;
use crate::picture::Pictures;
use crate::plan::Plan;
use crate::png_rows::straight;
use crate::render::Brush;

/// Most pixels of a [`Raster`]: 256 MB.
const LARGEST_RASTER: u64 = 64 << 20;

/// Pixels in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// Device px for each px of the sheet.
    pub scale: f64,
    /// Four bytes a pixel, row by row from the top: red, green, blue, straight alpha.
    pub rgba: Vec<u8>,
}

/// Paints a region of a scene (in sheet px) at a scale, on the scene's paper: thumbnails, and the
/// picture that the canvas shows when zoomed out.
///
/// # Errors
/// [`RasterError::TooManyPixels`] above 64 million pixels; a region without area, a scale that is not
/// positive.
pub fn raster(scene: &Scene, region: Rect, scale: f32) -> Result<Raster, RasterError> {
    let whole = whole_pixels(region, f64::from(scale));
    let pixels = whole.area();
    if pixels > LARGEST_RASTER as f64 {
        return Err(RasterError::TooManyPixels {
            pixels: pixels as u64,
            limit: LARGEST_RASTER,
        });
    }
    pixels_at(scene, region, f64::from(scale), Background::Paper)
}

/// Paints a region of a scene (in sheet px) at a scale or, where that would be more than `budget`
/// pixels, at the largest scale that is within: what is copied as a picture should arrive, if need be
/// smaller. [`Raster::scale`] tells what it has become.
///
/// # Errors
/// A region without area, a scale that is not positive, or a region so long and thin that it is less
/// than a pixel across within the budget.
pub fn raster_within(
    scene: &Scene,
    region: Rect,
    scale: f32,
    background: Background,
    budget: u64,
) -> Result<Raster, RasterError> {
    let budget = budget.min(LARGEST_RASTER) as f64;
    let mut scale = f64::from(scale);
    let area = |scale: f64| whole_pixels(region, scale).area();
    if area(scale) > budget {
        scale = scale.min((budget / region.area()).sqrt());
        // Sides are rounded up, which may be one row and one column too many.
        for _ in 0..64 {
            if area(scale) <= budget {
                break;
            }
            scale *= 0.99;
        }
        if area(scale) > budget {
            let (width, height) = (region.width() * scale, region.height() * scale);
            return Err(RasterError::Empty { width, height });
        }
    }
    pixels_at(scene, region, scale, background)
}

fn pixels_at(scene: &Scene, region: Rect, scale: f64, background: Background) -> Result<Raster, RasterError> {
    if !(scale.is_finite() && scale > 0.0) {
        return Err(RasterError::Scale(scale));
    }
    let plan = Plan::new(scene, region, scale, None)?;
    let mut rgba = Vec::with_capacity(plan.width as usize * plan.height as usize * 4);
    each_band(&plan, ground_of(scene, background), |pixels| {
        rgba.extend(pixels.iter().flat_map(|pixel| straight(*pixel)));
    });
    Ok(Raster {
        width: plan.width,
        height: plan.height,
        scale,
        rgba,
    })
}

/// Draws all bands of a plan, on this thread.
pub(crate) fn each_band(plan: &Plan<'_>, ground: Pixel, mut take: impl FnMut(&[Pixel])) {
    let pictures = Pictures::default();
    let mut brush = Brush::new(plan, &pictures);
    let mut canvas = Canvas::new(0, 0, plan.width as usize, 0, ground);
    for band in 0..plan.nodes.len() {
        draw(plan, &mut brush, &mut canvas, band, ground);
        take(&canvas.pixels);
    }
}

#[cfg(test)]
/// All pixels of a plan.
pub(crate) fn pixels_of(plan: &Plan<'_>, ground: Pixel) -> Vec<Pixel> {
    let mut all = Vec::new();
    each_band(plan, ground, |pixels| all.extend_from_slice(pixels));
    all
}
