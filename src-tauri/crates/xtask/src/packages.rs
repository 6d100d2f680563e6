//! The system packages that Waymark needs, by the names of each platform, and which of them are
//! missing here. Only Debian and its kin get them installed; elsewhere the exact command is shown,
//! since a tool should not change a system whose habits it does not know.

use std::fs;
use std::path::Path;

use crate::process::{Failure, Task};

/// One thing to have installed, under its name on each platform; empty where the platform has it
/// already or cannot have it.
pub struct Need {
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    homebrew: &'static str,
}

const fn need(debian: &'static str, fedora: &'static str, arch: &'static str, homebrew: &'static str) -> Need {
    Need {
        debian,
        fedora,
        arch,
        homebrew,
    }
}

/// What building and starting the app takes: a C compiler (SQLite is built from source) and the
/// web view with its headers.
pub const BUILD: &[Need] = &[
    need("build-essential", "gcc-c++", "base-devel", ""),
    need("pkg-config", "pkgconf-pkg-config", "pkgconf", ""),
    need("libdbus-1-dev", "dbus-devel", "dbus", ""),
    need("libgtk-3-dev", "gtk3-devel", "gtk3", ""),
    need("libwebkit2gtk-4.1-dev", "webkit2gtk4.1-devel", "webkit2gtk-4.1", ""),
];

/// Tools that are not ours, which the golden tests read the exports with.
pub const CORE_TESTS: &[Need] = &[
    need("poppler-utils", "poppler-utils", "poppler", "poppler"),
    need("qpdf", "qpdf", "qpdf", "qpdf"),
    need("librsvg2-bin", "librsvg2-tools", "librsvg", "librsvg"),
    need("libreoffice-impress", "libreoffice-impress", "libreoffice-fresh", ""),
    need("python3-venv", "python3", "python", "python"),
    need("python3-openpyxl", "python3-openpyxl", "python-openpyxl", ""),
];

/// What a .deb is packed with.
pub const PACKAGE: &[Need] = &[need("dpkg", "dpkg", "dpkg", "dpkg")];

/// The browser that the UI's components are tested in.
pub const UI_TESTS: &[Need] = &[need("chromium", "chromium", "chromium", "chromium")];

