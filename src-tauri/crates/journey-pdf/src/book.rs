//! The document as a sequence of pages: which part of which scene lies on which, and what leads where.

use std::collections::BTreeMap;

use journey_scene::{Node, Scene};
use kurbo::{Affine, Point, Rect, Size, Vec2};

use crate::options::{Label, Labels};
use crate::page::{self, PT_PER_PX, Sheet, Tile};
use crate::paper::PT_PER_MM;
use crate::{Options, Orientation, Paper, Part, PdfError, Placement};

/// Between the heading of an assembly page and its sketch, in points.
const HEADING_GAP: f64 = 12.0;

/// Size of the painter's own words in margins and headings, in points.
pub(crate) const SHEET_WORDS: f32 = 7.0;
pub(crate) const HEADING_WORDS: f32 = 11.0;

/// One page.
pub(crate) struct Leaf {
    /// Index of the part.
    pub part: usize,
    pub sheet: Sheet,
    /// A small picture of the whole poster instead of the map itself.
    pub assembly: bool,
    /// What is printed beside the picture.
    pub words: Option<Words>,
}

/// The words of a label: in a scene of the caller's (an index among [`Book::labels`]) or of our own.
pub(crate) struct Words {
    pub english: String,
    pub scene: Option<usize>,
}

/// A place in the document: page, and point on it in points.
pub(crate) type Spot = (usize, Point);

pub(crate) struct Book<'a> {
    pub parts: &'a [Part<'a>],
    pub leaves: Vec<Leaf>,
    /// Scenes of labels, from the caller.
    pub labels: Vec<Scene>,
    /// Parts by the record that they are about.
    about: BTreeMap<&'a str, usize>,
    /// For each part that is about a record, the part and the node to which it leads back.
    homes: Vec<Option<(usize, usize)>>,
}

