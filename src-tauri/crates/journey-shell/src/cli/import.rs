//! `waymark import FILE… [--library FILE]`.

use std::path::{Path, PathBuf};

use journey_exchange::read::{Long, Mapping, Matrix};
use journey_exchange::{Column, Level};

use super::{CliError, complain, open_library, print};
use crate::bring_in::{BroughtIn, Told, bring_in_file, bring_in_table_file};
use crate::ids::RandomIds;
use crate::map_file::MapFileError;
use crate::open_map::now_ms;

/// What `--columns` says of a column that is left out.
const LEFT_OUT: &str = "-";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Map files (JSON), pictures and PDFs that Waymark exported, or CSV, Excel, Markdown, Mermaid and JSON
    /// Canvas of other programs
    #[arg(required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    table: TableArguments,
}

/// What a person tells about a table that does not tell it itself. Rows and columns count from 1, as
/// spreadsheets show them.
#[derive(Debug, clap::Args)]
struct TableArguments {
    /// Tables: the sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// Tables with a card a row: what the columns hold, from the first, by the headings of Waymark's own
    /// lists (Text, Stage, Step, Lane, Channel, Severity, …); - for what is left out
    #[arg(long, value_name = "HEADING,…", value_delimiter = ',', allow_hyphen_values = true)]
    columns: Option<Vec<String>>,

    /// With --columns: the row of the headings, 0 where there is none
    #[arg(long, value_name = "ROW", default_value_t = 1, requires = "columns")]
    heading_row: u32,

    /// Tables of lanes by steps: the row of the stages' titles
    #[arg(long, value_name = "ROW", conflicts_with = "columns", value_parser = clap::value_parser!(u32).range(1..))]
    stages_row: Option<u32>,

    /// Tables of lanes by steps: the row of the steps' titles
    #[arg(long, value_name = "ROW", conflicts_with = "columns", value_parser = clap::value_parser!(u32).range(1..))]
    steps_row: Option<u32>,

    /// Tables of lanes by steps: the column of the lanes' titles; the cells stand to its right
    #[arg(long, value_name = "COLUMN", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    lanes_column: u32,

    /// Tables of lanes by steps: lanes are columns and steps rows; the other options mean the table with its
    /// rows made columns
    #[arg(long, conflicts_with = "columns")]
    turned: bool,
}

impl TableArguments {
    /// What is told; `None` where the table is to tell it itself.
    fn told(&self) -> Result<Option<Told>, CliError> {
        let mapping = match &self.columns {
            Some(names) => Some(Mapping::Long(Long {
                heading: self.heading_row.checked_sub(1),
                columns: names.iter().map(|name| column(name)).collect::<Result<_, _>>()?,
            })),
            // From rows that count from 1 to the first one below them, which counts from 0.
            None => self.stages_row.max(self.steps_row).map(|body| {
                Mapping::Matrix(Matrix {
                    turned: self.turned,
                    stages: self.stages_row.map(|row| row - 1),
                    steps: self.steps_row.map(|row| row - 1),
                    body,
                    lanes: self.lanes_column - 1,
                })
            }),
        };
        if mapping.is_none() && self.turned {
            return Err(CliError::Usage(
                "--turned needs the row of the titles: --stages-row or --steps-row".into(),
            ));
        }
        let sheet = self.sheet.clone();
        Ok((mapping.is_some() || sheet.is_some()).then_some(Told { mapping, sheet }))
    }
}

fn column(name: &str) -> Result<Option<Column>, CliError> {
    if name.trim() == LEFT_OUT {
        return Ok(None);
    }
    Column::from_title(name).map(Some).ok_or_else(|| {
        let known: Vec<&str> = Column::ALL.iter().map(|column| column.title()).collect();
        let known = known.join(", ");
        CliError::Usage(format!(
            "there is no column “{name}”; use - for what is left out, or one of {known}"
        ))
    })
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    let told = arguments.table.told()?;
    if told.is_some() && arguments.files.len() > 1 {
        return Err(CliError::Usage(
            "what is told about a table is told about one file; import the others by themselves".into(),
        ));
    }
    // All are read before any is kept: a broken file must not leave half an import behind.
    let documents = arguments
        .files
        .iter()
        .map(|path| Ok((path, read(path, told.clone())?)))
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

fn read(path: &Path, told: Option<Told>) -> Result<BroughtIn, CliError> {
    let brought = match told {
        Some(told) => bring_in_table_file(path, told, &mut RandomIds),
        None => bring_in_file(path, &mut RandomIds),
    };
    brought.map_err(|problem| match problem {
        MapFileError::Foreign { .. } if problem.is_unmapped() => CliError::Failed(format!(
            "{problem}, with --columns or --stages-row: see waymark import --help"
        )),
        problem => problem.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(Debug, clap::Parser)]
    struct Line {
        #[command(flatten)]
        import: Arguments,
    }

    fn told(words: &str) -> Result<Option<Told>, CliError> {
        let line = Line::try_parse_from(["import", "ledger.csv"].into_iter().chain(words.split_whitespace()));
        line.unwrap().import.table.told()
    }

    #[test]
    fn columns_are_told_by_their_headings() {
        let Some(Told { mapping, sheet }) = told("--columns -,text,Stage --heading-row 3 --sheet Plan").unwrap() else {
            panic!("nothing was told");
        };
        let columns = vec![None, Some(Column::Text), Some(Column::Stage)];
        assert_eq!(
            mapping,
            Some(Mapping::Long(Long {
                heading: Some(2),
                columns
            }))
        );
        assert_eq!(sheet.as_deref(), Some("Plan"));
        let none = told("--columns Text --heading-row 0")
            .unwrap()
            .and_then(|told| told.mapping);
        assert!(matches!(none, Some(Mapping::Long(Long { heading: None, .. }))));
        let problem = told("--columns Kilos").unwrap_err().to_string();
        assert!(
            problem.contains("“Kilos”") && problem.contains("Moment of truth"),
            "{problem}"
        );
    }

    #[test]
    fn a_matrix_is_told_by_rows_and_columns_as_spreadsheets_count() {
        let mapping = told("--stages-row 2 --steps-row 3 --lanes-column 2")
            .unwrap()
            .and_then(|told| told.mapping);
        let matrix = Matrix {
            turned: false,
            stages: Some(1),
            steps: Some(2),
            body: 3,
            lanes: 1,
        };
        assert_eq!(mapping, Some(Mapping::Matrix(matrix)));
        assert!(told("").unwrap().is_none());
        assert!(told("--turned").is_err());
    }
}
