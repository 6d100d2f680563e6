//! The walk over slides, figures and their shapes.

use std::ops::ControlFlow;

use journey_scene::{Dash, Paint, Point, Rect, Role, Scene, Stroke};

use crate::figure::{Drawing, Figure, Figures, Item, Picture};
use crate::frame::{self, Deck, MARGIN, TITLE};
use crate::geometry::{EMU_PER_PX, Outline, Placement};
use crate::glue::{self, Connector};
use crate::package::{Package, Relationships};
use crate::palette::{self, Palette};
use crate::picture::{self, Media};
use crate::shape;
use crate::text::Body;
use crate::xml::Xml;
use crate::{Options, PptxError, Progress, Slide, SlideSize, address};

/// Nodes between two calls of the watch function.
const BREATH: u32 = 256;
/// No slide is wider or higher than 56 inches, nor narrower than one (ECMA-376-1, 19.7.7: ST_SlideSizeCoordinate).
const LARGEST: f64 = 51_206_400.0;
const SMALLEST: f64 = 914_400.0;
/// Small scenes grow no further than this, so that a slide of one stage does not shout.
const LARGEST_SCALE: f64 = 1.5;
/// PowerPoint opens no presentation of more slides in any useful time.
const MOST_SLIDES: usize = 10_000;
/// Names in the selection pane are cut after so many letters.
const NAME: usize = 60;

pub(crate) fn paint(
    slides: &[Slide<'_>],
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PptxError> {
    let first = slides.first().ok_or(PptxError::NoSlides)?;
    if slides.len() > MOST_SLIDES {
        return Err(PptxError::TooManySlides(slides.len()));
    }
    let scenes: Vec<&Scene> = slides.iter().map(|slide| slide.scene).collect();
    let family = palette::family(scenes.iter().copied());
    let deck = Deck {
        size: size(&scenes, options.size),
        palette: Palette::of(scenes.iter().copied()),
        scripts: frame::scripts(&scenes, &family),
        family,
        title: &first.scene.title,
        language: language(&first.scene.language),
        slides: slides.len(),
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
    for (index, slide) in slides.iter().enumerate() {
        let number = index + 1;
        let mut relationships = Relationships::default();
        relationships.part("slideLayout", "../slideLayouts/slideLayout1.xml");
        let mut painter = Painter {
            deck: &deck,
            scene: slide.scene,
            language: language(&slide.scene.language),
            placement: placement(slide, deck.size),
            relationships: &mut relationships,
            media: &mut media,
            xml: frame::part("p:sld"),
            next_id: 2,
        };
        painter.slide(slide, &mut clock)?;
        let bytes = painter.xml.finish();
        let has_notes = !slide.notes.trim().is_empty();
        if has_notes {
            relationships.part("notesSlide", &format!("../notesSlides/notesSlide{number}.xml"));
        }
        package.add(
            &format!("ppt/slides/slide{number}.xml"),
            "officedocument.presentationml.slide",
            bytes,
            &relationships,
        );
        if has_notes {
            deck.write_notes(&mut package, number, slide.notes);
        }
    }
    media.write(&mut package);
    package.finish()
}

/// EMU of all slides.
fn size(scenes: &[&Scene], size: SlideSize) -> (i64, i64) {
    match size {
        SlideSize::Widescreen => (12_192_000, 6_858_000),
        SlideSize::Standard => (9_144_000, 6_858_000),
        SlideSize::Map => {
            let most = |side: fn(&Scene) -> f64| scenes.iter().map(|scene| side(scene)).fold(1.0, f64::max);
            let (width, height) = (most(|s| s.size.width), most(|s| s.size.height));
            let longest = width.max(height) * EMU_PER_PX;
            let scale = (LARGEST / longest).min(1.0) * EMU_PER_PX;
            let side = |px: f64| (px * scale).clamp(SMALLEST, LARGEST).round() as i64;
            (side(width), side(height))
        }
    }
}

/// A scene in the middle of its slide, below the slide's title where it has none of its own.
fn placement(slide: &Slide<'_>, size: (i64, i64)) -> Placement {
    let top = if own_title(slide).is_some() || slide.title.trim().is_empty() {
        0
    } else {
        MARGIN / 2 + TITLE
    };
    let (width, height) = (size.0 as f64, (size.1 - top) as f64);
    let scene = slide.scene.size;
    let (across, down) = (scene.width.max(1.0) * EMU_PER_PX, scene.height.max(1.0) * EMU_PER_PX);
    let scale = (width / across).min(height / down).min(LARGEST_SCALE);
    Placement {
        scale,
        origin: (
            ((width - across * scale) / 2.0).round() as i64,
            top + ((height - down * scale) / 2.0).round() as i64,
        ),
    }
}

/// The node that is the title of the slide.
fn own_title<'a>(slide: &Slide<'a>) -> Option<&'a str> {
    let is_title = |node: &&journey_scene::Node| node.role == Role::Title && !node.content.is_empty();
    slide.scene.nodes.iter().find(is_title).map(|node| node.id.as_str())
}

/// The language tag, or English where it is none.
fn language(tag: &str) -> String {
    let is_tag = !tag.is_empty() && tag.len() <= 35 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_tag { tag.to_owned() } else { "en".to_owned() }
}

/// Progress and cancelling.
struct Clock<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    done: u32,
    total: u32,
}

