//! JSON Canvas 1.0 (jsoncanvas.org/spec/1.0): groups beside each other are stages, nodes are cards, edges
//! are links.
//!
//! A canvas says nothing of what things are but where they stand. Headings at the left of the stages
//! name lanes, headings at their top name steps; without those a stage is one step, and cards are stacked
//! in it as they stand below each other.

use std::collections::BTreeMap;

use journey_model::text::{RichText, is_address};
use journey_model::{CardFamily, CardId, LaneId, LaneKind, LinkEnd, LinkKind, StageId, StepId, Touchpoint};
use serde::Deserialize;

use super::error::{ReadError, line, quoted};
use super::figure::{self, Scale, Value};
use super::limit::{NODES_LIMIT, STEPS_LIMIT};
use super::long::colour;
use super::sketch::{Sketch, one_line};
use super::words::{self, Named, lane_kind};
use crate::{Level, counted};

/// Our own scores are written on their own scale.
const SCALE: Scale = Scale {
    from: -2.0,
    to: 2.0,
    certain: true,
};

#[derive(Deserialize)]
struct Canvas {
    #[serde(default)]
    nodes: Vec<Node>,
    #[serde(default)]
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    #[serde(rename = "type")]
    sort: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    #[serde(default)]
    color: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    label: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Edge {
    from_node: String,
    to_node: String,
    #[serde(default)]
    from_side: String,
    #[serde(default)]
    to_side: String,
    #[serde(default)]
    from_end: String,
    #[serde(default)]
    to_end: String,
    #[serde(default)]
    color: String,
    #[serde(default)]
    label: String,
}

impl Node {
    fn right(&self) -> f64 {
        self.x + self.width
    }

    fn bottom(&self) -> f64 {
        self.y + self.height
    }

    fn centre(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }

    /// What the node says, as a card's text.
    fn said(&self) -> &str {
        match self.sort.as_str() {
            "file" => &self.file,
            "link" => &self.url,
            "group" => &self.label,
            _ => &self.text,
        }
    }

    /// The bold first line and what follows, where a text begins with one.
    fn heading(&self) -> Option<(String, &str)> {
        let (first, rest) = self.text.trim().split_once('\n').unwrap_or((self.text.trim(), ""));
        let inner = first.trim().strip_prefix("**")?.strip_suffix("**")?;
        (!inner.contains("**")).then(|| (RichText::parse(inner).plain(), rest.trim()))
    }
}

/// Draws the canvas.
pub(super) fn draw(text: &str, sketch: &mut Sketch) -> Result<(), ReadError> {
    let canvas: Canvas = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = message
            .rfind(" at line ")
            .map_or(message.as_str(), |end| &message[..end]);
        let place = line(error.line(), Some(error.column()));
        ReadError::broken(
            Some(place),
            format!("this is no JSON Canvas ({what})"),
            "export it again as JSON Canvas 1.0",
        )
    })?;
    let count = canvas.nodes.len() + canvas.edges.len();
    if count > NODES_LIMIT {
        let found = format!("the canvas has {count} nodes and edges");
        return Err(ReadError::too_much(
            None,
            found,
            NODES_LIMIT.to_string(),
            "divide it into several",
        ));
    }
    if let Some(node) = canvas
        .nodes
        .iter()
        .find(|node| !(node.width >= 0.0 && node.height >= 0.0))
    {
        let what = format!("node {} has a size below nothing", quoted(&node.id));
        return Err(ReadError::broken(None, what, "export it again as JSON Canvas 1.0"));
    }
    let mut page = Page {
        sketch,
        ends: BTreeMap::new(),
    };
    page.nodes(&canvas.nodes)?;
    page.edges(&canvas.edges)
}

/// A column of the map: a step and where it stands.
struct Column {
    step: StepId,
    left: f64,
    right: f64,
}

/// A row of the map: a lane and where it stands.
struct Row {
    lane: LaneId,
    kind: LaneKind,
    top: f64,
    bottom: f64,
}

struct Page<'a> {
    sketch: &'a mut Sketch,
    /// What became of nodes, by their ids.
    ends: BTreeMap<String, LinkEnd>,
}

