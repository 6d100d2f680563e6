//! Shaping: texts into lines of glyphs, once per text, style and width.

use std::collections::HashMap;
use std::sync::Arc;

use journey_scene::{Colour, FontId, Glyph, GlyphRun, Line, LinkArea, Primitive, Rect, TextBox, round_to};
use parley::style::{FontFamily, FontFamilyName, FontStyle, FontWeight, GenericFamily, OverflowWrap, StyleProperty};
use parley::{Alignment, AlignmentOptions, FontContext, Layout, LayoutContext};

use crate::cursive::{self, is_cursive};
use crate::fonts::{ALL_FAMILIES, FontBook};
use crate::rich::{Block, Rich, Span};
use crate::theme::TypeStyle;

/// Ascent and descent of Inter in em (its `hhea` table), from which baselines are found: the same for
/// every script, so that lines lie on one rhythm and a text field of the same line height matches.
const ASCENT: f64 = 0.968_75;
const DESCENT: f64 = 0.241_21;

/// Room above a block that stands apart, in lines.
const APART: f64 = 0.4;

/// Where lines stand within their box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Align {
    /// Left, or right where the paragraph reads from the right.
    Start,
    Middle,
    /// Right in any script.
    Right,
}

/// A shaped text at (0, 0), shared by all who show it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paragraph {
    pub source: Arc<str>,
    pub lines: Vec<Line>,
    /// The width it was set in.
    pub set_width: f64,
    /// Width of the widest line, without trailing spaces.
    pub width: f64,
    /// Lines times line height.
    pub height: f64,
    pub links: Vec<LinkArea>,
}

impl Paragraph {
    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// The text and its links at a place, as primitives.
    pub fn draw(&self, x: f64, y: f64, into: &mut Vec<Primitive>) {
        if !self.lines.is_empty() {
            self.clone().place(x, y, into);
        }
    }

    /// As [`Paragraph::draw`], for a text that is shown once.
    pub fn place(mut self, x: f64, y: f64, into: &mut Vec<Primitive>) {
        if self.lines.is_empty() {
            return;
        }
        for line in &mut self.lines {
            line.baseline = round_to(line.baseline + y, 2);
            for run in &mut line.runs {
                run.x = round_to(run.x + x, 2);
            }
        }
        // Scenes live long: what the shaper reserved and did not need goes back.
        self.lines.shrink_to_fit();
        into.push(Primitive::Text(TextBox {
            rect: Rect::new(
                round_to(x, 2),
                round_to(y, 2),
                round_to(x + self.set_width, 2),
                round_to(y + self.height, 2),
            ),
            source: self.source,
            lines: self.lines,
        }));
        into.extend(self.links.into_iter().map(|link| {
            Primitive::Link(LinkArea {
                rect: link.rect + kurbo::Vec2::new(x, y),
                ..link
            })
        }));
    }
}

/// Colour and link of a run; parley carries it through as its brush.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ink {
    link: Option<u16>,
}

/// What a paragraph is set with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Setting {
    pub style: TypeStyle,
    pub colour: Colour,
    pub width: f64,
    pub align: Align,
}

/// The only text shaper: parley with the fonts of one book. One per thread.
pub(crate) struct Shaper {
    book: FontBook,
    fonts: FontContext,
    context: LayoutContext<Ink>,
    layout: Layout<Ink>,
    with_system: bool,
}

impl Shaper {
    pub fn new(book: FontBook) -> Self {
        Self {
            fonts: book.context(false),
            book,
            context: LayoutContext::new(),
            layout: Layout::new(),
            with_system: false,
        }
    }

    /// Shapes a text; every letter of it is in the result, at worst as the box of the last font.
    pub fn shape(&mut self, rich: &Rich, setting: &Setting) -> Paragraph {
        let (paragraph, missing) = self.attempt(rich, setting);
        if missing && !self.with_system && self.book.has_system_fonts() {
            self.with_system = true;
            self.fonts = self.book.context(true);
            self.context = LayoutContext::new();
            return self.attempt(rich, setting).0;
        }
        paragraph
    }

    fn attempt(&mut self, rich: &Rich, setting: &Setting) -> (Paragraph, bool) {
        let mut paragraph = Paragraph {
            source: Arc::clone(&rich.text),
            lines: Vec::new(),
            set_width: round_to(setting.width, 2),
            width: 0.0,
            height: 0.0,
            links: Vec::new(),
        };
        let mut missing = false;
        for block in &rich.blocks {
            if block.apart {
                paragraph.height += (setting.style.line_height * APART).round();
            }
            missing |= self.block(rich, block, setting, &mut paragraph);
        }
        paragraph.height = round_to(paragraph.height, 2);
        (paragraph, missing)
    }