impl Clock<'_> {
    fn tick(&mut self) -> Result<(), PptxError> {
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

/// Writes one slide.
struct Painter<'a> {
    deck: &'a Deck<'a>,
    scene: &'a Scene,
    language: String,
    placement: Placement,
    relationships: &'a mut Relationships,
    media: &'a mut Media,
    xml: Xml,
    next_id: u32,
}

/// The ids of a figure's shapes, known before any is written: a connector may be painted before its cards.
struct Ids {
    group: Option<u32>,
    items: Vec<u32>,
}

impl<'a> Painter<'a> {
    fn id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn slide(&mut self, slide: &Slide<'a>, clock: &mut Clock<'_>) -> Result<(), PptxError> {
        self.xml.open("p:cSld");
        if self.scene.paper != self.deck.palette.paper {
            self.xml.open("p:bg");
            self.xml.open("p:bgPr");
            self.deck.palette.fill(&mut self.xml, self.scene.paper);
            self.xml.empty("a:effectLst");
            self.xml.close();
            self.xml.close();
        }
        frame::open_tree(&mut self.xml);
        let title = own_title(slide);
        if title.is_none() && !slide.title.trim().is_empty() {
            self.title_line(slide.title);
        }
        let mut figures = Figures::default();
        for node in &self.scene.nodes {
            figures.add(node);
            clock.tick()?;
        }
        let figures = figures.list;
        let ids: Vec<Ids> = figures.iter().map(|figure| self.ids(figure)).collect();
        for (index, figure) in figures.iter().enumerate() {
            let is_title = title == Some(figure.id);
            self.figure(figure, &ids[index], is_title, (&figures, &ids));
        }
        self.xml.close();
        self.xml.close();
        frame::own_colours(&mut self.xml);
        Ok(())
    }

    /// A title above the scene.
    fn title_line(&mut self, title: &str) {
        let id = self.id();
        self.xml.open("p:sp");
        frame::placeholder(&mut self.xml, id, "Title", "title", None);
        self.xml.empty("p:spPr");
        self.xml.open("p:txBody");
        self.xml.empty("a:bodyPr");
        self.xml.empty("a:lstStyle");
        self.deck.line(&mut self.xml, title.trim());
        self.xml.close();
        self.xml.close();
    }

    fn ids(&mut self, figure: &Figure<'_>) -> Ids {
        Ids {
            group: is_group(figure).then(|| self.id()),
            items: figure.items.iter().map(|_| self.id()).collect(),
        }
    }

