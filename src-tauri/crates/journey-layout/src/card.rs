//! Cards: one statement, measured and drawn at the width of its cell.

use std::sync::Arc;

use journey_model::text::is_address;
use journey_model::{Asset, Card, CardFamily, ChannelKind, Evidence, LaneKind, RatingSummary, Severity};
use journey_scene::{
    BezPath, Colour, Dash, EditBox, Image, LinkArea, Paint, Point, Primitive, Rect, Shape, Size, Stroke, round_to,
};

use crate::paragraph::{Align, Setting, Shaper};
use crate::picture;
use crate::rating;
use crate::rich::Rich;
use crate::sheet::{edit_box, panel, round_rect};
use crate::symbol;
use crate::theme::{Theme, Tint, TypeStyle};
use crate::words;

/// Everything besides the card itself that its picture depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CardContext {
    pub kind: LaneKind,
    pub lane_colour: Option<String>,
    /// The title of its step, as it is said aloud.
    pub step: Arc<str>,
    pub width: f64,
    /// What test rounds found here, where that is shown.
    pub rating: Option<RatingSummary>,
}

/// A card, measured and drawn.
#[derive(Clone, Debug)]
pub(crate) struct CardPicture {
    pub size: Size,
    pub label: Arc<str>,
    pub edit: Arc<EditBox>,
    pub content: Arc<[Primitive]>,
}

/// Measures and draws a card.
pub(crate) fn draw(
    shaper: &mut Shaper,
    theme: &'static Theme,
    card: &Card,
    asset: Option<&Asset>,
    context: &CardContext,
) -> CardPicture {
    let text = said(card, context.kind);
    let mut pen = Pen {
        shaper,
        theme,
        card,
        context,
        tint: tint(theme, card, context),
        content: Vec::with_capacity(4),
        y: 0.0,
    };
    // The ground comes first but is as high as what lies on it.
    pen.content.push(panel(Rect::ZERO, 0.0, theme.paper, None));
    let edit = pen.body(asset, &text);
    let height = round_to(pen.y, 2);
    let look = theme.look(context.kind);
    let rect = Rect::new(0.0, 0.0, context.width, height);
    pen.content[0] = panel(
        rect,
        theme.metrics.card_radius,
        pen.tint.ground,
        Some(Stroke {
            colour: pen.tint.border,
            width: look.border_width,
            dash: look.dash,
            round: false,
        }),
    );
    pen.marks();
    CardPicture {
        size: Size::new(context.width, height),
        label: label(card, context, &text).into(),
        edit: Arc::new(edit),
        content: pen.content.into(),
    }
}

fn tint(theme: &Theme, card: &Card, context: &CardContext) -> Tint {
    theme
        .custom(card.colour.as_deref())
        .or_else(|| theme.lane_tint(context.lane_colour.as_deref()))
        .unwrap_or(theme.look(context.kind).tint)
}

fn label(card: &Card, context: &CardContext, shown: &Rich) -> String {
    let text = shown.text.replace('\n', " ");
    let said = if text.is_empty() { "empty" } else { text.as_str() };
    let mut label = format!("{}: {said}, step {}", words::card(context.kind), context.step);
    if let Some(measurement) = &card.measurement {
        let value = format!("{} {}", measurement.value.trim(), measurement.unit.trim());
        if !value.trim().is_empty() {
            label.push_str(&format!(", value {}", value.trim()));
        }
        if !measurement.target.trim().is_empty() {
            label.push_str(&format!(", target {}", measurement.target.trim()));
        }
    }
    for part in [
        card.severity.map(words::severity),
        card.evidence.map(words::evidence),
        card.moment_of_truth.then_some("moment of truth"),
    ]
    .into_iter()
    .flatten()
    {
        label.push_str(", ");
        label.push_str(part);
    }
    if let Some(rating) = &context.rating {
        label.push_str(", ");
        label.push_str(&rating::spoken(rating));
    }
    label
}

/// What the card says. Without a text a touchpoint is known by its channel, and a card with nothing but an address
/// by that, as people say it.
fn said(card: &Card, kind: LaneKind) -> Rich {
    let is_silent = card.text.trim().is_empty();
    if is_silent
        && kind.family() == CardFamily::Channels
        && let Some(touchpoint) = &card.touchpoint
    {
        let name = ChannelKind::from_key(&touchpoint.channel).map(ChannelKind::title);
        return Rich::plain(name.unwrap_or(&touchpoint.channel));
    }
    let address = card.address.trim();
    if is_silent && card.image.is_none() && card.measurement.is_none() && is_address(address) {
        let (_, place) = address.split_once(':').unwrap_or_default();
        return Rich::plain(place.trim_matches('/'));
    }
    Rich::markup(&card.text)
}

