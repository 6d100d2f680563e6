//! Work that paints for a while and may be called off: exports and their previews.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::ipc::state::lock;

/// The jobs that run, by the map that they paint.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    running: Arc<Mutex<BTreeMap<String, Vec<Arc<AtomicBool>>>>>,
}

/// One job; it counts as running until it is dropped.
#[derive(Debug)]
pub struct Job {
    map: String,
    called_off: Arc<AtomicBool>,
    jobs: Jobs,
}

impl Jobs {
    /// Begins a job on a map, beside those that run.
    pub fn begin(&self, map: &str) -> Job {
        let called_off = Arc::new(AtomicBool::new(false));
        lock(&self.running)
            .entry(map.to_owned())
            .or_default()
            .push(Arc::clone(&called_off));
        Job {
            map: map.to_owned(),
            called_off,
            jobs: self.clone(),
        }
    }

    /// Calls off every job on the map; each ends as soon as its painter asks.
    pub fn call_off(&self, map: &str) {
        for job in lock(&self.running).get(map).into_iter().flatten() {
            job.store(true, Ordering::Release);
        }
    }
}

impl Job {
    /// What a painter's watch answers.
    pub fn go_on(&self) -> ControlFlow<()> {
        match self.called_off.load(Ordering::Acquire) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let mut running = lock(&self.jobs.running);
        if let Some(jobs) = running.get_mut(&self.map) {
            jobs.retain(|job| !Arc::ptr_eq(job, &self.called_off));
            if jobs.is_empty() {
                running.remove(&self.map);
            }
        }
    }
}

/// Passes on how far a painter is, a whole percent at a time.
#[derive(Debug, Default)]
pub struct Percent {
    told: Option<u8>,
}

impl Percent {
    /// `done` (0 to 1) where it is a percent further than what was told.
    pub fn news(&mut self, done: f64) -> Option<f32> {
        let percent = (done.clamp(0.0, 1.0) * 100.0) as u8;
        (self.told < Some(percent)).then(|| {
            self.told = Some(percent);
            f32::from(percent) / 100.0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_called_off_by_map() {
        let jobs = Jobs::default();
        let (one, two, other) = (jobs.begin("map_a"), jobs.begin("map_a"), jobs.begin("map_b"));
        jobs.call_off("map_a");
        assert!(one.go_on().is_break() && two.go_on().is_break());
        assert!(other.go_on().is_continue());
        // What begins afterwards was not meant.
        assert!(jobs.begin("map_a").go_on().is_continue());
        drop((one, two, other));
        assert!(lock(&jobs.running).is_empty());
    }

    #[test]
    fn progress_is_told_by_the_percent() {
        let mut percent = Percent::default();
        let told: Vec<f32> = [0.0, 0.001, 0.0149, 0.5, 0.4, 1.0, 1.0]
            .into_iter()
            .filter_map(|done| percent.news(done))
            .collect();
        assert_eq!(told, [0.0, 0.01, 0.5, 1.0]);
    }
}
