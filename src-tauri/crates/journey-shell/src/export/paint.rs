//! From sheets to a file.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use journey_exchange::Level;
use journey_exchange::write::{self, Written};
use journey_layout::{Engine, FontBook, Subject, Theme};
use journey_model::{Date, Document, file};
use journey_scene::{Scene, Size};
use serde::Serialize;

use super::compose::Sheet;
use super::lists::lists;
use super::request::{Archive, Orientation, PictureSize, PosterSize, SvgText};
use super::slides;
use super::{ExportRequest, Format, file_stem};
use crate::map_file::{MapFileError, writing};

/// Something to be known about a written file: a standard that it meets, what the format could not hold,
/// what on the map prevents a standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ExportNote {
    pub level: Level,
    pub text: String,
    /// The node on the map that it is about.
    pub node: Option<String>,
}

/// What is painted, and how far it is: `watch` hears of 0 to 1 and may break off.
pub type Watch<'a> = dyn FnMut(f64) -> ControlFlow<()> + 'a;

/// Paints the file into `out`; `path` is what errors name.
///
/// # Errors
/// [`MapFileError`]; what `out` has got by then is of no use.
pub fn paint(
    document: &Document,
    sheets: &[Sheet],
    fonts: &FontBook,
    request: &ExportRequest,
    path: &Path,
    out: &mut dyn Write,
    watch: &mut Watch<'_>,
) -> Result<Vec<ExportNote>, MapFileError> {
    let cancelled = || MapFileError::Cancelled { path: path.into() };
    // Also painters that are too quick to ask can be broken off before the file takes its name.
    if watch(0.0).is_break() {
        return Err(cancelled());
    }
    let painter = Painter {
        document,
        sheets,
        fonts,
        request,
        path,
    };
    let notes = match request.format {
        Format::Pdf => painter.pdf(out, watch),
        Format::Png | Format::Jpeg | Format::Webp => painter.picture(out, watch),
        Format::Svg => painter.put(painter.svg(true)?.as_bytes(), out).map(|()| Vec::new()),
        Format::Pptx => painter.pptx(out, watch),
        Format::Xlsx => {
            let written = write::xlsx(document).map_err(|problem| painter.failed(&problem))?;
            painter.written(&written, out)
        }
        Format::Csv => painter.written(&write::csv(document, &request.table.options()), out),
        Format::Html => {
            let svg = painter.svg(false)?;
            painter.written(&write::html(document, &svg), out)
        }
        Format::Markdown => painter.written(&write::markdown(document), out),
        Format::Mermaid => painter.written(&write::mermaid(document), out),
        Format::JsonCanvas => painter.written(&write::json_canvas(document), out),
        Format::DrawIo => painter.written(&write::draw_io(document), out),
        Format::Json => painter.put(file::write(document).as_bytes(), out).map(|()| Vec::new()),
    }?;
    match watch(1.0) {
        ControlFlow::Continue(()) => Ok(notes),
        ControlFlow::Break(()) => Err(cancelled()),
    }
}

/// Sizes of the pages that the file will have: points in a PDF, pixels in pictures, px of the sheet in an
/// SVG, a web page and slides; none in formats without pages.
///
/// # Errors
/// The message of the painter where the map does not fit the request.
pub fn pages(document: &Document, sheets: &[Sheet], request: &ExportRequest) -> Result<Vec<Size>, String> {
    let first = sheets.first().map(|sheet| &sheet.scene);
    match request.format {
        Format::Pdf => {
            let options = pdf_options(document, request);
            journey_pdf::pages(&parts(sheets), &options).map_err(|problem| problem.to_string())
        }
        Format::Png | Format::Jpeg | Format::Webp => {
            let Some(scene) = first else { return Ok(Vec::new()) };
            let size = journey_raster::picture_size(scene, &picture_options(document, request));
            let (width, height) = size.map_err(|problem| problem.to_string())?;
            Ok(vec![Size::new(width.into(), height.into())])
        }
        Format::Svg | Format::Html => Ok(first.map(|scene| scene.size).into_iter().collect()),
        Format::Pptx => {
            let planned = slides::planned(document, sheets, &lists(document));
            Ok(planned.iter().map(|slide| slide.size).collect())
        }
        _ => Ok(Vec::new()),
    }
}

struct Painter<'a> {
    document: &'a Document,
    sheets: &'a [Sheet],
    fonts: &'a FontBook,
    request: &'a ExportRequest,
    path: &'a Path,
}

