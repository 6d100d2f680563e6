//! The map as text in HTML.

use std::fmt::Write as _;

use journey_model::text::is_address;
use journey_model::{Card, Evidence, MapState, Persona, Score, Severity};

use crate::write::arranged::{Arranged, channel_title, lane_title, signed, title_without_text};
use crate::write::rich_html::{escaped, rich_html};

/// Title, objective, personas, then stage by stage. What search should find has the id of its node in
/// the picture as `data-id`.
pub(super) fn reading(map: &Arranged) -> String {
    let document = map.document;
    let mut html = Html::default();
    let about = &document.map;
    html.line("h2", "", &escaped(&about.title));
    html.said("p", " class=\"lead\"", &about.subtitle);
    let state = match about.state {
        MapState::Current => "Current state",
        MapState::Future => "Future state",
        MapState::Ideal => "Ideal state",
        MapState::Research => "Research",
    };
    let objective = &about.objective;
    html.fields(&[
        ("Shows", state),
        ("Purpose", &objective.purpose),
        ("Success measure", &objective.success_measure),
        ("Scope", &objective.scope),
        ("End goal", &objective.end_goal),
        ("Tags", &about.tags.join(", ")),
    ]);
    let personas = document.ordered_personas();
    if !personas.is_empty() {
        html.line("h3", "", "Personas");
        personas.iter().for_each(|persona| html.persona(persona));
    }
    for (number, columns) in map.stages.iter().enumerate() {
        html.0.push_str("<section>\n");
        let id = escaped(columns.stage.id.as_str());
        html.line("h3", &format!(" data-id=\"{id}\""), &escaped(&map.stage_title(number)));
        html.said("p", " class=\"lead\"", &columns.stage.goal);
        for (i, step) in columns.steps.iter().enumerate() {
            let id = escaped(step.id.as_str());
            let title = escaped(&map.step_title(columns.first + i));
            html.line("h4", &format!(" data-id=\"{id}\""), &title);
            for lane in &map.lanes {
                let (cards, scores) = (map.cards_in(lane, step), map.scores_at(lane, step));
                if cards.is_empty() && scores.is_empty() {
                    continue;
                }
                html.line("h5", "", &escaped(&lane_title(lane)));
                html.0.push_str("<ul>\n");
                cards.iter().for_each(|card| html.card(card));
                scores.iter().for_each(|score| html.score(map, score));
                html.0.push_str("</ul>\n");
            }
        }
        html.0.push_str("</section>\n");
    }
    if !document.notes.is_empty() {
        html.line("h3", "", "Notes");
        html.0.push_str("<ul>\n");
        for note in document.notes.values() {
            let id = escaped(note.id.as_str());
            html.line("li", &format!(" data-id=\"{id}\""), &rich_html(&note.text, false));
        }
        html.0.push_str("</ul>\n");
    }
    html.0
}

#[derive(Default)]
struct Html(String);

