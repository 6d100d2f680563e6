//! Which part of a scene lies on which page.

use kurbo::{Affine, Insets, Point, Rect, Size};

use crate::paper::{Margins, PT_PER_MM, Paper};
use crate::{Options, Orientation, PdfError, Placement, Poster, Scale};

/// Points per CSS pixel.
pub(crate) const PT_PER_PX: f64 = 0.75;

/// The longest page side that PDF 1.7 knows (ISO 32000-1, annex C.2), in points. Larger maps are
/// painted at a smaller scale on a page of this size: the library offers no `UserUnit`.
pub(crate) const LONGEST: f64 = 14_400.0;

/// The shortest page side (same annex), in points.
const SHORTEST: f64 = 3.0;

/// More sheets than this are a mistake, not a print job.
const MOST_SHEETS: u64 = 2_000;

/// Overlaps that leave something of a sheet, in millimetres.
const OVERLAPS: std::ops::RangeInclusive<f64> = 0.0..=100.0;

/// Factors of a poster that anyone could mean.
const FACTORS: std::ops::RangeInclusive<f64> = 0.05..=20.0;

/// How many sheets can be asked for in a row or column.
const COUNTS: std::ops::RangeInclusive<u32> = 1..=200;

/// A length beyond the last whole sheet that is not worth another one, in points.
const CRUMB: f64 = 0.01;

/// One page and the part of the scene that it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Page size in points.
    pub size: Size,
    /// Coordinates of the scene (px) to page coordinates (points, y downwards).
    pub transform: Affine,
    /// What the page shows, in px of the scene; neighbours overlap.
    pub window: Rect,
    /// The part of `window` that is this page's alone: these parts cover the scene without overlap.
    pub own: Rect,
    /// Row and column among the tiles, from 0, and how many there are of each; `None` for a single page.
    pub tile: Option<Tile>,
}

impl Sheet {
    /// Where the scene's window lies on the page, in points.
    pub(crate) fn shown(&self) -> Rect {
        self.transform.transform_rect_bbox(self.window)
    }

    /// Whether the sheet is the one on which a node is told to screen readers: where its centre lies.
    /// `map` is the size of the scene.
    pub(crate) fn owns(&self, bounds: Rect, map: Size) -> bool {
        let centre = bounds.center();
        let within = |value: f64, length: f64| value.clamp(0.0, (length - 1e-6).max(0.0));
        self.own
            .contains(Point::new(within(centre.x, map.width), within(centre.y, map.height)))
    }
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