impl Painter<'_> {
    fn failed(&self, problem: &dyn std::fmt::Display) -> MapFileError {
        MapFileError::Paint {
            path: self.path.into(),
            problem: problem.to_string(),
        }
    }

    fn cancelled(&self) -> MapFileError {
        MapFileError::Cancelled { path: self.path.into() }
    }

    fn put(&self, bytes: &[u8], out: &mut dyn Write) -> Result<(), MapFileError> {
        out.write_all(bytes).map_err(writing(self.path))
    }

    /// The sheet of formats that have one.
    fn scene(&self) -> Result<&Scene, MapFileError> {
        let first = self.sheets.first().map(|sheet| &*sheet.scene);
        first.ok_or_else(|| self.failed(&"there is no sheet to export"))
    }

    fn written(&self, written: &Written, out: &mut dyn Write) -> Result<Vec<ExportNote>, MapFileError> {
        self.put(&written.bytes, out)?;
        let items = written.report.items.iter();
        Ok(items
            .map(|remark| ExportNote {
                level: remark.level,
                text: remark.what.clone(),
                node: None,
            })
            .collect())
    }

    fn pdf(&self, out: &mut dyn Write, watch: &mut Watch<'_>) -> Result<Vec<ExportNote>, MapFileError> {
        let options = pdf_options(self.document, self.request);
        let mut watch =
            |progress: journey_pdf::Progress| watch(f64::from(progress.done) / f64::from(progress.total.max(1)));
        let theme = Theme::named_or_default(&self.document.map.theme);
        let engine = std::cell::RefCell::new(Engine::new(self.fonts.clone()));
        let labels = |label: &journey_pdf::Label| Some(engine.borrow_mut().label(&label.english(), theme, 1.0));
        let painted = journey_pdf::paint_parts(&parts(self.sheets), &options, Some(&labels), &mut watch);
        let painted = painted.map_err(|problem| match problem {
            journey_pdf::PdfError::Cancelled => self.cancelled(),
            other => self.failed(&other),
        })?;
        self.put(&painted.bytes, out)?;
        Ok(conformance(&painted.conformance))
    }

    fn picture(&self, out: &mut dyn Write, watch: &mut Watch<'_>) -> Result<Vec<ExportNote>, MapFileError> {
        let options = picture_options(self.document, self.request);
        let mut watch =
            |progress: journey_raster::Progress| watch(f64::from(progress.done) / f64::from(progress.total.max(1)));
        journey_raster::paint(self.scene()?, &options, out, &mut watch).map_err(|problem| match problem {
            journey_raster::RasterError::Cancelled => self.cancelled(),
            journey_raster::RasterError::Write(problem) => writing(self.path)(problem),
            other => self.failed(&other),
        })?;
        Ok(Vec::new())
    }

    /// The sheet as SVG; `whole` with what the request asks for, else as a web page carries it.
    fn svg(&self, whole: bool) -> Result<String, MapFileError> {
        let options = journey_svg::Options {
            fonts: match self.request.svg_text {
                _ if !whole => journey_svg::Fonts::Embedded,
                SvgText::Embedded => journey_svg::Fonts::Embedded,
                SvgText::Referenced => journey_svg::Fonts::Referenced,
                SvgText::Outlines => journey_svg::Fonts::Outlines,
            },
            background: if self.request.transparent && whole {
                journey_svg::Background::Transparent
            } else {
                journey_svg::Background::Paper
            },
            attachment: (whole && self.request.carries()).then(|| file::write(self.document)),
            ..journey_svg::Options::default()
        };
        journey_svg::paint(self.scene()?, &options).map_err(|problem| self.failed(&problem))
    }

    fn pptx(&self, out: &mut dyn Write, watch: &mut Watch<'_>) -> Result<Vec<ExportNote>, MapFileError> {
        let lists = lists(self.document);
        let slides = slides::slides(self.sheets, &lists);
        let options = slides::options(self.document);
        let mut watch =
            |progress: journey_pptx::Progress| watch(f64::from(progress.done) / f64::from(progress.total.max(1)));
        let bytes = journey_pptx::paint(&slides, &options, &mut watch).map_err(|problem| match problem {
            journey_pptx::PptxError::Cancelled => self.cancelled(),
            other => self.failed(&other),
        })?;
        self.put(&bytes, out)?;
        Ok(Vec::new())
    }
}

fn parts(sheets: &[Sheet]) -> Vec<journey_pdf::Part<'_>> {
    let part = |sheet| {
        let Sheet {
            title, scene, subject, ..
        }: &Sheet = sheet;
        let about = match subject {
            Subject::Stage(stage) => Some(stage.as_str()),
            Subject::Cover | Subject::Map => None,
        };
        journey_pdf::Part {
            about,
            placement: (*subject != Subject::Map).then_some(journey_pdf::Placement::Fit),
            ..journey_pdf::Part::new(scene, title)
        }
    };
    sheets.iter().map(part).collect()
}

