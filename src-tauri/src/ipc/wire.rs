//! What crosses to the window: scenes, patches and updates with each node painted as an SVG fragment.
//!
//! Lengths in px of the sheet. No 64-bit integers: JavaScript's numbers cannot hold them.

use journey_editor::{HistoryLabels, Update};
use journey_model::{CardFamily, Document};
use journey_scene::{Cell, EditBox, FontSet, Node, Rect, Role, Scene, ScenePatch};
use serde::Serialize;

use super::shift::{WireShift, shifts};
use super::state::WireSaveReport;

/// A node's place in the grid.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WireCell {
    pub row: u32,
    pub column: u32,
    pub columns: u32,
}

impl From<Cell> for WireCell {
    fn from(cell: Cell) -> Self {
        Self {
            row: cell.row,
            column: cell.column,
            columns: cell.columns,
        }
    }
}

/// A rectangle.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WireRect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl From<Rect> for WireRect {
    fn from(rect: Rect) -> Self {
        Self {
            x: rect.x0 as f32,
            y: rect.y0 as f32,
            width: rect.width() as f32,
            height: rect.height() as f32,
        }
    }
}

/// Where a field is edited in place, in node coordinates, and the look of its text.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WireEditBox {
    pub field: String,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub family: String,
    pub size: f32,
    pub line_height: f32,
    pub weight: u16,
    pub italic: bool,
    pub colour: String,
}

impl From<&EditBox> for WireEditBox {
    fn from(edit: &EditBox) -> Self {
        let rect = WireRect::from(edit.rect);
        Self {
            field: edit.field.into(),
            x: rect.x,
            y: rect.y,
            width: rect.width,
            height: rect.height,
            family: edit.family.to_string(),
            size: edit.size,
            line_height: edit.line_height,
            weight: edit.weight,
            italic: edit.italic,
            colour: edit.colour.to_string(),
        }
    }
}

/// What a node is, for screen readers and for the tools.
#[derive(Clone, Copy, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum WireRole {
    Decoration,
    Title,
    Subtitle,
    Objective,
    Persona,
    Stage,
    Step,
    Lane,
    Separator,
    Card,
    EmotionCurve,
    Score,
    Link,
    Note,
    Legend,
    Footer,
}

impl From<Role> for WireRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Decoration => Self::Decoration,
            Role::Title => Self::Title,
            Role::Subtitle => Self::Subtitle,
            Role::Objective => Self::Objective,
            Role::Persona => Self::Persona,
            Role::Stage => Self::Stage,
            Role::Step => Self::Step,
            Role::Lane => Self::Lane,
            Role::Separator => Self::Separator,
            Role::Card => Self::Card,
            Role::EmotionCurve => Self::EmotionCurve,
            Role::Score => Self::Score,
            Role::Link => Self::Link,
            Role::Note => Self::Note,
            Role::Legend => Self::Legend,
            Role::Footer => Self::Footer,
        }
    }
}

/// A node with its picture: SVG markup in node coordinates.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WireNode {
    pub id: String,
    pub role: WireRole,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub label: String,
    pub cell: Option<WireCell>,
    pub edit: Option<WireEditBox>,
    pub fragment: String,
}

impl WireNode {
    fn new(node: &Node, fonts: &FontSet) -> Self {
        let rect = WireRect::from(node.bounds());
        Self {
            id: node.id.to_string(),
            role: node.role.into(),
            x: rect.x,
            y: rect.y,
            width: rect.width,
            height: rect.height,
            label: node.label.to_string(),
            cell: node.cell.map(Into::into),
            edit: node.edit.as_deref().map(Into::into),
            fragment: journey_svg::fragment(node, fonts),
        }
    }
}

/// A whole scene.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WireScene {
    pub width: f32,
    pub height: f32,
    pub paper: String,
    pub grid: WireRect,
    pub theme: String,
    pub language: String,
    pub title: String,
    /// In paint order.
    pub nodes: Vec<WireNode>,
}

impl WireScene {
    /// Paints every node.
    pub fn new(scene: &Scene) -> Self {
        Self {
            width: scene.size.width as f32,
            height: scene.size.height as f32,
            paper: scene.paper.to_string(),
            grid: scene.grid.into(),
            theme: scene.theme.into(),
            language: scene.language.clone(),
            title: scene.title.clone(),
            nodes: scene
                .nodes
                .iter()
                .map(|node| WireNode::new(node, &scene.fonts))
                .collect(),
        }
    }
}

/// A node, new or at another position in paint order: right behind `after`, or first.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WirePlaced {
    pub node: WireNode,
    pub after: Option<String>,
}

/// A new sheet size and grid.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WireSheet {
    pub width: f32,
    pub height: f32,
    pub grid: WireRect,
    pub paper: String,
}

/// What changed between two scenes; see `journey_scene::ScenePatch`.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WirePatch {
    pub removed: Vec<String>,
    pub updated: Vec<WireNode>,
    pub shifts: Vec<WireShift>,
    /// In the new paint order.
    pub placed: Vec<WirePlaced>,
    pub sheet: Option<WireSheet>,
}

