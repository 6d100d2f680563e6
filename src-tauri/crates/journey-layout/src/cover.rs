//! The cover: what the map is about, on a page of its own.

use std::sync::Arc;

use journey_model::{Document, Persona};
use journey_scene::{Affine, Node, NodeId, Paint, Point, Primitive, Rect, Role, Scene, Shape, Size, Stroke, round_to};

use crate::engine::Engine;
use crate::options::{Part, SheetOptions};
use crate::paragraph::Align;
use crate::sheet::{Brief, Layer, Sheet, line, node, panel, rounded_point};
use crate::theme::{Theme, TypeStyle, readable};
use crate::{face, figures, footer, header, legend, stage, symbol, words};

/// The page is laid out on this area (that of an A4 sheet, in px²), whatever its size on paper.
const AREA: f64 = 1123.0 * 794.0;
/// How much larger the page may become, so that long texts fit: they are printed smaller then.
const ROOM: [f64; 10] = [1.0, 1.08, 1.16, 1.28, 1.4, 1.6, 1.8, 2.1, 2.5, 3.0];
const MARGIN: f64 = 64.0;
/// Least and largest distance between two blocks.
const GAP: (f64, f64) = (30.0, 72.0);
/// Width from which the objective and the personas stand side by side.
const SIDE_BY_SIDE: f64 = 860.0;
/// Between columns.
const GUTTER: f64 = 40.0;
const AVATAR: f64 = 64.0;
/// Height of the band of stages, and of the curve below it.
const BAND: f64 = 40.0;
const CURVE: f64 = 84.0;
const FACE: f64 = 18.0;
/// Most personas and figures.
const PERSONAS: usize = 6;
const FIGURES: usize = 6;

impl Engine {
    /// A cover: title and subtitle, the journey in one line, why the map exists, whose journey it is, key
    /// figures, and legend and footer as the options ask for them. The sheet has the proportions of
    /// `size` (any unit; painters fit it to their page) unless texts are longer than any page.
    pub fn cover(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        size: Size,
    ) -> Arc<Scene> {
        self.cover_page(document, theme.printed(options.colours), options, size, None)
    }

    /// The cover as the page of that number, in a theme that has the right colours.
    pub(crate) fn cover_page(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        size: Size,
        page: Option<(usize, usize)>,
    ) -> Arc<Scene> {
        let (whole, shown) = self.surveyed(document, theme, Brief::new(options, &Part::Whole));
        let sane = |side: f64| if side.is_finite() && side > 0.0 { side } else { 1.0 };
        // Nobody reads a cover that is more than four times as long as it is wide.
        let ratio = (sane(size.width) / sane(size.height)).clamp(0.25, 4.0);
        let base = Size::new((AREA * ratio).sqrt(), (AREA / ratio).sqrt());
        let brief = Brief {
            page,
            ..Brief::new(options, &Part::Whole)
        };
        let mut sheet = Sheet::new(document, theme, brief, &mut self.shaper, &mut self.paragraphs);
        sheet.shown = shown;
        let mut page = base;
        let mut blocks = Vec::new();
        for room in ROOM {
            page = Size::new((base.width * room).round(), (base.height * room).round());
            blocks = blocks_of(&mut sheet, &whole, page.width - 2.0 * MARGIN);
            if least_height(&blocks) <= page.height {
                break;
            }
        }
        page.height = page.height.max(least_height(&blocks).ceil());
        place(&mut sheet, blocks, page);
        let nodes = sheet.into_nodes();
        self.paragraphs.turn();
        Arc::new(Scene {
            size: page,
            paper: theme.paper,
            title: document.map.title.clone(),
            language: document.map.language.clone(),
            theme: theme.name,
            nodes,
            fonts: self.book.faces(),
            grid: Rect::ZERO,
        })
    }
}

/// Nodes whose top left would be (0, 0), and the room they need.
#[derive(Default)]
struct Block {
    nodes: Vec<(Layer, Node)>,
    height: f64,
}

impl Block {
    fn push(&mut self, layer: Layer, node: Node) {
        self.height = self.height.max(node.bounds().y1);
        self.nodes.push((layer, node));
    }

    /// A text of its own.
    fn text(&mut self, sheet: &mut Sheet<'_>, (id, role): (&str, Role), said: &str, shown: &Text<'_>) {
        let paragraph = sheet.text(shown.text, shown.style, shown.colour, shown.width);
        let mut content = Vec::new();
        paragraph.draw(0.0, 0.0, &mut content);
        let bounds = Rect::from_origin_size((0.0, self.height), (shown.width, paragraph.height));
        self.push(Layer::Header, node(NodeId::new(id), role, bounds, said, content));
    }
}

