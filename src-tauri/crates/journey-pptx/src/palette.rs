//! The theme's colours, found in the scenes, and colours written so that they follow the theme.

use std::collections::BTreeMap;

use journey_scene::{Colour, Node, Paint, Primitive, Role, Scene, TextBox};

use crate::xml::Xml;

/// Accents where a map has fewer stages: teal, blue, violet, apricot, rose, moss.
const ACCENTS: [Colour; 6] = [
    Colour::hex(0x0F_5E59),
    Colour::hex(0x2B_4A9B),
    Colour::hex(0x5B_3A9E),
    Colour::hex(0x8A_4A14),
    Colour::hex(0x93_2B52),
    Colour::hex(0x3F_5E14),
];
/// The names of the accents in a scheme.
const NAMES: [&str; 6] = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];

/// The colours of the presentation's theme.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    pub paper: Colour,
    pub ink: Colour,
    pub muted: Colour,
    /// Ground of the boxes that stand out of the paper a little.
    pub ground: Colour,
    pub accents: [Colour; 6],
}

impl Palette {
    /// Ink is what titles are written with, muted what stands beside them; the accents are the dark tones
    /// of the stages, so that a chart made on a slide looks as if it belonged there.
    pub fn of<'a>(scenes: impl Iterator<Item = &'a Scene> + Clone) -> Self {
        let nodes = || scenes.clone().flat_map(|scene| &scene.nodes);
        let written = |role: Role| nodes().filter(move |node| node.role == role).find_map(text_colour);
        let ink = written(Role::Title)
            .or_else(|| written(Role::Step))
            .unwrap_or(Colour::BLACK);
        let boxes = nodes().filter(|node| matches!(node.role, Role::Persona | Role::Objective));
        let mut accents = Vec::new();
        for stage in nodes().filter(|node| node.role == Role::Stage) {
            if let Some(colour) = text_colour(stage)
                && !accents.contains(&colour)
                && colour != ink
            {
                accents.push(colour);
            }
        }
        let rest: Vec<Colour> = ACCENTS.into_iter().filter(|c| !accents.contains(c)).collect();
        accents.extend(rest);
        Self {
            paper: scenes.clone().next().map_or(Colour::WHITE, |scene| scene.paper),
            ink,
            muted: written(Role::Subtitle).unwrap_or(ink),
            ground: boxes.filter_map(ground_colour).next().unwrap_or(Colour::hex(0xF3_F2EF)),
            accents: std::array::from_fn(|index| accents[index]),
        }
    }

    /// The slots of the theme's colour scheme, in the order that the format wants.
    pub fn slots(&self) -> [(&'static str, Colour); 12] {
        [
            ("a:dk1", self.ink),
            ("a:lt1", self.paper),
            ("a:dk2", self.muted),
            ("a:lt2", self.ground),
            ("a:accent1", self.accents[0]),
            ("a:accent2", self.accents[1]),
            ("a:accent3", self.accents[2]),
            ("a:accent4", self.accents[3]),
            ("a:accent5", self.accents[4]),
            ("a:accent6", self.accents[5]),
            ("a:hlink", self.accents[1]),
            ("a:folHlink", self.muted),
        ]
    }

    /// Writes a colour: by its name in the scheme where the scheme has it or a tone of it, else as it is.
    pub fn write(&self, xml: &mut Xml, colour: Colour) {
        let opaque = colour.with_alpha(255);
        let (name, tone) = match self.name(opaque) {
            Some(name) => (name, None),
            None => match self.tone(opaque) {
                Some((name, tone)) => (name, Some(tone)),
                None => {
                    let [r, g, b] = colour.rgb;
                    let value = format!("{r:02X}{g:02X}{b:02X}");
                    finish(xml, "a:srgbClr", &value, None, colour.alpha);
                    return;
                }
            },
        };
        finish(xml, "a:schemeClr", name, tone, colour.alpha);
    }

    /// Writes a solid fill.
    pub fn fill(&self, xml: &mut Xml, colour: Colour) {
        xml.open("a:solidFill");
        self.write(xml, colour);
        xml.close();
    }

    fn name(&self, colour: Colour) -> Option<&'static str> {
        let first = [
            ("bg1", self.paper),
            ("tx1", self.ink),
            ("tx2", self.muted),
            ("bg2", self.ground),
        ];
        let accents = NAMES.into_iter().zip(self.accents);
        first
            .into_iter()
            .chain(accents)
            .find_map(|(name, known)| (known == colour).then_some(name))
    }

    /// An accent, and how its saturation and lightness become those of the colour: a light tone of it that
    /// changes with the theme. Only where the sum comes out right (2 of 255 a channel).
    fn tone(&self, colour: Colour) -> Option<(&'static str, Tone)> {
        let wanted = Hsl::of(colour);
        if wanted.s < 0.02 {
            return None;
        }
        NAMES.into_iter().zip(self.accents).find_map(|(name, accent)| {
            let base = Hsl::of(accent);
            if base.s < 0.02 || wanted.l < 0.2 * base.l {
                return None;
            }
            let tone = Tone {
                saturation: thousandths(wanted.s / base.s),
                offset: thousandths(wanted.l - 0.2 * base.l),
            };
            (tone.offset <= 100_000 && differ(tone.applied(base).colour(), colour) <= 2).then_some((name, tone))
        })
    }
}

