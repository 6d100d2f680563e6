//! Lists as PowerPoint's own tables, continued on as many slides as they take.

use std::ops::Range;

use journey_scene::{Colour, Point, Size};

use crate::frame::{Deck, Room, TITLE_SIZE};
use crate::geometry::EMU_PER_PX;
use crate::xml::Xml;

/// A list for a slide: personas, opportunities, pain points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// A text a column; lines are paragraphs. What is missing is empty, what is too much left out.
    pub rows: Vec<Vec<String>>,
}

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub title: String,
    /// Its share of the slide's width, beside the shares of the others.
    pub width: f64,
}

/// Sizes of text in 1/100 pt on a slide 7.5 inches high, and what a line takes in ems.
const ROW_SIZE: f64 = 1200.0;
const HEAD_SIZE: f64 = 1000.0;
const LINE: f64 = 1.3;
/// Width of a letter in ems: Latin on average, with some to spare; and of a wide script.
const LETTER: f64 = 0.56;
const WIDE: f64 = 1.02;
/// EMU of a point.
const EMU_PER_PT: f64 = 12_700.0;
/// EMU around the text of a cell, on a slide 7.5 inches high: left and right, above and below.
const PADDING: (f64, f64) = (60_000.0, 64_000.0);

/// Rows of a [`Table`] as they lie on a slide, in px of the slide (1/96 inch) from its top left. How high a
/// row becomes is for PowerPoint to find; these are the heights that it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The line above, with a number where the table goes on.
    pub title: String,
    /// Top left of the title's line.
    pub title_at: Point,
    /// Top left of the table.
    pub table_at: Point,
    /// Of the columns.
    pub widths: Vec<f64>,
    /// Height of the headings.
    pub head: f64,
    /// The rows of the table that are here, and their heights.
    pub rows: Range<usize>,
    pub heights: Vec<f64>,
    /// px per em: of the title, the headings, the rows.
    pub letters: [f64; 3],
    /// Around the text of a cell: left and right, above and below.
    pub padding: Size,
}

/// How a table lies on slides of a size.
pub(crate) struct Plan<'t> {
    table: &'t Table,
    /// EMU.
    widths: Vec<i64>,
    heights: Vec<i64>,
    head: i64,
    /// Of the slide, to one 7.5 inches high.
    scale: f64,
    /// The rows of each slide; at least one slide.
    pub slides: Vec<Range<usize>>,
}

impl<'t> Plan<'t> {
    /// Cuts the rows into slides. How high a row becomes is for PowerPoint to find; this is a careful guess.
    pub fn new(table: &'t Table, size: (i64, i64)) -> Self {
        let own = Room::of(size);
        let scale = own.scale;
        let room = (size.0 - 2 * own.margin) as f64;
        let share = |column: &Column| {
            if column.width.is_finite() {
                column.width.max(0.01)
            } else {
                1.0
            }
        };
        let total: f64 = table.columns.iter().map(share).sum();
        let widths: Vec<i64> = table
            .columns
            .iter()
            .map(|column| (room * share(column) / total.max(0.01)).floor() as i64)
            .collect();
        let height = |cells: &mut dyn Iterator<Item = &str>, size: f64| {
            let em = size / 100.0 * EMU_PER_PT * scale;
            let lines = cells.zip(&widths).map(|(text, width)| {
                let width = *width as f64 - 2.0 * PADDING.0 * scale;
                lines(text, (width / em).max(1.0))
            });
            let lines = lines.max().unwrap_or(1).max(1) as f64;
            (lines * em * LINE + 2.0 * PADDING.1 * scale).ceil() as i64
        };
        let head = height(&mut table.columns.iter().map(|column| column.title.as_str()), HEAD_SIZE);
        let heights: Vec<i64> = table
            .rows
            .iter()
            .map(|row| height(&mut row.iter().map(String::as_str), ROW_SIZE))
            .collect();
        let most = size.1 - own.top - own.margin - head;
        let mut slides = Vec::new();
        let (mut first, mut taken) = (0, 0);
        for (index, height) in heights.iter().enumerate() {
            if index > first && taken + height > most {
                slides.push(first..index);
                (first, taken) = (index, 0);
            }
            taken += height;
        }
        slides.push(first..heights.len());
        Self {
            table,
            widths,
            heights,
            head,
            scale,
            slides,
        }
    }

