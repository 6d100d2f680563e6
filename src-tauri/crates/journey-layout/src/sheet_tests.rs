//! What holds for sheets as they leave the app, whatever the map and the options.

use std::collections::{BTreeMap, BTreeSet};

use journey_model::template::templates;
use journey_model::{
    Asset, AssetId, CardFamily, CountingIds, Date, Document, Edit, LaneId, NoteFields, PersonaFields, StageId,
};
use journey_scene::{Colour, Paint, Primitive, Role, Scene, Size, dump};
use proptest::prelude::*;

use crate::tests::{assert_contrast, assert_sound, book, calm, maps, scene, texts};
use crate::{Colours, Engine, Footer, Legend, Pages, Part, PartError, SheetOptions, Subject, Theme};

const A4: Size = Size::new(297.0, 210.0);

fn engine() -> Engine {
    Engine::new(book())
}

fn template(id: &str) -> Document {
    let template = templates().iter().find(|template| template.id == id).unwrap();
    template.document(&mut CountingIds::default())
}

/// Everything that an export can add.
fn everything(colours: Colours) -> SheetOptions {
    SheetOptions {
        legend: Legend::Full,
        footer: Footer {
            date: Some(Date("2026-11-22".into())),
            version: Some("v14".into()),
            text: "شركة المثال · Confidential".into(),
            page: true,
            ..Footer::default()
        },
        colours,
        ..SheetOptions::default()
    }
}

/// The map with a wide logo.
fn with_logo(mut document: Document) -> Document {
    let svg =
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="600" height="90"><rect width="600" height="90"/></svg>"#;
    let logo = Asset {
        id: AssetId::of_content(svg.as_bytes()),
        media_type: "image/svg+xml".into(),
        name: "Acme".into(),
        bytes: svg.as_bytes().into(),
        extra: BTreeMap::default(),
    };
    document.map.logo = Some(logo.id.clone());
    document.assets.insert(logo.id.clone(), logo);
    document
}

fn stage_ids(document: &Document) -> Vec<StageId> {
    document.ordered_stages().iter().map(|stage| stage.id.clone()).collect()
}

fn shown_lanes(document: &Document) -> Vec<LaneId> {
    let lanes = document.ordered_lanes();
    lanes
        .iter()
        .filter(|lane| !lane.hidden)
        .map(|lane| lane.id.clone())
        .collect()
}

#[test]
fn the_default_sheet_is_the_one_on_screen_and_all_parts_are_the_whole() {
    let options = SheetOptions::default();
    for (name, document) in maps() {
        let on_screen = scene(&document, calm());
        let mut engine = engine();
        let parts = [
            Part::Whole,
            Part::Stages(stage_ids(&document)),
            Part::Lanes(shown_lanes(&document)),
        ];
        for part in parts {
            let sheet = engine.sheet(&document, calm(), &options, &part).unwrap();
            assert_eq!(sheet.nodes, on_screen.nodes, "{name}");
            assert_eq!(dump(&sheet), dump(&on_screen), "{name}");
            assert_eq!((sheet.grid, sheet.size), (on_screen.grid, on_screen.size), "{name}");
        }
    }
}

/// Every colour that is painted.
fn colours(primitives: &[Primitive]) -> BTreeSet<Colour> {
    let mut found = BTreeSet::new();
    for primitive in primitives {
        match primitive {
            Primitive::Group { children, .. } => found.extend(colours(children)),
            Primitive::Path { fill, stroke, .. } => {
                match fill {
                    Some(Paint::Solid(colour)) => found.extend([*colour]),
                    Some(Paint::Vertical(stops)) => found.extend(stops.iter().map(|stop| stop.1)),
                    None => {}
                }
                found.extend(stroke.iter().map(|stroke| stroke.colour));
            }
            Primitive::Text(text) => {
                let runs = text.lines.iter().flat_map(|line| &line.runs);
                found.extend(runs.map(|run| run.colour));
            }
            Primitive::Image(_) | Primitive::Link(_) => {}
        }
    }
    found
}

