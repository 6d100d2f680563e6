//! Documents of several scenes, the standards they meet, and the map that comes back out of them.

mod common;

use common::{PNG, Setter, document, everything, grid, node, pdf, scene, sound, tool};
use journey_pdf::{
    Archive, Attachment, AttachmentError, Fault, Label, Margins, Options, Orientation, Paper, Part, PdfError,
    Placement, Poster, Scale, Standard, attachment, pages, paint_parts,
};
use journey_scene::*;
use std::ops::ControlFlow;

const CARDS: [&str; 6] = [
    "Searches after the storm",
    "Compares tariffs",
    "Signs up",
    "Asks a friend",
    "Reads the terms",
    "Waits for the papers",
];

/// The stage of that number alone.
fn stage(number: u32) -> Scene {
    let mut alone = grid(&Setter::new(), 1, &[CARDS[number as usize], CARDS[number as usize + 3]]);
    for node in &mut alone.nodes {
        if node.id.as_str() == "stage_0" {
            node.id = NodeId::new(format!("stage_{number}"));
        }
    }
    alone
}

fn cover() -> Scene {
    let setter = Setter::new();
    let rect = Rect::new(0.0, 0.0, 500.0, 60.0);
    let words = Primitive::Text(setter.text("Buying flood insurance", rect, 40.0, true));
    let title = node(
        "map/title",
        Role::Title,
        rect + Vec2::new(60.0, 200.0),
        "Buying flood insurance",
        None,
        vec![words],
    );
    scene(setter.fonts, Size::new(700.0, 500.0), vec![title])
}

#[test]
fn a_document_has_a_page_a_part_with_bookmarks_and_ways_between() {
    let (whole, cover) = (grid(&Setter::new(), 3, &CARDS), cover());
    let stages: Vec<Scene> = (0..3).map(stage).collect();
    let ids: Vec<String> = (0..3).map(|number| format!("stage_{number}")).collect();
    let mut parts = vec![Part::new(&cover, "Cover"), Part::new(&whole, "The whole journey")];
    let titles = ["Stage 1: search", "Stage 2: compare", "Stage 3: sign"];
    for ((scene, id), title) in stages.iter().zip(&ids).zip(titles) {
        parts.push(Part {
            about: Some(id),
            ..Part::new(scene, title)
        });
    }
    let options = Options {
        paper: Paper::A4,
        orientation: Orientation::Landscape,
        ..Options::default()
    };
    let painted = document("parts", &parts, &options, None);
    assert_eq!(painted.conformance.claimed, [Standard::Ua1]);
    assert_eq!(painted.conformance.problems, []);
    sound(&painted.bytes);
    let sizes = pages(&parts, &options).unwrap();
    assert!(
        sizes.len() == 5 && sizes.iter().all(|size| size.width > 841.0 && size.height < 596.0),
        "{sizes:?}"
    );

    let readable = Options {
        text_form: true,
        ..options
    };
    let plain = document("parts-plain", &parts, &readable, None);
    let said = String::from_utf8_lossy(&plain.bytes).into_owned();
    // Three headings lead to their stages, and three back.
    assert_eq!(said.matches("/Subtype /Link").count(), 6);
    for title in ["(Cover)", "(The whole journey)", "(Stage 2: compare)", "(Stages)"] {
        assert!(said.contains(&format!("/Title {title}")), "{title}");
    }
    let Some(fonts) = tool("pdffonts", &["FILE"], &painted.bytes) else {
        return;
    };
    assert_eq!(fonts.lines().count(), 2 + 2, "{fonts}");
    let tree = tool("pdfinfo", &["-struct-text", "FILE"], &painted.bytes).unwrap();
    assert_eq!(
        (tree.matches("Part").count(), tree.matches("H1 ").count()),
        (5, 1),
        "{tree}"
    );
    assert!(
        tree.contains("H2 ") && tree.matches("Link (inline)").count() == 6,
        "{tree}"
    );
    // What is read as a link is the heading itself.
    let link = tree.split("Link (inline)").nth(1).unwrap();
    assert!(link.lines().nth(2).unwrap().contains("Stage 1"), "{link}");
}

