//! Symbols: the pictograms of lanes, channels and cards, read from the shipped SVG files
//! (Lucide, ISC licence; see `assets/icons/symbols/LICENSE-lucide.txt`).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use journey_model::{ChannelKind, LaneKind};
use journey_scene::{Affine, BezPath, Colour, Dash, Primitive, Shape, Stroke, round_to};
use kurbo::{Circle, PathEl, Point, Rect, Shape as _, Vec2};

/// Side of the square that symbols are drawn in.
const SIDE: f64 = 24.0;
/// Width of a symbol's strokes in that square.
const STROKE: f64 = 2.0;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/../../../assets/icons/symbols/", $name, ".svg"
        )))),+]
    };
}

static SHIPPED: &[(&str, &str)] = shipped![
    "badge-check",
    "badge-percent",
    "bed",
    "bell",
    "book",
    "bot",
    "brain",
    "briefcase",
    "building",
    "calendar",
    "camera",
    "car",
    "chart-line",
    "circle-check",
    "circle-dot",
    "circle-question-mark",
    "circle-x",
    "clock",
    "coffee",
    "cog",
    "compass",
    "credit-card",
    "crosshair",
    "download",
    "eye",
    "file-text",
    "flag",
    "flame",
    "gauge",
    "gift",
    "globe",
    "goal",
    "graduation-cap",
    "hand",
    "hand-heart",
    "handshake",
    "headphones",
    "heart",
    "heart-handshake",
    "house",
    "image",
    "key",
    "landmark",
    "laptop",
    "layers",
    "lightbulb",
    "link",
    "list-checks",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "mailbox",
    "map-pin",
    "megaphone",
    "message-circle",
    "message-square",
    "message-square-quote",
    "messages-square",
    "mic",
    "milestone",
    "monitor",
    "monitor-cog",
    "newspaper",
    "package",
    "panels-top-left",
    "pen-line",
    "pencil-ruler",
    "phone",
    "plane",
    "pointer",
    "presentation",
    "printer",
    "qr-code",
    "quote",
    "radio",
    "receipt",
    "rectangle-ellipsis",
    "refresh-cw",
    "rocket",
    "route",
    "school",
    "scroll-text",
    "search",
    "server",
    "share-2",
    "shield",
    "shopping-cart",
    "signpost",
    "smartphone",
    "smile",
    "sparkles",
    "speech",
    "square-check",
    "star",
    "stethoscope",
    "store",
    "tablet",
    "tag",
    "target",
    "telescope",
    "thumbs-down",
    "thumbs-up",
    "ticket",
    "ticket-percent",
    "triangle-alert",
    "trophy",
    "truck",
    "tv",
    "type",
    "upload",
    "user",
    "users",
    "utensils",
    "video",
    "wallet",
    "wifi",
    "workflow",
    "wrench",
    "zap",
];

/// The names of all symbols, sorted: what a card's `icon` may name.
pub fn symbols() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The outline of a symbol in a square of 24 px, to be stroked 2 px wide with round caps; for pickers
/// and previews outside of the sheet. `None` for an unknown name.
pub fn symbol_outline(name: &str) -> Option<Arc<BezPath>> {
    static OUTLINES: OnceLock<BTreeMap<&'static str, Arc<BezPath>>> = OnceLock::new();
    OUTLINES
        .get_or_init(|| {
            SHIPPED
                .iter()
                .map(|(name, svg)| (*name, Arc::new(outline(svg))))
                .collect()
        })
        .get(name)
        .cloned()
}

