//! JSON Canvas 1.0 (jsoncanvas.org/spec/1.0): groups, text and link nodes, and edges, as Obsidian opens
//! them.
//!
//! Stages are groups over all lanes, with their steps' titles as text nodes; lanes are headings at the
//! left; cards and points are text nodes in the cells. Node ids are the records' own.

use journey_model::text::is_address;
use journey_model::{Card, Document, LaneKind, LinkEnd, LinkKind};
use serde::Serialize;

use super::Written;
use super::arranged::{Arranged, is_separator, lane_title, signed, title_without_text};
use super::grid::{self, Area, GAP, Grid, HEADING, Metrics, STAGE};
use super::inline::{plain, within};
use super::loss::{Aspect, report};

/// Obsidian's default: 16 px letters, 24 px lines.
const METRICS: Metrics = Metrics {
    letter: 8.2,
    line: 24,
    padding: 44,
    more: |card| if is_address(&card.address) { 2 } else { 0 },
};

/// What the format cannot hold.
const LACKS: &[Aspect] = &[
    Aspect::Severities,
    Aspect::Evidence,
    Aspect::Sources,
    Aspect::Owners,
    Aspect::Tags,
    Aspect::Touchpoints,
    Aspect::Figures,
    Aspect::ScoreNotes,
    Aspect::Symbols,
    Aspect::Pictures,
    Aspect::PersonaDetails,
    Aspect::StageGoals,
    Aspect::About,
    Aspect::Sizes,
];

