//! The maps of the library, as a list shows them.

use journey_store::{Library, Listing, StoreError};
use serde::Serialize;

/// A map in the library. Times in ms since 1970-01-01 UTC.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MapEntry {
    pub id: String,
    pub title: String,
    pub subtitle: String,
    pub state: String,
    pub tags: Vec<String>,
    // 2^53 ms are 285,000 years: a double holds every date exactly, where bindings refuse 64-bit integers.
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub created_at: u64,
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub modified_at: u64,
    pub revision: u32,
    pub cards: u32,
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub trashed_at: Option<u64>,
}

impl From<journey_store::MapEntry> for MapEntry {
    fn from(map: journey_store::MapEntry) -> Self {
        Self {
            id: map.id.to_string(),
            title: map.title,
            subtitle: map.subtitle,
            state: map.state.key().into(),
            tags: map.tags,
            created_at: map.created,
            modified_at: map.modified,
            revision: map.revision,
            cards: map.cards,
            trashed_at: map.trashed,
        }
    }
}

/// The maps of a library, the newest change first.
///
/// # Errors
/// [`StoreError`] where the library cannot be read.
pub fn entries(library: &Library, trash: bool) -> Result<Vec<MapEntry>, StoreError> {
    let maps = library.list(Listing { trash })?;
    Ok(maps.into_iter().map(Into::into).collect())
}