/// Draws one card from top to bottom.
struct Pen<'a> {
    shaper: &'a mut Shaper,
    theme: &'static Theme,
    card: &'a Card,
    context: &'a CardContext,
    tint: Tint,
    content: Vec<Primitive>,
    y: f64,
}

impl Pen<'_> {
    fn body(&mut self, asset: Option<&Asset>, text: &Rich) -> EditBox {
        let m = self.theme.metrics;
        let family = self.context.kind.family();
        let (pad_x, pad_y) = m.card_padding;
        self.y = pad_y;
        if asset.is_some() || family == CardFamily::Images {
            self.picture(asset);
        }
        if family == CardFamily::Numbers {
            self.value();
        }
        let mut style = match family {
            CardFamily::Channels => self.theme.scale.channel,
            _ => self.theme.scale.card,
        };
        if self.theme.look(self.context.kind).italic {
            style = style.slanted();
        }
        let mut x = pad_x;
        if let Some(name) = self.leading_symbol() {
            let top = self.y + (style.line_height - m.symbol) / 2.0;
            if let Some(symbol) = symbol::draw(name, Point::new(x, top), m.symbol, self.tint.text) {
                self.content.push(symbol);
                x += m.symbol + m.symbol_gap;
            }
        }
        let star = if self.card.moment_of_truth { m.star + 4.0 } else { 0.0 };
        let inner = (self.context.width - x - pad_x - star).max(24.0);
        let top = self.y;
        let height = self.text(text, style, self.tint.text, x, inner);
        let height = height.max(style.line_height);
        self.y = top + height;
        if family == CardFamily::Numbers {
            self.target(pad_x);
        }
        if let Some(rating) = &self.context.rating {
            self.rating(rating, pad_x);
        }
        self.y += pad_y;
        let text_rect = Rect::from_origin_size((x, top), (inner, height));
        let address = self.card.address.trim();
        if is_address(address) {
            self.content.push(Primitive::Link(LinkArea {
                rect: round_rect(text_rect),
                href: address.to_owned(),
            }));
        }
        edit_box("text", text_rect, &style, self.tint.text)
    }

    /// Draws a text with markup at the current height; returns its own height.
    fn text(&mut self, text: &Rich, style: TypeStyle, colour: Colour, x: f64, width: f64) -> f64 {
        let setting = Setting {
            style,
            colour,
            width,
            align: Align::Start,
        };
        let paragraph = self.shaper.shape(text, &setting);
        let height = paragraph.height;
        paragraph.place(x, self.y, &mut self.content);
        height
    }

    fn leading_symbol(&self) -> Option<&str> {
        if let Some(icon) = self.card.icon.as_deref() {
            return Some(icon);
        }
        if self.context.kind.family() == CardFamily::Channels {
            let channel = self.card.touchpoint.as_ref().map_or("", |t| t.channel.as_str());
            return Some(symbol::channel_symbol(channel));
        }
        (self.context.kind == LaneKind::Documents).then_some("file-text")
    }

    /// The picture fitted into the card's width, or an empty frame in a lane of pictures.
    fn picture(&mut self, asset: Option<&Asset>) {
        let m = self.theme.metrics;
        let inset = m.gap;
        let room = Size::new(self.context.width - 2.0 * inset, m.picture);
        let top = inset;
        let known = asset.and_then(|asset| Some((asset, picture::size(&asset.media_type, &asset.bytes)?)));
        if let Some((asset, size)) = known {
            let scale = (room.width / size.width).min(room.height / size.height);
            let fitted = Size::new(size.width * scale, size.height * scale);
            let x = (self.context.width - fitted.width) / 2.0;
            let alt = Rich::markup(&self.card.text).text.replace('\n', " ");
            self.content.push(Primitive::Image(Image {
                rect: round_rect(Rect::from_origin_size((x, top), fitted)),
                bytes: asset.bytes.clone(),
                media_type: asset.media_type.as_str().into(),
                alt: if alt.is_empty() { asset.name.clone() } else { alt },
            }));
            self.y = top + fitted.height + inset;
        } else {
            let frame = Rect::from_origin_size((inset, top), (room.width, m.picture * 0.6));
            self.content.push(panel(
                frame,
                m.badge_radius,
                self.theme.look(LaneKind::Storyboard).badge,
                self.theme
                    .is_monochrome()
                    .then(|| Stroke::solid(self.theme.hairline, m.hairline)),
            ));
            let side = m.badge;
            let at = Point::new(frame.center().x - side / 2.0, frame.center().y - side / 2.0);
            self.content.extend(symbol::draw("image", at, side, self.theme.muted));
            self.y = frame.y1 + inset;
        }
    }

    /// The large value with its unit.
    fn value(&mut self) {
        let Some(measurement) = &self.card.measurement else {
            return;
        };
        let (value, unit) = (measurement.value.trim(), measurement.unit.trim());
        if value.is_empty() && unit.is_empty() {
            return;
        }
        let (m, scale) = (self.theme.metrics, self.theme.scale);
        let pad = m.card_padding.0;
        let room = self.context.width - 2.0 * pad - 8.0;
        let set = |shaper: &mut Shaper, text: &str, style: TypeStyle, colour: Colour, width: f64| {
            let setting = Setting {
                style,
                colour,
                width,
                align: Align::Start,
            };
            shaper.shape(&Rich::plain(text), &setting)
        };
        let value = set(self.shaper, value, scale.value, self.tint.text, room);
        value.draw(pad, self.y, &mut self.content);
        let muted = self.quiet();
        let left = room - value.width - 6.0;
        let beside = set(self.shaper, unit, scale.channel, muted, left.max(1.0));
        if value.lines.len() == 1 && left > 0.0 && beside.lines.len() <= 1 {
            // On the value's baseline.
            let drop = value.lines[0].baseline - beside.lines.first().map_or(0.0, |line| line.baseline);
            beside.draw(pad + value.width + 6.0, self.y + drop, &mut self.content);
            self.y += value.height;
        } else {
            self.y += value.height;
            let below = set(self.shaper, unit, scale.channel, muted, room);
            below.draw(pad, self.y, &mut self.content);
            self.y += below.height;
        }
        self.y += 2.0;
    }

    fn target(&mut self, x: f64) {
        let Some(measurement) = &self.card.measurement else {
            return;
        };
        let mut parts = Vec::new();
        if !measurement.target.trim().is_empty() {
            parts.push(format!("Target {}", measurement.target.trim()));
        }
        if let Some(day) = &measurement.measured_on {
            parts.push(words::short_date(day));
        }
        if parts.is_empty() {
            return;
        }
        self.y += 2.0;
        let width = self.context.width - 2.0 * x;
        let setting = Setting {
            style: self.theme.scale.caption,
            colour: self.quiet(),
            width,
            align: Align::Start,
        };
        let paragraph = self.shaper.shape(&Rich::plain(&parts.join(" · ")), &setting);
        paragraph.draw(x, self.y, &mut self.content);
        self.y += paragraph.height;
    }

    /// Below everything else, on one line: the points between 0 and 10, their mean, spread and number.
    fn rating(&mut self, rating: &RatingSummary, x: f64) {
        self.y += rating::ABOVE;
        let (style, quiet) = (self.theme.scale.caption, self.quiet());
        let right = self.context.width - x;
        let start = x + rating::SPAN + rating::GAP;
        let mut set = |text: &str, style: TypeStyle, colour: Colour, x: f64| {
            let setting = Setting {
                style,
                colour,
                width: (right - x).max(1.0),
                align: Align::Start,
            };
            self.shaper.shape(&Rich::plain(text), &setting)
        };
        let bold = TypeStyle { weight: 600, ..style };
        let mean = set(&rating::mean(rating), bold, self.tint.text, start);
        let beside = start + mean.width + rating::GAP;
        let spread = set(&rating::spread(rating), style, quiet, beside);
        let middle = Point::new(x, self.y + style.line_height / 2.0);
        rating::draw(middle, rating, self.tint.text, quiet, &mut self.content);
        mean.draw(start, self.y, &mut self.content);
        spread.draw(beside, self.y, &mut self.content);
        self.y += mean.height.max(spread.height);
    }

    /// The muted ink, where it can be read on this card's ground.
    fn quiet(&self) -> Colour {
        crate::theme::readable(self.tint.ground, self.theme.muted, self.theme.contrast)
    }

    /// Evidence, moment of truth and severity: small, in the corners, beside the text.
    fn marks(&mut self) {
        let m = self.theme.metrics;
        let right = self.context.width - m.evidence_inset;
        if let Some(evidence) = self.card.evidence {
            evidence_dot(
                Point::new(right, m.evidence_inset),
                m.evidence,
                evidence,
                &self.tint,
                &mut self.content,
            );
        }
        if self.card.moment_of_truth {
            let y = m.card_padding.1 + self.theme.scale.card.line_height / 2.0;
            let x = self.context.width - m.card_padding.0 - m.star / 2.0;
            let shift = if self.card.evidence.is_some() { 2.0 } else { -2.0 };
            self.content.push(star(Point::new(x, y + shift), m.star, self.theme));
        }
        if let Some(severity) = self.card.severity {
            severity_dots(
                Point::new(m.card_padding.0 / 2.0, m.card_padding.1 + 5.0),
                severity,
                self.tint.text,
                &mut self.content,
            );
        }
    }
}

