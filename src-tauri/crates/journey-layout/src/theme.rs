//! Themes: what a look of the sheet consists of, and what it makes of people's own colours.

use journey_model::LaneKind;
use journey_scene::{Colour, Dash};

use crate::looks::{BLACK_AND_WHITE, CALM, COLOUR_BLIND_SAFE, HIGH_CONTRAST};
use crate::options::Colours;
use crate::tone;

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeStyle {
    /// px per em.
    pub size: f32,
    /// px from baseline to baseline.
    pub line_height: f64,
    /// CSS weight.
    pub weight: u16,
    pub italic: bool,
    /// Extra px after each letter.
    pub tracking: f32,
}

impl TypeStyle {
    pub(crate) const fn new(size: f32, line_height: f64, weight: u16) -> Self {
        Self {
            size,
            line_height,
            weight,
            italic: false,
            tracking: 0.0,
        }
    }

    pub(crate) const fn tracked(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }

    /// The same style in italics.
    pub const fn slanted(self) -> Self {
        Self { italic: true, ..self }
    }
}

/// The type scale.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeScale {
    pub title: TypeStyle,
    pub subtitle: TypeStyle,
    /// Labels in small capitals: the state line, the objective's headings, separators.
    pub label: TypeStyle,
    pub persona_name: TypeStyle,
    pub persona_role: TypeStyle,
    pub quote: TypeStyle,
    pub objective: TypeStyle,
    pub stage: TypeStyle,
    pub stage_goal: TypeStyle,
    pub step: TypeStyle,
    pub lane: TypeStyle,
    pub caption: TypeStyle,
    pub card: TypeStyle,
    /// A touchpoint's name beside its icon.
    pub channel: TypeStyle,
    /// The large value of a metric.
    pub value: TypeStyle,
    /// The feeling beside a face.
    pub word: TypeStyle,
    /// “moment of truth” beside its star.
    pub moment: TypeStyle,
    /// Labels of the emotion scale.
    pub scale: TypeStyle,
    pub footer: TypeStyle,
    /// On a cover: the title, the line below it, an answer of the objective, the number of a key figure.
    pub cover_title: TypeStyle,
    pub cover_subtitle: TypeStyle,
    pub cover_answer: TypeStyle,
    pub figure: TypeStyle,
}

/// Distances in px.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Between the sheet's edge and everything on it.
    pub margin: f64,
    /// Width of the column of lane headings.
    pub label_column: f64,
    /// Width of a step that has none of its own.
    pub step: f64,
    /// The least width of the header, however narrow the grid is.
    pub least_width: f64,
    /// Between a cell's edge and its cards, left and right.
    pub cell_inset: f64,
    /// Between cards of one cell.
    pub gap: f64,
    /// Above the first card of a cell and below the last.
    pub cell_top: f64,
    pub card_radius: f64,
    /// Between a card's border and its text.
    pub card_padding: (f64, f64),
    pub card_border: f64,
    /// Between the title block and the boxes below it.
    pub header_gap: f64,
    pub header_radius: f64,
    pub header_padding: f64,
    pub header_box: (f64, f64),
    /// Between boxes of the header.
    pub header_gutter: f64,
    pub avatar: f64,
    /// Between the header and the stage band.
    pub band_gap: f64,
    /// Depth of a chevron's point.
    pub chevron: f64,
    /// Between two chevrons.
    pub chevron_gap: f64,
    pub stage_padding: (f64, f64),
    pub stage_least: f64,
    pub step_padding: (f64, f64),
    /// The least height of a lane.
    pub lane_least: f64,
    /// Height of a collapsed lane.
    pub lane_collapsed: f64,
    /// Side of the tinted square behind a lane's symbol.
    pub badge: f64,
    pub badge_radius: f64,
    pub badge_gap: f64,
    /// Size of the symbol in the square.
    pub badge_symbol: f64,
    /// Size of the symbol that leads a card.
    pub symbol: f64,
    /// Between a leading symbol and its text.
    pub symbol_gap: f64,
    /// Diameter of the evidence dot.
    pub evidence: f64,
    /// Of the dot's centre from the card's top right corner.
    pub evidence_inset: f64,
    /// Least height of the emotion band.
    pub curve_band: f64,
    /// Above and below the band within its lane.
    pub curve_room: (f64, f64),
    /// Between the band's edge and the lines of +2 and −2.
    pub curve_inset: f64,
    pub curve_stroke: f64,
    /// Diameter of a face.
    pub face: f64,
    /// Between a face and its word.
    pub word_gap: f64,
    /// Diameter of a star.
    pub star: f64,
    /// Height of a separator lane.
    pub separator: f64,
    pub hairline: f64,
    pub link_stroke: f64,
    pub link_radius: f64,
    /// Length of an arrow head.
    pub arrow: f64,
    /// Height of one loop-back above the stage band.
    pub loop_track: f64,
    pub note_padding: f64,
    /// Largest height of a picture on a card.
    pub picture: f64,
    /// Between the last lane and the footer, and between its lines.
    pub footer_gap: f64,
    /// Largest width and height of a logo.
    pub logo: (f64, f64),
}

