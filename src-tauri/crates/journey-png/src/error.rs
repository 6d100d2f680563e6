//! What can go wrong.

/// Why a picture could not be painted or read.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The scale is not within 0.25 and 8 (for files), or not positive (for rasters).
    #[error("the scale {0} is out of range; choose one from 0.25 to 8")]
    Scale(f32),
    /// Nothing to paint, or a size that is not finite.
    #[error("the picture would have no area: {width} × {height} px")]
    Empty { width: f64, height: f64 },
    /// Wider or higher than a picture can be.
    #[error(
        "the picture would be {width} × {height} px; at most {limit} px a side can be painted: choose a smaller scale"
    )]
    TooLarge { width: f64, height: f64, limit: u32 },
    /// More pixels than fit a raster in memory.
    #[error("the picture would have {pixels} pixels; at most {limit} fit into memory at once")]
    TooManyPixels { pixels: u64, limit: u64 },
    /// The watcher asked to stop.
    #[error("the export was cancelled")]
    Cancelled,
    /// Writing failed.
    #[error("cannot write the picture: {0}")]
    Write(#[from] std::io::Error),
    /// Not a PNG file.
    #[error("this is no PNG file")]
    NotPng,
    /// A PNG file that breaks off or contradicts itself.
    #[error("the PNG file is damaged: {0}")]
    Damaged(&'static str),
    /// The embedded map is larger than any map.
    #[error("the map inside the PNG file is larger than {limit} bytes")]
    AttachmentTooLarge { limit: u64 },
}
