//! The `waymark-window` binary: the window, as a desktop starts it. It takes the arguments of `waymark`.

#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

use std::process::ExitCode;

use journey_shell::cli;
use waymark::window;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), window::open)
}
