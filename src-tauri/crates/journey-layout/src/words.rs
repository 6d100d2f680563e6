//! The words that the sheet itself says.

use journey_model::{Date, Evidence, LaneKind, LinkKind, MapState, Severity};

/// The state line's first half.
pub(crate) fn state(state: MapState) -> &'static str {
    match state {
        MapState::Current => "Current state",
        MapState::Future => "Future state",
        MapState::Ideal => "Ideal state",
        MapState::Research => "Research",
    }
}

/// “Current state · Customer journey”.
pub(crate) fn state_line(state_of_map: MapState) -> String {
    format!("{} · Customer journey", state(state_of_map))
}

/// The text, or what stands for an empty one.
pub(crate) fn or<'a>(text: &'a str, stand_in: &'a str) -> &'a str {
    if text.is_empty() { stand_in } else { text }
}

pub(crate) fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Observed => "observed",
        Evidence::Assumed => "assumed",
        Evidence::Proposed => "proposed",
    }
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low severity",
        Severity::Medium => "medium severity",
        Severity::High => "high severity",
    }
}

pub(crate) fn link(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Flow => "leads to",
        LinkKind::LoopBack => "loops back to",
        LinkKind::Solves => "solves",
        LinkKind::Evidence => "is evidence for",
    }
}

/// What one card of a lane is called.
pub(crate) fn card(kind: LaneKind) -> &'static str {
    use LaneKind as K;
    match kind {
        K::Actions => "Action",
        K::Goals => "Goal",
        K::Needs => "Need",
        K::Jobs => "Job to be done",
        K::Motivations => "Motivation",
        K::Questions => "Question",
        K::Expectations => "Expectation",
        K::Thoughts => "Thought",
        K::Quotes => "Quote",
        K::Emotion => "Emotion",
        K::Touchpoints => "Touchpoint",
        K::Channels => "Channel",
        K::Place => "Place",
        K::TargetAction => "Target action",
        K::PainPoints => "Pain point",
        K::Gains => "Gain",
        K::Opportunities => "Opportunity",
        K::Ideas => "Idea",
        K::Solutions => "Solution",
        K::Storyboard => "Picture",
        K::Documents => "Document",
        K::Frontstage => "Frontstage",
        K::Backstage => "Backstage",
        K::SupportProcesses => "Support process",
        K::Systems => "System",
        K::Owners => "Owner",
        K::Policies => "Policy",
        K::Metrics => "Metric",
        K::LineOfInteraction | K::LineOfVisibility | K::LineOfInternalInteraction => "Line",
        K::Text => "Text",
    }
}

/// “12 Mar 2026”, where there is little room.
pub(crate) fn short_date(day: &Date) -> String {
    let long = date(day);
    let mut parts = long.splitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(year)) => {
            format!("{day} {} {year}", month.chars().take(3).collect::<String>())
        }
        _ => long,
    }
}

/// “12 March 2026”; a date that is none is shown as it was written.
pub(crate) fn date(date: &Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = date.0.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month
        .and_then(|m| m.parse::<usize>().ok())
        .and_then(|m| MONTHS.get(m.checked_sub(1)?));
    let day = day.and_then(|d| d.parse::<u8>().ok());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => date.0.clone(),
    }
}

/// “1 card”, “4 cards”.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        assert_eq!(date(&Date("2026-03-12".into())), "12 March 2026");
        assert_eq!(date(&Date("2026-12-01".into())), "1 December 2026");
        assert_eq!(short_date(&Date("2026-12-01".into())), "1 Dec 2026");
        for odd in ["2026-13-01", "2026-00-01", "soon", ""] {
            assert_eq!(date(&Date(odd.into())), odd);
        }
    }
}
