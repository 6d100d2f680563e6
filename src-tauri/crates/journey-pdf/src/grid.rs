//! Where nodes stand in the map's grid, for the table of the structure tree and for the bookmarks.

use journey_scene::{Cell, Node, Primitive, Role, Scene};

/// A table wider than this is a mistake that would only fill the file with empty cells.
const MOST_COLUMNS: u32 = 10_000;

/// The columns and rows of a scene, found from its step and lane headers.
pub(crate) struct Grid {
    /// Centre of each step's column and its number.
    columns: Vec<(f64, u32)>,
    /// Vertical extent of each lane and its number.
    rows: Vec<(f64, f64, u32)>,
}

impl Grid {
    pub fn of(scene: &Scene) -> Self {
        let headers = |roles: &'static [Role]| {
            let wanted = move |node: &&Node| roles.contains(&node.role) && is_whole(node);
            scene
                .nodes
                .iter()
                .filter(wanted)
                .filter_map(|node| Some((node.bounds(), node.cell?)))
        };
        Self {
            columns: headers(&[Role::Step])
                .map(|(bounds, cell)| (bounds.center().x, cell.column))
                .collect(),
            rows: headers(&[Role::Lane, Role::Separator])
                .map(|(bounds, cell)| (bounds.y0, bounds.y1, cell.row))
                .collect(),
        }
    }

    /// The cell of a header, card or point: its own, or the steps above and the lane beside it.
    pub fn cell(&self, node: &Node) -> Option<Cell> {
        use Role::{Card, EmotionCurve, Lane, Score, Separator, Stage, Step, Subtitle};
        match node.role {
            Stage | Step | Lane | Separator | Card | Score | EmotionCurve => {}
            // The goal of a stage stands in the grid; the map's subtitle does not.
            Subtitle if node.cell.is_some() => {}
            _ => return None,
        }
        if let Some(cell) = node.cell {
            let sane = cell.column < MOST_COLUMNS;
            return sane.then(|| Cell {
                columns: cell.columns.clamp(1, MOST_COLUMNS - cell.column),
                ..cell
            });
        }
        let bounds = node.bounds();
        let covered = self
            .columns
            .iter()
            .filter(|(centre, _)| (bounds.x0..=bounds.x1).contains(centre));
        let nearest = || {
            let middle = bounds.center().x;
            let by_distance = |a: &&(f64, u32), b: &&(f64, u32)| (a.0 - middle).abs().total_cmp(&(b.0 - middle).abs());
            self.columns.iter().min_by(by_distance)
        };
        let span = covered.fold(None, |span: Option<(u32, u32)>, (_, column)| {
            let (first, last) = span.unwrap_or((*column, *column));
            Some((first.min(*column), last.max(*column)))
        });
        let (first, last) = match span {
            Some(span) => span,
            None => nearest().map(|(_, column)| (*column, *column))?,
        };
        let middle = bounds.center().y;
        let row = self
            .rows
            .iter()
            .find(|(top, bottom, _)| (*top..=*bottom).contains(&middle));
        let row = match node.role {
            Stage | Step => 0,
            _ => row?.2,
        };
        Some(Cell {
            row,
            column: first,
            columns: last - first + 1,
        })
    }
}

/// Whether the node stands for its record, and not for a part of it.
pub(crate) fn is_whole(node: &Node) -> bool {
    !node.id.as_str().contains('/')
}

/// The words that the node shows first, or its label where it shows none: the name of a bookmark.
pub(crate) fn name(node: &Node) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match first_text(&node.content).map(words) {
        Some(name) if !name.is_empty() => name,
        _ => words(&node.label),
    }
}

fn first_text(primitives: &[Primitive]) -> Option<&str> {
    primitives.iter().find_map(|primitive| match primitive {
        Primitive::Text(text) => Some(&*text.source),
        Primitive::Group { children, .. } => first_text(children),
        _ => None,
    })
}
