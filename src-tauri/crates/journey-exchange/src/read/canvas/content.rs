//! What a canvas holds in its rows and columns: cards, emotion points, personas, notes and links.

use journey_model::text::is_address;
use journey_model::{CardFamily, CardId, LaneId, LaneKind, LinkEnd, LinkKind, StepId, Touchpoint};

use super::super::error::{ReadError, quoted};
use super::super::figure::{self, Scale, Value};
use super::super::sketch::{lines, one_line};
use super::super::value::colour;
use super::super::words;
use super::node::{Edge, Node, shade, words_of};
use super::{Column, Page, Row};
use crate::Level;

/// Our own scores are written on their own scale.
const SCALE: Scale = Scale {
    from: -2.0,
    to: 2.0,
    certain: true,
};

impl Page<'_> {
    pub(super) fn card(&mut self, node: &Node, columns: &[Column], rows: &[Row]) -> Result<(), ReadError> {
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
        let persona = persona
            .map(|name| self.sketch.persona(&words_of(name), None))
            .transpose()?;
        let tenths = match point.value {
            Value::Number(number) => SCALE.tenths(number),
            other => other.tenths(SCALE),
        };
        let word = one_line(&words_of(&point.word), None)?;
        if let Some(score) = self.sketch.score(lane, step, persona.as_ref(), tenths, None)? {
            score.word = word;
            score.moment_of_truth = moment;
        }
        Ok(true)
    }

    /// What stands outside of a matrix: personas at the left, notes elsewhere.
    pub(super) fn aside(&mut self, nodes: &[&Node], left_edge: f64) -> Result<(), ReadError> {
        for node in nodes {
            if let Some((name, role)) = node.heading().filter(|_| node.right() <= left_edge) {
                let id = self.sketch.persona(&name, None)?;
                let role: Vec<String> = role.lines().map(words_of).collect();
                let role = lines(&role.join("\n"), None)?;
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

    pub(super) fn edges(&mut self, edges: &[Edge]) -> Result<(), ReadError> {
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
