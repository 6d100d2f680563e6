//! The journey as its customer meets it, one touchpoint after the other, and what testers found there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AssetId, Card, CardFamily, CardId, Document, Lane, LaneKind, StageId, StepId};

/// One stop of a walk through the journey: a card, with what stands round it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WalkStop {
    pub card: CardId,
    /// The card's text, in inline CommonMark.
    pub text: String,
    pub picture: Option<AssetId>,
    /// A key of [`crate::ChannelKind`] or the name of an own channel; empty where none is given.
    pub channel: String,
    /// What the customer does there: the touchpoint's own action, else the texts of the step's actions,
    /// one a line.
    pub action: String,
    pub lane: String,
    pub stage: StageId,
    pub stage_title: String,
    pub step: StepId,
    pub step_title: String,
}

/// What the testers of all rounds found at one card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RatingSummary {
    /// Number of ratings with points.
    pub count: u32,
    /// The mean of the points, in tenths, rounded half up.
    pub mean_tenths: u8,
    /// The lowest and the highest points.
    pub lowest: u8,
    pub highest: u8,
}

impl Document {
    /// The stops of a walk: the cards of all shown lanes of touchpoints and channels, step by step, from
    /// the top down. A map without such cards is walked along its actions, and one without actions along
    /// the first shown lane that holds cards.
    pub fn walk(&self) -> Vec<WalkStop> {
        let lanes: Vec<&Lane> = self.ordered_lanes().into_iter().filter(|lane| !lane.hidden).collect();
        let walked = |chosen: &dyn Fn(&Lane) -> bool| -> Vec<WalkStop> {
            let lanes: Vec<&Lane> = lanes.iter().copied().filter(|lane| chosen(lane)).collect();
            self.stops(&lanes)
        };
        let mut stops = walked(&|lane| lane.kind.family() == CardFamily::Channels);
        if stops.is_empty() {
            stops = walked(&|lane| lane.kind == LaneKind::Actions);
        }
        if stops.is_empty() {
            let first = lanes
                .iter()
                .find(|lane| self.cards.values().any(|card| card.lane == lane.id));
            stops = walked(&|lane| first.is_some_and(|first| first.id == lane.id));
        }
        stops
    }

    fn stops(&self, lanes: &[&Lane]) -> Vec<WalkStop> {
        let cells = self.cells();
        let actions: Vec<&Lane> = self
            .ordered_lanes()
            .into_iter()
            .filter(|lane| lane.kind == LaneKind::Actions)
            .collect();
        let in_cell = |lane: &Lane, step: &StepId| {
            cells
                .get(&(lane.id.as_str(), step.as_str()))
                .cloned()
                .unwrap_or_default()
        };
        let mut stops = Vec::new();
        for step in self.ordered_steps() {
            let done: Vec<&str> = actions
                .iter()
                .flat_map(|lane| in_cell(lane, &step.id))
                .map(|card| card.text.as_str())
                .collect();
            for lane in lanes {
                for card in in_cell(lane, &step.id) {
                    let touchpoint = card.touchpoint.clone().unwrap_or_default();
                    let own_lane = lane.kind == LaneKind::Actions;
                    stops.push(WalkStop {
                        card: card.id.clone(),
                        text: card.text.clone(),
                        picture: card.image.clone(),
                        channel: touchpoint.channel,
                        action: match touchpoint.action {
                            // Along the actions themselves there is nothing to be said besides.
                            _ if own_lane => String::new(),
                            action if !action.is_empty() => action,
                            _ => done.join("\n"),
                        },
                        lane: lane.title.clone(),
                        stage: step.stage.clone(),
                        stage_title: self
                            .stages
                            .get(&step.stage)
                            .map(|stage| stage.title.clone())
                            .unwrap_or_default(),
                        step: step.id.clone(),
                        step_title: step.title.clone(),
                    });
                }
            }
        }
        stops
    }

    /// All cards by lane and step, each cell from the top down.
    fn cells(&self) -> BTreeMap<(&str, &str), Vec<&Card>> {
        let mut cells: BTreeMap<(&str, &str), Vec<&Card>> = BTreeMap::new();
        for card in self.cards.values() {
            cells
                .entry((card.lane.as_str(), card.step.as_str()))
                .or_default()
                .push(card);
        }
        for cards in cells.values_mut() {
            cards.sort_by_key(|card| (&card.order, card.id.as_str()));
        }
        cells
    }

    /// What test rounds found, by card; cards that nobody gave points are left out.
    pub fn rating_summaries(&self) -> BTreeMap<&CardId, RatingSummary> {
        let mut points: BTreeMap<&CardId, Vec<u8>> = BTreeMap::new();
        for rating in self.ratings.values() {
            points.entry(&rating.card).or_default().extend(rating.points);
        }
        points
            .into_iter()
            .filter_map(|(card, points)| Some((card, summary(&points)?)))
            .collect()
    }
}

