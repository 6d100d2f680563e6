//! The library as its users see it: maps come back as they were left, whatever happens in between.

mod common;

use std::sync::mpsc;
use std::time::Duration;

use common::{dice, edit, small_map};
use journey_model::{
    CardFields, ChangeSet, CountingIds, Document, Edit, JournalEntry, JournalKind, LaneKind, MapId, Record, RecordKind,
    Updated,
};
use journey_store::{Library, Listing, SaveState, StoreError, StoreErrorCode};
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;

struct Shelf {
    folder: tempfile::TempDir,
    library: Library,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("deep/er/library.db")).unwrap();
        Self { folder, library }
    }

    /// Closes the library and opens it again, as a restart does.
    fn reopened(self) -> Self {
        let Self { folder, library } = self;
        let file = library.file().to_owned();
        drop(library);
        let library = Library::open(&file).unwrap();
        Self { folder, library }
    }
}

fn entry(revision: u32, changes: ChangeSet) -> JournalEntry {
    JournalEntry {
        revision,
        kind: JournalKind::Apply,
        label: format!("Edit {revision}"),
        changes,
        selected_before: vec!["card_before".into()],
        selected_after: Vec::new(),
        at: NOW + u64::from(revision),
    }
}

fn write_text(document: &mut Document, text: &str) -> ChangeSet {
    let card = document.cards.keys().next().unwrap().clone();
    let edit = Edit::SetCardText {
        card,
        text: text.into(),
    };
    document.apply(&edit, &mut CountingIds(1_000)).unwrap()
}

fn titles(library: &Library, trash: bool) -> Vec<String> {
    let entries = library.list(Listing { trash }).unwrap();
    entries.into_iter().map(|entry| entry.title).collect()
}

#[test]
fn a_map_comes_back_as_it_was_made_after_a_restart() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    shelf.library.create(&document, NOW).unwrap();
    let shelf = shelf.reopened();
    let open = shelf.library.open_map(&document.map.id).unwrap();
    assert_eq!(open.document, document);
    assert_eq!((open.revision, open.journal.len()), (0, 0));
    let listed = &shelf.library.list(Listing::default()).unwrap()[0];
    assert_eq!((listed.title.as_str(), listed.cards), ("Buying flood insurance", 2));
    assert_eq!((listed.created, listed.modified, listed.trashed), (NOW, NOW, None));
    drop(shelf.folder);
}

#[test]
fn an_acknowledged_edit_is_there_with_its_line_of_the_journal() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    shelf.library.create(&document, NOW).unwrap();
    let mut lines = Vec::new();
    for revision in 1..=3 {
        let changes = write_text(&mut document, &format!("Text number {revision}"));
        lines.push(entry(revision, changes));
        let line = lines.last().unwrap().clone();
        shelf.library.writer().commit(&document.map.id, line).wait().unwrap();
    }
    assert_eq!(shelf.library.writer().state(), SaveState::Saved);
    let shelf = shelf.reopened();
    let open = shelf.library.open_map(&document.map.id).unwrap();
    assert_eq!((open.document, open.revision), (document, 3));
    assert_eq!(open.journal, lines);
    assert_eq!(shelf.library.list(Listing::default()).unwrap()[0].modified, NOW + 3);
}

#[test]
fn opening_waits_for_edits_that_were_only_handed_in() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    shelf.library.create(&document, NOW).unwrap();
    for revision in 1..=50 {
        let changes = write_text(&mut document, &format!("Text number {revision}"));
        shelf
            .library
            .writer()
            .commit(&document.map.id, entry(revision, changes));
    }
    assert_eq!(shelf.library.open_map(&document.map.id).unwrap().document, document);
}

