//! Which part of the map lies on which page.

use kurbo::{Affine, Point, Rect, Size};

use crate::{Options, Orientation, PdfError, Placement};

/// Margin of named papers, in px (6.35 mm, what office printers cannot reach anyway).
pub const MARGIN: f64 = 24.0;

/// How much neighbouring sheets share when a map is tiled, in px: 10 mm.
pub const OVERLAP: f64 = 10.0 / 25.4 * 96.0;

/// Points per CSS pixel.
pub(crate) const PT_PER_PX: f64 = 0.75;

/// The longest page side that PDF 1.7 knows (ISO 32000-1, annex C.2), in points. Larger maps are
/// painted at a smaller scale on a page of this size: the library offers no `UserUnit`.
pub(crate) const LONGEST: f64 = 14_400.0;

/// The shortest page side (same annex), in points.
const SHORTEST: f64 = 3.0;

/// More sheets than this are a mistake, not a print job.
const MOST_SHEETS: u64 = 2_000;

/// One page and the part of the map that it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Page size in points.
    pub size: Size,
    /// Sheet coordinates of the map (px) to page coordinates (points, y downwards).
    pub transform: Affine,
    /// What the page shows, in px of the map; neighbours overlap.
    pub window: Rect,
    /// The part of `window` that is this page's alone: these parts cover the map without overlap.
    pub own: Rect,
    /// Row and column among the tiles, from 0, and how many there are of each; `None` for a single page.
    pub tile: Option<Tile>,
}

/// Where a sheet stands among the tiles of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

