//! PDF files, as PDFium reads and draws them: what Chrome and Edge open them with.

use std::ops::ControlFlow;

use image::GrayImage;
use journey_layout::{Engine, FontBook, Pages, SheetOptions, Subject, Theme};
use journey_model::{Document, file};
use journey_pdf::{Archive, Attachment, Options, Orientation, Paper, Part, Placement, Poster};
use journey_scene::{Scene, Size};
use journey_tests::fixtures::{document, scene, template_document};
use journey_tests::readers::{READERS, apart, reader, run, words};
use serde::Deserialize;

#[derive(Deserialize)]
struct Found {
    title: String,
    author: String,
    tagged: bool,
    /// Level from 0, title, index of the page.
    outline: Vec<(u32, String, usize)>,
    /// Name and content.
    attachments: Vec<(String, String)>,
    pages: Vec<FoundPage>,
    /// Each page as it was drawn.
    #[serde(skip)]
    pictures: Vec<GrayImage>,
}

#[derive(Deserialize)]
struct FoundPage {
    /// In points.
    size: (f64, f64),
    text: String,
    links: Vec<Target>,
    kinds: std::collections::BTreeMap<String, usize>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Target {
    Page(usize),
    Address(String),
}

/// Lets PDFium read a file, and draw it with so many pixels a point.
fn read(bytes: &[u8], scale: f64) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pdf");
    std::fs::write(&file, bytes).unwrap();
    let (file, drawn) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    let script = include_str!("pdfium.py");
    let output = run(
        &reader("python"),
        &["-c", script, file, &scale.to_string(), drawn],
        READERS,
    );
    let mut found: Found = serde_json::from_slice(&output.stdout).unwrap();
    let picture = |number| image::open(folder.path().join(format!("{number}.png"))).unwrap();
    found.pictures = (0..found.pages.len())
        .map(|number| picture(number).to_luma8())
        .collect();
    found
}

