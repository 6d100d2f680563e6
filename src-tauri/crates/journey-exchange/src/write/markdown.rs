//! Markdown (CommonMark): the map as an outline that reads as a document and can be read back.
//!
//! Headings: the map (1), its parts (2: Personas, Lanes, Journey, Links, Notes), stages (3), steps (4)
//! and, in each step, the lanes that say something there (5). A card is an item of a list; what it says
//! besides its text follows as items below it, each with a bold name.

use std::fmt::Write as _;

use journey_model::{Card, Document, LaneKind, LinkEnd, LinkKind, Persona, Score};

use super::Written;
use super::arranged::{Arranged, card_text, channel_title, key_words, lane_title, one_line, signed};
use super::inline::{plain, rich};
use super::loss::{Aspect, report};

/// What Markdown cannot hold, or we do not put into it.
const LACKS: &[Aspect] = &[
    Aspect::Spans,
    Aspect::Colours,
    Aspect::Symbols,
    Aspect::Pictures,
    Aspect::NotePlaces,
    Aspect::Sizes,
];

/// Writes the map as a Markdown document.
pub fn markdown(document: &Document) -> Written {
    let map = Arranged::of(document);
    let mut text = Text::default();
    about(&mut text, &map);
    let personas = document.ordered_personas();
    if !personas.is_empty() {
        text.heading(2, "Personas");
        personas.iter().for_each(|persona| of_persona(&mut text, persona));
    }
    lanes(&mut text, &map);
    text.heading(2, "Journey");
    for (number, columns) in map.stages.iter().enumerate() {
        text.heading(3, &plain(&map.stage_title(number)));
        if !columns.stage.goal.trim().is_empty() {
            text.paragraph(&format!("**Goal:** {}", plain(&columns.stage.goal)));
        }
        for (i, step) in columns.steps.iter().enumerate() {
            text.heading(4, &plain(&map.step_title(columns.first + i)));
            for lane in &map.lanes {
                let (cards, scores) = (map.cards_in(lane, step), map.scores_at(lane, step));
                if cards.is_empty() && scores.is_empty() {
                    continue;
                }
                text.heading(5, &plain(&lane_title(lane)));
                cards.iter().for_each(|card| of_card(&mut text, card));
                scores.iter().for_each(|score| of_score(&mut text, &map, score));
            }
        }
    }
    links(&mut text, &map);
    if !document.notes.is_empty() {
        text.heading(2, "Notes");
        document.notes.values().for_each(|note| text.item(&note.text));
    }
    Written {
        bytes: text.0.into_bytes(),
        report: report(&map, LACKS),
    }
}

/// The document so far. Blocks are divided by an empty line, items of one list are not.
#[derive(Default)]
struct Text(String);

impl Text {
    fn apart(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.apart();
        let _ = writeln!(self.0, "{} {title}\n", "#".repeat(level));
        // The empty line is already there for what follows.
        self.0.pop();
    }

    fn paragraph(&mut self, text: &str) {
        self.apart();
        let _ = writeln!(self.0, "{text}");
    }

    /// Begins a list after a heading or paragraph.
    fn list(&mut self) {
        let in_list = self
            .0
            .lines()
            .last()
            .is_some_and(|line| line.trim_start().starts_with('-'));
        let continued = self.0.lines().last().is_some_and(|line| line.starts_with(' '));
        if !in_list && !continued {
            self.apart();
        }
    }

    /// An item of card text, its own lines and bullets within it.
    fn item(&mut self, source: &str) {
        self.list();
        let mut lines = rich(source).into_iter();
        match lines.next() {
            Some(first) => {
                let _ = writeln!(self.0, "- {first}");
            }
            None => self.0.push_str("-\n"),
        }
        for line in lines {
            match line.as_str() {
                "" => self.0.push('\n'),
                line => {
                    let _ = writeln!(self.0, "  {line}");
                }
            }
        }
    }

    /// `- **Name:** value`, where there is a value.
    fn field(&mut self, indent: usize, name: &str, value: &str) {
        let value = plain(value);
        if value.is_empty() {
            return;
        }
        if indent == 0 {
            self.list();
        }
        let _ = writeln!(self.0, "{}- **{name}:** {value}", " ".repeat(indent));
    }

