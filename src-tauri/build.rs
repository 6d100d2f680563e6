//! Builds the UI where that has not been done yet, and what Tauri needs at compile time.

use std::path::Path;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    // `cargo build` on a fresh checkout must give an app that works: Tauri embeds ui/dist, so it has
    // to be there. `cargo xtask` keeps it fresh afterwards.
    if !Path::new("ui/dist/index.html").exists() {
        for arguments in [&["ci", "--no-audit", "--no-fund"][..], &["run", "build"][..]] {
            if let Err(problem) = npm(arguments) {
                println!(
                    "cargo:error=ui/dist is missing and `npm {}` in ui/ failed: {problem}. Install Node 20.19 or newer, or run `cargo xtask run`, which sets everything up.",
                    arguments.join(" ")
                );
                return ExitCode::FAILURE;
            }
        }
    }
    let attributes = tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    match tauri_build::try_build(attributes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo:error={problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(program)
        .args(arguments)
        .current_dir("ui")
        .output()
        .map_err(|problem| problem.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(stderr.lines().last().unwrap_or("it printed nothing").to_owned())
}
