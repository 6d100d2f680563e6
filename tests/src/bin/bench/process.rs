//! `waymark export` as a child process: what a person at the command line waits for.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::measure::Figures;
use crate::report::{Report, Unit};
use crate::{Outcome, Size, aim};

const RUNS: usize = 5;

/// An export, and what is asked of it.
struct Export {
    what: &'static str,
    file: &'static str,
    arguments: &'static [&'static str],
    /// Wall time at 1,000 and at 10,000 cards, ms.
    time: Option<(f64, f64)>,
    /// Peak memory at 1,000 and at 10,000 cards, MB.
    memory: Option<(f64, f64)>,
    /// Size of the file at 1,000 cards, MB.
    size: Option<f64>,
    /// Cards of the largest map that the format holds.
    most: u32,
}

impl Export {
    /// One that nothing particular is asked of.
    const fn of(what: &'static str, file: &'static str, arguments: &'static [&'static str]) -> Self {
        Self {
            what,
            file,
            arguments,
            time: None,
            memory: None,
            size: None,
            most: u32::MAX,
        }
    }

    const fn within(self, time: (f64, f64), memory: (f64, f64)) -> Self {
        Self {
            time: Some(time),
            memory: Some(memory),
            ..self
        }
    }

    const fn memory(self, memory: (f64, f64)) -> Self {
        Self {
            memory: Some(memory),
            ..self
        }
    }

    const fn at_most(self, most: u32) -> Self {
        Self { most, ..self }
    }

    const fn size(self, size: f64) -> Self {
        Self {
            size: Some(size),
            ..self
        }
    }
}

/// MB that a picture may take, however large it is.
const PICTURE: f64 = 300.0;

const EXPORTS: &[Export] = &[
    Export::of("PDF", "map.pdf", &[]).within((60.0, 500.0), (40.0, 80.0)),
    Export::of("PDF, poster on A4", "poster.pdf", &["--page", "a4", "--tile"]),
    Export::of(
        "PDF, a page a stage",
        "stages.pdf",
        &["--page", "a4", "--cover", "--stage-pages"],
    ),
    Export::of("PNG", "map.png", &[])
        .within((120.0, 600.0), (40.0, 100.0))
        .size(1.6),
    // The width of A0 at 300 dpi: 1,189 mm.
    Export::of("PNG, A0 at 300 dpi", "a0.png", &["--width", "14043", "--dpi", "300"]).memory((PICTURE, PICTURE)),
    Export::of("JPEG", "map.jpg", &[]),
    // 16,383 px a side at most.
    Export::of("WebP", "map.webp", &[]).at_most(1_000),
    Export::of("SVG", "map.svg", &[]),
    Export::of("SVG without fonts", "plain.svg", &["--fonts", "reference"]),
    Export::of("SVG as outlines", "outlines.svg", &["--fonts", "outlines"]),
    Export::of("PowerPoint", "map.pptx", &["--cover", "--stage-pages"]),
    Export::of("Excel", "map.xlsx", &[]),
    Export::of("CSV", "map.csv", &[]),
    Export::of("CSV, a card a row", "long.csv", &["--table", "long"]),
    Export::of("web page", "map.html", &[]),
    Export::of("Markdown", "map.md", &[]),
    Export::of("Mermaid", "map.mmd", &[]),
    Export::of("JSON Canvas", "map.canvas", &[]),
    Export::of("draw.io", "map.drawio", &[]),
    Export::of("JSON", "copy.json", &[]),
];

