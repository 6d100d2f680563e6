//! The sheets that are lists, and what stands in their columns.

use journey_model::{Category, Control, Evidence, LaneKind, LinkEnd, Persona, Presence, Severity};

use crate::column::{Column, MAP_ROWS, sheet};
use crate::write::arranged::{Arranged, capitalised, card_text, channel_title, key_words, lane_title, one_line};
use crate::write::table::{self, Table, Value};

use super::sheet::{Heading, Sheet};

/// Every list that has rows; cards and the map's own always.
pub(super) fn all<'a>(map: &Arranged<'a>) -> Vec<Sheet<'a>> {
    let mut sheets = vec![of_table(sheet::CARDS, used(table::long(map, false)))];
    let more = [
        in_words(of_table(sheet::TOUCHPOINTS, touchpoints(map))),
        in_words(of_table(sheet::PAIN_POINTS, pain_points(map))),
        in_words(of_table(sheet::OPPORTUNITIES, opportunities(map))),
        personas(map),
        of_table(sheet::SCORES, table::scores(map)),
        links(map),
        notes(map),
        stages(map),
        lanes(map),
    ];
    sheets.extend(more.into_iter().filter(|sheet| !sheet.rows.is_empty()));
    sheets.push(about(map));
    sheets
}

/// The table without columns that say nothing on this map; where something stands and its text stay.
fn used(table: Table) -> Table {
    let says = |index: usize| table.rows.iter().any(|row| row[index] != Value::Empty);
    let needed = |column: &Column| Column::PLACE.contains(column) || *column == Column::Text;
    let columns = table.columns.iter().enumerate();
    let kept: Vec<bool> = columns.map(|(index, column)| needed(column) || says(index)).collect();
    let keep = |index: &usize| kept[*index];
    Table {
        columns: (0..kept.len()).filter(keep).map(|index| table.columns[index]).collect(),
        rows: (table.rows.iter())
            .map(|row| (0..kept.len()).filter(keep).map(|index| row[index].clone()).collect())
            .collect(),
    }
}

fn of_table<'a>(name: &'static str, table: Table<'a>) -> Sheet<'a> {
    let headings = table.columns.iter().map(|column| Heading {
        title: column.title().into(),
        width: width(*column),
    });
    Sheet {
        name,
        headings: headings.collect(),
        // Where something stands is read together with all that is said of it.
        frozen: 0,
        rows: table.rows,
    }
}

fn width(column: Column) -> f64 {
    match column {
        Column::StageNumber | Column::StepNumber | Column::LaneNumber => 8.0,
        Column::Text | Column::Note => 48.0,
        Column::Stage | Column::Step | Column::Lane => 18.0,
        Column::Source | Column::Address | Column::Action | Column::Result | Column::Alternative => 26.0,
        Column::Owner | Column::Tags | Column::LaneKind | Column::Persona | Column::Channel | Column::Feeling => 15.0,
        Column::Id => 22.0,
        _ => 11.0,
    }
}

/// Keys in words: the lists are for people, and the sheet of all cards has the keys.
fn in_words(mut sheet: Sheet) -> Sheet {
    for (index, heading) in sheet.headings.iter().enumerate() {
        let column = Column::from_title(&heading.title);
        for row in &mut sheet.rows {
            let Value::Text(key) = &row[index] else { continue };
            let word = match column {
                Some(Column::Channel) => Some(channel_title(key).to_owned()),
                Some(Column::Severity) => Severity::from_key(key).map(|known| capitalised(&key_words(known.key()))),
                Some(Column::Evidence) => Evidence::from_key(key).map(|known| capitalised(&key_words(known.key()))),
                Some(Column::Category) => Category::from_key(key).map(|known| capitalised(&key_words(known.key()))),
                Some(Column::Presence) => Presence::from_key(key).map(|known| capitalised(&key_words(known.key()))),
                Some(Column::Control) => Control::from_key(key).map(|known| capitalised(&key_words(known.key()))),
                Some(Column::LaneKind) => LaneKind::from_key(key).map(|known| known.default_title().into()),
                // Marks of Markdown are of no use to somebody who reads a list.
                Some(Column::Text) => Some(journey_model::text::RichText::parse(key).plain()),
                _ => None,
            };
            if let Some(word) = word {
                row[index] = Value::Text(word.into());
            }
        }
    }
    sheet
}

