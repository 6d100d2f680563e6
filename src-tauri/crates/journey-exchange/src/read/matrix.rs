//! A matrix as a map: a lane a row, a step a column.

use journey_model::{CardFamily, LaneId, LaneKind, Measurement, PersonaId, StepId, Touchpoint};

use super::error::{ReadError, quoted};
use super::figure::{self, Scale, Value};
use super::grid::Grid;
use super::mapping::Matrix;
use super::sketch::Sketch;
use super::words::{self, Named, lane_kind};
use crate::{Level, Place};

/// Draws the table. `grid` is turned already.
pub(super) fn draw(grid: &Grid, matrix: &Matrix, sketch: &mut Sketch) -> Result<(), ReadError> {
    let body = matrix.body as usize;
    let lanes = matrix.lanes as usize;
    let first = lanes + 1;
    let row = |row: Option<u32>| row.map(|row| row as usize);
    let (stages, steps) = (row(matrix.stages), row(matrix.steps));
    if body >= grid.rows.len()
        || first >= grid.width()
        || stages.is_some_and(|r| r >= body)
        || steps.is_some_and(|r| r >= body)
    {
        return Err(ReadError::Misfit(
            "there are no cells right of the lanes and below the headings".into(),
        ));
    }
    title(grid, stages.into_iter().chain(steps).min().unwrap_or(body), sketch)?;
    let columns = columns(grid, (stages, steps), body, first, sketch)?;
    let mut rows = Rows {
        grid,
        columns,
        first,
        sketch,
        lane: None,
    };
    let mut at = body;
    while at < grid.rows.len() {
        at += rows.draw(at, lanes)?;
    }
    Ok(())
}

/// A lone text above the headings is the map's title.
fn title(grid: &Grid, headings: usize, sketch: &mut Sketch) -> Result<(), ReadError> {
    let found = (0..headings).find_map(|row| {
        let column = (0..grid.rows[row].len()).find(|column| !grid.at(row, *column).is_empty())?;
        Some((row, column))
    });
    if let Some((row, column)) = found {
        let place = grid.place(row, column);
        let title = super::sketch::one_line(grid.at(row, column), Some(&place))?;
        sketch.remark(
            Level::Guessed,
            "title",
            format!("{} is read as the map's title", quoted(&title)),
            Some(place),
        );
        sketch.document.map.title = title;
    }
    Ok(())
}

/// The step of each column from `first` on; `None` for blank ones.
fn columns(
    grid: &Grid,
    (stages, steps): (Option<usize>, Option<usize>),
    body: usize,
    first: usize,
    sketch: &mut Sketch,
) -> Result<Vec<Option<StepId>>, ReadError> {
    let width = grid.width();
    let said = |row: Option<usize>, column: usize| row.map_or("", |row| grid.at(row, column));
    // Behind the last column that says anything there is nothing to read.
    let last = (first..width)
        .rev()
        .find(|column| (0..grid.rows.len()).any(|row| !grid.at(row, *column).is_empty()));
    let last = last.unwrap_or(first);
    // Where every column names its stage, neighbours of one name are one stage.
    let repeats = (first..=last).all(|column| !said(stages, column).is_empty());
    let mut stage = None;
    let mut columns = Vec::new();
    for column in first..=last {
        let (stage_title, step_title) = (said(stages, column), said(steps, column));
        let is_blank = stage_title.is_empty()
            && step_title.is_empty()
            && !stages.is_some_and(|row| grid.is_covered(row, column))
            && (body..grid.rows.len()).all(|row| grid.at(row, column).is_empty());
        if is_blank {
            columns.push(None);
            continue;
        }
        let place = grid.place(stages.or(steps).unwrap_or(body), column);
        let goes_on = stage
            .as_ref()
            .is_some_and(|(_, title): &(_, String)| stage_title.is_empty() || (repeats && title == stage_title));
        if !goes_on {
            stage = Some((sketch.stage(stage_title, Some(&place))?, stage_title.to_owned()));
        }
        let id = match &stage {
            Some((id, _)) => sketch.step(id, step_title, Some(&place))?,
            None => continue,
        };
        columns.push(Some(id));
    }
    if stages.is_none() {
        sketch.remark(
            Level::Guessed,
            "stages",
            "the table names no stages, so that all steps are in one",
            None,
        );
    }
    Ok(columns)
}

struct Rows<'a> {
    grid: &'a Grid,
    columns: Vec<Option<StepId>>,
    /// The column of the first cell.
    first: usize,
    sketch: &'a mut Sketch,
    /// The lane above, which a row without a title goes on with.
    lane: Option<(LaneId, LaneKind)>,
}

