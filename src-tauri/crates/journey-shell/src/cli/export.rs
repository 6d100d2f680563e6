//! `waymark export FILE.json|MAP-ID|TEMPLATE -o FILE …`, and `waymark export-all` for many maps.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use journey_exchange::Level;
use journey_layout::{Colours, FontBook, Footer, Legend, Pages, Part, SheetOptions};
use journey_model::{CountingIds, Document, MapId, template};
use journey_store::Listing;

use super::{CliError, complain, open_library, print};
use crate::export::{
    self, Archive, CellDelimiter, ExportNote, ExportRequest, Format, Orientation, PaperChoice, PictureChoice,
    PictureSize, PosterChoice, PosterSize, RequestError, SvgText, TableChoice, TableShape,
};
use crate::map_file;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A map file, the id of a map in the library (see `waymark list`), or of a template
    #[arg(value_name = "FILE.json|MAP-ID|TEMPLATE")]
    map: String,

    /// The file to write; its ending names the format: pdf, png, jpg, webp, svg, pptx, xlsx, csv, html, md,
    /// mmd, canvas, drawio, json
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The format, where the ending does not say it
    #[arg(long, value_name = "ENDING", value_parser = format)]
    format: Option<Format>,

    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
pub struct AllArguments {
    /// Ids of maps in the library; all of them by default
    #[arg(value_name = "MAP-ID")]
    maps: Vec<String>,

    /// The folder to write into; a file that is there is not replaced
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,

    /// pdf, png, jpg, webp, svg, pptx, xlsx, csv, html, md, mmd, canvas, drawio or json
    #[arg(long, value_name = "ENDING", default_value = "pdf", value_parser = format)]
    format: Format,

    #[command(flatten)]
    choices: Choices,
}

/// How to export; see [`ExportRequest`].
#[derive(Debug, clap::Args)]
struct Choices {
    /// The theme to draw with instead of the map's own
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,

    /// Only these stages, by id
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with_all = ["lanes", "records"])]
    stages: Vec<String>,

    /// Only these lanes, by id
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with = "records")]
    lanes: Vec<String>,

    /// Only these records (cards, stages, lanes …), cut out of the sheet
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    records: Vec<String>,

    /// Leave out title, personas and objective
    #[arg(long)]
    no_title: bool,

    /// none, marks or full
    #[arg(long, value_name = "LEGEND", default_value = "marks", value_parser = legend)]
    legend: Legend,

    /// Leave out the map's logo
    #[arg(long)]
    no_logo: bool,

    /// Leave out sticky notes
    #[arg(long)]
    no_notes: bool,

    /// full, bw (black and white) or safe (told apart by people with any colour blindness)
    #[arg(long, value_name = "COLOURS", default_value = "full", value_parser = colours)]
    colours: Colours,

    /// An empty poster to be filled in by hand
    #[arg(long)]
    blank: bool,

    /// Put today's date into the footer
    #[arg(long)]
    footer_date: bool,

    /// What this version is called in the footer
    #[arg(long, value_name = "TEXT", default_value = "")]
    footer_version: String,

    /// More words for the footer
    #[arg(long, value_name = "TEXT", default_value = "")]
    footer_text: String,

    /// No “2 of 8” in the footer
    #[arg(long)]
    no_page_numbers: bool,

    /// PDF, PowerPoint: begin with a cover
    #[arg(long)]
    cover: bool,

    /// PDF, PowerPoint: a page for each stage
    #[arg(long)]
    stage_pages: bool,

    /// PDF, PowerPoint: without the map as a whole
    #[arg(long)]
    no_map: bool,

    /// PDF: fit, a5 to a0, letter, legal, tabloid, 16:9, or a size such as 300x200mm
    #[arg(long, value_name = "PAPER", default_value = "fit")]
    page: String,

    /// PDF: auto, portrait or landscape
    #[arg(long, value_name = "WAY", default_value = "auto")]
    orientation: Orientation,

    /// PDF: margin in millimetres
    #[arg(long, value_name = "MM")]
    margin: Option<f64>,

    /// PDF: over several sheets, at real size unless another size is asked for
    #[arg(long)]
    tile: bool,

    /// PDF, tiled: times the real size
    #[arg(long, value_name = "N", requires = "tile", conflicts_with_all = ["tile_columns", "tile_rows"])]
    tile_scale: Option<f64>,

    /// PDF, tiled: so many sheets wide
    #[arg(long, value_name = "N", requires = "tile", conflicts_with = "tile_rows")]
    tile_columns: Option<u32>,

    /// PDF, tiled: so many sheets high
    #[arg(long, value_name = "N", requires = "tile")]
    tile_rows: Option<u32>,

    /// PDF, tiled: what neighbours share, in millimetres
    #[arg(long, value_name = "MM", default_value_t = 10.0)]
    overlap: f64,

    /// PDF, tiled: without crop marks, sheet labels and the page that shows how the sheets lie
    #[arg(long)]
    plain_tiles: bool,

    /// PDF: none, a2b or a3a
    #[arg(long, value_name = "STANDARD", default_value = "none")]
    archive: Archive,

    /// Pictures: pixels per px of the sheet, 0.01 to 32 [default: 1]
    #[arg(long, value_name = "N", value_parser = scale, conflicts_with_all = ["width", "height", "resolution"])]
    scale: Option<f32>,

    /// Pictures: pixels across
    #[arg(long, value_name = "PX", conflicts_with_all = ["height", "resolution"])]
    width: Option<u32>,

    /// Pictures: pixels from top to bottom
    #[arg(long, value_name = "PX", conflicts_with = "resolution")]
    height: Option<u32>,

    /// Pictures: pixels an inch of the sheet, which has 96 px an inch
    #[arg(long, value_name = "N")]
    resolution: Option<f32>,

    /// Pictures: resolution to note in the file, in dots per inch [default: 96 times the scale]
    #[arg(long, value_name = "N", value_parser = dpi)]
    dpi: Option<f32>,

    /// JPEG: 1 to 100
    #[arg(long, value_name = "N", default_value_t = 90)]
    quality: u8,

    /// paper or transparent
    #[arg(long, value_name = "GROUND", default_value = "paper", value_parser = transparent)]
    background: Background,

    /// SVG: subsets of the fonts inside, only named, or letters as outlines: embed, reference or outlines
    #[arg(long, value_name = "HOW", default_value = "embed")]
    fonts: SvgText,

    /// CSV: matrix (lanes by steps) or long (a card a row)
    #[arg(long, value_name = "SHAPE", default_value = "matrix")]
    table: TableShape,

    /// CSV: comma, semicolon or tab
    #[arg(long, value_name = "NAME", default_value = "comma")]
    delimiter: CellDelimiter,

    /// CSV: without the byte order mark that Excel needs
    #[arg(long)]
    no_bom: bool,

    /// CSV: leave cells that a spreadsheet would take for formulas as they are
    #[arg(long)]
    no_formula_guard: bool,

    /// Keep the whole map inside PDF, PNG, JPEG, WebP or SVG: yes or no [default: yes, unless a part, a
    /// blank poster or a sheet without notes is exported]
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    map_inside: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Background {
    Paper,
    Transparent,
}