/// A display, a bus, a window manager and a driver for the real window, and readers of its files.
/// Fedora resolves the paths of programs.
pub const WINDOW_TESTS: &[Need] = &[
    need("webkit2gtk-driver", "/usr/bin/WebKitWebDriver", "webkit2gtk-4.1", ""),
    need("xvfb", "/usr/bin/xvfb-run", "xorg-server-xvfb", ""),
    need("xauth", "xorg-x11-xauth", "xorg-xauth", ""),
    need("dbus", "dbus-daemon", "dbus", ""),
    need("dbus-x11", "dbus-x11", "", ""),
    // Dialogs get the keyboard from a window manager; the tests type into them as a person does.
    need("openbox", "openbox", "openbox", ""),
    need("xdotool", "xdotool", "xdotool", ""),
    need("scrot", "scrot", "scrot", ""),
    // What the window looks like while it opens, and where it stands.
    need("x11-apps", "/usr/bin/xwd", "xorg-xwd", ""),
    need("x11-utils", "/usr/bin/xwininfo", "xorg-xwininfo", ""),
    // What the desktop takes a map file for.
    need("shared-mime-info", "shared-mime-info", "shared-mime-info", ""),
    need("libglib2.0-bin", "glib2", "glib2", ""),
    need("procps", "procps-ng", "procps-ng", ""),
    // Another program on the clipboard.
    need("xclip", "xclip", "xclip", ""),
    // A window to drag files out of, as a file manager is.
    need("python3-gi", "python3-gobject", "python-gobject", ""),
    need("gir1.2-gtk-3.0", "gtk3", "gtk3", ""),
    // Readers of what leaves Waymark that are not ours.
    need("sqlite3", "sqlite", "sqlite", ""),
    need("python3-pil", "python3-pillow", "python-pillow", ""),
    need("python3-jsonschema", "python3-jsonschema", "python-jsonschema", ""),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Platform {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    MacOs,
    Windows,
}

impl Platform {
    fn here() -> Self {
        if cfg!(target_os = "macos") {
            return Self::MacOs;
        }
        if cfg!(windows) {
            return Self::Windows;
        }
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        Self::of_linux(&release)
    }

    /// Reads `ID` and `ID_LIKE` of an os-release file (freedesktop.org, os-release(5)).
    fn of_linux(release: &str) -> Self {
        let value = |key: &str| {
            release
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
                .unwrap_or_default()
                .trim_matches('"')
        };
        let words = format!("{} {}", value("ID"), value("ID_LIKE"));
        for word in words.split_whitespace() {
            match word {
                "debian" | "ubuntu" => return Self::Debian,
                "fedora" | "rhel" | "centos" => return Self::Fedora,
                "arch" => return Self::Arch,
                _ => {}
            }
        }
        Self::OtherLinux
    }

    fn name_of(self, need: &Need) -> &'static str {
        match self {
            Self::Debian | Self::OtherLinux => need.debian,
            Self::Fedora => need.fedora,
            Self::Arch => need.arch,
            Self::MacOs => need.homebrew,
            Self::Windows => "",
        }
    }

    /// The command that a person types to install `names`.
    fn command(self, names: &[&str]) -> String {
        let names = names.join(" ");
        match self {
            Self::Debian | Self::OtherLinux => format!("sudo apt-get install -y {names}"),
            Self::Fedora => format!("sudo dnf install -y {names}"),
            Self::Arch => format!("sudo pacman -S --needed {names}"),
            Self::MacOs => format!("brew install {names}"),
            Self::Windows => "winget install --id Microsoft.EdgeWebView2Runtime".into(),
        }
    }
}

/// Sees to it that every one of `needs` is installed.
///
/// # Errors
/// Packages are missing and could not be installed; the message holds the command that does it.
pub fn ensure(needs: &[&Need]) -> Result<(), Failure> {
    let platform = Platform::here();
    if platform == Platform::MacOs {
        ensure_command_line_tools()?;
    }
    let mut names: Vec<&str> = Vec::new();
    for name in needs.iter().map(|need| platform.name_of(need)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let missing = match platform {
        Platform::Debian => {
            let query = Task::new("dpkg-query")
                .args(["-W", "-f=${Package} ${db:Status-Abbrev}\\n"])
                .args(&names)
                .output()?;
            not_installed(&names, &query.1)
        }
        Platform::Fedora => not_known_to("rpm", &["-q", "--whatprovides"], &names)?,
        Platform::Arch => not_known_to("pacman", &["-T"], &names)?,
        Platform::MacOs => not_known_to("brew", &["list", "--versions"], &names)?,
        Platform::OtherLinux => {
            if program_succeeds("pkg-config", &["--exists", "webkit2gtk-4.1"]) {
                return Ok(());
            }
            return Err(Failure::new("WebKitGTK 4.1 is missing").remedy(format!(
                "Install what your system calls these Debian packages, then try again: {}",
                names.join(" ")
            )));
        }
        // The web view comes with Windows 11, and the compiler with Rust.
        Platform::Windows => {
            let web_view = r"C:\Program Files (x86)\Microsoft\EdgeWebView\Application";
            if Path::new(web_view).is_dir() {
                return Ok(());
            }
            vec!["Microsoft.EdgeWebView2Runtime"]
        }
    };
    if missing.is_empty() {
        return Ok(());
    }
    if platform == Platform::Debian {
        return install(&missing);
    }
    Err(
        Failure::new(format!("these packages are missing: {}", missing.join(" ")))
            .remedy(format!("Install them, then try again: {}", platform.command(&missing))),
    )
}

/// The names that `dpkg-query -W -f='${Package} ${db:Status-Abbrev}\n'` does not list as installed.
fn not_installed<'a>(names: &[&'a str], listing: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.split_once(' '))
        // The second letter is the state it is in; the first, the one that is wanted (dpkg(1)).
        .filter(|(_, status)| status.as_bytes().get(1) == Some(&b'i'))
        .map(|(name, _)| name)
        .collect();
    let mut missing = names.to_vec();
    missing.retain(|name| !installed.contains(name));
    missing
}