    /// Appends the lines of one block; tells whether a letter had no glyph.
    fn block(&mut self, rich: &Rich, block: &Block, setting: &Setting, into: &mut Paragraph) -> bool {
        let indent = (f64::from(setting.style.size) * block.indent).min(setting.width / 2.0);
        let Some(marker) = block.marker.clone() else {
            self.lay_out(rich, block.range.clone(), setting, setting.width - indent, &rich.spans);
            return self.take_lines(rich, block.range.start, indent, setting, into);
        };
        // The marker stands on the first line of its item, not on one of its own.
        let mut aside = Paragraph {
            lines: Vec::new(),
            links: Vec::new(),
            ..into.clone()
        };
        let own = f64::from(setting.style.size);
        let plain = Setting {
            align: Align::Start,
            ..*setting
        };
        self.lay_out(rich, marker.clone(), &plain, own, &[]);
        let mut missing = self.take_lines(rich, marker.start, indent - own, setting, &mut aside);
        let mut marks: Vec<GlyphRun> = aside.lines.into_iter().flat_map(|line| line.runs).collect();

        let first = into.lines.len();
        self.lay_out(rich, block.range.clone(), setting, setting.width - indent, &rich.spans);
        missing |= self.take_lines(rich, block.range.start, indent, setting, into);
        if self.layout.is_rtl() {
            // Everything is mirrored: the text keeps to the left of its markers.
            for mark in &mut marks {
                mark.x = round_to(setting.width - mark.x - mark.advance, 2);
            }
            for run in into.lines[first..].iter_mut().flat_map(|line| &mut line.runs) {
                run.x = round_to(run.x - indent, 2);
            }
            if let Some(line) = into.lines.get_mut(first) {
                line.runs.append(&mut marks);
            }
        } else if let Some(line) = into.lines.get_mut(first) {
            line.runs.splice(0..0, marks);
        }
        into.width = (into.width + indent).min(into.set_width);
        missing
    }

