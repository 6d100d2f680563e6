//! One export: a document and its scene into one file, whichever shell asks for it.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use journey_model::{Document, file};
use journey_scene::{Scene, Size};
use serde::{Deserialize, Serialize};

use crate::map_file::{MapFileError, write_whole, writing};

/// What a map can be exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Format {
    Pdf,
    Png,
    Svg,
    Json,
}

impl Format {
    /// Every format, in the order a dialog lists them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Png, Self::Svg, Self::Json];

    /// The file name's ending, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Json => "json",
        }
    }

    /// The format that a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::ALL
            .into_iter()
            .find(|f| f.extension().eq_ignore_ascii_case(extension))
    }
}

/// How to export; what a format has no use for is ignored.
#[derive(Clone, Debug)]
pub struct Options {
    /// Pixels of the picture per px of the sheet, 0.25 to 8.
    pub scale: f32,
    /// Resolution written into the PNG, in dots per inch; without it 96 times the scale.
    pub dpi: Option<f32>,
    pub paper: journey_pdf::Paper,
    pub orientation: journey_pdf::Orientation,
    pub tile: bool,
    pub transparent: bool,
    /// SVG with the fonts inside it, so that it looks the same everywhere.
    pub embed_fonts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            scale: 1.0,
            dpi: None,
            paper: journey_pdf::Paper::Fit,
            orientation: journey_pdf::Orientation::Auto,
            tile: false,
            transparent: false,
            embed_fonts: true,
        }
    }
}

/// `auto`, `portrait` or `landscape`.
pub fn orientation(text: &str) -> Result<journey_pdf::Orientation, String> {
    match text {
        "auto" => Ok(journey_pdf::Orientation::Auto),
        "portrait" => Ok(journey_pdf::Orientation::Portrait),
        "landscape" => Ok(journey_pdf::Orientation::Landscape),
        _ => Err(format!(
            "there is no orientation “{text}”; use auto, portrait or landscape"
        )),
    }
}

/// A named paper.
pub fn paper(text: &str) -> Result<journey_pdf::Paper, String> {
    journey_pdf::Paper::from_str(text).map_err(|problem| problem.to_string())
}

