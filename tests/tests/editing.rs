//! Gestures without a screen: edits, previews, undo and redo against a session, with every promise of
//! the model, the scene and the history checked after each of them.

mod common;

use common::{Dice, dice, edit, small_map};
use journey_editor::{Applied, COALESCING_INTERVAL_MS, History, NoticeKind, Session};
use journey_layout::{Engine, FontBook};
use journey_model::{
    CardFields, CardId, Clip, CountingIds, Date, Document, Edit, EditError, JournalEntry, JournalKind, MapFields,
    RatingFields, RecordKind, Setting, TestRoundFields, invariants,
};
use journey_scene::{Scene, ScenePatch};
use journey_store::Library;
use proptest::prelude::*;

/// A session, and beside it everything that a host keeps of it: the scene it shows, built from patches
/// alone, and the journal.
struct Harness {
    session: Session,
    shown: Scene,
    journal: Vec<JournalEntry>,
    now_ms: u64,
}

impl Harness {
    fn new(document: Document) -> Self {
        let engine = Engine::new(FontBook::shipped());
        let session = Session::open(document, 0, [], engine, Box::new(CountingIds(10_000)));
        let shown = (*session.scene()).clone();
        let harness = Self {
            session,
            shown,
            journal: Vec::new(),
            now_ms: 1_700_000_000_000,
        };
        harness.sweep();
        harness
    }

    fn apply(&mut self, edit: Edit) -> Result<Applied, EditError> {
        let before = self.session.document().clone();
        let outcome = self.session.apply(edit, Vec::new(), self.now_ms);
        match &outcome {
            Ok(applied) => self.follow(applied),
            Err(_) => assert_eq!(self.session.document(), &before, "a refused edit changes nothing"),
        }
        self.sweep();
        outcome
    }

    fn undo(&mut self) -> Option<Applied> {
        let applied = self.session.undo(self.now_ms);
        applied.iter().for_each(|applied| self.follow(applied));
        self.sweep();
        applied
    }

    fn redo(&mut self) -> Option<Applied> {
        let applied = self.session.redo(self.now_ms);
        applied.iter().for_each(|applied| self.follow(applied));
        self.sweep();
        applied
    }

    fn preview(&mut self, edit: &Edit) {
        let (document, revision) = (self.session.document().clone(), self.session.revision());
        let stacks = self.stacks();
        if let Ok(preview) = self.session.preview(edit) {
            assert_eq!(preview.base, revision);
            let mut shown = self.shown.clone();
            preview
                .patch
                .apply(&mut shown)
                .expect("a preview fits the scene on screen");
            assert!(ScenePatch::between(&shown, &preview.scene).is_empty());
        }
        assert_eq!(self.session.document(), &document, "a preview changes nothing");
        assert_eq!((self.session.revision(), self.stacks()), (revision, stacks));
        self.sweep();
    }

    /// What the host does with an update.
    fn follow(&mut self, applied: &Applied) {
        let update = &applied.update;
        update
            .patch
            .apply(&mut self.shown)
            .expect("the patch fits the scene on screen");
        assert_eq!(update.revision, self.session.revision());
        assert_eq!(update.history, self.session.history());
        for id in &update.selection {
            assert!(
                self.session.document().kind_of(id).is_some(),
                "{id} is selected but not there"
            );
        }
        match &applied.entry {
            Some(entry) => {
                assert_eq!(entry.revision, self.journal.last().map_or(1, |last| last.revision + 1));
                assert!(!entry.changes.is_empty());
                self.journal.push(entry.clone());
            }
            None => assert!(update.patch.is_empty()),
        }
    }

    /// Every promise that holds after each gesture.
    fn sweep(&self) {
        assert_eq!(invariants(self.session.document()), []);
        let scene = self.session.scene();
        assert_eq!(self.shown.nodes, scene.nodes, "patches give the scene");
        assert_eq!((self.shown.size, self.shown.grid), (scene.size, scene.grid));
        assert_eq!((self.shown.paper, self.shown.theme), (scene.paper, scene.theme));
        assert_eq!(
            (&self.shown.title, &self.shown.language),
            (&scene.title, &scene.language)
        );
    }

    fn stacks(&self) -> Stacks {
        let (undo, redo) = self.session.stacks();
        (undo.to_vec(), redo.to_vec())
    }

