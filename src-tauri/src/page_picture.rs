//! Pictures of an export's pages, made from the export's own bytes: what the preview shows is what the
//! file holds.

use std::collections::VecDeque;

use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

/// The most pixels that a picture of a page has; more than any screen shows.
const MOST_PIXELS: f64 = 16e6;

/// How many times larger than asked for a page is drawn.
const FINER: f32 = 3.0;

/// A page of a PDF as PNG, at most `width` pixels wide; pages count from 0. `None` where there is none.
pub fn of_pdf(file: Vec<u8>, page: usize, width: u32) -> Option<Vec<u8>> {
    let pdf = Pdf::new(file).ok()?;
    let page = pdf.pages().get(page)?;
    let (page_width, page_height) = page.render_dimensions();
    let most = (MOST_PIXELS / f64::from(page_width * page_height).max(1.0)).sqrt() as f32;
    let scale = (width as f32 / page_width.max(1.0)).min(most);
    // Strokes are never drawn thinner than a pixel: made larger and scaled down, hairlines stay hairlines.
    let finer = scale * FINER;
    let drawn = if finer <= most { finer } else { scale };
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &hayro::hayro_interpret::InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: drawn,
            y_scale: drawn,
            ..PixmapSettings::default()
        },
    );
    let (from_width, from_height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let rgba = pixmap.take_rgba8(ImageAlphaType::Alpha);
    if drawn <= scale {
        return encoded(&rgba, from_width, from_height);
    }
    let shrink = |pixels: u32| ((pixels as f32 / FINER).round() as u32).max(1);
    let (width, height) = (shrink(from_width), shrink(from_height));
    let mut shrunk = Shrunk::new(from_width, from_height, width, height);
    for row in rgba.chunks_exact(from_width as usize * 4) {
        shrunk.add(row);
    }
    encoded(&shrunk.rgba, width, height)
}

/// A PNG scaled down to `width` pixels; itself where it is no wider.
pub fn of_png(file: &[u8], width: u32) -> Option<Vec<u8>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let (from_width, from_height) = (reader.info().width, reader.info().height);
    if from_width <= width {
        return Some(file.to_vec());
    }
    let height = (u64::from(from_height) * u64::from(width))
        .div_ceil(u64::from(from_width))
        .max(1);
    let height = u32::try_from(height).ok()?;
    let mut shrunk = Shrunk::new(from_width, from_height, width, height);
    // Row by row: the whole of a large export would be gigabytes.
    while let Some(row) = reader.next_row().ok()? {
        shrunk.add(row.data());
    }
    encoded(&shrunk.rgba, width, height)
}

/// A picture in the making whose every pixel is the mean of the area that it covers.
struct Shrunk {
    columns: Vec<Cover>,
    rows: Vec<Cover>,
    /// The source row that comes next.
    next: u32,
    /// Sums of the rows that are not full yet: premultiplied red, green, blue, and alpha.
    open: VecDeque<Vec<[f32; 4]>>,
    /// The first of them.
    first_open: usize,
    rgba: Vec<u8>,
}

/// A pixel's share of the source in one direction.
#[derive(Clone, Copy)]
struct Cover {
    from: f64,
    to: f64,
}

impl Cover {
    fn all(from: u32, to: u32) -> Vec<Self> {
        let step = f64::from(from) / f64::from(to);
        (0..to)
            .map(|at| Self {
                from: f64::from(at) * step,
                to: (f64::from(at + 1) * step).min(f64::from(from)),
            })
            .collect()
    }

    /// How much of the source's line `at` it covers, 0 to 1.
    fn of(&self, at: u32) -> f32 {
        let at = f64::from(at);
        (self.to.min(at + 1.0) - self.from.max(at)).max(0.0) as f32
    }
}

impl Shrunk {
    fn new(from_width: u32, from_height: u32, width: u32, height: u32) -> Self {
        Self {
            columns: Cover::all(from_width, width),
            rows: Cover::all(from_height, height),
            next: 0,
            open: VecDeque::new(),
            first_open: 0,
            rgba: Vec::with_capacity(width as usize * height as usize * 4),
        }
    }

    /// Takes the source's next row, as RGBA or as grey and alpha.
    fn add(&mut self, row: &[u8]) {
        let narrow = self.narrowed(row);
        let at = self.next;
        self.next += 1;
        for index in self.first_open..self.rows.len() {
            let share = self.rows[index].of(at);
            if share <= 0.0 {
                break;
            }
            if self.open.len() <= index - self.first_open {
                self.open.push_back(vec![[0.0; 4]; self.columns.len()]);
            }
            for (sum, pixel) in self.open[index - self.first_open].iter_mut().zip(&narrow) {
                for (sum, part) in sum.iter_mut().zip(pixel) {
                    *sum += part * share;
                }
            }
        }
        while let Some(cover) = self.rows.get(self.first_open) {
            if cover.to > f64::from(self.next) + 1e-9 {
                break;
            }
            let area = ((cover.to - cover.from) * (self.columns[0].to - self.columns[0].from)) as f32;
            for [red, green, blue, alpha] in self.open.pop_front().unwrap_or_default() {
                let colour = |sum: f32| if alpha > 0.0 { (sum / alpha).round() as u8 } else { 0 };
                let opacity = (alpha / area * 255.0).round() as u8;
                self.rgba.extend([colour(red), colour(green), colour(blue), opacity]);
            }
            self.first_open += 1;
        }
    }

