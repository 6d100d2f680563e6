//! The sheet with the map as a matrix: stages merged over their steps, a row a lane.

use journey_model::Card;
use journey_model::text::RichText;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::column::sheet::JOURNEY;
use crate::write::arranged::{Arranged, is_separator, one_line, title_without_text};
use crate::write::matrix::{Matrix, Row, between, score_text};

use super::look::Look;
use super::sheet::{fitting, height, print_setup};

/// Widths in characters of the default font.
const LANE_WIDTH: f64 = 20.0;
const STEP_WIDTH: f64 = 27.0;
/// Rows above the lanes.
const HEADINGS: u32 = 2;

/// Fills the sheet. Returns the number of texts that had to be cut.
pub(super) fn write(sheet: &mut Worksheet, map: &Arranged, look: &Look) -> Result<usize, XlsxError> {
    sheet.set_name(JOURNEY)?;
    sheet.set_column_width(0, LANE_WIDTH)?;
    sheet.set_row_height(0, 24)?;
    sheet.write_string_with_format(0, 0, "Stage", &look.heading)?;
    sheet.write_string_with_format(1, 0, "Step", &look.heading)?;
    for (number, columns) in map.stages.iter().enumerate() {
        let format = look.stage(number, columns.stage.colour.as_deref());
        let title = map.stage_title(number);
        let title = fitting(&title).0;
        let first = column(columns.first);
        match columns.steps.len() {
            0 => {}
            1 => {
                sheet.write_string_with_format(0, first, title, &format)?;
            }
            steps => {
                sheet.merge_range(0, first, 0, column(columns.first + steps - 1), title, &format)?;
            }
        }
    }
    for (number, step) in map.steps.iter().enumerate() {
        sheet.set_column_width(column(number), STEP_WIDTH)?;
        sheet.write_string_with_format(1, column(number), fitting(&one_line(&step.title)).0, &look.step)?;
    }
    let titles: Vec<String> = map.steps.iter().map(|step| one_line(&step.title)).collect();
    sheet.set_row_height(1, height(titles.iter().map(|title| (title.as_str(), STEP_WIDTH))))?;
    let mut shortened = 0;
    for (at, row) in (HEADINGS..).zip(&Matrix::of(map).rows) {
        shortened += lane(sheet, at, row, look)?;
    }
    sheet.set_freeze_panes(HEADINGS, 1)?;
    sheet.set_repeat_rows(0, HEADINGS - 1)?;
    sheet.set_repeat_columns(0, 0)?;
    print_setup(sheet, map);
    Ok(shortened)
}

/// The column of a step.
fn column(step: usize) -> u16 {
    u16::try_from(step + 1).unwrap_or(u16::MAX)
}

fn lane(sheet: &mut Worksheet, at: u32, row: &Row, look: &Look) -> Result<usize, XlsxError> {
    if is_separator(row.lane) {
        sheet.write_string_with_format(at, 0, &row.title, &look.separator)?;
        for step in 0..row.cells.len() {
            sheet.write_blank(at, column(step), &look.separator)?;
        }
        return Ok(0);
    }
    sheet.write_string_with_format(at, 0, fitting(&row.title).0, &look.lane)?;
    let format = look.cell(row.lane.kind);
    let mut shortened = 0;
    let mut texts = vec![(row.title.clone(), LANE_WIDTH)];
    let mut step = 0;
    while step < row.cells.len() {
        let cell = &row.cells[step];
        let span = span(row, step);
        if let Some(score) = cell.score {
            let format = look.feeling(score);
            match score_text(score) {
                Some(text) => sheet.write_string_with_format(at, column(step), fitting(&text).0, &format)?,
                None => sheet.write_number_with_format(at, column(step), f64::from(score.tenths) / 10.0, &format)?,
            };
        } else {
            if span > 1 {
                sheet.merge_range(at, column(step), at, column(step + span - 1), "", &format)?;
            }
            let runs = runs(&cell.cards);
            let text = letters(&runs);
            shortened += usize::from(cards(sheet, (at, column(step)), (&runs, &text), &format, look)?);
            texts.push((text, STEP_WIDTH * span as f64));
        }
        step += span;
    }
    let texts = texts.iter().map(|(text, width)| (text.as_str(), *width));
    sheet.set_row_height(at, height(texts))?;
    Ok(shortened)
}

/// How many columns a cell takes: those that its cards cover, if all cover the same and nothing else
/// begins there.
fn span(row: &Row, step: usize) -> usize {
    let cell = &row.cells[step];
    let Some(span) = cell.cards.first().map(|card| usize::from(card.span)) else {
        return 1;
    };
    let covered = row.cells.get(step + 1..step + span).unwrap_or(&[]);
    let alike = cell.cards.iter().all(|card| usize::from(card.span) == span);
    let free = covered.len() + 1 == span && covered.iter().all(|cell| cell.cards.is_empty());
    if alike && free { span } else { 1 }
}

