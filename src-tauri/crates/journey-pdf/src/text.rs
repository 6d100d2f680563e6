//! Faces, and shaped runs as glyphs that know the text they stand for.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use journey_glyph::Underline;
use journey_scene::{FontFace, FontId, FontSet, GlyphRun, Line, Scene};
use krilla::Data;
use krilla::surface::Location;
use krilla::text::{Font, GlyphId};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// A face that is in use.
pub(crate) struct Face<'a> {
    pub font: Font,
    /// Draw its glyphs as paths, because the library cannot embed the file.
    pub outlined: bool,
    source: FontRef<'a>,
    metrics: GlyphMetrics<'a>,
    /// 1000 / units per em.
    per_mille: f32,
    /// In em.
    pub underline: Underline,
    /// The glyph of the space.
    space: Option<u16>,
}

impl<'a> Face<'a> {
    fn open(face: &'a FontFace, outlined: bool) -> Option<Self> {
        let source = FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
        let font = Font::new(Data::from(face.bytes.clone()), face.index)?;
        let metrics = source.metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(metrics.units_per_em.max(1));
        let space = source.charmap().map(' ').and_then(|id| u16::try_from(id.to_u32()).ok());
        Some(Self {
            font,
            space: space.filter(|&id| id != 0),
            outlined,
            metrics: source.glyph_metrics(Size::unscaled(), LocationRef::default()),
            source,
            per_mille: 1000.0 / em,
            underline: journey_glyph::Face::open(face)?.underline(1.0),
        })
    }

    /// Advance that a PDF reader gives the glyph, in 1/1000 em.
    fn advance(&self, id: u16) -> f32 {
        self.metrics.advance_width(id.into()).unwrap_or(0.0) * self.per_mille
    }

    fn glyph_count(&self) -> u32 {
        self.metrics.glyph_count()
    }

    /// A glyph with the face's own advance.
    pub fn plain(&self, id: u16, text: Range<u32>) -> Placed {
        Placed {
            id,
            text,
            advance: scaled_back(self.advance(id)),
            dx: 0.0,
            dy: 0.0,
        }
    }

    /// The glyph of a character, without any shaping: enough for a sheet label and for spaces.
    pub fn map(&self, character: char) -> Option<u16> {
        let id = self.source.charmap().map(character)?.to_u32();
        u16::try_from(id).ok().filter(|&id| id != 0)
    }
}

/// The faces of all scenes of a document, opened when first used, one PDF font each.
pub(crate) struct Faces<'a> {
    /// Each face once, whichever scenes name it.
    known: Vec<&'a FontFace>,
    /// By scene, the position in `known` of each of its font ids.
    of_scene: Vec<Arc<[u16]>>,
    open: Vec<Option<Option<Face<'a>>>>,
    outlined: &'a BTreeSet<u16>,
    /// The scene that is drawn.
    scene: usize,
}

impl<'a> Faces<'a> {
    /// The faces of those scenes; the first is selected.
    pub fn new(scenes: impl Iterator<Item = &'a Scene>, outlined: &'a BTreeSet<u16>) -> Self {
        let mut known: Vec<&FontFace> = Vec::new();
        let mut positions: HashMap<(usize, u32), u16> = HashMap::new();
        let mut sets: HashMap<usize, Arc<[u16]>> = HashMap::new();
        let mut of_scene = Vec::new();
        for scene in scenes {
            let set: &'a FontSet = &scene.fonts;
            let slots = sets.entry(Arc::as_ptr(&scene.fonts).addr()).or_insert_with(|| {
                let slot = |(_, face): (FontId, &'a FontFace)| {
                    let identity = ((*face.bytes).as_ref().as_ptr().addr(), face.index);
                    *positions.entry(identity).or_insert_with(|| {
                        known.push(face);
                        u16::try_from(known.len() - 1).unwrap_or(u16::MAX)
                    })
                };
                set.iter().map(slot).collect()
            });
            of_scene.push(Arc::clone(slots));
        }
        Self {
            open: known.iter().map(|_| None).collect(),
            known,
            of_scene,
            outlined,
            scene: 0,
        }
    }

