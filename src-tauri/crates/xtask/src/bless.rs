//! `cargo xtask bless`: rewrites the golden references with what the code gives now.

use std::process::ExitCode;

use crate::checkout::{APP, Checkout};
use crate::process::Task;
use crate::{Outcome, after_dashes};

pub fn bless(checkout: &Checkout, arguments: &[String]) -> Outcome {
    checkout
        .cargo()
        .args(["test", "--workspace", "--exclude", APP, "--no-fail-fast"])
        .args(after_dashes(arguments))
        .env("INSTA_UPDATE", "always")
        .env("WAYMARK_BLESS", "1")
        .or("A reference was not written, or a test that compares with none fails.")
        .run()?;
    println!("\nLook at each of these before you commit it:");
    Task::new("git")
        .dir(checkout.root())
        .args(["status", "--short", "--", "tests", "src-tauri"])
        .status()?;
    Ok(ExitCode::SUCCESS)
}