#[test]
fn sheets_of_all_kinds_are_sound_and_can_be_read_in_all_colours() {
    for (name, document) in maps() {
        let document = with_logo(document);
        // The same looks, many times over: once is enough.
        let long = name == "sixty-stages";
        let mut engine = engine();
        for (theme, ink) in [
            (calm(), Colours::Full),
            (Theme::by_name("high-contrast").unwrap(), Colours::ColourBlindSafe),
            (calm(), Colours::BlackAndWhite),
        ] {
            if long && ink != Colours::Full {
                continue;
            }
            let options = everything(ink);
            let pages = Pages {
                cover: true,
                map: true,
                stages: true,
            };
            let mut sheets = engine
                .pages(&document, theme, &options, &Part::Whole, &pages, A4)
                .unwrap();
            assert_eq!(sheets.len(), document.stages.len() + 2, "{name}");
            sheets.truncate(6);
            let mut scenes: Vec<_> = sheets.into_iter().map(|page| page.scene).collect();
            scenes.push(engine.blank(&document, theme, &options, A4));
            let portrait = Size::new(A4.height, A4.width);
            scenes.push(engine.cover(&document, theme, &options, portrait));
            for scene in scenes {
                assert_sound(&name, &scene);
                if !long {
                    assert_contrast(&name, &scene, theme.printed(ink).contrast);
                }
                if ink == Colours::BlackAndWhite {
                    for node in &scene.nodes {
                        for Colour { rgb: [r, g, b], .. } in colours(&node.content) {
                            assert!(r == g && g == b, "{name}: {} has a colour", node.id);
                        }
                    }
                }
            }
        }
    }
}

fn label_of<'a>(scene: &'a Scene, id: &str) -> &'a str {
    scene.node(id).map_or("", |node| &node.label)
}

#[test]
fn each_stage_has_a_sheet_that_says_where_on_the_way_it_is() {
    let document = template("flood-insurance");
    let mut options = SheetOptions::default();
    options.footer.page = true;
    let whole = scene(&document, calm());
    let sheets = engine().stage_sheets(&document, calm(), &options);
    let titles: Vec<&str> = sheets.iter().map(|page| page.title.as_str()).collect();
    assert_eq!(titles, ["Awareness", "Consideration", "Decision", "Loyalty"]);
    let mut cards = 0;
    for (number, page) in sheets.iter().enumerate() {
        let scene = &page.scene;
        let said = format!("{} · Stage {} of 4", document.map.title, number + 1);
        assert_eq!(label_of(scene, "map/state"), said);
        assert_eq!(label_of(scene, "map/title"), page.title);
        assert_eq!(page.subject, Subject::Stage(stage_ids(&document)[number].clone()));
        assert_eq!(label_of(scene, "map/page"), format!("{} of 4", number + 1));
        assert_eq!(scene.nodes.iter().filter(|node| node.role == Role::Stage).count(), 1);
        cards += scene.nodes.iter().filter(|node| node.role == Role::Card).count();
    }
    assert_eq!(cards, whole.nodes.iter().filter(|node| node.role == Role::Card).count());
}

#[test]
fn stages_are_widened_towards_the_shape_of_their_page() {
    let document = template("flood-insurance");
    let stages = Pages {
        map: false,
        stages: true,
        ..Pages::default()
    };
    let mut engine = engine();
    let mut shapes = |page: Size| -> Vec<f64> {
        let options = SheetOptions::default();
        let sheets = engine.pages(&document, calm(), &options, &Part::Whole, &stages, page);
        let sheets = sheets.unwrap().into_iter();
        sheets
            .map(|page| page.scene.size.width / page.scene.size.height)
            .collect()
    };
    let own = shapes(Size::ZERO);
    let lying = shapes(A4);
    for (own, lying) in own.iter().zip(&lying) {
        assert!(*lying > own * 1.15, "{own} became {lying}");
    }
    // With two steps there is enough to widen.
    assert!(lying[0] > 0.85 * A4.width / A4.height, "{lying:?}");
    // Columns are never made narrower than they are on the map.
    assert_eq!(shapes(Size::new(A4.height, A4.width)), own);
}

