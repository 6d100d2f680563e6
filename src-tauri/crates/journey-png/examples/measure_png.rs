//! Paints a sample sheet and says how long it took: `measure_png STAGES LANES CARDS SCALE [FILE]`.

#[allow(dead_code)]
#[path = "../src/sample.rs"]
mod sample;

use std::ops::ControlFlow;
use std::time::Instant;

use journey_png::{Options, paint};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| {
        arguments
            .get(index)
            .and_then(|text| text.parse().ok())
            .unwrap_or(5.0f32)
    };
    let scene = sample::sheet(number(0) as usize, number(1) as usize, number(2) as usize);
    let options = Options {
        scale: number(3),
        ..Options::default()
    };
    for _ in 0..4 {
        let mut file = Vec::new();
        let start = Instant::now();
        paint(&scene, &options, &mut file, &mut |_| ControlFlow::Continue(()))?;
        let pixels = scene.size.area() * f64::from(options.scale).powi(2) / 1e6;
        println!("{pixels:.1} MPix  {:?}  {} bytes", start.elapsed(), file.len());
        if let Some(path) = arguments.get(4) {
            std::fs::write(path, file)?;
        }
    }
    Ok(())
}
