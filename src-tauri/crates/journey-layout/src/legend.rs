//! The legend: what marks, colours, symbols and lines mean, as far as they occur on the sheet.

use journey_model::{ChannelKind, Evidence, LinkKind, RatingSummary, Severity};
use journey_scene::{Colour, Dash, NodeId, Point, Primitive, Rect, Role, Stroke};

use crate::card::{evidence_dot, severity_dots, star};
use crate::options::Legend;
use crate::paragraph::Paragraph;
use crate::sheet::{Layer, Sheet, line, node, panel};
use crate::shown::{CurveKey, LookKey};
use crate::theme::{Theme, Tint, TypeStyle};
use crate::{face, link, rating, symbol, words};

/// Between a mark and its word, and between two entries.
const MARK_GAP: f64 = 6.0;
pub(crate) const ENTRY_GAP: f64 = 16.0;
/// Between the name of a group and its entries.
const HEADING_GAP: f64 = 12.0;
/// Between groups on one line, and between lines of groups.
const GROUP_GAP: (f64, f64) = (36.0, 3.0);
/// Width and height of a sample of a card.
const SWATCH: (f64, f64) = (16.0, 11.0);
/// Side of a symbol and of a face.
const SIGN: f64 = 13.0;

enum Mark {
    Evidence(Evidence),
    Star,
    Severity,
    Rating,
    Link(LinkKind),
    Curve(Colour, Dash),
    Card(Box<LookKey>),
    Channel(ChannelKind),
    Face(i8),
}

impl Mark {
    fn width(&self) -> f64 {
        match self {
            Self::Evidence(_) => 7.0,
            Self::Star => 12.0,
            Self::Severity => 4.0,
            Self::Rating => rating::SPAN,
            Self::Link(_) | Self::Curve(..) => 22.0,
            Self::Card(_) => SWATCH.0,
            Self::Channel(_) | Self::Face(_) => SIGN,
        }
    }

    /// Draws it with its left end at `at`, in the middle of the line.
    fn draw(&self, theme: &Theme, at: Point, into: &mut Vec<Primitive>) {
        let centre = Point::new(at.x + self.width() / 2.0, at.y);
        let corner = Point::new(at.x, at.y - SIGN / 2.0);
        match self {
            Self::Evidence(evidence) => {
                let tint = Tint {
                    ground: theme.paper,
                    border: theme.hairline,
                    text: theme.muted,
                };
                evidence_dot(centre, 7.0, *evidence, &tint, into);
            }
            Self::Star => into.push(star(centre, 12.0, theme)),
            Self::Severity => {
                let at = Point::new(centre.x, at.y - 4.0);
                severity_dots(at, Severity::Medium, theme.muted, into);
            }
            Self::Rating => {
                let sample = RatingSummary {
                    count: 2,
                    mean_tenths: 60,
                    lowest: 4,
                    highest: 8,
                };
                rating::draw(at, &sample, theme.ink, theme.muted, into);
            }
            Self::Link(kind) => link::sample(theme, *kind, at, self.width(), into),
            Self::Curve(colour, dash) => into.push(line(
                (at.x, at.y),
                (at.x + self.width(), at.y),
                Stroke {
                    colour: *colour,
                    width: theme.metrics.curve_stroke,
                    dash: *dash,
                    round: true,
                },
            )),
            Self::Card(key) => {
                let rect = Rect::from_center_size(centre, SWATCH);
                let stroke = Stroke {
                    dash: key.look.dash,
                    ..Stroke::solid(key.tint.border, key.look.border_width)
                };
                into.push(panel(rect, 3.0, key.tint.ground, Some(stroke)));
            }
            Self::Channel(channel) => {
                let colour = theme.cards.touchpoint.tint.text;
                into.extend(symbol::draw(
                    symbol::channel_symbol(channel.key()),
                    corner,
                    SIGN,
                    colour,
                ));
            }
            Self::Face(tenths) => {
                let transform = kurbo::Affine::translate(crate::sheet::rounded_point(corner).to_vec2());
                into.push(Primitive::Group {
                    transform,
                    clip: None,
                    opacity: 1.0,
                    children: face::draw(theme, *tenths, SIGN),
                });
            }
        }
    }
}

/// An explained mark.
type Entry = (Mark, String);

/// Lays out the legend that the options ask for at `top`; returns the width and the lower edge of what
/// was drawn.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, width: f64, top: f64) -> (f64, f64) {
    let groups = groups(sheet);
    let Some((content, size)) = draw(sheet, &groups, width) else {
        return (0.0, top);
    };
    let entries: Vec<&str> = entries(&groups).map(|(_, word)| word.as_str()).collect();
    let label = format!("Legend: {}", entries.join(", "));
    let bounds = Rect::from_origin_size((sheet.m.margin, top), size);
    sheet.push(
        Layer::Legend,
        node(NodeId::new("map/legend"), Role::Legend, bounds, &label, content),
    );
    (size.width, top + size.height)
}

