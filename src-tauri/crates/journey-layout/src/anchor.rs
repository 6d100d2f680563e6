//! Where notes go on a sheet that is not the map's own: they follow what they lie on.

use std::collections::HashMap;

use journey_scene::{Point, Rect, Role, Scene};

use crate::grid::Grid;
use crate::sheet::Sheet;

/// Where columns and rows stand on the map's own sheet (px).
pub(crate) struct Anchors {
    /// Left and right edge of each step's column, by id.
    columns: HashMap<String, (f64, f64)>,
    /// Upper and lower edge of each lane's row, by id.
    rows: HashMap<String, (f64, f64)>,
    grid: Rect,
}

/// Where each column and row went.
pub(crate) struct Places {
    /// Old left and right edge, and how far it moved.
    columns: Vec<(f64, f64, f64)>,
    rows: Vec<(f64, f64, f64)>,
    /// Whether notes beside the grid are shown as well: on sheets of the whole map.
    outside: bool,
    grid: Rect,
}

impl Anchors {
    /// The anchors of the map's own sheet.
    pub fn of(scene: &Scene) -> Self {
        let mut anchors = Self {
            columns: HashMap::new(),
            rows: HashMap::new(),
            grid: scene.grid,
        };
        for node in &scene.nodes {
            let bounds = node.bounds();
            // Captions are lanes' parts and have another role.
            match node.role {
                Role::Step => anchors.columns.insert(node.id.to_string(), (bounds.x0, bounds.x1)),
                Role::Lane | Role::Separator => anchors.rows.insert(node.id.to_string(), (bounds.y0, bounds.y1)),
                _ => None,
            };
        }
        anchors
    }

    /// Where they went on the sheet of this grid.
    pub fn onto(&self, grid: &Grid<'_>, sheet: &Sheet<'_>) -> Places {
        let moved = |old: Option<&(f64, f64)>, new: f64| old.map(|&(from, to)| (from, to, new - from));
        let columns = grid.columns.iter();
        let rows = grid.rows.iter();
        Places {
            columns: columns
                .filter_map(|column| moved(self.columns.get(column.step.id.as_str()), column.x))
                .collect(),
            rows: rows
                .filter_map(|row| moved(self.rows.get(row.lane.id.as_str()), row.y))
                .collect(),
            outside: *sheet.brief.part == crate::options::Part::Whole,
            grid: self.grid,
        }
    }
}

impl Places {
    /// Where a note with these bounds on the map's own sheet goes; `None` where what it lies on (its
    /// middle) is left out.
    pub fn of(&self, bounds: Rect) -> Option<Point> {
        let middle = bounds.center();
        let x = self.shift(&self.columns, middle.x, (self.grid.x0, self.grid.x1))?;
        let y = self.shift(&self.rows, middle.y, (self.grid.y0, self.grid.y1))?;
        Some(Point::new(bounds.x0 + x, bounds.y0 + y))
    }

    /// How far something at `at` moves with its track.
    fn shift(&self, tracks: &[(f64, f64, f64)], at: f64, (from, to): (f64, f64)) -> Option<f64> {
        if let Some(track) = tracks.iter().find(|track| (track.0..track.1).contains(&at)) {
            return Some(track.2);
        }
        if (from..to).contains(&at) || !self.outside {
            return None;
        }
        // Before or behind the grid: as the nearest track.
        let nearest = if at < from { tracks.first() } else { tracks.last() };
        Some(nearest.map_or(0.0, |track| track.2))
    }
}
