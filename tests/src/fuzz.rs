//! Every reader of files that come from outside, each as a function that may be given any bytes: it has to
//! come back, soon, without a panic. `cargo xtask nightly` gives them mutated files for a while, and
//! cargo-fuzz does it better where it is installed (`fuzz/`).

use std::cell::RefCell;
use std::io::{Cursor, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::{Path, PathBuf};
use std::sync::Once;

use journey_exchange::read::{ReadOptions, Source, read, sniff, table};
use journey_model::{CountingIds, file, invariants};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

thread_local! {
    /// What the last panic said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Gives the reader of that name one file, as libFuzzer wants it: a panic that comes out of the reader ends
/// the process. libFuzzer's own hook would end it at every panic, also at those of libraries that the reader
/// catches and turns into an error.
pub fn under_libfuzzer(name: &str, bytes: &[u8]) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| set_hook(Box::new(|panic| SAID.set(panic.to_string()))));
    let read = || target(name).map(|target| (target.read_one)(bytes));
    if catch_unwind(AssertUnwindSafe(read)).is_err() {
        eprintln!("{}", SAID.take());
        std::process::abort();
    }
}

/// A reader under test.
#[derive(Clone, Copy)]
pub struct Target {
    /// Of the cargo-fuzz target and of the folder of its corpus.
    pub name: &'static str,
    /// Panics where the reader does, or where what it reads is unsound.
    pub read_one: fn(&[u8]),
}

/// Every reader.
pub const TARGETS: [Target; 11] = [
    Target {
        name: "csv",
        read_one: |bytes| exchange(bytes, Source::Csv),
    },
    Target {
        name: "xlsx",
        read_one: |bytes| exchange(bytes, Source::Xlsx),
    },
    Target {
        name: "sheet",
        read_one: sheet,
    },
    Target {
        name: "html",
        read_one: |bytes| exchange(bytes, Source::Html),
    },
    Target {
        name: "mermaid",
        read_one: |bytes| exchange(bytes, Source::Mermaid),
    },
    Target {
        name: "canvas",
        read_one: |bytes| exchange(bytes, Source::JsonCanvas),
    },
    Target {
        name: "markdown",
        read_one: |bytes| exchange(bytes, Source::Markdown),
    },
    Target {
        name: "map",
        read_one: map,
    },
    Target {
        name: "png",
        read_one: |bytes| drop(journey_raster::attachment(bytes)),
    },
    Target {
        name: "svg",
        read_one: svg,
    },
    Target {
        name: "pdf",
        read_one: |bytes| drop(journey_pdf::attachment(bytes)),
    },
];

/// The target of that name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}

/// The folder of files that a target begins with.
pub fn corpus(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    root.join("fuzz/corpus").join(name)
}

fn exchange(bytes: &[u8], source: Source) {
    let _ = sniff("", bytes);
    let _ = table(bytes, source, None);
    match read(bytes, source, &ReadOptions::default(), &mut CountingIds::default()) {
        Ok(read) => assert_eq!(invariants(&read.document), []),
        Err(error) => assert!(!error.to_string().contains('\n'), "an error of several lines: {error}"),
    }
}

/// Workbooks with these bytes as their sheet, an XLSX and an ODS: few changes to a packed file get as far.
fn sheet(bytes: &[u8]) {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
    );
    let texts = format!("<sst xmlns=\"{MAIN}\" uniqueCount=\"2\"><si><t>Actions</t></si><si><t>Stage</t></si></sst>");
    let (package, book) = (
        relation("officeDocument", "xl/workbook.xml"),
        relation("worksheet", "worksheets/sheet1.xml"),
    );
    let xlsx: [(&str, &[u8]); 5] = [
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/sheet1.xml", bytes),
    ];
    let ods: [(&str, &[u8]); 2] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", bytes),
    ];
    for parts in [&xlsx[..], &ods[..]] {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, part) in parts {
            let written = zip.start_file(*name, stored).and_then(|()| Ok(zip.write_all(part)?));
            written.expect("memory can be written");
        }
        exchange(&zip.finish().expect("memory can be written").into_inner(), Source::Xlsx);
    }
}

fn map(bytes: &[u8]) {
    if let Ok(document) = file::read(bytes) {
        assert_eq!(file::read(file::write(&document)), Ok(document));
    }
}

fn svg(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(journey_svg::attachment(text));
    }
}

/// Makes new files of those of a corpus: bytes changed, cut, doubled and crossed. The same seed gives the
/// same files.
pub struct Mutator {
    corpus: Vec<Vec<u8>>,
    state: u64,
}

/// Longest file that is made, in bytes.
const LONGEST: usize = 64 * 1024;

impl Mutator {
    /// `corpus` may be empty: files grow from nothing then.
    pub fn new(corpus: Vec<Vec<u8>>, seed: u64) -> Self {
        // Xorshift stays at zero for ever.
        Self {
            corpus,
            state: seed | 1,
        }
    }

    /// Marsaglia's xorshift64 (“Xorshift RNGs”, 2003).
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 16).unwrap_or(0) % bound.max(1)
    }

    fn seed(&mut self) -> Vec<u8> {
        let at = self.below(self.corpus.len());
        self.corpus.get(at).cloned().unwrap_or_default()
    }

    /// The next file.
    pub fn next_file(&mut self) -> Vec<u8> {
        /// What formats take for more than letters.
        const WORDS: [&str; 24] = [
            "\"",
            "''",
            "\n\n",
            "\r\n",
            "\t",
            ";",
            "<table>",
            "<td rowspan=99 colspan=99>",
            "</tr>",
            "# ",
            "- ",
            "  - ",
            "**",
            "```",
            "%%{",
            "journey\n",
            "section ",
            ": 3: ",
            "accDescr {",
            "{\"nodes\":[",
            "999999999999",
            "-1",
            "\u{feff}",
            "\u{202e}",
        ];
        let mut bytes = self.seed();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(7) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap_or(0),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let piece = bytes[at..end].to_vec();
                    let times = 1 + self.below(50);
                    bytes.splice(at..at, piece.repeat(times));
                }
                4 => {
                    let word = WORDS[self.below(WORDS.len())];
                    bytes.splice(at..at, word.bytes());
                }
                5 => {
                    let other = self.seed();
                    let from = self.below(other.len() + 1);
                    bytes.truncate(at);
                    bytes.extend_from_slice(&other[from..]);
                }
                _ => bytes.truncate(at.max(1)),
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }
}