/// A ground with a text that can be read on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tint {
    pub ground: Colour,
    pub border: Colour,
    pub text: Colour,
}

/// How one kind of card looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardLook {
    pub tint: Tint,
    pub border_width: f64,
    pub dash: Dash,
    pub italic: bool,
    /// The square behind the lane's symbol, and the symbol.
    pub badge: Colour,
    pub symbol: Colour,
}

/// The looks of all kinds of cards.
#[derive(Clone, Debug, PartialEq)]
pub struct CardLooks {
    /// What people do, and everything without a look of its own.
    pub plain: CardLook,
    /// What people want: goals, needs, jobs, motivations, questions, expectations.
    pub intent: CardLook,
    pub touchpoint: CardLook,
    pub thought: CardLook,
    pub pain: CardLook,
    pub solution: CardLook,
    pub backstage: CardLook,
    /// Only the badge of it is seen: emotion lanes have no cards of their own.
    pub emotion: CardLook,
}

/// Colours of the emotion lane.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveLook {
    pub above: Colour,
    pub below: Colour,
    pub grid: Colour,
    pub zero: Colour,
    /// Curves of the first, second, … persona.
    pub lines: &'static [Colour],
    /// Their dashes, likewise.
    pub dashes: &'static [Dash],
    /// Opacity (0-255) of the area between curve and zero line at its far end.
    pub area_alpha: u8,
    /// Faces by feeling.
    pub good: Colour,
    pub mixed: Colour,
    pub bad: Colour,
    pub star: Colour,
    /// “moment of truth”.
    pub star_text: Colour,
}

/// A complete look of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Key in files and on the command line.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// The contrast ratio (WCAG 2.2) that every text of this theme reaches.
    pub contrast: f64,
    /// Which colours it is made for: with [`Colours::BlackAndWhite`] the map's own are left out, because
    /// only black ink is there, with [`Colours::ColourBlindSafe`] they become the nearest safe ones.
    pub colours: Colours,
    pub paper: Colour,
    pub ink: Colour,
    pub muted: Colour,
    pub hairline: Colour,
    /// The lines between steps and stages.
    pub rule: Colour,
    /// Boxes of the header.
    pub header: Tint,
    pub avatar: Tint,
    pub stages: &'static [Tint],
    /// Width of a chevron's border; 0 for none.
    pub stage_border: f64,
    pub cards: CardLooks,
    pub curve: CurveLook,
    pub note: Tint,
    pub link: Colour,
    /// Links that say “solves”.
    pub link_solves: Colour,
    /// Hyperlinks within texts, where the ground is paper or a card.
    pub separator: Colour,
    pub metrics: &'static Metrics,
    pub scale: &'static TypeScale,
}

