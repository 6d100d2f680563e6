//! The command line. Nothing here needs a display; who opens the window is told by the caller.
//!
//! Exit codes: 0 done, 1 the operation failed, 2 wrong usage. Errors are one line on stderr that names
//! the file (or map) and the remedy.

mod check;
mod edit;
mod export;
mod import;
mod list;
mod new;
mod templates;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use journey_store::{Library, StoreError};

use crate::map_file::MapFileError;

/// Customer-journey maps: without arguments the window opens on the library.
#[derive(Debug, Parser)]
#[command(
    name = "waymark",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// Maps to open in the window
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The library to use instead of the default one (also: WAYMARK_LIBRARY)
    #[arg(long, value_name = "FILE", global = true)]
    library: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the templates
    Templates(templates::Arguments),
    /// Make a map file from a template, or a seeded sample map
    New(new::Arguments),
    /// Export a map as PDF, picture, slides, spreadsheet, web page or text (the ending of -o decides)
    Export(export::Arguments),
    /// Export many maps of the library into a folder
    ExportAll(export::AllArguments),
    /// Bring map files into the library
    Import(import::Arguments),
    /// List the maps of the library
    List(list::Arguments),
    /// Apply edits, one JSON object a line from standard input, to a map of the library
    Edit(edit::Arguments),
    /// Say whether a map file is valid, and if not, where and why
    Check(check::Arguments),
    /// Print the JSON Schema of the file format
    Schema,
}

/// What the window is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The library to use instead of the default one.
    pub library: Option<PathBuf>,
    /// Map files to open.
    pub files: Vec<PathBuf>,
}

/// Why a command failed; the message is one line.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    File(#[from] MapFileError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else, said in full.
    #[error("{0}")]
    Failed(String),
    /// The arguments contradict each other or name what does not exist (exit code 2).
    #[error("{0}")]
    Usage(String),
    /// Nobody reads our output any more (`waymark list | head -1`): no failure.
    #[error("standard output is closed")]
    Closed,
}

impl From<io::Error> for CliError {
    fn from(problem: io::Error) -> Self {
        if problem.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Failed(format!("standard output: {problem}"))
        }
    }
}

/// Runs what the arguments ask for; without a command `window` opens the window and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, window: impl FnOnce(Start) -> ExitCode) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(problem) => {
            // Help and version are "errors" that go to standard output and end well.
            let code = if problem.use_stderr() { 2 } else { 0 };
            if code == 0 {
                let _ = problem.print();
            } else {
                complain(&one_line(&problem.to_string()));
            }
            return ExitCode::from(code);
        }
    };
    let library = arguments.library;
    let result = match arguments.command {
        None => match start(library, arguments.files) {
            Ok(start) => return window(start),
            Err(problem) => Err(problem),
        },
        Some(Command::Templates(arguments)) => templates::run(&arguments),
        Some(Command::New(arguments)) => new::run(&arguments),
        Some(Command::Export(arguments)) => export::run(&arguments, library.as_deref()),
        Some(Command::ExportAll(arguments)) => export::run_all(&arguments, library.as_deref()),
        Some(Command::Import(arguments)) => import::run(&arguments, library.as_deref()),
        Some(Command::List(arguments)) => list::run(&arguments, library.as_deref()),
        Some(Command::Edit(arguments)) => edit::run(&arguments, library.as_deref()),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Schema) => print(&journey_model::file::schema()),
    };
    match result {
        Ok(()) | Err(CliError::Closed) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&one_line(&problem.to_string()));
            ExitCode::from(if matches!(problem, CliError::Usage(_)) { 2 } else { 1 })
        }
    }
}

/// What the window starts with, after a look at the files: a mistyped command must not end in a window.
fn start(library: Option<PathBuf>, files: Vec<PathBuf>) -> Result<Start, CliError> {
    if let Some(file) = files.iter().find(|file| !file.exists()) {
        let name = file.display();
        return Err(if file.extension().is_some() {
            CliError::Failed(format!("{name}: there is no such file; check the name"))
        } else {
            CliError::Usage(format!("{name}: there is no such command or file; see waymark --help"))
        });
    }
    if cfg!(target_os = "linux") && !has_display() {
        let problem = "there is no display to open a window on; see waymark --help for what works without one";
        return Err(CliError::Failed(problem.into()));
    }
    Ok(Start { library, files })
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The library named by `--library`, by `WAYMARK_LIBRARY`, or the default one.
///
/// # Errors
/// None is named, and the system has no folder for an application's files.
pub fn library_path(given: Option<&Path>) -> Result<PathBuf, CliError> {
    if let Some(path) = given {
        return Ok(path.into());
    }
    match std::env::var_os("WAYMARK_LIBRARY") {
        Some(path) if !path.is_empty() => Ok(path.into()),
        _ => journey_store::default_path().ok_or_else(|| {
            CliError::Failed(
                "this system names no folder for an application's files; say where the library lies with --library FILE"
                    .into(),
            )
        }),
    }
}

fn open_library(given: Option<&Path>) -> Result<Library, CliError> {
    Ok(Library::open(&library_path(given)?)?)
}

/// Prints a text and ends its line.
fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}

pub(crate) fn complain(message: &str) {
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(io::stderr(), "waymark: {message}");
}

/// Clap explains usage errors over several lines; the first paragraph says what is wrong, the rest how
/// to ask for help.
fn one_line(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let mut lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut text = lines.next().unwrap_or("unknown problem").to_owned();
    for line in lines {
        if line.starts_with("Usage:") || line.starts_with("For more information") {
            text.push_str("; see waymark --help");
            break;
        }
        text.push(' ');
        text.push_str(line);
    }
    text
}

fn to_json(value: &impl serde::Serialize) -> Result<String, CliError> {
    serde_json::to_string_pretty(value).map_err(|problem| CliError::Failed(problem.to_string()))
}
