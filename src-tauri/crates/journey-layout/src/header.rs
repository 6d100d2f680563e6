//! The header: state line, title, subtitle, and the boxes that say who travels and why the map exists.

use std::sync::Arc;

use journey_scene::{
    Colour, EditBox, Image, Node, NodeId, Paint, Point, Primitive, Rect, Role, Shape, Size, Stroke, round_to,
};
use kurbo::BezPath;

use journey_model::{Document, Persona};

use crate::blank;
use crate::grid::Grid;
use crate::paragraph::Paragraph;
use crate::picture;
use crate::sheet::{Heading, Layer, Sheet, edit_box, editable, node, panel, vacant};
use crate::theme::{Tint, TypeStyle, mix, readable};
use crate::words;

/// Lays out the header from the top margin; returns the y below it.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, width: f64) -> f64 {
    let m = sheet.m;
    let top = m.margin + 8.0;
    let logo = logo(sheet, m.margin + width, top);
    let free = match logo {
        Some(logo) => (logo.x0 - m.margin - LOGO_GAP).max(LEAST_TITLE),
        None => width,
    };
    // Titles are read in one glance: on very wide sheets they still wrap like on a large screen.
    let text_width = free.min(1200.0);
    // A logo alone still takes its room; nothing at all takes none.
    let below = logo.map_or(m.margin - m.band_gap, |logo| logo.y1);
    if !sheet.brief.options.title_block {
        return below;
    }
    match sheet.brief.heading {
        Heading::Map => {
            let y = map_heading(sheet, text_width, top).max(below);
            match sheet.brief.blank {
                Some(_) => blank::lay_out_questions(sheet, width, y),
                None => boxes(sheet, width, y),
            }
        }
        Heading::Stage { position, of } => stage_heading(sheet, text_width, top, position, of).max(below),
    }
}

/// Between the titles and the logo, and the least width of the titles beside it, in px.
const LOGO_GAP: f64 = 32.0;
const LEAST_TITLE: f64 = 320.0;

/// The logo, with its right edge at `right`; returns its bounds.
fn logo(sheet: &mut Sheet<'_>, right: f64, top: f64) -> Option<Rect> {
    let image = logo_image(sheet)?;
    let size = image.rect.size();
    let bounds = Rect::from_origin_size((right - size.width, top), size);
    let content = vec![Primitive::Image(image)];
    sheet.push(
        Layer::Header,
        node(NodeId::new("map/logo"), Role::Decoration, bounds, "", content),
    );
    Some(bounds)
}

/// The map's logo fitted into the room for it, at the origin. `None` where there is none, none is asked
/// for, or its file is no picture.
pub(crate) fn logo_image(sheet: &Sheet<'_>) -> Option<Image> {
    let (m, document) = (sheet.m, sheet.document);
    let id = document.map.logo.as_ref().filter(|_| sheet.brief.options.logo)?;
    let asset = document.assets.get(id)?;
    let size = picture::size(&asset.media_type, &asset.bytes)?;
    let scale = (m.logo.0 / size.width).min(m.logo.1 / size.height);
    let fitted = Rect::new(0.0, 0.0, size.width * scale, size.height * scale);
    Some(Image {
        rect: crate::sheet::round_rect(fitted),
        bytes: asset.bytes.clone(),
        media_type: asset.media_type.as_str().into(),
        alt: asset.name.clone(),
    })
}

/// What a scene is called: the map's title, and the stage's where it shows one alone.
pub(crate) fn scene_title(document: &Document, grid: &Grid<'_>, heading: Heading) -> String {
    let title = document.map.title.clone();
    match (heading, grid.stages.first()) {
        (Heading::Stage { .. }, Some(span)) => format!("{title}: {}", span.stage.title.trim()),
        _ => title,
    }
}

