//! The directions of the house: who may depend on whom, read from `cargo metadata`, and what the
//! sources of some rooms may not touch. Manifests keep most of it; this test keeps the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What each crate under `src-tauri/crates` may use of ours. A new crate needs a line here, and one
/// in ARCHITECTURE.md.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("journey-model", &[]),
    ("journey-scene", &[]),
    ("journey-layout", &["journey-model", "journey-scene"]),
    ("journey-editor", &["journey-layout", "journey-model", "journey-scene"]),
    ("journey-exchange", &["journey-model"]),
    ("journey-store", &["journey-model"]),
    ("journey-glyph", &["journey-scene"]),
    ("journey-svg", &["journey-glyph", "journey-scene"]),
    ("journey-raster", &["journey-glyph", "journey-scene"]),
    ("journey-pdf", &["journey-glyph", "journey-scene"]),
    ("journey-pptx", &["journey-scene"]),
    (
        "journey-shell",
        &[
            "journey-editor",
            "journey-exchange",
            "journey-layout",
            "journey-model",
            "journey-pdf",
            "journey-pptx",
            "journey-raster",
            "journey-scene",
            "journey-store",
            "journey-svg",
        ],
    ),
    ("xtask", &[]),
];

/// What would tie the core to a window or to an asynchronous runtime.
const SHELL_ONLY: &[&str] = &["tauri", "tao", "wry", "gtk", "webkit2gtk", "tokio", "async-std"];

/// The crates that do no I/O and know no clock: the same map gives the same bytes.
const PURE: &[&str] = &[
    "journey-model",
    "journey-scene",
    "journey-glyph",
    "journey-layout",
    "journey-editor",
    "journey-exchange",
];

const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "SystemTime",
    "Instant::now",
];

/// The one file of a pure crate that may touch the outside, and what of it: scripts that the shipped
/// fonts lack are drawn with a font of the system, read by file.
const LICENSED: (&str, &str) = ("journey-layout/src/fonts.rs", "std::fs");

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the package lies in the root").to_owned()
}

/// The workspace and everything it depends on, as cargo resolved it.
struct Workspace {
    metadata: Value,
}

impl Workspace {
    fn read() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1"])
            .current_dir(root())
            .output()
            .expect("cargo starts");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo metadata: {complaint}");
        let metadata = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
        Self { metadata }
    }

    fn packages(&self) -> impl Iterator<Item = &Value> {
        self.metadata["packages"].as_array().into_iter().flatten()
    }

    /// The members whose manifest lies under `folder`, by name.
    fn members_under(&self, folder: &Path) -> BTreeMap<&str, &Value> {
        let manifest = |package: &Value| PathBuf::from(package["manifest_path"].as_str().unwrap_or(""));
        self.packages()
            .filter(|package| package["source"].is_null() && manifest(package).starts_with(folder))
            .filter_map(|package| Some((package["name"].as_str()?, package)))
            .collect()
    }

    /// The names of everything that ends up in a build of `package`: normal and build dependencies,
    /// and theirs. Tests may use what they like.
    fn reach(&self, package: &Value) -> BTreeSet<&str> {
        let nodes: BTreeMap<&str, &Value> = self.metadata["resolve"]["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|node| Some((node["id"].as_str()?, node)))
            .collect();
        let names: BTreeMap<&str, &str> = self
            .packages()
            .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
            .collect();
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = package["id"].as_str().into_iter().collect();
        while let Some(id) = open.pop() {
            if !found.insert(id) {
                continue;
            }
            let edges = nodes.get(id).and_then(|node| node["deps"].as_array());
            for edge in edges.into_iter().flatten() {
                let mut kinds = edge["dep_kinds"].as_array().into_iter().flatten();
                if kinds.any(|kind| kind["kind"] != "dev") {
                    open.extend(edge["pkg"].as_str());
                }
            }
        }
        found.iter().filter_map(|id| names.get(id).copied()).collect()
    }
}

