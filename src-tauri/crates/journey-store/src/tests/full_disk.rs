//! A disk that is full: nothing is lost, nothing overtakes, and saving goes on by itself.

use std::sync::mpsc;
use std::time::Duration;

use rusqlite::Connection;

use super::{map, retitle};
use crate::{Library, SaveState, StoreErrorCode};

/// Lets the file grow by this many pages and no more.
fn allow(connection: &Connection, more: i64) {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let set = format!("PRAGMA max_page_count = {}", pages + more);
    connection.query_row(&set, [], |_| Ok(())).unwrap();
}

#[test]
fn edits_wait_in_order_until_the_disk_has_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let library = Library::open(&file).unwrap();
    let mut document = map("Before");
    let id = document.map.id.clone();
    library.create(&document, 0).unwrap();
    let writer = library.writer();
    let (sender, states) = mpsc::channel();
    writer.watch(move |report| sender.send(report.state).unwrap());

    writer.tinker(|connection| allow(connection, 0));
    let large = "x".repeat(100_000);
    let tickets: Vec<_> = (1..=5)
        .map(|revision| writer.commit(&id, retitle(&mut document, revision, &format!("{revision} {large}"))))
        .collect();
    let full = |state: &SaveState| {
        matches!(state, SaveState::NotSaved { code: StoreErrorCode::Full, message }
        if message.contains("library.db") && message.contains("make room"))
    };
    assert!(states.iter().any(|state| full(&state)));
    assert!(
        tickets
            .iter()
            .all(|ticket| ticket.wait_timeout(Duration::ZERO).is_none())
    );
    // Whatever else would write is refused meanwhile, and reading goes on.
    assert_eq!(library.trash(&id, 0).unwrap_err().code(), StoreErrorCode::Full);
    assert_eq!(writer.flush().unwrap_err().code(), StoreErrorCode::Full);
    assert_eq!(library.list(crate::Listing::default()).unwrap()[0].title, "Before");
    assert!(full(&writer.state()));
    assert_eq!(library.open_map(&id).unwrap_err().code(), StoreErrorCode::Full);

    writer.tinker(|connection| allow(connection, 10_000));
    for ticket in tickets {
        ticket.wait().unwrap();
    }
    assert_eq!(states.iter().find(|state| !full(state)), Some(SaveState::Saved));
    assert_eq!(library.open_map(&id).unwrap().document, document);
    assert_eq!(library.check().unwrap(), [""; 0]);
}

#[test]
fn a_map_that_does_not_fit_is_not_made_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.db")).unwrap();
    library.writer().tinker(|connection| allow(connection, 2));
    let error = library.create(&map(&"x".repeat(1_000_000)), 0).unwrap_err();
    assert_eq!(error.code(), StoreErrorCode::Full);
    assert_eq!(library.list(crate::Listing::default()).unwrap(), []);
    assert_eq!(library.check().unwrap(), [""; 0]);
    library.create(&map("small"), 0).unwrap();
}

#[test]
fn closing_with_a_full_disk_tells_those_who_wait() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let library = Library::open(&file).unwrap();
    let mut document = map("Before");
    library.create(&document, 0).unwrap();
    library.writer().tinker(|connection| allow(connection, 0));
    let id = document.map.id.clone();
    let ticket = library
        .writer()
        .commit(&id, retitle(&mut document, 1, &"x".repeat(100_000)));
    drop(library);
    assert_eq!(ticket.wait().unwrap_err().code(), StoreErrorCode::Full);
    let open = Library::open(&file).unwrap().open_map(&id).unwrap();
    assert_eq!((open.document.map.title.as_str(), open.revision), ("Before", 0));
}
