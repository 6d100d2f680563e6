//! Labels: single lines that a painter puts beside a sheet, since painters cannot shape text.

use journey_scene::{NodeId, Rect, Role, Scene, Size};

use crate::Engine;
use crate::paragraph::{Align, Setting};
use crate::rich::Rich;
use crate::sheet::node;
use crate::theme::Theme;

impl Engine {
    /// A line of text (“Sheet B2 · row 2, column 3”) as a scene just as large as it, in the theme's muted
    /// ink on no paper of its own. Its size is that of the theme's footers times `scale`; line feeds
    /// break it, nothing else does.
    pub fn label(&mut self, text: &str, theme: &'static Theme, scale: f32) -> Scene {
        let mut style = theme.scale.footer;
        style.size *= scale;
        style.line_height *= f64::from(scale);
        let mut setting = Setting {
            style,
            colour: theme.muted,
            width: f64::from(u16::MAX),
            align: Align::Start,
        };
        let rich = Rich::plain(text);
        // Once to learn its width, and once in it, so that a text from the right starts at its right end.
        setting.width = (self.shaper.shape(&rich, &setting).width + 1.0).ceil();
        let paragraph = self.shaper.shape(&rich, &setting);
        let size = Size::new(setting.width, paragraph.height.max(style.line_height).ceil());
        let mut content = Vec::new();
        paragraph.place(0.0, 0.0, &mut content);
        let bounds = Rect::from_origin_size((0.0, 0.0), size);
        let said = text.replace('\n', " ");
        let nodes = match said.trim().is_empty() {
            true => Vec::new(),
            false => vec![node(NodeId::new("label"), Role::Footer, bounds, said.trim(), content)],
        };
        Scene {
            size,
            paper: theme.paper,
            title: said.trim().to_owned(),
            language: "en".into(),
            theme: theme.name,
            nodes,
            fonts: self.book.faces(),
            grid: Rect::ZERO,
        }
    }
}
