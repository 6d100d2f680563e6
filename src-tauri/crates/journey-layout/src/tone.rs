//! Tones for colour-blind readers: which safe colour stands in for any other.

use journey_scene::Colour;

use crate::theme::mix;

/// The colours of Okabe and Ito but for black: orange, sky blue, bluish green, yellow, blue, vermilion,
/// reddish purple.
const SAFE: [Colour; 7] = [
    Colour::hex(0xE6_9F00),
    Colour::hex(0x56_B4E9),
    Colour::hex(0x00_9E73),
    Colour::hex(0xF0_E442),
    Colour::hex(0x00_72B2),
    Colour::hex(0xD5_5E00),
    Colour::hex(0xCC_79A7),
];

/// Colours of less chroma (OKLab) than this are greys, and safe as they are.
const GREY: f64 = 0.02;

/// The two axes of hue of OKLab (Björn Ottosson, 2020): green to red, blue to yellow.
fn hue(colour: Colour) -> (f64, f64) {
    let [r, g, b] = colour.rgb.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    (
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    )
}

/// The safe colour whose hue is nearest; a grey stays what it is.
pub(crate) fn nearest(colour: Colour) -> Colour {
    let (a, b) = hue(colour);
    let chroma = a.hypot(b);
    if chroma < GREY {
        return colour;
    }
    // The cosine of the angle between the hues: the largest is the nearest.
    let alike = |safe: &Colour| {
        let (x, y) = hue(*safe);
        (a * x + b * y) / x.hypot(y)
    };
    SAFE.iter()
        .copied()
        .max_by(|one, other| alike(one).total_cmp(&alike(other)))
        .unwrap_or(colour)
}

/// A colour mixed with white or black until it is about as light as another.
pub(crate) fn as_light(colour: Colour, other: Colour) -> Colour {
    let wanted = other.luminance();
    let end = if wanted > colour.luminance() {
        Colour::WHITE
    } else {
        Colour::BLACK
    };
    let distance = |mixed: &Colour| (mixed.luminance() - wanted).abs();
    (0..=32)
        .map(|step| mix(colour, end, f64::from(step) / 32.0))
        .min_by(|one, another| distance(one).total_cmp(&distance(another)))
        .unwrap_or(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_the_safe_ones_of_their_hue_and_greys_stay() {
        for (colour, expected) in [
            (0xFF_0000, 0xD5_5E00),
            (0x00_FF00, 0x00_9E73),
            (0xFF_FF00, 0xF0_E442),
            (0x00_00FF, 0x00_72B2),
            (0xFF_A500, 0xE6_9F00),
            (0xFF_00FF, 0xCC_79A7),
            (0x80_8080, 0x80_8080),
            (0xFF_FFFF, 0xFF_FFFF),
        ] {
            assert_eq!(nearest(Colour::hex(colour)), Colour::hex(expected), "{colour:06x}");
        }
        for safe in SAFE {
            assert_eq!(nearest(safe), safe);
        }
    }

    #[test]
    fn what_stands_in_for_a_colour_is_about_as_light() {
        for colour in [0xFF_D6D6, 0x00_3300, 0x12_3456, 0xFF_FFFF, 0x00_0000].map(Colour::hex) {
            for safe in SAFE {
                let lightness = |colour: Colour| colour.luminance().cbrt();
                let got = as_light(safe, colour);
                assert!((lightness(got) - lightness(colour)).abs() < 0.06, "{got} for {colour}");
            }
        }
    }
}
