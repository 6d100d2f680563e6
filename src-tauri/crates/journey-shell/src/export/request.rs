//! What is asked of an export: the same for the dialog, the command line and what is kept of a map's
//! last choice.

use std::str::FromStr;

use journey_exchange::write::{CsvOptions, CsvShape, Delimiter};
use journey_layout::{Footer, Pages, Part, SheetOptions};
use journey_model::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Format;

/// How to export; what a format has no use for is ignored. Fields that are not given take their default,
/// which is the map as it is on screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct ExportRequest {
    pub format: Format,
    /// The map's own theme by default.
    pub theme: Option<String>,
    pub part: Part,
    /// Its footer's date is set where [`ExportRequest::dated`] asks for it.
    pub sheet: SheetOptions,
    /// The footer names the day of the export.
    pub dated: bool,
    /// An empty poster to be filled in by hand: stages and lanes alone.
    pub blank: bool,
    pub transparent: bool,
    /// PDF and PowerPoint: which sheets the file holds.
    pub pages: Pages,
    pub paper: PaperChoice,
    pub picture: PictureChoice,
    pub svg_text: SvgText,
    pub table: TableChoice,
    /// Whether the whole map travels in the file, so that it can be opened as a map again: PDF, PNG, JPEG,
    /// WebP, SVG. By default it does, unless something of the map was left out on purpose
    /// ([`ExportRequest::carries`]).
    pub carries_map: Option<bool>,
}

impl Default for ExportRequest {
    fn default() -> Self {
        Self {
            format: Format::Pdf,
            theme: None,
            part: Part::Whole,
            sheet: SheetOptions {
                footer: Footer {
                    page: true,
                    ..Footer::default()
                },
                ..SheetOptions::default()
            },
            dated: false,
            blank: false,
            transparent: false,
            pages: Pages::default(),
            paper: PaperChoice::default(),
            picture: PictureChoice::default(),
            svg_text: SvgText::default(),
            table: TableChoice::default(),
            carries_map: None,
        }
    }
}

/// The paper of a PDF, and how the map lies on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct PaperChoice {
    /// `fit`, `a5` to `a0`, `letter`, `legal`, `tabloid`, `16:9`, or a size such as `300x200mm`.
    pub size: String,
    pub orientation: Orientation,
    /// In millimetres, the same on all sides; the printer's usual by default.
    pub margin: Option<f64>,
    /// Over many sheets; on one page by default.
    pub poster: Option<PosterChoice>,
    pub archive: Archive,
}

impl Default for PaperChoice {
    fn default() -> Self {
        Self {
            size: "fit".into(),
            orientation: Orientation::Auto,
            margin: None,
            poster: None,
            archive: Archive::None,
        }
    }
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident of $what:literal { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($key => Ok(Self::$variant),)+
                    _ => Err(format!(concat!("there is no ", $what, " “{}”; use {}"), text, [$($key),+].join(", "))),
                }
            }
        }
    };
}

choices!(
    /// Which way the paper lies.
    Orientation of "orientation" { #[default] Auto = "auto", Portrait = "portrait", Landscape = "landscape" }
);
choices!(
    /// The archive standard that a PDF keeps to.
    Archive of "archive standard" { #[default] None = "none", A2b = "a2b", A3a = "a3a" }
);
choices!(
    /// How an SVG comes by its letters.
    SvgText of "way of text" {
        /// With subsets of the fonts inside.
        #[default]
        Embedded = "embed",
        /// Fonts are only named.
        Referenced = "reference",
        /// Letters are drawn.
        Outlines = "outlines",
    }
);
choices!(
    /// How a CSV spreads the map.
    TableShape of "shape" {
        /// Lanes by steps.
        #[default]
        Matrix = "matrix",
        /// A card a row.
        Long = "long",
    }
);
choices!(
    /// What stands between the cells of a CSV.
    CellDelimiter of "delimiter" { #[default] Comma = "comma", Semicolon = "semicolon", Tab = "tab" }
);

/// A map over many sheets; see [`journey_pdf::Poster`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct PosterChoice {
    pub size: PosterSize,
    /// Millimetres of paper that neighbours share.
    pub overlap: f64,
    pub crop_marks: bool,
    pub labels: bool,
    /// A page before the sheets that shows how they lie.
    pub assembly: bool,
}

impl Default for PosterChoice {
    fn default() -> Self {
        Self {
            size: PosterSize::Scale(1.0),
            overlap: 10.0,
            crop_marks: true,
            labels: true,
            assembly: true,
        }
    }
}

/// How large a poster is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum PosterSize {
    /// Times the real size.
    Scale(f64),
    /// So many sheets side by side.
    Columns(u32),
    /// So many sheets one below the other.
    Rows(u32),
}

/// How large a picture is, and how it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct PictureChoice {
    pub size: PictureSize,
    /// Resolution to note in the file, in dots per inch; 96 times the scale by default.
    pub dpi: Option<f32>,
    /// Of a JPEG, 1 to 100.
    pub quality: u8,
}

