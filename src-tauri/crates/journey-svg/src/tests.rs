//! Tests of whole documents and of text.

use std::sync::Arc;

use journey_scene::{
    Colour, FontFace, FontId, FontSet, Glyph, GlyphRun, Line, LinkArea, Node, NodeId, Point, Primitive, Rect, Role,
    Scene, Shape, Size, TextBox,
};
use proptest::prelude::*;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use crate::{Background, Fonts, Options, SvgError, attachment, fragment, paint};

const XLINK: &str = "http://www.w3.org/1999/xlink";
const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.ttf");
const HEBREW: &[u8] = include_bytes!("../../../../assets/fonts/NotoSansHebrew-Regular.ttf");
const EMOJI: &[u8] = include_bytes!("../../../../assets/fonts/Twemoji.ttf");
const FILES: [&[u8]; 4] = [INTER, SEMIBOLD, HEBREW, EMOJI];

fn fonts() -> Arc<FontSet> {
    let face = |family: &str, weight, bytes: &'static [u8]| FontFace {
        family: family.into(),
        weight,
        italic: false,
        bytes: Arc::new(bytes),
        index: 0,
        colour: family.starts_with("Twemoji"),
    };
    Arc::new(FontSet::new(vec![
        face("Inter", 400, INTER),
        face("Inter", 600, SEMIBOLD),
        face("Noto Sans Hebrew", 400, HEBREW),
        face("Twemoji Mozilla", 400, EMOJI),
    ]))
}

/// A line of runs of (face, text), each letter 10 px wide, from x = 5.
fn line(runs: &[(u16, &str)]) -> TextBox {
    let source: String = runs.iter().map(|(_, text)| *text).collect();
    let mut at = 0;
    let mut x = 5.0;
    let runs = runs.iter().map(|(font, text)| {
        let charmap = FontRef::new(FILES[usize::from(*font)]).unwrap().charmap();
        let glyphs: Vec<Glyph> = text
            .char_indices()
            .map(|(index, c)| Glyph {
                id: charmap.map(c).map_or(0, |glyph| glyph.to_u32() as u16),
                dx: 0.0,
                dy: 0.0,
                advance: 10.0,
                cluster: (at + index) as u32,
            })
            .collect();
        let advance = glyphs.len() as f64 * 10.0;
        let run = GlyphRun {
            font: FontId(*font),
            size: 12.5,
            colour: Colour::BLACK,
            x,
            advance,
            rtl: *font == 2,
            letter_spacing: 0.0,
            oblique: false,
            embolden: false,
            underline: false,
            range: at as u32..(at + text.len()) as u32,
            glyphs,
        };
        x += advance;
        at += text.len();
        run
    });
    let runs = runs.collect();
    TextBox {
        rect: Rect::new(0.0, 0.0, 500.0, 20.0),
        source: source.into(),
        lines: vec![Line { baseline: 17.0, runs }],
    }
}

fn node(id: &str, label: &str, content: Vec<Primitive>) -> Node {
    Node {
        id: NodeId::new(id),
        role: Role::Card,
        origin: Point::new(8.0, 16.5),
        size: Size::new(100.0, 40.0),
        label: label.into(),
        cell: None,
        edit: None,
        content: content.into(),
    }
}

fn scene(title: &str, nodes: Vec<Node>) -> Scene {
    Scene {
        size: Size::new(640.0, 400.0),
        paper: Colour::WHITE,
        title: title.into(),
        language: "en".into(),
        theme: "calm",
        nodes,
        fonts: fonts(),
        grid: Rect::ZERO,
    }
}

fn markup(text: TextBox) -> String {
    fragment(&node("card", "", vec![Primitive::Text(text)]), &fonts())
}

#[test]
fn a_plain_line_is_one_element() {
    assert_eq!(
        markup(line(&[(0, "Plain text ")])),
        r##"<text x="5" y="17" font-family="Inter, sans-serif" font-size="12.5" fill="#000">Plain text</text>"##
    );
    // Runs that are set alike are one, wherever layout cut them.
    assert_eq!(
        markup(line(&[(0, "Plain "), (0, "text")])),
        markup(line(&[(0, "Plain text")]))
    );
}

#[test]
fn a_change_of_look_is_a_span_that_stands_where_layout_put_it() {
    assert_eq!(
        markup(line(&[(0, "Plain "), (1, "bold")])),
        concat!(
            r##"<text x="5" y="17" font-family="Inter, sans-serif" font-size="12.5" fill="#000">Plain "##,
            r##"<tspan x="65" font-weight="600">bold</tspan></text>"##
        )
    );
}

