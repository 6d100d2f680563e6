//! Reading whole files: what comes of each format, out and in again, and files that nobody means well.

use journey_model::sample::sample;
use journey_model::template::templates;
use journey_model::{CountingIds, Document, LaneKind, LinkEnd, Severity, invariants};
use proptest::prelude::*;

use super::*;
use crate::{Column, Level, write};

fn reading(bytes: impl AsRef<[u8]>, source: Source) -> Result<Read, ReadError> {
    let options = ReadOptions {
        title: "Untitled".into(),
        ..ReadOptions::default()
    };
    let read = read(bytes.as_ref(), source, &options, &mut CountingIds(700))?;
    assert_eq!(invariants(&read.document), []);
    Ok(read)
}

pub(super) fn map(bytes: impl AsRef<[u8]>, source: Source) -> Read {
    reading(bytes, source).unwrap_or_else(|error| panic!("{error}"))
}

pub(super) fn error(bytes: impl AsRef<[u8]>, source: Source) -> String {
    let error = reading(bytes, source).map(|read| read.report).unwrap_err().to_string();
    assert!(!error.contains('\n') && error.chars().count() < 300, "{error}");
    error
}

/// A map as lines, without ids: stages with steps, then lanes with what stands in their cells.
pub(super) fn outline(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    let steps = document.ordered_steps();
    for stage in document.ordered_stages() {
        let titles: Vec<&str> = document
            .steps_of(&stage.id)
            .iter()
            .map(|step| step.title.as_str())
            .collect();
        lines.push(format!("{}: {}", stage.title, titles.join(" | ")));
    }
    for lane in document.ordered_lanes() {
        let mut cells = Vec::new();
        for step in &steps {
            let cards = document.cards_in(&lane.id, &step.id);
            let mut texts: Vec<String> = cards
                .iter()
                .map(|card| match card.span {
                    1 => card.text.clone(),
                    span => format!("{}×{span}", card.text),
                })
                .collect();
            let scores = document
                .scores
                .values()
                .filter(|score| score.lane == lane.id && score.step == step.id);
            let points = scores.map(|score| format!("{} {}", score.tenths, score.word).trim().to_owned());
            let mut points: Vec<String> = points.collect();
            points.sort();
            texts.extend(points);
            cells.push(texts.join(" / "));
        }
        lines.push(format!("{} {}: {}", lane.kind.key(), lane.title, cells.join(" | ")));
    }
    lines
}

fn remarks(read: &Read, level: Level) -> Vec<String> {
    read.report.of(level).map(ToString::to_string).collect()
}

#[test]
fn a_matrix_becomes_a_map() {
    let read = map(
        "Insurance for Marie;;;\n\
         Phase;Finden;;Kaufen\n\
         Schritt;sucht;vergleicht;zahlt\n\
         Aktionen;\"• liest Berichte\n• fragt Freunde\";;überweist\n\
         Kontaktpunkte;Website;E-Mail;Filiale\n\
         Emotionen;1,5;-2;Hoffnung (+0.5)\n\
         Wetter;Sonne;;\n",
        Source::Csv,
    );
    assert_eq!(read.document.map.title, "Insurance for Marie");
    assert_eq!(
        outline(&read.document),
        [
            "Finden: sucht | vergleicht",
            "Kaufen: zahlt",
            "actions Aktionen: liest Berichte / fragt Freunde |  | überweist",
            "touchpoints Kontaktpunkte:  | E-Mail | Filiale",
            "emotion Emotionen: 15 | -20 | 5 Hoffnung",
            "text Wetter: Sonne |  | ",
        ]
    );
    let channels: Vec<&str> = read
        .document
        .cards
        .values()
        .filter_map(|card| Some(card.touchpoint.as_ref()?.channel.as_str()))
        .collect();
    assert_eq!(channels, ["website", "email", "store"]);
    let guessed = remarks(&read, Level::Guessed);
    let expected = "guessed: lane “Kontaktpunkte” is read as touchpoints (cell A in line 6)";
    assert!(guessed.iter().any(|remark| remark == expected), "{guessed:#?}");
}

#[test]
fn a_step_a_row_becomes_a_map() {
    let read = map(
        "Stage,Step,Actions,Pain points,Satisfaction\nFind,search,reads,slow,3\n,compare,asks,,5\nBuy,pay,pays,\"fees\nqueue\",1\n",
        Source::Csv,
    );
    assert_eq!(
        outline(&read.document),
        [
            "Find: search | compare",
            "Buy: pay",
            "actions Actions: reads | asks | pays",
            "painPoints Pain points: slow |  | fees / queue",
            "emotion Satisfaction: 0 | 20 | -20",
        ]
    );
}

