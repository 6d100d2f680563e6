//! Edits as a whole: random sequences of them, and what each family promises.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::sample::sample;
use crate::*;

fn start() -> Document {
    let mut document = sample(4, 3, 2, 1);
    document
        .apply(
            &Edit::AddPersona {
                after: None,
                fields: PersonaFields::default(),
            },
            &mut ids(),
        )
        .unwrap();
    document
}

fn ids() -> CountingIds {
    CountingIds(1_000)
}

fn apply(document: &mut Document, edit: Edit) -> ChangeSet {
    let changes = document.apply(&edit, &mut ids()).unwrap();
    assert_eq!(invariants(document), []);
    changes
}

fn refusal(document: &mut Document, edit: Edit) -> String {
    let before = document.clone();
    let error = document.apply(&edit, &mut ids()).unwrap_err();
    assert_eq!(*document, before);
    error.to_string()
}

fn remove(ids: &[&str]) -> Edit {
    Edit::Remove {
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
    }
}

fn cell(document: &Document, lane: &str, step: &str) -> Vec<String> {
    document
        .cards_in(&lane.into(), &step.into())
        .iter()
        .map(|card| card.id.to_string())
        .collect()
}

/// A record's id out of those there are (or, now and then, one that there is not).
fn pick<'a, T>(ids: impl Iterator<Item = &'a T>, index: Index, otherwise: &str) -> T
where
    T: Clone + for<'b> From<&'b str> + 'a,
{
    let ids: Vec<&T> = ids.collect();
    if ids.is_empty() {
        otherwise.into()
    } else {
        (*index.get(&ids)).clone()
    }
}

/// Random numbers that become an edit once the document is known.
type Seed = (u8, Index, Index, Index, i16);

