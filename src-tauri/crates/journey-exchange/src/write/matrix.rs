//! The map as a grid of texts: a row a lane, a column a step.

use journey_model::{Card, Lane, Score};

use super::arranged::{Arranged, card_text, lane_title, one_line, signed};

/// The map as a grid.
pub(crate) struct Matrix<'a> {
    pub rows: Vec<Row<'a>>,
}

/// A lane, or one curve of an emotion lane.
pub(crate) struct Row<'a> {
    pub lane: &'a Lane,
    pub title: String,
    /// A cell a step.
    pub cells: Vec<Cell<'a>>,
}

/// What stands in a cell.
#[derive(Default)]
pub(crate) struct Cell<'a> {
    pub cards: Vec<&'a Card>,
    pub score: Option<&'a Score>,
}

impl<'a> Matrix<'a> {
    pub(crate) fn of(map: &Arranged<'a>) -> Self {
        let mut rows = Vec::new();
        for lane in &map.lanes {
            let curves = map.curves(lane);
            if curves.is_empty() {
                rows.push(Row {
                    lane,
                    title: lane_title(lane),
                    cells: (map.steps.iter())
                        .map(|step| Cell {
                            cards: map.cards_in(lane, step).to_vec(),
                            score: None,
                        })
                        .collect(),
                });
            }
            let several = curves.len() > 1;
            for curve in curves {
                let name = curve.persona.map(|persona| one_line(&persona.name)).filter(|_| several);
                rows.push(Row {
                    lane,
                    title: match name {
                        Some(name) => format!("{} ({name})", lane_title(lane)),
                        None => lane_title(lane),
                    },
                    cells: (curve.points.into_iter())
                        .map(|score| Cell {
                            cards: Vec::new(),
                            score,
                        })
                        .collect(),
                });
            }
        }
        Self { rows }
    }
}

impl Cell<'_> {
    /// What the cell says as plain text: a card a line, or with an empty line between cards where one
    /// of several has lines of its own. A score with a word reads `Hopeful (+1.5)`; without one it is
    /// a number and says nothing here.
    pub(crate) fn text(&self) -> String {
        if let Some(score) = self.score {
            return score_text(score).unwrap_or_default();
        }
        let texts: Vec<String> = self.cards.iter().map(|card| card_text(card)).collect();
        let texts: Vec<&str> = texts
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        texts.join(between(&texts))
    }
}

/// What stands between the texts of one cell.
pub(crate) fn between<T: AsRef<str>>(texts: &[T]) -> &'static str {
    let has_lines = texts.iter().any(|text| text.as_ref().contains('\n'));
    if has_lines { "\n\n" } else { "\n" }
}

/// A score that has a word; one without is but a number.
pub(crate) fn score_text(score: &Score) -> Option<String> {
    let word = one_line(&score.word);
    (!word.is_empty()).then(|| format!("{word} ({})", signed(score.tenths)))
}
