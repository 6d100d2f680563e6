//! `waymark templates [--json]`.

use journey_model::template;
use serde::Serialize;

use super::{CliError, print};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// As a JSON list of objects with id, title, category and description
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    category: &'a str,
    description: &'a str,
}

pub fn run(arguments: &Arguments) -> Result<(), CliError> {
    let entries: Vec<Entry> = template::templates()
        .iter()
        .map(|t| Entry {
            id: &t.id,
            title: &t.title,
            category: &t.category,
            description: &t.description,
        })
        .collect();
    if arguments.json {
        return print(&super::to_json(&entries)?);
    }
    let width = entries.iter().map(|e| e.id.len()).max().unwrap_or(0);
    let lines: Vec<String> = entries
        .iter()
        .map(|e| format!("{:width$}  {} ({}): {}", e.id, e.title, e.category, e.description))
        .collect();
    print(&lines.join("\n"))
}
