//! Gives a reader mutated files of its corpus for a while, on any toolchain: `fuzz [TARGET…] --seconds N`.
//! A file that makes it panic, or take long, is kept under `out/fuzz/` and its path printed.

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use journey_tests::fuzz::{Mutator, TARGETS, Target, corpus, target};

/// Files of this size end in a moment, even in a debug build; what takes longer hangs on larger ones.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Parser)]
struct Arguments {
    /// Readers by name; all without any.
    targets: Vec<String>,
    /// How long each is tried.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut targets = Vec::new();
    for name in &arguments.targets {
        let Some(found) = target(name) else {
            eprintln!(
                "fuzz: there is no target {name}; there are {}",
                TARGETS.map(|target| target.name).join(", ")
            );
            return ExitCode::from(2);
        };
        targets.push(found);
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    // The readers catch panics of libraries; each would print a trace.
    std::panic::set_hook(Box::new(|_| {}));
    let mut found = 0;
    for target in targets {
        found += run(target, &arguments);
    }
    ExitCode::from(u8::from(found > 0))
}

/// Returns how many files were found.
fn run(target: Target, arguments: &Arguments) -> usize {
    let folder = std::fs::read_dir(corpus(target.name)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let mut found = 0;
    let mut tried = 0u64;
    let mut slowest = Duration::ZERO;
    let begun = Instant::now();
    let mut files = seeds.clone().into_iter();
    let mut mutator = Mutator::new(seeds, arguments.seed);
    while begun.elapsed() < Duration::from_secs(arguments.seconds) {
        let bytes = files.next().unwrap_or_else(|| mutator.next_file());
        let at = Instant::now();
        let panicked = catch_unwind(|| (target.read_one)(&bytes)).is_err();
        slowest = slowest.max(at.elapsed());
        tried += 1;
        if panicked || at.elapsed() > PATIENCE {
            found += 1;
            let path = keep(target, tried, &bytes);
            println!(
                "{}: {} {}",
                target.name,
                if panicked { "panics at" } else { "is slow at" },
                path.display()
            );
            if found >= 5 {
                break;
            }
        }
    }
    println!(
        "{}: {tried} files, slowest {} ms, {found} found",
        target.name,
        slowest.as_millis()
    );
    found
}

fn keep(target: Target, number: u64, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from("out/fuzz").join(target.name);
    let path = folder.join(number.to_string());
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes));
    if let Err(problem) = kept {
        eprintln!("fuzz: {}: {problem}", path.display());
    }
    path
}