    fn lay_out(&mut self, rich: &Rich, range: std::ops::Range<usize>, setting: &Setting, width: f64, spans: &[Span]) {
        let style = &setting.style;
        let text = &rich.text[range.clone()];
        // No quantising: positions are rounded to 0.01 px, never to whole pixels.
        let mut builder = self.context.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(FontFamily::from(ALL_FAMILIES));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(f32::from(style.weight))));
        if style.italic {
            builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
        }
        if style.tracking != 0.0 {
            builder.push_default(StyleProperty::LetterSpacing(style.tracking));
            for joined in cursive::ranges(text) {
                builder.push(StyleProperty::LetterSpacing(0.0), joined);
            }
        }
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for span in spans {
            let start = span.range.start.max(range.start);
            let end = span.range.end.min(range.end);
            if start >= end {
                continue;
            }
            let range = start - range.start..end - range.start;
            if span.bold {
                let weight = f32::from(style.weight.saturating_add(200).clamp(600, 700));
                builder.push(StyleProperty::FontWeight(FontWeight::new(weight)), range.clone());
            }
            if span.italic {
                // Emphasis within italics stands out by being upright.
                let slant = if style.italic {
                    FontStyle::Normal
                } else {
                    FontStyle::Italic
                };
                builder.push(StyleProperty::FontStyle(slant), range.clone());
            }
            if span.link.is_some() {
                builder.push(StyleProperty::Underline(true), range.clone());
                builder.push(StyleProperty::Brush(Ink { link: span.link }), range);
            }
        }
        for emoji in emoji_presentations(text) {
            let order = [GenericFamily::Emoji, ALL_FAMILIES].map(FontFamilyName::Generic);
            builder.push(FontFamily::List(order.to_vec().into()), emoji);
        }
        builder.build_into(&mut self.layout, text);
        self.layout.break_all_lines(Some(width.max(1.0) as f32));
        let alignment = match setting.align {
            Align::Start => Alignment::Start,
            Align::Middle => Alignment::Center,
            Align::Right => Alignment::Right,
        };
        self.layout.align(alignment, AlignmentOptions::default());
    }

    fn take_lines(&mut self, rich: &Rich, offset: usize, indent: f64, setting: &Setting, into: &mut Paragraph) -> bool {
        let style = &setting.style;
        let mut missing = false;
        if self.layout.text_len() == 0 {
            // An empty line still takes its room.
            into.lines.push(Line {
                baseline: baseline(into.height, style),
                runs: Vec::new(),
            });
            into.height += style.line_height;
            return false;
        }
        for parley_line in self.layout.lines() {
            let range = parley_line.text_range();
            let text = &rich.text[range.start + offset..(range.end + offset).min(rich.text.len())];
            let visible = text.trim_end().len();
            let visible_end = offset + range.start + visible;
            let mut x = f64::from(parley_line.metrics().offset) + indent;
            let mut line = Line {
                baseline: baseline(into.height, style),
                // Most lines are of one run, and a map has very many of them.
                runs: Vec::with_capacity(1),
            };
            let (mut left, mut right) = (f64::MAX, f64::MIN);
            for run in parley_line.runs() {
                let font = run.font();
                let id = FontId(self.book.position(font.data.id(), font.index));
                let synthesis = run.synthesis();
                let mut open: Option<(u16, GlyphRun)> = None;
                for cluster in run.visual_clusters() {
                    let source = cluster.text_range();
                    let source = source.start + offset..source.end + offset;
                    let advance = f64::from(cluster.advance());
                    if source.start >= visible_end {
                        x += advance;
                        continue;
                    }
                    let ink = cluster.style().brush;
                    let key = cluster.style_index();
                    if open.as_ref().is_some_and(|(style, _)| *style != key) {
                        line.runs.extend(open.take().map(|(_, run)| run));
                    }
                    let (_, run) = open.get_or_insert_with(|| {
                        let joins = rich.text[source.clone()].starts_with(is_cursive);
                        (
                            key,
                            GlyphRun {
                                font: id,
                                size: style.size,
                                colour: setting.colour,
                                x: round_to(x, 2),
                                advance: 0.0,
                                rtl: run.is_rtl(),
                                letter_spacing: if joins { 0.0 } else { style.tracking },
                                oblique: synthesis.skew().is_some(),
                                embolden: synthesis.embolden(),
                                underline: ink.link.is_some(),
                                range: source.start as u32..source.end as u32,
                                glyphs: Vec::with_capacity(visible),
                            },
                        )
                    });
                    run.range.start = run.range.start.min(source.start as u32);
                    run.range.end = run.range.end.max(source.end as u32);
                    for glyph in cluster.glyphs() {
                        let id = u16::try_from(glyph.id).unwrap_or(0);
                        missing |= id == 0;
                        run.glyphs.push(Glyph {
                            id,
                            dx: glyph.x,
                            dy: glyph.y,
                            advance: glyph.advance,
                            cluster: source.start as u32,
                        });
                        run.advance += f64::from(glyph.advance);
                    }
                    left = left.min(x);
                    x += advance;
                    right = right.max(x);
                    if let Some(link) = ink.link.and_then(|link| rich.links.get(usize::from(link))) {
                        let area = Rect::new(x - advance, into.height, x, into.height + style.line_height);
                        push_link(&mut into.links, area, link);
                    }
                }
                line.runs.extend(open.take().map(|(_, run)| run));
            }
            for run in &mut line.runs {
                run.advance = round_to(run.advance, 2);
                run.glyphs.shrink_to_fit();
            }
            if right > left {
                into.width = into.width.max(round_to(right - left, 2));
            }
            into.lines.push(line);
            into.height += style.line_height;
        }
        missing
    }
}

/// Joins the area to the link's last one where they touch on one line.
fn push_link(links: &mut Vec<LinkArea>, area: Rect, href: &Arc<str>) {
    let rounded = |r: Rect| {
        Rect::new(
            round_to(r.x0, 2),
            round_to(r.y0, 2),
            round_to(r.x1, 2),
            round_to(r.y1, 2),
        )
    };
    if let Some(last) = links.last_mut()
        && *last.href == **href
        && last.rect.y0 == round_to(area.y0, 2)
        && (last.rect.x1 - area.x0).abs() < 0.5
    {
        last.rect = rounded(last.rect.union(area));
        return;
    }
    links.push(LinkArea {
        rect: rounded(area),
        href: href.to_string(),
    });
}

/// The characters that a variation selector asks to be drawn as emoji (`❤️`, `1️⃣`). The text font has
/// many of them as plain signs and comes first otherwise.
fn emoji_presentations(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    text.match_indices('\u{fe0f}').filter_map(|(at, selector)| {
        let base = text[..at].char_indices().next_back()?.0;
        let after = at + selector.len();
        let keycap = if text[after..].starts_with('\u{20e3}') {
            '\u{20e3}'.len_utf8()
        } else {
            0
        };
        Some(base..after + keycap)
    })
}

