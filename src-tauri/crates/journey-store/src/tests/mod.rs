//! The library against hostile files and failing disks.

mod full_disk;
mod gates;
mod real_disk;
mod reports;
mod rest;
mod settings;

use journey_model::{ChangeSet, Document, JournalEntry, JournalKind, Map, MapId, Record, Updated};
use tempfile::TempDir;

use crate::Library;

fn map(title: &str) -> Document {
    Document::new(Map::new(MapId::from("map_a"), title))
}

/// A library that holds a map called “Before”, as long as its folder is kept.
fn one_map() -> (TempDir, Library, Document) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.db")).unwrap();
    let document = map("Before");
    library.create(&document, 0).unwrap();
    (folder, library, document)
}

/// Changes the title of the map; the document follows.
fn retitle(document: &mut Document, revision: u32, title: &str) -> JournalEntry {
    let from = document.map.clone();
    document.map.title = title.into();
    JournalEntry {
        revision,
        kind: JournalKind::Apply,
        label: "Rename map".into(),
        changes: ChangeSet {
            updated: vec![Updated {
                from: Record::Map(from),
                to: Record::Map(document.map.clone()),
            }],
            ..ChangeSet::default()
        },
        selected_before: Vec::new(),
        selected_after: Vec::new(),
        at: u64::from(revision),
    }
}
