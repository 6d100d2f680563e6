//! What holds for every scene, whatever the map.

use std::sync::{Arc, OnceLock};

use journey_model::template::templates;
use journey_model::{CountingIds, Document, Edit, LaneId, StepId};
use journey_scene::{Colour, Node, Paint, Point, Primitive, Rect, Role, Scene, ScenePatch, Shape, TextBox, dump};
use kurbo::{Affine, Shape as _};
use proptest::prelude::*;

use crate::{Engine, FontBook, Theme, slot_at};

pub(crate) fn book() -> FontBook {
    static BOOK: OnceLock<FontBook> = OnceLock::new();
    BOOK.get_or_init(FontBook::shipped).clone()
}

pub(crate) fn scene(document: &Document, theme: &'static Theme) -> Arc<Scene> {
    Engine::new(book()).scene(document, theme)
}

pub(crate) fn calm() -> &'static Theme {
    Theme::by_name("calm").unwrap()
}

fn fixture(json: &str) -> Document {
    journey_model::file::read(json).unwrap_or_else(|error| panic!("{error}"))
}

/// Templates, a seeded sample, and the fixtures of the golden tests.
pub(crate) fn maps() -> Vec<(String, Document)> {
    let mut maps: Vec<(String, Document)> = templates()
        .iter()
        .map(|t| (t.id.clone(), t.document(&mut CountingIds::default())))
        .collect();
    maps.push(("sample".into(), journey_model::sample::sample(4, 7, 3, 1)));
    for (name, json) in [
        ("edges", include_str!("../../../../tests/fixtures/edges.json")),
        (
            "missing-glyphs",
            include_str!("../../../../tests/fixtures/missing-glyphs.json"),
        ),
        ("scripts", include_str!("../../../../tests/fixtures/scripts.json")),
        (
            "sixty-stages",
            include_str!("../../../../tests/fixtures/sixty-stages.json"),
        ),
    ] {
        maps.push((name.into(), fixture(json)));
    }
    maps
}

pub(crate) fn texts(primitives: &[Primitive]) -> Vec<&TextBox> {
    primitives
        .iter()
        .flat_map(|primitive| match primitive {
            Primitive::Text(text) => vec![text],
            Primitive::Group { children, .. } => texts(children),
            _ => Vec::new(),
        })
        .collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 - 0.02 && b.x0 < a.x1 - 0.02 && a.y0 < b.y1 - 0.02 && b.y0 < a.y1 - 0.02
}

/// Where the ink of a text's lines is, in sheet coordinates.
fn line_boxes(node: &Node, text: &TextBox) -> Vec<Rect> {
    text.lines
        .iter()
        .flat_map(|line| &line.runs)
        .map(|run| Rect::new(run.x, text.rect.y0, run.x + run.advance, text.rect.y1) + node.origin.to_vec2())
        .collect()
}

/// That ids are unique, everything lies within the sheet, every text within its node, and whatever can be
/// read or edited has a label.
pub(crate) fn assert_sound(name: &str, scene: &Scene) {
    let sheet = scene.size.to_rect();
    let mut ids = std::collections::HashSet::new();
    for node in &scene.nodes {
        assert!(ids.insert(node.id.clone()), "{name}: {} twice", node.id);
        let bounds = node.bounds();
        assert!(
            bounds.x0 >= 0.0 && bounds.y0 >= 0.0 && bounds.x1 <= sheet.x1 && bounds.y1 <= sheet.y1,
            "{name}: {} at {bounds:?} is not within {sheet:?}",
            node.id
        );
        assert_eq!(
            node.label.is_empty(),
            node.role == Role::Decoration && node.edit.is_none(),
            "{name}: label of {}",
            node.id
        );
        for text in texts(&node.content) {
            let own = node.size.to_rect();
            assert!(
                text.rect.x0 >= -0.02 && text.rect.y0 >= -0.02 && text.rect.y1 <= own.y1 + 0.02,
                "{name}: text of {} at {:?} in {own:?}",
                node.id,
                text.rect
            );
            for line in line_boxes(node, text) {
                assert!(
                    line.x0 >= bounds.x0 - 0.6 && line.x1 <= bounds.x1 + 0.6,
                    "{name}: {:?} of {} stands out: {line:?} in {bounds:?}",
                    text.source,
                    node.id
                );
            }
        }
    }
}

