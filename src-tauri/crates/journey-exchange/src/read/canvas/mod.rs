//! JSON Canvas 1.0 (jsoncanvas.org/spec/1.0): groups beside each other are stages, nodes are cards, edges
//! are links.
//!
//! A canvas says nothing of what things are but where they stand. Headings at the left of the stages
//! name lanes, headings at their top name steps; without those a stage is one step, and cards are stacked
//! in it as they stand below each other.

mod content;
mod node;

use std::collections::BTreeMap;

use journey_model::{LaneId, LaneKind, LinkEnd, StageId, StepId};

use super::error::{ReadError, line, quoted};
use super::limit::{NODES_LIMIT, STEPS_LIMIT};
use super::sketch::{Sketch, lines, one_line};
use super::words::{Named, lane_kind};
use crate::{Level, counted};

use node::{Canvas, Node, is_within, outermost, shade, stages_and_bands, words_of};

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
        self.sketch.document.map.title = one_line(&words_of(node.text.trim_start_matches("# ")), None)?;
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
            self.sketch.guessed_kind(title, kind, None);
        }
        let lane = self.sketch.lane(kind, title, None)?;
        if let Some(lane) = self.sketch.document.lanes.get_mut(&lane) {
            lane.caption = one_line(&words_of(caption), None)?;
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
                made.goal = lines(goal, None)?;
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
}
