//! Figures: what belongs together on a slide, found in the nodes of a scene.
//!
//! A node is many primitives; a person sees one card. So a text goes into the shape it lies on, paths that one
//! freeform can hold become one, and the parts of a record (the goal of a stage, the quote of a persona) go to
//! the figure of their record.

use std::collections::HashMap;

use journey_scene::{Affine, Colour, Dash, Image, Node, Paint, Point, Primitive, Rect, Role, Shape, Stroke, TextBox};
use kurbo::{BezPath, PathEl};

use crate::geometry::Outline;
use crate::glue::{self, Connector};

/// Marks smaller than this (px) become one freeform of several paths.
const SMALL: f64 = 48.0;
/// Texts with no more room between them than this (px) stand in one box.
const STACKED: f64 = 8.0;

/// One thing on a slide: a shape, or a group of several.
#[derive(Debug)]
pub(crate) struct Figure<'a> {
    pub role: Role,
    /// Id of its node.
    pub id: &'a str,
    /// What a screen reader says; empty for decoration.
    pub label: &'a str,
    /// Of the node, in px of the scene.
    pub bounds: Rect,
    pub items: Vec<Item<'a>>,
}

#[derive(Debug)]
pub(crate) enum Item<'a> {
    Drawing(Drawing<'a>),
    Picture(Picture<'a>),
    Connector(Connector),
}

/// A shape with its text.
#[derive(Debug)]
pub(crate) struct Drawing<'a> {
    pub outline: Outline,
    /// The paths of a freeform; where there are none, the outline is the only one.
    pub traces: Vec<Trace>,
    pub fill: Option<Paint>,
    pub stroke: Option<Stroke>,
    pub texts: Vec<Text<'a>>,
    /// Where a click on it leads.
    pub href: Option<&'a str>,
}

/// One path of a freeform.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    pub path: BezPath,
    pub filled: bool,
    pub stroked: bool,
}

/// A text at its place on the scene: what is at `p` in the text box is at `offset + scale * p`.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub source: &'a TextBox,
    pub offset: (f64, f64),
    pub scale: f64,
    /// Areas (px of the scene) that lead somewhere.
    pub links: Vec<(Rect, &'a str)>,
}

impl Text<'_> {
    /// Its box in px of the scene.
    pub fn rect(&self) -> Rect {
        let r = self.source.rect;
        Rect::from_points(self.point(r.x0, r.y0), self.point(r.x1, r.y1))
    }

    pub fn point(&self, x: f64, y: f64) -> Point {
        Point::new(self.offset.0 + x * self.scale, self.offset.1 + y * self.scale)
    }
}

/// A picture, perhaps cut out.
#[derive(Debug)]
pub(crate) struct Picture<'a> {
    pub image: &'a Image,
    /// Where the whole of it would lie.
    pub rect: Rect,
    /// What is seen of it.
    pub frame: Outline,
}

impl Drawing<'_> {
    /// Whether a text on it belongs to it: a ground, not a line or a mark.
    fn hosts(&self, rect: Rect) -> bool {
        let bounds = self.outline.bounds().inflate(1.0, 1.0);
        self.fill.is_some()
            && self.traces.is_empty()
            && !matches!(self.outline, Outline::Free(_))
            && bounds.contains(rect.center())
            && bounds.x0 <= rect.x0
            && rect.x1 <= bounds.x1
    }

    /// Whether it is nothing but a text.
    fn is_text_box(&self) -> bool {
        self.fill.is_none() && self.stroke.is_none() && !self.texts.is_empty()
    }

    /// Takes the other's path in, if one freeform can hold both; gives it back else.
    fn join(&mut self, other: Self, at_any_size: bool) -> Option<Self> {
        let both = self.outline.bounds().union(other.outline.bounds());
        let alike = self.fill.is_none() && other.fill.is_none() && self.stroke == other.stroke;
        let small = at_any_size || both.width() <= SMALL && both.height() <= SMALL;
        if !(alike || small) || !self.texts.is_empty() || !other.texts.is_empty() {
            return Some(other);
        }
        let mut other = other;
        if let Some(dot) = as_dot(&other, self.stroke.as_ref()) {
            (other.outline, other.fill, other.stroke) = (dot, None, self.stroke.clone());
        }
        let fills_agree = self.fill.is_none() || other.fill.is_none() || self.fill == other.fill;
        let strokes_agree = self.stroke.is_none() || other.stroke.is_none() || self.stroke == other.stroke;
        if !fills_agree || !strokes_agree {
            return Some(other);
        }
        if self.traces.is_empty() {
            self.traces.push(self.trace());
        }
        let trace = other.trace();
        self.traces.push(trace);
        let mut whole = BezPath::new();
        for trace in &self.traces {
            whole.extend(trace.path.iter());
        }
        self.outline = Outline::Free(whole);
        self.fill = self.fill.take().or(other.fill);
        self.stroke = self.stroke.take().or(other.stroke);
        None
    }

    fn trace(&self) -> Trace {
        Trace {
            path: self.outline.to_path(),
            filled: self.fill.is_some(),
            stroked: self.stroke.is_some(),
        }
    }
}

