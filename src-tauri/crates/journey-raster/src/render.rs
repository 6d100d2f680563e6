//! Draws nodes on a canvas.

use journey_glyph::{Em, Underline};
use journey_scene::{Affine, Dash, GlyphRun, Image, Paint, Point, Primitive, Rect, Shape, Stroke, TextBox};
use tiny_skia::{FilterQuality, PixmapPaint, PixmapRef, Transform};

use crate::boxes::RoundBox;
use crate::canvas::{Canvas, Pixel, faded, pixel};
use crate::glyph::{GlyphCache, Ink, LARGEST, thickening};
use crate::path;
use crate::picture::Pictures;
use crate::plan::{Plan, extent};

/// What a picture that cannot be decoded looks like: a light ground in a grey frame.
const PLACEHOLDER: (Pixel, Pixel) = ([0xF3, 0xF2, 0xEF, 0xFF], [0xC9, 0xC6, 0xBE, 0xFF]);

/// Draws on one thread, with that thread's own glyphs.
pub(crate) struct Brush<'a> {
    plan: &'a Plan<'a>,
    glyphs: GlyphCache<'a>,
    pictures: &'a Pictures,
}

/// A transform without rotation or skew, that scales both axes alike: almost all of a map.
#[derive(Clone, Copy)]
struct Upright {
    scale: f64,
    dx: f64,
    dy: f64,
}

impl Upright {
    fn of(transform: Affine) -> Option<Self> {
        let [a, b, c, d, dx, dy] = transform.as_coeffs();
        let even = b == 0.0 && c == 0.0 && a > 0.0 && (a - d).abs() <= 1e-9 * a;
        (even && dx.is_finite() && dy.is_finite()).then_some(Self { scale: a, dx, dy })
    }

    fn point(&self, p: Point) -> Point {
        Point::new(p.x * self.scale + self.dx, p.y * self.scale + self.dy)
    }

    fn rect(&self, rect: Rect) -> Rect {
        Rect::from_points(self.point(rect.origin()), self.point(Point::new(rect.x1, rect.y1)))
    }
}

impl<'a> Brush<'a> {
    pub(crate) fn new(plan: &'a Plan<'a>, pictures: &'a Pictures) -> Self {
        Self {
            plan,
            glyphs: GlyphCache::new(&plan.scene.fonts),
            pictures,
        }
    }

    /// Draws the nodes of a band, of which the canvas may be a part.
    pub(crate) fn band(&mut self, canvas: &mut Canvas, band: usize) {
        let plan = self.plan;
        let (left, right) = (f64::from(canvas.left), f64::from(canvas.right()));
        let (top, bottom) = (f64::from(canvas.top), f64::from(canvas.bottom()));
        for index in plan.nodes.get(band).into_iter().flatten() {
            let index = *index as usize;
            let (Some(node), Some(extent)) = (plan.scene.nodes.get(index), plan.extents.get(index)) else {
                continue;
            };
            if extent.x0 < right && extent.x1 > left && extent.y0 < bottom && extent.y1 > top {
                let to_device = plan.to_device * Affine::translate(node.origin.to_vec2());
                self.primitives(canvas, &node.content, to_device);
            }
        }
    }

    fn primitives(&mut self, canvas: &mut Canvas, primitives: &[Primitive], to_device: Affine) {
        for primitive in primitives {
            match primitive {
                Primitive::Group {
                    transform,
                    clip,
                    opacity,
                    children,
                } => self.group(canvas, to_device * *transform, clip.as_ref(), *opacity, children),
                Primitive::Path { shape, fill, stroke } => {
                    if let Some(fill) = fill {
                        self.fill(canvas, shape, fill, to_device);
                    }
                    if let Some(stroke) = stroke {
                        self.stroke(canvas, shape, stroke, to_device);
                    }
                }
                Primitive::Text(text) => self.text(canvas, text, to_device),
                Primitive::Image(image) => self.image(canvas, image, to_device),
                Primitive::Link(_) => {}
            }
        }
    }