impl Page<'_> {
    fn nodes(&mut self, nodes: &[Node]) -> Result<(), ReadError> {
        let known = ["text", "file", "link", "group"];
        let (nodes, others): (Vec<&Node>, Vec<&Node>) =
            nodes.iter().partition(|node| known.contains(&node.sort.as_str()));
        for node in &others {
            let what = format!("a node of the unknown sort {}", quoted(&node.sort));
            self.sketch.remark(Level::LeftOut, "nodes", what, None);
        }
        let (groups, mut cards): (Vec<&Node>, Vec<&Node>) = nodes.into_iter().partition(|node| node.sort == "group");
        if groups.is_empty() && cards.is_empty() {
            return Err(ReadError::Empty {
                found: "the canvas is blank",
                remedy: "check that it is the right file",
            });
        }
        self.title(&mut cards)?;
        let outer = outermost(&groups);
        let (stages, bands) = stages_and_bands(&outer);
        let left_edge = stages.iter().map(|stage| stage.x).fold(f64::INFINITY, f64::min);
        let mut rows = self.bands(&bands)?;
        if rows.is_empty() && !stages.is_empty() {
            rows = self.headings(&mut cards, left_edge)?;
        }
        let has_rows = !rows.is_empty();
        let first_row = rows.iter().map(|row| row.top).fold(f64::INFINITY, f64::min);
        // Of what is left outside, what stands below everything or far at the left is a note.
        let lowest = stages
            .iter()
            .map(|stage| stage.bottom())
            .fold(f64::NEG_INFINITY, f64::max);
        let mut notes = Vec::new();
        if has_rows {
            cards.retain(|card| {
                let outside = card.y >= lowest || card.right() <= left_edge;
                if outside {
                    notes.push(*card);
                }
                !outside
            });
        }
        let columns = self.columns(&stages, &groups, &mut cards, has_rows.then_some(first_row))?;
        if !has_rows {
            let lane = self.sketch.lane(LaneKind::Text, "Cards", None)?;
            let (top, bottom) = (f64::NEG_INFINITY, f64::INFINITY);
            rows.push(Row {
                lane,
                kind: LaneKind::Text,
                top,
                bottom,
            });
            self.sketch.remark(
                Level::Guessed,
                "lanes",
                "the canvas names no lanes, so that all cards are in one",
                None,
            );
        }
        cards.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        for card in cards {
            self.card(card, &columns, &rows)?;
        }
        self.aside(&notes, left_edge)
    }

    /// A text node that is a heading of the first level is the map's title.
    fn title(&mut self, cards: &mut Vec<&Node>) -> Result<(), ReadError> {
        let is_title = |node: &&Node| node.text.starts_with("# ") && !node.text.trim_end().contains('\n');
        let Some(at) = cards.iter().position(is_title) else {
            return Ok(());
        };
        let node = cards.remove(at);
        self.sketch.document.map.title = one_line(node.text.trim_start_matches("# "), None)?;
        Ok(())
    }

    /// Groups that cross the stages are lanes.
    fn bands(&mut self, bands: &[&Node]) -> Result<Vec<Row>, ReadError> {
        let mut bands = bands.to_vec();
        bands.sort_by(|a, b| a.y.total_cmp(&b.y));
        bands
            .iter()
            .map(|band| self.row(&band.label, "", band.y, band.bottom()))
            .collect()
    }

    /// Headings at the left of the stages are lanes.
    fn headings(&mut self, cards: &mut Vec<&Node>, left_edge: f64) -> Result<Vec<Row>, ReadError> {
        const SLACK: f64 = 8.0;
        let is_left = |node: &&&Node| node.x < left_edge - SLACK && node.heading().is_some();
        // Those nearest to the stages; further out stand personas and the like.
        let nearest = cards
            .iter()
            .filter(is_left)
            .map(|node| node.x)
            .fold(f64::NEG_INFINITY, f64::max);
        let mut found: Vec<&Node> = Vec::new();
        cards.retain(|node| {
            let is_heading = is_left(&node) && (node.x - nearest).abs() < SLACK;
            if is_heading {
                found.push(*node);
            }
            !is_heading
        });
        found.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut rows = Vec::new();
        for (at, node) in found.iter().enumerate() {
            let Some((title, caption)) = node.heading() else {
                continue;
            };
            let next = found.get(at + 1).map_or(node.bottom(), |next| next.y);
            rows.push(self.row(&title, caption, node.y, next.max(node.bottom()))?);
        }
        Ok(rows)
    }

    fn row(&mut self, title: &str, caption: &str, top: f64, bottom: f64) -> Result<Row, ReadError> {
        let named = lane_kind(title);
        let kind = named.map_or(LaneKind::Text, Named::kind);
        if !matches!(named, Some(Named::Own(_))) {
            let what = format!(
                "lane {} is read as {}",
                quoted(title),
                kind.default_title().to_lowercase()
            );
            self.sketch.remark(Level::Guessed, "kinds of lanes", what, None);
        }
        let lane = self.sketch.lane(kind, title, None)?;
        if let Some(lane) = self.sketch.document.lanes.get_mut(&lane) {
            lane.caption = one_line(caption, None)?;
        }
        Ok(Row {
            lane,
            kind,
            top,
            bottom,
        })
    }

    /// Makes stages and steps. Headings of steps are taken out of `cards`.
    fn columns(
        &mut self,
        stages: &[&Node],
        groups: &[&Node],
        cards: &mut Vec<&Node>,
        first_row: Option<f64>,
    ) -> Result<Vec<Column>, ReadError> {
        let mut columns = Vec::new();
        let mut stages = stages.to_vec();
        stages.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        for stage in &stages {
            let (title, goal) = stage.label.split_once(" – ").unwrap_or((&stage.label, ""));
            let id: StageId = self.sketch.stage(title, None)?;
            if let Some(made) = self.sketch.document.stages.get_mut(&id) {
                made.goal = super::sketch::lines(goal, None)?;
                made.colour = stage.color.as_deref().and_then(shade);
            }
            let mut heads: Vec<(&Node, String)> = Vec::new();
            if let Some(first_row) = first_row {
                cards.retain(|card| {
                    let is_head = stage.holds(card.centre()) && card.centre().1 < first_row;
                    match card.heading().filter(|_| is_head) {
                        Some((title, "")) => heads.push((card, title)),
                        _ => return true,
                    }
                    false
                });
            }
            // Groups within a stage, beside each other, are its steps too.
            if heads.is_empty() {
                let inner: Vec<&Node> = groups
                    .iter()
                    .copied()
                    .filter(|group| !std::ptr::eq(*group, *stage) && is_within(group, stage))
                    // One more than a map may have is told as too many.
                    .take(STEPS_LIMIT + 1)
                    .collect();
                if stages_and_bands(&inner).1.is_empty() {
                    heads.extend(inner.into_iter().map(|group| (group, group.label.clone())));
                }
            }
            heads.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
            if heads.is_empty() {
                let step = self.sketch.step(&id, "", None)?;
                self.ends
                    .entry(stage.id.clone())
                    .or_insert_with(|| LinkEnd::Step(step.clone()));
                columns.push(Column {
                    step,
                    left: stage.x,
                    right: stage.right(),
                });
            }
            for (head, title) in heads {
                let step = self.sketch.step(&id, &title, None)?;
                self.ends
                    .entry(head.id.clone())
                    .or_insert_with(|| LinkEnd::Step(step.clone()));
                self.ends
                    .entry(stage.id.clone())
                    .or_insert_with(|| LinkEnd::Step(step.clone()));
                columns.push(Column {
                    step,
                    left: head.x,
                    right: head.right(),
                });
            }
        }
        if stages.is_empty() {
            self.clusters(cards, &mut columns)?;
        }
        Ok(columns)
    }

    /// Without groups, cards that stand above each other are of one step.
    fn clusters(&mut self, cards: &[&Node], columns: &mut Vec<Column>) -> Result<(), ReadError> {
        let stage = self.sketch.stage("", None)?;
        let mut cards: Vec<&Node> = cards.to_vec();
        cards.sort_by(|a, b| a.centre().0.total_cmp(&b.centre().0));
        let mut right = f64::NEG_INFINITY;
        for card in &cards {
            if card.centre().0 > right {
                let step = self.sketch.step(&stage, "", None)?;
                columns.push(Column {
                    step,
                    left: card.x,
                    right: card.right(),
                });
                right = card.right();
            }
        }
        self.sketch.remark(
            Level::Guessed,
            "steps",
            format!(
                "the canvas has no groups: {} by where cards stand",
                counted(columns.len(), "step", "steps")
            ),
            None,
        );
        Ok(())
    }

    fn card(&mut self, node: &Node, columns: &[Column], rows: &[Row]) -> Result<(), ReadError> {
        let (x, y) = node.centre();
        let covered: Vec<&Column> = columns
            .iter()
            .filter(|column| (node.x..=node.right()).contains(&((column.left + column.right) / 2.0)))
            .collect();
        let distance = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
        let nearest = || {
            columns
                .iter()
                .min_by(|a, b| distance(a.left, a.right, x).total_cmp(&distance(b.left, b.right, x)))
        };
        let here = columns.iter().find(|column| (column.left..=column.right).contains(&x));
        let Some(column) = covered.first().copied().or(here).or_else(nearest) else {
            return Ok(());
        };
        let Some(row) = rows
            .iter()
            .min_by(|a, b| distance(a.top, a.bottom, y).total_cmp(&distance(b.top, b.bottom, y)))
        else {
            return Ok(());
        };
        if row.kind == LaneKind::Emotion && self.point(node, &column.step, &row.lane)? {
            return Ok(());
        }
        let (lane, kind) = if row.kind.holds_cards() {
            (row.lane.clone(), row.kind)
        } else {
            let what = format!(
                "{} stands in a lane that holds no cards and was put into a new one",
                quoted(node.said())
            );
            self.sketch.remark(Level::Guessed, "texts in other lanes", what, None);
            (self.sketch.lane(LaneKind::Text, "", None)?, LaneKind::Text)
        };
        let parts = Parts::of(node, kind);
        let card = self.sketch.card(&lane, &column.step, &parts.text, None)?;
        card.span = u16::try_from(covered.len()).unwrap_or(1).max(1);
        card.moment_of_truth = parts.moment_of_truth;
        card.address = one_line(&parts.address, None)?;
        if let Some(channel) = parts.channel {
            card.touchpoint = Some(Touchpoint {
                channel,
                ..Touchpoint::default()
            });
        }
        // Programs offer six colours by number; a lane whose kind is known has colours of its own.
        let is_numbered = node.color.as_deref().is_some_and(|colour| colour.len() == 1);
        if !(is_numbered && kind != LaneKind::Text) {
            card.colour = node.color.as_deref().and_then(shade);
        }
        let id: CardId = card.id.clone();
        self.ends.entry(node.id.clone()).or_insert(LinkEnd::Card(id));
        if node.sort == "file" {
            self.sketch.remark(
                Level::Guessed,
                "files",
                format!("of file {} only the name", quoted(&node.file)),
                None,
            );
        }
        Ok(())
    }

    /// A node of an emotion lane: `+1.5 Hopeful ★`, with `Marie: ` before it where there are several.
    fn point(&mut self, node: &Node, step: &StepId, lane: &LaneId) -> Result<bool, ReadError> {
        let text = node.text.trim();
        let (text, moment) = text
            .strip_suffix('★')
            .map_or((text, false), |text| (text.trim_end(), true));
        let whole = figure::point(text);
        let (persona, point) = match (whole, text.split_once(": ")) {
            (Some(point), _) => (None, point),
            (None, Some((name, rest))) => match figure::point(rest) {
                Some(point) => (Some(name), point),
                None => return Ok(false),
            },
            (None, None) => return Ok(false),
        };
        let persona = persona.map(|name| self.sketch.persona(name, None)).transpose()?;
        let tenths = match point.value {
            Value::Number(number) => SCALE.tenths(number),
            other => other.tenths(SCALE),
        };
        let word = one_line(&point.word, None)?;
        if let Some(score) = self.sketch.score(lane, step, persona.as_ref(), tenths, None)? {
            score.word = word;
            score.moment_of_truth = moment;
        }
        Ok(true)
    }

    /// What stands outside of a matrix: personas at the left, notes elsewhere.
    fn aside(&mut self, nodes: &[&Node], left_edge: f64) -> Result<(), ReadError> {
        for node in nodes {
            if let Some((name, role)) = node.heading().filter(|_| node.right() <= left_edge) {
                let id = self.sketch.persona(&name, None)?;
                let role = super::sketch::lines(role, None)?;
                if let Some(persona) = self.sketch.document.personas.get_mut(&id) {
                    persona.role = role;
                    persona.colour = node.color.as_deref().and_then(colour);
                }
                self.sketch.remark(
                    Level::Guessed,
                    "personas",
                    format!("{} is read as a persona", quoted(&name)),
                    None,
                );
                continue;
            }
            // Clamped to a range that fits.
            let whole = |at: f64| at.clamp(-1e6, 1e6) as i32;
            let colour = node.color.as_deref().and_then(shade);
            self.sketch
                .note(node.said(), (whole(node.x), whole(node.y)), None)?
                .colour = colour;
        }
        Ok(())
    }

    fn edges(&mut self, edges: &[Edge]) -> Result<(), ReadError> {
        let mut lost = 0;
        for edge in edges {
            let ends = self
                .ends
                .get(&edge.from_node)
                .cloned()
                .zip(self.ends.get(&edge.to_node).cloned());
            let backwards = edge.from_end == "arrow" && edge.to_end == "none";
            let kind = match (
                edge.color.as_str(),
                edge.from_side.as_str(),
                edge.to_side.as_str(),
                edge.label.as_str(),
            ) {
                ("2", "bottom", "bottom", _) => LinkKind::LoopBack,
                (_, _, _, "solves") | ("4", "top", "bottom", _) => LinkKind::Solves,
                (_, _, _, "evidence") | ("6", "top", "bottom", _) => LinkKind::Evidence,
                _ => LinkKind::Flow,
            };
            let label = if matches!(edge.label.as_str(), "solves" | "evidence") {
                ""
            } else {
                &edge.label
            };
            let linked = match ends {
                Some((from, to)) if backwards => self.sketch.link(to, from, kind, label, None)?,
                Some((from, to)) => self.sketch.link(from, to, kind, label, None)?,
                None => false,
            };
            lost += usize::from(!linked);
        }
        self.sketch.report.left_out(
            lost,
            "edge whose ends are not two cards or two steps",
            "edges whose ends are not two cards or two steps",
        );
        Ok(())
    }
}