#[test]
fn an_edit_of_an_older_revision_is_refused_and_the_map_taken_again_after_opening() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    let (state, states) = mpsc::channel();
    let writer = shelf.library.writer();
    writer.watch(move |report| state.send(report.state).unwrap());

    let changes = write_text(&mut document, "one");
    writer.commit(&id, entry(1, changes.clone())).wait().unwrap();
    // The very same line again is what a retry looks like: it is there, so all is well.
    writer.commit(&id, entry(1, changes)).wait().unwrap();

    let other = write_text(&mut document.clone(), "two");
    let refused = writer.commit(&id, entry(1, other.clone())).wait().unwrap_err();
    assert_eq!(refused.code(), StoreErrorCode::Conflict);
    // Nothing of a map with a lost edit is taken, or the rest would not fit together.
    let after = writer.commit(&id, entry(2, other.clone())).wait().unwrap_err();
    assert_eq!(after.code(), StoreErrorCode::Conflict);
    writer.flush().unwrap_err();
    let code = StoreErrorCode::Conflict;
    assert!(
        states
            .iter()
            .any(|s| matches!(s, SaveState::NotSaved { code: c, .. } if c == code))
    );

    assert_eq!(shelf.library.open_map(&id).unwrap().document, document);
    writer.commit(&id, entry(2, other)).wait().unwrap();
    assert_eq!(writer.state(), SaveState::Saved);
}

#[test]
fn an_edit_of_a_record_that_is_not_there_is_refused_whole() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    shelf.library.create(&document, NOW).unwrap();
    let mut wrong = document.clone();
    let mut changes = write_text(&mut wrong, "changed");
    let Record::Card(mut gone) = changes.updated[0].to.clone() else {
        panic!("a card's text was changed");
    };
    gone.id = "card_gone".into();
    let gone = Record::Card(gone);
    changes.updated.push(Updated {
        from: gone.clone(),
        to: gone,
    });
    shelf
        .library
        .writer()
        .commit(&document.map.id, entry(1, changes))
        .wait()
        .unwrap_err();
    let open = shelf.library.open_map(&document.map.id).unwrap();
    assert_eq!((open.document, open.revision), (document, 0));
}

#[test]
fn renaming_can_be_undone_and_a_copy_has_ids_of_its_own() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    let id = &document.map.id;
    shelf.library.create(&document, NOW).unwrap();
    shelf.library.rename(id, "Selling", NOW + 5).unwrap();
    let open = shelf.library.open_map(id).unwrap();
    assert_eq!((open.document.map.title.as_str(), open.revision), ("Selling", 1));
    assert_eq!(
        open.journal[0].changes.updated[0].from,
        Record::Map(document.map.clone())
    );
    assert_eq!(titles(&shelf.library, false), ["Selling"]);

    let copy = shelf
        .library
        .duplicate(id, "Copy of Selling", &mut CountingIds(500), NOW + 6)
        .unwrap();
    assert_ne!(&copy, id);
    assert_eq!(titles(&shelf.library, false), ["Copy of Selling", "Selling"]);
    let copied = shelf.library.open_map(&copy).unwrap();
    assert_eq!(copied.document.record_count(), open.document.record_count());
    assert!(copied.journal.is_empty());
    assert_eq!(
        shelf.library.create(&document, NOW).unwrap_err().code(),
        StoreErrorCode::MapExists
    );
}

#[test]
fn a_map_goes_by_the_trash() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    let id = &document.map.id;
    shelf.library.create(&document, NOW).unwrap();
    assert_eq!(
        shelf.library.delete_forever(id).unwrap_err().code(),
        StoreErrorCode::NotInTrash
    );

    shelf.library.trash(id, NOW + 9).unwrap();
    assert!(titles(&shelf.library, false).is_empty());
    assert_eq!(
        shelf.library.list(Listing { trash: true }).unwrap()[0].trashed,
        Some(NOW + 9)
    );
    assert!(shelf.library.search("flood", 10).unwrap().is_empty());
    assert_eq!(shelf.library.open_map(id).unwrap_err().code(), StoreErrorCode::InTrash);

    shelf.library.restore(id).unwrap();
    assert_eq!(shelf.library.open_map(id).unwrap().document, document);
    assert_eq!(shelf.library.search("flood", 10).unwrap().len(), 1);

    shelf.library.trash(id, NOW).unwrap();
    shelf.library.delete_forever(id).unwrap();
    assert!(titles(&shelf.library, true).is_empty());
    assert_eq!(
        shelf.library.open_map(id).unwrap_err().code(),
        StoreErrorCode::NoSuchMap
    );
    assert_eq!(shelf.library.check().unwrap(), [""; 0]);
    // The place is free again.
    shelf.library.create(&document, NOW).unwrap();
}

