//! Edits of personas.

use crate::check::{clean_line, clean_list, clean_text, colour, is_id, quoted};
use crate::draft::Draft;
use crate::{Asset, EditError, Persona, PersonaFields, PersonaId, Setting};

use super::map::checked_date;

pub(super) fn add(draft: &mut Draft, after: Option<&PersonaId>, fields: &PersonaFields) -> Result<(), EditError> {
    let id = draft.fresh::<Persona>()?;
    let order = Draft::keys_behind(&draft.document().ordered_personas(), &[&id], after)?.remove(0);
    draft.put(Persona::new(id.clone(), order, "New persona"));
    update(draft, &id, fields)
}

pub(super) fn update(draft: &mut Draft, id: &PersonaId, fields: &PersonaFields) -> Result<(), EditError> {
    let mut persona = draft.get::<Persona>(id)?.clone();
    let PersonaFields {
        name,
        role,
        quote,
        demographics,
        psychographics,
        goals,
        motivations,
        frustrations,
        behaviours,
        preferred_channels,
        sources,
        last_validated,
        colour: new_colour,
        picture,
        primary,
        library_persona,
    } = fields.clone();
    if let Some(name) = name {
        persona.name = clean_line("name", name)?;
    }
    if let Some(role) = role {
        persona.role = clean_line("role", role)?;
    }
    for (field, new, old) in [
        ("quote", quote, &mut persona.quote),
        ("demographics", demographics, &mut persona.demographics),
        ("psychographics", psychographics, &mut persona.psychographics),
    ] {
        if let Some(new) = new {
            *old = clean_text(field, new)?;
        }
    }
    for (field, new, old) in [
        ("goals", goals, &mut persona.goals),
        ("motivations", motivations, &mut persona.motivations),
        ("frustrations", frustrations, &mut persona.frustrations),
        ("behaviours", behaviours, &mut persona.behaviours),
        ("preferredChannels", preferred_channels, &mut persona.preferred_channels),
        ("sources", sources, &mut persona.sources),
    ] {
        if let Some(new) = new {
            *old = clean_list(field, new)?;
        }
    }
    if let Some(last_validated) = last_validated {
        persona.last_validated = checked_date("lastValidated", last_validated)?;
    }
    match new_colour {
        Some(Setting::To(text)) => persona.colour = Some(colour("colour", text)?),
        Some(Setting::Clear) => persona.colour = None,
        None => {}
    }
    match picture {
        Some(Setting::To(picture)) => {
            draft.get::<Asset>(&picture)?;
            persona.picture = Some(picture);
        }
        Some(Setting::Clear) => persona.picture = None,
        None => {}
    }
    match library_persona {
        Some(Setting::To(origin)) if !is_id(origin.as_str()) => {
            return Err(EditError::Value {
                field: "libraryPersona",
                found: quoted(origin.as_str()),
                expected: "the id of a persona".into(),
            });
        }
        Some(setting) => persona.library_persona = setting.into(),
        None => {}
    }
    if let Some(primary) = primary {
        persona.primary = primary;
    }
    if persona.primary {
        let others: Vec<PersonaId> = draft
            .document()
            .personas
            .values()
            .filter(|other| other.primary && other.id != persona.id)
            .map(|other| other.id.clone())
            .collect();
        for other in others {
            draft.update::<Persona>(&other, |other| other.primary = false)?;
        }
    }
    draft.put(persona);
    Ok(())
}

pub(super) fn reorder(draft: &mut Draft, id: &PersonaId, after: Option<&PersonaId>) -> Result<(), EditError> {
    draft.get::<Persona>(id)?;
    let order = Draft::keys_behind(&draft.document().ordered_personas(), &[id], after)?.remove(0);
    draft.update::<Persona>(id, |persona| persona.order = order)
}
