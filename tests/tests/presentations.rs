//! PowerPoint presentations: against a reference, and as programs that are not ours read them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use journey_layout::{Engine, FontBook, Pages, Part, SheetOptions, Theme};
use journey_pptx::{Content, Options, Slide, SlideSize};
use journey_scene::{Scene, Size};
use journey_tests::fixtures::{document, root, scene, template_document};
use journey_tests::golden;
use journey_tests::readers::{READERS, apart, reader, run, words};
use serde_json::Value;

const NOTES: &str = "Say hello.\nThen walk along.";

fn painted(slides: &[Slide<'_>], size: SlideSize) -> Vec<u8> {
    let options = Options {
        size,
        date: Some("2026-03-14T09:26:53Z".into()),
        author: Some("A. & B.".into()),
        description: None,
    };
    journey_pptx::paint(slides, &options, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn slide<'a>(title: &'a str, scene: &'a Scene) -> Slide<'a> {
    Slide {
        title,
        content: Content::Scene(scene),
        notes: NOTES,
    }
}

#[test]
fn the_parts_of_a_presentation() {
    let scene = scene(&template_document("flood-insurance"), "calm");
    let bytes = painted(&[slide("Overview", &scene)], SlideSize::Widescreen);
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        // One element a line: a difference is then a line, not the whole part.
        writeln!(all, "== {name}\n{}", text.replace("><", ">\n<")).unwrap();
    }
    golden::text("flood-insurance.pptx", &all);
}

/// LibreOffice shows the slide as our own painter draws the map: everything is where it was, and its text
/// is text.
#[test]
fn a_slide_in_libreoffice_looks_like_the_picture() {
    let scene = scene(&template_document("flood-insurance"), "calm");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pptx");
    // A slide of the map's own size, so that the page can be compared with the picture.
    std::fs::write(&file, painted(&[slide("Overview", &scene)], SlideSize::Map)).unwrap();
    // With the fonts that the app ships; in a profile of its own, so that no open office is asked.
    let fonts = folder.path().join("fonts.conf");
    let shipped = root().join("../assets/fonts").canonicalize().unwrap();
    let cache = folder.path().join("cache");
    let configuration = format!(
        "<fontconfig><include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include><dir>{}</dir><cachedir>{}</cachedir></fontconfig>",
        shipped.display(),
        cache.display()
    );
    std::fs::write(&fonts, configuration).unwrap();
    let output = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}/profile",
            folder.path().display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .env("FONTCONFIG_FILE", &fonts)
        .output()
        .unwrap_or_else(|problem| panic!("soffice: {problem}; `cargo xtask test` installs libreoffice-impress"));
    let pdf = folder.path().join("map.pdf");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(pdf.is_file(), "LibreOffice made no PDF: {complaint}");

    let pdf = pdf.to_str().unwrap();
    let remedy = "`cargo xtask test` installs poppler-utils";
    let text = run(Path::new("pdftotext"), &["-raw", pdf, "-"], remedy).stdout;
    let text = String::from_utf8(text).unwrap();
    let found: BTreeSet<&str> = text.split_whitespace().collect();
    let missing: Vec<_> = words(&scene)
        .into_iter()
        .filter(|word| !found.contains(word.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?} in {text}");

    let arguments = ["-r", "24", "-png", "-singlefile", pdf];
    let page = run(Path::new("pdftoppm"), &arguments, remedy).stdout;
    let page = image::load_from_memory(&page).unwrap().to_luma8();
    let mut picture = Vec::new();
    let options = journey_raster::Options {
        size: journey_raster::Extent::Scale(0.25),
        ..journey_raster::Options::default()
    };
    journey_raster::paint(&scene, &options, &mut picture, &mut |_| ControlFlow::Continue(())).unwrap();
    let picture = image::load_from_memory(&picture).unwrap().to_luma8();
    let (mean, worst) = apart(page, picture);
    assert!(
        mean < 2.6 && worst < 32,
        "blocks differ by {mean:.2} on average, {worst} at worst"
    );
}

/// What python-pptx finds, as JSON.
const SCRIPT: &str = r#"
import json, sys
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE as T
slides = []
for slide in Presentation(sys.argv[1]).slides:
    texts, ids, glue = [], {}, []
    def walk(shapes):
        for shape in shapes:
            ids[shape.shape_id] = shape
            if shape.shape_type == T.GROUP:
                walk(shape.shapes)
            elif shape.has_text_frame and shape.text_frame.text:
                texts.append(shape.text_frame.text)
    walk(slide.shapes)
    for shape in slide.shapes:
        begin = shape._element.find('.//{*}stCxn')
        end = shape._element.find('.//{*}endCxn')
        if begin is not None and end is not None:
            glue.append([ids[int(e.get('id'))].text_frame.text for e in (begin, end)])
    slides.append({
        'title': slide.shapes.title.text_frame.text if slide.shapes.title is not None else None,
        'notes': slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else None,
        'alt': sum(1 for s in slide.shapes if s._element.xpath('.//p:cNvPr/@descr')),
        'texts': texts,
        'glue': glue,
    })
print(json.dumps(slides))
"#;

/// A presentation as the app makes it: cover, overview and stages.
fn deck() -> Vec<u8> {
    let document = template_document("flood-insurance");
    let pages = Pages {
        cover: true,
        map: true,
        stages: true,
    };
    let theme = Theme::by_name("calm").unwrap();
    let mut engine = Engine::new(FontBook::shipped());
    let options = SheetOptions::default();
    let pages = engine.pages(&document, theme, &options, &Part::Whole, &pages, Size::new(16.0, 9.0));
    let pages = pages.unwrap();
    let slides: Vec<_> = pages.iter().map(|page| slide(&page.title, &page.scene)).collect();
    painted(&slides, SlideSize::Widescreen)
}

#[test]
fn python_pptx_reads_every_slide() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deck.pptx");
    std::fs::write(&file, deck()).unwrap();
    let output = run(&reader("python"), &["-c", SCRIPT, file.to_str().unwrap()], READERS);
    let slides: Value = serde_json::from_slice(&output.stdout).unwrap();
    let slides = slides.as_array().unwrap();
    assert_eq!(slides.len(), 6);
    let titles: Vec<&str> = slides.iter().map(|slide| slide["title"].as_str().unwrap()).collect();
    assert_eq!(titles[1], "Buying flood insurance in Louisiana");
    assert_eq!(titles[2..], ["Awareness", "Consideration", "Decision", "Loyalty"]);
    for slide in slides {
        assert_eq!(slide["notes"], NOTES);
        assert!(slide["alt"].as_u64().unwrap() > 10);
    }
    let texts: Vec<&str> = slides[1]["texts"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let certificate = "Certificate demanded before a price is shown: 61 % leave here";
    assert_eq!(texts.iter().filter(|text| **text == certificate).count(), 1);
    let estimate = "Estimate first, certificate later, with a photo upload";
    let glue = slides[1]["glue"].as_array().unwrap();
    assert!(glue.contains(&serde_json::json!([certificate, estimate])), "{glue:?}");
}

/// The schemas of ECMA-376, and what else PowerPoint is known to repair.
#[test]
fn presentations_need_no_repair() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("deck", deck()),
        (
            "edges",
            painted(&[slide("Edges", &scene(&document("edges"), "calm"))], SlideSize::Map),
        ),
        (
            "scripts",
            painted(
                &[slide("Scripts", &scene(&document("scripts"), "calm"))],
                SlideSize::Standard,
            ),
        ),
    ] {
        let file = folder.path().join(format!("{name}.pptx"));
        std::fs::write(&file, bytes).unwrap();
        // It fails where it finds anything.
        run(&reader("openxml-audit"), &[file.to_str().unwrap()], READERS);
    }
}
