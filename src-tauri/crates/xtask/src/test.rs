//! `cargo xtask test`: every test there is, cheapest first, and one line at the end that counts them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::checkout::{APP, Checkout, Profile};
use crate::packages::{self, Need};
use crate::process::{Failure, Task};
use crate::tally::{self, Runner, Tally};
use crate::{Outcome, after_dashes, setup};

/// A group of tests that a developer can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Core,
    Ui,
    App,
    Window,
}

const GROUPS: &[(&str, Group)] = &[
    ("core", Group::Core),
    ("ui", Group::Ui),
    ("app", Group::App),
    ("e2e", Group::Window),
];

impl Group {
    fn packages(self) -> &'static [&'static [Need]] {
        match self {
            Self::Core => &[packages::CORE_TESTS],
            Self::Ui => &[packages::UI_TESTS],
            Self::App => &[packages::BUILD],
            Self::Window => &[packages::BUILD, packages::CORE_TESTS, packages::WINDOW_TESTS],
        }
    }
}

/// What the developer asked for.
#[derive(Debug, PartialEq)]
struct Request {
    groups: Vec<Group>,
    /// Part of a test's name, in the terms of each runner.
    filter: Option<String>,
}

impl Request {
    fn parse(arguments: &[String]) -> Result<Self, Failure> {
        let mut groups = Vec::new();
        let mut filter = None;
        let mut arguments = arguments.iter().filter(|argument| *argument != "--");
        while let Some(argument) = arguments.next() {
            if argument == "--only" {
                let name = arguments.next().map_or("", String::as_str);
                match GROUPS.iter().find(|(known, _)| *known == name) {
                    Some((_, group)) => groups.push(*group),
                    None => {
                        return Err(Failure::new(format!("`--only {name}` names no stage"))
                            .remedy("The stages are core, ui, app and e2e."));
                    }
                }
            } else if argument.starts_with('-') {
                return Err(Failure::new(format!("`test` does not know `{argument}`"))
                    .remedy("cargo xtask test [--only core|ui|app|e2e]… [FILTER]"));
            } else {
                filter = Some(argument.clone());
            }
        }
        if groups.is_empty() {
            groups = GROUPS.iter().map(|(_, group)| *group).collect();
        }
        Ok(Self { groups, filter })
    }
}

/// How one stage ended.
struct Row {
    name: &'static str,
    tally: Tally,
    time: Duration,
    /// Why the tally is what it is, where the counts alone do not say.
    note: Option<String>,
}

/// The stages run so far.
struct Report {
    filtered: bool,
    rows: Vec<Row>,
}

impl Report {
    /// Runs a stage and counts its tests.
    fn stage(&mut self, name: &'static str, runner: Runner, task: Task) {
        let row = self.run(name, runner, task, |_| ());
        self.rows.push(row);
    }

    /// Runs a stage of node's test runner; the files in which a few tests failed get a second try.
    ///
    /// Windows, a pointer and two busy cores: now and then something comes late that is no fault of the
    /// app. What fails twice has failed; what passes at the second try is named in the table, so that
    /// nobody overlooks a test that is not sure. `again` makes the task that runs some files.
    fn stage_with_second_try(&mut self, name: &'static str, task: Task, again: impl FnOnce(&[String]) -> Task) {
        /// More failures than this are no accident.
        const FEW: usize = 3;
        let mut places = BTreeSet::new();
        let mut row = self.run(name, Runner::Node, task, |line| places.extend(tally::failed_at(line)));
        let unsure = 1..=FEW;
        if unsure.contains(&(row.tally.failed as usize)) && unsure.contains(&places.len()) {
            let mut files: Vec<String> = places.iter().map(|place| tally::file_of(place).to_owned()).collect();
            files.dedup();
            let second = self.run("second try", Runner::Node, again(&files), |_| ());
            row.time += second.time;
            if second.tally.failed == 0 {
                row.tally.passed += row.tally.failed;
                row.tally.failed = 0;
                let places: Vec<String> = places.into_iter().collect();
                row.note = Some(format!("only at the second try: {}", places.join(", ")));
            }
        }
        self.rows.push(row);
    }

