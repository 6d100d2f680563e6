//! Tracks: the columns of the steps and the rows of the lanes.

use journey_model::{CardFamily, Document, Lane, Stage, Step};

use crate::theme::Metrics;

/// A step's column.
pub(crate) struct Column<'a> {
    pub step: &'a Step,
    /// Position of its stage in [`Grid::stages`].
    pub stage: usize,
    pub x: f64,
    pub width: f64,
}

impl Column<'_> {
    pub fn end(&self) -> f64 {
        self.x + self.width
    }

    pub fn centre(&self) -> f64 {
        self.x + self.width / 2.0
    }

    /// What the step is called aloud.
    pub fn title(&self) -> &str {
        if self.step.title.trim().is_empty() {
            "untitled step"
        } else {
            self.step.title.trim()
        }
    }
}

/// A stage and the columns it covers.
pub(crate) struct StageSpan<'a> {
    pub stage: &'a Stage,
    /// Its first column.
    pub first: usize,
    pub columns: usize,
    pub x0: f64,
    pub x1: f64,
}

/// A lane's row.
pub(crate) struct Row<'a> {
    pub lane: &'a Lane,
    pub family: CardFamily,
    /// Number of cards in its cells.
    pub card_count: usize,
    pub y: f64,
    pub height: f64,
}

impl Row<'_> {
    pub fn end(&self) -> f64 {
        self.y + self.height
    }

    /// Whether cards are drawn in it.
    pub fn shows_cards(&self) -> bool {
        !self.lane.collapsed && self.family != CardFamily::Separator
    }
}

/// The tracks of a map. Rows have neither cards nor a place yet when the grid is made: places follow
/// from the content.
pub(crate) struct Grid<'a> {
    pub columns: Vec<Column<'a>>,
    pub stages: Vec<StageSpan<'a>>,
    pub rows: Vec<Row<'a>>,
    /// Left edge of the first column.
    pub x0: f64,
    /// Right edge of the last.
    pub x1: f64,
}

impl<'a> Grid<'a> {
    pub fn new(document: &'a Document, m: &Metrics) -> Self {
        let x0 = m.margin + m.label_column;
        let mut x = x0;
        let mut columns = Vec::new();
        let mut stages: Vec<StageSpan<'a>> = Vec::new();
        let ordered = document.ordered_stages();
        for step in document.ordered_steps() {
            if stages.last().is_none_or(|span| span.stage.id != step.stage) {
                let Some(stage) = ordered.iter().find(|stage| stage.id == step.stage) else {
                    continue;
                };
                stages.push(StageSpan {
                    stage,
                    first: columns.len(),
                    columns: 0,
                    x0: x,
                    x1: x,
                });
            }
            let width = step.width.map_or(m.step, |w| f64::from(w).max(96.0));
            columns.push(Column {
                step,
                stage: stages.len() - 1,
                x,
                width,
            });
            x += width;
            if let Some(span) = stages.last_mut() {
                span.columns += 1;
                span.x1 = x;
            }
        }
        let rows = document
            .ordered_lanes()
            .into_iter()
            .filter(|lane| !lane.hidden)
            .map(|lane| Row {
                lane,
                family: lane.kind.family(),
                card_count: 0,
                y: 0.0,
                height: 0.0,
            })
            .collect();
        Self {
            columns,
            stages,
            rows,
            x0,
            x1: x,
        }
    }

    /// The columns that a card covers: its span, cut at the last column.
    pub fn span(&self, column: usize, span: u16) -> usize {
        usize::from(span.max(1)).min(self.columns.len() - column)
    }

    /// Width of a card that covers these columns.
    pub fn card_width(&self, column: usize, span: usize, m: &Metrics) -> f64 {
        let last = &self.columns[column + span - 1];
        last.end() - self.columns[column].x - 2.0 * m.cell_inset
    }
}
