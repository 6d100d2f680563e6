//! Disks as the system makes them: one that has no byte left, and one that may not be written any more.

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use super::{map, one_map, retitle};
use crate::{Library, SaveState, StoreErrorCode};

/// The longest pause between two attempts to save, and some time to spare for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file system of a megabyte in memory; only root can make one.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        mount(folder.path(), "size=1m", true).then_some(Self { folder })
    }

    fn grow(&self) {
        assert!(mount(self.folder.path(), "remount,size=64m", false));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}

fn mount(folder: &Path, options: &str, anew: bool) -> bool {
    let mut command = Command::new("mount");
    if anew {
        command.args(["-t", "tmpfs", "waymark-test"]);
    }
    let output = command.args(["-o", options]).arg(folder).output();
    output.is_ok_and(|output| output.status.success())
}

fn watched(library: &Library) -> Receiver<SaveState> {
    let (sender, states) = mpsc::channel();
    library.writer().watch(move |report| sender.send(report.state).unwrap());
    states
}

/// Waits for a state; panics with what came instead.
fn wait_for(states: &Receiver<SaveState>, wanted: impl Fn(&SaveState) -> bool) {
    let end = Instant::now() + PATIENCE;
    let mut heard = Vec::new();
    while let Ok(state) = states.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if wanted(&state) {
            return;
        }
        heard.push(state);
    }
    panic!("heard {heard:?}");
}

fn is(code: StoreErrorCode) -> impl Fn(&SaveState) -> bool {
    move |state| matches!(state, SaveState::NotSaved { code: found, .. } if *found == code)
}

#[test]
fn a_disk_without_a_byte_left_is_told_and_saving_goes_on_once_it_has_room() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("skipped: making a small file system takes root");
        return;
    };
    let library = Library::open(&disk.folder.path().join("library.db")).unwrap();
    let mut document = map("Before");
    let id = document.map.id.clone();
    library.create(&document, 0).unwrap();
    let states = watched(&library);
    let writer = library.writer();
    let large = "x".repeat(200_000);
    let tickets: Vec<_> = (1..=10)
        .map(|revision| writer.commit(&id, retitle(&mut document, revision, &format!("{revision} {large}"))))
        .collect();
    wait_for(&states, is(StoreErrorCode::Full));
    assert_eq!(writer.flush().unwrap_err().code(), StoreErrorCode::Full);

    disk.grow();
    wait_for(&states, |state| *state == SaveState::Saved);
    for ticket in tickets {
        ticket.wait().unwrap();
    }
    assert_eq!(library.open_map(&id).unwrap().document, document);
    assert_eq!(library.check().unwrap(), [""; 0]);
}

#[test]
fn a_library_that_turned_read_only_is_told_and_saving_goes_on_once_it_may_be_written() {
    let (_folder, library, mut document) = one_map();
    let id = document.map.id.clone();
    let states = watched(&library);
    let writer = library.writer();
    // What SQLite reports when the system has remounted the disk.
    writer.tinker(|connection| connection.pragma_update(None, "query_only", true).unwrap());
    let ticket = writer.commit(&id, retitle(&mut document, 1, "After"));
    wait_for(&states, is(StoreErrorCode::ReadOnly));
    assert_eq!(library.list(crate::Listing::default()).unwrap()[0].title, "Before");

    writer.tinker(|connection| connection.pragma_update(None, "query_only", false).unwrap());
    wait_for(&states, |state| *state == SaveState::Saved);
    ticket.wait().unwrap();
    assert_eq!(library.open_map(&id).unwrap().document, document);
}