    fn run(&self, name: &'static str, runner: Runner, task: Task, mut hear: impl FnMut(&str)) -> Row {
        heading(name);
        let start = Instant::now();
        let mut tally = Tally::default();
        let ended = task.stream(|line| {
            tally.read(runner, line);
            hear(line);
        });
        let note = ended.as_ref().err().map(ToString::to_string);
        let succeeded = ended.is_ok_and(|status| status.success());
        let settled = tally.settled(runner, succeeded, self.filtered);
        let note = note.or_else(|| match () {
            () if !succeeded && tally.failed == 0 && !matches!(runner, Runner::Check) => {
                Some("ended with an error outside its tests".into())
            }
            () if succeeded && settled.failed > tally.failed => Some("ran no tests".into()),
            () => None,
        });
        Row {
            name,
            tally: settled,
            time: start.elapsed(),
            note,
        }
    }

    /// Runs what a stage needs first; where it fails, the stage has failed. Whether it succeeded.
    fn prepare(&mut self, name: &'static str, step: Result<(), Failure>) -> bool {
        match step {
            Ok(()) => true,
            Err(failure) => {
                eprintln!("\nxtask: {failure}");
                self.rows.push(Row {
                    name,
                    tally: Tally::ONE_FAILED,
                    time: Duration::ZERO,
                    note: Some("failed before it ran, see above".into()),
                });
                false
            }
        }
    }

    fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.rows.iter().for_each(|row| total.add(row.tally));
        total
    }

    /// The table, and the line that counts.
    fn text(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
        let mut text = format!(
            "{:<width$}  {:>6}  {:>6}  {:>7}  {:>7}\n",
            "stage", "passed", "failed", "skipped", "seconds"
        );
        for row in &self.rows {
            let Tally {
                passed,
                failed,
                skipped,
            } = row.tally;
            text.push_str(&format!(
                "{:<width$}  {passed:>6}  {failed:>6}  {skipped:>7}  {:>7.1}",
                row.name,
                row.time.as_secs_f64()
            ));
            if let Some(note) = &row.note {
                text.push_str("  ");
                text.push_str(note.lines().next().unwrap_or_default());
            }
            text.push('\n');
        }
        let total = self.total();
        text.push_str(&format!("\n{} passed, {} failed", total.passed, total.failed));
        if total.skipped > 0 {
            text.push_str(&format!(", {} skipped", total.skipped));
        }
        text.push('\n');
        text
    }
}

