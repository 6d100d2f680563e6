//! Themes: every colour, size and distance of the sheet has its one home here.

use journey_model::LaneKind;
use journey_scene::{Colour, Dash};

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
    const fn new(size: f32, line_height: f64, weight: u16) -> Self {
        Self {
            size,
            line_height,
            weight,
            italic: false,
            tracking: 0.0,
        }
    }

    const fn tracked(self, tracking: f32) -> Self {
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
    /// Custom colours are left out, because only black ink is there.
    pub monochrome: bool,
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
        if self.monochrome {
            return None;
        }
        let ground = Colour::parse(colour?)?;
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
        if self.monochrome {
            return None;
        }
        let colour = Colour::parse(colour?)?;
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

static METRICS: Metrics = Metrics {
    margin: 40.0,
    label_column: 152.0,
    step: 184.0,
    least_width: 720.0,
    cell_inset: 8.0,
    gap: 8.0,
    cell_top: 12.0,
    card_radius: 8.0,
    card_padding: (12.0, 9.0),
    card_border: 1.0,
    header_gap: 22.0,
    header_radius: 12.0,
    header_padding: 16.0,
    header_box: (232.0, 480.0),
    header_gutter: 12.0,
    avatar: 56.0,
    band_gap: 28.0,
    chevron: 12.0,
    chevron_gap: 5.0,
    stage_padding: (20.0, 11.0),
    stage_least: 60.0,
    step_padding: (20.0, 13.0),
    lane_least: 72.0,
    lane_collapsed: 40.0,
    badge: 24.0,
    badge_radius: 6.0,
    badge_gap: 10.0,
    badge_symbol: 14.0,
    symbol: 15.0,
    symbol_gap: 8.0,
    evidence: 6.0,
    evidence_inset: 8.0,
    curve_band: 172.0,
    curve_room: (18.0, 26.0),
    curve_inset: 10.0,
    curve_stroke: 2.5,
    face: 22.0,
    word_gap: 4.0,
    star: 13.0,
    separator: 36.0,
    hairline: 1.0,
    link_stroke: 1.5,
    link_radius: 6.0,
    arrow: 7.0,
    loop_track: 22.0,
    note_padding: 12.0,
    picture: 128.0,
    footer_gap: 16.0,
};

static SCALE: TypeScale = TypeScale {
    title: TypeStyle::new(30.0, 38.0, 700).tracked(-0.45),
    subtitle: TypeStyle::new(14.5, 22.0, 400),
    label: TypeStyle::new(10.5, 16.0, 600).tracked(0.9),
    persona_name: TypeStyle::new(15.0, 20.0, 600),
    persona_role: TypeStyle::new(12.0, 17.0, 400),
    quote: TypeStyle::new(12.5, 17.0, 500),
    objective: TypeStyle::new(13.0, 19.0, 600),
    stage: TypeStyle::new(15.5, 21.0, 700),
    stage_goal: TypeStyle::new(12.0, 17.0, 500),
    step: TypeStyle::new(13.0, 18.0, 600),
    lane: TypeStyle::new(13.0, 17.0, 600),
    caption: TypeStyle::new(11.0, 15.0, 400),
    card: TypeStyle::new(12.5, 17.0, 400),
    channel: TypeStyle::new(12.5, 17.0, 500),
    value: TypeStyle::new(22.0, 28.0, 700).tracked(-0.2),
    word: TypeStyle::new(12.0, 16.0, 600),
    moment: TypeStyle::new(11.0, 14.0, 600),
    scale: TypeStyle::new(11.0, 14.0, 500),
    footer: TypeStyle::new(11.0, 16.0, 400),
};

const fn tint(ground: u32, border: u32, text: u32) -> Tint {
    Tint {
        ground: Colour::hex(ground),
        border: Colour::hex(border),
        text: Colour::hex(text),
    }
}

const fn look(tint: Tint, badge: u32) -> CardLook {
    CardLook {
        tint,
        border_width: 1.0,
        dash: Dash::Solid,
        italic: false,
        badge: Colour::hex(badge),
        symbol: tint.text,
    }
}

const fn italic(look: CardLook) -> CardLook {
    CardLook { italic: true, ..look }
}

const fn bordered(look: CardLook, width: f64, dash: Dash) -> CardLook {
    CardLook {
        border_width: width,
        dash,
        ..look
    }
}

static CALM: Theme = Theme {
    name: "calm",
    title: "Calm",
    contrast: 4.5,
    monochrome: false,
    paper: Colour::WHITE,
    ink: Colour::hex(0x1F_2430),
    muted: Colour::hex(0x5B_6472),
    hairline: Colour::hex(0xE6_E4DE),
    rule: Colour::hex(0xDD_DAD2),
    header: tint(0xFA_F9F5, 0xE6_E4DE, 0x1F_2430),
    avatar: tint(0xDD_F0EE, 0xDD_F0EE, 0x0F_5E59),
    stages: &[
        tint(0xDD_F0EE, 0xDD_F0EE, 0x0F_5E59),
        tint(0xE3_EAFB, 0xE3_EAFB, 0x2B_4A9B),
        tint(0xEE_E6FA, 0xEE_E6FA, 0x5B_3A9E),
        tint(0xFC_EBDD, 0xFC_EBDD, 0x8A_4A14),
        tint(0xFB_E4EB, 0xFB_E4EB, 0x93_2B52),
        tint(0xE6_F0DA, 0xE6_F0DA, 0x3F_5E14),
        tint(0xE4_E9EF, 0xE4_E9EF, 0x3A_4A5E),
    ],
    stage_border: 0.0,
    cards: CardLooks {
        plain: look(tint(0xFF_FFFF, 0xD9_D7D0, 0x1F_2430), 0xE9_E8E3),
        intent: look(tint(0xF7_F3FD, 0xDE_D2F3, 0x49_3088), 0xEB_E2F9),
        touchpoint: look(tint(0xEE_F3FE, 0xC9_D7F8, 0x23_3B7A), 0xDF_E8FC),
        thought: italic(look(tint(0xFF_F9E8, 0xF0_E2B6, 0x5C_4A12), 0xF6_EBC8)),
        pain: look(tint(0xFD_EEEE, 0xF3_CBCB, 0x8B_1E1E), 0xF9_DDDD),
        solution: look(tint(0xEA_F6EE, 0xBF_E3CB, 0x15_5A33), 0xD6_EDDE),
        backstage: look(tint(0xF3_F2EF, 0xDB_D8D0, 0x3C_4048), 0xE7_E5DF),
        emotion: look(tint(0xFB_EDF4, 0xEE_C9DD, 0x8E_2A63), 0xF8_DFEB),
    },
    curve: CurveLook {
        above: Colour::hex(0xF3_F9F5),
        below: Colour::hex(0xFD_F6F5),
        grid: Colour::hex(0xE9_EAE5),
        zero: Colour::hex(0xC4_C3BC),
        lines: &[
            Colour::hex(0xB0_3A7A),
            Colour::hex(0x2B_6CB0),
            Colour::hex(0x1F_7A6D),
            Colour::hex(0xA8_5A12),
            Colour::hex(0x5B_3A9E),
        ],
        area_alpha: 34,
        good: Colour::hex(0x1A_7A45),
        mixed: Colour::hex(0x85_6404),
        bad: Colour::hex(0xB4_2318),
        star: Colour::hex(0xF0_A81C),
        star_text: Colour::hex(0x8A_5300),
    },
    note: tint(0xFF_F4C2, 0xEB_DB94, 0x4A_3F10),
    link: Colour::hex(0x5B_6472),
    link_solves: Colour::hex(0x15_5A33),
    separator: Colour::hex(0x5B_6472),
    metrics: &METRICS,
    scale: &SCALE,
};

static HIGH_CONTRAST: Theme = Theme {
    name: "high-contrast",
    title: "High contrast",
    contrast: 7.0,
    monochrome: false,
    paper: Colour::WHITE,
    ink: Colour::hex(0x00_0000),
    muted: Colour::hex(0x2E_343D),
    hairline: Colour::hex(0x8A_8D93),
    rule: Colour::hex(0x6C_7078),
    header: tint(0xFF_FFFF, 0x4A_4F58, 0x00_0000),
    avatar: tint(0xD3_EEEA, 0x00_3F3A, 0x00_3F3A),
    stages: &[
        tint(0xCF_ECE8, 0x00_4A44, 0x00_3F3A),
        tint(0xD6_E1FB, 0x1B_3478, 0x14_2A66),
        tint(0xE5_D9F8, 0x3F_2280, 0x36_1C72),
        tint(0xFB_E1CB, 0x6B_3404, 0x5C_2C02),
        tint(0xFA_D8E3, 0x74_1438, 0x66_0F30),
        tint(0xDC_ECC8, 0x2C_4606, 0x26_3D04),
        tint(0xDA_E1E9, 0x24_3140, 0x1D_2938),
    ],
    stage_border: 1.5,
    cards: CardLooks {
        plain: bordered(look(tint(0xFF_FFFF, 0x4A_4F58, 0x00_0000), 0xE4_E4E0), 1.5, Dash::Solid),
        intent: bordered(look(tint(0xF7_F2FE, 0x4B_2E8F, 0x2C_1760), 0xE6_DAF9), 1.5, Dash::Solid),
        touchpoint: bordered(look(tint(0xEE_F3FE, 0x23_3B7A, 0x12_2455), 0xD8_E3FC), 1.5, Dash::Solid),
        thought: bordered(
            italic(look(tint(0xFF_F9E3, 0x6E_5608, 0x3A_2D02), 0xF5_E7B5)),
            1.5,
            Dash::Solid,
        ),
        pain: bordered(look(tint(0xFE_EEEE, 0x8B_1E1E, 0x65_0A0A), 0xF8_D3D3), 1.5, Dash::Solid),
        solution: bordered(look(tint(0xE9_F7EE, 0x15_5A33, 0x05_3D1E), 0xC8_E9D4), 1.5, Dash::Solid),
        backstage: bordered(look(tint(0xF0_EFEB, 0x3C_4048, 0x1B_1E24), 0xDF_DDD6), 1.5, Dash::Solid),
        emotion: bordered(look(tint(0xFC_EDF5, 0x7A_1C52, 0x5E_0F3D), 0xF5_D3E5), 1.5, Dash::Solid),
    },
    curve: CurveLook {
        above: Colour::hex(0xEC_F7F0),
        below: Colour::hex(0xFD_F0EF),
        grid: Colour::hex(0xB4_B6B2),
        zero: Colour::hex(0x3A_3D42),
        lines: &[
            Colour::hex(0x80_1552),
            Colour::hex(0x0F_3F7D),
            Colour::hex(0x00_4F45),
            Colour::hex(0x6B_3404),
            Colour::hex(0x36_1C72),
        ],
        area_alpha: 40,
        good: Colour::hex(0x04_4A24),
        mixed: Colour::hex(0x52_3C00),
        bad: Colour::hex(0x8A_0F07),
        star: Colour::hex(0xB8_7400),
        star_text: Colour::hex(0x55_3300),
    },
    note: tint(0xFF_F3B0, 0x5C_4E00, 0x2C_2500),
    link: Colour::hex(0x2E_343D),
    link_solves: Colour::hex(0x05_3D1E),
    separator: Colour::hex(0x2E_343D),
    metrics: &METRICS,
    scale: &SCALE,
};

const INK: u32 = 0x00_0000;
const PAPER: u32 = 0xFF_FFFF;

static BLACK_AND_WHITE: Theme = Theme {
    name: "black-and-white",
    title: "Black and white",
    contrast: 7.0,
    monochrome: true,
    paper: Colour::WHITE,
    ink: Colour::BLACK,
    muted: Colour::hex(0x3A_3A3A),
    hairline: Colour::hex(0xB8_B8B8),
    rule: Colour::hex(0x9A_9A9A),
    header: tint(PAPER, 0x55_5555, INK),
    avatar: tint(PAPER, INK, INK),
    stages: &[tint(PAPER, INK, INK), tint(0xEE_EEEE, INK, INK)],
    stage_border: 1.5,
    cards: CardLooks {
        plain: bordered(look(tint(PAPER, INK, INK), PAPER), 1.0, Dash::Solid),
        intent: bordered(
            look(tint(PAPER, INK, INK), PAPER),
            1.0,
            Dash::Dashed { on: 10.0, off: 3.0 },
        ),
        touchpoint: bordered(look(tint(PAPER, INK, INK), PAPER), 1.75, Dash::Solid),
        thought: bordered(
            italic(look(tint(PAPER, INK, INK), PAPER)),
            1.0,
            Dash::Dashed { on: 2.0, off: 2.0 },
        ),
        pain: bordered(look(tint(PAPER, INK, INK), PAPER), 2.75, Dash::Solid),
        solution: bordered(
            look(tint(PAPER, INK, INK), PAPER),
            1.75,
            Dash::Dashed { on: 6.0, off: 3.0 },
        ),
        backstage: bordered(
            look(tint(PAPER, INK, INK), PAPER),
            1.0,
            Dash::Dashed { on: 1.0, off: 3.0 },
        ),
        emotion: bordered(look(tint(PAPER, INK, INK), PAPER), 1.0, Dash::Solid),
    },
    curve: CurveLook {
        above: Colour::WHITE,
        below: Colour::hex(0xF5_F5F5),
        grid: Colour::hex(0xD8_D8D8),
        zero: Colour::BLACK,
        lines: &[Colour::BLACK, Colour::hex(0x55_5555), Colour::hex(0x33_3333)],
        area_alpha: 0,
        good: Colour::BLACK,
        mixed: Colour::BLACK,
        bad: Colour::BLACK,
        star: Colour::BLACK,
        star_text: Colour::BLACK,
    },
    note: tint(PAPER, INK, INK),
    link: Colour::BLACK,
    link_solves: Colour::BLACK,
    separator: Colour::BLACK,
    metrics: &METRICS,
    scale: &SCALE,
};

#[cfg(test)]
mod tests {
    use super::*;

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
        for theme in Theme::all() {
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
        for theme in Theme::all() {
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
