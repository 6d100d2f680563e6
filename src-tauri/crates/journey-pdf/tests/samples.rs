//! The shipped templates and the fixtures, laid out and painted: each text of the map is in the file.

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::{pdf, sound, tool};
use journey_layout::{Engine, FontBook, Theme};
use journey_pdf::Options;
use journey_scene::{Primitive, Role, Scene, TextBox};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../..")
        .join(folder);
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

/// Templates hold a map under `file`; fixtures are maps.
fn scenes() -> Vec<(String, Arc<Scene>)> {
    let mut engine = Engine::new(FontBook::shipped());
    let read = |file: PathBuf| {
        let whole: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let map = whole.get("file").unwrap_or(&whole).to_string();
        let document = journey_model::file::read(map).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        (name, engine.scene(&document, Theme::all()[0]))
    };
    let maps = files("assets/templates")
        .into_iter()
        .chain(files("tests/fixtures"));
    maps.map(read).collect()
}

fn texts(primitives: &[Primitive], into: &mut Vec<String>) {
    for primitive in primitives {
        match primitive {
            // Poppler's structure printer loses what follows the marks of right-to-left runs, and tells
            // no replacement text of drawings, which missing letters are; `paint.rs` checks both.
            Primitive::Text(text) if odd(text) => {}
            Primitive::Text(text) => into.push(text.source.to_string()),
            Primitive::Group { children, .. } => texts(children, into),
            _ => {}
        }
    }
}

fn odd(text: &TextBox) -> bool {
    let mut runs = text.lines.iter().flat_map(|line| &line.runs);
    runs.any(|run| run.rtl || run.glyphs.iter().any(|glyph| glyph.id == 0))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_text_of_every_map_is_told() {
    let look = std::env::var_os("PDF_LOOK").map(std::path::PathBuf::from);
    for (name, scene) in scenes() {
        let bytes = pdf(&scene, &Options::default());
        if let Some(folder) = &look {
            std::fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
        }
        sound(&bytes);
        assert!(
            String::from_utf8_lossy(&bytes).contains("<pdfuaid:part>1</pdfuaid:part>"),
            "{name} conforms"
        );
        let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &bytes) else {
            return;
        };
        let quoted =
            |line: &str| Some(line.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
        let told = bare(&tree.lines().filter_map(quoted).collect::<String>());
        for node in scene
            .nodes
            .iter()
            .filter(|node| node.role != Role::Decoration)
        {
            let mut sources = Vec::new();
            texts(&node.content, &mut sources);
            for source in sources {
                assert!(told.contains(&bare(&source)), "{name}: {source:?}");
            }
        }
    }
}
