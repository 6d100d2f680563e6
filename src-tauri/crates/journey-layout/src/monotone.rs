//! Smooth curves through points that never overshoot them.

use kurbo::{BezPath, Point};

/// Slopes at the points (x ascending) of the monotone piecewise cubic interpolation of F. N. Fritsch and
/// R. E. Carlson, “Monotone Piecewise Cubic Interpolation”, SIAM Journal on Numerical Analysis 17
/// (1980), 238-246: between two points the curve never leaves the range of their values.
pub(crate) fn slopes(points: &[Point]) -> Vec<f64> {
    let secants: Vec<f64> = points
        .windows(2)
        .map(|pair| (pair[1].y - pair[0].y) / (pair[1].x - pair[0].x))
        .collect();
    let (Some(&first), Some(&last)) = (secants.first(), secants.last()) else {
        return vec![0.0; points.len()];
    };
    let mut slopes = Vec::with_capacity(points.len());
    slopes.push(first);
    for pair in secants.windows(2) {
        // Extrema are flat, so that a peak stays where its point is.
        let turns = pair[0] * pair[1] <= 0.0;
        slopes.push(if turns { 0.0 } else { (pair[0] + pair[1]) / 2.0 });
    }
    slopes.push(last);
    for (i, &secant) in secants.iter().enumerate() {
        if secant == 0.0 {
            (slopes[i], slopes[i + 1]) = (0.0, 0.0);
            continue;
        }
        let (alpha, beta) = (slopes[i] / secant, slopes[i + 1] / secant);
        let length = alpha * alpha + beta * beta;
        if length > 9.0 {
            let scale = 3.0 / length.sqrt();
            slopes[i] = scale * alpha * secant;
            slopes[i + 1] = scale * beta * secant;
        }
    }
    slopes
}

/// The curve as cubics; empty for fewer than two points.
pub(crate) fn curve(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let Some(start) = points.first().filter(|_| points.len() > 1) else {
        return path;
    };
    let slopes = slopes(points);
    path.move_to(*start);
    for (pair, slope) in points.windows(2).zip(slopes.windows(2)) {
        let third = (pair[1].x - pair[0].x) / 3.0;
        path.curve_to(
            Point::new(pair[0].x + third, pair[0].y + third * slope[0]),
            Point::new(pair[1].x - third, pair[1].y - third * slope[1]),
            pair[1],
        );
    }
    path
}

#[cfg(test)]
mod tests {
    use kurbo::{ParamCurve, PathSeg};
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Vec<Point>> {
        prop::collection::vec((1.0f64..400.0, -100.0f64..100.0), 2..12).prop_map(|steps| {
            let mut x = 0.0;
            steps
                .into_iter()
                .map(|(dx, y)| {
                    x += dx;
                    Point::new(x, y)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_curve_never_overshoots_its_points(points in points()) {
            let curve = curve(&points);
            for (pair, segment) in points.windows(2).zip(curve.segments()) {
                let PathSeg::Cubic(cubic) = segment else { panic!("not a cubic") };
                let (low, high) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
                let mut last = pair[0];
                for step in 0..=64 {
                    let at = cubic.eval(f64::from(step) / 64.0);
                    prop_assert!(at.y >= low - 1e-6 && at.y <= high + 1e-6, "{at:?} outside of {low}..{high}");
                    prop_assert!(at.x >= last.x - 1e-9);
                    // Monotone: it only ever goes towards the second point.
                    prop_assert!((at.y - last.y) * (pair[1].y - pair[0].y) >= -1e-6);
                    last = at;
                }
            }
        }

        #[test]
        fn the_curve_goes_through_its_points(points in points()) {
            let curve = curve(&points);
            let ends: Vec<Point> = curve.segments().map(|s| s.end()).collect();
            prop_assert_eq!(&ends, &points[1..]);
        }
    }

    #[test]
    fn one_point_has_no_curve() {
        assert!(curve(&[Point::new(1.0, 2.0)]).elements().is_empty());
        assert!(curve(&[]).elements().is_empty());
    }
}
