//! Lists beside the map: whose journey it is, what hurts and what could be done, as slides of their own.

use journey_model::text::RichText;
use journey_model::{Card, Document, LaneKind, Severity};
use journey_pptx::{Column, Table};

/// A list and what its slide is called.
#[derive(Clone, Debug)]
pub struct List {
    pub title: &'static str,
    pub table: Table,
}

/// The lists of a map that are not empty. Hidden lanes have no part in them.
pub fn lists(document: &Document) -> Vec<List> {
    let all = [personas(document), pain_points(document), opportunities(document)];
    all.into_iter().filter(|list| !list.table.rows.is_empty()).collect()
}

fn columns(columns: &[(&str, f64)]) -> Vec<Column> {
    let column = |(title, width): &(&str, f64)| Column {
        title: (*title).into(),
        width: *width,
    };
    columns.iter().map(column).collect()
}

fn personas(document: &Document) -> List {
    let rows = document.ordered_personas().into_iter().map(|persona| {
        let name = match persona.role.is_empty() {
            true => persona.name.clone(),
            false => format!("{}\n{}", persona.name, persona.role),
        };
        vec![
            name,
            persona.goals.join("\n"),
            persona.frustrations.join("\n"),
            persona.quote.clone(),
        ]
    });
    List {
        title: "Personas",
        table: Table {
            columns: columns(&[("Persona", 1.0), ("Goals", 1.4), ("Frustrations", 1.4), ("Quote", 1.2)]),
            rows: rows.collect(),
        },
    }
}

fn pain_points(document: &Document) -> List {
    let mut cards = cards_of(document, &[LaneKind::PainPoints]);
    // What hurts most comes first; as they stand on the map where it is alike.
    cards.sort_by_key(|(card, _)| std::cmp::Reverse(card.severity));
    let severity = |card: &Card| match card.severity {
        Some(Severity::High) => "High",
        Some(Severity::Medium) => "Medium",
        Some(Severity::Low) => "Low",
        None => "",
    };
    let rows = cards
        .iter()
        .map(|(card, place)| vec![plain(card), severity(card).into(), place.clone(), card.owner.clone()]);
    List {
        title: "Pain points",
        table: Table {
            columns: columns(&[("Pain point", 2.4), ("Severity", 0.6), ("Where", 1.2), ("Owner", 0.8)]),
            rows: rows.collect(),
        },
    }
}

fn opportunities(document: &Document) -> List {
    let kinds = [LaneKind::Opportunities, LaneKind::Ideas, LaneKind::Solutions];
    let rows = cards_of(document, &kinds).into_iter().map(|(card, place)| {
        let lane = document.lanes.get(&card.lane).map_or("", |lane| lane.title.as_str());
        vec![plain(card), lane.into(), place, card.owner.clone()]
    });
    List {
        title: "Opportunities",
        table: Table {
            columns: columns(&[("Opportunity", 2.4), ("Kind", 0.8), ("Where", 1.2), ("Owner", 0.8)]),
            rows: rows.collect(),
        },
    }
}

fn plain(card: &Card) -> String {
    RichText::parse(&card.text).plain()
}

/// The cards of shown lanes of some kinds, in the journey's order, each with the place where it stands.
fn cards_of<'a>(document: &'a Document, kinds: &[LaneKind]) -> Vec<(&'a Card, String)> {
    let shown = document.ordered_lanes().into_iter().filter(|lane| !lane.hidden);
    let lanes: Vec<_> = shown
        .filter(|lane| kinds.contains(&lane.kind))
        .map(|lane| &lane.id)
        .collect();
    let steps = document.ordered_steps();
    let column = |card: &Card| steps.iter().position(|step| step.id == card.step);
    let row = |card: &Card| lanes.iter().position(|lane| **lane == card.lane);
    let mut cards: Vec<&Card> = document.cards.values().filter(|card| row(card).is_some()).collect();
    cards.sort_by_key(|card| (column(card), row(card), &card.order, &card.id));
    cards
        .into_iter()
        .map(|card| {
            let step = document.steps.get(&card.step);
            let stage = step.and_then(|step| document.stages.get(&step.stage));
            let titles = [stage.map(|stage| &stage.title), step.map(|step| &step.title)];
            let titles: Vec<&str> = titles
                .into_iter()
                .flatten()
                .map(String::as_str)
                .filter(|title| !title.is_empty())
                .collect();
            (card, titles.join(" · "))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use journey_model::{CountingIds, template};

    use super::*;

    #[test]
    fn lists_hold_what_is_shown_and_the_worst_comes_first() {
        let template = template::templates().iter().find(|one| one.id == "flood-insurance");
        let mut document = template.unwrap().document(&mut CountingIds::default());
        let titles = |document: &Document| lists(document).iter().map(|list| list.title).collect::<Vec<_>>();
        assert!(titles(&document).contains(&"Personas") && titles(&document).contains(&"Pain points"));
        let pains = lists(&document)
            .into_iter()
            .find(|list| list.title == "Pain points")
            .unwrap();
        let rank = |row: &Vec<String>| ["High", "Medium", "Low", ""].iter().position(|s| row[1] == *s);
        assert!(pains.table.rows.iter().map(rank).is_sorted());
        assert!(
            pains
                .table
                .rows
                .iter()
                .all(|row| row.len() == pains.table.columns.len() && !row[2].is_empty())
        );
        document.lanes.values_mut().for_each(|lane| lane.hidden = true);
        document.personas.clear();
        assert!(lists(&document).is_empty());
    }
}
