//! `waymark export FILE.json|MAP-ID -o FILE.{svg,png,pdf,json} …`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use journey_layout::{Engine, FontBook, Theme};
use journey_model::{Document, MapId};

use super::{CliError, open_library, print};
use crate::export::{self, Format, Options};
use crate::map_file;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A map file, or the id of a map in the library (see `waymark list`)
    #[arg(value_name = "FILE.json|MAP-ID")]
    map: String,

    /// The file to write; its ending (svg, png, pdf, json) names the format
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The theme to draw with instead of the map's own
    #[arg(long, value_name = "THEME", value_parser = theme)]
    theme: Option<&'static Theme>,

    /// PNG: pixels per px of the sheet, 0.25 to 8
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    scale: f32,

    /// PNG: resolution to note in the file, in dots per inch [default: 96 times the scale]
    #[arg(long, value_name = "N", value_parser = dpi)]
    dpi: Option<f32>,

    /// PDF: fit, a4, a3, a2, a1, a0, letter, tabloid or 16:9
    #[arg(long, value_name = "PAPER", default_value = "fit", value_parser = export::paper)]
    page: journey_pdf::Paper,

    /// PDF: auto, portrait or landscape
    #[arg(long, value_name = "WAY", default_value = "auto", value_parser = export::orientation)]
    orientation: journey_pdf::Orientation,

    /// PDF: real size over several pages
    #[arg(long)]
    tile: bool,

    /// paper or transparent
    #[arg(long, value_name = "GROUND", default_value = "paper", value_parser = transparent)]
    background: Background,

    /// SVG: embed subsets of the fonts, or only name them: embed or reference
    #[arg(long, value_name = "HOW", default_value = "embed", value_parser = fonts)]
    fonts: Fonts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Background {
    Paper,
    Transparent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fonts {
    Embed,
    Reference,
}

fn theme(name: &str) -> Result<&'static Theme, String> {
    Theme::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = Theme::all().iter().map(|theme| theme.name).collect();
        format!("there is no theme “{name}”; use {}", names.join(", "))
    })
}

fn transparent(text: &str) -> Result<Background, String> {
    match text {
        "paper" => Ok(Background::Paper),
        "transparent" => Ok(Background::Transparent),
        _ => Err(format!("there is no background “{text}”; use paper or transparent")),
    }
}

fn fonts(text: &str) -> Result<Fonts, String> {
    match text {
        "embed" => Ok(Fonts::Embed),
        "reference" => Ok(Fonts::Reference),
        _ => Err(format!("fonts can be “embed” or “reference”, not “{text}”")),
    }
}

fn scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.25..=8.0).contains(&scale) => Ok(scale),
        _ => Err(format!("“{text}” is no scale; use a number from 0.25 to 8")),
    }
}

fn dpi(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(dpi) if (1.0..=10_000.0).contains(&dpi) => Ok(dpi),
        _ => Err(format!("“{text}” is no resolution; use a number from 1 to 10000")),
    }
}

pub fn run(arguments: &Arguments, library: Option<&Path>) -> Result<(), CliError> {
    let output = &arguments.output;
    let format = Format::of(output).ok_or_else(|| {
        CliError::Usage(format!(
            "{}: the ending names no format; use .pdf, .png, .svg or .json",
            output.display()
        ))
    })?;
    let document = read(&arguments.map, library)?;
    let theme = arguments
        .theme
        .unwrap_or_else(|| Theme::named_or_default(&document.map.theme));
    let scene = Engine::new(FontBook::shipped()).scene(&document, theme);
    let options = Options {
        scale: arguments.scale,
        dpi: arguments.dpi,
        paper: arguments.page,
        orientation: arguments.orientation,
        tile: arguments.tile,
        transparent: arguments.background == Background::Transparent,
        embed_fonts: arguments.fonts == Fonts::Embed,
    };
    export::export(&document, &scene, format, &options, output, &mut |_| {
        ControlFlow::Continue(())
    })?;
    // The process ends next: giving a large map back piece by piece would only take time.
    std::mem::forget((document, scene));
    print(&output.display().to_string())
}

/// A file where the name is one (or looks like one), else a map of the library.
fn read(map: &str, library: Option<&Path>) -> Result<Document, CliError> {
    let path = Path::new(map);
    if path.exists() || path.extension().is_some() || map.contains(std::path::is_separator) {
        return Ok(map_file::read(path)?);
    }
    Ok(open_library(library)?.open_map(&MapId::from(map))?.document)
}
