//! Pictures of a map: PNG, JPEG, GIF, WebP and SVG.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use journey_scene::{Colour, FontSet, Image, Shape, Stroke};
use krilla::Data;
use krilla::geom::{Size, Transform};
use krilla::image::Image as Raster;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};

use crate::shape;

/// Pictures with more pixels than this are not decoded: 100 megapixels, some 400 MB in memory.
const MOST_PIXELS: u64 = 100_000_000;

enum Picture {
    Raster(Raster),
    Vector(Box<usvg::Tree>),
    Unreadable,
}

/// The pictures of a scene, each decoded once.
pub(crate) struct Pictures<'a> {
    /// By the address of the shared bytes: equal pictures of a map share them.
    known: HashMap<usize, Picture>,
    unreadable: &'a BTreeSet<usize>,
    fonts: &'a FontSet,
    /// The scene's faces for text inside SVG pictures; made when first needed.
    font_database: Option<Arc<usvg::fontdb::Database>>,
}

impl<'a> Pictures<'a> {
    /// `unreadable` holds keys of pictures that the library has failed on.
    pub fn new(fonts: &'a FontSet, unreadable: &'a BTreeSet<usize>) -> Self {
        Self {
            known: HashMap::new(),
            unreadable,
            fonts,
            font_database: None,
        }
    }

    /// Draws the picture in its rectangle, or a neutral placeholder where it cannot be decoded.
    pub fn draw(&mut self, image: &Image, surface: &mut Surface<'_>) {
        let Some(rect) = shape::rect(image.rect) else {
            return;
        };
        let Some(size) = Size::from_wh(rect.width(), rect.height()) else {
            return;
        };
        let key = key(&image.bytes);
        if !self.known.contains_key(&key) {
            let picture = if self.unreadable.contains(&key) {
                Picture::Unreadable
            } else {
                self.read(image).unwrap_or(Picture::Unreadable)
            };
            self.known.insert(key, picture);
        }
        surface.push_transform(&Transform::from_translate(rect.left(), rect.top()));
        match self.known.get(&key) {
            Some(Picture::Raster(raster)) => surface.draw_image(raster.clone(), size),
            Some(Picture::Vector(tree)) => {
                // It returns nothing but success.
                let _ = surface.draw_svg(tree, size, SvgSettings::default());
            }
            Some(Picture::Unreadable) | None => placeholder(size, surface),
        }
        surface.pop();
    }

    /// Whether the picture of that key could not be decoded.
    pub fn is_unreadable(&self, key: usize) -> bool {
        matches!(self.known.get(&key), Some(Picture::Unreadable))
    }

    /// The key of the picture that the library calls `raster`.
    pub fn key_of(&self, raster: &Raster) -> Option<usize> {
        let mut keys = self.known.iter().filter_map(|(key, picture)| match picture {
            Picture::Raster(known) if known == raster => Some(*key),
            _ => None,
        });
        keys.next()
    }

    fn read(&mut self, image: &Image) -> Option<Picture> {
        let data = || Data::from(Arc::new(image.bytes.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>);
        let bytes: &[u8] = &image.bytes;
        // The bytes decide; a media type may lie, and often does after a rename.
        let raster = match bytes {
            [0x89, b'P', b'N', b'G', ..] => Raster::from_png(data(), false),
            [0xff, 0xd8, 0xff, ..] => Raster::from_jpeg(data(), false),
            [b'G', b'I', b'F', b'8', ..] => Raster::from_gif(data(), false),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Raster::from_webp(data(), false),
            _ => return self.read_svg(bytes),
        }
        .ok()?;
        let (width, height) = raster.size();
        let pixels = u64::from(width) * u64::from(height);
        (1..=MOST_PIXELS).contains(&pixels).then_some(Picture::Raster(raster))
    }

    fn read_svg(&mut self, bytes: &[u8]) -> Option<Picture> {
        let fonts = self.fonts;
        let database = self.font_database.get_or_insert_with(|| {
            let mut database = usvg::fontdb::Database::new();
            for (_, face) in fonts.iter() {
                database.load_font_source(usvg::fontdb::Source::Binary(Arc::new(Shared(face.bytes.clone()))));
            }
            Arc::new(database)
        });
        let options = usvg::Options {
            font_family: "Inter".into(),
            fontdb: database.clone(),
            image_href_resolver: usvg::ImageHrefResolver {
                // A picture from elsewhere must not read files of this machine.
                resolve_string: Box::new(|_, _| None),
                ..Default::default()
            },
            ..Default::default()
        };
        usvg::Tree::from_data(bytes, &options)
            .ok()
            .map(|tree| Picture::Vector(Box::new(tree)))
    }
}

/// Font bytes for the SVG reader, without a copy.
struct Shared(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}

/// Equal pictures of a map share their bytes.
pub(crate) fn key(bytes: &Arc<[u8]>) -> usize {
    bytes.as_ptr().addr()
}

/// A pale box with a diagonal: something belongs here that cannot be shown.
fn placeholder(size: Size, surface: &mut Surface<'_>) {
    const GROUND: Colour = Colour::hex(0xF3F2EF);
    const LINE: Colour = Colour::hex(0xC9C6BD);
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let ground = Shape::Rect(kurbo::Rect::new(0.0, 0.0, width, height).inset(-0.5));
    let diagonal = Shape::Line {
        from: kurbo::Point::new(0.5, height - 0.5),
        to: kurbo::Point::new(width - 0.5, 0.5),
    };
    surface.set_stroke(shape::stroke(&Stroke::solid(LINE, 1.0)));
    surface.set_fill(Some(shape::solid(GROUND)));
    if let Some(path) = shape::path(&ground) {
        surface.draw_path(&path);
    }
    surface.set_fill(None);
    if let Some(path) = shape::path(&diagonal) {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
}
