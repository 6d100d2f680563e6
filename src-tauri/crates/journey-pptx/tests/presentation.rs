//! Presentations of whole maps, taken apart again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::ops::ControlFlow;
use std::sync::Arc;

use journey_layout::{Engine, FontBook, Theme};
use journey_model::{CountingIds, Document, LinkEnd, sample::sample, template};
use journey_pptx::{Column, Content, Options, PptxError, Slide, SlideSize, Table, paint};
use journey_scene::{Image, Node, NodeId, Point, Primitive, Rect, Role, Scene, Size};
use roxmltree::{Document as Xml, Node as Element};

fn flood() -> Document {
    let template = template::templates()
        .iter()
        .find(|t| t.id == "flood-insurance")
        .unwrap();
    template.document(&mut CountingIds::default())
}

fn scene(document: &Document) -> Arc<Scene> {
    Engine::new(FontBook::shipped()).scene(document, Theme::by_name("calm").unwrap())
}

fn slide(scene: &Scene) -> Slide<'_> {
    Slide {
        title: "Overview",
        content: Content::Scene(scene),
        notes: "",
    }
}

fn painted(slides: &[Slide<'_>]) -> Vec<u8> {
    paint(slides, &Options::default(), &mut |_| ControlFlow::Continue(())).unwrap()
}

/// All parts by name; those of XML as text.
fn parts(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        parts.insert(name, bytes);
    }
    parts
}

fn text<'p>(parts: &'p BTreeMap<String, Vec<u8>>, name: &str) -> &'p str {
    std::str::from_utf8(&parts[name]).unwrap()
}

fn named<'a, 'i>(element: Element<'a, 'i>, name: &'static str) -> impl Iterator<Item = Element<'a, 'i>> {
    element.descendants().filter(move |e| e.tag_name().name() == name)
}

fn id<'a>(shape: Element<'a, '_>) -> &'a str {
    named(shape, "cNvPr").next().unwrap().attribute("id").unwrap()
}

