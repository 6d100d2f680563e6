//! SVG files with their letters as outlines, as librsvg draws them: it reads no fonts inside a file, so
//! it shows what every program will.

use std::ops::ControlFlow;
use std::process::Command;

use image::GrayImage;
use journey_scene::{Rect, Scene};
use journey_tests::fixtures::{document, scene, template_document};

/// The part of the sheet that is compared, which holds every kind of node, but is quick to draw.
const PART: (f64, f64) = (1400.0, 1000.0);

fn part(scene: &Scene) -> Rect {
    Rect::new(0.0, 0.0, scene.size.width.min(PART.0), scene.size.height.min(PART.1))
}

fn drawn_by_librsvg(scene: &Scene, name: &str) -> GrayImage {
    let options = journey_svg::Options {
        fonts: journey_svg::Fonts::Outlines,
        region: Some(part(scene)),
        ..journey_svg::Options::default()
    };
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (svg, png) = (
        folder.join(format!("{name}.outlines.svg")),
        folder.join(format!("{name}.outlines.png")),
    );
    std::fs::write(&svg, journey_svg::paint(scene, &options).unwrap()).unwrap();
    let status = Command::new("rsvg-convert").arg(&svg).arg("-o").arg(&png).status();
    let status = status.unwrap_or_else(|problem| panic!("{problem}; `cargo xtask test` installs librsvg2-bin"));
    assert!(status.success());
    image::open(png).unwrap().to_luma8()
}

fn painted(scene: &Scene) -> GrayImage {
    let options = journey_raster::Options {
        region: Some(part(scene)),
        ..journey_raster::Options::default()
    };
    let mut file = Vec::new();
    journey_raster::paint(scene, &options, &mut file, &mut |_| ControlFlow::Continue(())).unwrap();
    image::load_from_memory(&file).unwrap().to_luma8()
}

/// Mean grey of the block of 16 × 16 px at a place.
fn mean(picture: &GrayImage, x: u32, y: u32) -> f64 {
    let sum: u32 = (0..256)
        .map(|i| u32::from(picture.get_pixel(x + i % 16, y + i / 16).0[0]))
        .sum();
    f64::from(sum) / 256.0
}

#[test]
fn outlined_letters_look_like_the_picture_without_any_font() {
    for (name, document) in [
        ("scripts", document("scripts")),
        ("edges", document("edges")),
        ("flood-insurance", template_document("flood-insurance")),
    ] {
        let scene = scene(&document, "calm");
        let (svg, picture) = (drawn_by_librsvg(&scene, name), painted(&scene));
        assert_eq!(svg.dimensions(), picture.dimensions(), "{name}");
        let (mut worst, mut total, mut blocks) = (0.0, 0.0, 0.0);
        for y in (0..svg.height() - 16).step_by(16) {
            for x in (0..svg.width() - 16).step_by(16) {
                let difference = (mean(&svg, x, y) - mean(&picture, x, y)).abs();
                worst = f64::max(worst, difference);
                total += difference;
                blocks += 1.0;
            }
        }
        let average = total / blocks;
        // A word that were missing would change its blocks by 30 and more.
        assert!(
            average < 0.6 && worst < 16.0,
            "{name}: blocks differ by {average:.2} on average, {worst:.1} at worst"
        );
    }
}
