//! The colours of a picture that has few: one byte a pixel instead of three, and a file half the size.
//!
//! A map is flat colours and the shades at the edges between them. The palette has every flat colour as
//! it is, and so many shades that hardly a pixel is further than [`TOLERANCE`] from its own colour. Which
//! shades there are is found by painting a few nodes of each look beforehand; the palette depends on the
//! scene only, so bands can still be packed by any thread in any order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use journey_scene::{Colour, Node, Paint, Primitive, Rect, Size};

use crate::canvas::{Canvas, Pixel};
use crate::glyph::KeyHasher;
use crate::plan::Plan;
use crate::render::Brush;

/// Most colours that an indexed PNG can have.
const LARGEST: usize = 256;
/// How far (in any channel) a pixel may be from the colour that stands for it. Only the shades of edges
/// ever are: one pixel wide, and never beside the shade that they should have.
const TOLERANCE: u8 = 18;
/// How far a rare one may be: where three colours meet, for instance a line that crosses a letter.
const RARE_TOLERANCE: u8 = 40;
/// How rare: one pixel in so many.
pub(crate) const RARE: u64 = 20_000;
/// Shades nearer to each other than this are one.
const FINE_ENOUGH: u8 = 4;
/// Pictures of fewer pixels are small files anyway, and sampling them costs as much as painting them.
const WORTHWHILE: u64 = 2 << 20;
/// Nodes that are painted of each look.
const SAMPLES: usize = 2;
/// The part of a node that is painted, device px; of nodes up to twice as wide, all the width.
const PART: Size = Size::new(192.0, 56.0);
/// Width of the parts of a node with a gradient, device px.
const COLUMN: f64 = 48.0;
/// A colour that fills as many pixels in a row is a flat one: there its own neighbours would show the
/// slightest difference.
const STRETCH: usize = 16;
/// Most flat colours: a picture with more has smooth shades, which a palette would cut into steps.
const MOST_FLAT: usize = 160;

/// At most 256 colours.
pub(crate) struct Palette {
    colours: Vec<[u8; 3]>,
}

impl Palette {
    /// The palette of an opaque picture, or `None` where all colours should be kept.
    pub(crate) fn of(plan: &Plan<'_>, brush: &mut Brush<'_>, ground: Pixel) -> Option<Self> {
        let pixels = u64::from(plan.width) * u64::from(plan.height);
        let nodes = &plan.scene.nodes;
        if pixels < WORTHWHILE || nodes.iter().any(|node| holds(&node.content, is_picture)) {
            return None;
        }
        let mut counts = Counts::default();
        counts.add(&[ground; STRETCH]);
        for node in samples(plan) {
            sample(plan, brush, ground, node, &mut counts);
        }
        Self::fitted(counts)
    }

    /// The flat colours, and then, one by one, the shade that is worst off with those chosen so far.
    fn fitted(counts: Counts) -> Option<Self> {
        let mut shades: Vec<([u8; 3], usize)> = counts.0.into_iter().collect();
        shades.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
        let flat = shades.partition_point(|(_, count)| *count > 0);
        if flat > MOST_FLAT {
            return None;
        }
        let mut colours: Vec<[u8; 3]> = shades.iter().take(flat).map(|shade| shade.0).collect();
        // One of each few that are all but the same, which keeps the search below short.
        let mut seen: HashSet<[u8; 3], BuildHasherDefault<KeyHasher>> = HashSet::default();
        let mut rest: Vec<([u8; 3], u8)> = shades
            .iter()
            .skip(flat)
            .filter(|(colour, _)| seen.insert(colour.map(|channel| channel / FINE_ENOUGH)))
            .map(|(colour, _)| (*colour, nearest(&colours, *colour).1))
            .filter(|(_, distance)| *distance > FINE_ENOUGH)
            .collect();
        while let Some((colour, distance)) = rest.iter().copied().max_by_key(|(_, distance)| *distance) {
            if distance <= FINE_ENOUGH {
                break;
            }
            if colours.len() == LARGEST {
                // Room for shades that the sample does not have is part of what makes a palette fit.
                return (distance <= TOLERANCE - 3).then_some(Self { colours });
            }
            colours.push(colour);
            rest.retain_mut(|(other, distance)| {
                *distance = (*distance).min(self::distance(*other, colour));
                *distance > FINE_ENOUGH
            });
        }
        Some(Self { colours })
    }

