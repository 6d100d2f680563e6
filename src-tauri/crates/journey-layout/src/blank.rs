//! Blank canvases: a map's stages and lanes as a poster to be filled in by hand.

use std::sync::Arc;

use journey_model::{CardFamily, Document, Objective};
use journey_scene::{Dash, NodeId, Paint, Primitive, Rect, Role, Scene, Shape, Size, Stroke};

use crate::engine::Engine;
use crate::grid::Grid;
use crate::options::{Footer, Part, SheetOptions};
use crate::sheet::{Brief, Layer, Sheet, line, node, panel, round_rect};
use crate::theme::Theme;

/// Least height of a lane: a square sticky note of 76 mm fits in where a step is printed 93 mm wide, as
/// on an A1 sheet of seven steps.
const LANE: f64 = 148.0;
/// Height of a box to write in above the map.
const BOX: f64 = 92.0;
/// What the boxes ask.
const QUESTIONS: [&str; 4] = [
    "Customer",
    "Purpose of this map",
    "Success measure",
    "End goal of the customer",
];
/// Paper that is longer than this many times its width is not filled.
const LONGEST: f64 = 4.0;

impl Engine {
    /// An empty poster for a workshop: the map's title, the titles of its stages and lanes, and in every
    /// cell the outline of the room for notes by hand. Nothing else that is written on the map is on it,
    /// and no legend. The sheet has the proportions of `size` (any unit), as long as the map's own are
    /// not further from them than wider columns and higher lanes can make up for.
    pub fn blank(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        size: Size,
    ) -> Arc<Scene> {
        let theme = theme.printed(options.colours);
        let empty = emptied(document);
        let options = SheetOptions {
            footer: Footer {
                review: false,
                ..options.footer.clone()
            },
            ..options.clone()
        };
        let mut brief = Brief {
            blank: Some(LANE),
            ..Brief::new(&options, &Part::Whole)
        };
        let mut scene = self.drawn(&empty, theme, brief);
        let ratio = size.width / size.height;
        if !(LONGEST.recip()..=LONGEST).contains(&ratio) {
            return scene;
        }
        // Too narrow for the paper: wider columns.
        let columns = scene.grid.width().max(1.0);
        let wanted = scene.size.height * ratio - 2.0 * theme.metrics.margin - theme.metrics.label_column;
        if wanted > columns {
            brief.stretch = wanted / columns;
            scene = self.drawn(&empty, theme, brief);
        }
        // Too low for it: higher lanes.
        let lanes = empty
            .lanes
            .values()
            .filter(|lane| !lane.hidden && lane.kind.family() != CardFamily::Separator)
            .count();
        let missing = scene.size.width / ratio - scene.size.height;
        if missing > 0.0 && lanes > 0 {
            // Lanes of a curve are higher than others: they begin to grow when the others reach them.
            for _ in 0..3 {
                let missing = scene.size.width / ratio - scene.size.height;
                brief.blank = brief.blank.map(|least| (least + missing / lanes as f64).max(LANE));
                scene = self.drawn(&empty, theme, brief);
            }
        }
        scene
    }
}

/// The map without all that people write on it.
fn emptied(document: &Document) -> Document {
    let mut empty = Document::new(document.map.clone());
    empty.map.subtitle.clear();
    empty.map.objective = Objective::default();
    empty.stages = document.stages.clone();
    empty.steps = document.steps.clone();
    empty.lanes = document.lanes.clone();
    // For the logo.
    empty.assets = document.assets.clone();
    for stage in empty.stages.values_mut() {
        stage.goal.clear();
    }
    for step in empty.steps.values_mut() {
        step.title.clear();
    }
    for lane in empty.lanes.values_mut() {
        lane.caption.clear();
        lane.collapsed = false;
    }
    empty
}

/// Lays out the boxes to write in below the title; returns the y below them.
pub(crate) fn lay_out_questions(sheet: &mut Sheet<'_>, width: f64, y: f64) -> f64 {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let count = QUESTIONS.len() as f64;
    let own = (width - m.header_gutter * (count - 1.0)) / count;
    let top = y + m.header_gap;
    for (number, question) in QUESTIONS.into_iter().enumerate() {
        let x = m.margin + number as f64 * (own + m.header_gutter);
        let bounds = Rect::from_origin_size((x, top), (own, BOX));
        let ground = Rect::from_origin_size((0.0, 0.0), bounds.size());
        let stroke = Stroke::solid(theme.rule, m.hairline);
        let mut content = vec![panel(ground, m.header_radius, theme.paper, Some(stroke))];
        let inner = own - 2.0 * m.header_padding;
        let text = sheet.text(&question.to_uppercase(), scale.label, theme.muted, inner);
        text.draw(m.header_padding, m.header_padding - 4.0, &mut content);
        let id = NodeId::new(format!("blank/question-{number}"));
        let label = format!("{question}: to be filled in");
        sheet.push(Layer::Header, node(id, Role::Objective, bounds, &label, content));
    }
    top + BOX
}

/// Draws the room of a row that has its place: an outline a cell, or for a curve a guide a step.
pub(crate) fn lay_out_room(sheet: &mut Sheet<'_>, grid: &Grid<'_>, index: usize) {
    let (m, theme) = (sheet.m, sheet.theme);
    let row = &grid.rows[index];
    let dashed = |on, off| Stroke {
        dash: Dash::Dashed { on, off },
        ..Stroke::solid(theme.curve.zero, m.hairline)
    };
    let content: Vec<Primitive> = match row.family {
        CardFamily::Separator => return,
        CardFamily::Curve => {
            let (above, below) = m.curve_room;
            let x = |column: &crate::grid::Column<'_>| column.centre() - grid.x0;
            grid.columns
                .iter()
                .map(|column| {
                    let x = x(column);
                    line((x, above), (x, row.height - below), dashed(2.0, 4.0))
                })
                .collect()
        }
        _ => grid
            .columns
            .iter()
            .map(|column| Primitive::Path {
                shape: Shape::RoundedRect {
                    rect: round_rect(Rect::new(
                        column.x - grid.x0 + m.cell_inset,
                        m.cell_top,
                        column.end() - grid.x0 - m.cell_inset,
                        row.height - m.cell_top,
                    )),
                    radius: m.card_radius,
                },
                fill: Some(Paint::Solid(theme.paper)),
                stroke: Some(dashed(4.0, 4.0)),
            })
            .collect(),
    };
    let bounds = Rect::new(grid.x0, row.y, grid.x1, row.end());
    let id = NodeId::part(row.lane.id.as_str(), "room");
    sheet.push(Layer::Curve, node(id, Role::Decoration, bounds, "", content));
}
