//! Scenes for tests, with text set naively: characters to glyphs, advances, breaks at spaces. Layout
//! has its own tests; a painter only needs glyphs that stand somewhere.
#![allow(dead_code)] // each test binary uses its own part

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use journey_pdf::{Labels, Options, Painted, Part, paint, paint_parts};
use journey_scene::*;
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::{FontRef, MetadataProvider};

/// File, family, weight, colour font; a [`FontId`] is the position.
const FACES: [(&str, &str, u16, bool); 7] = [
    ("Inter-Regular.ttf", "Inter", 400, false),
    ("Inter-Bold.ttf", "Inter", 700, false),
    ("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", 400, false),
    ("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", 400, false),
    ("NotoSansThai-Regular.ttf", "Noto Sans Thai", 400, false),
    ("NotoSansJP-Regular.ttf", "Noto Sans JP", 400, false),
    ("Twemoji.ttf", "Twemoji Mozilla", 400, true),
];

pub const INK: Colour = Colour::hex(0x1F2430);

pub fn fonts() -> Arc<FontSet> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/fonts");
    let face = |(file, family, weight, colour): (&str, &str, u16, bool)| FontFace {
        family: family.into(),
        weight,
        italic: false,
        bytes: Arc::new(std::fs::read(folder.join(file)).unwrap()),
        index: 0,
        colour,
    };
    Arc::new(FontSet::new(FACES.into_iter().map(face).collect()))
}

/// Sets text in one size and colour.
pub struct Setter {
    pub fonts: Arc<FontSet>,
}

fn rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{6ff}')
}

impl Setter {
    pub fn new() -> Self {
        Self { fonts: fonts() }
    }

    fn face_of(&self, c: char, bold: bool) -> u16 {
        let order: Vec<u16> = [u16::from(bold)].into_iter().chain(2..FACES.len() as u16).collect();
        let has = |id: &&u16| {
            let face = self.fonts.face(FontId(**id)).unwrap();
            let font = FontRef::new((*face.bytes).as_ref()).unwrap();
            font.charmap().map(c).is_some_and(|g| g.to_u32() != 0)
        };
        order.iter().find(has).copied().unwrap_or(u16::from(bold))
    }

    pub fn text(&self, source: &str, rect: Rect, size: f32, bold: bool) -> TextBox {
        let mut lines = Vec::new();
        let (mut start, mut baseline) = (0, rect.y0 + f64::from(size));
        while start < source.len() {
            let end = self.line_end(source, start, rect.width(), size, bold);
            let seen = start + source[start..end].trim_end().len();
            lines.push(self.line(source, start..seen, rect.x0, baseline, size, bold));
            baseline += f64::from(size) * 1.36;
            start = end;
        }
        TextBox {
            rect,
            source: source.into(),
            lines,
        }
    }

    fn advance(&self, c: char, size: f32, bold: bool) -> (u16, u16, f32) {
        let face = self.face_of(c, bold);
        let font = FontRef::new((*self.fonts.face(FontId(face)).unwrap().bytes).as_ref()).unwrap();
        let glyph = font.charmap().map(c).unwrap_or_default();
        let metrics = font.glyph_metrics(FontSize::new(size), LocationRef::default());
        (face, glyph.to_u32() as u16, metrics.advance_width(glyph).unwrap_or(0.0))
    }

    fn line_end(&self, source: &str, start: usize, width: f64, size: f32, bold: bool) -> usize {
        let (mut x, mut end) = (0.0, source.len());
        for (at, c) in source[start..].char_indices() {
            x += f64::from(self.advance(c, size, bold).2);
            if c == ' ' {
                end = start + at + 1;
            }
            if x > width && end < source.len() {
                return end;
            }
        }
        source.len()
    }

