//! Whether this machine has a display that a window can open on.

use std::ffi::OsString;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

/// Looks for a display.
///
/// # Errors
/// Why there is none, as a clause for a sentence.
pub fn find() -> Result<(), String> {
    if cfg!(any(target_os = "macos", windows)) {
        return Ok(());
    }
    look(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
}

/// The search itself, over any environment.
fn look(variable: impl Fn(&str) -> Option<OsString>) -> Result<(), String> {
    let wayland = variable("WAYLAND_DISPLAY");
    if let Some(name) = &wayland {
        // The name is a path, or a socket in the runtime folder.
        let folder = variable("XDG_RUNTIME_DIR").unwrap_or_default();
        if Path::new(&folder).join(name).exists() {
            return Ok(());
        }
    }
    match variable("DISPLAY") {
        Some(name) => {
            let name = name.to_string_lossy().into_owned();
            match XDisplay::parse(&name) {
                Some(display) if display.answers() => Ok(()),
                _ => Err(format!("DISPLAY={name} does not answer")),
            }
        }
        None if wayland.is_some() => Err("WAYLAND_DISPLAY names no socket".into()),
        None => Err("neither DISPLAY nor WAYLAND_DISPLAY is set".into()),
    }
}

/// The name of an X display, `[host]:number[.screen]`.
#[derive(Debug, PartialEq)]
struct XDisplay {
    /// Empty for this machine.
    host: String,
    number: u16,
}

impl XDisplay {
    fn parse(name: &str) -> Option<Self> {
        let (host, rest) = name.rsplit_once(':')?;
        let number = rest.split('.').next()?.parse().ok()?;
        let host = if host == "unix" { "" } else { host };
        Some(Self {
            host: host.to_owned(),
            number,
        })
    }

    /// Whether a server takes the connection.
    fn answers(&self) -> bool {
        if self.host.is_empty() {
            return self.local_socket_answers();
        }
        // X servers listen on port 6000 plus the number of the display.
        let Some(port) = 6000_u16.checked_add(self.number) else {
            return false;
        };
        let addresses = (self.host.as_str(), port).to_socket_addrs();
        addresses.is_ok_and(|mut addresses| {
            addresses.any(|a| TcpStream::connect_timeout(&a, Duration::from_secs(2)).is_ok())
        })
    }

    #[cfg(unix)]
    fn local_socket_answers(&self) -> bool {
        use std::os::unix::net::UnixStream;

        let path = format!("/tmp/.X11-unix/X{}", self.number);
        if UnixStream::connect(&path).is_ok() {
            return true;
        }
        // Some servers (in containers, say) listen on the abstract socket of the same name alone.
        #[cfg(target_os = "linux")]
        {
            use std::os::linux::net::SocketAddrExt;
            use std::os::unix::net::SocketAddr;
            let address = SocketAddr::from_abstract_name(path.as_bytes());
            address.is_ok_and(|address| UnixStream::connect_addr(&address).is_ok())
        }
        #[cfg(not(target_os = "linux"))]
        false
    }

    #[cfg(not(unix))]
    fn local_socket_answers(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_in(pairs: &[(&str, &str)]) -> Result<(), String> {
        look(|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn names_of_x_displays() {
        let display = |host: &str, number| {
            let host = host.to_owned();
            Some(XDisplay { host, number })
        };
        assert_eq!(XDisplay::parse(":0"), display("", 0));
        assert_eq!(XDisplay::parse(":99.1"), display("", 99));
        assert_eq!(XDisplay::parse("unix:1"), display("", 1));
        assert_eq!(XDisplay::parse("localhost:10.0"), display("localhost", 10));
        assert_eq!(XDisplay::parse("zero"), None);
        assert_eq!(XDisplay::parse(":x"), None);
    }

    #[test]
    fn says_why_there_is_none() {
        assert!(look_in(&[]).unwrap_err().contains("neither DISPLAY"));
        let dead = look_in(&[("DISPLAY", ":54321")]).unwrap_err();
        assert_eq!(dead, "DISPLAY=:54321 does not answer");
        let wayland = [("WAYLAND_DISPLAY", "none"), ("XDG_RUNTIME_DIR", "/nowhere")];
        assert!(look_in(&wayland).unwrap_err().contains("WAYLAND_DISPLAY"));
    }

    #[cfg(unix)]
    #[test]
    fn a_wayland_socket_is_a_display() {
        let folder = std::env::temp_dir();
        let name = format!("xtask-wayland-{}", std::process::id());
        std::fs::write(folder.join(&name), "").unwrap();
        let folder_name = folder.to_string_lossy().into_owned();
        let pairs = [
            ("WAYLAND_DISPLAY", name.as_str()),
            ("XDG_RUNTIME_DIR", folder_name.as_str()),
        ];
        assert_eq!(look_in(&pairs), Ok(()));
        std::fs::remove_file(folder.join(&name)).unwrap();
    }
}