    /// Font ids mean faces of that scene from now on; returns the scene before.
    pub fn select(&mut self, scene: usize) -> usize {
        std::mem::replace(&mut self.scene, scene)
    }

    /// The position of a scene's face among all.
    pub fn slot(&self, scene: usize, id: FontId) -> Option<u16> {
        self.of_scene.get(scene)?.get(usize::from(id.0)).copied()
    }

    /// The selected scene's face of that id; `None` if there is none or its file cannot be read.
    pub fn get(&mut self, id: FontId) -> Option<&Face<'a>> {
        let slot = self.slot(self.scene, id)?;
        self.at(slot)
    }

    /// The face at that position.
    pub fn at(&mut self, slot: u16) -> Option<&Face<'a>> {
        let face = *self.known.get(usize::from(slot))?;
        let outlined = self.outlined.contains(&slot);
        let open = self.open.get_mut(usize::from(slot))?;
        open.get_or_insert_with(|| Face::open(face, outlined)).as_ref()
    }

    /// The family of the face at that position.
    pub fn family(&self, slot: u16) -> &str {
        self.known
            .get(usize::from(slot))
            .map_or("", |face| face.family.as_str())
    }

    /// The position of the face that the library calls `font`.
    pub fn id_of(&self, font: &Font) -> Option<u16> {
        let position = self.open.iter().position(|slot| {
            let face = slot.as_ref().and_then(Option::as_ref);
            face.is_some_and(|face| face.font == *font)
        })?;
        u16::try_from(position).ok()
    }

    /// The position of the face for words of the painter's own: upright Inter nearest to regular, or else
    /// the first face.
    pub fn for_labels(&self) -> Option<u16> {
        let all = || (0u16..).zip(&self.known);
        let inter = all().filter(|(_, face)| face.family == "Inter" && !face.italic);
        let regular = inter.min_by_key(|(_, face)| face.weight.abs_diff(400));
        regular.or_else(|| all().next()).map(|(slot, _)| slot)
    }
}

/// A glyph in the words of the PDF library: lengths in em, y upwards.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub id: u16,
    /// Bytes of the text that the glyph's cluster stands for.
    pub text: Range<u32>,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
}

impl krilla::text::Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(u32::from(self.id))
    }

    fn text_range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.dx * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.dy * size
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

/// The text with characters that PDF cannot map a glyph to (NUL, byte order marks) or that break a
/// line of extracted text replaced by harmless ones of the same length in UTF-8.
pub(crate) fn mappable(text: &str) -> Cow<'_, str> {
    let odd = |c: char| c < ' ' || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{2028}' | '\u{2029}');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c {
        c if c < ' ' => ' ',
        // All three bytes long: a thin space of no width, the replacement character, an em space.
        '\u{feff}' => '\u{200b}',
        '\u{fffe}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' => '\u{2003}',
        c => c,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

/// The byte of the text that a space at the end of a line stands for, and the run that it ends.
///
/// Layout draws no glyphs for the spaces at which it breaks lines; a screen reader (and a search over
/// the line's end) would join the words.
pub(crate) fn line_end(line: &Line, next: Option<&Line>, text: &str) -> Option<(usize, u32)> {
    let runs = line.runs.iter().enumerate();
    let (index, last) = runs.max_by_key(|(_, run)| run.range.end)?;
    let next = next?.runs.iter().map(|run| run.range.start).min()?;
    let at = last.range.end;
    let outermost = if last.rtl {
        index == 0
    } else {
        index + 1 == line.runs.len()
    };
    let space = text.as_bytes().get(at as usize) == Some(&b' ') && at < next;
    (outermost && space).then_some((index, at))
}

/// Adds the space that ends the line (see [`line_end`]) to the glyphs of its run; returns by how much
/// the run's left edge moves, in em.
pub(crate) fn place_line_end(at: u32, rtl: bool, face: &Face<'_>, out: &mut Vec<Placed>) -> f32 {
    let Some(space) = face.space else {
        return 0.0;
    };
    let glyph = face.plain(space, at..at + 1);
    if rtl {
        let width = glyph.advance;
        out.insert(0, glyph);
        -width
    } else {
        out.push(glyph);
        0.0
    }
}