/// The map's name in small, and the stage's title and goal; returns the y below.
fn stage_heading(sheet: &mut Sheet<'_>, width: f64, top: f64, position: usize, of: usize) -> f64 {
    let (scale, theme) = (sheet.theme.scale, sheet.theme);
    let document = sheet.document;
    let stages = document.ordered_stages();
    let Some(stage) = stages.get(position) else {
        return top;
    };
    let map = words::or(document.map.title.trim(), "Untitled map");
    let title = words::or(stage.title.trim(), "Untitled stage");
    let tint = theme.stage(position, stage.colour.as_deref());
    let said = format!("{map} · Stage {} of {of}", position + 1);
    let lines = [
        ("map/state", Role::Subtitle, said.as_str(), scale.label, theme.muted),
        (
            "map/title",
            Role::Title,
            title,
            scale.title,
            readable(theme.paper, tint.text, theme.contrast),
        ),
        (
            "map/subtitle",
            Role::Subtitle,
            stage.goal.trim(),
            scale.subtitle,
            theme.muted,
        ),
    ];
    let mut y = top;
    for (id, role, said, style, colour) in lines {
        if said.is_empty() {
            continue;
        }
        let shown = if id == "map/state" {
            said.to_uppercase()
        } else {
            said.to_owned()
        };
        let paragraph = sheet.text(&shown, style, colour, width);
        let mut content = Vec::new();
        paragraph.draw(0.0, 0.0, &mut content);
        let bounds = Rect::from_origin_size((sheet.m.margin, y), (width, paragraph.height));
        sheet.push(Layer::Header, node(NodeId::new(id), role, bounds, said, content));
        y += paragraph.height + if id == "map/state" { 4.0 } else { 0.0 };
    }
    y
}

/// State line, title and subtitle; returns the y below.
fn map_heading(sheet: &mut Sheet<'_>, text_width: f64, top: f64) -> f64 {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let map = &sheet.document.map;
    let (x, mut y) = (m.margin, top);
    let state = words::state_line(map.state);
    let paragraph = sheet.text(&state.to_uppercase(), scale.label, theme.muted, text_width);
    let mut content = Vec::new();
    paragraph.draw(0.0, 0.0, &mut content);
    let bounds = Rect::from_origin_size((x, y), (text_width, paragraph.height));
    sheet.push(
        Layer::Header,
        node(NodeId::new("map/state"), Role::Subtitle, bounds, &state, content),
    );
    y += paragraph.height + 4.0;

    let title = if map.title.trim().is_empty() {
        "Untitled map"
    } else {
        &map.title
    };
    let colour = if map.title.trim().is_empty() {
        theme.muted
    } else {
        theme.ink
    };
    let paragraph = sheet.text(title, scale.title, colour, text_width);
    let mut content = Vec::new();
    paragraph.draw(0.0, 0.0, &mut content);
    let bounds = Rect::from_origin_size((x, y), (text_width, paragraph.height));
    let title = node(NodeId::new("map/title"), Role::Title, bounds, title, content);
    let title = editable(
        title,
        "title",
        Rect::from_origin_size((0.0, 0.0), bounds.size()),
        &scale.title,
        theme.ink,
    );
    sheet.push(Layer::Header, title);
    y += paragraph.height;

    if !map.subtitle.trim().is_empty() {
        y += 2.0;
        let paragraph = sheet.text(&map.subtitle, scale.subtitle, theme.muted, text_width);
        let mut content = Vec::new();
        paragraph.draw(0.0, 0.0, &mut content);
        let bounds = Rect::from_origin_size((x, y), (text_width, paragraph.height));
        let subtitle = node(
            NodeId::new("map/subtitle"),
            Role::Subtitle,
            bounds,
            &map.subtitle,
            content,
        );
        let rect = Rect::from_origin_size((0.0, 0.0), bounds.size());
        sheet.push(
            Layer::Header,
            editable(subtitle, "subtitle", rect, &scale.subtitle, theme.muted),
        );
        y += paragraph.height;
    } else {
        let bounds = Rect::from_origin_size((x, y + 2.0), (text_width, scale.subtitle.line_height));
        let id = NodeId::new("map/subtitle");
        let subtitle = vacant(id, bounds, "Subtitle", "subtitle", &scale.subtitle, theme.muted);
        sheet.push(Layer::Header, subtitle);
    }

    y
}

