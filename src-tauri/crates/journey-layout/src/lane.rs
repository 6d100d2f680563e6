//! Lanes: their headings in the label column, the lines between them, and separators.

use journey_model::CardFamily;
use journey_scene::{Dash, NodeId, Point, Primitive, Rect, Role, Shape, Stroke};

use crate::grid::{Grid, Row};
use crate::sheet::{Layer, Sheet, editable, in_cell, line, node, vacant};
use crate::symbol;
use crate::words;

/// The height that a lane's heading asks for.
pub(crate) fn heading_height(sheet: &mut Sheet<'_>, row: &Row<'_>) -> f64 {
    let m = sheet.m;
    if row.family == CardFamily::Separator {
        return m.separator.max(separator_title(sheet, row).height + 16.0);
    }
    let (title, caption) = heading_texts(sheet, row);
    let least = if row.lane.collapsed {
        m.lane_collapsed
    } else {
        m.lane_least
    };
    let text = title.height + caption.as_ref().map_or(0.0, |c| c.height);
    (text.max(m.badge) + 2.0 * m.cell_top).max(least)
}

type Text = std::sync::Arc<crate::paragraph::Paragraph>;

fn heading_texts(sheet: &mut Sheet<'_>, row: &Row<'_>) -> (Text, Option<Text>) {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let inner = text_width(m, row);
    let title = sheet.text(row.lane.title.trim(), scale.lane, theme.ink, inner);
    let caption = if row.lane.collapsed {
        Some(collapsed_caption(sheet, row))
    } else {
        Some(row.lane.caption.trim().to_owned()).filter(|caption| !caption.is_empty())
    };
    let caption = caption.map(|caption| sheet.text(&caption, scale.caption, theme.muted, inner));
    (title, caption)
}

fn collapsed_caption(sheet: &Sheet<'_>, row: &Row<'_>) -> String {
    if row.family == CardFamily::Curve {
        let scores = sheet.document.scores.values().filter(|s| s.lane == row.lane.id).count();
        return words::count(scores, "point", "points");
    }
    words::count(row.card_count, "card", "cards")
}

/// Width of titles and captions in the label column: up to a small distance from the first column, or
/// from the scale of an emotion lane.
fn text_width(m: &crate::theme::Metrics, row: &Row<'_>) -> f64 {
    let scale = if row.family == CardFamily::Curve { m.badge } else { 0.0 };
    m.label_column - m.badge - m.badge_gap - m.cell_inset - scale
}

/// Draws the heading of a row that has its place.
pub(crate) fn lay_out_heading(sheet: &mut Sheet<'_>, grid: &Grid<'_>, index: usize) {
    let row = &grid.rows[index];
    if row.family == CardFamily::Separator {
        return lay_out_separator(sheet, grid, index);
    }
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let lane = row.lane;
    let look = theme.look(lane.kind);
    let (badge, symbol_colour) = match theme.custom(lane.colour.as_deref()) {
        Some(tint) => (tint.ground, tint.text),
        None => (look.badge, look.symbol),
    };
    let bounds = Rect::from_origin_size((m.margin, row.y), (m.label_column, row.height));
    let (title, caption) = heading_texts(sheet, row);
    let top = m.cell_top;
    let square = Rect::from_origin_size((0.0, top), (m.badge, m.badge));
    let mut content: Vec<Primitive> = vec![Primitive::Path {
        shape: Shape::RoundedRect {
            rect: square,
            radius: m.badge_radius,
        },
        fill: Some(badge.into()),
        stroke: theme.is_monochrome().then(|| Stroke::solid(theme.ink, m.hairline)),
    }];
    let inset = (m.badge - m.badge_symbol) / 2.0;
    content.extend(symbol::draw(
        symbol::lane_symbol(lane.kind),
        Point::new(inset, top + inset),
        m.badge_symbol,
        symbol_colour,
    ));
    let x = m.badge + m.badge_gap;
    // A lone title stands level with the badge; one with a caption hangs from its top edge.
    let title_top = top + ((m.badge - title.height) / 2.0).max(0.0) - if caption.is_some() { 3.0 } else { 0.0 };
    title.draw(x, title_top, &mut content);
    let title_height = title.height.max(scale.lane.line_height);
    let caption_top = title_top + title_height;
    if let Some(caption) = caption.as_ref().filter(|_| lane.collapsed) {
        caption.draw(x, caption_top, &mut content);
    }
    let spoken = if lane.title.trim().is_empty() {
        "untitled"
    } else {
        lane.title.trim()
    };
    let mut label = format!("Lane: {spoken}");
    if lane.collapsed {
        label.push_str(&format!(", collapsed, {}", collapsed_caption(sheet, row)));
    }
    let heading = node(NodeId::new(lane.id.as_str()), Role::Lane, bounds, &label, content);
    let rect = Rect::from_origin_size((x, title_top), (text_width(m, row), title_height));
    let heading = editable(heading, "title", rect, &scale.lane, theme.ink);
    sheet.push(Layer::Lane, in_cell(heading, index, 0, 1));

    if lane.collapsed {
        return;
    }
    // The caption is a node of its own, because it is edited on its own.
    let origin = (m.margin + x, row.y + caption_top);
    let id = NodeId::part(lane.id.as_str(), "caption");
    if let Some(caption) = caption {
        let bounds = Rect::from_origin_size(origin, (text_width(m, row), caption.height));
        let local = Rect::from_origin_size((0.0, 0.0), bounds.size());
        let label = format!("Caption of lane {spoken}: {}", lane.caption.trim());
        let mut content = Vec::new();
        caption.draw(0.0, 0.0, &mut content);
        let caption = node(id, Role::Subtitle, bounds, &label, content);
        let caption = editable(caption, "caption", local, &scale.caption, theme.muted);
        sheet.push(Layer::Lane, in_cell(caption, index, 0, 1));
    } else {
        let bounds = Rect::from_origin_size(origin, (text_width(m, row), scale.caption.line_height));
        let label = format!("Caption of lane {spoken}");
        let caption = vacant(id, bounds, &label, "caption", &scale.caption, theme.muted);
        sheet.push(Layer::Lane, in_cell(caption, index, 0, 1));
    }
}

