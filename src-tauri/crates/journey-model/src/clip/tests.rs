//! Clips: what is taken, where it goes, and what it is to other programs.

use crate::sample::sample;
use crate::*;

fn map() -> Document {
    let mut document = sample(3, 3, 1, 1);
    let link = Edit::AddLink {
        from: LinkEnd::Card("card_1_1_1".into()),
        to: LinkEnd::Card("card_2_2_1".into()),
        kind: LinkKind::Flow,
        label: "leads to".into(),
    };
    document.apply(&link, &mut CountingIds(100)).unwrap();
    document
}

fn clip(document: &Document, ids: &[&str]) -> Clip {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let clip = document.clip(&ids).unwrap();
    // The clipboard carries it as JSON.
    serde_json::from_str(&serde_json::to_string(&clip).unwrap()).unwrap()
}

fn paste(clip: &Clip, lane: Option<&str>, step: Option<&str>) -> Edit {
    Edit::Paste {
        clip: Box::new(clip.clone()),
        lane: lane.map(Into::into),
        step: step.map(Into::into),
        after: None,
    }
}

/// Applies the edit, sweeps the invariants, and takes it back once to see that it can be.
fn apply(document: &mut Document, edit: &Edit) -> ChangeSet {
    let before = document.clone();
    let changes = document.apply(edit, &mut CountingIds(5_000)).unwrap();
    assert_eq!(invariants(document), []);
    let mut back = document.clone();
    back.apply_changes(&changes.inverted()).unwrap();
    assert_eq!(back, before);
    changes
}

fn texts(document: &Document, lane: &str, step: &str) -> Vec<String> {
    let cards = document.cards_in(&lane.into(), &step.into());
    cards.iter().map(|card| card.text.clone()).collect()
}

/// Lanes that hold cards, from top to bottom.
fn lanes(document: &Document) -> Vec<String> {
    let lanes = document
        .ordered_lanes()
        .into_iter()
        .filter(|lane| lane.kind.holds_cards());
    lanes.map(|lane| lane.id.to_string()).collect()
}

fn steps(document: &Document) -> Vec<String> {
    document
        .ordered_steps()
        .iter()
        .map(|step| step.id.to_string())
        .collect()
}

#[test]
fn a_block_of_cards_keeps_its_form_its_fields_and_its_links() {
    let mut document = map();
    let fields = CardFields {
        owner: Some("Anna".into()),
        tags: Some(vec!["pilot".into()]),
        evidence: Some(Setting::To(Evidence::Observed)),
        severity: Some(Setting::To(Severity::High)),
        moment_of_truth: Some(true),
        ..CardFields::default()
    };
    let cards = vec!["card_1_1_1".into()];
    apply(&mut document, &Edit::UpdateCards { cards, fields });
    let (lanes, steps) = (lanes(&document), steps(&document));
    let first = document.cards[&CardId::from("card_1_1_1")].clone();
    let second = document.cards[&CardId::from("card_2_2_1")].clone();
    assert_eq!((first.lane.as_str(), first.step.as_str()), (&*lanes[0], &*steps[0]));
    assert_eq!((second.lane.as_str(), second.step.as_str()), (&*lanes[1], &*steps[1]));

    let clip = clip(&document, &["card_2_2_1", "card_1_1_1"]);
    assert_eq!((clip.lanes.len(), clip.steps.len(), clip.links.len()), (2, 2, 1));
    let edit = paste(&clip, Some(&lanes[1]), Some(&steps[1]));
    assert_eq!(edit.label(), "Paste 2 cards");
    let changes = apply(&mut document, &edit);
    assert_eq!(changes.added.len(), 3, "two cards and the link between them");
    assert_eq!(texts(&document, &lanes[1], &steps[1]).last(), Some(&first.text));
    assert_eq!(texts(&document, &lanes[2], &steps[2]).last(), Some(&second.text));
    let (copy, id) = changes
        .added
        .iter()
        .find_map(|record| match record {
            Record::Card(card) if card.text == first.text => Some((card.clone(), card.id.clone())),
            _ => None,
        })
        .unwrap();
    let (lane, step, order) = (copy.lane.clone(), copy.step.clone(), copy.order.clone());
    assert_eq!(
        Card {
            id,
            lane,
            step,
            order,
            ..first
        },
        copy
    );
    assert_eq!(
        clip.misfit(&document, Some(&lanes[1][..].into()), Some(&steps[1][..].into())),
        None
    );
}

