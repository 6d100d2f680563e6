//! `cargo xtask run`: from a fresh machine to the open window, or to exported maps without one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};

use crate::checkout::{APP, Checkout, Profile};
use crate::process::{Failure, Task};
use crate::{Outcome, after_dashes, display, packages, setup};

/// The worked sample that the headless run exports.
const SAMPLE: &str = "flood-insurance";

pub fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let binary = build(checkout)?;
    let arguments = after_dashes(arguments);
    if arguments.is_empty()
        && let Err(why) = display::find()
    {
        println!("\nNo display here ({why}), so Waymark makes and exports a map without its window.");
        return headless(checkout, &binary);
    }
    let status = Task::new(&binary.to_string_lossy()).args(arguments).status()?;
    Ok(exit_code(status))
}

/// Set-up, UI and release build of the app; the path of its binary.
///
/// # Errors
/// A step fails; the message names its command.
pub fn build(checkout: &Checkout) -> Result<PathBuf, Failure> {
    setup::node()?;
    setup::system_packages(&[packages::BUILD])?;
    setup::ui_dependencies(checkout)?;
    setup::ui_build(checkout)?;
    checkout
        .cargo()
        .args(["build", "--release", "--package", APP, "--bins"])
        .run()?;
    checkout.binary(Profile::Release)
}

/// A map from a worked template, as every kind of file, in `out/`.
fn headless(checkout: &Checkout, binary: &Path) -> Outcome {
    let folder = checkout.root().join("out");
    fs::create_dir_all(&folder).map_err(|error| Failure::new(format!("cannot make {}: {error}", folder.display())))?;
    let file = |kind: &str| folder.join(format!("{SAMPLE}.{kind}"));
    let waymark = || Task::new(&binary.to_string_lossy()).dir(checkout.root());
    waymark()
        .args(["new", "--template", SAMPLE, "-o"])
        .path(&file("json"))
        .run()?;
    for kind in ["pdf", "png", "svg"] {
        waymark()
            .arg("export")
            .path(&file("json"))
            .arg("-o")
            .path(&file(kind))
            .run()?;
    }
    println!();
    for kind in ["pdf", "png", "svg", "json"] {
        println!("{}", file(kind).display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Our exit code for the app's; 1 where a signal ended it.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}