/// Three dots, one below the other; as many are filled as the pain is severe.
pub(crate) fn severity_dots(at: Point, severity: Severity, colour: Colour, into: &mut Vec<Primitive>) {
    let filled = match severity {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
    };
    // The filled ones stand at the bottom, like a level.
    for index in 0..3 {
        let full = 3 - index <= filled;
        into.push(Primitive::Path {
            shape: Shape::Circle {
                centre: Point::new(round_to(at.x, 2), round_to(at.y + 4.0 * f64::from(index), 2)),
                radius: if full { 1.4 } else { 1.1 },
            },
            fill: full.then_some(Paint::Solid(colour)),
            stroke: (!full).then(|| Stroke::solid(colour, 0.6)),
        });
    }
}

/// Filled: observed. Half: assumed. Dotted ring: proposed.
pub(crate) fn evidence_dot(at: Point, diameter: f64, evidence: Evidence, tint: &Tint, into: &mut Vec<Primitive>) {
    let radius = diameter / 2.0;
    let centre = Point::new(round_to(at.x, 2), round_to(at.y, 2));
    let thin = 1.0;
    let ring = Shape::Circle {
        centre,
        radius: radius - thin / 2.0,
    };
    match evidence {
        Evidence::Observed => into.push(Primitive::Path {
            shape: Shape::Circle { centre, radius },
            fill: Some(Paint::Solid(tint.text)),
            stroke: None,
        }),
        Evidence::Assumed => {
            into.push(Primitive::Path {
                shape: ring,
                fill: Some(Paint::Solid(tint.ground)),
                stroke: Some(Stroke::solid(tint.text, thin)),
            });
            let k = radius * 0.552_284_749_830_793_6;
            let (x, y) = (centre.x, centre.y);
            let mut half = BezPath::new();
            half.move_to((x, y - radius));
            half.curve_to((x - k, y - radius), (x - radius, y - k), (x - radius, y));
            half.curve_to((x - radius, y + k), (x - k, y + radius), (x, y + radius));
            half.close_path();
            into.push(Primitive::Path {
                shape: Shape::Path(symbol::rounded(half).into()),
                fill: Some(Paint::Solid(tint.text)),
                stroke: None,
            });
        }
        Evidence::Proposed => into.push(Primitive::Path {
            shape: ring,
            fill: None,
            stroke: Some(Stroke {
                colour: tint.text,
                width: thin,
                dash: Dash::Dashed { on: 1.2, off: 1.4 },
                round: false,
            }),
        }),
    }
}