/// Entries under the name of their group; the name is empty where there is only one.
type Group = (&'static str, Vec<Entry>);

fn entries(groups: &[Group]) -> impl Iterator<Item = &Entry> {
    groups.iter().flat_map(|(_, entries)| entries)
}

fn groups(sheet: &Sheet<'_>) -> Vec<Group> {
    let shown = &sheet.shown;
    let marks = marks(sheet);
    let links = shown
        .links
        .iter()
        .map(|kind| (Mark::Link(*kind), words::link(*kind).to_owned()));
    let curves = shown.curves.iter().map(|CurveKey { name, colour, dash }| {
        let name = words::or(name, "Unnamed persona").to_owned();
        (Mark::Curve(*colour, *dash), name)
    });
    match sheet.brief.options.legend {
        Legend::None => Vec::new(),
        Legend::Marks => vec![("", marks.into_iter().chain(curves).chain(links).collect())],
        Legend::Full => {
            let cards = shown.looks.iter().map(|key| {
                let key = key.clone();
                let lanes = key.lanes.join(", ");
                (Mark::Card(Box::new(key)), lanes)
            });
            let channels = shown
                .channels
                .iter()
                .map(|channel| (Mark::Channel(*channel), channel.title().to_owned()));
            let faces = [(15, "good"), (0, "mixed"), (-15, "bad")];
            let faces = faces.map(|(tenths, word)| (Mark::Face(tenths), word.to_owned()));
            let emotion = faces.into_iter().filter(|_| shown.faces).chain(curves);
            vec![
                ("Cards", cards.collect()),
                ("Channels", channels.collect()),
                ("Emotion", emotion.collect()),
                ("Marks", marks),
                ("Links", links.collect()),
            ]
        }
    }
}

fn marks(sheet: &Sheet<'_>) -> Vec<Entry> {
    let marks = sheet.shown.marks;
    let evidence = |there: bool, evidence: Evidence| {
        there.then(|| (Mark::Evidence(evidence), words::evidence(evidence).to_owned()))
    };
    [
        evidence(marks.observed, Evidence::Observed),
        evidence(marks.assumed, Evidence::Assumed),
        evidence(marks.proposed, Evidence::Proposed),
        marks.moment.then(|| (Mark::Star, "moment of truth".to_owned())),
        marks
            .severity
            .then(|| (Mark::Severity, "severity, low to high".to_owned())),
        marks.rated.then(|| {
            (
                Mark::Rating,
                "test rounds, 0 to 10: mean, lowest to highest, number".to_owned(),
            )
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The groups one after another: each as a whole on the line where it fits, else from a new line.
fn draw(sheet: &mut Sheet<'_>, groups: &[Group], width: f64) -> Option<(Vec<Primitive>, kurbo::Size)> {
    let theme = sheet.theme;
    let style = theme.scale.footer;
    let bold = TypeStyle { weight: 600, ..style };
    let groups: Vec<&Group> = groups.iter().filter(|(_, entries)| !entries.is_empty()).collect();
    if groups.is_empty() {
        return None;
    }
    let mut content: Vec<Primitive> = Vec::new();
    let (mut x, mut y, mut widest) = (0.0, 0.0, 0.0f64);
    for (name, entries) in groups {
        let heading = sheet.text(name, bold, theme.muted, width);
        let indent = if name.is_empty() {
            0.0
        } else {
            heading.width.ceil() + HEADING_GAP
        };
        // A word that is wider than all the room breaks within it.
        let room = |mark: &Mark| (width - indent - mark.width() - MARK_GAP).max(24.0);
        let mut words = Vec::with_capacity(entries.len());
        for (mark, word) in entries {
            words.push(sheet.text(word, style, theme.muted, room(mark)));
        }
        let needed = |mark: &Mark, text: &Paragraph| mark.width() + MARK_GAP + text.width;
        let all: f64 = entries
            .iter()
            .zip(&words)
            .map(|((mark, _), text)| needed(mark, text))
            .sum();
        let all = indent + all + ENTRY_GAP * (entries.len() - 1) as f64;
        if x > 0.0 {
            x += GROUP_GAP.0;
            if x + all > width {
                (x, y) = (0.0, y + style.line_height + GROUP_GAP.1);
            }
        }
        if !name.is_empty() {
            let set = sheet.text(name, bold, theme.muted, (heading.width + 1.0).ceil());
            set.draw(x, y, &mut content);
        }
        // Where a group needs more than a line, its entries stand below each other's.
        let start = x + indent;
        x = start;
        for ((mark, word), text) in entries.iter().zip(&words) {
            let needed = needed(mark, text);
            if x > start && x + needed > width {
                (x, y) = (start, y + style.line_height);
            }
            let middle = y + style.line_height / 2.0;
            mark.draw(theme, Point::new(x, middle), &mut content);
            let set = sheet.text(word, style, theme.muted, (text.width + 1.0).ceil());
            set.draw(x + mark.width() + MARK_GAP, y, &mut content);
            y += (set.lines.len().max(1) - 1) as f64 * style.line_height;
            x += needed;
            widest = widest.max(x + 1.0);
            x += ENTRY_GAP;
        }
        x -= ENTRY_GAP;
    }
    Some((content, kurbo::Size::new(widest.ceil(), y + style.line_height)))
}
