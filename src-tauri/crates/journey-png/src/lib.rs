//! Paints a [`Scene`] as PNG, band by band.
//!
//! A picture is cut into bands of rows. Each band is drawn, filtered and compressed by itself on
//! whichever thread is free, and written in order: pixels take the same memory for any picture, all cores
//! work, and the file is the same bytes whatever their number.
//!
//! - [`paint`] writes a file, [`raster`] gives pixels;
//! - [`attachment`] reads back the map that a file carries.
//!
//! Coordinates: "sheet" px are the scene's; "device" px are those of the picture, sheet × scale, from
//! the top left of the region that is painted.

mod attachment;
mod boxes;
mod canvas;
mod chunk;
mod colour_glyph;
mod error;
mod glyph;
mod paint;
mod palette;
mod path;
mod picture;
mod plan;
mod render;
mod rows;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use attachment::attachment;
pub use error::PngError;
pub use paint::{Background, Options, Progress, Raster, paint, raster};

pub use journey_scene::Scene;