#[test]
fn no_cards_overlap_and_everything_lies_within() {
    for (name, document) in maps() {
        for theme in Theme::all() {
            let scene = scene(&document, theme);
            assert_sound(&name, &scene);
            let mut cards: Vec<&Node> = scene.nodes.iter().filter(|n| n.role == Role::Card).collect();
            cards.sort_by(|a, b| a.bounds().x0.total_cmp(&b.bounds().x0));
            for (i, a) in cards.iter().enumerate() {
                for b in cards[i + 1..].iter().take_while(|b| b.bounds().x0 < a.bounds().x1) {
                    assert!(
                        !overlap(a.bounds(), b.bounds()),
                        "{name}: {} and {} overlap",
                        a.id,
                        b.id
                    );
                }
                let body = scene.grid;
                assert!(
                    a.bounds().y0 >= body.y0 && a.bounds().y1 <= body.y1,
                    "{name}: {} leaves the grid",
                    a.id
                );
            }
        }
    }
}

#[test]
fn words_of_the_curve_touch_nothing() {
    for (name, document) in maps() {
        let scene = scene(&document, calm());
        let words: Vec<&Node> = scene
            .nodes
            .iter()
            .filter(|n| n.id.as_str().ends_with("/word"))
            .collect();
        for (i, word) in words.iter().enumerate() {
            for other in &words[i + 1..] {
                assert!(
                    !overlap(word.bounds(), other.bounds()),
                    "{name}: {} and {}",
                    word.id,
                    other.id
                );
            }
            for node in &scene.nodes {
                let face = node.role == Role::Score;
                assert!(
                    !face || !overlap(word.bounds(), node.bounds()),
                    "{name}: {} covers {}",
                    word.id,
                    node.id
                );
                if node.role != Role::EmotionCurve {
                    continue;
                }
                for primitive in node.content.iter() {
                    let Primitive::Path {
                        shape: Shape::Path(path),
                        stroke: Some(_),
                        ..
                    } = primitive
                    else {
                        continue;
                    };
                    kurbo::flatten(path.iter(), 0.1, |element| {
                        if let Some(point) = element.end_point() {
                            let at = point + node.origin.to_vec2();
                            assert!(!word.bounds().contains(at), "{name}: the curve crosses {}", word.id);
                        }
                    });
                }
            }
        }
    }
}

#[test]
fn the_line_of_zero_runs_through_no_word_that_has_room_beside_it() {
    let mut document = journey_model::sample::sample(12, 3, 1, 3);
    document.personas.clear();
    let tenths = [0, 15, 5, 15, 6, 15, -15, -5, -15];
    for (score, tenths) in document.scores.values_mut().zip(tenths.iter().cycle()) {
        (score.persona, score.tenths, score.word) = (None, *tenths, "Relieved".into());
    }
    let scene = scene(&document, calm());
    let level = |tenths: i8| {
        let score = document.scores.values().find(|score| score.tenths == tenths)?;
        Some(scene.node(score.id.as_str())?.bounds().center().y)
    };
    let zero = level(0).unwrap();
    let words = scene.nodes.iter().filter(|node| node.id.as_str().ends_with("/word"));
    let crossed: Vec<_> = words
        .filter(|word| word.bounds().y0 < zero - 2.0 && word.bounds().y1 > zero + 2.0)
        .map(|word| word.id.to_string())
        .collect();
    assert_eq!(crossed, Vec::<String>::new());
}

