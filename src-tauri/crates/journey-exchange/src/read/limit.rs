//! How much of anything is read: what is more ends in an error, not in a computer that hangs.
//!
//! Each limit lies well above what a person's file holds and well below what would hurt: with all of
//! them reached at once, reading takes seconds and a few hundred MiB.

/// Largest file of tables or text, in bytes.
pub const FILE_LIMIT: usize = 64 * 1024 * 1024;
/// Largest file of HTML, Mermaid, JSON Canvas or Markdown, in bytes. These are read into trees or lists of
/// attributes, which take many times their size where a file is made of nothing but marks.
pub const TEXT_FILE_LIMIT: usize = 8 * 1024 * 1024;
/// Most bytes that a workbook may unpack to, all its parts together.
pub const UNPACKED_LIMIT: u64 = 128 * 1024 * 1024;
/// How many times its packed size a workbook may unpack to. Deflate reaches 1,032; real workbooks
/// reach some 30.
pub const RATIO_LIMIT: u64 = 200;
/// What any workbook may unpack to, whatever its ratio: small files of blank rows are no bombs.
pub const RATIO_GRACE: u64 = 4 * 1024 * 1024;
/// Most parts of a workbook.
pub const PARTS_LIMIT: usize = 2_000;
/// Most distinct texts of a workbook.
pub const SHARED_TEXTS_LIMIT: u64 = 1_000_000;
/// Most cell formats of a workbook: as many as its programs allow.
pub const FORMATS_LIMIT: usize = 65_536;
/// Most marks of a workbook's styles, and most bytes of one of them.
pub const STYLE_MARKS_LIMIT: usize = 500_000;
pub const STYLE_MARK_LIMIT: usize = 2_048;
/// Most cells of a table, blank ones within its corners included.
pub const CELLS_LIMIT: usize = 1_000_000;
/// Most merged areas of a table; others are read as the cells that they are.
pub const MERGED_LIMIT: usize = 20_000;
/// Most characters of all cells of a table together.
pub const TABLE_TEXT_LIMIT: usize = 64 * 1024 * 1024;
/// Most columns of a table.
pub const COLUMNS_LIMIT: usize = 16_384;
/// Most rows or columns that one cell of an HTML table may cover.
pub const COVERED_LIMIT: usize = 1_000;
/// Most letters of a Markdown text that may be marks (`*`, `[` and the like): the parser keeps more than
/// a hundred bytes for each.
pub const MARKS_LIMIT: usize = 1_000_000;
/// How deep tables in HTML, lists in Markdown and the like may stand within each other.
pub const DEPTH_LIMIT: usize = 64;
/// Most cards of a map that is read.
pub const CARDS_LIMIT: usize = 20_000;
/// Most stages of a map that is read, and most steps.
pub const STEPS_LIMIT: usize = 1_000;
/// Most lanes of a map that is read.
pub const LANES_LIMIT: usize = 1_000;
/// Most personas of a map that is read.
pub const PERSONAS_LIMIT: usize = 200;
/// Most emotion points, and most links, of a map that is read.
pub const LINKS_LIMIT: usize = 20_000;
/// Most nodes of a canvas, groups included.
pub const NODES_LIMIT: usize = 25_000;
/// Most remarks of one kind that keep their own place in a report; the rest are counted.
pub const REMARKS_LIMIT: usize = 20;
/// Rows and columns of a table that are shown before it is read.
pub const PREVIEW: (usize, usize) = (30, 40);
