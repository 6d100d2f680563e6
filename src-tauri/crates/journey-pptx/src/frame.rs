//! The parts that every presentation has around its slides: master, layout, theme, notes.

use journey_scene::Scene;

use crate::Options;
use crate::package::{OFFICE, Package, Relationships};
use crate::palette::Palette;
use crate::properties;
use crate::shape::{Frame, preset, transform};
use crate::xml::Xml;

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PRESENTATION: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";

/// Half an inch: where titles stand.
const MARGIN: i64 = 457_200;
/// Height of a slide's title line.
const TITLE: i64 = 640_080;
/// 1/100 pt on a slide 7.5 inches high.
pub(crate) const TITLE_SIZE: f64 = 2400.0;
/// Notes pages are letter-shaped and upright.
const NOTES: (i64, i64) = (6_858_000, 9_144_000);

/// Distances in EMU that grow with the slide, so that its title is as large on any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// 1 for slides that are 7.5 inches high.
    pub scale: f64,
    pub margin: i64,
    /// Height of the title line.
    pub title: i64,
    /// Where what stands below the title begins.
    pub top: i64,
}

impl Room {
    /// The room on slides of a size in EMU.
    pub fn of(size: (i64, i64)) -> Self {
        let scale = (size.0 as f64 / 9_144_000.0).min(size.1 as f64 / 6_858_000.0);
        let scaled = |length: i64| (length as f64 * scale).round() as i64;
        Self {
            scale,
            margin: scaled(MARGIN),
            title: scaled(TITLE),
            top: scaled(MARGIN + TITLE),
        }
    }
}

/// Begins a part of PresentationML.
pub(crate) fn part(root: &'static str) -> Xml {
    let mut xml = Xml::part();
    xml.tag(root)
        .attr("xmlns:a", MAIN)
        .attr("xmlns:r", OFFICE)
        .attr("xmlns:p", PRESENTATION)
        .open();
    xml
}

/// Opens `p:spTree` with the group that every slide is.
pub(crate) fn open_tree(xml: &mut Xml) {
    xml.open("p:spTree");
    xml.open("p:nvGrpSpPr");
    xml.tag("p:cNvPr").num("id", 1).attr("name", "").empty();
    xml.empty("p:cNvGrpSpPr");
    xml.empty("p:nvPr");
    xml.close();
    xml.open("p:grpSpPr");
    xml.open("a:xfrm");
    xml.tag("a:off").num("x", 0).num("y", 0).empty();
    xml.tag("a:ext").num("cx", 0).num("cy", 0).empty();
    xml.tag("a:chOff").num("x", 0).num("y", 0).empty();
    xml.tag("a:chExt").num("cx", 0).num("cy", 0).empty();
    xml.close();
    xml.close();
}

/// Writes the properties of a placeholder, up to its shape.
pub(crate) fn placeholder(xml: &mut Xml, id: u32, name: &str, kind: &str, index: Option<i64>) {
    xml.open("p:nvSpPr");
    xml.tag("p:cNvPr").num("id", i64::from(id)).attr("name", name).empty();
    xml.open("p:cNvSpPr");
    xml.tag("a:spLocks").attr("noGrp", "1").empty();
    xml.close();
    xml.open("p:nvPr");
    let tag = xml.tag("p:ph").attr("type", kind);
    match index {
        Some(index) => tag.num("idx", index).empty(),
        None => tag.empty(),
    }
    xml.close();
    xml.close();
}

/// What the whole presentation is made of.
pub(crate) struct Deck<'a> {
    /// EMU.
    pub size: (i64, i64),
    pub palette: Palette,
    pub family: String,
    /// The families of other scripts, with the scripts of ISO 15924 that they are for.
    pub scripts: Vec<(&'static str, String)>,
    pub title: &'a str,
    pub language: String,
    pub slides: usize,
    pub has_notes: bool,
}

