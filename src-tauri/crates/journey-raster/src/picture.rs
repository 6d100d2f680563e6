//! Pictures inside a map: decoded once, scaled to the size they have on the sheet, and kept while needed.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use image::{ImageDecoder as _, ImageFormat, ImageReader, Limits, imageops};
use journey_scene::Image;

use crate::canvas::{Pixel, faded};
use crate::vector;

/// Pictures with more pixels a side are not decoded: nobody places one by hand, and a small file can
/// claim any size.
const LARGEST_SIDE: u32 = 16_384;
/// Bytes that decoding one picture may take.
const LARGEST_DECODED: u64 = 512 << 20;
/// Bytes of scaled pictures that are kept; beyond it the oldest go.
const KEPT: usize = 64 << 20;

/// Premultiplied pixels, row by row.
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) pixels: Vec<Pixel>,
}

/// Address and length of the encoded bytes (shared by all who show them), and the size wanted.
type Key = (usize, usize, u32, u32);

/// The pictures of one export, shared by its threads.
#[derive(Default)]
pub(crate) struct Pictures {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// In order of the number of their making, so that the oldest are found first.
    pictures: BTreeMap<u64, (Key, Option<Arc<Pixels>>)>,
    made: u64,
    bytes: usize,
}

impl Pictures {
    /// The picture at no more than `width` × `height` device px: scaled down to just that, or in its own
    /// size where that is smaller. `None` if it cannot be decoded.
    pub(crate) fn get(&self, image: &Image, width: u32, height: u32) -> Option<Arc<Pixels>> {
        let key = (image.bytes.as_ptr() as usize, image.bytes.len(), width, height);
        // Held while decoding: a second thread that wants the same picture waits instead of decoding it
        // again. A thread that panicked left nothing half-made behind.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pixels)) = kept.pictures.values().find(|(other, _)| *other == key) {
            return pixels.clone();
        }
        let pixels = decode(image, width.max(1), height.max(1)).map(Arc::new);
        kept.bytes += pixels.as_ref().map_or(0, |pixels| pixels.pixels.len() * 4);
        let number = kept.made;
        kept.made += 1;
        kept.pictures.insert(number, (key, pixels.clone()));
        while kept.bytes > KEPT && kept.pictures.len() > 1 {
            if let Some((_, (_, Some(old)))) = kept.pictures.pop_first() {
                kept.bytes -= old.pixels.len() * 4;
            }
        }
        pixels
    }
}

fn decode(image: &Image, width: u32, height: u32) -> Option<Pixels> {
    if &*image.media_type == "image/svg+xml" {
        return vector::draw(&image.bytes, width, height);
    }
    let format = match &*image.media_type {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/gif" => ImageFormat::Gif,
        "image/webp" => ImageFormat::WebP,
        _ => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(&*image.bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // Cameras store portrait photographs lying down, with a note to turn them; browsers do.
    let turn = decoder.orientation().ok();
    let mut decoded = image::DynamicImage::from_decoder(decoder).ok()?;
    if let Some(turn) = turn {
        decoded.apply_orientation(turn);
    }
    let mut rgba = decoded.into_rgba8();
    for pixel in rgba.pixels_mut() {
        // Premultiplied before scaling, so that the colour of invisible pixels does not bleed in.
        let [r, g, b, alpha] = pixel.0;
        pixel.0 = faded([r, g, b, 255], alpha);
    }
    let (across, down) = (rgba.width().min(width), rgba.height().min(height));
    if (across, down) != rgba.dimensions() {
        rgba = imageops::resize(&rgba, across, down, imageops::FilterType::Triangle);
    }
    let (across, down) = rgba.dimensions();
    Some(Pixels {
        width: across,
        height: down,
        pixels: rgba.pixels().map(|pixel| pixel.0).collect(),
    })
}

#[cfg(test)]
mod tests {
    use journey_scene::Rect;

    use super::*;

    fn image(bytes: &[u8], media_type: &str) -> Image {
        Image {
            rect: Rect::new(0.0, 0.0, 10.0, 10.0),
            bytes: bytes.into(),
            media_type: media_type.into(),
            alt: String::new(),
        }
    }

    #[test]
    fn a_picture_is_scaled_down_and_never_up() {
        let mut png = Vec::new();
        image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 128]))
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .unwrap();
        let pictures = Pictures::default();
        let picture = image(&png, "image/png");
        let small = pictures.get(&picture, 4, 4).unwrap();
        assert_eq!((small.width, small.height), (4, 4));
        assert!(small.pixels.iter().all(|pixel| *pixel == [128, 0, 0, 128]));
        assert_eq!(pictures.get(&picture, 400, 400).unwrap().width, 8);
        assert!(Arc::ptr_eq(&small, &pictures.get(&picture, 4, 4).unwrap()));
    }

    #[test]
    fn an_svg_is_drawn_at_the_size_wanted_and_opens_no_files() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2" fill="#00f"/><image href="/etc/hostname" width="2" height="2"/></svg>"##;
        let drawn = Pictures::default().get(&image(svg, "image/svg+xml"), 30, 20).unwrap();
        assert_eq!((drawn.width, drawn.height), (30, 20));
        assert_eq!(drawn.pixels[300], [0, 0, 255, 255]);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        let pictures = Pictures::default();
        for media_type in [
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/svg+xml",
            "text/plain",
        ] {
            assert!(
                pictures.get(&image(b"\x89PNG no", media_type), 4, 4).is_none(),
                "{media_type}"
            );
        }
    }
}
