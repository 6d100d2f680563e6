//! What a file is, by its content first and its name second.

use super::Source;
use super::encoding::decode;
use super::limit::FILE_LIMIT;
use super::{markdown_table, mermaid, separated, workbook};

/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 64 * 1024;

/// The format of a file, or `None` where it is none of those that are read here (a map's own file,
/// a picture, anything else). `name` may be empty, as of pasted text; of a name only the ending counts.
pub fn sniff(name: &str, bytes: &[u8]) -> Option<Source> {
    if workbook::is_workbook(bytes) {
        return Some(Source::Xlsx);
    }
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    if matches!(ending.as_str(), "xlsx" | "xlsm" | "ods") {
        // Broken or under a password, which reading it tells.
        return Some(Source::Xlsx);
    }
    if bytes.len() > FILE_LIMIT {
        return by_ending(&ending);
    }
    // An even number of bytes, so that no unit of UTF-16 is cut.
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    // A letter that the cut goes through must not make UTF-8 look like something else.
    let head = match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => &head[..error.valid_up_to()],
        _ => head,
    };
    let text = decode(head).ok()?.text;
    by_text(&text)
        .or_else(|| by_ending(&ending))
        .or_else(|| likely_table(&text))
}

fn by_text(text: &str) -> Option<Source> {
    let start = text.trim_start();
    if start.starts_with('{') {
        // The whole text may have been cut, so that it cannot be parsed here.
        let is_map = start.contains("\"waymark-map\"");
        let is_canvas = start.contains("\"nodes\"") || start.contains("\"edges\"");
        return (is_canvas && !is_map).then_some(Source::JsonCanvas);
    }
    if mermaid::is_journey(text) {
        return Some(Source::Mermaid);
    }
    if start.starts_with('<') {
        let is_svg = start.contains("<svg");
        let has_table = start.to_ascii_lowercase().contains("<table");
        return (has_table && !is_svg).then_some(Source::Html);
    }
    if start.starts_with("Version:") && text.to_ascii_lowercase().contains("<table") {
        // Windows puts a header of its own before HTML on the clipboard.
        return Some(Source::Html);
    }
    if markdown_table::is_table(text) {
        return Some(Source::Csv);
    }
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && line.len() - rest.len() <= 6 && rest.starts_with(' ')
    };
    if text.lines().take(200).any(is_heading) {
        return Some(if mermaid::fenced(text).is_some() {
            Source::Mermaid
        } else {
            Source::Markdown
        });
    }
    None
}

fn by_ending(ending: &str) -> Option<Source> {
    match ending {
        "csv" | "tsv" | "tab" => Some(Source::Csv),
        "html" | "htm" => Some(Source::Html),
        "mmd" | "mermaid" => Some(Source::Mermaid),
        "canvas" => Some(Source::JsonCanvas),
        "md" | "markdown" => Some(Source::Markdown),
        _ => None,
    }
}

fn likely_table(text: &str) -> Option<Source> {
    let start = text.trim_start();
    let is_other = start.starts_with(['{', '[', '<', '%']);
    // Prose has commas too, but never the same number in nearly all of its lines.
    let agreeing = separated::likely_delimiter(text).map_or(0, |(_, share)| share);
    (!is_other && text.lines().take(3).count() > 1 && agreeing >= 8).then_some(Source::Csv)
}
