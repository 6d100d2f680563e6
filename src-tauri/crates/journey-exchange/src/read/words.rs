//! What words mean: lanes, vocabularies and feelings as people name them, in English and German.
//!
//! Words are compared [`folded`]: lower case, without accents and punctuation.

use journey_model::{Category, ChannelKind, Control, Evidence, LaneKind, Presence, Severity};

use crate::Column;

/// A text for comparing: lower case, letters and digits only, one space between words, accents off.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    // No name of a lane or a field is longer; a text is not folded to its end.
    for c in text.chars().take(200).flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            gap = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        match c {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => folded.push('a'),
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ü' | 'ú' | 'ù' | 'û' => folded.push('u'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ß' => folded.push_str("ss"),
            c => folded.push(c),
        }
    }
    folded
}

/// What a lane's name says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The name that Waymark itself gives.
    Own(LaneKind),
    /// A name that people give such lanes.
    Like(LaneKind),
}

impl Named {
    pub(super) fn kind(self) -> LaneKind {
        match self {
            Self::Own(kind) | Self::Like(kind) => kind,
        }
    }
}

/// Words that name a kind of lane, the more particular before the more general. A word of six and more
/// letters may stand anywhere in a name (“Kundenbedürfnisse”), a shorter one begins a word of it; one
/// with a space behind is a whole word.
const LANE_WORDS: &[(LaneKind, &[&str])] = &[
    (
        LaneKind::LineOfInternalInteraction,
        &["internal interaction", "interne interaktion", "internen interaktion"],
    ),
    (
        LaneKind::LineOfInteraction,
        &["line of interaction", "interaktionslinie", "linie der interaktion"],
    ),
    (
        LaneKind::LineOfVisibility,
        &["line of visibility", "sichtbarkeitslinie", "linie der sichtbarkeit"],
    ),
    (
        LaneKind::PainPoints,
        &[
            "pain",
            "problem",
            "frustration",
            "schmerz",
            "barrier",
            "hurde",
            "arger",
            "friction",
            "obstacle",
            "hindernis",
            "schwierig",
            "issue",
            "herausforderung",
            "challenge",
        ],
    ),
    (
        LaneKind::Opportunities,
        &[
            "opportunit",
            "chance",
            "potenzial",
            "potential",
            "verbesserung",
            "improvement",
            "how might we",
            "hmw ",
            "wie konnten wir",
        ],
    ),
    (LaneKind::Solutions, &["solution", "losung", "massnahme"]),
    (LaneKind::Ideas, &["idea", "idee"]),
    (
        LaneKind::Gains,
        &[
            "gain",
            "benefit",
            "nutzen",
            "delight",
            "vorteil",
            "highlight",
            "freude",
            "positive",
        ],
    ),
    (
        LaneKind::Emotion,
        &[
            "emotion",
            "feeling",
            "gefuhl",
            "stimmung",
            "sentiment",
            "mood",
            "satisfaction",
            "zufriedenheit",
            "fuhlt",
            "feels",
            "fuhlen",
        ],
    ),
    (
        LaneKind::TargetAction,
        &["target action", "zielhandlung", "zielaktion", "call to action", "cta "],
    ),
    (
        LaneKind::SupportProcesses,
        &["support process", "supporting process", "unterstutz", "supportprozess"],
    ),
    (
        LaneKind::Frontstage,
        &["frontstage", "front stage", "onstage", "vordergrund", "sichtbar"],
    ),
    (
        LaneKind::Backstage,
        &["backstage", "back stage", "hintergrund", "unsichtbar"],
    ),
    (
        LaneKind::Touchpoints,
        &[
            "touchpoint",
            "touch point",
            "kontaktpunkt",
            "beruhrungspunkt",
            "interaction",
        ],
    ),
    (LaneKind::Channels, &["channel", "kanal", "medium", "medien"]),
    (LaneKind::Quotes, &["quote", "zitat", "verbatim", "says"]),
    (LaneKind::Questions, &["question", "frage"]),
    (
        LaneKind::Thoughts,
        &["thought", "think", "gedanke", "denkt", "denken", "mindset"],
    ),
    (LaneKind::Expectations, &["expectation", "erwartung"]),
    (LaneKind::Needs, &["need", "bedurfnis", "bedarf", "wunsch", "wunsche"]),
    (LaneKind::Jobs, &["jobs ", "job ", "jtbd"]),
    (LaneKind::Motivations, &["motivation", "motive", "antrieb"]),
    (LaneKind::Goals, &["goal", "ziel", "objective"]),
    (
        LaneKind::Metrics,
        &[
            "metric",
            "kpi",
            "kennzahl",
            "messgrosse",
            "messwert",
            "measure",
            "nps ",
            "csat ",
            "key figure",
        ],
    ),
    (
        LaneKind::Policies,
        &["polic", "richtlinie", "regel", "rule", "vorschrift", "regulation"],
    ),
    (
        LaneKind::Owners,
        &[
            "owner",
            "responsib",
            "verantwort",
            "zustandig",
            "department",
            "abteilung",
            "team",
            "stakeholder",
        ],
    ),
    (
        LaneKind::Systems,
        &["system", "technolog", "software", "tool", "werkzeug", "anwendung"],
    ),
    (
        LaneKind::Documents,
        &[
            "document",
            "dokument",
            "artefa",
            "artifact",
            "physical evidence",
            "unterlage",
        ],
    ),
    (
        LaneKind::Storyboard,
        &["storyboard", "picture", "image", "bilder", "illustration"],
    ),
    (
        LaneKind::Actions,
        &[
            "action",
            "activit",
            "aktivitat",
            "handlung",
            "aktion",
            "doing",
            "does ",
            "tatigkeit",
            "behavio",
            "verhalten",
            "task",
            "aufgabe",
            "tut ",
        ],
    ),
    (LaneKind::Place, &["place", "location", "ort ", "standort", "where"]),
    (
        LaneKind::Text,
        &["note", "notiz", "comment", "kommentar", "description", "beschreibung"],
    ),
];

