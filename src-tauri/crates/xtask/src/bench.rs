//! `cargo xtask bench`: measures a release build against the aims of the design.

use std::path::Path;

use crate::checkout::Checkout;
use crate::process::Task;
use crate::run::{build, exit_code};
use crate::{Outcome, after_dashes, packages, setup};

/// Measures the core, or with `ui` as the first word the real window.
pub fn bench(checkout: &Checkout, arguments: &[String]) -> Outcome {
    // The cold start is measured on the real binary.
    let binary = build(checkout)?;
    match after_dashes(arguments).split_first() {
        Some((word, rest)) if word == "ui" => ui(checkout, &binary, after_dashes(rest)),
        _ => core(checkout, &binary, after_dashes(arguments)),
    }
}

fn core(checkout: &Checkout, binary: &Path, arguments: &[String]) -> Outcome {
    let status = checkout
        .cargo()
        .args(["run", "--release", "--package", "journey-tests"])
        .args(["--bin", "bench", "--"])
        .args(arguments)
        .env("WAYMARK_BIN", &binary.to_string_lossy())
        .status()?;
    Ok(exit_code(status))
}

/// The window always gets a display of its own, so that figures of two machines can be compared.
fn ui(checkout: &Checkout, binary: &Path, arguments: &[String]) -> Outcome {
    setup::system_packages(&[packages::WINDOW_TESTS])?;
    let status = Task::new("xvfb-run")
        .dir(checkout.root())
        .args(["-a", "-s", "-screen 0 1920x1080x24"])
        .args(["dbus-run-session", "--", "sh", "tests/e2e/desktop.sh"])
        .args(["node", "tests/e2e/pace/bench.mjs"])
        .args(arguments)
        .env("NO_AT_BRIDGE", "1")
        .env("WAYMARK_BIN", &binary.to_string_lossy())
        .status()?;
    Ok(exit_code(status))
}
