//! From a request to the sheets that a file shows.

use std::sync::Arc;

use journey_layout::{Engine, FontBook, Page, Part, PartError, SheetOptions, Subject, Theme};
use journey_model::text::RichText;
use journey_model::{Date, Document};
use journey_pdf::{Paper, ParsePaperError};
use journey_scene::{Role, Scene, Size};

use super::ExportRequest;
use super::Format;
use super::lists::lists;
use super::slides::planned;

/// One sheet of an export.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What a bookmark or a slide calls it.
    pub title: String,
    pub scene: Arc<Scene>,
    pub subject: Subject,
    /// What is said beside it: texts of notes that lie there, a line each.
    pub notes: String,
}

/// Why a request cannot be met.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    #[error("there is no theme “{name}”; use {known}")]
    Theme { name: String, known: String },
    #[error(transparent)]
    Part(#[from] PartError),
    #[error(transparent)]
    Paper(#[from] ParsePaperError),
    #[error("there is no sheet to export; choose the map, the cover or the stages")]
    NoSheets,
}

/// Of a cover or a blank poster where no paper is named: a slide's proportions, and those of A papers.
const SLIDE: Size = Size::new(1280.0, 720.0);
const A_PAPER: Size = Size::new(1414.0, 1000.0);

/// A theme by its name.
pub fn theme(name: &str) -> Result<&'static Theme, RequestError> {
    Theme::by_name(name).ok_or_else(|| {
        let known: Vec<&str> = Theme::all().iter().map(|theme| theme.name).collect();
        RequestError::Theme {
            name: name.into(),
            known: known.join(", "),
        }
    })
}

/// Lays out what the request asks for. `shown` is the map as it is on screen, if it is: taken as it is
/// where the request wants nothing else. At least one sheet of a format that is [drawn](Format::is_drawn).
///
/// # Errors
/// [`RequestError`], before anything is painted.
pub fn compose(
    document: &Document,
    shown: Option<&Arc<Scene>>,
    fonts: &FontBook,
    request: &ExportRequest,
    today: &Date,
) -> Result<Vec<Sheet>, RequestError> {
    let theme = match request.theme.as_deref() {
        Some(name) => self::theme(name)?,
        None => Theme::named_or_default(&document.map.theme),
    };
    let mut options = request.sheet_options(today);
    let paper: Paper = request.paper.size.parse()?;
    if let Some(scene) = shown.filter(|scene| scene.theme == theme.name)
        && is_as_shown(request, &options)
    {
        return Ok(vec![Sheet::map(Arc::clone(scene))]);
    }
    if !request.format.is_drawn() && request.part == Part::Whole {
        return Ok(Vec::new());
    }
    let mut engine = Engine::new(fonts.clone());
    if request.blank {
        let size = proportions(paper, request, A_PAPER);
        return Ok(vec![Sheet::map(engine.blank(document, theme, &options, size))]);
    }
    if !request.format.has_pages() {
        let scene = engine.sheet(document, theme, &options, &request.part)?;
        return Ok(vec![Sheet::map(scene)]);
    }

    let cover = proportions(paper, request, SLIDE);
    let mut laid_out = |options: &SheetOptions| -> Result<Vec<Sheet>, RequestError> {
        let made = engine.pages(document, theme, options, &request.part, &request.pages, cover)?;
        Ok(made.into_iter().map(Sheet::page).collect())
    };
    let mut sheets = laid_out(&options)?;
    if request.format == Format::Pptx && options.footer.page && sheets.len() > 1 {
        // How many slides the lists take is only known beside the sheets.
        let slides = planned(document, &sheets, &lists(document)).len();
        options.footer.further = slides.saturating_sub(sheets.len());
        if options.footer.further > 0 {
            sheets = laid_out(&options)?;
        }
    }
    if request.format == Format::Pptx {
        let whole = shown.cloned().unwrap_or_else(|| engine.scene(document, theme));
        say_notes(document, &whole, &mut sheets);
    }
    if sheets.is_empty() {
        return Err(RequestError::NoSheets);
    }
    Ok(sheets)
}

impl Sheet {
    fn page(page: Page) -> Self {
        Self {
            title: page.title,
            scene: page.scene,
            subject: page.subject,
            notes: String::new(),
        }
    }

    fn map(scene: Arc<Scene>) -> Self {
        Self {
            title: scene.title.clone(),
            scene,
            subject: Subject::Map,
            notes: String::new(),
        }
    }
}

/// Whether the request asks for the sheet that is on screen, and for nothing besides.
fn is_as_shown(request: &ExportRequest, options: &SheetOptions) -> bool {
    let alone = !request.format.has_pages() || (request.pages.map && !request.pages.cover && !request.pages.stages);
    // A page's number is said only where there are several.
    let mut plain = options.clone();
    plain.footer.page = SheetOptions::default().footer.page;
    alone
        && !request.blank
        && request.part == Part::Whole
        && plain == SheetOptions::default()
        && request.format != Format::Pptx
}

/// Gives each sheet the texts of the sticky notes that lie over its columns; the map's own sheet has all.
fn say_notes(document: &Document, whole: &Scene, sheets: &mut [Sheet]) {
    let notes: Vec<(f64, String)> = (whole.nodes.iter())
        .filter(|node| node.role == Role::Note)
        .filter_map(|node| {
            let note = document.notes.get(node.id.as_str())?;
            Some((node.bounds().center().x, RichText::parse(&note.text).plain()))
        })
        .filter(|(_, text)| !text.is_empty())
        .collect();
    for sheet in sheets {
        let mut said: Vec<&str> = Vec::new();
        match &sheet.subject {
            Subject::Stage(stage) => {
                let goal = document.stages.get(stage).map(|stage| stage.goal.as_str());
                said.extend(goal.filter(|goal| !goal.is_empty()));
                let place = whole.nodes.iter().find(|node| node.id.as_str() == stage.as_str());
                let columns = place.map_or(0.0..0.0, |node| node.bounds().x0..node.bounds().x1);
                said.extend(
                    notes
                        .iter()
                        .filter(|(x, _)| columns.contains(x))
                        .map(|(_, text)| &**text),
                );
            }
            Subject::Map => said.extend(notes.iter().map(|(_, text)| &**text)),
            Subject::Cover => {}
        }
        sheet.notes = said.join("\n");
    }
}

/// The proportions of the paper (any unit), or `otherwise` where none is named.
fn proportions(paper: Paper, request: &ExportRequest, otherwise: Size) -> Size {
    if request.format != Format::Pdf || paper == Paper::Fit {
        return otherwise;
    }
    let options = journey_pdf::Options {
        paper,
        orientation: super::paint::orientation(request.paper.orientation),
        ..journey_pdf::Options::default()
    };
    let sheets = journey_pdf::sheets(otherwise, &options).unwrap_or_default();
    sheets.first().map_or(otherwise, |sheet| sheet.size)
}
