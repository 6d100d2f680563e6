//! `waymark list [--library FILE] [--json]`.

use std::path::Path;

use super::{CliError, open_library, print, to_json};
use crate::map_entry::{MapEntry, entries};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// As a JSON list of objects
    #[arg(long)]
    json: bool,

    /// The maps in the trash instead
    #[arg(long)]
    trash: bool,
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    let entries: Vec<MapEntry> = entries(&open_library(library)?, arguments.trash)?;
    if arguments.json {
        return print(&to_json(&entries)?);
    }
    if entries.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| format!("{}\t{}\t{} cards", entry.id, entry.title, entry.cards))
        .collect();
    print(&lines.join("\n"))
}