impl Theme {
    /// All themes, the default first.
    pub fn all() -> &'static [&'static Theme] {
        static ALL: [&Theme; 3] = [&CALM, &HIGH_CONTRAST, &BLACK_AND_WHITE];
        &ALL
    }

    /// The theme of that name; the empty name is the default's.
    pub fn by_name(name: &str) -> Option<&'static Theme> {
        if name.is_empty() {
            return Some(&CALM);
        }
        Self::all().iter().copied().find(|theme| theme.name == name)
    }

    /// The theme that prints this one in such colours: itself, or one that is made for them. Those reach
    /// 7:1, so that nobody who chose high contrast loses it.
    pub fn printed(&'static self, colours: Colours) -> &'static Theme {
        match colours {
            Colours::Full => self,
            Colours::BlackAndWhite => &BLACK_AND_WHITE,
            // Greys are safe already.
            Colours::ColourBlindSafe if self.is_monochrome() => self,
            Colours::ColourBlindSafe => &COLOUR_BLIND_SAFE,
        }
    }

    /// Whether it prints in black ink alone.
    pub fn is_monochrome(&self) -> bool {
        self.colours == Colours::BlackAndWhite
    }

    /// A person's own colour for a line or a figure, as this theme shows it.
    pub(crate) fn own(&self, colour: Option<&str>) -> Option<Colour> {
        let colour = Colour::parse(colour?)?;
        match self.colours {
            Colours::Full => Some(colour),
            Colours::BlackAndWhite => None,
            Colours::ColourBlindSafe => Some(tone::nearest(colour)),
        }
    }

    /// A person's own colour for a ground, as this theme shows it.
    fn own_ground(&self, colour: Option<&str>) -> Option<Colour> {
        let colour = Colour::parse(colour?)?;
        match self.colours {
            Colours::Full => Some(colour),
            Colours::BlackAndWhite => None,
            Colours::ColourBlindSafe => Some(tone::as_light(tone::nearest(colour), colour)),
        }
    }

    /// The theme of that name, or the default where this version does not know it.
    pub fn named_or_default(name: &str) -> &'static Theme {
        Self::by_name(name).unwrap_or(&CALM)
    }

    /// The look of a lane's cards and badge.
    pub fn look(&self, kind: LaneKind) -> &CardLook {
        use LaneKind as K;
        let looks = &self.cards;
        match kind {
            K::Goals | K::Needs | K::Jobs | K::Motivations | K::Questions | K::Expectations => &looks.intent,
            K::Thoughts | K::Quotes => &looks.thought,
            K::Emotion => &looks.emotion,
            K::Touchpoints | K::Channels => &looks.touchpoint,
            K::PainPoints => &looks.pain,
            K::Gains | K::Opportunities | K::Ideas | K::Solutions => &looks.solution,
            K::Backstage | K::SupportProcesses | K::Systems | K::Owners | K::Policies => &looks.backstage,
            K::Actions
            | K::Place
            | K::TargetAction
            | K::Storyboard
            | K::Documents
            | K::Frontstage
            | K::Metrics
            | K::LineOfInteraction
            | K::LineOfVisibility
            | K::LineOfInternalInteraction
            | K::Text => &looks.plain,
        }
    }

    /// The tint of the stage at that position, or of its own colour.
    pub fn stage(&self, position: usize, custom: Option<&str>) -> Tint {
        self.custom(custom)
            .unwrap_or_else(|| self.stages[position % self.stages.len()])
    }

    /// A tint made of a person's own colour (`#rrggbb`): that colour as the ground, and a text of its
    /// hue that reaches the theme's contrast. `None` where no (valid) colour is given or the theme
    /// prints without colours.
    pub fn custom(&self, colour: Option<&str>) -> Option<Tint> {
        let ground = self.own_ground(colour)?;
        let dark = ground.contrast(Colour::WHITE) > ground.contrast(Colour::BLACK);
        let wanted = if dark {
            mix(ground, Colour::WHITE, 0.92)
        } else {
            mix(ground, Colour::BLACK, 0.66)
        };
        Some(Tint {
            ground,
            border: mix(ground, Colour::BLACK, 0.14),
            text: readable(ground, wanted, self.contrast),
        })
    }

    /// A quiet tint of a lane's own colour for its cards.
    pub fn lane_tint(&self, colour: Option<&str>) -> Option<Tint> {
        let colour = self.own_ground(colour)?;
        let ground = mix(colour, self.paper, 0.9);
        Some(Tint {
            ground,
            border: mix(colour, self.paper, 0.62),
            text: readable(ground, mix(colour, Colour::BLACK, 0.5), self.contrast),
        })
    }
}

/// `t` of the way from one colour to another, per sRGB channel.
pub fn mix(from: Colour, to: Colour, t: f64) -> Colour {
    let channel = |i: usize| {
        let (a, b) = (f64::from(from.rgb[i]), f64::from(to.rgb[i]));
        (a + (b - a) * t).round().clamp(0.0, 255.0) as u8
    };
    Colour::rgb(channel(0), channel(1), channel(2))
}