/// A filled dot as a smaller circle drawn with a stroke of its colour, so that a face and its eyes are one shape.
fn as_dot(drawing: &Drawing<'_>, stroke: Option<&Stroke>) -> Option<Outline> {
    let stroke = stroke?;
    let Outline::Ellipse(rect) = drawing.outline else {
        return None;
    };
    let own = drawing.stroke.is_none() && drawing.fill == Some(Paint::Solid(stroke.colour));
    let radius = rect.width() / 2.0 - stroke.width / 2.0;
    // Of a larger dot a ring would be left.
    let is_full = (0.02..=stroke.width / 2.0).contains(&radius);
    (own && is_full && stroke.dash == Dash::Solid).then(|| {
        let size = (2.0 * radius, 2.0 * radius);
        Outline::Ellipse(Rect::from_center_size(rect.center(), size))
    })
}

/// Collects the figures of a scene.
#[derive(Default)]
pub(crate) struct Figures<'a> {
    pub list: Vec<Figure<'a>>,
    by_record: HashMap<&'a str, usize>,
}

impl<'a> Figures<'a> {
    /// Takes the next node in paint order.
    pub fn add(&mut self, node: &'a Node) {
        if node.content.is_empty() {
            return;
        }
        let id = node.id.as_str();
        let owner = (node.id.record() != id)
            .then(|| self.by_record.get(node.id.record()).copied())
            .flatten();
        let mut figure = Figure {
            role: node.role,
            id,
            label: &node.label,
            bounds: node.bounds(),
            items: Vec::new(),
        };
        let at = Affine::translate(node.origin.to_vec2());
        let content: &'a [Primitive] = &node.content;
        let mut rest = content;
        if node.role == Role::Link
            && let Some((connector, after)) = glue::connector(content, node.origin)
        {
            figure.items.push(Item::Connector(connector));
            rest = after;
        }
        if let Some(owner) = owner {
            // The part's texts look for a ground in the figure of their record.
            let own = std::mem::take(&mut self.list[owner].items);
            figure.items = own;
            figure.role = self.list[owner].role;
            figure.draw(rest, at, None, 1.0);
            self.list[owner].items = figure.items;
            return;
        }
        figure.draw(rest, at, None, 1.0);
        if figure.items.is_empty() {
            return;
        }
        if !id.contains('/') {
            self.by_record.insert(id, self.list.len());
        }
        self.list.push(figure);
    }
}

impl<'a> Figure<'a> {
    fn draw(&mut self, primitives: &'a [Primitive], at: Affine, clip: Option<&Outline>, opacity: f32) {
        // A path joins the one before it, but not over a text between them.
        let mut joins = false;
        for primitive in primitives {
            match primitive {
                Primitive::Group {
                    transform,
                    clip: own,
                    opacity: o,
                    children,
                } => {
                    let at = at * *transform;
                    let own = own.as_ref().map(|shape| Outline::of(shape, at));
                    self.draw(children, at, own.as_ref().or(clip), opacity * o);
                    joins = false;
                }
                Primitive::Path { shape, fill, stroke } => {
                    self.path(shape, fill.as_ref(), stroke.as_ref(), (at, opacity), joins);
                    joins = true;
                }
                Primitive::Text(text) => {
                    self.text(text, at);
                    joins = false;
                }
                Primitive::Image(image) => {
                    let rect = at.transform_rect_bbox(image.rect);
                    let frame = clip.cloned().unwrap_or(Outline::Rect(rect));
                    self.items.push(Item::Picture(Picture { image, rect, frame }));
                    joins = false;
                }
                Primitive::Link(area) => self.link(at.transform_rect_bbox(area.rect), &area.href),
            }
        }
    }

