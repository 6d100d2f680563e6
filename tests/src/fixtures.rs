//! The maps that goldens, round trips and measurements use.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use journey_layout::{Engine, FontBook, Theme};
use journey_model::{CountingIds, Document, file, template};
use journey_scene::Scene;

/// The folder of this package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The path of a fixture map.
pub fn path(name: &str) -> PathBuf {
    root().join("fixtures").join(name).with_extension("json")
}

/// A fixture map.
///
/// # Panics
/// Where the fixture is missing or invalid: it is part of the checkout.
pub fn document(name: &str) -> Document {
    let path = path(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    file::read(&bytes).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// A template's map, with counted ids.
///
/// # Panics
/// Where there is no such template.
pub fn template_document(id: &str) -> Document {
    let template = template::templates()
        .iter()
        .find(|template| template.id == id)
        .unwrap_or_else(|| panic!("there is no template {id}"));
    template.document(&mut CountingIds::default())
}

/// Lays a map out.
///
/// # Panics
/// Where there is no such theme.
pub fn scene(document: &Document, theme: &str) -> Arc<Scene> {
    let theme = Theme::by_name(theme).unwrap_or_else(|| panic!("there is no theme {theme}"));
    Engine::new(FontBook::shipped()).scene(document, theme)
}
