//! What an export draws besides the map, and which part of the map it shows.

use journey_model::{Date, Document, LaneId, StageId};
use serde::{Deserialize, Serialize};

/// What stands on an exported sheet besides the map, and in which colours. The default is the sheet as
/// it is on screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct SheetOptions {
    /// State line, title, subtitle, personas and objective above the map.
    pub title_block: bool,
    pub legend: Legend,
    /// The map's logo, where it has one: at the top right, fitted into [`crate::Metrics::logo`].
    pub logo: bool,
    pub footer: Footer,
    /// Sticky notes.
    pub notes: bool,
    pub colours: Colours,
}

impl Default for SheetOptions {
    fn default() -> Self {
        Self {
            title_block: true,
            legend: Legend::default(),
            logo: true,
            footer: Footer::default(),
            notes: true,
            colours: Colours::default(),
        }
    }
}

/// How much is explained below the map; always only what occurs on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Legend {
    /// Nothing.
    None,
    /// The small marks, kinds of links, and whose curve is whose: what nothing else on the sheet says.
    #[default]
    Marks,
    /// The marks, and what the cards' colours, the channels' symbols, faces and lines mean.
    Full,
}

/// The line below everything: `text` at the left, the page in the middle, dates and version at the right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct Footer {
    /// When the map was and will be looked over, or was begun.
    pub review: bool,
    /// The day of the export. The core knows no clock: whoever exports sets it.
    pub date: Option<Date>,
    /// What this state of the map is called (“v14”, “Post workshop baseline”).
    pub version: Option<String>,
    /// Anything else: a company, “Confidential”.
    pub text: String,
    /// “2 of 8”, on sheets that are one of several ([`crate::Engine::sheets`]).
    pub page: bool,
    /// Pages that follow those laid out here, such as the lists of a presentation: they count in “2 of 8”.
    /// Whoever exports sets it.
    #[serde(skip)]
    pub further: usize,
}

impl Default for Footer {
    fn default() -> Self {
        Self {
            review: true,
            date: None,
            version: None,
            text: String::new(),
            page: false,
            further: 0,
        }
    }
}

/// Which colours a sheet is printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Colours {
    /// The theme's and the map's own.
    #[default]
    Full,
    /// Greys alone; meaning is told by borders, dashes and symbols. Pictures and emoji stay as they are.
    BlackAndWhite,
    /// Colours that people with any common colour blindness tell apart; the map's own colours become the
    /// nearest of these. Curves and links differ by dash as well.
    ColourBlindSafe,
}

/// Which part of a map a sheet shows. Ids that the map does not have are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", content = "ids", rename_all = "camelCase")]
pub enum Part {
    #[default]
    Whole,
    /// The columns of some stages, with all lanes; in the map's order.
    Stages(Vec<StageId>),
    /// Some lanes, with all columns; in the map's order. Hidden lanes stay hidden.
    Lanes(Vec<LaneId>),
    /// Records of any kind, cut out of the whole sheet as they stand there, with the links among them and
    /// nothing else: no title, legend or footer. A stage, step or lane stands for itself and its cards.
    Records(Vec<String>),
}

/// Why a part cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    #[error("none of the chosen stages is on this map any more; choose others or the whole map")]
    Stages,
    #[error("none of the chosen lanes is shown on this map; choose others, show one, or take the whole map")]
    Lanes,
    #[error("nothing of the selection is shown on this sheet; select something that is, or take the whole map")]
    Records,
}

impl Part {
    /// The part in its simplest form: all stages, or all lanes that are shown, are the whole map.
    ///
    /// # Errors
    /// [`PartError`] where nothing would be left.
    pub(crate) fn simplified(&self, document: &Document) -> Result<Self, PartError> {
        match self {
            Self::Whole | Self::Records(_) => Ok(self.clone()),
            Self::Stages(ids) => {
                let (known, all) = tally(document.stages.keys(), ids);
                match known {
                    0 => Err(PartError::Stages),
                    _ if known == all => Ok(Self::Whole),
                    _ => Ok(self.clone()),
                }
            }
            Self::Lanes(ids) => {
                let shown = document.lanes.values().filter(|lane| !lane.hidden);
                let (known, all) = tally(shown.map(|lane| &lane.id), ids);
                match known {
                    0 => Err(PartError::Lanes),
                    _ if known == all => Ok(Self::Whole),
                    _ => Ok(self.clone()),
                }
            }
        }
    }

    /// Whether the columns of a stage are shown.
    pub(crate) fn has_stage(&self, id: &StageId) -> bool {
        match self {
            Self::Stages(ids) => ids.contains(id),
            _ => true,
        }
    }

    /// Whether a lane is shown, unless it is hidden.
    pub(crate) fn has_lane(&self, id: &LaneId) -> bool {
        match self {
            Self::Lanes(ids) => ids.contains(id),
            _ => true,
        }
    }
}

/// How many of the ids that there are were chosen, and how many there are.
fn tally<'a, T: PartialEq + 'a>(there: impl Iterator<Item = &'a T>, chosen: &[T]) -> (usize, usize) {
    there.fold((0, 0), |(known, all), id| {
        (known + usize::from(chosen.contains(id)), all + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_short_and_may_be_incomplete() {
        let options: SheetOptions = serde_json::from_str("{}").unwrap();
        assert_eq!(options, SheetOptions::default());
        let options: SheetOptions =
            serde_json::from_str(r#"{"titleBlock":false,"colours":"colourBlindSafe","footer":{"page":true}}"#).unwrap();
        assert!(!options.title_block && options.footer.page && options.footer.review && options.notes);
        assert_eq!(options.colours, Colours::ColourBlindSafe);
        let part = Part::Stages(vec![StageId::from("stage_1")]);
        let json = serde_json::to_string(&part).unwrap();
        assert_eq!(json, r#"{"kind":"stages","ids":["stage_1"]}"#);
        assert_eq!(serde_json::from_str::<Part>(&json).unwrap(), part);
        assert_eq!(
            serde_json::from_str::<Part>(r#"{"kind":"whole"}"#).unwrap(),
            Part::Whole
        );
    }
}