#[test]
fn lines_of_one_look_say_it_once() {
    let mut text = line(&[(0, "First")]);
    text.lines.push(Line {
        baseline: 34.0,
        ..text.lines[0].clone()
    });
    let markup = markup(text);
    assert_eq!(markup.matches("font-family").count(), 1, "{markup}");
    assert_eq!(markup.matches("<text").count(), 2, "{markup}");
}

#[test]
fn a_right_to_left_run_starts_at_its_right_edge() {
    let markup = markup(line(&[(0, "abc "), (2, "שלום")]));
    assert!(
        markup.contains(
            r##"<text x="85" y="17" direction="rtl" font-family="Noto Sans Hebrew, sans-serif">שלום</text>"##
        ),
        "{markup}"
    );
    assert!(
        markup.contains(r##"<text x="5" y="17" xml:space="preserve">abc </text>"##),
        "{markup}"
    );
}

#[test]
fn slant_weight_and_underline_are_attributes() {
    let mut text = line(&[(0, "abc")]);
    let run = &mut text.lines[0].runs[0];
    (run.oblique, run.embolden, run.underline, run.letter_spacing) = (true, true, true, 0.9);
    let markup = markup(text);
    for part in [
        r##"transform="matrix(1 0 -.2126 1 5 17)""##,
        r##"stroke="#000" stroke-width=".52""##,
        r##"text-decoration="underline""##,
        r##"letter-spacing=".9""##,
    ] {
        assert!(markup.contains(part), "{part} in {markup}");
    }
    assert!(!markup.contains("style="), "{markup}");
}

#[test]
fn emoji_are_text_on_the_screen_and_outlines_in_a_file() {
    let text = Primitive::Text(line(&[(0, "Hi "), (3, "🎉")]));
    let node = node("card", "Hi 🎉", vec![text]);
    assert!(fragment(&node, &fonts()).contains("Twemoji Mozilla"));
    let file = paint(&scene("x", vec![node]), &Options::default()).unwrap();
    assert!(!file.contains("Twemoji"), "{file}");
    let document = roxmltree::Document::parse(&file).unwrap();
    let used = document.descendants().find(|n| n.has_tag_name("use")).unwrap();
    let id = used.attribute((XLINK, "href")).unwrap().trim_start_matches('#');
    let symbol = document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap();
    assert!(symbol.children().filter(|n| n.has_tag_name("path")).count() > 3);
    assert_eq!(used.parent().unwrap().attribute("aria-label"), Some("🎉"));
}

#[test]
fn a_document_names_its_nodes_and_carries_its_map() {
    let shape = || Primitive::Path {
        shape: Shape::Rect(Rect::new(0.0, 0.0, 10.0, 10.0)),
        fill: Some(Colour::BLACK.into()),
        stroke: None,
    };
    let nodes = vec![
        node("card_1", "Said", vec![Primitive::Text(line(&[(0, "Said")]))]),
        node("card_2", "Drawn", vec![shape()]),
    ];
    let options = Options {
        fonts: Fonts::Referenced,
        background: Background::Transparent,
        scale: 2.0,
        attachment: Some("{\"a\":\"<&>\"}".into()),
        ..Options::default()
    };
    let file = paint(&scene("Title & <more>", nodes), &options).unwrap();
    let document = roxmltree::Document::parse(&file).unwrap();
    let root = document.root_element();
    assert_eq!(
        (root.attribute("width"), root.attribute("viewBox")),
        (Some("1280"), Some("0 0 640 400"))
    );
    let find = |id| document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap();
    assert_eq!(find("waymark-title").text(), Some("Title & <more>"));
    assert_eq!(find("card_1").attribute("transform"), Some("translate(8 16.5)"));
    assert_eq!(find("card_1").attribute("aria-label"), None);
    assert_eq!(find("card_2").attribute("aria-label"), Some("Drawn"));
    assert_eq!(attachment(&file).unwrap().unwrap(), "{\"a\":\"<&>\"}");
    assert!(!file.contains("@font-face"));
}

#[test]
fn embedded_fonts_are_the_faces_used() {
    let nodes = vec![node(
        "card",
        "x",
        vec![Primitive::Text(line(&[(0, "Plain "), (1, "bold")]))],
    )];
    let file = paint(&scene("x", nodes), &Options::default()).unwrap();
    assert_eq!(file.matches("@font-face").count(), 2);
    assert!(file.contains("font-weight:600"));
    assert!(file.len() < 300_000, "{} bytes", file.len());
}

#[test]
fn letters_as_outlines_need_no_font() {
    let mut text = line(&[(0, "Pay pay"), (2, "שלום"), (3, "🚕")]);
    text.lines[0].runs[0].underline = true;
    text.lines[0].runs[1].oblique = true;
    text.lines[0].runs[1].embolden = true;
    let link = LinkArea {
        rect: Rect::ZERO,
        href: "https://example.org".into(),
    };
    let nodes = vec![
        node("card_1", "Pay, step 2", vec![Primitive::Text(text.clone())]),
        node(
            "card_2",
            "See there",
            vec![Primitive::Text(text), Primitive::Link(link)],
        ),
    ];
    let options = Options {
        fonts: Fonts::Outlines,
        attachment: Some("{}".into()),
        ..Options::default()
    };
    let file = paint(&scene("x", nodes), &options).unwrap();
    assert!(!file.contains("font-") && !file.contains("<text"), "{file}");
    assert_eq!(attachment(&file).unwrap().unwrap(), "{}");
    let document = roxmltree::Document::parse(&file).unwrap();
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let targets: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("use"))
        .filter_map(|node| node.attribute((XLINK, "href"))?.strip_prefix('#'))
        .collect();
    // Six letters that show, four of the other script, and the taxi; twice.
    assert_eq!(targets.len(), 2 * 11);
    assert!(targets.iter().all(|target| ids.contains(target)), "{file}");
    // P, a, y, p; four Hebrew ones; the taxi; each defined once.
    assert_eq!(ids.iter().filter(|id| id.starts_with('e')).count(), 9);
    // The second letter is ten px from the first, in units of the font.
    let units = f64::from(FontRef::new(INTER).unwrap().head().unwrap().units_per_em());
    let second = document
        .descendants()
        .filter(|node| node.has_tag_name("use"))
        .nth(1)
        .unwrap();
    let expected = (10.0 * units / 12.5).round();
    assert_eq!(second.attribute("x").unwrap().parse::<f64>().unwrap(), expected);
    let find = |id: &str| {
        document
            .descendants()
            .find(|node| node.attribute("id") == Some(id))
            .unwrap()
    };
    assert_eq!(find("card_1").attribute("aria-label"), Some("Pay, step 2"));
    assert_eq!(find("card_1").attribute("role"), Some("img"));
    assert_eq!(find("card_2").attribute("role"), None);
}

