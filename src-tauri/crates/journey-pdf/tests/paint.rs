//! The painter from outside: text, pictures and robustness, checked with tools of others.

mod common;

use std::ops::ControlFlow;
use std::sync::Arc;

use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::{FontRef, MetadataProvider as _};

use common::{Setter, TEXTS, everything, grid, node, pdf, rectangle, scene, sound, tool};
use journey_pdf::{Options, PdfError, Progress, paint};
use journey_scene::*;

#[test]
fn every_text_can_be_found() {
    let bytes = pdf(&grid(&Setter::new(), 4, &TEXTS), &Options::default());
    sound(&bytes);
    let Some(text) = tool("pdftotext", &["FILE", "-"], &bytes) else {
        return;
    };
    // pdftotext wraps right-to-left text in marks of its direction.
    let bare = |s: &str| {
        let kept = |c: &char| !c.is_whitespace() && !matches!(c, '\u{202a}'..='\u{202e}');
        s.chars().filter(kept).collect::<String>()
    };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in TEXTS {
        assert!(bare(&text).contains(&bare(wanted)), "{wanted} in {text}");
    }
    for wanted in [TEXTS[0], TEXTS[2], TEXTS[7]] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
}

#[test]
fn words_at_the_end_of_a_line_stay_apart() {
    let long = "Compares three insurers and asks a friend who has been flooded before";
    let bytes = pdf(&grid(&Setter::new(), 1, &[long]), &Options::default());
    // The raw order of the content, in which a screen reader gets it, without help from positions.
    let Some(tree) = tool("pdfinfo", &["-struct-text", "FILE"], &bytes) else {
        return;
    };
    assert!(tree.contains(&format!("\"{long}\"")), "{tree}");
}

#[test]
fn fonts_are_embedded_subsets() {
    let bytes = pdf(&grid(&Setter::new(), 4, &TEXTS), &Options::default());
    let Some(list) = tool("pdffonts", &["FILE"], &bytes) else {
        return;
    };
    let fonts: Vec<&str> = list.lines().skip(2).collect();
    assert!(fonts.len() >= 7, "{list}");
    for font in fonts {
        let columns: Vec<&str> = font.split_whitespace().rev().collect();
        let (to_unicode, subset, embedded) = (columns[2], columns[3], columns[4]);
        // The coloured glyphs of the emoji face are a Type 3 font, which is never anything but a subset.
        let expected = if font.contains("Type 3") {
            ("yes", "no", "yes")
        } else {
            ("yes", "yes", "yes")
        };
        assert_eq!((embedded, subset, to_unicode), expected, "{font}");
    }
    // Fonts of ten megabytes come along as the few glyphs in use.
    assert!(bytes.len() < 90_000, "{} bytes", bytes.len());
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    let options = Options {
        date: Some("2026-03-14".into()),
        ..Options::default()
    };
    assert_eq!(pdf(&everything(), &options), pdf(&everything(), &options));
}

#[test]
fn pictures_that_break_become_placeholders() {
    let setter = Setter::new();
    // A PNG whose head is right and whose rows are not, and something that only begins like a JPEG.
    let mut torn = common::PNG.to_vec();
    torn[43] ^= 0xff;
    let pictures: [&[u8]; 5] = [&torn, &common::PNG[..40], &[0xff, 0xd8, 0xff, 0xe0], b"<svg", b""];
    let content = pictures
        .iter()
        .enumerate()
        .map(|(i, bytes)| {
            let rect = Rect::from_origin_size((50.0 * i as f64, 0.0), (40.0, 40.0));
            Primitive::Image(Image {
                rect,
                bytes: bytes.to_vec().into(),
                media_type: "image/png".into(),
                alt: "A photograph".into(),
            })
        })
        .collect();
    let bounds = Rect::new(0.0, 0.0, 250.0, 40.0);
    let bytes = pdf(
        &scene(
            setter.fonts,
            Size::new(250.0, 40.0),
            vec![node("card_1", Role::Card, bounds, "Photographs", None, content)],
        ),
        &Options::default(),
    );
    sound(&bytes);
}