/// The answers of the objective that were given: their field, their heading and what they say.
pub(crate) fn objectives(document: &Document) -> Vec<(&'static str, &'static str, &str)> {
    let objective = &document.map.objective;
    [
        ("objective.purpose", "Purpose of this map", objective.purpose.as_str()),
        (
            "objective.successMeasure",
            "Success measure",
            &objective.success_measure,
        ),
        ("objective.scope", "Scope", &objective.scope),
        ("objective.endGoal", "End goal of the customer", &objective.end_goal),
    ]
    .into_iter()
    .filter(|(_, _, text)| !text.trim().is_empty())
    .collect()
}

/// One box of the header, measured and not yet placed.
struct HeaderBox {
    id: NodeId,
    role: Role,
    label: String,
    content: Vec<Primitive>,
    height: f64,
    /// Where its text is edited.
    edit: EditBox,
    /// Nodes within it that are edited on their own; their places are those within the box.
    parts: Vec<Node>,
}

fn boxes(sheet: &mut Sheet<'_>, width: f64, y: f64) -> f64 {
    let m = sheet.m;
    let document = sheet.document;
    let objectives = objectives(document);
    let personas = document.ordered_personas();
    let count = personas.len() + objectives.len();
    if count == 0 {
        return y;
    }

    let (least, most) = m.header_box;
    let fitting = (((width + m.header_gutter) / (least + m.header_gutter)).floor() as usize).clamp(1, count);
    // Even rows: five boxes where four fit stand as three and two.
    let rows = count.div_ceil(fitting);
    let per_row = count.div_ceil(rows);
    let gutters = m.header_gutter * (per_row - 1) as f64;
    let box_width = round_to(((width - gutters) / per_row as f64).clamp(least.min(width), most), 2);

    let mut built: Vec<HeaderBox> = Vec::with_capacity(count);
    for (position, persona) in personas.into_iter().enumerate() {
        built.push(persona_box(sheet, persona, position, box_width));
    }
    for (field, heading, text) in objectives {
        built.push(objective_box(sheet, field, heading, text, box_width));
    }

    let mut top = y + m.header_gap;
    let mut built = built.into_iter().peekable();
    while built.peek().is_some() {
        let row: Vec<HeaderBox> = built.by_ref().take(per_row).collect();
        let height = row.iter().map(|b| b.height).fold(0.0, f64::max);
        for (position, header_box) in row.into_iter().enumerate() {
            let x = m.margin + position as f64 * (box_width + m.header_gutter);
            let bounds = Rect::from_origin_size((x, top), (box_width, height));
            let theme = sheet.theme;
            let stroke = Stroke::solid(theme.header.border, m.hairline);
            let ground = Rect::from_origin_size((0.0, 0.0), bounds.size());
            let mut content = vec![panel(ground, m.header_radius, theme.header.ground, Some(stroke))];
            content.extend(header_box.content);
            let mut node = node(header_box.id, header_box.role, bounds, &header_box.label, content);
            node.edit = Some(Arc::new(header_box.edit));
            sheet.push(Layer::Header, node);
            for mut part in header_box.parts {
                part.origin = Point::new(
                    round_to(part.origin.x + bounds.x0, 2),
                    round_to(part.origin.y + bounds.y0, 2),
                );
                sheet.push(Layer::Header, part);
            }
        }
        top += height + m.header_gutter;
    }
    top - m.header_gutter
}

