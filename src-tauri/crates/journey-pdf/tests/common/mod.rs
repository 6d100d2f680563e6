//! Scenes for tests, with text set naively: characters to glyphs, advances, breaks at spaces. Layout
//! has its own tests; a painter only needs glyphs that stand somewhere.
#![allow(dead_code)] // each test binary uses its own part

use std::path::PathBuf;
use std::sync::Arc;

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
            lines.push(self.line(source, start..end, rect.x0, baseline, size, bold));
            baseline += f64::from(size) * 1.36;
            start = end;
        }
        TextBox { rect, source: source.into(), lines }
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
            run.glyphs.push(Glyph { id, dx: 0.0, dy: 0.0, advance, cluster: at });
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

pub fn node(id: &str, role: Role, bounds: Rect, label: &str, cell: Option<(u32, u32, u32)>, content: Vec<Primitive>) -> Node {
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
    let size = Size::new(left + width * f64::from(columns) + 40.0, top + height * f64::from(rows) + 40.0);
    let title = "Buying flood insurance";
    let text = |s: &str, r: Rect, size: f32, bold: bool| Primitive::Text(setter.text(s, r, size, bold));
    let bounds = Rect::new(40.0, 24.0, 700.0, 64.0);
    nodes.push(node("map/title", Role::Title, bounds, title, None, vec![text(title, Rect::new(0.0, 0.0, 660.0, 40.0), 30.0, true)]));
    for column in 0..columns {
        let label = format!("Stage {}", column + 1);
        let bounds = Rect::from_origin_size((left + width * f64::from(column), 88.0), (width - 8.0, 56.0));
        let inner = Rect::new(12.0, 16.0, width - 16.0, 40.0);
        let content = vec![rectangle(bounds.with_origin(Point::ZERO), Some(0xDDF0EE), None), text(&label, inner, 15.5, true)];
        nodes.push(node(&format!("stage_{column}"), Role::Stage, bounds, &label, Some((0, column, 1)), content));
    }
    for row in 0..rows {
        let y = top + height * f64::from(row);
        let line = Primitive::Path {
            shape: Shape::Line { from: Point::ZERO, to: Point::new(size.width - 80.0, 0.0) },
            fill: None,
            stroke: Some(Stroke::solid(Colour::hex(0xE6E4DE), 1.0)),
        };
        let at = Rect::new(40.0, y, size.width - 40.0, y + 1.0);
        nodes.push(node(&format!("line_{row}"), Role::Decoration, at, "", None, vec![line]));
        let label = format!("Lane {}", row + 1);
        let bounds = Rect::new(40.0, y + 8.0, left, y + height);
        let content = vec![text(&label, Rect::new(0.0, 0.0, 100.0, 20.0), 13.0, true)];
        nodes.push(node(&format!("lane_{row}"), Role::Lane, bounds, &label, Some((row, 0, columns)), content));
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
        nodes.push(node(&format!("card_{number}"), Role::Card, bounds, source, Some((row, column, 1)), content));
    }
    scene(setter.fonts.clone(), size, nodes)
}
