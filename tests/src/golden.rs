//! Golden references: what is drawn is compared with what was looked at and blessed.
//!
//! `cargo xtask bless` rewrites the references. A failure leaves expected, got and difference side by
//! side in `tests/got/index.html`. Texts are kept compressed, so that a reference stays under 20 KiB.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::fixtures::root;

/// No reference is larger than this, or it is of no use to anybody who looks at it.
const LARGEST: usize = 20 * 1024;

fn blessing() -> bool {
    std::env::var_os("WAYMARK_BLESS").is_some()
}

fn reference(name: &str) -> PathBuf {
    root().join("ref").join(name)
}

fn got_folder() -> PathBuf {
    root().join("got")
}

fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().expect("golden paths have a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, bytes).expect("the file can be written");
}

fn bless(name: &str, bytes: &[u8]) {
    assert!(
        bytes.len() <= LARGEST,
        "{name}: {} bytes are more than a reference may have ({LARGEST})",
        bytes.len()
    );
    write(&reference(name), bytes);
}

/// Compares a text with its reference `name` (kept as `name.gz`).
///
/// # Panics
/// Where they differ; the first differing line is named.
pub fn text(name: &str, got: &str) {
    let packed_name = format!("{name}.gz");
    if blessing() {
        // A fresh encoder writes no time stamp, so the same text blesses to the same bytes.
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(got.as_bytes()).expect("memory can be written");
        bless(&packed_name, &encoder.finish().expect("memory can be written"));
        return;
    }
    let expected = match fs::read(reference(&packed_name)) {
        Ok(packed) => {
            let mut text = String::new();
            GzDecoder::new(packed.as_slice())
                .read_to_string(&mut text)
                .expect("references are gzip of UTF-8");
            text
        }
        Err(_) => String::new(),
    };
    if expected == got {
        return;
    }
    let differing = expected
        .lines()
        .zip(got.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| expected.lines().count().min(got.lines().count()));
    let line = |text: &str| text.lines().nth(differing).unwrap_or("(nothing)").to_owned();
    let (old, new) = (line(&expected), line(got));
    write(&got_folder().join(format!("{name}.expected")), expected.as_bytes());
    write(&got_folder().join(format!("{name}.got")), got.as_bytes());
    report();
    panic!(
        "{name} differs from its reference at line {}:\n  expected {old}\n  got      {new}\nsee tests/got/index.html; `cargo xtask bless` accepts the new one",
        differing + 1
    );
}

/// An 8-bit RGBA picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl Picture {
    /// Decodes a PNG.
    ///
    /// # Panics
    /// Where the bytes are no PNG: what is compared is our own output.
    pub fn decode(bytes: &[u8]) -> Self {
        let picture = image::load_from_memory_with_format(bytes, image::ImageFormat::Png).expect("a valid PNG");
        let rgba = picture.to_rgba8();
        Self {
            width: rgba.width(),
            height: rgba.height(),
            rgba: rgba.into_raw(),
        }
    }

    fn encode(&self) -> Vec<u8> {
        use image::ImageEncoder as _;
        let mut bytes = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new_with_quality(
            &mut bytes,
            image::codecs::png::CompressionType::Best,
            image::codecs::png::FilterType::Adaptive,
        );
        encoder
            .write_image(&self.rgba, self.width, self.height, image::ExtendedColorType::Rgba8)
            .expect("memory can be written");
        bytes
    }
}

/// How far two pictures may differ.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// A channel that differs by no more is the same.
    pub channel: u8,
    /// Share of pixels (0 to 1) that may differ by more.
    pub pixels: f64,
}

impl Tolerance {
    /// At most one step in any channel of any pixel.
    pub const EXACT: Self = Self {
        channel: 1,
        pixels: 0.0,
    };
}

/// The share of pixels that differ by more than the tolerance of a channel; 1 for other sizes.
pub fn difference(a: &Picture, b: &Picture, channel: u8) -> f64 {
    if (a.width, a.height) != (b.width, b.height) {
        return 1.0;
    }
    let differing = a
        .rgba
        .chunks_exact(4)
        .zip(b.rgba.chunks_exact(4))
        .filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > channel))
        .count();
    differing as f64 / f64::from(a.width * a.height).max(1.0)
}

/// Compares a picture with its reference `name` (a PNG).
///
/// # Panics
/// Where they differ by more than the tolerance.
pub fn picture(name: &str, got: &Picture, tolerance: Tolerance) {
    if blessing() {
        bless(name, &got.encode());
        return;
    }
    let expected = match fs::read(reference(name)) {
        Ok(bytes) => Picture::decode(&bytes),
        Err(_) => Picture {
            width: 0,
            height: 0,
            rgba: Vec::new(),
        },
    };
    let share = difference(&expected, got, tolerance.channel);
    if share <= tolerance.pixels {
        return;
    }
    write(
        &got_folder().join(format!("{name}.expected.png")),
        &expected_or_pixel(&expected).encode(),
    );
    write(&got_folder().join(format!("{name}.got.png")), &got.encode());
    write(
        &got_folder().join(format!("{name}.diff.png")),
        &marked(&expected, got).encode(),
    );
    report();
    panic!(
        "{name} differs from its reference in {:.3} % of its pixels; see tests/got/index.html; `cargo xtask bless` accepts the new one",
        share * 100.0
    );
}

fn expected_or_pixel(picture: &Picture) -> Picture {
    if picture.width > 0 {
        return picture.clone();
    }
    Picture {
        width: 1,
        height: 1,
        rgba: vec![255; 4],
    }
}

/// The got picture faded, with what differs in red.
fn marked(expected: &Picture, got: &Picture) -> Picture {
    let same_size = (expected.width, expected.height) == (got.width, got.height);
    let mut marked = got.clone();
    for (index, pixel) in marked.rgba.chunks_exact_mut(4).enumerate() {
        let before = expected.rgba.get(index * 4..index * 4 + 4);
        if same_size && before == Some(&*pixel) {
            for channel in &mut pixel[..3] {
                *channel = 192 + *channel / 4;
            }
        } else {
            pixel.copy_from_slice(&[220, 30, 30, 255]);
        }
    }
    marked
}

/// Writes the page that shows every failure so far side by side.
fn report() {
    let folder = got_folder();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>Goldens</title><style>body{font:14px sans-serif}img{max-width:32%;border:1px solid #ccc}pre{max-height:40em;overflow:auto;width:48%;display:inline-block}</style>",
    );
    for name in &names {
        // Writing to a String cannot fail.
        if let Some(stem) = name.strip_suffix(".got.png") {
            let _ = write!(
                page,
                "<h2>{stem}</h2><img src=\"{stem}.expected.png\" alt=expected> <img src=\"{stem}.got.png\" alt=got> <img src=\"{stem}.diff.png\" alt=difference>"
            );
        } else if let Some(stem) = name.strip_suffix(".got") {
            let read = |end: &str| {
                let text = fs::read_to_string(folder.join(format!("{stem}.{end}"))).unwrap_or_default();
                text.replace('&', "&amp;").replace('<', "&lt;")
            };
            let _ = write!(
                page,
                "<h2>{stem}</h2><pre>{}</pre> <pre>{}</pre>",
                read("expected"),
                read("got")
            );
        }
    }
    write(&folder.join("index.html"), page.as_bytes());
}