struct Text<'a> {
    text: &'a str,
    style: TypeStyle,
    colour: journey_scene::Colour,
    width: f64,
}

/// The blocks from top to bottom; the last two stand at the page's foot.
fn blocks_of(sheet: &mut Sheet<'_>, whole: &Scene, width: f64) -> Vec<Block> {
    vec![
        titles(sheet, width),
        way(sheet, whole, width),
        story(sheet, width),
        numbers(sheet, width),
        taken(sheet, width, legend::lay_out),
        taken(sheet, width, |sheet, width, top| {
            (width, footer::line(sheet, width, top))
        }),
    ]
}

fn least_height(blocks: &[Block]) -> f64 {
    let filled = blocks.iter().filter(|block| !block.nodes.is_empty());
    let (count, sum) = filled.fold((0, 0.0), |(count, sum), block| (count + 1, sum + block.height));
    2.0 * MARGIN + sum + GAP.0 * f64::from((count - 1).max(0))
}

/// Puts the blocks on the page: what room is left goes between them, and what is still left then above
/// the foot.
fn place(sheet: &mut Sheet<'_>, blocks: Vec<Block>, page: Size) {
    let filled: Vec<(usize, Block)> = blocks
        .into_iter()
        .enumerate()
        .filter(|(_, block)| !block.nodes.is_empty())
        .collect();
    let heights: f64 = filled.iter().map(|(_, block)| block.height).sum();
    let gaps = filled.len().saturating_sub(1).max(1);
    let gap = ((page.height - 2.0 * MARGIN - heights) / gaps as f64).clamp(GAP.0, GAP.1);
    let foot: f64 = filled
        .iter()
        .filter(|(number, _)| *number >= 4)
        .map(|(_, block)| block.height + 14.0)
        .sum();
    let mut y = MARGIN;
    let mut at_foot = false;
    for (number, block) in filled {
        if number >= 4 && !at_foot {
            at_foot = true;
            y = y.max(page.height - MARGIN - foot + 14.0);
        }
        for (layer, mut node) in block.nodes {
            node.origin = rounded_point(Point::new(node.origin.x + MARGIN, node.origin.y + y));
            sheet.push(layer, node);
        }
        y += block.height + if at_foot { 14.0 } else { gap };
    }
}

/// What a part of the map's own sheet would draw, as a block.
fn taken(sheet: &mut Sheet<'_>, width: f64, draw: impl FnOnce(&mut Sheet<'_>, f64, f64) -> (f64, f64)) -> Block {
    let (_, bottom) = draw(sheet, width, 0.0);
    let mut block = Block::default();
    for layer in [Layer::Legend, Layer::Footer] {
        for mut node in sheet.take(layer) {
            node.origin.x -= sheet.m.margin;
            block.push(layer, node);
        }
    }
    block.height = bottom;
    block
}

fn titles(sheet: &mut Sheet<'_>, width: f64) -> Block {
    let (theme, scale) = (sheet.theme, sheet.theme.scale);
    let map = &sheet.document.map;
    let mut block = Block::default();
    let mut text_width = width;
    let mut least: f64 = 0.0;
    if let Some(image) = header::logo_image(sheet) {
        let size = image.rect.size();
        let bounds = Rect::from_origin_size((width - size.width, 0.0), size);
        let content = vec![Primitive::Image(image)];
        let logo = node(NodeId::new("map/logo"), Role::Decoration, bounds, "", content);
        block.nodes.push((Layer::Header, logo));
        text_width = (width - size.width - GUTTER).max(width / 2.0);
        least = size.height;
    }
    let state = words::state_line(map.state);
    let upper = state.to_uppercase();
    let shown = |text, style, colour| Text {
        text,
        style,
        colour,
        width: text_width,
    };
    block.text(
        sheet,
        ("map/state", Role::Subtitle),
        &state,
        &shown(&upper, scale.label, theme.muted),
    );
    block.height += 8.0;
    let title = words::or(map.title.trim(), "Untitled map");
    block.text(
        sheet,
        ("map/title", Role::Title),
        title,
        &shown(title, scale.cover_title, theme.ink),
    );
    let subtitle = map.subtitle.trim();
    if !subtitle.is_empty() {
        block.height += 6.0;
        block.text(
            sheet,
            ("map/subtitle", Role::Subtitle),
            subtitle,
            &shown(subtitle, scale.cover_subtitle, theme.muted),
        );
    }
    block.height = block.height.max(least);
    block
}

