//! Tests of whole pictures.

use std::num::NonZero;
use std::ops::ControlFlow;

use journey_glyph::Em;
use journey_scene::{Affine, Colour, Image, Primitive, Rect, Role, Scene, Shape, Stroke};

use crate::canvas::{Canvas, Pixel};
use crate::glyph::GlyphCache;
use crate::plan::Plan;
use crate::raster::pixels_of;
use crate::{
    Background, Extent, Format, Options, Progress, RasterError, attachment, paint, path, picture_size, raster,
    raster_within, sample,
};

const WHITE: Pixel = [255; 4];

fn painted(scene: &Scene, options: &Options) -> Vec<u8> {
    let mut file = Vec::new();
    paint(scene, options, &mut file, &mut |_| ControlFlow::Continue(())).unwrap();
    file
}

/// Decodes with the png crate, which shares no code with our writer.
fn decoded(file: &[u8]) -> (png::OutputInfo, Option<png::PixelDimensions>, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    reader.finish().unwrap();
    (frame, reader.info().pixel_dims, pixels)
}

#[test]
fn the_file_decodes_to_the_pixels_of_the_raster() {
    let scene = sample::sheet(3, 2, 2);
    let direct = raster(&scene, scene.size.to_rect(), 1.0).unwrap();
    let (info, _, pixels) = decoded(&painted(&scene, &Options::default()));
    assert_eq!(
        (info.width, info.height, info.color_type),
        (direct.width, direct.height, png::ColorType::Rgb)
    );
    let opaque: Vec<u8> = direct
        .rgba
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    assert!(opaque == pixels);
    assert!(direct.rgba.as_chunks::<4>().0.iter().all(|p| p[3] == 255));
    // Not a blank sheet: letters, cards and the curve.
    assert!(pixels.iter().filter(|byte| **byte < 128).count() > 10_000);
}

#[test]
fn a_large_picture_of_few_colours_is_indexed_and_looks_the_same() {
    let mut scene = sample::sheet(12, 8, 3);
    let direct = raster(&scene, scene.size.to_rect(), 1.0).unwrap();
    let with = |scene: &Scene, threads| {
        let options = Options {
            threads: NonZero::new(threads),
            ..Options::default()
        };
        painted(scene, &options)
    };
    let file = with(&scene, 1);
    assert!(file == with(&scene, 3));
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file));
    assert_eq!(reader.read_header_info().unwrap().color_type, png::ColorType::Indexed);
    let (_, _, pixels) = decoded(&file);
    let (mut worst, mut sum) = (0, 0);
    for (pixel, expected) in pixels.as_chunks::<3>().0.iter().zip(direct.rgba.as_chunks::<4>().0) {
        for (channel, expected) in pixel.iter().zip(expected) {
            let difference = channel.abs_diff(*expected);
            worst = worst.max(difference);
            sum += u64::from(difference);
        }
    }
    assert!(worst <= 40, "{worst}");
    // Shades of edges only: a seventh of this sheet, which is dense with letters.
    assert!(sum * 3 < pixels.len() as u64, "{sum} over {} bytes", pixels.len());

    // A picture may have any colours: they are all kept.
    let image = Image {
        rect: Rect::new(10.0, 10.0, 50.0, 40.0),
        bytes: (*b"not a picture").into(),
        media_type: "image/png".into(),
        alt: String::new(),
    };
    let rect = Rect::new(0.0, 0.0, 60.0, 60.0);
    scene.nodes.push(sample::node(
        "card".into(),
        Role::Card,
        rect,
        vec![Primitive::Image(image)],
    ));
    assert_eq!(decoded(&with(&scene, 2)).0.color_type, png::ColorType::Rgb);
}