impl WirePatch {
    /// Paints the nodes that the patch brings; `scene` is the one it leads to.
    pub fn new(patch: &ScenePatch, scene: &Scene) -> Self {
        let fonts = &scene.fonts;
        let (shifts, others) = shifts(&patch.moved, scene);
        Self {
            removed: patch.removed.iter().map(ToString::to_string).collect(),
            updated: patch
                .updated
                .iter()
                .chain(others)
                .map(|node| WireNode::new(node, fonts))
                .collect(),
            shifts,
            placed: patch
                .placed
                .iter()
                .map(|placed| WirePlaced {
                    node: WireNode::new(&placed.node, fonts),
                    after: placed.after.as_ref().map(ToString::to_string),
                })
                .collect(),
            sheet: patch.sheet.as_ref().map(|sheet| WireSheet {
                width: sheet.size.width as f32,
                height: sheet.size.height as f32,
                grid: sheet.grid.into(),
                paper: sheet.paper.to_string(),
            }),
        }
    }
}

/// What undo and redo would do, in words.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WireHistory {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

impl From<HistoryLabels> for WireHistory {
    fn from(labels: HistoryLabels) -> Self {
        Self {
            undo: labels.undo,
            redo: labels.redo,
        }
    }
}

/// The drawn columns and rows, in order, for the tools: which record lies where.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Outline {
    pub stages: Vec<OutlineStage>,
    pub steps: Vec<OutlineStep>,
    pub lanes: Vec<OutlineLane>,
    /// Lanes that are in the map and not drawn, in order.
    pub hidden: Vec<OutlineHidden>,
    pub personas: Vec<OutlinePersona>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OutlineHidden {
    pub id: String,
    pub kind: String,
    pub title: String,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OutlinePersona {
    pub id: String,
    pub name: String,
    pub primary: bool,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OutlineStage {
    pub id: String,
    pub title: String,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OutlineStep {
    pub id: String,
    pub stage: String,
    pub title: String,
    pub x: f32,
    pub width: f32,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OutlineLane {
    pub id: String,
    pub kind: String,
    pub family: String,
    pub title: String,
    pub y: f32,
    pub height: f32,
    pub collapsed: bool,
}

impl Outline {
    /// The outline of a document as a scene shows it.
    pub fn new(document: &Document, scene: &Scene) -> Self {
        let headings: std::collections::HashMap<&str, &Node> = scene
            .nodes
            .iter()
            .filter(|node| matches!(node.role, Role::Step | Role::Lane | Role::Separator))
            .map(|node| (node.id.record(), node))
            .collect();
        Self {
            stages: document
                .ordered_stages()
                .into_iter()
                .map(|stage| OutlineStage {
                    id: stage.id.to_string(),
                    title: stage.title.clone(),
                })
                .collect(),
            steps: document
                .ordered_steps()
                .into_iter()
                .filter_map(|step| {
                    let node = headings.get(step.id.as_str())?;
                    Some(OutlineStep {
                        id: step.id.to_string(),
                        stage: step.stage.to_string(),
                        title: step.title.clone(),
                        x: node.origin.x as f32,
                        width: node.size.width as f32,
                    })
                })
                .collect(),
            lanes: document
                .ordered_lanes()
                .into_iter()
                .filter_map(|lane| {
                    let node = headings.get(lane.id.as_str())?;
                    Some(OutlineLane {
                        id: lane.id.to_string(),
                        kind: lane.kind.key().into(),
                        family: family_key(lane.kind.family()).into(),
                        title: lane.title.clone(),
                        y: node.origin.y as f32,
                        height: node.size.height as f32,
                        collapsed: lane.collapsed,
                    })
                })
                .collect(),
            hidden: document
                .ordered_lanes()
                .into_iter()
                .filter(|lane| lane.hidden)
                .map(|lane| OutlineHidden {
                    id: lane.id.to_string(),
                    kind: lane.kind.key().into(),
                    title: lane.title.clone(),
                })
                .collect(),
            personas: document
                .ordered_personas()
                .into_iter()
                .map(|persona| OutlinePersona {
                    id: persona.id.to_string(),
                    name: persona.name.clone(),
                    primary: persona.primary,
                })
                .collect(),
        }
    }
}

fn family_key(family: CardFamily) -> &'static str {
    match family {
        CardFamily::Cards => "cards",
        CardFamily::Curve => "curve",
        CardFamily::Images => "images",
        CardFamily::Channels => "channels",
        CardFamily::Numbers => "numbers",
        CardFamily::Separator => "separator",
    }
}

/// The answer to an edit, an undo or a redo.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WireUpdate {
    pub revision: u32,
    pub patch: WirePatch,
    pub history: WireHistory,
    pub selection: Vec<String>,
    /// Ids of records that are new, such as the card just added.
    pub added: Vec<String>,
    /// The map's title, which the window's bar shows.
    pub title: String,
    /// Sentences for the person, about what the edit did besides.
    pub notices: Vec<String>,
    pub outline: Outline,
    /// Of the moment when the writer had the change.
    pub saved: WireSaveReport,
}

impl WireUpdate {
    /// Paints what an update brings. `document` and `scene` are the state after it.
    pub fn new(update: Update, saved: WireSaveReport, added: Vec<String>, document: &Document, scene: &Scene) -> Self {
        Self {
            revision: update.revision,
            patch: WirePatch::new(&update.patch, scene),
            history: update.history.into(),
            selection: update.selection,
            added,
            title: document.map.title.clone(),
            notices: update.notices.into_iter().map(|notice| notice.text).collect(),
            outline: Outline::new(document, scene),
            saved,
        }
    }
}

/// The answer to a preview: a patch against the scene of revision `base`.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WirePreview {
    pub base: u32,
    pub patch: WirePatch,
}

/// Where a dropped card would go, and the rectangle that shows it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct DropSlot {
    pub lane: String,
    pub step: String,
    pub after: Option<String>,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}