/// Writes the cards of a cell, bold and italic as they are on the map. Returns whether something had to
/// be cut.
fn cards(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (runs, text): (&[(Style, String)], &str),
    format: &Format,
    look: &Look,
) -> Result<bool, XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
        return Ok(false);
    }
    let (fitted, cut) = fitting(text);
    if !cut && runs.len() > 1 && runs.iter().any(|(style, _)| *style != Style::Plain) {
        let runs: Vec<(&Format, &str)> = (runs.iter())
            .map(|(style, text)| (style.format(look), text.as_str()))
            .collect();
        sheet.write_rich_string_with_format(row, column, &runs, format)?;
        return Ok(false);
    }
    let only = runs.first().map_or(Style::Plain, |(style, _)| *style);
    let styled = match (runs.len(), only) {
        (1, Style::Bold) => format.clone().set_bold(),
        (1, Style::Italic) => format.clone().set_italic(),
        (1, Style::Both) => format.clone().set_bold().set_italic(),
        _ => format.clone(),
    };
    sheet.write_string_with_format(row, column, fitted, &styled)?;
    Ok(cut)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Italic,
    Both,
}

impl Style {
    fn of(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::Plain,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::Both,
        }
    }

    fn format(self, look: &Look) -> &Format {
        match self {
            Self::Plain => &look.plain,
            Self::Bold => &look.bold,
            Self::Italic => &look.italic,
            Self::Both => &look.both,
        }
    }
}

/// The text of a cell in runs of one style: what its plain text says, and figures as the map shows them.
fn runs(cards: &[&Card]) -> Vec<(Style, String)> {
    let mut texts: Vec<Vec<(Style, String)>> = Vec::new();
    for card in cards {
        let rich = RichText::parse(&card.text);
        let mut runs = Vec::new();
        for (i, paragraph) in rich.paragraphs.iter().enumerate() {
            if i > 0 {
                push(&mut runs, Style::Plain, "\n");
            }
            if let Some(level) = paragraph.bullet {
                push(&mut runs, Style::Plain, &"  ".repeat(level.into()));
                push(&mut runs, Style::Plain, "• ");
            }
            for span in &paragraph.spans {
                push(&mut runs, Style::of(span.bold, span.italic), &span.text);
            }
        }
        if runs.iter().all(|(_, text)| text.trim().is_empty()) {
            runs.clear();
            push(&mut runs, Style::Plain, &title_without_text(card));
        } else if let Some(figure) = &card.measurement {
            let value = [figure.value.trim(), figure.unit.trim()].join(" ");
            if !value.trim().is_empty() {
                runs.splice(
                    0..0,
                    [(Style::Bold, value.trim().to_owned()), (Style::Plain, "\n".to_owned())],
                );
            }
        }
        let target = card.measurement.as_ref().map_or("", |figure| figure.target.trim());
        if !target.is_empty() {
            push(&mut runs, Style::Plain, &format!("\nTarget {target}"));
        }
        if !runs.is_empty() {
            texts.push(runs);
        }
    }
    let lines: Vec<String> = texts.iter().map(|runs| letters(runs)).collect();
    let between = between(&lines);
    let mut all = Vec::new();
    for (i, runs) in texts.iter().enumerate() {
        if i > 0 {
            push(&mut all, Style::Plain, between);
        }
        runs.iter().for_each(|(style, text)| push(&mut all, *style, text));
    }
    all
}

/// The text of runs without their styles.
fn letters(runs: &[(Style, String)]) -> String {
    runs.iter().map(|(_, text)| text.as_str()).collect()
}

fn push(runs: &mut Vec<(Style, String)>, style: Style, text: &str) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some((last, run)) if *last == style => run.push_str(text),
        _ => runs.push((style, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use journey_model::Measurement;
    use journey_model::sample::sample;

    use super::*;

    #[test]
    fn figures_stand_above_what_they_count() {
        let document = sample(1, 1, 1, 1);
        let mut card = document.cards.values().next().unwrap().clone();
        card.text = "Demo to *trial*".into();
        card.measurement = Some(Measurement {
            value: "46".into(),
            unit: "%".into(),
            target: "55 %".into(),
            measured_on: None,
        });
        let said = |card: &Card| letters(&runs(&[card]));
        assert_eq!(said(&card), "46 %\nDemo to trial\nTarget 55 %");
        card.text = String::new();
        assert_eq!(said(&card), "46 %\nTarget 55 %");
        card.measurement = None;
        assert_eq!(said(&card), "");
    }
}