impl Deck<'_> {
    /// Where the title of a slide stands.
    pub fn title_frame(&self) -> Frame {
        let Room { margin, title, .. } = self.room();
        (margin, margin / 2, self.size.0 - 2 * margin, title)
    }

    /// The distances on its slides.
    pub fn room(&self) -> Room {
        Room::of(self.size)
    }

    /// Writes everything but slides, their notes and media.
    pub fn write(&self, package: &mut Package, options: &Options) {
        let mut root = Relationships::default();
        root.part("officeDocument", "ppt/presentation.xml");
        root.package("metadata/core-properties", "docProps/core.xml");
        root.part("extended-properties", "docProps/app.xml");
        package.relate("", &root);
        let none = Relationships::default();
        package.add(
            "docProps/core.xml",
            "package.core-properties",
            properties::core(self.title, &self.language, options),
            &none,
        );
        package.add(
            "docProps/app.xml",
            "officedocument.extended-properties",
            properties::app(self.slides),
            &none,
        );
        self.write_presentation(package);
        self.write_master(package);
        package.add("ppt/theme/theme1.xml", "officedocument.theme", self.theme(), &none);
        if self.has_notes {
            self.write_notes_master(package);
            package.add("ppt/theme/theme2.xml", "officedocument.theme", self.theme(), &none);
        }
    }

    fn write_presentation(&self, package: &mut Package) {
        let mut relationships = Relationships::default();
        let mut xml = part("p:presentation");
        xml.open("p:sldMasterIdLst");
        let master = relationships.part("slideMaster", "slideMasters/slideMaster1.xml");
        xml.tag("p:sldMasterId")
            .num("id", 2_147_483_648)
            .attr("r:id", &master)
            .empty();
        xml.close();
        if self.has_notes {
            xml.open("p:notesMasterIdLst");
            let notes = relationships.part("notesMaster", "notesMasters/notesMaster1.xml");
            xml.tag("p:notesMasterId").attr("r:id", &notes).empty();
            xml.close();
        }
        xml.open("p:sldIdLst");
        for number in 1..=self.slides {
            let slide = relationships.part("slide", &format!("slides/slide{number}.xml"));
            // Ids of slides begin at 256.
            xml.tag("p:sldId")
                .num("id", 255 + number as i64)
                .attr("r:id", &slide)
                .empty();
        }
        xml.close();
        xml.tag("p:sldSz").num("cx", self.size.0).num("cy", self.size.1).empty();
        xml.tag("p:notesSz").num("cx", NOTES.0).num("cy", NOTES.1).empty();
        xml.open("p:defaultTextStyle");
        self.level(&mut xml, "a:lvl1pPr", 1800, "+mn", false);
        xml.close();
        relationships.part("theme", "theme/theme1.xml");
        // Empty, but PowerPoint calls a presentation without them damaged.
        let none = Relationships::default();
        for (name, root, kind) in [
            (
                "presProps",
                "p:presentationPr",
                "officedocument.presentationml.presProps",
            ),
            ("viewProps", "p:viewPr", "officedocument.presentationml.viewProps"),
        ] {
            relationships.part(name, &format!("{name}.xml"));
            package.add(&format!("ppt/{name}.xml"), kind, part(root).finish(), &none);
        }
        relationships.part("tableStyles", "tableStyles.xml");
        let mut styles = Xml::part();
        styles
            .tag("a:tblStyleLst")
            .attr("xmlns:a", MAIN)
            .attr("def", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}")
            .empty();
        let kind = "officedocument.presentationml.tableStyles";
        package.add("ppt/tableStyles.xml", kind, styles.finish(), &none);
        let kind = "officedocument.presentationml.presentation.main";
        package.add("ppt/presentation.xml", kind, xml.finish(), &relationships);
    }

    /// One level of a list style.
    fn level(&self, xml: &mut Xml, name: &'static str, size: i64, font: &str, bold: bool) {
        xml.tag(name).attr("algn", "l").attr("rtl", "0").open();
        xml.empty("a:buNone");
        xml.tag("a:defRPr")
            .attr("lang", &self.language)
            .num("sz", size)
            .attr("b", if bold { "1" } else { "0" })
            .attr("kern", "1200")
            .open();
        xml.open("a:solidFill");
        xml.tag("a:schemeClr").attr("val", "tx1").empty();
        xml.close();
        xml.tag("a:latin").attr("typeface", &format!("{font}-lt")).empty();
        xml.tag("a:ea").attr("typeface", &format!("{font}-ea")).empty();
        xml.tag("a:cs").attr("typeface", &format!("{font}-cs")).empty();
        xml.close();
        xml.close();
    }

    fn write_master(&self, package: &mut Package) {
        let mut xml = part("p:sldMaster");
        xml.open("p:cSld");
        xml.open("p:bg");
        xml.open("p:bgPr");
        xml.open("a:solidFill");
        xml.tag("a:schemeClr").attr("val", "bg1").empty();
        xml.close();
        xml.empty("a:effectLst");
        xml.close();
        xml.close();
        open_tree(&mut xml);
        self.prompt(&mut xml, 2, "Title", "title", self.title_frame(), "Title");
        let Room { scale, margin, top, .. } = self.room();
        let size = |centipoints: f64| ((centipoints * scale).round() as i64).clamp(100, 400_000);
        let body = (margin, top, self.size.0 - 2 * margin, self.size.1 - top - margin);
        self.prompt(&mut xml, 3, "Text", "body", body, "Text");
        xml.close();
        xml.close();
        colour_map(&mut xml);
        xml.open("p:sldLayoutIdLst");
        let mut relationships = Relationships::default();
        let layout = relationships.part("slideLayout", "../slideLayouts/slideLayout1.xml");
        xml.tag("p:sldLayoutId")
            .num("id", 2_147_483_649)
            .attr("r:id", &layout)
            .empty();
        xml.close();
        xml.open("p:txStyles");
        xml.open("p:titleStyle");
        self.level(&mut xml, "a:lvl1pPr", size(TITLE_SIZE), "+mj", true);
        xml.close();
        xml.open("p:bodyStyle");
        self.level(&mut xml, "a:lvl1pPr", size(1800.0), "+mn", false);
        xml.close();
        xml.open("p:otherStyle");
        self.level(&mut xml, "a:lvl1pPr", size(1800.0), "+mn", false);
        xml.close();
        xml.close();
        relationships.part("theme", "../theme/theme1.xml");
        package.add(
            "ppt/slideMasters/slideMaster1.xml",
            "officedocument.presentationml.slideMaster",
            xml.finish(),
            &relationships,
        );

        let mut xml = Xml::part();
        xml.tag("p:sldLayout")
            .attr("xmlns:a", MAIN)
            .attr("xmlns:r", OFFICE)
            .attr("xmlns:p", PRESENTATION)
            .attr("type", "titleOnly")
            .attr("preserve", "1")
            .open();
        xml.tag("p:cSld").attr("name", "Title Only").open();
        open_tree(&mut xml);
        self.prompt(&mut xml, 2, "Title", "title", self.title_frame(), "Title");
        xml.close();
        xml.close();
        own_colours(&mut xml);
        let mut relationships = Relationships::default();
        relationships.part("slideMaster", "../slideMasters/slideMaster1.xml");
        package.add(
            "ppt/slideLayouts/slideLayout1.xml",
            "officedocument.presentationml.slideLayout",
            xml.finish(),
            &relationships,
        );
    }

    /// A placeholder of a master or layout.
    fn prompt(&self, xml: &mut Xml, id: u32, name: &str, kind: &str, frame: Frame, text: &str) {
        xml.open("p:sp");
        placeholder(xml, id, name, kind, (kind == "body").then_some(1));
        xml.open("p:spPr");
        transform(xml, frame);
        preset(xml, "rect", &[]);
        xml.close();
        xml.open("p:txBody");
        xml.tag("a:bodyPr")
            .num("lIns", 0)
            .num("tIns", 0)
            .num("rIns", 0)
            .num("bIns", 0)
            .attr("anchor", if kind == "title" { "ctr" } else { "t" })
            .open();
        xml.empty("a:normAutofit");
        xml.close();
        xml.empty("a:lstStyle");
        self.line(xml, text);
        xml.close();
        xml.close();
    }

    /// A paragraph of plain text.
    pub fn line(&self, xml: &mut Xml, text: &str) {
        xml.open("a:p");
        if !text.is_empty() {
            xml.open("a:r");
            xml.tag("a:rPr").attr("lang", &self.language).attr("dirty", "0").empty();
            xml.leaf("a:t", text);
            xml.close();
        }
        xml.close();
    }

    fn write_notes_master(&self, package: &mut Package) {
        let mut xml = part("p:notesMaster");
        xml.open("p:cSld");
        open_tree(&mut xml);
        // The slide's picture above, as wide as the page allows, the notes below.
        let width = NOTES.0 - 2 * MARGIN;
        let height = (width * self.size.1 / self.size.0.max(1)).min(NOTES.1 / 2 - MARGIN);
        let shown = (width * height / (width * self.size.1 / self.size.0.max(1)).max(1)).max(1);
        xml.open("p:sp");
        placeholder(&mut xml, 2, "Slide", "sldImg", Some(2));
        xml.open("p:spPr");
        transform(&mut xml, ((NOTES.0 - shown) / 2, MARGIN, shown, height));
        preset(&mut xml, "rect", &[]);
        xml.close();
        xml.close();
        let top = 2 * MARGIN + height;
        self.prompt(
            &mut xml,
            3,
            "Notes",
            "body",
            (MARGIN, top, width, NOTES.1 - top - MARGIN),
            "Notes",
        );
        xml.close();
        xml.close();
        colour_map(&mut xml);
        xml.open("p:notesStyle");
        self.level(&mut xml, "a:lvl1pPr", 1200, "+mn", false);
        xml.close();
        let mut relationships = Relationships::default();
        relationships.part("theme", "../theme/theme2.xml");
        package.add(
            "ppt/notesMasters/notesMaster1.xml",
            "officedocument.presentationml.notesMaster",
            xml.finish(),
            &relationships,
        );
    }

    /// Writes the notes of a slide.
    pub fn write_notes(&self, package: &mut Package, number: usize, notes: &str) {
        let mut xml = part("p:notes");
        xml.open("p:cSld");
        open_tree(&mut xml);
        xml.open("p:sp");
        placeholder(&mut xml, 2, "Slide", "sldImg", None);
        xml.empty("p:spPr");
        xml.close();
        xml.open("p:sp");
        placeholder(&mut xml, 3, "Notes", "body", Some(1));
        xml.empty("p:spPr");
        xml.open("p:txBody");
        xml.empty("a:bodyPr");
        xml.empty("a:lstStyle");
        for line in notes.trim().lines() {
            self.line(&mut xml, line);
        }
        xml.close();
        xml.close();
        xml.close();
        xml.close();
        own_colours(&mut xml);
        let mut relationships = Relationships::default();
        relationships.part("notesMaster", "../notesMasters/notesMaster1.xml");
        relationships.part("slide", &format!("../slides/slide{number}.xml"));
        package.add(
            &format!("ppt/notesSlides/notesSlide{number}.xml"),
            "officedocument.presentationml.notesSlide",
            xml.finish(),
            &relationships,
        );
    }

    fn theme(&self) -> Vec<u8> {
        let mut xml = Xml::part();
        xml.tag("a:theme").attr("xmlns:a", MAIN).attr("name", "Waymark").open();
        xml.open("a:themeElements");
        xml.tag("a:clrScheme").attr("name", "Waymark").open();
        for (slot, colour) in self.palette.slots() {
            let [r, g, b] = colour.rgb;
            xml.open(slot);
            xml.tag("a:srgbClr")
                .attr("val", &format!("{r:02X}{g:02X}{b:02X}"))
                .empty();
            xml.close();
        }
        xml.close();
        xml.tag("a:fontScheme").attr("name", "Waymark").open();
        for kind in ["a:majorFont", "a:minorFont"] {
            xml.open(kind);
            // Kind and proportions (PANOSE of Inter; swiss, variable pitch): what takes its place where it is
            // not installed should be a sans serif as well.
            let tag = xml.tag("a:latin").attr("typeface", &self.family);
            tag.when(self.family == "Inter", "panose", "02000503000000020004")
                .attr("pitchFamily", "34")
                .attr("charset", "0")
                .empty();
            xml.tag("a:ea").attr("typeface", "").empty();
            let complex = self.scripts.first().map_or("", |(_, family)| family.as_str());
            xml.tag("a:cs").attr("typeface", complex).empty();
            for (script, family) in &self.scripts {
                xml.tag("a:font")
                    .attr("script", script)
                    .attr("typeface", family)
                    .empty();
            }
            xml.close();
        }
        xml.close();
        formats(&mut xml);
        xml.close();
        xml.empty("a:objectDefaults");
        xml.empty("a:extraClrSchemeLst");
        xml.finish()
    }
}