#[test]
fn several_cards_of_a_cell_are_a_list_and_goals_are_read_with_their_stage() {
    let setter = Setter::new();
    let mut map = grid(&setter, 2, &CARDS[..2]);
    let more = Rect::new(160.0, 180.0, 300.0, 220.0);
    let text = |words| Primitive::Text(setter.text(words, Rect::new(0.0, 0.0, 140.0, 20.0), 12.0, false));
    let card = node(
        "card_9",
        Role::Card,
        more,
        "And waits",
        Some((0, 0, 1)),
        vec![text("And waits")],
    );
    let goal = node(
        "stage_0/goal",
        Role::Subtitle,
        more,
        "Goal",
        Some((0, 0, 1)),
        vec![text("Be sure")],
    );
    map.nodes.extend([card, goal]);
    let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &pdf(&map, &Options::default())) else {
        return;
    };
    let flat: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("/Scope /Column \"Stage 1\" \"Be sure\""), "{tree}");
    let list = "LI (block) LBody (block) P (block) \"Searches after the storm\" LI (block) LBody (block) P (block) \"And waits\"";
    assert!(flat.contains(list), "{tree}");
}

#[test]
fn labels_may_be_scenes_of_any_script() {
    let setter = Setter::new();
    let words = |label: &Label| {
        let words = match label {
            Label::Sheet(tile) => format!("Лист {}", tile.name()),
            Label::Assembly { columns, rows, .. } => format!("Сложите {columns} × {rows}"),
        };
        let rect = Rect::new(0.0, 0.0, 200.0, 16.0);
        let text = Primitive::Text(setter.text(&words, rect, 12.0, false));
        let label = node("label", Role::Footer, rect, &words, None, vec![text]);
        Some(scene(setter.fonts.clone(), rect.size(), vec![label]))
    };
    let map = grid(&setter, 8, &["Reads", "Waits", "Signs"]);
    let options = Options {
        paper: Paper::A5,
        orientation: Orientation::Portrait,
        placement: Placement::Tile,
        poster: Poster {
            assembly: true,
            crop_marks: true,
            scale: Scale::Factor(1.5),
            ..Poster::default()
        },
        ..Options::default()
    };
    let painted = document("labels", &[Part::new(&map, "Map")], &options, Some(&words));
    sound(&painted.bytes);
    assert_eq!(painted.conformance.claimed, [Standard::Ua1]);
    let Some(text) = tool("pdftotext", &["FILE", "-"], &painted.bytes) else {
        return;
    };
    for wanted in ["Сложите 6 × 1", "Лист A1", "Лист F1"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains("row 1"), "{text}");
}

#[test]
fn sheets_without_a_margin_keep_their_label() {
    let map = grid(&Setter::new(), 8, &["Reads", "Waits"]);
    let options = Options {
        paper: Paper::A4,
        placement: Placement::Tile,
        margins: Some(Margins::all(0.0)),
        poster: Poster {
            crop_marks: true,
            ..Poster::default()
        },
        ..Options::default()
    };
    let painted = document("no-margin", &[Part::new(&map, "Map")], &options, None);
    sound(&painted.bytes);
    if let Some(text) = tool("pdftotext", &["FILE", "-"], &painted.bytes) {
        assert!(text.contains("A1 · row 1 of 1"), "{text}");
    }
}

#[test]
fn a_document_of_nothing_is_refused() {
    let nothing = paint_parts(&[], &Options::default(), None, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(nothing, Err(PdfError::NoParts)));
}

fn with_map(archive: Archive, date: Option<&str>) -> Options {
    Options {
        archive,
        date: date.map(str::to_owned),
        attachment: Some(Attachment {
            name: "map.json".into(),
            json: "{}".into(),
        }),
        ..Options::default()
    }
}

#[test]
fn an_archive_of_level_b_keeps_the_map_out_and_says_so() {
    let map = everything();
    let part = [Part::new(&map, "Map")];
    let painted = document("a2b", &part, &with_map(Archive::A2b, Some("2026-03-14")), None);
    sound(&painted.bytes);
    assert_eq!(painted.conformance.claimed, [Standard::Ua1, Standard::A2b]);
    let said = String::from_utf8_lossy(&painted.bytes).into_owned();
    assert!(said.contains("<pdfaid:part>2</pdfaid:part>") && said.contains("<pdfaid:conformance>B"));
    assert_eq!(attachment(&painted.bytes), Ok(None));
    let faults: Vec<&Fault> = painted.conformance.problems.iter().map(|p| &p.fault).collect();
    assert!(faults.contains(&&Fault::AttachmentLeftOut), "{faults:?}");

    let kept = document("a3a", &part, &with_map(Archive::A3a, Some("2026-03-14")), None);
    assert_eq!(kept.conformance.claimed, [Standard::Ua1, Standard::A3a]);
    assert_eq!(attachment(&kept.bytes), Ok(Some("{}".to_owned())));

    // Without a date neither can be claimed, and the map is inside as ever.
    let undated = document("undated", &part, &with_map(Archive::A2b, None), None);
    assert_eq!(undated.conformance.claimed, [Standard::Ua1]);
    assert_eq!(undated.conformance.problems[0].fault, Fault::NoDate);
    assert_eq!(undated.conformance.problems[0].prevents, [Standard::A2b]);
    assert_eq!(attachment(&undated.bytes), Ok(Some("{}".to_owned())));
}

