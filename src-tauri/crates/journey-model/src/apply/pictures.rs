//! Bringing pictures in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::check::{ASSET_LIMIT, clean_line};
use crate::draft::Draft;
use crate::picture::{MEDIA_TYPES, media_type_of};
use crate::{Asset, AssetId, Card, CardId, EditError, Extra, NewAsset, Persona, PersonaId};

pub(super) fn set_card_image(draft: &mut Draft, card: &CardId, new: &NewAsset) -> Result<(), EditError> {
    draft.get::<Card>(card)?;
    let id = bring_in(draft, new)?;
    draft.update::<Card>(card, |card| card.image = Some(id))
}

pub(super) fn set_persona_picture(draft: &mut Draft, persona: &PersonaId, new: &NewAsset) -> Result<(), EditError> {
    draft.get::<Persona>(persona)?;
    let id = bring_in(draft, new)?;
    draft.update::<Persona>(persona, |persona| persona.picture = Some(id))
}

pub(super) fn set_map_logo(draft: &mut Draft, new: &NewAsset) -> Result<(), EditError> {
    let id = bring_in(draft, new)?;
    draft.update_map(|map| map.logo = Some(id));
    Ok(())
}

/// Adds a picture as it is, unless the map holds it already; its id is made from its content.
///
/// # Errors
/// For a picture that a map cannot hold.
pub(super) fn put(draft: &mut Draft, asset: Asset) -> Result<AssetId, EditError> {
    let found = checked(&asset.media_type, &asset.bytes)?;
    if !draft.document().assets.contains_key(&found) {
        draft.put(Asset {
            id: found.clone(),
            ..asset
        });
    }
    Ok(found)
}

/// Adds the picture unless the map holds it already; the id is that of its content.
fn bring_in(draft: &mut Draft, new: &NewAsset) -> Result<AssetId, EditError> {
    // Four characters carry three bytes: a far too large text is refused before it is decoded.
    if new.base64.len() / 4 * 3 > ASSET_LIMIT + 3 {
        return Err(too_large());
    }
    let bytes = STANDARD.decode(&new.base64).map_err(|_| EditError::Value {
        field: "asset.base64",
        found: "a text that is not base64".into(),
        expected: "the picture's file as base64 with padding".into(),
    })?;
    let id = checked(&new.media_type, &bytes)?;
    if draft.document().assets.contains_key(&id) {
        return Ok(id);
    }
    draft.put(Asset {
        id: id.clone(),
        media_type: new.media_type.clone(),
        name: clean_line("asset.name", new.name.clone())?,
        bytes: bytes.into(),
        extra: Extra::new(),
    });
    Ok(id)
}

/// The id of a picture that a map can hold.
fn checked(media_type: &str, bytes: &[u8]) -> Result<AssetId, EditError> {
    if bytes.len() > ASSET_LIMIT {
        return Err(too_large());
    }
    let found = media_type_of(bytes);
    if found != Some(media_type) {
        return Err(EditError::Value {
            field: "asset.mediaType",
            found: format!("{media_type:?} on {}", found.unwrap_or("a file that is no picture")),
            expected: format!("the type that the picture has, one of {}", MEDIA_TYPES.join(", ")),
        });
    }
    Ok(AssetId::of_content(bytes))
}

fn too_large() -> EditError {
    EditError::Value {
        field: "asset",
        found: "a picture that is too large".into(),
        expected: format!("at most {} MiB: make it smaller first", ASSET_LIMIT / (1024 * 1024)),
    }
}
