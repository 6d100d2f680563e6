//! What the rows and columns of a table mean: told by the table itself, or by a person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::words::{self, Heading, heading, lane_kind};
use crate::Column;

/// Rows that are looked at to tell what a table is.
const LOOKED_AT: usize = 60;

/// How a table is read. Rows and columns count from 0, as they stand in [`super::Table::rows`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Mapping {
    /// A lane a row, a step a column.
    Matrix(Matrix),
    /// A card a row.
    Long(Long),
}

/// Where the parts of a matrix stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Matrix {
    /// Whether lanes are columns and steps rows; all below is said of the table with its rows made
    /// columns then.
    pub turned: bool,
    /// The row of the stages' titles; a blank or merged cell goes on with the stage to its left.
    pub stages: Option<u32>,
    /// The row of the steps' titles.
    pub steps: Option<u32>,
    /// The first row of a lane.
    pub body: u32,
    /// The column of the lanes' titles; the cells stand to its right.
    pub lanes: u32,
}

/// What the columns of a list of cards hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Long {
    /// The row of the headings; rows up to it are not read.
    pub heading: Option<u32>,
    /// What each column holds, from the first; `None` for what is to be left out.
    pub columns: Vec<Option<Column>>,
}

/// What the table itself tells.
pub(super) fn recognise(grid: &Grid) -> Option<Mapping> {
    if let Some(long) = long(grid) {
        return Some(Mapping::Long(long));
    }
    let upright = matrix(grid, false);
    let turned = grid.turned().and_then(|turned| matrix(&turned, true));
    let best = upright
        .into_iter()
        .chain(turned)
        .reduce(|a, b| if b.1 > a.1 { b } else { a });
    best.map(|(matrix, _)| Mapping::Matrix(matrix))
}

/// What a person begins with who has to tell what a table means: each form as far as the table says
/// anything about it, whether or not that would be enough.
pub(super) fn begin(grid: &Grid) -> (Matrix, Long) {
    let recognised = recognise(grid);
    let matrix = match &recognised {
        Some(Mapping::Matrix(matrix)) => matrix.clone(),
        _ => matrix(grid, false).map_or_else(|| plain_matrix(grid), |(matrix, _)| matrix),
    };
    let long = match recognised {
        Some(Mapping::Long(long)) => long,
        _ => plain_long(grid),
    };
    (matrix, long)
}

/// The first row with several texts holds the stages, and lanes are named in the first column.
fn plain_matrix(grid: &Grid) -> Matrix {
    let top = first_row(grid).unwrap_or(0);
    let left = (top..grid.rows.len().min(LOOKED_AT))
        .filter_map(|row| (0..grid.rows[row].len()).find(|column| !grid.at(row, *column).is_empty()))
        .min();
    Matrix {
        turned: false,
        stages: Some(number(top)),
        steps: None,
        body: number(top + 1),
        lanes: number(left.unwrap_or(0)),
    }
}

/// Columns by what headings name; where none names the text, the column that says most is it.
fn plain_long(grid: &Grid) -> Long {
    let heading = first_row(grid);
    let mut columns = heading.map_or_else(Vec::new, |row| named_columns(grid, row));
    columns.resize(grid.width(), None);
    let says = |column: usize| -> usize {
        (heading.map_or(0, |row| row + 1)..grid.rows.len().min(LOOKED_AT))
            .map(|row| grid.at(row, column).chars().count())
            .sum()
    };
    if !columns.contains(&Some(Column::Text)) {
        // Of columns that say as much as each other, the first.
        let free = (0..columns.len()).rev().filter(|at| columns[*at].is_none());
        if let Some(most) = free.max_by_key(|at| says(*at)) {
            columns[most] = Some(Column::Text);
        }
    }
    Long {
        heading: heading.map(number),
        columns,
    }
}

/// The first row that can be one of headings.
fn first_row(grid: &Grid) -> Option<usize> {
    (0..grid.rows.len().min(LOOKED_AT)).find(|row| filled(grid, *row) >= 2)
}

/// What the headings of a row name; of two columns of one name the first counts.
fn named_columns(grid: &Grid, heading: usize) -> Vec<Option<Column>> {
    let mut seen = BTreeSet::new();
    (0..grid.rows[heading].len())
        .map(|at| {
            words::column(grid.at(heading, at))
                .map(|(column, _)| column)
                .filter(|column| seen.insert(*column))
        })
        .collect()
}

/// A list of cards is known by its headings: one for the text, and one that says where it stands.
fn long(grid: &Grid) -> Option<Long> {
    let heading = first_row(grid)?;
    let columns = named_columns(grid, heading);
    let has = |column: Column| columns.contains(&Some(column));
    let says_what = has(Column::Text) || has(Column::Score);
    let says_where = has(Column::Stage) || has(Column::Step) || has(Column::Lane);
    (says_what && says_where).then(|| Long {
        heading: Some(number(heading)),
        columns,
    })
}