    fn first_card(&self) -> CardId {
        self.session
            .document()
            .cards
            .keys()
            .next()
            .expect("the map has a card")
            .clone()
    }

    fn type_text(&mut self, text: &str) -> Applied {
        let card = self.first_card();
        let text = text.into();
        self.apply(Edit::SetCardText { card, text }).expect("the card is there")
    }

    fn text(&self) -> String {
        self.session.document().cards[&self.first_card()].text.clone()
    }
}

type Stacks = (Vec<journey_editor::HistoryItem>, Vec<journey_editor::HistoryItem>);

#[test]
fn typing_joins_into_one_item_until_a_pause() {
    let mut harness = Harness::new(small_map("map_a"));
    let original = harness.text();
    for text in ["R", "Re", "Rea"] {
        harness.now_ms += COALESCING_INTERVAL_MS;
        harness.type_text(text);
    }
    harness.now_ms += COALESCING_INTERVAL_MS + 1;
    harness.type_text("Read");
    let kinds: Vec<JournalKind> = harness.journal.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            JournalKind::Apply,
            JournalKind::Continue,
            JournalKind::Continue,
            JournalKind::Apply
        ]
    );
    harness.undo().unwrap();
    assert_eq!(harness.text(), "Rea");
    harness.undo().unwrap();
    assert_eq!(harness.text(), original);
    assert!(harness.undo().is_none());
    harness.redo().unwrap();
    assert_eq!(harness.text(), "Rea");
}

#[test]
fn the_first_word_in_a_test_round_goes_on_as_typing_and_is_undone_with_the_round() {
    let mut harness = Harness::new(small_map("map_a"));
    let card = harness.session.document().cards.keys().next().unwrap().clone();
    let rate = |round: &str, points| Edit::Rate {
        round: round.into(),
        card: card.clone(),
        fields: RatingFields {
            points: Some(Setting::To(points)),
            ..RatingFields::default()
        },
    };
    let first = Edit::Several {
        label: "Add test round".into(),
        edits: vec![
            Edit::AddTestRound {
                fields: TestRoundFields {
                    on: Some(Date("2026-03-31".into())),
                    ..TestRoundFields::default()
                },
            },
            rate("@0", 1),
        ],
    };
    harness.apply(first).unwrap();
    let round = harness.session.document().test_rounds.keys().next().unwrap().clone();
    // 1, then 0 typed behind it.
    harness.now_ms += 200;
    harness.apply(rate(round.as_str(), 10)).unwrap();
    let points = |harness: &Harness| -> Vec<Option<u8>> {
        let ratings = harness.session.document().ratings.values();
        ratings.map(|rating| rating.points).collect()
    };
    assert_eq!(points(&harness), [Some(10)]);
    harness.now_ms += COALESCING_INTERVAL_MS + 1;
    harness.apply(rate(round.as_str(), 4)).unwrap();

    harness.undo().unwrap();
    assert_eq!(points(&harness), [Some(10)]);
    harness.undo().unwrap();
    assert_eq!(
        (points(&harness).len(), harness.session.document().test_rounds.len()),
        (0, 0)
    );
    assert!(harness.undo().is_none());
    harness.redo().unwrap();
    assert_eq!(points(&harness), [Some(10)]);
}

#[test]
fn typing_after_an_undo_is_an_item_of_its_own() {
    let mut harness = Harness::new(small_map("map_a"));
    harness.type_text("one");
    harness.undo().unwrap();
    harness.type_text("two");
    harness.type_text("three");
    assert!(harness.redo().is_none());
    assert_eq!(harness.stacks().0.len(), 1);
    harness.undo().unwrap();
    assert!(harness.undo().is_none());
}

#[test]
fn what_is_typed_and_deleted_again_leaves_nothing_to_undo() {
    let mut harness = Harness::new(small_map("map_a"));
    let original = harness.text();
    let fields = MapFields {
        subtitle: Some("Louisiana".into()),
        ..MapFields::default()
    };
    harness.apply(Edit::UpdateMap { fields }).unwrap();
    harness.type_text("x");
    harness.type_text(&original);
    assert_eq!(harness.stacks().0.len(), 1);
    // The next letter must not join the edit of the subtitle.
    harness.type_text("y");
    assert_eq!(harness.stacks().0.len(), 2);
    harness.undo().unwrap();
    assert_eq!(
        (harness.text(), harness.session.document().map.subtitle.as_str()),
        (original, "Louisiana")
    );
}