fn objective_box(sheet: &mut Sheet<'_>, field: &'static str, heading: &str, text: &str, width: f64) -> HeaderBox {
    let (pad, scale, theme) = (sheet.m.header_padding, sheet.theme.scale, sheet.theme);
    let inner = width - 2.0 * pad;
    let mut content = Vec::new();
    let title = sheet.text(&heading.to_uppercase(), scale.label, theme.muted, inner);
    title.draw(pad, pad, &mut content);
    let top = pad + title.height + 4.0;
    let body = sheet.text(text, scale.objective, theme.ink, inner);
    body.draw(pad, top, &mut content);
    let rect = Rect::from_origin_size((pad, top), (inner, body.height));
    HeaderBox {
        id: NodeId::new(field.replace("objective.", "map/")),
        role: Role::Objective,
        label: format!("{heading}: {}", text.trim()),
        content,
        height: top + body.height + pad,
        edit: edit_box(field, rect, &scale.objective, theme.ink),
        parts: Vec::new(),
    }
}

fn persona_box(sheet: &mut Sheet<'_>, persona: &Persona, position: usize, width: f64) -> HeaderBox {
    let (m, scale, theme) = (sheet.m, sheet.theme.scale, sheet.theme);
    let pad = m.header_padding;
    let x = pad + m.avatar + 14.0;
    let inner = (width - x - pad).max(40.0);
    let mut content = Vec::new();
    let mut y = pad - 2.0;
    let name = if persona.name.trim().is_empty() {
        "Unnamed persona"
    } else {
        persona.name.trim()
    };
    let paragraph = sheet.text(name, scale.persona_name, theme.ink, inner);
    paragraph.draw(x, y, &mut content);
    let rect = Rect::from_origin_size((x, y), (inner, paragraph.height));
    let edit = edit_box("name", rect, &scale.persona_name, theme.ink);
    y += paragraph.height;

    // Role and quote are nodes of their own, because they are edited on their own.
    let part = |field: &'static str| NodeId::part(persona.id.as_str(), field);
    let place = |y: f64, height: f64| Rect::from_origin_size((x, y), (inner, height));
    let mut parts = Vec::with_capacity(2);
    let mut below = y;
    if persona.role.trim().is_empty() {
        let bounds = place(y, scale.persona_role.line_height);
        below += bounds.height();
        let label = format!("Role of {name}");
        parts.push(vacant(
            part("role"),
            bounds,
            &label,
            "role",
            &scale.persona_role,
            theme.muted,
        ));
    } else {
        let text = sheet.text(&persona.role, scale.persona_role, theme.muted, inner);
        let label = format!("Role of {name}: {}", persona.role.trim());
        parts.push(written(
            part("role"),
            place(y, text.height),
            &label,
            "role",
            &text,
            &scale.persona_role,
            theme.muted,
        ));
        y += text.height;
        below = y;
    }
    if persona.quote.trim().is_empty() {
        let bounds = place(below + 5.0, scale.quote.line_height);
        let label = format!("Quote of {name}");
        parts.push(vacant(part("quote"), bounds, &label, "quote", &scale.quote, theme.ink));
    } else {
        y += 5.0;
        let quote = quoted(persona.quote.trim());
        let text = sheet.text(&quote, scale.quote, theme.ink, inner);
        let label = format!("Quote of {name}: {quote}");
        parts.push(written(
            part("quote"),
            place(y, text.height),
            &label,
            "quote",
            &text,
            &scale.quote,
            theme.ink,
        ));
        y += text.height;
    }
    let height = (y + pad - 2.0).max(m.avatar + 2.0 * pad);
    avatar(sheet, persona, position, (pad, m.avatar), &mut content);
    HeaderBox {
        id: NodeId::new(persona.id.as_str()),
        role: Role::Persona,
        label: format!("Persona: {name}"),
        content,
        height,
        edit,
        parts,
    }
}

