use std::ops::ControlFlow;
use std::sync::Arc;

use journey_layout::{Colours, Engine, Pages, Part, Subject, Theme};
use journey_model::{CountingIds, Edit, NoteFields, template};
use journey_scene::{Scene, Size};

use super::*;

fn sample() -> (Document, Arc<Scene>) {
    let template = template::templates().iter().find(|one| one.id == "flood-insurance");
    let document = template.unwrap().document(&mut CountingIds::default());
    let scene = Engine::new(FontBook::shipped()).scene(&document, Theme::named_or_default(&document.map.theme));
    (document, scene)
}

/// The stage that a sheet shows by itself.
fn stage_of(sheet: &Sheet) -> Option<&str> {
    match &sheet.subject {
        Subject::Stage(stage) => Some(stage.as_str()),
        Subject::Cover | Subject::Map => None,
    }
}

fn day() -> Date {
    Date("2026-03-31".into())
}

fn composed(request: &ExportRequest) -> (Document, Vec<Sheet>) {
    let (document, scene) = sample();
    let sheets = compose(&document, Some(&scene), &FontBook::shipped(), request, &day()).unwrap();
    (document, sheets)
}

fn painted(request: &ExportRequest) -> (Vec<u8>, Vec<ExportNote>) {
    let (document, sheets) = composed(request);
    let mut file = Vec::new();
    let path = Path::new("map");
    let go_on = &mut |_| ControlFlow::Continue(());
    let notes = paint(
        &document,
        &sheets,
        &FontBook::shipped(),
        request,
        path,
        &mut file,
        go_on,
    )
    .unwrap();
    (file, notes)
}

