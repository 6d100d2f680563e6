//! The window is a program of its own beside the command line's.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::cli::{Start, complain};

/// The window's program, without the system's ending.
const WINDOW: &str = "waymark-window";

/// Opens the window by its own program, which lies in the folder of this one.
pub fn to_window(start: Start) -> ExitCode {
    let program = match std::env::current_exe() {
        Ok(path) => path.with_file_name(format!("{WINDOW}{}", std::env::consts::EXE_SUFFIX)),
        Err(problem) => {
            complain(&format!("the system does not tell where this program lies: {problem}"));
            return ExitCode::FAILURE;
        }
    };
    let mut command = Command::new(&program);
    if let Some(library) = start.library {
        command.arg("--library").arg(library);
    }
    command.arg("--").args(start.files);
    let problem = become_it(command);
    complain(&explained(&program, &problem));
    ExitCode::FAILURE
}

/// Comes back only with an error: the window takes this process over.
#[cfg(unix)]
fn become_it(mut command: Command) -> std::io::Error {
    use std::os::unix::process::CommandExt as _;
    command.exec()
}

/// Comes back only with an error: where a process cannot be taken over, this one ends beside the window.
#[cfg(not(unix))]
fn become_it(mut command: Command) -> std::io::Error {
    match command.spawn() {
        Ok(_) => std::process::exit(0),
        Err(problem) => problem,
    }
}

fn explained(program: &Path, problem: &std::io::Error) -> String {
    let program = program.display();
    match problem.kind() {
        std::io::ErrorKind::NotFound => {
            format!(
                "{program}: the window's program is not there; install Waymark anew, or build all of it with `cargo build`"
            )
        }
        _ => format!("{program}: the window's program does not start: {problem}"),
    }
}
