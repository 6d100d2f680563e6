//! Text bodies: the texts of one shape as paragraphs of runs, which PowerPoint breaks into lines itself.

use journey_scene::{Colour, FontSet, Point, Rect};

use crate::figure::Text;
use crate::geometry::Placement;
use crate::palette::Palette;
use crate::xml::Xml;

/// Ascent and descent of Inter in em (its `hhea` table): PowerPoint puts what an exact line height adds to
/// them above the line, layout above and below.
const NATURAL: f64 = 0.968_75 + 0.241_21;
/// Texts may be wider by this share than layout set them, so that a font that runs a little wider breaks
/// them at the same words.
const SLACK: f64 = 0.04;
/// The bullet that layout writes before an item of a list.
const BULLET: &str = "• ";

/// How a run looks.
#[derive(Clone, Debug, PartialEq)]
struct Look<'a> {
    /// Family of the face where it is not the theme's; it is named for the scripts that need it.
    family: Option<&'a str>,
    /// px of the scene.
    size: f64,
    bold: bool,
    italic: bool,
    colour: Colour,
    /// Extra px after each letter.
    spacing: f64,
    href: Option<&'a str>,
}

struct Piece<'a> {
    text: &'a str,
    look: Look<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Left,
    Middle,
    Right,
}

struct Paragraph<'a> {
    pieces: Vec<Piece<'a>>,
    /// What an empty paragraph is set with.
    look: Option<Look<'a>>,
    bullet: bool,
    rtl: bool,
    align: Align,
    /// px of the scene.
    left: f64,
    /// Room for the bullet.
    indent: f64,
    /// From baseline to baseline.
    pitch: f64,
    /// Baselines of its first and last line, px of the scene.
    first: f64,
    last: f64,
}

/// What a text body says, ready to be written.
pub(crate) struct Body<'a> {
    paragraphs: Vec<Paragraph<'a>>,
    /// The box of all texts, px of the scene.
    pub rect: Rect,
    /// Whether it is a single line.
    pub one_line: bool,
}

