//! What a node draws: groups, paths, texts, pictures.

use journey_glyph::Underline;
use journey_scene::{GlyphRun, Node, Primitive, Role, Shape, TextBox};
use krilla::geom::{Point, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::FillRule;
use kurbo::{Affine, Rect};

use crate::ink::{Ink, Target};
use crate::painter::Painter;
use crate::{conformance, shape, text};

/// What is to be told of a node, found before it is drawn.
pub(crate) struct Reading<'a> {
    /// Every part is `Artifact`, one mark for all, or one for each text and picture.
    pub telling: Telling,
    /// Link areas in node coordinates.
    pub links: Vec<(Rect, &'a str)>,
}

/// How much of a node a screen reader gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    Nothing,
    Whole,
    Parts,
}

impl<'a> Reading<'a> {
    pub fn of(node: &'a Node) -> Self {
        let mut parts = false;
        let mut links = Vec::new();
        survey(&node.content, Affine::IDENTITY, &mut |primitive, at| match primitive {
            Primitive::Text(_) => parts = true,
            Primitive::Image(image) => parts |= !image.alt.is_empty(),
            Primitive::Link(link) => links.push((at.transform_rect_bbox(link.rect), link.href.as_str())),
            Primitive::Group { .. } | Primitive::Path { .. } => {}
        });
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
            transform, children, ..
        } = primitive
        {
            survey(children, at * *transform, see);
        } else {
            see(primitive, at);
        }
    }
}

/// The node that is being drawn.
pub(crate) struct Subject<'a> {
    pub index: usize,
    pub telling: Telling,
    pub reading: &'a Reading<'a>,
    /// Index of the next text box and picture.
    pub texts: u16,
    pub figures: u16,
}

impl<'a> Painter<'a> {
    pub(crate) fn primitives(
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
                } => self.group(ink, (*transform, clip.as_ref(), *opacity), children, at, subject),
                Primitive::Path { shape: s, fill, stroke } => {
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
                    if let Some(location) = conformance::location(self.part, subject.index) {
                        ink.surface.set_location(location);
                    }
                    self.pictures.draw(image, ink.surface);
                    ink.surface.reset_location();
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

    fn text(&mut self, ink: &mut Ink<'_, '_>, text: &TextBox, at: Affine, subject: &mut Subject<'_>) {
        if self.greeked(ink, text) {
            return;
        }
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
                let space = line_end.filter(|(run, _)| *run == position).map(|(_, at)| at);
                let target = match own {
                    Target::Text(_) if !subject.reading.links.is_empty() => {
                        let middle = at
                            * kurbo::Point::new(run.x + run.advance / 2.0, line.baseline - f64::from(run.size) * 0.3);
                        let within = |(rect, _): &(Rect, &str)| rect.contains(middle);
                        match subject.reading.links.iter().position(within).map(u16::try_from) {
                            Some(Ok(link)) => Target::Link { text: number, link },
                            _ => own,
                        }
                    }
                    _ => own,
                };
                self.run(ink, (run, space), line.baseline, &source, (subject.index, target));
            }
        }
    }

    /// Draws a bar for each run where the text would be too small to be read, as on a sketch of the map.
    fn greeked(&self, ink: &mut Ink<'_, '_>, text: &TextBox) -> bool {
        let runs = || {
            text.lines
                .iter()
                .flat_map(|line| line.runs.iter().map(|run| (line.baseline, run)))
        };
        let Some(least) = self.least_size else {
            return false;
        };
        if runs().any(|(_, run)| f64::from(run.size) >= least) {
            return false;
        }
        ink.surface.set_stroke(None);
        for (baseline, run) in runs() {
            // About as high and as dark as the letters are from afar.
            let size = f64::from(run.size);
            let bar = Rect::new(
                run.x,
                baseline - size * 0.48,
                run.x + run.advance,
                baseline - size * 0.06,
            );
            if let Some(path) = shape::path(&Shape::Rect(bar)) {
                let alpha = run.colour.alpha / 3;
                ink.surface.set_fill(Some(shape::solid(run.colour.with_alpha(alpha))));
                ink.surface.draw_path(&path);
            }
        }
        true
    }

    fn run(
        &mut self,
        ink: &mut Ink<'_, '_>,
        (run, space): (&GlyphRun, Option<u32>),
        baseline: f64,
        source: &str,
        (node, target): (usize, Target),
    ) {
        let sane = run.size > 0.0 && run.size < 1e5 && shape::writable(kurbo::Point::new(run.x, baseline));
        let Some(face) = self.faces.get(run.font).filter(|_| sane && !run.glyphs.is_empty()) else {
            return;
        };
        ink.aim(node, target);
        text::place(run, face, source, &mut self.glyphs);
        let shift = space.map_or(0.0, |at| text::place_line_end(at, run.rtl, face, &mut self.glyphs));
        let slanted = run.oblique.then(|| {
            let slope = GlyphRun::SLANT as f32;
            Transform::from_row(1.0, 0.0, -slope, 1.0, slope * baseline as f32, 0.0)
        });
        if let Some(slant) = &slanted {
            ink.surface.push_transform(slant);
        }
        ink.surface.set_fill(Some(shape::solid(run.colour)));
        ink.surface.set_stroke(run.embolden.then(|| krilla::paint::Stroke {
            paint: shape::rgb(run.colour).into(),
            width: (f64::from(run.size) * GlyphRun::THICKENING) as f32,
            line_join: krilla::paint::LineJoin::Round,
            opacity: shape::opacity(run.colour.alpha),
            ..krilla::paint::Stroke::default()
        }));
        let mut x = run.x as f32 + shift * run.size;
        let y = baseline as f32;
        // A missing glyph may not be written as text in PDF/UA, and outlines are none: what they stand for
        // is written beside them.
        for part in self.glyphs.chunk_by(|a, b| (a.id == 0) == (b.id == 0)) {
            let missing = part[0].id == 0;
            if missing || face.outlined {
                let from = part.iter().map(|g| g.text.start as usize).min().unwrap_or(0);
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
            let (Underline { offset, thickness }, size) = (face.underline, f64::from(run.size));
            let line = Rect::from_origin_size((run.x, baseline + offset * size), (run.advance, thickness * size));
            ink.surface.set_stroke(None);
            if let Some(path) = shape::path(&Shape::Rect(line)) {
                ink.surface.draw_path(&path);
            }
        }
        if slanted.is_some() {
            ink.surface.pop();
        }
    }
}
