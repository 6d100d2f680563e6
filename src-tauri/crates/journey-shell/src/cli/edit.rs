//! `waymark edit MAP-ID [--library FILE]`: edits from standard input, acknowledged when durable.

use std::io::{self, BufRead};
use std::path::Path;

use journey_layout::FontBook;
use journey_model::{Edit, MapId};

use super::{CliError, open_library, print};
use crate::open_map::OpenMap;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The id of a map in the library (see `waymark list`)
    #[arg(value_name = "MAP-ID")]
    map: String,
}

/// Reads one edit a line and prints `{"line": …, "revision": …, "added": […]}` once it is on the disk.
/// Stops at the first line that fails; the lines before it stay.
pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    let library = open_library(library)?;
    let mut map = OpenMap::open(&library, &MapId::from(arguments.map.as_str()), FontBook::shipped())?;
    for (index, line) in io::stdin().lock().lines().enumerate() {
        let number = index + 1;
        let failed =
            |problem: &dyn std::fmt::Display| CliError::Failed(format!("line {number} of standard input: {problem}"));
        let line = line.map_err(|problem| failed(&problem))?;
        if line.trim().is_empty() {
            continue;
        }
        let edit: Edit = serde_json::from_str(&line).map_err(|problem| failed(&problem))?;
        let committed = map.apply(edit, Vec::new()).map_err(|problem| failed(&problem))?;
        let added = committed.added();
        if let Some(ticket) = committed.ticket {
            ticket.wait()?;
        }
        let acknowledgement = serde_json::json!({
            "line": number,
            "revision": committed.applied.update.revision,
            "added": added,
        });
        print(&acknowledgement.to_string())?;
    }
    Ok(())
}