#[test]
fn what_falls_off_the_map_stands_at_its_edge_and_is_said() {
    let mut document = map();
    let (lanes, steps) = (lanes(&document), steps(&document));
    let clip = clip(&document, &["card_1_1_1", "card_1_3_1", "card_3_1_1"]);
    let (lane, step) = (lanes[lanes.len() - 1].as_str(), steps[steps.len() - 1].as_str());
    let before = texts(&document, lane, step).len();
    apply(&mut document, &paste(&clip, Some(lane), Some(step)));
    assert_eq!(texts(&document, lane, step).len(), before + 3);
    assert_eq!(
        clip.misfit(&document, Some(&lane.into()), Some(&step.into()))
            .as_deref(),
        Some("There was no room for the whole block: 2 cards stand at the edge of the map.")
    );
}

#[test]
fn without_a_place_cards_go_to_where_they_came_from() {
    let mut document = map();
    let (lanes, steps) = (lanes(&document), steps(&document));
    let clip = clip(&document, &["card_2_3_1"]);
    apply(&mut document, &paste(&clip, None, None));
    let there = texts(&document, &lanes[1], &steps[2]);
    assert_eq!((there.len(), &there[0]), (2, &there[1]));
    // In a map without that lane and step: the first place there is.
    let mut other = sample(1, 1, 0, 9).with_new_ids(&mut CountingIds(700));
    apply(&mut other, &paste(&clip, None, None));
    assert_eq!(other.cards.len(), 1);
}

#[test]
fn lines_and_curves_hold_no_pasted_cards() {
    let mut document = map();
    let clip = clip(&document, &["card_1_1_1"]);
    let curve = document
        .lanes
        .values()
        .find(|lane| lane.kind == LaneKind::Emotion)
        .unwrap();
    let before = document.clone();
    let edit = paste(&clip, Some(curve.id.as_str()), None);
    let error = document.apply(&edit, &mut CountingIds(900)).unwrap_err();
    assert!(error.to_string().contains("holds no cards"), "{error}");
    assert_eq!(document, before);
}

#[test]
fn pictures_go_along_into_another_map() {
    let mut document = map();
    let card = CardId::from("card_1_1_1");
    let asset = NewAsset {
        media_type: "image/gif".into(),
        name: "sketch.gif".into(),
        base64: base64::Engine::encode(&base64::engine::general_purpose::STANDARD, "GIF89a"),
    };
    apply(&mut document, &Edit::SetCardImage { card, asset });
    let mut clip = clip(&document, &["card_1_1_1"]);
    let mut other = sample(1, 1, 0, 2);
    apply(&mut other, &paste(&clip, None, None));
    assert_eq!(other.assets, document.assets);
    assert!(other.cards.values().all(|card| card.image.is_some()));
    // A picture that is not what it says is refused, one that lacks is left off.
    clip.assets[0].media_type = "image/png".into();
    sample(1, 1, 0, 2)
        .apply(&paste(&clip, None, None), &mut CountingIds(5_000))
        .unwrap_err();
    clip.assets.clear();
    let mut other = sample(1, 1, 0, 2);
    apply(&mut other, &paste(&clip, None, None));
    assert!(other.cards.values().all(|card| card.image.is_none()));
}

#[test]
fn a_clip_from_anywhere_is_checked_like_typing() {
    let document = map();
    let good = clip(&document, &["card_1_1_1"]);
    let mut other = sample(1, 1, 0, 2);
    let mut colour = good.clone();
    colour.cards[0].colour = Some("red".into());
    other
        .apply(&paste(&colour, None, None), &mut CountingIds(5_000))
        .unwrap_err();
    let mut odd = good.clone();
    odd.cards[0].text = "bell\u{7} and \r\n break".into();
    odd.cards[0].span = 900;
    odd.cards[0].lane = "nowhere".into();
    apply(&mut other, &paste(&odd, None, None));
    let pasted = other.cards.values().next().unwrap();
    assert_eq!((pasted.text.as_str(), pasted.span), ("bell and \n break", 1));
}

