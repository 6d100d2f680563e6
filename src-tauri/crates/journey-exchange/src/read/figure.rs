//! Numbers as people write them: feelings on any scale, and figures with their units.

use journey_model::SCORE_LIMIT;

use super::words::feeling;

/// A cell of an emotion lane.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    /// As it stands there, on whatever scale.
    pub value: Value,
    pub word: String,
}

/// How a feeling was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    /// A number of so many: `3/5`, `80 %`.
    Of(f64, f64),
    /// A word or face, in tenths.
    Known(i8),
}

/// Reads `1.5`, `−1,2`, `3/5`, `80 %`, `+1.5 Hopeful`, `Hopeful (+1.5)`, `🙂` or `frustrated`.
pub(super) fn point(text: &str) -> Option<Point> {
    let text = text.trim();
    if let Some((word, inner)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
        && let Some((value, "")) = leading(inner.trim())
    {
        let word = word.trim().to_owned();
        return Some(Point { value, word });
    }
    if let Some((value, rest)) = leading(text) {
        let word = rest
            .trim_start_matches([':', '-', '–', ',', ';', '('])
            .trim()
            .trim_end_matches(')');
        // “2 days later” is a sentence, no feeling.
        return (word.split_whitespace().count() <= 3).then(|| Point {
            value,
            word: word.to_owned(),
        });
    }
    feeling(text).map(|tenths| Point {
        value: Value::Known(tenths),
        // A face says nothing that the curve does not.
        word: if text.chars().any(char::is_alphabetic) {
            text.to_owned()
        } else {
            String::new()
        },
    })
}

/// The number that a text begins with, and what follows it.
fn leading(text: &str) -> Option<(Value, &str)> {
    let (number, rest) = number(text)?;
    let behind = rest.trim_start();
    if let Some(behind) = behind.strip_prefix('%') {
        return Some((Value::Of(number, 100.0), behind));
    }
    if let Some((whole, behind)) = behind
        .strip_prefix('/')
        .and_then(|behind| self::number(behind.trim_start()))
    {
        return (whole > 0.0).then_some((Value::Of(number, whole), behind));
    }
    // A letter right behind is a unit or a name: “3D”, “2nd”.
    (!rest.starts_with(char::is_alphanumeric)).then_some((Value::Number(number), rest))
}

/// The decimal number that a text begins with, with a point or a comma, and what follows it.
fn number(text: &str) -> Option<(f64, &str)> {
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    if whole == 0 || whole > 6 {
        return None;
    }
    let mut end = whole;
    if digits[whole..].starts_with(['.', ',']) {
        let places = digits[whole + 1..].bytes().take_while(u8::is_ascii_digit).count();
        if (1..=6).contains(&places) {
            end = whole + 1 + places;
        }
    }
    let value: f64 = digits[..end].replace(',', ".").parse().ok()?;
    Some((if negative { -value } else { value }, &digits[end..]))
}

/// What the ends of a scale are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub from: f64,
    pub to: f64,
    /// Whether only this scale fits.
    pub certain: bool,
}

impl Scale {
    /// The smallest usual scale that holds all of the numbers.
    pub(super) fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high, mut zero) = (f64::INFINITY, f64::NEG_INFINITY, false);
        for number in numbers {
            low = low.min(number);
            high = high.max(number);
            zero |= number == 0.0;
        }
        let between = |from: f64, to: f64, certain: bool| Self { from, to, certain };
        if low < 0.0 {
            let reach = high.max(-low);
            let to = [2.0, 3.0, 5.0, 10.0, 100.0]
                .into_iter()
                .find(|to| reach <= *to)
                .unwrap_or(reach);
            return between(-to, to, to == 2.0);
        }
        match high {
            // Ours: a row of which nothing is bad.
            ..=2.0 => between(-2.0, 2.0, false),
            ..=5.0 if !zero && low >= 1.0 => between(1.0, 5.0, false),
            ..=5.0 => between(0.0, 5.0, false),
            ..=10.0 => between(0.0, 10.0, false),
            ..=100.0 => between(0.0, 100.0, false),
            _ => between(0.0, high.max(1.0), false),
        }
    }

    /// A number of this scale in tenths from -20 to 20.
    pub(super) fn tenths(self, number: f64) -> i8 {
        let limit = f64::from(SCORE_LIMIT);
        let share = (number - self.from) / (self.to - self.from);
        // Clamped to a range that fits; NaN, which no text is read as, becomes 0.
        (share * 2.0 * limit - limit).round().clamp(-limit, limit) as i8
    }

    /// The ends in words: “−2 to 2”.
    pub(super) fn words(self) -> String {
        format!("{} to {}", self.from, self.to).replace('-', "−")
    }
}

