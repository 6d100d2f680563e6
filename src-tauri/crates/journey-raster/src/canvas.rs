//! A rectangle of premultiplied RGBA pixels in device coordinates.

use journey_scene::Colour;

/// A pixel: premultiplied red, green, blue, and alpha.
pub(crate) type Pixel = [u8; 4];

/// `value / 255`, rounded to nearest, exact for 0 ..= 255 × 255.
pub(crate) const fn div255(value: u32) -> u32 {
    let value = value + 128;
    (value + (value >> 8)) >> 8
}

/// Lays a premultiplied pixel over another.
pub(crate) fn over(below: Pixel, above: Pixel) -> Pixel {
    let rest = 255 - u32::from(above[3]);
    std::array::from_fn(|i| (u32::from(above[i]) + div255(u32::from(below[i]) * rest)).min(255) as u8)
}

/// A premultiplied pixel at a share of its opacity (0 to 255).
pub(crate) fn faded(pixel: Pixel, share: u8) -> Pixel {
    pixel.map(|channel| div255(u32::from(channel) * u32::from(share)) as u8)
}

/// The premultiplied pixel of a colour.
pub(crate) fn pixel(colour: Colour) -> Pixel {
    let [r, g, b] = colour.rgb;
    faded([r, g, b, 255], colour.alpha)
}

/// Pixels of the device rectangle from (`left`, `top`), row by row.
pub(crate) struct Canvas {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<Pixel>,
}

impl Canvas {
    /// A canvas of one colour.
    pub(crate) fn new(left: i32, top: i32, width: usize, height: usize, ground: Pixel) -> Self {
        Self {
            left,
            top,
            width,
            height,
            pixels: vec![ground; width * height],
        }
    }

    /// Makes the canvas a fresh one elsewhere, in the memory it has.
    pub(crate) fn reset(&mut self, top: i32, height: usize, ground: Pixel) {
        self.top = top;
        self.height = height;
        self.pixels.clear();
        self.pixels.resize(self.width * height, ground);
    }

    pub(crate) fn bottom(&self) -> i32 {
        self.top.saturating_add(self.height as i32)
    }

    pub(crate) fn right(&self) -> i32 {
        self.left.saturating_add(self.width as i32)
    }

    /// The part of a device row from `start` (inclusive) to `end` (exclusive) that lies on the canvas.
    pub(crate) fn span(&mut self, y: i32, start: i32, end: i32) -> &mut [Pixel] {
        if y < self.top || y >= self.bottom() {
            return &mut [];
        }
        let (start, end) = (start.max(self.left), end.min(self.right()));
        if start >= end {
            return &mut [];
        }
        let row = (y - self.top) as usize * self.width;
        &mut self.pixels[row + (start - self.left) as usize..row + (end - self.left) as usize]
    }

    /// Lays a colour over a span of a row, at a coverage of 0 to 1.
    pub(crate) fn fill(&mut self, y: i32, start: i32, end: i32, colour: Pixel, coverage: f64) {
        let coverage = (coverage * 255.0 + 0.5) as u8;
        let colour = faded(colour, coverage);
        match colour[3] {
            0 => {}
            255 => self.span(y, start, end).fill(colour),
            _ => {
                for below in self.span(y, start, end) {
                    *below = over(*below, colour);
                }
            }
        }
    }

    /// Lays a stencil of coverages, `width` wide, over the canvas in a colour.
    pub(crate) fn stencil(&mut self, left: i32, top: i32, width: usize, coverage: &[u8], colour: Pixel) {
        if width == 0 {
            return;
        }
        let right = left.saturating_add(width as i32);
        let skipped = (self.left.saturating_sub(left).max(0) as usize).min(width);
        for (row, y) in coverage.chunks_exact(width).zip(top..) {
            for (below, share) in self.span(y, left, right).iter_mut().zip(&row[skipped..]) {
                match share {
                    0 => {}
                    255 if colour[3] == 255 => *below = colour,
                    _ => *below = over(*below, faded(colour, *share)),
                }
            }
        }
    }

    /// Lays premultiplied pixels, `width` wide, over the canvas at an opacity of 0 to 255.
    pub(crate) fn stamp(&mut self, left: i32, top: i32, width: usize, pixels: &[Pixel], opacity: u8) {
        if width == 0 {
            return;
        }
        let right = left.saturating_add(width as i32);
        let skipped = (self.left.saturating_sub(left).max(0) as usize).min(width);
        for (row, y) in pixels.chunks_exact(width).zip(top..) {
            for (below, above) in self.span(y, left, right).iter_mut().zip(&row[skipped..]) {
                match (above[3], opacity) {
                    (0, _) => {}
                    (255, 255) => *below = *above,
                    _ => *below = over(*below, faded(*above, opacity)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_by_255_rounds_to_nearest() {
        for value in 0..=255 * 255u32 {
            assert_eq!(div255(value), (f64::from(value) / 255.0).round() as u32, "{value}");
        }
    }

    #[test]
    fn opaque_covers_and_half_mixes() {
        let (white, ink) = ([255; 4], [10, 20, 30, 255]);
        assert_eq!(over(white, ink), ink);
        assert_eq!(over(white, faded(ink, 128)), [132, 137, 142, 255]);
        assert_eq!(over([0; 4], faded(ink, 128)), faded(ink, 128));
    }

    #[test]
    fn stencils_are_cut_at_all_four_edges() {
        let mut canvas = Canvas::new(10, 20, 2, 2, [0; 4]);
        canvas.stencil(9, 19, 4, &[255; 16], [1, 2, 3, 255]);
        assert_eq!(canvas.pixels, [[1, 2, 3, 255]; 4]);
        canvas.stencil(100, 20, 4, &[255; 16], [9, 9, 9, 255]);
        canvas.stencil(i32::MAX - 1, 20, 4, &[255; 16], [9, 9, 9, 255]);
        assert_eq!(canvas.pixels, [[1, 2, 3, 255]; 4]);
    }
}
