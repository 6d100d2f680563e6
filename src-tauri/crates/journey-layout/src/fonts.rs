//! The fonts that ship with the app, and what the system lends where they have no letter.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use journey_scene::{FontFace, FontSet};
use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::style::{FontStyle, FontWeight, GenericFamily};

macro_rules! font {
    ($file:literal, $family:literal, $weight:literal, $italic:literal) => {
        Shipped {
            file: $file,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/fonts/", $file)),
            family: $family,
            weight: $weight,
            italic: $italic,
        }
    };
}

struct Shipped {
    file: &'static str,
    bytes: &'static [u8],
    family: &'static str,
    weight: u16,
    italic: bool,
}

/// The family of everything that it has letters for.
pub(crate) const TEXT_FAMILY: &str = "Inter";
/// The family of emoji, in colour.
pub(crate) const EMOJI_FAMILY: &str = "Twemoji Mozilla";

/// Stands for all families in the order in which they are asked, so that their names are looked up once
/// and not for each paragraph.
pub(crate) const ALL_FAMILIES: GenericFamily = GenericFamily::SansSerif;

/// Shipped families in the order in which they are asked for a letter.
const FAMILIES: [&str; 6] = [
    TEXT_FAMILY,
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans JP",
    EMOJI_FAMILY,
];

static SHIPPED: [Shipped; 14] = [
    font!("Inter-Regular.ttf", "Inter", 400, false),
    font!("Inter-Italic.ttf", "Inter", 400, true),
    font!("Inter-Medium.ttf", "Inter", 500, false),
    font!("Inter-SemiBold.ttf", "Inter", 600, false),
    font!("Inter-SemiBoldItalic.ttf", "Inter", 600, true),
    font!("Inter-Bold.ttf", "Inter", 700, false),
    font!("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", 400, false),
    font!("NotoSansArabic-SemiBold.ttf", "Noto Sans Arabic", 600, false),
    font!("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", 400, false),
    font!("NotoSansHebrew-SemiBold.ttf", "Noto Sans Hebrew", 600, false),
    font!("NotoSansThai-Regular.ttf", "Noto Sans Thai", 400, false),
    font!("NotoSansThai-SemiBold.ttf", "Noto Sans Thai", 600, false),
    font!("NotoSansJP-Regular.ttf", "Noto Sans JP", 400, false),
    font!("Twemoji.ttf", "Twemoji Mozilla", 400, false),
];

/// System files that are asked for letters which no shipped font has (Hangul, simplified Chinese,
/// Indic scripts, …), in this order; the first directory that holds a file wins.
const SYSTEM_FILES: [&str; 22] = [
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "NotoSansKR-Regular.otf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "uming.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "AppleSDGothicNeo.ttc",
    "msyh.ttc",
    "malgun.ttf",
    "Nirmala.ttf",
    "Arial Unicode.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "FreeSans.ttf",
    "DejaVuSans.ttf",
];

