//! The cover: what the map is about, on a page of its own.

use std::sync::Arc;

use journey_model::Document;
use journey_scene::{Scene, Size};

use crate::engine::Engine;
use crate::options::SheetOptions;
use crate::theme::Theme;

impl Engine {
    /// A cover: title, subtitle, why the map exists, whose journey it is, and its key figures. The sheet
    /// has the proportions of `size`; painters fit it to their page.
    pub fn cover(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        size: Size,
    ) -> Arc<Scene> {
        self.cover_page(document, theme.printed(options.colours), options, size, None)
    }

    /// The cover as the page of that number.
    pub(crate) fn cover_page(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        _options: &SheetOptions,
        _size: Size,
        _page: Option<(usize, usize)>,
    ) -> Arc<Scene> {
        self.label(&document.map.title, theme, 3.0)
    }
}
