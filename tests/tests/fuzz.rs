//! The readers of foreign files, for a moment: the files that fuzzing begins with, and a few hundred made
//! of them. `cargo xtask nightly` goes on for longer.

use std::fs;
use std::ops::ControlFlow;

use journey_exchange::write;
use journey_model::sample::sample;
use journey_model::{Document, file};
use journey_tests::fixtures::scene;
use journey_tests::fuzz::{Mutator, TARGETS, corpus};

/// Small files of every format. `WAYMARK_BLESS=1` writes them into the corpus.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let document: Document = sample(2, 3, 1, 1);
    let long = write::CsvOptions {
        shape: write::CsvShape::Long,
        ..write::CsvOptions::default()
    };
    let map = file::write(&document).into_bytes();
    let scene = scene(&sample(1, 1, 1, 1), "calm");
    let json = file::write(&sample(1, 1, 1, 1));
    let svg = journey_svg::Options {
        fonts: journey_svg::Fonts::Referenced,
        attachment: Some(json.clone()),
        ..journey_svg::Options::default()
    };
    let pdf = journey_pdf::Options {
        attachment: Some(journey_pdf::Attachment {
            name: "map.json".into(),
            json: json.clone(),
        }),
        ..journey_pdf::Options::default()
    };
    let pdf = journey_pdf::paint(&scene, &pdf, &mut |_| ControlFlow::Continue(())).expect("a sample can be painted");
    let raster = |format: journey_raster::Format| {
        let options = journey_raster::Options {
            format,
            size: journey_raster::Extent::Scale(0.1),
            attachment: Some(json.clone()),
            ..journey_raster::Options::default()
        };
        let mut bytes = Vec::new();
        journey_raster::paint(&scene, &options, &mut bytes, &mut |_| ControlFlow::Continue(()))
            .expect("a sample can be painted");
        bytes
    };
    let svg = journey_svg::paint(&scene, &svg).expect("a sample can be painted");
    vec![
        ("csv", "long.csv", write::csv(&document, &long).bytes),
        ("csv", "matrix.csv", write::csv(&document, &write::CsvOptions::default()).bytes),
        ("csv", "german.csv", b"Phase;Finden;;Kaufen\nSchritt;sucht;fragt;zahlt\nAktionen;\"a\nb\";;c\nEmotion;1,5;-2;froh\n".to_vec()),
        ("xlsx", "map.xlsx", write::xlsx(&sample(1, 1, 1, 1)).expect("a sample can be written").bytes),
        (
            "sheet",
            "sheet.xml",
            b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:C3\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Find</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\"><f t=\"shared\" si=\"0\" ref=\"B2:C2\">1+1</f><v>2.5</v></c><c r=\"C2\" t=\"b\"><v>1</v></c></row><row><c t=\"e\"><v>#N/A</v></c></row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"B1:C1\"/></mergeCells></worksheet>".to_vec(),
        ),
        (
            "sheet",
            "content.xml",
            b"<office:document-content><style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style><table:table table:name=\"T\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Stage</text:p></table:table-cell><table:table-cell table:number-columns-spanned=\"2\"><text:p>Find</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated=\"2\"><table:table-cell><text:p>Actions</text:p></table:table-cell><table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/><table:table-cell table:number-columns-repeated=\"2\"><text:p>a<text:s text:c=\"3\"/>&amp;</text:p><text:p>b</text:p></table:table-cell></table:table-row></table:table></office:document-content>".to_vec(),
        ),
        ("csv", "table.md", b"# T\n\n| | Find | Buy |\n|---|:-:|--:|\n| **Actions** | a<br>b | *c* \\| d |\n| Mood | 4/5 | |\n".to_vec()),
        ("html", "pasted.html", b"<table><tr><td></td><td colspan=2>Find</td></tr><tr><td rowspan=2>Actions</td><td>a<br>b</td><td>c</td></tr><tr><td>d</td></tr></table>".to_vec()),
        ("mermaid", "map.mmd", write::mermaid(&document).bytes),
        ("mermaid", "all.mmd", b"---\ntitle: T\n---\n%%{init: {}}%%\njourney\n accTitle: A\n accDescr {\n b }\n section S\n  a: 5: Me, Cat\n  b #35;1: 2.5\n".to_vec()),
        ("canvas", "map.canvas", write::json_canvas(&document).bytes),
        ("markdown", "map.md", write::markdown(&document).bytes),
        ("markdown", "foreign.md", b"# T\n\nWhy.\n\n## Find\n\n### Actions\n- a *b* [c](http://d.e)\n  - f\n\n### Mood\n- 4/5 fine\n\n```mermaid\ngraph TD\n```\n".to_vec()),
        ("map", "map.json", map),
        ("svg", "map.svg", svg.into_bytes()),
        ("pdf", "map.pdf", pdf),
        ("png", "map.png", raster(journey_raster::Format::Png)),
        ("png", "map.jpg", raster(journey_raster::Format::Jpeg { quality: 50 })),
    ]
}

#[test]
fn every_reader_has_a_corpus_and_survives_what_is_made_of_it() {
    if std::env::var_os("WAYMARK_BLESS").is_some() {
        for (target, name, bytes) in files() {
            let folder = corpus(target);
            fs::create_dir_all(&folder).expect("the checkout can be written");
            fs::write(folder.join(name), bytes).expect("the checkout can be written");
        }
    }
    for target in TARGETS {
        let folder = fs::read_dir(corpus(target.name)).into_iter().flatten().flatten();
        let mut paths: Vec<_> = folder.map(|entry| entry.path()).collect();
        paths.sort();
        assert!(
            !paths.is_empty(),
            "fuzz/corpus/{} is empty; WAYMARK_BLESS=1 fills it",
            target.name
        );
        let seeds: Vec<Vec<u8>> = paths
            .iter()
            .map(|path| fs::read(path).expect("the corpus can be read"))
            .collect();
        seeds.iter().for_each(|seed| (target.read_one)(seed));
        let mut mutator = Mutator::new(seeds, 7);
        (0..200).for_each(|_| (target.read_one)(&mutator.next_file()));
    }
}
