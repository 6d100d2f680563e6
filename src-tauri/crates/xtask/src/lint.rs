//! `cargo xtask lint`: everything that is judged without running the app. All of it is said at once:
//! one fault does not hide the next.

use std::fs;
use std::process::ExitCode;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::licence::{self, Findings};
use crate::process::Failure;
use crate::{Outcome, packages, setup};

/// What may stand in tests alone: an editor that panics loses somebody's work.
const PANICS: &[&str] = &[
    "clippy::dbg_macro",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::todo",
    "clippy::unimplemented",
    "clippy::unwrap_used",
];

pub fn lint(checkout: &Checkout, _arguments: &[String]) -> Outcome {
    setup::system_packages(&[packages::BUILD])?;
    setup::ui_dependencies(checkout)?;
    let cargo = |arguments: &[&str]| checkout.cargo().args(arguments);
    let verdicts = [
        (
            "format",
            cargo(&["fmt", "--all", "--check"]).or("cargo fmt --all").run(),
        ),
        // The app embeds ui/dist, so clippy cannot read it before the UI is built.
        (
            "clippy",
            setup::ui_build(checkout).and_then(|()| {
                let clippy = ["clippy", "--workspace", "--all-targets", "--"];
                cargo(&clippy).args(["-D", "warnings"]).run()
            }),
        ),
        (
            "nothing panics by design",
            cargo(&["clippy", "--workspace", "--exclude", "journey-tests"])
                .args(["--lib", "--bins", "--"])
                .args(PANICS.iter().flat_map(|lint| ["-D", lint]))
                .run(),
        ),
        ("ui checks", checkout.npm().args(["run", "check"]).run()),
        ("licences of crates", crates(checkout)),
        ("licences of the UI's packages", ui_packages(checkout)),
        (
            "who depends on whom",
            cargo(&["test", "--package", "journey-tests", "--test", "architecture"]).run(),
        ),
    ];
    println!();
    let mut code = ExitCode::SUCCESS;
    for (name, verdict) in &verdicts {
        match verdict {
            Ok(()) => println!("  ok      {name}"),
            Err(failure) => {
                println!("  FAILED  {name}: {failure}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn crates(checkout: &Checkout) -> Result<(), Failure> {
    verdict(&licence::of_crates(&checkout.metadata(true)?))
}

fn ui_packages(checkout: &Checkout) -> Result<(), Failure> {
    let ui = checkout.ui();
    let path = ui.join("package-lock.json");
    let unreadable = |why: String| Failure::new(format!("cannot read {}: {why}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    let lock: Value = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    verdict(&licence::of_npm(&ui, &lock))
}

fn verdict(findings: &Findings) -> Result<(), Failure> {
    if findings.refused.is_empty() {
        println!("\n{} packages, all under allowed licences", findings.looked_at);
        return Ok(());
    }
    Err(
        Failure::new(format!("not allowed:\n    {}", findings.refused.join("\n    ")))
            .remedy("Choose another package, or argue for the licence in licence.rs."),
    )
}
