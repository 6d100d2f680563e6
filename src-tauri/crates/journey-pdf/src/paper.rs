//! Papers and margins: what a page is made of before anything lies on it.

use std::fmt;
use std::str::FromStr;

use kurbo::Size;

use crate::PdfError;

/// Points per millimetre.
pub(crate) const PT_PER_MM: f64 = 72.0 / 25.4;

/// Micrometres per inch.
const UM_PER_INCH: f64 = 25_400.0;

/// The paper of a page. Sizes are ISO 216 and ANSI/ASME Y14.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A page of the map's own size, at 100 %.
    #[default]
    Fit,
    A5,
    A4,
    A3,
    A2,
    A1,
    A0,
    Letter,
    Legal,
    /// 11 × 17 inches, also called Ledger when it lies on its side.
    Tabloid,
    /// A 16:9 slide, 13.333 × 7.5 inches.
    Widescreen,
    /// Any other size.
    Custom(CustomPaper),
}

/// A paper of any size, 50 mm to 5,080 mm a side; the longer is what PDF knows at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CustomPaper {
    /// Micrometres, so that millimetres and inches are both exact.
    width: u32,
    height: u32,
}

impl CustomPaper {
    /// Shortest and longest side in millimetres.
    pub const SIDES: (f64, f64) = (50.0, 5_080.0);

    /// A paper of that width and height in millimetres; `None` outside of [`Self::SIDES`].
    pub fn from_mm(width: f64, height: f64) -> Option<Self> {
        let side = |mm: f64| {
            let sane = (Self::SIDES.0..=Self::SIDES.1).contains(&mm);
            // At most 5,080,000, and not a NaN.
            sane.then(|| (mm * 1000.0).round() as u32)
        };
        Some(Self {
            width: side(width)?,
            height: side(height)?,
        })
    }

    /// Width and height in millimetres.
    pub fn mm(self) -> (f64, f64) {
        (f64::from(self.width) / 1000.0, f64::from(self.height) / 1000.0)
    }
}

impl Paper {
    /// Every paper that has a name, in the order a dialog lists them.
    pub const ALL: [Self; 11] = [
        Self::Fit,
        Self::A5,
        Self::A4,
        Self::A3,
        Self::A2,
        Self::A1,
        Self::A0,
        Self::Letter,
        Self::Legal,
        Self::Tabloid,
        Self::Widescreen,
    ];

    /// The name that the command line knows; `None` for a size that has none.
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Fit => "fit",
            Self::A5 => "a5",
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A2 => "a2",
            Self::A1 => "a1",
            Self::A0 => "a0",
            Self::Letter => "letter",
            Self::Legal => "legal",
            Self::Tabloid => "tabloid",
            Self::Widescreen => "16:9",
            Self::Custom(_) => return None,
        })
    }

    /// Width and height in points: upright for named papers, as given for others; `None` for [`Paper::Fit`].
    pub(crate) fn size(self) -> Option<Size> {
        let mm = |width: f64, height: f64| Some(Size::new(width * PT_PER_MM, height * PT_PER_MM));
        match self {
            Self::Fit => None,
            Self::A5 => mm(148.0, 210.0),
            Self::A4 => mm(210.0, 297.0),
            Self::A3 => mm(297.0, 420.0),
            Self::A2 => mm(420.0, 594.0),
            Self::A1 => mm(594.0, 841.0),
            Self::A0 => mm(841.0, 1189.0),
            Self::Letter => Some(Size::new(612.0, 792.0)),
            Self::Legal => Some(Size::new(612.0, 1008.0)),
            Self::Tabloid => Some(Size::new(792.0, 1224.0)),
            Self::Widescreen => Some(Size::new(540.0, 960.0)),
            Self::Custom(custom) => {
                let (width, height) = custom.mm();
                mm(width, height)
            }
        }
    }
}

/// The name, or the size as `300x200mm`; [`FromStr`] is the inverse.
impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(custom) => {
                let (width, height) = custom.mm();
                write!(f, "{width}x{height}mm")
            }
            named => f.write_str(named.name().unwrap_or_default()),
        }
    }
}

/// A paper that nobody makes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePaperError {
    /// Neither a name nor a size.
    #[error(
        "there is no paper “{0}”; use fit, a5, a4, a3, a2, a1, a0, letter, legal, tabloid, 16:9 or a size such as \
         300x200mm or 11x14in"
    )]
    Unknown(String),
    /// A size beyond what can be made.
    #[error("the paper “{0}” has a side outside of 50 to 5080 mm (2 to 200 in)")]
    Size(String),
}

impl FromStr for Paper {
    type Err = ParsePaperError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let named = |paper: &Self| paper.name().is_some_and(|name| name.eq_ignore_ascii_case(text));
        if let Some(paper) = Self::ALL.into_iter().find(named) {
            return Ok(paper);
        }
        let (width, height) = parse_size(text).ok_or_else(|| ParsePaperError::Unknown(text.to_owned()))?;
        CustomPaper::from_mm(width, height)
            .map(Self::Custom)
            .ok_or_else(|| ParsePaperError::Size(text.to_owned()))
    }
}

