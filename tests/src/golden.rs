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

/// Characters of a text in one reference; scene dumps pack to a fifth or less.
const PART: usize = 60_000;

/// Compares a text with its references (`name.1.gz`, `name.2.gz`, …).
///
/// # Panics
/// Where they differ; the first differing line is named.
pub fn text(name: &str, got: &str) {
    let part_name = |number: usize| format!("{name}.{number}.gz");
    if blessing() {
        let parts = parts(got);
        for (index, part) in parts.iter().enumerate() {
            // A fresh encoder writes no time stamp, so the same text blesses to the same bytes.
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(part.as_bytes()).expect("memory can be written");
            bless(&part_name(index + 1), &encoder.finish().expect("memory can be written"));
        }
        forget(|file| (parts.len() + 1..100).any(|number| file == part_name(number)));
        return;
    }
    let mut expected = String::new();
    for packed in (1..).map_while(|number| fs::read(reference(&part_name(number))).ok()) {
        GzDecoder::new(packed.as_slice())
            .read_to_string(&mut expected)
            .expect("references are gzip of UTF-8");
    }
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

/// The text cut into parts at ends of lines.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART {
        let end = rest.as_bytes()[..PART]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(rest.len(), |at| at + 1);
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts.push(rest);
    parts
}

/// Removes references that the blessed ones do not need any more.
fn forget(outdated: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(root().join("ref")).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(&outdated) {
            fs::remove_file(entry.path()).expect("an outdated reference can be removed");
        }
    }
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

    /// The tile whose top left is at x, y; smaller at the right and bottom edges.
    fn tile(&self, x: u32, y: u32) -> Self {
        let (width, height) = (TILE.0.min(self.width - x), TILE.1.min(self.height - y));
        let row_bytes = width as usize * 4;
        let rgba = (y..y + height)
            .flat_map(|row| {
                let start = (row * self.width + x) as usize * 4;
                &self.rgba[start..start + row_bytes]
            })
            .copied()
            .collect();
        Self { width, height, rgba }
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

/// Width and height of a reference's tile: dense text at that size stays under the limit.
const TILE: (u32, u32) = (320, 160);

/// Compares a picture with its references: tiles `name.<row>-<column>.png`, and none beyond its edge.
///
/// # Panics
/// Where a tile differs by more than the tolerance; every tile that does is in the report.
pub fn picture(name: &str, got: &Picture, tolerance: Tolerance) {
    let columns = got.width.div_ceil(TILE.0);
    let rows = got.height.div_ceil(TILE.1);
    let tile_name = |row: u32, column: u32| format!("{name}.{row}-{column}.png");
    let known: Vec<String> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| tile_name(row, column)))
        .collect();
    let beyond = |file: &str| {
        file.starts_with(&format!("{name}.")) && file.ends_with(".png") && !known.iter().any(|k| k == file)
    };
    let mut failures = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let tile = got.tile(column * TILE.0, row * TILE.1);
            if let Err(share) = compare_tile(&tile_name(row, column), &tile, tolerance) {
                failures.push(format!(
                    "{} ({:.3} % of its pixels)",
                    tile_name(row, column),
                    share * 100.0
                ));
            }
        }
    }
    if blessing() {
        forget(beyond);
        return;
    }
    for entry in fs::read_dir(root().join("ref")).into_iter().flatten().flatten() {
        if let Some(file) = entry.file_name().to_str().filter(|file| beyond(file)) {
            failures.push(format!("{file} (beyond the picture's edge)"));
        }
    }
    if !failures.is_empty() {
        report();
        panic!(
            "{name} differs from its reference in {}; see tests/got/index.html; `cargo xtask bless` accepts the new one",
            failures.join(", ")
        );
    }
}

fn compare_tile(name: &str, got: &Picture, tolerance: Tolerance) -> Result<(), f64> {
    if blessing() {
        bless(name, &got.encode());
        return Ok(());
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
        return Ok(());
    }
    let stem = name.trim_end_matches(".png");
    write(
        &got_folder().join(format!("{stem}.expected.png")),
        &expected_or_pixel(&expected).encode(),
    );
    write(&got_folder().join(format!("{stem}.got.png")), &got.encode());
    write(
        &got_folder().join(format!("{stem}.diff.png")),
        &marked(&expected, got).encode(),
    );
    Err(share)
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
