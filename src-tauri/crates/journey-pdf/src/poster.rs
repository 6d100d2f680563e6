//! What the pages of a poster carry besides the map: cut marks, labels, and the sketch of how they lie.

use journey_scene::{Colour, Node, Scene, Shape, Stroke};
use krilla::geom::Point;
use krilla::paint::FillRule;
use krilla::tagging::ArtifactType;
use kurbo::{Affine, Rect, Size, Vec2};

use crate::book::{Book, HEADING_WORDS, Leaf, SHEET_WORDS, Words};
use crate::content::{Reading, Subject, Telling};
use crate::ink::{Ink, Target};
use crate::page::{PT_PER_PX, Sheet};
use crate::painter::{Clock, Painter, fill_rect};
use crate::{PdfError, shape};

const INK: Colour = Colour::hex(0x1F2430);
const MUTED: Colour = Colour::hex(0x5B6472);
/// Lines of the sketch: strong on light and on dark paper.
const LINE: Colour = Colour::hex(0xC2410C);

/// Between the picture and a cut mark, and the longest a mark is, in points.
const MARK_GAP: f64 = 3.0;
const MARK_LENGTH: f64 = 14.0;

/// Texts of the map smaller than this are bars on a sketch, in points.
const SMALLEST: f64 = 3.5;

/// A margin lower than this has no room for a label, in points.
const LOWEST: f64 = 8.0;

impl<'a> Painter<'a> {
    /// Lines beyond the corners, where to cut, and dashed ones for where the next sheet will begin.
    pub(crate) fn crop_marks(&self, ink: &mut Ink<'_, '_>, sheet: &Sheet, colour: Colour) {
        let shown = sheet.shown();
        let own = sheet.transform.transform_rect_bbox(sheet.own).intersect(shown);
        let page = sheet.size;
        ink.aim_beside(ArtifactType::Page);
        ink.surface.set_fill(None);
        let mut draw = |from: (f64, f64), to: (f64, f64), dashed: bool| {
            let mut stroke = Stroke::solid(colour, 0.4);
            if dashed {
                stroke.dash = journey_scene::Dash::Dashed { on: 2.0, off: 1.5 };
            }
            ink.surface.set_stroke(shape::stroke(&stroke));
            let line = Shape::Line {
                from: from.into(),
                to: to.into(),
            };
            if let Some(path) = shape::path(&line) {
                ink.surface.draw_path(&path);
            }
        };
        // How long the marks of each margin are; none where there is no room.
        let length = |free: f64| Some((free - 2.0 * MARK_GAP).min(MARK_LENGTH)).filter(|length| *length >= 2.0);
        let (left, right) = (length(shown.x0), length(page.width - shown.x1));
        let (above, below) = (length(shown.y0), length(page.height - shown.y1));
        let seam_x = (own.x1 < shown.x1 - 0.1).then_some((own.x1, true));
        let seam_y = (own.y1 < shown.y1 - 0.1).then_some((own.y1, true));
        for (x, dashed) in [(shown.x0, false), (shown.x1, false)].into_iter().chain(seam_x) {
            if let Some(length) = above {
                draw((x, shown.y0 - MARK_GAP), (x, shown.y0 - MARK_GAP - length), dashed);
            }
            if let Some(length) = below {
                draw((x, shown.y1 + MARK_GAP), (x, shown.y1 + MARK_GAP + length), dashed);
            }
        }
        for (y, dashed) in [(shown.y0, false), (shown.y1, false)].into_iter().chain(seam_y) {
            if let Some(length) = left {
                draw((shown.x0 - MARK_GAP, y), (shown.x0 - MARK_GAP - length, y), dashed);
            }
            if let Some(length) = right {
                draw((shown.x1 + MARK_GAP, y), (shown.x1 + MARK_GAP + length, y), dashed);
            }
        }
        ink.surface.set_stroke(None);
    }