fn edit(document: &Document, (what, a, b, c, number): Seed) -> Edit {
    let lane = pick(document.lanes.keys(), a, "lane_x");
    let step = pick(document.steps.keys(), b, "step_x");
    let card = pick(document.cards.keys(), c, "card_x");
    let other = pick(document.cards.keys(), a, "card_y");
    let stage = pick(document.stages.keys(), a, "stage_x");
    let after = document
        .cards_in(&lane, &step)
        .last()
        .filter(|_| number % 2 == 0)
        .map(|card| card.id.clone());
    let kind = *c.get(LaneKind::ALL);
    match what % 39 {
        0 => Edit::AddCard {
            lane,
            step,
            after,
            fields: CardFields::default(),
        },
        1 | 2 => Edit::MoveCards {
            cards: vec![card, other],
            lane,
            step,
            after,
        },
        3 => Edit::SetCardText {
            card,
            text: format!("text {number}\u{7}"),
        },
        4 | 5 => Edit::UpdateCards {
            cards: vec![card],
            fields: CardFields {
                span: Some(number.unsigned_abs() % 6),
                ..CardFields::default()
            },
        },
        6 => Edit::Duplicate {
            ids: vec![card.0, other.0],
        },
        7 => Edit::AddStage {
            after: Some(stage),
            fields: StageFields::default(),
        },
        8 => Edit::MoveStage {
            stage,
            after: Some(pick(document.stages.keys(), c, "stage_x")),
        },
        9 => Edit::SplitStage {
            step,
            title: "Split".into(),
        },
        10 => Edit::AddStep {
            stage,
            after: None,
            fields: StepFields::default(),
        },
        11 | 12 => {
            let after = document
                .steps_of(&stage)
                .last()
                .filter(|_| number % 2 == 0)
                .map(|step| step.id.clone());
            Edit::MoveStep { step, stage, after }
        }
        13 => Edit::AddLane {
            after: Some(lane),
            kind,
            fields: LaneFields::default(),
        },
        14 => Edit::MoveLane {
            lane,
            after: Some(pick(document.lanes.keys(), c, "lane_x")),
        },
        15 => Edit::UpdateLane {
            lane,
            fields: LaneFields {
                kind: Some(kind),
                ..LaneFields::default()
            },
        },
        16 | 17 => Edit::SetEmotion {
            lane,
            step,
            persona: document.personas.keys().next().filter(|_| number % 2 == 0).cloned(),
            fields: ScoreFields {
                tenths: Some((number % 25) as i8),
                ..ScoreFields::default()
            },
        },
        18 => Edit::AddLink {
            from: LinkEnd::Card(card),
            to: LinkEnd::Card(other),
            kind: LinkKind::Flow,
            label: String::new(),
        },
        19 => Edit::AddLink {
            from: LinkEnd::Step(step),
            to: LinkEnd::Step(pick(document.steps.keys(), c, "step_x")),
            kind: LinkKind::LoopBack,
            label: "again".into(),
        },
        20 => Edit::AddNote {
            fields: NoteFields {
                x: Some(number.into()),
                ..NoteFields::default()
            },
        },
        21 => Edit::AddPersona {
            after: None,
            fields: PersonaFields {
                primary: Some(number % 2 == 0),
                ..PersonaFields::default()
            },
        },
        22 => Edit::SetCardImage {
            card,
            asset: NewAsset {
                media_type: "image/gif".into(),
                name: "a".into(),
                base64: STANDARD.encode(format!("GIF89a{}", number % 3)),
            },
        },
        23 => Edit::UpdateCards {
            cards: vec![card],
            fields: CardFields {
                image: Some(Setting::Clear),
                ..CardFields::default()
            },
        },
        24 => Edit::Remove { ids: vec![step.0] },
        25 => Edit::Remove { ids: vec![stage.0] },
        26 => Edit::Remove {
            ids: vec![card.0, lane.0],
        },
        27 => Edit::Remove {
            ids: vec![pick(document.personas.keys(), a, "persona_x").0],
        },
        28 => Edit::Remove {
            ids: vec![
                pick(document.links.keys(), a, "link_x").0,
                pick(document.assets.keys(), b, "asset_x").0,
            ],
        },
        29 => Edit::Duplicate {
            ids: vec![lane.0, pick(document.notes.keys(), b, "note_x").0],
        },
        30 => Edit::Duplicate {
            ids: vec![step.0, pick(document.steps.keys(), c, "step_x").0],
        },
        31 => Edit::Duplicate {
            ids: vec![stage.0, card.0, lane.0],
        },
        32 | 33 => {
            let copied = match number.rem_euclid(5) {
                0 => vec![stage.0],
                1 => vec![lane.0.clone(), pick(document.lanes.keys(), c, "lane_x").0],
                2 => vec![step.0.clone()],
                _ => vec![card.0, other.0],
            };
            let clip = document.clip(&copied).or(Clip::from_text("a\tb\nc"));
            Edit::Paste {
                clip: Box::new(clip.unwrap()),
                lane: Some(lane).filter(|_| number % 3 > 0),
                step: Some(step).filter(|_| number % 2 > 0),
                after,
            }
        }
        34 => Edit::AddTestRound {
            fields: TestRoundFields {
                on: Some(Date(format!("2026-01-{:02}", number.unsigned_abs() % 33))),
                ..TestRoundFields::default()
            },
        },
        35 | 36 => Edit::Rate {
            round: pick(document.test_rounds.keys(), a, "round_x"),
            card,
            fields: RatingFields {
                points: Some(match number % 3 {
                    0 => Setting::Clear,
                    _ => Setting::To((number.unsigned_abs() % 12) as u8),
                }),
                ..RatingFields::default()
            },
        },
        37 => Edit::SetMapLogo {
            asset: NewAsset {
                media_type: "image/gif".into(),
                name: "logo".into(),
                base64: STANDARD.encode(format!("GIF89a{}", number % 3)),
            },
        },
        _ => Edit::Several {
            label: "Two".into(),
            edits: vec![
                Edit::SetCardText {
                    card: card.clone(),
                    text: "first".into(),
                },
                Edit::Remove { ids: vec![card.0] },
                Edit::MoveLane { lane, after: None },
            ],
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_edits_keep_the_invariants_and_can_be_taken_back(
        seeds in prop::collection::vec((any::<u8>(), any::<Index>(), any::<Index>(), any::<Index>(), any::<i16>()), 1..25)
    ) {
        let mut document = start();
        let first = document.clone();
        let mut ids = CountingIds(5_000);
        let mut all = ChangeSet::default();
        let mut each = Vec::new();
        for seed in seeds {
            let before = document.clone();
            match document.apply(&edit(&document, seed), &mut ids) {
                Err(_) => prop_assert_eq!(&document, &before),
                Ok(changes) => {
                    prop_assert_eq!(invariants(&document), []);
                    prop_assert_eq!(&changes, &ChangeSet::between(&before, &document));
                    let mut back = document.clone();
                    back.apply_changes(&changes.inverted()).unwrap();
                    prop_assert_eq!(&back, &before);
                    back.apply_changes(&changes).unwrap();
                    prop_assert_eq!(&back, &document);
                    each.push(changes.clone());
                    all = all.then(changes);
                }
            }
        }
        // All of them squashed are the way from the first state to the last, and back.
        prop_assert_eq!(&all, &ChangeSet::between(&first, &document));
        let mut again = first.clone();
        again.apply_changes(&all).unwrap();
        prop_assert_eq!(&again, &document);
        for changes in each.iter().rev() {
            document.apply_changes(&changes.inverted()).unwrap();
        }
        prop_assert_eq!(&document, &first);
    }
}

#[test]
fn moving_cards_touches_only_what_moves_and_keeps_the_order_given() {
    let mut document = start();
    let edit = Edit::MoveCards {
        cards: vec!["card_2_1_2".into(), "card_1_1_1".into()],
        lane: "lane_1".into(),
        step: "step_2".into(),
        after: Some("card_1_2_1".into()),
    };
    let changes = apply(&mut document, edit.clone());
    assert_eq!(
        cell(&document, "lane_1", "step_2"),
        ["card_1_2_1", "card_2_1_2", "card_1_1_1", "card_1_2_2"]
    );
    assert_eq!(changes.touched().collect::<Vec<_>>(), ["card_1_1_1", "card_2_1_2"]);
    assert!(apply(&mut document, edit).is_empty(), "they stand there already");
    // Behind itself is where it stands.
    let same = Edit::MoveCards {
        cards: vec!["card_1_2_2".into()],
        lane: "lane_1".into(),
        step: "step_2".into(),
        after: Some("card_1_2_2".into()),
    };
    assert!(apply(&mut document, same).is_empty());
}

#[test]
fn edits_that_change_nothing_give_no_changes() {
    let mut document = start();
    let text = document.cards[&CardId::from("card_1_1_1")].text.clone();
    assert!(
        apply(
            &mut document,
            Edit::SetCardText {
                card: "card_1_1_1".into(),
                text
            }
        )
        .is_empty()
    );
    assert!(
        apply(
            &mut document,
            Edit::UpdateMap {
                fields: MapFields::default()
            }
        )
        .is_empty()
    );
    assert!(
        apply(
            &mut document,
            Edit::MoveLane {
                lane: "lane_1".into(),
                after: None
            }
        )
        .is_empty()
    );
    assert!(
        apply(
            &mut document,
            Edit::Several {
                label: "Nothing".into(),
                edits: Vec::new()
            }
        )
        .is_empty()
    );
}

#[test]
fn removing_takes_along_what_cannot_be_without() {
    let mut document = start();
    let ends = (LinkEnd::Card("card_1_2_1".into()), LinkEnd::Card("card_1_3_1".into()));
    apply(
        &mut document,
        Edit::AddLink {
            from: ends.0,
            to: ends.1,
            kind: LinkKind::Flow,
            label: String::new(),
        },
    );
    let before = document.clone();
    let changes = apply(&mut document, remove(&["step_2"]));
    // The stage has no other step: it goes too, with 3 × 2 cards, a score and the link.
    assert!(!document.stages.contains_key("stage_2"));
    assert_eq!(changes.removed.len(), 1 + 1 + 6 + 1 + 1);
    document.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(document, before);

    let changes = apply(&mut document, remove(&["persona_1"]));
    assert_eq!(
        changes
            .removed
            .iter()
            .filter(|record| record.kind() == RecordKind::Score)
            .count(),
        4
    );
    document.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(document, before);

    let last = refusal(&mut document, remove(&["stage_1", "stage_2", "stage_3", "step_4"]));
    assert!(last.contains("at least one step"), "{last}");
    assert!(refusal(&mut document, remove(&["map_sample"])).contains("library"));
    assert_eq!(
        refusal(&mut document, remove(&["card_1_1_1", "gone"])),
        "the map has no record gone"
    );
}

#[test]
fn wide_cards_keep_their_last_step() {
    let mut document = start();
    let span = |document: &Document| document.cards[&CardId::from("card_1_1_1")].span;
    let wide = |span| Edit::UpdateCards {
        cards: vec!["card_1_1_1".into()],
        fields: CardFields {
            span: Some(span),
            ..CardFields::default()
        },
    };
    assert!(refusal(&mut document, wide(5)).contains("1 to 4"));
    apply(&mut document, wide(3));
    apply(
        &mut document,
        Edit::AddStep {
            stage: "stage_2".into(),
            after: None,
            fields: StepFields::default(),
        },
    );
    assert_eq!(span(&document), 4, "a step in between widens it");
    apply(&mut document, remove(&["stage_2"]));
    assert_eq!(span(&document), 2, "steps taken out narrow it");
    apply(
        &mut document,
        Edit::MoveStage {
            stage: "stage_3".into(),
            after: Some("stage_4".into()),
        },
    );
    assert_eq!(span(&document), 1, "the step it ended at went away");
    apply(&mut document, wide(3));
    apply(
        &mut document,
        Edit::MoveStage {
            stage: "stage_1".into(),
            after: Some("stage_3".into()),
        },
    );
    assert_eq!(span(&document), 1, "nothing is to the right of the last column");
}

#[test]
fn a_lane_changes_its_kind_only_to_one_that_holds_its_content() {
    let mut document = start();
    let to = |lane: &str, kind| Edit::UpdateLane {
        lane: lane.into(),
        fields: LaneFields {
            kind: Some(kind),
            ..LaneFields::default()
        },
    };
    assert!(refusal(&mut document, to("lane_1", LaneKind::Emotion)).contains("move or remove its cards first"));
    assert!(refusal(&mut document, to("lane_1", LaneKind::LineOfVisibility)).contains("separator"));
    assert!(refusal(&mut document, to("lane_emotion", LaneKind::Actions)).contains("remove its points first"));
    apply(&mut document, to("lane_1", LaneKind::Channels));
    assert_eq!(
        document.lanes[&LaneId::from("lane_1")].title,
        "Channels",
        "the title was the kind's default"
    );
    let into_curve = Edit::AddCard {
        lane: "lane_emotion".into(),
        step: "step_1".into(),
        after: None,
        fields: CardFields::default(),
    };
    assert!(refusal(&mut document, into_curve).contains("holds no cards"));
}

#[test]
fn emotion_is_set_once_for_each_place() {
    let mut document = start();
    let set = |lane: &str, tenths| Edit::SetEmotion {
        lane: lane.into(),
        step: "step_1".into(),
        persona: None,
        fields: ScoreFields {
            tenths: Some(tenths),
            ..ScoreFields::default()
        },
    };
    // Without a persona it is the chief persona's point, which the sample has already.
    let chief = document.chief_persona().unwrap().id.clone();
    let point = document
        .scores
        .values()
        .find(|score| score.step.as_str() == "step_1")
        .unwrap();
    assert_eq!(point.persona.as_ref(), Some(&chief));
    let point = point.id.to_string();
    let changes = apply(&mut document, set("lane_emotion", -20));
    assert_eq!(changes.touched().collect::<Vec<_>>(), [&point]);
    apply(&mut document, remove(&[&point]));
    let changes = apply(&mut document, set("lane_emotion", 5));
    let [Record::Score(added)] = &changes.added[..] else {
        panic!("{changes:?}")
    };
    assert_eq!(added.persona.as_ref(), Some(&chief));
    assert_eq!(
        refusal(&mut document, set("lane_emotion", 21)),
        "tenths is 21, expected -20 to 20"
    );
    assert!(refusal(&mut document, set("lane_1", 0)).contains("no emotion curve"));
}

#[test]
fn a_personas_picture_comes_and_goes() {
    let mut document = start();
    let persona = document.personas.keys().next().unwrap().clone();
    let set = Edit::SetPersonaPicture {
        persona: persona.clone(),
        asset: NewAsset {
            media_type: "image/gif".into(),
            name: "a".into(),
            base64: STANDARD.encode(b"GIF89a1"),
        },
    };
    assert_eq!(apply(&mut document, set).added.len(), 1);
    let shown = document.personas[&persona].picture.clone().unwrap();
    assert!(document.assets.contains_key(&shown));
    let fields = PersonaFields {
        picture: Some(Setting::Clear),
        ..PersonaFields::default()
    };
    apply(&mut document, Edit::UpdatePersona { persona, fields });
    assert!(document.assets.is_empty());
}

#[test]
fn pictures_come_once_and_go_with_their_last_use() {
    let mut document = start();
    let picture = |card: &str, bytes: &[u8], media_type: &str| Edit::SetCardImage {
        card: card.into(),
        asset: NewAsset {
            media_type: media_type.into(),
            name: "a".into(),
            base64: STANDARD.encode(bytes),
        },
    };
    assert_eq!(
        apply(&mut document, picture("card_1_1_1", b"GIF89a1", "image/gif"))
            .added
            .len(),
        1
    );
    assert_eq!(
        apply(&mut document, picture("card_1_1_2", b"GIF89a1", "image/gif"))
            .added
            .len(),
        0
    );
    assert!(
        apply(&mut document, remove(&["card_1_1_1"]))
            .removed
            .iter()
            .all(|r| r.kind() == RecordKind::Card)
    );
    let changes = apply(&mut document, picture("card_1_1_2", b"GIF89a2", "image/gif"));
    assert_eq!((changes.added.len(), changes.removed.len()), (1, 1));
    assert!(refusal(&mut document, picture("card_1_1_2", b"GIF89a", "image/png")).contains("on image/gif"));
    assert!(refusal(&mut document, picture("card_1_1_2", b"MZ", "image/png")).contains("no picture"));
    let large = vec![0; ASSET_LIMIT + 1];
    assert!(refusal(&mut document, picture("card_1_1_2", &large, "image/png")).contains("20 MiB"));
}

#[test]
fn texts_are_cleaned_and_bounded() {
    let mut document = start();
    let text = |text: &str| Edit::SetCardText {
        card: "card_1_1_1".into(),
        text: text.into(),
    };
    apply(&mut document, text("one\r\ntwo\tthree\u{0}\u{1b}"));
    assert_eq!(document.cards[&CardId::from("card_1_1_1")].text, "one\ntwo\tthree");
    apply(&mut document, text(&"é".repeat(TEXT_LIMIT)));
    assert!(refusal(&mut document, text(&"é".repeat(TEXT_LIMIT + 1))).contains("20001 characters"));
    let colour = |colour: &str| Edit::UpdateStage {
        stage: "stage_1".into(),
        fields: StageFields {
            colour: Some(Setting::To(colour.into())),
            ..StageFields::default()
        },
    };
    apply(&mut document, colour("#AABBCC"));
    assert_eq!(
        document.stages[&StageId::from("stage_1")].colour.as_deref(),
        Some("#aabbcc")
    );
    assert!(refusal(&mut document, colour("red")).contains("a colour like"));
}

#[test]
fn splitting_a_stage_moves_its_later_steps() {
    let mut document = start();
    assert!(
        refusal(
            &mut document,
            Edit::SplitStage {
                step: "step_1".into(),
                title: "B".into()
            }
        )
        .contains("both parts")
    );
    apply(
        &mut document,
        Edit::MoveStage {
            stage: "stage_2".into(),
            after: None,
        },
    );
    apply(
        &mut document,
        Edit::AddStep {
            stage: "stage_1".into(),
            after: Some("step_1".into()),
            fields: StepFields::default(),
        },
    );
    let columns: Vec<StepId> = document.ordered_steps().iter().map(|step| step.id.clone()).collect();
    apply(
        &mut document,
        Edit::SplitStage {
            step: "step_1001".into(),
            title: "B".into(),
        },
    );
    assert_eq!(
        document
            .ordered_steps()
            .iter()
            .map(|step| step.id.clone())
            .collect::<Vec<_>>(),
        columns
    );
    let titles: Vec<&str> = document
        .ordered_stages()
        .iter()
        .map(|stage| stage.title.as_str())
        .collect();
    assert_eq!(titles, ["Consideration", "Awareness", "B", "Decision", "Purchase"]);
}

#[test]
fn at_most_one_persona_is_primary() {
    let mut document = start();
    let primary = |persona: &str| Edit::UpdatePersona {
        persona: persona.into(),
        fields: PersonaFields {
            primary: Some(true),
            ..PersonaFields::default()
        },
    };
    assert_eq!(apply(&mut document, primary("persona_1001")).updated.len(), 2);
}

#[test]
fn several_edits_are_one_or_none() {
    let mut document = start();
    let good = Edit::SetCardText {
        card: "card_1_1_1".into(),
        text: "x".into(),
    };
    let bad = remove(&["gone"]);
    refusal(
        &mut document,
        Edit::Several {
            label: "Both".into(),
            edits: vec![good, bad],
        },
    );
}

#[test]
fn a_part_of_several_edits_can_name_what_an_earlier_part_makes() {
    let add_card = |lane: &str, step: &str| Edit::AddCard {
        lane: lane.into(),
        step: step.into(),
        after: None,
        fields: CardFields::default(),
    };
    let several = |edits| Edit::Several {
        label: "Add solution".into(),
        edits,
    };
    let link = |to: &str| Edit::AddLink {
        from: LinkEnd::Card("card_1_1_1".into()),
        to: LinkEnd::Card(to.into()),
        kind: LinkKind::Solves,
        label: String::new(),
    };
    let lane = Edit::AddLane {
        after: None,
        kind: LaneKind::Solutions,
        fields: LaneFields::default(),
    };

    let mut document = start();
    let before = document.clone();
    let edit = several(vec![lane.clone(), add_card("@0", "step_1"), link("@1")]);
    let changes = apply(&mut document, edit);
    let [Record::Lane(lane_made), Record::Card(card), Record::Link(made)] = &changes.added[..] else {
        panic!("{:?}", changes.added);
    };
    assert_eq!(card.lane, lane_made.id);
    assert_eq!(made.to, LinkEnd::Card(card.id.clone()));
    document.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(document, before);

    // Itself, a later part, and what is no number.
    for wrong in ["@1", "@7", "@", "@x"] {
        refusal(&mut document, several(vec![lane.clone(), add_card(wrong, "step_1")]));
    }
}

#[test]
fn a_test_round_and_the_first_word_in_it_are_one_edit() {
    let round = |word| Edit::Several {
        label: "Rate card".into(),
        edits: vec![
            Edit::AddTestRound {
                fields: TestRoundFields {
                    tester: Some("Ines".into()),
                    on: Some(Date("2026-03-31".into())),
                    ..TestRoundFields::default()
                },
            },
            word,
        ],
    };
    let rate = |round: &str| Edit::Rate {
        round: round.into(),
        card: "card_1_1_1".into(),
        fields: RatingFields {
            points: Some(Setting::To(7)),
            ..RatingFields::default()
        },
    };

    let mut document = start();
    let before = document.clone();
    let changes = apply(&mut document, round(rate("@0")));
    let [Record::TestRound(made), Record::Rating(rating)] = &changes.added[..] else {
        panic!("{:?}", changes.added);
    };
    assert_eq!((&rating.round, rating.points), (&made.id, Some(7)));
    document.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(document, before);

    let note = Edit::UpdateTestRound {
        round: "@0".into(),
        fields: TestRoundFields {
            note: Some("Long".into()),
            ..TestRoundFields::default()
        },
    };
    let changes = apply(&mut document, round(note));
    let [Record::TestRound(made)] = &changes.added[..] else {
        panic!("{:?}", changes.added);
    };
    assert_eq!((made.tester.as_str(), made.note.as_str()), ("Ines", "Long"));

    // What is rated is a round, and no card.
    refusal(&mut document, round(rate("@1")));
}

#[test]
fn changes_apply_only_to_the_state_they_know() {
    let mut document = start();
    let before = document.clone();
    let changes = apply(
        &mut document,
        Edit::SetCardText {
            card: "card_1_1_1".into(),
            text: "x".into(),
        },
    );
    let after = document.clone();
    assert!(matches!(
        document.apply_changes(&changes),
        Err(ChangeError::NotAsExpected { .. })
    ));
    let added = apply(
        &mut document,
        Edit::AddNote {
            fields: NoteFields::default(),
        },
    );
    assert!(matches!(
        document.apply_changes(&added),
        Err(ChangeError::AlreadyThere { .. })
    ));
    document.apply_changes(&added.inverted()).unwrap();
    let mut twice = changes.inverted();
    twice.removed.push(twice.updated[0].from.clone());
    assert!(matches!(
        document.apply_changes(&twice),
        Err(ChangeError::Malformed { .. })
    ));
    assert_eq!(document, after);
    document.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(document, before);
}

#[test]
fn new_ids_avoid_those_there_are() {
    let mut document = start();
    let taken: BTreeSet<String> = document.records().map(|record| record.id().to_owned()).collect();
    for _ in 0..3 {
        let edit = Edit::AddPersona {
            after: None,
            fields: PersonaFields::default(),
        };
        let changes = document.apply(&edit, &mut CountingIds::default()).unwrap();
        assert!(!taken.contains(changes.added[0].id()));
    }
}

#[test]
fn a_new_map_becomes_complete_with_its_first_stage() {
    let mut document = Document::new(Map::new("map_1".into(), "Empty"));
    assert!(!invariants(&document).is_empty());
    apply(
        &mut document,
        Edit::AddStage {
            after: None,
            fields: StageFields::default(),
        },
    );
    assert_eq!((document.stages.len(), document.steps.len()), (1, 1));
}
