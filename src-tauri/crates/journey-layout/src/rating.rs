//! What test rounds found at a card: where their points lie between 0 and 10, and how many there are.

use journey_model::RatingSummary;
use journey_scene::{Colour, Paint, Point, Primitive, Shape, Stroke, round_to};

use crate::sheet::line;

/// Width of the line from 0 to 10.
pub(crate) const SPAN: f64 = 36.0;
/// Between the line and its words, and above both.
pub(crate) const GAP: f64 = 6.0;
pub(crate) const ABOVE: f64 = 3.0;

/// The mean, as it is written: “7.4”.
pub(crate) fn mean(rating: &RatingSummary) -> String {
    format!("{}.{}", rating.mean_tenths / 10, rating.mean_tenths % 10)
}

/// Spread and number, as they stand behind the mean: “5–9 · n 4”.
pub(crate) fn spread(rating: &RatingSummary) -> String {
    let RatingSummary {
        count, lowest, highest, ..
    } = rating;
    if lowest == highest {
        format!("n {count}")
    } else {
        format!("{lowest}–{highest} · n {count}")
    }
}

/// As it is said aloud.
pub(crate) fn spoken(rating: &RatingSummary) -> String {
    let RatingSummary {
        count, lowest, highest, ..
    } = rating;
    let rounds = if *count == 1 { "test" } else { "tests" };
    let between = if lowest == highest {
        String::new()
    } else {
        format!(", from {lowest} to {highest}")
    };
    format!("rated {} of 10 in {count} {rounds}{between}", mean(rating))
}

/// A line from 0 to 10, bold between the lowest and the highest points, with a dot at the mean. `at` is
/// its left end.
pub(crate) fn draw(at: Point, rating: &RatingSummary, ink: Colour, quiet: Colour, into: &mut Vec<Primitive>) {
    let x = |points: f64| round_to(at.x + points * SPAN / 10.0, 2);
    let y = round_to(at.y, 2);
    into.push(line((x(0.0), y), (x(10.0), y), Stroke::solid(quiet, 0.75)));
    if rating.lowest < rating.highest {
        let ends = (x(f64::from(rating.lowest)), x(f64::from(rating.highest)));
        into.push(line((ends.0, y), (ends.1, y), Stroke::solid(quiet, 2.5)));
    }
    let centre = Point::new(x(f64::from(rating.mean_tenths) / 10.0), y);
    into.push(Primitive::Path {
        shape: Shape::Circle { centre, radius: 2.75 },
        fill: Some(Paint::Solid(ink)),
        stroke: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_written_with_its_spread_where_it_has_one() {
        let four = RatingSummary {
            count: 4,
            mean_tenths: 74,
            lowest: 5,
            highest: 9,
        };
        assert_eq!((mean(&four), spread(&four)), ("7.4".into(), "5–9 · n 4".into()));
        assert_eq!(spoken(&four), "rated 7.4 of 10 in 4 tests, from 5 to 9");
        let one = RatingSummary {
            count: 1,
            mean_tenths: 100,
            lowest: 10,
            highest: 10,
        };
        assert_eq!((mean(&one), spread(&one)), ("10.0".into(), "n 1".into()));
        assert_eq!(spoken(&one), "rated 10.0 of 10 in 1 test");
    }
}
