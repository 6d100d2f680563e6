//! The themes' values: every colour, size and distance of the sheet has its one home here.

use journey_scene::{Colour, Dash};

use crate::options::Colours;
use crate::theme::{CardLook, CardLooks, CurveLook, Metrics, Theme, Tint, TypeScale, TypeStyle};

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
    logo: (200.0, 56.0),
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
    cover_title: TypeStyle::new(46.0, 54.0, 700).tracked(-0.9),
    cover_subtitle: TypeStyle::new(18.0, 26.0, 400),
    cover_answer: TypeStyle::new(16.0, 23.0, 600),
    figure: TypeStyle::new(28.0, 34.0, 700).tracked(-0.4),
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

pub(crate) static CALM: Theme = Theme {
    name: "calm",
    title: "Calm",
    contrast: 4.5,
    colours: Colours::Full,
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
        dashes: &[Dash::Solid],
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

pub(crate) static HIGH_CONTRAST: Theme = Theme {
    name: "high-contrast",
    title: "High contrast",
    contrast: 7.0,
    colours: Colours::Full,
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
        dashes: DASHES,
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

/// Dashes of the curves of the first, second, … persona, where colour alone shall not tell them apart.
const DASHES: &[Dash] = &[
    Dash::Solid,
    Dash::Dashed { on: 10.0, off: 6.0 },
    Dash::Dashed { on: 1.5, off: 5.0 },
    Dash::Dashed { on: 20.0, off: 5.0 },
    Dash::Dashed { on: 5.0, off: 5.0 },
];

const INK: u32 = 0x00_0000;
const PAPER: u32 = 0xFF_FFFF;

pub(crate) static BLACK_AND_WHITE: Theme = Theme {
    name: "black-and-white",
    title: "Black and white",
    contrast: 7.0,
    colours: Colours::BlackAndWhite,
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
        dashes: DASHES,
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

/// For people with any common colour blindness: the colours of Okabe and Ito (“Color Universal Design”,
/// 2008, <https://jfly.uni-koeln.de/color/>), tinted so that stages stay apart too; by lightness where hue
/// says nothing. Its tests tell by how much.
pub(crate) static COLOUR_BLIND_SAFE: Theme = Theme {
    name: "colour-blind-safe",
    title: "Colour-blind safe",
    contrast: 7.0,
    colours: Colours::ColourBlindSafe,
    paper: Colour::WHITE,
    ink: Colour::hex(0x00_0000),
    muted: Colour::hex(0x2E_343D),
    hairline: Colour::hex(0xC4_C6CA),
    rule: Colour::hex(0xA8_ABB0),
    header: tint(0xFF_FFFF, 0x8A_8D93, 0x00_0000),
    avatar: tint(0xD6_E9F5, 0x00_72B2, 0x00_314D),
    stages: &[
        tint(0xBB_E1F6, 0x00_72B2, 0x00_314D),
        tint(0xEB_B233, 0x8A_5F00, 0x2E_1F00),
        tint(0xE6_BCD3, 0x9A_4576, 0x3D_1029),
        tint(0x4C_BB9D, 0x00_5C43, 0x00_1A12),
        tint(0xF6_EF8E, 0x8A_8200, 0x2E_2B00),
        tint(0x80_B9D8, 0x00_4A75, 0x00_1D2E),
        tint(0xE8_E8E8, 0x4A_4F58, 0x1B_1E24),
    ],
    stage_border: 1.0,
    cards: CardLooks {
        plain: bordered(look(tint(0xFF_FFFF, 0x4A_4F58, 0x00_0000), 0xE4_E4E0), 1.0, Dash::Solid),
        intent: bordered(
            look(tint(0xFB_F1F6, 0xCC_79A7, 0x4A_0F30), 0xF2_D9E6),
            1.75,
            Dash::Solid,
        ),
        touchpoint: bordered(
            look(tint(0xEA_F3FA, 0x00_72B2, 0x00_2F4D), 0xCC_E3F0),
            1.75,
            Dash::Solid,
        ),
        thought: bordered(
            italic(look(tint(0xFE_F8E6, 0xE6_9F00, 0x3D_2A00), 0xFA_E7BF)),
            1.75,
            Dash::Solid,
        ),
        pain: bordered(
            look(tint(0xFD_EFE5, 0xD5_5E00, 0x57_1F00), 0xF7_D7BF),
            1.75,
            Dash::Solid,
        ),
        solution: bordered(
            look(tint(0xE6_F5F0, 0x00_9E73, 0x00_3D2C), 0xBF_E7DC),
            1.75,
            Dash::Solid,
        ),
        backstage: bordered(
            look(tint(0xF1_F3F4, 0x56_B4E9, 0x12_2A38), 0xD5_E4EC),
            1.75,
            Dash::Solid,
        ),
        emotion: bordered(
            look(tint(0xFC_FAD9, 0xF0_E442, 0x2E_2B00), 0xF8_F2A0),
            1.75,
            Dash::Solid,
        ),
    },
    curve: CurveLook {
        above: Colour::hex(0xE6_F1F8),
        below: Colour::hex(0xFB_EBE0),
        grid: Colour::hex(0xC4_C6CA),
        zero: Colour::hex(0x3A_3D42),
        lines: &[
            Colour::hex(0x00_0000),
            Colour::hex(0x00_72B2),
            Colour::hex(0xD5_5E00),
            Colour::hex(0x00_9E73),
            Colour::hex(0xCC_79A7),
        ],
        dashes: DASHES,
        area_alpha: 40,
        good: Colour::hex(0x00_5A8C),
        mixed: Colour::hex(0x6A_6A6A),
        bad: Colour::hex(0xB8_4A00),
        star: Colour::hex(0xE6_9F00),
        star_text: Colour::hex(0x4D_3500),
    },
    note: tint(0xFF_F7C7, 0x8A_8200, 0x2C_2500),
    link: Colour::hex(0x2E_343D),
    link_solves: Colour::hex(0x00_543D),
    separator: Colour::hex(0x2E_343D),
    metrics: &METRICS,
    scale: &SCALE,
};

#[cfg(test)]
mod tests {
    use super::*;

    /// How colours look to people without one kind of cones: the matrices of Machado, Oliveira and
    /// Fernandes (“A Physiologically-based Model for Simulation of Color Vision Deficiency”, 2009) at
    /// full severity, on linear RGB. The first is full sight.
    const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
        ("full sight", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// CIELAB (D65) of a colour as such eyes see it.
    fn lab(colour: Colour, sight: &[[f64; 3]; 3]) -> [f64; 3] {
        let linear = colour.rgb.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        let through =
            |matrix: &[[f64; 3]; 3], v: [f64; 3]| matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
        let seen = through(sight, linear).map(|c| c.clamp(0.0, 1.0));
        let xyz = through(
            &[
                [0.412_456, 0.357_576, 0.180_438],
                [0.212_673, 0.715_152, 0.072_175],
                [0.019_334, 0.119_192, 0.950_304],
            ],
            seen,
        );
        let f = |t: f64| {
            if t > 216.0 / 24_389.0 {
                t.cbrt()
            } else {
                (24_389.0 / 27.0 * t + 16.0) / 116.0
            }
        };
        let (x, y, z) = (f(xyz[0] / 0.950_47), f(xyz[1]), f(xyz[2] / 1.088_83));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The least difference (CIE 1976 ΔE) of two of the colours, over all kinds of sight.
    fn least_difference(colours: &[Colour]) -> f64 {
        let mut least = f64::MAX;
        for (_, sight) in &SIGHTS {
            for (i, a) in colours.iter().enumerate() {
                for b in &colours[i + 1..] {
                    let (a, b) = (lab(*a, sight), lab(*b, sight));
                    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
                    least = least.min(squares.sqrt());
                }
            }
        }
        least
    }

    #[test]
    fn the_safe_colours_differ_for_everyone() {
        let theme = &COLOUR_BLIND_SAFE;
        let looks = &theme.cards;
        let kinds = [
            looks.plain,
            looks.intent,
            looks.touchpoint,
            looks.thought,
            looks.pain,
            looks.solution,
            looks.backstage,
            looks.emotion,
        ];
        let borders: Vec<Colour> = kinds.iter().map(|look| look.tint.border).collect();
        let grounds: Vec<Colour> = theme.stages.iter().map(|tint| tint.ground).collect();
        let faces = [theme.curve.good, theme.curve.mixed, theme.curve.bad];
        let halves = [theme.curve.above, theme.curve.below];
        for (what, colours, wanted) in [
            ("curves", theme.curve.lines, 15.0),
            ("borders of cards", &borders, 15.0),
            ("stages", &grounds, 10.0),
            ("faces", &faces, 15.0),
            ("halves of the band", &halves, 8.0),
        ] {
            let least = least_difference(colours);
            assert!(least >= wanted, "{what}: {least:.1}");
        }
        // The everyday theme would not pass: the measure can fail.
        let calm = [CALM.curve.good, CALM.curve.mixed, CALM.curve.bad];
        assert!(least_difference(&calm) < 15.0);
    }

    #[test]
    fn curves_differ_by_dash_where_colour_does_not_tell() {
        for theme in [&HIGH_CONTRAST, &BLACK_AND_WHITE, &COLOUR_BLIND_SAFE] {
            let dashes = theme.curve.dashes;
            assert!(dashes.len() >= 5, "{}", theme.name);
            for (i, dash) in dashes.iter().enumerate() {
                assert!(!dashes[i + 1..].contains(dash), "{}", theme.name);
            }
        }
    }
}