/// The names for which the query fails, asked one by one.
fn not_known_to<'a>(program: &str, query: &[&str], names: &[&'a str]) -> Result<Vec<&'a str>, Failure> {
    let mut missing = Vec::new();
    for name in names {
        let (status, _) = Task::new(program).args(query).arg(name).output()?;
        if !status.success() {
            missing.push(*name);
        }
    }
    Ok(missing)
}

fn ensure_command_line_tools() -> Result<(), Failure> {
    if program_succeeds("xcode-select", &["-p"]) {
        return Ok(());
    }
    Err(Failure::new("Apple's command line tools are missing")
        .remedy("Install them, then try again: xcode-select --install"))
}

fn program_succeeds(program: &str, args: &[&str]) -> bool {
    let output = Task::new(program).args(args).output();
    output.is_ok_and(|(status, _)| status.success())
}

/// Installs with apt-get. The lists are fetched first where there are none (a fresh machine), and
/// once more when the install fails, since old lists name versions that the mirrors have dropped.
fn install(missing: &[&str]) -> Result<(), Failure> {
    let remedy = format!(
        "Install them by hand, then try again: {}",
        Platform::Debian.command(missing)
    );
    eprintln!("Installing the system packages that are missing here.");
    let mut updated = false;
    if !has_package_lists(Path::new("/var/lib/apt/lists")) {
        apt_get(&["update"], &remedy)?.run()?;
        updated = true;
    }
    let arguments = || {
        let mut all = vec!["install", "-y", "--no-install-recommends"];
        all.extend(missing);
        all
    };
    let first = apt_get(&arguments(), &remedy)?.run();
    if first.is_ok() || updated {
        return first;
    }
    apt_get(&["update"], &remedy)?.run()?;
    apt_get(&arguments(), &remedy)?.run()
}

/// apt-get as root: directly, or through sudo.
fn apt_get(arguments: &[&str], remedy: &str) -> Result<Task, Failure> {
    let (_, id) = Task::new("id").arg("-u").output()?;
    let task = if id.trim() == "0" {
        Task::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive")
    } else {
        // sudo drops variables, so it is told this one.
        Task::new("sudo").args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
    };
    Ok(task.args(arguments).or(remedy))
}

fn has_package_lists(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_installed_packages_count() {
        let listing = "qpdf ii \nxvfb rc \nchromium hi \ndbus un \n";
        let names = ["qpdf", "xvfb", "chromium", "dbus", "never-heard-of"];
        let missing = not_installed(&names, listing);
        assert_eq!(missing, ["xvfb", "dbus", "never-heard-of"]);
    }

    #[test]
    fn platforms_by_os_release() {
        let of = Platform::of_linux;
        assert_eq!(of("NAME=\"Debian\"\nID=debian\n"), Platform::Debian);
        let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        assert_eq!(of(mint), Platform::Debian);
        assert_eq!(of("ID=fedora\n"), Platform::Fedora);
        let alma = "ID=\"almalinux\"\nID_LIKE=\"rhel centos fedora\"\n";
        assert_eq!(of(alma), Platform::Fedora);
        assert_eq!(of("ID=manjaro\nID_LIKE=arch\n"), Platform::Arch);
        assert_eq!(of("ID=nixos\n"), Platform::OtherLinux);
        assert_eq!(of(""), Platform::OtherLinux);
    }

    #[test]
    fn every_need_has_a_debian_name_once() {
        let all = [BUILD, CORE_TESTS, PACKAGE, UI_TESTS, WINDOW_TESTS];
        let mut names: Vec<&str> = all.iter().flat_map(|n| n.iter()).map(|n| n.debian).collect();
        let count = names.len();
        assert!(names.iter().all(|name| !name.is_empty()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
