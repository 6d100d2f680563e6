//! Nodes: the named, selectable parts of a sheet.

use std::fmt;
use std::sync::Arc;

use kurbo::{Point, Rect, Size};

use crate::{Colour, FontSet, Primitive};

/// Names a node: the record's id, and the part of the record where it has several nodes
/// (`card_7K2`, `stage_a1/title`). Stable across layouts.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(Arc<str>);

impl NodeId {
    /// The node of a whole record.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// The node of a part of a record.
    pub fn part(record: &str, part: &str) -> Self {
        Self(format!("{record}/{part}").into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the record that the node shows a part of.
    pub fn record(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a node is on the sheet. Gives PDF tags, screen-reader roles and PPTX grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Hairlines, bands, grounds: nothing to read. Selected only where a field is edited: the place of an
    /// empty one, which draws nothing, or the word beside a face, which the face says.
    Decoration,
    Title,
    Subtitle,
    /// One box of the objective (purpose, success measure, scope, end goal).
    Objective,
    Persona,
    /// A column header over one or more steps.
    Stage,
    /// A column header.
    Step,
    /// A row header.
    Lane,
    /// A separator lane: line of interaction, of visibility, of internal interaction.
    Separator,
    Card,
    /// The whole curve of one persona in an emotion lane.
    EmotionCurve,
    /// One point of the curve; can be dragged up and down.
    Score,
    /// An arrow between cards or steps.
    Link,
    /// A free note.
    Note,
    Legend,
    Footer,
}

/// Where a node stands in the map's grid, for grid semantics and keyboard movement. Rows count lanes
/// and columns count steps, both from 0 in the order they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    /// Number of steps that the node covers, at least 1.
    pub columns: u32,
}

/// Where and how a field of the node's record is edited in place: the box of the text and its type,
/// so that a text field laid over it looks the same.
#[derive(Clone, Debug, PartialEq)]
pub struct EditBox {
    /// Name of the record's field as in the file format (`text`, `title`, …).
    pub field: &'static str,
    /// In the coordinates of the node.
    pub rect: Rect,
    pub family: Arc<str>,
    /// px per em.
    pub size: f32,
    /// px from baseline to baseline.
    pub line_height: f32,
    pub weight: u16,
    pub italic: bool,
    pub colour: Colour,
}

/// One part of the sheet. Cheap to clone: the content is shared.
#[derive(Clone, Debug)]
pub struct Node {
    pub id: NodeId,
    pub role: Role,
    /// Top left, in sheet coordinates. All that changes when other things make room.
    pub origin: Point,
    /// Extent from the origin; contains the visible content but for hairline widths and arrow heads.
    pub size: Size,
    /// What a screen reader says: plain text, never empty unless the role is `Decoration` and
    /// nothing is edited there.
    pub label: Arc<str>,
    pub cell: Option<Cell>,
    pub edit: Option<Arc<EditBox>>,
    /// What is drawn, in node coordinates.
    pub content: Arc<[Primitive]>,
}

impl Node {
    /// The node's rectangle in sheet coordinates.
    pub fn bounds(&self) -> Rect {
        Rect::from_origin_size(self.origin, self.size)
    }

    /// Whether the two differ in nothing but where they stand (origin and cell).
    pub fn same_content(&self, other: &Self) -> bool {
        // What is shared need not be read. Where `Eq` holds, comparing an `Arc` begins with its pointer.
        let same_edit = match (&self.edit, &other.edit) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others) || own == others,
            (None, None) => true,
            _ => false,
        };
        same_edit
            && self.role == other.role
            && self.size == other.size
            && self.id == other.id
            && self.label == other.label
            && (Arc::ptr_eq(&self.content, &other.content) || self.content == other.content)
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin && self.cell == other.cell && self.same_content(other)
    }
}

/// A whole sheet, ready to be painted. Immutable and cheap to share between threads.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The sheet, in px.
    pub size: Size,
    /// The colour of the paper.
    pub paper: Colour,
    /// Title of the map, for document properties.
    pub title: String,
    /// BCP 47 language tag of the map's text.
    pub language: String,
    /// Name of the theme that it was laid out with.
    pub theme: &'static str,
    /// Nodes in paint order; ids are unique.
    pub nodes: Vec<Node>,
    /// The faces that glyph runs refer to.
    pub fonts: Arc<FontSet>,
    /// x ranges of the stages' columns and y ranges of the lanes' rows are found by walking nodes of
    /// role `Stage`, `Step` and `Lane`; this is the body of the grid they span (cells only, no headers).
    pub grid: Rect,
}

impl Scene {
    /// The node of that id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id.as_str() == id)
    }
}