    fn narrowed(&self, row: &[u8]) -> Vec<[f32; 4]> {
        let from_width = self.columns.last().map_or(1, |cover| cover.to.round() as usize);
        let channels = row.len() / from_width.max(1);
        let pixel = |at: usize| -> [f32; 4] {
            let part = |channel: usize| f32::from(row[at * channels + channel]);
            let (red, green, blue, alpha) = match channels {
                4 => (part(0), part(1), part(2), part(3)),
                3 => (part(0), part(1), part(2), 255.0),
                2 => (part(0), part(0), part(0), part(1)),
                _ => (part(0), part(0), part(0), 255.0),
            };
            let alpha = alpha / 255.0;
            [red * alpha, green * alpha, blue * alpha, alpha]
        };
        self.columns
            .iter()
            .map(|cover| {
                let mut sum = [0.0; 4];
                let last = (cover.to.ceil() as usize).min(from_width);
                for at in cover.from.floor() as usize..last {
                    let share = cover.of(at as u32);
                    for (sum, part) in sum.iter_mut().zip(pixel(at)) {
                        *sum += part * share;
                    }
                }
                sum
            })
            .collect()
    }
}

/// Pixels as PNG, quickly rather than small: it only goes to the screen.
pub fn encoded(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(rgba).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use journey_layout::{Engine, FontBook, Theme};
    use journey_model::{CountingIds, template};

    use super::*;

    struct Pixels {
        width: u32,
        height: u32,
        rgba: Vec<u8>,
    }

    impl Pixels {
        fn of(png: &[u8]) -> Self {
            let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
            decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
            let mut reader = decoder.read_info().unwrap();
            let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut rgba).unwrap();
            Self {
                width: info.width,
                height: info.height,
                rgba,
            }
        }

        fn at(&self, x: u32, y: u32) -> [u8; 4] {
            let at = ((y * self.width + x) * 4) as usize;
            [self.rgba[at], self.rgba[at + 1], self.rgba[at + 2], self.rgba[at + 3]]
        }
    }

    #[test]
    fn a_smaller_picture_is_the_mean_of_what_it_covers() {
        // Black and white columns in turn, and below them a row that nobody sees.
        let (black, white, clear) = ([0, 0, 0, 255], [255, 255, 255, 255], [200, 10, 10, 0]);
        let rows = [[black, white, black, white, black, white], [clear; 6]];
        let rgba: Vec<u8> = rows.iter().flatten().flatten().copied().collect();
        let png = encoded(&rgba, 6, 2).unwrap();

        let halved = Pixels::of(&of_png(&png, 3).unwrap());
        assert_eq!((halved.width, halved.height), (3, 1));
        for x in 0..3 {
            // What is clear lends no colour, only its clearness.
            let [red, green, blue, alpha] = halved.at(x, 0);
            assert!((127..=128).contains(&red) && red == green && green == blue, "{red}");
            assert!((127..=128).contains(&alpha), "{alpha}");
        }
        let uneven = Pixels::of(&of_png(&png, 4).unwrap());
        // One and a half columns each: the first a black one and half of a white one, the third the other way round.
        assert_eq!(uneven.width, 4);
        assert!((84..=86).contains(&uneven.at(0, 0)[0]), "{:?}", uneven.at(0, 0));
        assert!((169..=171).contains(&uneven.at(2, 0)[0]), "{:?}", uneven.at(2, 0));
        assert_eq!(of_png(&png, 6).unwrap(), png);
        assert_eq!(of_png(b"no picture", 6), None);
    }

    #[test]
    fn a_page_of_the_pdf_looks_as_the_map_does() {
        let template = template::templates()
            .iter()
            .find(|t| t.id == "flood-insurance")
            .unwrap();
        let document = template.document(&mut CountingIds::default());
        let scene = Engine::new(FontBook::shipped()).scene(&document, Theme::named_or_default(&document.map.theme));
        let pdf = journey_pdf::paint(&scene, &journey_pdf::Options::default(), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
        let width = scene.size.width as u32;
        let page = Pixels::of(&of_pdf(pdf.clone(), 0, width).unwrap());
        let raster = journey_raster::raster(&scene, scene.size.to_rect(), 1.0).unwrap();
        assert!(page.width.abs_diff(raster.width) <= 1 && page.height.abs_diff(raster.height) <= 1);
        // Two painters set no glyph alike, so that cells of 16 px are compared, by their mean.
        let mean = |of: &dyn Fn(u32, u32) -> u8, x: u32, y: u32| -> f64 {
            let cell = (0..256).map(|at| f64::from(of(x + at % 16, y + at / 16)));
            cell.sum::<f64>() / 256.0
        };
        let far = (0..page.width.min(raster.width) / 16)
            .flat_map(|x| (0..page.height.min(raster.height) / 16).map(move |y| (x * 16, y * 16)))
            .filter(|&(x, y)| {
                let page = mean(&|x, y| page.at(x, y)[1], x, y);
                let raster = mean(&|x, y| raster.rgba[((y * raster.width + x) * 4 + 1) as usize], x, y);
                (page - raster).abs() > 12.0
            })
            .count();
        assert_eq!(far, 0);
        assert_eq!(of_pdf(pdf, 1, width), None);
        assert_eq!(of_pdf(b"no document".to_vec(), 0, width), None);
    }
}
