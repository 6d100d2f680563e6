//! Why a file could not be written.

/// Why no file was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// More steps than a spreadsheet has columns.
    #[error("the map has {steps} steps and a spreadsheet has room for {limit}; export it as Markdown or JSON instead")]
    TooManySteps {
        /// Steps of the map.
        steps: usize,
        /// Most that fit.
        limit: usize,
    },
    /// More of something than a sheet has rows.
    #[error("the sheet “{sheet}” would need {rows} rows and has room for {limit}; export the map as CSV instead")]
    TooManyRows {
        /// Name of the sheet.
        sheet: String,
        /// Rows it would need.
        rows: usize,
        /// Most that fit.
        limit: usize,
    },
    /// The spreadsheet library refused the document for a reason that has no remedy here.
    #[error("the spreadsheet could not be written: {0}")]
    Spreadsheet(String),
}