#[test]
fn a_foreign_list_becomes_a_map() {
    let read = map(
        "Phase\tSchritt\tRow\tContent\tSchweregrad\tOwner\tBudget\n\
         Find\tsearch\tActions\treads\t\tAnna\t12\n\
         \t\tPain points\tslow\thoch\t\t\n\
         Buy\tpay\tPain points\tfees\tawful\t\t\n",
        Source::Csv,
    );
    assert_eq!(
        outline(&read.document),
        [
            "Find: search",
            "Buy: pay",
            "actions Actions: reads | ",
            "painPoints Pain points: slow | fees"
        ]
    );
    let severities: Vec<_> = read.document.cards.values().map(|card| card.severity).collect();
    assert_eq!(severities, [None, Some(Severity::High), None]);
    let left_out = remarks(&read, Level::LeftOut);
    assert_eq!(
        left_out,
        [
            "left out: column “Budget” with 1 cell (cell G in line 1)",
            "left out: “awful”, where low, medium or high is expected (cell E in line 4)"
        ]
    );
}

#[test]
fn a_pasted_table_becomes_a_map() {
    let read = map(
        "<table><tr><th></th><th colspan=2>Find</th><th>Buy</th></tr>\
         <tr><td>Actions</td><td colspan=2>reads</td><td>pays<br>waits</td></tr>\
         <tr><td>Line of visibility</td><td></td><td></td><td></td></tr>\
         <tr><td>Metrics</td><td>18 %</td><td>≤ 3 min</td><td>NPS 42</td></tr></table>",
        Source::Html,
    );
    assert_eq!(
        outline(&read.document),
        [
            "Find:  | ",
            "Buy: ",
            "actions Actions: reads×2 |  | pays / waits",
            "lineOfVisibility Line of visibility:  |  | ",
            "metrics Metrics:  |  | NPS 42"
        ]
    );
    let figures: Vec<String> = read
        .document
        .cards
        .values()
        .filter_map(|card| card.measurement.as_ref())
        .map(|figure| format!("{}{}", figure.value, figure.unit))
        .collect();
    assert_eq!(figures, ["18%", "≤ 3min"]);
}

#[test]
fn feelings_in_words_are_drawn_and_texts_are_kept() {
    let read = map(
        ",A,B,C\nEmotion,frustrated,🙂,thinks about it for days\nMood,sunny,cloudy,\n",
        Source::Csv,
    );
    assert_eq!(
        outline(&read.document)[3..],
        [
            "emotion Emotion: -20 frustrated | 10 | ",
            "thoughts Emotion:  |  | thinks about it for days",
            "thoughts Mood: sunny | cloudy | "
        ]
    );
}

#[test]
fn a_table_that_says_nothing_of_itself_is_mapped_by_a_person() {
    let text = "Anna,Find,reads\nBert,Find,asks\nAnna,Buy,pays\n";
    assert_eq!(reading(text, Source::Csv).unwrap_err(), ReadError::Unmapped);
    let shown = table(text.as_bytes(), Source::Csv, None).unwrap();
    assert_eq!(
        (shown.delimiter, shown.encoding, shown.mapping),
        (Some(','), Some("UTF-8"), None)
    );
    assert_eq!((shown.row_count, shown.column_count, shown.rows.len()), (3, 3, 3));
    let mapping = Mapping::Long(Long {
        heading: None,
        columns: vec![Some(Column::Owner), Some(Column::Stage), Some(Column::Text)],
    });
    let options = ReadOptions {
        mapping: Some(mapping),
        ..ReadOptions::default()
    };
    let read = read(text.as_bytes(), Source::Csv, &options, &mut CountingIds(700)).unwrap();
    assert_eq!(
        outline(&read.document),
        ["Find: ", "Buy: ", "text Text: reads / asks | pays"]
    );
    let owners: Vec<&str> = read.document.cards.values().map(|card| card.owner.as_str()).collect();
    assert_eq!(owners, ["Anna", "Bert", "Anna"]);
}