#[test]
fn an_edit_that_changes_nothing_is_no_revision() {
    let mut harness = Harness::new(small_map("map_a"));
    let text = harness.text();
    let applied = harness.type_text(&text);
    assert!(applied.entry.is_none());
    assert_eq!((harness.session.revision(), applied.update.history.undo), (0, None));
}

#[test]
fn undo_selects_what_was_selected_and_redo_what_was_made() {
    let mut harness = Harness::new(small_map("map_a"));
    let card = harness.first_card();
    let (lane, step) = {
        let card = &harness.session.document().cards[&card];
        (card.lane.clone(), card.step.clone())
    };
    let add = Edit::AddCard {
        lane,
        step,
        after: Some(card.clone()),
        fields: CardFields::default(),
    };
    let made = harness
        .session
        .apply(add, vec![card.0.clone()], 0)
        .unwrap()
        .update
        .selection;
    assert_eq!(made.len(), 1);
    assert_ne!(made[0], card.0);
    assert_eq!(harness.session.undo(0).unwrap().update.selection, [card.0]);
    assert_eq!(harness.session.redo(0).unwrap().update.selection, made);
}

#[test]
fn removing_a_step_tells_how_many_cards_went_with_it() {
    let mut harness = Harness::new(small_map("map_a"));
    let step = harness.session.document().ordered_steps()[0].id.0.clone();
    let stage = harness.session.document().ordered_stages()[0].id.0.clone();
    let applied = harness.apply(Edit::Remove { ids: vec![stage, step] }).unwrap();
    let notice = &applied.update.notices[0];
    assert_eq!(
        (notice.kind, notice.text.as_str()),
        (NoticeKind::AlsoRemoved, "Also removed 1 card.")
    );
}

#[test]
fn the_map_s_theme_is_the_sheet_s_and_an_unknown_one_is_told() {
    let mut harness = Harness::new(small_map("map_a"));
    let mut set = |name: &str| {
        let fields = MapFields {
            theme: Some(name.into()),
            ..MapFields::default()
        };
        let applied = harness
            .session
            .apply(Edit::UpdateMap { fields }, Vec::new(), 0)
            .unwrap();
        (harness.session.scene().theme, applied.update.notices)
    };
    assert_eq!(set("high-contrast"), ("high-contrast", Vec::new()));
    let (theme, notices) = set("of-the-future");
    assert_eq!((theme, notices[0].kind), ("calm", NoticeKind::UnknownTheme));
}

#[test]
fn a_journal_of_another_map_costs_the_history_and_nothing_else() {
    let mut harness = Harness::new(small_map("map_a"));
    harness.type_text("one");
    let document = small_map("map_a");
    let engine = Engine::new(FontBook::shipped());
    let journal = harness.journal.clone();
    let mut session = Session::open(document.clone(), 1, journal, engine, Box::new(CountingIds(0)));
    let lost = session.undo(0).unwrap();
    assert!(lost.entry.is_none());
    assert_eq!(lost.update.notices[0].kind, NoticeKind::HistoryLost);
    assert_eq!(
        (session.document(), session.revision(), session.history().undo),
        (&document, 1, None)
    );
}

/// A gesture of the harness.
#[derive(Clone, Debug)]
enum Gesture {
    Apply(Dice),
    Preview(Dice),
    Undo,
    Redo,
    Pause,
}