/// A matrix and how much speaks for it. `grid` is turned already.
fn matrix(grid: &Grid, turned: bool) -> Option<(Matrix, usize)> {
    let looked_at = grid.rows.len().min(LOOKED_AT);
    let top = first_row(grid)?;
    let left = (top..looked_at)
        .filter_map(|row| (0..grid.rows[row].len()).find(|column| !grid.at(row, *column).is_empty()))
        .min()?;
    // A map of one step has headings of one cell.
    let is_heading = |row: usize| filled(grid, row) > 0 && grid.at(row, left).is_empty();
    let top = (0..top).rev().take_while(|row| is_heading(*row)).last().unwrap_or(top);
    let (corner, below) = (grid.at(top, left), grid.at(top + 1, left));
    let has_steps = (below.is_empty() || matches!(heading(below), Some(Heading::Stages | Heading::Steps)))
        && filled(grid, top + 1) >= 1
        && top + 2 < grid.rows.len()
        && grid.area(top + 1, left).is_none_or(|area| area.rows.1 == top + 1);
    let (stages, steps, body) = match (heading(corner), has_steps, heading(below)) {
        (Some(Heading::Steps), true, Some(Heading::Stages)) => (Some(top + 1), Some(top), top + 2),
        (_, true, _) => (Some(top), Some(top + 1), top + 2),
        (Some(Heading::Steps), false, _) => (None, Some(top), top + 1),
        (_, false, _) => (Some(top), None, top + 1),
    };
    let titles: Vec<&str> = (body..looked_at)
        .map(|row| grid.at(row, left))
        .filter(|title| !title.is_empty())
        .collect();
    let known = titles.iter().filter(|title| lane_kind(title).is_some()).count();
    let columns = (top..body).map(|row| grid.rows[row].len()).max().unwrap_or(0);
    let has_corner = corner.is_empty() || heading(corner).is_some();
    let has_cells = !titles.is_empty() && columns > left + 1;
    let likely = if turned {
        has_corner && known >= 2
    } else {
        has_corner || (known >= 2 && known * 2 >= titles.len())
    };
    (has_cells && likely).then(|| {
        let matrix = Matrix {
            turned,
            stages: stages.map(number),
            steps: steps.map(number),
            body: number(body),
            lanes: number(left),
        };
        (matrix, known * 4 + usize::from(heading(corner).is_some()) * 2)
    })
}

/// How many cells of a row say something.
fn filled(grid: &Grid, row: usize) -> usize {
    grid.rows
        .get(row)
        .map_or(0, |cells| cells.iter().filter(|cell| !cell.trim().is_empty()).count())
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::separated::records;
    use super::*;

    fn told(text: &str) -> Option<Mapping> {
        recognise(&records(text, None).unwrap().0)
    }

    fn upright(stages: Option<u32>, steps: Option<u32>, body: u32) -> Option<Mapping> {
        let (turned, lanes) = (false, 0);
        Some(Mapping::Matrix(Matrix {
            turned,
            stages,
            steps,
            body,
            lanes,
        }))
    }

    #[test]
    fn matrices_are_known_by_their_corner_or_their_lanes() {
        assert_eq!(
            told("Stage,Find,Buy\nStep,a,b\nActions,x,y\n"),
            upright(Some(0), Some(1), 2)
        );
        assert_eq!(told(",Find,Buy\nActions,x,y\nWeather,q,w\n"), upright(Some(0), None, 1));
        assert_eq!(
            told("My journey,,\n\n,Find,Buy\nActions,x,y\n"),
            upright(Some(1), None, 2)
        );
        assert_eq!(told("Schritt;a;b\nGedanken;x;y\n"), upright(None, Some(0), 1));
        assert_eq!(
            told("Marie,Find,Buy\nActions,x,y\nPain points,q,w\n"),
            upright(Some(0), None, 1)
        );
    }

    #[test]
    fn a_step_a_row_is_a_matrix_turned() {
        let Some(Mapping::Matrix(matrix)) = told("Phase;Schritt;Aktionen;Emotionen\nFinden;a;x;1\nKaufen;b;y;2\n")
        else {
            panic!("no matrix");
        };
        assert!(matrix.turned);
        assert_eq!((matrix.stages, matrix.steps, matrix.body), (Some(0), Some(1), 2));
    }

    #[test]
    fn lists_are_known_by_their_headings() {
        let Some(Mapping::Long(long)) = told("Phase,Row,Content,Foo,Severity,Phase\na,b,c,d,high,e\n") else {
            panic!("no list");
        };
        assert_eq!(long.heading, Some(0));
        let expected = [
            Some(Column::Stage),
            Some(Column::Lane),
            Some(Column::Text),
            None,
            Some(Column::Severity),
            None,
        ];
        assert_eq!(long.columns, expected);
    }

    #[test]
    fn what_is_neither_says_nothing() {
        assert_eq!(told("Name,Amount\nAnna,3\nBert,4\n"), None);
        assert_eq!(told("just\nlines\n"), None);
        assert_eq!(told(""), None);
    }

    #[test]
    fn a_table_that_tells_nothing_still_gives_a_beginning() {
        let begun = |text: &str| begin(&records(text, None).unwrap().0);
        let (matrix, long) =
            begun("Q3 plan\nKilos,Amount,Remark,Phase\nAnna,3,waits in the queue,Buy\nBert,4,calls,\n");
        assert_eq!(
            (matrix.stages, matrix.steps, matrix.body, matrix.lanes),
            (Some(1), None, 2, 0)
        );
        assert_eq!(long.heading, Some(1));
        assert_eq!(long.columns, [None, None, Some(Column::Text), Some(Column::Stage)]);
        let (matrix, long) = begun("");
        assert_eq!((matrix.body, long.heading, long.columns), (1, None, vec![]));
        // What the table does tell stays as it is told.
        let text = "Phase,Content\nBuy,pays\n";
        assert_eq!(Some(Mapping::Long(begun(text).1)), told(text));
    }
}