#[test]
fn what_a_person_told_is_no_guess() {
    let mapping = Mapping::Long(Long {
        heading: Some(0),
        columns: vec![None, Some(Column::Text), Some(Column::Stage)],
    });
    let options = ReadOptions {
        mapping: Some(mapping),
        ..ReadOptions::default()
    };
    let text = b"Kilos,Remark,Where\n3,waits,Buy\n";
    let read = read(text, Source::Csv, &options, &mut CountingIds(1)).unwrap();
    let told: Vec<(Level, &str)> = read
        .report
        .items
        .iter()
        .map(|item| (item.level, item.what.as_str()))
        .filter(|(_, what)| what.starts_with("column"))
        .collect();
    assert_eq!(
        told,
        [
            (Level::LeftOut, "column “Kilos” with 1 cell"),
            (Level::Understood, "column “Remark” is read as “Text”"),
            (Level::Understood, "column “Where” is read as “Stage”"),
        ]
    );
}

#[test]
fn a_mapping_that_does_not_fit_is_refused() {
    let with = |mapping: Mapping| {
        let options = ReadOptions {
            mapping: Some(mapping),
            ..ReadOptions::default()
        };
        read(b"a,b\nc,d\n", Source::Csv, &options, &mut CountingIds(1))
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    let long = |columns: Vec<Option<Column>>| {
        with(Mapping::Long(Long {
            heading: Some(9),
            columns,
        }))
    };
    assert!(long(vec![Some(Column::Stage)]).contains("no column holds the text"));
    assert!(long(vec![Some(Column::Text); 2]).contains("told twice"));
    assert!(long(vec![None, None, Some(Column::Text)]).contains("has 2 columns"));
    let matrix = Matrix {
        turned: false,
        stages: Some(5),
        steps: None,
        body: 1,
        lanes: 0,
    };
    assert!(with(Mapping::Matrix(matrix.clone())).contains("no cells"));
    assert!(
        with(Mapping::Matrix(Matrix {
            body: u32::MAX,
            lanes: u32::MAX,
            ..matrix
        }))
        .contains("no cells")
    );
}

#[test]
fn files_are_known_by_their_content() {
    let workbook = write::xlsx(&sample(2, 2, 1, 1)).unwrap().bytes;
    for (name, bytes, expected) in [
        ("x.csv", &workbook[..], Some(Source::Xlsx)),
        ("", b"a\tb\nc\td\n", Some(Source::Csv)),
        ("plan.csv", b"just one column\n", Some(Source::Csv)),
        ("x.txt", b"%%{init: {}}%%\njourney\n title X\n", Some(Source::Mermaid)),
        ("x.md", b"---\ntitle: x\n---\njourney\n", Some(Source::Mermaid)),
        (
            "readme.md",
            b"# Title\n\n```mermaid\njourney\n  section A\n```\n",
            Some(Source::Mermaid),
        ),
        ("x.md", b"# Title\n## Stage\n- card\n", Some(Source::Markdown)),
        ("x.json", b" {\"nodes\":[],\"edges\":[]}", Some(Source::JsonCanvas)),
        ("x.json", b"{\"format\": \"waymark-map\", \"nodes\": 1}", None),
        (
            "",
            b"<html><body><TABLE><tr><td>x</td></tr></TABLE>",
            Some(Source::Html),
        ),
        (
            "",
            b"Version:0.9\r\nStartHTML:1\r\n<html><table></table>",
            Some(Source::Html),
        ),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        ("x.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None),
        ("x.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj, 2 0 obj\n, \n", None),
        ("x.docx", b"PK\x03\x04rubbish", None),
        ("notes.txt", b"Dear Anna,\nhow are you?\n", None),
        ("", b"", None),
    ] {
        assert_eq!(
            sniff(name, bytes),
            expected,
            "{name} {}",
            String::from_utf8_lossy(bytes)
        );
    }
}

// Out and in again.

/// What the long form can hold of a map.
fn without(document: &Document) -> Vec<String> {
    let mut lines = outline(document);
    for lane in document.ordered_lanes() {
        for step in document.ordered_steps() {
            for card in document.cards_in(&lane.id, &step.id) {
                let card = journey_model::Card {
                    id: "c".into(),
                    lane: "l".into(),
                    step: "s".into(),
                    image: None,
                    order: Default::default(),
                    ..card.clone()
                };
                lines.push(format!("{card:?}"));
            }
        }
    }
    let mut scores: Vec<String> = document
        .scores
        .values()
        .map(|score| {
            let persona = score.persona.as_ref().map(|id| document.personas[id].name.as_str());
            let (lane, step) = (&document.lanes[&score.lane].title, &document.steps[&score.step].title);
            format!(
                "{lane} {step} {persona:?} {} {} {} {}",
                score.tenths, score.word, score.note, score.moment_of_truth
            )
        })
        .collect();
    scores.sort();
    lines.extend(scores);
    lines
}

/// Hidden lanes are never written.
fn shown(mut document: Document) -> Document {
    let hidden: Vec<_> = document
        .lanes
        .values()
        .filter(|lane| lane.hidden)
        .map(|lane| lane.id.clone())
        .collect();
    document.cards.retain(|_, card| !hidden.contains(&card.lane));
    document.scores.retain(|_, score| !hidden.contains(&score.lane));
    document.lanes.retain(|id, _| !hidden.contains(id));
    document
}

#[test]
fn lists_of_every_template_come_back() {
    for template in templates() {
        let document = shown(template.document(&mut CountingIds::default()));
        for delimiter in [
            write::Delimiter::Comma,
            write::Delimiter::Semicolon,
            write::Delimiter::Tab,
        ] {
            let options = write::CsvOptions {
                shape: write::CsvShape::Long,
                delimiter,
                ..write::CsvOptions::default()
            };
            let read = map(write::csv(&document, &options).bytes, Source::Csv);
            assert_eq!(without(&read.document), without(&document), "{}", template.id);
            assert!(read.report.is_lossless(), "{}: {}", template.id, read.report);
        }
    }
}

#[test]
fn workbooks_of_every_template_come_back() {
    for template in templates() {
        let document = shown(template.document(&mut CountingIds::default()));
        let read = map(write::xlsx(&document).unwrap().bytes, Source::Xlsx);
        assert_eq!(without(&read.document), without(&document), "{}", template.id);
        let links = |document: &Document| {
            let text = |end: &LinkEnd| match end {
                LinkEnd::Card(card) => document.cards[card].text.clone(),
                LinkEnd::Step(step) => document.steps[step].title.clone(),
            };
            let link = |link: &journey_model::Link| (text(&link.from), text(&link.to), link.kind, link.label.clone());
            let mut links: Vec<_> = document.links.values().map(link).collect();
            links.sort();
            links
        };
        assert_eq!(links(&read.document), links(&document), "{}", template.id);
        let about = journey_model::Map {
            id: "m".into(),
            theme: String::new(),
            ..document.map.clone()
        };
        let read_about = journey_model::Map {
            id: "m".into(),
            theme: String::new(),
            ..read.document.map.clone()
        };
        assert_eq!(read_about, about);
        let personas = |document: &Document| -> Vec<String> {
            let bare = |persona: &journey_model::Persona| journey_model::Persona {
                id: "p".into(),
                order: Default::default(),
                picture: None,
                library_persona: None,
                ..persona.clone()
            };
            document
                .ordered_personas()
                .into_iter()
                .map(|persona| format!("{:?}", bare(persona)))
                .collect()
        };
        assert_eq!(personas(&read.document), personas(&document), "{}", template.id);
        assert_eq!(remarks(&read, Level::LeftOut), Vec::<String>::new());
    }
}

#[test]
fn matrices_of_every_template_come_back() {
    for template in templates() {
        let document = shown(template.document(&mut CountingIds::default()));
        let read = map(write::csv(&document, &write::CsvOptions::default()).bytes, Source::Csv);
        let kinds = |document: &Document| -> Vec<(LaneKind, String)> {
            document
                .ordered_lanes()
                .into_iter()
                .map(|lane| (lane.kind, lane.title.clone()))
                .collect()
        };
        let (found, expected) = (kinds(&read.document), kinds(&document));
        let titles = |kinds: &[(LaneKind, String)]| kinds.iter().map(|(_, title)| title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&found), titles(&expected), "{}", template.id);
        assert_eq!(read.document.steps.len(), document.steps.len(), "{}", template.id);
        assert_eq!(
            read.document.scores.len(),
            document.scores.len(),
            "{}: {}",
            template.id,
            read.report
        );
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zäöüß ,;'\"=+@|-]{1,20}".prop_map(|text| text.trim().to_owned()),
        1 => "[a-z*_#:<>`\\[\\]()\\\\]{1,8}( [a-z]{1,5}\n[a-z•]{1,4})?".prop_map(|text| text.trim().to_owned()),
        1 => Just(String::new()),
    ]
}

/// Generated maps: a sample with texts of all sorts in place of its own.
fn any_map() -> impl Strategy<Value = Document> {
    (
        1u16..5,
        1u16..6,
        0u16..3,
        any::<u64>(),
        prop::collection::vec(any_text(), 24),
        any::<u32>(),
    )
        .prop_map(|(stages, lanes, cards, seed, texts, dice)| {
            let mut document = sample(stages, lanes, cards, seed);
            let mut texts = texts.into_iter().cycle();
            let mut next = || texts.next().unwrap_or_default();
            let mut roll = dice;
            for card in document.cards.values_mut() {
                roll = roll.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                card.text = next();
                match roll >> 29 {
                    0 => card.owner = next().replace('\n', " "),
                    1 => {
                        card.tags = [next(), next()]
                            .iter()
                            .map(|tag| tag.replace('\n', " "))
                            .filter(|tag| !tag.is_empty())
                            .collect()
                    }
                    2 => card.source = next(),
                    3 => card.colour = Some("#1a2b3c".into()),
                    _ => {}
                }
            }
            for stage in document.stages.values_mut() {
                stage.title = next().replace('\n', " ");
            }
            for score in document.scores.values_mut() {
                score.note = next();
            }
            document
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_map_comes_back_from_a_list(document in any_map()) {
        let options = write::CsvOptions { shape: write::CsvShape::Long, ..write::CsvOptions::default() };
        let read = map(write::csv(&document, &options).bytes, Source::Csv);
        prop_assert_eq!(without(&read.document), without(&document));
    }

    #[test]
    fn any_map_comes_back_from_a_workbook(document in any_map()) {
        let read = map(write::xlsx(&document).unwrap().bytes, Source::Xlsx);
        prop_assert_eq!(without(&read.document), without(&document));
    }
}

#[test]
fn a_table_in_markdown_becomes_a_map() {
    let text = "# Buying a bike\n\nFrom the workshop.\n\n| Stage | Find | Buy |\n|---|---|---|\n\
                | **Actions** | reads<br>asks | pays |\n| Pain points | | *slow* |\n";
    for name in ["", "map.md", "map.txt"] {
        assert_eq!(sniff(name, text.as_bytes()), Some(Source::Csv), "{name}");
    }
    for source in [Source::Csv, Source::Markdown] {
        let read = map(text, source);
        assert_eq!(read.document.map.title, "Buying a bike");
        assert_eq!(
            outline(&read.document),
            [
                "Find: ",
                "Buy: ",
                "actions Actions: reads / asks | pays",
                "painPoints Pain points:  | *slow*"
            ],
            "{}",
            read.report
        );
        assert_eq!(
            remarks(&read, Level::LeftOut),
            ["left out: 1 paragraph beside the table"]
        );
    }
    let seen = table(text.as_bytes(), Source::Csv, None).unwrap();
    assert_eq!((seen.delimiter, seen.row_count, seen.column_count), (Some('|'), 3, 3));
    // An outline stays one, whatever table stands in it.
    let outlined = format!("{text}\n## Later\n- rides\n");
    assert_eq!(sniff("", outlined.as_bytes()), Some(Source::Markdown));
}

// Diagrams and outlines.

#[test]
fn a_journey_of_mermaid_becomes_a_map() {
    let read = map(
        "---\ntitle: Front\n---\n%%{init: {'theme':\n 'dark'}}%%\njourney\n  title My #35;1 day %% not this\n  accDescr {\n    Why we\n    look }\n\
         Section Go to work\n      Make tea: 5: Me\n      Go #colon; up: 3: Me, Cat # nor this\n    section Home\n\n      Sit down: 5.5\n      Rest: much: Me\n",
        Source::Mermaid,
    );
    assert_eq!(read.document.map.title, "My #1 day");
    assert_eq!(read.document.map.objective.purpose, "Why we\n    look");
    assert_eq!(
        outline(&read.document),
        [
            "Go to work: Make tea | Go : up",
            "Home: Sit down | Rest",
            "emotion Emotion: 20 | 0 / 0 | 20 | "
        ]
    );
    assert_eq!(read.document.personas.len(), 2);
    assert_eq!(
        remarks(&read, Level::LeftOut),
        ["left out: “much” is no score of a task (line 17, column 7)"]
    );
}

#[test]
fn faults_of_a_journey_have_their_place() {
    assert_eq!(
        error("journey\n  section A\n  no task here\n", Source::Mermaid),
        "line 3, column 3: “no task here” is no statement of a journey; write a task as `Name: 3: Who`, and a stage as `section Name`"
    );
    assert!(error("graph TD\nA-->B", Source::Mermaid).starts_with("line 1, column 1: no journey begins here"));
    assert!(error("journey\naccDescr {\nnever", Source::Mermaid).contains("nothing closes"));
    assert!(error("journey\n  : 3: Me", Source::Mermaid).contains("without a name"));
    assert!(error("", Source::Mermaid).contains("no journey begins here"));
    assert!(error("journey\n", Source::Mermaid).starts_with("there is nothing here"));
}

#[test]
fn a_board_of_columns_becomes_a_map() {
    let read = map(
        r##"{"nodes":[
            {"id":"g2","type":"group","x":400,"y":0,"width":300,"height":500,"label":"Buy"},
            {"id":"g1","type":"group","x":0,"y":0,"width":300,"height":500,"label":"Find"},
            {"id":"b","type":"text","x":20,"y":200,"width":200,"height":60,"text":"second","color":"1"},
            {"id":"a","type":"text","x":20,"y":50,"width":200,"height":60,"text":"first"},
            {"id":"c","type":"link","x":420,"y":50,"width":200,"height":60,"url":"https://example.org"},
            {"id":"d","type":"file","x":420,"y":150,"width":200,"height":60,"file":"notes/pay.md"},
            {"id":"z","type":"portal","x":0,"y":0,"width":1,"height":1}],
           "edges":[{"id":"e","fromNode":"a","toNode":"c","label":"then"},
                    {"id":"f","fromNode":"g1","toNode":"g2"},{"id":"h","fromNode":"a","toNode":"nowhere"}]}"##,
        Source::JsonCanvas,
    );
    assert_eq!(
        outline(&read.document),
        ["Find: ", "Buy: ", "text Cards: first / second |  / notes/pay.md"]
    );
    assert_eq!(read.document.links.len(), 2);
    let left_out = remarks(&read, Level::LeftOut);
    assert_eq!(left_out.len(), 2, "{left_out:?}");
}

#[test]
fn lanes_across_a_board_are_lanes() {
    let read = map(
        r#"{"nodes":[
            {"id":"s1","type":"group","x":0,"y":0,"width":300,"height":700,"label":"Find"},
            {"id":"s2","type":"group","x":320,"y":0,"width":300,"height":700,"label":"Buy"},
            {"id":"l1","type":"group","x":-20,"y":40,"width":700,"height":200,"label":"Actions"},
            {"id":"l2","type":"group","x":-20,"y":300,"width":700,"height":200,"label":"Schmerzpunkte"},
            {"id":"a","type":"text","x":20,"y":60,"width":200,"height":60,"text":"reads"},
            {"id":"b","type":"text","x":340,"y":320,"width":200,"height":60,"text":"fees"}]}"#,
        Source::JsonCanvas,
    );
    assert_eq!(
        outline(&read.document),
        [
            "Find: ",
            "Buy: ",
            "actions Actions: reads | ",
            "painPoints Schmerzpunkte:  | fees"
        ]
    );
}