impl<'a> Body<'a> {
    /// Reads the texts of a shape, in their order. `family` is the theme's.
    pub fn of(texts: &'a [Text<'a>], fonts: &'a FontSet, family: &str) -> Self {
        let mut paragraphs: Vec<Paragraph<'a>> = Vec::new();
        let mut rect: Option<Rect> = None;
        let mut lines = 0;
        for text in texts {
            let own = text.rect();
            rect = Some(rect.map_or(own, |r| r.union(own)));
            let mut new = read(text, fonts, family);
            // A unit stands on the line of its value: one paragraph says both.
            if let (Some(last), Some(beside)) = (paragraphs.last_mut(), new.first_mut())
                && new_line_is_old(last, beside)
            {
                last.pieces.push(Piece {
                    text: " ",
                    look: beside.pieces[0].look.clone(),
                });
                last.pieces.append(&mut beside.pieces);
                new.remove(0);
            } else {
                lines += text.source.lines.len();
            }
            paragraphs.extend(new);
        }
        Self {
            paragraphs,
            rect: rect.unwrap_or(Rect::ZERO),
            one_line: lines == 1,
        }
    }

    /// Whether every paragraph begins at the left.
    fn is_left(&self) -> bool {
        self.paragraphs.iter().all(|p| p.align == Align::Left)
    }

    /// The box with the slack that an unframed text gets.
    pub fn roomy(&self) -> Rect {
        let slack = (self.rect.width() * SLACK).max(2.0);
        let both = Rect::new(self.rect.x0, self.rect.y0, self.rect.x1 + slack, self.rect.y1);
        if self.is_left() {
            both
        } else {
            Rect::new(self.rect.x0 - slack, self.rect.y0, self.rect.x1 + slack, self.rect.y1)
        }
    }

    /// Writes `p:txBody` (or `a:txBody`) into a text rectangle (px of the scene).
    pub fn write(
        &self,
        xml: &mut Xml,
        frame: Rect,
        framed: bool,
        language: &str,
        pen: (&Placement, &Palette),
        link: &mut dyn FnMut(&str) -> Option<String>,
    ) {
        let (placement, _) = pen;
        let half_leading = self
            .paragraphs
            .first()
            .and_then(|p| Some((p.pitch - NATURAL * p.any_look()?.size) / 2.0))
            .unwrap_or(0.0)
            .max(0.0);
        // Slack comes out of the insets; texts in the middle take it from both sides.
        let slack = if framed { self.rect.width() * SLACK } else { 0.0 };
        let right = (frame.x1 - self.rect.x1).max(0.0);
        let left = (self.rect.x0 - frame.x0).max(0.0);
        let (take_left, take_right) = if self.is_left() {
            (0.0, slack.min(right * 0.6))
        } else {
            let both = slack.min(left * 0.6).min(right * 0.6);
            (both, both)
        };
        xml.open("p:txBody");
        xml.tag("a:bodyPr")
            .attr("wrap", if self.one_line && !framed { "none" } else { "square" })
            .num("lIns", placement.length(left - take_left))
            .num(
                "tIns",
                placement.length((self.rect.y0 - frame.y0 - half_leading).max(0.0)),
            )
            .num("rIns", placement.length(right - take_right))
            .num("bIns", 0)
            .attr("rtlCol", "0")
            .attr("anchor", "t")
            .open();
        // PowerPoint shrinks a text that is edited until it fits its card.
        xml.empty(if framed { "a:normAutofit" } else { "a:noAutofit" });
        xml.close();
        xml.empty("a:lstStyle");
        self.write_paragraphs(xml, language, pen, link);
        xml.close();
    }

    /// Writes the paragraphs alone.
    fn write_paragraphs(
        &self,
        xml: &mut Xml,
        language: &str,
        (placement, palette): (&Placement, &Palette),
        link: &mut dyn FnMut(&str) -> Option<String>,
    ) {
        let mut above: Option<f64> = None;
        for paragraph in &self.paragraphs {
            xml.open("a:p");
            let before = above.map_or(0.0, |last| paragraph.first - last - paragraph.pitch);
            above = Some(paragraph.last);
            // Where the text reads from the right, PowerPoint counts the “left” margin from there.
            let margin = if paragraph.rtl {
                paragraph.indent
            } else {
                (paragraph.left - self.rect.x0).max(0.0)
            };
            let tag = xml
                .tag("a:pPr")
                .num("marL", placement.length(margin).min(51_206_400))
                .num("indent", -placement.length(paragraph.indent).min(51_206_400));
            tag.attr(
                "algn",
                match paragraph.align {
                    Align::Left => "l",
                    Align::Middle => "ctr",
                    Align::Right => "r",
                },
            )
            .when(paragraph.rtl, "rtl", "1")
            .open();
            spacing(xml, "a:lnSpc", placement.centipoints(paragraph.pitch));
            spacing(xml, "a:spcBef", placement.centipoints(before.max(0.0)));
            if paragraph.bullet {
                xml.tag("a:buChar").attr("char", "•").empty();
            } else {
                xml.empty("a:buNone");
            }
            xml.close();
            for piece in &paragraph.pieces {
                xml.open("a:r");
                piece.look.write(xml, "a:rPr", language, (placement, palette), link);
                xml.leaf("a:t", piece.text);
                xml.close();
            }
            if let Some(look) = paragraph.look.as_ref().filter(|_| paragraph.pieces.is_empty()) {
                look.write(xml, "a:endParaRPr", language, (placement, palette), link);
            }
            xml.close();
        }
        if self.paragraphs.is_empty() {
            xml.empty("a:p");
        }
    }
}

fn spacing(xml: &mut Xml, name: &'static str, centipoints: i64) {
    xml.open(name);
    // 1,584 pt is the most that the format holds.
    xml.tag("a:spcPts").num("val", centipoints.clamp(0, 158_400)).empty();
    xml.close();
}

