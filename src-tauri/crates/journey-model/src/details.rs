//! Records with what stands round them: what an inspector shows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::text::RichText;
use crate::{Card, Document, LaneKind, Link, LinkEnd, LinkId, LinkKind, Record, RecordKind};

/// Records and what stands round them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// In the order asked for; ids that the map lacks are left out. Pictures come without their bytes.
    pub records: Vec<Record>,
    /// Links that are among the records, or begin or end at one of them.
    pub links: Vec<LinkView>,
    /// Owners in use on the whole map, sorted.
    pub owners: Vec<String>,
    /// Tags in use on the whole map, sorted.
    pub tags: Vec<String>,
}

/// A link as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub id: LinkId,
    pub kind: LinkKind,
    pub label: String,
    pub from: LinkEndView,
    pub to: LinkEndView,
}

/// One end of a link as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LinkEndView {
    pub id: String,
    pub sort: EndSort,
    /// The first line of a card, or a step's title or that of its stage; empty where nothing is written.
    pub title: String,
    /// Of the lane that a card stands in.
    pub lane_kind: Option<LaneKind>,
}

/// What an end of a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EndSort {
    Card,
    Step,
}

impl Document {
    /// The records of these ids with the links that touch them.
    pub fn details(&self, ids: &[String]) -> Details {
        let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let touches = |end: &LinkEnd| match end {
            LinkEnd::Card(card) => wanted.contains(card.as_str()),
            LinkEnd::Step(step) => wanted.contains(step.as_str()),
        };
        let mut owners = BTreeSet::new();
        let mut tags: BTreeSet<&String> = self.map.tags.iter().collect();
        for card in self.cards.values() {
            owners.insert(&card.owner);
            tags.extend(&card.tags);
        }
        Details {
            records: ids.iter().filter_map(|id| self.described(id)).collect(),
            links: (self.links.values())
                .filter(|link| wanted.contains(link.id.as_str()) || touches(&link.from) || touches(&link.to))
                .map(|link| self.view(link))
                .collect(),
            owners: said(owners),
            tags: said(tags),
        }
    }

    fn described(&self, id: &str) -> Option<Record> {
        let kind: RecordKind = self.kind_of(id)?;
        let mut record = self.record(kind, id)?;
        if let Record::Asset(asset) = &mut record {
            asset.bytes = Vec::new().into();
        }
        Some(record)
    }

    fn view(&self, link: &Link) -> LinkView {
        LinkView {
            id: link.id.clone(),
            kind: link.kind,
            label: link.label.clone(),
            from: self.end_view(&link.from),
            to: self.end_view(&link.to),
        }
    }

    fn end_view(&self, end: &LinkEnd) -> LinkEndView {
        match end {
            LinkEnd::Card(id) => {
                let card = self.cards.get(id);
                LinkEndView {
                    id: id.to_string(),
                    sort: EndSort::Card,
                    title: card.map(first_line).unwrap_or_default(),
                    lane_kind: card.and_then(|card| self.lanes.get(&card.lane)).map(|lane| lane.kind),
                }
            }
            LinkEnd::Step(id) => {
                let step = self.steps.get(id);
                let own = step
                    .map(|step| step.title.as_str())
                    .filter(|title| !title.trim().is_empty());
                let stage = step.and_then(|step| self.stages.get(&step.stage));
                LinkEndView {
                    id: id.to_string(),
                    sort: EndSort::Step,
                    title: own
                        .or(stage.map(|stage| stage.title.as_str()))
                        .unwrap_or_default()
                        .to_owned(),
                    lane_kind: None,
                }
            }
        }
    }
}

fn said(texts: BTreeSet<&String>) -> Vec<String> {
    texts
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .cloned()
        .collect()
}

/// The first line of a card's text, without markup.
fn first_line(card: &Card) -> String {
    let plain = RichText::parse(&card.text).plain();
    plain
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use crate::{CardFields, CountingIds, Edit};

    #[test]
    fn records_come_with_their_links_and_the_words_in_use() {
        let mut document = sample(2, 2, 1, 1);
        let card = |id: &str| LinkEnd::Card(id.into());
        let step = |id: &str| LinkEnd::Step(id.into());
        let link = |from, to| Edit::AddLink {
            from,
            to,
            kind: LinkKind::Solves,
            label: "because".into(),
        };
        let text = |card: &str, text: &str| Edit::SetCardText {
            card: card.into(),
            text: text.into(),
        };
        let fields = CardFields {
            owner: Some("Web".into()),
            tags: Some(vec!["pilot".into(), "b2b".into()]),
            ..CardFields::default()
        };
        let mut ids = CountingIds(500);
        for edit in [
            text("card_1_1_1", "\n- **First** line\n- second"),
            link(card("card_1_1_1"), card("card_2_2_1")),
            link(card("card_1_2_1"), card("card_2_1_1")),
            link(step("step_1"), step("step_2")),
            Edit::UpdateCards {
                cards: vec!["card_2_2_1".into()],
                fields,
            },
        ] {
            document.apply(&edit, &mut ids).unwrap();
        }
        let wanted = ["card_2_2_1", "card_x", "map_sample"].map(str::to_owned);
        let details = document.details(&wanted);
        let records: Vec<&str> = details.records.iter().map(Record::id).collect();
        assert_eq!(records, ["card_2_2_1", "map_sample"]);
        let [link] = &details.links[..] else {
            panic!("{:?}", details.links)
        };
        assert_eq!(
            (link.from.title.as_str(), link.label.as_str()),
            ("First line", "because")
        );
        assert_eq!(
            link.from.lane_kind,
            Some(document.lanes[&document.cards["card_1_1_1"].lane].kind)
        );
        assert!(details.owners.contains(&"Web".to_owned()));
        assert!(details.tags.is_sorted() && details.tags.contains(&"b2b".to_owned()));

        let alone = document.details(&[link.id.to_string()]);
        assert_eq!(alone.links, std::slice::from_ref(link));

        document.steps.get_mut("step_1").unwrap().title.clear();
        let links = document.details(&["step_1".to_owned()]).links;
        assert_eq!(links[0].from.title, document.stages["stage_1"].title);
        assert_eq!((links[0].from.sort, links[0].from.lane_kind), (EndSort::Step, None));
    }
}
