//! The walk over pages, nodes and primitives.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::ops::ControlFlow;

use journey_scene::{Colour, Node, Shape};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::configure::{Accessibility, ConfigurationBuilder, PdfVersion, ValidationError, Validators};
use krilla::destination::{Destination, XyzDestination};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::FillRule;
use krilla::{Document, SerializeSettings};
use kurbo::{Affine, Rect};

use crate::book::{Book, Leaf};
use crate::conformance::{self, Conformance, Problem, Standard};
use crate::content::{Reading, Subject, Telling};
use crate::ink::{Ink, Mark, Target};
use crate::page::Sheet;
use crate::picture::Pictures;
use crate::text::{Faces, Placed};
use crate::{Archive, Background, Options, PdfError, Progress, outline, properties, shape, structure};

/// How far outside its bounds a node may paint, in px: arrow heads and line widths.
const BLEED: f64 = 24.0;

/// Nodes between two calls of the watch function.
const BREATH: u32 = 256;

/// The number of a link within the document among the links of its node.
pub(crate) const LEAD: u16 = u16::MAX;

/// What the painter has learnt not to ask of the PDF library.
#[derive(Default)]
struct Concessions {
    /// Faces that cannot be embedded; drawn as paths.
    outlined: BTreeSet<u16>,
    /// Pictures that cannot be decoded; drawn as placeholders.
    unreadable: BTreeSet<usize>,
    /// Standards not to be claimed.
    unclaimed: BTreeSet<Standard>,
}

/// Why an attempt failed, and whether giving in on one point can mend it.
enum Trouble {
    Fatal(PdfError),
    Face(u16),
    Picture(usize),
    Standards(Vec<Problem>),
}

impl From<PdfError> for Trouble {
    fn from(error: PdfError) -> Self {
        Self::Fatal(error)
    }
}

pub(crate) fn paint(
    book: &Book<'_>,
    options: &Options,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Vec<u8>, Conformance), PdfError> {
    let mut concessions = Concessions::default();
    let mut problems = conformance::known(book, options);
    let dated = options.date.as_deref().and_then(properties::parse_date).is_some();
    if !dated {
        concessions.unclaimed.extend([Standard::A2b, Standard::A3a]);
    }
    // Each round gives in on one more point, and there are only so many faces and pictures.
    loop {
        let given_in = match attempt(book, options, &concessions, watch) {
            Ok((bytes, mut unmended)) => {
                let met = |standard: &Standard| !concessions.unclaimed.contains(standard);
                let claimed = conformance::aims(options).into_iter().filter(met).collect();
                problems.append(&mut unmended);
                return Ok((bytes, Conformance { claimed, problems }));
            }
            Err(Trouble::Fatal(error)) => return Err(error),
            Err(Trouble::Face(face)) => concessions.outlined.insert(face),
            Err(Trouble::Picture(picture)) => concessions.unreadable.insert(picture),
            Err(Trouble::Standards(mut found)) => {
                let before = concessions.unclaimed.len();
                concessions
                    .unclaimed
                    .extend(found.iter().flat_map(|problem| &problem.prevents));
                problems.append(&mut found);
                concessions.unclaimed.len() > before
            }
        };
        if !given_in {
            return Err(PdfError::Write("the same fault came up twice".into()));
        }
    }
}

/// Paints all of it once; what could only be mended at a price comes along.
fn attempt(
    book: &Book<'_>,
    options: &Options,
    concessions: &Concessions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Vec<u8>, Vec<Problem>), Trouble> {
    let date = options.date.as_deref().and_then(properties::parse_date);
    let aimed: Vec<Standard> = conformance::aims(options)
        .into_iter()
        .filter(|standard| !concessions.unclaimed.contains(standard))
        .collect();
    let mut document = Document::new_with(settings(options, &aimed)?);
    let Some(first) = book.scene(0) else {
        return Err(PdfError::NoParts.into());
    };
    let scenes = book.parts.iter().map(|part| part.scene).chain(&book.labels);
    let mut painter = Painter {
        part: 0,
        faces: Faces::new(scenes, &concessions.outlined),
        pictures: Pictures::new(&first.fonts, &concessions.unreadable),
        glyphs: Vec::new(),
        least_size: None,
    };
    let nodes = |leaf: &Leaf| book.scene(leaf.part).map_or(0, |scene| scene.nodes.len());
    let total: usize = book.leaves.iter().map(nodes).sum();
    let mut clock = Clock {
        watch,
        done: 0,
        total: u32::try_from(total).unwrap_or(u32::MAX),
    };
    let mut marks = Vec::new();
    for page in 0..book.leaves.len() {
        painter.page(&mut document, book, page, options, &mut marks, &mut clock)?;
    }
    document.set_tag_tree(structure::tree(book, marks));
    document.set_outline(outline::outline(book, options));
    document.set_metadata(properties::metadata(first, options, date));
    // PDF/A-2 would have the map itself be a PDF/A.
    let welcome = options.archive != Archive::A2b || !aimed.contains(&Standard::A2b);
    if let Some(attachment) = options.attachment.as_ref().filter(|_| welcome) {
        // Refused only for a second file of the same name.
        let _ = document.embed_file(EmbeddedFile {
            path: attachment.name.clone(),
            mime_type: MimeType::new("application/json"),
            description: Some(options.words.attachment.clone()),
            association_kind: AssociationKind::Source,
            data: attachment.json.clone().into_bytes().into(),
            modification_date: date,
            compress: Some(!options.text_form),
            location: None,
        });
    }
    let bytes = document
        .finish()
        .map_err(|error| painter.trouble(error, &aimed, book))?;
    let mut unmended = Vec::new();
    for &face in &concessions.outlined {
        unmended.append(&mut conformance::outlined(book, &painter.faces, face));
    }
    unmended.append(&mut conformance::unreadable(book, &|key| {
        painter.pictures.is_unreadable(key)
    }));
    Ok((bytes, unmended))
}

