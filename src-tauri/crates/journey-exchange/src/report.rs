//! What became of a map on its way into another format or out of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was understood, guessed and left out, in the order in which people should read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub items: Vec<Remark>,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    pub level: Level,
    /// In words, its count included: “23 severities”, “column “Phase” is read as the stage”.
    pub what: String,
    /// How many things the remark is about.
    pub count: u32,
    /// Where in the file that was read; absent where it is about all of it, or about a file written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// How much of a thing came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// As it was.
    Understood,
    /// In a way that a person should look over.
    Guessed,
    /// Not at all.
    LeftOut,
}

/// A place in a file that was read; as much of it as the format knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct Place {
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Of a spreadsheet, with its sheet where there are several: `B4`, `Cards!B4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl Report {
    /// Adds a remark about the file as a whole.
    pub fn say(&mut self, level: Level, what: impl Into<String>, count: usize) {
        self.items.push(Remark {
            level,
            what: what.into(),
            count: u32::try_from(count).unwrap_or(u32::MAX),
            place: None,
        });
    }

    /// Adds a remark about one place.
    pub fn say_at(&mut self, level: Level, what: impl Into<String>, place: Place) {
        self.items.push(Remark {
            level,
            what: what.into(),
            count: 1,
            place: Some(place),
        });
    }

    /// Adds that so many things were left out; nothing where there are none.
    pub fn left_out(&mut self, count: usize, one: &str, many: &str) {
        if count > 0 {
            self.say(Level::LeftOut, counted(count, one, many), count);
        }
    }

    /// The remarks of one level.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Remark> {
        self.items.iter().filter(move |remark| remark.level == level)
    }

    /// Whether everything came through as it was.
    pub fn is_lossless(&self) -> bool {
        self.items.iter().all(|remark| remark.level == Level::Understood)
    }
}

/// “1 picture”, “4 pictures”.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Understood => "understood",
            Self::Guessed => "guessed",
            Self::LeftOut => "left out",
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.cell, self.line, self.column) {
            (Some(cell), _, _) => write!(f, "cell {cell}"),
            (None, Some(line), Some(column)) => write!(f, "line {line}, column {column}"),
            (None, Some(line), None) => write!(f, "line {line}"),
            (None, None, Some(column)) => write!(f, "column {column}"),
            (None, None, None) => f.write_str("the file"),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.level, self.what)?;
        match &self.place {
            Some(place) => write!(f, " ({place})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|remark| writeln!(f, "{remark}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_read_as_lines() {
        let mut report = Report::default();
        assert!(report.is_lossless());
        report.say(Level::Understood, "12 cards", 12);
        report.left_out(0, "note", "notes");
        report.left_out(1, "picture", "pictures");
        report.say_at(
            Level::Guessed,
            "“Phase” is read as the stage",
            Place {
                cell: Some("B1".into()),
                ..Place::default()
            },
        );
        assert_eq!(
            report.to_string(),
            "understood: 12 cards\nleft out: 1 picture\nguessed: “Phase” is read as the stage (cell B1)\n"
        );
        assert_eq!(report.of(Level::LeftOut).count(), 1);
        assert!(!report.is_lossless());
        let place = Place {
            line: Some(3),
            column: Some(7),
            cell: None,
        };
        assert_eq!(place.to_string(), "line 3, column 7");
    }
}