impl<'a> Book<'a> {
    pub fn new(parts: &'a [Part<'a>], options: &Options, labels: Option<&Labels<'_>>) -> Result<Self, PdfError> {
        let mut about = BTreeMap::new();
        for (index, part) in parts.iter().enumerate() {
            if let Some(record) = part.about {
                about.entry(record).or_insert(index);
            }
        }
        let home = |part: &Part<'_>| {
            let record = part.about?;
            let wholes = parts.iter().enumerate().filter(|(_, other)| other.about.is_none());
            wholes
                .filter_map(|(index, whole)| {
                    let node = whole.scene.nodes.iter().position(|node| node.id.as_str() == record)?;
                    Some((index, node))
                })
                .next()
        };
        let mut book = Self {
            parts,
            leaves: Vec::new(),
            labels: Vec::new(),
            homes: parts.iter().map(home).collect(),
            about,
        };
        let orientation = one_way(parts, options)?;
        for (index, part) in parts.iter().enumerate() {
            book.add(index, part, options, orientation, labels)?;
        }
        if book.leaves.is_empty() {
            return Err(PdfError::NoParts);
        }
        Ok(book)
    }

    fn add(
        &mut self,
        index: usize,
        part: &Part<'_>,
        options: &Options,
        orientation: Orientation,
        labels: Option<&Labels<'_>>,
    ) -> Result<(), PdfError> {
        let placement = part.placement.unwrap_or(options.placement);
        let sheets = page::placed(part.scene.size, options, orientation, placement)?;
        let last = sheets
            .last()
            .and_then(|sheet| sheet.tile)
            .filter(|_| placement == Placement::Tile);
        if let Some(last) = last.filter(|_| options.poster.assembly) {
            self.add_assembly(index, &sheets, last, options, labels);
        }
        for sheet in sheets {
            let label = sheet.tile.filter(|_| options.poster.labels).map(Label::Sheet);
            let words = label.map(|label| self.words(&label, labels));
            self.leaves.push(Leaf {
                part: index,
                sheet,
                assembly: false,
                words,
            });
        }
        Ok(())
    }

    fn words(&mut self, label: &Label, labels: Option<&Labels<'_>>) -> Words {
        let scene = labels.and_then(|labels| labels(label)).map(|scene| {
            self.labels.push(scene);
            self.labels.len() - 1
        });
        Words {
            english: label.english(),
            scene,
        }
    }

    /// The page that shows how the sheets lie: the heading, and below it the map with a line around each.
    fn add_assembly(
        &mut self,
        part: usize,
        sheets: &[Sheet],
        last: Tile,
        options: &Options,
        labels: Option<&Labels<'_>>,
    ) {
        let Some(first) = sheets.first() else {
            return;
        };
        let map = sheets.iter().fold(Rect::ZERO, |all, sheet| all.union(sheet.window));
        let scale = first.transform.as_coeffs()[0];
        let words = self.words(
            &Label::Assembly {
                columns: last.columns,
                rows: last.rows,
                overlap: options.poster.overlap,
                width: map.width() * scale / PT_PER_MM,
                height: map.height() * scale / PT_PER_MM,
            },
            labels,
        );
        // The sketch is no poster: whatever the sheets' margins are, it keeps some of its own.
        let margin = 36.0f64.min(first.size.min_side() / 8.0);
        let mut room = first.size.to_rect().inset(-margin);
        room.y0 += self.words_size(&words, room.width(), HEADING_WORDS).height + HEADING_GAP;
        let fit = (room.width() / map.width()).min(room.height() / map.height());
        let origin = Vec2::new(room.center().x - map.width() * fit / 2.0, room.y0);
        self.leaves.push(Leaf {
            part,
            sheet: Sheet {
                size: first.size,
                transform: Affine::translate(origin) * Affine::scale(fit),
                window: map,
                own: Rect::ZERO,
                tile: None,
            },
            assembly: true,
            words: Some(words),
        });
    }

    /// How large the words are printed, in points, within that width; words of our own are one line.
    pub fn words_size(&self, words: &Words, width: f64, own: f32) -> Size {
        match words.scene.and_then(|scene| self.labels.get(scene)) {
            Some(scene) => {
                let size = scene.size * PT_PER_PX;
                let least = if size.width.is_finite() {
                    size.width.max(1.0)
                } else {
                    1.0
                };
                size * (width / least).min(1.0)
            }
            None => Size::new(width, f64::from(own) * 1.3),
        }
    }

    pub fn scene(&self, part: usize) -> Option<&'a Scene> {
        self.parts.get(part).map(|part| part.scene)
    }

    /// The pages of a part that show the map itself.
    fn sheets(&self, part: usize) -> impl Iterator<Item = (usize, &Leaf)> {
        let leaves = self.leaves.iter().enumerate();
        leaves.filter(move |(_, leaf)| leaf.part == part && !leaf.assembly)
    }

    /// The page on which a node of the part is told, and that page's sheet.
    pub fn page_of(&self, part: usize, node: &Node) -> Option<(usize, &Sheet)> {
        let map = self.scene(part)?.size;
        let bounds = node.bounds();
        let mut sheets = self.sheets(part);
        let found = sheets.find(|(_, leaf)| leaf.sheet.owns(bounds, map));
        found.map(|(page, leaf)| (page, &leaf.sheet))
    }

    /// The top of a part: of its assembly page where it has one.
    pub fn top(&self, part: usize) -> Spot {
        let page = self.leaves.iter().position(|leaf| leaf.part == part).unwrap_or(0);
        (page, Point::ZERO)
    }

    /// The node's top left corner.
    pub fn corner(&self, part: usize, node: &Node) -> Spot {
        let Some((page, sheet)) = self.page_of(part, node) else {
            let first = self.sheets(part).next().map_or(0, |(page, _)| page);
            return (first, Point::ZERO);
        };
        let corner = sheet.transform * sheet.window.intersect(node.bounds()).origin();
        let within = |value: f64, length: f64| {
            if value.is_finite() {
                value.clamp(0.0, length)
            } else {
                0.0
            }
        };
        let (width, height) = (sheet.size.width, sheet.size.height);
        (page, Point::new(within(corner.x, width), within(corner.y, height)))
    }

    /// Where a click on the node leads within the document, and what that place is called.
    pub fn lead(&self, part: usize, node: &Node) -> Option<(Spot, &'a str)> {
        let record = node.id.as_str();
        let target = *self.about.get(record)?;
        if target != part {
            return Some((self.top(target), self.parts.get(target)?.title));
        }
        let (home, at) = (*self.homes.get(part)?)?;
        let whole = self.parts.get(home)?;
        Some((self.corner(home, whole.scene.nodes.get(at)?), whole.title))
    }

    /// Whether any page has a name of its own.
    pub fn is_labelled(&self) -> bool {
        self.leaves.iter().any(|leaf| leaf.sheet.tile.is_some())
    }
}

