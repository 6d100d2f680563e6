//! What a person chose for the app as a whole; kept in the library, so that it moves with the maps.

use journey_store::{Library, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Appearance {
    /// As the desktop is.
    #[default]
    System,
    Light,
    Dark,
}

/// The order of the library screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum LibrarySort {
    #[default]
    Modified,
    Created,
    Title,
}

/// The app's preferences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    pub appearance: Appearance,
    /// Size of the app's own text in percent; the sheet is not touched.
    pub text_size: u16,
    /// Show the sheet dark too while working; exports never are.
    pub dark_canvas: bool,
    pub reduced_motion: bool,
    /// Whether the palette stands at the left of the canvas.
    pub palette: bool,
    /// Whether the inspector stands at the right of it.
    pub inspector: bool,
    pub library_sort: LibrarySort,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            appearance: Appearance::System,
            text_size: 100,
            dark_canvas: false,
            reduced_motion: false,
            palette: true,
            inspector: true,
            library_sort: LibrarySort::Modified,
        }
    }
}

/// The text sizes that the layout of the screens stands, in percent.
const TEXT_SIZES: std::ops::RangeInclusive<u16> = 90..=150;

/// The setting's name in the library.
const SETTING: &str = "preferences";

impl Preferences {
    /// What the library keeps; the defaults where it keeps nothing that can be read.
    pub fn of(library: &Library) -> Self {
        Self::read(library.setting(SETTING).ok().flatten().as_deref())
    }

    /// Keeps them in the library.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn keep(&self, library: &Library) -> Result<(), StoreError> {
        // Plain fields: there is nothing that JSON cannot say.
        let json = serde_json::to_string(self).unwrap_or_default();
        library.set_setting(SETTING, Some(&json))
    }

    /// Reads the kept form field by field: a value that this version does not know, from a newer one or
    /// from a broken file, costs that field and no other.
    fn read(kept: Option<&str>) -> Self {
        let mut best = Self::default();
        let Some(Ok(Value::Object(fields))) = kept.map(serde_json::from_str::<Value>) else {
            return best;
        };
        for (name, value) in fields {
            let Ok(Value::Object(mut tried)) = serde_json::to_value(&best) else {
                return best;
            };
            tried.insert(name, value);
            if let Ok(next) = serde_json::from_value(Value::Object(tried)) {
                best = next;
            }
        }
        best.text_size = best.text_size.clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let chosen = Preferences {
            appearance: Appearance::Dark,
            text_size: 125,
            library_sort: LibrarySort::Title,
            inspector: false,
            ..Preferences::default()
        };
        let json = serde_json::to_string(&chosen).unwrap();
        assert_eq!(Preferences::read(Some(&json)), chosen);
    }

    #[test]
    fn what_cannot_be_read_is_the_default() {
        for broken in [None, Some(""), Some("[]"), Some("{\"appearance\":"), Some("null")] {
            assert_eq!(Preferences::read(broken), Preferences::default(), "{broken:?}");
        }
    }

    #[test]
    fn an_unknown_value_costs_its_field_alone() {
        let read = Preferences::read(Some(
            r#"{"appearance":"sepia","textSize":900,"darkCanvas":true,"librarySort":3,"fromTomorrow":{}}"#,
        ));
        let expected = Preferences {
            text_size: 150,
            dark_canvas: true,
            ..Preferences::default()
        };
        assert_eq!(read, expected);
    }
}
