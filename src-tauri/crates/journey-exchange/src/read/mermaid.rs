//! Mermaid's user journeys (`journey`): sections are stages, tasks are steps, scores are emotion points
//! of the actors.
//!
//! Read as Mermaid's own grammar does (`journey.jison` of mermaid 11): keywords in any case, `%%` and `#`
//! begin comments, `#name;` and `#35;` are letters. A task's score is any number; 1 to 5 are drawn from
//! -2 to 2.

use journey_model::{LaneKind, StageId};

use super::error::{ReadError, line, line_of, quoted};
use super::figure::Scale;
use super::sketch::{Sketch, lines, one_line};
use crate::{Level, Place};

const SCALE: Scale = Scale {
    from: 1.0,
    to: 5.0,
    certain: true,
};

/// Whether a text is a journey of Mermaid: its first statement says so.
pub(super) fn is_journey(text: &str) -> bool {
    Lines::of(text)
        .find(|statement| !statement.text.is_empty())
        .is_some_and(|first| is_header(&first.text))
}

fn is_header(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.eq_ignore_ascii_case("journey")
}

/// Draws the journey.
pub(super) fn draw(text: &str, sketch: &mut Sketch) -> Result<(), ReadError> {
    if let Some(title) = front_title(text) {
        sketch.document.map.title = one_line(&decoded(title), None)?;
    }
    let mut statements = Lines::of(text);
    let header = statements.find(|statement| !statement.text.is_empty());
    match header {
        Some(first) if is_header(&first.text) => {}
        found => {
            let place = found.map(|found| found.place()).unwrap_or_else(|| line(1, None));
            return Err(ReadError::broken(
                Some(place),
                "no journey begins here",
                "begin it with the word `journey`",
            ));
        }
    }
    let lane = sketch.lane(LaneKind::Emotion, LaneKind::Emotion.default_title(), None)?;
    let mut stage: Option<StageId> = None;
    // What is between braces over several lines.
    let mut description: Option<(Place, String)> = None;
    for statement in statements {
        if let Some((place, told)) = &mut description {
            let (text, ends) = match statement.raw.split_once('}') {
                Some((text, _)) => (text, true),
                None => (statement.raw, false),
            };
            told.push('\n');
            told.push_str(text);
            if ends {
                sketch.document.map.objective.purpose = lines(&decoded(told), Some(place))?;
                description = None;
            }
            continue;
        }
        if statement.text.is_empty() {
            continue;
        }
        let place = statement.place();
        let said = |keyword: &str| keyword_of(&statement.text, keyword);
        if let Some(title) = said("title") {
            sketch.document.map.title = one_line(&decoded(title), Some(&place))?;
        } else if let Some(title) = said("accTitle").and_then(|rest| rest.trim_start().strip_prefix(':')) {
            if sketch.document.map.title.is_empty() {
                sketch.document.map.title = one_line(&decoded(title), Some(&place))?;
            }
        } else if let Some(told) = said("accDescr") {
            match told.trim_start().split_at_checked(1) {
                Some((":", told)) => sketch.document.map.objective.purpose = lines(&decoded(told), Some(&place))?,
                Some(("{", told)) => match told.split_once('}') {
                    Some((told, _)) => sketch.document.map.objective.purpose = lines(&decoded(told), Some(&place))?,
                    None => description = Some((place, told.to_owned())),
                },
                _ => {
                    let remedy = "put a colon or braces behind `accDescr`";
                    return Err(ReadError::broken(Some(place), "a description without a text", remedy));
                }
            }
        } else if let Some(title) = said("section") {
            stage = Some(sketch.stage(&decoded(title), Some(&place))?);
        } else {
            let id = match &stage {
                Some(stage) => stage.clone(),
                None => {
                    sketch.remark(
                        Level::Guessed,
                        "sections",
                        "tasks before any section are in a stage without a title",
                        Some(place),
                    );
                    stage.insert(sketch.stage("", None)?).clone()
                }
            };
            task(&statement, &id, &lane, sketch)?;
        }
    }
    match description {
        Some((place, _)) => Err(ReadError::broken(
            Some(place),
            "a brace opens here that nothing closes",
            "close it with }",
        )),
        None => Ok(()),
    }
}

/// `Name: score: actor, actor`.
fn task(
    statement: &Statement,
    stage: &StageId,
    lane: &journey_model::LaneId,
    sketch: &mut Sketch,
) -> Result<(), ReadError> {
    let place = statement.place();
    let mut parts = statement.text.split(':');
    let name = decoded(parts.next().unwrap_or_default());
    let Some(said) = parts.next() else {
        return Err(ReadError::broken(
            Some(place),
            format!("{} is no statement of a journey", quoted(&name)),
            "write a task as `Name: 3: Who`, and a stage as `section Name`",
        ));
    };
    if name.trim().is_empty() {
        return Err(ReadError::broken(
            Some(place),
            "a task without a name",
            "write it as `Name: 3: Who`",
        ));
    }
    let step = sketch.step(stage, &name, Some(&place))?;
    let said = said.trim();
    let score = said.parse::<f64>().ok().filter(|score| score.is_finite());
    let Some(score) = score else {
        let what = format!("{} is no score of a task", quoted(said));
        sketch.remark(Level::LeftOut, "scores", what, Some(place));
        return Ok(());
    };
    if !(1.0..=5.0).contains(&score) {
        let what = format!("score {score} lies outside of 1 to 5 and was drawn at its end");
        sketch.remark(Level::Guessed, "scores outside", what, Some(place.clone()));
    }
    let actors = parts.next().unwrap_or_default();
    let actors: Vec<String> = actors
        .split(',')
        .map(|actor| decoded(actor.trim()))
        .filter(|actor| !actor.is_empty())
        .collect();
    let tenths = SCALE.tenths(score);
    if actors.is_empty() {
        sketch.score(lane, &step, None, tenths, Some(&place))?;
    }
    for actor in actors {
        let persona = sketch.persona(&actor, Some(&place))?;
        sketch.score(lane, &step, Some(&persona), tenths, Some(&place))?;
    }
    if parts.next().is_some() {
        sketch.remark(
            Level::LeftOut,
            "parts of tasks",
            "what stands behind the actors of a task",
            Some(place),
        );
    }
    Ok(())
}