fn touchpoints<'a>(map: &Arranged<'a>) -> Table<'a> {
    let columns = [
        Column::Stage,
        Column::Step,
        Column::Lane,
        Column::Text,
        Column::Channel,
        Column::Category,
        Column::Presence,
        Column::Control,
        Column::Action,
        Column::Result,
        Column::Alternative,
        Column::MomentOfTruth,
        Column::Owner,
        Column::Evidence,
        Column::Tags,
    ];
    table::cards(map, &columns, |lane, card| {
        card.touchpoint.is_some() || matches!(lane.kind, LaneKind::Touchpoints | LaneKind::Channels)
    })
}

fn pain_points<'a>(map: &Arranged<'a>) -> Table<'a> {
    let columns = [
        Column::Stage,
        Column::Step,
        Column::Lane,
        Column::Text,
        Column::Severity,
        Column::MomentOfTruth,
        Column::Evidence,
        Column::Source,
        Column::Owner,
        Column::Tags,
    ];
    table::cards(map, &columns, |lane, card| {
        card.severity.is_some() || lane.kind == LaneKind::PainPoints
    })
}

fn opportunities<'a>(map: &Arranged<'a>) -> Table<'a> {
    let columns = [
        Column::Stage,
        Column::Step,
        Column::Lane,
        Column::Text,
        Column::Owner,
        Column::Evidence,
        Column::Source,
        Column::Address,
        Column::Tags,
    ];
    table::cards(map, &columns, |lane, _| {
        matches!(
            lane.kind,
            LaneKind::Opportunities | LaneKind::Ideas | LaneKind::Solutions
        )
    })
}

fn headings<const N: usize>(columns: [(&'static str, f64); N]) -> Vec<Heading> {
    columns
        .into_iter()
        .map(|(title, width)| Heading {
            title: title.into(),
            width,
        })
        .collect()
}

fn said<'a>(text: impl Into<std::borrow::Cow<'a, str>>) -> Value<'a> {
    let text = text.into();
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text)
    }
}

/// A column a persona, since there are few of them and each says much.
fn personas<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let personas = map.document.ordered_personas();
    let row = |name: &'static str, value: &dyn Fn(&'a Persona) -> Value<'a>| {
        let values = personas.iter().map(|persona| value(persona));
        let row: Vec<Value> = std::iter::once(said(name)).chain(values).collect();
        let says = row[1..].iter().any(|value| *value != Value::Empty);
        says.then_some(row)
    };
    let list = |texts: &'a [String]| said(texts.join("\n"));
    let channels = |persona: &'a Persona| {
        let titles: Vec<&str> = persona
            .preferred_channels
            .iter()
            .map(|key| channel_title(key))
            .collect();
        said(titles.join("\n"))
    };
    let day = |persona: &'a Persona| {
        let day = persona.last_validated.as_ref();
        day.map_or(Value::Empty, |day| Value::Date(&day.0))
    };
    let rows = [
        row("Primary", &|persona| {
            if persona.primary { Value::Yes } else { Value::Empty }
        }),
        row("Role", &|persona| said(&persona.role)),
        row("Quote", &|persona| said(&persona.quote)),
        row("Demographics", &|persona| said(&persona.demographics)),
        row("Psychographics", &|persona| said(&persona.psychographics)),
        row("Goals", &|persona| list(&persona.goals)),
        row("Motivations", &|persona| list(&persona.motivations)),
        row("Frustrations", &|persona| list(&persona.frustrations)),
        row("Behaviours", &|persona| list(&persona.behaviours)),
        row("Preferred channels", &channels),
        row("Sources", &|persona| list(&persona.sources)),
        row("Last validated", &day),
        row("Colour", &|persona| said(persona.colour.as_deref().unwrap_or_default())),
    ];
    let name = Heading {
        title: "Persona".into(),
        width: 20.0,
    };
    let names = personas.iter().map(|persona| Heading {
        title: persona.name.clone().into(),
        width: 56.0,
    });
    let headings: Vec<Heading> = std::iter::once(name).chain(names).collect();
    Sheet {
        name: sheet::PERSONAS,
        rows: if personas.is_empty() {
            Vec::new()
        } else {
            rows.into_iter().flatten().collect()
        },
        headings,
        frozen: 1,
    }
}

