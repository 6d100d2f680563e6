//! A clip as plain text, and plain text as a clip.

use crate::text::RichText;
use crate::{Card, ChannelKind, Clip, ClipKind, Extra, Lane, LaneId, LaneKind, OrderKey, StageId, Step, StepId};

use super::rows::{Entry, Rows, score_text};

impl Clip {
    /// The clip as plain text. Cards of one column and notes: one below the other. Else a row a line
    /// with tabs between the steps, as spreadsheets take it: a cell with line breaks, tabs or quotes
    /// stands in quotes.
    pub fn text(&self) -> String {
        let lines: Vec<String> = match self.kind {
            ClipKind::Notes => self.notes.iter().map(|note| plain(&note.text)).collect(),
            ClipKind::Cards if self.steps.len() <= 1 => self.cards.iter().map(card_text).collect(),
            _ => {
                let Rows { rows, headings, titled } = Rows::of(self);
                let line = |title: &str, cells: Vec<String>| {
                    let title = titled.then(|| quoted(title));
                    let cells = cells.iter().map(|cell| quoted(cell));
                    title.into_iter().chain(cells).collect::<Vec<_>>().join("\t")
                };
                let headings = headings.into_iter().map(|heading| line("", heading));
                let rows = rows.iter().map(|row| {
                    let cells = row.cells.iter().map(|cell| {
                        let entries = cell.iter().map(|entry| match entry {
                            Entry::Card(card) => card_text(card),
                            Entry::Score(score) => score_text(score),
                        });
                        entries.collect::<Vec<_>>().join("\n")
                    });
                    line(row.title, cells.collect())
                });
                headings.chain(rows).collect()
            }
        };
        lines.join("\n")
    }

    /// What text of another program becomes: lines become cards below each other, the cells of a
    /// spreadsheet a block of cards. Empty lines and cells make no card, and list marks before every
    /// line are left off.
    ///
    /// `None` where there is nothing written.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut rows = cells(text);
        while rows
            .last()
            .is_some_and(|row| row.iter().all(|cell| cell.trim().is_empty()))
        {
            rows.pop();
        }
        let columns = rows.iter().map(Vec::len).max()?;
        if columns == 1 {
            let mut lines: Vec<String> = rows.into_iter().flatten().collect();
            lines.retain(|line| !line.trim().is_empty());
            if lines.iter().all(|line| unlisted(line).is_some()) {
                lines = lines
                    .iter()
                    .filter_map(|line| unlisted(line))
                    .map(str::to_owned)
                    .collect();
            }
            return Some(Self::block_of(vec![vec![lines]]));
        }
        let rows = rows.into_iter().map(|row| {
            let mut cells: Vec<Vec<String>> = row.into_iter().map(|cell| vec![cell]).collect();
            cells.resize(columns, Vec::new());
            cells
        });
        Some(Self::block_of(rows.collect()))
    }

    /// A block of new cards: rows of cells of texts.
    fn block_of(rows: Vec<Vec<Vec<String>>>) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut clip = Self::empty(ClipKind::Cards);
        clip.steps = (OrderKey::sequence(columns).into_iter().enumerate())
            .map(|(i, order)| Step {
                id: StepId(format!("column_{i}")),
                stage: StageId("block".into()),
                order,
                title: String::new(),
                width: None,
                extra: Extra::new(),
            })
            .collect();
        for ((i, row), order) in rows.iter().enumerate().zip(OrderKey::sequence(rows.len())) {
            let lane = LaneId(format!("row_{i}"));
            for (step, texts) in clip.steps.iter().zip(row) {
                let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
                for (text, order) in texts.clone().zip(OrderKey::sequence(texts.count())) {
                    let id = format!("text_{}", clip.cards.len());
                    let place = (lane.clone(), step.id.clone());
                    clip.cards.push(Card::new(id.into(), place.0, place.1, order, text));
                }
            }
            clip.lanes.push(Lane {
                id: lane,
                order,
                kind: LaneKind::Text,
                title: String::new(),
                caption: String::new(),
                height: None,
                collapsed: false,
                hidden: false,
                colour: None,
                extra: Extra::new(),
            });
        }
        clip
    }
}

/// What a card says in one text: its own, else its channel or figure.
pub(super) fn card_text(card: &Card) -> String {
    let text = plain(&card.text);
    if !text.is_empty() {
        return text;
    }
    if let Some(touchpoint) = &card.touchpoint {
        let channel = ChannelKind::from_key(&touchpoint.channel);
        return channel.map_or_else(|| touchpoint.channel.clone(), |known| known.title().into());
    }
    let figure = card
        .measurement
        .as_ref()
        .map(|figure| [figure.value.trim(), figure.unit.trim()].join(" "));
    figure.unwrap_or_default().trim().to_owned()
}

fn plain(text: &str) -> String {
    RichText::parse(text).plain()
}

/// A cell as spreadsheets read it.
fn quoted(cell: &str) -> String {
    if cell.contains(['\t', '\n', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Rows of cells, as spreadsheets write them: tabs between cells, quotes round a cell with a tab, a
/// line break or (then doubled) a quote in it. A line that somebody put into quotes keeps them.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut rows = vec![Vec::new()];
    let mut rest = text.as_str();
    loop {
        let (cell, behind) = match quoted_cell(rest) {
            Some(found) => found,
            None => {
                let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        match behind.chars().next() {
            None => return rows,
            Some('\n') => rows.push(Vec::new()),
            Some(_) => {}
        }
        rest = &behind[1..];
    }
}

/// A cell in a spreadsheet's quotes and what follows it; `None` where the quotes are somebody's own.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (inner, behind) = rest.split_once('"')?;
        cell.push_str(inner);
        match behind.strip_prefix('"') {
            Some(behind) => {
                cell.push('"');
                rest = behind;
            }
            None => {
                let ends = behind.is_empty() || behind.starts_with(['\t', '\n']);
                let needed = cell.contains(['\t', '\n', '"']);
                return (ends && needed).then_some((cell, behind));
            }
        }
    }
}

/// The text behind the mark of a list.
fn unlisted(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix(['-', '*', '+', '•', '–', '·'])?;
    rest.starts_with([' ', '\t', '\u{a0}']).then(|| rest.trim_start())
}