pub fn measure(report: &mut Report, binary: &Path, folder: &Path) -> Outcome<()> {
    if !binary.is_file() {
        report.skip(
            "exports as processes",
            format!("there is no {}; build it with `cargo xtask bench`", binary.display()),
        );
        return Ok(());
    }
    for size in Size::ALL {
        let map = folder.join(format!("{}.json", size.name()));
        run(
            binary,
            [
                OsStr::new("new"),
                "--sample".as_ref(),
                size.name().as_ref(),
                "-o".as_ref(),
                map.as_ref(),
            ],
        )?;
        for export in EXPORTS.iter().filter(|export| size.cards() <= export.most) {
            let memory = measure_export(report, binary, folder, &map, size, export)?;
            if export.what == "PNG" && size.cards() == 10_000 {
                // Four times the pixels in at most half as much again of the memory.
                let twice =
                    Export::of("PNG 2x", "map@2x.png", &["--scale", "2"]).memory((PICTURE, PICTURE.min(1.5 * memory)));
                measure_export(report, binary, folder, &map, size, &twice)?;
            }
        }
    }
    Ok(())
}

/// Adds the rows of one export; gives its peak memory in MB.
fn measure_export(
    report: &mut Report,
    binary: &Path,
    folder: &Path,
    map: &Path,
    size: Size,
    export: &Export,
) -> Outcome<f64> {
    let file: PathBuf = folder.join(export.file);
    let mut arguments: Vec<&OsStr> = vec!["export".as_ref(), map.as_ref(), "-o".as_ref(), file.as_ref()];
    arguments.extend(export.arguments.iter().map(OsStr::new));
    run(binary, &arguments)?;
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let finished = run(binary, &arguments)?;
        times.push(finished.wall);
        peaks.extend(finished.peak.map(megabytes));
    }
    let what = export.what;
    let time = export.time.and_then(|(small, large)| aim(size, small, large));
    report.add(
        format!("{what}, process"),
        size,
        Unit::Milliseconds,
        &Figures::times(&times),
        time,
    );
    let peaks = Figures::new(peaks);
    if peaks.count() > 0 {
        let memory = export.memory.and_then(|(small, large)| aim(size, small, large));
        report.add(
            format!("{what}, process: peak memory"),
            size,
            Unit::Megabytes,
            &peaks,
            memory,
        );
    }
    let bytes = Figures::one(megabytes(std::fs::metadata(&file)?.len()));
    let file_aim = export.size.filter(|_| size.cards() == 1_000);
    report.add(format!("{what}: file"), size, Unit::Megabytes, &bytes, file_aim);
    std::fs::remove_file(&file)?;
    Ok(peaks.median())
}

#[allow(clippy::cast_precision_loss, reason = "no file or process has 2^53 bytes")]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A child that ended well.
struct Finished {
    wall: Duration,
    /// Most memory that it had resident, in bytes; `None` where the system does not tell. Linux starts
    /// counting with the memory of the process that it was split from, so that this can be too much
    /// in a large process but never too little.
    peak: Option<u64>,
}

fn run<A: AsRef<OsStr>>(binary: &Path, arguments: impl IntoIterator<Item = A>) -> io::Result<Finished> {
    let mut command = Command::new(binary);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let child = command.spawn()?;
    let (ended_well, peak) = wait(child)?;
    let wall = start.elapsed();
    if !ended_well {
        return Err(io::Error::other(format!("{command:?} failed")));
    }
    Ok(Finished { wall, peak })
}

/// Waits for the child; whether it ended with 0, and its peak memory.
#[cfg(unix)]
fn wait(child: std::process::Child) -> io::Result<(bool, Option<u64>)> {
    let pid = libc::pid_t::try_from(child.id()).map_err(io::Error::other)?;
    let mut status = 0;
    // SAFETY: `rusage` is a plain C structure of integers, for which zeroes are a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // `wait4` and not `Child::wait`, because only it tells the usage of this one child.
    // SAFETY: both pointers are to live values of the types that the call fills in.
    while unsafe { libc::wait4(pid, &mut status, 0, &mut usage) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    // Bytes on macOS, KiB elsewhere.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok((status == 0, u64::try_from(usage.ru_maxrss).ok().map(|peak| peak * unit)))
}

#[cfg(not(unix))]
fn wait(mut child: std::process::Child) -> io::Result<(bool, Option<u64>)> {
    Ok((child.wait()?.success(), None))
}