/// The baseline of a line whose top is given.
fn baseline(top: f64, style: &TypeStyle) -> f64 {
    let size = f64::from(style.size);
    let half_leading = (style.line_height - (ASCENT + DESCENT) * size) / 2.0;
    round_to(top + half_leading + ASCENT * size, 2)
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    text: Arc<str>,
    /// The style, colour, width and alignment, as bits.
    setting: [u64; 4],
    rich: bool,
}

/// The paragraphs of an open map, kept as long as some recent scene used them.
pub(crate) struct Paragraphs {
    kept: HashMap<Key, (Arc<Paragraph>, u64)>,
    generation: u64,
}

impl Paragraphs {
    pub fn new() -> Self {
        Self {
            kept: HashMap::new(),
            generation: 0,
        }
    }

    /// The shaped text; `rich` says whether it holds markup.
    pub fn get(&mut self, shaper: &mut Shaper, text: &str, rich: bool, setting: &Setting) -> Arc<Paragraph> {
        let style = &setting.style;
        let key = Key {
            text: text.into(),
            setting: [
                u64::from(style.size.to_bits()) << 32 | u64::from(style.tracking.to_bits()),
                style.line_height.to_bits(),
                setting.width.to_bits(),
                u64::from(style.weight) << 48
                    | u64::from(style.italic) << 40
                    | (setting.align as u64) << 32
                    | u64::from(u32::from_be_bytes([
                        setting.colour.rgb[0],
                        setting.colour.rgb[1],
                        setting.colour.rgb[2],
                        setting.colour.alpha,
                    ])),
            ],
            rich,
        };
        let generation = self.generation;
        let entry = self.kept.entry(key).or_insert_with(|| {
            let rich = if rich { Rich::markup(text) } else { Rich::plain(text) };
            (Arc::new(shaper.shape(&rich, setting)), generation)
        });
        entry.1 = generation;
        Arc::clone(&entry.0)
    }

