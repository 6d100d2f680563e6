//! What words mean: lanes, vocabularies and feelings as people name them, in English and German.
//!
//! Words are compared [`folded`]: lower case, without accents and punctuation.

use journey_model::{Category, ChannelKind, Control, Evidence, LaneKind, Presence, Severity};

use super::lexicon::{COLUMN_WORDS, LANE_WORDS};
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