fn settings(options: &Options, aimed: &[Standard]) -> Result<SerializeSettings, PdfError> {
    let mut standards = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
    for &standard in aimed {
        standards = match conformance::archival(standard) {
            Some(archival) => standards.with_archival_validator(archival),
            None => standards.with_accessibility_validator(Accessibility::UA1),
        };
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
pub(crate) struct Clock<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    done: u32,
    total: u32,
}

impl Clock<'_> {
    pub fn tick(&mut self) -> Result<(), PdfError> {
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

/// Where a click leads.
enum Way<'a> {
    Out(&'a str),
    /// Page, point on it, and what is there.
    Within(crate::book::Spot, &'a str),
}

/// A clickable area on a page.
struct Area<'a> {
    node: usize,
    link: u16,
    /// In px of the map.
    rect: Rect,
    way: Way<'a>,
}

pub(crate) struct Painter<'a> {
    /// Index of the part that is drawn.
    pub(crate) part: usize,
    pub(crate) faces: Faces<'a>,
    pub(crate) pictures: Pictures<'a>,
    /// Reused for every run.
    pub(crate) glyphs: Vec<Placed>,
    /// Text smaller than this is drawn as bars, in px; only on sketches.
    pub(crate) least_size: Option<f64>,
}

impl<'a> Painter<'a> {
    fn trouble(&self, error: KrillaError, aimed: &[Standard], book: &Book<'_>) -> Trouble {
        let known = match &error {
            KrillaError::Font(font, _) => self.faces.id_of(font).map(Trouble::Face),
            KrillaError::Image(image, ..) => self.pictures.key_of(image).map(Trouble::Picture),
            KrillaError::Validation(errors) => Some(self.broken_rules(errors, aimed, book)),
            _ => None,
        };
        known.unwrap_or_else(|| Trouble::Fatal(PdfError::Write(error.to_string())))
    }

    fn broken_rules(&self, errors: &[(ValidationError, Validators)], aimed: &[Standard], book: &Book<'_>) -> Trouble {
        // A face that may not be embedded can still be drawn.
        let restricted = errors.iter().find_map(|(error, _)| match error {
            ValidationError::RestrictedLicense(font) => self.faces.id_of(font),
            _ => None,
        });
        match restricted {
            Some(face) => Trouble::Face(face),
            None => Trouble::Standards(conformance::found(errors, aimed, book, &self.faces)),
        }
    }

    fn page(
        &mut self,
        document: &mut Document,
        book: &'a Book<'a>,
        number: usize,
        options: &Options,
        marks: &mut Vec<Mark>,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let Some((leaf, scene)) = book
            .leaves
            .get(number)
            .and_then(|leaf| Some((leaf, book.scene(leaf.part)?)))
        else {
            return Ok(());
        };
        let sheet = &leaf.sheet;
        self.part = leaf.part;
        self.faces.select(leaf.part);
        let settings = PageSettings::from_wh(sheet.size.width as f32, sheet.size.height as f32)
            .ok_or_else(|| PdfError::Write("the page has no extent".into()))?
            .with_page_label(page_label(book, leaf, number));
        let mut page = document.start_page_with(settings);
        let mut areas = Vec::new();
        let mut surface = page.surface();
        let mut ink = Ink::new(&mut surface, leaf.part);
        if options.background == Background::Paper {
            ink.aim(usize::MAX, Target::Artifact);
            fill_rect(&mut ink, sheet.size.to_rect(), scene.paper);
        }
        // The surface must be left as it was found, cancelled or not.
        let done = if leaf.assembly {
            self.assembly(&mut ink, book, leaf, clock)
        } else {
            let done = self.map(&mut ink, book, leaf, &mut areas, clock);
            if sheet.tile.is_some() && options.poster.crop_marks {
                self.crop_marks(&mut ink, sheet, crate::poster::readable(Colour::BLACK, scene));
            }
            if let Some(words) = &leaf.words {
                self.sheet_label(&mut ink, book, leaf, words);
            }
            done
        };
        ink.close();
        let mut drawn = ink.marks;
        surface.finish();
        done?;
        for area in areas {
            let rect = sheet.transform.transform_rect_bbox(area.rect.intersect(sheet.window));
            let Some(rect) = shape::rect(rect) else {
                continue;
            };
            let (target, words) = match area.way {
                Way::Out(href) => (LinkTarget::Action(Action::Link(LinkAction::new(uri(href)))), href),
                Way::Within((page, point), title) => {
                    let point = krilla::geom::Point::from_xy(point.x as f32, point.y as f32);
                    let place = Destination::Xyz(XyzDestination::new(page, point));
                    (LinkTarget::Destination(place), title)
                }
            };
            let words = if words.trim().is_empty() {
                &options.words.untitled
            } else {
                words
            };
            let link = Annotation::new_link(LinkAnnotation::new(rect, target), Some(words.to_owned()));
            drawn.push(Mark {
                part: leaf.part,
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

    /// The sheet's part of the map.
    fn map(
        &mut self,
        ink: &mut Ink<'_, '_>,
        book: &'a Book<'a>,
        leaf: &Leaf,
        areas: &mut Vec<Area<'a>>,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let sheet = &leaf.sheet;
        let Some(transform) = shape::transform(sheet.transform) else {
            return Ok(());
        };
        ink.surface.push_transform(&transform);
        // Tiles must end where their neighbour takes over; a lone sheet has nothing to hide.
        let clip = sheet.tile.and_then(|_| shape::path(&Shape::Rect(sheet.window)));
        if let Some(path) = &clip {
            ink.aim(usize::MAX, Target::Artifact);
            ink.surface.push_clip_path(path, &FillRule::NonZero);
        }
        let done = self.nodes(ink, book, leaf, areas, clock);
        ink.close();
        if clip.is_some() {
            ink.surface.pop();
        }
        ink.surface.pop();
        done
    }

    /// The nodes that the sheet shows.
    fn nodes(
        &mut self,
        ink: &mut Ink<'_, '_>,
        book: &'a Book<'a>,
        leaf: &Leaf,
        areas: &mut Vec<Area<'a>>,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let sheet = &leaf.sheet;
        let Some(scene) = book.scene(leaf.part) else {
            return Ok(());
        };
        for (index, node) in scene.nodes.iter().enumerate() {
            clock.tick()?;
            let bounds = node.bounds();
            let seen = sheet.tile.is_none() || overlap(bounds.inflate(BLEED, BLEED), sheet.window);
            if seen && shape::writable(node.origin) {
                let home = sheet.tile.is_none() || sheet.owns(bounds, scene.size);
                if home && let Some((spot, title)) = book.lead(leaf.part, node) {
                    areas.push(Area {
                        node: index,
                        link: LEAD,
                        rect: bounds,
                        way: Way::Within(spot, title),
                    });
                }
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
            let number = u16::try_from(number).ok().filter(|number| *number < LEAD);
            if let (true, true, Some(link)) = (safe, sheet.window.contains(rect.center()), number) {
                areas.push(Area {
                    node: index,
                    link,
                    rect,
                    way: Way::Out(href),
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
}

/// What the reader shows as the page's number: a sheet's name, or else its place in the file.
fn page_label(book: &Book<'_>, leaf: &Leaf, number: usize) -> PageLabel {
    match leaf.sheet.tile {
        Some(tile) => PageLabel::new(None, Some(tile.name()), None),
        // Unsaid, it would go on from the sheet before.
        None if book.is_labelled() => {
            let number = u32::try_from(number + 1).ok().and_then(NonZeroU32::new);
            PageLabel::new(Some(NumberingStyle::Arabic), None, number)
        }
        None => PageLabel::default(),
    }
}

pub(crate) fn fill_rect(ink: &mut Ink<'_, '_>, rect: Rect, colour: Colour) {
    if let Some(path) = shape::path(&Shape::Rect(rect)) {
        ink.surface.set_fill(Some(shape::solid(colour)));
        ink.surface.set_stroke(None);
        ink.surface.draw_path(&path);
    }
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
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
