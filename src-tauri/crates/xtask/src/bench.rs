//! `cargo xtask bench`: measures a release build against the aims of the design.

use crate::checkout::Checkout;
use crate::run::{build, exit_code};
use crate::{Outcome, after_dashes};

pub fn bench(checkout: &Checkout, arguments: &[String]) -> Outcome {
    // The cold start is measured on the real binary.
    let binary = build(checkout)?;
    let status = checkout
        .cargo()
        .args(["run", "--release", "--package", "journey-tests"])
        .args(["--bin", "bench", "--"])
        .args(after_dashes(arguments))
        .env("WAYMARK_BIN", &binary.to_string_lossy())
        .status()?;
    Ok(exit_code(status))
}
