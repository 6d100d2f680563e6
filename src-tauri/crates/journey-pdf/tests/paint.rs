//! The painter from outside: text, fonts, structure and robustness, checked with tools of others.

mod common;

use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use common::{Setter, grid, node, rectangle, scene};
use journey_pdf::{Attachment, Background, Options, Paper, Placement, paint};
use journey_scene::*;

fn pdf(scene: &Scene, options: &Options) -> Vec<u8> {
    paint(scene, options, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// Runs a tool on the bytes; `None` where it is not installed.
fn tool(name: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pdf");
    std::fs::write(&file, bytes).unwrap();
    run(name, arguments, &file, folder.path())
}

fn run(name: &str, arguments: &[&str], file: &Path, folder: &Path) -> Option<String> {
    let fill = |a: &&str| a.replace("FILE", file.to_str().unwrap());
    let output = match Command::new(name).args(arguments.iter().map(|a| fill(&a))).current_dir(folder).output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("{name} is not installed; not checked");
            return None;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {text}");
    Some(text)
}

fn sound(bytes: &[u8]) {
    if let Some(said) = tool("qpdf", &["--check", "FILE"], bytes) {
        assert!(!said.contains("WARNING"), "{said}");
    }
}

const TEXTS: [&str; 8] = [
    "Searches for “flood insurance” after the storm",
    "Vergleicht Tarife: größer, günstiger, schöner",
    "Ελληνικά και кириллица",
    "مرحبا بالعالم",
    "שלום עולם",
    "保険を比較する",
    "เปรียบเทียบประกัน",
    "Signs up 🎉 at last",
];

#[test]
fn every_text_can_be_found() {
    let bytes = pdf(&grid(&Setter::new(), 4, &TEXTS), &Options::default());
    sound(&bytes);
    let Some(text) = tool("pdftotext", &["FILE", "-"], &bytes) else {
        return;
    };
    let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{202a}'..='\u{202e}')).collect::<String>();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in TEXTS {
        assert!(bare(&text).contains(&bare(wanted)), "{wanted} in {text}");
    }
    for wanted in ["Searches for “flood insurance” after the storm", "Signs up 🎉 at last", "Ελληνικά και кириллица"] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
}