/// The kind of lane that a title names.
pub(super) fn lane_kind(title: &str) -> Option<Named> {
    let name = folded(title);
    if name.is_empty() {
        return None;
    }
    let own = |kind: &&LaneKind| folded(kind.default_title()) == name || kind.key().eq_ignore_ascii_case(title.trim());
    if let Some(kind) = LaneKind::ALL.iter().find(own) {
        return Some(Named::Own(*kind));
    }
    let padded = format!(" {name} ");
    let says = |word: &&str| match word.len() {
        6.. if !word.ends_with(' ') => padded.contains(*word),
        _ => padded.contains(&format!(" {word}")),
    };
    let (kind, _) = LANE_WORDS.iter().find(|(_, words)| words.iter().any(says))?;
    Some(Named::Like(*kind))
}

/// What stands in the corner or over the titles of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Stages,
    Steps,
    Lanes,
}

/// What a heading says that its row or column names.
pub(super) fn heading(text: &str) -> Option<Heading> {
    const STAGES: &[&str] = &[
        "stage",
        "stages",
        "phase",
        "phasen",
        "phases",
        "journey phase",
        "journey phases",
        "journey stage",
        "journey stages",
        "abschnitt",
        "abschnitte",
        "etappe",
        "etappen",
        "customer journey",
        "journey",
    ];
    const STEPS: &[&str] = &[
        "step",
        "steps",
        "schritt",
        "schritte",
        "journey step",
        "journey steps",
        "moment",
        "moments",
        "episode",
        "episodes",
        "episoden",
        "teilschritt",
        "teilschritte",
        "stage step",
        "phase schritt",
    ];
    const LANES: &[&str] = &[
        "lane",
        "lanes",
        "row",
        "rows",
        "zeile",
        "zeilen",
        "swimlane",
        "swimlanes",
        "bahn",
        "bahnen",
        "layer",
        "ebene",
        "ebenen",
        "category",
        "kategorie",
        "service layer",
        "dimension",
    ];
    let name = folded(text);
    let is = |words: &[&str]| words.contains(&name.as_str());
    if is(STAGES) {
        Some(Heading::Stages)
    } else if is(STEPS) {
        Some(Heading::Steps)
    } else if is(LANES) {
        Some(Heading::Lanes)
    } else {
        None
    }
}