/// Reads `300x200mm`, `30 × 20 cm`, `11x14in` as millimetres.
fn parse_size(text: &str) -> Option<(f64, f64)> {
    let text = text.to_ascii_lowercase();
    let units = [
        ("mm", 1.0),
        ("cm", 10.0),
        ("in", UM_PER_INCH / 1000.0),
        ("\"", UM_PER_INCH / 1000.0),
    ];
    let (numbers, unit) = units
        .into_iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let (width, height) = numbers.split_once(['x', '×'])?;
    let number = |text: &str| {
        let text = text.trim().replace(',', ".");
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        plain.then(|| text.parse::<f64>().ok())?
    };
    Some((number(width)? * unit, number(height)? * unit))
}

/// What stays free around the map, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub left: f64,
}

impl Margins {
    /// What office printers cannot reach anyway.
    pub const PRINTER: Self = Self::all(6.35);

    /// What must be left between two margins, in millimetres.
    const LEAST_ROOM: f64 = 20.0;

    /// One value for the four sides.
    pub const fn all(mm: f64) -> Self {
        Self {
            top: mm,
            right: mm,
            bottom: mm,
            left: mm,
        }
    }

    /// In points on a page of that size (points).
    ///
    /// # Errors
    /// [`PdfError::Margins`] where they are not numbers from 0 or leave less than 20 mm.
    pub(crate) fn on(self, page: Size) -> Result<kurbo::Insets, PdfError> {
        let Self {
            top,
            right,
            bottom,
            left,
        } = self;
        let numbers = [top, right, bottom, left].iter().all(|side| *side >= 0.0);
        let room = |length: f64, a: f64, b: f64| length - (a + b) * PT_PER_MM >= Self::LEAST_ROOM * PT_PER_MM;
        if !(numbers && room(page.width, left, right) && room(page.height, top, bottom)) {
            return Err(PdfError::Margins {
                width: page.width / PT_PER_MM,
                height: page.height / PT_PER_MM,
            });
        }
        Ok(kurbo::Insets::new(
            left * PT_PER_MM,
            top * PT_PER_MM,
            right * PT_PER_MM,
            bottom * PT_PER_MM,
        ))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_and_parsing_are_inverse() {
        for paper in Paper::ALL {
            assert_eq!(paper.to_string().parse::<Paper>().unwrap(), paper);
            assert_eq!(paper.to_string().to_uppercase().parse::<Paper>().unwrap(), paper);
        }
        assert!("b5".parse::<Paper>().unwrap_err().to_string().contains("b5"));
    }

    #[test]
    fn a_series_halves() {
        let sides = |p: Paper| p.size().unwrap();
        for (large, small) in [
            (Paper::A0, Paper::A1),
            (Paper::A1, Paper::A2),
            (Paper::A3, Paper::A4),
            (Paper::A4, Paper::A5),
        ] {
            assert!((sides(large).width - sides(small).height).abs() < 0.01);
            assert!((sides(large).height / 2.0 - sides(small).width).abs() < 1.5);
        }
    }

    #[test]
    fn sizes_are_read_in_millimetres_and_inches() {
        let custom = |width, height| Paper::Custom(CustomPaper::from_mm(width, height).unwrap());
        for (text, paper) in [
            ("300x200mm", custom(300.0, 200.0)),
            ("30 × 20.5 cm", custom(300.0, 205.0)),
            ("8.5x11in", custom(215.9, 279.4)),
            ("8,5 X 11 \"", custom(215.9, 279.4)),
        ] {
            assert_eq!(text.parse::<Paper>().unwrap(), paper, "{text}");
        }
        let letter = "8.5x11in".parse::<Paper>().unwrap().size().unwrap();
        assert!((letter - Paper::Letter.size().unwrap()).width.abs() < 1e-9);
        for bad in ["300x200", "axbmm", "1e2x100mm", "300mm", "-300x200mm", "x", "infxinfmm"] {
            assert!(
                matches!(bad.parse::<Paper>(), Err(ParsePaperError::Unknown(_))),
                "{bad}"
            );
        }
        for bad in ["10x200mm", "300x6000mm", "99999999999999999999x9mm", "1x300in"] {
            assert!(matches!(bad.parse::<Paper>(), Err(ParsePaperError::Size(_))), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn custom_sizes_are_written_and_read(width in 50_000u32..=5_080_000, height in 50_000u32..=5_080_000) {
            let paper = Paper::Custom(CustomPaper { width, height });
            prop_assert_eq!(paper.to_string().parse::<Paper>().unwrap(), paper);
        }
    }

    #[test]
    fn margins_leave_room() {
        let a5 = Paper::A5.size().unwrap();
        assert!(Margins::all(0.0).on(a5).is_ok() && Margins::all(60.0).on(a5).is_ok());
        for bad in [
            Margins::all(70.0),
            Margins::all(-1.0),
            Margins::all(f64::NAN),
            Margins::all(f64::INFINITY),
        ] {
            let problem = bad.on(a5).unwrap_err().to_string();
            assert!(problem.contains("148 × 210 mm"), "{problem}");
        }
    }
}
