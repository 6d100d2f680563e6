//! Programs that are not ours, which read what Waymark writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use image::GrayImage;
use image::imageops::{self, FilterType};
use journey_scene::{Primitive, Role, Scene};

use crate::fixtures::root;

/// Where readers of the Python environment come from.
pub const READERS: &str = "`cargo xtask test core` installs it";

/// A program of the Python environment that holds readers.
pub fn reader(name: &str) -> PathBuf {
    root().join("../out/readers/bin").join(name)
}

/// Runs a program that reads a file.
///
/// # Panics
/// Where it fails, with what it says; where there is none, with `remedy`.
pub fn run(program: &Path, arguments: &[&str], remedy: &str) -> Output {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|problem| panic!("{}: {problem}; {remedy}", program.display()));
    let complaint = String::from_utf8_lossy(&output.stderr);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}: {said}{complaint}", program.display());
    output
}

/// Every word of the cards' texts.
pub fn words(scene: &Scene) -> BTreeSet<String> {
    let cards = scene.nodes.iter().filter(|node| node.role == Role::Card);
    let texts = cards
        .flat_map(|node| node.content.iter())
        .filter_map(|primitive| match primitive {
            Primitive::Text(text) => Some(text.source.to_string()),
            _ => None,
        });
    texts
        .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// How far two pictures of about the same size are apart in the mean grey (0 to 255) of blocks of
/// 8 × 8 pixels: on average and at worst. Letters may be drawn in another way, places must not differ.
pub fn apart(a: GrayImage, b: GrayImage) -> (f64, u8) {
    let (width, height) = (b.width() / 8, b.height() / 8);
    let blocks = |image| imageops::resize(&image, width, height, FilterType::Triangle);
    let (a, b) = (blocks(a), blocks(b));
    let apart: Vec<u8> = a.iter().zip(b.iter()).map(|(a, b)| a.abs_diff(*b)).collect();
    let mean = apart.iter().map(|d| f64::from(*d)).sum::<f64>() / apart.len() as f64;
    (mean, apart.into_iter().max().unwrap_or_default())
}