/// Other names of our columns.
const COLUMN_WORDS: &[(Column, &[&str])] = &[
    (
        Column::Stage,
        &[
            "phase",
            "journey stage",
            "journey phase",
            "abschnitt",
            "etappe",
            "phasen",
            "stages",
        ],
    ),
    (
        Column::StageNumber,
        &["stage number", "phase no", "phase nr", "phase number", "phasennummer"],
    ),
    (
        Column::Step,
        &["schritt", "journey step", "steps", "teilschritt", "moment", "episode"],
    ),
    (Column::StepNumber, &["step number", "schritt nr", "schrittnummer"]),
    (
        Column::Lane,
        &[
            "row",
            "swimlane",
            "layer",
            "service layer",
            "bahn",
            "zeile",
            "ebene",
            "card type",
            "item type",
            "kartentyp",
        ],
    ),
    (Column::LaneNumber, &["lane number", "zeilennummer"]),
    (
        Column::LaneKind,
        &["lane type", "kind", "type", "typ", "art", "kind of lane"],
    ),
    (
        Column::Text,
        &[
            "card",
            "content",
            "description",
            "item",
            "statement",
            "what happens",
            "karte",
            "inhalt",
            "beschreibung",
            "aussage",
            "insight",
            "card text",
            "kartentext",
        ],
    ),
    (Column::Span, &["span", "spans", "spanne", "columns covered"]),
    (
        Column::MomentOfTruth,
        &[
            "mot",
            "moment of truth",
            "key moment",
            "moment der wahrheit",
            "schlusselmoment",
        ],
    ),
    (
        Column::Severity,
        &["schweregrad", "impact", "priority", "prioritat", "schwere"],
    ),
    (Column::Evidence, &["evidence status", "beleg", "evidenz", "nachweis"]),
    (Column::Source, &["quelle", "evidence note", "sources"]),
    (
        Column::Owner,
        &[
            "responsible",
            "responsible person or team",
            "verantwortlich",
            "zustandig",
            "team",
            "assignee",
            "owned by",
        ],
    ),
    (
        Column::Tags,
        &["tag", "labels", "label", "schlagworte", "stichworte", "keywords"],
    ),
    (Column::Address, &["url", "link", "adresse", "hyperlink", "web address"]),
    (Column::Channel, &["kanal"]),
    (Column::Category, &["kategorie"]),
    (Column::Action, &["customer action", "kundenaktion", "kundenhandlung"]),
    (Column::Result, &["ergebnis", "outcome"]),
    (Column::Value, &["wert", "figure"]),
    (Column::Unit, &["einheit"]),
    (Column::Target, &["zielwert", "target value"]),
    (Column::MeasuredOn, &["gemessen am", "date", "datum"]),
    (Column::Colour, &["color", "farbe"]),
    (Column::Symbol, &["icon", "symbol"]),
    (Column::Persona, &["actor", "akteur", "who", "wer", "customer"]),
    (Column::Score, &["emotion score", "rating", "bewertung", "punkte"]),
    (Column::Feeling, &["feeling", "emotion", "gefuhl", "stimmung"]),
    (Column::Note, &["notes", "notiz", "comment", "kommentar", "bemerkung"]),
];

/// The column that a heading names, and whether it is the name that Waymark itself writes.
pub(super) fn column(title: &str) -> Option<(Column, bool)> {
    if let Some(own) = Column::from_title(title) {
        return Some((own, true));
    }
    let name = folded(title);
    let like = COLUMN_WORDS.iter().find(|(_, words)| words.contains(&name.as_str()));
    like.map(|(column, _)| (*column, false))
}

/// A value of a closed vocabulary by its key or by other words.
fn value<T: Copy>(text: &str, own: impl Fn(&str) -> Option<T>, words: &[(T, &[&str])]) -> Option<T> {
    let trimmed = text.trim();
    let name = folded(trimmed);
    own(trimmed).or_else(|| own(&trimmed.to_lowercase())).or_else(|| {
        words
            .iter()
            .find(|(_, words)| words.contains(&name.as_str()))
            .map(|(found, _)| *found)
    })
}

pub(super) fn severity(text: &str) -> Option<Severity> {
    value(
        text,
        Severity::from_key,
        &[
            (
                Severity::Low,
                &["minor", "gering", "niedrig", "leicht", "l", "1", "small"],
            ),
            (Severity::Medium, &["moderate", "mittel", "mid", "m", "2", "normal"]),
            (
                Severity::High,
                &[
                    "major", "hoch", "schwer", "severe", "critical", "kritisch", "h", "3", "blocker",
                ],
            ),
        ],
    )
}

pub(super) fn evidence(text: &str) -> Option<Evidence> {
    value(
        text,
        Evidence::from_key,
        &[
            (
                Evidence::Observed,
                &[
                    "beobachtet",
                    "validated",
                    "belegt",
                    "evidence",
                    "confirmed",
                    "research",
                    "fact",
                ],
            ),
            (
                Evidence::Assumed,
                &[
                    "angenommen",
                    "annahme",
                    "assumption",
                    "hypothesis",
                    "hypothese",
                    "unvalidated",
                ],
            ),
            (
                Evidence::Proposed,
                &["vorgeschlagen", "vorschlag", "planned", "proposal", "geplant"],
            ),
        ],
    )
}

pub(super) fn category(text: &str) -> Option<Category> {
    value(
        text,
        Category::from_key,
        &[
            (Category::Traditional, &["traditionell", "klassisch"]),
            (Category::External, &["extern"]),
        ],
    )
}

