//! What is asked for: which picture, of what, how large.

use std::num::NonZero;

use journey_scene::{Rect, Scene, Size};

use crate::RasterError;
use crate::plan::LONGEST_SIDE;

/// Smallest and largest scale of a file: at a hundredth a sheet is a thumbnail, and at 32 a card of a
/// small map fills a poster.
const SCALES: std::ops::RangeInclusive<f64> = 0.01..=32.0;
/// The sheet's px in an inch (CSS 2.2, section 4.3.2).
const PX_PER_INCH: f64 = 96.0;
/// Readers built on libjpeg refuse longer sides (its `JPEG_MAX_DIMENSION`), though the format could hold
/// 65,535.
const LONGEST_JPEG: u32 = 65_500;
/// Sides have 14 bits in a WebP file; 16,384 could be said, but libwebp reads no more than this.
const LONGEST_WEBP: u32 = 16_383;

/// What lies behind the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// The paper of the scene.
    #[default]
    Paper,
    /// Nothing: the picture has an alpha channel. A JPEG has none, and shows the paper all the same.
    Transparent,
}

/// The kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Without loss, of any size.
    #[default]
    Png,
    /// With loss: for photographs in a map, and where a PNG is not taken. Colours are kept at full
    /// resolution (4:4:4) at every quality, because halved ones fringe letters.
    Jpeg {
        /// 1 (smallest file) to 100 (best picture).
        quality: u8,
    },
    /// As true as a PNG and smaller, at most 16,383 px a side.
    WebP,
}

impl Format {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg { .. } => "JPEG",
            Self::WebP => "WebP",
        }
    }

    /// The longest side that a file of this kind can have, px.
    pub const fn longest_side(self) -> u32 {
        match self {
            Self::Png => LONGEST_SIDE,
            Self::Jpeg { .. } => LONGEST_JPEG,
            Self::WebP => LONGEST_WEBP,
        }
    }
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// Device px for each px of the sheet.
    Scale(f32),
    /// Pixels an inch, of which the sheet has 96: 300 is a scale of 3.125.
    Dpi(f32),
    /// Just so many device px wide, and as high as it takes.
    Width(u32),
    /// Just so many device px high, and as wide as it takes.
    Height(u32),
}

impl Extent {
    /// Device px for each px of the sheet, when a region of it (in sheet px) is painted.
    fn scale(self, region: Rect) -> f64 {
        match self {
            Self::Scale(scale) => f64::from(scale),
            Self::Dpi(dpi) => f64::from(dpi) / PX_PER_INCH,
            Self::Width(width) => f64::from(width) / region.width(),
            Self::Height(height) => f64::from(height) / region.height(),
        }
    }
}

/// How a scene becomes a picture file.
#[derive(Clone, Debug)]
pub struct Options {
    pub format: Format,
    pub size: Extent,
    /// Resolution noted in the file (`pHYs` of a PNG, JFIF density, Exif of a WebP), in pixels an inch;
    /// 96 × scale where `None`, so that the picture is placed at the sheet's own size.
    pub dpi: Option<f32>,
    pub background: Background,
    /// The part of the sheet to paint, in sheet px; all of it where `None`. Where it reaches beyond the
    /// sheet, there is background.
    pub region: Option<Rect>,
    /// The map's JSON, kept compressed in the file ([`attachment`](crate::attachment()) reads it): an
    /// `iTXt` chunk named `waymark` in a PNG, APP9 segments in a JPEG, a chunk `WMRK` in a WebP.
    pub attachment: Option<String>,
    /// Threads to paint with; as many as the machine has cores where `None`. The file does not depend
    /// on it.
    pub threads: Option<NonZero<usize>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::default(),
            size: Extent::Scale(1.0),
            dpi: None,
            background: Background::default(),
            region: None,
            attachment: None,
            threads: None,
        }
    }
}

impl Options {
    /// The part of the sheet that is painted, in sheet px.
    pub(crate) fn region(&self, scene: &Scene) -> Rect {
        self.region.unwrap_or_else(|| scene.size.to_rect())
    }

    /// Device px for each px of the sheet.
    pub(crate) fn scale(&self, scene: &Scene) -> Result<f64, RasterError> {
        let region = self.region(scene);
        let usable = |side: f64| side.is_finite() && side > 0.0;
        if !(usable(region.width()) && usable(region.height())) {
            let (width, height) = (region.width(), region.height());
            return Err(RasterError::Empty { width, height });
        }
        let scale = self.size.scale(region);
        if SCALES.contains(&scale) {
            Ok(scale)
        } else {
            Err(RasterError::Scale(scale))
        }
    }

    /// The resolution to note, pixels an inch.
    pub(crate) fn noted_dpi(&self, scale: f64) -> f64 {
        let given = self.dpi.filter(|dpi| dpi.is_finite() && *dpi > 0.0);
        given.map_or(scale * PX_PER_INCH, f64::from)
    }
}

/// The size in px that the picture of a scene would have.
///
/// # Errors
/// All that [`paint`](crate::paint()) would say about the options and the size, without painting.
pub fn picture_size(scene: &Scene, options: &Options) -> Result<(u32, u32), RasterError> {
    if let Format::Jpeg { quality } = options.format
        && !(1..=100).contains(&quality)
    {
        return Err(RasterError::Quality(quality));
    }
    let whole = whole_pixels(options.region(scene), options.scale(scene)?);
    let limit = options.format.longest_side();
    if whole.width > f64::from(limit) || whole.height > f64::from(limit) {
        return Err(RasterError::TooLarge {
            width: whole.width,
            height: whole.height,
            format: options.format.name(),
            limit,
            remedy: match options.format {
                Format::Png => "",
                Format::Jpeg { .. } | Format::WebP => ", or PNG",
            },
        });
    }
    Ok((whole.width as u32, whole.height as u32))
}

/// The device px that a region (in sheet px) takes at a scale. A millionth of a px is no pixel: it comes
/// from dividing by a side and multiplying by it again.
pub(crate) fn whole_pixels(region: Rect, scale: f64) -> Size {
    let side = |length: f64| (length * scale - 1e-6).ceil();
    Size::new(side(region.width()), side(region.height()))
}