/// A text of a persona's box.
fn written(
    id: NodeId,
    bounds: Rect,
    label: &str,
    field: &'static str,
    text: &Paragraph,
    style: &TypeStyle,
    colour: Colour,
) -> Node {
    let mut content = Vec::new();
    text.draw(0.0, 0.0, &mut content);
    let local = Rect::from_origin_size((0.0, 0.0), bounds.size());
    editable(
        node(id, Role::Persona, bounds, label, content),
        field,
        local,
        style,
        colour,
    )
}

/// The quote in quotation marks, unless it has its own.
pub(crate) fn quoted(text: &str) -> String {
    if text.starts_with(['“', '"', '«', '„', '「', '‘', '\'', '”']) {
        text.to_owned()
    } else {
        format!("“{text}”")
    }
}

/// The persona's picture in a circle, or a figure in the persona's colour.
pub(crate) fn avatar(
    sheet: &Sheet<'_>,
    persona: &Persona,
    position: usize,
    (at, diameter): (f64, f64),
    content: &mut Vec<Primitive>,
) {
    let theme = sheet.theme;
    let radius = diameter / 2.0;
    let centre = Point::new(at + radius, at + radius);
    let circle = Shape::Circle { centre, radius };
    // A figure in the persona's colour on a hint of it. The first persona without one wears the
    // theme's avatar, the others the tints of the stages.
    let tint = match theme.own(persona.colour.as_deref()) {
        Some(colour) => {
            let ground = mix(colour, theme.paper, 0.84);
            Tint {
                ground,
                border: ground,
                text: readable(ground, colour, 3.0),
            }
        }
        None if position == 0 => theme.avatar,
        None => theme.stage(position, None),
    };
    let picture = persona
        .picture
        .as_ref()
        .and_then(|id| sheet.document.assets.get(id))
        .and_then(|asset| Some((asset, picture::size(&asset.media_type, &asset.bytes)?)));
    if let Some((asset, size)) = picture {
        // Cover the circle; what stands out is clipped.
        let scale = diameter / size.width.min(size.height);
        let cover = Size::new(size.width * scale, size.height * scale);
        let origin = (centre.x - cover.width / 2.0, centre.y - cover.height / 2.0);
        content.push(Primitive::Group {
            transform: kurbo::Affine::IDENTITY,
            clip: Some(circle),
            opacity: 1.0,
            children: vec![Primitive::Image(Image {
                rect: crate::sheet::round_rect(Rect::from_origin_size(origin, cover)),
                bytes: asset.bytes.clone(),
                media_type: asset.media_type.as_str().into(),
                alt: format!("Picture of {}", persona.name.trim()),
            })],
        });
        return;
    }
    let stroke = theme.is_monochrome().then(|| Stroke::solid(tint.border, 1.5));
    content.push(Primitive::Path {
        shape: circle,
        fill: Some(Paint::Solid(tint.ground)),
        stroke,
    });
    content.push(Primitive::Path {
        shape: Shape::Circle {
            centre: Point::new(centre.x, round_to(centre.y - radius * 0.27, 2)),
            radius: round_to(radius * 0.34, 2),
        },
        fill: Some(Paint::Solid(tint.text)),
        stroke: None,
    });
    // Shoulders: the upper half of an ellipse.
    let (rx, ry) = (radius * 0.7, radius * 0.56);
    let base = centre.y + radius * 0.66;
    let k = 0.552_284_749_830_793_6;
    let mut shoulders = BezPath::new();
    shoulders.move_to((centre.x - rx, base));
    shoulders.curve_to(
        (centre.x - rx, base - ry * k),
        (centre.x - rx * k, base - ry),
        (centre.x, base - ry),
    );
    shoulders.curve_to(
        (centre.x + rx * k, base - ry),
        (centre.x + rx, base - ry * k),
        (centre.x + rx, base),
    );
    shoulders.close_path();
    content.push(Primitive::Path {
        shape: Shape::Path(crate::symbol::rounded(shoulders).into()),
        fill: Some(Paint::Solid(tint.text)),
        stroke: None,
    });
}