pub(super) fn presence(text: &str) -> Option<Presence> {
    value(text, Presence::from_key, &[])
}

pub(super) fn control(text: &str) -> Option<Control> {
    value(
        text,
        Control::from_key,
        &[
            (Control::Owned, &["eigen"]),
            (Control::Earned, &["verdient"]),
            (Control::ThirdParty, &["third party", "thirdparty", "dritte", "fremd"]),
        ],
    )
}

/// The kind of lane that a cell of the column for it names.
pub(super) fn kind_of_lane(text: &str) -> Option<LaneKind> {
    LaneKind::from_key(text.trim()).or_else(|| lane_kind(text).map(Named::kind))
}

/// A known channel by key or name.
pub(super) fn channel(text: &str) -> Option<ChannelKind> {
    let name = folded(text);
    let own = |kind: &&ChannelKind| folded(kind.title()) == name || kind.key().eq_ignore_ascii_case(text.trim());
    let like: &[(ChannelKind, &[&str])] = &[
        (
            ChannelKind::Website,
            &["web", "webseite", "homepage", "web site", "internet"],
        ),
        (ChannelKind::Email, &["e mail", "mail", "newsletter"]),
        (
            ChannelKind::Phone,
            &[
                "telephone",
                "telefon",
                "call",
                "anruf",
                "hotline",
                "call centre",
                "call center",
            ],
        ),
        (ChannelKind::MobileApp, &["app", "mobile", "smartphone"]),
        (ChannelKind::Store, &["shop", "filiale", "laden", "geschaft", "branch"]),
        (ChannelKind::LiveChat, &["chat", "chatbot"]),
        (
            ChannelKind::SocialMedia,
            &["social", "soziale medien", "instagram", "facebook"],
        ),
        (
            ChannelKind::Search,
            &["suche", "google", "suchmaschine", "search engine"],
        ),
        (ChannelKind::Advertising, &["ad", "ads", "werbung", "anzeige", "advert"]),
        (ChannelKind::DirectMail, &["brief", "letter", "post"]),
        (ChannelKind::WordOfMouth, &["friends", "mundpropaganda", "empfehlung"]),
        (ChannelKind::Event, &["veranstaltung", "messe"]),
        (ChannelKind::Packaging, &["verpackung"]),
        (ChannelKind::Review, &["reviews", "bewertung", "bewertungen"]),
    ];
    ChannelKind::ALL.iter().find(own).copied().or_else(|| {
        let like = like.iter().find(|(_, words)| words.contains(&name.as_str()));
        like.map(|(kind, _)| *kind)
    })
}

/// “yes” in a column of yes or nothing; `None` where it is neither.
pub(super) fn yes(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "yes" | "y" | "ja" | "j" | "true" | "wahr" | "x" | "1" => Some(true),
        "" | "no" | "n" | "nein" | "false" | "falsch" | "0" => Some(false),
        _ if matches!(text.trim(), "✓" | "✔" | "★" | "☑") => Some(true),
        _ if matches!(text.trim(), "✗" | "✘" | "-" | "–" | "☐") => Some(false),
        _ => None,
    }
}

