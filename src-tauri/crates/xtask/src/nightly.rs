//! `cargo xtask nightly`: what takes too long for every test run. Gives each reader of foreign files
//! mutated ones for a while: by cargo-fuzz, which is installed where it is missing, or by our own mutator
//! where that cannot be had.

use crate::checkout::Checkout;
use crate::process::{Failure, Task};
use crate::run::exit_code;
use crate::{Outcome, after_dashes, packages, setup};

/// How long each reader is tried, unless told otherwise.
const SECONDS: &str = "60";

/// `[SECONDS]`: how long each reader is tried.
pub fn nightly(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let seconds = after_dashes(arguments).first().map_or(SECONDS, String::as_str);
    if seconds.parse::<u32>().is_err() {
        return Err(Failure::new(format!("{seconds:?} is no number of seconds"))
            .remedy("Say how long each reader is tried: cargo xtask nightly 60"));
    }
    match libfuzzer(checkout) {
        Ok(targets) => {
            for target in targets {
                try_reader(checkout, &target, seconds)?;
            }
            Ok(std::process::ExitCode::SUCCESS)
        }
        Err(failure) => {
            eprintln!("{failure}\ncargo-fuzz cannot be had: our own mutator is used.");
            let status = checkout
                .cargo()
                .args(["run", "--release", "--package", "journey-tests", "--bin", "fuzz"])
                .args(["--", "--seconds", seconds])
                .status()?;
            Ok(exit_code(status))
        }
    }
}

/// Gives one reader mutated files. What libFuzzer keeps goes into `out/`: the corpus in the checkout is
/// what people chose.
fn try_reader(checkout: &Checkout, target: &str, seconds: &str) -> Result<(), Failure> {
    eprintln!("\n{target}");
    let out = checkout.root().join("out/fuzz").join(target);
    std::fs::create_dir_all(&out).map_err(|error| Failure::new(format!("cannot make {}: {error}", out.display())))?;
    fuzz(checkout)
        .arg("run")
        .arg("--target-dir")
        .path(&checkout.root().join("target/fuzz"))
        .arg(target)
        .path(&out)
        .path(&checkout.root().join("fuzz/corpus").join(target))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/broken-", out.display()))
        .run()
}

/// The readers that cargo-fuzz knows; installs it where it is missing.
fn libfuzzer(checkout: &Checkout) -> Result<Vec<String>, Failure> {
    setup::system_packages(&[packages::BUILD])?;
    let there = fuzz(checkout).arg("--version").output();
    if !there.is_ok_and(|(status, _)| status.success()) {
        checkout.cargo().args(["install", "cargo-fuzz", "--locked"]).run()?;
    }
    let (status, list) = fuzz(checkout).arg("list").output()?;
    if !status.success() {
        return Err(Failure::new("`cargo fuzz list` failed"));
    }
    Ok(list.lines().map(str::to_owned).collect())
}

/// libFuzzer needs flags of the compiler that are not stable yet; with this variable the project's own
/// toolchain takes them, so that no other has to be installed.
fn fuzz(checkout: &Checkout) -> Task {
    checkout.cargo().arg("fuzz").env("RUSTC_BOOTSTRAP", "1")
}