/// The symbol of a lane's heading.
pub fn lane_symbol(kind: LaneKind) -> &'static str {
    use LaneKind as K;
    match kind {
        K::Actions => "square-check",
        K::Goals => "goal",
        K::Needs => "heart",
        K::Jobs => "briefcase",
        K::Motivations => "flame",
        K::Questions => "circle-question-mark",
        K::Expectations => "telescope",
        K::Thoughts => "message-square",
        K::Quotes => "quote",
        K::Emotion => "smile",
        K::Touchpoints => "pointer",
        K::Channels => "globe",
        K::Place => "map-pin",
        K::TargetAction => "target",
        K::PainPoints => "zap",
        K::Gains => "gift",
        K::Opportunities => "sparkles",
        K::Ideas => "pencil-ruler",
        K::Solutions => "lightbulb",
        K::Storyboard => "image",
        K::Documents => "file-text",
        K::Frontstage => "presentation",
        K::Backstage => "monitor",
        K::SupportProcesses => "workflow",
        K::Systems => "cog",
        K::Owners => "users",
        K::Policies => "scroll-text",
        K::Metrics => "gauge",
        K::LineOfInteraction | K::LineOfVisibility | K::LineOfInternalInteraction => "eye",
        K::Text => "type",
    }
}

/// The symbol of a channel: of a known one by its key, of an own one by its name.
pub fn channel_symbol(channel: &str) -> &'static str {
    use ChannelKind as C;
    let Some(kind) = ChannelKind::from_key(channel) else {
        // An own channel that is named like a symbol gets it; every other stands for a meeting point.
        return symbols().find(|name| *name == channel).unwrap_or("circle-dot");
    };
    match kind {
        C::Website => "globe",
        C::SocialMedia => "share-2",
        C::Store => "store",
        C::Billboard => "signpost",
        C::PromotionalProduct => "shopping-cart",
        C::Advertising => "megaphone",
        C::Review => "star",
        C::Email => "mail",
        C::Search => "search",
        C::Blog => "newspaper",
        C::WordOfMouth => "speech",
        C::DirectMail => "mailbox",
        C::Phone => "phone",
        C::Sms => "message-square",
        C::Coupon => "ticket-percent",
        C::MobileApp => "smartphone",
        C::LiveChat => "messages-square",
        C::Event => "calendar",
        C::Packaging => "package",
        C::Video => "video",
    }
}

/// A symbol with its top left at a point; nothing where the name is unknown.
pub(crate) fn draw(name: &str, at: Point, size: f64, colour: Colour) -> Option<Primitive> {
    let outline = symbol_outline(name)?;
    let scale = size / SIDE;
    Some(Primitive::Group {
        transform: Affine::translate(Vec2::new(round_to(at.x, 2), round_to(at.y, 2))) * Affine::scale(scale),
        clip: None,
        opacity: 1.0,
        children: vec![Primitive::Path {
            shape: Shape::Path(outline),
            fill: None,
            stroke: Some(Stroke {
                colour,
                width: STROKE,
                dash: Dash::Solid,
                round: true,
            }),
        }],
    })
}