#[test]
fn fonts_that_break_do_not_break_the_file() {
    let whole = Setter::new();
    let faces = whole.fonts.iter().map(|(id, face)| {
        let bytes = (*face.bytes).as_ref();
        let mut face = face.clone();
        face.bytes = match id.0 {
            // Cut off in the middle, and no font at all.
            0 => Arc::new(bytes[..bytes.len() / 2].to_vec()),
            1 => Arc::new(b"not a font".to_vec()),
            _ => face.bytes,
        };
        face
    });
    let mut scene = grid(&whole, 4, &TEXTS);
    scene.fonts = Arc::new(FontSet::new(faces.collect()));
    let bytes = pdf(&scene, &Options::default());
    sound(&bytes);
    let Some(text) = tool("pdftotext", &["FILE", "-"], &bytes) else {
        return;
    };
    assert!(text.contains("保険を比較する"), "{text}");
}

#[test]
fn hostile_numbers_and_strings_give_a_file() {
    let setter = Setter::new();
    let wild = [
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        1e300,
        -1e30,
        f64::MIN_POSITIVE,
        0.0,
        -7.0,
    ];
    let mut nodes = Vec::new();
    for (i, a) in wild.into_iter().enumerate() {
        for (j, b) in wild.into_iter().enumerate() {
            let rect = Rect::new(a, b, b, a);
            let mut text = setter.text(
                "a\0\u{feff}\u{202e}b\u{e000}\u{10ffff}\n\u{2028}c 👩‍👩‍👧",
                Rect::new(a, b, 90.0, 90.0),
                12.0,
                false,
            );
            for run in text.lines.iter_mut().flat_map(|line| &mut line.runs) {
                run.advance = a;
                run.x = b;
                run.size = if i % 2 == 0 { a as f32 } else { 12.0 };
                run.font = FontId(if j == 7 { 999 } else { run.font.0 });
                run.range = if j % 2 == 0 {
                    std::ops::Range { start: 5, end: 2 }
                } else {
                    run.range.clone()
                };
                (run.oblique, run.embolden, run.underline) = (true, true, true);
                for glyph in &mut run.glyphs {
                    (glyph.dx, glyph.dy, glyph.advance) = (a as f32, b as f32, a as f32);
                    glyph.cluster = glyph.cluster.wrapping_mul(j as u32 * 3);
                    glyph.id = if i == 3 { u16::MAX } else { glyph.id };
                }
            }
            let stroke = Stroke {
                width: a,
                dash: Dash::Dashed { on: a, off: b },
                ..Stroke::solid(Colour::BLACK, 1.0)
            };
            let content = vec![
                Primitive::Path {
                    shape: Shape::RoundedRect { rect, radius: b },
                    fill: Some(Paint::Vertical(vec![(a, Colour::BLACK), (b, Colour::WHITE)])),
                    stroke: Some(stroke),
                },
                Primitive::Path {
                    shape: Shape::Line {
                        from: Point::new(a, b),
                        to: Point::new(b, a),
                    },
                    fill: None,
                    stroke: None,
                },
                Primitive::Text(text.clone()),
                Primitive::Group {
                    transform: Affine::new([a, b, a, b, a, b]),
                    clip: Some(Shape::Rect(rect)),
                    opacity: a as f32,
                    children: vec![Primitive::Text(text.clone())],
                },
                Primitive::Group {
                    transform: Affine::IDENTITY,
                    clip: None,
                    opacity: 0.4,
                    children: vec![Primitive::Text(text)],
                },
                Primitive::Link(LinkArea {
                    rect,
                    href: "https://a\0b".into(),
                }),
                Primitive::Link(LinkArea {
                    rect: Rect::new(0.0, 0.0, 50.0, 50.0),
                    href: "javascript:alert(1)".into(),
                }),
            ];
            nodes.push(node(
                &format!("card_{i}_{j}"),
                Role::Card,
                Rect::new(0.0, 0.0, a, b),
                "\0",
                Some((i as u32, j as u32, 3)),
                content,
            ));
        }
    }
    let far = Rect::from_origin_size((f64::NAN, 1e300), (10.0, 10.0));
    nodes.push(node(
        "lane_far",
        Role::Lane,
        far,
        "",
        Some((u32::MAX, u32::MAX, u32::MAX)),
        vec![],
    ));
    for size in [Size::new(400.0, 300.0), Size::ZERO, Size::new(f64::NAN, 1e12)] {
        let scene = scene(setter.fonts.clone(), size, nodes.clone());
        let bytes = pdf(
            &scene,
            &Options {
                text_form: true,
                ..Options::default()
            },
        );
        sound(&bytes);
        assert!(!String::from_utf8_lossy(&bytes).contains("javascript"));
    }
}

