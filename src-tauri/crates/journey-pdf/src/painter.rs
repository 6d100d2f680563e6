//! The walk over pages, nodes and primitives.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use journey_scene::{Colour, FontId, GlyphRun, Node, Primitive, Role, Scene, Shape, TextBox};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{Point, Transform};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::page::{PageLabel, PageSettings};
use krilla::paint::FillRule;
use krilla::{Document, SerializeSettings};
use kurbo::{Affine, Rect};

use crate::ink::{Ink, Mark, Target};
use crate::page::{self, PT_PER_PX, Sheet};
use crate::picture::Pictures;
use crate::text::{self, Faces, Placed};
use crate::{Background, Options, PdfError, Progress, outline, shape, structure};

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
    let date = options.date.as_deref().and_then(parse_date);
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
    document.set_metadata(metadata(scene, options, date));
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

fn settings(
    options: &Options,
    dated: bool,
    concessions: &Concessions,
) -> Result<SerializeSettings, PdfError> {
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

/// The title as PDF/UA demands one.
pub(crate) fn title(scene: &Scene) -> &str {
    let title = scene.title.trim();
    if title.is_empty() {
        "Untitled map"
    } else {
        title
    }
}

fn metadata(scene: &Scene, options: &Options, date: Option<DateTime>) -> Metadata {
    let language = match scene.language.trim() {
        "" => "und",
        language => language,
    };
    let primary = language.split('-').next().unwrap_or(language);
    let rtl = [
        "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    let direction = if rtl.contains(&primary.to_ascii_lowercase().as_str()) {
        TextDirection::RightToLeft
    } else {
        TextDirection::LeftToRight
    };
    let mut metadata = Metadata::new()
        .title(title(scene).to_owned())
        .language(language.to_owned())
        .text_direction(direction)
        .creator("Waymark".into())
        .producer("Waymark".into());
    if let Some(date) = date {
        metadata = metadata.creation_date(date);
    }
    if let Some(author) = &options.author {
        metadata = metadata.authors(vec![author.clone()]);
    }
    if let Some(description) = &options.description {
        metadata = metadata.description(description.clone());
    }
    metadata
}

/// Reads `2026-03-14` and `2026-03-14T09:26:53Z` or with fractions and an offset (RFC 3339).
fn parse_date(text: &str) -> Option<DateTime> {
    fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u16> {
        let part = text.get(range)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    }
    fn within(value: u16, low: u8, high: u8) -> Option<u8> {
        u8::try_from(value)
            .ok()
            .filter(|v| (low..=high).contains(v))
    }
    let text = text.trim();
    let separated = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    let date = DateTime::new(separated.then(|| digits(text, 0..4))??)
        .month(within(digits(text, 5..7)?, 1, 12)?)
        .day(within(digits(text, 8..10)?, 1, 31)?);
    if text.len() == 10 {
        return Some(date);
    }
    let time = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let date = date
        .hour(within(digits(time, 0..2)?, 0, 23)?)
        .minute(within(digits(time, 3..5)?, 0, 59)?)
        // A leap second is written as the last ordinary one.
        .second(within(digits(time, 6..8)?, 0, 60)?.min(59));
    let zone = time
        .get(8..)?
        .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    match zone {
        "Z" | "z" => Some(date.utc_offset_hour(0).utc_offset_minute(0)),
        _ => {
            let east = match zone.get(0..1)? {
                "+" => true,
                "-" => false,
                _ => return None,
            };
            let hours = i8::try_from(within(digits(zone, 1..3)?, 0, 23)?).ok()?;
            let minutes = within(digits(zone, 4..6)?, 0, 59)?;
            Some(
                date.utc_offset_hour(if east { hours } else { -hours })
                    .utc_offset_minute(minutes),
            )
        }
    }
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

/// What is to be told of a node, found before it is drawn.
struct Reading<'a> {
    /// Every part is `Artifact`, one mark for all, or one for each text and picture.
    telling: Telling,
    /// Link areas in node coordinates.
    links: Vec<(Rect, &'a str)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Nothing,
    Whole,
    Parts,
}

impl<'a> Reading<'a> {
    fn of(node: &'a Node) -> Self {
        let mut parts = false;
        let mut links = Vec::new();
        survey(
            &node.content,
            Affine::IDENTITY,
            &mut |primitive, at| match primitive {
                Primitive::Text(_) => parts = true,
                Primitive::Image(image) => parts |= !image.alt.is_empty(),
                Primitive::Link(link) => {
                    links.push((at.transform_rect_bbox(link.rect), link.href.as_str()))
                }
                Primitive::Group { .. } | Primitive::Path { .. } => {}
            },
        );
        let telling = match node.role {
            Role::Decoration => Telling::Nothing,
            Role::EmotionCurve | Role::Link => Telling::Whole,
            _ if parts => Telling::Parts,
            _ => Telling::Whole,
        };
        Self { telling, links }
    }
}

fn survey<'a>(primitives: &'a [Primitive], at: Affine, see: &mut dyn FnMut(&'a Primitive, Affine)) {
    for primitive in primitives {
        if let Primitive::Group {
            transform,
            children,
            ..
        } = primitive
        {
            survey(children, at * *transform, see);
        } else {
            see(primitive, at);
        }
    }
}

/// The node that is being drawn.
struct Subject<'a> {
    index: usize,
    telling: Telling,
    reading: &'a Reading<'a>,
    /// Index of the next text box and picture.
    texts: u16,
    figures: u16,
}

struct Painter<'a> {
    scene: &'a Scene,
    faces: Faces<'a>,
    pictures: Pictures<'a>,
    /// Reused for every run.
    glyphs: Vec<Placed>,
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
        let label = sheet
            .tile
            .map(|tile| PageLabel::new(None, Some(tile.name()), None));
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
            let clip = sheet
                .tile
                .and_then(|_| shape::path(&Shape::Rect(sheet.window)));
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
            let rect = sheet
                .transform
                .transform_rect_bbox(area.rect.intersect(sheet.window));
            let Some(rect) = shape::rect(rect) else {
                continue;
            };
            let target = LinkTarget::Action(Action::Link(LinkAction::new(uri(area.href))));
            let link = Annotation::new_link(
                LinkAnnotation::new(rect, target),
                Some(area.href.to_owned()),
            );
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
            let safe = ["http:", "https:", "mailto:"].iter().any(|scheme| {
                href.get(..scheme.len())
                    .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
            });
            if let (true, true, Ok(link)) = (
                safe,
                sheet.window.contains(rect.center()),
                u16::try_from(number),
            ) {
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
            telling: if home {
                reading.telling
            } else {
                Telling::Nothing
            },
            reading: &reading,
            texts: 0,
            figures: 0,
        };
        let ground = match subject.telling {
            Telling::Whole => Target::Whole,
            Telling::Nothing | Telling::Parts => Target::Artifact,
        };
        let Some(place) = shape::transform(Affine::translate(offset)) else {
            return;
        };
        ink.aim(index, ground);
        ink.surface.push_transform(&place);
        self.primitives(ink, &node.content, Affine::IDENTITY, &mut subject);
        ink.surface.pop();
    }

    fn primitives(
        &mut self,
        ink: &mut Ink<'_, '_>,
        primitives: &'a [Primitive],
        at: Affine,
        subject: &mut Subject<'_>,
    ) {
        let ground = match subject.telling {
            Telling::Whole => Target::Whole,
            Telling::Nothing | Telling::Parts => Target::Artifact,
        };
        for primitive in primitives {
            match primitive {
                Primitive::Group {
                    transform,
                    clip,
                    opacity,
                    children,
                } => self.group(
                    ink,
                    (*transform, clip.as_ref(), *opacity),
                    children,
                    at,
                    subject,
                ),
                Primitive::Path {
                    shape: s,
                    fill,
                    stroke,
                } => {
                    let fill = fill.as_ref().and_then(shape::fill);
                    let stroke = stroke.as_ref().and_then(shape::stroke);
                    // The library fills with black where neither is set.
                    if (fill.is_some() || stroke.is_some())
                        && let Some(path) = shape::path(s)
                    {
                        ink.aim(subject.index, ground);
                        ink.surface.set_fill(fill);
                        ink.surface.set_stroke(stroke);
                        ink.surface.draw_path(&path);
                    }
                }
                Primitive::Text(text) => self.text(ink, text, at, subject),
                Primitive::Image(image) => {
                    let target = match subject.telling {
                        Telling::Parts if !image.alt.is_empty() => Target::Figure(subject.figures),
                        _ => ground,
                    };
                    subject.figures += u16::from(!image.alt.is_empty());
                    ink.aim(subject.index, target);
                    self.pictures.draw(image, ink.surface);
                }
                Primitive::Link(_) => {}
            }
        }
    }

    fn group(
        &mut self,
        ink: &mut Ink<'_, '_>,
        (transform, clip, opacity): (Affine, Option<&Shape>, f32),
        children: &'a [Primitive],
        at: Affine,
        subject: &mut Subject<'_>,
    ) {
        let opacity = NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE);
        let Some(matrix) = shape::transform(transform) else {
            return;
        };
        ink.surface.push_transform(&matrix);
        let clip = match clip.map(shape::path) {
            // A clip without extent leaves nothing to see.
            Some(None) => {
                ink.surface.pop();
                return;
            }
            Some(Some(path)) => Some(path),
            None => None,
        };
        if let Some(path) = &clip {
            ink.surface.push_clip_path(path, &FillRule::NonZero);
        }
        let layered = opacity != NormalizedF32::ONE;
        if layered {
            if subject.telling == Telling::Parts {
                // The whole layer is one mark; it is read as the first text in it.
                ink.aim(subject.index, Target::Text(subject.texts));
            }
            ink.lock();
            ink.surface.push_opacity(opacity);
        }
        self.primitives(ink, children, at * transform, subject);
        if layered {
            ink.surface.pop();
            ink.unlock();
        }
        if clip.is_some() {
            ink.surface.pop();
        }
        ink.surface.pop();
    }

    fn text(
        &mut self,
        ink: &mut Ink<'_, '_>,
        text: &TextBox,
        at: Affine,
        subject: &mut Subject<'_>,
    ) {
        let source = text::mappable(&text.source);
        let number = subject.texts;
        subject.texts = subject.texts.saturating_add(1);
        let own = match subject.telling {
            Telling::Nothing => Target::Artifact,
            Telling::Whole => Target::Whole,
            Telling::Parts => Target::Text(number),
        };
        for (index, line) in text.lines.iter().enumerate() {
            let line_end = text::line_end(line, text.lines.get(index + 1), &source);
            for (position, run) in line.runs.iter().enumerate() {
                let space = line_end
                    .filter(|(run, _)| *run == position)
                    .map(|(_, at)| at);
                let target = match own {
                    Target::Text(_) if !subject.reading.links.is_empty() => {
                        let middle = at
                            * kurbo::Point::new(
                                run.x + run.advance / 2.0,
                                line.baseline - f64::from(run.size) * 0.3,
                            );
                        let within = |(rect, _): &(Rect, &str)| rect.contains(middle);
                        match subject
                            .reading
                            .links
                            .iter()
                            .position(within)
                            .map(u16::try_from)
                        {
                            Some(Ok(link)) => Target::Link { text: number, link },
                            _ => own,
                        }
                    }
                    _ => own,
                };
                self.run(
                    ink,
                    (run, space),
                    line.baseline,
                    &source,
                    (subject.index, target),
                );
            }
        }
    }

    fn run(
        &mut self,
        ink: &mut Ink<'_, '_>,
        (run, space): (&GlyphRun, Option<u32>),
        baseline: f64,
        source: &str,
        (node, target): (usize, Target),
    ) {
        let sane =
            run.size > 0.0 && run.size < 1e5 && shape::writable(kurbo::Point::new(run.x, baseline));
        let Some(face) = self
            .faces
            .get(run.font)
            .filter(|_| sane && !run.glyphs.is_empty())
        else {
            return;
        };
        ink.aim(node, target);
        text::place(run, face, source, &mut self.glyphs);
        let shift = space.map_or(0.0, |at| {
            text::place_line_end(at, run.rtl, face, &mut self.glyphs)
        });
        let slanted = run.oblique.then(|| {
            let slope = SLANT as f32;
            Transform::from_row(1.0, 0.0, -slope, 1.0, slope * baseline as f32, 0.0)
        });
        if let Some(slant) = &slanted {
            ink.surface.push_transform(slant);
        }
        ink.surface.set_fill(Some(shape::solid(run.colour)));
        ink.surface
            .set_stroke(run.embolden.then(|| krilla::paint::Stroke {
                paint: shape::rgb(run.colour).into(),
                width: run.size / 24.0,
                line_join: krilla::paint::LineJoin::Round,
                opacity: shape::opacity(run.colour.alpha),
                ..krilla::paint::Stroke::default()
            }));
        let mut x = run.x as f32 + shift * run.size;
        let y = baseline as f32;
        // A missing glyph may not be written as text in PDF/UA: its box is drawn, and named beside it.
        for part in self.glyphs.chunk_by(|a, b| (a.id == 0) == (b.id == 0)) {
            let missing = part[0].id == 0;
            if missing {
                let from = part
                    .iter()
                    .map(|g| g.text.start as usize)
                    .min()
                    .unwrap_or(0);
                let to = part.iter().map(|g| g.text.end as usize).max().unwrap_or(0);
                ink.aim_actual(node, target, source.get(from..to).unwrap_or("\u{fffd}"));
            } else {
                ink.aim(node, target);
            }
            ink.surface.draw_glyphs(
                Point::from_xy(x, y),
                part,
                face.font.clone(),
                source,
                run.size,
                missing || face.outlined,
            );
            x += part.iter().map(|g| g.advance * run.size).sum::<f32>();
        }
        if run.underline {
            let middle = f64::from(face.underline.middle * run.size) + baseline;
            let half = f64::from(face.underline.thickness * run.size) / 2.0;
            let line = Rect::new(run.x, middle - half, run.x + run.advance, middle + half);
            ink.surface.set_stroke(None);
            if let Some(path) = shape::path(&Shape::Rect(line)) {
                ink.surface.draw_path(&path);
            }
        }
        if slanted.is_some() {
            ink.surface.pop();
        }
    }

    /// The sheet's name, small in the bottom margin.
    fn sheet_label(&mut self, ink: &mut Ink<'_, '_>, sheet: &Sheet, label: &str) {
        const SIZE: f32 = 7.0;
        const MUTED: Colour = Colour::hex(0x5B6472);
        let Some(face) = self
            .faces
            .for_labels()
            .and_then(|id: FontId| self.faces.get(id))
        else {
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
        ink.surface.draw_glyphs(
            baseline,
            &self.glyphs,
            face.font.clone(),
            label,
            SIZE,
            face.outlined,
        );
    }
}

/// Tangent of the slant of a face that has no italic (12 degrees).
const SLANT: f64 = 0.2126;

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
    let centre = kurbo::Point::new(
        within(centre.x, scene.size.width),
        within(centre.y, scene.size.height),
    );
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
