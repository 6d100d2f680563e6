//! Mermaid's `journey` diagram: stages as sections, steps as tasks with a score and actors.
//!
//! Grammar: `journey.jison` of Mermaid 11. `#` and `;` end every token, `:` ends the names of tasks and
//! sections, `%%` begins a comment, and a task may not begin with a keyword. All of these are written as
//! the entity codes that Mermaid turns back before it draws (`#35;` for `#`). The UI's tests let Mermaid
//! itself read and draw the references (ui/tests/browser/written_mermaid.test.ts).
//!
//! Scores: Mermaid has 1 to 5 where Waymark has -2 to +2, so -2 is 1, 0 is 3, +2 is 5, and what lies
//! between is rounded to the nearest, halves upwards.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use journey_model::{CardFamily, Document, Persona, Score, Step};

use crate::report::{Level, counted};

use super::Written;
use super::arranged::{Arranged, Curve, one_line};
use super::loss::{Aspect, report};

/// Words that mean something else at the beginning of a line.
const KEYWORDS: [&str; 5] = ["journey", "title", "section", "acctitle", "accdescr"];

/// Mermaid refuses longer texts (its `maxTextSize`, in UTF-16 units), unless a page allows more.
const DRAWN_LETTERS: usize = 50_000;

/// What Mermaid cannot hold.
const LACKS: &[Aspect] = &[
    Aspect::Cards,
    Aspect::Feelings,
    Aspect::ScoreNotes,
    Aspect::Links,
    Aspect::Notes,
    Aspect::PersonaDetails,
    Aspect::StageGoals,
    Aspect::About,
];

/// Writes the map as a Mermaid `journey` diagram.
///
/// A step's score is that of the chief persona in the first emotion lane; the mean of all personas where
/// nobody is chief. Its actors are the personas that have a score of their own there; where none has,
/// the chief persona, else all.
pub fn mermaid(document: &Document) -> Written {
    let map = Arranged::of(document);
    let lane = map.lanes.iter().find(|lane| lane.kind.family() == CardFamily::Curve);
    let curves = lane.map_or_else(Vec::new, |lane| map.curves(lane));
    let scores: Vec<Option<i32>> = (0..map.steps.len()).map(|step| tenths(&map, &curves, step)).collect();

    let mut text = String::from("journey\n");
    // Writing to a String cannot fail, here and below.
    let title = escaped(&document.map.title);
    if !title.is_empty() {
        let _ = writeln!(text, "    title {title}");
    }
    let purpose = escaped(&document.map.objective.purpose);
    if !purpose.is_empty() {
        let _ = writeln!(text, "    accDescr: {purpose}");
    }
    for (number, columns) in map.stages.iter().enumerate() {
        let _ = writeln!(text, "    section {}", escaped(&map.stage_title(number)));
        for (i, step) in columns.steps.iter().enumerate() {
            let at = columns.first + i;
            let _ = write!(
                text,
                "      {}: {}",
                task(&map.step_title(at)),
                out_of_five(scores[at].unwrap_or(0))
            );
            let actors = actors(&map, &curves, step, at);
            if !actors.is_empty() {
                let _ = write!(text, ": {}", actors.join(", "));
            }
            text.push('\n');
        }
    }

    let mut report = report(&map, LACKS);
    let steps = counted(map.steps.len(), "step", "steps");
    let stages = counted(map.stages.len(), "stage", "stages");
    report.items.insert(
        0,
        crate::Remark {
            level: Level::Understood,
            what: format!("{steps} in {stages}"),
            count: u32::try_from(map.steps.len()).unwrap_or(u32::MAX),
            place: None,
        },
    );
    let guess = |report: &mut crate::Report, count: usize, one: &str, many: &str| {
        if count > 0 {
            report.say(Level::Guessed, counted(count, one, many), count);
        }
    };
    let rounded = scores.iter().flatten().filter(|tenths| **tenths % 10 != 0).count();
    guess(
        &mut report,
        rounded,
        "score rounded to 1, 2, 3, 4 or 5",
        "scores rounded to 1, 2, 3, 4 or 5",
    );
    let silent = scores.iter().filter(|score| score.is_none()).count();
    guess(
        &mut report,
        silent,
        "step without a score, which stands in the middle (3)",
        "steps without a score, which stand in the middle (3)",
    );
    let untitled = map.steps.iter().filter(|step| step.title.trim().is_empty()).count();
    guess(
        &mut report,
        untitled,
        "step without a title, which is named by its number",
        "steps without a title, which are named by their numbers",
    );
    let titles: Vec<String> = (0..map.stages.len()).map(|stage| map.stage_title(stage)).collect();
    let alike = titles.windows(2).filter(|two| two[0] == two[1]).count();
    guess(
        &mut report,
        alike,
        "stage with the title of the one before it, which Mermaid draws as one section",
        "stages with the title of the one before them, which Mermaid draws as one section",
    );
    let letters = text.encode_utf16().count();
    if letters > DRAWN_LETTERS {
        let what =
            format!("{letters} letters, of which Mermaid draws {DRAWN_LETTERS} unless its maxTextSize is raised");
        report.say(Level::Guessed, what, 1);
    }
    let used = scores.iter().flatten().count();
    report.left_out(
        map.scores().len().saturating_sub(used),
        "further score",
        "further scores",
    );
    Written {
        bytes: text.into_bytes(),
        report,
    }
}