const SYSTEM_DIRECTORIES: [&str; 18] = [
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/adobe-source-han-sans",
    "/usr/share/fonts/truetype/droid",
    "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/truetype/arphic",
    "/usr/share/fonts/truetype/freefont",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// A font that a shaping context knows, and its face in the scene's set.
struct Known {
    blob: Blob<u8>,
    face: FontFace,
}

struct Inner {
    shipped: Vec<Known>,
    /// Looked for when the first letter is missing; a map without such letters reads no system file.
    system: OnceLock<Vec<Known>>,
    set: OnceLock<Arc<FontSet>>,
    set_with_system: OnceLock<Arc<FontSet>>,
    template: FontContext,
}

/// The fonts that layout may use. Shared: clones are as cheap as a pointer.
#[derive(Clone)]
pub struct FontBook {
    inner: Arc<Inner>,
}

impl FontBook {
    /// The fonts that ship with the app. System fonts are looked at only for letters that these lack.
    pub fn shipped() -> Self {
        let mut template = FontContext {
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
            source_cache: SourceCache::default(),
        };
        let shipped: Vec<Known> = SHIPPED
            .iter()
            .map(|font| {
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(font.bytes);
                Known {
                    blob: Blob::new(Arc::clone(&bytes)),
                    face: FontFace {
                        family: font.family.to_owned(),
                        weight: font.weight,
                        italic: font.italic,
                        bytes,
                        index: 0,
                        colour: font.family == EMOJI_FAMILY,
                    },
                }
            })
            .collect();
        for known in &shipped {
            register(&mut template, known);
        }
        if let Some(emoji) = template.collection.family_id(EMOJI_FAMILY) {
            template
                .collection
                .set_generic_families(GenericFamily::Emoji, std::iter::once(emoji));
        }
        Self {
            inner: Arc::new(Inner {
                shipped,
                system: OnceLock::new(),
                set: OnceLock::new(),
                set_with_system: OnceLock::new(),
                template,
            }),
        }
    }

    /// A shipped font file by its name in `assets/fonts`, so that the screen draws with the very bytes
    /// that layout shaped with.
    pub fn file(name: &str) -> Option<&'static [u8]> {
        SHIPPED.iter().find(|font| font.file == name).map(|font| font.bytes)
    }

    /// The faces that scenes refer to: the shipped ones, and those of the system once they were needed.
    pub fn faces(&self) -> Arc<FontSet> {
        let inner = &self.inner;
        let set = |system: &[Known]| {
            let faces = inner.shipped.iter().chain(system).map(|known| known.face.clone());
            Arc::new(FontSet::new(faces.collect()))
        };
        match inner.system.get() {
            Some(system) => Arc::clone(inner.set_with_system.get_or_init(|| set(system))),
            None => Arc::clone(inner.set.get_or_init(|| set(&[]))),
        }
    }

    /// A context to shape with. Its [`ALL_FAMILIES`] are the families to ask, in order.
    pub(crate) fn context(&self, with_system: bool) -> FontContext {
        let mut context = self.inner.template.clone();
        let system = if with_system { self.system() } else { &[] };
        for known in system {
            register(&mut context, known);
        }
        let names = FAMILIES
            .into_iter()
            .chain(system.iter().map(|known| known.face.family.as_str()));
        let families: Vec<_> = names.filter_map(|name| context.collection.family_id(name)).collect();
        context
            .collection
            .set_generic_families(ALL_FAMILIES, families.into_iter());
        context
    }

    /// Whether the system has any font to help out with. Reads its files on the first call.
    pub(crate) fn has_system_fonts(&self) -> bool {
        !self.system().is_empty()
    }

    /// Position of the font in [`FontBook::faces`]. Fonts always come from a context of this book,
    /// so that the first position stands for what cannot happen.
    pub(crate) fn position(&self, blob: u64, index: u32) -> u16 {
        let system = self.inner.system.get().map_or(&[][..], Vec::as_slice);
        self.inner
            .shipped
            .iter()
            .chain(system)
            .position(|known| known.blob.id() == blob && known.face.index == index)
            .and_then(|position| u16::try_from(position).ok())
            .unwrap_or(0)
    }

    fn system(&self) -> &[Known] {
        self.inner.system.get_or_init(|| {
            SYSTEM_FILES
                .iter()
                .filter_map(|file| {
                    let path = find(file)?;
                    // A font that vanished or cannot be read is one that is not there.
                    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(std::fs::read(path).ok()?);
                    let stem = file.split('.').next().unwrap_or(file);
                    Some(Known {
                        blob: Blob::new(Arc::clone(&bytes)),
                        face: FontFace {
                            family: stem.split("-Regular").next().unwrap_or(stem).to_owned(),
                            weight: 400,
                            italic: false,
                            bytes,
                            index: 0,
                            colour: false,
                        },
                    })
                })
                .collect()
        })
    }
}

impl std::fmt::Debug for FontBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontBook").field("faces", &self.faces()).finish()
    }
}

fn register(context: &mut FontContext, known: &Known) {
    let face = &known.face;
    let style = if face.italic {
        FontStyle::Italic
    } else {
        FontStyle::Normal
    };
    context.collection.register_fonts(
        known.blob.clone(),
        Some(FontInfoOverride {
            family_name: Some(&face.family),
            style: Some(style),
            weight: Some(FontWeight::new(f32::from(matched_as(face)))),
            ..FontInfoOverride::default()
        }),
    );
}

/// The weight under which a face is looked for. fontique thickens letters where more than 200 is missing, and
/// semibold (600) is what is emphasised everywhere: the one face of a script that ships in regular alone is taken
/// for a little lighter.
fn matched_as(face: &FontFace) -> u16 {
    let others = SHIPPED
        .iter()
        .filter(|other| other.family == face.family && other.weight > face.weight);
    let alone = !face.colour && face.weight <= 400 && others.count() == 0;
    face.weight - u16::from(alone)
}

fn find(file: &str) -> Option<PathBuf> {
    SYSTEM_DIRECTORIES
        .iter()
        .map(|directory| Path::new(directory).join(file))
        .find(|path| path.is_file())
}
