//! Notes: free stickies anywhere on the sheet.

use journey_scene::{NodeId, Rect, Role, Size, Stroke};

use crate::anchor::Places;
use crate::sheet::{Layer, Sheet, editable, node, panel};

/// Lays out all notes, or those that have a place; returns how far they reach (right and bottom).
pub(crate) fn lay_out(sheet: &mut Sheet<'_>, places: Option<&Places>) -> Size {
    let (m, theme) = (sheet.m, sheet.theme);
    let style = theme.scale.card;
    let mut extent = Size::ZERO;
    for note in sheet.document.notes.values() {
        let tint = theme.custom(note.colour.as_deref()).unwrap_or(theme.note);
        let width = f64::from(note.width).max(48.0);
        let inner = width - 2.0 * m.note_padding;
        let text = sheet.markup(&note.text, style, tint.text, inner);
        let height = text.height.max(style.line_height) + 2.0 * m.note_padding;
        let usual = Rect::from_origin_size((f64::from(note.x), f64::from(note.y)), (width, height));
        let Some(place) = places.map_or(Some(usual.origin()), |places| places.of(usual)) else {
            continue;
        };
        // A note is never off the paper.
        let origin = (place.x.max(0.0), place.y.max(0.0));
        let bounds = Rect::from_origin_size(origin, (width, height));
        let ground = Rect::from_origin_size((0.0, 0.0), bounds.size());
        let stroke = Stroke::solid(tint.border, m.card_border);
        let mut content = vec![panel(ground, 3.0, tint.ground, Some(stroke))];
        text.draw(m.note_padding, m.note_padding, &mut content);
        let said = text.source.replace('\n', " ");
        let label = format!("Note: {}", if said.is_empty() { "empty" } else { &said });
        let rect = ground.inset(-m.note_padding);
        let note = node(NodeId::new(note.id.as_str()), Role::Note, bounds, &label, content);
        sheet.push(Layer::Note, editable(note, "text", rect, &style, tint.text));
        extent = Size::new(extent.width.max(bounds.x1), extent.height.max(bounds.y1));
    }
    extent
}