#[test]
fn what_prevents_a_standard_is_named_with_its_node() {
    let setter = Setter::new();
    let image = |svg: &str, alt: &str| {
        Primitive::Image(Image {
            rect: Rect::new(0.0, 0.0, 40.0, 40.0),
            bytes: svg.as_bytes().into(),
            media_type: "image/svg+xml".into(),
            alt: alt.into(),
        })
    };
    let repeating = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><linearGradient id="g" x2="0.2" spreadMethod="repeat"><stop stop-color="#fff"/><stop offset="1" stop-color="#00f"/></linearGradient><rect width="40" height="40" fill="url(#g)"/></svg>"##;
    let at = |n: f64| Rect::from_origin_size((n * 50.0, 0.0), (40.0, 40.0));
    let text = Primitive::Text(setter.text("odd \u{e000} one", at(0.0), 9.0, false));
    let nodes = vec![
        node(
            "card_1",
            Role::Card,
            at(0.0),
            "Stripes",
            None,
            vec![image(repeating, "Stripes")],
        ),
        node(
            "card_2",
            Role::Card,
            at(1.0),
            "Undescribed",
            None,
            vec![image(common::SVG, "")],
        ),
        node(
            "card_3",
            Role::Card,
            at(2.0),
            "Broken",
            None,
            vec![image("<svg", "A photograph")],
        ),
        node("card_4", Role::Card, at(3.0), "Odd", None, vec![text]),
    ];
    let map = scene(setter.fonts.clone(), Size::new(220.0, 40.0), nodes);
    let options = with_map(Archive::A3a, Some("2026-03-14"));
    let painted = document("problems", &[Part::new(&map, "Map")], &options, None);
    sound(&painted.bytes);
    assert_eq!(painted.conformance.claimed, [Standard::Ua1]);
    let problems: Vec<(Option<&str>, &Fault, &[Standard])> = painted
        .conformance
        .problems
        .iter()
        .map(|p| (p.node.as_ref().map(NodeId::as_str), &p.fault, &*p.prevents))
        .collect();
    assert!(
        problems.contains(&(Some("card_1"), &Fault::PictureGradient, &[Standard::A3a])),
        "{problems:?}"
    );
    assert!(
        problems.contains(&(Some("card_2"), &Fault::PictureUndescribed, &[])),
        "{problems:?}"
    );
    assert!(
        problems.contains(&(Some("card_3"), &Fault::PictureUnreadable, &[])),
        "{problems:?}"
    );
    for problem in &painted.conformance.problems {
        assert!(!problem.fault.to_string().is_empty() && !problem.fault.remedy().is_empty());
    }
    assert_eq!(painted.conformance.problems[0].label, "Undescribed");
}

#[test]
fn the_map_comes_back_however_others_have_written_the_file_anew() {
    let json = format!(
        "{{\"title\":\"Größe\",\"cards\":\"{}\"}}",
        "endstream obj ".repeat(3_000)
    );
    let mut options = with_map(Archive::None, None);
    options.attachment.as_mut().unwrap().json = json.clone();
    for text_form in [false, true] {
        options.text_form = text_form;
        let bytes = pdf(&everything(), &options);
        assert_eq!(attachment(&bytes).unwrap().unwrap(), json);
        for arguments in [
            &["--linearize"][..],
            &["--object-streams=generate"],
            &[
                "--object-streams=generate",
                "--linearize",
                "--recompress-flate",
                "--compression-level=9",
            ],
            &["--qdf"],
            &["--stream-data=uncompress", "--object-streams=disable"],
            &["--pages", ".", "1", "--"],
        ] {
            let Some(rewritten) = common::rewritten("qpdf", arguments, &bytes) else {
                return;
            };
            assert_eq!(attachment(&rewritten).unwrap().unwrap(), json, "{arguments:?}");
        }
        let locked = ["--encrypt", "reader", "owner", "256", "--"];
        let locked = common::rewritten("qpdf", &locked, &bytes).unwrap();
        assert_eq!(attachment(&locked), Err(AttachmentError::Encrypted));
    }
    assert_eq!(attachment(&pdf(&everything(), &Options::default())), Ok(None));
    assert_eq!(attachment(PNG), Err(AttachmentError::NotPdf));
}
