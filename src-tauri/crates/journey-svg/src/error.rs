//! What can go wrong.

/// Why a scene could not be painted, or a map not be read out of a file.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum SvgError {
    /// The sheet (or the part of it to show) has no area, or is not finite.
    #[error("the sheet is {width} × {height} px at scale {scale}; an SVG needs a size above zero")]
    Size { width: f64, height: f64, scale: f64 },
    /// A file with a map that breaks off or is not as it was written.
    #[error("the map inside the SVG file is damaged: {0}; export it again, or open the map's own file")]
    Damaged(&'static str),
}
