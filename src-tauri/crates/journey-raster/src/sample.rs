//! A scene to try painters on, without layout: text is set letter by letter, without shaping.

use std::sync::Arc;

use journey_scene::{
    Affine, BezPath, Colour, Dash, FontFace, FontId, FontSet, Glyph, GlyphRun, Line, Node, NodeId, Paint, Point,
    Primitive, Rect, Role, Scene, Shape, Size, Stroke, TextBox,
};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::{FontRef, MetadataProvider};

const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.ttf");
const EMOJI: &[u8] = include_bytes!("../../../../assets/fonts/Twemoji.ttf");

pub const INK: Colour = Colour::hex(0x1F2430);

pub fn fonts() -> Arc<FontSet> {
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
        face("Twemoji Mozilla", 400, EMOJI),
    ]))
}

/// One run on one line.
pub fn text(font: u16, size: f32, x: f64, baseline: f64, colour: Colour, source: &str) -> TextBox {
    let face = FontRef::new([INTER, SEMIBOLD, EMOJI][usize::from(font)]).unwrap();
    let (map, metrics) = (
        face.charmap(),
        face.glyph_metrics(FontSize::new(size), LocationRef::default()),
    );
    let glyphs: Vec<Glyph> = source
        .char_indices()
        .map(|(at, c)| {
            let id = map.map(c).unwrap_or_default();
            Glyph {
                id: id.to_u32() as u16,
                dx: 0.0,
                dy: 0.0,
                advance: metrics.advance_width(id).unwrap_or_default(),
                cluster: at as u32,
            }
        })
        .collect();
    let advance = glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum();
    TextBox {
        rect: Rect::new(
            x,
            baseline - f64::from(size),
            x + advance,
            baseline + f64::from(size) / 3.0,
        ),
        source: source.into(),
        lines: vec![Line {
            baseline,
            runs: vec![GlyphRun {
                font: FontId(font),
                size,
                colour,
                x,
                advance,
                rtl: false,
                letter_spacing: 0.0,
                oblique: false,
                embolden: false,
                underline: false,
                range: 0..source.len() as u32,
                glyphs,
            }],
        }],
    }
}

pub fn node(id: String, role: Role, rect: Rect, content: Vec<Primitive>) -> Node {
    Node {
        id: NodeId::new(id),
        role,
        origin: rect.origin(),
        size: rect.size(),
        label: "x".into(),
        cell: None,
        edit: None,
        content: content.into(),
    }
}

pub fn scene(width: f64, height: f64, nodes: Vec<Node>) -> Scene {
    Scene {
        size: Size::new(width, height),
        paper: Colour::WHITE,
        title: "A sheet".into(),
        language: "en".into(),
        theme: "calm",
        nodes,
        fonts: fonts(),
        grid: Rect::ZERO,
    }
}

const WORDS: [&str; 16] = [
    "compares", "three", "offers", "on", "the", "website", "and", "asks", "a", "friend", "who", "bought", "last",
    "year", "about", "service",
];
const KINDS: [(u32, u32, u32); 4] = [
    (0xFFFFFF, 0xD9D7D0, 0x1F2430),
    (0xEEF3FE, 0xC9D7F8, 0x233B7A),
    (0xFFF9E8, 0xF0E2B6, 0x5C4A12),
    (0xFDEEEE, 0xF3CBCB, 0x8B1E1E),
];

