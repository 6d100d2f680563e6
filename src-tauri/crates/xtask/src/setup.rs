//! Set-up: from whatever the machine has to what a verb needs. Everything here looks first and acts
//! only on what is missing, so that a second run costs almost nothing.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::checkout::Checkout;
use crate::freshness;
use crate::packages::{self, Need};
use crate::process::{Failure, Task};

/// Sees to the system packages of all the groups.
///
/// # Errors
/// As [`packages::ensure`].
pub fn system_packages(groups: &[&[Need]]) -> Result<(), Failure> {
    let needs: Vec<&Need> = groups.iter().flat_map(|group| group.iter()).collect();
    packages::ensure(&needs)
}

/// What reads presentations and PDF files in the tests: python-pptx, as many scripts do; a validator of
/// the file format's schemas and of what PowerPoint repairs; and PDFium, which draws PDF files in Chrome.
/// Debian has none of them. They are under the MIT licence, PDFium under BSD and Apache ones.
const READERS: [&str; 3] = ["python-pptx==1.0.2", "openxml-audit==0.8.0", "pypdfium2==5.15.2"];

/// Sees to a Python environment with the readers, in `out/readers`.
///
/// # Errors
/// There is no Python, or the readers cannot be had.
pub fn python_readers(checkout: &Checkout) -> Result<(), Failure> {
    let folder = checkout.root().join("out/readers");
    let list = folder.join("readers.txt");
    let wanted = READERS.join("\n");
    if fs::read_to_string(&list).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    Task::new("python3")
        .args(["-m", "venv", "--clear"])
        .path(&folder)
        .or("Install Python 3 with its venv module, then try again.")
        .run()?;
    let python = folder.join("bin/python");
    Task::new(&python.to_string_lossy())
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(READERS)
        .or("Is the network there? The packages come from PyPI once.")
        .run()?;
    // Written last: an environment that was given up half-way is made again.
    fs::write(&list, wanted).map_err(|error| Failure::new(format!("{}: {error}", list.display())))
}