fn summary(points: &[u8]) -> Option<RatingSummary> {
    let count = u32::try_from(points.len()).ok()?;
    let sum: u32 = points.iter().map(|&points| u32::from(points)).sum();
    let mean = (sum * 20 + count).checked_div(2 * count)?;
    Some(RatingSummary {
        count,
        mean_tenths: u8::try_from(mean).ok()?,
        lowest: *points.iter().min()?,
        highest: *points.iter().max()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountingIds, Edit, RatingFields, Setting, TestRoundFields, template};

    fn sample() -> (Document, CountingIds) {
        let mut ids = CountingIds::default();
        let template = template::templates().iter().find(|one| one.id == "flood-insurance");
        (template.unwrap().document(&mut ids), ids)
    }

    #[test]
    fn a_walk_meets_every_touchpoint_in_the_journeys_order() {
        let (document, _) = sample();
        let stops = document.walk();
        let touchpoints = document.cards.values().filter(|card| {
            let lane = &document.lanes[&card.lane];
            lane.kind.family() == CardFamily::Channels && !lane.hidden
        });
        assert_eq!(stops.len(), touchpoints.count());
        let steps: Vec<&StepId> = document.ordered_steps().into_iter().map(|step| &step.id).collect();
        let places: Vec<_> = stops
            .iter()
            .map(|stop| steps.iter().position(|step| **step == stop.step).unwrap())
            .collect();
        assert!(places.is_sorted() && places.len() > 3);
        assert!(stops.iter().all(|stop| !stop.stage_title.is_empty()));
        assert!(stops.iter().any(|stop| !stop.action.is_empty()));
    }

    #[test]
    fn without_touchpoints_the_actions_are_walked_and_then_anything() {
        let (mut document, _) = sample();
        let lane_of = |document: &Document, stop: &WalkStop| document.lanes[&document.cards[&stop.card].lane].kind;
        document
            .lanes
            .values_mut()
            .for_each(|lane| lane.hidden = lane.kind.family() == CardFamily::Channels);
        let stops = document.walk();
        assert!(!stops.is_empty() && stops.iter().all(|stop| lane_of(&document, stop) == LaneKind::Actions));
        assert!(stops.iter().all(|stop| stop.action.is_empty()));
        document
            .lanes
            .values_mut()
            .for_each(|lane| lane.hidden |= lane.kind == LaneKind::Actions);
        let stops = document.walk();
        let kinds: std::collections::BTreeSet<_> = stops.iter().map(|stop| lane_of(&document, stop)).collect();
        assert_eq!(kinds.len(), 1);
        document.lanes.values_mut().for_each(|lane| lane.hidden = true);
        assert_eq!(document.walk(), []);
    }

    #[test]
    fn rounds_are_summed_up_by_card_and_go_with_it() {
        let (mut document, mut ids) = sample();
        let card = document.walk()[0].card.clone();
        let fields = |on: &str| TestRoundFields {
            tester: Some("Ines".into()),
            on: Some(crate::Date(on.into())),
            note: None,
        };
        let add = |on| Edit::AddTestRound { fields: fields(on) };
        assert!(document.apply(&add("2026-02-30"), &mut ids).is_err());
        assert!(
            document
                .apply(
                    &Edit::AddTestRound {
                        fields: TestRoundFields::default()
                    },
                    &mut ids
                )
                .is_err()
        );
        for on in ["2026-02-01", "2026-02-02", "2026-02-03"] {
            document.apply(&add(on), &mut ids).unwrap();
        }
        let rounds: Vec<_> = document.test_rounds.keys().cloned().collect();
        let mut rate = |document: &mut Document, round: usize, points: Setting<u8>| {
            let fields = RatingFields {
                points: Some(points),
                impression: None,
            };
            let (round, card) = (rounds[round].clone(), card.clone());
            document.apply(&Edit::Rate { round, card, fields }, &mut ids)
        };
        assert!(rate(&mut document, 0, Setting::To(11)).is_err());
        for (round, points) in [(0, 3), (1, 8), (2, 8), (0, 4)] {
            rate(&mut document, round, Setting::To(points)).unwrap();
        }
        let expected = RatingSummary {
            count: 3,
            mean_tenths: 67,
            lowest: 4,
            highest: 8,
        };
        assert_eq!(document.rating_summaries()[&card], expected);
        assert_eq!(crate::invariants(&document), []);
        // One that neither counts nor says anything is none.
        rate(&mut document, 2, Setting::Clear).unwrap();
        assert_eq!(document.ratings.len(), 2);

        let before = document.clone();
        let remove = |document: &mut Document, id: &str| {
            document
                .apply(&Edit::Remove { ids: vec![id.into()] }, &mut CountingIds(9000))
                .unwrap()
        };
        let gone = remove(&mut document, rounds[0].as_str());
        assert_eq!((document.test_rounds.len(), document.ratings.len()), (2, 1));
        document.apply_changes(&gone.inverted()).unwrap();
        assert_eq!(document, before);
        remove(&mut document, card.as_str());
        assert_eq!((document.test_rounds.len(), document.ratings.len()), (3, 0));

        let view = crate::View {
            title: "First".into(),
            records: vec![card.0.clone(), "card_lost".into()],
        };
        let fields = crate::MapFields {
            path: Some(vec![view, crate::View::default()]),
            ..Default::default()
        };
        let mut before = before;
        before.apply(&Edit::UpdateMap { fields }, &mut ids).unwrap();
        assert_eq!(before.map.path.len(), 1);
        let copy = before.with_new_ids(&mut CountingIds(5000));
        assert_eq!(crate::invariants(&copy), []);
        assert!(copy.cards.contains_key(copy.map.path[0].records[0].as_str()));
        assert_eq!(crate::file::read(crate::file::write(&copy)).unwrap(), copy);
    }
}