/// The names that a manifest itself asks for, tests aside.
fn direct(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().into_iter().flatten();
    all.filter(|dependency| dependency["kind"] != "dev")
        .filter_map(|dependency| dependency["name"].as_str())
}

#[test]
fn crates_keep_their_directions() {
    let workspace = Workspace::read();
    let members = workspace.members_under(&root().join("src-tauri/crates"));
    let known: BTreeSet<&str> = DIRECTIONS.iter().map(|(name, _)| *name).collect();
    let there: BTreeSet<&str> = members.keys().copied().collect();
    assert_eq!(
        there, known,
        "crates under src-tauri/crates, and those with a direction"
    );
    for (name, allowed) in DIRECTIONS {
        let ours: BTreeSet<&str> = direct(members[name])
            .filter(|dependency| known.contains(dependency) || *dependency == "waymark")
            .collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        let foul: Vec<_> = ours.difference(&allowed).collect();
        assert!(foul.is_empty(), "{name} must not depend on {foul:?}");
    }
}

#[test]
fn the_core_knows_no_window_and_no_runtime() {
    let workspace = Workspace::read();
    for (name, package) in workspace.members_under(&root().join("src-tauri/crates")) {
        for dependency in workspace.reach(package) {
            let is_shell = SHELL_ONLY.contains(&dependency) || dependency.starts_with("tauri-");
            assert!(!is_shell, "{name} reaches {dependency}");
        }
    }
}

#[test]
fn only_the_store_reaches_the_database() {
    let workspace = Workspace::read();
    for (name, package) in workspace.members_under(&root().join("src-tauri/crates")) {
        let reaches = workspace.reach(package).contains("rusqlite");
        let through_the_store = DIRECTIONS
            .iter()
            .any(|(room, uses)| *room == name && uses.contains(&"journey-store"));
        assert_eq!(
            reaches,
            name == "journey-store" || through_the_store,
            "{name} and rusqlite"
        );
    }
}

#[test]
fn tests_do_not_link_the_app() {
    let workspace = Workspace::read();
    let members = workspace.members_under(&root().join("tests"));
    let tests = members["journey-tests"];
    assert!(!workspace.reach(tests).contains("waymark"));
}

/// Every file under `folder` with one of the extensions, sorted.
fn sources(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path, extensions));
        } else if path
            .extension()
            .is_some_and(|e| extensions.iter().any(|known| e == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of code before a file's tests, numbered from 1, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or(line)))
}

#[test]
fn pure_crates_touch_neither_files_nor_clock() {
    for name in PURE {
        let folder = root().join("src-tauri/crates").join(name).join("src");
        let files = sources(&folder, &["rs"]);
        assert!(!files.is_empty(), "{} holds sources", folder.display());
        for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
            let text = fs::read_to_string(file).expect("a source is text");
            for (number, line) in code(&text) {
                for word in IMPURE {
                    if file.ends_with(LICENSED.0) && *word == LICENSED.1 {
                        continue;
                    }
                    let place = format!("{}:{number}", file.display());
                    assert!(!line.contains(word), "{place}: {word} in {name}");
                }
            }
        }
    }
}

#[test]
fn only_the_host_folder_of_the_ui_touches_tauri() {
    let ui = root().join("ui/src");
    let files = sources(&ui, &["ts", "js", "svelte"]);
    assert!(!files.is_empty(), "{} holds sources", ui.display());
    for file in files.iter().filter(|file| !file.starts_with(ui.join("host"))) {
        let text = fs::read_to_string(file).expect("a source is text");
        let touches = text.contains("@tauri-apps") || text.contains("__TAURI");
        assert!(!touches, "{} touches Tauri; only ui/src/host may", file.display());
    }
}

#[test]
fn code_ends_where_tests_begin() {
    let text = "use a;\nlet x = 1; // std::fs\n#[cfg(test)]\nuse std::fs;\n";
    let lines: Vec<_> = code(text).collect();
    assert_eq!(lines, [(1, "use a;"), (2, "let x = 1; ")]);
}