/// What is to be known of a PDF: standards that it meets, and what on the map is in the way of others.
fn conformance(found: &journey_pdf::Conformance) -> Vec<ExportNote> {
    let claimed = found.claimed.iter().map(|standard| ExportNote {
        level: Level::Understood,
        text: format!("meets {standard}"),
        node: None,
    });
    let problems = found.problems.iter().map(|problem| {
        let standards: Vec<String> = problem.prevents.iter().map(ToString::to_string).collect();
        let of = match &problem.label[..] {
            "" => String::new(),
            label => format!("“{label}”: "),
        };
        let prevents = match standards.is_empty() {
            true => String::new(),
            false => format!(" (prevents {})", standards.join(", ")),
        };
        ExportNote {
            level: if standards.is_empty() {
                Level::Guessed
            } else {
                Level::LeftOut
            },
            text: format!("{of}{}{prevents}; {}", problem.fault, problem.fault.remedy()),
            node: problem.node.as_ref().map(|node| node.as_str().to_owned()),
        }
    });
    claimed.chain(problems).collect()
}

pub(super) fn orientation(orientation: Orientation) -> journey_pdf::Orientation {
    match orientation {
        Orientation::Auto => journey_pdf::Orientation::Auto,
        Orientation::Portrait => journey_pdf::Orientation::Portrait,
        Orientation::Landscape => journey_pdf::Orientation::Landscape,
    }
}

/// Dates inside files are the map's own, so that the same map gives the same bytes whenever it is exported.
pub(super) fn dated(document: &Document) -> Option<String> {
    let map = &document.map;
    let reviewed = map.review.as_ref().and_then(|review| review.last.clone());
    reviewed.or_else(|| map.created_on.clone()).map(|Date(date)| date)
}

pub(super) fn description(document: &Document) -> Option<String> {
    Some(document.map.subtitle.clone()).filter(|subtitle| !subtitle.is_empty())
}

fn pdf_options(document: &Document, request: &ExportRequest) -> journey_pdf::Options {
    let paper = &request.paper;
    let poster = paper.poster.as_ref();
    journey_pdf::Options {
        // Names are checked when sheets are composed.
        paper: paper.size.parse().unwrap_or_default(),
        orientation: orientation(paper.orientation),
        margins: paper.margin.map(journey_pdf::Margins::all),
        placement: match poster {
            Some(_) => journey_pdf::Placement::Tile,
            None => journey_pdf::Placement::Fit,
        },
        poster: poster.map(poster_options).unwrap_or_default(),
        background: if request.transparent {
            journey_pdf::Background::Transparent
        } else {
            journey_pdf::Background::Paper
        },
        date: dated(document),
        description: description(document),
        attachment: request.carries().then(|| journey_pdf::Attachment {
            // From the map, not from the export's path, which must not change the bytes.
            name: format!("{}.json", file_stem(&document.map.title)),
            json: file::write(document),
        }),
        archive: match paper.archive {
            Archive::None => journey_pdf::Archive::None,
            Archive::A2b => journey_pdf::Archive::A2b,
            Archive::A3a => journey_pdf::Archive::A3a,
        },
        ..journey_pdf::Options::default()
    }
}

fn poster_options(poster: &super::request::PosterChoice) -> journey_pdf::Poster {
    let sheets = |columns, rows| journey_pdf::Scale::Sheets { columns, rows };
    journey_pdf::Poster {
        scale: match poster.size {
            PosterSize::Scale(factor) => journey_pdf::Scale::Factor(factor),
            PosterSize::Columns(columns) => sheets(Some(columns), None),
            PosterSize::Rows(rows) => sheets(None, Some(rows)),
        },
        overlap: poster.overlap,
        crop_marks: poster.crop_marks,
        labels: poster.labels,
        assembly: poster.assembly,
    }
}

fn picture_options(document: &Document, request: &ExportRequest) -> journey_raster::Options {
    let picture = &request.picture;
    journey_raster::Options {
        format: match request.format {
            Format::Jpeg => journey_raster::Format::Jpeg {
                quality: picture.quality,
            },
            Format::Webp => journey_raster::Format::WebP,
            _ => journey_raster::Format::Png,
        },
        size: match picture.size {
            PictureSize::Scale(scale) => journey_raster::Extent::Scale(scale),
            PictureSize::Dpi(dpi) => journey_raster::Extent::Dpi(dpi),
            PictureSize::Width(width) => journey_raster::Extent::Width(width),
            PictureSize::Height(height) => journey_raster::Extent::Height(height),
        },
        dpi: picture.dpi,
        background: if request.transparent {
            journey_raster::Background::Transparent
        } else {
            journey_raster::Background::Paper
        },
        attachment: request.carries().then(|| file::write(document)),
        ..journey_raster::Options::default()
    }
}