    /// `- **Name**`, where it is so.
    fn mark(&mut self, indent: usize, name: &str, is_so: bool) {
        if is_so {
            let _ = writeln!(self.0, "{}- **{name}**", " ".repeat(indent));
        }
    }
}

fn about(text: &mut Text, map: &Arranged) {
    let about = &map.document.map;
    text.heading(1, &plain(&about.title));
    if !about.subtitle.trim().is_empty() {
        text.paragraph(&plain(&about.subtitle));
    }
    let objective = &about.objective;
    text.field(0, "State", about.state.key());
    text.field(0, "Language", &about.language);
    text.field(0, "Purpose", &objective.purpose);
    text.field(0, "Success measure", &objective.success_measure);
    text.field(0, "Scope", &objective.scope);
    text.field(0, "End goal", &objective.end_goal);
    text.field(0, "Tags", &crate::cell::list_text(&about.tags));
    text.field(0, "Begun on", about.created_on.as_ref().map_or("", |day| &day.0));
    if let Some(review) = &about.review {
        text.field(0, "Last review", review.last.as_ref().map_or("", |day| &day.0));
        text.field(0, "Next review", review.next.as_ref().map_or("", |day| &day.0));
        let months = review.cycle_months.map(|months| months.to_string());
        text.field(0, "Review cycle (months)", &months.unwrap_or_default());
    }
    if !map.scores().is_empty() {
        text.field(0, "Emotion scale", "−2 (worst) to +2 (best)");
    }
}

fn of_persona(text: &mut Text, persona: &Persona) {
    text.heading(3, &plain(&persona.name));
    if persona.primary {
        text.list();
    }
    text.mark(0, "Primary", persona.primary);
    text.field(0, "Role", &persona.role);
    text.field(0, "Quote", &persona.quote);
    text.field(0, "Demographics", &persona.demographics);
    text.field(0, "Psychographics", &persona.psychographics);
    let channels: Vec<String> = persona
        .preferred_channels
        .iter()
        .map(|key| channel_title(key).to_owned())
        .collect();
    for (name, list) in [
        ("Goals", &persona.goals),
        ("Motivations", &persona.motivations),
        ("Frustrations", &persona.frustrations),
        ("Behaviours", &persona.behaviours),
        ("Preferred channels", &channels),
        ("Sources", &persona.sources),
    ] {
        if list.is_empty() {
            continue;
        }
        text.list();
        let _ = writeln!(text.0, "- **{name}:**");
        for entry in list {
            let _ = writeln!(text.0, "  - {}", plain(entry));
        }
    }
    let day = persona.last_validated.as_ref().map_or("", |day| &day.0);
    text.field(0, "Last validated", day);
}

/// All lanes in order with their kinds, since a step shows only those that say something there.
fn lanes(text: &mut Text, map: &Arranged) {
    text.heading(2, "Lanes");
    for lane in &map.lanes {
        text.list();
        let (title, kind) = (lane_title(lane), lane.kind.default_title());
        let _ = write!(text.0, "- **{}**", plain(&title));
        // A title that says it already needs no kind.
        if title != kind {
            let _ = write!(text.0, " ({kind})");
        }
        let caption = plain(&lane.caption);
        if !caption.is_empty() {
            let _ = write!(text.0, ": {caption}");
        }
        text.0.push('\n');
    }
}

fn of_card(text: &mut Text, card: &Card) {
    text.item(&card.text);
    text.mark(2, "Moment of truth", card.moment_of_truth);
    text.field(2, "Severity", card.severity.map_or("", |severity| severity.key()));
    text.field(2, "Evidence", card.evidence.map_or("", |evidence| evidence.key()));
    text.field(2, "Source", &card.source);
    text.field(2, "Owner", &card.owner);
    text.field(2, "Tags", &crate::cell::list_text(&card.tags));
    text.field(2, "Address", &card.address);
    if let Some(touchpoint) = &card.touchpoint {
        text.field(2, "Channel", channel_title(&touchpoint.channel));
        text.field(2, "Category", touchpoint.category.map_or("", |category| category.key()));
        text.field(2, "Presence", touchpoint.presence.map_or("", |presence| presence.key()));
        text.field(
            2,
            "Control",
            &touchpoint
                .control
                .map_or(String::new(), |control| key_words(control.key())),
        );
        text.field(2, "Customer action", &touchpoint.action);
        text.field(2, "Result", &touchpoint.result);
        text.field(2, "Alternative", &touchpoint.alternative);
    }
    if let Some(figure) = &card.measurement {
        text.field(2, "Value", &figure.value);
        text.field(2, "Unit", &figure.unit);
        text.field(2, "Target", &figure.target);
        text.field(2, "Measured on", figure.measured_on.as_ref().map_or("", |day| &day.0));
    }
}