impl Value {
    /// In tenths from -20 to 20, plain numbers being of that scale.
    pub(super) fn tenths(self, scale: Scale) -> i8 {
        match self {
            Self::Number(number) => scale.tenths(number),
            Self::Of(number, whole) => {
                // Five stars begin at one star; percent and tens at nothing.
                let from = if whole == 5.0 { 1.0 } else { 0.0 };
                let (to, certain) = (whole, true);
                Scale { from, to, certain }.tenths(number)
            }
            Self::Known(tenths) => tenths,
        }
    }
}

/// A text that is nothing but a figure: its number and its unit (“18 %”, “≤ 3 min”, “4.2”).
pub(super) fn figure(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let bare = text
        .trim_start_matches(['≤', '≥', '<', '>', '~', '≈', '±'])
        .trim_start();
    let bare = bare.trim_start_matches(['€', '$', '£']).trim_start();
    let (_, rest) = number(bare)?;
    let unit = rest.trim();
    let is_unit = unit.chars().count() <= 8
        && unit.split_whitespace().count() <= 1
        && !unit.contains(|c: char| c.is_ascii_digit());
    let value = &text[..text.len() - rest.len()];
    is_unit.then(|| (value.trim().to_owned(), unit.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feelings_are_read_however_they_are_said() {
        for (text, value, word) in [
            ("1.5", Value::Number(1.5), ""),
            ("−1,2", Value::Number(-1.2), ""),
            ("+1.5 Hopeful", Value::Number(1.5), "Hopeful"),
            ("Hopeful (−0.3)", Value::Number(-0.3), "Hopeful"),
            ("3/5", Value::Of(3.0, 5.0), ""),
            ("80 % happy", Value::Of(80.0, 100.0), "happy"),
            ("4: pleased", Value::Number(4.0), "pleased"),
            ("Frustrated", Value::Known(-20), "Frustrated"),
            ("🙂", Value::Known(10), ""),
        ] {
            let word = word.to_owned();
            assert_eq!(point(text), Some(Point { value, word }), "{text}");
        }
        for text in ["", "reads reviews", "2 days later she gives up", "3D", "3/0", "1234567"] {
            assert_eq!(point(text), None, "{text}");
        }
    }

    #[test]
    fn scales_are_the_smallest_usual_ones() {
        for (numbers, from, to) in [
            (&[-1.5, 2.0][..], -2.0, 2.0),
            (&[0.5, 2.0], -2.0, 2.0),
            (&[-3.0, 1.0], -3.0, 3.0),
            (&[1.0, 4.0], 1.0, 5.0),
            (&[0.0, 4.0], 0.0, 5.0),
            (&[7.0], 0.0, 10.0),
            (&[35.0, 80.0], 0.0, 100.0),
            (&[500.0], 0.0, 500.0),
        ] {
            let scale = Scale::of(numbers.iter().copied());
            assert_eq!((scale.from, scale.to), (from, to), "{numbers:?}");
        }
        let five = Scale::of([1.0, 5.0].into_iter());
        assert_eq!([1.0, 2.0, 3.0, 4.5, 9.0].map(|n| five.tenths(n)), [-20, -10, 0, 15, 20]);
        assert_eq!(five.words(), "1 to 5");
        assert_eq!(Value::Of(80.0, 100.0).tenths(five), 12);
        // Nothing at all is no scale of nothing.
        assert_eq!(Scale::of(std::iter::empty()).tenths(0.0), 0);
    }

    #[test]
    fn figures_have_units() {
        for (text, value, unit) in [
            ("18 %", "18", "%"),
            ("≤ 3 min", "≤ 3", "min"),
            ("4.2", "4.2", ""),
            ("€ 12", "€ 12", ""),
        ] {
            assert_eq!(figure(text), Some((value.into(), unit.into())), "{text}");
        }
        for text in ["NPS 42", "3 of 5 customers", "", "12 visits a week"] {
            assert_eq!(figure(text), None, "{text}");
        }
    }
}