/// Sees to Node and to the UI's locked dependencies.
///
/// # Errors
/// Node is missing or too old, or `npm ci` fails.
pub fn ui_dependencies(checkout: &Checkout) -> Result<(), Failure> {
    node()?;
    let ui = checkout.ui();
    let wanted = read_json(&ui.join("package-lock.json")).ok_or_else(|| {
        Failure::new("ui/package-lock.json is missing or is not JSON")
            .remedy("Restore it: git checkout -- ui/package-lock.json")
    })?;
    // npm leaves a list of what it installed beside the packages.
    let installed = read_json(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some_and(|installed| is_as_locked(&wanted, &installed)) {
        return Ok(());
    }
    checkout
        .npm()
        .args(["ci", "--no-audit", "--no-fund"])
        .or("Is the network there? The packages come from the npm registry once, then from its cache.")
        .run()
}

/// Builds `ui/dist` unless it is newer than everything it is built from.
///
/// # Errors
/// The build fails.
pub fn ui_build(checkout: &Checkout) -> Result<(), Failure> {
    let ui = checkout.ui();
    // The UI loads the very fonts and icons that the painters embed.
    let assets = checkout.root().join("assets");
    let built = ui.join("dist/index.html");
    if freshness::is_fresh(&built, &[&ui, &assets], &["node_modules", "dist", "tests"]) {
        return Ok(());
    }
    checkout.npm().args(["run", "build"]).run()
}

fn read_json(path: &Path) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// Whether what npm installed is what the lock file asks for: nothing else, nothing of another
/// version, and nothing missing but optional packages (those are for other platforms).
fn is_as_locked(wanted: &Value, installed: &Value) -> bool {
    let empty = Map::new();
    let entries = |lock: &Value| lock["packages"].as_object().unwrap_or(&empty).clone();
    let (wanted, installed) = (entries(wanted), entries(installed));
    let is_optional = |entry: &Value| {
        ["optional", "devOptional"]
            .iter()
            .any(|key| entry[key] == Value::Bool(true))
    };
    let nothing_foreign = installed.iter().all(|(path, entry)| {
        wanted
            .get(path)
            .is_some_and(|lock| lock["version"] == entry["version"] && lock["integrity"] == entry["integrity"])
    });
    let nothing_missing = wanted
        .iter()
        .all(|(path, lock)| path.is_empty() || is_optional(lock) || installed.contains_key(path));
    nothing_foreign && nothing_missing
}

/// A version of Node: major, minor, patch.
type Version = (u32, u32, u32);

/// Reads `v20.19.1`.
fn parse_version(text: &str) -> Option<Version> {
    let text = text.trim();
    let mut parts = text.strip_prefix('v').unwrap_or(text).splitn(3, '.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    // A pre-release carries a suffix: 23.0.0-nightly.
    let patch = parts.next()?.split('-').next()?.parse().ok()?;
    Some((major, minor, patch))
}

/// Vite 8 asks for `^20.19.0 || >=22.12.0`.
fn is_supported((major, minor, _): Version) -> bool {
    match major {
        0..=19 | 21 => false,
        20 => minor >= 19,
        22 => minor >= 12,
        _ => true,
    }
}

const NODE_REMEDY: &str = "Install Node 20.19 or newer (22.12 or newer in the 22 line): \
                           https://nodejs.org/en/download";

/// Checks that Node is there, and new enough, and npm with it. Ask this first: nobody wants to learn
/// it after a long download.
///
/// # Errors
/// Node or npm is missing, or Node is too old.
pub fn node() -> Result<(), Failure> {
    let (_, text) = Task::new("node")
        .arg("--version")
        .output()
        .map_err(|_| Failure::new("Node is missing; Waymark's UI is built with it").remedy(NODE_REMEDY))?;
    let version = parse_version(&text).ok_or_else(|| {
        Failure::new(format!("`node --version` gave `{}`, not a version", text.trim())).remedy(NODE_REMEDY)
    })?;
    if !is_supported(version) {
        let (major, minor, patch) = version;
        return Err(
            Failure::new(format!("Node {major}.{minor}.{patch} is too old for Waymark's UI")).remedy(NODE_REMEDY),
        );
    }
    Task::npm().arg("--version").or(NODE_REMEDY).output()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_of_node() {
        assert_eq!(parse_version("v20.19.1\n"), Some((20, 19, 1)));
        assert_eq!(parse_version("24.0.0-nightly2025"), Some((24, 0, 0)));
        assert_eq!(parse_version("v20"), None);
        assert_eq!(parse_version("command not found"), None);
    }

    #[test]
    fn the_lines_that_vite_supports() {
        for version in [(20, 19, 0), (20, 20, 2), (22, 12, 0), (23, 0, 0), (26, 1, 0)] {
            assert!(is_supported(version), "{version:?}");
        }
        for version in [(18, 20, 4), (20, 18, 9), (21, 7, 0), (22, 11, 0)] {
            assert!(!is_supported(version), "{version:?}");
        }
    }

    fn lock() -> Value {
        json!({"packages": {
            "": {"name": "waymark-ui"},
            "node_modules/svelte": {"version": "5.57.0", "integrity": "sha512-a"},
            "node_modules/esbuild-darwin": {"version": "1.0.0", "integrity": "sha512-b", "optional": true},
        }})
    }

    fn installed(svelte: &str) -> Value {
        json!({"packages": {"node_modules/svelte": {"version": svelte, "integrity": "sha512-a"}}})
    }

    #[test]
    fn optional_packages_may_be_missing() {
        assert!(is_as_locked(&lock(), &installed("5.57.0")));
    }

    #[test]
    fn another_version_a_foreign_or_a_missing_package_is_not_as_locked() {
        assert!(!is_as_locked(&lock(), &installed("5.56.0")));
        let mut foreign = installed("5.57.0");
        foreign["packages"]["node_modules/left-pad"] = json!({"version": "1.0.0"});
        assert!(!is_as_locked(&lock(), &foreign));
        assert!(!is_as_locked(&lock(), &json!({"packages": {}})));
    }
}