    /// Red, green and blue of each index.
    pub(crate) fn colours(&self) -> &[[u8; 3]] {
        &self.colours
    }
}

/// The most that two colours differ by in any channel.
fn distance(a: [u8; 3], b: [u8; 3]) -> u8 {
    a[0].abs_diff(b[0]).max(a[1].abs_diff(b[1])).max(a[2].abs_diff(b[2]))
}

/// The place and the distance of the nearest colour; of equals, the first.
fn nearest(colours: &[[u8; 3]], colour: [u8; 3]) -> (u8, u8) {
    let mut best = (0, u8::MAX);
    for (index, other) in (0..=u8::MAX).zip(colours) {
        let distance = distance(*other, colour);
        if distance < best.1 {
            best = (index, distance);
        }
    }
    best
}

/// The colours that occur, and how many pixels each fills in stretches of [`STRETCH`] and more.
#[derive(Default)]
struct Counts(HashMap<[u8; 3], usize, BuildHasherDefault<KeyHasher>>);

impl Counts {
    fn add(&mut self, row: &[Pixel]) {
        for run in row.chunk_by(|a, b| a == b) {
            if let Some([r, g, b, _]) = run.first() {
                let stretch = if run.len() >= STRETCH { run.len() } else { 0 };
                *self.0.entry([*r, *g, *b]).or_default() += stretch;
            }
        }
    }
}

/// Whether any primitive, however deep in groups, is such a one.
fn holds(primitives: &[Primitive], is: fn(&Primitive) -> bool) -> bool {
    primitives.iter().any(|primitive| match primitive {
        Primitive::Group { children, .. } => holds(children, is),
        _ => is(primitive),
    })
}

fn is_picture(primitive: &Primitive) -> bool {
    matches!(primitive, Primitive::Image(_))
}

fn is_gradient(primitive: &Primitive) -> bool {
    let Primitive::Path { fill, .. } = primitive else {
        return false;
    };
    matches!(fill, Some(Paint::Vertical(_)))
}

/// Some nodes of each look, from all over the sheet.
fn samples(plan: &Plan<'_>) -> Vec<usize> {
    let mut looks: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, node) in plan.scene.nodes.iter().enumerate() {
        looks.entry(look(node)).or_default().push(index);
    }
    let spread = |nodes: &Vec<usize>| {
        let wanted = nodes.len().min(SAMPLES);
        let at = |number: usize| nodes.get(number * nodes.len() / wanted.max(1)).copied();
        (0..wanted).filter_map(at).collect::<Vec<_>>()
    };
    looks.values().flat_map(spread).collect()
}

/// What tells nodes of different colours apart. (The hasher's keys are fixed: the same in every run.)
fn look(node: &Node) -> u64 {
    fn of(primitives: &[Primitive], state: &mut DefaultHasher) {
        let colour = |colour: Colour, state: &mut DefaultHasher| (colour.rgb, colour.alpha).hash(state);
        for primitive in primitives {
            discriminant(primitive).hash(state);
            match primitive {
                Primitive::Group { opacity, children, .. } => {
                    opacity.to_bits().hash(state);
                    of(children, state);
                }
                Primitive::Path { fill, stroke, .. } => {
                    match fill {
                        Some(Paint::Solid(fill)) => colour(*fill, state),
                        Some(Paint::Vertical(stops)) => stops.iter().for_each(|stop| colour(stop.1, state)),
                        None => {}
                    }
                    if let Some(stroke) = stroke {
                        colour(stroke.colour, state);
                    }
                }
                Primitive::Text(text) => {
                    if let Some(run) = text.lines.first().and_then(|line| line.runs.first()) {
                        colour(run.colour, state);
                    }
                }
                Primitive::Image(_) | Primitive::Link(_) => {}
            }
        }
    }
    let mut state = DefaultHasher::new();
    discriminant(&node.role).hash(&mut state);
    of(&node.content, &mut state);
    state.finish()
}