#[test]
fn lanes_steps_and_stages_are_duplicated_with_what_they_hold() {
    for (kind, ids) in [
        (RecordKind::Lane, ["lane_1", "lane_3"]),
        (RecordKind::Step, ["step_1", "step_2"]),
        (RecordKind::Stage, ["stage_1", "stage_3"]),
    ] {
        let mut document = map();
        let edit = Edit::Duplicate {
            ids: ids.map(str::to_owned).to_vec(),
        };
        let held = |document: &Document, ids: &[String]| {
            let within = |lane: &LaneId, step: &StepId| {
                let stage = &document.steps[step].stage;
                ids.iter()
                    .any(|id| id == lane.as_str() || id == step.as_str() || id == stage.as_str())
            };
            let mut texts: Vec<String> = (document.cards.values())
                .filter(|card| within(&card.lane, &card.step))
                .map(|card| card.text.clone())
                .collect();
            let scores = document
                .scores
                .values()
                .filter(|score| within(&score.lane, &score.step));
            texts.extend(scores.map(|score| format!("{} {}", score.tenths, score.word)));
            texts.sort();
            texts
        };
        let changes = apply(&mut document, &edit);
        let copies: Vec<String> = (changes.added.iter())
            .filter(|record| record.kind() == kind)
            .map(|record| record.id().to_owned())
            .collect();
        assert_eq!(copies.len(), 2, "{kind:?}");
        assert_eq!(
            held(&document, &copies),
            held(&document, &ids.map(str::to_owned)),
            "{kind:?}"
        );
        assert!(!held(&document, &copies).is_empty(), "{kind:?}");
        assert_eq!(edit.label(), format!("Duplicate 2 {}s", kind.key()));
    }
}

#[test]
fn copies_stand_behind_the_last_of_their_originals() {
    let mut document = map();
    let ids = vec!["lane_1".to_owned(), "lane_2".to_owned()];
    let changes = apply(&mut document, &Edit::Duplicate { ids });
    let order: Vec<String> = document
        .ordered_lanes()
        .iter()
        .map(|lane| lane.id.to_string())
        .collect();
    let new: Vec<&str> = changes
        .added
        .iter()
        .map(Record::id)
        .filter(|id| id.starts_with("lane_"))
        .collect();
    let at = order.iter().position(|id| id == "lane_2").unwrap();
    assert_eq!(order[at + 1..at + 3], [new[0], new[1]]);
}

#[test]
fn wide_cards_do_not_reach_out_of_copied_steps() {
    let mut document = map();
    let fields = CardFields {
        span: Some(3),
        ..CardFields::default()
    };
    let cards = vec!["card_1_1_1".into()];
    apply(&mut document, &Edit::UpdateCards { cards, fields });
    let first = steps(&document)[0].clone();
    let changes = apply(&mut document, &Edit::Duplicate { ids: vec![first] });
    let spans: Vec<u16> = (changes.added.iter())
        .filter_map(|record| match record {
            Record::Card(card) => Some(card.span),
            _ => None,
        })
        .collect();
    assert!(!spans.is_empty() && spans.iter().all(|span| *span == 1), "{spans:?}");
    assert_eq!(
        document.cards[&CardId::from("card_1_1_1")].span,
        4,
        "the new step lies within it"
    );
}

