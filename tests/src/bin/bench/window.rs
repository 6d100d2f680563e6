//! From the start of the app to the first frame of its library, in a real window.
//!
//! The app keeps a file beside the library, `LIBRARY.starting`, from its first moment until its page has
//! painted: that is what is timed. The disk's cache is warm, since every start but the first is.

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{measure, print_figures};
#[cfg(target_os = "linux")]
pub use linux::{measure, print_figures};

const WORK: &str = "start to the first frame";

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::path::Path;

    use super::WORK;
    use crate::Outcome;
    use crate::report::Report;

    const WHY: &str = "the file that tells of the first frame exists on Linux only";

    pub fn measure(report: &mut Report, _: &Path) -> Outcome<()> {
        report.skip(WORK, WHY);
        Ok(())
    }

    pub fn print_figures(_: &Path, _: &Path) -> Outcome<()> {
        Err(WHY.into())
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeMap, BTreeSet};
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    use super::WORK;
    use crate::Outcome;
    use crate::measure::Figures;
    use crate::process::megabytes;
    use crate::report::{Report, Unit};

    const RUNS: usize = 5;

    /// How long a start may take before it counts as failed.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A blank page in the web view alone takes 780 ms and up to 242 MB on the machine of the design;
    /// the aims are 1.2 times the one and 1.25 times the other.
    const AIM_MS: f64 = 1.2 * 780.0;
    const AIM_MB: f64 = 1.25 * 242.0;

    pub fn measure(report: &mut Report, binary: &Path) -> Outcome<()> {
        if !binary.is_file() {
            report.skip(
                WORK,
                format!("there is no {}; build it with `cargo xtask bench`", binary.display()),
            );
            return Ok(());
        }
        let myself = std::env::current_exe()?;
        let mut command;
        if has_display() {
            command = Command::new(&myself);
        } else {
            let tools = ["xvfb-run", "dbus-run-session"];
            if let Some(missing) = tools.into_iter().find(|tool| !on_path(tool)) {
                report.skip(
                    WORK,
                    format!("there is no display, and {missing} is not installed to do without"),
                );
                return Ok(());
            }
            // A display, a bus and the clock inside of both: neither counts as part of the start.
            command = Command::new("xvfb-run");
            command.args(["-a", "dbus-run-session", "--"]).arg(&myself);
        }
        command
            .arg("--window-only")
            .env("WAYMARK_BIN", binary)
            .stderr(Stdio::null());
        let output = command.output()?;
        // xvfb-run sends both outputs to this one, so that the figures may stand among complaints.
        let said = String::from_utf8_lossy(&output.stdout);
        let figures: Option<[Vec<f64>; 3]> = said.lines().find_map(|line| serde_json::from_str(line).ok());
        let Some([times, resident, proportional]) = figures.filter(|_| output.status.success()) else {
            report.skip(
                WORK,
                format!("no window showed a first frame within {} s", PATIENCE.as_secs()),
            );
            return Ok(());
        };
        report.add(WORK, None, Unit::Milliseconds, &Figures::new(times), AIM_MS);
        let (resident, proportional) = (Figures::new(resident), Figures::new(proportional));
        report.add(
            "start: memory, shared pages once",
            None,
            Unit::Megabytes,
            &proportional,
            AIM_MB,
        );
        report.add(
            "start: peak memory, summed by process",
            None,
            Unit::Megabytes,
            &resident,
            None,
        );
        Ok(())
    }

    /// Times the starts on the display that there is, and prints the figures as JSON: times in ms,
    /// peak resident and proportional memory in MB.
    pub fn print_figures(binary: &Path, folder: &Path) -> Outcome<()> {
        let library = folder.join("window.db");
        // The first start makes the library and warms the caches.
        start(binary, &library)?;
        let mut figures: [Vec<f64>; 3] = Default::default();
        for _ in 0..RUNS {
            let started = start(binary, &library)?;
            figures[0].push(started.time.as_secs_f64() * 1e3);
            figures[1].push(megabytes(started.resident));
            figures[2].push(megabytes(started.proportional));
        }
        println!("{}", serde_json::to_string(&figures)?);
        Ok(())
    }

    struct Started {
        time: Duration,
        /// Sum of the peaks of all processes, in bytes; pages that they share count in each.
        resident: u64,
        /// Memory at the first frame, in bytes; a page that n processes share counts as 1/n in each.
        proportional: u64,
    }

    fn start(binary: &Path, library: &Path) -> Outcome<Started> {
        let mut marker = library.as_os_str().to_owned();
        marker.push(".starting");
        let marker = Path::new(&marker);
        // One that is left over would switch the start to its remedy for broken drivers.
        let _ = std::fs::remove_file(marker);
        let begin = Instant::now();
        let child = Command::new(binary)
            .arg("--library")
            .arg(library)
            // The accessibility bus is not there under a bare X server, and waiting for it is not ours.
            .env("NO_AT_BRIDGE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let mut tree = Tree(child);
        tree.until(begin, || marker.exists())?;
        tree.until(begin, || !marker.exists())?;
        let time = begin.elapsed();
        let (mut resident, mut proportional) = (0, 0);
        for pid in tree.processes() {
            resident += kilobytes(&format!("/proc/{pid}/status"), "VmHWM:") * 1024;
            proportional += kilobytes(&format!("/proc/{pid}/smaps_rollup"), "Pss:") * 1024;
        }
        Ok(Started {
            time,
            resident,
            proportional,
        })
    }

    /// The app and the processes of its web view; killed when dropped.
    struct Tree(Child);

    impl Tree {
        fn until(&mut self, begin: Instant, done: impl Fn() -> bool) -> Outcome<()> {
            while !done() {
                if let Some(status) = self.0.try_wait()? {
                    return Err(format!("the app ended before its first frame: {status}").into());
                }
                if begin.elapsed() > PATIENCE {
                    return Err("no first frame".into());
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(())
        }

        fn processes(&self) -> BTreeSet<u32> {
            let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
                let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
                    continue;
                };
                let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
                // proc_pid_stat(5): pid (name) state parent …, where the name may hold anything.
                let parent = stat
                    .rsplit_once(')')
                    .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
                if let Some(parent) = parent {
                    children.entry(parent).or_default().push(pid);
                }
            }
            let mut found = BTreeSet::from([self.0.id()]);
            let mut next = vec![self.0.id()];
            while let Some(pid) = next.pop() {
                for &child in children.get(&pid).into_iter().flatten() {
                    if found.insert(child) {
                        next.push(child);
                    }
                }
            }
            found
        }
    }

    impl Drop for Tree {
        fn drop(&mut self) {
            if let Ok(group) = libc::pid_t::try_from(self.0.id()) {
                // SAFETY: no memory is involved; the group is the one that the child was started in,
                // and the child has not been waited for, so that its number is still its own.
                unsafe { libc::kill(-group, libc::SIGKILL) };
            }
            let _ = self.0.wait();
        }
    }

    /// A line such as `VmHWM:   1234 kB`; 0 where the process has gone.
    fn kilobytes(file: &str, name: &str) -> u64 {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }

    fn has_display() -> bool {
        ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    }

    fn on_path(tool: &str) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
    }
}