/// Fills `out` with the run's glyphs. `text` is the text box's source (same length, see [`mappable`]).
pub(crate) fn place(run: &GlyphRun, face: &Face<'_>, text: &str, out: &mut Vec<Placed>) {
    out.clear();
    let per_em = 1.0 / run.size;
    // Pens in 1/1000 em: where layout wants the next glyph, and where the reader will put it. A PDF
    // positions glyphs by the face's advances plus corrections; whole-number corrections, and only
    // where the two pens drift apart, keep each glyph within 0.0005 em of its place and the file small.
    let (mut wanted, mut written) = (0.0f64, 0.0f64);
    for glyph in &run.glyphs {
        let known = u32::from(glyph.id) < face.glyph_count();
        let id = if known { glyph.id } else { 0 };
        let own = face.advance(id);
        wanted += f64::from(finite(glyph.advance * per_em)) * 1000.0;
        let correction = (wanted - written - f64::from(own)).round();
        written += f64::from(own) + correction;
        out.push(Placed {
            id,
            text: glyph.cluster..glyph.cluster,
            advance: scaled_back(own + correction as f32),
            dx: finite(glyph.dx * per_em),
            dy: -finite(glyph.dy * per_em),
        });
    }
    spread(run, text, out);
}

fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// A number that gives `value` when multiplied by 1000 in `f32` (where there is one), so that corrections come out as the
/// whole numbers they are; the library multiplies.
fn scaled_back(value: f32) -> f32 {
    let near = value / 1000.0;
    [near, near.next_up(), near.next_down()]
        .into_iter()
        .find(|n| n * 1000.0 == value)
        .unwrap_or(near)
}

/// Gives each glyph the range from its cluster's start to the next one's in the text.
fn spread(run: &GlyphRun, text: &str, glyphs: &mut [Placed]) {
    let boundary = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    };
    let first = boundary(run.range.start.min(run.range.end));
    let last = boundary(run.range.end);
    let mut end = last;
    let mut start = last;
    let mut extend = |glyph: &mut Placed| {
        let own = boundary(glyph.text.start).clamp(first, last);
        if own < start {
            (start, end) = (own, start);
        }
        // A cluster out of order (a shaper's bug) stands for its own character.
        let stop = if own == start { end } else { own };
        glyph.text = whole(text, own..stop, last);
    };
    if run.rtl {
        glyphs.iter_mut().for_each(&mut extend);
    } else {
        glyphs.iter_mut().rev().for_each(&mut extend);
    }
}