/// What follows a keyword and white space, or for the keywords of accessibility a colon or brace.
fn keyword_of<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(keyword.len())?;
    let goes_on = rest.starts_with(char::is_whitespace) || (keyword.starts_with("acc") && rest.starts_with([':', '{']));
    (head.eq_ignore_ascii_case(keyword) && goes_on).then_some(rest)
}

/// The title in the YAML before a diagram.
fn front_title(text: &str) -> Option<&str> {
    let front = text.trim_start().strip_prefix("---")?;
    let (front, _) = front.split_once("\n---")?;
    let title = front.lines().find_map(|line| line.strip_prefix("title:"))?;
    Some(title.trim().trim_matches(['"', '\'']))
}

/// A line of the text.
struct Statement<'a> {
    /// As it stands there.
    raw: &'a str,
    /// Without comments and white space around it.
    text: String,
    number: usize,
}

impl Statement<'_> {
    fn place(&self) -> Place {
        let indent = self.raw.chars().take_while(|c| c.is_whitespace()).count();
        line(self.number, Some(indent + 1))
    }
}

/// The lines of a diagram, with front matter, fences and directives made blank.
struct Lines<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    front: Front,
}

#[derive(PartialEq)]
enum Front {
    Before,
    Within,
    Behind,
    Directive,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            lines: text.lines().enumerate(),
            front: Front::Before,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Statement<'a>;

    fn next(&mut self) -> Option<Statement<'a>> {
        let (index, raw) = self.lines.next()?;
        let trimmed = raw.trim();
        let mut text = String::new();
        match self.front {
            Front::Before if trimmed == "---" => self.front = Front::Within,
            Front::Before if trimmed.is_empty() => {}
            Front::Within => {
                if trimmed == "---" {
                    self.front = Front::Behind;
                }
            }
            Front::Directive => {
                if trimmed.contains("}%%") {
                    self.front = Front::Behind;
                }
            }
            Front::Before | Front::Behind => {
                self.front = Front::Behind;
                if trimmed.starts_with("%%{") {
                    if !trimmed.contains("}%%") {
                        self.front = Front::Directive;
                    }
                } else if !trimmed.starts_with("```") && !trimmed.starts_with("~~~") {
                    text = without_comment(trimmed).trim().to_owned();
                }
            }
        }
        Some(Statement {
            raw,
            text,
            number: index + 1,
        })
    }
}

/// The text before a comment. `#name;` is a letter and begins none.
fn without_comment(text: &str) -> &str {
    let mut from = 0;
    while let Some(at) = text[from..].find(['#', '%']).map(|at| from + at) {
        match letter(&text[at..]) {
            Some((_, length)) => from = at + length,
            None if text[at..].starts_with('#') || text[at..].starts_with("%%") => return &text[..at],
            None => from = at + 1,
        }
    }
    text
}

/// A letter written as `#35;` or `#name;`, and the length of that in bytes.
fn letter(text: &str) -> Option<(char, usize)> {
    const NAMES: [(&str, char); 10] = [
        ("quot", '"'),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("semi", ';'),
        ("colon", ':'),
        ("num", '#'),
        ("comma", ','),
    ];
    let rest = text.strip_prefix('#')?;
    let name = &rest[..rest.bytes().take(9).position(|b| b == b';')?];
    let found = match name.parse::<u32>() {
        Ok(number) => char::from_u32(number)?,
        Err(_) => NAMES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((found, name.len() + 2))
}

fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        decoded.push_str(&rest[..at]);
        match letter(&rest[at..]) {
            Some((found, length)) => {
                decoded.push(found);
                rest = &rest[at + length..];
            }
            None => {
                decoded.push('#');
                rest = &rest[at + 1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The journey within a Markdown text: the inside of its first fence that says `mermaid`, with the
/// lines before it made blank so that places stay.
pub(super) fn fenced(text: &str) -> Option<String> {
    let at = text.match_indices("```mermaid").map(|(at, _)| at).find(|at| {
        let start = text[..*at].rfind('\n').map_or(0, |line| line + 1);
        text[start..*at].trim().is_empty()
    })?;
    let inside = &text[at..];
    let body = inside.split_once('\n').map_or("", |(_, body)| body);
    let body = body.find("```").map_or(body, |end| &body[..end]);
    let before = line_of(text, at).line.unwrap_or(1) as usize;
    let whole = "\n".repeat(before) + body;
    is_journey(&whole).then_some(whole)
}
