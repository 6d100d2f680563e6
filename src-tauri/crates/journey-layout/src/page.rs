//! Several sheets of one map: a cover, the map, and each stage on a sheet of its own.

use std::sync::Arc;

use journey_model::{Document, StageId};
use journey_scene::{Scene, Size};
use serde::{Deserialize, Serialize};

use crate::engine::Engine;
use crate::options::{Part, PartError, SheetOptions};
use crate::sheet::{Brief, Heading};
use crate::theme::Theme;

/// One sheet of several, ready to be painted.
#[derive(Clone, Debug)]
pub struct Page {
    /// What an outline or a slide calls it.
    pub title: String,
    pub subject: Subject,
    pub scene: Arc<Scene>,
}

/// What a sheet of several is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Cover,
    /// The map, or the part of it that was chosen.
    Map,
    Stage(StageId),
}

/// Which sheets are wanted, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct Pages {
    /// What the map is about: objective, personas, key figures.
    pub cover: bool,
    /// The map, or the part of it that was chosen.
    pub map: bool,
    /// Each stage (of that part) on its own.
    pub stages: bool,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            cover: false,
            map: true,
            stages: false,
        }
    }
}

/// The sheet of a stage is at least about this wide (px), as far as its columns can be widened.
const STAGE_WIDTH: f64 = 1040.0;
/// How many times wider than usual the columns of a lone stage may become.
const MOST_STRETCH: f64 = 1.9;
/// How many times wider still, to take the shape of the page.
const MOST_FILL: f64 = 1.5;

impl Engine {
    /// Each stage on a sheet of its own, with the lanes' headings, named and placed on the way (“3 of 7”).
    pub fn stage_sheets(&mut self, document: &Document, theme: &'static Theme, options: &SheetOptions) -> Vec<Page> {
        let pages = Pages {
            map: false,
            stages: true,
            ..Pages::default()
        };
        // The whole map always has something to show.
        self.pages(document, theme, options, &Part::Whole, &pages, Size::ZERO)
            .unwrap_or_default()
    }

    /// The sheets of a hand-out, numbered where the footer asks for it. `page` gives the proportions of the
    /// pages, in any unit: the cover has them (see [`Engine::cover`]), and stages are widened towards them.
    ///
    /// # Errors
    /// [`PartError`] where nothing of the part is on the sheet.
    pub fn pages(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        part: &Part,
        pages: &Pages,
        page: Size,
    ) -> Result<Vec<Page>, PartError> {
        let theme = theme.printed(options.colours);
        let simple = part.simplified(document)?;
        let ordered = document.ordered_stages();
        let stages: Vec<(usize, &StageId)> = ordered
            .iter()
            .enumerate()
            .map(|(position, stage)| (position, &stage.id))
            .filter(|(_, stage)| pages.stages && simple.has_stage(stage))
            .filter(|(_, stage)| document.steps.values().any(|step| step.stage == **stage))
            .collect();
        let of = usize::from(pages.cover) + usize::from(pages.map) + stages.len();
        let all = of + options.footer.further;
        let numbered = |number: usize| (options.footer.page && of > 1).then_some((number, all));
        let mut made = Vec::with_capacity(of);
        if pages.cover {
            made.push(Page {
                title: "Cover".into(),
                subject: Subject::Cover,
                scene: self.cover_page(document, theme, options, page, numbered(1)),
            });
        }
        if pages.map {
            let scene = match simple {
                Part::Records(_) => self.sheet(document, theme, options, &simple)?,
                _ => self.drawn(
                    document,
                    theme,
                    Brief {
                        page: numbered(made.len() + 1),
                        ..Brief::new(options, &simple)
                    },
                ),
            };
            let title = scene.title.clone();
            made.push(Page {
                title,
                subject: Subject::Map,
                scene,
            });
        }
        for (position, stage) in stages {
            let alone = Part::Stages(vec![stage.clone()]);
            let brief = |stretch| Brief {
                heading: Heading::Stage {
                    position,
                    of: ordered.len(),
                },
                page: numbered(made.len() + 1),
                stretch,
                ..Brief::new(options, &alone)
            };
            let columns = Columns::of(document, theme, stage);
            let mut scene = self.drawn(document, theme, brief(columns.stretch));
            if let Some(wider) = columns.filling(page, scene.size) {
                scene = self.drawn(document, theme, brief(wider));
            }
            let title = document.stages.get(stage).map_or("", |stage| stage.title.trim());
            let title = if title.is_empty() { "Untitled stage" } else { title };
            made.push(Page {
                title: title.to_owned(),
                subject: Subject::Stage(stage.clone()),
                scene,
            });
        }
        Ok(made)
    }
}

/// The columns of a lone stage.
struct Columns {
    /// How wide they are on the map, in px.
    natural: f64,
    /// How many times wider they become, so that a short stage fills its sheet.
    stretch: f64,
}

impl Columns {
    fn of(document: &Document, theme: &Theme, stage: &StageId) -> Self {
        let m = theme.metrics;
        let steps = document.steps.values().filter(|step| step.stage == *stage);
        let natural: f64 = steps
            .map(|step| step.width.map_or(m.step, |width| f64::from(width).max(96.0)))
            .sum();
        let natural = natural.max(1.0);
        // However short it is, it is as wide as its own header.
        let most = MOST_STRETCH.max((m.least_width - m.label_column) / natural);
        let stretch = ((STAGE_WIDTH - m.label_column) / natural).clamp(1.0, most);
        Self { natural, stretch }
    }

    /// The stretch that brings a sheet which is too narrow for its page to the page's shape, or nearer to it.
    fn filling(&self, page: Size, sheet: Size) -> Option<f64> {
        let missing = page.width / page.height * sheet.height - sheet.width;
        // A page without a shape, and a sheet that has its page's shape but for a hair.
        if !missing.is_finite() || missing < 0.02 * sheet.width {
            return None;
        }
        Some((self.stretch + missing / self.natural).min(self.stretch * MOST_FILL))
    }
}