#[test]
fn an_export_that_is_called_off_leaves_no_file_whenever_that_is() {
    let folder = tempfile::tempdir().unwrap();
    for &format in Format::ALL {
        let request = ExportRequest::of(format);
        let (document, sheets) = composed(&request);
        let path = folder.path().join("map").with_extension(format.extension());
        for limit in [0.0, 0.5, 1.0] {
            let mut heard = Vec::new();
            let outcome = export(&document, &sheets, &FontBook::shipped(), &request, &path, &mut |done| {
                heard.push(done);
                if done >= limit {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            assert!(
                matches!(outcome, Err(MapFileError::Cancelled { .. })),
                "{format:?} {limit}"
            );
            assert!(heard.is_sorted(), "{heard:?}");
            assert_eq!(
                std::fs::read_dir(folder.path()).unwrap().count(),
                0,
                "{format:?} {limit}"
            );
        }
    }
}

#[test]
fn an_export_that_fails_leaves_no_file() {
    let (document, mut scene) = sample();
    Arc::make_mut(&mut scene).size = Size::new(1e9, 1e9);
    let folder = tempfile::tempdir().unwrap();
    let poster = ExportRequest {
        paper: PaperChoice {
            size: "a4".into(),
            poster: Some(PosterChoice::default()),
            ..PaperChoice::default()
        },
        ..ExportRequest::default()
    };
    for request in [ExportRequest::of(Format::Png), ExportRequest::of(Format::Webp), poster] {
        let sheets = compose(&document, Some(&scene), &FontBook::shipped(), &request, &day()).unwrap();
        let path = folder.path().join("map").with_extension(request.format.extension());
        let go_on = &mut |_| ControlFlow::Continue(());
        let outcome = export(&document, &sheets, &FontBook::shipped(), &request, &path, go_on);
        assert!(matches!(outcome, Err(MapFileError::Paint { .. })), "{outcome:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn every_format_is_what_its_ending_says() {
    for &format in Format::ALL {
        let (file, _) = painted(&ExportRequest::of(format));
        let text = String::from_utf8_lossy(&file);
        let text = text.trim_start_matches('\u{feff}');
        let fits = match format {
            Format::Pdf => file.starts_with(b"%PDF-"),
            Format::Png => file.starts_with(b"\x89PNG"),
            Format::Jpeg => file.starts_with(b"\xff\xd8\xff"),
            Format::Webp => file.starts_with(b"RIFF") && &file[8..12] == b"WEBP",
            Format::Svg => text.contains("<svg"),
            Format::Pptx | Format::Xlsx => file.starts_with(b"PK"),
            Format::Csv => text.contains("Awareness") && text.contains("\r\n"),
            Format::Html => text.starts_with("<!doctype html>"),
            Format::Markdown => text.starts_with('#') || text.contains("\n# "),
            Format::Mermaid => text.contains("journey"),
            Format::JsonCanvas => text.contains("\"nodes\""),
            Format::DrawIo => text.contains("<mxfile") || text.contains("<mxGraphModel"),
            Format::Json => text.contains("\"waymark-map\""),
        };
        assert!(fits, "{format:?}: {}", text.chars().take(80).collect::<String>());
        assert_eq!(Format::of_extension(format.extension()), Some(format));
    }
}

#[test]
fn pages_are_told_as_the_painters_make_them() {
    let double = ExportRequest {
        picture: PictureChoice {
            size: PictureSize::Scale(2.0),
            ..PictureChoice::default()
        },
        ..ExportRequest::of(Format::Png)
    };
    let (document, sheets) = composed(&double);
    let (file, _) = painted(&double);
    let header = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
    let told = pages(&document, &sheets, &double).unwrap();
    let size = Size::new(header.info().width.into(), header.info().height.into());
    assert_eq!(told, [size]);

    let hand_out = ExportRequest {
        pages: Pages {
            cover: true,
            map: true,
            stages: true,
        },
        paper: PaperChoice {
            size: "a4".into(),
            poster: Some(PosterChoice::default()),
            ..PaperChoice::default()
        },
        ..ExportRequest::default()
    };
    let (document, sheets) = composed(&hand_out);
    let stages: Vec<&str> = sheets.iter().filter_map(stage_of).collect();
    let all: Vec<String> = document
        .ordered_stages()
        .iter()
        .map(|stage| stage.id.to_string())
        .collect();
    assert_eq!(stages, all);
    let told = pages(&document, &sheets, &hand_out).unwrap();
    // A cover, the assembly page, the sheets of the poster, and the stages.
    assert!(told.len() > sheets.len() + 2, "{}", told.len());
    let (file, notes) = painted(&hand_out);
    assert_eq!(hayro::hayro_syntax::Pdf::new(file).unwrap().pages().len(), told.len());
    assert!(notes.iter().any(|note| note.text.contains("PDF/UA-1")), "{notes:?}");
    assert_eq!(pages(&document, &sheets, &ExportRequest::of(Format::Json)).unwrap(), []);
}

#[test]
fn a_request_for_what_is_shown_takes_the_scene_that_is_there() {
    let (document, scene) = sample();
    let same = |request: &ExportRequest| {
        let sheets = compose(&document, Some(&scene), &FontBook::shipped(), request, &day()).unwrap();
        Arc::ptr_eq(&sheets[0].scene, &scene)
    };
    assert!(same(&ExportRequest::default()) && same(&ExportRequest::of(Format::Png)));
    let mut other = ExportRequest::default();
    other.sheet.colours = Colours::BlackAndWhite;
    assert!(!same(&other));
}

#[test]
fn notes_are_spoken_where_they_lie_and_stages_have_their_goal() {
    let (mut document, scene) = sample();
    let stage = document.ordered_stages()[1].clone();
    let place = scene
        .nodes
        .iter()
        .find(|node| node.id.as_str() == stage.id.as_str())
        .unwrap();
    let fields = NoteFields {
        text: Some("Ask the brokers".into()),
        x: Some(place.bounds().x0 as i32 + 10),
        y: Some(20),
        ..NoteFields::default()
    };
    document
        .apply(&Edit::AddNote { fields }, &mut CountingIds(900))
        .unwrap();
    let request = ExportRequest {
        pages: Pages {
            cover: true,
            map: true,
            stages: true,
        },
        ..ExportRequest::of(Format::Pptx)
    };
    let sheets = compose(&document, None, &FontBook::shipped(), &request, &day()).unwrap();
    for sheet in &sheets {
        let own = stage_of(sheet) == Some(stage.id.as_str()) || sheet.subject == Subject::Map;
        assert_eq!(sheet.notes.contains("brokers"), own, "{}", sheet.title);
    }
    let own = sheets.iter().find(|sheet| stage_of(sheet) == Some(stage.id.as_str()));
    assert_eq!(own.unwrap().notes, format!("{}\nAsk the brokers", stage.goal));
}

#[test]
fn a_part_that_is_gone_and_names_that_nobody_knows_are_refused() {
    let (document, scene) = sample();
    let refused = |request: ExportRequest| {
        let outcome = compose(&document, Some(&scene), &FontBook::shipped(), &request, &day());
        outcome.unwrap_err().to_string()
    };
    let gone = ExportRequest {
        part: Part::Stages(vec!["stage_gone".into()]),
        ..ExportRequest::of(Format::Svg)
    };
    assert!(refused(gone).contains("choose others"));
    let theme = ExportRequest {
        theme: Some("of the future".into()),
        ..ExportRequest::default()
    };
    assert!(refused(theme).contains("no theme “of the future”"));
    let paper = ExportRequest {
        paper: PaperChoice {
            size: "a12".into(),
            ..PaperChoice::default()
        },
        ..ExportRequest::default()
    };
    assert!(refused(paper).contains("a12"));
}

#[test]
fn who_leaves_something_out_does_not_hand_it_on_inside_the_file() {
    let carried = |request: &ExportRequest| journey_pdf::attachment(&painted(request).0).unwrap().is_some();
    assert!(carried(&ExportRequest::default()));
    let mut request = ExportRequest::default();
    request.sheet.notes = false;
    assert!(!carried(&request));
    request.carries_map = Some(true);
    assert!(carried(&request));
}

#[test]
fn a_kept_choice_may_be_incomplete() {
    let request: ExportRequest = serde_json::from_str(r#"{"format":"png","picture":{"quality":70}}"#).unwrap();
    assert_eq!((request.format, request.picture.quality), (Format::Png, 70));
    assert!(request.carries() && request.sheet.notes);
    let again: ExportRequest = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
    assert_eq!(again, request);
}

#[test]
fn the_ending_names_the_format() {
    assert_eq!(Format::of(Path::new("a/b.PDF")), Some(Format::Pdf));
    assert_eq!(Format::of(Path::new("b.waymark.json")), Some(Format::Json));
    assert_eq!(Format::of(Path::new("b.jpeg")), Some(Format::Jpeg));
    assert_eq!(Format::of(Path::new("pdf")), None);
    assert_eq!(with_extension("x/map".into(), Format::Png), Path::new("x/map.png"));
    assert_eq!(
        with_extension("x/map.v2".into(), Format::Png),
        Path::new("x/map.v2.png")
    );
    assert_eq!(with_extension("x/map.png".into(), Format::Png), Path::new("x/map.png"));
}

#[test]
fn names_are_file_names_everywhere_and_each_its_own() {
    assert_eq!(file_stem("A/B: c?"), "A B c");
    assert_eq!(file_stem(" .. "), "Untitled map");
    assert_eq!(file_stem("旅程"), "旅程");
    let names = file_names(["Loans", "loans", "A/B", "Loans"], Format::Pdf);
    assert_eq!(names, ["Loans.pdf", "loans (2).pdf", "A B.pdf", "Loans (3).pdf"]);
}

#[test]
fn a_preview_shows_every_slide_that_the_file_has() {
    let request = ExportRequest::of(Format::Pptx);
    let (document, sheets) = composed(&request);
    let fonts = FontBook::shipped();
    let shown = slides_shown(&document, &sheets, &fonts);
    for (sheet, (scene, around)) in sheets.iter().zip(&shown) {
        assert!(Arc::ptr_eq(&sheet.scene, scene));
        assert!(
            (around.width() / around.height() - 16.0 / 9.0).abs() < 0.01,
            "{around:?}"
        );
        assert!(around.contains_rect(scene.size.to_rect().inset(-0.01)), "{around:?}");
    }
    let behind: Vec<&Scene> = shown[sheets.len()..].iter().map(|(scene, _)| &**scene).collect();
    let titles: Vec<&str> = behind.iter().map(|scene| scene.title.as_str()).collect();
    assert_eq!(titles, ["Personas", "Pain points", "Opportunities"]);
    let said = |scene: &Scene, text: &str| scene.nodes.iter().any(|node| node.label.contains(text));
    assert!(said(behind[0], "Marie Broussard") && said(behind[1], "Price rise without a reason"));
    let told = pages(&document, &sheets, &request).unwrap();
    assert_eq!(told.len(), sheets.len() + behind.len());
    assert!(told.iter().all(|size| *size == Size::new(1280.0, 720.0)), "{told:?}");

    // Of several sheets each has its number, and the lists behind them count.
    let (document, deck) = composed(&ExportRequest {
        pages: Pages {
            cover: true,
            map: true,
            stages: true,
        },
        ..request.clone()
    });
    let first = format!("1 of {}", slides_shown(&document, &deck, &fonts).len());
    let texts = deck[0].scene.nodes.iter().flat_map(|node| node.content.iter());
    let mut sources = texts.filter_map(|primitive| match primitive {
        journey_scene::Primitive::Text(text) => Some(text.source.to_string()),
        _ => None,
    });
    assert!(sources.any(|source| source.ends_with(&first)), "{first}");

    let (file, _) = painted(&request);
    let names = String::from_utf8_lossy(&file);
    let last = format!("ppt/slides/slide{}.xml", told.len());
    assert!(names.contains(&last) && !names.contains(&format!("ppt/slides/slide{}.xml", told.len() + 1)));
}

#[test]
fn requests_of_an_earlier_version_keep_what_they_asked_for() {
    let mut early = serde_json::json!({
        "format": "pdf",
        "sheet": {
            "titleBlock": true, "legend": "full", "logo": true, "notes": false, "colours": "full", "blank": true,
            "footer": { "review": true, "date": true, "version": "2", "text": "", "page": true },
        },
    });
    let kept = ExportRequest::kept(early.clone()).unwrap();
    assert!(kept.dated && kept.blank && !kept.sheet.notes);
    assert_eq!(
        (kept.sheet.footer.version.as_deref(), &kept.sheet.footer.date),
        (Some("2"), &None)
    );
    early["sheet"]["footer"]["date"] = false.into();
    assert!(!ExportRequest::kept(early).unwrap().dated);

    let now = ExportRequest {
        dated: true,
        blank: true,
        ..ExportRequest::of(Format::Pptx)
    };
    assert_eq!(ExportRequest::kept(serde_json::to_value(&now).unwrap()), Some(now));
    assert_eq!(ExportRequest::kept("nothing".into()), None);
}

#[test]
fn what_is_not_drawn_is_not_laid_out() {
    let (document, _) = sample();
    let sheets = |request: &ExportRequest| compose(&document, None, &FontBook::shipped(), request, &day());
    for format in Format::ALL {
        let laid_out = sheets(&ExportRequest::of(*format)).unwrap().len();
        assert_eq!(laid_out > 0, format.is_drawn(), "{}", format.name());
    }
    // A part that is not there is refused all the same.
    let part = Part::Stages(vec!["gone".into()]);
    assert!(
        sheets(&ExportRequest {
            part,
            ..ExportRequest::of(Format::Csv)
        })
        .is_err()
    );
}
