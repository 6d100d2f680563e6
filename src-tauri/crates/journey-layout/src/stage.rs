//! The stage band of chevrons, and the step headings below it.

use std::sync::Arc;

use journey_scene::{NodeId, Paint, Primitive, Rect, Role, Shape, Stroke};
use kurbo::BezPath;

use crate::grid::Grid;
use crate::paragraph::Paragraph;
use crate::sheet::{Layer, Sheet, editable, in_cell, line, node, vacant};
use crate::theme::{TypeStyle, mix};

/// Lays out the stage band at `y`; returns the y below it.
pub(crate) fn lay_out_stages(sheet: &mut Sheet<'_>, grid: &Grid<'_>, y: f64) -> f64 {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    if grid.stages.is_empty() {
        return y;
    }
    let mut texts: Vec<(Arc<Paragraph>, Arc<Paragraph>)> = Vec::with_capacity(grid.stages.len());
    for span in &grid.stages {
        let tint = theme.stage(span.position, span.stage.colour.as_deref());
        let inner = inner_width(span.x1 - span.x0, m.stage_padding.0, m.chevron);
        texts.push((
            sheet.text(span.stage.title.trim(), scale.stage, tint.text, inner),
            sheet.text(span.stage.goal.trim(), scale.stage_goal, tint.text, inner),
        ));
    }
    let tallest = texts.iter().map(|(t, g)| t.height + g.height).fold(0.0, f64::max);
    let height = (tallest + 2.0 * m.stage_padding.1).max(m.stage_least);
    let top = (height - tallest.max(scale.stage.line_height)) / 2.0;

    for (position, (span, (title, goal))) in grid.stages.iter().zip(texts).enumerate() {
        let stage = span.stage;
        let tint = theme.stage(span.position, stage.colour.as_deref());
        let bounds = Rect::new(span.x0, y, span.x1, y + height);
        let width = bounds.width();
        let (first, last) = (position == 0, position + 1 == grid.stages.len());
        let mut content = vec![Primitive::Path {
            shape: Shape::Path(Arc::new(chevron(
                width,
                height,
                m.chevron,
                m.chevron_gap,
                (first, last),
            ))),
            fill: Some(Paint::Solid(tint.ground)),
            stroke: (sheet.theme.stage_border > 0.0).then(|| Stroke::solid(tint.border, sheet.theme.stage_border)),
        }];
        let x = m.stage_padding.0;
        title.draw(x, top, &mut content);
        let spoken = if stage.title.trim().is_empty() {
            "untitled"
        } else {
            stage.title.trim()
        };
        let label = format!("Stage: {spoken}");
        let inner = inner_width(width, m.stage_padding.0, m.chevron);
        let rect = Rect::from_origin_size((x, top), (inner, title.height.max(scale.stage.line_height)));
        let node = node(NodeId::new(stage.id.as_str()), Role::Stage, bounds, &label, content);
        let node = editable(node, "title", rect, &scale.stage, tint.text);
        sheet.push(Layer::Stage, in_cell(node, 0, span.first, span.columns));

        // The goal is a node of its own, because it is edited on its own.
        let top = top + title.height.max(scale.stage.line_height);
        let id = NodeId::part(stage.id.as_str(), "goal");
        if stage.goal.trim().is_empty() {
            let bounds = Rect::from_origin_size((span.x0 + x, y + top), (inner, scale.stage_goal.line_height));
            let label = format!("Goal of stage {spoken}");
            let node = vacant(id, bounds, &label, "goal", &scale.stage_goal, tint.text);
            sheet.push(Layer::Stage, in_cell(node, 0, span.first, span.columns));
        } else {
            let bounds = Rect::from_origin_size((span.x0 + x, y + top), (inner, goal.height));
            let local = Rect::from_origin_size((0.0, 0.0), bounds.size());
            let label = format!("Goal of stage {spoken}: {}", stage.goal.trim());
            let mut content = Vec::new();
            goal.draw(0.0, 0.0, &mut content);
            let node = crate::sheet::node(id, Role::Subtitle, bounds, &label, content);
            let node = editable(node, "goal", local, &scale.stage_goal, tint.text);
            sheet.push(Layer::Stage, in_cell(node, 0, span.first, span.columns));
        }
    }
    y + height
}

/// Height of the way, and the least width of a part of it that is named, in px.
const WAY: f64 = 26.0;
const NAMED: f64 = 64.0;