fn format(ending: &str) -> Result<Format, String> {
    Format::of_extension(ending.trim_start_matches('.')).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.extension()).collect();
        format!("there is no format “{ending}”; use {}", known.join(", "))
    })
}

fn legend(text: &str) -> Result<Legend, String> {
    match text {
        "none" => Ok(Legend::None),
        "marks" => Ok(Legend::Marks),
        "full" => Ok(Legend::Full),
        _ => Err(format!("there is no legend “{text}”; use none, marks or full")),
    }
}

fn colours(text: &str) -> Result<Colours, String> {
    match text {
        "full" => Ok(Colours::Full),
        "bw" => Ok(Colours::BlackAndWhite),
        "safe" => Ok(Colours::ColourBlindSafe),
        _ => Err(format!("there are no colours “{text}”; use full, bw or safe")),
    }
}

fn transparent(text: &str) -> Result<Background, String> {
    match text {
        "paper" => Ok(Background::Paper),
        "transparent" => Ok(Background::Transparent),
        _ => Err(format!("there is no background “{text}”; use paper or transparent")),
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("“{text}” is neither yes nor no")),
    }
}

fn scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.01..=32.0).contains(&scale) => Ok(scale),
        _ => Err(format!("“{text}” is no scale; use a number from 0.01 to 32")),
    }
}

fn dpi(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(dpi) if (1.0..=10_000.0).contains(&dpi) => Ok(dpi),
        _ => Err(format!("“{text}” is no resolution; use a number from 1 to 10000")),
    }
}