impl Tile {
    /// The sheet's short name, as spreadsheets name cells: columns are letters, rows are numbers.
    pub fn name(&self) -> String {
        let mut letters = String::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            rest -= 1;
            letters.insert(0, char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        format!("{letters}{}", self.row + 1)
    }

    /// What is printed on the sheet.
    pub fn label(&self) -> String {
        format!(
            "{} · row {} of {}, column {} of {}",
            self.name(),
            self.row + 1,
            self.rows,
            self.column + 1,
            self.columns
        )
    }
}

/// The pages that a map of this size takes.
///
/// # Errors
/// [`PdfError::TooManySheets`] when a tiled map needs more than 2,000.
pub fn sheets(map: Size, options: &Options) -> Result<Vec<Sheet>, PdfError> {
    // A hostile or empty map must not give an empty or endless page.
    let side = |value: f64| {
        if value.is_finite() { value.clamp(1.0, 1e7) } else { 1.0 }
    };
    let map = Size::new(side(map.width), side(map.height));
    let Some(paper) = options.paper.sides() else {
        return Ok(vec![own_page(map)]);
    };
    match options.placement {
        Placement::Fit => Ok(vec![fitted(map, oriented(map, paper, options))]),
        Placement::Tile => tiles(map, oriented(map, paper, options)),
    }
}

fn own_page(map: Size) -> Sheet {
    let scale = PT_PER_PX.min(LONGEST / map.max_side());
    let size = Size::new((map.width * scale).max(SHORTEST), (map.height * scale).max(SHORTEST));
    let window = map.to_rect();
    Sheet {
        size,
        transform: Affine::scale(scale),
        window,
        own: window,
        tile: None,
    }
}

/// The paper's size in points, lying as asked.
fn oriented(map: Size, (short, long): (f64, f64), options: &Options) -> Size {
    let portrait = Size::new(short, long);
    let landscape = Size::new(long, short);
    match options.orientation {
        Orientation::Portrait => portrait,
        Orientation::Landscape => landscape,
        Orientation::Auto => {
            let upright = match options.placement {
                Placement::Fit => scale_to_fit(map, portrait) > scale_to_fit(map, landscape),
                Placement::Tile => {
                    let count = |paper| {
                        let (columns, rows) = grid(map, paper);
                        columns * rows
                    };
                    count(portrait) < count(landscape)
                }
            };
            if upright { portrait } else { landscape }
        }
    }
}

/// The printable part of a paper, in points.
fn inside(paper: Size) -> Size {
    paper - Size::new(2.0, 2.0) * (MARGIN * PT_PER_PX)
}

fn scale_to_fit(map: Size, paper: Size) -> f64 {
    let inside = inside(paper);
    (inside.width / map.width).min(inside.height / map.height)
}

fn fitted(map: Size, paper: Size) -> Sheet {
    let scale = scale_to_fit(map, paper);
    let origin = (paper.to_vec2() - map.to_vec2() * scale) / 2.0;
    let window = map.to_rect();
    Sheet {
        size: paper,
        transform: Affine::translate(origin) * Affine::scale(scale),
        window,
        own: window,
        tile: None,
    }
}

/// Number of columns and rows of sheets.
fn grid(map: Size, paper: Size) -> (u64, u64) {
    let inside = inside(paper) / PT_PER_PX;
    // The first sheet shows its whole inside, each further one adds its inside less the overlap.
    let count = |length: f64, window: f64| {
        let more = ((length - window) / (window - OVERLAP)).ceil().max(0.0);
        more as u64 + 1
    };
    (count(map.width, inside.width), count(map.height, inside.height))
}

fn tiles(map: Size, paper: Size) -> Result<Vec<Sheet>, PdfError> {
    let (columns, rows) = grid(map, paper);
    let count = columns.saturating_mul(rows);
    if count > MOST_SHEETS {
        return Err(PdfError::TooManySheets { sheets: count });
    }
    let inside = inside(paper) / PT_PER_PX;
    let step = inside - Size::new(OVERLAP, OVERLAP);
    let mut sheets = Vec::with_capacity(count as usize);
    for row in 0..rows {
        for column in 0..columns {
            let origin = Point::new(column as f64 * step.width, row as f64 * step.height);
            let window = Rect::from_origin_size(origin, inside).intersect(map.to_rect());
            let end = |last: bool, far: f64, near: f64| if last { far } else { near };
            let own = Rect::new(
                origin.x,
                origin.y,
                end(column + 1 == columns, map.width, origin.x + step.width),
                end(row + 1 == rows, map.height, origin.y + step.height),
            );
            let margin = MARGIN * PT_PER_PX;
            let transform =
                Affine::translate((margin, margin)) * Affine::scale(PT_PER_PX) * Affine::translate(-origin.to_vec2());
            // The grid has at most 2,000 sheets, so the numbers fit.
            let tile = Tile {
                row: row as u32,
                column: column as u32,
                rows: rows as u32,
                columns: columns as u32,
            };
            sheets.push(Sheet {
                size: paper,
                transform,
                window,
                own,
                // A map that fits one sheet needs no label to be put together.
                tile: (count > 1).then_some(tile),
            });
        }
    }
    Ok(sheets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Paper;

    fn options(paper: Paper, orientation: Orientation, placement: Placement) -> Options {
        Options {
            paper,
            orientation,
            placement,
            ..Options::default()
        }
    }

    fn any_options() -> impl Strategy<Value = Options> {
        let orientations = [Orientation::Auto, Orientation::Portrait, Orientation::Landscape];
        (0..Paper::ALL.len(), 0..3usize, any::<bool>()).prop_map(move |(paper, orientation, tile)| {
            let placement = if tile { Placement::Tile } else { Placement::Fit };
            options(Paper::ALL[paper], orientations[orientation], placement)
        })
    }

    proptest! {
        #[test]
        fn every_point_is_shown_and_owned_once(
            options in any_options(),
            width in 1.0f64..20_000.0, height in 1.0f64..20_000.0,
            u in 0.0f64..1.0, v in 0.0f64..1.0,
        ) {
            let map = Size::new(width, height);
            let point = Point::new(u * width, v * height);
            let sheets = sheets(map, &options).unwrap();
            prop_assert!(sheets.iter().any(|s| s.window.contains(point)));
            prop_assert_eq!(sheets.iter().filter(|s| s.own.contains(point)).count(), 1);
            for sheet in &sheets {
                // What a page shows lies inside the page's margins.
                let shown = sheet.transform.transform_rect_bbox(sheet.window);
                let margin = if options.paper == Paper::Fit { 0.0 } else { MARGIN * PT_PER_PX };
                let room = sheet.size.to_rect().inset(-margin).inset(1e-6);
                prop_assert!(room.contains_rect(shown), "{:?} in {:?}", shown, room);
                prop_assert!(sheet.size.max_side() <= LONGEST + 1e-6);
            }
        }

        #[test]
        fn neighbours_share_the_overlap(width in 3_000.0f64..9_000.0, height in 3_000.0f64..9_000.0) {
            let sheets = sheets(Size::new(width, height), &options(Paper::A4, Orientation::Portrait, Placement::Tile)).unwrap();
            for pair in sheets.windows(2) {
                if pair[0].tile.unwrap().row == pair[1].tile.unwrap().row {
                    let shared = pair[0].window.x1 - pair[1].window.x0;
                    // The last column may be narrower than the overlap it would share.
                    let expected = OVERLAP.min(pair[1].window.width());
                    prop_assert!((shared - expected).abs() < 1e-6, "{}", shared);
                }
            }
        }
    }

    #[test]
    fn tiles_are_at_real_size() {
        let sheets = sheets(
            Size::new(4000.0, 2000.0),
            &options(Paper::A4, Orientation::Landscape, Placement::Tile),
        )
        .unwrap();
        assert_eq!(sheets.len(), 4 * 3);
        assert_eq!(sheets[5].tile.unwrap().label(), "B2 · row 2 of 3, column 2 of 4");
        for sheet in sheets {
            assert_eq!(sheet.transform.as_coeffs()[0], PT_PER_PX);
        }
    }

    #[test]
    fn auto_lays_a_wide_map_on_its_side() {
        let wide = sheets(
            Size::new(3000.0, 1000.0),
            &options(Paper::A3, Orientation::Auto, Placement::Fit),
        )
        .unwrap();
        assert!(wide[0].size.width > wide[0].size.height);
        let tall = sheets(
            Size::new(1000.0, 3000.0),
            &options(Paper::A3, Orientation::Auto, Placement::Fit),
        )
        .unwrap();
        assert!(tall[0].size.width < tall[0].size.height);
    }

    #[test]
    fn hostile_sizes_give_a_page() {
        for size in [
            Size::ZERO,
            Size::new(f64::NAN, f64::INFINITY),
            Size::new(-5.0, 1e300),
            Size::new(1e6, 10.0),
        ] {
            let sheet = &sheets(size, &Options::default()).unwrap()[0];
            assert!(
                sheet.size.min_side() >= SHORTEST && sheet.size.max_side() <= LONGEST,
                "{size:?}"
            );
        }
        let endless = sheets(
            Size::new(1e7, 1e7),
            &options(Paper::A4, Orientation::Auto, Placement::Tile),
        );
        assert!(matches!(endless, Err(PdfError::TooManySheets { .. })));
    }

    #[test]
    fn sheet_names_count_like_spreadsheets() {
        let name = |row, column| {
            Tile {
                row,
                column,
                rows: 99,
                columns: 99,
            }
            .name()
        };
        assert_eq!(
            (name(0, 0), name(1, 25), name(2, 26)),
            ("A1".into(), "Z2".into(), "AA3".into())
        );
    }
}