    /// The slides in px.
    pub fn in_px(&self, title: &str, size: (i64, i64)) -> impl Iterator<Item = Rows> {
        let px = |emu: i64| emu as f64 / EMU_PER_PX;
        let room = Room::of(size);
        self.slides.iter().enumerate().map(move |(part, rows)| Rows {
            title: self.title(title, part),
            title_at: Point::new(px(room.margin), px(room.margin / 2)),
            table_at: Point::new(px(room.margin), px(room.top)),
            widths: self.widths.iter().map(|width| px(*width)).collect(),
            head: px(self.head),
            rows: rows.clone(),
            heights: self.heights[rows.clone()].iter().map(|height| px(*height)).collect(),
            letters: [TITLE_SIZE, HEAD_SIZE, ROW_SIZE].map(|size| size / 100.0 * EMU_PER_PT / EMU_PER_PX * self.scale),
            padding: Size::new(PADDING.0, PADDING.1) / EMU_PER_PX * self.scale,
        })
    }

    /// What a slide is called, counted where there are several.
    pub fn title(&self, title: &str, part: usize) -> String {
        let title = title.trim();
        match self.slides.len() {
            1 => title.to_owned(),
            of => format!("{title} ({}/{of})", part + 1),
        }
    }

    /// Writes the rows of one slide as a graphic frame.
    pub fn write(&self, xml: &mut Xml, rows: Range<usize>, id: u32, name: &str, deck: &Deck<'_>) {
        let room = deck.room();
        let height = self.head + self.heights[rows.clone()].iter().sum::<i64>();
        xml.open("p:graphicFrame");
        xml.open("p:nvGraphicFramePr");
        xml.tag("p:cNvPr")
            .num("id", i64::from(id))
            .attr("name", name)
            .attr("descr", name)
            .empty();
        xml.open("p:cNvGraphicFramePr");
        xml.tag("a:graphicFrameLocks").attr("noGrp", "1").empty();
        xml.close();
        xml.empty("p:nvPr");
        xml.close();
        xml.open("p:xfrm");
        xml.tag("a:off").num("x", room.margin).num("y", room.top).empty();
        xml.tag("a:ext")
            .num("cx", self.widths.iter().sum())
            .num("cy", height)
            .empty();
        xml.close();
        xml.open("a:graphic");
        xml.tag("a:graphicData")
            .attr("uri", "http://schemas.openxmlformats.org/drawingml/2006/table")
            .open();
        xml.open("a:tbl");
        xml.tag("a:tblPr").attr("firstRow", "1").empty();
        xml.open("a:tblGrid");
        for width in &self.widths {
            xml.tag("a:gridCol").num("w", *width).empty();
        }
        xml.close();
        xml.tag("a:tr").num("h", self.head).open();
        for column in &self.table.columns {
            self.cell(xml, &column.title, Cell::Head, deck);
        }
        xml.close();
        for row in rows {
            xml.tag("a:tr").num("h", self.heights[row]).open();
            for index in 0..self.widths.len() {
                let text = self.table.rows[row].get(index).map_or("", String::as_str);
                let kind = if index == 0 { Cell::First } else { Cell::Other };
                self.cell(xml, text, kind, deck);
            }
            xml.close();
        }
        xml.close();
        xml.close();
        xml.close();
        xml.close();
    }