#[test]
fn steps_find_the_lanes_of_another_map_by_kind_and_title() {
    let source = map();
    let first = steps(&source)[0].clone();
    let clip = clip(&source, &[&first]);
    let mut other = source.with_new_ids(&mut CountingIds(300));
    let cards = other.cards.len();
    let edit = paste(&clip, None, None);
    apply(&mut other, &edit);
    assert_eq!(other.cards.len(), cards + clip.cards.len());
    assert_eq!(clip.misfit(&other, None, None), None);

    let lane = other
        .ordered_lanes()
        .into_iter()
        .find(|lane| lane.kind.holds_cards())
        .unwrap();
    let ids = vec![lane.id.to_string()];
    let (kind, title) = (lane.kind, lane.title.clone());
    let twins = other.lanes.values().filter(|lane| lane.kind == kind).count();
    assert_eq!(twins, 1, "the sample has each kind once");
    apply(&mut other, &Edit::Remove { ids });
    let said = clip.misfit(&other, None, None).unwrap();
    assert!(said.contains(&format!("the map has no lane “{title}”")), "{said}");
    apply(&mut other, &edit);
}

#[test]
fn cards_of_lanes_that_find_fewer_steps_stand_in_the_last_one_and_it_is_said() {
    let mut document = map();
    let clip = clip(&document, &[&lanes(&document)[0]]);
    assert_eq!(clip.kind, ClipKind::Lanes);
    assert_eq!(clip.misfit(&document, None, None), None);

    // Another map, with one of the steps.
    let mut other = document.with_new_ids(&mut CountingIds(300));
    let ids = steps(&other).split_off(1);
    apply(&mut other, &Edit::Remove { ids });
    let own = clip.cards.iter().filter(|card| card.step == clip.steps[0].id).count();
    let later = clip.cards.len() - own;
    assert!(later > 1, "{later}");
    assert_eq!(
        clip.misfit(&other, None, None),
        Some(format!(
            "{later} cards of later steps were put into the last step: the map has fewer steps."
        ))
    );
    let changes = apply(&mut other, &paste(&clip, None, None));
    let cards = changes.added.iter().filter(|record| matches!(record, Record::Card(_)));
    assert_eq!(cards.count(), clip.cards.len());

    // The map that it came from, without a step by now.
    let gone = clip.cards.last().map(|card| card.step.to_string()).unwrap();
    let cards = clip.cards.iter().filter(|card| card.step.as_str() == gone).count();
    apply(&mut document, &Edit::Remove { ids: vec![gone] });
    let said = clip.misfit(&document, None, None).unwrap();
    let cards = format!("{cards} card{} of steps", if cards == 1 { "" } else { "s" });
    assert!(
        said.starts_with(&cards) && said.contains("not on the map any more"),
        "{said}"
    );
}

fn emotions(document: &Document) -> Lane {
    let mut lanes = document.lanes.values();
    lanes.find(|lane| lane.kind == LaneKind::Emotion).unwrap().clone()
}

#[test]
fn emotion_points_of_lanes_that_find_fewer_steps_are_left_out_and_it_is_said() {
    let mut document = map();
    let mut clip = clip(&document, &[emotions(&document).id.as_str()]);
    assert_eq!((clip.steps.len(), clip.scores.len()), (3, 3));
    assert_eq!(clip.misfit(&document, None, None), None);

    // Another map, with two of the steps. The last one keeps its own point, wherever that stands in the clip.
    clip.scores.sort_by_key(|score| std::cmp::Reverse(score.step.clone()));
    let mut other = document.with_new_ids(&mut CountingIds(300));
    let ids = steps(&other).split_off(2);
    apply(&mut other, &Edit::Remove { ids });
    let said = "1 emotion point was left out: there is one at its step already.";
    assert_eq!(clip.misfit(&other, None, None).as_deref(), Some(said));
    let changes = apply(&mut other, &paste(&clip, None, None));
    assert_eq!(clip.misfit(&other, None, None).as_deref(), Some(said));
    let tenths = |step: &StepId| {
        let mut scores = clip.scores.iter();
        scores.find(|score| score.step == *step).map(|score| score.tenths)
    };
    for (step, copied) in steps(&other).iter().zip(&clip.steps) {
        let pasted = changes.added.iter().find_map(|record| match record {
            Record::Score(score) if score.step.as_str() == step => Some(score.tenths),
            _ => None,
        });
        assert_eq!(pasted, tenths(&copied.id));
    }

    // The map that it came from, without its first steps by now: cards and points are said both.
    let lane = lanes(&document)[0].clone();
    let both = self::clip(&document, &[emotions(&document).id.as_str(), &lane]);
    let ids = steps(&document)[..2].to_vec();
    apply(&mut document, &Edit::Remove { ids });
    let said = both.misfit(&document, None, None).unwrap();
    assert!(
        said.contains("cards of steps that are not on the map any more"),
        "{said}"
    );
    assert!(
        said.ends_with("before them. 2 emotion points were left out: there is one at their step already."),
        "{said}"
    );
}