/// The wanted colour, moved towards black or white (whichever contrasts more with the ground) in
/// steps of a sixteenth until it reaches the ratio, or the end: for ratios up to 4.58 one of the
/// two ends always reaches it.
pub fn readable(ground: Colour, wanted: Colour, ratio: f64) -> Colour {
    if wanted.contrast(ground) >= ratio {
        return wanted;
    }
    let end = if ground.contrast(Colour::WHITE) > ground.contrast(Colour::BLACK) {
        Colour::WHITE
    } else {
        Colour::BLACK
    };
    (1..16)
        .map(|step| mix(wanted, end, f64::from(step) / 16.0))
        .find(|colour| colour.contrast(ground) >= ratio)
        .unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All themes, those that only print others too.
    fn every_theme() -> impl Iterator<Item = &'static Theme> {
        Theme::all().iter().copied().chain([&COLOUR_BLIND_SAFE])
    }

    /// Every text of the theme on every ground it can stand on.
    fn pairs(theme: &Theme) -> Vec<(String, Colour, Colour)> {
        let mut pairs = vec![
            ("ink on paper".into(), theme.ink, theme.paper),
            ("muted on paper".into(), theme.muted, theme.paper),
            ("ink on header".into(), theme.ink, theme.header.ground),
            ("muted on header".into(), theme.muted, theme.header.ground),
            ("separator".into(), theme.separator, theme.paper),
            ("link label".into(), theme.link, theme.paper),
            ("link label, solves".into(), theme.link_solves, theme.paper),
            ("note".into(), theme.note.text, theme.note.ground),
            ("avatar".into(), theme.avatar.text, theme.avatar.ground),
        ];
        for (i, tint) in theme.stages.iter().enumerate() {
            pairs.push((format!("stage {i}"), tint.text, tint.ground));
        }
        for kind in LaneKind::ALL {
            let look = theme.look(*kind);
            pairs.push((format!("{kind:?} card"), look.tint.text, look.tint.ground));
            let quiet = readable(look.tint.ground, theme.muted, theme.contrast);
            pairs.push((format!("{kind:?} quiet"), quiet, look.tint.ground));
            pairs.push((format!("{kind:?} symbol"), look.symbol, look.badge));
        }
        for ground in [theme.curve.above, theme.curve.below] {
            pairs.push(("word".into(), theme.ink, ground));
            for line in theme.curve.lines.iter().chain([&theme.curve.star_text]) {
                let legible = |wanted| readable(theme.curve.above, wanted, theme.contrast);
                let text = readable(theme.curve.below, legible(*line), theme.contrast);
                pairs.push(("persona's word".into(), text, ground));
            }
        }
        pairs
    }

    #[test]
    fn all_texts_of_all_themes_reach_their_contrast() {
        for theme in every_theme() {
            assert!(theme.contrast >= 4.5);
            for (what, text, ground) in pairs(theme) {
                let ratio = text.contrast(ground);
                assert!(
                    ratio >= theme.contrast,
                    "{}: {what} {text} on {ground}: {ratio:.2}",
                    theme.name
                );
            }
        }
    }

    #[test]
    fn texts_on_any_custom_colour_can_be_read() {
        for theme in every_theme() {
            for step in 0u32..729 {
                let channel = |place: u32| (step / 9u32.pow(place) % 9 * 255 / 8) & 0xff;
                let colour = Colour::hex(channel(2) << 16 | channel(1) << 8 | channel(0)).to_string();
                let tints = [theme.custom(Some(&colour)), theme.lane_tint(Some(&colour))];
                for tint in tints.into_iter().flatten() {
                    let ratio = tint.text.contrast(tint.ground);
                    // On a mid grey not even black or white reaches 7:1; then it is the better of the two.
                    let best = Colour::BLACK
                        .contrast(tint.ground)
                        .max(Colour::WHITE.contrast(tint.ground));
                    assert!(
                        ratio >= theme.contrast.min(best) - 1e-9 && ratio >= 4.5,
                        "{colour}: {tint:?} {ratio:.2}"
                    );
                }
            }
        }
    }

    #[test]
    fn bad_colours_and_black_ink_have_no_custom_tint() {
        assert_eq!(CALM.custom(None), None);
        assert_eq!(CALM.custom(Some("red")), None);
        assert_eq!(BLACK_AND_WHITE.custom(Some("#ff0000")), None);
    }

    #[test]
    fn themes_are_found_by_name() {
        assert_eq!(Theme::by_name("").map(|t| t.name), Some("calm"));
        for theme in Theme::all() {
            assert_eq!(Theme::by_name(theme.name), Some(*theme));
        }
        assert_eq!(Theme::by_name("Calm"), None);
    }

    #[test]
    fn without_colours_kinds_still_differ() {
        let looks = &BLACK_AND_WHITE.cards;
        let all = [
            looks.plain,
            looks.intent,
            looks.touchpoint,
            looks.thought,
            looks.pain,
            looks.solution,
            looks.backstage,
        ];
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                assert!(
                    a.border_width != b.border_width || a.dash != b.dash,
                    "{a:?} looks like {b:?}"
                );
            }
        }
    }
}
