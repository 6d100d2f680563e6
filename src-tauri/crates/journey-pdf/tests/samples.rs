//! The shipped templates and the fixtures, laid out and painted: each text of the map is in the file.

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{document, look, pdf, sound, tool};
use journey_layout::{Engine, FontBook, Theme};
use journey_model::Document;
use journey_pdf::{Attachment, Options, Paper, Part, Placement, Poster, Scale, Standard, attachment, pages};
use journey_scene::{Primitive, Role, Scene};

/// The one with everything in it, without laying out the others.
fn flood_insurance() -> Arc<Scene> {
    let mut engine = Engine::new(FontBook::shipped());
    let mut files = files("assets/templates").into_iter();
    let file = files.find(|file| file.ends_with("flood-insurance.json")).unwrap();
    engine.scene(&read(&file).1, Theme::all()[0])
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..").join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

/// Templates hold a map under `file`; fixtures are maps.
fn read(file: &Path) -> (String, Document) {
    let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let map = whole.get("file").unwrap_or(&whole).to_string();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    (name, journey_model::file::read(map).unwrap())
}

fn scenes(folder: &str) -> Vec<(String, Arc<Scene>)> {
    let mut engine = Engine::new(FontBook::shipped());
    let files = files(folder).into_iter().map(|file| read(&file));
    files
        .map(|(name, document)| (name, engine.scene(&document, Theme::all()[0])))
        .collect()
}

fn texts(primitives: &[Primitive], into: &mut Vec<String>) {
    for primitive in primitives {
        match primitive {
            Primitive::Text(text) => into.push(text.source.to_string()),
            Primitive::Group { children, .. } => texts(children, into),
            _ => {}
        }
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Paints a map at its own size: sound, and conforming to PDF/UA-1.
fn conforming(name: &str, scene: &Scene) -> Vec<u8> {
    let bytes = pdf(scene, &Options::default());
    look(name, &bytes);
    sound(&bytes);
    let claim = "<pdfuaid:part>1</pdfuaid:part>";
    assert!(String::from_utf8_lossy(&bytes).contains(claim), "{name} conforms");
    bytes
}

#[test]
fn every_text_of_every_template_is_told() {
    for (name, scene) in scenes("assets/templates") {
        let bytes = conforming(&name, &scene);
        let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &bytes) else {
            return;
        };
        assert!(tree.contains("  H1 "), "{name}");
        let quoted = |line: &str| Some(line.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
        let told = bare(&tree.lines().filter_map(quoted).collect::<String>());
        for node in scene.nodes.iter().filter(|node| node.role != Role::Decoration) {
            let mut sources = Vec::new();
            texts(&node.content, &mut sources);
            for source in sources {
                assert!(told.contains(&bare(&source)), "{name}: {source:?}");
            }
        }
    }
}

/// Poppler's structure printer loses what follows a mark within a mark (right-to-left runs, replacement
/// text of stacked letters), so the scripts are searched for in `paint.rs`.
#[test]
fn every_fixture_conforms() {
    for (name, scene) in scenes("tests/fixtures") {
        conforming(&name, &scene);
    }
}

#[test]
fn a_real_map_becomes_a_poster_with_an_assembly_page_and_comes_back() {
    let scene = flood_insurance();
    let part = [Part::new(&scene, &scene.title)];
    let json = "{\"title\": \"A map\"}";
    let options = Options {
        paper: Paper::A4,
        placement: Placement::Tile,
        poster: Poster {
            scale: Scale::Sheets {
                columns: Some(4),
                rows: None,
            },
            crop_marks: true,
            assembly: true,
            ..Poster::default()
        },
        attachment: Some(Attachment {
            name: "map.json".into(),
            json: json.into(),
        }),
        ..Options::default()
    };
    let painted = document("poster", &part, &options, None);
    sound(&painted.bytes);
    assert_eq!(
        painted.conformance.claimed,
        [Standard::Ua1],
        "{:?}",
        painted.conformance
    );
    assert_eq!(attachment(&painted.bytes), Ok(Some(json.to_owned())));
    let Some(said) = tool("pdfinfo", &["FILE"], &painted.bytes) else {
        return;
    };
    let count = pages(&part, &options).unwrap().len();
    assert!(
        count > 8 && said.contains(&format!("Pages:           {count}")),
        "{said}"
    );
    let text = tool("pdftotext", &["-f", "1", "-l", "1", "FILE", "-"], &painted.bytes).unwrap();
    assert!(
        text.contains(&format!("{} sheets, 4 across", count - 1)) && text.contains("D2"),
        "{text}"
    );
}

#[test]
fn personas_and_objectives_have_headings() {
    let scene = flood_insurance();
    let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &pdf(&scene, &Options::default())) else {
        return;
    };
    let flat: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("Sect H2 \"Marie Broussard\" (block) \"Marie Broussard\" P (block)"),
        "{tree}"
    );
    assert_eq!(
        flat.matches(" H2 ").count(),
        5,
        "one persona and four objectives: {tree}"
    );
}
