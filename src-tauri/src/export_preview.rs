//! Previews of exports: the very bytes that the file would have, and pictures of their pages.

use std::sync::{Arc, Mutex};

use journey_shell::export::{Format, Picture};

use crate::export_job::Jobs;
use crate::ipc::state::lock;

/// The last preview, and the jobs that make one. Only one dialog is open at a time, so that only the
/// latest preview is kept.
#[derive(Clone, Default)]
pub struct Previews {
    pub jobs: Jobs,
    last: Arc<Mutex<(u32, Option<Arc<Kept>>)>>,
}

/// A painted export.
pub struct Kept {
    id: String,
    pub map: String,
    pub format: Format,
    pub file: Vec<u8>,
    /// What its pages show, of formats that need another program.
    pub pictures: Vec<Picture>,
}

impl Previews {
    /// Keeps a painted export in the place of the one before; gives the id by which it is found.
    pub fn keep(&self, map: &str, format: Format, file: Vec<u8>, pictures: Vec<Picture>) -> String {
        let mut last = lock(&self.last);
        last.0 += 1;
        let id = last.0.to_string();
        last.1 = Some(Arc::new(Kept {
            id: id.clone(),
            map: map.to_owned(),
            format,
            file,
            pictures,
        }));
        id
    }

    /// The preview of that id, if it is still the latest.
    pub fn find(&self, id: &str) -> Option<Arc<Kept>> {
        lock(&self.last).1.clone().filter(|kept| kept.id == id)
    }

    /// Calls off what is being painted of a map that closes, and lets its preview go.
    pub fn forget(&self, map: &str) {
        self.jobs.call_off(map);
        let mut last = lock(&self.last);
        if last.1.as_ref().is_some_and(|kept| kept.map == map) {
            last.1 = None;
        }
    }
}
