//! What a caller can choose.

use std::str::FromStr;

/// The size of all slides of a presentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlideSize {
    /// 16:9, 13.333 × 7.5 inches: what PowerPoint makes today, so that slides can be taken over into
    /// other presentations. Larger in the same proportions only for maps so large that their texts would
    /// be smaller than 1 pt, which PowerPoint cannot set.
    #[default]
    Widescreen,
    /// 4:3, 10 × 7.5 inches, or larger as above.
    Standard,
    /// The size of the largest scene at 100 %, up to the 56 inches that PowerPoint can hold: texts keep
    /// their size in points.
    Map,
}

impl SlideSize {
    /// Every size, in the order a dialog lists them.
    pub const ALL: [Self; 3] = [Self::Widescreen, Self::Standard, Self::Map];

    /// The name that the command line knows; [`FromStr`] is its inverse.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Widescreen => "16:9",
            Self::Standard => "4:3",
            Self::Map => "map",
        }
    }
}

/// A size that no slide has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no slide size “{0}”; use 16:9, 4:3 or map")]
pub struct ParseSlideSizeError(String);

impl FromStr for SlideSize {
    type Err = ParseSlideSizeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|size| size.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseSlideSizeError(text.to_owned()))
    }
}

/// How to paint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub size: SlideSize,
    /// When the map was last changed, as RFC 3339 date and time (`2026-03-14T09:26:53Z`). Without it the
    /// file carries no date; the painter never looks at a clock.
    pub date: Option<String>,
    /// Name of the author, for the document's properties.
    pub author: Option<String>,
    /// One sentence on the map (its subtitle), for the document's properties.
    pub description: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parsing_are_inverse() {
        for size in SlideSize::ALL {
            assert_eq!(size.name().parse::<SlideSize>(), Ok(size));
        }
        assert!("a4".parse::<SlideSize>().unwrap_err().to_string().contains("a4"));
    }
}