#[test]
fn a_part_without_anything_is_refused() {
    let document = template("flood-insurance");
    let mut engine = engine();
    let mut try_part = |part: Part| {
        let sheet = engine.sheet(&document, calm(), &SheetOptions::default(), &part);
        sheet.err()
    };
    assert_eq!(
        try_part(Part::Stages(vec![StageId::from("gone")])),
        Some(PartError::Stages)
    );
    assert_eq!(try_part(Part::Lanes(Vec::new())), Some(PartError::Lanes));
    assert_eq!(
        try_part(Part::Records(vec!["card_gone".into()])),
        Some(PartError::Records)
    );
    // What is left of a part is drawn without what is gone.
    let mut known = stage_ids(&document);
    known.truncate(1);
    known.push(StageId::from("gone"));
    assert_eq!(try_part(Part::Stages(known)), None);
}

#[test]
fn a_selection_is_cut_out_with_the_links_inside_it() {
    let document = template("flood-insurance");
    let whole = scene(&document, calm());
    let link = document.links.values().find_map(|link| match (&link.from, &link.to) {
        (journey_model::LinkEnd::Card(from), journey_model::LinkEnd::Card(to)) => Some((link, from, to)),
        _ => None,
    });
    let (link, from, to) = link.unwrap();
    let records = |ids: &[&str]| Part::Records(ids.iter().map(|id| (*id).to_owned()).collect());
    let mut engine = engine();
    let mut cut = |part| {
        let sheet = engine
            .sheet(&document, calm(), &SheetOptions::default(), &part)
            .unwrap();
        assert_sound("selection", &sheet);
        sheet
    };
    let one = cut(records(&[from.as_str()]));
    assert_eq!(one.nodes.len(), 1);
    let both = cut(records(&[from.as_str(), to.as_str()]));
    let ids: BTreeSet<&str> = both.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, BTreeSet::from([from.as_str(), to.as_str(), link.id.as_str()]));
    // Nothing is laid out anew: everything keeps its place relative to everything else.
    let apart = |scene: &Scene| {
        let place = |id: &str| scene.node(id).unwrap().origin;
        place(from.as_str()) - place(to.as_str())
    };
    assert!((apart(&both) - apart(&whole)).hypot() < 0.02);
    // A stage stands for its cards too.
    let stage = cut(records(&[document.ordered_stages()[1].id.as_str()]));
    assert!(stage.nodes.iter().any(|node| node.role == Role::Card));
}

#[test]
fn notes_follow_what_they_lie_on() {
    let mut document = template("flood-insurance");
    let whole = scene(&document, calm());
    let stages = document.ordered_stages();
    let step = document.steps_of(&stages[2].id)[0].id.clone();
    let lane = shown_lanes(&document)[4].clone();
    let place = |scene: &Scene| {
        let corner = |id: &str| scene.node(id).unwrap().origin;
        (corner(step.as_str()).x, corner(lane.as_str()).y)
    };
    let stage = stages[2].id.clone();
    let (x, y) = place(&whole);
    let fields = NoteFields {
        x: Some(x as i32 + 10),
        y: Some(y as i32 + 10),
        width: Some(120),
        text: Some("Ask Marie".into()),
        ..NoteFields::default()
    };
    document
        .apply(&Edit::AddNote { fields }, &mut CountingIds(500))
        .unwrap();
    let id = document.notes.keys().next().unwrap().clone();
    let mut engine = engine();
    let bare = SheetOptions {
        title_block: false,
        ..SheetOptions::default()
    };
    for (options, part) in [
        (SheetOptions::default(), Part::Whole),
        (bare.clone(), Part::Whole),
        (SheetOptions::default(), Part::Stages(vec![stage])),
        (bare, Part::Lanes(vec![lane.clone()])),
    ] {
        let sheet = engine.sheet(&document, calm(), &options, &part).unwrap();
        let (x, y) = place(&sheet);
        let note = sheet.node(id.as_str()).unwrap().origin;
        assert!(
            (note.x - x - 10.0).abs() < 1.0 && (note.y - y - 10.0).abs() < 1.0,
            "{part:?}"
        );
    }
    let elsewhere = Part::Stages(vec![stage_ids(&document)[0].clone()]);
    let hidden = SheetOptions {
        notes: false,
        ..SheetOptions::default()
    };
    for (options, part) in [(SheetOptions::default(), elsewhere), (hidden, Part::Whole)] {
        let sheet = engine.sheet(&document, calm(), &options, &part).unwrap();
        assert!(sheet.node(id.as_str()).is_none(), "{part:?}");
    }
}

