//! Bringing pictures in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::check::{ASSET_LIMIT, clean_line};
use crate::draft::Draft;
use crate::picture::{MEDIA_TYPES, media_type_of};
use crate::{Asset, AssetId, Card, CardId, EditError, Extra, NewAsset};

pub(super) fn set_card_image(draft: &mut Draft, card: &CardId, new: &NewAsset) -> Result<(), EditError> {
    draft.get::<Card>(card)?;
    let id = bring_in(draft, new)?;
    draft.update::<Card>(card, |card| card.image = Some(id))
}

/// Adds the picture unless the map holds it already; the id is that of its content.
fn bring_in(draft: &mut Draft, new: &NewAsset) -> Result<AssetId, EditError> {
    let too_large = || EditError::Value {
        field: "asset",
        found: "a picture that is too large".into(),
        expected: format!("at most {} MiB: make it smaller first", ASSET_LIMIT / (1024 * 1024)),
    };
    // Four characters carry three bytes: a far too large text is refused before it is decoded.
    if new.base64.len() / 4 * 3 > ASSET_LIMIT + 3 {
        return Err(too_large());
    }
    let bytes = STANDARD.decode(&new.base64).map_err(|_| EditError::Value {
        field: "asset.base64",
        found: "a text that is not base64".into(),
        expected: "the picture's file as base64 with padding".into(),
    })?;
    if bytes.len() > ASSET_LIMIT {
        return Err(too_large());
    }
    let found = media_type_of(&bytes);
    if found != Some(new.media_type.as_str()) {
        return Err(EditError::Value {
            field: "asset.mediaType",
            found: format!(
                "{:?} on {}",
                new.media_type,
                found.unwrap_or("a file that is no picture")
            ),
            expected: format!("the type that the picture has, one of {}", MEDIA_TYPES.join(", ")),
        });
    }
    let id = AssetId::of_content(&bytes);
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