/// The fills, lines and effects that the format wants three of each: all flat.
fn formats(xml: &mut Xml) {
    let fill = |xml: &mut Xml| {
        xml.open("a:solidFill");
        xml.tag("a:schemeClr").attr("val", "phClr").empty();
        xml.close();
    };
    xml.tag("a:fmtScheme").attr("name", "Waymark").open();
    xml.open("a:fillStyleLst");
    (0..3).for_each(|_| fill(xml));
    xml.close();
    xml.open("a:lnStyleLst");
    for width in [6350, 12_700, 19_050] {
        xml.tag("a:ln").num("w", width).open();
        fill(xml);
        xml.close();
    }
    xml.close();
    xml.open("a:effectStyleLst");
    for _ in 0..3 {
        xml.open("a:effectStyle");
        xml.empty("a:effectLst");
        xml.close();
    }
    xml.close();
    xml.open("a:bgFillStyleLst");
    (0..3).for_each(|_| fill(xml));
    xml.close();
    xml.close();
}

fn colour_map(xml: &mut Xml) {
    let mut tag = xml.tag("p:clrMap");
    for (name, slot) in [("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")] {
        tag = tag.attr(name, slot);
    }
    for name in [
        "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
    ] {
        tag = tag.attr(name, name);
    }
    tag.empty();
}

/// Says that colours mean what they mean on the master.
pub(crate) fn own_colours(xml: &mut Xml) {
    xml.open("p:clrMapOvr");
    xml.empty("a:masterClrMapping");
    xml.close();
}

/// The family of each script that has a face of its own among the scenes' fonts.
pub(crate) fn scripts(scenes: &[&Scene], family: &str) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let faces = scenes.iter().flat_map(|scene| scene.fonts.iter());
    for (_, face) in faces {
        for (word, script) in [("Arabic", "Arab"), ("Hebrew", "Hebr"), ("Thai", "Thai")] {
            let fits = face.family != family && face.family.contains(word);
            if fits && !found.iter().any(|(known, _)| *known == script) {
                found.push((script, face.family.clone()));
            }
        }
    }
    found
}
