//! What all parts of the layout write to: the sheet's nodes by layer, and the text at hand.

use std::sync::{Arc, LazyLock};

use journey_model::Document;
use journey_scene::{
    Cell, Colour, EditBox, Node, NodeId, Paint, Point, Primitive, Rect, Role, Shape, Size, Stroke, round_to,
};

use crate::fonts::TEXT_FAMILY;
use crate::options::{Part, SheetOptions};
use crate::paragraph::{Align, Paragraph, Paragraphs, Setting, Shaper};
use crate::shown::Shown;
use crate::theme::{Metrics, Theme, TypeStyle};

/// Layers of the sheet, in paint order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Paper,
    Band,
    Header,
    Stage,
    Step,
    Lane,
    Card,
    Curve,
    Score,
    Link,
    Note,
    Legend,
    Footer,
}

const LAYERS: usize = Layer::Footer as usize + 1;

/// What one sheet is to show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief<'a> {
    pub options: &'a SheetOptions,
    pub part: &'a Part,
    pub heading: Heading,
    /// Its number among several sheets, from 1, and how many there are.
    pub page: Option<(usize, usize)>,
    /// How many times wider than usual the columns are.
    pub stretch: f64,
    /// On an empty poster the least height of its lanes in px, all with outlines to write in.
    pub blank: Option<f64>,
}

/// What stands above the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// The map's title, personas and objective.
    Map,
    /// The stage at that position of so many, and where it is on the way.
    Stage { position: usize, of: usize },
}

impl<'a> Brief<'a> {
    /// The map, or a part of it.
    pub fn new(options: &'a SheetOptions, part: &'a Part) -> Self {
        Self {
            options,
            part,
            heading: Heading::Map,
            page: None,
            stretch: 1.0,
            blank: None,
        }
    }

    /// Whether everything stands where it does on the map's own sheet.
    pub fn is_usual(&self) -> bool {
        self.options.title_block
            && self.options.logo
            && *self.part == Part::Whole
            && self.heading == Heading::Map
            && self.stretch == 1.0
    }

    /// Width of a column that would be `usual` px wide on the map's own sheet.
    pub fn step_width(&self, usual: f64) -> f64 {
        if self.stretch == 1.0 {
            usual
        } else {
            round_to(usual * self.stretch, 2)
        }
    }
}

/// The sheet while it is being laid out.
pub(crate) struct Sheet<'a> {
    pub document: &'a Document,
    pub theme: &'static Theme,
    pub m: &'static Metrics,
    pub brief: Brief<'a>,
    pub shown: Shown,
    pub shaper: &'a mut Shaper,
    pub paragraphs: &'a mut Paragraphs,
    layers: [Vec<Node>; LAYERS],
}

impl<'a> Sheet<'a> {
    pub fn new(
        document: &'a Document,
        theme: &'static Theme,
        brief: Brief<'a>,
        shaper: &'a mut Shaper,
        paragraphs: &'a mut Paragraphs,
    ) -> Self {
        Self {
            document,
            theme,
            m: theme.metrics,
            brief,
            shown: Shown::default(),
            shaper,
            paragraphs,
            layers: Default::default(),
        }
    }

    /// A plain text of one style.
    pub fn text(&mut self, text: &str, style: TypeStyle, colour: Colour, width: f64) -> Arc<Paragraph> {
        self.aligned(text, style, colour, width, Align::Start)
    }

    /// A plain text with its lines aligned within the width.
    pub fn aligned(
        &mut self,
        text: &str,
        style: TypeStyle,
        colour: Colour,
        width: f64,
        align: Align,
    ) -> Arc<Paragraph> {
        let setting = Setting {
            style,
            colour,
            width,
            align,
        };
        self.paragraphs.get(self.shaper, text, false, &setting)
    }

    /// A text with markup.
    pub fn markup(&mut self, text: &str, style: TypeStyle, colour: Colour, width: f64) -> Arc<Paragraph> {
        let setting = Setting {
            style,
            colour,
            width,
            align: Align::Start,
        };
        self.paragraphs.get(self.shaper, text, true, &setting)
    }

    /// Puts a node on its layer.
    pub fn push(&mut self, layer: Layer, node: Node) {
        self.layers[layer as usize].push(node);
    }

