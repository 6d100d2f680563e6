//! What can go wrong.

/// Why a picture could not be painted or read.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// The scale is not within 0.01 and 32 (for files), or not positive (for rasters).
    #[error("the map would be drawn at {0} times its size; choose a size that makes it 0.01 to 32 times")]
    Scale(f64),
    /// No such quality of a JPEG.
    #[error("there is no JPEG quality {0}; choose one from 1 (smallest file) to 100 (best picture)")]
    Quality(u8),
    /// Nothing to paint, or a size that is not finite.
    #[error("the picture would have no area: {width} × {height} px")]
    Empty { width: f64, height: f64 },
    /// Wider or higher than such a picture can be.
    #[error(
        "the picture would be {width} × {height} px, and a {format} has at most {limit} px a side: choose a smaller size{remedy}"
    )]
    TooLarge {
        width: f64,
        height: f64,
        format: &'static str,
        limit: u32,
        /// What else would do, as the end of the message.
        remedy: &'static str,
    },
    /// More pixels than are held in memory at once.
    #[error(
        "the picture would have {pixels} pixels, and at most {limit} fit into memory at once: choose a smaller size"
    )]
    TooManyPixels { pixels: u64, limit: u64 },
    /// A WebP whose tokens do not fit into memory: photographs all over a large sheet.
    #[error("so large a picture of photographs cannot be put into a WebP: choose a smaller size, or PNG")]
    TooDetailed,
    /// The watcher asked to stop.
    #[error("the export was cancelled")]
    Cancelled,
    /// Writing failed.
    #[error("cannot write the picture: {0}")]
    Write(#[from] std::io::Error),
    /// None of the formats that are written here.
    #[error("this is no PNG, JPEG or WebP file")]
    NotAPicture,
    /// A file that breaks off or contradicts itself.
    #[error("the picture file is damaged: {0}; export it again, or open the map's own file")]
    Damaged(&'static str),
    /// The embedded map is larger than any map.
    #[error("the map inside the picture unpacks to more than {limit} bytes, which no map does")]
    AttachmentTooLarge { limit: u64 },
}