/// `- **+1.5** Hopeful`.
fn of_score(text: &mut Text, map: &Arranged, score: &Score) {
    text.list();
    let line = format!("- **{}** {}", signed(score.tenths), plain(&score.word));
    let _ = writeln!(text.0, "{}", line.trim_end());
    text.mark(2, "Moment of truth", score.moment_of_truth);
    let name = score.persona.as_ref().map(|id| map.persona_name(id));
    text.field(2, "Persona", name.unwrap_or_default());
    text.field(2, "Note", &score.note);
}

fn links(text: &mut Text, map: &Arranged) {
    let document = map.document;
    if document.links.is_empty() {
        return;
    }
    let end = |end: &LinkEnd| match end {
        LinkEnd::Card(id) => document
            .cards
            .get(id)
            .map(|card| one_line(&card_text(card)))
            .unwrap_or_default(),
        LinkEnd::Step(id) => {
            let number = map.steps.iter().position(|step| step.id == *id);
            number.map(|number| map.step_title(number)).unwrap_or_default()
        }
    };
    text.heading(2, "Links");
    for link in document.links.values() {
        let verb = match link.kind {
            LinkKind::Flow => "leads to",
            LinkKind::LoopBack => "leads back to",
            // Drawn from either side: the pain point is what is solved.
            LinkKind::Solves if is_pain(document, &link.from) => "is solved by",
            LinkKind::Solves => "solves",
            LinkKind::Evidence => "is evidence for",
        };
        text.list();
        let _ = write!(
            text.0,
            "- “{}” *{verb}* “{}”",
            plain(&end(&link.from)),
            plain(&end(&link.to))
        );
        let label = plain(&link.label);
        if !label.is_empty() {
            let _ = write!(text.0, ": {label}");
        }
        text.0.push('\n');
    }
}

fn is_pain(document: &Document, end: &LinkEnd) -> bool {
    let LinkEnd::Card(id) = end else { return false };
    let lane = document.cards.get(id).and_then(|card| document.lanes.get(&card.lane));
    lane.is_some_and(|lane| lane.kind == LaneKind::PainPoints)
}

#[cfg(test)]
mod tests {
    use journey_model::sample::sample;
    use journey_model::{Severity, Touchpoint};

    use super::*;

    #[test]
    fn the_outline_reads_as_a_document() {
        let mut document = sample(1, 1, 1, 1);
        document.map.title = "A *map*".into();
        let card = document.cards.get_mut("card_1_1_1").unwrap();
        card.text = "# Waits\n- **long**\n- 1 < 2".into();
        card.severity = Some(Severity::High);
        card.tags = vec!["a;b".into(), "c".into()];
        card.evidence = None;
        card.touchpoint = Some(Touchpoint {
            channel: "liveChat".into(),
            ..Touchpoint::default()
        });
        let score = document.scores.values_mut().next().unwrap();
        (score.tenths, score.word) = (-12, "Uneasy".into());
        let written = markdown(&document);
        let text = String::from_utf8(written.bytes).unwrap();
        let journey = &text[text.find("## Journey").unwrap()..];
        assert_eq!(
            journey,
            "## Journey\n\n### Awareness\n\n#### Step 1\n\n##### Actions\n\n- \\# Waits\n  - **long**\n  - 1 \\< 2\n  - \
             **Severity:** high\n  - **Tags:** a\\\\;b; c\n  - **Channel:** Live chat\n\n##### Emotion\n\n- **−1.2** \
             Uneasy\n  - **Persona:** Sam Sample\n"
        );
        assert!(text.starts_with("# A \\*map\\*\n\n- **State:** current\n"), "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}