#[test]
fn pictures_are_kept_once_and_go_with_the_last_map_that_shows_them() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let card = document.cards.keys().next().unwrap().clone();
    let asset = journey_model::NewAsset {
        media_type: "image/png".into(),
        name: "pixel.png".into(),
        base64: common::PIXEL.into(),
    };
    let picture = Edit::SetCardImage { card, asset };
    shelf.library.create(&document, NOW).unwrap();
    let changes = document.apply(&picture, &mut CountingIds(900)).unwrap();
    shelf
        .library
        .writer()
        .commit(&document.map.id, entry(1, changes.clone()))
        .wait()
        .unwrap();
    let mut twin = document.clone();
    twin.map.id = "map_b".into();
    shelf.library.create(&twin, NOW).unwrap();

    let open = shelf.library.open_map(&document.map.id).unwrap();
    assert_eq!(open.document, document);
    assert_eq!(open.journal[0].changes, changes);
    assert_eq!(count(&shelf, "SELECT count(*) FROM asset"), 1);
    assert_eq!(
        count(&shelf, "SELECT count(*) FROM record WHERE instr(body, 'iVBOR') > 0"),
        0,
        "bodies hold no base64"
    );

    for (map, left) in [("map_a", 1), ("map_b", 0)] {
        shelf.library.trash(&map.into(), NOW).unwrap();
        shelf.library.delete_forever(&map.into()).unwrap();
        assert_eq!(count(&shelf, "SELECT count(*) FROM asset"), left);
    }
    assert_eq!(count(&shelf, "SELECT count(*) FROM search"), 0);
}

fn count(shelf: &Shelf, sql: &str) -> i64 {
    let connection = rusqlite::Connection::open(shelf.library.file()).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_thumbnail_is_kept_with_its_revision() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    let id = &document.map.id;
    shelf.library.create(&document, NOW).unwrap();
    assert_eq!(shelf.library.thumbnail(id).unwrap(), None);
    for revision in [1, 2] {
        shelf
            .library
            .put_thumbnail(id, revision, vec![revision as u8; 9])
            .unwrap();
    }
    let kept = shelf.library.thumbnail(id).unwrap().unwrap();
    assert_eq!((kept.revision, kept.png), (2, vec![2; 9]));
    let nowhere = MapId::from("map_nowhere");
    assert_eq!(
        shelf.library.put_thumbnail(&nowhere, 1, Vec::new()).unwrap_err(),
        StoreError::NoSuchMap {
            map: "map_nowhere".into()
        }
    );
}

