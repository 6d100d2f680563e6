//! draw.io: uncompressed mxGraph XML (github.com/jgraph/drawio/wiki/File-Format).
//!
//! A lane is a horizontal swimlane that holds its cards, so that dragging the lane takes them along;
//! stages are chevrons, steps boxes under them. An emotion curve is one edge through its points, with a
//! dot and a word at each. Links are edges glued to their cards. What a card says besides its text is
//! its tooltip.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use journey_model::text::is_address;
use journey_model::{Card, Document, LaneKind, LinkEnd, LinkKind};

use super::Written;
use super::arranged::{Arranged, channel_title, is_separator, key_words, lane_title, signed, title_without_text};
use super::bends::bends;
use super::grid::{Area, Grid, GridLane, Metrics};
use super::loss::{Aspect, report};
use super::rich_html::{escaped, rich_html};

/// Helvetica at 13 px.
const METRICS: Metrics = Metrics {
    letter: 6.8,
    line: 17,
    padding: 24,
    more: |_| 0,
};
/// Width of a swimlane's heading, whose text runs upwards.
const HEADING: i32 = 48;
/// Where the grid begins.
const LEFT: i32 = 40;
const TOP: i32 = 120;

/// What the format cannot hold, or we do not put into it.
const LACKS: &[Aspect] = &[
    Aspect::Symbols,
    Aspect::Pictures,
    Aspect::PersonaDetails,
    Aspect::About,
    Aspect::Sizes,
];

/// Fills of stages without a colour of their own, in turn.
const STAGES: [&str; 6] = ["#ddf0ee", "#e3e9f7", "#f1e6f5", "#fae8dd", "#f7f0d3", "#e4f1dc"];
/// Lines of emotion curves, in turn.
const CURVES: [&str; 4] = ["#0f5e59", "#b3541e", "#5b4b9a", "#8a6d00"];
const INK: &str = "#1f2430";