/// Reads the elements that Lucide uses: path, circle, ellipse, rect, line, polyline, polygon.
fn outline(svg: &str) -> BezPath {
    let mut path = BezPath::new();
    for element in svg.split('<').skip(1) {
        let name = element.split([' ', '\n', '/', '>']).next().unwrap_or("");
        let number = |key: &str| {
            attribute(element, key)
                .and_then(|v| v.parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        match name {
            "path" => {
                if let Some(Ok(part)) = attribute(element, "d").map(BezPath::from_svg) {
                    path.extend(part);
                }
            }
            "circle" => {
                let circle = Circle::new((number("cx"), number("cy")), number("r"));
                path.extend(ellipse(circle.center, circle.radius, circle.radius));
            }
            "ellipse" => path.extend(ellipse(
                Point::new(number("cx"), number("cy")),
                number("rx"),
                number("ry"),
            )),
            "rect" => {
                let rect = Rect::from_origin_size((number("x"), number("y")), (number("width"), number("height")));
                let radius = number("rx").max(number("ry"));
                path.extend(rounded_rect(rect, radius));
            }
            "line" => {
                path.move_to((number("x1"), number("y1")));
                path.line_to((number("x2"), number("y2")));
            }
            "polyline" | "polygon" => {
                let points: Vec<f64> = attribute(element, "points")
                    .unwrap_or("")
                    .split([' ', ','])
                    .filter_map(|v| v.parse().ok())
                    .collect();
                for (i, pair) in points.chunks_exact(2).enumerate() {
                    if i == 0 {
                        path.move_to((pair[0], pair[1]));
                    } else {
                        path.line_to((pair[0], pair[1]));
                    }
                }
                if name == "polygon" {
                    path.close_path();
                }
            }
            _ => {}
        }
    }
    rounded(path)
}

fn attribute<'a>(element: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = element;
    loop {
        let at = rest.find(key)?;
        let before = rest[..at].chars().next_back();
        let after = &rest[at + key.len()..];
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix("=\"")
        {
            return value.split('"').next();
        }
        rest = after;
    }
}

/// Handle length of a cubic that draws a quarter of a circle of radius 1.
const KAPPA: f64 = 0.552_284_749_830_793_6;

/// An ellipse of four cubics. Its points come from a constant, not from the platform's sine.
pub(crate) fn ellipse(centre: Point, rx: f64, ry: f64) -> BezPath {
    let (kx, ky) = (rx * KAPPA, ry * KAPPA);
    let p = |x: f64, y: f64| Point::new(centre.x + x, centre.y + y);
    let mut path = BezPath::new();
    path.move_to(p(rx, 0.0));
    path.curve_to(p(rx, ky), p(kx, ry), p(0.0, ry));
    path.curve_to(p(-kx, ry), p(-rx, ky), p(-rx, 0.0));
    path.curve_to(p(-rx, -ky), p(-kx, -ry), p(0.0, -ry));
    path.curve_to(p(kx, -ry), p(rx, -ky), p(rx, 0.0));
    path.close_path();
    path
}

fn rounded_rect(rect: Rect, radius: f64) -> BezPath {
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if r <= 0.0 {
        return rect.to_path(0.1);
    }
    let k = r * (1.0 - KAPPA);
    let Rect { x0, y0, x1, y1 } = rect;
    let mut path = BezPath::new();
    path.move_to((x0 + r, y0));
    path.line_to((x1 - r, y0));
    path.curve_to((x1 - k, y0), (x1, y0 + k), (x1, y0 + r));
    path.line_to((x1, y1 - r));
    path.curve_to((x1, y1 - k), (x1 - k, y1), (x1 - r, y1));
    path.line_to((x0 + r, y1));
    path.curve_to((x0 + k, y1), (x0, y1 - k), (x0, y1 - r));
    path.line_to((x0, y0 + r));
    path.curve_to((x0, y0 + k), (x0 + k, y0), (x0 + r, y0));
    path.close_path();
    path
}

/// The path with every coordinate at 0.01 px, so that no platform's arithmetic shows.
pub(crate) fn rounded(path: BezPath) -> BezPath {
    let p = |p: Point| Point::new(round_to(p.x, 2), round_to(p.y, 2));
    path.into_iter()
        .map(|element| match element {
            PathEl::MoveTo(a) => PathEl::MoveTo(p(a)),
            PathEl::LineTo(a) => PathEl::LineTo(p(a)),
            PathEl::QuadTo(a, b) => PathEl::QuadTo(p(a), p(b)),
            PathEl::CurveTo(a, b, c) => PathEl::CurveTo(p(a), p(b), p(c)),
            PathEl::ClosePath => PathEl::ClosePath,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_has_an_outline_within_its_square() {
        for name in symbols() {
            let outline = symbol_outline(name).unwrap();
            let bounds = outline.bounding_box();
            assert!(bounds.width() + bounds.height() > 8.0, "{name} is empty: {bounds:?}");
            assert!(
                bounds.x0 >= 0.0 && bounds.y0 >= 0.0 && bounds.x1 <= SIDE && bounds.y1 <= SIDE,
                "{name}"
            );
        }
    }

    #[test]
    fn every_lane_and_channel_has_a_symbol() {
        for kind in LaneKind::ALL {
            assert!(symbol_outline(lane_symbol(*kind)).is_some(), "{kind:?}");
        }
        for kind in ChannelKind::ALL {
            assert!(symbol_outline(channel_symbol(kind.key())).is_some(), "{kind:?}");
        }
        assert_eq!(channel_symbol("Pigeon post"), "circle-dot");
        assert_eq!(channel_symbol("plane"), "plane");
    }
}
