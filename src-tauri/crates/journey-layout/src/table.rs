//! Tables on sheets of their own, where somebody else has said how they lie.

use journey_scene::{Colour, NodeId, Point, Primitive, Rect, Role, Scene, Size, Stroke};

use crate::Engine;
use crate::paragraph::{Align, Setting};
use crate::rich::Rich;
use crate::sheet::{line, node};
use crate::theme::{Theme, TypeStyle};

/// A table, or some rows of it, and how it lies on its sheet. Lengths in px.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSheet<'a> {
    /// Of the sheet.
    pub size: Size,
    pub title: &'a str,
    /// Top left of the title.
    pub title_at: Point,
    /// Top left of the table.
    pub table_at: Point,
    /// Heading and width of each column.
    pub columns: Vec<(&'a str, f64)>,
    /// Height of the headings.
    pub head: f64,
    /// The texts of a row, a column each, and its least height. A row that needs more moves those below it.
    pub rows: Vec<(&'a [String], f64)>,
    /// px per em: of the title, the headings, the rows.
    pub letters: [f64; 3],
    /// Around the text of a cell: left and right, above and below.
    pub padding: Size,
}

/// Baseline to baseline, in ems.
const LINE: f64 = 1.2;

impl Engine {
    /// Lays out a table: the headings muted above a line, the first column bold, hairlines between rows.
    pub fn table(&mut self, theme: &'static Theme, table: &TableSheet<'_>) -> Scene {
        let [title, head, row] = table.letters;
        let style = |size: f64, weight: u16| TypeStyle::new(size as f32, size * LINE, weight);
        let mut nodes = Vec::new();
        let width = table.size.width - 2.0 * table.title_at.x;
        let (content, height) = self.words(table.title, style(title, 700), theme.ink, width);
        let bounds = Rect::from_origin_size(table.title_at, (width, height));
        nodes.push(node(
            NodeId::new("table/title"),
            Role::Title,
            bounds,
            table.title,
            content,
        ));

        let mut y = table.table_at.y;
        let headings: Vec<&str> = table.columns.iter().map(|(title, _)| *title).collect();
        let lines = std::iter::once((headings, table.head, true)).chain(
            table
                .rows
                .iter()
                .map(|(cells, height)| (cells.iter().map(String::as_str).collect(), *height, false)),
        );
        for (number, (cells, least, is_head)) in lines.enumerate() {
            let mut x = table.table_at.x;
            let mut height: f64 = least;
            for (column, ((_, width), text)) in table.columns.iter().zip(cells).enumerate() {
                let (style, colour) = match (is_head, column) {
                    (true, _) => (style(head, 600), theme.muted),
                    (false, 0) => (style(row, 600), theme.ink),
                    (false, _) => (style(row, 400), theme.ink),
                };
                let room = (width - 2.0 * table.padding.width).max(1.0);
                let (content, tall) = self.words(text.trim(), style, colour, room);
                let at = Point::new(x + table.padding.width, y + table.padding.height);
                let bounds = Rect::from_origin_size(at, (room, tall));
                let id = NodeId::new(format!("table/{number}/{column}"));
                nodes.push(node(id, Role::Decoration, bounds, text, content));
                height = height.max(tall + 2.0 * table.padding.height);
                x += width;
            }
            y += height;
            let rule = if is_head { theme.muted } else { theme.hairline };
            let bounds = Rect::new(table.table_at.x, y, x, y);
            let content = vec![line(
                (0.0, 0.0),
                (bounds.width(), 0.0),
                Stroke::solid(rule, theme.metrics.hairline),
            )];
            let id = NodeId::new(format!("table/{number}"));
            nodes.push(node(id, Role::Decoration, bounds, "", content));
        }
        Scene {
            size: table.size,
            paper: theme.paper,
            title: table.title.to_owned(),
            language: "en".into(),
            theme: theme.name,
            nodes,
            fonts: self.book.faces(),
            grid: Rect::ZERO,
        }
    }

    /// A text at the origin, and its height.
    fn words(&mut self, text: &str, style: TypeStyle, colour: Colour, width: f64) -> (Vec<Primitive>, f64) {
        let setting = Setting {
            style,
            colour,
            width,
            align: Align::Start,
        };
        let paragraph = self.shaper.shape(&Rich::plain(text), &setting);
        let height = paragraph.height;
        let mut content = Vec::new();
        paragraph.place(0.0, 0.0, &mut content);
        (content, height)
    }
}