pub fn test(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let request = Request::parse(after_dashes(arguments))?;
    let needs: Vec<&[Need]> = request
        .groups
        .iter()
        .flat_map(|group| group.packages())
        .copied()
        .collect();
    if request.groups.iter().any(|group| *group != Group::Core) {
        setup::node()?;
    }
    let mut report = Report {
        filtered: request.filter.is_some(),
        rows: Vec::new(),
    };
    // A missing tool is a failure, but no reason not to run what does without it.
    report.prepare("system packages", setup::system_packages(&needs));
    if request.groups.contains(&Group::Core) {
        report.prepare("readers in Python", setup::python_readers(checkout));
    }
    let filter = request.filter.as_deref();
    for group in &request.groups {
        match group {
            Group::Core => core(checkout, &mut report, filter),
            Group::Ui => ui(checkout, &mut report, filter),
            Group::App => app(checkout, &mut report, filter),
            Group::Window => window(checkout, &mut report, filter),
        }
    }

    print!("\n{}", report.text());
    let total = report.total();
    if total.passed + total.failed == 0 {
        return Err(Failure::new("no test has such a name"));
    }
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The core crates and the tests over them: no web view to build.
fn core(checkout: &Checkout, report: &mut Report, filter: Option<&str>) {
    let task = checkout
        .cargo()
        .args(["test", "--workspace", "--exclude", APP, "--no-fail-fast"])
        .args(filter);
    report.stage("core", Runner::Libtest, task);
}

/// Types, markup and style of the UI, then its tests.
fn ui(checkout: &Checkout, report: &mut Report, filter: Option<&str>) {
    if !report.prepare("ui", setup::ui_dependencies(checkout)) {
        return;
    }
    if filter.is_none() {
        let check = checkout.npm().args(["run", "check"]);
        report.stage("ui checks", Runner::Check, check);
    }
    // npm hands on what follows the dashes; the default reporter is the one we can count.
    let mut task = checkout.npm().args(["test", "--", "--reporter=default"]);
    if let Some(filter) = filter {
        task = task.args(["--testNamePattern", filter, "--passWithNoTests"]);
    }
    report.stage("ui", Runner::Vitest, task);
}

/// UI dependencies and build: the app embeds what lies in `ui/dist`, so it does not compile without.
fn embedded_ui(checkout: &Checkout) -> Result<(), Failure> {
    setup::ui_dependencies(checkout)?;
    setup::ui_build(checkout)
}

/// The shells: Tauri commands, command line, and whether the bindings are fresh.
fn app(checkout: &Checkout, report: &mut Report, filter: Option<&str>) {
    if !report.prepare("app", embedded_ui(checkout)) {
        return;
    }
    let task = checkout
        .cargo()
        .args(["test", "--package", APP, "--no-fail-fast"])
        .args(filter);
    report.stage("app", Runner::Libtest, task);
}

/// The real window, driven by WebKit's own driver on a display and a bus of its own.
fn window(checkout: &Checkout, report: &mut Report, filter: Option<&str>) {
    const NAME: &str = "window";
    if !cfg!(target_os = "linux") {
        let row = Row {
            name: NAME,
            tally: Tally {
                skipped: 1,
                ..Tally::default()
            },
            time: Duration::ZERO,
            note: Some("only WebKitGTK has a driver for embedded web views".into()),
        };
        report.rows.push(row);
        return;
    }
    let built = embedded_ui(checkout).and_then(|()| {
        let build = ["build", "--package", APP, "--bins"];
        checkout.cargo().args(build).run()
    });
    if !report.prepare(NAME, built) {
        return;
    }
    let ready = window_tests(checkout).and_then(|files| Ok((files, checkout.binary(Profile::Debug)?)));
    match ready {
        Ok((files, binary)) => {
            let task = |files: &[String]| window_task(checkout, &binary, files, filter);
            report.stage_with_second_try(NAME, task(&files), task);
        }
        Err(failure) => {
            report.prepare(NAME, Err(failure));
        }
    }
}

/// The files of window tests, sorted.
fn window_tests(checkout: &Checkout) -> Result<Vec<String>, Failure> {
    let folder = checkout.root().join("tests/e2e");
    // Node 20 expands no patterns, and the order must not hang on the file system.
    let mut files: Vec<_> = fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?
        .flatten()
        .map(|entry| format!("tests/e2e/{}", entry.file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::new(format!("{} holds no *.test.mjs", folder.display())));
    }
    Ok(files)
}

fn window_task(checkout: &Checkout, binary: &Path, files: &[String], filter: Option<&str>) -> Task {
    let mut task = Task::new("xvfb-run")
        .dir(checkout.root())
        .args(["-a", "-s", "-screen 0 1600x1100x24"])
        .args(["dbus-run-session", "--", "sh", "tests/e2e/desktop.sh"])
        .args(["node", "--test"])
        // One window at a time: they share a display, a focus and two cores.
        .args(["--test-concurrency=1", "--test-reporter=spec"]);
    if let Some(filter) = filter {
        task = task.arg(format!("--test-name-pattern={filter}"));
    }
    task.args(files)
        .env("NO_AT_BRIDGE", "1")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WAYMARK_BIN", &binary.to_string_lossy())
}

fn heading(name: &str) {
    eprintln!("\n── {name} ──");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> Result<Request, Failure> {
        let words: Vec<String> = text.split_whitespace().map(String::from).collect();
        Request::parse(&words)
    }

    #[test]
    fn everything_unless_asked() {
        let all = request("").unwrap();
        assert_eq!(all.groups.len(), GROUPS.len());
        assert_eq!(all.filter, None);
        let some = request("--only core --only e2e undo").unwrap();
        assert_eq!(some.groups, [Group::Core, Group::Window]);
        assert_eq!(some.filter.as_deref(), Some("undo"));
        assert!(request("--only everything").is_err());
        assert!(request("--fast").is_err());
    }

    #[test]
    fn the_last_line_counts() {
        let row = |name, passed, failed, skipped| Row {
            name,
            tally: Tally {
                passed,
                failed,
                skipped,
            },
            time: Duration::from_millis(1500),
            note: (failed > 0).then(|| "ran no tests".to_owned()),
        };
        let mut report = Report {
            filtered: false,
            rows: vec![row("core", 40, 0, 0), row("ui", 2, 0, 0)],
        };
        let line = |report: &Report| report.text().lines().last().map(String::from);
        assert_eq!(line(&report).as_deref(), Some("42 passed, 0 failed"));
        report.rows.push(row("window", 0, 1, 3));
        assert_eq!(line(&report).as_deref(), Some("42 passed, 1 failed, 3 skipped"));
        assert!(report.text().contains("1.5  ran no tests\n"));
    }

    #[cfg(unix)]
    #[test]
    fn stages_are_counted_from_their_output() {
        let mut report = Report {
            filtered: false,
            rows: Vec::new(),
        };
        let shell = |script: &str| Task::new("sh").args(["-c", script]).silent();
        let good = "echo 'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured'";
        report.stage("good", Runner::Libtest, shell(good));
        report.stage("crash", Runner::Libtest, shell(&format!("{good}; exit 101")));
        report.stage("empty", Runner::Node, shell("true"));
        report.stage("absent", Runner::Check, Task::new("no-such-program-anywhere").silent());
        let counts: Vec<_> = report
            .rows
            .iter()
            .map(|row| (row.tally.passed, row.tally.failed, row.tally.skipped))
            .collect();
        assert_eq!(counts, [(3, 0, 1), (3, 1, 1), (0, 1, 0), (0, 1, 0)]);
        assert!(report.rows.iter().skip(1).all(|row| row.note.is_some()));
    }

    #[cfg(unix)]
    #[test]
    fn a_few_failures_get_a_second_try_and_are_named() {
        let shell = |script: String| Task::new("sh").args(["-c", &script]).silent();
        let ended = |passed: u32, failed: u32| {
            let places: String = (0..failed)
                .map(|at| format!("test at tests/e2e/a.test.mjs:{at}:1\n"))
                .collect();
            format!(
                "printf 'ℹ pass {passed}\nℹ fail {failed}\n{places}'; exit {}",
                failed.min(1)
            )
        };
        let outcome = |first: (u32, u32), second: (u32, u32)| {
            let mut report = Report {
                filtered: false,
                rows: vec![],
            };
            let mut tried = Vec::new();
            report.stage_with_second_try("window", shell(ended(first.0, first.1)), |files| {
                tried = files.to_vec();
                shell(ended(second.0, second.1))
            });
            let row = report.rows.pop().unwrap();
            (row.tally.passed, row.tally.failed, row.note.unwrap_or_default(), tried)
        };
        let file = vec!["tests/e2e/a.test.mjs".to_owned()];
        let mended = "only at the second try: tests/e2e/a.test.mjs:0, tests/e2e/a.test.mjs:1".to_owned();
        assert_eq!(outcome((5, 0), (9, 9)), (5, 0, String::new(), vec![]));
        assert_eq!(outcome((5, 2), (7, 0)), (7, 0, mended, file.clone()));
        assert_eq!(outcome((5, 2), (6, 1)), (5, 2, String::new(), file));
        assert_eq!(outcome((5, 4), (9, 0)), (5, 4, String::new(), vec![]));
    }
}