    /// Children that are clipped or faded together are drawn on a layer of their own first.
    fn group(
        &mut self,
        canvas: &mut Canvas,
        to_device: Affine,
        clip: Option<&Shape>,
        opacity: f32,
        children: &[Primitive],
    ) {
        let opacity = (opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
        if clip.is_none() && opacity == 255 {
            return self.primitives(canvas, children, to_device);
        }
        let Some(mut area) = extent(children, to_device) else {
            return;
        };
        if let Some(clip) = clip {
            let clip = [Primitive::Path {
                shape: clip.clone(),
                fill: None,
                stroke: None,
            }];
            area = area.intersect(extent(&clip, to_device).unwrap_or(Rect::ZERO));
        }
        let left = ((area.x0 - 2.0).floor() as i32).max(canvas.left);
        let right = ((area.x1 + 2.0).ceil() as i32).min(canvas.right());
        if left >= right || area.y0 - 2.0 >= f64::from(canvas.bottom()) || area.y1 + 2.0 <= f64::from(canvas.top) {
            return;
        }
        // As high as the canvas, so that strips fall where they fall for all bands.
        let width = (right - left) as usize;
        let mut layer = Canvas::new(left, canvas.top, width, canvas.height, [0; 4]);
        self.primitives(&mut layer, children, to_device);
        if let Some(clip) = clip {
            let mut mask = Canvas::new(left, canvas.top, width, canvas.height, [0; 4]);
            self.fill(&mut mask, clip, &Paint::Solid(journey_scene::Colour::BLACK), to_device);
            for (pixel, mask) in layer.pixels.iter_mut().zip(&mask.pixels) {
                *pixel = faded(*pixel, mask[3]);
            }
        }
        canvas.stamp(left, layer.top, width, &layer.pixels, opacity);
    }

    fn fill(&mut self, canvas: &mut Canvas, shape: &Shape, fill: &Paint, to_device: Affine) {
        if let (Paint::Solid(colour), Some(upright)) = (fill, Upright::of(to_device))
            && let Some(round) = round_box(shape, upright)
        {
            return round.fill(canvas, pixel(*colour));
        }
        let outline = path::outline(shape, self.plan.scale);
        path::draw(canvas, &outline, to_device, Some(fill), None);
    }

    fn stroke(&mut self, canvas: &mut Canvas, shape: &Shape, stroke: &Stroke, to_device: Affine) {
        if let Some(upright) = Upright::of(to_device) {
            let (colour, width) = (pixel(stroke.colour), stroke.width * upright.scale);
            match (shape, stroke.dash) {
                (Shape::Line { from, to }, _) if from.x == to.x || from.y == to.y => {
                    let (from, to) = (upright.point(*from), upright.point(*to));
                    return straight(canvas, from, to, width, stroke, upright.scale, colour);
                }
                // Round joins differ from mitred ones on square corners only.
                (Shape::Rect(_), Dash::Solid) if stroke.round => {}
                (_, Dash::Solid) => {
                    if let Some(round) = round_box(shape, upright) {
                        return round.frame(canvas, colour, width);
                    }
                }
                _ => {}
            }
        }
        let outline = path::outline(shape, self.plan.scale);
        path::draw(canvas, &outline, to_device, None, Some(stroke));
    }

    fn text(&mut self, canvas: &mut Canvas, text: &TextBox, to_device: Affine) {
        let upright = Upright::of(to_device);
        for line in &text.lines {
            for run in &line.runs {
                match upright {
                    Some(upright) if run.size * upright.scale as f32 <= LARGEST => {
                        self.stencilled(canvas, run, line.baseline, upright);
                    }
                    _ => self.outlined(canvas, run, line.baseline, to_device),
                }
                if run.underline {
                    self.underline(canvas, run, line.baseline, to_device);
                }
            }
        }
    }

    /// Text from stencils.
    fn stencilled(&mut self, canvas: &mut Canvas, run: &GlyphRun, baseline: f64, upright: Upright) {
        let size = (f64::from(run.size) * upright.scale) as f32;
        let y = baseline * upright.scale + upright.dy;
        let reach = 1.5 * f64::from(size) + 2.0;
        if y + reach < f64::from(canvas.top) || y - reach > f64::from(canvas.bottom()) {
            return;
        }
        let colour = pixel(run.colour);
        let mut pen = run.x;
        for glyph in &run.glyphs {
            let x = (pen + f64::from(glyph.dx)) * upright.scale + upright.dx;
            let y = (baseline + f64::from(glyph.dy)) * upright.scale + upright.dy;
            pen += f64::from(glyph.advance);
            if let Some((x, y, stencil)) = self.glyphs.stencil(run, glyph.id, size, x, y) {
                let (left, top) = (x.saturating_add(stencil.left), y.saturating_add(stencil.top));
                match &stencil.ink {
                    Ink::Coverage(coverage) => canvas.stencil(left, top, stencil.width, coverage, colour),
                    Ink::Coloured(pixels) => canvas.stamp(left, top, stencil.width, pixels, 255),
                }
            }
        }
    }

    /// Text that is turned, skewed or very large: every glyph as a path.
    fn outlined(&mut self, canvas: &mut Canvas, run: &GlyphRun, baseline: f64, to_device: Affine) {
        let Some(face) = self.glyphs.face(run.font) else {
            return;
        };
        let bold = thickening(run, run.size);
        let stroke = (bold > 0.0).then(|| Stroke::solid(run.colour, bold));
        let mut pen = run.x;
        for glyph in &run.glyphs {
            let place = (pen + f64::from(glyph.dx), baseline + f64::from(glyph.dy));
            let transform = to_device * Affine::translate(place);
            pen += f64::from(glyph.advance);
            let em = Em::Px(run.size);
            if face.is_coloured() {
                for layer in face.layers(glyph.id, em) {
                    let colour = layer.colour.unwrap_or(run.colour);
                    path::draw(canvas, &layer.outline, transform, Some(&colour.into()), None);
                }
            } else if let Some(outline) = face.outline(glyph.id, em, run.oblique) {
                path::draw(canvas, &outline, transform, Some(&run.colour.into()), stroke.as_ref());
            }
        }
    }

    /// The line under a run, where and as thick as its face asks, on whole pixels as browsers draw it.
    fn underline(&mut self, canvas: &mut Canvas, run: &GlyphRun, baseline: f64, to_device: Affine) {
        let Some(face) = self.glyphs.face(run.font) else {
            return;
        };
        let Underline { offset, thickness } = face.underline(run.size);
        let mut rect = Rect::new(
            run.x,
            baseline + offset,
            run.x + run.advance,
            baseline + offset + thickness,
        );
        let mut transform = to_device;
        if let Some(upright) = Upright::of(to_device) {
            rect = upright.rect(rect);
            rect.y0 = rect.y0.round();
            rect.y1 = rect.y0 + (thickness * upright.scale).round().max(1.0);
            transform = Affine::IDENTITY;
        }
        self.fill(canvas, &Shape::Rect(rect), &Paint::Solid(run.colour), transform);
    }

    fn image(&mut self, canvas: &mut Canvas, image: &Image, to_device: Affine) {
        let device = to_device.transform_rect_bbox(image.rect);
        let visible = device.y1 > f64::from(canvas.top) - 1.0 && device.y0 < f64::from(canvas.bottom()) + 1.0;
        if !(visible && device.is_finite() && image.rect.width() > 0.0 && image.rect.height() > 0.0) {
            return;
        }
        let upright = Upright::of(to_device);
        let scale = to_device.determinant().abs().sqrt();
        // On whole pixels where it stands upright: a photograph's edge is no place for a blurred line.
        let (left, top) = (device.x0.round(), device.y0.round());
        let (width, height) = match upright {
            Some(_) => ((device.x1.round() - left).max(1.0), (device.y1.round() - top).max(1.0)),
            None => (
                (image.rect.width() * scale).ceil(),
                (image.rect.height() * scale).ceil(),
            ),
        };
        let Some(picture) = self.pictures.get(image, width as u32, height as u32) else {
            let frame = RoundBox::new(Rect::new(left, top, left + width, top + height), 0.0);
            frame.fill(canvas, PLACEHOLDER.0);
            return frame.frame(canvas, PLACEHOLDER.1, 1.0);
        };
        if upright.is_some() && (f64::from(picture.width), f64::from(picture.height)) == (width, height) {
            return canvas.stamp(left as i32, top as i32, picture.width as usize, &picture.pixels, 255);
        }
        // Enlarged or turned.
        let stretch = Affine::scale_non_uniform(
            image.rect.width() / f64::from(picture.width),
            image.rect.height() / f64::from(picture.height),
        );
        let transform = to_device * Affine::translate(image.rect.origin().to_vec2()) * stretch;
        let Some(pixmap) = PixmapRef::from_bytes(picture.pixels.as_flattened(), picture.width, picture.height) else {
            return;
        };
        let paint = PixmapPaint {
            quality: FilterQuality::Bilinear,
            ..PixmapPaint::default()
        };
        let canvas_left = f64::from(canvas.left);
        path::strips(canvas, device.y0 - 1.0, device.y1 + 1.0, |strip, top| {
            let [a, b, c, d, e, f] = transform.as_coeffs().map(|value| value as f32);
            let (e, f) = (e - canvas_left as f32, f - top as f32);
            strip.draw_pixmap(0, 0, pixmap, &paint, Transform::from_row(a, b, c, d, e, f), None);
        });
    }
}

/// The box that a shape is, in device px, if it is one.
fn round_box(shape: &Shape, upright: Upright) -> Option<RoundBox> {
    let scale = upright.scale;
    match shape {
        Shape::Rect(rect) => Some(RoundBox::new(upright.rect(*rect), 0.0)),
        Shape::RoundedRect { rect, radius } => Some(RoundBox::new(upright.rect(*rect), radius * scale)),
        Shape::Circle { centre, radius } => {
            let size = (2.0 * radius * scale, 2.0 * radius * scale);
            let rect = Rect::from_center_size(upright.point(*centre), size);
            Some(RoundBox::new(rect, radius * scale))
        }
        Shape::Line { .. } | Shape::Path(_) => None,
    }
}

/// A horizontal or vertical line, dash by dash; only the dashes on the canvas are looked at.
fn straight(canvas: &mut Canvas, from: Point, to: Point, width: f64, stroke: &Stroke, scale: f64, colour: Pixel) {
    let length = (to - from).hypot();
    if !(length.is_finite() && width > 0.0) {
        return;
    }
    let along = if length > 0.0 {
        (to - from) / length
    } else {
        journey_scene::Vec2::new(1.0, 0.0)
    };
    let cap = if stroke.round { width / 2.0 } else { 0.0 };
    let dash = |canvas: &mut Canvas, start: f64, end: f64| {
        let (a, b) = (from + along * (start - cap), from + along * (end + cap));
        let across = journey_scene::Vec2::new(along.y.abs(), along.x.abs()) * (width / 2.0);
        let rect = Rect::from_points(a, b);
        let rect = Rect::new(
            rect.x0 - across.x,
            rect.y0 - across.y,
            rect.x1 + across.x,
            rect.y1 + across.y,
        );
        RoundBox::new(rect, cap).fill(canvas, colour);
    };
    let (on, off) = match stroke.dash {
        Dash::Dashed { on, off } if on >= 0.0 && off > 0.0 => (on * scale, off * scale),
        _ => return dash(canvas, 0.0, length),
    };
    // Where along the line the canvas lies.
    let area = Rect::new(
        f64::from(canvas.left),
        f64::from(canvas.top),
        f64::from(canvas.right()),
        f64::from(canvas.bottom()),
    )
    .inflate(width + on, width + on);
    let (a, b) = (
        (area.origin() - from).dot(along),
        (Point::new(area.x1, area.y1) - from).dot(along),
    );
    let (first, last) = (a.min(b).max(0.0), a.max(b).min(length));
    let period = on + off;
    let mut number = (first / period).floor();
    // The bound on the count is for periods that are tiny against a pixel.
    while number * period < last && number * period < length && period > 0.02 {
        let start = number * period;
        dash(canvas, start, (start + on).min(length));
        number += 1.0;
    }
    if period <= 0.02 {
        dash(canvas, 0.0, length);
    }
}
