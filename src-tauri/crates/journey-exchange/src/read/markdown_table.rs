//! Tables in Markdown (GitHub's and others': pipes between cells, dashes below the headings), read where
//! the text around them is no outline, whose headings and lists would be the map.

use pulldown_cmark::Options;

use super::error::{ReadError, line};
use super::grid::{Grid, Measure, Naming};
use super::limit::{CELLS_LIMIT, COLUMNS_LIMIT, TEXT_FILE_LIMIT};
use super::markdown::{self, Block, Rows, plain};

/// Lines that are looked at for a table to begin.
const LOOKED_AT: usize = 200;

/// A table and what stands around it.
pub(super) struct Found {
    pub grid: Grid,
    /// A heading over everything.
    pub title: Option<String>,
    /// Tables and paragraphs that are left out.
    pub others: (usize, usize),
}

/// Whether a text is such a table; its end may have been cut off.
pub(super) fn is_table(text: &str) -> bool {
    table(text).is_ok_and(|found| found.is_some())
}

/// The table with the most cells; `None` where there is none, or an outline beside it.
///
/// # Errors
/// Where the table is too large.
pub(super) fn table(text: &str) -> Result<Option<Found>, ReadError> {
    let may_begin = text.len() <= TEXT_FILE_LIMIT && text.lines().take(LOOKED_AT).any(is_under_headings);
    if !may_begin {
        return Ok(None);
    }
    // The parser keeps more than a hundred bytes for each cell.
    let pipes = text.bytes().filter(|byte| *byte == b'|').count();
    if pipes > CELLS_LIMIT {
        let (found, limit) = (format!("the text has {pipes} cells"), CELLS_LIMIT.to_string());
        return Err(ReadError::too_much(None, found, limit, "divide it into several maps"));
    }
    let (blocks, mut tables) = markdown::parse(text, Options::ENABLE_TABLES)?;
    let mut title = None;
    let mut paragraphs = 0;
    for block in blocks {
        match block {
            Block::Heading { text, .. } if title.is_none() => title = Some(text),
            Block::Heading { .. } | Block::Item(_) => return Ok(None),
            Block::Paragraph { .. } => paragraphs += 1,
        }
    }
    let size = |table: &Rows| table.rows.iter().map(Vec::len).sum::<usize>();
    let is_one = |table: &Rows| table.rows.len() > 1 && table.rows.first().is_some_and(|row| row.len() > 1);
    // The last of the largest is the first of them in the file.
    let ones = tables.iter().enumerate().rev().filter(|(_, table)| is_one(table));
    let Some((at, _)) = ones.max_by_key(|(_, table)| size(table)) else {
        return Ok(None);
    };
    let others = tables.len() - 1;
    let Rows { mut rows, lines } = tables.swap_remove(at);
    let mut measure = Measure::default();
    for (number, (row, at)) in rows.iter_mut().zip(&lines).enumerate() {
        let place = || line(*at as usize, None);
        if row.len() > COLUMNS_LIMIT {
            let found = format!("a row of {} columns", row.len());
            return Err(ReadError::too_much(
                Some(place()),
                found,
                COLUMNS_LIMIT.to_string(),
                "divide the table",
            ));
        }
        for (column, cell) in row.iter_mut().enumerate() {
            measure.cell(cell.len(), place)?;
            // Headings stand in bold in many a file, and have no marks on a map.
            if number == 0 || (column == 0 && cell.starts_with(['*', '_'])) {
                *cell = plain(cell);
            }
        }
    }
    Ok(Some(Found {
        grid: Grid::new(rows, Vec::new(), Naming::Lines(lines)),
        title,
        others: (others, paragraphs),
    }))
}

/// The line of dashes below the headings: `|---|:-:|`.
fn is_under_headings(line: &str) -> bool {
    let line = line.trim();
    let inside = line.strip_prefix('|').unwrap_or(line);
    let inside = inside.strip_suffix('|').unwrap_or(inside);
    let dashes = |cell: &str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    };
    inside.contains('|') && inside.split('|').all(dashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Option<Vec<Vec<String>>> {
        table(text).unwrap().map(|found| found.grid.rows)
    }

    #[test]
    fn a_table_is_read_with_breaks_pipes_and_marks_in_its_cells() {
        let found = table(
            "Words before.\n\n# The **map**\n\n| | **Find** | Buy |\n|---|:-:|--:|\n\
             | **Actions** | reads<br>asks | **pays** \\| leaves |\n| Thoughts | a [site](https://example.org) |\n\n|x|\n|-|\n",
        )
        .unwrap()
        .unwrap();
        assert_eq!(
            found.grid.rows,
            [
                vec!["", "Find", "Buy"],
                vec!["Actions", "reads\nasks", "**pays** | leaves"],
                vec!["Thoughts", "a [site](https://example.org)", ""],
            ]
        );
        assert_eq!(found.title.as_deref(), Some("The map"));
        assert_eq!(found.others, (1, 1));
        assert_eq!(found.grid.place(1, 1).to_string(), "cell B in line 7");
    }

    #[test]
    fn outlines_and_texts_without_a_table_are_none() {
        let body = "a | b\n--|--\nc | d\n";
        assert!(rows(body).is_some());
        assert!(rows(&format!("# Only a title\n\n{body}")).is_some());
        for text in [
            format!("# Find\n\n{body}\n# Buy\n"),
            format!("- an item\n\n{body}"),
            body.replace("--|--", "-- --"),
            "a,b\n-,-\nc,d\n".to_owned(),
            "a | b\n--|--\n".to_owned(),
            "```\na | b\n--|--\nc | d\n```\n".to_owned(),
        ] {
            assert_eq!(rows(&text), None, "{text}");
        }
    }

    #[test]
    fn hostile_tables_end_in_an_error_or_a_small_table() {
        let wide = format!(
            "{}\n{}\n{}\n",
            "|a".repeat(20_000),
            "|-".repeat(20_000),
            "|b".repeat(20_000)
        );
        let error = table(&wide)
            .map(|found| found.map(|found| found.title))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("line 1: a row of 20000 columns"), "{error}");
        let many = format!("a|b\n-|-\n{}", "|".repeat(1_100_000));
        let error = table(&many)
            .map(|found| found.map(|found| found.title))
            .unwrap_err()
            .to_string();
        assert!(error.contains("1100002 cells"), "{error}");
        // Cells that rows lack are filled up only so far.
        let lacking = format!(
            "{}\n{}\n{}",
            "|a".repeat(10_000),
            "|-".repeat(10_000),
            "|\n".repeat(50_000)
        );
        assert!(rows(&lacking).is_none_or(|rows| rows.iter().map(Vec::len).sum::<usize>() < 1_000_000));
    }
}
