//! The measures of section “Speed” in the architecture page: how long the work takes that people wait
//! for, beside the aim for it.
//!
//! `cargo xtask bench` builds the app and this program in release and runs it. It prints a table and
//! writes the same rows to `out/bench.json`. Groups can be named to measure only those:
//! `cargo xtask bench -- process window`.

mod core;
mod library;
mod measure;
mod process;
mod report;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use journey_model::{Document, sample};

use report::Report;

/// What goes wrong is said in one line and ends the program; nothing here acts on a kind of error.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A sample map of a size at which everything is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    stages: u16,
    lanes: u16,
    cards_per_cell: u16,
}

impl Size {
    const ALL: [Self; 4] = [
        Self::new(5, 5, 2),
        Self::SHELF,
        Self::new(20, 10, 5),
        Self::new(40, 25, 10),
    ];
    /// The maps of the large library.
    const SHELF: Self = Self::new(10, 6, 5);

    const fn new(stages: u16, lanes: u16, cards_per_cell: u16) -> Self {
        Self {
            stages,
            lanes,
            cards_per_cell,
        }
    }

    fn cards(self) -> u32 {
        u32::from(self.stages) * u32::from(self.lanes) * u32::from(self.cards_per_cell)
    }

    /// As the command line takes it.
    fn name(self) -> String {
        format!("{}x{}x{}", self.stages, self.lanes, self.cards_per_cell)
    }

    fn document(self, seed: u64) -> Document {
        sample::sample(self.stages, self.lanes, self.cards_per_cell, seed)
    }
}

/// The aim at 1,000 and at 10,000 cards, where the design has one.
fn aim(size: Size, at_1000: f64, at_10000: f64) -> Option<f64> {
    match size.cards() {
        1_000 => Some(at_1000),
        10_000 => Some(at_10000),
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// `waymark export` as a child: wall time, memory, size of the file
    Process,
    /// Layout, one edit to its patch, painters, the map file; inside this process
    Core,
    /// Durable edits beside bare SQLite, opening, lists and searches
    Library,
    /// Start to the window's first frame
    Window,
}

/// Measures Waymark against the aims of its design.
#[derive(Debug, Parser)]
struct Arguments {
    /// What to measure; everything where nothing is named
    #[arg(value_enum)]
    groups: Vec<Group>,

    /// Maps in the large library
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    maps: u32,

    /// Folder for the results and for the files that are measured; on a real disk, not in memory
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// Print the window's figures for `bench` itself to read; needs a display
    #[arg(long, hide = true)]
    window_only: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join("out"));
    std::fs::create_dir_all(&out)?;
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&out)?;
    let binary = std::env::var_os("WAYMARK_BIN").map_or_else(|| root.join("target/release/waymark"), PathBuf::from);

    if arguments.window_only {
        return window::print_figures(&binary, folder.path());
    }
    let wanted = |group| arguments.groups.is_empty() || arguments.groups.contains(&group);
    let mut report = Report::default();
    // Processes first, while this one is small: a child counts the memory of the process that it was
    // split from as its own (see `process::Finished`).
    if wanted(Group::Process) {
        process::measure(&mut report, &binary, folder.path())?;
    }
    if wanted(Group::Window) {
        window::measure(&mut report, &binary)?;
    }
    if wanted(Group::Core) {
        core::measure(&mut report)?;
    }
    if wanted(Group::Library) {
        library::measure(&mut report, folder.path(), arguments.maps)?;
    }
    print!("{report}");
    let json = out.join("bench.json");
    std::fs::write(&json, report.json()?)?;
    println!("\n{}", json.display());
    Ok(())
}