/// Writes the map as a draw.io file of one page.
pub fn draw_io(document: &Document) -> Written {
    let map = Arranged::of(document);
    let grid = Grid::of(&map, &METRICS);
    let mut cells = Cells::default();
    let title = Area {
        x: LEFT,
        y: 24,
        width: 900,
        height: 40,
    };
    let style = format!("text;html=1;align=left;verticalAlign=middle;fontSize=26;fontStyle=1;fontColor={INK};");
    cells.vertex(
        "map title",
        LAYER,
        &escaped(&document.map.title),
        &style,
        title,
        &Extra::default(),
    );
    if !document.map.subtitle.trim().is_empty() {
        let area = Area {
            y: 64,
            height: 28,
            ..title
        };
        let style = "text;html=1;align=left;verticalAlign=middle;fontSize=14;fontColor=#5b6472;";
        cells.vertex(
            "map subtitle",
            LAYER,
            &escaped(&document.map.subtitle),
            style,
            area,
            &Extra::default(),
        );
    }
    for (number, (columns, area)) in map.stages.iter().zip(&grid.stages).enumerate() {
        let fill = columns.stage.colour.as_deref().unwrap_or(STAGES[number % STAGES.len()]);
        let style = format!(
            "shape=step;perimeter=stepPerimeter;fixedSize=1;size=18;whiteSpace=wrap;html=1;fontStyle=1;fontSize=15;\
             fillColor={fill};strokeColor=#ffffff;fontColor={};spacingLeft=12;spacingRight=12;",
            ink_on(fill)
        );
        let extra = Extra {
            tooltip: columns.stage.goal.clone(),
            ..Extra::default()
        };
        let area = moved(*area, LEFT + HEADING, TOP);
        cells.vertex(
            columns.stage.id.as_str(),
            LAYER,
            &escaped(&map.stage_title(number)),
            &style,
            area,
            &extra,
        );
    }
    for (number, (step, area)) in map.steps.iter().zip(&grid.steps).enumerate() {
        let style =
            format!("rounded=0;whiteSpace=wrap;html=1;fillColor=none;strokeColor=none;fontStyle=1;fontColor={INK};");
        let area = moved(*area, LEFT + HEADING, TOP);
        cells.vertex(
            step.id.as_str(),
            LAYER,
            &escaped(&map.step_title(number)),
            &style,
            area,
            &Extra::default(),
        );
    }
    for lane in &grid.lanes {
        cells.lane(&map, lane, &grid);
    }
    for note in document.notes.values() {
        let fill = note.colour.as_deref().unwrap_or("#fdf3c7");
        let style = format!(
            "shape=note;size=12;whiteSpace=wrap;html=1;align=left;verticalAlign=top;spacing=8;fillColor={fill};\
             strokeColor=#d6b656;fontColor={};",
            ink_on(fill)
        );
        let area = Area {
            x: LEFT + note.x,
            y: TOP + grid.height + 40 + note.y,
            width: note.width.into(),
            height: 100,
        };
        cells.vertex(
            note.id.as_str(),
            LAYER,
            &rich_html(&note.text, true),
            &style,
            area,
            &Extra::default(),
        );
    }
    for link in document.links.values() {
        cells.link(link);
    }

    let (width, height) = (grid.width + HEADING + 2 * LEFT, grid.height + TOP + LEFT);
    let name = escaped(&document.map.title.chars().take(60).collect::<String>());
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mxfile host=\"Waymark\">\n");
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "<diagram id=\"{}\" name=\"{name}\">\n<mxGraphModel dx=\"1200\" dy=\"800\" grid=\"1\" gridSize=\"10\" guides=\"1\" \
         tooltips=\"1\" connect=\"1\" arrows=\"1\" fold=\"1\" page=\"1\" pageScale=\"1\" pageWidth=\"{width}\" \
         pageHeight=\"{height}\" math=\"0\" shadow=\"0\">\n<root>\n<mxCell id=\"0\"/>\n<mxCell id=\"{LAYER}\" parent=\"0\"/>",
        escaped(document.map.id.as_str())
    );
    text.push_str(&cells.text);
    text.push_str("</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n");
    Written {
        bytes: text.into_bytes(),
        report: report(&map, LACKS),
    }
}

/// The default layer. No record is called so ([`named`]).
const LAYER: &str = "1";

/// The id of a record's cell: that of the record, told apart from the cells that every file has.
fn named(id: &str) -> String {
    format!("waymark-{id}")
}

/// The cells written so far, and the ids that links can end at.
#[derive(Default)]
struct Cells {
    text: String,
    ids: BTreeSet<String>,
}

/// What a shape has besides its label.
#[derive(Default)]
struct Extra {
    tooltip: String,
    /// Opened by a click.
    link: String,
}

impl Cells {
    /// Adds a shape; `label` is HTML and gets escaped as an attribute here.
    fn vertex(&mut self, id: &str, parent: &str, label: &str, style: &str, area: Area, extra: &Extra) {
        let id = named(id);
        let parent = if parent == LAYER {
            LAYER.to_owned()
        } else {
            named(parent)
        };
        self.ids.insert(id.clone());
        let attributes = [("tooltip", &extra.tooltip), ("link", &extra.link)];
        let mut more = String::new();
        for (name, value) in attributes {
            if !value.trim().is_empty() {
                let _ = write!(more, " {name}=\"{}\"", escaped(value));
            }
        }
        let Area { x, y, width, height } = area;
        let _ = writeln!(
            self.text,
            "<UserObject id=\"{id}\" label=\"{}\"{more}><mxCell style=\"{}\" vertex=\"1\" parent=\"{parent}\"><mxGeometry \
             x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" as=\"geometry\"/></mxCell></UserObject>",
            escaped(label),
            escaped(style)
        );
    }