#[derive(Serialize)]
struct Canvas {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Serialize)]
struct Node {
    id: String,
    #[serde(flatten)]
    content: Content,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Content {
    Text { text: String },
    Link { url: String },
    Group { label: String },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Edge {
    id: String,
    from_node: String,
    from_side: &'static str,
    to_node: String,
    to_side: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// Writes the map as JSON Canvas.
pub fn json_canvas(document: &Document) -> Written {
    let map = Arranged::of(document);
    let grid = Grid::of(&map, &METRICS);
    let mut nodes = Vec::new();
    let mut add = |id: String, content: Content, area: Area, color: Option<String>| {
        nodes.push(Node {
            id,
            content,
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            color,
        });
    };
    let title = Area {
        x: -HEADING - GAP,
        y: -2 * STAGE,
        width: grid.width.max(2 * HEADING),
        height: STAGE + METRICS.line,
    };
    add(
        document.map.id.to_string(),
        Content::Text {
            text: format!("# {}", within(&document.map.title)),
        },
        title,
        None,
    );
    // Groups come first: nodes are listed from the bottom of the stack to its top.
    for (number, (columns, area)) in map.stages.iter().zip(&grid.stages).enumerate() {
        let label = map.stage_title(number);
        let area = Area {
            height: grid.height,
            ..*area
        };
        add(
            columns.stage.id.to_string(),
            Content::Group { label },
            area,
            columns.stage.colour.clone(),
        );
    }
    for (number, (step, area)) in map.steps.iter().zip(&grid.steps).enumerate() {
        let text = format!("**{}**", within(&map.step_title(number)));
        add(step.id.to_string(), Content::Text { text }, inset(*area), None);
    }
    for lane in &grid.lanes {
        let heading = Area {
            x: -HEADING - GAP,
            width: HEADING,
            ..lane.area
        };
        let mut text = format!("**{}**", within(&lane_title(lane.lane)));
        if !lane.lane.caption.trim().is_empty() {
            text.push('\n');
            text.push_str(&plain(&lane.lane.caption));
        }
        let heading = if is_separator(lane.lane) {
            Area {
                width: HEADING + GAP + grid.width,
                ..heading
            }
        } else {
            heading
        };
        add(
            lane.lane.id.to_string(),
            Content::Text { text },
            heading,
            lane.lane.colour.clone(),
        );
        for (card, area) in &lane.cards {
            let colour = card
                .colour
                .clone()
                .or_else(|| preset(lane.lane.kind).map(str::to_owned));
            add(card.id.to_string(), content(card), *area, colour);
        }
        // Beside each other where there are several, so that none hides another; a name takes a line more.
        let curves = i32::try_from(lane.curves.len()).unwrap_or(1).max(1);
        let (share, height) = ((grid::COLUMN - GAP) / curves, if curves > 1 { 74 } else { 50 });
        for (number, curve) in (0..).zip(&lane.curves) {
            for (score, column) in curve.points.iter().zip(&grid.steps) {
                let Some(score) = score else { continue };
                let mark = if score.moment_of_truth { " ★" } else { "" };
                let mut text = format!("{} {}{mark}", signed(score.tenths), within(&score.word));
                if let Some(persona) = curve.persona.filter(|_| lane.curves.len() > 1) {
                    text = format!("{}: {text}", plain(&persona.name));
                }
                let area = Area {
                    x: column.x + GAP / 2 + number * share,
                    y: Grid::score_y(lane.area, score.tenths) - height / 2,
                    width: share,
                    height,
                };
                let text = text.trim().to_owned();
                let colour = match score.tenths {
                    ..=-5 => "1",
                    -4..=4 => "3",
                    5.. => "4",
                };
                add(score.id.to_string(), Content::Text { text }, area, Some(colour.into()));
            }
        }
    }
    for note in document.notes.values() {
        let area = Area {
            x: note.x,
            y: note.y + grid.height + GAP,
            width: note.width.into(),
            height: 120,
        };
        let text = note.text.clone();
        add(
            note.id.to_string(),
            Content::Text { text },
            area,
            note.colour.clone().or(Some("3".into())),
        );
    }
    for (persona, row) in document.ordered_personas().into_iter().zip(0..) {
        let area = Area {
            x: -2 * HEADING - 4 * GAP,
            y: row * (120 + GAP),
            width: HEADING,
            height: 120,
        };
        let text = match persona.role.trim() {
            "" => format!("**{}**", within(&persona.name)),
            role => {
                let role: Vec<String> = role.lines().map(plain).collect();
                format!("**{}**\n{}", within(&persona.name), role.join("\n"))
            }
        };
        add(
            persona.id.to_string(),
            Content::Text { text },
            area,
            persona.colour.clone(),
        );
    }
    let edges = document.links.values().filter_map(|link| edge(&map, link)).collect();
    let canvas = Canvas { nodes, edges };
    Written {
        // Strings and whole numbers can always be written.
        bytes: serde_json::to_vec_pretty(&canvas).unwrap_or_default(),
        report: report(&map, LACKS),
    }
}

fn inset(area: Area) -> Area {
    Area {
        x: area.x + GAP / 2,
        width: area.width - GAP,
        y: area.y + GAP / 2,
        height: area.height - GAP / 2,
    }
}

/// A card that is nothing but an address is a link; all others are text, as Markdown.
fn content(card: &Card) -> Content {
    let text = card.text.trim();
    if text.is_empty() && is_address(&card.address) {
        return Content::Link {
            url: card.address.clone(),
        };
    }
    let mut text = match text {
        "" => title_without_text(card),
        text => text.to_owned(),
    };
    if card.moment_of_truth {
        text.insert_str(0, "★ ");
    }
    if is_address(&card.address) {
        text.push_str(&format!("\n\n<{}>", card.address));
    }
    Content::Text { text }
}

/// The preset colour of cards of a kind: red for pain, green for what helps, yellow for ideas, cyan for
/// touchpoints.
fn preset(kind: LaneKind) -> Option<&'static str> {
    match kind {
        LaneKind::PainPoints => Some("1"),
        LaneKind::Gains | LaneKind::Solutions => Some("4"),
        LaneKind::Opportunities | LaneKind::Ideas => Some("3"),
        LaneKind::Touchpoints | LaneKind::Channels => Some("5"),
        _ => None,
    }
}

/// A link as an edge; `None` where an end stands in a hidden lane.
fn edge(map: &Arranged, link: &journey_model::Link) -> Option<Edge> {
    let shown = |end: &LinkEnd| match end {
        LinkEnd::Card(id) => {
            let card = map.document.cards.get(id)?;
            map.lanes
                .iter()
                .any(|lane| lane.id == card.lane)
                .then(|| id.to_string())
        }
        LinkEnd::Step(id) => Some(id.to_string()),
    };
    let (from_side, to_side) = match link.kind {
        LinkKind::Flow => ("right", "left"),
        LinkKind::LoopBack => ("bottom", "bottom"),
        LinkKind::Solves | LinkKind::Evidence => ("top", "bottom"),
    };
    let color = match link.kind {
        LinkKind::Flow => None,
        LinkKind::LoopBack => Some("2"),
        LinkKind::Solves => Some("4"),
        LinkKind::Evidence => Some("6"),
    };
    let label = match (link.label.trim(), link.kind) {
        ("", LinkKind::Solves) => Some("solves".to_owned()),
        ("", LinkKind::Evidence) => Some("evidence".to_owned()),
        ("", _) => None,
        (label, _) => Some(label.to_owned()),
    };
    Some(Edge {
        id: link.id.to_string(),
        from_node: shown(&link.from)?,
        from_side,
        to_node: shown(&link.to)?,
        to_side,
        color,
        label,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use journey_model::sample::sample;
    use journey_model::{CountingIds, Edit, LinkEnd, LinkKind};
    use serde_json::Value;

    use super::*;

    #[test]
    fn nodes_have_what_the_specification_asks_for() {
        let mut document = sample(3, 4, 2, 1);
        let link = Edit::AddLink {
            from: LinkEnd::Card("card_4_1_1".into()),
            to: LinkEnd::Card("card_1_1_1".into()),
            kind: LinkKind::Solves,
            label: String::new(),
        };
        document.apply(&link, &mut CountingIds(900)).unwrap();
        let written = json_canvas(&document);
        let canvas: Value = serde_json::from_slice(&written.bytes).unwrap();
        let nodes = canvas["nodes"].as_array().unwrap();
        let ids: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), nodes.len(), "ids are unique");
        for node in nodes {
            for side in ["x", "y", "width", "height"] {
                assert!(node[side].is_i64(), "{node}");
            }
            match node["type"].as_str().unwrap() {
                "text" => assert!(node["text"].is_string()),
                "group" => assert!(node["label"].is_string()),
                other => panic!("{other}"),
            }
        }
        let cards = document.cards.keys().filter(|id| ids.contains(id.as_str()));
        assert_eq!(cards.count(), 24);
        let edge = &canvas["edges"][0];
        assert!(ids.contains(edge["fromNode"].as_str().unwrap()) && ids.contains(edge["toNode"].as_str().unwrap()));
        assert_eq!(edge["label"], "solves");
    }

    #[test]
    fn cards_lie_in_their_stage_and_not_on_each_other() {
        let document = sample(3, 3, 4, 2);
        let map = Arranged::of(&document);
        let grid = Grid::of(&map, &METRICS);
        let cards: Vec<Area> = grid
            .lanes
            .iter()
            .flat_map(|lane| lane.cards.iter().map(|(_, area)| *area))
            .collect();
        assert_eq!(cards.len(), 36);
        for (i, a) in cards.iter().enumerate() {
            assert!(a.y + a.height <= grid.height && a.x + a.width <= grid.width);
            for b in &cards[i + 1..] {
                let apart =
                    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                assert!(apart, "{a:?} and {b:?}");
            }
        }
    }
}