impl Rows<'_> {
    /// Draws the lane that begins at a row; returns the number of rows that it takes.
    fn draw(&mut self, row: usize, lanes: usize) -> Result<usize, ReadError> {
        let title = self.grid.at(row, lanes).to_owned();
        let is_blank = self.cells(row).next().is_none();
        if title.is_empty() && is_blank {
            return Ok(1);
        }
        let place = self.grid.place(row, lanes);
        if title.is_empty() {
            let (lane, kind) = match self.lane.clone() {
                Some(above) => above,
                None => self.lane(LaneKind::Text, "", &place)?,
            };
            self.fill(row, &lane, kind)?;
            return Ok(1);
        }
        let (head, caption) = title.split_once('\n').unwrap_or((&title, ""));
        let named = lane_kind(head);
        let mut kind = named.map_or(LaneKind::Text, Named::kind);
        if kind.family() == CardFamily::Separator && !is_blank {
            kind = LaneKind::Text;
        }
        // A lane of feelings without a single one is a lane of texts.
        let rows = if kind == LaneKind::Emotion {
            self.curves(row, lanes)
        } else {
            vec![row]
        };
        if kind == LaneKind::Emotion
            && !is_blank
            && !rows
                .iter()
                .any(|row| self.cells(*row).any(|at| self.point(*row, at).is_some()))
        {
            kind = LaneKind::Thoughts;
            let what = format!(
                "{} has no feelings that could be drawn and is read as thoughts",
                quoted(head)
            );
            self.sketch
                .remark(Level::Guessed, "lanes without feelings", what, Some(place.clone()));
        } else if !matches!(named, Some(Named::Own(_))) {
            self.sketch.guessed_kind(head, kind, Some(place.clone()));
        }
        let head = match &rows[..] {
            [_] => head,
            _ => persona_of(head).0,
        };
        let (lane, kind) = self.lane(kind, head, &place)?;
        if let Some(lane) = self.sketch.document.lanes.get_mut(&lane) {
            lane.caption = super::sketch::one_line(caption, Some(&place))?;
        }
        if kind == LaneKind::Emotion {
            self.feelings(&rows, lanes, &lane)?;
        } else {
            for row in &rows {
                self.fill(*row, &lane, kind)?;
            }
        }
        Ok(rows.len())
    }

    fn lane(&mut self, kind: LaneKind, title: &str, place: &Place) -> Result<(LaneId, LaneKind), ReadError> {
        let lane = self.sketch.lane(kind, title, Some(place))?;
        self.lane = Some((lane, kind));
        self.lane
            .clone()
            .ok_or_else(|| ReadError::Misfit("a lane went missing".into()))
    }

    /// Columns of a row that say something, by their index among the steps.
    fn cells(&self, row: usize) -> impl Iterator<Item = usize> + use<'_> {
        (0..self.columns.len()).filter(move |at| !self.grid.at(row, self.first + at).is_empty())
    }

    fn point(&self, row: usize, at: usize) -> Option<figure::Point> {
        figure::point(self.grid.at(row, self.first + at))
    }

    /// The rows of one emotion lane: where several personas have a curve, each has a row, “Emotion (Marie)”.
    fn curves(&self, row: usize, lanes: usize) -> Vec<usize> {
        let title = |row: usize| persona_of(self.grid.at(row, lanes));
        let base = title(row).0;
        let mut rows = vec![row];
        while let Some((same, Some(_))) = rows.last().map(|last| title(last + 1)) {
            if same != base || base.is_empty() {
                break;
            }
            rows.extend(rows.last().map(|last| last + 1));
        }
        rows
    }

    fn feelings(&mut self, rows: &[usize], lanes: usize, lane: &LaneId) -> Result<(), ReadError> {
        let numbers = rows.iter().flat_map(|row| {
            let points = self
                .cells(*row)
                .filter_map(|at| self.point(*row, at))
                .collect::<Vec<_>>();
            points.into_iter().filter_map(|point| match point.value {
                Value::Number(number) => Some(number),
                Value::Of(..) | Value::Known(_) => None,
            })
        });
        let numbers: Vec<f64> = numbers.collect();
        let scale = Scale::of(numbers.iter().copied());
        if !numbers.is_empty() && !scale.certain {
            let what = format!("the numbers of this lane are read as a scale from {}", scale.words());
            self.sketch
                .remark(Level::Guessed, "scales", what, Some(self.grid.place(rows[0], lanes)));
        }
        let mut words_lane = None;
        for row in rows {
            let persona: Option<PersonaId> = match persona_of(self.grid.at(*row, lanes)).1 {
                Some(name) if rows.len() > 1 => {
                    let place = self.grid.place(*row, lanes);
                    Some(self.sketch.persona(name, Some(&place))?)
                }
                _ => None,
            };
            for at in self.cells(*row).collect::<Vec<_>>() {
                let Some(step) = self.columns[at].clone() else {
                    continue;
                };
                let place = self.grid.place(*row, self.first + at);
                match self.point(*row, at) {
                    Some(point) => {
                        if matches!(point.value, Value::Known(_)) {
                            let what = format!(
                                "{} is drawn at {}",
                                quoted(self.grid.at(*row, self.first + at)),
                                f32::from(point.value.tenths(scale)) / 10.0
                            );
                            self.sketch
                                .remark(Level::Guessed, "feelings in words", what, Some(place.clone()));
                        }
                        let word = super::sketch::one_line(&point.word, Some(&place))?;
                        let tenths = point.value.tenths(scale);
                        if let Some(score) = self.sketch.score(lane, &step, persona.as_ref(), tenths, Some(&place))? {
                            score.word = word;
                        }
                    }
                    None => {
                        let words = match &words_lane {
                            Some(lane) => LaneId::clone(lane),
                            None => {
                                let title = self.grid.at(*row, lanes).to_owned();
                                words_lane
                                    .insert(self.sketch.lane(LaneKind::Thoughts, &title, Some(&place))?)
                                    .clone()
                            }
                        };
                        let text = self.grid.at(*row, self.first + at).to_owned();
                        let what = format!(
                            "{} is no feeling that could be drawn and stands in a lane of its own",
                            quoted(&text)
                        );
                        self.sketch
                            .remark(Level::Guessed, "texts among feelings", what, Some(place.clone()));
                        self.sketch.card(&words, &step, &text, Some(&place))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes cards of a row's cells.
    fn fill(&mut self, row: usize, lane: &LaneId, kind: LaneKind) -> Result<(), ReadError> {
        if !kind.holds_cards() {
            return Ok(());
        }
        for at in self.cells(row).collect::<Vec<_>>() {
            let column = self.first + at;
            let Some(step) = self.columns[at].clone() else {
                continue;
            };
            if self.grid.is_covered(row, column) {
                continue;
            }
            let right = self.grid.area(row, column).map_or(column, |area| area.columns.1);
            let covered = (column..=right)
                .filter(|c| self.columns.get(c - self.first).is_some_and(Option::is_some))
                .count();
            let place = self.grid.place(row, column);
            for text in texts(self.grid.at(row, column)) {
                let card = self.sketch.card(lane, &step, &text, Some(&place))?;
                card.span = u16::try_from(covered.max(1)).unwrap_or(1);
                describe(card, kind);
            }
        }
        Ok(())
    }
}

/// “Emotion (Marie)” as a title and whose it is.
fn persona_of(title: &str) -> (&str, Option<&str>) {
    let parts = title.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match parts {
        Some((base, name)) if !name.trim().is_empty() => (base.trim(), Some(name.trim())),
        _ => (title.trim(), None),
    }
}

/// The texts of a cell's cards: a paragraph each where empty lines part them, else a line each.
pub(super) fn texts(cell: &str) -> Vec<String> {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = cell
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut parts = vec![String::new()];
    let has_paragraphs = cell.lines().any(|line| line.trim().is_empty()) && lines.len() > 1;
    if !has_paragraphs {
        let listed = lines.iter().all(|line| unlisted(line).is_some());
        let text = |line: &&str| {
            if listed {
                unlisted(line).unwrap_or(line).to_owned()
            } else {
                line.trim().to_owned()
            }
        };
        return lines.iter().map(text).collect();
    }
    for line in cell.lines().map(str::trim_end) {
        match parts.last_mut() {
            _ if line.trim().is_empty() => parts.push(String::new()),
            Some(part) => {
                if !part.is_empty() {
                    part.push('\n');
                }
                part.push_str(line);
            }
            None => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The text behind the mark of a list.
fn unlisted(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix(['-', '*', '+', '•', '–', '·'])?;
    rest.starts_with([' ', '\t', '\u{a0}']).then(|| rest.trim())
}

/// What a card of such a lane says besides its text: a channel that the text names, a figure that it is.
pub(super) fn describe(card: &mut journey_model::Card, kind: LaneKind) {
    match kind.family() {
        CardFamily::Channels => {
            if let Some(channel) = words::channel(&card.text) {
                // The channel's own name is shown in place of a text; any other word is somebody's own.
                if card.text.trim().eq_ignore_ascii_case(channel.title()) {
                    card.text.clear();
                }
                card.touchpoint = Some(Touchpoint {
                    channel: channel.key().into(),
                    ..Touchpoint::default()
                });
            }
        }
        CardFamily::Numbers => {
            if let Some((value, unit)) = figure::figure(&card.text) {
                card.text.clear();
                card.measurement = Some(Measurement {
                    value,
                    unit,
                    ..Measurement::default()
                });
            }
        }
        CardFamily::Cards | CardFamily::Curve | CardFamily::Images | CardFamily::Separator => {}
    }
}
