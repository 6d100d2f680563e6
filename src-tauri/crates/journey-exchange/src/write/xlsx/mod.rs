//! XLSX: a workbook with the map as a matrix and a sheet for each thing that people make lists of.
//!
//! Every text is written as a text, so that none is ever a formula; links in texts are not made live.

mod journey;
mod lists;
mod look;
mod sheet;

use journey_model::Document;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::ExchangeError;
use crate::report::Level;

use super::Written;
use super::arranged::Arranged;
use super::loss::{Aspect, report};

use look::Look;
use sheet::Sheet;

/// Most columns of a sheet (ECMA-376, and Excel's own limit).
const COLUMNS: usize = 16_384;
/// Most rows of a sheet.
const ROWS: usize = 1_048_576;

/// What a workbook cannot hold, or we do not put into one.
const LACKS: &[Aspect] = &[Aspect::Pictures, Aspect::NotePlaces, Aspect::Sizes];

/// Writes the map as a workbook: the sheets of [`crate::sheet`], those without rows left out.
///
/// # Errors
/// Where the map has more steps or cards than a sheet has columns or rows, or the library refuses.
pub fn xlsx(document: &Document) -> Result<Written, ExchangeError> {
    let map = Arranged::of(document);
    // The first column is the lanes'.
    if map.steps.len() + 1 > COLUMNS {
        return Err(ExchangeError::TooManySteps {
            steps: map.steps.len(),
            limit: COLUMNS - 1,
        });
    }
    let lists: Vec<Sheet> = lists::all(&map);
    if let Some(list) = lists.iter().find(|list| list.rows.len() + 1 > ROWS) {
        return Err(ExchangeError::TooManyRows {
            sheet: list.name.into(),
            rows: list.rows.len() + 1,
            limit: ROWS,
        });
    }
    let refused = |problem: XlsxError| ExchangeError::Spreadsheet(problem.to_string());
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&map).map_err(refused)?);
    let look = Look::new();
    let mut shortened = journey::write(workbook.add_worksheet(), &map, &look).map_err(refused)?;
    for list in &lists {
        shortened += list.write(workbook.add_worksheet(), &map, &look).map_err(refused)?;
    }
    let bytes = workbook.save_to_buffer().map_err(refused)?;
    let mut report = report(&map, LACKS);
    if shortened > 0 {
        let what = crate::counted(
            shortened,
            "text longer than a cell holds",
            "texts longer than a cell holds",
        );
        report.say(Level::LeftOut, format!("the end of {what}"), shortened);
    }
    Ok(Written { bytes, report })
}

/// Title and subject for file managers. The day is the map's own or a fixed one: the same map gives the
/// same bytes.
fn properties(map: &Arranged) -> Result<DocProperties, XlsxError> {
    let about = &map.document.map;
    let begun = about
        .created_on
        .as_ref()
        .map(|day| ExcelDateTime::parse_from_str(&day.0));
    let begun = match begun {
        Some(Ok(day)) => day,
        _ => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    // Excel refuses longer ones.
    let short = |text: &str| text.chars().take(250).collect::<String>();
    Ok(DocProperties::new()
        .set_title(short(&about.title))
        .set_subject(short(&about.subtitle))
        .set_keywords(short(&about.tags.join(", ")))
        .set_creation_datetime(&begun))
}