fn gestures() -> impl Strategy<Value = Vec<Gesture>> {
    let gesture = prop_oneof![
        6 => dice().prop_map(Gesture::Apply),
        2 => dice().prop_map(Gesture::Preview),
        3 => Just(Gesture::Undo),
        2 => Just(Gesture::Redo),
        1 => Just(Gesture::Pause),
    ];
    prop::collection::vec(gesture, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Any gestures keep every promise; the journal, through the library and back, rebuilds document
    /// and stacks; and undoing everything gives the map as it was.
    #[test]
    fn gestures_keep_every_promise_and_the_journal_rebuilds_the_session(gestures in gestures()) {
        let first = small_map("map_a");
        let mut harness = Harness::new(first.clone());
        for gesture in gestures {
            let document = harness.session.document().clone();
            match gesture {
                Gesture::Apply(dice) => drop(harness.apply(edit(&document, dice))),
                Gesture::Preview(dice) => harness.preview(&edit(&document, dice)),
                Gesture::Undo => drop(harness.undo()),
                Gesture::Redo => drop(harness.redo()),
                Gesture::Pause => harness.now_ms += 2 * COALESCING_INTERVAL_MS,
            }
            harness.now_ms += 10;
        }

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        let library = Library::open(&file).unwrap();
        library.create(&first, 0).unwrap();
        for entry in &harness.journal {
            library.writer().commit(&first.map.id, entry.clone());
        }
        library.writer().flush().unwrap();
        drop(library);
        let open = Library::open(&file).unwrap().open_map(&first.map.id).unwrap();
        prop_assert_eq!(&open.document, harness.session.document());
        prop_assert_eq!(open.revision, harness.session.revision());
        let rebuilt = History::from_journal(open.journal);
        let (undo, redo) = rebuilt.stacks();
        prop_assert_eq!((undo.to_vec(), redo.to_vec()), harness.stacks());

        while harness.undo().is_some() {}
        prop_assert_eq!(harness.session.document(), &first);
        let last = { while harness.redo().is_some() {} harness.session.document().clone() };
        while harness.undo().is_some() {}
        prop_assert_eq!(harness.session.document(), &first);
        while harness.redo().is_some() {}
        prop_assert_eq!(harness.session.document(), &last);
    }

    /// A journal cut off at its beginning still rebuilds the newest part of the stack.
    #[test]
    fn the_end_of_a_journal_rebuilds_the_end_of_the_stack(gestures in gestures(), cut in any::<prop::sample::Index>()) {
        let mut harness = Harness::new(small_map("map_a"));
        for gesture in gestures {
            let document = harness.session.document().clone();
            match gesture {
                Gesture::Apply(dice) => drop(harness.apply(edit(&document, dice))),
                Gesture::Undo => drop(harness.undo()),
                Gesture::Redo => drop(harness.redo()),
                Gesture::Preview(_) => {}
                Gesture::Pause => {}
            }
            // No typing: joined edits may lose the beginning of their item with the cut.
            harness.now_ms += 2 * COALESCING_INTERVAL_MS;
        }
        let cut = cut.index(harness.journal.len() + 1);
        let rebuilt = History::from_journal(harness.journal[cut..].to_vec());
        let (undo, redo) = harness.stacks();
        let (some, others) = rebuilt.stacks();
        prop_assert!(undo.ends_with(some), "{some:?} is not the end of {undo:?}");
        prop_assert!(redo.ends_with(others), "{others:?} is not the end of {redo:?}");
    }
}

#[test]
fn another_theme_reaches_the_screen_whole() {
    let mut harness = Harness::new(small_map("map_a"));
    for theme in ["high-contrast", "black-and-white", ""] {
        let fields = MapFields {
            theme: Some(theme.into()),
            ..MapFields::default()
        };
        let applied = harness.apply(Edit::UpdateMap { fields }).expect("themes are names");
        assert!(applied.update.notices.is_empty(), "{theme} is known");
        assert!(
            applied.update.patch.sheet.is_some(),
            "the paper or the theme's name changed"
        );
    }
    harness.undo();
}

#[test]
fn pasted_records_are_selected_and_what_did_not_fit_is_said() {
    let mut harness = Harness::new(small_map("map_a"));
    let card = harness.first_card();
    let document = harness.session.document();
    let (lane, step) = (
        document.cards[&card].lane.clone(),
        document.ordered_steps().last().map(|s| s.id.clone()),
    );
    let block = Clip::from_text("one\ttwo\nthree\tfour").expect("there is text");
    let applied = harness
        .apply(Edit::Paste {
            clip: Box::new(block),
            lane: Some(lane.clone()),
            step,
            after: None,
        })
        .expect("the lane holds cards");
    assert_eq!(applied.update.selection.len(), 4);
    let [notice] = &applied.update.notices[..] else {
        panic!("{:?}", applied.update.notices)
    };
    assert_eq!(notice.kind, NoticeKind::PastedInPart);

    let ids = vec![lane.to_string(), card.to_string()];
    let applied = harness.apply(Edit::Duplicate { ids }).expect("both are there");
    let [copy] = &applied.update.selection[..] else {
        panic!("{:?}", applied.update.selection)
    };
    assert_eq!(harness.session.document().kind_of(copy), Some(RecordKind::Lane));
    assert_eq!(applied.update.history.undo.as_deref(), Some("Duplicate 2 items"));
    harness.undo();
    harness.undo();
    harness.redo();
}