    fn lane(&mut self, map: &Arranged, placed: &GridLane, grid: &Grid) {
        let lane = placed.lane;
        let area = Area {
            x: LEFT,
            y: TOP + placed.area.y,
            width: HEADING + grid.width,
            height: placed.area.height,
        };
        if is_separator(lane) {
            let style = format!(
                "line;html=1;strokeWidth=2;dashed=1;strokeColor=#5b6472;align=left;verticalAlign=bottom;spacingBottom=6;\
                 fontStyle=2;fontColor={INK};"
            );
            self.vertex(
                lane.id.as_str(),
                LAYER,
                &escaped(&lane_title(lane)),
                &style,
                area,
                &Extra::default(),
            );
            return;
        }
        let fill = lane.colour.as_deref().unwrap_or("#f3f1ea");
        let style = format!(
            "swimlane;horizontal=0;startSize={HEADING};whiteSpace=wrap;html=1;container=1;collapsible=0;fontStyle=1;\
             fillColor={fill};swimlaneFillColor=#fffefb;strokeColor=#d5d2c9;fontColor={};",
            ink_on(fill)
        );
        let extra = Extra {
            tooltip: lane.caption.clone(),
            ..Extra::default()
        };
        self.vertex(
            lane.id.as_str(),
            LAYER,
            &escaped(&lane_title(lane)),
            &style,
            area,
            &extra,
        );
        for (card, place) in &placed.cards {
            // Within its lane.
            let place = moved(*place, HEADING, -placed.area.y);
            self.card(card, lane.kind, lane.id.as_str(), place);
        }
        for (number, curve) in placed.curves.iter().enumerate() {
            let colour = CURVES[number % CURVES.len()];
            self.curve(map, placed, number, colour, &curve.points, grid);
        }
    }

    fn card(&mut self, card: &Card, kind: LaneKind, lane: &str, place: Area) {
        let fill = card.colour.as_deref().unwrap_or(match kind {
            LaneKind::PainPoints => "#fbe3dd",
            LaneKind::Gains | LaneKind::Solutions => "#dff0d8",
            LaneKind::Opportunities | LaneKind::Ideas => "#fdf3c7",
            LaneKind::Touchpoints | LaneKind::Channels => "#e3e9f7",
            _ => "#ffffff",
        });
        let mut label = match card.text.trim() {
            "" => escaped(&title_without_text(card)),
            text => rich_html(text, true),
        };
        if card.moment_of_truth {
            label.insert_str(0, "★ ");
        }
        let style = format!(
            "rounded=1;arcSize=8;absoluteArcSize=1;whiteSpace=wrap;html=1;align=left;verticalAlign=middle;spacingLeft=10;\
             spacingRight=10;fontSize=13;fillColor={fill};strokeColor=#d5d2c9;fontColor={};",
            ink_on(fill)
        );
        let extra = Extra {
            tooltip: tooltip(card),
            link: if is_address(&card.address) {
                card.address.clone()
            } else {
                String::new()
            },
        };
        self.vertex(card.id.as_str(), lane, &label, &style, place, &extra);
    }