/// What a shape says, a line a paragraph.
fn said(shape: Element<'_, '_>) -> String {
    let line = |p: Element<'_, '_>| named(p, "t").filter_map(|t| t.text()).collect::<String>();
    named(shape, "p").map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn all_parts_are_there_and_typed() {
    let scene = scene(&flood());
    let slides = [
        slide(&scene),
        Slide {
            notes: "First.\nThen & last.",
            ..slide(&scene)
        },
    ];
    let parts = parts(painted(&slides));
    let types = Xml::parse(text(&parts, "[Content_Types].xml")).unwrap();
    let typed: BTreeSet<&str> = named(types.root(), "Override")
        .filter_map(|e| e.attribute("PartName"))
        .collect();
    for (name, bytes) in &parts {
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let document = Xml::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        let is_list = name.starts_with('[') || name.ends_with(".rels");
        assert!(
            is_list || typed.contains(format!("/{name}").as_str()),
            "{name} has no type"
        );
        if !name.ends_with(".rels") {
            continue;
        }
        let folder = name.split_once("_rels/").unwrap().0;
        for relation in named(document.root(), "Relationship") {
            let target = relation.attribute("Target").unwrap();
            if relation.attribute("TargetMode") == Some("External") {
                continue;
            }
            let path = match target.strip_prefix("../") {
                Some(rest) => format!("ppt/{rest}"),
                None => format!("{folder}{target}"),
            };
            assert!(parts.contains_key(&path), "{name} refers to {path}");
        }
    }
    let notes = Xml::parse(text(&parts, "ppt/notesSlides/notesSlide2.xml")).unwrap();
    assert_eq!(said(notes.root_element()), "First.\nThen & last.");
    assert!(!parts.contains_key("ppt/notesSlides/notesSlide1.xml"));
}

#[test]
fn ids_are_unique_and_relationships_known() {
    let scene = scene(&flood());
    let parts = parts(painted(&[slide(&scene)]));
    let document = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
    let mut seen = BTreeSet::new();
    for properties in named(document.root(), "cNvPr") {
        assert!(seen.insert(properties.attribute("id").unwrap()));
    }
    let relations = Xml::parse(text(&parts, "ppt/slides/_rels/slide1.xml.rels")).unwrap();
    let known: BTreeSet<&str> = named(relations.root(), "Relationship")
        .filter_map(|e| e.attribute("Id"))
        .collect();
    for used in document.descendants().flat_map(|e| e.attributes()) {
        if used.namespace().is_some_and(|space| space.ends_with("relationships")) {
            assert!(known.contains(used.value()));
        }
    }
}

/// Every card is one shape with all of its text, and nothing else says it.
#[test]
fn a_card_is_one_shape_with_its_text() {
    let document = flood();
    let scene = scene(&document);
    let parts = parts(painted(&[slide(&scene)]));
    let xml = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
    let shapes: Vec<String> = named(xml.root(), "sp").map(said).collect();
    let mut cards = 0;
    for node in scene.nodes.iter().filter(|node| node.role == Role::Card) {
        let shown = node.content.iter().find_map(|primitive| match primitive {
            Primitive::Text(text) => Some(text.source.as_ref()),
            _ => None,
        });
        let shown = shown.unwrap();
        let alike = scene.nodes.iter().filter(|other| other.content == node.content).count();
        assert_eq!(shapes.iter().filter(|said| *said == shown).count(), alike, "{shown}");
        cards += 1;
    }
    assert!(cards > 30);
    let chevrons: Vec<&str> = named(xml.root(), "prstGeom")
        .filter_map(|e| e.attribute("prst"))
        .collect();
    let count = |name: &str| chevrons.iter().filter(|preset| **preset == name).count();
    assert_eq!(count("homePlate") + count("chevron"), document.stages.len());
    assert_eq!(count("homePlate"), 1);
}

#[test]
fn links_are_glued_to_their_cards() {
    for document in [flood(), edges()] {
        let scene = scene(&document);
        let parts = parts(painted(&[slide(&scene)]));
        let xml = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
        let shapes: BTreeMap<&str, String> = named(xml.root(), "sp").map(|sp| (id(sp), said(sp))).collect();
        let labels: BTreeMap<&str, &str> = scene
            .nodes
            .iter()
            .map(|node| (node.id.as_str(), node.label.as_ref()))
            .collect();
        let shown = |card: &str| {
            let node = scene.node(card).unwrap();
            let text = node.content.iter().find_map(|primitive| match primitive {
                Primitive::Text(text) => Some(text.source.to_string()),
                _ => None,
            });
            text.unwrap_or_default()
        };
        let mut glued = 0;
        for link in document.links.values() {
            let (LinkEnd::Card(from), LinkEnd::Card(to)) = (&link.from, &link.to) else {
                continue;
            };
            let Some(label) = labels.get(link.id.as_str()) else {
                continue;
            };
            let connector = named(xml.root(), "cxnSp")
                .find(|cxn| named(*cxn, "cNvPr").next().unwrap().attribute("descr") == Some(label));
            let connector = connector.unwrap_or_else(|| panic!("{label} is no connector"));
            let end = |name| named(connector, name).next().unwrap().attribute("id").unwrap();
            assert_eq!(shapes[end("stCxn")], shown(from.as_str()), "{label}");
            assert_eq!(shapes[end("endCxn")], shown(to.as_str()), "{label}");
            glued += 1;
        }
        assert!(glued >= 4, "{glued}");
    }
}

fn edges() -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/edges.json");
    journey_model::file::read(std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn an_emotion_curve_is_one_freeform() {
    let scene = scene(&flood());
    let parts = parts(painted(&[slide(&scene)]));
    let xml = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
    let name = |sp: &Element<'_, '_>| {
        named(*sp, "cNvPr")
            .next()
            .unwrap()
            .attribute("name")
            .unwrap()
            .to_owned()
    };
    let curves: Vec<_> = named(xml.root(), "sp")
        .filter(|sp| name(sp).starts_with("Emotion of Marie Broussard:"))
        .collect();
    assert_eq!(curves.len(), 1);
    // The area below it is filled, the line on top is not.
    let paths: Vec<_> = named(curves[0], "path")
        .map(|p| (p.attribute("fill"), p.attribute("stroke")))
        .collect();
    assert_eq!(paths, [(None, Some("0")), (Some("none"), None)]);
}

#[test]
fn the_same_slides_give_the_same_bytes() {
    let document = flood();
    let (first, second) = (scene(&document), scene(&document));
    assert_eq!(painted(&[slide(&first)]), painted(&[slide(&second)]));
}

#[test]
fn slides_are_as_large_as_was_asked() {
    let scene = scene(&flood());
    for (size, expected) in [
        (SlideSize::Widescreen, (12_192_000.0, 6_858_000.0)),
        (SlideSize::Standard, (9_144_000.0, 6_858_000.0)),
        (SlideSize::Map, (scene.size.width * 9525.0, scene.size.height * 9525.0)),
    ] {
        let options = Options {
            size,
            ..Options::default()
        };
        let bytes = paint(&[slide(&scene)], &options, &mut |_| ControlFlow::Continue(())).unwrap();
        let parts = parts(bytes);
        let xml = Xml::parse(text(&parts, "ppt/presentation.xml")).unwrap();
        let side = |name| -> f64 {
            let element = named(xml.root(), "sldSz").next().unwrap();
            element.attribute(name).unwrap().parse().unwrap()
        };
        assert!((side("cx") - expected.0).abs() < 1.0 && (side("cy") - expected.1).abs() < 1.0);
        // Everything lies on the slide, but for what overhangs a little.
        let slide = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
        for place in named(slide.root(), "off") {
            let at = |name| place.attribute(name).unwrap().parse::<f64>().unwrap();
            assert!(at("x") > -20_000.0 && at("x") < side("cx") && at("y") > -20_000.0 && at("y") < side("cy"));
        }
    }
}

#[test]
fn a_large_map_is_no_trouble_and_can_be_given_up() {
    let document = sample(20, 10, 5, 7);
    let scene = scene(&document);
    let mut heard = 0;
    let bytes = paint(&[slide(&scene)], &Options::default(), &mut |progress| {
        heard = progress.done;
        assert!(progress.done <= progress.total);
        ControlFlow::Continue(())
    });
    assert!(bytes.is_ok());
    assert_eq!(heard as usize, scene.nodes.len());
    let cancelled = paint(&[slide(&scene)], &Options::default(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(cancelled, Err(PptxError::Cancelled)));
    let none = paint(&[], &Options::default(), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(none, Err(PptxError::NoSlides)));
}

/// A scene that no layout makes: numbers that are none, broken pictures, links to nowhere.
#[test]
fn odd_scenes_make_whole_files() {
    let mut scene = Scene::clone(&scene(&flood()));
    let picture = |bytes: &[u8], side: f64| {
        Primitive::Image(Image {
            rect: Rect::new(0.0, 0.0, side, side),
            bytes: bytes.into(),
            media_type: "image/png".into(),
            alt: "odd \u{0}\u{fffe}".into(),
        })
    };
    for (index, (bytes, side)) in [(&b"\x89PNG"[..], 40.0), (b"<svg", f64::NAN), (b"", f64::INFINITY)]
        .iter()
        .enumerate()
    {
        scene.nodes.push(Node {
            id: NodeId::new(format!("odd{index}")),
            role: Role::Card,
            origin: Point::new(*side, -f64::INFINITY),
            size: Size::new(*side, *side),
            label: "Odd <\u{1}>".into(),
            cell: None,
            edit: None,
            content: vec![picture(bytes, *side)].into(),
        });
    }
    scene.language = "not a \"tag\"".into();
    scene.size = Size::new(0.0, f64::NAN);
    let parts = parts(painted(&[slide(&scene)]));
    let xml = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
    assert!(named(xml.root(), "cNvPr").any(|e| e.attribute("name") == Some("Picture that cannot be shown")));
    assert!(named(xml.root(), "rPr").all(|e| e.attribute("lang") == Some("en")));
}

#[test]
fn lists_are_tables_on_as_many_slides_as_they_take() {
    let column = |title: &str, width| Column {
        title: title.into(),
        width,
    };
    let table = Table {
        columns: vec![column("Opportunity", 3.0), column("Stage", 1.0)],
        rows: (1..=40)
            .map(|n| vec![format!("Idea {n}\nin two lines"), "Decision".into()])
            .collect(),
    };
    let scene = scene(&flood());
    let slides = [
        slide(&scene),
        Slide {
            title: "Opportunities",
            content: Content::Table(&table),
            notes: "Choose three.",
        },
    ];
    let parts = parts(painted(&slides));
    let mut said_rows = Vec::new();
    let mut titles = Vec::new();
    for number in 2.. {
        let name = format!("ppt/slides/slide{number}.xml");
        if !parts.contains_key(&name) {
            break;
        }
        let xml = Xml::parse(text(&parts, &name)).unwrap();
        titles.push(said(named(xml.root(), "sp").next().unwrap()));
        let rows: Vec<_> = named(xml.root(), "tr").collect();
        assert_eq!(said(rows[0]), "Opportunity\nStage");
        said_rows.extend(rows[1..].iter().map(|row| said(named(*row, "tc").next().unwrap())));
    }
    let expected: Vec<String> = (1..=40).map(|n| format!("Idea {n}\nin two lines")).collect();
    assert_eq!(said_rows, expected);
    assert!(titles.len() > 2 && titles[0] == format!("Opportunities (1/{})", titles.len()));
    assert!(parts.contains_key("ppt/notesSlides/notesSlide2.xml"));
    assert!(!parts.contains_key("ppt/notesSlides/notesSlide3.xml"));
}

/// Texts under 1 pt would grow out of their cards: PowerPoint sets none.
#[test]
fn slides_grow_with_maps_whose_texts_would_be_too_small() {
    let mut scene = Scene::clone(&scene(&flood()));
    scene.size = Size::new(10_000.0, 12_000.0);
    let parts = parts(painted(&[slide(&scene)]));
    let xml = Xml::parse(text(&parts, "ppt/presentation.xml")).unwrap();
    let size = named(xml.root(), "sldSz").next().unwrap();
    let side = |name| size.attribute(name).unwrap().parse::<f64>().unwrap();
    assert!((side("cx") / side("cy") - 16.0 / 9.0).abs() < 1e-3);
    assert!(side("cx") > 12_192_000.0 && side("cx") <= 51_206_400.0);
    let xml = Xml::parse(text(&parts, "ppt/slides/slide1.xml")).unwrap();
    let sizes: BTreeSet<i64> = named(xml.root(), "rPr")
        .map(|e| e.attribute("sz").unwrap().parse().unwrap())
        .collect();
    // Every size of the type scale is still there.
    assert!(sizes.len() > 8 && sizes.first() >= Some(&100), "{sizes:?}");
}
