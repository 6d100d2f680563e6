//! Settings, tags, and the maps that were opened last.

use super::map;
use crate::{Library, Listing, MapEntry, StoreErrorCode};
use journey_model::{Document, MapId};

fn named(id: &str) -> Document {
    let mut document = map(id);
    document.map.id = id.into();
    document
}

fn ids(maps: Vec<MapEntry>) -> Vec<MapId> {
    maps.into_iter().map(|entry| entry.id).collect()
}

#[test]
fn settings_outlive_the_app_and_can_be_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let library = Library::open(&file).unwrap();
    assert_eq!(library.setting("appearance").unwrap(), None);
    library.set_setting("appearance", Some("dark")).unwrap();
    library.set_setting("appearance", Some("light")).unwrap();
    library.set_setting("export", Some("{}")).unwrap();
    drop(library);
    let library = Library::open(&file).unwrap();
    assert_eq!(library.setting("appearance").unwrap().as_deref(), Some("light"));
    library.set_setting("appearance", None).unwrap();
    assert_eq!(library.setting("appearance").unwrap(), None);
    assert_eq!(library.setting("export").unwrap().as_deref(), Some("{}"));
}

#[test]
fn recent_maps_come_latest_first_and_never_from_the_trash() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.db")).unwrap();
    assert_eq!(library.recent(10).unwrap(), []);
    for id in ["map_a", "map_b", "map_c"] {
        library.create(&named(id), 0).unwrap();
        library.note_opened(&id.into()).unwrap();
    }
    library.note_opened(&"map_a".into()).unwrap();
    assert_eq!(
        ids(library.recent(10).unwrap()),
        ["map_a".into(), "map_c".into(), "map_b".into()]
    );
    assert_eq!(ids(library.recent(2).unwrap()), ["map_a".into(), "map_c".into()]);

    library.trash(&"map_a".into(), 1).unwrap();
    assert_eq!(ids(library.recent(2).unwrap()), ["map_c".into(), "map_b".into()]);
    library.restore(&"map_a".into()).unwrap();
    assert_eq!(ids(library.recent(1).unwrap()), ["map_a".into()]);
    library.trash(&"map_a".into(), 1).unwrap();
    library.delete_forever(&"map_a".into()).unwrap();
    assert_eq!(ids(library.recent(10).unwrap()), ["map_c".into(), "map_b".into()]);
}

#[test]
fn tags_are_an_edit_that_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.db")).unwrap();
    let id = MapId::from("map_a");
    library.create(&named("map_a"), 0).unwrap();
    let tags = ["retail".to_owned(), " ".to_owned(), "pilot".to_owned()];
    library.tag(&id, &tags, 5).unwrap();
    library.tag(&id, &["retail".to_owned(), "pilot".to_owned()], 6).unwrap();
    let listed = library.list(Listing::default()).unwrap().remove(0);
    assert_eq!(
        (listed.tags, listed.revision, listed.modified),
        (vec!["retail".into(), "pilot".into()], 1, 5)
    );

    let open = library.open_map(&id).unwrap();
    let [line] = &open.journal[..] else {
        panic!("{:?}", open.journal)
    };
    assert_eq!(line.label, "Edit tags");
    let mut document = open.document;
    document.apply_changes(&line.changes.inverted()).unwrap();
    assert_eq!(document.map.tags, [""; 0]);

    let many = vec!["x".to_owned(); journey_model::LIST_LIMIT + 1];
    assert_eq!(library.tag(&id, &many, 7).unwrap_err().code(), StoreErrorCode::Refused);
    let missing = library.tag(&"map_x".into(), &tags, 7).unwrap_err();
    assert_eq!(missing.code(), StoreErrorCode::NoSuchMap);
}