/// How the paper lies, where it may lie either way: alike for all parts, since pages that turn from one to the
/// next are awkward on a screen and in a stack. What suits a poster decides, else what suits the part that
/// comes out smallest.
fn one_way(parts: &[Part<'_>], options: &Options) -> Result<Orientation, PdfError> {
    let [_, _, ..] = parts else {
        return Ok(options.orientation);
    };
    if options.orientation != Orientation::Auto || options.paper.size().is_none() {
        return Ok(options.orientation);
    }
    let mut smallest: Option<(f64, Size)> = None;
    for part in parts {
        let placement = part.placement.unwrap_or(options.placement);
        let sheets = page::placed(part.scene.size, options, Orientation::Auto, placement)?;
        let Some(sheet) = sheets.first() else { continue };
        let scale = match placement {
            Placement::Tile => 0.0,
            Placement::Fit => sheet.transform.as_coeffs()[0],
        };
        if smallest.is_none_or(|(least, _)| scale < least) {
            smallest = Some((scale, sheet.size));
        }
    }
    Ok(match smallest {
        Some((_, page)) if matches!(options.paper, Paper::Custom(_)) || page.width == page.height => Orientation::Auto,
        Some((_, page)) if page.width > page.height => Orientation::Landscape,
        Some(_) => Orientation::Portrait,
        None => Orientation::Auto,
    })
}

/// The sizes of the document's pages in points, as [`crate::paint_parts`] makes them.
///
/// # Errors
/// As [`crate::sheets`], and [`PdfError::NoParts`].
pub fn pages(parts: &[Part<'_>], options: &Options) -> Result<Vec<Size>, PdfError> {
    let book = Book::new(parts, options, None)?;
    Ok(book.leaves.into_iter().map(|leaf| leaf.sheet.size).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(width: f64, height: f64) -> Scene {
        Scene {
            size: Size::new(width, height),
            paper: journey_scene::Colour::WHITE,
            title: String::new(),
            language: String::new(),
            theme: "calm",
            nodes: Vec::new(),
            fonts: std::sync::Arc::default(),
            grid: Rect::ZERO,
        }
    }

    #[test]
    fn all_pages_lie_as_suits_the_smallest_part() {
        let (cover, map, tall) = (scene(1600.0, 900.0), scene(6000.0, 2000.0), scene(900.0, 1300.0));
        let part = |scene| Part::new(scene, "part");
        let whole = [part(&cover), part(&map), part(&tall)];
        let options = Options {
            paper: Paper::A4,
            ..Options::default()
        };
        let lies = |parts: &[Part<'_>], options: &Options| -> Vec<bool> {
            let pages = pages(parts, options).unwrap();
            pages.iter().map(|page| page.width > page.height).collect()
        };
        assert_eq!(lies(&whole, &options), [true; 3]);
        // The stage by itself has its own way, and who chooses one gets it.
        assert_eq!(lies(&[part(&tall)], &options), [false]);
        let upright = Options {
            orientation: Orientation::Portrait,
            ..options.clone()
        };
        assert_eq!(lies(&whole, &upright), [false; 3]);
        // A page that fits its part is as its part is.
        assert_eq!(lies(&whole, &Options::default()), [true, true, false]);
    }

    #[test]
    fn a_poster_decides_how_its_cover_lies() {
        let (cover, map) = (scene(1600.0, 900.0), scene(2000.0, 3000.0));
        let parts = [
            Part {
                placement: Some(Placement::Fit),
                ..Part::new(&cover, "Cover")
            },
            Part::new(&map, "Map"),
        ];
        let options = Options {
            paper: Paper::A4,
            placement: Placement::Tile,
            ..Options::default()
        };
        let pages = pages(&parts, &options).unwrap();
        assert!(pages.len() > 3);
        assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
    }
}