fn finish(xml: &mut Xml, element: &'static str, value: &str, tone: Option<Tone>, alpha: u8) {
    let tag = xml.tag(element).attr("val", value);
    if tone.is_none() && alpha == 255 {
        tag.empty();
        return;
    }
    tag.open();
    if let Some(tone) = tone {
        xml.tag("a:satMod").num("val", tone.saturation).empty();
        xml.tag("a:lumMod").num("val", 20_000).empty();
        xml.tag("a:lumOff").num("val", tone.offset).empty();
    }
    if alpha != 255 {
        let share = thousandths(f64::from(alpha) / 255.0);
        xml.tag("a:alpha").num("val", share).empty();
    }
    xml.close();
}

/// In thousandths of a per cent, as the format counts shares.
fn thousandths(share: f64) -> i64 {
    (share * 100_000.0).round() as i64
}

/// A fifth of an accent's lightness and an offset, as in the “lighter 80 %” of PowerPoint's own palette, with
/// the saturation of its own (ECMA-376-1, 20.1.2.3: satMod, lumMod, lumOff).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tone {
    saturation: i64,
    offset: i64,
}

impl Tone {
    fn applied(self, base: Hsl) -> Hsl {
        Hsl {
            h: base.h,
            s: (base.s * self.saturation as f64 / 100_000.0).min(1.0),
            l: (base.l * 0.2 + self.offset as f64 / 100_000.0).min(1.0),
        }
    }
}

fn differ(a: Colour, b: Colour) -> u8 {
    let pairs = a.rgb.into_iter().zip(b.rgb);
    pairs.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
}

/// Hue (0 to 6), saturation and lightness (0 to 1) of the sRGB values, as CSS Color 4 (7.1) defines them.
#[derive(Clone, Copy, Debug)]
struct Hsl {
    h: f64,
    s: f64,
    l: f64,
}

impl Hsl {
    fn of(colour: Colour) -> Self {
        let [r, g, b] = colour.rgb.map(|c| f64::from(c) / 255.0);
        let (max, min) = (r.max(g).max(b), r.min(g).min(b));
        let (l, chroma) = ((max + min) / 2.0, max - min);
        if chroma == 0.0 {
            return Self { h: 0.0, s: 0.0, l };
        }
        let h = if max == r {
            ((g - b) / chroma).rem_euclid(6.0)
        } else if max == g {
            (b - r) / chroma + 2.0
        } else {
            (r - g) / chroma + 4.0
        };
        let s = chroma / (1.0 - (2.0 * l - 1.0).abs());
        Self { h, s, l }
    }

    fn colour(self) -> Colour {
        let chroma = (1.0 - (2.0 * self.l - 1.0).abs()) * self.s;
        let channel = |n: f64| {
            // How far the hue is from that of the channel, in sixths of the circle.
            let away = (self.h - n + 3.0).rem_euclid(6.0) - 3.0;
            let share = (2.0 - away.abs()).clamp(0.0, 1.0);
            ((self.l + chroma * (share - 0.5)) * 255.0).round().clamp(0.0, 255.0) as u8
        };
        Colour::rgb(channel(0.0), channel(2.0), channel(4.0))
    }
}

fn first_text(primitives: &[Primitive]) -> Option<&TextBox> {
    primitives.iter().find_map(|primitive| match primitive {
        Primitive::Text(text) => Some(text),
        Primitive::Group { children, .. } => first_text(children),
        _ => None,
    })
}

fn text_colour(node: &Node) -> Option<Colour> {
    let text = first_text(&node.content)?;
    text.lines
        .iter()
        .flat_map(|line| &line.runs)
        .map(|run| run.colour)
        .next()
}

fn ground_colour(node: &Node) -> Option<Colour> {
    match node.content.first()? {
        Primitive::Path {
            fill: Some(Paint::Solid(colour)),
            ..
        } => Some(*colour),
        _ => None,
    }
}

/// The family that most of the text of the scenes is set in; `Inter` where there is none.
pub(crate) fn family<'a>(scenes: impl Iterator<Item = &'a Scene>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for scene in scenes {
        for node in &scene.nodes {
            let Some(text) = first_text(&node.content) else {
                continue;
            };
            for run in text.lines.iter().flat_map(|line| &line.runs) {
                if let Some(face) = scene.fonts.face(run.font).filter(|face| !face.colour) {
                    *counts.entry(&face.family).or_default() += run.glyphs.len();
                }
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(|| "Inter".to_owned(), |(family, _)| family.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(colour: Colour) -> String {
        let palette = Palette {
            paper: Colour::WHITE,
            ink: Colour::hex(0x1F_2430),
            muted: Colour::hex(0x5B_6472),
            ground: Colour::hex(0xFA_F9F5),
            accents: ACCENTS,
        };
        let mut xml = Xml::part();
        palette.write(&mut xml, colour);
        let text = String::from_utf8(xml.finish()).unwrap();
        text.split_once("?>").unwrap().1.to_owned()
    }

    #[test]
    fn colours_of_the_theme_are_named() {
        assert_eq!(written(Colour::WHITE), "<a:schemeClr val=\"bg1\"/>");
        assert_eq!(written(ACCENTS[2]), "<a:schemeClr val=\"accent3\"/>");
        assert_eq!(
            written(Colour::BLACK.with_alpha(51)),
            "<a:srgbClr val=\"000000\"><a:alpha val=\"20000\"/></a:srgbClr>"
        );
    }

    #[test]
    fn grounds_of_stages_are_tones_of_their_accents() {
        let written = written(Colour::hex(0xE3_EAFB));
        assert!(written.contains("accent2") && written.contains("a:lumOff"), "{written}");
        assert!(super::tests::written(Colour::hex(0xFF_F9E8)).contains("srgbClr"));
    }

    proptest! {
        #[test]
        fn hsl_and_back(r: u8, g: u8, b: u8) {
            let colour = Colour::rgb(r, g, b);
            prop_assert!(differ(Hsl::of(colour).colour(), colour) <= 1);
        }
    }
}