#[test]
fn emotion_points_without_their_lane_or_persona_are_left_out_and_it_is_said() {
    let mut document = map();
    let (lane, step) = (emotions(&document), steps(&document)[0].clone());
    let persona = Edit::AddPersona {
        after: None,
        fields: PersonaFields {
            name: Some("Tom".into()),
            ..PersonaFields::default()
        },
    };
    let changes = apply(&mut document, &persona);
    let tom = changes.added[0].id().to_owned();
    let feels = Edit::SetEmotion {
        lane: lane.id.clone(),
        step: step.as_str().into(),
        persona: Some(tom.as_str().into()),
        fields: ScoreFields {
            tenths: Some(7),
            ..ScoreFields::default()
        },
    };
    apply(&mut document, &feels);
    let copied = [clip(&document, &[&step]), clip(&document, &[lane.id.as_str()])];
    assert_eq!((copied[0].scores.len(), copied[1].scores.len()), (2, 4));

    let mut other = document.with_new_ids(&mut CountingIds(300));
    for clip in &copied {
        assert_eq!(clip.misfit(&other, None, None), None);
    }
    let ids = other.personas.values().filter(|persona| persona.name == "Tom");
    let ids = ids.map(|persona| persona.id.to_string()).collect();
    apply(&mut other, &Edit::Remove { ids });
    for clip in &copied {
        let changes = apply(&mut other, &paste(clip, None, None));
        let pasted = changes.added.iter().filter(|record| matches!(record, Record::Score(_)));
        assert_eq!(pasted.count(), clip.scores.len() - 1);
        assert_eq!(
            clip.misfit(&other, None, None).as_deref(),
            Some("1 emotion point was left out: the map has no persona “Tom”.")
        );
    }

    let ids = other.lanes.values().filter(|lane| lane.kind == LaneKind::Emotion);
    let ids = ids.map(|lane| lane.id.to_string()).collect();
    apply(&mut other, &Edit::Remove { ids });
    let said = format!("2 emotion points were left out: the map has no lane “{}”.", lane.title);
    assert_eq!(copied[0].misfit(&other, None, None), Some(said));
}

#[test]
fn only_what_can_stand_alone_is_copied_or_duplicated() {
    let mut document = map();
    let persona = document.personas.keys().next().unwrap().to_string();
    assert_eq!(document.clip(std::slice::from_ref(&persona)), None);
    assert_eq!(document.clip(&[]), None);
    let mut refusal = |id: &str| {
        let edit = Edit::Duplicate { ids: vec![id.into()] };
        document.apply(&edit, &mut CountingIds(900)).unwrap_err().to_string()
    };
    assert_eq!(
        refusal(&persona),
        "only stages, steps, lanes, cards and notes can be duplicated"
    );
    assert_eq!(refusal("card_x"), "the map has no record card_x");
}

#[test]
fn notes_are_pasted_a_little_aside() {
    let mut document = map();
    let fields = NoteFields {
        x: Some(10),
        y: Some(20),
        text: Some("Ask Anna".into()),
        ..NoteFields::default()
    };
    let added = apply(&mut document, &Edit::AddNote { fields });
    let note = added.added[0].id().to_owned();
    apply(&mut document, &Edit::Duplicate { ids: vec![note] });
    let places: Vec<(i32, i32)> = document.notes.values().map(|note| (note.x, note.y)).collect();
    assert_eq!(document.notes.len(), 2);
    assert!(places.contains(&(10, 20)) && places.contains(&(34, 44)), "{places:?}");
}

