//! Below the map: the legend, and a line that says when, which version and which page.

use journey_scene::{NodeId, Rect, Role};

use crate::legend::{self, ENTRY_GAP};
use crate::sheet::{Layer, Sheet, node};
use crate::words;

/// Between the legend and a footer line of its own.
const LINE_GAP: f64 = 10.0;

/// Lays out both below `bottom`; returns the y below them.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, width: f64, bottom: f64) -> f64 {
    let top = bottom + sheet.m.footer_gap;
    let (legend_width, legend_end) = legend::lay_out(sheet, width, top);
    let texts = texts(sheet);
    match &texts[..] {
        [] => legend_end,
        [(Place::Right, said)] => beside(sheet, said, width, top, (legend_width, legend_end)),
        _ => {
            let gap = if legend_width > 0.0 { LINE_GAP } else { 0.0 };
            row(sheet, &texts, width, legend_end + gap)
        }
    }
}

/// Where a text stands in the footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Left,
    Middle,
    Right,
}

/// What the footer says, from left to right.
fn texts(sheet: &Sheet<'_>) -> Vec<(Place, String)> {
    let footer = &sheet.brief.options.footer;
    let mut dates = Vec::new();
    if footer.review {
        dates.extend(reviews(sheet));
    }
    let date = footer.date.as_ref().filter(|date| !date.0.trim().is_empty());
    dates.extend(date.map(|date| format!("As of {}", words::date(date))));
    let version = footer
        .version
        .as_deref()
        .map(str::trim)
        .filter(|version| !version.is_empty());
    dates.extend(version.map(str::to_owned));
    let page = sheet.brief.page.map(|(number, of)| format!("{number} of {of}"));
    [
        (Place::Left, footer.text.trim().to_owned()),
        (Place::Middle, page.unwrap_or_default()),
        (Place::Right, dates.join(" · ")),
    ]
    .into_iter()
    .filter(|(_, said)| !said.is_empty())
    .collect()
}

/// When the map was and will be looked over, or when it was begun.
fn reviews(sheet: &Sheet<'_>) -> Vec<String> {
    let map = &sheet.document.map;
    let mut parts = Vec::new();
    if let Some(review) = &map.review {
        if let Some(last) = &review.last {
            parts.push(format!("Reviewed {}", words::date(last)));
        }
        if let Some(next) = &review.next {
            let word = if parts.is_empty() { "Next review" } else { "next review" };
            parts.push(format!("{word} {}", words::date(next)));
        }
    }
    if parts.is_empty() {
        parts.extend(map.created_on.as_ref().map(|day| format!("Begun {}", words::date(day))));
    }
    parts
}

/// One text at the right: beside the legend where both fit, else below it. Returns the lower edge.
fn beside(sheet: &mut Sheet<'_>, said: &str, width: f64, top: f64, (legend, legend_end): (f64, f64)) -> f64 {
    let (m, theme) = (sheet.m, sheet.theme);
    let natural = sheet.text(said, theme.scale.footer, theme.muted, width);
    let own = (natural.width + 1.0).ceil().min(width);
    let beside = natural.lines.len() == 1 && legend + 2.0 * ENTRY_GAP + own <= width;
    let (x, y) = if legend > 0.0 && beside || legend == 0.0 {
        (m.margin + width - own, top)
    } else {
        (m.margin, legend_end)
    };
    let bottom = put(sheet, Place::Right, said, (x, y), own);
    legend_end.max(bottom)
}

/// Texts at the left, in the middle and at the right of a line of their own; below each other where
/// they do not fit side by side. Returns the lower edge.
fn row(sheet: &mut Sheet<'_>, texts: &[(Place, String)], width: f64, top: f64) -> f64 {
    let (m, theme) = (sheet.m, sheet.theme);
    let mut widths = Vec::with_capacity(texts.len());
    for (_, said) in texts {
        let natural = sheet.text(said, theme.scale.footer, theme.muted, width);
        widths.push((natural.width + 1.0).ceil().min(width));
    }
    let left = |place: Place, own: f64| match place {
        Place::Left => m.margin,
        Place::Middle => m.margin + (width - own) / 2.0,
        Place::Right => m.margin + width - own,
    };
    let places: Vec<f64> = texts
        .iter()
        .zip(&widths)
        .map(|((place, _), own)| left(*place, *own))
        .collect();
    let fits = (1..texts.len()).all(|i| places[i - 1] + widths[i - 1] + ENTRY_GAP <= places[i]);
    let mut y = top;
    let mut bottom = top;
    for (((place, said), own), x) in texts.iter().zip(widths).zip(places) {
        let x = if fits { x } else { m.margin };
        bottom = bottom.max(put(sheet, *place, said, (x, y), own));
        if !fits {
            y = bottom;
        }
    }
    bottom
}

fn put(sheet: &mut Sheet<'_>, place: Place, said: &str, at: (f64, f64), width: f64) -> f64 {
    let text = sheet.text(said, sheet.theme.scale.footer, sheet.theme.muted, width);
    let mut content = Vec::new();
    text.draw(0.0, 0.0, &mut content);
    let bounds = Rect::from_origin_size(at, (width, text.height));
    let id = match place {
        Place::Left => "map/footer-text",
        Place::Middle => "map/page",
        Place::Right => "map/footer",
    };
    sheet.push(
        Layer::Footer,
        node(NodeId::new(id), Role::Footer, bounds, said, content),
    );
    bounds.y1
}