    /// What is printed on the sheet, in English.
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

/// The pages that a scene of this size takes, without an assembly page.
///
/// # Errors
/// [`PdfError::TooManySheets`] when a tiled map needs more than 2,000, [`PdfError::Margins`] and
/// [`PdfError::Poster`] for numbers that make no page.
pub fn sheets(map: Size, options: &Options) -> Result<Vec<Sheet>, PdfError> {
    placed(map, options, options.orientation, options.placement)
}

/// As [`sheets`], with another orientation and placement than those of the options.
pub(crate) fn placed(
    map: Size,
    options: &Options,
    orientation: Orientation,
    placement: Placement,
) -> Result<Vec<Sheet>, PdfError> {
    // A hostile or empty map must not give an empty or endless page.
    let side = |value: f64| {
        if value.is_finite() { value.clamp(1.0, 1e7) } else { 1.0 }
    };
    let map = Size::new(side(map.width), side(map.height));
    let Some(size) = options.paper.size() else {
        return Ok(vec![own_page(map, options.margins)?]);
    };
    let margins = options.margins.unwrap_or(Margins::PRINTER);
    let on = |size: Size| {
        let margins = margins.on(size)?;
        Ok(Blank { size, margins })
    };
    let upright = Size::new(size.min_side(), size.max_side());
    let lying = Size::new(size.max_side(), size.min_side());
    let choices = match orientation {
        Orientation::Portrait => vec![on(upright)],
        Orientation::Landscape => vec![on(lying)],
        Orientation::Auto if matches!(options.paper, Paper::Custom(_)) => vec![on(size)],
        Orientation::Auto => vec![on(lying), on(upright)],
    };
    match placement {
        Placement::Fit => {
            let better = |other: &Blank, first: &Blank| other.scale_to_fit(map) > first.scale_to_fit(map);
            Ok(vec![best(choices, better)?.fitted(map)])
        }
        Placement::Tile => {
            let poster = &options.poster;
            let grids = choices.into_iter().map(|blank: Result<Blank, PdfError>| {
                let blank = blank?;
                Ok((Grid::of(map, &blank, poster)?, blank))
            });
            let (grid, blank) = best(grids.collect(), |(other, _), (first, _)| {
                other.better_than(first, poster)
            })?;
            Ok(tiles(map, &blank, &grid))
        }
    }
}

/// The best of what can be had, or why nothing can.
fn best<T>(choices: Vec<Result<T, PdfError>>, better: impl Fn(&T, &T) -> bool) -> Result<T, PdfError> {
    let nothing = Err(PdfError::Write("there is no page to choose".into()));
    choices.into_iter().fold(nothing, |first, other| match (first, other) {
        (Ok(first), Ok(other)) => Ok(if better(&other, &first) { other } else { first }),
        (Ok(kept), Err(_)) | (Err(_), Ok(kept)) => Ok(kept),
        (Err(_), Err(problem)) => Err(problem),
    })
}

fn own_page(map: Size, margins: Option<Margins>) -> Result<Sheet, PdfError> {
    let around = margins.unwrap_or(Margins::all(0.0));
    let sides = [around.top, around.right, around.bottom, around.left];
    if !sides.iter().all(|side| (0.0..=1000.0).contains(side)) {
        return Err(PdfError::Margins {
            width: map.width * 25.4 / 96.0,
            height: map.height * 25.4 / 96.0,
        });
    }
    let free = Size::new(around.left + around.right, around.top + around.bottom) * PT_PER_MM;
    let fits = |length: f64, free: f64| (LONGEST - free) / length;
    let scale = PT_PER_PX
        .min(fits(map.width, free.width))
        .min(fits(map.height, free.height));
    let size = map * scale + free;
    let window = map.to_rect();
    Ok(Sheet {
        size: Size::new(size.width.max(SHORTEST), size.height.max(SHORTEST)),
        transform: Affine::translate((around.left * PT_PER_MM, around.top * PT_PER_MM)) * Affine::scale(scale),
        window,
        own: window,
        tile: None,
    })
}

/// A page before anything lies on it, in points.
pub(crate) struct Blank {
    pub size: Size,
    pub margins: Insets,
}

impl Blank {
    /// What the margins leave.
    pub fn inside(&self) -> Rect {
        self.size.to_rect() - self.margins
    }

    fn scale_to_fit(&self, map: Size) -> f64 {
        let inside = self.inside();
        (inside.width() / map.width).min(inside.height() / map.height)
    }

    fn fitted(&self, map: Size) -> Sheet {
        let scale = self.scale_to_fit(map);
        let centre = self.inside().center().to_vec2();
        let window = map.to_rect();
        Sheet {
            size: self.size,
            transform: Affine::translate(centre - map.to_vec2() * scale / 2.0) * Affine::scale(scale),
            window,
            own: window,
            tile: None,
        }
    }
}

/// How many sheets a poster takes, and how large it is drawn.
struct Grid {
    columns: u64,
    rows: u64,
    /// Points per px.
    scale: f64,
    /// In points.
    overlap: f64,
}

impl Grid {
    fn of(map: Size, blank: &Blank, poster: &Poster) -> Result<Self, PdfError> {
        if !OVERLAPS.contains(&poster.overlap) {
            return Err(PdfError::Poster(format!(
                "the sheets overlap by {} mm; choose {} to {} mm",
                poster.overlap,
                OVERLAPS.start(),
                OVERLAPS.end()
            )));
        }
        let overlap = poster.overlap * PT_PER_MM;
        let inside = blank.inside().size();
        if inside.min_side() - overlap < 10.0 * PT_PER_MM {
            return Err(PdfError::Poster(format!(
                "an overlap of {} mm leaves nothing of the sheets; choose a smaller one or a larger paper",
                poster.overlap
            )));
        }
        // The first sheet shows its whole inside, each further one adds its inside less the overlap.
        let reach = |count: u32, window: f64| window + f64::from(count - 1) * (window - overlap);
        let scale = match poster.scale {
            Scale::Factor(factor) if FACTORS.contains(&factor) => PT_PER_PX * factor,
            Scale::Factor(factor) => {
                return Err(PdfError::Poster(format!(
                    "{factor} times the real size; choose {} to {}",
                    FACTORS.start(),
                    FACTORS.end()
                )));
            }
            Scale::Sheets { columns, rows } => {
                let sane = |count: Option<u32>| count.is_none_or(|count| COUNTS.contains(&count));
                if !(sane(columns) && sane(rows)) || (columns.is_none() && rows.is_none()) {
                    return Err(PdfError::Poster(format!(
                        "the number of sheets; choose {} to {} side by side, one below the other, or both",
                        COUNTS.start(),
                        COUNTS.end()
                    )));
                }
                let across = columns.map(|count| reach(count, inside.width) / map.width);
                let down = rows.map(|count| reach(count, inside.height) / map.height);
                across.into_iter().chain(down).fold(f64::INFINITY, f64::min)
            }
        };
        let count = |length: f64, window: f64| {
            let more = ((length * scale - window - CRUMB) / (window - overlap)).ceil().max(0.0);
            more as u64 + 1
        };
        let grid = Self {
            columns: count(map.width, inside.width),
            rows: count(map.height, inside.height),
            scale,
            overlap,
        };
        let sheets = grid.sheets();
        if sheets > MOST_SHEETS {
            return Err(PdfError::TooManySheets { sheets });
        }
        Ok(grid)
    }