#[test]
fn search_finds_words_of_all_scripts_and_takes_any_text_for_a_query() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let lane = document
        .lanes
        .values()
        .find(|lane| lane.kind == LaneKind::Actions)
        .unwrap()
        .id
        .clone();
    let step = document.ordered_steps()[0].id.clone();
    for text in [
        "Die Größe der naïven Prämie",
        "東京で保険を買う",
        "ลูกค้าซื้อประกันภัยน้ำท่วม",
        "ग्राहक बीमा खरीदता है",
        "العميل يشتري التأمين",
        "Says \"NOT now\" AND leaves",
        "cafe\u{301} on the corner",
    ] {
        let (lane, step) = (lane.clone(), step.clone());
        let fields = CardFields {
            text: Some(text.into()),
            ..CardFields::default()
        };
        let edit = Edit::AddCard {
            lane,
            step,
            after: None,
            fields,
        };
        let ids = &mut CountingIds(100 * document.cards.len() as u64);
        document.apply(&edit, ids).unwrap();
    }
    shelf.library.create(&document, NOW).unwrap();
    let texts = |query: &str| -> Vec<String> {
        let hits = shelf.library.search(query, 20).unwrap();
        hits.iter()
            .filter(|hit| hit.kind == RecordKind::Card)
            .map(|hit| hit.snippet.iter().map(|part| part.text.as_str()).collect())
            .collect()
    };
    for (query, part) in [
        ("grosse", ""), // ß is a letter of its own
        ("GRÖSS", ""),
        ("groß", "Größe"),
        ("naiv", "naïven"),
        ("PRAMIE", "Prämie"),
        ("保険", "保険"),
        ("京で保", "東京"),
        ("ประกัน", "ประกัน"),
        ("น้ำท่วม", "น้ำท่วม"),
        ("बीमा", "बीमा"),
        ("التأمين", "التأمين"),
        ("\"NOT now\"", "NOT now"),
        ("café", "corner"),
        ("signs pol", "Signs"),
        ("pol signs", ""), // only the last word may be unfinished
        ("险", ""),
    ] {
        let found = texts(query);
        match part {
            "" => assert!(found.is_empty(), "{query}: {found:?}"),
            part => assert!(found.len() == 1 && found[0].contains(part), "{query}: {found:?}"),
        }
    }
    for odd in [
        "",
        " ",
        "\"",
        "*",
        "NEAR(",
        "a AND",
        "title:",
        "{title}:x",
        "^x",
        "-",
        "\0",
        "(((",
        "a\"b*c",
    ] {
        shelf.library.search(odd, 5).unwrap();
    }
    let hit = &shelf.library.search("policy", 5).unwrap()[0];
    assert_eq!(hit.map, document.map.id);
    let matched: Vec<&str> = hit
        .snippet
        .iter()
        .filter(|p| p.matched)
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(matched, ["policy"]);
}

#[test]
fn the_index_follows_edits_and_names_come_first() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    let changes = write_text(&mut document, "Compares insurance offers");
    shelf
        .library
        .writer()
        .commit(&id, entry(1, changes.clone()))
        .wait()
        .unwrap();
    let kinds = |query: &str| -> Vec<RecordKind> {
        let hits = shelf.library.search(query, 9).unwrap();
        hits.iter().map(|hit| hit.kind).collect()
    };
    assert_eq!(kinds("insurance"), [RecordKind::Map, RecordKind::Card]);
    assert_eq!(kinds("blog"), []);
    shelf
        .library
        .writer()
        .commit(&id, entry(2, changes.inverted()))
        .wait()
        .unwrap();
    assert_eq!(kinds("insurance"), [RecordKind::Map]);
    assert_eq!(kinds("blog"), [RecordKind::Card]);
    assert_eq!(shelf.library.search("insurance", 0).unwrap(), []);
}

#[test]
fn readers_see_whole_edits_while_the_writer_writes() {
    let shelf = Shelf::new();
    let document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let open = shelf.library.open_map(&id).unwrap();
                let text = &open.document.cards.values().next().unwrap().text;
                if open.revision > 0 {
                    assert_eq!(text, &format!("Text number {}", open.revision));
                    assert_eq!(open.journal.last().unwrap().revision, open.revision);
                }
                assert!(open.revision >= seen);
                seen = open.revision;
                shelf.library.search("text", 5).unwrap();
            }
        });
        let mut document = document.clone();
        for revision in 1..=200 {
            let changes = write_text(&mut document, &format!("Text number {revision}"));
            shelf
                .library
                .writer()
                .commit(&id, entry(revision, changes))
                .wait()
                .unwrap();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().unwrap();
    });
}

#[test]
fn two_programs_share_a_library_and_notice_each_others_edits() {
    let shelf = Shelf::new();
    let other = Library::open(shelf.library.file()).unwrap();
    let mut document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    assert_eq!(other.open_map(&id).unwrap().document, document);
    let before = document.clone();
    let changes = write_text(&mut document, "from the other");
    other.writer().commit(&id, entry(1, changes)).wait().unwrap();
    let mine = write_text(&mut before.clone(), "from here");
    let error = shelf.library.writer().commit(&id, entry(1, mine)).wait().unwrap_err();
    assert_eq!(error.code(), StoreErrorCode::Conflict);
    assert_eq!(shelf.library.open_map(&id).unwrap().document, document);
}

