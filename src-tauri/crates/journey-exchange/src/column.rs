//! The columns and sheets of our tables, named once for writing and reading.
//!
//! The long form is one card a row. A score is a row of its own (in CSV; XLSX has a sheet for them),
//! and so are steps and lanes without any card, which keep their place in it by a row that says nothing
//! else. Numbers of stages, steps and lanes count from 1 in the map's order: titles may be empty or
//! alike, and rows may be sorted by somebody.

use serde::{Deserialize, Serialize};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text as it was typed.
    Text,
    /// A whole number.
    Number,
    /// A number from -2 to 2 in tenths.
    Score,
    /// A day; `YYYY-MM-DD` where there are only texts.
    Date,
    /// “yes” or nothing.
    Yes,
    /// Texts divided by “; ”. A backslash stands before a semicolon or backslash that belongs to a text.
    List,
    /// A word of a closed vocabulary, as its key in the file format ([`journey_model::Severity::key`]).
    Key,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $title:literal $ty:ident,)+) => {
        /// A column of our tables, by what it holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "camelCase")]
        pub enum Column { $($(#[$doc])* $variant),+ }

        impl Column {
            /// Every column, in the order of the long form.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The words in the heading.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// What the cells hold.
            pub const fn holds(self) -> ColumnType {
                match self { $(Self::$variant => ColumnType::$ty),+ }
            }

            /// The column of that heading, whatever its case and the white space around it.
            pub fn from_title(title: &str) -> Option<Self> {
                let title = title.trim();
                Self::ALL.iter().copied().find(|column| column.title().eq_ignore_ascii_case(title))
            }
        }
    };
}

columns! {
    StageNumber = "Stage no." Number,
    Stage = "Stage" Text,
    StepNumber = "Step no." Number,
    Step = "Step" Text,
    LaneNumber = "Lane no." Number,
    Lane = "Lane" Text,
    /// A key of `LaneKind`.
    LaneKind = "Lane kind" Key,
    /// Of a card; inline Markdown as it was typed.
    Text = "Text" Text,
    /// The number of steps that a card covers.
    Span = "Steps covered" Number,
    /// Of a card or a score.
    MomentOfTruth = "Moment of truth" Yes,
    Severity = "Severity" Key,
    Evidence = "Evidence" Key,
    Source = "Source" Text,
    Owner = "Owner" Text,
    Tags = "Tags" List,
    Address = "Address" Text,
    /// A key of `ChannelKind`, or the name of an own channel.
    Channel = "Channel" Text,
    Category = "Category" Key,
    Presence = "Presence" Key,
    Control = "Control" Key,
    Action = "Customer action" Text,
    Result = "Result" Text,
    Alternative = "Alternative" Text,
    Value = "Value" Text,
    Unit = "Unit" Text,
    Target = "Target" Text,
    MeasuredOn = "Measured on" Date,
    /// Of a card, `#rrggbb`.
    Colour = "Colour" Text,
    /// Name of the symbol that leads a card.
    Symbol = "Symbol" Text,
    /// Of a score; empty for everyone's.
    Persona = "Persona" Text,
    Score = "Score" Score,
    /// Of a score, in a word.
    Feeling = "Feeling" Text,
    /// Of a score.
    Note = "Note" Text,
    /// Of a card, so that links of the same file can name it; readers give new ids.
    Id = "Id" Text,
}

/// Names of the sheets of a workbook.
pub mod sheet {
    /// The matrix: a row a lane, a column a step.
    pub const JOURNEY: &str = "Journey";
    /// The long form without scores.
    pub const CARDS: &str = "Cards";
    pub const TOUCHPOINTS: &str = "Touchpoints";
    pub const PAIN_POINTS: &str = "Pain points";
    pub const OPPORTUNITIES: &str = "Opportunities";
    pub const PERSONAS: &str = "Personas";
    pub const SCORES: &str = "Scores";
    pub const LINKS: &str = "Links";
    pub const NOTES: &str = "Notes";
    /// What stages say besides their titles: their goals.
    pub const STAGES: &str = "Stages";
    /// Lanes with their kinds and captions.
    pub const LANES: &str = "Lanes";
    /// What is said of the map as a whole: [`super::MAP_ROWS`], a row each.
    pub const MAP: &str = "Map";
}

/// First cells of the rows of the sheet about the map, in their order; the second cell is the value.
pub const MAP_ROWS: [&str; 13] = [
    "Title",
    "Subtitle",
    "State",
    "Language",
    "Purpose",
    "Success measure",
    "Scope",
    "End goal",
    "Tags",
    "Begun on",
    "Last review",
    "Next review",
    "Review cycle (months)",
];

impl Column {
    /// Columns that say where something stands.
    pub(crate) const PLACE: [Self; 7] = [
        Self::StageNumber,
        Self::Stage,
        Self::StepNumber,
        Self::Step,
        Self::LaneNumber,
        Self::Lane,
        Self::LaneKind,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_find_their_columns() {
        for column in Column::ALL {
            assert_eq!(
                Column::from_title(&format!(" {} ", column.title().to_uppercase())),
                Some(*column)
            );
        }
        assert_eq!(Column::from_title("Phase"), None);
    }
}
