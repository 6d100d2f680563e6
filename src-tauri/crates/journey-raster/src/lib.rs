//! Paints a [`Scene`] as a raster picture (PNG, JPEG or WebP), band by band.
//!
//! A picture is cut into bands of rows. Each band is drawn and compressed by itself on whichever thread
//! is free, and written in order: pixels take the same memory for any picture, all cores work, and the
//! file is the same bytes whatever their number.
//!
//! - [`paint`] writes a file, [`picture_size`] tells how large its picture will be;
//! - [`raster`] and [`raster_within`] give pixels;
//! - [`attachment`] reads back the map that a file carries.
//!
//! Coordinates: "sheet" px are the scene's; "device" px are those of the picture, sheet × scale, from
//! the top left of the region that is painted.

mod attachment;
mod bands;
mod boxes;
mod canvas;
mod colour_glyph;
mod error;
mod glyph;
mod jpeg;
mod options;
mod paint;
mod palette;
mod path;
mod picture;
mod plan;
mod png;
mod png_rows;
mod raster;
mod render;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
mod vector;
mod vp8l;
mod webp;

pub use attachment::attachment;
pub use error::RasterError;
pub use options::{Background, Extent, Format, Options, picture_size};
pub use paint::{Progress, paint};
pub use raster::{Raster, raster, raster_within};

pub use journey_scene::Scene;