fn links<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let document = map.document;
    let end = |end: &'a LinkEnd| -> (Value<'a>, Value<'a>) {
        match end {
            LinkEnd::Card(id) => {
                let text = document.cards.get(id).map(|card| one_line(&card_text(card)));
                (said(text.unwrap_or_default()), said(id.as_str()))
            }
            LinkEnd::Step(id) => {
                let number = map.steps.iter().position(|step| step.id == *id);
                let title = number.map(|number| map.step_title(number)).unwrap_or_default();
                let number = number.and_then(|number| u32::try_from(number + 1).ok());
                (said(title), number.map_or(Value::Empty, Value::Number))
            }
        }
    };
    let rows = document.links.values().map(|link| {
        let (from, from_id) = end(&link.from);
        let (to, to_id) = end(&link.to);
        vec![
            said(key_words(link.kind.key())),
            said(&link.label),
            from,
            to,
            from_id,
            to_id,
        ]
    });
    Sheet {
        name: sheet::LINKS,
        headings: headings([
            ("Kind", 12.0),
            ("Label", 24.0),
            ("From", 44.0),
            ("To", 44.0),
            ("From card or step no.", 20.0),
            ("To card or step no.", 20.0),
        ]),
        rows: rows.collect(),
        frozen: 0,
    }
}

fn notes<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let notes = map.document.notes.values();
    let rows = notes.map(|note| vec![said(&note.text), said(note.colour.as_deref().unwrap_or_default())]);
    Sheet {
        name: sheet::NOTES,
        headings: headings([("Text", 80.0), ("Colour", 10.0)]),
        rows: rows.collect(),
        frozen: 0,
    }
}

fn number(index: usize) -> Value<'static> {
    u32::try_from(index + 1).map_or(Value::Empty, Value::Number)
}

fn stages<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let rows = map.stages.iter().enumerate().map(|(index, columns)| {
        let stage = columns.stage;
        let colour = stage.colour.as_deref().unwrap_or_default();
        vec![number(index), said(&stage.title), said(&stage.goal), said(colour)]
    });
    Sheet {
        name: sheet::STAGES,
        headings: headings([
            (Column::StageNumber.title(), 10.0),
            (Column::Stage.title(), 30.0),
            ("Goal", 60.0),
            (Column::Colour.title(), 11.0),
        ]),
        rows: rows.collect(),
        frozen: 0,
    }
}

fn lanes<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let rows = map.lanes.iter().enumerate().map(|(index, lane)| {
        let colour = lane.colour.as_deref().unwrap_or_default();
        vec![
            number(index),
            said(lane_title(lane)),
            said(lane.kind.key()),
            said(&lane.caption),
            said(colour),
        ]
    });
    Sheet {
        name: sheet::LANES,
        headings: headings([
            (Column::LaneNumber.title(), 10.0),
            (Column::Lane.title(), 30.0),
            (Column::LaneKind.title(), 20.0),
            ("Caption", 60.0),
            (Column::Colour.title(), 11.0),
        ]),
        rows: rows.collect(),
        frozen: 0,
    }
}

fn about<'a>(map: &Arranged<'a>) -> Sheet<'a> {
    let about = &map.document.map;
    let review = about.review.as_ref();
    let day = |day: Option<&'a journey_model::Date>| day.map_or(Value::Empty, |day| Value::Date(&day.0));
    let values = [
        said(&about.title),
        said(&about.subtitle),
        said(about.state.key()),
        said(&about.language),
        said(&about.objective.purpose),
        said(&about.objective.success_measure),
        said(&about.objective.scope),
        said(&about.objective.end_goal),
        said(crate::cell::list_text(&about.tags)),
        day(about.created_on.as_ref()),
        day(review.and_then(|review| review.last.as_ref())),
        day(review.and_then(|review| review.next.as_ref())),
        review
            .and_then(|review| review.cycle_months)
            .map_or(Value::Empty, |months| Value::Number(months.into())),
    ];
    let rows = MAP_ROWS.into_iter().zip(values);
    Sheet {
        name: sheet::MAP,
        headings: headings([("About the map", 24.0), ("", 90.0)]),
        rows: rows.map(|(name, value)| vec![said(name), value]).collect(),
        frozen: 0,
    }
}
