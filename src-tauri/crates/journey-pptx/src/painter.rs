//! The walk over the figures of a scene and their shapes.

use journey_scene::{Colour, Dash, Paint, Point, Rect, Scene, Stroke};

use crate::figure::{Drawing, Figure, Figures, Item, Picture};
use crate::frame::{self, Deck};
use crate::geometry::{Outline, Placement};
use crate::glue::{self, Connector};
use crate::package::Relationships;
use crate::picture::{self, Media};
use crate::shape;
use crate::slide::{Clock, own_title, title_line};
use crate::text::Body;
use crate::xml::Xml;
use crate::{PptxError, address};

/// Names in the selection pane are cut after so many letters.
const NAME: usize = 60;

/// Writes one slide.
pub(crate) struct Painter<'a> {
    pub deck: &'a Deck<'a>,
    pub scene: &'a Scene,
    pub language: String,
    pub placement: Placement,
    pub relationships: &'a mut Relationships,
    pub media: &'a mut Media,
    pub xml: Xml,
    /// 1 is the slide itself.
    pub next_id: u32,
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

    /// Everything on the slide of a scene.
    pub fn slide(&mut self, slide_title: &str, clock: &mut Clock<'_>) -> Result<(), PptxError> {
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
        let title = own_title(self.scene);
        if title.is_none() && !slide_title.trim().is_empty() {
            let id = self.id();
            title_line(&mut self.xml, self.deck, id, slide_title);
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
        const GROUND: Colour = Colour::hex(0xF3_F2EF);
        const LINE: Colour = Colour::hex(0xC9_C6BD);
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