/// Whether a group lies in another one.
fn is_within(inner: &Node, outer: &Node) -> bool {
    inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() && inner.bottom() <= outer.bottom()
}

/// Groups that lie in no other one. Of two alike the first.
fn outermost<'a>(groups: &[&'a Node]) -> Vec<&'a Node> {
    // More groups than a map may have stages are looked at for nothing.
    let groups = &groups[..groups.len().min(2_000)];
    let covers = |(i, inner): (usize, &Node), (j, outer): (usize, &Node)| {
        i != j && is_within(inner, outer) && !(is_within(outer, inner) && i < j)
    };
    let free = |i: usize| {
        !groups
            .iter()
            .enumerate()
            .any(|(j, outer)| covers((i, groups[i]), (j, outer)))
    };
    (0..groups.len()).filter(|i| free(*i)).map(|i| groups[i]).collect()
}

/// Which groups are stages, beside each other, and which lie across them.
fn stages_and_bands<'a>(groups: &[&'a Node]) -> (Vec<&'a Node>, Vec<&'a Node>) {
    let shares = |a: (f64, f64), b: (f64, f64)| a.0 < b.1 && b.0 < a.1;
    let is_band = |group: &&&Node| {
        let others = groups.iter().filter(|other| !std::ptr::eq(**other, **group));
        let (mut beside, mut below) = (0, 0);
        for other in others {
            beside += usize::from(shares((group.y, group.bottom()), (other.y, other.bottom())));
            below += usize::from(
                shares((group.x, group.right()), (other.x, other.right()))
                    && group.width > other.width * 1.5
                    && group.height < other.height,
            );
        }
        below >= 1 && below >= beside.min(1) && group.width > group.height
    };
    groups.iter().copied().partition(|group| !is_band(&group))
}

