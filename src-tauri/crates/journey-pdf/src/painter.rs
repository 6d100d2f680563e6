//! The walk over pages, nodes and primitives.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use journey_scene::{Colour, FontId, Node, Scene, Shape};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::page::{PageLabel, PageSettings};
use krilla::paint::FillRule;
use krilla::{Document, SerializeSettings};
use kurbo::{Affine, Rect};

use crate::content::{Reading, Subject, Telling};
use crate::ink::{Ink, Mark, Target};
use crate::page::{self, PT_PER_PX, Sheet};
use crate::picture::Pictures;
use crate::text::{Faces, Placed};
use crate::{Background, Options, PdfError, Progress, outline, properties, shape, structure};

/// How far outside its bounds a node may paint, in px: arrow heads and line widths.
const BLEED: f64 = 24.0;

/// Nodes between two calls of the watch function.
const BREATH: u32 = 256;

/// What the painter has learnt not to ask of the PDF library.
#[derive(Default)]
struct Concessions {
    /// Faces that cannot be embedded; drawn as paths.
    outlined: BTreeSet<u16>,
    /// Pictures that cannot be decoded; drawn as placeholders.
    unreadable: BTreeSet<usize>,
    /// Claim no standard.
    unclaimed: bool,
}

/// Why an attempt failed, and whether giving in on one point can mend it.
enum Trouble {
    Fatal(PdfError),
    Face(u16),
    Picture(usize),
    Standard,
}

impl From<PdfError> for Trouble {
    fn from(error: PdfError) -> Self {
        Self::Fatal(error)
    }
}

pub(crate) fn paint(
    scene: &Scene,
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, PdfError> {
    let sheets = page::sheets(scene.size, options)?;
    let mut concessions = Concessions::default();
    // Each round gives in on one more point, and there are only so many faces and pictures.
    loop {
        let given_in = match attempt(scene, options, &sheets, &concessions, watch) {
            Ok(bytes) => return Ok(bytes),
            Err(Trouble::Fatal(error)) => return Err(error),
            Err(Trouble::Face(face)) => concessions.outlined.insert(face),
            Err(Trouble::Picture(picture)) => concessions.unreadable.insert(picture),
            Err(Trouble::Standard) => !std::mem::replace(&mut concessions.unclaimed, true),
        };
        if !given_in {
            return Err(PdfError::Write("the same fault came up twice".into()));
        }
    }
}

fn attempt(
    scene: &Scene,
    options: &Options,
    sheets: &[Sheet],
    concessions: &Concessions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<u8>, Trouble> {
    let date = options.date.as_deref().and_then(properties::parse_date);
    let mut document = Document::new_with(settings(options, date.is_some(), concessions)?);
    let mut painter = Painter {
        scene,
        faces: Faces::new(&scene.fonts, &concessions.outlined),
        pictures: Pictures::new(&scene.fonts, &concessions.unreadable),
        glyphs: Vec::new(),
    };
    let nodes = u32::try_from(scene.nodes.len()).unwrap_or(u32::MAX);
    let mut clock = Clock {
        watch,
        done: 0,
        total: nodes.saturating_mul(sheets.len() as u32),
    };
    let mut marks = Vec::new();
    for sheet in sheets {
        painter.sheet(&mut document, sheet, options, &mut marks, &mut clock)?;
    }
    document.set_tag_tree(structure::tree(scene, sheets, marks));
    document.set_outline(outline::outline(scene, sheets));
    document.set_metadata(properties::metadata(scene, options, date));
    if let Some(attachment) = &options.attachment {
        // Refused only for a second file of the same name.
        let _ = document.embed_file(EmbeddedFile {
            path: attachment.name.clone(),
            mime_type: MimeType::new("application/json"),
            description: Some("The map, to be opened again".into()),
            association_kind: AssociationKind::Source,
            data: attachment.json.clone().into_bytes().into(),
            modification_date: date,
            compress: Some(!options.text_form),
            location: None,
        });
    }
    document.finish().map_err(|error| painter.trouble(error))
}

fn settings(options: &Options, dated: bool, concessions: &Concessions) -> Result<SerializeSettings, PdfError> {
    let mut standards = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
    if !concessions.unclaimed {
        standards = standards.with_accessibility_validator(Accessibility::UA1);
        if options.archival && dated {
            standards = standards.with_archival_validator(Archival::A3_A);
        }
    }
    let configuration = standards
        .finish()
        .map_err(|error| PdfError::Write(format!("{error:?}")))?;
    Ok(SerializeSettings {
        compress_content_streams: !options.text_form,
        ascii_compatible: options.text_form,
        pretty: options.text_form,
        configuration,
        render_svg_glyph_fn: krilla_svg::render_svg_glyph,
        ..SerializeSettings::default()
    })
}

/// Progress and cancelling.
struct Clock<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    done: u32,
    total: u32,
}

impl Clock<'_> {
    fn tick(&mut self) -> Result<(), PdfError> {
        self.done = self.done.saturating_add(1);
        if self.done.is_multiple_of(BREATH) || self.done == self.total {
            let progress = Progress {
                done: self.done,
                total: self.total,
            };
            if (self.watch)(progress).is_break() {
                return Err(PdfError::Cancelled);
            }
        }
        Ok(())
    }
}