fn separator_title(sheet: &mut Sheet<'_>, row: &Row<'_>) -> Text {
    let title = row.lane.title.trim().to_uppercase();
    let width = sheet.m.label_column * 1.7;
    sheet.text(&title, sheet.theme.scale.label, sheet.theme.separator, width)
}

fn lay_out_separator(sheet: &mut Sheet<'_>, grid: &Grid<'_>, index: usize) {
    let (m, theme) = (sheet.m, sheet.theme);
    let row = &grid.rows[index];
    let title = separator_title(sheet, row);
    let bounds = Rect::new(m.margin, row.y, grid.x1, row.end());
    let middle = row.height / 2.0;
    let mut content = Vec::new();
    title.draw(0.0, middle - title.height / 2.0, &mut content);
    let start = if title.is_empty() { 0.0 } else { title.width + 12.0 };
    content.push(line(
        (start, middle),
        (bounds.width(), middle),
        Stroke {
            colour: theme.separator,
            width: 1.25,
            dash: Dash::Dashed { on: 6.0, off: 5.0 },
            round: false,
        },
    ));
    let spoken = if row.lane.title.trim().is_empty() {
        row.lane.kind.default_title()
    } else {
        row.lane.title.trim()
    };
    let separator = node(
        NodeId::new(row.lane.id.as_str()),
        Role::Separator,
        bounds,
        spoken,
        content,
    );
    let style = &theme.scale.label;
    let height = title.height.max(style.line_height);
    let rect = Rect::from_origin_size((0.0, middle - height / 2.0), (m.label_column * 1.7, height));
    let separator = editable(separator, "title", rect, style, theme.separator);
    sheet.push(Layer::Lane, in_cell(separator, index, 0, grid.columns.len().max(1)));
}

/// The hairlines between lanes, steps and stages, from the step headings down to the last lane.
pub(crate) fn lay_out_rules(sheet: &mut Sheet<'_>, grid: &Grid<'_>, top: f64, body: f64, bottom: f64) {
    let (m, theme) = (sheet.m, sheet.theme);
    if grid.columns.is_empty() {
        return;
    }
    let mut columns = Vec::new();
    for pair in grid.columns.windows(2) {
        let x = pair[1].x - grid.x0;
        let stage_ends = pair[0].stage != pair[1].stage;
        let stroke = Stroke {
            colour: theme.rule,
            width: m.hairline,
            dash: if stage_ends {
                Dash::Solid
            } else {
                Dash::Dashed { on: 1.0, off: 3.0 }
            },
            round: false,
        };
        columns.push(line((x, 0.0), (x, bottom - top), stroke));
    }
    if !columns.is_empty() {
        let bounds = Rect::new(grid.x0, top, grid.x1, bottom);
        sheet.push(
            Layer::Paper,
            node(NodeId::new("map/columns"), Role::Decoration, bounds, "", columns),
        );
    }

    let stroke = || Stroke::solid(theme.hairline, m.hairline);
    let width = grid.x1 - m.margin;
    let mut rows = vec![line((0.0, 0.0), (width, 0.0), stroke())];
    for (index, row) in grid.rows.iter().enumerate() {
        // A separator is a line of its own: no second one beside it.
        let next = grid.rows.get(index + 1);
        let beside = row.family == CardFamily::Separator && next.is_some()
            || next.is_some_and(|next| next.family == CardFamily::Separator);
        if !beside {
            let y = row.end() - body;
            rows.push(line((0.0, y), (width, y), stroke()));
        }
    }
    let bounds = Rect::new(m.margin, body, grid.x1, bottom);
    sheet.push(
        Layer::Paper,
        node(NodeId::new("map/rows"), Role::Decoration, bounds, "", rows),
    );
}
