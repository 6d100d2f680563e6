//! CSV: the map as a matrix, or the long form.

use crate::cell::{guarded, tenths_text};

use super::Written;
use super::arranged::Arranged;
use super::loss::{Aspect, report};
use super::matrix::Matrix;
use super::table::{Value, long};

/// What a CSV file looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    pub shape: CsvShape,
    pub delimiter: Delimiter,
    /// Whether the file begins with a byte order mark, without which Excel takes UTF-8 for something
    /// else.
    pub byte_order_mark: bool,
    /// Whether texts that a spreadsheet would take for formulas get an apostrophe before them.
    pub guard_formulas: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            shape: CsvShape::Matrix,
            delimiter: Delimiter::Comma,
            byte_order_mark: true,
            guard_formulas: true,
        }
    }
}

/// How the map is spread over rows and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvShape {
    /// Two rows of headings (stages, each over its first step; steps), then a row a lane.
    Matrix,
    /// One card or score a row, with all of its fields ([`crate::Column`]).
    Long,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Comma,
    /// For places where a comma is in numbers, so that scores are written with one.
    Semicolon,
    Tab,
}

impl Delimiter {
    /// The character.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Writes the map as CSV: RFC 4180 (quotes where they are needed, CRLF) in UTF-8.
pub fn csv(document: &journey_model::Document, options: &CsvOptions) -> Written {
    let map = Arranged::of(document);
    let (rows, lacking) = match options.shape {
        CsvShape::Matrix => (matrix_rows(&map), MATRIX_LACKS),
        CsvShape::Long => (long_rows(&map), LONG_LACKS),
    };
    let mut bytes = Vec::new();
    if options.byte_order_mark {
        bytes.extend_from_slice("\u{feff}".as_bytes());
    }
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(options.delimiter.byte())
        .terminator(::csv::Terminator::CRLF)
        .from_writer(bytes);
    let point = if options.delimiter == Delimiter::Semicolon {
        ','
    } else {
        '.'
    };
    for row in rows {
        let cells = row.iter().map(|value| text_of(value, point, options.guard_formulas));
        // Memory can always be written, and every row has the same number of cells.
        let _ = writer.write_record(cells);
    }
    Written {
        bytes: writer.into_inner().unwrap_or_default(),
        report: report(&map, lacking),
    }
}

fn text_of(value: &Value, point: char, guard: bool) -> String {
    match value {
        Value::Empty => String::new(),
        // A line break within a cell is a bare line feed, as spreadsheets write it.
        Value::Text(text) if guard => guarded(text).unwrap_or_else(|| text.to_string()),
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Tenths(tenths) => tenths_text(*tenths, point),
        Value::Date(day) => (*day).to_owned(),
        Value::Yes => "yes".into(),
    }
}

fn long_rows<'a>(map: &Arranged<'a>) -> Vec<Vec<Value<'a>>> {
    let table = long(map, true);
    let heading = table.columns.iter().map(|column| Value::Text(column.title().into()));
    std::iter::once(heading.collect()).chain(table.rows).collect()
}

fn matrix_rows<'a>(map: &Arranged<'a>) -> Vec<Vec<Value<'a>>> {
    let text = |text: String| match text.is_empty() {
        true => Value::Empty,
        false => Value::Text(text.into()),
    };
    let mut stages = vec![Value::Text("Stage".into())];
    for (number, columns) in map.stages.iter().enumerate() {
        for at in 0..columns.steps.len() {
            stages.push(if at == 0 {
                text(map.stage_title(number))
            } else {
                Value::Empty
            });
        }
    }
    let mut steps = vec![Value::Text("Step".into())];
    steps.extend(
        map.steps
            .iter()
            .map(|step| text(super::arranged::one_line(&step.title))),
    );
    let mut rows = vec![stages, steps];
    for row in Matrix::of(map).rows {
        let cells = row.cells.iter().map(|cell| match cell.score {
            Some(score) if score.word.trim().is_empty() => Value::Tenths(score.tenths),
            _ => text(cell.text()),
        });
        rows.push(std::iter::once(text(row.title)).chain(cells).collect());
    }
    rows
}

/// What the long form cannot hold.
const LONG_LACKS: &[Aspect] = &[
    Aspect::Links,
    Aspect::Notes,
    Aspect::PersonaDetails,
    Aspect::Pictures,
    Aspect::Captions,
    Aspect::StageGoals,
    Aspect::About,
    Aspect::Sizes,
];