#[test]
fn a_region_shows_a_part_of_the_sheet() {
    let content = || {
        vec![Primitive::Path {
            shape: Shape::Rect(Rect::new(0.0, 0.0, 100.0, 40.0)),
            fill: Some(Colour::BLACK.into()),
            stroke: None,
        }]
    };
    let mut far = node("far", "Far", content());
    far.origin = Point::new(400.0, 16.5);
    let scene = scene("x", vec![node("near", "Near", content()), far]);
    let options = Options {
        region: Some(Rect::new(50.5, 10.0, 250.5, 110.0)),
        scale: 2.0,
        ..Options::default()
    };
    let file = paint(&scene, &options).unwrap();
    assert!(
        file.contains("width=\"400\" height=\"200\" viewBox=\"50.5 10 200 100\""),
        "{file}"
    );
    assert!(file.contains("<rect x=\"50.5\" y=\"10\" width=\"200\" height=\"100\""));
    assert!(file.contains("id=\"near\"") && !file.contains("id=\"far\""));
}

#[test]
fn a_sheet_without_a_size_is_an_error() {
    let mut scene = scene("x", vec![]);
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        scene.size.width = width;
        assert!(
            matches!(paint(&scene, &Options::default()), Err(SvgError::Size { .. })),
            "{width}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_give_a_well_formed_document(title in ".*", id in ".*", label in ".*", words in ".*", bold in ".*", href in ".*") {
        let content = vec![
            Primitive::Text(line(&[(0, &words), (1, &bold), (2, &label)])),
            Primitive::Link(LinkArea { rect: Rect::ZERO, href: format!("https:{href}") }),
        ];
        let options = Options { fonts: Fonts::Referenced, attachment: Some(words.clone()), ..Options::default() };
        let file = paint(&scene(&title, vec![node(&id, &label, content)]), &options).unwrap();
        prop_assert!(roxmltree::Document::parse(&file).is_ok(), "{}", file);
    }
}