/// The journey in one line: its stages, as wide as their steps, and the emotion over them.
fn way(sheet: &mut Sheet<'_>, whole: &Scene, width: f64) -> Block {
    let mut block = Block::default();
    let theme = sheet.theme;
    let scale = width / whole.grid.width().max(1.0);
    let x = |sheet_x: f64| (sheet_x - whole.grid.x0) * scale;
    let stages = sheet.document.ordered_stages();
    let shown: Vec<(usize, Rect)> = stages
        .iter()
        .enumerate()
        .filter_map(|(position, stage)| Some((position, whole.node(stage.id.as_str())?.bounds())))
        .collect();
    if shown.is_empty() {
        return block;
    }
    let mut content = Vec::new();
    let mut said = Vec::new();
    for (number, (position, bounds)) in shown.iter().enumerate() {
        let stage = stages[*position];
        let tint = theme.stage(*position, stage.colour.as_deref());
        let (left, right) = (x(bounds.x0), x(bounds.x1));
        let own = right - left;
        let (depth, gap) = ((own / 5.0).min(10.0), (own / 10.0).min(4.0));
        let ends = (number == 0, number + 1 == shown.len());
        let shape = Affine::translate((left, 0.0)) * stage::chevron(own, BAND, depth, gap, ends);
        content.push(Primitive::Path {
            shape: Shape::Path(symbol::rounded(shape).into()),
            fill: Some(Paint::Solid(tint.ground)),
            stroke: (theme.stage_border > 0.0).then(|| Stroke::solid(tint.border, theme.stage_border)),
        });
        let title = stage.title.trim();
        let inner = own - 2.0 * depth - gap - 8.0;
        if !title.is_empty() {
            said.push(title);
            if inner >= 36.0 {
                let style = theme.scale.step;
                let text = stage::one_line(sheet, title, style, tint.text, inner);
                let at = if number == 0 { 12.0 } else { depth + gap + 8.0 };
                text.draw(left + at, (BAND - style.line_height) / 2.0, &mut content);
            }
        }
    }
    let curve = curve(sheet, whole, width, scale, &mut content);
    let height = BAND + if curve { 14.0 + CURVE } else { 0.0 };
    let label = format!("Stages: {}", words::or(&said.join(", "), "untitled"));
    let bounds = Rect::new(0.0, 0.0, width, height);
    block.push(
        Layer::Header,
        node(NodeId::new("map/way"), Role::Subtitle, bounds, &label, content),
    );
    block
}

/// The curves of the first emotion lane that shows any, squeezed into the width; `false` without one.
fn curve(sheet: &Sheet<'_>, whole: &Scene, width: f64, scale: f64, content: &mut Vec<Primitive>) -> bool {
    let theme = sheet.theme;
    let curves = || whole.nodes.iter().filter(|node| node.role == Role::EmotionCurve);
    let Some(band) = curves().next().map(Node::bounds) else {
        return false;
    };
    let top = BAND + 14.0;
    let (sx, sy) = (scale, CURVE / band.height().max(1.0));
    let at = |point: Point| {
        rounded_point(Point::new(
            (point.x - whole.grid.x0) * sx,
            top + (point.y - band.y0) * sy,
        ))
    };
    let middle = top + CURVE / 2.0;
    content.push(panel(Rect::new(0.0, top, width, middle), 0.0, theme.curve.above, None));
    content.push(panel(
        Rect::new(0.0, middle, width, top + CURVE),
        0.0,
        theme.curve.below,
        None,
    ));
    content.push(line(
        (0.0, middle),
        (width, middle),
        Stroke::solid(theme.curve.zero, 1.0),
    ));
    for node in curves().filter(|node| node.bounds() == band) {
        for primitive in node.content.iter() {
            let Primitive::Path {
                shape: Shape::Path(path),
                fill: None,
                stroke: Some(stroke),
            } = primitive
            else {
                continue;
            };
            let to_page = Affine::translate((-whole.grid.x0 * sx, top - band.y0 * sy))
                * Affine::scale_non_uniform(sx, sy)
                * Affine::translate(node.origin.to_vec2());
            let squeezed = to_page * (**path).clone();
            content.push(Primitive::Path {
                shape: Shape::Path(symbol::rounded(squeezed).into()),
                fill: None,
                stroke: Some(stroke.clone()),
            });
        }
    }
    let mut points: Vec<(Point, i8)> = whole
        .nodes
        .iter()
        .filter(|node| node.role == Role::Score && band.contains(node.bounds().center()))
        .filter_map(|node| {
            let scores = &sheet.document.scores;
            let score = scores.get(&journey_model::ScoreId::from(node.id.as_str()))?;
            Some((at(node.bounds().center()), score.tenths))
        })
        .collect();
    // Where there is no room for all faces, the best and the worst moment.
    points.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
    if points.windows(2).any(|pair| pair[1].0.x - pair[0].0.x < FACE * 1.5) {
        let best = points.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
        let worst = points.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
        points = best.into_iter().chain(worst).collect();
    }
    for (point, tenths) in points {
        let corner = Point::new(point.x - FACE / 2.0, point.y - FACE / 2.0);
        content.push(Primitive::Group {
            transform: Affine::translate(rounded_point(corner).to_vec2()),
            clip: None,
            opacity: 1.0,
            children: face::draw(theme, tenths, FACE),
        });
    }
    true
}

