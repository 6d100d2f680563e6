//! Times of repeated work.

use std::time::{Duration, Instant};

/// Work is repeated until this much time has gone into it, within [`FEWEST`] and [`MOST`].
const BUDGET: Duration = Duration::from_millis(1_500);
const FEWEST: usize = 5;
const MOST: usize = 50;

/// Several figures of the same thing.
#[derive(Clone, Debug)]
pub struct Figures {
    sorted: Vec<f64>,
}

impl Figures {
    pub fn new(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self { sorted: figures }
    }

    /// One figure that is not repeated, such as the size of a file.
    pub fn one(figure: f64) -> Self {
        Self { sorted: vec![figure] }
    }

    /// Times in milliseconds.
    pub fn times(times: &[Duration]) -> Self {
        Self::new(times.iter().map(|time| time.as_secs_f64() * 1e3).collect())
    }

    pub fn median(&self) -> f64 {
        self.rank(0.5)
    }

    /// The 95th percentile by nearest rank: with fewer than twenty figures the largest.
    pub fn p95(&self) -> f64 {
        self.rank(0.95)
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    fn rank(&self, part: f64) -> f64 {
        let rank = (self.sorted.len() as f64 * part).ceil() as usize;
        self.sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}

/// Times `work` after a warm-up run.
pub fn time<T>(mut work: impl FnMut() -> T) -> Figures {
    time_with(|| (), |()| work())
}

/// Times `work` after a warm-up run, each time on something that `prepare` makes outside the clock.
/// What `work` returns is dropped outside the clock too.
pub fn time_with<P, T>(mut prepare: impl FnMut() -> P, mut work: impl FnMut(P) -> T) -> Figures {
    std::hint::black_box(work(prepare()));
    let mut times = Vec::new();
    let mut spent = Duration::ZERO;
    while times.len() < FEWEST || (times.len() < MOST && spent < BUDGET) {
        let prepared = prepare();
        let start = Instant::now();
        let result = std::hint::black_box(work(prepared));
        let time = start.elapsed();
        drop(result);
        spent += time;
        times.push(time);
    }
    Figures::times(&times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_by_nearest_rank() {
        let figures = Figures::new((1..=100).rev().map(f64::from).collect());
        assert_eq!((figures.median(), figures.p95()), (50.0, 95.0));
        let figures = Figures::new(vec![3.0, 1.0, 2.0]);
        assert_eq!((figures.median(), figures.p95(), figures.count()), (2.0, 3.0, 3));
        assert_eq!(Figures::one(7.0).p95(), 7.0);
    }

    #[test]
    fn work_is_repeated_and_prepared_each_time() {
        let mut prepared = 0;
        let figures = time_with(|| prepared += 1, |()| ());
        assert_eq!((figures.count(), prepared), (MOST, MOST + 1));
    }
}
