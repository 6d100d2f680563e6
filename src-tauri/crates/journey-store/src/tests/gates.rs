//! Files that the library must not touch: each is refused in words that name it, and stays as it was.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{map, one_map, retitle};
use crate::{Library, StoreError, StoreErrorCode};

/// What opening says, after checking that it left the folder as it was.
fn refused(file: &Path) -> StoreError {
    let before = contents(file);
    let error = Library::open(file).err().expect("the file must be refused");
    assert_eq!(
        contents(file),
        before,
        "the refused file and its neighbours stay as they were"
    );
    let message = error.to_string();
    assert!(message.contains(&file.display().to_string()), "{message}");
    assert!(
        message.contains("; ") && !message.contains('\n'),
        "it names a remedy in one line: {message}"
    );
    error
}

fn contents(file: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("notes.txt", &b"not a database"[..]),
        ("long.txt", &[b'x'; 5_000]),
        ("cut.db", b"SQLite format 3\0"),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        assert_eq!(refused(&file).code(), StoreErrorCode::NotALibrary, "{name}");
    }
    // Not the folder of the test: what is beside that is everyone's, and is read.
    let within = folder.path().join("folder");
    fs::create_dir(&within).unwrap();
    assert_eq!(refused(&within).code(), StoreErrorCode::NotALibrary);
}

#[test]
fn an_empty_file_becomes_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    fs::write(&file, "").unwrap();
    Library::open(&file).unwrap().create(&map("First"), 0).unwrap();
}

#[test]
fn another_program_s_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sql) in [
        ("plain.db", "CREATE TABLE photos (name TEXT)"),
        (
            "marked.db",
            "PRAGMA application_id = 7; CREATE TABLE photos (name TEXT)",
        ),
        (
            "numbered.db",
            "PRAGMA user_version = 1; CREATE TABLE map (number INTEGER)",
        ),
    ] {
        let file = folder.path().join(name);
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        assert_eq!(refused(&file).code(), StoreErrorCode::Foreign, "{name}");
    }
}

#[test]
fn a_newer_library_is_refused_even_where_only_its_log_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    drop(Library::open(&file).unwrap());
    let newer = Connection::open(&file).unwrap();
    newer.pragma_update(None, "user_version", 9).unwrap();
    // The newer program is still running: the main file's header has not heard of format 9.
    assert_eq!(fs::read(&file).unwrap()[63], 1);
    let error = Library::open(&file).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 9, known: 1, .. }), "{error}");
    drop(newer);
    assert_eq!(refused(&file).code(), StoreErrorCode::Newer);
}

#[test]
fn a_damaged_library_says_what_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let library = Library::open(&file).unwrap();
    let document = map("Before");
    library.create(&document, 0).unwrap();
    drop(library);

    let connection = Connection::open(&file).unwrap();
    connection
        .execute("UPDATE record SET body = '{\"id\": 7}'", [])
        .unwrap();
    drop(connection);
    let library = Library::open(&file).unwrap();
    let error = library.open_map(&document.map.id).unwrap_err();
    assert_eq!(error.code(), StoreErrorCode::Damaged);
    assert!(error.to_string().contains("record map_a of map map_a"), "{error}");
    drop(library);

    // Every page but the first overwritten.
    let mut bytes = fs::read(&file).unwrap();
    bytes[4_096..].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let error = Library::open(&file)
        .and_then(|library| library.list(crate::Listing::default()))
        .unwrap_err();
    assert_eq!(error.code(), StoreErrorCode::Damaged, "{error}");
}

#[test]
fn a_line_of_the_journal_that_cannot_be_read_costs_no_more_than_undo() {
    let (_folder, library, mut document) = one_map();
    let id = document.map.id.clone();
    for revision in 1..=3 {
        let entry = retitle(&mut document, revision, &format!("Title {revision}"));
        library.writer().commit(&id, entry).wait().unwrap();
    }
    let connection = Connection::open(library.file()).unwrap();
    connection
        .execute("UPDATE journal SET changes = '?' WHERE revision = 2", [])
        .unwrap();
    let open = library.open_map(&id).unwrap();
    assert_eq!((open.document, open.revision), (document, 3));
    assert_eq!(open.journal.iter().map(|line| line.revision).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_library_held_by_another_program_is_locked_not_broken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let holder = Connection::open(&file).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = Library::open(&file).err().unwrap();
    assert_eq!(error.code(), StoreErrorCode::Locked, "{error}");
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    Library::open(&file).unwrap();
}

#[test]
fn a_library_half_made_when_the_machine_stopped_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let maker = Connection::open(&file).unwrap();
    // Spills pages of the open transaction into the file, as a crash in mid-commit leaves them.
    maker
        .execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE map (title TEXT);")
        .unwrap();
    for _ in 0..50 {
        maker
            .execute("INSERT INTO map VALUES (?1)", ["x".repeat(4_000)])
            .unwrap();
    }
    let crashed = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-journal"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    drop(maker);
    let file = crashed.path().join("library.db");
    assert!(fs::metadata(&file).unwrap().len() > 0);
    let library = Library::open(&file).unwrap();
    library.create(&map("First"), 0).unwrap();
    assert_eq!(library.check().unwrap(), [""; 0]);
}

#[cfg(unix)]
mod read_only {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::Command;

    use super::{map, refused};
    use crate::{Library, StoreErrorCode};

    const FOLDER: &str = "WAYMARK_TEST_READ_ONLY";

    fn check(folder: &Path) {
        assert_eq!(
            refused(&folder.join("file/library.db")).code(),
            StoreErrorCode::ReadOnly
        );
        assert_eq!(
            refused(&folder.join("folder/library.db")).code(),
            StoreErrorCode::ReadOnly
        );
        let error = Library::open(&folder.join("folder/below/library.db")).err().unwrap();
        assert_eq!(error.code(), StoreErrorCode::ReadOnly, "{error}");
    }

    #[test]
    fn a_library_that_may_not_be_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for place in ["file", "folder"] {
            fs::create_dir(folder.path().join(place)).unwrap();
            let file = folder.path().join(place).join("library.db");
            Library::open(&file).unwrap().create(&map("Before"), 0).unwrap();
        }
        let set = |path: &str, mode| {
            fs::set_permissions(folder.path().join(path), Permissions::from_mode(mode)).unwrap();
        };
        set("", 0o755);
        set("file/library.db", 0o444);
        set("file", 0o777);
        set("folder/library.db", 0o666);
        set("folder", 0o555);
        let root = fs::OpenOptions::new()
            .append(true)
            .open(folder.path().join("file/library.db"))
            .is_ok();
        if root {
            // The superuser may write anything, so that the check runs as nobody in particular.
            let status = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--ignored", "tests::gates::read_only::as_somebody_else"])
                .env(FOLDER, folder.path())
                .uid(65_534)
                .gid(65_534)
                .status()
                .unwrap();
            assert!(status.success());
        } else {
            check(folder.path());
        }
        set("folder", 0o755);
    }

    #[test]
    #[ignore = "run by the test above as another user"]
    fn as_somebody_else() {
        if let Some(folder) = std::env::var_os(FOLDER) {
            check(Path::new(&folder));
        }
    }
}