#[test]
fn cards_are_lines_and_tables_to_other_programs() {
    let mut document = map();
    for (card, text) in [
        ("card_1_1_1", "**Compares** <prices>\n& waits"),
        ("card_1_2_1", "Says \"no\""),
        ("card_2_1_1", "[site](https://example.org/?a=1&b=\"2\")"),
        ("card_2_2_1", ""),
    ] {
        let (card, text) = (card.into(), text.to_owned());
        apply(&mut document, &Edit::SetCardText { card, text });
    }
    let one = clip(&document, &["card_1_1_1"]);
    assert_eq!(one.text(), "Compares <prices>\n& waits");
    assert_eq!(one.html(), "<p><b>Compares</b> &lt;prices&gt;<br>&amp; waits</p>");
    let block = clip(&document, &["card_1_1_1", "card_1_2_1", "card_2_1_1", "card_2_2_1"]);
    let text = block.text();
    assert!(
        text.starts_with("\"Compares <prices>\n& waits\"\t\"Says \"\"no\"\"\"\n"),
        "{text}"
    );
    let html = block.html();
    assert!(
        html.starts_with("<table><tr><td>") && html.ends_with("</td></tr></table>"),
        "{html}"
    );
    assert!(
        !html.contains("<prices>") && html.matches("<td>").count() == 4,
        "{html}"
    );

    let lane = clip(&document, &["lane_1"]);
    let title = &lane.lanes[0].title;
    assert!(lane.text().contains(&format!("{title}\t")), "{}", lane.text());
    assert!(lane.html().contains(&format!("<th>{title}</th>")));
    let stages = clip(&document, &["stage_1", "stage_2"]);
    assert!(
        stages.text().starts_with(&format!("\t{}", stages.stages[0].title)),
        "{}",
        stages.text()
    );
}

fn rows(text: &str) -> Vec<Vec<Vec<String>>> {
    let clip = Clip::from_text(text).unwrap();
    let cell = |lane: &Lane, step: &Step| {
        let cards = clip
            .cards
            .iter()
            .filter(|card| card.lane == lane.id && card.step == step.id);
        cards.map(|card| card.text.clone()).collect()
    };
    let rows = clip.lanes.iter();
    rows.map(|lane| clip.steps.iter().map(|step| cell(lane, step)).collect())
        .collect()
}

#[test]
fn pasted_text_becomes_cards() {
    assert_eq!(rows("one"), [[["one"]]]);
    assert_eq!(rows("one\r\n\r\n two \n"), [[["one", "two"]]]);
    assert_eq!(rows("- one\n- two"), [[["one", "two"]]]);
    assert_eq!(rows("- one\ntwo"), [[["- one", "two"]]]);
    assert_eq!(rows("“said” and\n\"I waited\""), [[["“said” and", "\"I waited\""]]]);
    assert_eq!(rows("\"two\nlines\"\nother"), [[["two\nlines", "other"]]]);
    assert_eq!(
        rows("a\t\"b\n\"\"c\"\"\"\r\n\td\r\n"),
        [vec![vec!["a"], vec!["b\n\"c\""]], vec![vec![], vec!["d"]]]
    );
    assert_eq!(rows("a\tb\nc"), [vec![vec!["a"], vec!["b"]], vec![vec!["c"], vec![]]]);
    for nothing in ["", " \n\t\n ", "\"\""] {
        let clip = Clip::from_text(nothing);
        assert!(clip.is_none_or(|clip| !clip.cards.is_empty()), "{nothing:?}");
    }
}

#[test]
fn a_spreadsheet_s_block_stands_in_cells() {
    let mut document = map();
    let (lanes, steps) = (lanes(&document), steps(&document));
    let clip = Clip::from_text("a\tb\nc\td").unwrap();
    apply(&mut document, &paste(&clip, Some(&lanes[0]), Some(&steps[1])));
    for (row, column, text) in [(0, 1, "a"), (0, 2, "b"), (1, 1, "c"), (1, 2, "d")] {
        let there = texts(&document, &lanes[row], &steps[column]);
        assert_eq!(there.last().map(String::as_str), Some(text));
    }
}