    fn figure(&mut self, figure: &Figure<'_>, ids: &Ids, is_title: bool, all: (&[Figure<'_>], &[Ids])) {
        let grouped = ids.group.is_some();
        if let Some(id) = ids.group {
            let bounds = figure.items.iter().map(bounds).reduce(|a, b| a.union(b));
            let frame = shape::frame(bounds.unwrap_or(figure.bounds), &self.placement);
            self.xml.open("p:grpSp");
            self.xml.open("p:nvGrpSpPr");
            self.properties(id, &name(figure), figure.label, None);
            self.xml.empty("p:cNvGrpSpPr");
            self.xml.empty("p:nvPr");
            self.xml.close();
            self.xml.open("p:grpSpPr");
            self.xml.open("a:xfrm");
            shape::place(&mut self.xml, frame);
            let (x, y, width, height) = frame;
            self.xml.tag("a:chOff").num("x", x).num("y", y).empty();
            self.xml.tag("a:chExt").num("cx", width).num("cy", height).empty();
            self.xml.close();
            self.xml.close();
        }
        for (item, id) in figure.items.iter().zip(&ids.items) {
            match item {
                Item::Drawing(drawing) => self.drawing(drawing, *id, figure, grouped, is_title),
                Item::Picture(picture) => self.picture(picture, *id),
                Item::Connector(connector) => self.connector(connector, *id, figure, all),
            }
        }
        if grouped {
            self.xml.close();
        }
    }

    /// Writes `p:cNvPr`. A shape without a description is decoration, which screen readers pass over.
    fn properties(&mut self, id: u32, name: &str, description: &str, href: Option<&str>) {
        let href = href
            .and_then(address::clean)
            .map(|href| self.relationships.address(&href));
        let tag = self.xml.tag("p:cNvPr").num("id", i64::from(id)).attr("name", name);
        let decorative = description.is_empty();
        let tag = tag.when(!decorative, "descr", description);
        if !decorative && href.is_none() {
            tag.empty();
            return;
        }
        tag.open();
        if let Some(href) = href {
            self.xml.tag("a:hlinkClick").attr("r:id", &href).empty();
        }
        if decorative {
            self.xml.open("a:extLst");
            self.xml
                .tag("a:ext")
                .attr("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
                .open();
            self.xml
                .tag("adec:decorative")
                .attr(
                    "xmlns:adec",
                    "http://schemas.microsoft.com/office/drawing/2017/decorative",
                )
                .attr("val", "1")
                .empty();
            self.xml.close();
            self.xml.close();
        }
        self.xml.close();
    }

    fn drawing(&mut self, drawing: &Drawing<'_>, id: u32, figure: &Figure<'_>, grouped: bool, is_title: bool) {
        let says = !drawing.texts.is_empty() || !grouped;
        let name = if says {
            name(figure)
        } else {
            mark_name(drawing).to_owned()
        };
        // What a group says, its shapes do not say again; their texts are read as such.
        let description = match (grouped, says) {
            (false, _) => figure.label,
            (true, true) => &name,
            (true, false) => "",
        };
        if let Some((from, to)) = shape::straight(drawing) {
            self.straight(from, to, drawing, id, &name, description);
            return;
        }
        let body = Body::of(&drawing.texts, &self.scene.fonts, &self.deck.family);
        let is_bare = drawing.fill.is_none() && drawing.stroke.is_none();
        self.xml.open("p:sp");
        if is_title {
            frame::placeholder(&mut self.xml, id, &name, "title", None);
        } else {
            self.xml.open("p:nvSpPr");
            self.properties(id, &name, description, drawing.href);
            let tag = self.xml.tag("p:cNvSpPr");
            tag.when(is_bare, "txBox", "1").empty();
            self.xml.empty("p:nvPr");
            self.xml.close();
        }
        self.xml.open("p:spPr");
        let text_rect = if is_bare {
            let rect = body.roomy();
            shape::transform(&mut self.xml, shape::frame(rect, &self.placement));
            shape::preset(&mut self.xml, "rect", &[]);
            self.xml.empty("a:noFill");
            rect
        } else {
            shape::look(&mut self.xml, drawing, &self.placement, &self.deck.palette);
            drawing.outline.text_rect()
        };
        self.xml.close();
        if !drawing.texts.is_empty() {
            let relationships = &mut *self.relationships;
            body.write(
                &mut self.xml,
                text_rect,
                !is_bare,
                &self.language,
                (&self.placement, &self.deck.palette),
                &mut |href| address::clean(href).map(|href| relationships.address(&href)),
            );
        }
        self.xml.close();
    }

    /// A line as PowerPoint's own.
    fn straight(&mut self, from: Point, to: Point, drawing: &Drawing<'_>, id: u32, name: &str, description: &str) {
        self.xml.open("p:cxnSp");
        self.xml.open("p:nvCxnSpPr");
        self.properties(id, name, description, None);
        self.xml.empty("p:cNvCxnSpPr");
        self.xml.empty("p:nvPr");
        self.xml.close();
        self.xml.open("p:spPr");
        let (a, b) = (self.placement.point(from), self.placement.point(to));
        let frame = (a.0.min(b.0), a.1.min(b.1), (b.0 - a.0).abs(), (b.1 - a.1).abs());
        self.xml
            .tag("a:xfrm")
            .when(b.0 < a.0, "flipH", "1")
            .when(b.1 < a.1, "flipV", "1")
            .open();
        shape::place(&mut self.xml, frame);
        self.xml.close();
        shape::preset(&mut self.xml, "line", &[]);
        if let Some(stroke) = &drawing.stroke {
            shape::line(&mut self.xml, stroke, false, &self.placement, &self.deck.palette);
        }
        self.xml.close();
        self.xml.close();
    }

    fn connector(&mut self, connector: &Connector, id: u32, figure: &Figure<'_>, all: (&[Figure<'_>], &[Ids])) {
        let corners: Vec<(i64, i64)> = connector.points.iter().map(|p| self.placement.point(*p)).collect();
        let (figures, ids) = all;
        let joints = glue::joints(connector, figures);
        let is_glued = joints.iter().any(Option::is_some);
        let Some(bent) = glue::bent(&corners).filter(|_| is_glued) else {
            // An arc over the stages joins columns, which are no shapes.
            self.arrow(connector, id, figure);
            return;
        };
        self.xml.open("p:cxnSp");
        self.xml.open("p:nvCxnSpPr");
        self.properties(id, &name(figure), figure.label, None);
        self.xml.open("p:cNvCxnSpPr");
        for (element, joint) in ["a:stCxn", "a:endCxn"].into_iter().zip(joints) {
            if let Some(joint) = joint {
                let id = ids[joint.figure].items[joint.item];
                self.xml
                    .tag(element)
                    .num("id", i64::from(id))
                    .num("idx", i64::from(joint.site))
                    .empty();
            }
        }
        self.xml.close();
        self.xml.empty("p:nvPr");
        self.xml.close();
        self.xml.open("p:spPr");
        self.xml
            .tag("a:xfrm")
            .when(bent.turned, "rot", "5400000")
            .when(bent.flip_h, "flipH", "1")
            .when(bent.flip_v, "flipV", "1")
            .open();
        shape::place(&mut self.xml, bent.frame);
        self.xml.close();
        let names = ["adj1", "adj2", "adj3"];
        let adjust: Vec<(&str, i64)> = names.into_iter().zip(bent.adjust).collect();
        shape::preset(&mut self.xml, bent.preset, &adjust);
        shape::line(
            &mut self.xml,
            &connector.stroke,
            true,
            &self.placement,
            &self.deck.palette,
        );
        self.xml.close();
        self.xml.close();
    }

    fn arrow(&mut self, connector: &Connector, id: u32, figure: &Figure<'_>) {
        self.xml.open("p:sp");
        self.xml.open("p:nvSpPr");
        self.properties(id, &name(figure), figure.label, None);
        self.xml.empty("p:cNvSpPr");
        self.xml.empty("p:nvPr");
        self.xml.close();
        self.xml.open("p:spPr");
        shape::arrow(
            &mut self.xml,
            &connector.points,
            &connector.stroke,
            &self.placement,
            &self.deck.palette,
        );
        self.xml.close();
        self.xml.close();
    }

    fn picture(&mut self, picture: &Picture<'_>, id: u32) {
        let Some(name) = self.media.name(picture.image).map(str::to_owned) else {
            self.missing(picture, id);
            return;
        };
        let embed = self.relationships.part("image", &format!("../media/{name}"));
        self.xml.open("p:pic");
        self.xml.open("p:nvPicPr");
        self.properties(id, "Picture", &picture.image.alt, None);
        self.xml.open("p:cNvPicPr");
        self.xml.tag("a:picLocks").attr("noChangeAspect", "1").empty();
        self.xml.close();
        self.xml.empty("p:nvPr");
        self.xml.close();
        self.xml.open("p:blipFill");
        self.xml.tag("a:blip").attr("r:embed", &embed).empty();
        let [left, top, right, bottom] = picture::cut(picture.rect, picture.frame.bounds());
        if left + top + right + bottom > 0 {
            self.xml
                .tag("a:srcRect")
                .num("l", left)
                .num("t", top)
                .num("r", right)
                .num("b", bottom)
                .empty();
        }
        self.xml.open("a:stretch");
        self.xml.empty("a:fillRect");
        self.xml.close();
        self.xml.close();
        self.xml.open("p:spPr");
        // A picture that does not fill what is to be seen of it keeps to its own edges.
        let seen = picture.frame.bounds().intersect(picture.rect);
        shape::transform(&mut self.xml, shape::frame(seen, &self.placement));
        shape::geometry(&mut self.xml, &picture.frame, &self.placement);
        self.xml.close();
        self.xml.close();
    }

    /// A pale box where a picture cannot be shown.
    fn missing(&mut self, picture: &Picture<'_>, id: u32) {
        const GROUND: journey_scene::Colour = journey_scene::Colour::hex(0xF3_F2EF);
        const LINE: journey_scene::Colour = journey_scene::Colour::hex(0xC9_C6BD);
        let drawing = Drawing {
            outline: picture.frame.clone(),
            traces: Vec::new(),
            fill: Some(Paint::Solid(GROUND)),
            stroke: Some(Stroke {
                dash: Dash::Dashed { on: 4.0, off: 3.0 },
                ..Stroke::solid(LINE, 1.0)
            }),
            texts: Vec::new(),
            href: None,
        };
        self.xml.open("p:sp");
        self.xml.open("p:nvSpPr");
        self.properties(id, "Picture that cannot be shown", &picture.image.alt, None);
        self.xml.empty("p:cNvSpPr");
        self.xml.empty("p:nvPr");
        self.xml.close();
        self.xml.open("p:spPr");
        shape::look(&mut self.xml, &drawing, &self.placement, &self.deck.palette);
        self.xml.close();
        self.xml.close();
    }
}

