//! `waymark import FILE… [--library FILE]`.

use std::path::{Path, PathBuf};

use journey_exchange::Level;

use super::{CliError, complain, open_library, print};
use crate::bring_in::bring_in_file;
use crate::ids::RandomIds;
use crate::open_map::now_ms;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Map files (JSON), pictures and PDFs that Waymark exported, or CSV, Excel, Markdown, Mermaid and JSON
    /// Canvas of other programs
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    // All are read before any is kept: a broken file must not leave half an import behind.
    let documents = arguments
        .files
        .iter()
        .map(|path| Ok((path, bring_in_file(path, &mut RandomIds)?)))
        .collect::<Result<Vec<_>, CliError>>()?;
    let library = open_library(library)?;
    for (path, brought) in &documents {
        let document = &brought.document;
        for remark in brought
            .report
            .items
            .iter()
            .filter(|remark| remark.level != Level::Understood)
        {
            complain(&format!("{}: {remark}", path.display()));
        }
        library.create(document, now_ms())?;
        print(&format!(
            "{}\t{}\t{}",
            document.map.id,
            document.map.title,
            path.display()
        ))?;
    }
    Ok(())
}