/// A colour of a canvas: hex, or one of six by number (their exact shades are the program's own; these
/// are near Obsidian's and can be told apart on white).
fn shade(text: &str) -> Option<String> {
    let preset = match text {
        "1" => "#e5484d",
        "2" => "#e9973f",
        "3" => "#e0b83c",
        "4" => "#3dae6b",
        "5" => "#3aa7b9",
        "6" => "#8a63d2",
        other => return colour(other),
    };
    Some(preset.into())
}

/// What a card's node says.
struct Parts {
    text: String,
    moment_of_truth: bool,
    channel: Option<String>,
    address: String,
}

impl Parts {
    fn of(node: &Node, kind: LaneKind) -> Self {
        let mut parts = Self {
            text: node.said().trim().to_owned(),
            moment_of_truth: false,
            channel: None,
            address: String::new(),
        };
        if node.sort == "link" {
            if is_address(&parts.text) {
                parts.address = std::mem::take(&mut parts.text);
            }
            return parts;
        }
        if let Some((text, last)) = parts.text.rsplit_once("\n\n") {
            let address = last.strip_prefix('<').and_then(|last| last.strip_suffix('>'));
            if let Some(address) = address.filter(|address| is_address(address)) {
                parts.address = address.to_owned();
                parts.text = text.to_owned();
            }
        }
        if kind.family() == CardFamily::Channels {
            let last = parts.text.rsplit_once("\n\n").and_then(|(text, last)| {
                let channel = last.strip_prefix('*')?.strip_suffix('*')?;
                (!channel.contains('*')).then(|| (text.to_owned(), channel.to_owned()))
            });
            let named = match last {
                Some((text, channel)) => {
                    parts.text = text;
                    Some(channel)
                }
                None => None,
            };
            let stripped = parts.text.trim_start_matches("★ ");
            let known = words::channel(named.as_deref().unwrap_or(stripped));
            if named.is_none() && known.is_some_and(|known| known.title() == stripped) {
                parts.text = parts.text[..parts.text.len() - stripped.len()].to_owned();
            }
            parts.channel = known.map(|known| known.key().to_owned()).or(named);
        }
        if let Some(text) = parts.text.strip_prefix('★') {
            parts.text = text.trim_start().to_owned();
            parts.moment_of_truth = true;
        }
        parts
    }
}
