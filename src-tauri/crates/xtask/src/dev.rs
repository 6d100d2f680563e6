//! `cargo xtask dev`: the dev server of the UI beside a debug build of the app. Vite reloads the UI;
//! we rebuild and restart the app when the Rust code changes.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ExitCode};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::checkout::{APP, Checkout, Profile};
use crate::process::{Failure, Task};
use crate::{Outcome, after_dashes, display, freshness, packages, setup};

/// Where the window looks for the UI: `build.devUrl` in tauri.conf.json.
const PORT: u16 = 1420;

const TICK: Duration = Duration::from_millis(300);

/// A child that does not outlive us.
struct Leashed(Child);

impl Leashed {
    /// Whether it has ended by itself.
    fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn dev(checkout: &Checkout, arguments: &[String]) -> Outcome {
    if let Err(why) = display::find() {
        return Err(
            Failure::new(format!("`dev` opens a window, and there is no display: {why}"))
                .remedy("Without one, use `cargo xtask run` or `cargo xtask test`."),
        );
    }
    setup::system_packages(&[packages::BUILD])?;
    setup::ui_dependencies(checkout)?;
    if serves() {
        return Err(Failure::new(format!("port {PORT} is taken"))
            .remedy("Another `cargo xtask dev` is running: use that one, or end it."));
    }

    // Vite itself, not npm: npm starts a shell that starts Vite, and killing npm kills neither.
    let server = Task::new("node")
        .args(["node_modules/vite/bin/vite.js", "--strictPort", "--port"])
        .arg(PORT.to_string())
        .dir(&checkout.ui())
        .spawn()?;
    let mut server = Leashed(server);

    let build = || {
        let build = ["build", "--no-default-features", "--package", APP];
        checkout.cargo().args(build).arg("--bins").run()
    };
    let start = || -> Result<Leashed, Failure> {
        let binary = checkout.binary(Profile::Debug)?;
        let app = Task::new(&binary.to_string_lossy()).args(after_dashes(arguments));
        Ok(Leashed(app.spawn()?))
    };
    let mut seen = latest_change(checkout);
    build()?;
    while !serves() {
        if server.has_ended() {
            return Err(Failure::new("the dev server ended before it served anything"));
        }
        sleep(TICK);
    }
    let mut app = start()?;
    loop {
        sleep(TICK);
        if server.has_ended() {
            return Err(Failure::new("the dev server has ended, so the app was closed"));
        }
        if app.has_ended() {
            return Ok(ExitCode::SUCCESS);
        }
        let latest = latest_change(checkout);
        if latest > seen {
            seen = latest;
            // The running app stays until the new one compiles.
            match build() {
                Ok(()) => {
                    drop(app);
                    app = start()?;
                }
                Err(failure) => eprintln!("xtask: {failure}\n  The app runs on as it was."),
            }
        }
    }
}

fn serves() -> bool {
    TcpStream::connect(("localhost", PORT)).is_ok()
}

/// When anything that the app's binary is made of last changed.
fn latest_change(checkout: &Checkout) -> Option<SystemTime> {
    let parts = ["Cargo.toml", "tauri.conf.json", "src-tauri", "assets"];
    let paths = parts.map(|part| checkout.root().join(part));
    let newest = |path: &PathBuf| freshness::newest(path, &["xtask"]);
    paths.iter().filter_map(newest).max()
}