/// Whether its shapes are held together by a group. Connectors are not: they lead to other figures.
fn is_group(figure: &Figure<'_>) -> bool {
    figure.items.len() > 1 && !figure.items.iter().any(|item| matches!(item, Item::Connector(_)))
}

fn bounds(item: &Item<'_>) -> Rect {
    match item {
        Item::Drawing(drawing) => drawing.outline.bounds(),
        Item::Picture(picture) => picture.frame.bounds(),
        Item::Connector(connector) => connector
            .points
            .iter()
            .map(|p| Rect::from_points(*p, *p))
            .reduce(|a, b| a.union(b))
            .unwrap_or(Rect::ZERO),
    }
}

/// What the selection pane shows: the label's first words, or the id of what has none.
fn name(figure: &Figure<'_>) -> String {
    let label = figure.label.trim();
    if label.is_empty() {
        return figure.id.to_owned();
    }
    match label.char_indices().nth(NAME) {
        None => label.to_owned(),
        Some((at, _)) => {
            let cut = label[..at].rfind(' ').filter(|space| *space > NAME / 2).unwrap_or(at);
            format!("{}…", label[..cut].trim_end())
        }
    }
}

fn mark_name(drawing: &Drawing<'_>) -> &'static str {
    let bounds = drawing.outline.bounds();
    match drawing.outline {
        _ if bounds.width().max(bounds.height()) > 64.0 => "Ground",
        Outline::Free(_) => "Symbol",
        _ => "Mark",
    }
}
