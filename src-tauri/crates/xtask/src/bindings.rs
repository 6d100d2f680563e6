//! `cargo xtask bindings`: rewrites `ui/src/host/bindings.ts`, the TypeScript of the Tauri commands.

use std::process::ExitCode;

use crate::checkout::{APP, Checkout};
use crate::{Outcome, packages, setup};

pub fn bindings(checkout: &Checkout, _arguments: &[String]) -> Outcome {
    setup::system_packages(&[packages::BUILD])?;
    // The app compiles only where a built UI lies ready to be embedded; a stale one will do.
    if !checkout.ui().join("dist/index.html").is_file() {
        setup::ui_dependencies(checkout)?;
        setup::ui_build(checkout)?;
    }
    checkout
        .cargo()
        .args(["test", "--package", APP, "--lib", "bindings_are_fresh"])
        .env("WAYMARK_BLESS", "1")
        .run()?;
    Ok(ExitCode::SUCCESS)
}