/// A clickable area on a page.
struct Area<'a> {
    node: usize,
    link: u16,
    /// In px of the map.
    rect: Rect,
    href: &'a str,
}

pub(crate) struct Painter<'a> {
    scene: &'a Scene,
    pub(crate) faces: Faces<'a>,
    pub(crate) pictures: Pictures<'a>,
    /// Reused for every run.
    pub(crate) glyphs: Vec<Placed>,
}

impl<'a> Painter<'a> {
    fn trouble(&self, error: KrillaError) -> Trouble {
        let known = match &error {
            KrillaError::Font(font, _) => self.faces.id_of(font).map(Trouble::Face),
            KrillaError::Image(image, ..) => self.pictures.key_of(image).map(Trouble::Picture),
            KrillaError::Validation(_) => Some(Trouble::Standard),
            _ => None,
        };
        known.unwrap_or_else(|| Trouble::Fatal(PdfError::Write(error.to_string())))
    }

    fn sheet(
        &mut self,
        document: &mut Document,
        sheet: &Sheet,
        options: &Options,
        marks: &mut Vec<Mark>,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let scene = self.scene;
        let label = sheet.tile.map(|tile| PageLabel::new(None, Some(tile.name()), None));
        let settings = PageSettings::from_wh(sheet.size.width as f32, sheet.size.height as f32)
            .ok_or_else(|| PdfError::Write("the page has no extent".into()))?
            .with_page_label(label.unwrap_or_default());
        let mut page = document.start_page_with(settings);
        let mut areas = Vec::new();
        let mut surface = page.surface();
        let mut ink = Ink::new(&mut surface);
        let mut done = Ok(());

        if options.background == Background::Paper {
            ink.aim(usize::MAX, Target::Artifact);
            fill_rect(&mut ink, sheet.size.to_rect(), scene.paper);
        }
        if let Some(transform) = shape::transform(sheet.transform) {
            ink.surface.push_transform(&transform);
            // Tiles must end where their neighbour takes over; a lone sheet has nothing to hide.
            let clip = sheet.tile.and_then(|_| shape::path(&Shape::Rect(sheet.window)));
            if let Some(path) = &clip {
                ink.aim(usize::MAX, Target::Artifact);
                ink.surface.push_clip_path(path, &FillRule::NonZero);
            }
            // The surface must be left as it was found, cancelled or not.
            done = self.nodes(&mut ink, sheet, &mut areas, clock);
            ink.close();
            if clip.is_some() {
                ink.surface.pop();
            }
            ink.surface.pop();
        }
        if let Some(tile) = sheet.tile {
            self.sheet_label(&mut ink, sheet, &tile.label());
        }
        ink.close();
        let mut drawn = ink.marks;
        surface.finish();
        done?;
        for area in areas {
            let rect = sheet.transform.transform_rect_bbox(area.rect.intersect(sheet.window));
            let Some(rect) = shape::rect(rect) else {
                continue;
            };
            let target = LinkTarget::Action(Action::Link(LinkAction::new(uri(area.href))));
            let link = Annotation::new_link(LinkAnnotation::new(rect, target), Some(area.href.to_owned()));
            drawn.push(Mark {
                node: area.node,
                target: Target::Link {
                    text: u16::MAX,
                    link: area.link,
                },
                id: page.add_tagged_annotation(link),
            });
        }
        marks.append(&mut drawn);
        Ok(())
    }

