//! What has to be drawn where: the picture's size, its bands, and the nodes of each band.

use journey_scene::{Affine, Primitive, Rect, Scene, Shape, Size, TextBox};

use crate::RasterError;
use crate::options::whole_pixels;
use crate::path::STRIP;

/// Longest side of a picture, px. Beyond it the fixed-point arithmetic of rasterisers gets coarse.
pub(crate) const LONGEST_SIDE: u32 = 500_000;
/// Bytes of pixels that a band should take: about what a core's cache holds.
const BAND_BYTES: usize = 2 << 20;
/// Highest band, px: a low picture is still shared by several cores.
const HIGHEST_BAND: usize = 256;

/// The picture of a region of a scene at a scale.
pub(crate) struct Plan<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) scale: f64,
    /// From sheet to device px.
    pub(crate) to_device: Affine,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Rows of a band; the last may be lower.
    pub(crate) band: usize,
    /// The device rectangle of each node of the scene; without area where it is not in the picture.
    pub(crate) extents: Vec<Rect>,
    /// Indices of the nodes that touch each band, in paint order.
    pub(crate) nodes: Vec<Vec<u32>>,
}

impl<'a> Plan<'a> {
    /// Plans a picture. `band` overrides the height of bands, rounded up to whole strips (tests only:
    /// the pixels do not depend on it, the compressed bytes do).
    pub(crate) fn new(scene: &'a Scene, region: Rect, scale: f64, band: Option<usize>) -> Result<Self, RasterError> {
        let Size { width, height } = whole_pixels(region, scale);
        // Negated, so that NaN is refused as well.
        if !(width >= 1.0 && height >= 1.0 && region.x0.is_finite() && region.y0.is_finite()) {
            return Err(RasterError::Empty { width, height });
        }
        if width > f64::from(LONGEST_SIDE) || height > f64::from(LONGEST_SIDE) {
            return Err(RasterError::TooLarge {
                width,
                height,
                format: "picture",
                limit: LONGEST_SIDE,
                remedy: "",
            });
        }
        let strip = STRIP as usize;
        let rows = BAND_BYTES / (4 * width as usize) / strip * strip;
        let band = band.map_or(rows.clamp(strip, HIGHEST_BAND), |rows| {
            rows.next_multiple_of(strip).max(strip)
        });
        let mut plan = Self {
            scene,
            scale,
            to_device: Affine::scale(scale) * Affine::translate((-region.x0, -region.y0)),
            width: width as u32,
            height: height as u32,
            band,
            extents: Vec::with_capacity(scene.nodes.len()),
            nodes: vec![Vec::new(); (height as usize).div_ceil(band)],
        };
        plan.place();
        Ok(plan)
    }

    /// Notes for each band which nodes touch it.
    fn place(&mut self) {
        let picture = Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height));
        for (index, node) in (0u32..).zip(&self.scene.nodes) {
            let to_device = self.to_device * Affine::translate(node.origin.to_vec2());
            // Two more pixels, because text is moved to whole ones.
            let extent = extent(&node.content, to_device)
                .map_or(Rect::ZERO, |extent| extent.inflate(2.0, 2.0).intersect(picture));
            self.extents.push(extent);
            if extent.width() > 0.0 && extent.height() > 0.0 {
                let first = extent.y0 as usize / self.band;
                let last = (extent.y1.ceil() as usize - 1) / self.band;
                for band in self.nodes.iter_mut().take(last + 1).skip(first) {
                    band.push(index);
                }
            }
        }
    }
}

/// The device rectangle that primitives may touch.
pub(crate) fn extent(primitives: &[Primitive], to_device: Affine) -> Option<Rect> {
    let bounds = primitives.iter().filter_map(|primitive| match primitive {
        Primitive::Group {
            transform, children, ..
        } => extent(children, to_device * *transform),
        Primitive::Path { shape, stroke, .. } => {
            // A mitre reaches up to four half widths.
            let reach = stroke.as_ref().map_or(0.0, |stroke| stroke.width * 2.0);
            Some(to_device.transform_rect_bbox(bounds(shape).inflate(reach, reach)))
        }
        Primitive::Text(text) => Some(to_device.transform_rect_bbox(text_extent(text))),
        Primitive::Image(image) => Some(to_device.transform_rect_bbox(image.rect)),
        Primitive::Link(_) => None,
    });
    bounds.filter(Rect::is_finite).reduce(|a, b| a.union(b))
}

fn bounds(shape: &Shape) -> Rect {
    match shape {
        Shape::Rect(rect) | Shape::RoundedRect { rect, .. } => *rect,
        Shape::Circle { centre, radius } => Rect::from_center_size(*centre, (2.0 * radius, 2.0 * radius)),
        Shape::Line { from, to } => Rect::from_points(*from, *to),
        Shape::Path(path) => path.control_box(),
    }
}

/// Where the ink of a text may be: one and a half em round each run, which holds any script's marks.
fn text_extent(text: &TextBox) -> Rect {
    let runs = text
        .lines
        .iter()
        .flat_map(|line| line.runs.iter().map(|run| (line.baseline, run)));
    runs.fold(text.rect, |extent, (baseline, run)| {
        let reach = f64::from(run.size) * 1.5;
        extent.union(Rect::new(
            run.x - reach,
            baseline - reach,
            run.x + run.advance + reach,
            baseline + reach,
        ))
    })
}