impl Look<'_> {
    fn write(
        &self,
        xml: &mut Xml,
        name: &'static str,
        language: &str,
        (placement, palette): (&Placement, &Palette),
        link: &mut dyn FnMut(&str) -> Option<String>,
    ) {
        let spacing = placement.centipoints(self.spacing).clamp(-400_000, 400_000);
        let tag = xml
            .tag(name)
            .attr("lang", language)
            // 1 pt to 4,000 pt.
            .num("sz", placement.centipoints(self.size).clamp(100, 400_000))
            .attr("b", if self.bold { "1" } else { "0" })
            .attr("i", if self.italic { "1" } else { "0" });
        let tag = if spacing == 0 { tag } else { tag.num("spc", spacing) };
        tag.attr("dirty", "0").open();
        palette.fill(xml, self.colour);
        if let Some(family) = self.family {
            xml.tag("a:ea").attr("typeface", family).empty();
            xml.tag("a:cs").attr("typeface", family).empty();
        }
        if let Some(id) = self.href.and_then(link) {
            xml.tag("a:hlinkClick").attr("r:id", &id).open();
            xml.open("a:extLst");
            // Links keep the colour of their text (Office 2019 and later).
            xml.tag("a:ext")
                .attr("uri", "{A12FA001-AC4F-418D-AE19-62706E023703}")
                .open();
            xml.tag("ahyp:hlinkClr")
                .attr(
                    "xmlns:ahyp",
                    "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor",
                )
                .attr("val", "tx")
                .empty();
            xml.close();
            xml.close();
            xml.close();
        }
        xml.close();
    }
}

impl<'a> Paragraph<'a> {
    fn any_look(&self) -> Option<&Look<'a>> {
        self.pieces.first().map(|piece| &piece.look).or(self.look.as_ref())
    }
}

/// Whether the second paragraph goes on in the line where the first ends.
fn new_line_is_old(old: &Paragraph<'_>, new: &Paragraph<'_>) -> bool {
    (old.last - new.first).abs() < 0.6 && new.left > old.left && !new.pieces.is_empty() && !old.pieces.is_empty()
}

/// The paragraphs of one text box.
fn read<'a>(text: &'a Text<'a>, fonts: &'a FontSet, family: &str) -> Vec<Paragraph<'a>> {
    let source: &'a str = &text.source.source;
    let runs = looks(text, fonts, family);
    let rect = text.rect();
    let pitch = pitch(text);
    let mut lines = text.source.lines.iter().peekable();
    let mut paragraphs: Vec<Paragraph<'a>> = Vec::new();
    let mut start = 0;
    for shown in source.split('\n') {
        let end = start + shown.len();
        // The lines of this paragraph: the next one, and all that follow and begin within it.
        let mut own = Vec::new();
        while let Some(line) = lines.peek() {
            let begin = line.runs.iter().map(|run| run.range.start as usize).min();
            let is_own = match begin {
                Some(begin) => begin < end.max(start + 1),
                None => own.is_empty(),
            };
            if !is_own {
                break;
            }
            own.extend(lines.next());
        }
        let bullet = shown.starts_with(BULLET);
        let body = if bullet { start + BULLET.len() } else { start };
        // Where the text stands, without its bullet.
        let spans: Vec<(f64, f64)> = own
            .iter()
            .filter_map(|line| {
                let edges = line.runs.iter().filter(|run| run.range.start as usize >= body);
                edges
                    .map(|run| (text.point(run.x, 0.0).x, text.point(run.x + run.advance, 0.0).x))
                    .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            })
            .collect();
        let rtl = is_rtl(shown);
        let fallback = paragraphs.last().map_or(rect.y0, |p: &Paragraph<'_>| p.last) + pitch;
        let baseline = |line: &&journey_scene::Line| text.point(0.0, line.baseline).y;
        let (left, indent, align) = stance(&spans, rect, bullet, rtl);
        paragraphs.push(Paragraph {
            pieces: pieces(source, body..end, &runs),
            look: runs.first().map(|(_, look)| look.clone()),
            bullet,
            rtl,
            align,
            left,
            indent,
            pitch,
            first: own.first().map_or(fallback, baseline),
            last: own.last().map_or(fallback, baseline),
        });
        start = end + 1;
    }
    paragraphs
}

