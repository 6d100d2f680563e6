//! A rest: no connection of this process to the library, and nothing lost by it.

use std::time::Duration;

use super::{map, retitle};
use crate::{Library, Listing, SaveState};

/// Connections to the file that this process holds open, as the kernel lists them.
#[cfg(target_os = "linux")]
fn open_files(file: &std::path::Path) -> usize {
    let name = file.to_str().unwrap();
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .filter(|path| path.to_str().is_some_and(|path| path.starts_with(name)))
        .count()
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_open_during_a_rest_and_edits_are_written_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let library = Library::open(&file).unwrap();
    let mut document = map("Before");
    let id = document.map.id.clone();
    library.create(&document, 0).unwrap();
    library.list(Listing::default()).unwrap();
    let writer = library.writer();
    assert!(open_files(&file) > 0);

    let rest = library.rest().unwrap();
    assert_eq!(open_files(&file), 0);
    // What a file dialog does; outside of a rest it would cancel our locks.
    std::fs::read(&file).unwrap();
    let ticket = writer.commit(&id, retitle(&mut document, 1, "After"));
    assert!(ticket.wait_timeout(Duration::from_millis(50)).is_none());
    assert_eq!(writer.state(), SaveState::Saving);

    drop(rest);
    ticket.wait().unwrap();
    assert_eq!(library.list(Listing::default()).unwrap()[0].title, "After");
    assert_eq!(writer.state(), SaveState::Saved);
}