    fn cell(&self, xml: &mut Xml, text: &str, kind: Cell, deck: &Deck<'_>) {
        let (size, colour) = match kind {
            Cell::Head => (HEAD_SIZE, deck.palette.muted),
            Cell::First | Cell::Other => (ROW_SIZE, deck.palette.ink),
        };
        let size = ((size * self.scale).round() as i64).clamp(100, 400_000);
        let bold = if matches!(kind, Cell::Other) { "0" } else { "1" };
        let run = |xml: &mut Xml, name: &'static str| {
            xml.tag(name)
                .attr("lang", &deck.language)
                .num("sz", size)
                .attr("b", bold)
                .attr("dirty", "0")
                .open();
            deck.palette.fill(xml, colour);
            xml.close();
        };
        xml.open("a:tc");
        xml.open("a:txBody");
        xml.empty("a:bodyPr");
        xml.empty("a:lstStyle");
        let text = text.trim();
        let mut paragraphs = text.lines().peekable();
        if paragraphs.peek().is_none() {
            xml.open("a:p");
            run(xml, "a:endParaRPr");
            xml.close();
        }
        for line in paragraphs {
            xml.open("a:p");
            xml.open("a:r");
            run(xml, "a:rPr");
            xml.leaf("a:t", line);
            xml.close();
            xml.close();
        }
        xml.close();
        let (side, above) = (
            (PADDING.0 * self.scale).round() as i64,
            (PADDING.1 * self.scale).round() as i64,
        );
        xml.tag("a:tcPr")
            .num("marL", side)
            .num("marR", side)
            .num("marT", above)
            .num("marB", above)
            .open();
        for edge in ["a:lnL", "a:lnR", "a:lnT"] {
            xml.tag(edge).num("w", 0).open();
            xml.empty("a:noFill");
            xml.close();
        }
        let (width, colour) = match kind {
            Cell::Head => (12_700, deck.palette.muted),
            Cell::First | Cell::Other => (6_350, HAIRLINE),
        };
        xml.tag("a:lnB").num("w", width).open();
        deck.palette.fill(xml, colour);
        xml.close();
        xml.empty("a:noFill");
        xml.close();
        xml.close();
    }
}

/// Between rows: the hairline of the default theme.
const HAIRLINE: Colour = Colour::hex(0xE6_E4DE);

#[derive(Clone, Copy)]
enum Cell {
    Head,
    First,
    Other,
}

/// How many lines a text takes in a column that is so many ems wide.
fn lines(text: &str, width: f64) -> usize {
    let em = |word: &str| {
        let letters = word.chars().map(|c| if is_wide(c) { WIDE } else { LETTER });
        letters.sum::<f64>()
    };
    let mut count = 0;
    for paragraph in text.trim().lines() {
        count += 1;
        let mut taken = 0.0;
        for word in paragraph.split_inclusive(' ') {
            let word = em(word);
            if taken > 0.0 && taken + word - LETTER > width {
                count += 1;
                taken = 0.0;
            }
            taken += word;
            // A word, or a text without spaces, that is longer than its line.
            while taken > width + LETTER {
                count += 1;
                taken -= width;
            }
        }
    }
    count
}

/// Whether letters of the script are as wide as they are high (Unicode Standard Annex 11, roughly).
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (i64, i64) = (12_192_000, 6_858_000);

    fn table(rows: usize, text: &str) -> Table {
        let column = |title: &str, width| Column {
            title: title.into(),
            width,
        };
        Table {
            columns: vec![column("What", 2.0), column("Where", 1.0)],
            rows: (0..rows).map(|_| vec![text.to_owned(), "Quote".to_owned()]).collect(),
        }
    }

    #[test]
    fn long_lists_go_on_on_further_slides() {
        let table = table(100, "A text that is not long");
        let plan = Plan::new(&table, SIZE);
        assert!((4..12).contains(&plan.slides.len()), "{:?}", plan.slides);
        let mut next = 0;
        for rows in &plan.slides {
            assert_eq!(rows.start, next);
            next = rows.end;
            let height: i64 = plan.heights[rows.clone()].iter().sum();
            let room = Room::of(SIZE);
            assert!(room.top + plan.head + height <= SIZE.1 - room.margin);
        }
        assert_eq!(next, 100);
    }

    #[test]
    fn a_row_that_fills_a_slide_stands_alone() {
        let table = table(3, &"word ".repeat(3000));
        assert_eq!(Plan::new(&table, SIZE).slides, [0..1, 1..2, 2..3]);
        let none = Table::default();
        assert_eq!(Plan::new(&none, SIZE).slides.len(), 1);
    }

    #[test]
    fn lines_are_counted() {
        assert_eq!(lines("", 10.0), 0);
        assert_eq!(lines("one\ntwo", 10.0), 2);
        assert_eq!(lines("aaaa bbbb cccc", 6.0 * LETTER), 3);
        assert_eq!(lines(&"x".repeat(40), 10.0 * LETTER), 4);
        assert!(lines(&"語".repeat(40), 10.0) > 3);
    }
}