#[test]
fn faults_of_a_canvas_have_their_place() {
    let message = error("{\"nodes\": [\n {\"id\": 7}]}", Source::JsonCanvas);
    assert!(
        message.starts_with("line 2, column 9: this is no JSON Canvas (invalid type"),
        "{message}"
    );
    assert!(error("{\"nodes\": []}", Source::JsonCanvas).contains("the canvas is blank"));
    let deep = format!("{{\"nodes\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(error(deep, Source::JsonCanvas).contains("invalid type"));
    let deep = format!("{{\"other\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    error(deep, Source::JsonCanvas);
    let node = r#"{"id":"a","type":"text","x":1,"y":1,"width":-5,"height":1}"#;
    assert!(error(format!("{{\"nodes\":[{node}]}}"), Source::JsonCanvas).contains("below nothing"));
}

#[test]
fn a_foreign_outline_becomes_a_map() {
    let read = map(
        "---\ntags: x\n---\n# Insurance\n\nWhy we look.\n\n## Find\nTo know more\n\n### Actions\n- reads *reviews*\n  - twice\n- asks\n\n### Gedanken\n- too long?\n\n\
         ## Buy\n### Actions\n1. pays\n\n### Emotion\n- 4/5 relieved\n",
        Source::Markdown,
    );
    assert_eq!(read.document.map.title, "Insurance");
    assert_eq!(read.document.map.objective.purpose, "Why we look.");
    assert_eq!(read.document.ordered_stages()[0].goal, "To know more");
    assert_eq!(
        outline(&read.document),
        [
            "Find: ",
            "Buy: ",
            "actions Actions: reads *reviews*\n- twice / asks | pays",
            "thoughts Gedanken: too long? | ",
            "emotion Emotion:  | 10 relieved"
        ]
    );
}

#[test]
fn bare_lists_become_a_map() {
    let read = map(
        "- Find\n  - Actions\n    - reads\n  - Thoughts: why?\n- Buy\n  - at the till\n    - Actions: pays\n",
        Source::Markdown,
    );
    assert_eq!(
        outline(&read.document),
        [
            "Find: ",
            "Buy: at the till",
            "actions Actions: reads | pays",
            "thoughts Thoughts: why? | "
        ]
    );
}

#[test]
fn outlines_of_every_template_come_back() {
    for template in templates() {
        let mut document = shown(template.document(&mut CountingIds::default()));
        let read = map(write::markdown(&document).bytes, Source::Markdown);
        // What the format cannot hold, and titles that it makes up.
        for card in document.cards.values_mut() {
            (card.span, card.colour, card.icon, card.image) = (1, None, None, None);
        }
        for (number, id) in document
            .ordered_steps()
            .iter()
            .map(|step| step.id.clone())
            .enumerate()
            .collect::<Vec<_>>()
        {
            let step = document.steps.get_mut(&id).unwrap();
            if step.title.is_empty() {
                step.title = format!("Step {}", number + 1);
            }
        }
        assert_eq!(without(&read.document), without(&document), "{}", template.id);
        assert_eq!(
            read.document.links.len(),
            document.links.len(),
            "{}: {}",
            template.id,
            read.report
        );
        assert_eq!(remarks(&read, Level::LeftOut), Vec::<String>::new(), "{}", template.id);
    }
}

#[test]
fn canvases_of_every_template_come_back() {
    for template in templates() {
        let document = shown(template.document(&mut CountingIds::default()));
        let read = map(write::json_canvas(&document).bytes, Source::JsonCanvas);
        let cells = |document: &Document| -> Vec<String> {
            // A card that says nothing but its channel's name may as well say nothing.
            let mut document = document.clone();
            document.cards.values_mut().for_each(describe);
            let rows = outline(&document).into_iter().skip(document.stages.len());
            // Kinds are guessed from titles, which may say anything.
            rows.map(|row| row.split_once(' ').unwrap().1.to_owned()).collect()
        };
        assert_eq!(cells(&read.document), cells(&document), "{}", template.id);
        assert_eq!(read.document.steps.len(), document.steps.len(), "{}", template.id);
        assert_eq!(
            read.document.links.len(),
            document.links.len(),
            "{}: {}",
            template.id,
            read.report
        );
        assert_eq!(read.document.personas.len(), document.personas.len(), "{}", template.id);
    }
}

#[test]
fn titles_of_a_canvas_keep_their_signs() {
    let signs = ["*Ask* [x] `y`", "**", "1. _First_ & #2", "# a \\*b", "+ snake_case <i>"];
    let mut document = sample(2, 2, 1, 1);
    document.map.title = signs[0].into();
    for (step, sign) in document.steps.values_mut().zip(signs) {
        step.title = sign.into();
    }
    for (lane, sign) in document.lanes.values_mut().zip(signs.into_iter().rev()) {
        (lane.title, lane.caption) = (sign.into(), signs[3].into());
    }
    let bytes = write::json_canvas(&document).bytes;
    // Obsidian shows the letters and no emphasis.
    assert!(String::from_utf8_lossy(&bytes).contains(r"# \\*Ask\\* \\[x\\] \\`y\\`"));
    let read = map(bytes, Source::JsonCanvas).document;
    assert_eq!(read.map.title, document.map.title);
    let steps = |document: &Document| -> Vec<String> {
        let steps = document.ordered_steps().into_iter();
        steps.map(|step| step.title.clone()).collect()
    };
    assert_eq!(steps(&read), steps(&document));
    let lanes = |document: &Document| -> Vec<(String, String)> {
        let lanes = document.ordered_lanes().into_iter();
        lanes.map(|lane| (lane.title.clone(), lane.caption.clone())).collect()
    };
    assert_eq!(lanes(&read), lanes(&document));
}

#[test]
fn journeys_of_every_template_come_back() {
    for template in templates() {
        let document = shown(template.document(&mut CountingIds::default()));
        let written = write::mermaid(&document);
        let read = map(&written.bytes, Source::Mermaid);
        assert_eq!(read.document.map.title, document.map.title);
        let stages = |document: &Document| -> Vec<(String, usize)> {
            let stages = document.ordered_stages().into_iter();
            stages
                .map(|stage| (stage.title.clone(), document.steps_of(&stage.id).len()))
                .collect()
        };
        assert_eq!(stages(&read.document), stages(&document), "{}", template.id);
        // What came in as a journey goes out as the same one.
        let again = map(write::mermaid(&read.document).bytes, Source::Mermaid);
        assert_eq!(without(&again.document), without(&read.document), "{}", template.id);
    }
}

/// Takes off a text that is but the channel's name.
fn describe(card: &mut journey_model::Card) {
    let channel = card
        .touchpoint
        .as_ref()
        .and_then(|touchpoint| journey_model::ChannelKind::from_key(&touchpoint.channel));
    if channel.is_some_and(|channel| channel.title() == card.text) {
        card.text.clear();
    }
}

// Files that nobody means well.

#[test]
fn absurd_sizes_end_in_an_error_at_once() {
    let large = vec![b'a'; 200 * 1024 * 1024];
    for source in [
        Source::Csv,
        Source::Xlsx,
        Source::Html,
        Source::Mermaid,
        Source::JsonCanvas,
        Source::Markdown,
    ] {
        assert!(error(&large, source).starts_with("the file has 200 MiB, and at most "));
        assert!(table(&large, source, None).is_err());
    }
    assert!(error(",x\n".repeat(600_000), Source::Csv).contains("1000000 cells"));
    let cards = format!(",A\n{}", "Actions,x\n".repeat(2_000));
    assert!(error(cards, Source::Csv).contains("more than 1000 lanes"));
    let steps = format!("{}\nActions{}\n", ",x".repeat(1_001), ",y".repeat(1_001));
    assert!(error(steps, Source::Csv).contains("more than 1000"));
    let many = format!(",A\nActions,\"{}\"\n", "x\n".repeat(20_001));
    let message = error(many, Source::Csv);
    assert!(message.contains("more than 20000 cards"), "{message}");
    let long = format!(",A\nActions,{}\n", "x".repeat(20_001));
    assert!(error(long, Source::Csv).starts_with("cell B in line 2: a text of 20001 characters"));
    let actors = format!(
        "journey\na: 3: {}",
        (0..300).map(|n| format!("p{n},")).collect::<String>()
    );
    assert!(error(actors, Source::Mermaid).contains("more than 200 personas"));
    let edges = "{\"fromNode\":\"a\",\"toNode\":\"b\"},".repeat(30_000);
    let edges = format!("{{\"nodes\":[],\"edges\":[{}]}}", edges.trim_end_matches(','));
    assert!(error(edges, Source::JsonCanvas).contains("30000 nodes and edges"));
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let deep: String = (0..200).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    assert!(error(deep, Source::Markdown).contains("lists stand within each other"));
    assert!(error("[".repeat(1_000_001), Source::Markdown).contains("1000001 marks"));
    let group = r#"{"id":"","type":"group","x":1,"y":1,"width":1,"height":1}"#;
    let groups = format!("{{\"nodes\":[{}]}}", vec![group; 20_000].join(","));
    assert!(error(groups, Source::JsonCanvas).contains("more than 1000 steps"));
    // Quotes are no lists: they are looked through however deep they are.
    map(format!("# T\n## S\n{} text", "> ".repeat(50_000)), Source::Markdown);
}

#[test]
fn bytes_that_are_no_text_end_in_an_error() {
    let noise: Vec<u8> = (0..4_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for source in [
        Source::Csv,
        Source::Xlsx,
        Source::Html,
        Source::Mermaid,
        Source::JsonCanvas,
        Source::Markdown,
    ] {
        error(&noise, source);
        error("", source);
        error("\u{feff}", source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is done to a good file, it ends in a map or an error.
    #[test]
    fn mutilated_files_end(
        which in 0usize..6,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..3), 1..8),
    ) {
        let document = sample(2, 3, 1, 1);
        let long = write::CsvOptions { shape: write::CsvShape::Long, ..write::CsvOptions::default() };
        let (source, mut bytes) = match which {
            0 => (Source::Csv, write::csv(&document, &long).bytes),
            1 => (Source::Csv, write::csv(&document, &write::CsvOptions::default()).bytes),
            2 => (Source::Xlsx, write::xlsx(&document).unwrap().bytes),
            3 => (Source::Mermaid, write::mermaid(&document).bytes),
            4 => (Source::JsonCanvas, write::json_canvas(&document).bytes),
            _ => (Source::Markdown, write::markdown(&document).bytes),
        };
        for (at, byte, act) in cuts {
            let at = at.index(bytes.len());
            match act {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let _ = reading(&bytes, source);
        let _ = table(&bytes, source, None);
        let _ = sniff("x", &bytes);
    }
}