#[test]
fn links_cross_no_card() {
    for (name, document) in maps() {
        let scene = scene(&document, calm());
        let cards: Vec<Rect> = scene
            .nodes
            .iter()
            .filter(|n| n.role == Role::Card)
            .map(|n| n.bounds().inset(-0.5))
            .collect();
        for node in scene.nodes.iter().filter(|n| n.role == Role::Link) {
            let Some(Primitive::Path {
                shape: Shape::Path(path),
                ..
            }) = node.content.first()
            else {
                panic!("{name}: {} has no line", node.id);
            };
            let path = Affine::translate(node.origin.to_vec2()) * (**path).clone();
            let mut last = Point::ZERO;
            kurbo::flatten(path.iter(), 0.1, |element| {
                let Some(point) = element.end_point() else {
                    return;
                };
                if !matches!(element, kurbo::PathEl::MoveTo(_)) {
                    for step in 0..=20 {
                        let at = last.lerp(point, f64::from(step) / 20.0);
                        assert!(
                            !cards.iter().any(|card| card.contains(at)),
                            "{name}: {} crosses a card at {at:?}",
                            node.id
                        );
                    }
                }
                last = point;
            });
        }
    }
}

/// The ground under a point as it is painted, from the nodes below and the primitives before.
struct Ground {
    at: Point,
    colour: Colour,
}

impl Ground {
    fn paint(&mut self, primitives: &[Primitive], origin: Point) {
        for primitive in primitives {
            let Primitive::Path {
                shape,
                fill: Some(fill),
                ..
            } = primitive
            else {
                continue;
            };
            let local = self.at - origin.to_vec2();
            let inside = match shape {
                Shape::Rect(rect) | Shape::RoundedRect { rect, .. } => rect.contains(local),
                Shape::Circle { centre, radius } => (local - *centre).hypot() < *radius,
                Shape::Path(path) => path.contains(local),
                Shape::Line { .. } => false,
            };
            if !inside {
                continue;
            }
            let over = match fill {
                Paint::Solid(colour) => *colour,
                // The strongest of a gradient is the worst case.
                Paint::Vertical(stops) => stops.iter().map(|s| s.1).max_by_key(|c| c.alpha).unwrap(),
            };
            let opaque = Colour { alpha: 255, ..over };
            self.colour = crate::mix(self.colour, opaque, f64::from(over.alpha) / 255.0);
        }
    }
}

/// That every text stands out from what is painted under its middle by at least `wanted` to 1.
pub(crate) fn assert_contrast(name: &str, scene: &Scene, wanted: f64) {
    for (i, node) in scene.nodes.iter().enumerate() {
        for (j, primitive) in node.content.iter().enumerate() {
            let Primitive::Text(text) = primitive else {
                continue;
            };
            for run in text.lines.iter().flat_map(|line| &line.runs) {
                let at = Point::new(run.x + run.advance / 2.0, text.rect.center().y) + node.origin.to_vec2();
                let mut ground = Ground {
                    at,
                    colour: scene.paper,
                };
                for below in scene.nodes[..i]
                    .iter()
                    .filter(|n| n.role != Role::Link && n.bounds().contains(at))
                {
                    ground.paint(&below.content, below.origin);
                }
                ground.paint(&node.content[..j], node.origin);
                let ratio = run.colour.contrast(ground.colour);
                assert!(
                    ratio >= wanted,
                    "{name}, {}: {:?} of {} is {} on {}: {ratio:.2}",
                    scene.theme,
                    text.source,
                    node.id,
                    run.colour,
                    ground.colour
                );
            }
        }
    }
}

#[test]
fn every_text_on_the_sheet_reaches_the_contrast_of_its_theme() {
    for (name, document) in maps() {
        if name == "sixty-stages" {
            continue; // the same looks, many times over
        }
        for theme in Theme::all() {
            let scene = scene(&document, theme);
            assert_contrast(&name, &scene, theme.contrast);
        }
    }
}