/// How good a word or face for a feeling is, in tenths from -20 to 20.
pub(super) fn feeling(text: &str) -> Option<i8> {
    const WORDS: &[(i8, &[&str])] = &[
        (
            20,
            &[
                "delighted",
                "very happy",
                "very positive",
                "very satisfied",
                "excited",
                "enthusiastic",
                "begeistert",
                "sehr zufrieden",
                "sehr glucklich",
                "sehr positiv",
                "thrilled",
                "loved",
            ],
        ),
        (
            10,
            &[
                "happy",
                "satisfied",
                "positive",
                "pleased",
                "confident",
                "relieved",
                "hopeful",
                "zufrieden",
                "glucklich",
                "positiv",
                "erleichtert",
                "good",
                "gut",
                "curious",
                "neugierig",
                "interested",
            ],
        ),
        (
            0,
            &[
                "neutral",
                "ok",
                "okay",
                "indifferent",
                "calm",
                "ruhig",
                "gleichgultig",
                "mixed",
                "gemischt",
            ],
        ),
        (
            -10,
            &[
                "unhappy",
                "dissatisfied",
                "negative",
                "uneasy",
                "confused",
                "annoyed",
                "worried",
                "anxious",
                "sad",
                "unzufrieden",
                "negativ",
                "genervt",
                "verwirrt",
                "besorgt",
                "bad",
                "schlecht",
                "unsicher",
                "uncertain",
                "sceptical",
                "skeptical",
                "skeptisch",
                "disappointed",
                "enttauscht",
                "impatient",
                "ungeduldig",
            ],
        ),
        (
            -20,
            &[
                "frustrated",
                "angry",
                "very unhappy",
                "very negative",
                "very dissatisfied",
                "furious",
                "frustriert",
                "wutend",
                "verargert",
                "sehr unzufrieden",
                "sehr negativ",
                "terrible",
            ],
        ),
    ];
    const FACES: &[(i8, &str)] = &[
        (20, "😀😃😄😁😆😍🤩🥳😂❤"),
        (10, "🙂😊☺😌👍😉"),
        (0, "😐😑😶🤔"),
        (-10, "🙁☹😕😟😞😔👎😒"),
        (-20, "😡😠🤬😢😭😫😩😤😱"),
    ];
    let name = folded(text);
    let word = WORDS.iter().find(|(_, words)| words.contains(&name.as_str()));
    if let Some((tenths, _)) = word {
        return Some(*tenths);
    }
    let face = text.chars().find(|c| !c.is_ascii())?;
    FACES
        .iter()
        .find(|(_, faces)| faces.contains(face))
        .map(|(tenths, _)| *tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_known_by_name_in_two_languages() {
        for (title, expected) in [
            ("Pain points", Some(Named::Own(LaneKind::PainPoints))),
            ("TOUCHPOINTS ", Some(Named::Own(LaneKind::Touchpoints))),
            ("painPoints", Some(Named::Own(LaneKind::PainPoints))),
            ("Line of visibility", Some(Named::Own(LaneKind::LineOfVisibility))),
            ("Customer actions", Some(Named::Like(LaneKind::Actions))),
            ("Emotionen", Some(Named::Like(LaneKind::Emotion))),
            ("Emotional journey", Some(Named::Like(LaneKind::Emotion))),
            ("Kundenbedürfnisse", Some(Named::Like(LaneKind::Needs))),
            ("Schmerzpunkte", Some(Named::Like(LaneKind::PainPoints))),
            ("Kontaktpunkte", Some(Named::Like(LaneKind::Touchpoints))),
            ("Kanäle", Some(Named::Like(LaneKind::Channels))),
            ("Zielhandlung", Some(Named::Like(LaneKind::TargetAction))),
            ("Ziele", Some(Named::Like(LaneKind::Goals))),
            ("Ort", Some(Named::Like(LaneKind::Place))),
            (
                "Line of internal interaction",
                Some(Named::Own(LaneKind::LineOfInternalInteraction)),
            ),
            ("Lösungen", Some(Named::Like(LaneKind::Solutions))),
            ("What does she think?", Some(Named::Like(LaneKind::Thoughts))),
            (
                "Interne Interaktionslinie",
                Some(Named::Like(LaneKind::LineOfInternalInteraction)),
            ),
            ("Sort code", None),
            ("Weather", None),
            ("", None),
        ] {
            assert_eq!(lane_kind(title), expected, "{title}");
        }
        for kind in LaneKind::ALL {
            assert_eq!(lane_kind(kind.default_title()), Some(Named::Own(*kind)));
        }
    }

    #[test]
    fn columns_have_other_names_too() {
        assert_eq!(column("stage no."), Some((Column::StageNumber, true)));
        assert_eq!(column("Phase"), Some((Column::Stage, false)));
        assert_eq!(column("Evidence note"), Some((Column::Source, false)));
        assert_eq!(column("Zuständig"), Some((Column::Owner, false)));
        assert_eq!(column("Whatever"), None);
        let mut seen = std::collections::BTreeSet::new();
        for word in COLUMN_WORDS.iter().flat_map(|(_, words)| *words) {
            assert_eq!(folded(word), *word);
            assert!(seen.insert(word), "{word} names two columns");
        }
    }

    #[test]
    fn every_word_is_folded_as_it_is_compared() {
        for word in LANE_WORDS.iter().flat_map(|(_, words)| *words) {
            assert_eq!(folded(word), word.trim(), "{word}");
        }
    }

    #[test]
    fn values_and_feelings() {
        assert_eq!(severity("HOCH"), Some(Severity::High));
        assert_eq!(evidence("assumed"), Some(Evidence::Assumed));
        assert_eq!(control("third party"), Some(Control::ThirdParty));
        assert_eq!(channel("E-Mail"), Some(ChannelKind::Email));
        assert_eq!(channel("Social media"), Some(ChannelKind::SocialMedia));
        assert_eq!((yes("Ja"), yes(""), yes("maybe")), (Some(true), Some(false), None));
        assert_eq!(
            (feeling("Frustrated"), feeling("🙂"), feeling("purple")),
            (Some(-20), Some(10), None)
        );
    }
}