/// Left edge, room for the bullet, and alignment of lines in their box.
fn stance(spans: &[(f64, f64)], rect: Rect, bullet: bool, rtl: bool) -> (f64, f64, Align) {
    if bullet {
        let left = spans.iter().map(|span| span.0).fold(f64::MAX, f64::min);
        let right = spans.iter().map(|span| span.1).fold(f64::MIN, f64::max);
        return if spans.is_empty() {
            (rect.x0, 0.0, Align::Left)
        } else if rtl {
            (rect.x0, (rect.x1 - right).max(0.0), Align::Right)
        } else {
            (left, (left - rect.x0).max(0.0), Align::Left)
        };
    }
    let all = |test: &dyn Fn(f64, f64) -> bool| spans.iter().all(|(l, r)| test(l - rect.x0, rect.x1 - r));
    let align = if spans.is_empty() {
        if rtl { Align::Right } else { Align::Left }
    } else if all(&|l, _| l.abs() < 0.6) && !rtl {
        Align::Left
    } else if all(&|_, r| r.abs() < 0.6) {
        Align::Right
    } else if all(&|l, r| (l - r).abs() < 1.2) {
        Align::Middle
    } else if rtl {
        Align::Right
    } else {
        Align::Left
    };
    (rect.x0, 0.0, align)
}

/// px of the scene from baseline to baseline.
fn pitch(text: &Text<'_>) -> f64 {
    let lines = &text.source.lines;
    let steps = lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline);
    let least = steps.filter(|step| *step > 0.5).fold(f64::MAX, f64::min);
    let own = if least < f64::MAX {
        least
    } else {
        text.source.rect.height() / lines.len().max(1) as f64
    };
    own * text.scale
}

/// Where each look begins in the source, in logical order.
fn looks<'a>(text: &'a Text<'a>, fonts: &'a FontSet, family: &str) -> Vec<(usize, Look<'a>)> {
    let mut looks: Vec<(usize, Look<'a>)> = Vec::new();
    for line in &text.source.lines {
        for run in &line.runs {
            let face = fonts.face(run.font);
            let other = face.filter(|face| !face.colour && face.family != family);
            let middle: Point = text.point(run.x + run.advance / 2.0, line.baseline);
            let href = text
                .links
                .iter()
                .filter(|_| run.underline)
                .find(|(area, _)| area.inflate(0.5, 0.5).contains(middle))
                .map(|(_, href)| *href);
            let look = Look {
                family: other.map(|face| face.family.as_str()),
                size: f64::from(run.size) * text.scale,
                bold: run.embolden || face.is_some_and(|face| face.weight >= 600),
                italic: run.oblique || face.is_some_and(|face| face.italic),
                colour: run.colour,
                spacing: f64::from(run.letter_spacing) * text.scale,
                href,
            };
            looks.push((run.range.start as usize, look));
        }
    }
    looks.sort_by_key(|(start, _)| *start);
    looks
}

/// The range of the source cut where the look changes; what no run shows (spaces at the ends of lines) looks
/// like what stands before it.
fn pieces<'a>(source: &'a str, range: std::ops::Range<usize>, looks: &[(usize, Look<'a>)]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let current = looks.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let Some((_, look)) = looks.get(current) else {
            return pieces;
        };
        let next = looks[current..]
            .iter()
            .find(|(at, other)| *at > start && (other != look || *at >= range.end))
            .map_or(range.end, |(at, _)| (*at).min(range.end));
        if let Some(text) = source.get(start..next) {
            pieces.push(Piece {
                text,
                look: look.clone(),
            });
        }
        start = next;
    }
    pieces
}

/// Whether a paragraph reads from the right: its first strong character is of a script that does
/// (Unicode Standard Annex 9, P2; blocks Hebrew to Arabic Extended-A, presentation forms, and the
/// right-to-left planes).
fn is_rtl(text: &str) -> bool {
    let is_right = |c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_tells_the_direction() {
        assert!(is_rtl("… שלום world"));
        assert!(is_rtl("123 مرحبا"));
        assert!(!is_rtl("Hello שלום"));
        assert!(!is_rtl("123"));
    }

    #[test]
    fn lines_tell_how_they_are_aligned() {
        let rect = Rect::new(10.0, 0.0, 110.0, 40.0);
        let align = |spans: &[(f64, f64)]| stance(spans, rect, false, false).2;
        assert_eq!(align(&[(10.0, 100.0), (10.0, 60.0)]), Align::Left);
        assert_eq!(align(&[(20.0, 100.0), (40.0, 80.0)]), Align::Middle);
        assert_eq!(align(&[(20.0, 110.0), (70.0, 110.0)]), Align::Right);
        // A line that fills its box says nothing.
        assert_eq!(align(&[(10.0, 110.0)]), Align::Left);
        assert_eq!(stance(&[(26.0, 90.0)], rect, true, false), (26.0, 16.0, Align::Left));
    }
}