impl Default for PictureChoice {
    fn default() -> Self {
        Self {
            size: PictureSize::Scale(1.0),
            dpi: None,
            quality: 90,
        }
    }
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum PictureSize {
    /// Pixels per px of the sheet.
    Scale(f32),
    /// Pixels an inch of the sheet, which has 96 px an inch.
    Dpi(f32),
    /// Pixels across.
    Width(u32),
    /// Pixels from top to bottom.
    Height(u32),
}

/// How a CSV looks; see [`CsvOptions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct TableChoice {
    pub shape: TableShape,
    pub delimiter: CellDelimiter,
    pub byte_order_mark: bool,
    pub guard_formulas: bool,
}

impl Default for TableChoice {
    fn default() -> Self {
        Self {
            shape: TableShape::Matrix,
            delimiter: CellDelimiter::Comma,
            byte_order_mark: true,
            guard_formulas: true,
        }
    }
}

impl ExportRequest {
    /// A request of a format, else as by default.
    pub fn of(format: Format) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// A request as it was kept; `None` for what is none. Before `dated` and `blank` were said beside the sheet,
    /// they stood in it.
    pub fn kept(mut request: Value) -> Option<Self> {
        if let Some(sheet) = request.get_mut("sheet").and_then(Value::as_object_mut) {
            let blank = sheet.remove("blank");
            let footer = sheet.get_mut("footer").and_then(Value::as_object_mut);
            let dated = footer.and_then(|footer| footer.remove_entry("date"));
            let dated = dated.and_then(|(_, date)| date.as_bool());
            for (name, said) in [("blank", blank), ("dated", dated.map(Value::Bool))] {
                if let Some(said) = said {
                    request[name] = said;
                }
            }
        }
        serde_json::from_value(request).ok()
    }

    /// Whether the file carries the map: who hides notes or exports a part does not mean to hand on the rest.
    pub fn carries(&self) -> bool {
        let whole = self.part == Part::Whole && self.sheet.notes && !self.blank;
        self.carries_map.unwrap_or(whole)
    }

    /// What layout draws; `today` is the day of the export.
    pub fn sheet_options(&self, today: &Date) -> SheetOptions {
        let footer = &self.sheet.footer;
        let version = footer.version.as_deref().unwrap_or_default().trim();
        SheetOptions {
            footer: Footer {
                date: self.dated.then(|| today.clone()),
                version: Some(version.to_owned()).filter(|version| !version.is_empty()),
                ..footer.clone()
            },
            ..self.sheet.clone()
        }
    }
}

impl TableChoice {
    pub(super) fn options(self) -> CsvOptions {
        CsvOptions {
            shape: match self.shape {
                TableShape::Matrix => CsvShape::Matrix,
                TableShape::Long => CsvShape::Long,
            },
            delimiter: match self.delimiter {
                CellDelimiter::Comma => Delimiter::Comma,
                CellDelimiter::Semicolon => Delimiter::Semicolon,
                CellDelimiter::Tab => Delimiter::Tab,
            },
            byte_order_mark: self.byte_order_mark,
            guard_formulas: self.guard_formulas,
        }
    }
}