#[test]
fn every_letter_is_drawn() {
    for (name, document) in maps() {
        let scene = scene(&document, calm());
        for node in &scene.nodes {
            for text in texts(&node.content) {
                let mut shown = vec![false; text.source.len()];
                for run in text.lines.iter().flat_map(|line| &line.runs) {
                    assert!(!run.glyphs.is_empty(), "{name}: a run of {} has no glyphs", node.id);
                    assert!(scene.fonts.face(run.font).is_some());
                    shown[run.range.start as usize..run.range.end as usize].fill(true);
                }
                for (at, c) in text.source.char_indices() {
                    assert!(
                        shown[at] || c.is_whitespace(),
                        "{name}: {c:?} of {:?} in {} is not drawn",
                        text.source,
                        node.id
                    );
                }
            }
        }
    }
}

#[test]
fn scripts_that_ship_have_no_missing_glyph() {
    let document = fixture(include_str!("../../../../tests/fixtures/scripts.json"));
    let scene = scene(&document, calm());
    for node in &scene.nodes {
        for text in texts(&node.content) {
            for run in text.lines.iter().flat_map(|line| &line.runs) {
                let missing = run.glyphs.iter().find(|glyph| glyph.id == 0);
                assert!(missing.is_none(), "{:?} at {missing:?} in {}", text.source, node.id);
            }
        }
    }
}

#[test]
fn a_cached_scene_is_the_fresh_scene() {
    let mut engine = Engine::new(book());
    for (name, document) in maps() {
        for theme in Theme::all() {
            let cached = engine.scene(&document, theme);
            assert_eq!(dump(&cached), dump(&scene(&document, theme)), "{name}");
            let again = engine.scene(&document, theme);
            assert!(ScenePatch::between(&cached, &again).is_empty());
        }
    }
}

#[test]
fn changes_that_do_not_fit_are_found_out() {
    let mut document = journey_model::sample::sample(3, 4, 2, 9);
    let mut engine = Engine::new(book());
    engine.scene(&document, calm());
    let remove = |document: &mut Document| {
        let card = document.cards.keys().next().unwrap().0.clone();
        let edit = Edit::Remove { ids: vec![card] };
        document.apply(&edit, &mut CountingIds::default()).unwrap()
    };
    let first = remove(&mut document);
    let second = remove(&mut document);
    // One change is kept from the engine, then one is told twice.
    for changes in [&second, &first] {
        let told = engine.scene_after(changes, &document, calm());
        assert_eq!(dump(&told), dump(&scene(&document, calm())));
    }
    // In another theme everything is drawn anew.
    for theme in Theme::all() {
        let told = engine.scene_after(&journey_model::ChangeSet::default(), &document, theme);
        assert_eq!(dump(&told), dump(&scene(&document, theme)));
    }
}

