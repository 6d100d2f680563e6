//! Inner time of painting seeded maps of the sizes in the design, section 10.
//! `cargo run --release -p journey-pdf --example measure_pdf [-- OUT-DIRECTORY]`

#[path = "../tests/common/mod.rs"]
mod common;

use std::ops::ControlFlow;
use std::time::Instant;

use journey_pdf::{Options, paint};

const WORDS: [&str; 24] = [
    "customer", "compares", "the", "offers", "of", "three", "insurers", "and", "asks", "a", "friend", "who", "has",
    "been", "flooded", "before", "which", "policy", "covers", "contents", "in", "ground", "floor", "flats",
];

fn main() {
    let out = std::env::args_os().nth(1);
    let setter = common::Setter::new();
    for (columns, rows, cards) in [(5, 5, 2), (10, 6, 5), (20, 10, 5), (40, 25, 10)] {
        let mut seed = 7u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let texts: Vec<String> = (0..columns * rows * cards)
            .map(|_| {
                let count = 6 + next(5);
                let words: Vec<&str> = (0..count).map(|_| WORDS[next(24) as usize]).collect();
                words.join(" ")
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let scene = common::grid(&setter, columns, &texts);
        let mut best = f64::INFINITY;
        let mut size = 0;
        for _ in 0..5 {
            let start = Instant::now();
            let bytes = paint(&scene, &Options::default(), &mut |_| ControlFlow::Continue(())).expect("a PDF");
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
            size = bytes.len();
            if let Some(out) = &out {
                let name = format!("measure-{}.pdf", texts.len());
                std::fs::write(std::path::Path::new(out).join(name), bytes).expect("a writable folder");
            }
        }
        println!(
            "{:6} cards  {best:8.1} ms  {:8.1} kB",
            texts.len(),
            size as f64 / 1000.0
        );
    }
}