/// Why the map exists, and whose journey it is: side by side where the page is wide enough.
fn story(sheet: &mut Sheet<'_>, width: f64) -> Block {
    let document = sheet.document;
    let has_answers = !header::objectives(document).is_empty();
    let has_personas = !document.personas.is_empty();
    let beside = has_answers && has_personas && width >= SIDE_BY_SIDE;
    let column = if beside { (width - GUTTER) / 2.0 } else { width };
    let mut block = objective(sheet, column);
    let mut people = personas(sheet, if beside { column } else { width });
    let (dx, dy) = match (beside, has_answers && has_personas) {
        (true, _) => (column + GUTTER, 0.0),
        (false, true) => (0.0, block.height + GAP.0),
        (false, false) => (0.0, 0.0),
    };
    for (layer, mut node) in people.nodes.drain(..) {
        node.origin = rounded_point(Point::new(node.origin.x + dx, node.origin.y + dy));
        block.push(layer, node);
    }
    block
}

/// The answers of the objective, in one column or, where it is wide, in two.
fn objective(sheet: &mut Sheet<'_>, width: f64) -> Block {
    let (theme, scale) = (sheet.theme, sheet.theme.scale);
    let mut block = Block::default();
    let answers = header::objectives(sheet.document);
    let columns = if width >= 600.0 && answers.len() > 1 { 2 } else { 1 };
    let own = (width - GUTTER * (columns - 1) as f64) / columns as f64;
    let mut top = 0.0;
    for row in answers.chunks(columns) {
        let mut height: f64 = 0.0;
        for (number, (field, heading, said)) in row.iter().enumerate() {
            let title = sheet.text(&heading.to_uppercase(), scale.label, theme.muted, own);
            let body = sheet.text(said.trim(), scale.cover_answer, theme.ink, own);
            let mut content = Vec::new();
            title.draw(0.0, 0.0, &mut content);
            body.draw(0.0, title.height + 4.0, &mut content);
            let size = (own, title.height + 4.0 + body.height);
            let bounds = Rect::from_origin_size((number as f64 * (own + GUTTER), top), size);
            let label = format!("{heading}: {}", said.trim());
            let id = NodeId::new(field.replace("objective.", "map/"));
            block.push(Layer::Header, node(id, Role::Objective, bounds, &label, content));
            height = height.max(size.1);
        }
        top += height + 20.0;
    }
    block
}

/// The personas under each other, or in two columns where the room is wide.
fn personas(sheet: &mut Sheet<'_>, width: f64) -> Block {
    let mut block = Block::default();
    let personas = sheet.document.ordered_personas();
    let columns = if width >= 600.0 && personas.len() > 1 { 2 } else { 1 };
    let own = (width - sheet.m.header_gutter * (columns - 1) as f64) / columns as f64;
    // Where few have to share the page there is room for what they want and what stands in their way.
    let detailed = personas.len() <= 2;
    let mut top = 0.0;
    let shown: Vec<(usize, &Persona)> = personas.iter().copied().enumerate().take(PERSONAS).collect();
    for row in shown.chunks(columns) {
        let drawn: Vec<(Vec<Primitive>, f64, String)> = row
            .iter()
            .map(|(position, persona)| persona_box(sheet, persona, *position, own, detailed))
            .collect();
        let height = drawn.iter().map(|(_, height, _)| *height).fold(0.0, f64::max);
        for (number, ((content, _, label), (_, persona))) in drawn.into_iter().zip(row).enumerate() {
            let theme = sheet.theme;
            let x = number as f64 * (own + sheet.m.header_gutter);
            let bounds = Rect::from_origin_size((x, top), (own, height));
            let ground = Rect::from_origin_size((0.0, 0.0), bounds.size());
            let stroke = Stroke::solid(theme.header.border, sheet.m.hairline);
            let mut all = vec![panel(ground, sheet.m.header_radius, theme.header.ground, Some(stroke))];
            all.extend(content);
            let id = NodeId::new(persona.id.as_str());
            block.push(Layer::Header, node(id, Role::Persona, bounds, &label, all));
        }
        top += height + sheet.m.header_gutter;
    }
    let more = personas.len().saturating_sub(PERSONAS);
    if more > 0 {
        let said = format!("and {}", words::count(more, "more persona", "more personas"));
        block.height = top;
        let shown = Text {
            text: &said,
            style: sheet.theme.scale.persona_role,
            colour: sheet.theme.muted,
            width: own,
        };
        block.text(sheet, ("map/more-personas", Role::Persona), &said, &shown);
    }
    block
}