#[test]
fn an_empty_poster_says_nothing_of_the_example_and_fills_its_paper() {
    for template in templates() {
        let document = template.document(&mut CountingIds::default());
        let poster = engine().blank(&document, calm(), &SheetOptions::default(), A4);
        let ratio = poster.size.width / poster.size.height;
        assert!(
            (ratio / (A4.width / A4.height) - 1.0).abs() < 0.02,
            "{}: {ratio:.3}",
            template.id
        );
        let mut wanted: BTreeSet<String> = BTreeSet::from([
            document.map.title.clone(),
            crate::words::state_line(document.map.state).to_uppercase(),
        ]);
        wanted.extend(document.stages.values().map(|stage| stage.title.trim().to_owned()));
        for lane in document.lanes.values() {
            let title = lane.title.trim();
            let separates = lane.kind.family() == CardFamily::Separator;
            wanted.insert(if separates {
                title.to_uppercase()
            } else {
                title.to_owned()
            });
        }
        for node in &poster.nodes {
            if node.id.as_str().starts_with("blank/") || node.id.as_str().ends_with("/scale") {
                continue;
            }
            for text in texts(&node.content) {
                assert!(wanted.contains(&*text.source), "{}: {:?}", template.id, text.source);
            }
        }
        let rooms = poster.nodes.iter().filter(|node| node.id.as_str().ends_with("/room"));
        assert!(rooms.count() > 0, "{}", template.id);
    }
}

#[test]
fn covers_keep_their_proportions_and_hold_long_texts() {
    let mut document = with_logo(template("flood-insurance"));
    let options = everything(Colours::Full);
    for size in [A4, Size::new(A4.height, A4.width), Size::new(16.0, 9.0)] {
        let cover = engine().cover(&document, calm(), &options, size);
        let ratio = cover.size.width / cover.size.height;
        assert!((ratio / (size.width / size.height) - 1.0).abs() < 0.01, "{ratio}");
        for id in [
            "map/title",
            "map/way",
            "map/purpose",
            "map/figures",
            "map/legend",
            "map/footer",
            "map/logo",
        ] {
            assert!(cover.node(id).is_some(), "{id}");
        }
    }
    document.map.objective.purpose = "A purpose that nobody can put in a few words. ".repeat(40);
    document.map.title = "A very long title of a map, ".repeat(8);
    for number in 0..9 {
        let fields = PersonaFields {
            name: Some(format!("Persona {number}")),
            ..PersonaFields::default()
        };
        let edit = Edit::AddPersona { after: None, fields };
        document.apply(&edit, &mut CountingIds(700 + number)).unwrap();
    }
    let long = engine().cover(&document, calm(), &options, A4);
    assert_sound("long cover", &long);
    assert_eq!(label_of(&long, "map/more-personas"), "and 4 more personas");
    let mut bottoms: Vec<_> = long.nodes.iter().map(journey_scene::Node::bounds).collect();
    bottoms.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let footer = long.node("map/footer").unwrap().bounds();
    let above = long.node("map/legend").unwrap().bounds();
    assert!(above.y1 <= footer.y0 && footer.y1 <= long.size.height);
}

