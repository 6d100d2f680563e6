//! The licence gate: every dependency, of Rust and of the UI, is under terms that Waymark may be
//! given away with. Expressions are SPDX 2.3, annex D.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Licences by SPDX identifier that ask for no more than credit, or (MPL) for the changes to their
/// own files.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression leaves a way to comply with [`ALLOWED`] licences alone; an expression
/// that cannot be read does not. `WITH` an exception is its licence with fewer duties. Old crates
/// write `/` for `OR`.
pub fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words };
    reader.any() == Some(true) && reader.words.is_empty()
}

/// Reads by recursive descent; `None` where the words make no expression.
struct Reader<'a> {
    words: &'a [&'a str],
}

impl<'a> Reader<'a> {
    fn takes(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case(word) => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    /// `all (OR all)*`
    fn any(&mut self) -> Option<bool> {
        let mut allowed = self.all()?;
        while self.takes("OR") {
            allowed |= self.all()?;
        }
        Some(allowed)
    }

    /// `one (AND one)*`, which binds tighter than OR.
    fn all(&mut self) -> Option<bool> {
        let mut allowed = self.one()?;
        while self.takes("AND") {
            allowed &= self.one()?;
        }
        Some(allowed)
    }

    /// `( any )` or `ID [WITH ID]`
    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let allowed = self.any()?;
            return self.takes(")").then_some(allowed);
        }
        let id = self.identifier()?;
        if self.takes("WITH") {
            self.identifier()?;
        }
        Some(ALLOWED.contains(&id))
    }

    fn identifier(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        let is_word = !["OR", "AND", "WITH", "(", ")"].contains(first);
        self.words = rest;
        is_word.then_some(*first)
    }
}

/// What the gate found in one ecosystem.
pub struct Findings {
    /// How many packages were looked at.
    pub looked_at: usize,
    /// `name version: licence`, of those that are not allowed.
    pub refused: Vec<String>,
}

impl Findings {
    /// Over `(name and version, licence)`.
    fn of(packages: impl Iterator<Item = (String, Option<String>)>) -> Self {
        let mut findings = Self {
            looked_at: 0,
            refused: Vec::new(),
        };
        for (name, licence) in packages {
            findings.looked_at += 1;
            match licence {
                Some(licence) if is_allowed(&licence) => {}
                Some(licence) => findings.refused.push(format!("{name}: {licence}")),
                None => findings.refused.push(format!("{name}: no licence named")),
            }
        }
        findings
    }
}

/// The packages of `cargo metadata`, of every platform.
pub fn of_crates(metadata: &Value) -> Findings {
    let packages = metadata["packages"].as_array();
    Findings::of(packages.into_iter().flatten().map(|package| {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let name = format!(
            "{} {}",
            text("name").unwrap_or_default(),
            text("version").unwrap_or_default()
        );
        (name, text("license"))
    }))
}

/// The packages of the UI's lock file. Where the lock file names no licence, the package's own
/// manifest may, or the text that lies beside it.
pub fn of_npm(ui: &Path, lock: &Value) -> Findings {
    let packages = lock["packages"].as_object();
    let dependencies = packages.into_iter().flatten().filter(|(path, _)| !path.is_empty());
    Findings::of(dependencies.map(|(path, entry)| {
        let name = path.rsplit("node_modules/").next().unwrap_or(path);
        let version = entry["version"].as_str().unwrap_or_default();
        let licence = entry["license"]
            .as_str()
            .map(str::to_owned)
            .or_else(|| manifest_licence(&ui.join(path)))
            .or_else(|| text_licence(&ui.join(path)));
        (format!("{name} {version}"), licence)
    }))
}

fn manifest_licence(package: &Path) -> Option<String> {
    let text = fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: Value = serde_json::from_str(&text).ok()?;
    manifest["license"].as_str().map(str::to_owned)
}

/// The licence whose text a package holds without naming it. One that is known by its title line is
/// enough so far.
fn text_licence(package: &Path) -> Option<String> {
    let names = ["LICENSE", "license", "LICENSE.md", "LICENSE.txt"];
    let text = names
        .iter()
        .find_map(|name| fs::read_to_string(package.join(name)).ok())?;
    let title = text.lines().find(|line| !line.trim().is_empty())?.trim();
    matches!(title, "MIT License" | "The MIT License" | "The MIT License (MIT)").then(|| "MIT".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_way_to_comply_is_enough() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("MIT OR Apache-2.0"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("GPL-3.0-only OR MIT"));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_allowed("MIT AND (BSD-3-Clause OR GPL-2.0-or-later)"));
    }

    #[test]
    fn every_part_of_an_and_must_be_allowed() {
        assert!(!is_allowed("GPL-3.0-or-later"));
        assert!(!is_allowed("MIT AND AGPL-3.0-only"));
        assert!(!is_allowed("(MIT AND AGPL-3.0-only) OR LGPL-2.1-only"));
        assert!(is_allowed("MIT OR Apache-2.0 AND AGPL-3.0-only"), "AND binds tighter");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "OR MIT", "MIT Apache-2.0", "MIT WITH"] {
            assert!(!is_allowed(expression), "{expression}");
        }
    }

    #[test]
    fn findings_name_the_package() {
        let metadata = json!({"packages": [
            {"name": "good", "version": "1.0.0", "license": "MIT"},
            {"name": "bad", "version": "2.0.0", "license": "AGPL-3.0-only"},
            {"name": "mute", "version": "3.0.0", "license": null},
        ]});
        let findings = of_crates(&metadata);
        assert_eq!(findings.looked_at, 3);
        assert_eq!(
            findings.refused,
            ["bad 2.0.0: AGPL-3.0-only", "mute 3.0.0: no licence named"]
        );
    }

    #[test]
    fn a_text_without_a_name_counts_by_its_title() {
        let ui = std::env::temp_dir().join(format!("waymark-licence-{}", std::process::id()));
        let finding = |name: &str, text: &str| {
            let package = ui.join("node_modules").join(name);
            fs::create_dir_all(&package).unwrap();
            fs::write(package.join("package.json"), "{}").unwrap();
            fs::write(package.join("license"), text).unwrap();
            let lock = json!({"packages": {format!("node_modules/{name}"): {"version": "1.0.0"}}});
            of_npm(&ui, &lock).refused
        };
        let (mit, other) = (
            finding("mit", "\nThe MIT License (MIT)\n\nCopyright"),
            finding("other", "All rights reserved"),
        );
        fs::remove_dir_all(&ui).unwrap();
        assert_eq!((mit.len(), other.len()), (0, 1));
    }

    #[test]
    fn the_root_of_a_lock_file_is_no_dependency() {
        let lock = json!({"packages": {
            "": {"name": "waymark-ui"},
            "node_modules/a/node_modules/@b/c": {"version": "1.2.3", "license": "GPL-2.0-only"},
        }});
        let findings = of_npm(Path::new("/nowhere"), &lock);
        assert_eq!(findings.looked_at, 1);
        assert_eq!(findings.refused, ["@b/c 1.2.3: GPL-2.0-only"]);
    }
}
