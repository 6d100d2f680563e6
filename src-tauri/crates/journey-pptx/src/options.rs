//! What a caller can choose.

/// The size of all slides of a presentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlideSize {
    /// 16:9, 13.333 × 7.5 inches: what PowerPoint makes today, so that slides can be taken over into
    /// other presentations.
    #[default]
    Widescreen,
    /// 4:3, 10 × 7.5 inches.
    Standard,
    /// The size of the largest scene at 100 %, up to the 56 inches that PowerPoint can hold: texts keep
    /// their size in points.
    Map,
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