#[test]
fn the_legend_explains_what_is_shown_and_nothing_else() {
    let document = template("flood-insurance");
    let mut engine = engine();
    let mut legend = |legend: Legend, part: Part| {
        let options = SheetOptions {
            legend,
            ..SheetOptions::default()
        };
        let sheet = engine.sheet(&document, calm(), &options, &part).unwrap();
        label_of(&sheet, "map/legend").to_owned()
    };
    assert_eq!(legend(Legend::None, Part::Whole), "");
    let marks = legend(Legend::Marks, Part::Whole);
    assert!(marks.contains("moment of truth") && marks.contains("solves") && !marks.contains("Website"));
    let full = legend(Legend::Full, Part::Whole);
    for word in [
        "Touchpoints",
        "Website",
        "good",
        "observed",
        "severity",
        "loops back to",
    ] {
        assert!(full.contains(word), "{word} in {full}");
    }
    let first = legend(Legend::Full, Part::Stages(vec![stage_ids(&document)[3].clone()]));
    for word in ["moment of truth", "Website", "observed", "loops back to"] {
        assert!(!first.contains(word), "{word} in {first}");
    }
    assert!(first.contains("assumed") && first.contains("Email"));
}

#[test]
fn a_logo_keeps_its_proportions_within_its_room_beside_the_title() {
    let document = with_logo(template("flood-insurance"));
    let sheet = scene(&document, calm());
    let logo = sheet.node("map/logo").unwrap().bounds();
    let most = calm().metrics.logo;
    assert!(logo.width() <= most.0 && logo.height() <= most.1);
    assert!((logo.width() / logo.height() - 600.0 / 90.0).abs() < 0.01);
    assert!((logo.x1 - (sheet.size.width - calm().metrics.margin)).abs() < 1.0);
    assert!(sheet.node("map/title").unwrap().bounds().x1 < logo.x0);
    let without = SheetOptions {
        logo: false,
        ..SheetOptions::default()
    };
    let sheet = engine().sheet(&document, calm(), &without, &Part::Whole).unwrap();
    assert!(sheet.node("map/logo").is_none());
}

#[test]
fn labels_are_as_large_as_their_text() {
    let mut engine = engine();
    let small = engine.label("Sheet B2 · row 2, column 3", calm(), 1.0);
    let large = engine.label("Sheet B2 · row 2, column 3", calm(), 3.0);
    assert_sound("label", &small);
    assert_sound("label", &large);
    assert!((large.size.width / small.size.width - 3.0).abs() < 0.05);
    assert_eq!(&*small.nodes[0].label, "Sheet B2 · row 2, column 3");
    assert!(engine.label(" ", calm(), 1.0).nodes.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Cards that begin and end on the part look as they do on the whole sheet, none is lost, and none
    /// stands on a sheet that shows no step it covers.
    #[test]
    fn parts_show_the_cards_of_their_stages_as_the_whole_does(
        chosen in prop::collection::btree_set(0usize..5, 1..5),
        spans in prop::collection::vec((0usize..60, 2u16..9), 0..12),
    ) {
        let mut document = journey_model::sample::sample(5, 3, 3, 2);
        for (which, span) in spans {
            let count = document.cards.len();
            if let Some(card) = document.cards.values_mut().nth(which % count) {
                card.span = span;
            }
        }
        let steps: Vec<(String, StageId)> = document
            .ordered_steps()
            .iter()
            .map(|step| (step.id.0.clone(), step.stage.clone()))
            .collect();
        let stages: Vec<StageId> = stage_ids(&document)
            .into_iter()
            .enumerate()
            .filter(|(number, _)| chosen.contains(number))
            .map(|(_, stage)| stage)
            .collect();
        let part = Part::Stages(stages.clone());
        let sheet = engine().sheet(&document, calm(), &SheetOptions::default(), &part).unwrap();
        assert_sound("part", &sheet);
        let whole = scene(&document, calm());
        for card in document.cards.values() {
            let Some(first) = steps.iter().position(|(step, _)| *step == card.step.0) else {
                continue;
            };
            let end = (first + usize::from(card.span)).min(steps.len());
            let shown: Vec<bool> = steps[first..end].iter().map(|(_, stage)| stages.contains(stage)).collect();
            let usual = whole.node(card.id.as_str());
            let node = sheet.node(card.id.as_str());
            let Some(usual) = usual else {
                prop_assert!(node.is_none());
                continue;
            };
            prop_assert_eq!(node.is_some(), shown.contains(&true), "{}", card.id.as_str());
            if let Some(node) = node.filter(|_| shown.iter().all(|shown| *shown)) {
                prop_assert!(node.same_content(usual));
            }
        }
    }
}