    /// Ends one scene: forgets what the last few scenes have not used, so that undo and previews find
    /// their paragraphs again and a long session does not grow.
    pub fn turn(&mut self) {
        const KEEP: u64 = 16;
        self.generation += 1;
        if self.generation.is_multiple_of(KEEP) {
            let generation = self.generation;
            self.kept.retain(|_, (_, used)| *used + KEEP >= generation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, width: f64) -> Paragraph {
        let style = crate::theme::Theme::all()[0].scale.card;
        let setting = Setting {
            style,
            colour: Colour::BLACK,
            width,
            align: Align::Start,
        };
        Shaper::new(FontBook::shipped()).shape(&Rich::markup(text), &setting)
    }

    /// What each line shows, from its runs' ranges.
    fn lines(paragraph: &Paragraph) -> Vec<&str> {
        paragraph
            .lines
            .iter()
            .map(|line| {
                let start = line.runs.iter().map(|run| run.range.start).min().unwrap_or(0);
                let end = line.runs.iter().map(|run| run.range.end).max().unwrap_or(0);
                &paragraph.source[start as usize..end as usize]
            })
            .collect()
    }

    #[test]
    fn what_is_emphasised_is_thicker_in_every_script() {
        let thick = |text: &str| -> Vec<bool> {
            let paragraph = shape(text, 1000.0);
            let runs = paragraph.lines.iter().flat_map(|line| line.runs.iter());
            runs.map(|run| run.embolden).collect()
        };
        // Japanese ships in regular alone; Latin and Arabic have faces of their own for it.
        assert_eq!(thick("設定**確認**"), [false, true]);
        assert!(!thick("set **check** **محمد**").contains(&true));
    }

    #[test]
    fn thai_breaks_between_words() {
        // “Thailand is beautiful”: two words that a narrow line must not cut.
        let text = "ประเทศไทยสวยงาม";
        let whole = shape(text, 1000.0);
        let paragraph = shape(text, whole.width - 4.0);
        let lines = lines(&paragraph);
        assert!(lines.len() > 1);
        let mut end = 0;
        for line in &lines[..lines.len() - 1] {
            end += line.len();
            let boundaries = ["ประเทศ", "ประเทศไทย", "ประเทศไทยสวย"];
            assert!(boundaries.contains(&&text[..end]), "broken after {:?}", &text[..end]);
        }
    }

    #[test]
    fn japanese_breaks_without_spaces_and_keeps_punctuation() {
        let paragraph = shape(
            "東京都千代田区丸の内一丁目九番一号のカウンターで申込書に記入する。",
            100.0,
        );
        assert!(paragraph.lines.len() >= 4);
        for line in lines(&paragraph) {
            assert!(
                !line.starts_with(['。', 'ー', '、']),
                "{line} begins with what must not begin a line"
            );
        }
    }

    #[test]
    fn a_word_wider_than_its_box_breaks_anywhere() {
        let paragraph = shape("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", 60.0);
        assert!(paragraph.lines.len() > 3);
        assert!(paragraph.width <= 60.01, "{} px", paragraph.width);
        assert_eq!(lines(&paragraph).concat(), &*paragraph.source);
    }

    #[test]
    fn hebrew_and_arabic_stand_at_the_right_and_run_leftwards() {
        for text in ["שלום עולם", "مرحبا بالعالم"] {
            let paragraph = shape(text, 160.0);
            let run = &paragraph.lines[0].runs[0];
            assert!(run.rtl, "{text}");
            let right = paragraph.lines[0]
                .runs
                .iter()
                .map(|r| r.x + r.advance)
                .fold(0.0, f64::max);
            assert!((right - 160.0).abs() < 0.1, "{text} ends at {right}");
            assert!(run.glyphs.first().unwrap().cluster > run.glyphs.last().unwrap().cluster);
        }
        // Letters join: the shaped forms are fewer or other glyphs than the isolated ones.
        let joined = shape("بببب", 160.0);
        let ids: Vec<u16> = joined.lines[0].runs[0].glyphs.iter().map(|g| g.id).collect();
        assert!(
            ids.first() != ids.last(),
            "initial and final form are one glyph: {ids:?}"
        );
    }

    #[test]
    fn emoji_sequences_are_one_glyph_of_the_colour_font() {
        let book = FontBook::shipped();
        for text in ["👩‍👩‍👧", "🇯🇵", "👍🏽", "❤️", "1️⃣"] {
            let paragraph = shape(text, 100.0);
            let runs = &paragraph.lines[0].runs;
            let glyphs: usize = runs
                .iter()
                .map(|run| run.glyphs.iter().filter(|g| g.advance > 0.0).count())
                .sum();
            assert_eq!((runs.len(), glyphs), (1, 1), "{text}: {runs:?}");
            assert!(book.faces().face(runs[0].font).unwrap().colour, "{text}");
        }
    }

    #[test]
    fn letters_that_no_font_has_are_drawn_as_boxes() {
        // Linear A and a private letter: no font of this kind of machine has them.
        let paragraph = shape("a\u{10600}\u{f0000}b", 100.0);
        let drawn: usize = paragraph.lines[0].runs.iter().map(|run| run.glyphs.len()).sum();
        assert_eq!(drawn, 4);
        let advance: f64 = paragraph.lines[0].runs.iter().map(|run| run.advance).sum();
        assert!(advance > 20.0, "the boxes have no width: {advance}");
    }

    #[test]
    fn links_are_underlined_and_can_be_clicked() {
        let paragraph = shape("see [the page](https://example.org/x) now", 300.0);
        assert_eq!(&*paragraph.source, "see the page now");
        let link = &paragraph.links[0];
        assert_eq!(link.href, "https://example.org/x");
        let run = paragraph.lines[0].runs.iter().find(|run| run.underline).unwrap();
        assert!((link.rect.x0 - run.x).abs() < 0.02 && (link.rect.width() - run.advance).abs() < 0.05);
    }

    #[test]
    fn bullets_hang_before_their_lines() {
        let paragraph = shape("- one and some more words that wrap\n- two", 110.0);
        assert!(paragraph.lines.len() >= 3);
        let text_x = |line: &Line| line.runs.last().map_or(0.0, |run| run.x);
        assert_eq!(paragraph.lines[0].runs[0].x, 0.0);
        assert!(text_x(&paragraph.lines[0]) > 8.0);
        assert_eq!(text_x(&paragraph.lines[0]), text_x(&paragraph.lines[1]));
    }

    #[test]
    fn texts_of_nothing_have_no_height_and_no_panic() {
        for text in ["", "   ", "\n\n", "- ", "\u{200b}", "**"] {
            shape(text, 50.0);
        }
        assert_eq!(shape("", 50.0).height, 0.0);
    }
}
