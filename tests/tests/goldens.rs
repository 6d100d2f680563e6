//! One set of fixture maps through every painter.

use std::ops::ControlFlow;
use std::process::Command;

use journey_layout::{Colours, Engine, FontBook, Footer, Legend, Pages, Part, SheetOptions, Theme};
use journey_model::Date;
use journey_scene::Size;
use journey_tests::fixtures::{document, scene, template_document};
use journey_tests::golden::{self, Picture, Tolerance};

/// The maps, with the scale at which their picture stays a small reference.
const FIXTURES: [(&str, f32); 3] = [("scripts", 0.3), ("edges", 0.25), ("sixty-stages", 0.25)];

fn png(scene: &journey_scene::Scene, scale: f32) -> Vec<u8> {
    let options = journey_raster::Options {
        size: journey_raster::Extent::Scale(scale),
        ..journey_raster::Options::default()
    };
    let mut bytes = Vec::new();
    journey_raster::paint(scene, &options, &mut bytes, &mut |_| ControlFlow::Continue(())).unwrap();
    bytes
}

fn pdf(scene: &journey_scene::Scene) -> Vec<u8> {
    let options = journey_pdf::Options::default();
    journey_pdf::paint(scene, &options, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// Runs a tool of poppler on a PDF file and returns what it prints.
fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new(tool);
    let split = arguments.iter().position(|argument| *argument == "FILE").unwrap();
    command
        .args(&arguments[..split])
        .arg(&file)
        .args(&arguments[split + 1..]);
    let output = command
        .output()
        .unwrap_or_else(|problem| panic!("{tool}: {problem}; `cargo xtask test` installs poppler-utils"));
    assert!(
        output.status.success(),
        "{tool}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn scenes() {
    for (name, _) in FIXTURES {
        let scene = scene(&document(name), "calm");
        golden::text(&format!("{name}.scene.txt"), &journey_scene::dump(&scene));
    }
}

#[test]
fn svg_texts() {
    for (name, _) in FIXTURES {
        let scene = scene(&document(name), "calm");
        let options = journey_svg::Options {
            fonts: journey_svg::Fonts::Referenced,
            background: journey_svg::Background::Paper,
            ..journey_svg::Options::default()
        };
        let svg = journey_svg::paint(&scene, &options).unwrap();
        // One element a line: a difference is then a line, not the whole file.
        golden::text(&format!("{name}.svg"), &svg.replace('>', ">\n"));
    }
}

#[test]
fn png_pictures() {
    for (name, scale) in FIXTURES {
        let document = document(name);
        let got = Picture::decode(&png(&scene(&document, "calm"), scale));
        golden::picture(name, &got, Tolerance::EXACT);
    }
}

#[test]
fn png_pictures_of_every_theme() {
    let document = template_document("flood-insurance");
    for theme in Theme::all() {
        let got = Picture::decode(&png(&scene(&document, theme.name), 0.25));
        golden::picture(&format!("flood-insurance.{}", theme.name), &got, Tolerance::EXACT);
    }
}

#[test]
fn pdf_texts() {
    for (name, _) in FIXTURES {
        let text = poppler(
            "pdftotext",
            &["-layout", "FILE", "-"],
            &pdf(&scene(&document(name), "calm")),
        );
        golden::text(&format!("{name}.pdf.txt"), &String::from_utf8(text).unwrap());
    }
}

/// Pages as poppler draws them, against the PNG painter's picture of the same scene: two painters that
/// share no code must agree on where everything is.
#[test]
fn pdf_pages_look_like_the_picture() {
    for (name, _) in FIXTURES {
        let scene = scene(&document(name), "calm");
        // 24 dpi of a page at 0.75 pt a px is a quarter of the sheet's size.
        let page = poppler("pdftoppm", &["-r", "24", "-png", "-singlefile", "FILE"], &pdf(&scene));
        let page = image::load_from_memory(&page).unwrap().to_luma8();
        let picture = image::load_from_memory(&png(&scene, 0.25)).unwrap().to_luma8();
        // Page sizes are rounded to whole pixels each in its own way.
        let (width, height) = (page.width().min(picture.width()), page.height().min(picture.height()));
        assert!(
            page.width().abs_diff(picture.width()) <= 14 && page.height().abs_diff(picture.height()) <= 14,
            "{name}: page {:?}, picture {:?}",
            page.dimensions(),
            picture.dimensions()
        );
        let (dx, dy) = ((page.width() - width) / 2, (page.height() - height) / 2);
        // Compare the mean grey of 8 x 8 blocks: anti-aliasing differs, places must not.
        let mean = |image: &image::GrayImage, x: u32, y: u32, dx: u32, dy: u32| {
            let sum: u32 = (0..64)
                .map(|i| u32::from(image.get_pixel(x + dx + i % 8, y + dy + i / 8).0[0]))
                .sum();
            f64::from(sum) / 64.0
        };
        let mut worst: f64 = 0.0;
        let mut total = 0.0;
        let mut blocks = 0.0;
        for y in (0..height.saturating_sub(8 + dy)).step_by(8) {
            for x in (0..width.saturating_sub(8 + dx)).step_by(8) {
                let difference = (mean(&page, x, y, dx, dy) - mean(&picture, x, y, 0, 0)).abs();
                worst = worst.max(difference);
                total += difference;
                blocks += 1.0;
            }
        }
        let average = total / blocks;
        assert!(
            average < 2.5 && worst < 40.0,
            "{name}: blocks differ by {average:.2} on average, {worst:.1} at worst"
        );
    }
}

/// Everything that an export can add to the map, on each kind of sheet.
#[test]
fn sheets() {
    let document = template_document("flood-insurance");
    let theme = Theme::by_name("calm").unwrap();
    let mut engine = Engine::new(FontBook::shipped());
    let options = SheetOptions {
        legend: Legend::Full,
        footer: Footer {
            date: Some(Date("2026-11-22".into())),
            version: Some("v14".into()),
            text: "Confidential".into(),
            page: true,
            ..Footer::default()
        },
        ..SheetOptions::default()
    };
    let wanted = Pages {
        cover: true,
        map: false,
        stages: true,
    };
    let a4 = Size::new(297.0, 210.0);
    let pages = engine
        .pages(&document, theme, &options, &Part::Whole, &wanted, a4)
        .unwrap();
    for (page, name) in [(0, "cover"), (3, "stage")] {
        golden::text(
            &format!("sheet.{name}.scene.txt"),
            &journey_scene::dump(&pages[page].scene),
        );
        let got = Picture::decode(&png(&pages[page].scene, 0.25));
        golden::picture(&format!("sheet.{name}"), &got, Tolerance::EXACT);
    }
    let safe = SheetOptions {
        colours: Colours::ColourBlindSafe,
        ..options.clone()
    };
    let safe = engine.sheet(&document, theme, &safe, &Part::Whole).unwrap();
    let blank = engine.blank(&document, theme, &options, a4);
    let cards: Vec<String> = document.cards.keys().take(9).map(|card| card.0.clone()).collect();
    let selection = engine.sheet(&document, theme, &options, &Part::Records(cards)).unwrap();
    let label = engine.label("Sheet B2", theme, 1.0);
    // Other painters take them as well.
    let scenes = pages.iter().map(|page| &page.scene).chain([&blank, &selection]);
    for scene in scenes.map(|scene| &**scene).chain([&label]) {
        assert!(pdf(scene).starts_with(b"%PDF-"));
        let svg = journey_svg::paint(scene, &journey_svg::Options::default()).unwrap();
        assert!(
            svg.ends_with("</svg>\n") || svg.ends_with("</svg>"),
            "{}",
            &svg[svg.len() - 20..]
        );
    }
    for (name, scene) in [("colour-blind-safe", safe), ("blank", blank)] {
        let got = Picture::decode(&png(&scene, 0.25));
        golden::picture(&format!("sheet.{name}"), &got, Tolerance::EXACT);
    }
}