/// What a matrix cannot hold.
const MATRIX_LACKS: &[Aspect] = &[
    Aspect::Severities,
    Aspect::Evidence,
    Aspect::Sources,
    Aspect::MomentsOfTruth,
    Aspect::Owners,
    Aspect::Tags,
    Aspect::Addresses,
    Aspect::Touchpoints,
    Aspect::Figures,
    Aspect::ScoreNotes,
    Aspect::Spans,
    Aspect::Emphasis,
    Aspect::Colours,
    Aspect::Symbols,
    Aspect::Links,
    Aspect::Notes,
    Aspect::PersonaDetails,
    Aspect::Pictures,
    Aspect::Captions,
    Aspect::StageGoals,
    Aspect::About,
    Aspect::Sizes,
];

#[cfg(test)]
mod tests {
    use journey_model::Document;
    use journey_model::sample::sample;

    use super::*;

    fn text(document: &Document, options: &CsvOptions) -> String {
        String::from_utf8(csv(document, options).bytes).unwrap()
    }

    #[test]
    fn a_matrix_has_lanes_by_steps() {
        let mut document = sample(2, 2, 2, 1);
        for (card, text) in [("card_1_1_1", "=1+1"), ("card_1_1_2", "says \"no\", **leaves**")] {
            document.cards.get_mut(card).unwrap().text = text.into();
        }
        for score in document.scores.values_mut() {
            score.word = "Hopeful".into();
            score.tenths = -12;
        }
        document.scores.values_mut().next().unwrap().word.clear();
        let text = text(&document, &CsvOptions::default());
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "\u{feff}Stage,Awareness,Consideration");
        assert_eq!(lines[1], "Step,Step 1,Step 2");
        assert!(
            lines[2].starts_with("Actions,\"'=1+1\nsays \"\"no\"\", leaves\","),
            "{}",
            lines[2]
        );
        assert!(text.contains("Emotion,-1.2,Hopeful (−1.2)\r\n"), "{text}");
    }

    #[test]
    fn an_own_delimiter_and_no_guard() {
        let mut document = sample(1, 1, 1, 1);
        document.cards.get_mut("card_1_1_1").unwrap().text = "-1; 2".into();
        for score in document.scores.values_mut() {
            score.tenths = 15;
        }
        let options = CsvOptions {
            shape: CsvShape::Long,
            delimiter: Delimiter::Semicolon,
            byte_order_mark: false,
            guard_formulas: false,
        };
        let text = text(&document, &options);
        assert!(text.starts_with("Stage no.;Stage;Step no.;"), "{text}");
        assert!(text.contains(";actions;\"-1; 2\";"), "{text}");
        assert!(text.contains(";Sam Sample;1,5;"), "{text}");
    }

    #[test]
    fn empty_steps_and_lanes_keep_their_place() {
        let mut document = sample(2, 2, 1, 1);
        document.cards.retain(|id, _| id.as_str() == "card_1_1_1");
        document.scores.clear();
        let options = CsvOptions {
            shape: CsvShape::Long,
            ..CsvOptions::default()
        };
        let text = text(&document, &options);
        let rows: Vec<&str> = text.split("\r\n").collect();
        assert!(rows[2].starts_with("2,Consideration,2,Step 2,,,,,"), "{text}");
        assert!(rows[3].starts_with(",,,,2,Touchpoints,touchpoints,"), "{text}");
        assert!(rows[4].starts_with(",,,,3,Emotion,emotion,"), "{text}");
    }

    #[test]
    fn hidden_lanes_are_not_written_and_named() {
        let mut document = sample(2, 2, 1, 1);
        let lane = document.cards["card_1_1_1"].lane.clone();
        document.lanes.get_mut(&lane).unwrap().hidden = true;
        document.cards.get_mut("card_1_1_1").unwrap().text = "Secret".into();
        for shape in [CsvShape::Matrix, CsvShape::Long] {
            let options = CsvOptions {
                shape,
                ..CsvOptions::default()
            };
            assert!(!text(&document, &options).contains("Secret"));
            let report = csv(&document, &options).report.to_string();
            assert!(report.contains("left out: 1 hidden lane with all in it"), "{report}");
        }
    }
}