/// Counts the colours where a node is.
fn sample(plan: &Plan<'_>, brush: &mut Brush<'_>, ground: Pixel, node: usize, counts: &mut Counts) {
    let Some(extent) = plan.extents.get(node).filter(|extent| extent.area() > 0.0) else {
        return;
    };
    let smooth = plan
        .scene
        .nodes
        .get(node)
        .is_some_and(|node| holds(&node.content, is_gradient));
    let parts = if smooth { columns(*extent) } else { parts(*extent) };
    for part in parts {
        let (left, width) = (part.x0 as i32, part.width().ceil() as usize);
        let bottom = (part.y1.ceil() as usize).min(plan.height as usize);
        let mut top = part.y0 as usize;
        while top < bottom {
            // Up to where the next band begins, whose nodes may be others.
            let band = top / plan.band;
            let height = ((band + 1) * plan.band).min(bottom) - top;
            let mut canvas = Canvas::new(left, top as i32, width, height, ground);
            brush.band(&mut canvas, band);
            for row in canvas.pixels.chunks_exact(width.max(1)) {
                counts.add(row);
            }
            top += height;
        }
    }
}

/// Columns of a node, of all its height: every shade of a gradient counts, wherever the shape ends that
/// it fills.
fn columns(extent: Rect) -> Vec<Rect> {
    let step = (extent.width() / 32.0).max(COLUMN);
    (0..32)
        .map(|number| (extent.x0 + f64::from(number) * step).floor())
        .take_while(|left| *left < extent.x1)
        .map(|left| Rect::new(left, extent.y0, left + COLUMN, extent.y1))
        .collect()
}

/// The upper part of a small node, which has all that there is of a card; of a large one the corners and
/// the middle.
fn parts(extent: Rect) -> Vec<Rect> {
    let rows = extent.height().min(PART.height);
    if extent.width() <= 2.0 * PART.width {
        return vec![Rect::new(extent.x0, extent.y0, extent.x1, extent.y0 + rows)];
    }
    [(0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0)]
        .map(|(x, y)| {
            let left = (extent.x0 + x * (extent.width() - PART.width)).floor();
            let top = extent.y0 + y * (extent.height() - rows);
            Rect::new(left, top, left + PART.width, top + rows)
        })
        .to_vec()
}

/// Finds the indices of pixels, and remembers what it found; for one thread.
pub(crate) struct Indexer<'a> {
    palette: &'a Palette,
    /// A colour (upper three bytes) and its index, at the place that the colour hashes to.
    known: Vec<u32>,
    /// Stretches of pixels so far that are further than [`TOLERANCE`] from all of the palette.
    pub(crate) rare: u64,
    /// Whether a pixel was further than [`RARE_TOLERANCE`].
    pub(crate) missed: bool,
}

impl<'a> Indexer<'a> {
    /// Bits of the number of places.
    const BITS: u32 = 13;

    pub(crate) fn new(palette: &'a Palette) -> Self {
        // Every place knows the first colour: no place needs to be told from an empty one.
        let [r, g, b] = palette.colours.first().copied().unwrap_or_default();
        Self {
            palette,
            known: vec![u32::from_be_bytes([r, g, b, 0]); 1 << Self::BITS],
            rare: 0,
            missed: false,
        }
    }

    fn index(&mut self, [r, g, b, _]: Pixel) -> u8 {
        let key = u32::from_be_bytes([r, g, b, 0]);
        // Multiplication by an odd constant (2³² / golden ratio) spreads the bits upwards.
        let place = ((key >> 8).wrapping_mul(0x9E37_79B9) >> (32 - Self::BITS)) as usize;
        let Some(known) = self.known.get_mut(place) else {
            return 0;
        };
        if (*known ^ key) < 256 {
            return *known as u8;
        }
        let (index, distance) = nearest(&self.palette.colours, [r, g, b]);
        if distance > TOLERANCE {
            // Not remembered, so that each is counted.
            self.rare += 1;
            self.missed |= distance > RARE_TOLERANCE;
            return index;
        }
        *known = key | u32::from(index);
        index
    }

