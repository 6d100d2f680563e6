//! `cargo xtask package`: what people install, made by Tauri's bundler out of a release build.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::checkout::{Checkout, Profile};
use crate::process::{Failure, Task};
use crate::{Outcome, after_dashes, packages, run, setup};

/// Tauri's bundler, as it goes with the `tauri` of Cargo.lock.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// What is bundled unless told otherwise; the other systems have one kind each, which the bundler knows.
const LINUX: &[&str] = &["deb", "rpm"];

/// `[KIND]…`: the kinds of packages, as Tauri names them.
pub fn package(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let mut kinds: Vec<&str> = after_dashes(arguments).iter().map(String::as_str).collect();
    if let Some(option) = kinds.iter().find(|kind| kind.starts_with('-')) {
        return Err(
            Failure::new(format!("`package` does not know `{option}`")).remedy("cargo xtask package [deb|rpm]…")
        );
    }
    if kinds.is_empty() && cfg!(target_os = "linux") {
        kinds.extend(LINUX);
    }
    if kinds.contains(&"deb") {
        setup::system_packages(&[packages::PACKAGE])?;
    }
    run::build(checkout)?;
    let mut bundle =
        Task::npm()
            .dir(checkout.root())
            .args(["exec", "--yes", "--package", BUNDLER, "--", "tauri", "bundle"]);
    if !kinds.is_empty() {
        bundle = bundle.args(["--bundles", &kinds.join(",")]);
    }
    bundle.run()?;

    let release = checkout.binary(Profile::Release)?;
    let folder = release.with_file_name("bundle");
    if kinds.contains(&"deb") {
        for package in files(&folder, "deb")? {
            squeeze(&package)?;
        }
    }
    println!();
    for kind in ["deb", "rpm", "dmg", "exe"] {
        for package in files(&folder, kind)? {
            let size = fs::metadata(&package).map_or(0, |file| file.len());
            println!("{}  {:.1} MB", package.display(), size as f64 / 1e6);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Packs a package anew. Both programs carry the same fonts and painters; xz with its largest window (64 MiB)
/// stores them once, gzip, which is all that Tauri 2.12 packs a .deb with, sees 32 KiB.
fn squeeze(package: &Path) -> Result<(), Failure> {
    let unpacked = package.with_extension("unpacked");
    // What an interrupted run has left.
    let _ = fs::remove_dir_all(&unpacked);
    let dpkg = || Task::new("dpkg-deb").or("It comes with the package `dpkg`.");
    dpkg().arg("--raw-extract").path(package).path(&unpacked).run()?;
    dpkg()
        .args(["--root-owner-group", "-Zxz", "-z9", "--build"])
        .path(&unpacked)
        .path(package)
        .run()?;
    fs::remove_dir_all(&unpacked)
        .map_err(|error| Failure::new(format!("cannot remove {}: {error}", unpacked.display())))
}

/// Files with an extension, in the folders of a folder; sorted.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, Failure> {
        let entries =
            fs::read_dir(folder).map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?;
        Ok(entries.flatten().map(|entry| entry.path()).collect())
    };
    let mut found = Vec::new();
    for kind in list(folder)?.iter().filter(|path| path.is_dir()) {
        let packages = list(kind)?.into_iter();
        found.extend(packages.filter(|path| path.is_file() && path.extension() == Some(OsStr::new(extension))));
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundler_is_of_the_locked_tauri() {
        let lock = include_str!("../../../../Cargo.lock");
        let (_, tauri) = lock.split_once("name = \"tauri\"\nversion = \"").unwrap();
        let (version, _) = tauri.split_once('"').unwrap();
        let minor = |version: &str| version.rsplit_once('.').unwrap().0.to_owned();
        assert_eq!(minor(BUNDLER.rsplit_once('@').unwrap().1), minor(version));
    }

    #[test]
    fn packages_are_found_in_the_folders_of_their_kinds() {
        let folder = std::env::temp_dir().join(format!("xtask-package-{}", std::process::id()));
        for kind in ["deb", "rpm"] {
            fs::create_dir_all(folder.join(kind).join("staged.deb")).unwrap();
            fs::write(folder.join(kind).join(format!("b.{kind}")), "").unwrap();
        }
        let found = files(&folder, "deb").unwrap();
        let missing = files(&folder.join("none"), "deb").unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [folder.join("deb/b.deb")]);
        assert!(missing.contains("cannot read"), "{missing}");
    }
}