#[test]
fn watching_tells_the_way_and_can_break_off() {
    let scene = grid(&Setter::new(), 20, &["word"; 400]);
    let mut seen = Vec::new();
    paint(&scene, &Options::default(), &mut |progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    })
    .unwrap();
    let total = scene.nodes.len() as u32;
    assert!(seen.len() > 1 && seen.is_sorted_by_key(|p| p.done));
    assert_eq!(seen.last(), Some(&Progress { done: total, total }));

    let mut calls = 0;
    let cancelled = paint(&scene, &Options::default(), &mut |_| {
        calls += 1;
        ControlFlow::Break(())
    });
    assert!(matches!(cancelled, Err(PdfError::Cancelled)));
    assert_eq!(calls, 1);
}

#[test]
fn a_layer_keeps_its_text() {
    let setter = Setter::new();
    let rect = Rect::new(0.0, 0.0, 200.0, 40.0);
    let words = setter.text("Half there", rect, 14.0, false);
    let layer = Primitive::Group {
        transform: Affine::translate((5.0, 5.0)),
        clip: None,
        opacity: 0.5,
        children: vec![rectangle(rect, Some(0xFFF9E8), None), Primitive::Text(words)],
    };
    let scene = scene(
        setter.fonts,
        Size::new(210.0, 50.0),
        vec![node("note_1", Role::Note, rect, "Half there", None, vec![layer])],
    );
    let bytes = pdf(&scene, &Options::default());
    sound(&bytes);
    if let Some(text) = tool("pdftotext", &["FILE", "-"], &bytes) {
        assert!(text.contains("Half there"), "{text}");
    }
}

#[test]
fn an_underline_begins_where_the_face_says() {
    let setter = Setter::new();
    let rect = Rect::new(0.0, 0.0, 200.0, 40.0);
    let drawn = |underline: bool| {
        let mut words = setter.text("gone", rect, 20.0, false);
        words.lines[0].runs[0].underline = underline;
        let baseline = words.lines[0].baseline;
        let nodes = vec![node(
            "note_1",
            Role::Note,
            rect,
            "gone",
            None,
            vec![Primitive::Text(words)],
        )];
        let scene = scene(setter.fonts.clone(), Size::new(200.0, 40.0), nodes);
        let options = Options {
            text_form: true,
            ..Options::default()
        };
        (String::from_utf8_lossy(&pdf(&scene, &options)).into_owned(), baseline)
    };
    let (plain, _) = drawn(false);
    let (lined, baseline) = drawn(true);
    // What only the underlined one draws: the corners of a rectangle, in px of the scene.
    let corners: Vec<f64> = lined
        .lines()
        .filter(|line| !plain.contains(line))
        .filter_map(|line| line.strip_suffix(" m").or(line.strip_suffix(" l")))
        .filter_map(|point| point.split(' ').next_back()?.parse().ok())
        .collect();
    let (top, bottom) = corners
        .iter()
        .fold((f64::MAX, f64::MIN), |(top, bottom), y| (top.min(*y), bottom.max(*y)));
    let face = FontRef::new((*setter.fonts.face(FontId(0)).unwrap().bytes).as_ref()).unwrap();
    let said = face
        .metrics(FontSize::new(20.0), LocationRef::default())
        .underline
        .unwrap();
    let near = |a: f64, b: f64| (a - b).abs() < 0.02;
    assert!(
        near(top, baseline - f64::from(said.offset)),
        "{corners:?} below {baseline}: {said:?}"
    );
    assert!(near(bottom - top, f64::from(said.thickness)), "{corners:?}: {said:?}");
}