/// What stands in one persona's box, its height, and what is said aloud.
fn persona_box(
    sheet: &mut Sheet<'_>,
    persona: &Persona,
    position: usize,
    width: f64,
    detailed: bool,
) -> (Vec<Primitive>, f64, String) {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let pad = m.header_padding + 2.0;
    let x = pad + AVATAR + 16.0;
    let inner = (width - x - pad).max(40.0);
    let muted = readable(theme.header.ground, theme.muted, theme.contrast);
    let mut content = Vec::new();
    let mut said = Vec::new();
    let mut y = pad - 2.0;
    let name = words::or(persona.name.trim(), "Unnamed persona");
    let quote = persona.quote.trim();
    let quote = if quote.is_empty() {
        String::new()
    } else {
        header::quoted(quote)
    };
    let lines = [
        (name, scale.persona_name, theme.ink, 0.0),
        (persona.role.trim(), scale.persona_role, muted, 0.0),
        (quote.as_str(), scale.quote, theme.ink, 6.0),
    ];
    for (text, style, colour, above) in lines {
        if text.is_empty() {
            continue;
        }
        let paragraph = sheet.text(text, style, colour, inner);
        y += above;
        paragraph.draw(x, y, &mut content);
        y += paragraph.height;
        said.push(text.to_owned());
    }
    if detailed {
        let lists = [("Wants", &persona.goals), ("Is held up by", &persona.frustrations)];
        for (heading, items) in lists {
            let items: Vec<&str> = items
                .iter()
                .map(|item| item.trim())
                .filter(|item| !item.is_empty())
                .collect();
            if items.is_empty() {
                continue;
            }
            y += 8.0;
            let title = sheet.text(&heading.to_uppercase(), scale.label, muted, inner);
            title.draw(x, y, &mut content);
            y += title.height;
            for item in items.iter().take(3) {
                let text = sheet.text(item, scale.card, theme.ink, inner);
                text.draw(x, y + 1.0, &mut content);
                y += text.height + 1.0;
            }
            said.push(format!("{heading}: {}", items.join(", ")));
        }
    }
    let height = (y + pad - 2.0).max(AVATAR + 2.0 * pad);
    header::avatar(sheet, persona, position, (pad, AVATAR), &mut content);
    (content, height, format!("Persona: {}", said.join(". ")))
}

/// Large numbers: what was measured first, then how much there is on the map.
fn numbers(sheet: &mut Sheet<'_>, width: f64) -> Block {
    let (theme, scale) = (sheet.theme, sheet.theme.scale);
    let mut block = Block::default();
    let fitting = ((width / 132.0).floor() as usize).clamp(2, FIGURES);
    let figures: Vec<(String, String)> = figures::key_figures(sheet.document).into_iter().take(fitting).collect();
    if figures.is_empty() {
        return block;
    }
    let own = round_to(width / figures.len() as f64, 2);
    let inner = own - 20.0;
    let mut content = vec![line((0.0, 0.0), (width, 0.0), Stroke::solid(theme.hairline, 1.0))];
    let mut height: f64 = 0.0;
    for (number, (value, what)) in figures.iter().enumerate() {
        let x = number as f64 * own;
        let value = sheet.aligned(value, scale.figure, theme.ink, inner, Align::Start);
        let what = sheet.text(what, scale.persona_role, theme.muted, inner);
        value.draw(x, 16.0, &mut content);
        what.draw(x, 16.0 + value.height, &mut content);
        height = height.max(16.0 + value.height + what.height);
    }
    let said: Vec<String> = figures.iter().map(|(value, what)| format!("{value} {what}")).collect();
    let label = format!("Key figures: {}", said.join("; "));
    let bounds = Rect::new(0.0, 0.0, width, height);
    block.push(
        Layer::Header,
        node(NodeId::new("map/figures"), Role::Subtitle, bounds, &label, content),
    );
    block
}
