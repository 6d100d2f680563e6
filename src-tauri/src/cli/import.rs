//! `waymark import FILE… [--library FILE]`.

use std::path::{Path, PathBuf};

use super::{CliError, open_library, print};
use crate::ids::RandomIds;
use crate::map_file;
use crate::open_map::now_ms;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Map files: JSON, or PNG and SVG pictures that Waymark exported
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    // All are read before any is kept: a broken file must not leave half an import behind.
    let documents = arguments
        .files
        .iter()
        .map(|path| Ok((path, map_file::read(path)?.with_new_ids(&mut RandomIds))))
        .collect::<Result<Vec<_>, CliError>>()?;
    let library = open_library(library)?;
    for (path, document) in &documents {
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