/// Lays out all stages of the map as a narrow band in which the one at `position` stands out; returns
/// the y below it. The sheet shows that stage alone, and this says where on the way it is.
pub(crate) fn lay_out_way(sheet: &mut Sheet<'_>, grid: &Grid<'_>, y: f64, position: usize) -> f64 {
    let (m, theme) = (sheet.m, sheet.theme);
    let Some(span) = grid.stages.first() else {
        return y;
    };
    let stages = sheet.document.ordered_stages();
    let width = (grid.x1 - m.margin).max(m.least_width);
    let part = width / stages.len().max(1) as f64;
    let (depth, gap) = ((part / 4.0).min(8.0), (part / 8.0).min(4.0));
    let style = theme.scale.caption;
    for (index, stage) in stages.iter().enumerate() {
        let here = index == position;
        let tint = theme.stage(index, stage.colour.as_deref());
        let (first, last) = (index == 0, index + 1 == stages.len());
        let (ground, text) = if here {
            (tint.ground, tint.text)
        } else {
            (theme.paper, theme.muted)
        };
        // The one that is shown has the border of its tint, at least a little darker than its ground.
        let border = if here {
            mix(tint.ground, tint.text, 0.45)
        } else {
            theme.rule
        };
        let shape = chevron(part, WAY, depth, gap, (first, last));
        let mut content = vec![Primitive::Path {
            shape: Shape::Path(Arc::new(shape)),
            fill: Some(Paint::Solid(ground)),
            stroke: Some(Stroke::solid(border, if here { 1.5 } else { m.hairline })),
        }];
        let inner = part - 3.0 * depth - gap - 4.0;
        let title = stage.title.trim();
        if part >= NAMED && !title.is_empty() {
            let weight = if here { 700 } else { 500 };
            let text = one_line(sheet, title, TypeStyle { weight, ..style }, text, inner);
            text.draw(2.0 * depth, (WAY - style.line_height) / 2.0, &mut content);
        }
        let x = m.margin + part * index as f64;
        let bounds = Rect::new(x, y, x + part, y + WAY);
        let node = if here {
            let label = format!("Stage: {}", crate::words::or(title, "untitled"));
            let node = node(NodeId::new(stage.id.as_str()), Role::Stage, bounds, &label, content);
            in_cell(node, 0, span.first, span.columns)
        } else {
            let id = NodeId::part(stage.id.as_str(), "way");
            node(id, Role::Decoration, bounds, "", content)
        };
        sheet.push(Layer::Stage, node);
    }
    y + WAY
}

/// As much of a text as fits on one line, with an ellipsis where it is cut.
pub(crate) fn one_line(
    sheet: &mut Sheet<'_>,
    text: &str,
    style: TypeStyle,
    colour: journey_scene::Colour,
    width: f64,
) -> Arc<Paragraph> {
    let whole = sheet.text(text, style, colour, width);
    if whole.lines.len() <= 1 {
        return whole;
    }
    // The first line, word by word shorter until the ellipsis fits too.
    let end = whole
        .lines
        .first()
        .and_then(|line| line.runs.iter().map(|run| run.range.end).max());
    let end = end.and_then(|end| usize::try_from(end).ok()).unwrap_or(0);
    let mut cut = whole.source.get(..end).unwrap_or("").trim_end().to_owned();
    loop {
        let shorter = sheet.text(&format!("{cut}…"), style, colour, width);
        if shorter.lines.len() <= 1 || cut.pop().is_none() {
            return shorter;
        }
    }
}

fn inner_width(width: f64, padding: f64, chevron: f64) -> f64 {
    (width - padding - chevron - 10.0).max(40.0)
}

/// A band that points to the right. The first one has a straight left edge, and the last one's point
/// ends with the grid.
pub(crate) fn chevron(width: f64, height: f64, depth: f64, gap: f64, (first, last): (bool, bool)) -> BezPath {
    // Half of the gap on either side of the boundary, measured along x.
    let left = if first { 0.0 } else { gap / 2.0 - depth / 2.0 };
    let right = width - if last { depth } else { gap / 2.0 + depth / 2.0 };
    let mut path = BezPath::new();
    path.move_to((left, 0.0));
    path.line_to((right, 0.0));
    path.line_to((right + depth, height / 2.0));
    path.line_to((right, height));
    path.line_to((left, height));
    if !first {
        path.line_to((left + depth, height / 2.0));
    }
    path.close_path();
    crate::symbol::rounded(path)
}

/// Lays out the step headings at `y`; returns the y below them, where the grid begins.
pub(crate) fn lay_out_steps(sheet: &mut Sheet<'_>, grid: &Grid<'_>, y: f64) -> f64 {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let (pad_x, pad_y) = m.step_padding;
    let mut titles = Vec::with_capacity(grid.columns.len());
    for column in &grid.columns {
        let inner = (column.width - pad_x - m.cell_inset).max(40.0);
        titles.push(sheet.text(column.step.title.trim(), scale.step, theme.ink, inner));
    }
    let tallest = titles
        .iter()
        .map(|title| title.height)
        .fold(scale.step.line_height, f64::max);
    let height = tallest + 2.0 * pad_y;
    for (index, (column, title)) in grid.columns.iter().zip(titles).enumerate() {
        let bounds = Rect::new(column.x, y, column.end(), y + height);
        let title_height = title.height.max(scale.step.line_height);
        let top = height - pad_y - title_height;
        let mut content = Vec::new();
        title.draw(pad_x, top, &mut content);
        if sheet.brief.blank.is_some() {
            let y = height - pad_y;
            let stroke = Stroke::solid(theme.rule, m.hairline);
            content.push(line((pad_x, y), (column.width - m.cell_inset, y), stroke));
        }
        let label = format!("Step: {}", column.title());
        let node = node(
            NodeId::new(column.step.id.as_str()),
            Role::Step,
            bounds,
            &label,
            content,
        );
        let inner = (column.width - pad_x - m.cell_inset).max(40.0);
        let rect = Rect::from_origin_size((pad_x, top), (inner, title_height));
        let node = editable(node, "title", rect, &scale.step, theme.ink);
        sheet.push(Layer::Step, in_cell(node, 0, index, 1));
    }
    y + height
}
