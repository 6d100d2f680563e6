//! Legend and footer: what the marks mean, and when the map was and will be looked over.

use journey_model::{Evidence, LinkKind, Severity};
use journey_scene::{NodeId, Point, Primitive, Rect, Role};

use crate::card::{evidence_dot, severity_dots, star};
use crate::kept::Marks;
use crate::link;
use crate::sheet::{Layer, Sheet, node};
use crate::theme::Tint;
use crate::words;

/// Between a mark and its word, and between two entries.
const MARK_GAP: f64 = 6.0;
const ENTRY_GAP: f64 = 16.0;

/// Lays out both below `bottom`; returns the y below them.
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, marks: Marks, width: f64, bottom: f64) -> f64 {
    let m = sheet.m;
    let top = bottom + m.footer_gap;
    let (legend_width, legend_end) = legend(sheet, marks, width, top);
    footer(sheet, width, top, legend_width, legend_end)
}

enum Mark {
    Evidence(Evidence),
    Star,
    Severity,
    Link(LinkKind),
}

impl Mark {
    fn width(&self) -> f64 {
        match self {
            Self::Evidence(_) => 7.0,
            Self::Star => 12.0,
            Self::Severity => 4.0,
            Self::Link(_) => 22.0,
        }
    }
}

/// The marks that this map shows, explained. Returns the width of its first line and its lower edge.
fn legend(sheet: &mut Sheet<'_>, marks: Marks, width: f64, top: f64) -> (f64, f64) {
    let document = sheet.document;
    let theme = sheet.theme;
    let mut entries: Vec<(Mark, &str)> = Vec::new();
    for (evidence, cards) in [
        (Evidence::Observed, marks.observed),
        (Evidence::Assumed, marks.assumed),
        (Evidence::Proposed, marks.proposed),
    ] {
        if cards > 0 {
            entries.push((Mark::Evidence(evidence), words::evidence(evidence)));
        }
    }
    if marks.moments > 0 || document.scores.values().any(|score| score.moment_of_truth) {
        entries.push((Mark::Star, "moment of truth"));
    }
    if marks.severe > 0 {
        entries.push((Mark::Severity, "severity, low to high"));
    }
    for kind in [LinkKind::Flow, LinkKind::LoopBack, LinkKind::Solves, LinkKind::Evidence] {
        if document.links.values().any(|link| link.kind == kind) {
            entries.push((Mark::Link(kind), words::link(kind)));
        }
    }
    if entries.is_empty() {
        return (0.0, top);
    }
    let style = theme.scale.footer;
    let tint = Tint {
        ground: theme.paper,
        border: theme.hairline,
        text: theme.muted,
    };
    let mut content: Vec<Primitive> = Vec::new();
    let (mut x, mut y, mut widest) = (0.0, 0.0, 0.0f64);
    for (mark, word) in &entries {
        let text = sheet.text(word, style, theme.muted, width);
        let needed = mark.width() + MARK_GAP + text.width;
        if x > 0.0 && x + needed > width {
            (x, y) = (0.0, y + style.line_height);
        }
        let middle = y + style.line_height / 2.0;
        let centre = Point::new(x + mark.width() / 2.0, middle);
        match mark {
            Mark::Evidence(evidence) => evidence_dot(centre, 7.0, *evidence, &tint, &mut content),
            Mark::Star => content.push(star(centre, 12.0, theme)),
            Mark::Severity => {
                let at = Point::new(centre.x, middle - 4.0);
                severity_dots(at, Severity::Medium, theme.muted, &mut content);
            }
            Mark::Link(kind) => link::sample(theme, *kind, Point::new(x, middle), mark.width(), &mut content),
        }
        let set = sheet.text(word, style, theme.muted, (text.width + 1.0).ceil());
        set.draw(x + mark.width() + MARK_GAP, y, &mut content);
        x += needed + ENTRY_GAP;
        widest = widest.max(x - ENTRY_GAP + 1.0);
    }
    let height = y + style.line_height;
    let label = format!(
        "Legend: {}",
        entries.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
    );
    let bounds = Rect::from_origin_size((sheet.m.margin, top), (widest.ceil(), height));
    sheet.push(
        Layer::Legend,
        node(NodeId::new("map/legend"), Role::Legend, bounds, &label, content),
    );
    (widest.ceil(), top + height)
}

fn footer(sheet: &mut Sheet<'_>, width: f64, top: f64, legend: f64, legend_end: f64) -> f64 {
    let mut parts = Vec::new();
    if let Some(review) = &sheet.document.map.review {
        if let Some(last) = &review.last {
            parts.push(format!("Reviewed {}", words::date(last)));
        }
        if let Some(next) = &review.next {
            let word = if parts.is_empty() { "Next review" } else { "next review" };
            parts.push(format!("{word} {}", words::date(next)));
        }
    }
    if parts.is_empty()
        && let Some(day) = &sheet.document.map.created_on
    {
        parts.push(format!("Begun {}", words::date(day)));
    }
    if parts.is_empty() {
        return legend_end;
    }
    let said = parts.join(" · ");
    let (m, theme) = (sheet.m, sheet.theme);
    let style = theme.scale.footer;
    let natural = sheet.text(&said, style, theme.muted, width);
    let footer_width = (natural.width + 1.0).ceil().min(width);
    // Beside the legend at the right end where both fit, else below it.
    let beside = natural.lines.len() == 1 && legend + 2.0 * ENTRY_GAP + footer_width <= width;
    let (x, y) = if legend > 0.0 && beside || legend == 0.0 {
        (m.margin + width - footer_width, top)
    } else {
        (m.margin, legend_end)
    };
    let text = sheet.text(&said, style, theme.muted, footer_width);
    let mut content = Vec::new();
    text.draw(0.0, 0.0, &mut content);
    let bounds = Rect::from_origin_size((x, y), (footer_width, text.height));
    sheet.push(
        Layer::Footer,
        node(NodeId::new("map/footer"), Role::Footer, bounds, &said, content),
    );
    legend_end.max(bounds.y1)
}
