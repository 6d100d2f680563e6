//! The slides of a presentation: their size, what they show, and the parts that they are.

use std::ops::ControlFlow;

use journey_scene::{Point, Rect, Role, Scene, Size};

use crate::frame::{self, Deck, Room};
use crate::geometry::{EMU_PER_PX, Placement};
use crate::package::{Package, Relationships};
use crate::painter::Painter;
use crate::palette::{self, Palette};
use crate::picture::Media;
use crate::table::{Plan, Rows};
use crate::xml::Xml;
use crate::{Content, Options, PptxError, Progress, Slide, SlideSize};

/// Nodes between two calls of the watch function.
const BREATH: u32 = 256;
/// No slide is wider or higher than 56 inches, nor narrower than one (ECMA-376-1, 19.7.7: ST_SlideSizeCoordinate).
const LARGEST: f64 = 51_206_400.0;
const SMALLEST: f64 = 914_400.0;
/// Small scenes grow no further than this on a slide 7.5 inches high, so that one of a stage does not shout.
const LARGEST_SCALE: f64 = 1.5;
/// At this scale layout's smallest texts (10.5 px) are 1 pt high.
const LEAST_SCALE: f64 = 0.127;
/// PowerPoint opens no presentation of more slides in any useful time.
const MOST_SLIDES: usize = 10_000;

pub(crate) fn paint(
    slides: &[Slide<'_>],
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PptxError> {
    let first = slides.first().ok_or(PptxError::NoSlides)?;
    let scenes: Vec<&Scene> = slides.iter().filter_map(scene).collect();
    let family = palette::family(scenes.iter().copied());
    let size = size(&scenes, options.size);
    let plans: Vec<Option<Plan<'_>>> = slides.iter().map(|slide| plan(slide, size)).collect();
    let count: usize = plans
        .iter()
        .map(|plan| plan.as_ref().map_or(1, |plan| plan.slides.len()))
        .sum();
    if count > MOST_SLIDES {
        return Err(PptxError::TooManySlides(count));
    }
    let deck = Deck {
        size,
        palette: Palette::of(scenes.iter().copied()),
        scripts: frame::scripts(&scenes, &family),
        family,
        title: scenes.first().map_or(first.title, |scene| &scene.title),
        language: language(scenes.first().map_or("", |scene| &scene.language)),
        slides: count,
        has_notes: slides.iter().any(|slide| !slide.notes.trim().is_empty()),
    };
    let mut package = Package::default();
    deck.write(&mut package, options);
    let mut media = Media::default();
    let nodes = scenes.iter().map(|scene| scene.nodes.len()).sum::<usize>();
    let mut clock = Clock {
        watch,
        done: 0,
        total: u32::try_from(nodes).unwrap_or(u32::MAX),
    };
    let mut number = 0;
    for (slide, plan) in slides.iter().zip(&plans) {
        match (slide.content, plan) {
            (Content::Table(_), Some(plan)) => {
                for (part, rows) in plan.slides.iter().enumerate() {
                    number += 1;
                    let title = plan.title(slide.title, part);
                    let xml = table_slide(&deck, plan, rows.clone(), &title);
                    // What is said to the list is said where it begins.
                    let notes = if part == 0 { slide.notes } else { "" };
                    add(&mut package, &deck, number, xml, Relationships::default(), notes);
                }
            }
            (Content::Scene(scene), _) => {
                number += 1;
                let mut relationships = Relationships::default();
                let mut painter = Painter {
                    deck: &deck,
                    scene,
                    language: language(&scene.language),
                    placement: placement(slide.title, scene, deck.size),
                    relationships: &mut relationships,
                    media: &mut media,
                    xml: frame::part("p:sld"),
                    next_id: 2,
                };
                painter.slide(slide.title, &mut clock)?;
                let xml = painter.xml;
                add(&mut package, &deck, number, xml, relationships, slide.notes);
            }
            (Content::Table(_), None) => {}
        }
    }
    media.write(&mut package);
    package.finish()
}

/// A slide as it will be.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Index among the slides that were asked for: a long table takes several.
    pub slide: usize,
    /// In px (1/96 inch); all slides have the same.
    pub size: Size,
    pub shows: Shown,
}

/// What a slide shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A scene; the slide is this rectangle around it, in px of the scene.
    Scene(Rect),
    Rows(Rows),
}

/// The slides in their order.
pub(crate) fn planned(slides: &[Slide<'_>], options: &Options) -> Vec<Planned> {
    let scenes: Vec<&Scene> = slides.iter().filter_map(scene).collect();
    let emu = size(&scenes, options.size);
    let size = Size::new(emu.0 as f64, emu.1 as f64) / EMU_PER_PX;
    let shown = |slide: &Slide<'_>| match (slide.content, plan(slide, emu)) {
        (Content::Scene(scene), _) => vec![Shown::Scene(around(&placement(slide.title, scene, emu), emu))],
        (Content::Table(_), Some(plan)) => plan.in_px(slide.title, emu).map(Shown::Rows).collect(),
        (Content::Table(_), None) => Vec::new(),
    };
    slides
        .iter()
        .enumerate()
        .flat_map(|(slide, asked)| {
            let shown = shown(asked).into_iter();
            shown.map(move |shows| Planned { slide, size, shows })
        })
        .collect()
}

/// The slide in px of the scene that is placed on it.
fn around(placement: &Placement, slide: (i64, i64)) -> Rect {
    let px = |emu: i64| emu as f64 / EMU_PER_PX / placement.scale;
    let origin = Point::new(-px(placement.origin.0), -px(placement.origin.1));
    Rect::from_origin_size(origin, (px(slide.0), px(slide.1)))
}