    /// The sheet's label, in the lowest margin below the picture that has room for it.
    pub(crate) fn sheet_label(&mut self, ink: &mut Ink<'_, '_>, book: &'a Book<'a>, leaf: &Leaf, words: &Words) {
        let sheet = &leaf.sheet;
        let Some(scene) = book.scene(leaf.part) else {
            return;
        };
        let shown = sheet.shown();
        // Beside the cut mark of the corner.
        let left = shown.x0 + 2.0 * MARK_GAP;
        let width = (sheet.size.width - left - LOWEST).max(LOWEST);
        let size = book.words_size(words, width, SHEET_WORDS);
        let (above, below) = (shown.y0, sheet.size.height - shown.y1);
        let height = size.height.min(below.max(above).max(LOWEST) * 0.8);
        let top = if below >= LOWEST {
            shown.y1 + (below.min(24.0) - height) / 2.0
        } else if above >= LOWEST {
            (above - height).max(0.0) / 2.0
        } else {
            // No margin at all: on the picture, on a ground of its own.
            let ground = Rect::from_origin_size((left - 2.0, shown.y1 - height - 4.0), size + Size::new(4.0, 4.0));
            ink.aim_beside(ArtifactType::PaginationOther);
            fill_rect(ink, ground.intersect(shown), scene.paper);
            shown.y1 - height - 2.0
        };
        ink.aim_beside(ArtifactType::PaginationOther);
        let place = Rect::from_origin_size((left, top), (width, height));
        self.words(ink, book, words, place, (SHEET_WORDS, readable(MUTED, scene)));
    }

    /// Draws words of the caller's, scaled into the place from its left, or else the painter's own.
    fn words(
        &mut self,
        ink: &mut Ink<'_, '_>,
        book: &'a Book<'a>,
        words: &Words,
        place: Rect,
        (size, colour): (f32, Colour),
    ) {
        let labels: &'a [Scene] = &book.labels;
        let Some((index, scene)) = words.scene.and_then(|index| Some((index, labels.get(index)?))) else {
            let baseline = Point::from_xy(place.x0 as f32, (place.y0 + f64::from(size)) as f32);
            self.letters(ink, &words.english, baseline, size, colour);
            return;
        };
        let scale = PT_PER_PX
            .min(place.width() / scene.size.width)
            .min(place.height() / scene.size.height);
        let Some(transform) = shape::transform(Affine::translate(place.origin().to_vec2()) * Affine::scale(scale))
        else {
            return;
        };
        let before = self.faces.select(book.parts.len() + index);
        ink.lock();
        ink.surface.push_transform(&transform);
        for node in &scene.nodes {
            self.silent(ink, node);
        }
        ink.surface.pop();
        ink.unlock();
        self.faces.select(before);
    }

    /// A node for the eye only.
    fn silent(&mut self, ink: &mut Ink<'_, '_>, node: &'a Node) {
        let reading = Reading::of(node);
        let mut subject = Subject {
            index: usize::MAX,
            telling: Telling::Nothing,
            reading: &reading,
            texts: 0,
            figures: 0,
        };
        let place = shape::transform(Affine::translate(node.origin.to_vec2()));
        if let Some(place) = place.filter(|_| shape::writable(node.origin)) {
            ink.surface.push_transform(&place);
            self.primitives(ink, &node.content, Affine::IDENTITY, &mut subject);
            ink.surface.pop();
        }
    }

    /// Words without any shaping.
    fn letters(&mut self, ink: &mut Ink<'_, '_>, text: &str, baseline: Point, size: f32, colour: Colour) {
        let Some(face) = self.faces.for_labels().and_then(|slot| self.faces.at(slot)) else {
            return;
        };
        let mut at = 0;
        self.glyphs.clear();
        for character in text.chars() {
            let end = at + character.len_utf8() as u32;
            if let Some(id) = face.map(character) {
                self.glyphs.push(face.plain(id, at..end));
            }
            at = end;
        }
        ink.surface.set_stroke(None);
        ink.surface.set_fill(Some(shape::solid(colour)));
        ink.surface
            .draw_glyphs(baseline, &self.glyphs, face.font.clone(), text, size, face.outlined);
    }

    /// How wide words of the painter's own are, in points.
    fn letters_width(&mut self, text: &str, size: f32) -> f64 {
        let Some(face) = self.faces.for_labels().and_then(|slot| self.faces.at(slot)) else {
            return 0.0;
        };
        let ids = text.chars().filter_map(|character| face.map(character));
        ids.map(|id| f64::from(face.plain(id, 0..0).advance * size)).sum()
    }

