//! Where a curved line of draw.io must bend to meet its points.

/// The bends of a curved edge that passes through all of `points` (x ascending), in their order; the
/// edge's own ends are the first and the last.
///
/// mxGraph draws such an edge as parabolas that touch the middles *between* bends, never a bend itself.
/// So each inner point gets two bends, as far before it as behind it: their middle is the point. They lie
/// on a slope that is flat where the line turns and else the harmonic mean of both sides, so that between
/// two points the line never leaves the range of their heights.
pub(super) fn bends(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    points
        .windows(3)
        .flat_map(|around| {
            let [before, (x, y), after] = around else {
                return [(0, 0); 2];
            };
            let (left, right) = (i64::from(x - before.0), i64::from(after.0 - x));
            let (rise, further) = (i64::from(y - before.1), i64::from(after.1 - y));
            let along = left.min(right) / 4;
            let turns = rise.signum() * further.signum() <= 0;
            let up = match rise * right + further * left {
                divisor if !turns && divisor != 0 => 2 * rise * further * along / divisor,
                _ => 0,
            };
            // No more than a quarter and a half of differences of 32 bits.
            let (along, up) = (along as i32, up as i32);
            [(x - along, y - up), (x + along, y + up)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middles_of_bends_are_the_points() {
        let points = [(0, 100), (100, 20), (340, 20), (400, 90), (700, 160), (800, 0)];
        let bends = bends(&points);
        assert_eq!(bends.len(), 8);
        for (pair, point) in bends.chunks(2).zip(&points[1..]) {
            assert_eq!(
                (pair[0].0 + pair[1].0, pair[0].1 + pair[1].1),
                (2 * point.0, 2 * point.1)
            );
        }
        assert!(bends.is_sorted_by_key(|bend| bend.0));
        // Flat where the line turns, and within the heights of both neighbours elsewhere.
        assert_eq!((bends[0].1, bends[1].1), (20, 20));
        assert_eq!((bends[6].1, bends[7].1), (160, 160));
        assert!(
            (20..=90).contains(&bends[4].1) && (90..=160).contains(&bends[5].1),
            "{bends:?}"
        );
    }

    #[test]
    fn two_points_need_no_bend() {
        assert!(bends(&[(0, 0), (10, 10)]).is_empty());
        assert!(bends(&[]).is_empty());
    }
}
