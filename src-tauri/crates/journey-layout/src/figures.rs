//! Key figures of a map: what was measured, and how much there is of everything.

use std::collections::BTreeMap;

use journey_model::{CardFamily, Document, Lane, LaneKind};

use crate::rich::Rich;
use crate::words;

/// Value and meaning of each figure: up to three that were measured, then counts of what is shown.
pub(crate) fn key_figures(document: &Document) -> Vec<(String, String)> {
    let lane_of = |id| document.lanes.get(id).filter(|lane: &&Lane| !lane.hidden);
    let steps = document.ordered_steps();
    let position: BTreeMap<_, _> = steps
        .iter()
        .enumerate()
        .map(|(index, step)| (&step.id, index))
        .collect();
    let mut measured: Vec<_> = document
        .cards
        .values()
        .filter_map(|card| {
            let lane = lane_of(&card.lane).filter(|lane| lane.kind.family() == CardFamily::Numbers)?;
            let measurement = card.measurement.as_ref().filter(|m| !m.value.trim().is_empty())?;
            let text = Rich::markup(&card.text).text.replace('\n', " ");
            let (value, unit) = (measurement.value.trim(), measurement.unit.trim());
            // A short unit stands beside its number, a long one says what the number counts.
            let short = unit.chars().count() <= 4;
            let number = if short {
                format!("{value} {unit}")
            } else {
                value.to_owned()
            };
            let what = [if short { "" } else { unit }, text.trim()];
            let what: Vec<&str> = what.into_iter().filter(|part| !part.is_empty()).collect();
            let what = words::or(&what.join(", "), lane.title.trim()).to_owned();
            let place = (position.get(&card.step), &lane.order, &card.order, &card.id);
            Some((place, (number.trim().to_owned(), what)))
        })
        .collect();
    measured.sort_by(|a, b| a.0.cmp(&b.0));
    let mut figures: Vec<(String, String)> = measured.into_iter().map(|(_, figure)| figure).take(3).collect();

    let count = |wanted: &dyn Fn(LaneKind) -> bool| {
        let cards = document.cards.values();
        cards
            .filter(|card| lane_of(&card.lane).is_some_and(|lane| wanted(lane.kind)))
            .count()
    };
    let shown = |id| lane_of(id).is_some();
    let cards = document.cards.values().filter(|card| shown(&card.lane));
    let scores = document.scores.values().filter(|score| shown(&score.lane));
    let moments =
        cards.filter(|card| card.moment_of_truth).count() + scores.filter(|score| score.moment_of_truth).count();
    let kinds = |kinds: &'static [LaneKind]| count(&move |kind| kinds.contains(&kind));
    let stages = words::count(document.stages.len(), "stage", "stages");
    let counts = [
        (
            document.steps.len(),
            format!("step in {stages}"),
            format!("steps in {stages}"),
        ),
        (
            kinds(&[LaneKind::Touchpoints, LaneKind::Channels]),
            "touchpoint".into(),
            "touchpoints".into(),
        ),
        (
            kinds(&[LaneKind::PainPoints]),
            "pain point".into(),
            "pain points".into(),
        ),
        (moments, "moment of truth".into(), "moments of truth".into()),
        (
            kinds(&[LaneKind::Opportunities, LaneKind::Ideas]),
            "opportunity".into(),
            "opportunities".into(),
        ),
        (kinds(&[LaneKind::Solutions]), "solution".into(), "solutions".into()),
    ];
    figures.extend(
        counts
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| (number.to_string(), if number == 1 { one } else { many })),
    );
    figures
}

#[cfg(test)]
mod tests {
    use journey_model::CountingIds;
    use journey_model::template::templates;

    use super::*;

    fn figures_of(id: &str) -> Vec<String> {
        let template = templates().iter().find(|template| template.id == id).unwrap();
        let figures = key_figures(&template.document(&mut CountingIds::default()));
        figures
            .into_iter()
            .map(|(value, what)| format!("{value} {what}"))
            .collect()
    }

    #[test]
    fn what_was_measured_comes_before_what_is_counted() {
        assert_eq!(
            figures_of("flood-insurance"),
            [
                "7 steps in 4 stages",
                "10 touchpoints",
                "4 pain points",
                "1 moment of truth",
                "5 solutions"
            ]
        );
        assert_eq!(
            figures_of("saas-onboarding")[..4],
            [
                "46 % Demo to trial",
                "61 % Trials with own data",
                "23 days Days to approval",
                "9 steps in 5 stages"
            ]
        );
    }

    #[test]
    fn lanes_that_are_hidden_count_for_nothing() {
        let mut document = templates()[6].document(&mut CountingIds::default());
        for lane in document.lanes.values_mut() {
            lane.hidden = true;
        }
        let figures = key_figures(&document);
        let figures: Vec<&str> = figures.iter().map(|(_, what)| what.as_str()).collect();
        assert_eq!(figures, ["steps in 4 stages"]);
    }
}