    fn path(
        &mut self,
        shape: &Shape,
        fill: Option<&Paint>,
        stroke: Option<&Stroke>,
        (at, opacity): (Affine, f32),
        joins: bool,
    ) {
        let [a, _, _, d, _, f] = at.as_coeffs();
        let faded = |colour: Colour| colour.with_alpha((f32::from(colour.alpha) * opacity).round() as u8);
        let outline = Outline::of(shape, at);
        let drawing = Drawing {
            outline: if self.role == Role::Stage {
                outline.named()
            } else {
                outline
            },
            traces: Vec::new(),
            fill: fill.map(|paint| match paint {
                Paint::Solid(colour) => Paint::Solid(faded(*colour)),
                Paint::Vertical(stops) => Paint::Vertical(stops.iter().map(|(y, c)| (f + d * y, faded(*c))).collect()),
            }),
            stroke: stroke.map(|stroke| Stroke {
                colour: faded(stroke.colour),
                width: stroke.width * a.abs(),
                dash: match stroke.dash {
                    Dash::Dashed { on, off } => Dash::Dashed {
                        on: on * a.abs(),
                        off: off * a.abs(),
                    },
                    Dash::Solid => Dash::Solid,
                },
                round: stroke.round,
            }),
            texts: Vec::new(),
            href: None,
        };
        let is_drawn = drawing.fill.is_some() || drawing.stroke.is_some();
        if !is_drawn {
            return;
        }
        let drawing = match self.items.last_mut() {
            Some(Item::Drawing(last)) if joins => match last.join(drawing, self.role == Role::EmotionCurve) {
                None => return,
                Some(drawing) => drawing,
            },
            _ => drawing,
        };
        self.items.push(Item::Drawing(drawing));
    }

    fn text(&mut self, source: &'a TextBox, at: Affine) {
        if source.source.trim().is_empty() {
            return;
        }
        let [a, _, _, _, e, f] = at.as_coeffs();
        let text = Text {
            source,
            offset: (e, f),
            scale: a,
            links: Vec::new(),
        };
        let rect = text.rect();
        for item in self.items.iter_mut().rev() {
            if let Item::Drawing(drawing) = item
                && drawing.hosts(rect)
            {
                drawing.texts.push(text);
                return;
            }
        }
        for item in self.items.iter_mut().rev() {
            if let Item::Drawing(drawing) = item
                && drawing.is_text_box()
            {
                let last = drawing.outline.bounds();
                if (last.x0 - rect.x0).abs() < 0.5 && (rect.y0 - last.y1).abs() <= STACKED {
                    drawing.outline = Outline::Rect(last.union(rect));
                    drawing.texts.push(text);
                    return;
                }
            }
        }
        self.items.push(Item::Drawing(Drawing {
            outline: Outline::Rect(rect),
            traces: Vec::new(),
            fill: None,
            stroke: None,
            texts: vec![text],
            href: None,
        }));
    }

    /// A part of a text leads somewhere, or the whole of it.
    fn link(&mut self, area: Rect, href: &'a str) {
        for item in self.items.iter_mut().rev() {
            let Item::Drawing(drawing) = item else {
                continue;
            };
            let is_over = |text: &&mut Text<'_>| text.rect().inflate(1.0, 1.0).contains(area.center());
            if let Some(text) = drawing.texts.iter_mut().find(is_over) {
                let underlined = text
                    .source
                    .lines
                    .iter()
                    .flat_map(|line| &line.runs)
                    .any(|run| run.underline);
                if underlined {
                    text.links.push((area, href));
                } else {
                    drawing.href = Some(href);
                }
                return;
            }
        }
    }
}

/// The corners of an open path of straight lines, for lines and connectors.
pub(crate) fn corners(path: &BezPath) -> Option<Vec<Point>> {
    let mut corners = Vec::new();
    for element in path.elements() {
        match element {
            PathEl::MoveTo(p) if corners.is_empty() => corners.push(*p),
            PathEl::LineTo(p) if !corners.is_empty() => corners.push(*p),
            _ => return None,
        }
    }
    Some(corners)
}