    fn sheets(&self) -> u64 {
        self.columns.saturating_mul(self.rows)
    }

    /// Fewer sheets at a given size; a larger picture on the same or fewer sheets else.
    fn better_than(&self, other: &Self, poster: &Poster) -> bool {
        match poster.scale {
            Scale::Factor(_) => self.sheets() < other.sheets(),
            Scale::Sheets { .. } => {
                let used = |grid: &Self| grid.scale * grid.scale / grid.sheets() as f64;
                used(self) > used(other) * (1.0 + 1e-9)
            }
        }
    }
}

fn tiles(map: Size, blank: &Blank, grid: &Grid) -> Vec<Sheet> {
    let corner = blank.inside().origin();
    let inside = blank.inside().size() / grid.scale;
    let overlap = grid.overlap / grid.scale;
    let step = inside - Size::new(overlap, overlap);
    let mut sheets = Vec::with_capacity(grid.sheets() as usize);
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let origin = Point::new(column as f64 * step.width, row as f64 * step.height);
            let (last_column, last_row) = (column + 1 == grid.columns, row + 1 == grid.rows);
            // The last sheets take what is left, crumbs included.
            let end = |last: bool, far: f64, near: f64| if last { far } else { near };
            let until = |width: f64, height: f64| {
                let x1 = end(last_column, map.width, origin.x + width);
                Rect::new(origin.x, origin.y, x1, end(last_row, map.height, origin.y + height))
            };
            let transform =
                Affine::translate(corner.to_vec2()) * Affine::scale(grid.scale) * Affine::translate(-origin.to_vec2());
            // The grid has at most 2,000 sheets, so the numbers fit.
            let tile = Tile {
                row: row as u32,
                column: column as u32,
                rows: grid.rows as u32,
                columns: grid.columns as u32,
            };
            sheets.push(Sheet {
                size: blank.size,
                transform,
                window: until(inside.width, inside.height).intersect(map.to_rect()),
                own: until(step.width, step.height),
                // A map that fits one sheet needs no label to be put together.
                tile: (grid.sheets() > 1).then_some(tile),
            });
        }
    }
    sheets
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        let scale = prop_oneof![
            (0.3f64..3.0).prop_map(Scale::Factor),
            (1u32..9).prop_map(|n| Scale::Sheets {
                columns: Some(n),
                rows: None
            }),
            (1u32..9).prop_map(|n| Scale::Sheets {
                columns: None,
                rows: Some(n)
            }),
            (1u32..9, 1u32..9).prop_map(|(c, r)| Scale::Sheets {
                columns: Some(c),
                rows: Some(r)
            }),
        ];
        let margins = prop::option::of((0.0f64..20.0).prop_map(Margins::all));
        let choices = (
            0..Paper::ALL.len(),
            0..3usize,
            any::<bool>(),
            scale,
            0.0f64..30.0,
            margins,
        );
        choices.prop_map(move |(paper, orientation, tile, scale, overlap, margins)| {
            let placement = if tile { Placement::Tile } else { Placement::Fit };
            let poster = Poster {
                scale,
                overlap,
                ..Poster::default()
            };
            Options {
                poster,
                margins,
                ..options(Paper::ALL[paper], orientations[orientation], placement)
            }
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
            let sheets = match sheets(map, &options) {
                Err(PdfError::TooManySheets { .. }) => return Ok(()),
                sheets => sheets.unwrap(),
            };
            prop_assert!(sheets.iter().any(|s| s.window.contains(point)));
            prop_assert_eq!(sheets.iter().filter(|s| s.own.contains(point)).count(), 1);
            let free = options.margins.unwrap_or(Margins::all(if options.paper == Paper::Fit { 0.0 } else { 6.35 }));
            for sheet in &sheets {
                // What a page shows lies inside the page's margins.
                let room = sheet.size.to_rect().inset(-free.left * PT_PER_MM).inset(CRUMB + 1e-6);
                prop_assert!(room.contains_rect(sheet.shown()), "{:?} in {:?}", sheet.shown(), room);
                prop_assert!(sheet.size.max_side() <= LONGEST + 1e-6);
            }
            if let (Placement::Tile, Scale::Sheets { columns, rows }, true) =
                (options.placement, options.poster.scale, options.paper != Paper::Fit)
            {
                let tile = sheets[0].tile.unwrap_or(Tile { row: 0, column: 0, rows: 1, columns: 1 });
                prop_assert!(columns.is_none_or(|n| tile.columns <= n) && rows.is_none_or(|n| tile.rows <= n));
                prop_assert!(columns.is_some_and(|n| tile.columns == n) || rows.is_some_and(|n| tile.rows == n));
            }
        }

        #[test]
        fn neighbours_share_the_overlap(
            width in 3_000.0f64..9_000.0, height in 3_000.0f64..9_000.0,
            overlap in 0.0f64..30.0, factor in 0.5f64..2.0,
        ) {
            let poster = Poster { overlap, scale: Scale::Factor(factor), ..Poster::default() };
            let options = Options { poster, ..options(Paper::A4, Orientation::Portrait, Placement::Tile) };
            let sheets = sheets(Size::new(width, height), &options).unwrap();
            let overlap = overlap * PT_PER_MM;
            for pair in sheets.windows(2) {
                if pair[0].tile.unwrap().row == pair[1].tile.unwrap().row {
                    let scale = factor * PT_PER_PX;
                    let shared = (pair[0].window.x1 - pair[1].window.x0) * scale;
                    // The last column may be narrower than the overlap it would share.
                    let expected = overlap.min(pair[1].window.width() * scale);
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
    fn a_poster_is_as_large_as_its_sheets_allow() {
        let wide = |scale| {
            let poster = Poster {
                scale,
                ..Poster::default()
            };
            let options = Options {
                poster,
                ..options(Paper::A4, Orientation::Portrait, Placement::Tile)
            };
            sheets(Size::new(3000.0, 1000.0), &options).unwrap()
        };
        let three = wide(Scale::Sheets {
            columns: Some(3),
            rows: None,
        });
        let tile = three[0].tile.unwrap();
        assert_eq!((tile.columns, tile.rows), (3, 1));
        // The right margin of the last sheet is where the map ends.
        let edge = three[2].size.width - 6.35 * PT_PER_MM;
        assert!((three[2].shown().x1 - edge).abs() < CRUMB);
    }

    #[test]
    fn posters_that_make_no_sheet_are_refused_in_a_sentence() {
        let refused = |poster: Poster| {
            let options = Options {
                poster,
                ..options(Paper::A5, Orientation::Auto, Placement::Tile)
            };
            sheets(Size::new(900.0, 900.0), &options).unwrap_err().to_string()
        };
        let plain = Poster::default();
        for (poster, said) in [
            (Poster { overlap: -1.0, ..plain }, "overlap by -1 mm"),
            (
                Poster {
                    overlap: f64::NAN,
                    ..plain
                },
                "overlap by NaN mm",
            ),
            (
                Poster {
                    scale: Scale::Factor(0.0),
                    ..plain
                },
                "0 times",
            ),
            (
                Poster {
                    scale: Scale::Sheets {
                        columns: None,
                        rows: None,
                    },
                    ..plain
                },
                "number of sheets",
            ),
            (
                Poster {
                    scale: Scale::Sheets {
                        columns: Some(0),
                        rows: None,
                    },
                    ..plain
                },
                "number of sheets",
            ),
        ] {
            let problem = refused(poster);
            assert!(problem.contains(said), "{problem}");
        }
        let narrow = Options {
            margins: Some(Margins::all(50.0)),
            poster: Poster { overlap: 45.0, ..plain },
            ..options(Paper::A5, Orientation::Auto, Placement::Tile)
        };
        let problem = sheets(Size::new(900.0, 900.0), &narrow).unwrap_err().to_string();
        assert!(problem.contains("leaves nothing"), "{problem}");
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
    fn a_custom_paper_lies_as_it_was_given_or_as_asked() {
        let paper: Paper = "300x200mm".parse().unwrap();
        let lies = |orientation| {
            let sheet = sheets(Size::new(500.0, 900.0), &options(paper, orientation, Placement::Fit)).unwrap();
            sheet[0].size.width > sheet[0].size.height
        };
        assert!(lies(Orientation::Auto) && lies(Orientation::Landscape) && !lies(Orientation::Portrait));
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
