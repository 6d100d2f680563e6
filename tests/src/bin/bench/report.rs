//! The table and its JSON.

use std::fmt;

use serde::Serialize;

use crate::measure::Figures;
use crate::{Outcome, Size};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unit {
    #[serde(rename = "ms")]
    Milliseconds,
    /// Million bytes.
    #[serde(rename = "MB")]
    Megabytes,
    /// A multiple of another row.
    #[serde(rename = "x")]
    Times,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Milliseconds => "ms",
            Self::Megabytes => "MB",
            Self::Times => "x",
        })
    }
}

/// Where a median stands against its aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Within,
    WithinTwice,
    BeyondTwice,
}

impl Mark {
    fn of(median: f64, aim: f64) -> Self {
        if median <= aim {
            Self::Within
        } else if median <= 2.0 * aim {
            Self::WithinTwice
        } else {
            Self::BeyondTwice
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Within => "within",
            Self::WithinTwice => "WITHIN TWICE",
            Self::BeyondTwice => "BEYOND TWICE",
        })
    }
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    work: String,
    /// Cards of the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    cards: Option<u32>,
    unit: Unit,
    median: f64,
    p95: f64,
    runs: usize,
    /// At most.
    #[serde(skip_serializing_if = "Option::is_none")]
    aim: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<Mark>,
}

#[derive(Clone, Debug, Serialize)]
struct Skipped {
    work: String,
    reason: String,
}

/// Everything measured so far.
#[derive(Debug, Serialize)]
pub struct Report {
    version: &'static str,
    profile: &'static str,
    cores: usize,
    rows: Vec<Row>,
    skipped: Vec<Skipped>,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            cores: std::thread::available_parallelism().map_or(1, Into::into),
            rows: Vec::new(),
            skipped: Vec::new(),
        }
    }
}

impl Report {
    /// Adds a row, and tells on standard error that it is done: the whole takes minutes.
    pub fn add(
        &mut self,
        work: impl Into<String>,
        size: impl Into<Option<Size>>,
        unit: Unit,
        figures: &Figures,
        aim: impl Into<Option<f64>>,
    ) {
        let aim = aim.into();
        let row = Row {
            work: work.into(),
            cards: size.into().map(Size::cards),
            unit,
            median: figures.median(),
            p95: figures.p95(),
            runs: figures.count(),
            aim,
            mark: aim.map(|aim| Mark::of(figures.median(), aim)),
        };
        eprintln!("{}", line(&row));
        self.rows.push(row);
    }

    /// Notes what could not be measured, and why.
    pub fn skip(&mut self, work: impl Into<String>, reason: impl Into<String>) {
        let (work, reason) = (work.into(), reason.into());
        eprintln!("{work}: skipped, {reason}");
        self.skipped.push(Skipped { work, reason });
    }

    pub fn json(&self) -> Outcome<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

fn line(row: &Row) -> String {
    let cards = row.cards.map_or_else(String::new, thousands);
    let (aim, mark) = match (row.aim, row.mark) {
        (Some(aim), Some(mark)) => (format!("≤ {}", figure(aim)), mark.to_string()),
        _ => (String::new(), String::new()),
    };
    let line = format!(
        "{:<44} {cards:>6} {:>9} {:>9} {:<2} {aim:>8}  {mark}",
        row.work,
        figure(row.median),
        figure(row.p95),
        row.unit,
    );
    line.trim_end().to_owned()
}

/// Three digits that mean something.
fn figure(figure: f64) -> String {
    let decimals = match figure.abs() {
        0.0..0.995 => 3,
        0.995..9.95 => 2,
        9.95..99.5 => 1,
        _ => 0,
    };
    format!("{figure:.decimals$}")
}

fn thousands(number: u32) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nWaymark {}, {} build, {} cores\n",
            self.version, self.profile, self.cores
        )?;
        writeln!(
            f,
            "{:<44} {:>6} {:>9} {:>9} {:<2} {:>8}",
            "work", "cards", "median", "p95", "", "aim"
        )?;
        for row in &self.rows {
            writeln!(f, "{}", line(row))?;
        }
        for Skipped { work, reason } in &self.skipped {
            writeln!(f, "{work}: skipped, {reason}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        assert_eq!(Mark::of(60.0, 60.0), Mark::Within);
        assert_eq!(Mark::of(120.0, 60.0), Mark::WithinTwice);
        assert_eq!(Mark::of(120.1, 60.0), Mark::BeyondTwice);
    }

    #[test]
    fn figures_keep_three_digits() {
        let shown = [0.04, 0.9949, 1.5, 9.949, 12.34, 634.4].map(figure);
        assert_eq!(shown, ["0.040", "0.995", "1.50", "9.95", "12.3", "634"]);
        assert_eq!([50, 1_000, 10_020].map(thousands), ["50", "1,000", "10,020"]);
    }

    #[test]
    fn a_row_shows_its_aim_and_mark() {
        let mut report = Report::default();
        report.add(
            "PDF",
            Size::ALL[2],
            Unit::Milliseconds,
            &Figures::new(vec![70.0, 90.0, 80.0]),
            60.0,
        );
        let table = report.to_string();
        assert!(
            table.contains("1,000") && table.contains("80.0") && table.contains("≤ 60.0"),
            "{table}"
        );
        assert!(table.contains("WITHIN TWICE"), "{table}");
        assert!(report.json().unwrap().contains("\"mark\": \"within-twice\""));
    }
}