fn painted(parts: &[Part<'_>], options: &Options) -> Vec<u8> {
    let painted = journey_pdf::paint_parts(parts, options, None, &mut |_| ControlFlow::Continue(())).unwrap();
    painted.bytes
}

/// The PNG painter's picture, with so many pixels a px of the sheet.
fn picture(scene: &Scene, scale: f32) -> GrayImage {
    let options = journey_raster::Options {
        size: journey_raster::Extent::Scale(scale),
        ..journey_raster::Options::default()
    };
    let mut bytes = Vec::new();
    journey_raster::paint(scene, &options, &mut bytes, &mut |_| ControlFlow::Continue(())).unwrap();
    image::load_from_memory(&bytes).unwrap().to_luma8()
}

/// Words of the cards that a text lacks.
fn missing(scene: &Scene, text: &str) -> Vec<String> {
    // Long words go over lines, and signs that nobody sees are lost on the way.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    // PDFium gives words that run leftwards as they stand, mirrored; poppler's part reads those.
    let runs_leftwards = |word: &str| word.chars().any(|c| ('\u{590}'..'\u{900}').contains(&c));
    let text = letters(text);
    let words = words(scene).into_iter();
    words
        .filter(|word| !runs_leftwards(word) && !text.contains(&letters(word)))
        .collect()
}

fn is_near(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() < 0.1 && (a.1 - b.1).abs() < 0.1
}

fn archived(document: &Document) -> Options {
    Options {
        date: Some("2026-03-14".into()),
        author: Some("A. & B.".into()),
        attachment: Some(Attachment {
            name: "Map: “ä” 🌍.json".into(),
            json: file::write(document),
        }),
        archive: Archive::A3a,
        ..Options::default()
    }
}

/// One page of the map's own size with all its words, tagged, with the map inside, and it looks as our own
/// painter draws the map.
#[test]
fn maps_are_read_and_drawn_as_we_draw_them() {
    let maps = ["scripts", "edges", "punctuation", "sixty-stages"].map(|name| (name, document(name)));
    for (name, map) in maps
        .iter()
        .chain([&("flood-insurance", template_document("flood-insurance"))])
    {
        let scene = scene(map, "calm");
        // PDFium strokes with a pixel at least, so that thickened letters (Japanese headings) are too dark where
        // a pixel is large.
        let found = read(&painted(&[Part::new(&scene, &scene.title)], &archived(map)), 2.0);
        assert_eq!((found.title, found.author), (map.map.title.clone(), "A. & B.".into()));
        assert_eq!(
            found.attachments,
            [("Map: “ä” 🌍.json".to_owned(), file::write(map))],
            "{name}"
        );
        let [page] = &found.pages[..] else {
            panic!("{name} has {} pages", found.pages.len());
        };
        let size = (scene.size.width * 0.75, scene.size.height * 0.75);
        assert!(is_near(page.size, size), "{name}: {:?}, not {size:?}", page.size);

        assert_eq!(missing(&scene, &page.text), Vec::<String>::new(), "{name}");

        assert!(found.tagged);
        let count = |kind: &str| page.kinds.get(kind).copied().unwrap_or_default();
        assert_eq!((count("H1"), count("Table")), (1, 1), "{name}: {:?}", page.kinds);
        // A heading a stage, a step and a lane.
        let headings = map.stages.len() + map.steps.len();
        assert!(count("TH") > headings, "{name}: {:?}", page.kinds);

        let (mean, worst) = apart(found.pictures[0].clone(), picture(&scene, 1.5));
        assert!(
            mean < 1.0 && worst < 40,
            "{name}: blocks differ by {mean:.2} on average, {worst} at worst"
        );
    }
}

#[test]
fn addresses_lead_where_they_say() {
    let map = document("edges");
    let scene = scene(&map, "calm");
    let found = read(&painted(&[Part::new(&scene, "")], &Options::default()), 0.1);
    let addresses = [
        "https://example.org/path?x=1&y=2",
        "https://example.org/report.pdf",
        "mailto:cx@example.org",
        "https://example.org/a-bare-address-without-a-text",
    ];
    let addresses = addresses.map(|address| Target::Address(address.into()));
    assert_eq!(found.pages[0].links, addresses);
}

/// A cover, the map and a page a stage on A4, as hand-outs are: of the size that was asked for, each with
/// a bookmark; stages lead to their pages, and these back.
#[test]
fn hand_outs_have_pages_bookmarks_and_ways_between_them() {
    let map = template_document("flood-insurance");
    let mut engine = Engine::new(FontBook::shipped());
    let wanted = Pages {
        cover: true,
        map: true,
        stages: true,
    };
    let theme = Theme::by_name("calm").unwrap();
    let (sheet, whole) = (SheetOptions::default(), journey_layout::Part::Whole);
    let pages = engine.pages(&map, theme, &sheet, &whole, &wanted, Size::new(297.0, 210.0));
    let pages = pages.unwrap();
    let parts: Vec<Part<'_>> = pages
        .iter()
        .map(|page| Part {
            about: match &page.subject {
                Subject::Stage(stage) => Some(stage.as_str()),
                Subject::Cover | Subject::Map => None,
            },
            ..Part::new(&page.scene, &page.title)
        })
        .collect();
    let options = Options {
        paper: Paper::A4,
        orientation: Orientation::Landscape,
        ..archived(&map)
    };
    let found = read(&painted(&parts, &options), 1.0);
    assert_eq!(found.pages.len(), 6);
    for page in &found.pages {
        assert!(is_near(page.size, (841.89, 595.28)), "{:?}", page.size);
    }
    let tops = found.outline.iter().filter(|(level, ..)| *level == 0);
    let tops: Vec<(&str, usize)> = tops.map(|(_, title, page)| (title.as_str(), *page)).collect();
    assert_eq!(
        tops,
        [
            ("Cover", 0),
            ("Buying flood insurance in Louisiana", 1),
            ("Awareness", 2),
            ("Consideration", 3),
            ("Decision", 4),
            ("Loyalty", 5)
        ]
    );
    assert!(
        found.outline.contains(&(3, "Compares cover".into(), 1)),
        "{:?}",
        found.outline
    );
    assert!(
        found.outline.contains(&(1, "Compares cover".into(), 3)),
        "{:?}",
        found.outline
    );
    let leads: Vec<&[Target]> = found.pages.iter().map(|page| &page.links[..]).collect();
    assert_eq!(leads[1], [2, 3, 4, 5].map(Target::Page));
    for back in &leads[2..] {
        assert_eq!(*back, [Target::Page(1)]);
    }
    // The cover and a stage's page fill their sheets as the picture does its frame.
    for (page, drawn) in pages.iter().zip(&found.pictures).skip(2) {
        let ink = |image: &GrayImage| image.iter().filter(|grey| **grey < 128).count();
        assert!(ink(drawn) > 1_000, "{} is blank", page.title);
    }
}

/// Sheets of a poster show what they ought to show, and nothing but the overlap twice.
#[test]
fn posters_come_on_the_sheets_that_were_counted() {
    let map = document("edges");
    let scene = scene(&map, "calm");
    let part = [Part::new(&scene, &scene.title)];
    let options = Options {
        paper: Paper::A4,
        orientation: Orientation::Portrait,
        placement: Placement::Tile,
        poster: Poster {
            // No word is wider.
            overlap: 40.0,
            crop_marks: true,
            ..Poster::default()
        },
        ..archived(&map)
    };
    let sheets = journey_pdf::pages(&part, &options).unwrap();
    let found = read(&painted(&part, &options), 0.1);
    assert!(sheets.len() > 2, "{}", sheets.len());
    assert_eq!(found.pages.len(), sheets.len());
    for (page, sheet) in found.pages.iter().zip(&sheets) {
        assert!(is_near(page.size, (595.28, 841.89)) && is_near(page.size, (sheet.width, sheet.height)));
    }
    let all: String = found.pages.iter().map(|page| page.text.as_str()).collect();
    assert_eq!(missing(&scene, &all), Vec::<String>::new());
    assert_eq!(found.attachments.len(), 1);
}