    /// A page with the map in small and the sheets drawn over it, all of it one figure.
    pub(crate) fn assembly(
        &mut self,
        ink: &mut Ink<'_, '_>,
        book: &'a Book<'a>,
        leaf: &Leaf,
        clock: &mut Clock<'_>,
    ) -> Result<(), PdfError> {
        let Some(scene) = book.scene(leaf.part) else {
            return Ok(());
        };
        let sheet = &leaf.sheet;
        let shown = sheet.shown();
        ink.aim(usize::MAX, Target::Sketch);
        ink.lock();
        if let Some(words) = &leaf.words {
            let left = 36.0f64.min(sheet.size.min_side() / 8.0);
            let width = sheet.size.width - 2.0 * left;
            let place = Rect::from_origin_size((left, left), book.words_size(words, width, HEADING_WORDS));
            self.words(ink, book, words, place, (HEADING_WORDS, readable(INK, scene)));
        }
        let frame = shape::path(&Shape::Rect(sheet.window));
        let mut done = Ok(());
        if let (Some(transform), Some(frame)) = (shape::transform(sheet.transform), frame) {
            ink.surface.push_transform(&transform);
            ink.surface.push_clip_path(&frame, &FillRule::NonZero);
            self.least_size = Some(SMALLEST / sheet.transform.as_coeffs()[0]);
            for node in &scene.nodes {
                done = clock.tick();
                if done.is_err() {
                    break;
                }
                self.silent(ink, node);
            }
            self.least_size = None;
            ink.surface.pop();
            ink.surface.pop();
        }
        self.sketch_lines(ink, book, leaf, shown);
        ink.unlock();
        done
    }

    /// A frame around what each sheet keeps, a tint where two overlap, and the sheets' names.
    fn sketch_lines(&mut self, ink: &mut Ink<'_, '_>, book: &'a Book<'a>, leaf: &Leaf, shown: Rect) {
        let on_sketch = |rect: Rect| leaf.sheet.transform.transform_rect_bbox(rect);
        let sheets = || {
            let leaves = book
                .leaves
                .iter()
                .filter(|other| other.part == leaf.part && !other.assembly);
            leaves.map(|other| &other.sheet)
        };
        for sheet in sheets() {
            let (own, window) = (on_sketch(sheet.own).intersect(shown), on_sketch(sheet.window));
            // Right of and below what is the sheet's own, it shows what its neighbours show too.
            let beside = Rect::new(own.x1, window.y0, window.x1, window.y1);
            let below = Rect::new(window.x0, own.y1, own.x1, window.y1);
            for band in [beside, below] {
                if band.width() > 0.05 && band.height() > 0.05 {
                    fill_rect(ink, band, LINE.with_alpha(60));
                }
            }
        }
        ink.surface.set_fill(None);
        ink.surface.set_stroke(shape::stroke(&Stroke::solid(LINE, 0.8)));
        for sheet in sheets() {
            if let Some(path) = shape::path(&Shape::Rect(on_sketch(sheet.own).intersect(shown))) {
                ink.surface.draw_path(&path);
            }
        }
        for sheet in sheets() {
            let (Some(tile), own) = (sheet.tile, on_sketch(sheet.own).intersect(shown)) else {
                continue;
            };
            let name = tile.name();
            let size = (own.size().min_side() * 0.2).clamp(3.0, 10.0) as f32;
            let width = self.letters_width(&name, size);
            let height = f64::from(size) * 1.5;
            let plate = Rect::from_center_size(own.center(), (width + f64::from(size), height));
            let shape = Shape::RoundedRect {
                rect: plate,
                radius: height / 4.0,
            };
            if let Some(path) = shape::path(&shape) {
                ink.surface.set_stroke(None);
                ink.surface.set_fill(Some(shape::solid(LINE)));
                ink.surface.draw_path(&path);
            }
            let start = own.center() + Vec2::new(-width / 2.0, f64::from(size) * 0.36);
            let baseline = Point::from_xy(start.x as f32, start.y as f32);
            self.letters(ink, &name, baseline, size, Colour::WHITE);
        }
    }
}

/// The colour, or white where the paper is dark.
pub(crate) fn readable(colour: Colour, scene: &Scene) -> Colour {
    if colour.contrast(scene.paper) >= 4.5 {
        colour
    } else {
        Colour::WHITE
    }
}
