//! Writes a map in every format into a folder, to look at: `write_all FOLDER [TEMPLATE | FILE.json | STAGESxLANESxCARDS [SVG]]`.

use std::path::Path;
use std::time::Instant;

use journey_exchange::write::{self, CsvOptions, CsvShape, Written};
use journey_model::{CountingIds, Document, sample::sample, template::templates};

fn document(name: &str) -> Document {
    if let [stages, lanes, cards] = name.split('x').filter_map(|n| n.parse().ok()).collect::<Vec<u16>>()[..] {
        return sample(stages, lanes, cards, 1);
    }
    if name.ends_with(".json") {
        let bytes = std::fs::read(name).expect("a map file");
        return journey_model::file::read(&bytes).expect("a map");
    }
    let template = templates().iter().find(|template| template.id == name);
    template
        .expect("a template of that name")
        .document(&mut CountingIds::default())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(arguments.first().expect("a folder"));
    let document = document(arguments.get(1).map_or("flood-insurance", String::as_str));
    let put = |name: &str, write: &dyn Fn() -> Written| {
        let start = Instant::now();
        let written = write();
        println!("{name}: {} bytes in {:?}", written.bytes.len(), start.elapsed());
        print!("{}", written.report);
        std::fs::write(folder.join(name), written.bytes).expect("a folder that can be written");
    };
    put("map.csv", &|| write::csv(&document, &CsvOptions::default()));
    let long = CsvOptions {
        shape: CsvShape::Long,
        ..CsvOptions::default()
    };
    put("long.csv", &|| write::csv(&document, &long));
    // The picture comes from elsewhere: `waymark export` of the same map, say.
    if let Some(svg) = arguments.get(2) {
        let svg = std::fs::read_to_string(svg).expect("an SVG file");
        put("map.html", &|| write::html(&document, &svg));
    }
    put("map.md", &|| write::markdown(&document));
    put("map.mmd", &|| write::mermaid(&document));
    put("map.canvas", &|| write::json_canvas(&document));
    put("map.drawio", &|| write::draw_io(&document));
    put("map.xlsx", &|| write::xlsx(&document).expect("a map that fits"));
}