/// A sheet of stages × lanes × cards a cell, with hairlines, dotted lines, an emotion curve, gradients,
/// faded and clipped groups, and everything else that a painter must know.
pub fn sheet(stages: usize, lanes: usize, cards: usize) -> Scene {
    let (column, head, top) = (200.0, 152.0, 200.0);
    let row = 24.0 + cards as f64 * 76.3;
    let (width, height) = (head + stages as f64 * column + 80.0, top + (lanes + 2) as f64 * row);
    let mut nodes = Vec::new();
    let mut title = vec![Primitive::Text(text(1, 30.0, 0.0, 32.0, INK, "A sheet of everything"))];
    let mut linked = text(
        0,
        14.5,
        0.0,
        60.0,
        Colour::hex(0x2B4A9B),
        "An underlined, slanted, thickened line 🎉",
    );
    for run in &mut linked.lines[0].runs {
        (run.underline, run.oblique, run.embolden) = (true, true, true);
    }
    title.push(Primitive::Text(linked));
    title.push(Primitive::Text(text(2, 22.0, 400.0, 60.0, INK, "😀🎉🚀")));
    nodes.push(node(
        "title".into(),
        Role::Title,
        Rect::new(40.0, 30.0, 640.0, 100.0),
        title,
    ));
    for lane in 0..lanes {
        let y = top + lane as f64 * row;
        let line = |from, to, dash| Primitive::Path {
            shape: Shape::Line { from, to },
            fill: None,
            stroke: Some(Stroke {
                dash,
                round: matches!(dash, Dash::Dashed { .. }),
                ..Stroke::solid(Colour::hex(0xE6E4DE), 1.0)
            }),
        };
        let mut content = vec![line(Point::ZERO, Point::new(width - 80.0, 0.0), Dash::Solid)];
        for stage in 0..=stages {
            let x = head + stage as f64 * column;
            let dash = Dash::Dashed { on: 0.0, off: 4.0 };
            content.push(line(Point::new(x, 0.0), Point::new(x, row), dash));
        }
        content.push(Primitive::Text(text(1, 13.0, 8.0, 24.0, INK, "What they do")));
        nodes.push(node(
            format!("lane_{lane}"),
            Role::Lane,
            Rect::new(40.0, y, width - 40.0, y + row),
            content,
        ));
        for stage in 0..stages {
            for card in 0..cards {
                let seed = (lane * 31 + stage) * 17 + card * 7;
                let (ground, border, ink) = KINDS[lane % 4];
                let place = Point::new(48.0 + head + stage as f64 * column, y + 12.0 + card as f64 * 76.3);
                let rect = Rect::new(0.0, 0.0, 184.0, 68.0);
                let mut content = vec![Primitive::Path {
                    shape: Shape::RoundedRect { rect, radius: 8.0 },
                    fill: Some(Colour::hex(ground).into()),
                    stroke: Some(Stroke::solid(Colour::hex(border), 1.0)),
                }];
                for line in 0..2 + seed % 2 {
                    let words: Vec<&str> = (0..4).map(|word| WORDS[(seed + line * 5 + word * 3) % 16]).collect();
                    let baseline = 22.0 + line as f64 * 17.0;
                    content.push(Primitive::Text(text(
                        0,
                        12.5,
                        12.0,
                        baseline,
                        Colour::hex(ink),
                        &words.join(" "),
                    )));
                }
                content.push(Primitive::Path {
                    shape: Shape::Circle {
                        centre: Point::new(172.0, 56.0),
                        radius: 3.0,
                    },
                    fill: Some(Colour::hex(border).into()),
                    stroke: None,
                });
                let id = format!("card_{lane}_{stage}_{card}");
                nodes.push(node(id, Role::Card, rect + place.to_vec2(), content));
            }
        }
    }
    let y = top + lanes as f64 * row;
    nodes.push(curve(
        Rect::new(40.0 + head, y, width - 40.0, y + 120.0),
        stages,
        column,
    ));
    scene(width, height, nodes)
}

fn curve(rect: Rect, stages: usize, column: f64) -> Node {
    let mut path = BezPath::new();
    let at = |stage: usize| Point::new((stage as f64 + 0.5) * column, 20.0 + (stage * 37 % 80) as f64);
    path.move_to(at(0));
    for stage in 1..stages.max(2) {
        let (a, b) = (at(stage - 1), at(stage));
        path.curve_to((a.x + 70.0, a.y), (b.x - 70.0, b.y), (b.x, b.y));
    }
    let area = Primitive::Path {
        shape: Shape::Rect(Rect::new(0.0, 0.0, rect.width(), 120.0)),
        fill: Some(Paint::Vertical(vec![
            (0.0, Colour::hex(0xEAF6EE)),
            (60.0, Colour::WHITE),
            (120.0, Colour::hex(0xFDEEEE)),
        ])),
        stroke: None,
    };
    let stroke = Primitive::Path {
        shape: Shape::Path(Arc::new(path)),
        fill: None,
        stroke: Some(Stroke {
            round: true,
            ..Stroke::solid(Colour::hex(0x2B4A9B), 2.5)
        }),
    };
    let faded = Primitive::Group {
        transform: Affine::translate((20.0, 10.0)) * Affine::rotate(0.1),
        clip: Some(Shape::Circle {
            centre: Point::new(50.0, 50.0),
            radius: 40.0,
        }),
        opacity: 0.5,
        children: vec![
            Primitive::Path {
                shape: Shape::Rect(Rect::new(0.0, 0.0, 100.0, 100.0)),
                fill: Some(Colour::hex(0xF2A541).into()),
                stroke: None,
            },
            Primitive::Text(text(1, 18.0, 10.0, 55.0, INK, "Clipped")),
        ],
    };
    node("curve".into(), Role::EmotionCurve, rect, vec![area, stroke, faded])
}
