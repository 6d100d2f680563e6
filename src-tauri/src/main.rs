//! The `waymark` binary: the window without arguments, the command line with them.

#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    waymark::cli::run(std::env::args_os())
}