/// Writes the file at `path`, whole or not at all. `watch` hears how much is done (0 to 1) and may
/// break off.
///
/// # Errors
/// [`MapFileError`], naming `path`.
pub fn export(
    document: &Document,
    scene: &Scene,
    format: Format,
    options: &Options,
    path: &Path,
    watch: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<(), MapFileError> {
    write_whole(path, |out| paint(document, scene, format, options, path, out, watch))
}

/// Paints what [`export`] writes into `out`; `path` is what errors name.
///
/// # Errors
/// [`MapFileError`]; what `out` has got by then is of no use.
pub fn paint(
    document: &Document,
    scene: &Scene,
    format: Format,
    options: &Options,
    path: &Path,
    out: &mut dyn Write,
    watch: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<(), MapFileError> {
    let cancelled = || MapFileError::Cancelled { path: path.into() };
    let failed = |problem: String| MapFileError::Paint {
        path: path.into(),
        problem,
    };
    // Also painters that are too quick to ask can be broken off before the file takes its name.
    if watch(0.0).is_break() {
        return Err(cancelled());
    }
    match format {
        Format::Json => out.write_all(file::write(document).as_bytes()).map_err(writing(path))?,
        Format::Svg => {
            let options = journey_svg::Options {
                fonts: if options.embed_fonts {
                    journey_svg::Fonts::Embedded
                } else {
                    journey_svg::Fonts::Referenced
                },
                background: if options.transparent {
                    journey_svg::Background::Transparent
                } else {
                    journey_svg::Background::Paper
                },
                attachment: Some(file::write(document)),
                ..journey_svg::Options::default()
            };
            let svg = journey_svg::paint(scene, &options).map_err(|problem| failed(problem.to_string()))?;
            out.write_all(svg.as_bytes()).map_err(writing(path))?;
        }
        Format::Pdf => {
            let options = pdf_options(document, options);
            let mut watch =
                |progress: journey_pdf::Progress| watch(f64::from(progress.done) / f64::from(progress.total.max(1)));
            let pdf = journey_pdf::paint(scene, &options, &mut watch).map_err(|problem| match problem {
                journey_pdf::PdfError::Cancelled => cancelled(),
                other => failed(other.to_string()),
            })?;
            out.write_all(&pdf).map_err(writing(path))?;
        }
        Format::Png => {
            let options = journey_raster::Options {
                attachment: Some(file::write(document)),
                ..raster_options(options)
            };
            let mut watch =
                |progress: journey_raster::Progress| watch(f64::from(progress.done) / f64::from(progress.total.max(1)));
            journey_raster::paint(scene, &options, out, &mut watch).map_err(|problem| match problem {
                journey_raster::RasterError::Cancelled => cancelled(),
                journey_raster::RasterError::Write(problem) => writing(path)(problem),
                other => failed(other.to_string()),
            })?;
        }
    }
    match watch(1.0) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(cancelled()),
    }
}

/// Sizes of the pages that an export has: points in a PDF, pixels in a PNG, px in an SVG; a JSON has none.
///
/// # Errors
/// The message of the painter where the map does not fit the request.
pub fn pages(document: &Document, scene: &Scene, format: Format, options: &Options) -> Result<Vec<Size>, String> {
    match format {
        Format::Json => Ok(Vec::new()),
        Format::Svg => Ok(vec![scene.size]),
        Format::Png => {
            let size = journey_raster::picture_size(scene, &raster_options(options));
            let (width, height) = size.map_err(|problem| problem.to_string())?;
            Ok(vec![Size::new(width.into(), height.into())])
        }
        Format::Pdf => {
            let sheets = journey_pdf::sheets(scene.size, &pdf_options(document, options));
            let sheets = sheets.map_err(|problem| problem.to_string())?;
            Ok(sheets.into_iter().map(|sheet| sheet.size).collect())
        }
    }
}

fn raster_options(options: &Options) -> journey_raster::Options {
    journey_raster::Options {
        size: journey_raster::Extent::Scale(options.scale),
        dpi: options.dpi,
        background: if options.transparent {
            journey_raster::Background::Transparent
        } else {
            journey_raster::Background::Paper
        },
        ..journey_raster::Options::default()
    }
}

/// Dates inside files are the map's own, so that the same map gives the same bytes whenever it is exported.
fn pdf_options(document: &Document, options: &Options) -> journey_pdf::Options {
    let map = &document.map;
    let reviewed = map.review.as_ref().and_then(|review| review.last.clone());
    journey_pdf::Options {
        paper: options.paper,
        orientation: options.orientation,
        placement: if options.tile {
            journey_pdf::Placement::Tile
        } else {
            journey_pdf::Placement::Fit
        },
        background: if options.transparent {
            journey_pdf::Background::Transparent
        } else {
            journey_pdf::Background::Paper
        },
        date: reviewed.or_else(|| map.created_on.clone()).map(|date| date.0),
        description: Some(map.subtitle.clone()).filter(|subtitle| !subtitle.is_empty()),
        attachment: Some(journey_pdf::Attachment {
            name: attachment_name(&map.title),
            json: file::write(document),
        }),
        ..journey_pdf::Options::default()
    }
}

/// The name of the JSON inside a PDF: from the map, not from the export's path, which must not change the bytes.
fn attachment_name(title: &str) -> String {
    format!("{}.json", file_stem(title))
}

/// A file name (without ending) for a map: its title without what file systems refuse.
pub fn file_stem(title: &str) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let stem: String = words.join(" ").chars().take(80).collect();
    let stem = stem.trim_matches(['.', ' ']);
    if stem.is_empty() {
        "Untitled map".into()
    } else {
        stem.into()
    }
}