    fn line(&self, source: &str, range: std::ops::Range<usize>, x: f64, baseline: f64, size: f32, bold: bool) -> Line {
        let mut runs: Vec<GlyphRun> = Vec::new();
        for (at, c) in source[range.clone()].char_indices() {
            let at = (range.start + at) as u32;
            let (face, id, advance) = self.advance(c, size, bold);
            let space = c == ' ';
            let same = runs.last().is_some_and(|run| run.font.0 == face || space);
            if !same {
                runs.push(GlyphRun {
                    font: FontId(face),
                    size,
                    colour: INK,
                    x: 0.0,
                    advance: 0.0,
                    rtl: rtl(c),
                    letter_spacing: 0.0,
                    oblique: false,
                    embolden: false,
                    underline: false,
                    range: at..at,
                    glyphs: Vec::new(),
                });
            }
            let run = runs.last_mut().unwrap();
            let (id, advance) = if space && run.font.0 != face {
                // A space inside a run of another face takes that face's own.
                let font = FontRef::new((*self.fonts.face(run.font).unwrap().bytes).as_ref()).unwrap();
                (font.charmap().map(' ').unwrap_or_default().to_u32() as u16, advance)
            } else {
                (id, advance)
            };
            run.range.end = at + c.len_utf8() as u32;
            run.advance += f64::from(advance);
            run.glyphs.push(Glyph {
                id,
                dx: 0.0,
                dy: 0.0,
                advance,
                cluster: at,
            });
        }
        let mut pen = x;
        for run in &mut runs {
            run.x = pen;
            pen += run.advance;
            if run.rtl {
                run.glyphs.reverse();
            }
        }
        Line { baseline, runs }
    }
}

pub fn rectangle(rect: Rect, fill: Option<u32>, stroke: Option<u32>) -> Primitive {
    Primitive::Path {
        shape: Shape::RoundedRect { rect, radius: 8.0 },
        fill: fill.map(|c| Colour::hex(c).into()),
        stroke: stroke.map(|c| Stroke::solid(Colour::hex(c), 1.0)),
    }
}

pub fn node(
    id: &str,
    role: Role,
    bounds: Rect,
    label: &str,
    cell: Option<(u32, u32, u32)>,
    content: Vec<Primitive>,
) -> Node {
    Node {
        id: NodeId::new(id),
        role,
        origin: bounds.origin(),
        size: bounds.size(),
        label: label.into(),
        cell: cell.map(|(row, column, columns)| Cell { row, column, columns }),
        edit: None,
        content: content.into(),
    }
}

pub fn scene(fonts: Arc<FontSet>, size: Size, nodes: Vec<Node>) -> Scene {
    Scene {
        size,
        paper: Colour::WHITE,
        title: "Buying flood insurance".into(),
        language: "en".into(),
        theme: "calm",
        nodes,
        fonts,
        grid: Rect::ZERO,
    }
}

/// A map of stages × lanes with the given texts as cards, one a cell, row by row.
pub fn grid(setter: &Setter, columns: u32, texts: &[&str]) -> Scene {
    let (width, height, top, left) = (184.0, 96.0, 160.0, 152.0);
    let rows = (texts.len() as u32).div_ceil(columns);
    let mut nodes = Vec::new();
    let size = Size::new(
        left + width * f64::from(columns) + 40.0,
        top + height * f64::from(rows) + 40.0,
    );
    let title = "Buying flood insurance";
    let text = |s: &str, r: Rect, size: f32, bold: bool| Primitive::Text(setter.text(s, r, size, bold));
    let bounds = Rect::new(40.0, 24.0, 700.0, 64.0);
    nodes.push(node(
        "map/title",
        Role::Title,
        bounds,
        title,
        None,
        vec![text(title, Rect::new(0.0, 0.0, 660.0, 40.0), 30.0, true)],
    ));
    for column in 0..columns {
        let label = format!("Stage {}", column + 1);
        let bounds = Rect::from_origin_size((left + width * f64::from(column), 88.0), (width - 8.0, 56.0));
        let inner = Rect::new(12.0, 16.0, width - 16.0, 40.0);
        let content = vec![
            rectangle(bounds.with_origin(Point::ZERO), Some(0xDDF0EE), None),
            text(&label, inner, 15.5, true),
        ];
        nodes.push(node(
            &format!("stage_{column}"),
            Role::Stage,
            bounds,
            &label,
            Some((0, column, 1)),
            content,
        ));
    }
    for row in 0..rows {
        let y = top + height * f64::from(row);
        let line = Primitive::Path {
            shape: Shape::Line {
                from: Point::ZERO,
                to: Point::new(size.width - 80.0, 0.0),
            },
            fill: None,
            stroke: Some(Stroke::solid(Colour::hex(0xE6E4DE), 1.0)),
        };
        let at = Rect::new(40.0, y, size.width - 40.0, y + 1.0);
        nodes.push(node(&format!("line_{row}"), Role::Decoration, at, "", None, vec![line]));
        let label = format!("Lane {}", row + 1);
        let bounds = Rect::new(40.0, y + 8.0, left, y + height);
        let content = vec![text(&label, Rect::new(0.0, 0.0, 100.0, 20.0), 13.0, true)];
        nodes.push(node(
            &format!("lane_{row}"),
            Role::Lane,
            bounds,
            &label,
            Some((row, 0, columns)),
            content,
        ));
    }
    for (number, source) in texts.iter().enumerate() {
        let (row, column) = (number as u32 / columns, number as u32 % columns);
        let origin = Point::new(left + width * f64::from(column), top + height * f64::from(row) + 8.0);
        let bounds = Rect::from_origin_size(origin, (width - 8.0, height - 16.0));
        let inner = Rect::new(12.0, 10.0, width - 20.0, 80.0);
        let content = vec![
            rectangle(bounds.with_origin(Point::ZERO), Some(0xFFFFFF), Some(0xD9D7D0)),
            text(source, inner, 12.5, false),
        ];
        nodes.push(node(
            &format!("card_{number}"),
            Role::Card,
            bounds,
            source,
            Some((row, column, 1)),
            content,
        ));
    }
    scene(setter.fonts.clone(), size, nodes)
}

