//! What a caller can choose.

use std::str::FromStr;

/// The paper of a page. Sizes are ISO 216 and ANSI/ASME Y14.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A page of the map's own size, at 100 %.
    #[default]
    Fit,
    A4,
    A3,
    A2,
    A1,
    A0,
    Letter,
    /// 11 × 17 inches, also called Ledger when it lies on its side.
    Tabloid,
    /// A 16:9 slide, 13.333 × 7.5 inches.
    Widescreen,
}

impl Paper {
    /// Every paper, in the order a dialog lists them.
    pub const ALL: [Self; 9] = [
        Self::Fit,
        Self::A4,
        Self::A3,
        Self::A2,
        Self::A1,
        Self::A0,
        Self::Letter,
        Self::Tabloid,
        Self::Widescreen,
    ];

    /// The name that the command line knows; [`FromStr`] is its inverse.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A2 => "a2",
            Self::A1 => "a1",
            Self::A0 => "a0",
            Self::Letter => "letter",
            Self::Tabloid => "tabloid",
            Self::Widescreen => "16:9",
        }
    }

    /// Shorter and longer side in points; `None` for [`Paper::Fit`].
    pub(crate) fn sides(self) -> Option<(f64, f64)> {
        let mm = |short: f64, long: f64| Some((short * 72.0 / 25.4, long * 72.0 / 25.4));
        match self {
            Self::Fit => None,
            Self::A4 => mm(210.0, 297.0),
            Self::A3 => mm(297.0, 420.0),
            Self::A2 => mm(420.0, 594.0),
            Self::A1 => mm(594.0, 841.0),
            Self::A0 => mm(841.0, 1189.0),
            Self::Letter => Some((612.0, 792.0)),
            Self::Tabloid => Some((792.0, 1224.0)),
            Self::Widescreen => Some((540.0, 960.0)),
        }
    }
}

/// A paper that nobody makes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no paper “{0}”; use fit, a4, a3, a2, a1, a0, letter, tabloid or 16:9")]
pub struct ParsePaperError(String);

impl FromStr for Paper {
    type Err = ParsePaperError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|paper| paper.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParsePaperError(text.to_owned()))
    }
}

/// Which way the paper lies. Means nothing to [`Paper::Fit`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// Whichever shows the map larger, or takes fewer sheets; landscape where both are equal.
    #[default]
    Auto,
    Portrait,
    Landscape,
}

/// How the map gets onto the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Placement {
    /// The whole map on one page, as large as the margins allow.
    #[default]
    Fit,
    /// Real size over as many sheets as it takes, with an overlap to glue them and a label on each.
    /// The same as `Fit` with [`Paper::Fit`].
    Tile,
}

/// What lies under the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Background {
    /// The theme's paper, over the whole page.
    #[default]
    Paper,
    /// Nothing.
    Transparent,
}

/// A file inside the PDF, so that importing the PDF brings the map back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name shown by PDF readers, such as `Flood insurance.json`.
    pub name: String,
    /// The map in the file format.
    pub json: String,
}

/// How to paint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub paper: Paper,
    pub orientation: Orientation,
    pub placement: Placement,
    pub background: Background,
    /// When the map was last changed, as RFC 3339 date or date and time (`2026-03-14`,
    /// `2026-03-14T09:26:53Z`). Without it (or where it cannot be read) the file carries no date; the
    /// painter never looks at a clock.
    pub date: Option<String>,
    /// Name of the author, for the document's properties.
    pub author: Option<String>,
    /// One sentence on the map (its subtitle), for the document's properties.
    pub description: Option<String>,
    /// The map itself.
    pub attachment: Option<Attachment>,
    /// Also claim PDF/A-3a, for archives; takes effect only with a date, which that standard demands.
    /// Off by default, because readers open such files with a warning against editing.
    pub archival: bool,
    /// Uncompressed and ASCII only, to be compared and read by people.
    pub text_form: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parsing_are_inverse() {
        for paper in Paper::ALL {
            assert_eq!(paper.name().parse::<Paper>().unwrap(), paper);
            assert_eq!(paper.name().to_uppercase().parse::<Paper>().unwrap(), paper);
        }
        assert!("a5".parse::<Paper>().unwrap_err().to_string().contains("a5"));
    }

    #[test]
    fn a_series_halves() {
        let sides = |p: Paper| p.sides().unwrap();
        for (large, small) in [(Paper::A0, Paper::A1), (Paper::A1, Paper::A2), (Paper::A3, Paper::A4)] {
            assert!((sides(large).0 - sides(small).1).abs() < 0.01);
            assert!((sides(large).1 / 2.0 - sides(small).0).abs() < 1.5);
        }
    }
}
