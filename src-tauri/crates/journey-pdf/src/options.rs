//! What a caller can choose.

use journey_scene::Scene;

use crate::page::Tile;
use crate::paper::{Margins, Paper};

/// Which way the paper lies. Means nothing to [`Paper::Fit`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// Whichever shows the map larger, or takes fewer sheets, or (where a number of them is given) leaves
    /// less of them empty; landscape where both are equal. Several parts lie alike, as suits a poster or else
    /// the part that comes out smallest. A custom paper lies as its size was given.
    #[default]
    Auto,
    Portrait,
    Landscape,
}

/// How a scene gets onto the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Placement {
    /// All of it on one page, as large as the margins allow.
    #[default]
    Fit,
    /// Over as many sheets as it takes, put together as [`Poster`] says. The same as `Fit` with
    /// [`Paper::Fit`].
    Tile,
}

/// How large a poster is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Times the real size (1 px is 1/96 inch), 0.05 to 20.
    Factor(f64),
    /// As large as that many sheets side by side and one below the other allow; at least one of the two
    /// is given, each 1 to 200.
    Sheets { columns: Option<u32>, rows: Option<u32> },
}

/// How a tiled scene is put together from its sheets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poster {
    pub scale: Scale,
    /// How much neighbouring sheets share to be glued, in millimetres of paper, 0 to 100.
    pub overlap: f64,
    /// Lines in the margins: where to cut, and how far the neighbour's sheet reaches.
    pub crop_marks: bool,
    /// Row and column in the margin of each sheet.
    pub labels: bool,
    /// A page before the sheets that shows how they lie.
    pub assembly: bool,
}

impl Default for Poster {
    fn default() -> Self {
        Self {
            scale: Scale::Factor(1.0),
            overlap: 10.0,
            crop_marks: false,
            labels: true,
            assembly: false,
        }
    }
}

/// What lies under the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Background {
    /// The theme's paper, over the whole page.
    #[default]
    Paper,
    /// Nothing.
    Transparent,
}

/// What a file must keep to so that archives take it, beside PDF/UA-1, which is always aimed at. Both
/// take effect only with a date, which these standards demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Archive {
    /// Nothing: readers open files that claim such a standard with a warning against editing.
    #[default]
    None,
    /// PDF/A-2b (ISO 19005-2). It knows only attachments that are PDF/A themselves (clause 6.8), so the
    /// map's JSON stays out of the file.
    A2b,
    /// PDF/A-3a (ISO 19005-3): the same rules, tagged, and any attachment.
    A3a,
}

/// A file inside the PDF, so that importing the PDF brings the map back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name shown by PDF readers, such as `Flood insurance.json`.
    pub name: String,
    /// The map in the file format.
    pub json: String,
}

/// Words of the document that are not on any scene, in the map's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The bookmark over the stages.
    pub stages: String,
    /// The bookmark over the lanes.
    pub lanes: String,
    /// What the attachment is.
    pub attachment: String,
    /// The title of a map without one.
    pub untitled: String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            stages: "Stages".into(),
            lanes: "Lanes".into(),
            attachment: "The map, to be opened again".into(),
            untitled: "Untitled map".into(),
        }
    }
}

/// How to paint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    pub paper: Paper,
    pub orientation: Orientation,
    /// [`Margins::PRINTER`] by default, none around a page that fits the map.
    pub margins: Option<Margins>,
    pub placement: Placement,
    pub poster: Poster,
    pub background: Background,
    /// When the map was last changed, as RFC 3339 date or date and time (`2026-03-14`,
    /// `2026-03-14T09:26:53Z`). Without it (or where it cannot be read) the file carries no date; the
    /// painter never looks at a clock.
    pub date: Option<String>,
    /// Name of the author, for the document's properties.
    pub author: Option<String>,
    /// One sentence on the map (its subtitle), for the document's properties.
    pub description: Option<String>,
    /// The map itself.
    pub attachment: Option<Attachment>,
    pub archive: Archive,
    pub words: Words,
    /// Uncompressed and ASCII only, to be compared and read by people.
    pub text_form: bool,
}

/// A scene of a document, on a page (or a poster's sheets) of its own.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub scene: &'a Scene,
    /// The bookmark's words.
    pub title: &'a str,
    /// Id of the record that this part is about. The record's headings on other parts lead here, and its
    /// heading here leads back to the first part that is about none.
    pub about: Option<&'a str>,
    /// Another placement than that of [`Options`]: a cover is never tiled.
    pub placement: Option<Placement>,
}

impl<'a> Part<'a> {
    /// A part that stands for the whole map.
    pub fn new(scene: &'a Scene, title: &'a str) -> Self {
        Self {
            scene,
            title,
            about: None,
            placement: None,
        }
    }
}

/// Words that a poster needs beside the map. The painter cannot shape text: it is given small scenes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    /// In the margin of a sheet: which one it is ([`Tile::label`] in English).
    Sheet(Tile),
    /// The heading of the assembly page.
    Assembly {
        /// Number of sheets side by side and one below the other.
        columns: u32,
        rows: u32,
        /// How much neighbours share, in millimetres.
        overlap: f64,
        /// The whole poster, in millimetres.
        width: f64,
        height: f64,
    },
}

impl Label {
    /// In English, one line; what is printed where the caller gives no scene.
    pub fn english(&self) -> String {
        match self {
            Self::Sheet(tile) => tile.label(),
            Self::Assembly {
                columns,
                rows,
                overlap,
                width,
                height,
            } => {
                let count = columns.saturating_mul(*rows);
                format!(
                    "{count} sheets, {columns} across and {rows} down · {:.0} × {:.0} cm · neighbours overlap by {} mm",
                    width / 10.0,
                    height / 10.0,
                    (overlap * 10.0).round() / 10.0
                )
            }
        }
    }
}

/// Gives the words of a label as a scene, as large as it wants to be printed (1 px is 1/96 inch); `None`
/// leaves them to the painter, which knows Latin letters only.
pub type Labels<'a> = dyn Fn(&Label) -> Option<Scene> + 'a;