/// The score of a step in tenths: the chief persona's or everyone's, else the mean of all, rounded.
fn tenths(map: &Arranged, curves: &[Curve], step: usize) -> Option<i32> {
    let chief = map.document.chief_persona().map(|persona| &persona.id);
    let point = |curve: &Curve<'_>| curve.points[step].map(|score| i32::from(score.tenths));
    let own = curves
        .iter()
        .find(|curve| chief.is_some() && curve.persona.map(|persona| &persona.id) == chief);
    let everyone = curves.iter().find(|curve| curve.persona.is_none());
    if let Some(tenths) = own.and_then(point).or_else(|| everyone.and_then(point)) {
        return Some(tenths);
    }
    let points: Vec<i32> = curves.iter().filter_map(point).collect();
    let count = i32::try_from(points.len()).ok().filter(|count| *count > 0)?;
    let sum: i32 = points.iter().sum();
    // Rounded to the nearest tenth, halves upwards.
    Some((2 * sum + count).div_euclid(2 * count))
}

fn out_of_five(tenths: i32) -> i32 {
    (3 + (tenths + 5).div_euclid(10)).clamp(1, 5)
}

fn actors(map: &Arranged, curves: &[Curve], step: &Step, at: usize) -> Vec<String> {
    let has_own = |score: &Score| score.step == step.id;
    let feeling: BTreeSet<_> = curves
        .iter()
        .filter(|curve| curve.points[at].is_some_and(has_own))
        .filter_map(|curve| curve.persona.map(|persona| &persona.id))
        .collect();
    let personas = map.document.ordered_personas();
    let chief = map.document.chief_persona();
    let here = |persona: &&&Persona| match (feeling.is_empty(), chief) {
        (false, _) => feeling.contains(&persona.id),
        (true, Some(chief)) => persona.id == chief.id,
        (true, None) => true,
    };
    let names = personas.iter().filter(here).map(|persona| escaped(&persona.name));
    names.filter(|name| !name.is_empty()).collect()
}

/// A task's name, its first letter as a code where it begins with a keyword.
fn task(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut letters = title.chars();
    match letters.next() {
        Some(first) if KEYWORDS.iter().any(|word| lower.starts_with(word)) => {
            format!("#{};{}", u32::from(first), escaped(letters.as_str()))
        }
        _ => escaped(title),
    }
}

/// A text in one line, what means something to Mermaid as entity codes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            // Angle brackets too: `<br>` is a line break to Mermaid. A comma divides actors, braces
            // hold directives.
            '#' | ';' | ':' | '%' | '<' | '>' | ',' | '{' | '}' => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use journey_model::sample::sample;

    use super::*;

    #[test]
    fn scores_become_one_to_five() {
        let scores = [-20, -15, -14, -6, -5, 0, 4, 5, 14, 15, 20].map(out_of_five);
        assert_eq!(scores, [1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn names_cannot_break_the_grammar() {
        let mut document = sample(2, 1, 1, 1);
        document.map.title = "50 %% of #1; all: <br>".into();
        document.stages.get_mut("stage_1").unwrap().title = "Before: after".into();
        let step = |document: &mut Document, id: &str, title: &str| {
            document.steps.get_mut(id).unwrap().title = title.into();
        };
        step(&mut document, "step_1", "Journey begins; here");
        step(&mut document, "step_2", "");
        for persona in document.personas.values_mut() {
            persona.name = "Sam, the #1".into();
        }
        document.scores.values_mut().for_each(|score| score.tenths = -14);
        let written = mermaid(&document);
        assert_eq!(
            String::from_utf8(written.bytes).unwrap(),
            "journey\n    title 50 #37;#37; of #35;1#59; all#58; #60;br#62;\n    section Before#58; after\n      \
             #74;ourney begins#59; here: 2: Sam#44; the #35;1\n    section Consideration\n      Step 2: 2: \
             Sam#44; the #35;1\n"
        );
        let report = written.report.to_string();
        assert!(report.contains("guessed: 2 scores rounded"), "{report}");
        assert!(report.contains("guessed: 1 step without a title"), "{report}");
        assert!(report.contains("left out: 2 cards"), "{report}");
    }

    #[test]
    fn a_journey_that_mermaid_refuses_by_default_is_told() {
        let said = |stages: u16| mermaid(&sample(stages, 1, 1, 1)).report.to_string();
        assert!(!said(20).contains("maxTextSize"), "{}", said(20));
        assert!(
            said(2_000).contains("of which Mermaid draws 50000 unless"),
            "{}",
            said(2_000)
        );
    }

    #[test]
    fn without_scores_steps_stand_in_the_middle() {
        let mut document = sample(2, 1, 1, 1);
        document.scores.clear();
        document.personas.clear();
        let written = mermaid(&document);
        let text = String::from_utf8(written.bytes).unwrap();
        assert!(text.ends_with("      Step 2: 3\n"), "{text}");
        assert!(written.report.to_string().contains("2 steps without a score"));
    }

    #[test]
    fn stages_that_mermaid_takes_for_one_are_told() {
        let mut document = sample(3, 1, 1, 1);
        let said = |document: &Document| mermaid(document).report.to_string();
        assert!(!said(&document).contains("as one section"));
        for stage in document.stages.values_mut().take(2) {
            stage.title = "Again".into();
        }
        let report = said(&document);
        assert!(
            report.contains("1 stage with the title of the one before it"),
            "{report}"
        );
    }
}