#[test]
fn ratings_stand_on_cards_where_they_are_shown_and_nowhere_else() {
    use journey_model::{Date, MapFields, RatingFields, Setting, TestRoundFields};
    let mut document = journey_model::sample::sample(3, 4, 2, 9);
    let mut ids = CountingIds(7000);
    let mut engine = Engine::new(book());
    let before = dump(&engine.scene(&document, calm()));
    let mut apply = |document: &mut Document, edit: Edit| {
        let changes = document.apply(&edit, &mut ids).unwrap();
        engine.scene_after(&changes, document, calm())
    };
    for day in ["2026-02-01", "2026-02-02"] {
        let fields = TestRoundFields {
            tester: Some("Ines".into()),
            on: Some(Date(day.into())),
            note: None,
        };
        apply(&mut document, Edit::AddTestRound { fields });
    }
    let rounds: Vec<_> = document.test_rounds.keys().cloned().collect();
    let card = document.walk()[0].card.clone();
    let rate = |round: usize, points: u8| Edit::Rate {
        round: rounds[round].clone(),
        card: card.clone(),
        fields: RatingFields {
            points: Some(Setting::To(points)),
            impression: None,
        },
    };
    let unshown = apply(&mut document, rate(0, 4));
    assert_eq!(dump(&unshown), before);
    let show = |shown| Edit::UpdateMap {
        fields: MapFields {
            ratings_shown: Some(shown),
            ..MapFields::default()
        },
    };
    let node = |scene: &Scene| {
        let found = scene.nodes.iter().find(|node| node.id.as_str() == card.as_str());
        found.unwrap().clone()
    };
    let one = apply(&mut document, show(true));
    assert!(
        node(&one).label.ends_with("rated 4.0 of 10 in 1 test"),
        "{}",
        node(&one).label
    );
    assert!(node(&one).size.height > node(&unshown).size.height);
    // A rating alone draws the card anew, and no other.
    let two = apply(&mut document, rate(1, 9));
    assert!(node(&two).label.ends_with("rated 6.5 of 10 in 2 tests, from 4 to 9"));
    assert_eq!(dump(&two), dump(&scene(&document, calm())));
    let changed = one.nodes.iter().zip(&two.nodes).filter(|(a, b)| a != b).count();
    assert_eq!(changed, 1);
    for theme in Theme::all() {
        assert_sound(theme.name, &scene(&document, theme));
    }
    let legend = |scene: &Scene| {
        let found = scene.nodes.iter().find(|node| node.role == Role::Legend);
        found.map(|node| node.label.to_string()).unwrap_or_default()
    };
    assert!(legend(&two).contains("test rounds"));
    assert!(!legend(&unshown).contains("test rounds"));
    assert_eq!(dump(&apply(&mut document, show(false))), before);
}

#[test]
fn many_new_cards_come_out_the_same_on_several_threads() {
    let document = journey_model::sample::sample(6, 8, 12, 7);
    assert!(
        document.cards.len() > 500,
        "{} cards are too few for several threads",
        document.cards.len()
    );
    let mut one_by_one = Engine::new(book());
    // Cards added a few at a time never reach the number from which several threads are used.
    let mut part = document.clone();
    part.cards.clear();
    for (i, (id, card)) in document.cards.iter().enumerate() {
        part.cards.insert(id.clone(), card.clone());
        if i % 300 == 0 {
            one_by_one.scene(&part, calm());
        }
    }
    assert_eq!(
        dump(&one_by_one.scene(&document, calm())),
        dump(&scene(&document, calm()))
    );
}

#[test]
fn slots_are_where_cards_are() {
    let document = journey_model::sample::sample(3, 4, 3, 3);
    let scene = scene(&document, calm());
    for node in scene.nodes.iter().filter(|n| n.role == Role::Card) {
        let card = document
            .cards
            .values()
            .find(|c| c.id.as_str() == node.id.as_str())
            .unwrap();
        let below = Point::new(node.bounds().center().x, node.bounds().y1 - 1.0);
        let slot = slot_at(&scene, &document, below, &[]).unwrap();
        assert_eq!(
            (&slot.lane, &slot.step, slot.after.as_ref()),
            (&card.lane, &card.step, Some(&card.id))
        );
        let above = Point::new(below.x, node.bounds().y0 + 1.0);
        assert_ne!(
            slot_at(&scene, &document, above, &[]).unwrap().after.as_ref(),
            Some(&card.id)
        );
    }
    assert_eq!(slot_at(&scene, &document, Point::new(1.0, 1.0), &[]), None);
    assert_eq!(slot_at(&scene, &document, Point::new(f64::NAN, 1e9), &[]), None);
}

