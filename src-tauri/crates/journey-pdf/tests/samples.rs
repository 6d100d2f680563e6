//! The shipped templates and the fixtures, laid out and painted: each text of the map is in the file.

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::{pdf, sound, tool};
use journey_layout::{Engine, FontBook, Theme};
use journey_pdf::Options;
use journey_scene::{Primitive, Role, Scene};

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
fn scenes(folder: &str) -> Vec<(String, Arc<Scene>)> {
    let mut engine = Engine::new(FontBook::shipped());
    let read = |file: PathBuf| {
        let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let map = whole.get("file").unwrap_or(&whole).to_string();
        let document = journey_model::file::read(map).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        (name, engine.scene(&document, Theme::all()[0]))
    };
    files(folder).into_iter().map(read).collect()
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
    if let Some(folder) = std::env::var_os("PDF_LOOK").map(PathBuf::from) {
        std::fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
    }
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
