//! How cells look.

use journey_model::{LaneKind, Score};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of a workbook. Colours are those of the calm theme, except where a stage has its own.
pub(super) struct Look {
    pub heading: Format,
    pub text: Format,
    pub number: Format,
    pub score: Format,
    pub day: Format,
    pub step: Format,
    pub lane: Format,
    pub separator: Format,
    pub bold: Format,
    pub italic: Format,
    pub both: Format,
    pub plain: Format,
}

const INK: Color = Color::RGB(0x1f2430);
const GREY: Color = Color::RGB(0xd5d2c9);
const PAPER: Color = Color::RGB(0xf3f1ea);
const DEEP: Color = Color::RGB(0x0f5e59);

/// Fills of stages without a colour of their own, in turn.
const STAGES: [u32; 6] = [0xddf0ee, 0xe3e9f7, 0xf1e6f5, 0xfae8dd, 0xf7f0d3, 0xe4f1dc];

impl Look {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_color(INK).set_align(FormatAlign::Top);
        let ruled = base.clone().set_border(FormatBorder::Thin).set_border_color(GREY);
        let wrapped = ruled.clone().set_text_wrap();
        Self {
            heading: wrapped
                .clone()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(DEEP)
                .set_align(FormatAlign::VerticalCenter),
            number: ruled.clone().set_align(FormatAlign::Center),
            score: ruled
                .clone()
                .set_num_format("+0.0;−0.0;0.0")
                .set_align(FormatAlign::Center),
            day: ruled.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            step: wrapped.clone().set_bold().set_background_color(PAPER),
            lane: wrapped.clone().set_bold().set_background_color(PAPER),
            separator: base
                .clone()
                .set_italic()
                .set_border_bottom(FormatBorder::MediumDashed)
                .set_border_bottom_color(Color::RGB(0x5b6472)),
            text: wrapped,
            bold: base.clone().set_bold(),
            italic: base.clone().set_italic(),
            both: base.clone().set_bold().set_italic(),
            plain: base,
        }
    }

    /// Over the steps of a stage.
    pub(super) fn stage(&self, number: usize, colour: Option<&str>) -> Format {
        let own = colour.and_then(|colour| u32::from_str_radix(colour.trim_start_matches('#'), 16).ok());
        let fill = own.unwrap_or(STAGES[number % STAGES.len()]);
        // Relative luminance decides between dark and light letters (WCAG 2, contrast of both is then
        // at least 4.5).
        let light = luminance(fill) > 0.18;
        self.step
            .clone()
            .set_font_size(12)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_font_color(if light { INK } else { Color::White })
            .set_background_color(Color::RGB(fill))
    }

    /// A cell of the matrix.
    pub(super) fn cell(&self, kind: LaneKind) -> Format {
        let fill = match kind {
            LaneKind::PainPoints => 0xfdf0ee,
            LaneKind::Gains | LaneKind::Solutions => 0xeff7ec,
            LaneKind::Opportunities | LaneKind::Ideas => 0xfdf7e0,
            LaneKind::Touchpoints | LaneKind::Channels => 0xf0f4fb,
            _ => return self.text.clone(),
        };
        self.text.clone().set_background_color(Color::RGB(fill))
    }

    /// A point of an emotion lane, from red over white to green.
    pub(super) fn feeling(&self, score: &Score) -> Format {
        let fill = match score.tenths {
            ..=-15 => 0xf6c8bf,
            -14..=-5 => 0xfbe3dd,
            -4..=4 => 0xffffff,
            5..=14 => 0xdff0d8,
            15.. => 0xbfe2b3,
        };
        self.score
            .clone()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(fill))
    }
}

/// Relative luminance of `0xrrggbb`, 0 to 1 (WCAG 2.2); a power of 2.2 stands for the exact curve.
fn luminance(rgb: u32) -> f64 {
    let channel = |shift: u32| f64::from((rgb >> shift) & 0xff) / 255.0;
    let linear = |shift: u32| channel(shift) * channel(shift);
    0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
