//! The document around the pages: structure, standards, bookmarks, attachment, sheets.

mod common;

use common::{Setter, TEXTS, everything, grid, pdf, sound, tool};
use journey_pdf::{Archive, Attachment, Options, Orientation, Paper, Placement};
use journey_scene::{Role, Size};

fn readable(options: Options) -> Options {
    Options {
        text_form: true,
        ..options
    }
}

fn text_form(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_map_of_everything_conforms_to_pdf_ua() {
    // The file claims the standard only where it passed the validation; missing glyphs are in both.
    for scene in [everything(), grid(&Setter::new(), 4, &TEXTS)] {
        let bytes = pdf(&scene, &Options::default());
        assert!(text_form(&bytes).contains("<pdfuaid:part>1</pdfuaid:part>"));
        assert!(bytes.starts_with(b"%PDF-1.7"));
        sound(&bytes);
    }
}

#[test]
fn an_archival_copy_conforms_to_pdf_a() {
    let attachment = Some(Attachment {
        name: "map.json".into(),
        json: "{}".into(),
    });
    let options = Options {
        archive: Archive::A3a,
        date: Some("2026-03-14T09:26:53Z".into()),
        attachment,
        ..Options::default()
    };
    let bytes = pdf(&everything(), &options);
    let said = text_form(&bytes);
    assert!(said.contains("<pdfaid:part>3</pdfaid:part>") && said.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(
        said.contains("/AFRelationship/Source") || said.contains("/AFRelationship /Source"),
        "an associated file"
    );
    sound(&bytes);
    // Without a date the standard cannot be met, and is not claimed.
    let undated = pdf(
        &everything(),
        &Options {
            date: Some("soon".into()),
            ..options
        },
    );
    assert!(!text_form(&undated).contains("pdfaid"));
    assert!(text_form(&undated).contains("pdfuaid"));
}

#[test]
fn the_structure_follows_the_grid() {
    let bytes = pdf(&everything(), &Options::default());
    let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &bytes) else {
        return;
    };
    insta::assert_snapshot!(
        "structure",
        tree.replace("Syntax Error: Suspects object is wrong type (boolean)\n", "")
    );
}

#[test]
fn the_text_form_is_readable() {
    let mut scene = grid(&Setter::new(), 1, &["Asks a friend"]);
    scene.title = "Asking".into();
    let bytes = pdf(&scene, &readable(Options::default()));
    // Font programs and the like are long and say nothing to people.
    let lines: Vec<String> = text_form(&bytes)
        .lines()
        .map(|line| {
            if line.len() > 400 {
                format!("({} characters)", line.len())
            } else {
                line.to_owned()
            }
        })
        .collect();
    insta::assert_snapshot!("text_form", lines.join("\n"));
}

#[test]
fn the_attachment_comes_back() {
    let json = r#"{"format":"waymark","title":"Größe"}"#;
    let attachment = Some(Attachment {
        name: "Flood insurance.json".into(),
        json: json.into(),
    });
    let bytes = pdf(
        &everything(),
        &Options {
            attachment,
            ..Options::default()
        },
    );
    let Some(back) = tool("qpdf", &["--show-attachment=Flood insurance.json", "FILE"], &bytes) else {
        return;
    };
    assert_eq!(back, json);
    let list = tool("qpdf", &["--list-attachments", "--verbose", "FILE"], &bytes).unwrap();
    assert!(list.contains("application/json"), "{list}");
}

#[test]
fn properties_say_what_the_map_is() {
    let options = Options {
        date: Some("2026-03-14T09:26:53+01:00".into()),
        author: Some("Ana Souza".into()),
        description: Some("From first article to policy".into()),
        ..Options::default()
    };
    let bytes = pdf(&everything(), &options);
    let Some(said) = tool("pdfinfo", &["-rawdates", "FILE"], &bytes) else {
        return;
    };
    for wanted in [
        "Buying flood insurance",
        "Ana Souza",
        "From first article",
        "D:20260314092653+01'00",
        "Waymark",
        "Tagged:          yes",
    ] {
        assert!(said.contains(wanted), "{wanted} in {said}");
    }
    let undated = tool(
        "pdfinfo",
        &["-rawdates", "FILE"],
        &pdf(&everything(), &Options::default()),
    )
    .unwrap();
    assert!(!undated.contains("D:20"), "no date of its own: {undated}");
}

#[test]
fn bookmarks_lead_to_stages_and_lanes() {
    let said = text_form(&pdf(&everything(), &readable(Options::default())));
    for title in [
        "(Stages)",
        "(Stage 1)",
        "(Stage 2)",
        "(Lanes)",
        "(Lane 1)",
        "(Feelings)",
    ] {
        assert!(said.contains(&format!("/Title {title}")), "{title}");
    }
    assert!(said.contains("/Lang (en)"));
}

#[test]
fn links_are_plain_addresses() {
    let said = text_form(&pdf(&everything(), &readable(Options::default())));
    assert!(said.contains("/URI (https://example.org/gr%C3%B6%C3%9Fe?a=1)"));
}

#[test]
fn pages_have_the_size_that_was_asked_for() {
    let scene = everything();
    let sizes = [
        (Paper::Fit, Orientation::Auto, "420 x 345"),
        (Paper::A4, Orientation::Portrait, "595.276 x 841.89"),
        (Paper::A4, Orientation::Auto, "841.89 x 595.276"),
        (Paper::A5, Orientation::Landscape, "595.276 x 419.528"),
        (Paper::Letter, Orientation::Landscape, "792 x 612"),
        (Paper::Legal, Orientation::Portrait, "612 x 1008"),
        ("100x200mm".parse().unwrap(), Orientation::Auto, "283.465 x 566.929"),
        (Paper::Widescreen, Orientation::Auto, "960 x 540"),
        (Paper::A0, Orientation::Landscape, "3370.39 x 2383.94"),
    ];
    for (paper, orientation, size) in sizes {
        let bytes = pdf(
            &scene,
            &Options {
                paper,
                orientation,
                ..Options::default()
            },
        );
        let Some(said) = tool("pdfinfo", &["FILE"], &bytes) else {
            return;
        };
        assert!(
            said.contains(&format!("Page size:       {size} pts")),
            "{paper:?}: {said}"
        );
        assert!(said.contains("Pages:           1"), "{said}");
    }
}

#[test]
fn a_sheet_beyond_the_longest_page_is_scaled_down() {
    let mut scene = everything();
    scene.size = Size::new(120_000.0, 600.0);
    let bytes = pdf(&scene, &Options::default());
    if let Some(said) = tool("pdfinfo", &["FILE"], &bytes) {
        assert!(said.contains("Page size:       14400 x 72 pts"), "{said}");
    }
}

#[test]
fn tiles_carry_labels_and_tell_each_card_once() {
    let texts: Vec<String> = (0..40).map(|n| format!("Card number {n} of many")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let scene = grid(&Setter::new(), 10, &texts);
    let tiled = Options {
        paper: Paper::A4,
        placement: Placement::Tile,
        orientation: Orientation::Portrait,
        ..Options::default()
    };
    let bytes = pdf(&scene, &tiled);
    sound(&bytes);
    assert!(text_form(&bytes).contains("pdfuaid"));
    let Some(text) = tool("pdftotext", &["FILE", "-"], &bytes) else {
        return;
    };
    for label in [
        "A1 · row 1 of 1, column 1 of 3",
        "B1 · row 1 of 1, column 2 of 3",
        "C1 · row 1 of 1, column 3 of 3",
    ] {
        assert!(text.contains(label), "{label} in {text}");
    }
    let tree = tool("pdfinfo", &["-struct-text", "FILE"], &bytes).unwrap();
    for card in scene.nodes.iter().filter(|node| node.role == Role::Card) {
        assert_eq!(
            tree.matches(&format!("\"{}\"", card.label)).count(),
            1,
            "{}",
            card.label
        );
    }
    assert!(!tree.contains("row 1 of 1"), "a label is no part of the map");
}
