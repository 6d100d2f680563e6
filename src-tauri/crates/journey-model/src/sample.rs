//! Seeded sample maps of any size, for benchmarks and bug reports.

use crate::{
    Card, ChannelKind, Document, Evidence, Extra, Lane, LaneKind, Map, MapId, Measurement, OrderKey, Persona, Score,
    Severity, Stage, Step, Touchpoint,
};

/// Fewest and most words on a card.
const WORDS: std::ops::RangeInclusive<u64> = 6..=10;

/// The kinds of the card lanes, over and over again.
const KINDS: [LaneKind; 10] = [
    LaneKind::Actions,
    LaneKind::Touchpoints,
    LaneKind::Thoughts,
    LaneKind::PainPoints,
    LaneKind::Opportunities,
    LaneKind::Needs,
    LaneKind::Questions,
    LaneKind::Backstage,
    LaneKind::Metrics,
    LaneKind::Solutions,
];

const STAGES: [&str; 8] = [
    "Awareness",
    "Consideration",
    "Decision",
    "Purchase",
    "Onboarding",
    "Use",
    "Loyalty",
    "Advocacy",
];

const VOCABULARY: [&str; 64] = [
    "customer", "reads", "reviews", "before", "choosing", "a", "plan", "and", "compares", "the", "price", "with",
    "friends", "asks", "support", "about", "delivery", "waits", "for", "answer", "opens", "account", "on", "mobile",
    "app", "finds", "offer", "in", "store", "calls", "agent", "again", "after", "first", "visit", "checks", "status",
    "of", "order", "online", "returns", "item", "without", "receipt", "gets", "refund", "by", "email", "shares",
    "photo", "to", "social", "media", "renews", "contract", "every", "year", "because", "service", "feels", "quick",
    "clear", "honest", "personal",
];

const FEELINGS: [&str; 5] = ["frustrated", "uneasy", "neutral", "pleased", "delighted"];

/// A map of so many stages (one step each), card lanes and cards in each cell, with one emotion lane
/// besides. The same numbers and seed always give the same map.
pub fn sample(stages: u16, lanes: u16, cards_per_cell: u16, seed: u64) -> Document {
    let mut random = SplitMix64(seed);
    let title = format!("Sample of {stages} × {lanes} × {cards_per_cell}, seed {seed}");
    let mut document = Document::new(Map::new(MapId("map_sample".into()), title));
    let persona = Persona {
        role: "Somebody with a journey".into(),
        primary: true,
        ..Persona::new("persona_1".into(), OrderKey::default(), "Sam Sample")
    };
    let steps: Vec<Step> = columns(&mut document, stages);
    let emotion_at = usize::from(lanes).min(2);
    for (i, order) in OrderKey::sequence(usize::from(lanes) + 1).into_iter().enumerate() {
        if i == emotion_at {
            let lane = lane("lane_emotion".into(), order, LaneKind::Emotion);
            for step in &steps {
                let score = score(&mut random, &lane, step, &persona);
                document.scores.insert(score.id.clone(), score);
            }
            document.lanes.insert(lane.id.clone(), lane);
            continue;
        }
        let number = if i > emotion_at { i } else { i + 1 };
        let lane = lane(format!("lane_{number}"), order, KINDS[(number - 1) % KINDS.len()]);
        for (column, step) in steps.iter().enumerate() {
            for (row, order) in OrderKey::sequence(usize::from(cards_per_cell)).into_iter().enumerate() {
                let id = format!("card_{number}_{}_{}", column + 1, row + 1);
                let card = card(&mut random, id, &lane, step, order);
                document.cards.insert(card.id.clone(), card);
            }
        }
        document.lanes.insert(lane.id.clone(), lane);
    }
    document.personas.insert(persona.id.clone(), persona);
    document
}

fn columns(document: &mut Document, stages: u16) -> Vec<Step> {
    let mut steps = Vec::with_capacity(usize::from(stages));
    for (i, order) in OrderKey::sequence(usize::from(stages)).into_iter().enumerate() {
        let round = i / STAGES.len();
        let name = STAGES[i % STAGES.len()];
        let stage = Stage {
            id: format!("stage_{}", i + 1).into(),
            order,
            title: if round == 0 {
                name.into()
            } else {
                format!("{name} {}", round + 1)
            },
            goal: String::new(),
            colour: None,
            extra: Extra::new(),
        };
        let step = Step {
            id: format!("step_{}", i + 1).into(),
            stage: stage.id.clone(),
            order: OrderKey::default(),
            title: format!("Step {}", i + 1),
            width: None,
            extra: Extra::new(),
        };
        document.stages.insert(stage.id.clone(), stage);
        document.steps.insert(step.id.clone(), step.clone());
        steps.push(step);
    }
    steps
}

