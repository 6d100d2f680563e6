//! Paints a sample sheet and says how long it took: `measure_raster STAGES LANES CARDS SCALE [FILE]`.
//! The name of the file says the format: `.png`, `.jpg` or `.webp`.

#[allow(dead_code)]
#[path = "../src/sample.rs"]
mod sample;

use std::ops::ControlFlow;
use std::time::Instant;

use journey_raster::{Extent, Format, Options, paint, picture_size};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| {
        arguments
            .get(index)
            .and_then(|text| text.parse().ok())
            .unwrap_or(5.0f32)
    };
    let scene = sample::sheet(number(0) as usize, number(1) as usize, number(2) as usize);
    let file = arguments.get(4);
    let options = Options {
        format: match file.and_then(|name| name.rsplit('.').next()) {
            Some("jpg") => Format::Jpeg { quality: 90 },
            Some("webp") => Format::WebP,
            _ => Format::Png,
        },
        size: Extent::Scale(number(3)),
        ..Options::default()
    };
    let (width, height) = picture_size(&scene, &options)?;
    let pixels = f64::from(width) * f64::from(height) / 1e6;
    for _ in 0..4 {
        let mut bytes = Vec::new();
        let start = Instant::now();
        paint(&scene, &options, &mut bytes, &mut |_| ControlFlow::Continue(()))?;
        println!("{pixels:.1} MPix  {:?}  {} bytes", start.elapsed(), bytes.len());
        if let Some(file) = file {
            std::fs::write(file, bytes)?;
        }
    }
    Ok(())
}