#[test]
fn edits_wait_out_another_program_that_holds_the_library() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    let blocker = rusqlite::Connection::open(shelf.library.file()).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let changes = write_text(&mut document, "patient");
    let ticket = shelf.library.writer().commit(&id, entry(1, changes));
    assert_eq!(ticket.wait_timeout(Duration::from_millis(100)), None);
    assert_eq!(shelf.library.writer().state(), SaveState::Saving);
    blocker.execute_batch("ROLLBACK").unwrap();
    ticket.wait().unwrap();
    assert_eq!(shelf.library.open_map(&id).unwrap().document, document);
}

#[test]
fn a_closed_library_resolves_what_was_handed_in_and_takes_no_more() {
    let shelf = Shelf::new();
    let mut document = small_map("map_a");
    let id = document.map.id.clone();
    shelf.library.create(&document, NOW).unwrap();
    let writer = shelf.library.writer();
    let first = write_text(&mut document, "in time");
    let ticket = writer.commit(&id, entry(1, first));
    let file = shelf.library.file().to_owned();
    drop(shelf.library);
    ticket.wait().unwrap();
    let late = write_text(&mut document.clone(), "too late");
    assert_eq!(writer.commit(&id, entry(2, late)).wait(), Err(StoreError::Closed));
    assert!(
        !file.with_file_name("library.db-wal").exists(),
        "the log is folded in on closing"
    );
    assert_eq!(Library::open(&file).unwrap().open_map(&id).unwrap().document, document);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any edits, written one by one and read back, give the document in memory; so does undoing all.
    #[test]
    fn what_is_read_is_what_was_written(rolls in prop::collection::vec(dice(), 1..30)) {
        let shelf = Shelf::new();
        let first = small_map("map_a");
        let id = first.map.id.clone();
        shelf.library.create(&first, NOW).unwrap();
        let mut document = first.clone();
        let mut ids = CountingIds(5_000);
        let mut done = Vec::new();
        for roll in rolls {
            let before = document.clone();
            match document.apply(&edit(&document.clone(), roll), &mut ids) {
                Ok(changes) if !changes.is_empty() => {
                    done.push(changes.clone());
                    shelf.library.writer().commit(&id, entry(done.len() as u32, changes));
                }
                Ok(_) => {}
                Err(_) => prop_assert_eq!(&document, &before),
            }
        }
        shelf.library.writer().flush().unwrap();
        let shelf = shelf.reopened();
        let open = shelf.library.open_map(&id).unwrap();
        prop_assert_eq!(&open.document, &document);
        prop_assert_eq!(open.journal.iter().map(|line| &line.changes).collect::<Vec<_>>(), done.iter().collect::<Vec<_>>());
        let listed = &shelf.library.list(Listing::default()).unwrap()[0];
        prop_assert_eq!(listed.cards as usize, document.cards.len());
        prop_assert_eq!(&listed.title, &document.map.title);
        prop_assert_eq!(shelf.library.check().unwrap(), Vec::<String>::new());
        // The index of edited rows is the index of fresh ones.
        let indexed = count(&shelf, "SELECT count(*) FROM search");
        let mut twin = document.clone();
        twin.map.id = "map_b".into();
        shelf.library.create(&twin, NOW).unwrap();
        prop_assert_eq!(count(&shelf, "SELECT count(*) FROM search"), 2 * indexed);
        let same = "SELECT count(*) FROM search a JOIN record ra ON ra.number = a.rowid
                    JOIN record rb ON rb.id = ra.id AND rb.map = 2 JOIN search b ON b.rowid = rb.number
                    WHERE ra.map = 1 AND ra.kind <> 'map' AND a.title = b.title AND a.text = b.text";
        prop_assert_eq!(count(&shelf, same), indexed - 1);

        for (revision, changes) in (done.len() as u32 + 1..).zip(done.iter().rev()) {
            shelf.library.writer().commit(&id, entry(revision, changes.inverted()));
        }
        prop_assert_eq!(shelf.library.open_map(&id).unwrap().document, first);
    }
}
