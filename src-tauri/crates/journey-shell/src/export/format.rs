//! The formats that a map can be exported as.

use std::path::Path;

use serde::{Deserialize, Serialize};

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $extension:literal $(| $other:literal)*, $name:literal;)+) => {
        /// What a map can be exported as.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "camelCase")]
        pub enum Format { $($(#[$doc])* $variant),+ }

        impl Format {
            /// Every format, in the order a dialog lists them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The file name's ending, without the dot.
            pub const fn extension(self) -> &'static str {
                match self { $(Self::$variant => $extension),+ }
            }

            /// What people call it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The format of that ending, without the dot.
            pub fn of_extension(extension: &str) -> Option<Self> {
                let extension = extension.to_ascii_lowercase();
                match extension.as_str() {
                    $($extension $(| $other)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

formats! {
    #[default]
    Pdf = "pdf", "PDF";
    Png = "png", "PNG";
    Jpeg = "jpg" | "jpeg", "JPEG";
    Webp = "webp", "WebP";
    Svg = "svg", "SVG";
    Pptx = "pptx", "PowerPoint";
    Xlsx = "xlsx", "Excel";
    Csv = "csv", "CSV";
    Html = "html" | "htm", "Web page";
    Markdown = "md" | "markdown", "Markdown";
    Mermaid = "mmd" | "mermaid", "Mermaid";
    JsonCanvas = "canvas", "JSON Canvas";
    DrawIo = "drawio", "draw.io";
    Json = "json", "Waymark map";
}

impl Format {
    /// The format that a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        Self::of_extension(path.extension()?.to_str()?)
    }

    /// Whether the file holds several sheets, where they are asked for.
    pub const fn has_pages(self) -> bool {
        matches!(self, Self::Pdf | Self::Pptx)
    }

    /// Whether the file shows the sheet as it is drawn.
    pub const fn is_drawn(self) -> bool {
        matches!(
            self,
            Self::Pdf | Self::Png | Self::Jpeg | Self::Webp | Self::Svg | Self::Pptx | Self::Html
        )
    }

    /// Whether people can read the file as text.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Csv | Self::Markdown | Self::Mermaid | Self::JsonCanvas | Self::DrawIo | Self::Json
        )
    }
}