/// A five-pointed star. Its corners are constants: the sines of 18° and 54° and their cosines.
pub(crate) fn star(centre: Point, diameter: f64, theme: &Theme) -> Primitive {
    const OUTER: [(f64, f64); 5] = [
        (0.0, -1.0),
        (0.951_056_5, -0.309_017),
        (0.587_785_3, 0.809_017),
        (-0.587_785_3, 0.809_017),
        (-0.951_056_5, -0.309_017),
    ];
    const WAIST: f64 = 0.45;
    let radius = diameter / 2.0;
    let mut path = BezPath::new();
    for (i, (x, y)) in OUTER.iter().enumerate() {
        let outer = Point::new(centre.x + x * radius, centre.y + y * radius);
        // The inner corner after this one lies opposite to the outer corner three further on.
        let (ix, iy) = OUTER[(i + 3) % 5];
        let inner = Point::new(centre.x - ix * radius * WAIST, centre.y - iy * radius * WAIST);
        if i == 0 {
            path.move_to(outer);
        } else {
            path.line_to(outer);
        }
        path.line_to(inner);
    }
    path.close_path();
    let star = theme.curve.star;
    Primitive::Path {
        shape: Shape::Path(symbol::rounded(path).into()),
        fill: Some(Paint::Solid(star)),
        stroke: Some(Stroke {
            colour: crate::theme::mix(star, Colour::BLACK, 0.25),
            width: 0.75,
            dash: Dash::Solid,
            round: true,
        }),
    }
}