    /// Makes room for that many more nodes of a layer.
    pub fn reserve(&mut self, layer: Layer, more: usize) {
        self.layers[layer as usize].reserve(more);
    }

    /// Nodes of one layer, so far.
    pub fn layer(&self, layer: Layer) -> &[Node] {
        &self.layers[layer as usize]
    }

    /// Takes the nodes of one layer off the sheet again.
    pub fn take(&mut self, layer: Layer) -> Vec<Node> {
        std::mem::take(&mut self.layers[layer as usize])
    }

    /// All nodes in paint order.
    pub fn into_nodes(self) -> Vec<Node> {
        let total = self.layers.iter().map(Vec::len).sum();
        let mut nodes = Vec::with_capacity(total);
        for mut layer in self.layers {
            nodes.append(&mut layer);
        }
        nodes
    }
}

/// A node over a rectangle of the sheet; content is in its own coordinates.
pub(crate) fn node(id: NodeId, role: Role, bounds: Rect, label: &str, content: Vec<Primitive>) -> Node {
    Node {
        id,
        role,
        origin: Point::new(round_to(bounds.x0, 2), round_to(bounds.y0, 2)),
        size: Size::new(round_to(bounds.width(), 2), round_to(bounds.height(), 2)),
        label: label.into(),
        cell: None,
        edit: None,
        content: content.into(),
    }
}

/// A node that shows nothing and says where an empty field is edited; no painter draws it.
pub(crate) fn vacant(
    id: NodeId,
    bounds: Rect,
    label: &str,
    field: &'static str,
    style: &TypeStyle,
    colour: Colour,
) -> Node {
    let local = Rect::from_origin_size((0.0, 0.0), bounds.size());
    let empty = node(id, Role::Decoration, bounds, label, Vec::new());
    editable(empty, field, local, style, colour)
}

/// Adds where the node's text is edited.
pub(crate) fn editable(mut node: Node, field: &'static str, rect: Rect, style: &TypeStyle, colour: Colour) -> Node {
    node.edit = Some(Arc::new(edit_box(field, rect, style, colour)));
    node
}

pub(crate) fn edit_box(field: &'static str, rect: Rect, style: &TypeStyle, colour: Colour) -> EditBox {
    static FAMILY: LazyLock<Arc<str>> = LazyLock::new(|| TEXT_FAMILY.into());
    EditBox {
        field,
        rect: round_rect(rect),
        family: Arc::clone(&FAMILY),
        size: style.size,
        line_height: style.line_height as f32,
        weight: style.weight,
        italic: style.italic,
        colour,
    }
}

/// Adds the place in the grid.
pub(crate) fn in_cell(mut node: Node, row: usize, column: usize, columns: usize) -> Node {
    node.cell = Some(cell(row, column, columns));
    node
}

pub(crate) fn cell(row: usize, column: usize, columns: usize) -> Cell {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Cell {
        row: number(row),
        column: number(column),
        columns: number(columns.max(1)),
    }
}

pub(crate) fn rounded_point(p: Point) -> Point {
    Point::new(round_to(p.x, 2), round_to(p.y, 2))
}

pub(crate) fn round_rect(r: Rect) -> Rect {
    Rect::new(
        round_to(r.x0, 2),
        round_to(r.y0, 2),
        round_to(r.x1, 2),
        round_to(r.y1, 2),
    )
}

/// A rounded rectangle with a border that lies inside of it.
pub(crate) fn panel(rect: Rect, radius: f64, ground: Colour, stroke: Option<Stroke>) -> Primitive {
    let half = stroke.as_ref().map_or(0.0, |s| s.width / 2.0);
    Primitive::Path {
        shape: Shape::RoundedRect {
            rect: round_rect(rect.inset(-half)),
            radius: round_to((radius - half).max(0.0), 2),
        },
        fill: Some(Paint::Solid(ground)),
        stroke,
    }
}

pub(crate) fn line(from: (f64, f64), to: (f64, f64), stroke: Stroke) -> Primitive {
    let p = |(x, y): (f64, f64)| Point::new(round_to(x, 2), round_to(y, 2));
    Primitive::Path {
        shape: Shape::Line {
            from: p(from),
            to: p(to),
        },
        fill: None,
        stroke: Some(stroke),
    }
}