/// The range, or where it is empty the character at its start (or before the end of the text), since
/// a glyph that stands for nothing cannot be written. Spaces after a word are left to the space glyph.
fn whole(text: &str, range: Range<u32>, last: u32) -> Range<u32> {
    let (start, end) = (range.start as usize, range.end as usize);
    if start < end {
        let trimmed = text[start..end].trim_end_matches(' ').len();
        let length = if trimmed == 0 { 1 } else { trimmed };
        return range.start..range.start + length as u32;
    }
    match text[start..].chars().next() {
        Some(c) if start < last as usize => range.start..range.start + c.len_utf8() as u32,
        _ => match text[..start].chars().next_back() {
            Some(c) => range.start - c.len_utf8() as u32..range.start,
            None => range,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey_scene::{Colour, Glyph};

    fn run(clusters: &[u32], range: Range<u32>, rtl: bool) -> (GlyphRun, Vec<Placed>) {
        let glyphs: Vec<Glyph> = clusters
            .iter()
            .map(|&cluster| Glyph {
                id: 1,
                dx: 0.0,
                dy: 0.0,
                advance: 1.0,
                cluster,
            })
            .collect();
        let placed = clusters
            .iter()
            .map(|&c| Placed {
                id: 1,
                text: c..c,
                advance: 0.0,
                dx: 0.0,
                dy: 0.0,
            })
            .collect();
        let run = GlyphRun {
            font: FontId(0),
            size: 10.0,
            colour: Colour::BLACK,
            x: 0.0,
            advance: 1.0,
            rtl,
            letter_spacing: 0.0,
            oblique: false,
            embolden: false,
            underline: false,
            range,
            glyphs,
        };
        (run, placed)
    }

    fn texts<'t>(text: &'t str, clusters: &[u32], range: Range<u32>, rtl: bool) -> Vec<&'t str> {
        let (run, mut placed) = run(clusters, range, rtl);
        spread(&run, text, &mut placed);
        placed
            .iter()
            .map(|p| &text[p.text.start as usize..p.text.end as usize])
            .collect()
    }

    #[test]
    fn clusters_become_ranges() {
        assert_eq!(texts("abc", &[0, 1, 2], 0..3, false), ["a", "b", "c"]);
        // A ligature, a base with its mark, and a run in the middle of the text.
        assert_eq!(texts("offer", &[0, 1, 3, 4], 0..5, false), ["o", "ff", "e", "r"]);
        assert_eq!(texts("xe\u{301}y", &[1, 1], 1..4, false), ["e\u{301}", "e\u{301}"]);
        assert_eq!(texts("שלום", &[6, 4, 2, 0], 0..8, true), ["ם", "ו", "ל", "ש"]);
    }

    #[test]
    fn a_space_without_a_glyph_is_not_part_of_the_last_letter() {
        assert_eq!(texts("go on", &[0, 1], 0..3, false), ["g", "o"]);
        assert_eq!(texts("a b", &[0, 1, 2], 0..3, false), ["a", " ", "b"]);
    }

    #[test]
    fn a_broken_line_ends_with_the_space_it_was_broken_at() {
        let line = |runs: &[(Range<u32>, bool)]| Line {
            baseline: 0.0,
            runs: runs
                .iter()
                .map(|(range, rtl)| run(&[], range.clone(), *rtl).0)
                .collect(),
        };
        let text = "one two שלום עולם";
        let next = |from: u32| line(&[(from..from + 1, false)]);
        assert_eq!(line_end(&line(&[(0..3, false)]), Some(&next(4)), text), Some((0, 3)));
        assert_eq!(
            line_end(&line(&[(0..4, false), (4..7, false)]), Some(&next(8)), text),
            Some((1, 7))
        );
        // The last letters of a right-to-left line stand at its left.
        assert_eq!(line_end(&line(&[(8..16, true)]), Some(&next(17)), text), Some((0, 16)));
        // Words broken anywhere, the last line, and a run that ends amid its line.
        assert_eq!(line_end(&line(&[(0..2, false)]), Some(&next(2)), text), None);
        assert_eq!(line_end(&line(&[(0..3, false)]), None, text), None);
        assert_eq!(
            line_end(&line(&[(0..7, false), (8..16, true)]), Some(&next(17)), text),
            None
        );
    }

    #[test]
    fn broken_clusters_stay_inside_the_text() {
        // Past the end, within a character, out of order, in an empty text.
        for (text, clusters) in [
            ("é", &[1u32, 99][..]),
            ("abc", &[2, 0, 1]),
            ("", &[0, 5]),
            ("日本", &[4, 1, 2]),
        ] {
            for rtl in [false, true] {
                for glyph in texts(text, clusters, 0..99, rtl) {
                    assert!(text.contains(glyph));
                }
            }
        }
    }

    #[test]
    fn control_characters_keep_their_place() {
        let odd = "a\0b\nc\u{feff}d";
        let mapped = mappable(odd);
        assert_eq!(mapped, "a b c\u{200b}d");
        assert_eq!(mapped.len(), odd.len());
        assert!(matches!(mappable("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn corrections_come_out_whole() {
        // A few products cannot be hit in `f32`; they come out one digit in the last place away.
        let values = (0..20_000u16).map(|n| f32::from(n) / 8.0);
        let error = |value: f32| (scaled_back(value) * 1000.0 - value).abs();
        assert!(values.clone().filter(|&value| error(value) > 0.0).count() < 400);
        assert!(values.map(error).all(|error| error < 0.0003));
    }
}
