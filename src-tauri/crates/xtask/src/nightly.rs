//! `cargo xtask nightly`: what takes too long for every test run. Gives each reader of foreign files
//! mutated ones for a while, with cargo-fuzz where it and a nightly toolchain are installed, else with
//! our own mutator.

use crate::checkout::Checkout;
use crate::process::{Failure, Task};
use crate::run::exit_code;
use crate::{Outcome, after_dashes};

/// How long each reader is tried, unless told otherwise.
const SECONDS: &str = "60";

/// `[SECONDS]`: how long each reader is tried.
pub fn nightly(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let seconds = after_dashes(arguments).first().map_or(SECONDS, String::as_str);
    if seconds.parse::<u32>().is_err() {
        return Err(Failure::new(format!("{seconds:?} is no number of seconds"))
            .remedy("Say how long each reader is tried: cargo xtask nightly 60"));
    }
    if has_cargo_fuzz(checkout) {
        for target in targets(checkout)? {
            eprintln!("\n{target}");
            fuzz(checkout)
                .args(["run", &target, "--", &format!("-max_total_time={seconds}")])
                .run()?;
        }
        return Ok(std::process::ExitCode::SUCCESS);
    }
    eprintln!("cargo-fuzz or a nightly toolchain is not installed: our own mutator is used.");
    let status = checkout
        .cargo()
        .args([
            "run",
            "--release",
            "--package",
            "journey-tests",
            "--bin",
            "fuzz",
            "--",
            "--seconds",
            seconds,
        ])
        .status()?;
    Ok(exit_code(status))
}

fn fuzz(checkout: &Checkout) -> Task {
    Task::new("rustup")
        .dir(checkout.root())
        .args(["run", "nightly", "cargo", "fuzz"])
}

fn has_cargo_fuzz(checkout: &Checkout) -> bool {
    fuzz(checkout)
        .arg("--version")
        .output()
        .is_ok_and(|(status, _)| status.success())
}

fn targets(checkout: &Checkout) -> Result<Vec<String>, Failure> {
    let (status, list) = fuzz(checkout).arg("list").output()?;
    if !status.success() {
        return Err(Failure::new("cargo fuzz list failed"));
    }
    Ok(list.lines().map(str::to_owned).collect())
}
