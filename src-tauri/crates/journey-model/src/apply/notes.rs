//! Edits of free notes.

use crate::check::{NOTE_PLACES, NOTE_WIDTHS, clean_text, colour, ranged};
use crate::draft::Draft;
use crate::{EditError, Extra, Note, NoteFields, NoteId, Setting};

/// Width of a new note, in px: that of a step's column.
const NEW_NOTE_WIDTH: u16 = 184;

pub(super) fn add(draft: &mut Draft, fields: &NoteFields) -> Result<(), EditError> {
    let id = draft.fresh::<Note>()?;
    draft.put(Note {
        id: id.clone(),
        x: 0,
        y: 0,
        width: NEW_NOTE_WIDTH,
        text: String::new(),
        colour: None,
        extra: Extra::new(),
    });
    update(draft, &id, fields)
}

pub(super) fn update(draft: &mut Draft, id: &NoteId, fields: &NoteFields) -> Result<(), EditError> {
    let mut note = draft.get::<Note>(id)?.clone();
    let NoteFields {
        text,
        colour: new_colour,
        x,
        y,
        width,
    } = fields.clone();
    if let Some(text) = text {
        note.text = clean_text("text", text)?;
    }
    match new_colour {
        Some(Setting::To(text)) => note.colour = Some(colour("colour", text)?),
        Some(Setting::Clear) => note.colour = None,
        None => {}
    }
    if let Some(x) = x {
        note.x = ranged("x", x, &NOTE_PLACES)?;
    }
    if let Some(y) = y {
        note.y = ranged("y", y, &NOTE_PLACES)?;
    }
    if let Some(width) = width {
        note.width = ranged("width", width, &NOTE_WIDTHS)?;
    }
    draft.put(note);
    Ok(())
}