/// The file with the format's ending: what a save dialog without an ending means.
pub fn with_extension(path: PathBuf, format: Format) -> PathBuf {
    if Format::of(&path) == Some(format) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(format.extension());
    name.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use journey_layout::{Engine, FontBook, Theme};
    use journey_model::{CountingIds, template};

    use super::*;

    fn sample() -> (Document, std::sync::Arc<Scene>) {
        let document = template::templates()
            .iter()
            .find(|template| template.id == "flood-insurance")
            .unwrap()
            .document(&mut CountingIds::default());
        let scene = Engine::new(FontBook::shipped()).scene(&document, Theme::named_or_default(&document.map.theme));
        (document, scene)
    }

    #[test]
    fn an_export_that_is_called_off_leaves_no_file_whenever_that_is() {
        let (document, scene) = sample();
        let folder = tempfile::tempdir().unwrap();
        for format in Format::ALL {
            let path = folder.path().join("map").with_extension(format.extension());
            for limit in [0.0, 0.5, 1.0] {
                let mut heard = Vec::new();
                let outcome = export(&document, &scene, format, &Options::default(), &path, &mut |done| {
                    heard.push(done);
                    if done >= limit {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                });
                assert!(
                    matches!(outcome, Err(MapFileError::Cancelled { .. })),
                    "{format:?} {limit}"
                );
                assert!(heard.is_sorted(), "{heard:?}");
                assert_eq!(
                    std::fs::read_dir(folder.path()).unwrap().count(),
                    0,
                    "{format:?} {limit}"
                );
            }
        }
    }

    #[test]
    fn an_export_that_fails_leaves_no_file() {
        let (document, mut scene) = sample();
        std::sync::Arc::make_mut(&mut scene).size = Size::new(1e9, 1e9);
        let folder = tempfile::tempdir().unwrap();
        let tiled = Options {
            paper: journey_pdf::Paper::A4,
            tile: true,
            ..Options::default()
        };
        for (format, options) in [(Format::Png, Options::default()), (Format::Pdf, tiled)] {
            let path = folder.path().join("map").with_extension(format.extension());
            let outcome = export(&document, &scene, format, &options, &path, &mut |_| {
                ControlFlow::Continue(())
            });
            assert!(matches!(outcome, Err(MapFileError::Paint { .. })), "{outcome:?}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn pages_are_told_as_the_painters_make_them() {
        let (document, scene) = sample();
        let mut file = Vec::new();
        let double = Options {
            scale: 2.0,
            ..Options::default()
        };
        let path = Path::new("map.png");
        paint(&document, &scene, Format::Png, &double, path, &mut file, &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
        let header = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let told = pages(&document, &scene, Format::Png, &double).unwrap();
        assert_eq!(
            told,
            [Size::new(header.info().width.into(), header.info().height.into())]
        );
        let tiled = Options {
            paper: journey_pdf::Paper::A4,
            tile: true,
            ..Options::default()
        };
        let sheets = pages(&document, &scene, Format::Pdf, &tiled).unwrap();
        let sizes: BTreeSet<String> = sheets
            .iter()
            .map(|s| format!("{:.0}x{:.0}", s.width, s.height))
            .collect();
        assert!(sheets.len() > 1 && sizes.len() == 1, "{sheets:?}");
        assert_eq!(
            pages(&document, &scene, Format::Svg, &Options::default()).unwrap(),
            [scene.size]
        );
        assert_eq!(pages(&document, &scene, Format::Json, &Options::default()).unwrap(), []);
    }

    #[test]
    fn the_ending_names_the_format() {
        assert_eq!(Format::of(Path::new("a/b.PDF")), Some(Format::Pdf));
        assert_eq!(Format::of(Path::new("b.waymark.json")), Some(Format::Json));
        assert_eq!(Format::of(Path::new("pdf")), None);
        assert_eq!(with_extension("x/map".into(), Format::Png), Path::new("x/map.png"));
        assert_eq!(
            with_extension("x/map.v2".into(), Format::Png),
            Path::new("x/map.v2.png")
        );
        assert_eq!(with_extension("x/map.png".into(), Format::Png), Path::new("x/map.png"));
    }

    #[test]
    fn stems_are_file_names_everywhere() {
        assert_eq!(file_stem("A/B: c?"), "A B c");
        assert_eq!(file_stem(" .. "), "Untitled map");
        assert_eq!(file_stem("旅程"), "旅程");
    }
}
