//! Pictures as media parts: each once, in a form that every PowerPoint can show.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use image::{ImageDecoder as _, ImageFormat, ImageReader, Limits};
use journey_scene::{Image, Rect};
use resvg::{tiny_skia, usvg};

use crate::package::Package;

/// Pictures with more pixels a side are not decoded: a small file can claim any size.
const LARGEST_SIDE: u32 = 16_384;
/// Bytes that decoding one picture may take.
const LARGEST_DECODED: u64 = 256 << 20;
/// Pixels that an SVG picture is drawn with for a px of the sheet, and the most of them a side.
const DENSITY: f64 = 3.0;
const LARGEST_DRAWN: f64 = 2048.0;

const PNG: (&str, &str) = ("png", "image/png");
const JPEG: (&str, &str) = ("jpeg", "image/jpeg");
const GIF: (&str, &str) = ("gif", "image/gif");

/// The media of a presentation.
#[derive(Default)]
pub(crate) struct Media {
    files: Vec<(String, (&'static str, &'static str), Vec<u8>)>,
    /// By address and length of the shared bytes.
    known: HashMap<(usize, usize), Option<usize>>,
}

impl Media {
    /// The name of the picture's file within `ppt/media`; `None` if nobody can read it.
    pub fn name(&mut self, image: &Image) -> Option<&str> {
        let key = (image.bytes.as_ptr().addr(), image.bytes.len());
        let position = match self.known.get(&key) {
            Some(position) => *position,
            None => {
                let position = self.add(image);
                self.known.insert(key, position);
                position
            }
        };
        position.map(|position| self.files[position].0.as_str())
    }

    fn add(&mut self, image: &Image) -> Option<usize> {
        let (kind, bytes) = ready(image)?;
        // Two assets of a map may hold the same picture.
        if let Some(same) = self.files.iter().position(|file| file.2 == bytes) {
            return Some(same);
        }
        self.files
            .push((format!("image{}.{}", self.files.len() + 1, kind.0), kind, bytes));
        Some(self.files.len() - 1)
    }

    /// Puts all files into the package.
    pub fn write(self, package: &mut Package) {
        for (name, kind, bytes) in self.files {
            package.file(&format!("ppt/media/{name}"), kind, bytes);
        }
    }
}

/// The bytes as PNG, JPEG or GIF. The bytes decide what they are; a media type may lie.
fn ready(image: &Image) -> Option<((&'static str, &'static str), Vec<u8>)> {
    let bytes: &Arc<[u8]> = &image.bytes;
    let (format, kind) = match **bytes {
        [0x89, b'P', b'N', b'G', ..] => (ImageFormat::Png, PNG),
        [0xff, 0xd8, 0xff, ..] => (ImageFormat::Jpeg, JPEG),
        [b'G', b'I', b'F', b'8', ..] => (ImageFormat::Gif, GIF),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => (ImageFormat::WebP, PNG),
        _ => return Some((PNG, drawn(bytes, image.rect)?)),
    };
    let mut reader = ImageReader::with_format(Cursor::new(&**bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_DECODED);
    reader.limits(limits);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let sane = (1..=LARGEST_SIDE).contains(&width) && (1..=LARGEST_SIDE).contains(&height);
    if !sane {
        return None;
    }
    if format != ImageFormat::WebP {
        return Some((kind, bytes.to_vec()));
    }
    // PowerPoint reads no WebP.
    let decoded = image::DynamicImage::from_decoder(decoder).ok()?;
    let mut png = Cursor::new(Vec::new());
    decoded.write_to(&mut png, ImageFormat::Png).ok()?;
    Some((PNG, png.into_inner()))
}

/// An SVG picture drawn as PNG. It may refer to nothing outside itself, and its text is left out, as in the
/// PNG painter: it would depend on the machine's fonts.
fn drawn(bytes: &[u8], rect: Rect) -> Option<Vec<u8>> {
    let options = usvg::Options {
        resources_dir: None,
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_data(bytes, &options).ok()?;
    let pixels = |side: f64| (side * DENSITY).clamp(1.0, LARGEST_DRAWN).round() as u32;
    let mut map = tiny_skia::Pixmap::new(pixels(rect.width()), pixels(rect.height()))?;
    let size = tree.size();
    let (x, y) = (map.width() as f32 / size.width(), map.height() as f32 / size.height());
    resvg::render(&tree, tiny_skia::Transform::from_scale(x, y), &mut map.as_mut());
    let rgba: Vec<u8> = map
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let c = pixel.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        })
        .collect();
    let image = image::RgbaImage::from_raw(map.width(), map.height(), rgba)?;
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

/// What is cut off a picture at the left, top, right and bottom (1/100,000 of its width and height) where
/// only `frame` of it is seen.
pub(crate) fn cut(rect: Rect, frame: Rect) -> [i64; 4] {
    let share = |length: f64, of: f64| {
        let share = if of > 0.0 { length / of } else { 0.0 };
        (share.clamp(0.0, 1.0) * 100_000.0).round() as i64
    };
    [
        share(frame.x0 - rect.x0, rect.width()),
        share(frame.y0 - rect.y0, rect.height()),
        share(rect.x1 - frame.x1, rect.width()),
        share(rect.y1 - frame.y1, rect.height()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(bytes: &[u8]) -> Image {
        Image {
            rect: Rect::new(0.0, 0.0, 20.0, 10.0),
            bytes: bytes.into(),
            media_type: "image/png".into(),
            alt: String::new(),
        }
    }

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(2, 1, image::Rgba([9, 8, 7, 255]))
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn pictures_are_kept_once() {
        let mut media = Media::default();
        let png = encoded(ImageFormat::Png);
        assert_eq!(media.name(&image(&png)), Some("image1.png"));
        assert_eq!(media.name(&image(&png)), Some("image1.png"));
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><rect width='4' height='2'/></svg>";
        assert_eq!(media.name(&image(svg)), Some("image2.png"));
        assert_eq!(media.files[1].2[..4], [0x89, b'P', b'N', b'G']);
    }

    #[test]
    fn webp_becomes_png() {
        let (kind, bytes) = ready(&image(&encoded(ImageFormat::WebP))).unwrap();
        assert_eq!((kind, &bytes[1..4]), (PNG, &b"PNG"[..]));
    }

    #[test]
    fn broken_pictures_have_no_file() {
        for bytes in [
            &b""[..],
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"<svg",
            b"RIFF0000WEBP",
            b"GIF89a",
        ] {
            assert_eq!(Media::default().name(&image(bytes)), None, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_cut() {
        let rect = Rect::new(0.0, 0.0, 200.0, 100.0);
        assert_eq!(cut(rect, Rect::new(50.0, 0.0, 150.0, 100.0)), [25_000, 0, 25_000, 0]);
    }
}