fn lane(id: String, order: OrderKey, kind: LaneKind) -> Lane {
    Lane {
        id: id.into(),
        order,
        kind,
        title: kind.default_title().into(),
        caption: String::new(),
        height: None,
        collapsed: false,
        hidden: false,
        colour: None,
        extra: Extra::new(),
    }
}

fn card(random: &mut SplitMix64, id: String, lane: &Lane, step: &Step, order: OrderKey) -> Card {
    let text = words(random);
    let evidence = match random.below(4) {
        0 => Some(Evidence::Observed),
        1 => Some(Evidence::Assumed),
        _ => None,
    };
    let touchpoint = (lane.kind == LaneKind::Touchpoints).then(|| Touchpoint {
        channel: random.pick(ChannelKind::ALL).key().into(),
        ..Touchpoint::default()
    });
    let measurement = (lane.kind == LaneKind::Metrics).then(|| Measurement {
        value: (10 + random.below(90)).to_string(),
        unit: "%".into(),
        ..Measurement::default()
    });
    let severity = (lane.kind == LaneKind::PainPoints).then(|| *random.pick(Severity::ALL));
    Card {
        id: id.into(),
        lane: lane.id.clone(),
        step: step.id.clone(),
        order,
        span: 1,
        text,
        colour: None,
        icon: None,
        image: None,
        evidence,
        source: String::new(),
        moment_of_truth: random.below(50) == 0,
        severity,
        owner: String::new(),
        tags: Vec::new(),
        address: String::new(),
        touchpoint,
        measurement,
        extra: Extra::new(),
    }
}

fn score(random: &mut SplitMix64, lane: &Lane, step: &Step, persona: &Persona) -> Score {
    // 0 to 40 is the scale from -20 to 20 and always fits.
    let level = random.below(41);
    let tenths = i8::try_from(level).unwrap_or(20) - 20;
    let feeling = usize::try_from(level).unwrap_or(0) * FEELINGS.len() / 41;
    Score {
        id: format!("score_{}", step.id.as_str().trim_start_matches("step_")).into(),
        lane: lane.id.clone(),
        step: step.id.clone(),
        persona: Some(persona.id.clone()),
        tenths,
        word: FEELINGS[feeling].into(),
        note: String::new(),
        moment_of_truth: random.below(12) == 0,
        extra: Extra::new(),
    }
}

fn words(random: &mut SplitMix64) -> String {
    let number = WORDS.start() + random.below(WORDS.end() - WORDS.start() + 1);
    let words: Vec<&str> = (0..number).map(|_| *random.pick(&VOCABULARY)).collect();
    let mut text = words.join(" ");
    // The vocabulary is ASCII, so that the first letter is the first byte.
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// SplitMix64 (Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014; the
/// constants of Vigna's public-domain reference). A sample needs the same numbers for ever, which no
/// crate's generator promises.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` - 1; the bias of a remainder of so small bounds is far below notice.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = self.below(from.len() as u64) as usize;
        &from[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invariants;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // First outputs of the reference implementation for the seed 1234567.
        let mut random = SplitMix64(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn a_sample_has_the_size_asked_for_and_is_sound() {
        for (stages, lanes, cards) in [(1, 1, 1), (5, 5, 2), (10, 6, 5), (20, 10, 5)] {
            let document = sample(stages, lanes, cards, 7);
            assert_eq!(document.cards.len(), usize::from(stages * lanes * cards));
            assert_eq!(document.stages.len(), usize::from(stages));
            assert_eq!(document.lanes.len(), usize::from(lanes) + 1);
            assert_eq!(document.scores.len(), usize::from(stages));
            assert_eq!(invariants(&document), []);
            for card in document.cards.values() {
                assert!((6..=10).contains(&card.text.split(' ').count()), "{}", card.text);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_map() {
        assert_eq!(sample(5, 5, 2, 3), sample(5, 5, 2, 3));
        assert_ne!(sample(5, 5, 2, 3), sample(5, 5, 2, 4));
    }
}