    /// A dot and a word at each point, and one edge through their middles.
    fn curve(
        &mut self,
        map: &Arranged,
        placed: &GridLane,
        number: usize,
        colour: &str,
        points: &[Option<&journey_model::Score>],
        grid: &Grid,
    ) {
        let lane = placed.lane.id.as_str();
        let below = self.text.len();
        let mut middles = Vec::new();
        for (score, column) in points.iter().zip(&grid.steps) {
            let Some(score) = score else { continue };
            let middle = (
                HEADING + column.x + column.width / 2,
                Grid::score_y(placed.area, score.tenths) - placed.area.y,
            );
            middles.push((score.id.as_str(), middle));
            let star = if score.moment_of_truth { " ★" } else { "" };
            let label = format!("{} {}{star}", signed(score.tenths), score.word.trim());
            let owner = score
                .persona
                .as_ref()
                .map(|id| map.persona_name(id))
                .unwrap_or_default();
            let tooltip: Vec<&str> = [owner, score.note.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            let style = format!(
                "ellipse;html=1;aspect=fixed;fillColor=#ffffff;strokeColor={colour};strokeWidth=3;labelPosition=center;\
                 verticalLabelPosition=bottom;verticalAlign=top;fontColor={INK};"
            );
            let area = Area {
                x: middle.0 - 7,
                y: middle.1 - 7,
                width: 14,
                height: 14,
            };
            let extra = Extra {
                tooltip: tooltip.join("\n"),
                ..Extra::default()
            };
            self.vertex(score.id.as_str(), lane, &escaped(label.trim()), &style, area, &extra);
        }
        let [(first, _), .., (last, _)] = &middles[..] else {
            return;
        };
        let (first, last, lane) = (named(first), named(last), named(lane));
        let points: Vec<(i32, i32)> = middles.iter().map(|(_, middle)| *middle).collect();
        let bends: String = bends(&points)
            .iter()
            .map(|(x, y)| format!("<mxPoint x=\"{x}\" y=\"{y}\"/>"))
            .collect();
        let bends = match bends.is_empty() {
            true => bends,
            false => format!("<Array as=\"points\">{bends}</Array>"),
        };
        let edge = format!(
            "<mxCell id=\"{lane}-curve-{number}\" style=\"curved=1;html=1;endArrow=none;strokeWidth=3;strokeColor={colour};\" \
             edge=\"1\" parent=\"{lane}\" source=\"{first}\" target=\"{last}\"><mxGeometry relative=\"1\" \
             as=\"geometry\">{bends}</mxGeometry></mxCell>\n"
        );
        // What comes first lies below: the line goes behind its dots.
        self.text.insert_str(below, &edge);
    }

    /// A link as an edge on the layer, so that no lane cuts it off; none where an end is hidden.
    fn link(&mut self, link: &journey_model::Link) {
        let id = |end: &LinkEnd| match end {
            LinkEnd::Card(id) => id.to_string(),
            LinkEnd::Step(id) => id.to_string(),
        };
        let (from, to) = (named(&id(&link.from)), named(&id(&link.to)));
        if !self.ids.contains(&from) || !self.ids.contains(&to) {
            return;
        }
        let (colour, dashed, name) = match link.kind {
            LinkKind::Flow => ("#5b6472", 0, ""),
            LinkKind::LoopBack => ("#b3541e", 1, ""),
            LinkKind::Solves => ("#3d7a2a", 0, "solves"),
            LinkKind::Evidence => ("#5b4b9a", 1, "evidence"),
        };
        let label = match link.label.trim() {
            "" => name,
            label => label,
        };
        // Steps touch each other: their links run below them, not through those between.
        let ends = match (&link.from, &link.to) {
            (LinkEnd::Step(_), LinkEnd::Step(_)) => "exitX=0.5;exitY=1;entryX=0.5;entryY=1;",
            _ => "",
        };
        let _ = writeln!(
            self.text,
            "<mxCell id=\"{}\" value=\"{}\" style=\"edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;endArrow=classic;\
             strokeColor={colour};dashed={dashed};labelBackgroundColor=#ffffff;{ends}\" \
             edge=\"1\" parent=\"{LAYER}\" source=\"{from}\" target=\"{to}\">\
             <mxGeometry relative=\"1\" as=\"geometry\"/></mxCell>",
            named(link.id.as_str()),
            escaped(&escaped(label))
        );
    }
}

fn moved(area: Area, x: i32, y: i32) -> Area {
    Area {
        x: area.x + x,
        y: area.y + y,
        ..area
    }
}

/// What a card says besides its text, a line each.
fn tooltip(card: &Card) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{name}: {}", text.trim()));
        }
    };
    line("Severity", card.severity.map_or("", |severity| severity.key()));
    line("Evidence", card.evidence.map_or("", |evidence| evidence.key()));
    line("Source", &card.source);
    line("Owner", &card.owner);
    line("Tags", &card.tags.join(", "));
    if let Some(touchpoint) = &card.touchpoint {
        line("Channel", channel_title(&touchpoint.channel));
        line("Category", touchpoint.category.map_or("", |category| category.key()));
        line("Presence", touchpoint.presence.map_or("", |presence| presence.key()));
        line(
            "Control",
            &touchpoint
                .control
                .map_or(String::new(), |control| key_words(control.key())),
        );
        line("Customer action", &touchpoint.action);
        line("Result", &touchpoint.result);
        line("Alternative", &touchpoint.alternative);
    }
    if let Some(figure) = &card.measurement {
        line("Value", &[figure.value.as_str(), figure.unit.as_str()].join(" "));
        line("Target", &figure.target);
        line("Measured on", figure.measured_on.as_ref().map_or("", |day| &day.0));
    }
    lines.join("\n")
}