pub fn pdf(scene: &Scene, options: &Options) -> Vec<u8> {
    paint(scene, options, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A document of several scenes; also into the folder that PDF_LOOK names, to be looked at.
pub fn document(name: &str, parts: &[Part], options: &Options, labels: Option<&Labels>) -> Painted {
    let painted = paint_parts(parts, options, labels, &mut |_| ControlFlow::Continue(())).unwrap();
    look(name, &painted.bytes);
    painted
}

pub fn look(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("PDF_LOOK").map(PathBuf::from) {
        std::fs::write(folder.join(format!("{name}.pdf")), bytes).unwrap();
    }
}

/// Runs a tool on the bytes; `None` where it is not installed.
pub fn tool(name: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pdf");
    std::fs::write(&file, bytes).unwrap();
    run(name, arguments, &file, folder.path())
}

fn run(name: &str, arguments: &[&str], file: &Path, folder: &Path) -> Option<String> {
    let fill = |a: &&str| a.replace("FILE", file.to_str().unwrap());
    let output = match Command::new(name)
        .args(arguments.iter().map(fill))
        .current_dir(folder)
        .output()
    {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("{name} is not installed; not checked");
            return None;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {text}");
    Some(text)
}

/// What a tool makes of the file; `None` where it is not installed.
pub fn rewritten(name: &str, arguments: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.pdf");
    std::fs::write(&file, bytes).unwrap();
    let arguments = [&["FILE"], arguments, &["new.pdf"]].concat();
    run(name, &arguments, &file, folder.path())?;
    Some(std::fs::read(folder.path().join("new.pdf")).unwrap())
}

pub fn sound(bytes: &[u8]) {
    if let Some(said) = tool("qpdf", &["--check", "FILE"], bytes) {
        assert!(!said.contains("WARNING"), "{said}");
    }
}

pub const TEXTS: [&str; 8] = [
    "Searches for “flood insurance” after the storm",
    "Vergleicht Tarife: größer, günstiger, schöner",
    "Ελληνικά και кириллица",
    "مرحبا بالعالم",
    "שלום עולם",
    "保険を比較する",
    "เปรียบเทียบประกัน",
    "Signs up 🎉 at last",
];

/// A sheet with one of everything that a painter must know.
pub fn everything() -> Scene {
    let setter = Setter::new();
    let mut scene = grid(
        &setter,
        2,
        &["Reads the *terms*", "Asks a friend", "Signs up 🎉", "Waits"],
    );
    let bounds = |x: f64, y: f64, w: f64, h: f64| Rect::from_origin_size((x, y), (w, h));
    let styled = |slant: bool, bold: bool, line: bool| {
        let mut text = setter.text("Styled words", Rect::new(0.0, 0.0, 200.0, 20.0), 14.0, false);
        for run in &mut text.lines[0].runs {
            (run.oblique, run.embolden, run.underline) = (slant, bold, line);
            run.colour = Colour::hex(0x8B1E1E);
        }
        Primitive::Text(text)
    };
    let curve = BezPath::from_svg("M0 40 C30 40 60 0 90 0 S150 60 180 50").unwrap();
    scene.nodes.push(node(
        "curve_1",
        Role::EmotionCurve,
        bounds(160.0, 300.0, 360.0, 60.0),
        "Emotion of Ana: calm, then relieved",
        Some((2, 0, 2)),
        vec![
            Primitive::Path {
                shape: Shape::Rect(Rect::new(0.0, 0.0, 360.0, 60.0)),
                fill: Some(Paint::Vertical(vec![
                    (0.0, Colour::hex(0xEAF6EE)),
                    (30.0, Colour::WHITE),
                    (60.0, Colour::hex(0xFDEEEE)),
                ])),
                stroke: None,
            },
            Primitive::Path {
                shape: Shape::Path(curve.into()),
                fill: None,
                stroke: Some(Stroke {
                    width: 2.5,
                    round: true,
                    dash: Dash::Dashed { on: 6.0, off: 4.0 },
                    ..Stroke::solid(Colour::hex(0x155A33), 2.5)
                }),
            },
        ],
    ));
    scene.nodes.push(node(
        "lane_curve",
        Role::Lane,
        bounds(40.0, 300.0, 100.0, 60.0),
        "Feelings",
        Some((2, 0, 2)),
        vec![Primitive::Text(setter.text(
            "Feelings",
            Rect::new(0.0, 0.0, 100.0, 20.0),
            13.0,
            true,
        ))],
    ));
    scene.nodes.push(node(
        "score_1",
        Role::Score,
        bounds(200.0, 310.0, 80.0, 22.0),
        "Relieved, plus one of two",
        Some((2, 1, 1)),
        vec![
            Primitive::Path {
                shape: Shape::Circle {
                    centre: Point::new(11.0, 11.0),
                    radius: 11.0,
                },
                fill: Some(Colour::hex(0x155A33).into()),
                stroke: None,
            },
            Primitive::Text(setter.text("relieved", Rect::new(26.0, 2.0, 80.0, 20.0), 11.0, false)),
        ],
    ));
    scene.nodes.push(node(
        "note_1",
        Role::Note,
        bounds(40.0, 372.0, 480.0, 60.0),
        "A note",
        None,
        vec![
            Primitive::Group {
                transform: Affine::translate((10.0, 0.0)),
                clip: Some(Shape::Circle {
                    centre: Point::new(60.0, 30.0),
                    radius: 60.0,
                }),
                opacity: 0.5,
                children: vec![
                    rectangle(Rect::new(0.0, 0.0, 120.0, 60.0), Some(0xFFF9E8), Some(0xF0E2B6)),
                    styled(true, false, false),
                ],
            },
            Primitive::Group {
                transform: Affine::translate((140.0, 0.0)),
                clip: None,
                opacity: 1.0,
                children: vec![styled(false, true, true)],
            },
            Primitive::Link(LinkArea {
                rect: Rect::new(140.0, 0.0, 240.0, 20.0),
                href: "https://example.org/größe?a=1".into(),
            }),
            Primitive::Image(Image {
                rect: Rect::new(300.0, 0.0, 340.0, 40.0),
                bytes: Vec::from(&b"not a picture"[..]).into(),
                media_type: "image/png".into(),
                alt: "A photograph that broke".into(),
            }),
            Primitive::Image(Image {
                rect: Rect::new(350.0, 0.0, 390.0, 40.0),
                bytes: Vec::from(PNG).into(),
                media_type: "image/png".into(),
                alt: "A red square".into(),
            }),
            Primitive::Image(Image {
                rect: Rect::new(400.0, 0.0, 440.0, 40.0),
                bytes: Vec::from(SVG.as_bytes()).into(),
                media_type: "image/svg+xml".into(),
                alt: "A disc".into(),
            }),
        ],
    ));
    scene.nodes.push(node(
        "link_1",
        Role::Link,
        bounds(200.0, 200.0, 60.0, 10.0),
        "Asks a friend leads to Waits",
        None,
        vec![Primitive::Path {
            shape: Shape::Line {
                from: Point::ZERO,
                to: Point::new(60.0, 10.0),
            },
            fill: None,
            stroke: Some(Stroke::solid(Colour::hex(0x5B6472).with_alpha(128), 1.5)),
        }],
    ));
    scene.size.height = 460.0;
    scene
}

/// A red pixel.
pub const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 144, 119, 83,
    222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 0, 0, 3, 1, 1, 0, 201, 254, 146, 239, 0, 0, 0, 0,
    73, 69, 78, 68, 174, 66, 96, 130,
];
pub const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="#2B4A9B"/><text x="8" y="24" font-family="Inter" font-size="10" fill="#fff">SVG</text><image href="/etc/hostname" width="9" height="9"/></svg>"##;