impl Html {
    /// An element; `inner` is HTML.
    fn line(&mut self, tag: &str, attributes: &str, inner: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "<{tag}{attributes}>{inner}</{tag}>");
    }

    /// An element with a text, where there is one.
    fn said(&mut self, tag: &str, attributes: &str, text: &str) {
        if !text.trim().is_empty() {
            self.line(tag, attributes, &escaped(text.trim()));
        }
    }

    /// Names and values, those that say something.
    fn fields(&mut self, fields: &[(&str, &str)]) {
        if fields.iter().all(|(_, value)| value.trim().is_empty()) {
            return;
        }
        self.0.push_str("<dl>\n");
        for (name, value) in fields {
            if !value.trim().is_empty() {
                let _ = writeln!(self.0, "<dt>{name}</dt><dd>{}</dd>", escaped(value.trim()));
            }
        }
        self.0.push_str("</dl>\n");
    }

    fn persona(&mut self, persona: &Persona) {
        let id = escaped(persona.id.as_str());
        let _ = writeln!(self.0, "<section data-id=\"{id}\">");
        self.line("h4", "", &escaped(&persona.name));
        self.said("p", " class=\"lead\"", &persona.role);
        if !persona.quote.trim().is_empty() {
            self.line("p", "", &format!("“{}”", escaped(persona.quote.trim())));
        }
        let channels: Vec<&str> = persona
            .preferred_channels
            .iter()
            .map(|key| channel_title(key))
            .collect();
        self.fields(&[
            ("Demographics", &persona.demographics),
            ("Psychographics", &persona.psychographics),
            ("Goals", &persona.goals.join("; ")),
            ("Motivations", &persona.motivations.join("; ")),
            ("Frustrations", &persona.frustrations.join("; ")),
            ("Behaviours", &persona.behaviours.join("; ")),
            ("Preferred channels", &channels.join(", ")),
            ("Sources", &persona.sources.join("; ")),
        ]);
        self.0.push_str("</section>\n");
    }

    fn card(&mut self, card: &Card) {
        let mut inner = match card.text.trim() {
            "" => escaped(&title_without_text(card)),
            text => rich_html(text, false),
        };
        let aside = aside(card);
        if !aside.is_empty() {
            let _ = write!(inner, "<p class=\"aside\">{aside}</p>");
        }
        self.line("li", &format!(" data-id=\"{}\"", escaped(card.id.as_str())), &inner);
    }

    fn score(&mut self, map: &Arranged, score: &Score) {
        let mut inner = format!(
            "{} <strong>{}</strong>",
            signed(score.tenths),
            escaped(score.word.trim())
        );
        if let Some(persona) = score.persona.as_ref().filter(|_| map.document.personas.len() > 1) {
            let _ = write!(inner, " ({})", escaped(map.persona_name(persona)));
        }
        if score.moment_of_truth {
            inner.push_str(" – moment of truth");
        }
        if !score.note.trim().is_empty() {
            let _ = write!(inner, "<p class=\"aside\">{}</p>", escaped(score.note.trim()));
        }
        self.line("li", &format!(" data-id=\"{}\"", escaped(score.id.as_str())), &inner);
    }
}

/// What a card says besides its text, in one line of HTML.
fn aside(card: &Card) -> String {
    let mut parts: Vec<String> = Vec::new();
    if card.moment_of_truth {
        parts.push("Moment of truth".into());
    }
    if let Some(severity) = card.severity {
        let words = match severity {
            Severity::Low => "Low severity",
            Severity::Medium => "Medium severity",
            Severity::High => "High severity",
        };
        parts.push(words.into());
    }
    if let Some(evidence) = card.evidence {
        let word = match evidence {
            Evidence::Observed => "Observed",
            Evidence::Assumed => "Assumed",
            Evidence::Proposed => "Proposed",
        };
        parts.push(match card.source.trim() {
            "" => word.into(),
            source => format!("{word}: {}", escaped(source)),
        });
    } else if !card.source.trim().is_empty() {
        parts.push(format!("Source: {}", escaped(card.source.trim())));
    }
    let mut field = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            parts.push(format!("{name}: {}", escaped(text.trim())));
        }
    };
    if let Some(touchpoint) = &card.touchpoint {
        if !card.text.trim().is_empty() {
            field("Channel", channel_title(&touchpoint.channel));
        }
        field("Customer action", &touchpoint.action);
        field("Result", &touchpoint.result);
        field("Alternative", &touchpoint.alternative);
    }
    if let Some(figure) = &card.measurement {
        if !card.text.trim().is_empty() {
            field("Value", &[figure.value.trim(), figure.unit.trim()].join(" "));
        }
        field("Target", &figure.target);
        field("Measured on", figure.measured_on.as_ref().map_or("", |day| &day.0));
    }
    field("Owner", &card.owner);
    field("Tags", &card.tags.join(", "));
    let address = card.address.trim();
    if is_address(address) {
        let address = escaped(address);
        parts.push(format!("<a href=\"{address}\" rel=\"noreferrer\">{address}</a>"));
    } else if !address.is_empty() {
        parts.push(escaped(address));
    }
    parts.join(" · ")
}