impl Choices {
    fn request(&self, format: Format) -> ExportRequest {
        let ids = |ids: &[String]| ids.to_vec();
        let part = if !self.stages.is_empty() {
            Part::Stages(ids(&self.stages).into_iter().map(Into::into).collect())
        } else if !self.lanes.is_empty() {
            Part::Lanes(ids(&self.lanes).into_iter().map(Into::into).collect())
        } else if !self.records.is_empty() {
            Part::Records(ids(&self.records))
        } else {
            Part::Whole
        };
        let poster = PosterChoice {
            size: match (self.tile_columns, self.tile_rows) {
                (Some(columns), _) => PosterSize::Columns(columns),
                (None, Some(rows)) => PosterSize::Rows(rows),
                (None, None) => PosterSize::Scale(self.tile_scale.unwrap_or(1.0)),
            },
            overlap: self.overlap,
            crop_marks: !self.plain_tiles,
            labels: !self.plain_tiles,
            assembly: !self.plain_tiles,
        };
        ExportRequest {
            format,
            theme: self.theme.clone(),
            part,
            sheet: SheetOptions {
                title_block: !self.no_title,
                legend: self.legend,
                logo: !self.no_logo,
                footer: Footer {
                    version: Some(self.footer_version.clone()),
                    text: self.footer_text.clone(),
                    page: !self.no_page_numbers,
                    ..Footer::default()
                },
                notes: !self.no_notes,
                colours: self.colours,
            },
            dated: self.footer_date,
            blank: self.blank,
            transparent: self.background == Background::Transparent,
            pages: Pages {
                cover: self.cover,
                map: !self.no_map,
                stages: self.stage_pages,
            },
            paper: PaperChoice {
                size: self.page.clone(),
                orientation: self.orientation,
                margin: self.margin,
                poster: self.tile.then_some(poster),
                archive: self.archive,
            },
            picture: PictureChoice {
                size: match (self.width, self.height, self.resolution) {
                    (Some(width), _, _) => PictureSize::Width(width),
                    (_, Some(height), _) => PictureSize::Height(height),
                    (_, _, Some(dpi)) => PictureSize::Dpi(dpi),
                    _ => PictureSize::Scale(self.scale.unwrap_or(1.0)),
                },
                dpi: self.dpi,
                quality: self.quality,
            },
            svg_text: self.fonts,
            table: TableChoice {
                shape: self.table,
                delimiter: self.delimiter,
                byte_order_mark: !self.no_bom,
                guard_formulas: !self.no_formula_guard,
            },
            carries_map: self.map_inside,
        }
    }
}

impl From<RequestError> for CliError {
    fn from(problem: RequestError) -> Self {
        Self::Usage(problem.to_string())
    }
}

/// What was left out or guessed goes to standard error: the file is good all the same.
fn tell(path: &Path, notes: &[ExportNote]) {
    for note in notes.iter().filter(|note| note.level != Level::Understood) {
        let word = match note.level {
            Level::LeftOut => "left out",
            _ => "note",
        };
        complain(&format!("{}: {word}: {}", path.display(), note.text));
    }
}

fn write(document: Document, request: &ExportRequest, fonts: &FontBook, path: &Path) -> Result<(), CliError> {
    let sheets = export::compose(&document, None, fonts, request, &export::today())?;
    let go_on = &mut |_| ControlFlow::Continue(());
    let notes = export::export(&document, &sheets, fonts, request, path, go_on)?;
    tell(path, &notes);
    print(&path.display().to_string())?;
    // The process ends next, or goes on to another map: giving a large one back piece by piece only
    // takes time where nothing follows.
    std::mem::forget((document, sheets));
    Ok(())
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    let output = &arguments.output;
    let format = arguments.format.or_else(|| Format::of(output)).ok_or_else(|| {
        let known: Vec<String> = Format::ALL
            .iter()
            .map(|format| format!(".{}", format.extension()))
            .collect();
        CliError::Usage(format!(
            "{}: the ending names no format; use {}, or --format",
            output.display(),
            known.join(", ")
        ))
    })?;
    let document = read(&arguments.map, library)?;
    write(
        document,
        &arguments.choices.request(format),
        &FontBook::shipped(),
        output,
    )
}

/// Exports many maps. All are read before the first file is written.
pub fn run_all(arguments: &AllArguments, library: Option<&Path>) -> Result<(), CliError> {
    let folder = &arguments.output;
    if !folder.is_dir() {
        return Err(CliError::Failed(format!(
            "{}: there is no such folder; make it first",
            folder.display()
        )));
    }
    let library = open_library(library)?;
    let ids: Vec<MapId> = match &arguments.maps[..] {
        [] => library
            .list(Listing::default())?
            .into_iter()
            .map(|entry| entry.id)
            .collect(),
        ids => ids.iter().map(|id| MapId::from(id.as_str())).collect(),
    };
    let documents = ids
        .iter()
        .map(|id| library.document(id))
        .collect::<Result<Vec<_>, _>>()?;
    let titles = documents.iter().map(|document| document.map.title.as_str());
    let names = export::file_names(titles, arguments.format);
    if let Some(taken) = names.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        return Err(CliError::Failed(format!(
            "{}: there is such a file already; move it away or choose an empty folder",
            taken.display()
        )));
    }
    let request = arguments.choices.request(arguments.format);
    let fonts = FontBook::shipped();
    for (document, name) in documents.into_iter().zip(&names) {
        write(document, &request, &fonts, &folder.join(name))?;
    }
    Ok(())
}

/// A file where the name is one (or looks like one), a template of that id, else a map of the library.
fn read(map: &str, library: Option<&Path>) -> Result<Document, CliError> {
    let path = Path::new(map);
    if path.exists() || path.extension().is_some() || map.contains(std::path::is_separator) {
        return Ok(map_file::read(path)?);
    }
    if let Some(template) = template::templates().iter().find(|template| template.id == map) {
        return Ok(template.document(&mut CountingIds::default()));
    }
    Ok(open_library(library)?.open_map(&MapId::from(map))?.document)
}
