//! HTML: one file that needs nothing else, with the map to move, zoom and search, and the same as text.
//!
//! The picture is the SVG painter's; the text is written here, with headings and lists, for screen
//! readers, for search and for reading on a telephone. A content security policy forbids the network;
//! the one script that may run is named in it by its SHA-256.

mod reading;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journey_model::Document;
use sha2::{Digest, Sha256};

use super::Written;
use super::arranged::Arranged;
use super::loss::{Aspect, report};
use super::rich_html::escaped;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// What the text does not say; the picture shows all of it.
const LACKS: &[Aspect] = &[];

/// Writes the map as a page.
///
/// `svg` is a whole SVG document of the map, as the SVG painter writes it: with its fonts embedded, so
/// that the page looks the same everywhere, and its nodes' ids, by which search finds what it shows.
/// What stands before its root element is left off. It is put in as it is.
pub fn html(document: &Document, svg: &str) -> Written {
    let map = Arranged::of(document);
    let about = &document.map;
    let svg = svg.find("<svg").map_or("", |at| &svg[at..]);
    let script = format!("\n{SCRIPT}");
    let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
    let (language, title) = (escaped(&about.language), escaped(about.title.trim()));
    let reading = reading::reading(&map);
    let text = format!(
        r##"<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Waymark">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<a id="skip" href="#reading">Read as text</a>
<header>
<h1>{title}</h1>
<div class="tools" role="toolbar" aria-label="View" lang="en">
<div class="group">
<input id="find" type="search" placeholder="Find" aria-label="Find on the map" title="Find ( / ); Enter for the next" autocomplete="off" spellcheck="false">
<button id="previous" type="button" aria-label="Previous" title="Previous (Shift+Enter)" disabled>↑</button>
<button id="next" type="button" aria-label="Next" title="Next (Enter)" disabled>↓</button>
</div>
<output id="count" for="find" aria-live="polite"></output>
<div class="group zoom">
<button id="out" type="button" aria-label="Zoom out" title="Zoom out ( - )">−</button>
<button id="level" type="button" title="Real size ( 1 )">100 %</button>
<button id="in" type="button" aria-label="Zoom in" title="Zoom in ( + )">+</button>
<button id="fit" type="button" title="Whole map ( 0 )">Fit</button>
</div>
<div class="group"><button id="toggle" type="button" aria-pressed="false">Read as text</button></div>
</div>
</header>
<main>
<section id="map" tabindex="0" aria-label="Picture of the map; the same follows as text">
<div id="sheet">{svg}</div>
</section>
<article id="reading" tabindex="-1">
{reading}</article>
</main>
<script>{script}</script>
</body>
</html>
"##
    );
    Written {
        bytes: text.into_bytes(),
        report: report(&map, LACKS),
    }
}

#[cfg(test)]
mod tests {
    use journey_model::sample::sample;

    use super::*;

    #[test]
    fn nothing_typed_becomes_markup_and_nothing_is_fetched() {
        let mut document = sample(1, 1, 1, 1);
        let evil = "</script><script>alert(1)</script>";
        document.map.title = evil.into();
        document.map.subtitle = evil.into();
        document.cards.get_mut("card_1_1_1").unwrap().text = evil.into();
        document
            .personas
            .values_mut()
            .for_each(|persona| persona.name = evil.into());
        let svg = "<?xml version=\"1.0\"?><svg width=\"10\" height=\"10\"></svg>";
        let text = String::from_utf8(html(&document, svg).bytes).unwrap();
        assert_eq!(text.matches("<script").count(), 1);
        assert!(!text.contains("<?xml") && text.contains("<div id=\"sheet\"><svg width"));
        assert!(text.contains("default-src 'none'"));
        assert!(!text.contains(" src=") && !text.contains("@import") && !text.contains("url("));
    }

    #[test]
    fn the_script_is_small_and_ends_where_it_should() {
        assert!(SCRIPT.len() < 12_000, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</") && !STYLE.contains("</"));
    }
}
