//! Tracks: the columns of the steps and the rows of the lanes.

use journey_model::{CardFamily, Document, Lane, Stage, Step};

use crate::sheet::Brief;
use crate::theme::Metrics;

/// A step's column.
pub(crate) struct Column<'a> {
    pub step: &'a Step,
    /// Position of its stage in [`Grid::stages`].
    pub stage: usize,
    /// Position among all columns of the map.
    pub index: usize,
    /// The steps whose cards are shown in it: its own last, before it those to its left that the sheet
    /// leaves out, because their cards may reach into it.
    pub sources: Vec<Source<'a>>,
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
        spoken(self.step)
    }
}

/// What a step is called aloud.
pub(crate) fn spoken(step: &Step) -> &str {
    if step.title.trim().is_empty() {
        "untitled step"
    } else {
        step.title.trim()
    }
}

/// A step whose cards begin in a column, or reach into it from so many columns further left.
pub(crate) struct Source<'a> {
    pub step: &'a Step,
    pub back: usize,
}

/// A stage and the columns it covers.
pub(crate) struct StageSpan<'a> {
    pub stage: &'a Stage,
    /// Position among all stages of the map.
    pub position: usize,
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
    pub fn new(document: &'a Document, m: &Metrics, brief: &Brief<'_>) -> Self {
        let x0 = m.margin + m.label_column;
        let mut x = x0;
        let mut columns = Vec::new();
        let mut stages: Vec<StageSpan<'a>> = Vec::new();
        let mut left_out: Vec<(usize, &'a Step)> = Vec::new();
        let mut seen: Option<(usize, &'a Stage)> = None;
        let ordered = document.ordered_stages();
        for (index, step) in document.ordered_steps().into_iter().enumerate() {
            let (position, stage) = match seen {
                Some(seen) if seen.1.id == step.stage => seen,
                _ => {
                    let Some(stage) = ordered.iter().find(|stage| stage.id == step.stage) else {
                        continue;
                    };
                    let next = (seen.map_or(0, |(position, _)| position + 1), *stage);
                    seen = Some(next);
                    next
                }
            };
            if !brief.part.has_stage(&stage.id) {
                left_out.push((index, step));
                continue;
            }
            if stages.last().is_none_or(|span| span.stage.id != stage.id) {
                stages.push(StageSpan {
                    stage,
                    position,
                    first: columns.len(),
                    columns: 0,
                    x0: x,
                    x1: x,
                });
            }
            let width = brief.step_width(step.width.map_or(m.step, |w| f64::from(w).max(96.0)));
            let sources = left_out.drain(..).chain([(index, step)]);
            columns.push(Column {
                step,
                stage: stages.len() - 1,
                index,
                sources: sources
                    .map(|(from, step)| Source {
                        step,
                        back: index - from,
                    })
                    .collect(),
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
            .filter(|lane| !lane.hidden && brief.part.has_lane(&lane.id))
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

    /// How many columns a card covers from this one on: its span from so many columns further `back`, cut
    /// at the last column, without columns that are left out; 0 where it does not reach this one.
    pub fn span(&self, column: usize, span: u16, back: usize) -> usize {
        let from = &self.columns[column..];
        let end = (from[0].index + usize::from(span.max(1))).saturating_sub(back);
        from.iter().take_while(|column| column.index < end).count()
    }

    /// Width of a card that covers these columns.
    pub fn card_width(&self, column: usize, span: usize, m: &Metrics) -> f64 {
        let last = &self.columns[column + span - 1];
        last.end() - self.columns[column].x - 2.0 * m.cell_inset
    }
}