/// The colour of letters on a fill `#rrggbb`, by its luminance.
fn ink_on(fill: &str) -> &'static str {
    let rgb = u32::from_str_radix(fill.trim_start_matches('#'), 16).unwrap_or(0xff_ffff);
    let channel = |shift: u32| {
        let value = f64::from((rgb >> shift) & 0xff) / 255.0;
        value * value
    };
    let light = 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0) > 0.18;
    if light { INK } else { "#ffffff" }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use journey_model::sample::sample;
    use journey_model::{CountingIds, Edit};

    use super::super::grid::GAP;
    use super::*;

    #[test]
    fn cells_have_parents_and_edges_have_ends() {
        let mut document = sample(3, 4, 2, 1);
        document.cards.get_mut("card_1_1_1").unwrap().text = "a < b & \"c\" **bold** <br>".into();
        document.map.title = "Ends & <means>".into();
        let link = Edit::AddLink {
            from: LinkEnd::Card("card_4_1_1".into()),
            to: LinkEnd::Card("card_1_1_1".into()),
            kind: LinkKind::Solves,
            label: "a & b".into(),
        };
        document.apply(&link, &mut CountingIds(900)).unwrap();
        let written = draw_io(&document);
        let text = String::from_utf8(written.bytes).unwrap();
        let xml = roxmltree::Document::parse(&text).unwrap();
        let root = xml.descendants().find(|node| node.has_tag_name("root")).unwrap();
        let mut ids = BTreeSet::new();
        let mut parents = BTreeMap::new();
        let mut edges = Vec::new();
        for node in root.children().filter(|node| node.is_element()) {
            let id = node.attribute("id").unwrap();
            assert!(ids.insert(id), "{id} twice");
            let cell = node
                .children()
                .find(|child| child.has_tag_name("mxCell"))
                .unwrap_or(node);
            parents.insert(id, cell.attribute("parent"));
            if cell.attribute("edge").is_some() {
                edges.push(cell);
            }
            assert!(id == "0" || id == "1" || cell.children().any(|child| child.has_tag_name("mxGeometry")));
        }
        assert_eq!(
            parents["waymark-card_1_1_1"],
            Some(format!("waymark-{}", document.cards["card_1_1_1"].lane).as_str())
        );
        for (id, parent) in parents.iter().filter(|(id, _)| **id != "0") {
            assert!(parent.is_some_and(|parent| ids.contains(parent)), "{id} in {parent:?}");
        }
        // One curve and one link.
        assert_eq!(edges.len(), 2);
        for edge in edges {
            for end in ["source", "target"] {
                assert!(ids.contains(edge.attribute(end).unwrap()), "{edge:?}");
            }
        }
        let card = root
            .children()
            .find(|node| node.attribute("id") == Some("waymark-card_1_1_1"))
            .unwrap();
        assert_eq!(
            card.attribute("label"),
            Some("a &lt; b &amp; &quot;c&quot; <strong>bold</strong> &lt;br&gt;")
        );
    }

    #[test]
    fn cards_stay_within_their_lane() {
        let document = sample(2, 3, 5, 3);
        let map = Arranged::of(&document);
        for lane in Grid::of(&map, &METRICS).lanes {
            for (card, area) in &lane.cards {
                let inside = area.y >= lane.area.y && area.y + area.height + GAP <= lane.area.y + lane.area.height;
                assert!(inside, "{} {area:?} in {:?}", card.id, lane.area);
            }
        }
    }
}
