//! A face, opened, and its outlines.

use journey_scene::{BezPath, FontFace, GlyphRun};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// How large an outline is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Em {
    /// So many px per em.
    Px(f32),
    /// In the font's own units, of which [`Face::units_per_em`] make an em.
    Units,
}

/// A face of a scene, opened.
pub struct Face<'a> {
    pub(crate) font: FontRef<'a>,
    outlines: OutlineGlyphCollection<'a>,
    coloured: bool,
}

/// The line under a text, in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Underline {
    /// From the baseline down to the line's upper edge.
    pub offset: f64,
    pub thickness: f64,
}

impl<'a> Face<'a> {
    /// `None` for bytes that are no font.
    pub fn open(face: &'a FontFace) -> Option<Self> {
        let font = FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
        Some(Self {
            outlines: font.outline_glyphs(),
            font,
            coloured: face.colour,
        })
    }

    /// Whether glyphs carry colours of their own: draw their [layers](Self::layers).
    pub fn is_coloured(&self) -> bool {
        self.coloured
    }

    /// `None` where the font does not say.
    pub fn units_per_em(&self) -> Option<f64> {
        let units = self.font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        (units > 0).then(|| f64::from(units))
    }

    /// The outline of a glyph in one colour, slanted as an [oblique](GlyphRun::oblique) run asks; `None`
    /// if it is blank.
    pub fn outline(&self, glyph: u16, em: Em, oblique: bool) -> Option<BezPath> {
        self.outline_of(GlyphId::from(glyph), em, oblique)
    }

    pub(crate) fn outline_of(&self, glyph: GlyphId, em: Em, oblique: bool) -> Option<BezPath> {
        let mut pen = Outline {
            path: BezPath::new(),
            slant: if oblique { GlyphRun::SLANT } else { 0.0 },
        };
        let size = match em {
            Em::Px(size) => Size::new(size),
            Em::Units => Size::unscaled(),
        };
        let settings = DrawSettings::unhinted(size, LocationRef::default());
        self.outlines.get(glyph)?.draw(settings, &mut pen).ok()?;
        (!pen.path.elements().is_empty()).then_some(pen.path)
    }

    /// Where and how thick the face wants its underline, at a size in px per em; a tenth and a twentieth of
    /// the em where it does not say. At 1 px the result is in em.
    pub fn underline(&self, size: f32) -> Underline {
        let said = self.font.metrics(Size::new(size), LocationRef::default()).underline;
        let size = f64::from(size);
        said.filter(|line| line.thickness > 0.0).map_or(
            Underline {
                offset: size / 10.0,
                thickness: size / 20.0,
            },
            |line| Underline {
                offset: f64::from(-line.offset),
                thickness: f64::from(line.thickness),
            },
        )
    }
}

/// Collects an outline with y turned downwards, slanted to the right above the baseline.
struct Outline {
    path: BezPath,
    slant: f64,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) + self.slant * f64::from(y), -f64::from(y))
    }
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(cx, cy), self.at(x, y));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.curve_to(self.at(ax, ay), self.at(bx, by), self.at(x, y));
    }
    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.ttf");
    const EMOJI: &[u8] = include_bytes!("../../../../assets/fonts/Twemoji.ttf");

    fn face(bytes: &'static [u8], colour: bool) -> FontFace {
        FontFace {
            family: "Any".into(),
            weight: 400,
            italic: false,
            bytes: Arc::new(bytes),
            index: 0,
            colour,
        }
    }

    fn glyph(face: &Face<'_>, letter: char) -> u16 {
        let id = face.font.charmap().map(letter).unwrap();
        u16::try_from(id.to_u32()).unwrap()
    }

    #[test]
    fn outlines_stand_on_the_baseline_with_y_downwards() {
        let inter = face(INTER, false);
        let inter = Face::open(&inter).unwrap();
        let units = inter.units_per_em().unwrap();
        let letter = glyph(&inter, 'H');

        let bounds = inter.outline(letter, Em::Units, false).unwrap().control_box();
        assert_eq!(bounds.y1, 0.0);
        assert!(bounds.y0 < -0.7 * units && bounds.y0 > -0.75 * units, "{bounds:?}");

        let small = inter.outline(letter, Em::Px(10.0), false).unwrap().control_box();
        assert!((small.height() - bounds.height() * 10.0 / units).abs() < 0.01);
    }

    #[test]
    fn an_oblique_outline_leans_to_the_right_above_the_baseline() {
        let inter = face(INTER, false);
        let inter = Face::open(&inter).unwrap();
        let letter = glyph(&inter, 'H');
        let upright = inter.outline(letter, Em::Px(100.0), false).unwrap().control_box();
        let leaning = inter.outline(letter, Em::Px(100.0), true).unwrap().control_box();
        assert_eq!((leaning.x0, leaning.y0), (upright.x0, upright.y0));
        let lean = leaning.x1 - upright.x1;
        assert!((lean - upright.height() * GlyphRun::SLANT).abs() < 0.01, "{lean}");
    }

    #[test]
    fn blank_and_unknown_glyphs_have_no_outline() {
        let inter = face(INTER, false);
        let inter = Face::open(&inter).unwrap();
        assert_eq!(inter.outline(glyph(&inter, ' '), Em::Units, false), None);
        assert_eq!(inter.outline(u16::MAX, Em::Units, false), None);
        assert!(Face::open(&face(b"no font at all", false)).is_none());
    }

    #[test]
    fn the_underline_is_the_face_s_and_grows_with_the_size() {
        let inter = face(INTER, false);
        let inter = Face::open(&inter).unwrap();
        let (small, large) = (inter.underline(10.0), inter.underline(20.0));
        assert!(small.offset > 0.0 && small.thickness > 0.0, "{small:?}");
        assert!((large.offset - 2.0 * small.offset).abs() < 1e-4);
        assert!((large.thickness - 2.0 * small.thickness).abs() < 1e-4);
    }

    #[test]
    fn layers_of_an_emoji_have_colours_and_those_of_a_letter_the_text_s() {
        let (emoji, inter) = (face(EMOJI, true), face(INTER, false));
        let (emoji, inter) = (Face::open(&emoji).unwrap(), Face::open(&inter).unwrap());
        let party = emoji.layers(glyph(&emoji, '🎉'), Em::Units);
        assert!(party.len() > 3, "{} layers", party.len());
        assert!(party.iter().all(|layer| layer.colour.is_some()));

        let letter = inter.layers(glyph(&inter, 'H'), Em::Units);
        assert_eq!(letter.len(), 1);
        assert_eq!(letter[0].colour, None);
        assert_eq!(
            Some(&letter[0].outline),
            inter.outline(glyph(&inter, 'H'), Em::Units, false).as_ref()
        );
        assert!(inter.layers(glyph(&inter, ' '), Em::Units).is_empty());
    }
}
