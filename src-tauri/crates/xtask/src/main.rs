//! `cargo xtask`: everything a person does to this checkout, from a fresh machine to the running
//! app. One file a verb; what the verbs share lies in `checkout`, `process`, `setup`, `display`,
//! `freshness`, `tally` and `licence`. The crate depends on none of ours and stays quick to build,
//! since it is the first thing a fresh machine compiles.

mod bench;
mod bindings;
mod bless;
mod checkout;
mod dev;
mod display;
mod freshness;
mod licence;
mod lint;
mod nightly;
mod package;
mod packages;
mod process;
mod run;
mod setup;
mod tally;
mod test;

use std::process::ExitCode;

use checkout::Checkout;
use process::Failure;

/// What a verb came to: the exit code of the whole command, or why it could not be done.
type Outcome = Result<ExitCode, Failure>;

/// One verb of `cargo xtask`.
struct Verb {
    name: &'static str,
    /// What may follow the verb, as shown in the list.
    arguments: &'static str,
    summary: &'static str,
    act: fn(&Checkout, &[String]) -> Outcome,
}

const VERBS: &[Verb] = &[
    Verb {
        name: "run",
        arguments: "[-- ARGS]",
        summary: "install what is missing, build, and open the app (or run `waymark ARGS`)",
        act: run::run,
    },
    Verb {
        name: "test",
        arguments: "[--only STAGE]… [FILTER]",
        summary: "install what is missing and run every test, the real window included",
        act: test::test,
    },
    Verb {
        name: "dev",
        arguments: "[-- ARGS]",
        summary: "the app in a debug build, reloading as the UI and the Rust code change",
        act: dev::dev,
    },
    Verb {
        name: "bless",
        arguments: "[FILTER]",
        summary: "rewrite the golden references with what the painters give now",
        act: bless::bless,
    },
    Verb {
        name: "bench",
        arguments: "[ui] [-- ARGS]",
        summary: "measure layout, painters and library (or the real window) against their aims",
        act: bench::bench,
    },
    Verb {
        name: "nightly",
        arguments: "[SECONDS]",
        summary: "give the readers of foreign files broken ones for a while (60 s each)",
        act: nightly::nightly,
    },
    Verb {
        name: "package",
        arguments: "[KIND]…",
        summary: "build what people install: .deb and .rpm on Linux, .dmg or an installer elsewhere",
        act: package::package,
    },
    Verb {
        name: "bindings",
        arguments: "",
        summary: "rewrite ui/src/host/bindings.ts from the Tauri commands",
        act: bindings::bindings,
    },
    Verb {
        name: "lint",
        arguments: "",
        summary: "format, clippy, UI checks, licences, and who may depend on whom",
        act: lint::lint,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        None => {
            print!("{}", usage());
            Ok(ExitCode::SUCCESS)
        }
        Some((word, _)) if matches!(word.as_str(), "help" | "--help" | "-h") => {
            print!("{}", usage());
            Ok(ExitCode::SUCCESS)
        }
        Some((word, rest)) => match VERBS.iter().find(|verb| verb.name == word) {
            Some(verb) => Checkout::here().and_then(|checkout| (verb.act)(&checkout, rest)),
            None => {
                eprintln!("xtask: there is no verb `{word}`\n\n{}", usage());
                return ExitCode::from(2);
            }
        },
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("\nxtask: {failure}");
        ExitCode::FAILURE
    })
}

/// The list of verbs, a line each.
fn usage() -> String {
    let left = |verb: &Verb| format!("{} {}", verb.name, verb.arguments);
    let width = VERBS.iter().map(|verb| left(verb).chars().count()).max().unwrap_or(0);
    let mut text = String::from("cargo xtask VERB\n\n");
    for verb in VERBS {
        text.push_str(&format!("  {:<width$}  {}\n", left(verb), verb.summary));
    }
    text
}

/// The arguments after an optional leading `--`, so that `run ARGS` and `run -- ARGS` mean the same.
fn after_dashes(arguments: &[String]) -> &[String] {
    match arguments.split_first() {
        Some((first, rest)) if first == "--" => rest,
        _ => arguments,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_one_line() {
        let text = usage();
        for verb in VERBS {
            let lines = text
                .lines()
                .filter(|line| line.trim_start().starts_with(&format!("{} ", verb.name)));
            assert_eq!(lines.count(), 1, "{}", verb.name);
        }
    }

    #[test]
    fn only_the_leading_dashes_go() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(String::from).collect() };
        assert_eq!(after_dashes(&words("-- list --json")), words("list --json"));
        assert_eq!(after_dashes(&words("list -- x")), words("list -- x"));
        assert!(after_dashes(&[]).is_empty());
    }
}
