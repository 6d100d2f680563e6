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
    match texts.as_slice() {
        [] => legend_end,
        [(Place::Right, said)] => beside(sheet, said, width, top, (legend_width, legend_end)),
        _ => {
            let gap = if legend_width > 0.0 { LINE_GAP } else { 0.0 };
            row(sheet, texts, width, legend_end + gap)
        }
    }
}

/// The footer's texts alone, on a line at `top`; returns the y below it.
pub(crate) fn line(sheet: &mut Sheet<'_>, width: f64, top: f64) -> f64 {
    let texts = texts(sheet);
    row(sheet, texts, width, top)
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

/// Texts at the left, in the middle and at the right of a line of their own. Where they do not fit side by
/// side, the middle one joins the left one; where even that is too wide they stand below each other.
/// Returns the lower edge.
fn row(sheet: &mut Sheet<'_>, mut texts: Vec<(Place, String)>, width: f64, top: f64) -> f64 {
    let margin = sheet.m.margin;
    let mut widths = widths_of(sheet, &texts, width);
    if !fit(&texts, &widths, width)
        && let Some(middle) = texts.iter().position(|(place, _)| *place == Place::Middle)
    {
        let (_, page) = texts.remove(middle);
        match texts.iter_mut().find(|(place, _)| *place == Place::Left) {
            Some((_, left)) => left.push_str(&format!(" · {page}")),
            None => texts.insert(0, (Place::Left, page)),
        }
        widths = widths_of(sheet, &texts, width);
    }
    let fits = fit(&texts, &widths, width);
    let (mut y, mut bottom) = (top, top);
    for ((place, said), own) in texts.iter().zip(widths) {
        let x = if fits { left_of(*place, own, width) } else { 0.0 };
        bottom = bottom.max(put(sheet, *place, said, (margin + x, y), own));
        if !fits {
            y = bottom;
        }
    }
    bottom
}

/// Width of each text on as few lines as it takes.
fn widths_of(sheet: &mut Sheet<'_>, texts: &[(Place, String)], width: f64) -> Vec<f64> {
    let (style, colour) = (sheet.theme.scale.footer, sheet.theme.muted);
    texts
        .iter()
        .map(|(_, said)| (sheet.text(said, style, colour, width).width + 1.0).ceil().min(width))
        .collect()
}

fn left_of(place: Place, own: f64, width: f64) -> f64 {
    match place {
        Place::Left => 0.0,
        Place::Middle => (width - own) / 2.0,
        Place::Right => width - own,
    }
}

/// Whether the texts leave room between each other on one line.
fn fit(texts: &[(Place, String)], widths: &[f64], width: f64) -> bool {
    let ends: Vec<(f64, f64)> = texts
        .iter()
        .zip(widths)
        .map(|((place, _), own)| (left_of(*place, *own, width), *own))
        .collect();
    ends.windows(2)
        .all(|pair| pair[0].0 + pair[0].1 + ENTRY_GAP <= pair[1].0)
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
