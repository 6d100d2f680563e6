//! Counting tests by what the test runners print: libtest's, vitest's and node's summaries.

/// Which runner's summary to look for.
#[derive(Clone, Copy, Debug)]
pub enum Runner {
    /// `cargo test`: one summary a test binary.
    Libtest,
    /// vitest's default reporter: one summary at the end.
    Vitest,
    /// `node --test` with the spec or the TAP reporter: one line a count, at the end.
    Node,
    /// No tests but a check that passes or fails as a whole; it counts as one.
    Check,
}

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Tally {
    pub const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Counts what one line of output says, if it is a summary.
    pub fn read(&mut self, runner: Runner, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        match runner {
            Runner::Libtest => {
                // test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; …
                if let Some(rest) = line.strip_prefix("test result: ") {
                    let counts = rest.split_once(". ").map_or("", |(_, counts)| counts);
                    self.read_counts(counts.split(';'));
                }
            }
            Runner::Vitest => {
                // Tests  1 failed | 12 passed | 2 skipped (15)
                if let Some(rest) = line.strip_prefix("Tests ") {
                    let counts = rest.split_once('(').map_or(rest, |(counts, _)| counts);
                    self.read_counts(counts.split('|'));
                }
            }
            Runner::Node => {
                let counts = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "));
                if let Some((word, number)) = counts.and_then(|rest| rest.split_once(' ')) {
                    self.count(word, number);
                }
            }
            Runner::Check => {}
        }
    }

    /// Reads parts like `3 passed`.
    fn read_counts<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        for part in parts {
            if let Some((number, word)) = part.trim().split_once(' ') {
                self.count(word, number);
            }
        }
    }

    fn count(&mut self, word: &str, number: &str) {
        let Ok(number) = number.trim().parse::<u32>() else {
            return;
        };
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// The tally of a stage that ended, by what it printed and whether its command succeeded. A
    /// command that fails without a failed test did fail, and a run of no tests proves nothing,
    /// unless the developer's own filter left none.
    pub fn settled(mut self, runner: Runner, succeeded: bool, filtered: bool) -> Self {
        if matches!(runner, Runner::Check) && succeeded {
            self.passed = 1;
        }
        let ran_none = self.passed + self.failed == 0;
        if self.failed == 0 && (!succeeded || (ran_none && !filtered)) {
            self.failed = 1;
        }
        self
    }
}

/// Where a test stands that failed, as node's reporter says it: `test at tests/e2e/a.test.mjs:12:1` gives
/// `tests/e2e/a.test.mjs:12`.
pub fn failed_at(line: &str) -> Option<String> {
    let line = without_colours(line);
    let (place, _column) = line.trim().strip_prefix("test at ")?.rsplit_once(':')?;
    Some(place.to_owned())
}

/// The file of a place such as `a.test.mjs:12`.
pub fn file_of(place: &str) -> &str {
    place.rsplit_once(':').map_or(place, |(file, _)| file)
}

/// The line without its terminal colours (`ESC [ … m`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, sequence)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        // A control sequence ends at its first letter (ECMA-48, 5.4).
        let end = sequence.find(|c: char| c.is_ascii_alphabetic());
        rest = end.map_or("", |end| &sequence[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, text: &str) -> Tally {
        let mut tally = Tally::default();
        text.lines().for_each(|line| tally.read(runner, line));
        tally
    }

    fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn libtest_sums_over_binaries() {
        let text = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s
test result: \u{1b}[31mFAILED\u{1b}[m. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test passed::failed ... ok";
        assert_eq!(read(Runner::Libtest, text), tally(7, 2, 1));
    }

    #[test]
    fn vitest_counts_tests_not_files() {
        let text = "\
 \u{1b}[2m Test Files \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m
 \u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m\u{1b}[2m | \u{1b}[22m\u{1b}[32m12 passed\u{1b}[39m | 2 skipped\u{1b}[90m (15)\u{1b}[39m
   Duration  1.20s";
        assert_eq!(read(Runner::Vitest, text), tally(12, 1, 2));
    }

    #[test]
    fn node_in_both_reporters() {
        let tap = "# tests 6\n# suites 0\n# pass 4\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0";
        assert_eq!(read(Runner::Node, tap), tally(4, 1, 1));
        let spec = "ℹ tests 3\nℹ pass 1\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ duration_ms 12.5";
        assert_eq!(read(Runner::Node, spec), tally(1, 2, 0));
    }

    #[test]
    fn a_silent_failure_counts_as_one() {
        let settled = tally(5, 0, 0).settled(Runner::Libtest, false, false);
        assert_eq!(settled, tally(5, 1, 0));
        let counted = tally(5, 3, 0).settled(Runner::Libtest, false, false);
        assert_eq!(counted, tally(5, 3, 0));
    }

    #[test]
    fn no_tests_at_all_is_a_failure_unless_filtered() {
        let none = Tally::default();
        assert_eq!(none.settled(Runner::Node, true, false), tally(0, 1, 0));
        assert_eq!(none.settled(Runner::Node, true, true), tally(0, 0, 0));
    }

    #[test]
    fn a_check_is_one_test() {
        let none = Tally::default();
        assert_eq!(none.settled(Runner::Check, true, false), tally(1, 0, 0));
        assert_eq!(none.settled(Runner::Check, false, false), tally(0, 1, 0));
    }
}
