//! `waymark check FILE.json`.

use std::path::PathBuf;

use super::{CliError, print};
use crate::map_file;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The map file to look at
    file: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<(), CliError> {
    let document = map_file::read(&arguments.file)?;
    print(&format!(
        "{}: valid: “{}”, {} stages, {} steps, {} lanes, {} cards",
        arguments.file.display(),
        document.map.title,
        document.stages.len(),
        document.steps.len(),
        document.lanes.len(),
        document.cards.len()
    ))
}