    /// The nodes that the sheet shows.
    fn nodes(
        &mut self,
        ink: &mut Ink<'_, '_>,
        sheet: &Sheet,
        areas: &mut Vec<Area<'a>>,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let scene = self.scene;
        for (index, node) in scene.nodes.iter().enumerate() {
            clock.tick()?;
            let bounds = node.bounds();
            let seen = sheet.tile.is_none() || overlap(bounds.inflate(BLEED, BLEED), sheet.window);
            if seen && shape::writable(node.origin) {
                let home = sheet.tile.is_none() || owns(sheet, bounds, scene);
                self.node(ink, index, node, home, sheet, areas);
            }
        }
        Ok(())
    }

    fn node(
        &mut self,
        ink: &mut Ink<'_, '_>,
        index: usize,
        node: &'a Node,
        home: bool,
        sheet: &Sheet,
        areas: &mut Vec<Area<'a>>,
    ) {
        let reading = Reading::of(node);
        let offset = node.origin.to_vec2();
        for (number, (rect, href)) in reading.links.iter().enumerate() {
            let rect = *rect + offset;
            let safe = ["http:", "https:", "mailto:"]
                .iter()
                .any(|scheme| href.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
            if let (true, true, Ok(link)) = (safe, sheet.window.contains(rect.center()), u16::try_from(number)) {
                areas.push(Area {
                    node: index,
                    link,
                    rect,
                    href,
                });
            }
        }
        let mut subject = Subject {
            index,
            // On a neighbouring sheet the node is there again for the eye only.
            telling: if home { reading.telling } else { Telling::Nothing },
            reading: &reading,
            texts: 0,
            figures: 0,
        };
        let ground = match subject.telling {
            Telling::Whole => Target::Whole,
            Telling::Nothing | Telling::Parts => Target::Artifact,
        };
        // A node may be there for its edit box alone; a mark around nothing would be told as a pause.
        let Some(place) = shape::transform(Affine::translate(offset)).filter(|_| !node.content.is_empty()) else {
            return;
        };
        ink.aim(index, ground);
        ink.surface.push_transform(&place);
        self.primitives(ink, &node.content, Affine::IDENTITY, &mut subject);
        ink.surface.pop();
    }

    /// The sheet's name, small in the bottom margin.
    fn sheet_label(&mut self, ink: &mut Ink<'_, '_>, sheet: &Sheet, label: &str) {
        const SIZE: f32 = 7.0;
        const MUTED: Colour = Colour::hex(0x5B6472);
        let Some(face) = self.faces.for_labels().and_then(|id: FontId| self.faces.get(id)) else {
            return;
        };
        let mut at = 0;
        self.glyphs.clear();
        for character in label.chars() {
            let end = at + character.len_utf8() as u32;
            if let Some(id) = face.map(character) {
                self.glyphs.push(face.plain(id, at..end));
            }
            at = end;
        }
        let margin = page::MARGIN * PT_PER_PX;
        let baseline = Point::from_xy(margin as f32, (sheet.size.height - margin * 0.4) as f32);
        let paper = self.scene.paper;
        let colour = if MUTED.contrast(paper) >= 4.5 {
            MUTED
        } else {
            Colour::WHITE
        };
        ink.aim_sheet_label();
        ink.surface.set_stroke(None);
        ink.surface.set_fill(Some(shape::solid(colour)));
        ink.surface
            .draw_glyphs(baseline, &self.glyphs, face.font.clone(), label, SIZE, face.outlined);
    }
}

fn fill_rect(ink: &mut Ink<'_, '_>, rect: Rect, colour: Colour) {
    if let Some(path) = shape::path(&Shape::Rect(rect)) {
        ink.surface.set_fill(Some(shape::solid(colour)));
        ink.surface.set_stroke(None);
        ink.surface.draw_path(&path);
    }
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// Whether the sheet is the one on which the node is told to screen readers: where its centre lies.
pub(crate) fn owns(sheet: &Sheet, bounds: Rect, scene: &Scene) -> bool {
    let centre = bounds.center();
    let within = |value: f64, length: f64| value.clamp(0.0, (length - 1e-6).max(0.0));
    let centre = kurbo::Point::new(within(centre.x, scene.size.width), within(centre.y, scene.size.height));
    sheet.own.contains(centre)
}

/// The address as ASCII, which is all a PDF may hold; other characters percent-encoded (RFC 3987, 3.1).
fn uri(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for byte in href.trim().bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
