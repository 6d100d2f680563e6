//! The `waymark` binary: the command line. Without a command it hands over to the window's own binary,
//! so that the web view is only loaded where something is shown in it.

use std::process::ExitCode;

use journey_shell::cli;
use journey_shell::hand_over;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), hand_over::to_window)
}
