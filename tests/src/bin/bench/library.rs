//! The library: durable edits beside bare SQLite, opening, lists and searches.

use std::path::Path;
use std::time::{Duration, Instant};

use journey_editor::Session;
use journey_layout::{Engine, FontBook};
use journey_model::{ChangeSet, CountingIds, Document, Edit, JournalEntry, JournalKind, MapId};
use journey_store::{Library, Listing, Writer};
use rusqlite::Connection;

use crate::measure::{Figures, time};
use crate::report::{Report, Unit};
use crate::{Outcome, Size, aim};

/// Durable edits of each size, and those before them that prepare statements and make the log.
const EDITS: u32 = 200;
const WARM_UP: u32 = 10;

/// Any time will do: 2023-11-14.
const NOW: u64 = 1_700_000_000_000;

/// Hits that the library screen asks for.
const HITS: u32 = 60;

pub fn measure(report: &mut Report, folder: &Path, maps: u32) -> Outcome<()> {
    durable(report, folder)?;
    open(report, folder)?;
    shelf(report, folder, maps)
}

/// Edits from the writer's `commit` to the resolved ticket, turn by turn with the least that SQLite
/// can do on the same disk: one row inserted, in a log with `synchronous=FULL`.
fn durable(report: &mut Report, folder: &Path) -> Outcome<()> {
    let bare = Connection::open(folder.join("bare.db"))?;
    bare.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    bare.pragma_update(None, "synchronous", "FULL")?;
    bare.execute_batch("CREATE TABLE line (number INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;

    let library = Library::open(&folder.join("durable.db"))?;
    let writer = library.writer();
    for size in Size::ALL {
        let mut document = named(size.document(1), u32::from(size.stages));
        library.create(&document, NOW)?;
        library.open_map(&document.map.id)?;
        let (mut floor, mut ours) = (Vec::new(), Vec::new());
        for revision in 1..=WARM_UP + EDITS {
            let entry = edit(&mut document, revision)?;
            let body = serde_json::to_string(&entry.changes)?;
            let start = Instant::now();
            bare.prepare_cached("INSERT INTO line (body) VALUES (?1)")?
                .execute([body])?;
            let least = start.elapsed();
            let durable = commit(&writer, &document.map.id, entry)?;
            if revision > WARM_UP {
                floor.push(least);
                ours.push(durable);
            }
        }
        let (floor, ours) = (Figures::times(&floor), Figures::times(&ours));
        report.add(
            "bare SQLite commit, synchronous=FULL",
            size,
            Unit::Milliseconds,
            &floor,
            None,
        );
        report.add("durable edit", size, Unit::Milliseconds, &ours, None);
        let ratio = Figures::one(ours.median() / floor.median());
        report.add("durable edit, times the bare commit", size, Unit::Times, &ratio, 1.5);
    }
    Ok(())
}

fn edit(document: &mut Document, revision: u32) -> Outcome<JournalEntry> {
    let at = usize::try_from(revision)? * 7 % document.cards.len();
    let card = document.cards.keys().nth(at).ok_or("the sample has no cards")?.clone();
    let edit = Edit::SetCardText {
        card,
        text: format!("Asks a friend about the price of the plan, {revision}"),
    };
    let changes: ChangeSet = document.apply(&edit, &mut CountingIds(1_000_000))?;
    Ok(JournalEntry {
        revision,
        kind: JournalKind::Apply,
        label: edit.label(),
        changes,
        selected_before: Vec::new(),
        selected_after: Vec::new(),
        at: NOW + u64::from(revision),
    })
}

fn commit(writer: &Writer, map: &MapId, entry: JournalEntry) -> Outcome<Duration> {
    let start = Instant::now();
    writer.commit(map, entry).wait()?;
    Ok(start.elapsed())
}

/// From the library to the scene, as opening a map does before anything reaches the screen.
fn open(report: &mut Report, folder: &Path) -> Outcome<()> {
    let library = Library::open(&folder.join("open.db"))?;
    let book = FontBook::shipped();
    for size in Size::ALL {
        let document = named(size.document(1), u32::from(size.stages));
        let id = document.map.id.clone();
        library.create(&document, NOW)?;
        library.open_map(&id)?;
        report.add(
            "open from the library",
            size,
            Unit::Milliseconds,
            &time(|| library.open_map(&id)),
            None,
        );
        let scene = time(|| {
            library.open_map(&id).map(|open| {
                let engine = Engine::new(book.clone());
                Session::open(
                    open.document,
                    open.revision,
                    open.journal,
                    engine,
                    Box::<CountingIds>::default(),
                )
            })
        });
        // The aim is for the first picture in the window, of which this is a part.
        report.add(
            "open and lay out",
            size,
            Unit::Milliseconds,
            &scene,
            aim(size, 150.0, 500.0),
        );
    }
    Ok(())
}

/// Lists and searches in a large library.
fn shelf(report: &mut Report, folder: &Path, maps: u32) -> Outcome<()> {
    eprintln!("making {maps} maps of {} cards …", Size::SHELF.cards());
    let library = Library::open(&folder.join("shelf.db"))?;
    let mut times = Vec::new();
    for number in 1..=maps {
        let document = named(Size::SHELF.document(u64::from(number)), number);
        let start = Instant::now();
        library.create(&document, NOW + u64::from(number))?;
        times.push(start.elapsed());
    }
    report.add(
        "make a map",
        Size::SHELF,
        Unit::Milliseconds,
        &Figures::times(&times),
        None,
    );
    let listed = library.list(Listing::default())?.len();
    if listed != usize::try_from(maps)? {
        return Err(format!("{listed} of {maps} maps are listed").into());
    }
    let list = time(|| library.list(Listing::default()));
    report.add(
        format!("list of {maps} maps"),
        Size::SHELF,
        Unit::Milliseconds,
        &list,
        10.0,
    );
    for (what, query) in [
        ("a word that is everywhere", "customer"),
        ("two words", "refund email"),
        ("the beginning of a word", "deli"),
        ("one letter", "s"),
        ("a word that is nowhere", "zeppelin"),
    ] {
        let hits = library.search(query, HITS)?.len();
        if (hits == 0) != (query == "zeppelin") {
            return Err(format!("{hits} hits for “{query}”").into());
        }
        let search = time(|| library.search(query, HITS));
        report.add(
            format!("search for {what}"),
            Size::SHELF,
            Unit::Milliseconds,
            &search,
            10.0,
        );
    }
    let entries = library.list(Listing::default())?;
    let newest = entries.first().ok_or("the library is empty")?.id.clone();
    let open = time(|| library.open_map(&newest));
    report.add(
        format!("open one of {maps} maps"),
        Size::SHELF,
        Unit::Milliseconds,
        &open,
        None,
    );
    Ok(())
}

/// The sample under an id and a title of its own.
fn named(mut document: Document, number: u32) -> Document {
    document.map.id = MapId::from(format!("map_{number}"));
    document.map.title = format!("Journey {number}");
    document
}