fn scene<'a>(slide: &Slide<'a>) -> Option<&'a Scene> {
    match slide.content {
        Content::Scene(scene) => Some(scene),
        Content::Table(_) => None,
    }
}

fn plan<'a>(slide: &Slide<'a>, size: (i64, i64)) -> Option<Plan<'a>> {
    match slide.content {
        Content::Scene(_) => None,
        Content::Table(table) => Some(Plan::new(table, size)),
    }
}

/// Puts a slide and its notes into the package.
fn add(package: &mut Package, deck: &Deck<'_>, number: usize, xml: Xml, relationships: Relationships, notes: &str) {
    let mut relationships = relationships;
    relationships.part("slideLayout", "../slideLayouts/slideLayout1.xml");
    let has_notes = !notes.trim().is_empty();
    if has_notes {
        relationships.part("notesSlide", &format!("../notesSlides/notesSlide{number}.xml"));
    }
    package.add(
        &format!("ppt/slides/slide{number}.xml"),
        "officedocument.presentationml.slide",
        xml.finish(),
        &relationships,
    );
    if has_notes {
        deck.write_notes(package, number, notes);
    }
}

/// A slide with some rows of a table.
fn table_slide(deck: &Deck<'_>, plan: &Plan<'_>, rows: std::ops::Range<usize>, title: &str) -> Xml {
    let mut xml = frame::part("p:sld");
    xml.open("p:cSld");
    frame::open_tree(&mut xml);
    title_line(&mut xml, deck, 2, title);
    plan.write(&mut xml, rows, 3, title, deck);
    xml.close();
    xml.close();
    frame::own_colours(&mut xml);
    xml
}

/// A title above what the slide shows.
pub(crate) fn title_line(xml: &mut Xml, deck: &Deck<'_>, id: u32, title: &str) {
    xml.open("p:sp");
    frame::placeholder(xml, id, "Title", "title", None);
    xml.empty("p:spPr");
    xml.open("p:txBody");
    xml.empty("a:bodyPr");
    xml.empty("a:lstStyle");
    deck.line(xml, title.trim());
    xml.close();
    xml.close();
}

/// EMU of all slides.
fn size(scenes: &[&Scene], size: SlideSize) -> (i64, i64) {
    match size {
        SlideSize::Widescreen => roomy(scenes, (12_192_000.0, 6_858_000.0)),
        SlideSize::Standard => roomy(scenes, (9_144_000.0, 6_858_000.0)),
        SlideSize::Map => {
            // Where there are only lists, 13.333 inches.
            let most = |least: f64, side: fn(&Scene) -> f64| {
                let least = if scenes.is_empty() { least } else { 1.0 };
                scenes.iter().map(|scene| side(scene)).fold(least, f64::max)
            };
            let (width, height) = (most(1280.0, |s| s.size.width), most(720.0, |s| s.size.height));
            let longest = width.max(height) * EMU_PER_PX;
            let scale = (LARGEST / longest).min(1.0) * EMU_PER_PX;
            let side = |px: f64| (px * scale).clamp(SMALLEST, LARGEST).round() as i64;
            (side(width), side(height))
        }
    }
}

/// The size, or one of the same proportions on which the texts of the largest scene are no smaller than the
/// point that PowerPoint can set, as far as slides can grow.
fn roomy(scenes: &[&Scene], (width, height): (f64, f64)) -> (i64, i64) {
    let fit = |scene: &&Scene| {
        let across = width / (scene.size.width.max(1.0) * EMU_PER_PX);
        across.min(height / (scene.size.height.max(1.0) * EMU_PER_PX))
    };
    let least = scenes.iter().map(fit).fold(LEAST_SCALE, f64::min);
    let growth = (LEAST_SCALE / least).clamp(1.0, LARGEST / width.max(height));
    ((width * growth).round() as i64, (height * growth).round() as i64)
}

/// A scene in the middle of its slide, below the slide's title where it has none of its own.
fn placement(title: &str, scene: &Scene, size: (i64, i64)) -> Placement {
    let room = Room::of(size);
    let top = if own_title(scene).is_some() || title.trim().is_empty() {
        0
    } else {
        room.margin / 2 + room.title
    };
    let (width, height) = (size.0 as f64, (size.1 - top) as f64);
    let scene = scene.size;
    let (across, down) = (scene.width.max(1.0) * EMU_PER_PX, scene.height.max(1.0) * EMU_PER_PX);
    let scale = (width / across).min(height / down).min(LARGEST_SCALE * room.scale);
    Placement {
        scale,
        origin: (
            ((width - across * scale) / 2.0).round() as i64,
            top + ((height - down * scale) / 2.0).round() as i64,
        ),
    }
}

/// The node that is the title of the slide.
pub(crate) fn own_title(scene: &Scene) -> Option<&str> {
    let is_title = |node: &&journey_scene::Node| node.role == Role::Title && !node.content.is_empty();
    scene.nodes.iter().find(is_title).map(|node| node.id.as_str())
}

/// The language tag, or English where it is none.
fn language(tag: &str) -> String {
    let is_tag = !tag.is_empty() && tag.len() <= 35 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_tag { tag.to_owned() } else { "en".to_owned() }
}

/// Progress and cancelling.
pub(crate) struct Clock<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    done: u32,
    total: u32,
}

impl Clock<'_> {
    pub fn tick(&mut self) -> Result<(), PptxError> {
        self.done = self.done.saturating_add(1);
        if self.done.is_multiple_of(BREATH) || self.done == self.total {
            let progress = Progress {
                done: self.done,
                total: self.total,
            };
            if (self.watch)(progress).is_break() {
                return Err(PptxError::Cancelled);
            }
        }
        Ok(())
    }
}