/// An edit of the sample: which record, and what with it.
fn edit(document: &Document, (what, which, text): (u8, usize, String)) -> Option<Edit> {
    fn pick<K: Clone, V>(map: &std::collections::BTreeMap<K, V>, which: usize) -> Option<K> {
        map.keys().nth(which % map.len().max(1)).cloned()
    }
    let card = pick(&document.cards, which)?;
    let lane: LaneId = pick(&document.lanes, which / 3)?;
    let step: StepId = pick(&document.steps, which / 7)?;
    Some(match what {
        0 => Edit::SetCardText { card, text },
        1 => Edit::MoveCards {
            cards: vec![card],
            lane,
            step,
            after: None,
        },
        2 => Edit::UpdateStep {
            step,
            fields: journey_model::StepFields {
                title: Some(text),
                ..Default::default()
            },
        },
        3 => Edit::UpdateLane {
            lane,
            fields: journey_model::LaneFields {
                collapsed: Some(which.is_multiple_of(2)),
                ..Default::default()
            },
        },
        4 => Edit::UpdateCards {
            cards: vec![card],
            fields: journey_model::CardFields {
                span: Some((which % 4) as u16 + 1),
                moment_of_truth: Some(which.is_multiple_of(3)),
                ..Default::default()
            },
        },
        5 => Edit::Remove {
            ids: vec![card.0.clone()],
        },
        _ => Edit::UpdateMap {
            fields: journey_model::MapFields {
                title: Some(text),
                ..Default::default()
            },
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn after_any_edits_the_cache_changes_nothing(
        edits in prop::collection::vec((0u8..7, 0usize..1000, "[a-z *א-ת]{0,40}"), 1..10)
    ) {
        let mut document = journey_model::sample::sample(3, 5, 2, 5);
        let mut ids = CountingIds(10_000);
        let mut engine = Engine::new(book());
        let mut told = Engine::new(book());
        let mut last = engine.scene(&document, calm());
        told.scene(&document, calm());
        for part in edits {
            let Some(edit) = edit(&document, part) else { continue };
            // Refused edits are the model's business; the document is as it was.
            let changes = document.apply(&edit, &mut ids).unwrap_or_default();
            let next = engine.scene(&document, calm());
            let fresh = dump(&scene(&document, calm()));
            prop_assert_eq!(&dump(&next), &fresh);
            prop_assert_eq!(&dump(&told.scene_after(&changes, &document, calm())), &fresh);
            let mut patched = (*last).clone();
            ScenePatch::between(&last, &next).apply(&mut patched).unwrap();
            prop_assert_eq!(&patched.nodes, &next.nodes);
            last = next;
        }
    }
}

/// Every field that a person writes on the sheet can be written where it stands, filled or not, and
/// what is not filled draws nothing.
#[test]
fn fields_are_edited_where_they_stand_even_when_empty() {
    let mut document = journey_model::sample::sample(2, 2, 1, 3);
    let filled = scene(&document, Theme::named_or_default(""));
    document.map.subtitle = String::new();
    document
        .stages
        .values_mut()
        .for_each(|stage| stage.goal = String::new());
    document
        .lanes
        .values_mut()
        .for_each(|lane| lane.caption = String::new());
    document.scores.values_mut().for_each(|score| {
        score.word = String::new();
        score.moment_of_truth = false;
    });
    for persona in document.personas.values_mut() {
        persona.role = String::new();
        persona.quote = String::new();
    }
    let empty = scene(&document, Theme::named_or_default(""));
    let persona = document.personas.keys().next().unwrap();
    let stage = document.stages.keys().next().unwrap();
    let lane = document.lanes.keys().next().unwrap();
    let score = document.scores.keys().next().unwrap();
    for (id, field) in [
        ("map/subtitle".to_owned(), "subtitle"),
        (format!("{persona}/role"), "role"),
        (format!("{persona}/quote"), "quote"),
        (format!("{stage}/goal"), "goal"),
        (format!("{lane}/caption"), "caption"),
        (format!("{score}/word"), "word"),
    ] {
        let vacant = empty.node(&id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(vacant.edit.as_ref().map(|edit| edit.field), Some(field), "{id}");
        assert!(vacant.content.is_empty() && vacant.size.height > 8.0, "{id}");
        if let Some(written) = filled.node(&id) {
            assert_eq!(written.edit.as_ref().map(|edit| edit.field), Some(field), "{id}");
        }
    }
    let name = empty.node(persona.as_str()).and_then(|node| node.edit.clone());
    assert_eq!(name.map(|edit| edit.field), Some("name"));
}

/// A card with nothing but an address is no empty box.
#[test]
fn a_card_without_words_says_where_it_leads() {
    let mut document = journey_model::sample::sample(1, 1, 1, 3);
    let id = document.cards.keys().next().unwrap().clone();
    let words = |document: &Document| -> Option<String> {
        let scene = scene(document, calm());
        scene
            .node(id.as_str())?
            .content
            .iter()
            .find_map(|primitive| match primitive {
                Primitive::Text(text) => Some(text.source.to_string()),
                _ => None,
            })
    };
    let mut say = |text: &str, address: &str| {
        let card = document.cards.get_mut(&id).unwrap();
        (card.text, card.address) = (text.into(), address.into());
        words(&document)
    };
    assert_eq!(
        say("", "https://example.org/a_b_c/").as_deref(),
        Some("example.org/a_b_c")
    );
    assert_eq!(
        say(" ", "mailto:marie@example.org").as_deref(),
        Some("marie@example.org")
    );
    assert_eq!(say("Asks", "https://example.org").as_deref(), Some("Asks"));
    assert_eq!(say("", "javascript:alert(1)"), None);
}

#[test]
fn answers_of_the_objective_are_edited_in_their_boxes() {
    let mut document = journey_model::sample::sample(1, 1, 1, 3);
    document.map.objective.purpose = "Find out".into();
    document.map.objective.end_goal = "Home".into();
    let scene = scene(&document, Theme::named_or_default(""));
    for (id, field) in [
        ("map/purpose", "objective.purpose"),
        ("map/endGoal", "objective.endGoal"),
    ] {
        let node = scene.node(id).unwrap();
        let edit = node.edit.as_ref().unwrap();
        assert_eq!(edit.field, field);
        assert!(node.size.to_rect().union(edit.rect) == node.size.to_rect(), "{id}");
    }
}

#[test]
fn points_of_nobody_are_the_chief_persona_s() {
    let mut document = journey_model::sample::sample(3, 1, 0, 3);
    document.personas.clear();
    document.scores.values_mut().for_each(|score| score.persona = None);
    let everyone = scene(&document, Theme::named_or_default(""));
    let curves = |scene: &Scene| {
        let curves = scene.nodes.iter().filter(|node| node.role == Role::EmotionCurve);
        curves.map(|node| node.id.to_string()).collect::<Vec<_>>()
    };
    let [alone] = &curves(&everyone)[..] else {
        panic!("{:?}", curves(&everyone))
    };
    assert!(alone.ends_with("everyone"), "{alone}");

    let edit = Edit::AddPersona {
        after: None,
        fields: journey_model::PersonaFields::default(),
    };
    document.apply(&edit, &mut CountingIds(900)).unwrap();
    let chief = document.chief_persona().unwrap().id.clone();
    let score = document.scores.values().next().unwrap().clone();
    let edit = Edit::SetEmotion {
        lane: score.lane.clone(),
        step: score.step.clone(),
        persona: Some(chief.clone()),
        fields: journey_model::ScoreFields {
            tenths: Some(7),
            ..Default::default()
        },
    };
    let count = document.scores.len();
    document.apply(&edit, &mut CountingIds(950)).unwrap();
    assert_eq!(
        document.scores.len(),
        count,
        "the point there is changed, no second one made"
    );
    assert_eq!(document.scores[&score.id].persona.as_ref(), Some(&chief));
    let one = curves(&scene(&document, Theme::named_or_default("")));
    assert_eq!(one.len(), 1, "{one:?}");
    assert!(one[0].ends_with(chief.as_str()), "{one:?}");
}