#[test]
fn a_colour_that_no_sample_shows_is_still_kept() {
    // Far from the parts of the node that are sampled, and unlike all else on the sheet.
    let mut content = vec![Primitive::Path {
        shape: Shape::Rect(Rect::new(0.0, 0.0, 2000.0, 1500.0)),
        fill: Some(Colour::WHITE.into()),
        stroke: None,
    }];
    content.push(Primitive::Path {
        shape: Shape::Rect(Rect::new(600.0, 300.0, 604.0, 304.0)),
        fill: Some(Colour::hex(0xE0_20_20).into()),
        stroke: None,
    });
    let node = sample::node("n".into(), Role::Note, Rect::new(0.0, 0.0, 2000.0, 1500.0), content);
    let (info, _, pixels) = decoded(&painted(
        &sample::scene(2000.0, 1500.0, vec![node]),
        &Options::default(),
    ));
    assert_eq!(info.color_type, png::ColorType::Rgb);
    assert_eq!(pixels[(302 * 2000 + 602) * 3..][..3], [0xE0, 0x20, 0x20]);
}

#[test]
fn pixels_do_not_depend_on_the_bands() {
    let scene = sample::sheet(3, 2, 2);
    for scale in [0.7, 1.0, 1.5] {
        let of = |band| {
            pixels_of(
                &Plan::new(&scene, scene.size.to_rect(), scale, Some(band)).unwrap(),
                WHITE,
            )
        };
        let whole = of(1 << 16);
        for band in [32, 64, 224] {
            assert!(of(band) == whole, "bands of {band} at {scale}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_the_threads() {
    let scene = sample::sheet(4, 6, 3);
    for background in [Background::Paper, Background::Transparent] {
        let with = |threads| {
            let options = Options {
                threads: NonZero::new(threads),
                background,
                ..Options::default()
            };
            painted(&scene, &options)
        };
        let one = with(1);
        assert!((2..6).all(|threads| with(threads) == one), "{background:?}");
    }
}

#[test]
fn resolution_follows_the_scale_unless_given() {
    let scene = sample::sheet(1, 1, 1);
    for (scale, dpi, per_metre) in [(1.0, None, 3780), (2.0, None, 7559), (1.0, Some(300.0), 11811)] {
        let options = Options {
            size: Extent::Scale(scale),
            dpi,
            ..Options::default()
        };
        let (info, dimensions, _) = decoded(&painted(&scene, &options));
        let dimensions = dimensions.unwrap();
        assert_eq!(
            (dimensions.xppu, dimensions.yppu, dimensions.unit),
            (per_metre, per_metre, png::Unit::Meter)
        );
        assert_eq!(f64::from(info.width), (scene.size.width * f64::from(scale)).ceil());
    }
}

#[test]
fn the_map_travels_along() {
    let json = "{\"title\":\"Erste Fahrt 🚕 \\u0000\"}".repeat(1000);
    let options = Options {
        attachment: Some(json.clone()),
        ..Options::default()
    };
    let scene = sample::sheet(1, 1, 1);
    let file = painted(&scene, &options);
    assert_eq!(attachment(&file).unwrap().unwrap(), json);
    decoded(&file);
    assert!(attachment(&painted(&scene, &Options::default())).unwrap().is_none());
}

#[test]
fn transparent_paper_leaves_only_what_is_drawn() {
    let scene = sample::sheet(2, 1, 1);
    let options = Options {
        background: Background::Transparent,
        ..Options::default()
    };
    let (info, _, pixels) = decoded(&painted(&scene, &options));
    assert_eq!(info.color_type, png::ColorType::Rgba);
    assert_eq!(pixels[..4], [0; 4]);
    let (_, _, paper) = decoded(&painted(&scene, &Options::default()));
    // Laid over the paper, it is the opaque picture (but for the rounding of straight alpha).
    for (above, expected) in pixels.as_chunks::<4>().0.iter().zip(paper.as_chunks::<3>().0) {
        for (channel, expected) in above.iter().zip(expected) {
            let alpha = f64::from(above[3]) / 255.0;
            let mixed = f64::from(*channel) * alpha + 255.0 * (1.0 - alpha);
            assert!((mixed - f64::from(*expected)).abs() <= 3.0, "{above:?} {expected}");
        }
    }
}

#[test]
fn a_region_is_the_same_part_of_the_whole() {
    let scene = sample::sheet(3, 2, 2);
    let whole = raster(&scene, scene.size.to_rect(), 1.0).unwrap();
    let part = raster(&scene, Rect::new(192.0, 160.0, 592.0, 352.0), 1.0).unwrap();
    assert_eq!((part.width, part.height), (400, 192));
    for (y, row) in part.rgba.chunks_exact(1600).enumerate() {
        let start = ((y + 160) * whole.width as usize + 192) * 4;
        assert!(row == &whole.rgba[start..start + 1600], "row {y}");
    }
}

#[test]
fn all_scales_give_a_picture_of_their_size() {
    let scene = sample::sheet(1, 1, 1);
    for scale in [0.25, 0.33, 1.0, 8.0] {
        let options = Options {
            size: Extent::Scale(scale),
            ..Options::default()
        };
        let (info, _, _) = decoded(&painted(&scene, &options));
        assert_eq!(f64::from(info.height), (scene.size.height * f64::from(scale)).ceil());
    }
}

#[test]
fn what_cannot_be_painted_is_an_error() {
    let mut scene = sample::sheet(1, 1, 1);
    let try_with = |scene: &Scene, scale| {
        let options = Options {
            size: Extent::Scale(scale),
            ..Options::default()
        };
        paint(scene, &options, Vec::new(), &mut |_| ControlFlow::Continue(())).unwrap_err()
    };
    for scale in [0.0, -1.0, 0.009, 33.0, f32::NAN, f32::INFINITY] {
        assert!(matches!(try_with(&scene, scale), RasterError::Scale(_)), "{scale}");
    }
    scene.size.width = 1e6;
    assert!(matches!(try_with(&scene, 1.0), RasterError::TooLarge { .. }));
    assert!(matches!(
        raster(&scene, Rect::new(0.0, 0.0, 1e4, 1e4), 1.0),
        Err(RasterError::TooManyPixels { .. })
    ));
    for width in [f64::NAN, 0.0, -4.0] {
        scene.size.width = width;
        assert!(matches!(try_with(&scene, 1.0), RasterError::Empty { .. }), "{width}");
    }
}

#[test]
fn coordinates_that_are_no_numbers_do_no_harm() {
    for bad in [f64::NAN, f64::INFINITY, 1e30, -1e30] {
        let rect = Rect::new(bad, 0.0, 10.0, bad);
        let stroke = Some(Stroke::solid(Colour::BLACK, 1.0));
        let mut content = vec![
            Primitive::Text(sample::text(0, 12.0, bad, bad, Colour::BLACK, "Text")),
            Primitive::Group {
                transform: Affine::scale(bad),
                clip: Some(Shape::Rect(rect)),
                opacity: 0.5,
                children: vec![Primitive::Text(sample::text(0, 12.0, 0.0, 9.0, Colour::BLACK, "Text"))],
            },
        ];
        for shape in [Shape::Rect(rect), Shape::RoundedRect { rect, radius: bad }] {
            let fill = Some(Colour::BLACK.into());
            content.push(Primitive::Path {
                shape,
                fill,
                stroke: stroke.clone(),
            });
        }
        let node = sample::node("bad".into(), Role::Card, Rect::new(5.0, 5.0, 50.0, 50.0), content);
        painted(&sample::scene(60.0, 60.0, vec![node]), &Options::default());
    }
}

#[test]
fn a_picture_that_cannot_be_decoded_shows_a_neutral_box() {
    let image = Image {
        rect: Rect::new(10.0, 10.0, 50.0, 40.0),
        bytes: (*b"not a picture").into(),
        media_type: "image/png".into(),
        alt: String::new(),
    };
    let node = sample::node(
        "card".into(),
        Role::Card,
        Rect::new(0.0, 0.0, 60.0, 60.0),
        vec![Primitive::Image(image)],
    );
    let pixels = raster(
        &sample::scene(60.0, 60.0, vec![node]),
        Rect::new(0.0, 0.0, 60.0, 60.0),
        1.0,
    )
    .unwrap();
    let at = |x: usize, y: usize| &pixels.rgba[(y * 60 + x) * 4..][..3];
    assert_eq!(at(30, 25), [0xF3, 0xF2, 0xEF]);
    assert_eq!(at(5, 5), [255; 3]);
}

#[test]
fn glyphs_from_stencils_lie_where_their_outlines_do() {
    let scene = sample::scene(400.0, 60.0, vec![]);
    for (size, x) in [(12.5, 10.0), (12.5, 10.25), (30.0, 7.5), (15.5, 10.75)] {
        let text = sample::text(0, size, x, 40.0, Colour::BLACK, "Hamburgefonstiv & 0123");
        let run = &text.lines[0].runs[0];
        let node = sample::node(
            "t".into(),
            Role::Title,
            scene.size.to_rect(),
            vec![Primitive::Text(text.clone())],
        );
        let scene = sample::scene(400.0, 60.0, vec![node]);
        let plan = Plan::new(&scene, scene.size.to_rect(), 1.0, None).unwrap();
        let stencilled = pixels_of(&plan, WHITE);

        let mut canvas = Canvas::new(0, 0, 400, 60, WHITE);
        let cache = GlyphCache::new(&scene.fonts);
        let face = cache.face(run.font).unwrap();
        let mut pen = run.x;
        for glyph in &run.glyphs {
            if let Some(outline) = face.outline(glyph.id, Em::Px(size), false) {
                // Where the stencil is: at the nearest quarter.
                let place = Affine::translate(((pen * 4.0).round() / 4.0, 40.0));
                path::draw(&mut canvas, &outline, place, Some(&Colour::BLACK.into()), None);
            }
            pen += f64::from(glyph.advance);
        }
        let difference = |(a, b): (&Pixel, &Pixel)| a[0].abs_diff(b[0]);
        let pairs = || stencilled.iter().zip(&canvas.pixels);
        let worst = pairs().map(difference).max().unwrap();
        let ink: u64 = canvas.pixels.iter().map(|p| 255 - u64::from(p[0])).sum();
        let total: u64 = pairs().map(|pair| u64::from(difference(pair))).sum();
        let drawn: u64 = stencilled.iter().map(|p| 255 - u64::from(p[0])).sum();
        // tiny-skia samples a pixel on four rows: up to a quarter of it differs at shallow edges, to
        // either side. A glyph one quarter of a pixel off would differ by a fifth of its ink and more.
        assert!(worst <= 64, "{size} at {x}: {worst}");
        assert!(total * 8 < ink, "{size} at {x}: {total} of {ink}");
        assert!(drawn.abs_diff(ink) * 50 < ink, "{size} at {x}: {drawn} for {ink}");
    }
}

#[test]
fn cancelling_ends_the_export_early() {
    let scene = sample::sheet(2, 30, 3);
    let mut seen = Vec::new();
    let mut file = Vec::new();
    let result = paint(&scene, &Options::default(), &mut file, &mut |progress| {
        seen.push(progress);
        if seen.len() == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(result, Err(RasterError::Cancelled)));
    assert_eq!(seen.len(), 2);
    assert!(seen[1].done < seen[1].total, "{seen:?}");
}

#[test]
fn progress_ends_at_the_last_row() {
    let scene = sample::sheet(1, 4, 3);
    let mut last = Progress { done: 0, total: 1 };
    paint(&scene, &Options::default(), Vec::new(), &mut |progress| {
        assert!(progress.done > last.done);
        last = progress;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(last.done, last.total);
}

#[test]
fn a_full_disk_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let scene = sample::sheet(1, 1, 1);
    let result = paint(&scene, &Options::default(), Full, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(result, Err(RasterError::Write(_))));
}

/// Pixels as the image crate decodes them, and how many bytes each has.
fn decoded_by_image(file: &[u8]) -> (u32, u32, usize, Vec<u8>) {
    let picture = image::load_from_memory(file).unwrap();
    let channels = usize::from(picture.color().channel_count());
    (picture.width(), picture.height(), channels, picture.into_bytes())
}

#[test]
fn a_jpeg_of_many_bands_is_the_picture() {
    // Of odd sides: several bands, and blocks that stick out.
    let scene = sample::sheet(3, 6, 3);
    let region = Rect::new(3.0, 5.0, scene.size.width, scene.size.height);
    let with = |threads, quality| {
        let options = Options {
            format: Format::Jpeg { quality },
            region: Some(region),
            size: Extent::Width(601),
            threads: NonZero::new(threads),
            // There is no transparency in a JPEG.
            background: Background::Transparent,
            ..Options::default()
        };
        painted(&scene, &options)
    };
    let file = with(1, 95);
    assert!(file == with(3, 95));
    assert!(with(2, 40).len() * 2 < file.len());
    let (width, height, channels, pixels) = decoded_by_image(&file);
    assert_eq!((width, channels), (601, 3));
    let scale = 601.0 / region.width();
    assert_eq!(f64::from(height), (region.height() * scale).ceil());
    let plan = Plan::new(&scene, region, scale, None).unwrap();
    assert!(plan.nodes.len() > 2, "{} bands", plan.nodes.len());
    let direct = pixels_of(&plan, WHITE);
    let (mut worst, mut sum) = (0, 0u64);
    for (got, expected) in pixels.as_chunks::<3>().0.iter().zip(&direct) {
        for (got, expected) in got.iter().zip(expected) {
            worst = worst.max(got.abs_diff(*expected));
            sum += u64::from(got.abs_diff(*expected));
        }
    }
    assert_eq!(pixels.len(), direct.len() * 3);
    assert!(worst < 80, "{worst}");
    assert!(sum < pixels.len() as u64, "{sum} over {} bytes", pixels.len());
}

#[test]
fn a_webp_keeps_every_pixel() {
    let scene = sample::sheet(3, 2, 2);
    for background in [Background::Paper, Background::Transparent] {
        let options = |format| Options {
            format,
            background,
            attachment: Some("{}".into()),
            ..Options::default()
        };
        let (width, height, _, webp) = decoded_by_image(&painted(&scene, &options(Format::WebP)));
        let (info, _, png) = decoded(&painted(&scene, &options(Format::Png)));
        assert_eq!((width, height), (info.width, info.height));
        assert!(webp == png, "{background:?}");
    }
}

#[test]
fn a_large_webp_has_the_palette_of_the_png() {
    let scene = sample::sheet(12, 8, 3);
    let with = |format, threads| {
        let options = Options {
            format,
            threads: NonZero::new(threads),
            ..Options::default()
        };
        painted(&scene, &options)
    };
    let (png, webp) = (with(Format::Png, 1), with(Format::WebP, 1));
    assert!(webp == with(Format::WebP, 3));
    assert!(webp.len() < png.len(), "{} and {}", webp.len(), png.len());
    let (_, _, expected) = decoded(&png);
    let (_, _, channels, pixels) = decoded_by_image(&webp);
    assert_eq!(channels, 3);
    assert!(pixels == expected);
}

#[test]
fn resolution_is_noted_in_every_format() {
    let scene = sample::sheet(1, 1, 1);
    let with = |format| {
        painted(
            &scene,
            &Options {
                format,
                size: Extent::Dpi(300.0),
                ..Options::default()
            },
        )
    };
    let (info, dimensions, _) = decoded(&with(Format::Png));
    assert_eq!(f64::from(info.width), (scene.size.width * 3.125).ceil());
    assert_eq!(dimensions.unwrap().xppu, 11_811);
    // JFIF: identifier, version, unit (1: inch), density.
    let jpeg = with(Format::Jpeg { quality: 60 });
    assert_eq!(jpeg[6..18], *b"JFIF\0\x01\x02\x01\x01\x2C\x01\x2C");
    let webp = with(Format::WebP);
    let exif = webp.windows(4).position(|window| window == b"EXIF").unwrap();
    let tiff = &webp[exif + 8..];
    assert_eq!(tiff[..4], *b"II*\0");
    assert_eq!(tiff[50..58], [30_000u32.to_le_bytes(), 100u32.to_le_bytes()].concat());
}

#[test]
fn a_picture_is_just_as_wide_or_high_as_asked() {
    let scene = sample::scene(1234.5, 777.25, vec![]);
    for side in [16, 100, 333, 1234, 1235, 4999, 9933] {
        for (size, region) in [
            (Extent::Width(side), None),
            (Extent::Height(side), None),
            (Extent::Width(side), Some(Rect::new(0.1, 0.2, 310.7, 99.9))),
        ] {
            let options = Options {
                size,
                region,
                ..Options::default()
            };
            let told = picture_size(&scene, &options).unwrap();
            let asked = if matches!(size, Extent::Height(_)) {
                told.1
            } else {
                told.0
            };
            assert_eq!(asked, side, "{size:?}");
            if side < 400 {
                let (info, _, _) = decoded(&painted(&scene, &options));
                assert_eq!((info.width, info.height), told);
            }
        }
    }
}

#[test]
fn what_a_format_cannot_hold_is_an_error_with_a_remedy() {
    let message = |width: f64, height: f64, format| {
        let options = Options {
            format,
            ..Options::default()
        };
        let scene = sample::scene(width, height, vec![]);
        let error = picture_size(&scene, &options).unwrap_err().to_string();
        let painted = paint(&scene, &options, Vec::new(), &mut |_| ControlFlow::Continue(()));
        assert_eq!(painted.unwrap_err().to_string(), error);
        error
    };
    assert_eq!(
        message(65_501.0, 10.0, Format::Jpeg { quality: 90 }),
        "the picture would be 65501 × 10 px, and a JPEG has at most 65500 px a side: choose a smaller size, or PNG"
    );
    assert_eq!(
        message(10.0, 16_384.0, Format::WebP),
        "the picture would be 10 × 16384 px, and a WebP has at most 16383 px a side: choose a smaller size, or PNG"
    );
    assert!(
        message(5e5 + 1.0, 10.0, Format::Png).ends_with("a PNG has at most 500000 px a side: choose a smaller size")
    );
    for quality in [0, 101] {
        assert!(message(9.0, 9.0, Format::Jpeg { quality }).contains("from 1 (smallest file) to 100"));
    }
}

#[test]
fn a_raster_stays_within_its_budget() {
    let scene = sample::sheet(3, 2, 2);
    let sheet = scene.size.to_rect();
    let as_asked = raster_within(&scene, sheet, 1.0, Background::Paper, 16 << 20).unwrap();
    assert_eq!(as_asked, raster(&scene, sheet, 1.0).unwrap());
    for budget in [1000, 30_000, 123_456] {
        let smaller = raster_within(&scene, sheet, 2.0, Background::Transparent, budget).unwrap();
        let pixels = u64::from(smaller.width) * u64::from(smaller.height);
        assert!(pixels <= budget && pixels * 10 > budget * 9, "{pixels} of {budget}");
        assert_eq!(smaller.rgba.len() as u64, pixels * 4);
        assert!(smaller.scale < 1.0 && smaller.rgba[3] == 0);
    }
    assert!(raster_within(&scene, sheet, 1.0, Background::Paper, 0).is_err());
    for scale in [0.0, -1.0, f32::NAN] {
        assert!(
            raster_within(&scene, sheet, scale, Background::Paper, 1000).is_err(),
            "{scale}"
        );
    }
}