    /// Writes the indices of a row.
    pub(crate) fn row(&mut self, row: &[Pixel], out: &mut [u8]) {
        const BLOCK: usize = 16;
        let mut last = row.first().copied().unwrap_or_default();
        let mut index = self.index(last);
        for (row, out) in row.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
            // Most blocks go on as the last one ended: found out without a branch for each pixel.
            let ink = u32::from_ne_bytes(last);
            let differing = row
                .iter()
                .fold(0, |bits, pixel| bits | (u32::from_ne_bytes(*pixel) ^ ink));
            if differing == 0 {
                out.fill(index);
                continue;
            }
            for (pixel, out) in row.iter().zip(out) {
                if *pixel != last {
                    last = *pixel;
                    index = self.index(last);
                }
                *out = index;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn palette(pixels: &[Pixel]) -> Option<Palette> {
        let mut counts = Counts::default();
        counts.add(pixels);
        Palette::fitted(counts)
    }

    /// All shades between two colours.
    fn ramp(a: [u8; 3], b: [u8; 3]) -> Vec<Pixel> {
        let mix = |share: u32, i: usize| ((u32::from(a[i]) * (255 - share) + u32::from(b[i]) * share) / 255) as u8;
        (0..=255)
            .map(|share| [mix(share, 0), mix(share, 1), mix(share, 2), 255])
            .collect()
    }

    proptest! {
        #[test]
        fn every_shade_of_the_sample_is_near_its_own(inks in prop::collection::vec(any::<[u8; 3]>(), 1..8)) {
            let mut pixels: Vec<Pixel> = inks.iter().flat_map(|ink| ramp([255; 3], *ink)).collect();
            pixels.extend(inks.iter().flat_map(|[r, g, b]| vec![[*r, *g, *b, 255]; 40]));
            let palette = palette(&pixels).unwrap();
            let mut indexer = Indexer::new(&palette);
            let mut indices = vec![0; pixels.len()];
            indexer.row(&pixels, &mut indices);
            prop_assert_eq!((indexer.rare, indexer.missed), (0, false));
            for (pixel, index) in pixels.iter().zip(indices) {
                let colour = palette.colours[usize::from(index)];
                prop_assert!(distance(colour, [pixel[0], pixel[1], pixel[2]]) <= TOLERANCE);
            }
            for ink in inks {
                prop_assert!(palette.colours.contains(&ink), "{ink:?} is a flat colour");
            }
        }
    }

    #[test]
    fn smooth_colours_in_all_directions_have_no_palette() {
        let cube = |step: usize| -> Vec<Pixel> {
            let values = || (0..=255u8).step_by(step);
            values()
                .flat_map(|r| values().flat_map(move |g| values().map(move |b| [r, g, b, 255])))
                .collect()
        };
        assert!(palette(&cube(8)).is_none());
        assert!(palette(&cube(64)).is_some());
    }

    #[test]
    fn a_colour_far_from_the_palette_is_noticed() {
        let palette = palette(&ramp([255; 3], [0; 3])).unwrap();
        let mut indexer = Indexer::new(&palette);
        indexer.row(&[[120, 124, 128, 255]; 9], &mut [0; 9]);
        assert_eq!((indexer.rare, indexer.missed), (0, false));
        indexer.row(&[[100, 130, 160, 255], [0, 0, 0, 255]], &mut [0; 2]);
        indexer.row(&[[100, 130, 160, 255]], &mut [0]);
        assert_eq!((indexer.rare, indexer.missed), (2, false));
        indexer.row(&[[255, 0, 0, 255]], &mut [0]);
        assert!(indexer.missed);
    }
}
