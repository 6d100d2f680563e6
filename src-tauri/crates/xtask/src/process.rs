//! Running commands: each is echoed before it runs, and a failure names the command and what to do.

use std::fmt;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;

/// Why something could not be done, and what the reader can do about it.
#[derive(Debug)]
pub struct Failure {
    what: String,
    remedy: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: None,
        }
    }

    /// Adds the sentence that says what to do now.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n  {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// A command to run, with the remedy to offer should it fail.
pub struct Task {
    command: Command,
    echo: String,
    remedy: Option<String>,
    /// Shows neither the echo nor the streamed output.
    silent: bool,
}

impl Task {
    /// A command in the environment that the person typed ours in: without the variables that cargo
    /// set for us alone.
    pub fn new(program: &str) -> Self {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let Some(name) = name.to_str() else { continue };
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name);
            }
        }
        Self {
            command,
            echo: shown(program),
            remedy: None,
            silent: false,
        }
    }

    /// The cargo that runs us.
    pub fn cargo() -> Self {
        let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut task = Self::new(&program);
        task.echo = "cargo".into();
        if std::io::stderr().is_terminal() {
            task.command.env("CARGO_TERM_COLOR", "always");
        }
        task
    }

    /// npm, which is a script with another name on Windows.
    pub fn npm() -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
    }

    pub fn arg(mut self, arg: impl AsRef<str>) -> Self {
        self.echo.push(' ');
        self.echo.push_str(&shown(arg.as_ref()));
        self.command.arg(arg.as_ref());
        self
    }

    pub fn args<S: AsRef<str>>(self, args: impl IntoIterator<Item = S>) -> Self {
        args.into_iter().fold(self, Task::arg)
    }

    pub fn path(self, path: &Path) -> Self {
        self.arg(path.to_string_lossy())
    }

    pub fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Sets a variable; it is part of the echo, since the command means nothing without it.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.echo = format!("{name}={} {}", shown(value), self.echo);
        self.command.env(name, value);
        self
    }

    /// What to tell the reader when the command fails.
    pub fn or(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    fn cannot_start(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("`{}` did not start: {error}", self.echo)).remedy(
            self.remedy
                .clone()
                .unwrap_or_else(|| "Is it installed, and on the PATH?".into()),
        )
    }

    /// Our own tests stream what looks like a runner's summary, and a `cargo xtask test` that runs
    /// them would count it.
    #[cfg(test)]
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    fn echo(&self) {
        if !self.silent {
            eprintln!("\n$ {}", self.echo);
        }
    }

    /// Runs to the end with our own input and output.
    ///
    /// # Errors
    /// The command cannot be started.
    pub fn status(mut self) -> Result<ExitStatus, Failure> {
        self.echo();
        let status = self.command.status();
        status.map_err(|error| self.cannot_start(&error))
    }

    /// Runs a step to the end; it must succeed. What it prints goes to standard error, so that
    /// `cargo xtask run -- templates --json` gives JSON alone.
    ///
    /// # Errors
    /// The command cannot be started, or ends with another code than 0.
    pub fn run(mut self) -> Result<(), Failure> {
        self.echo();
        let status = self.command.stdout(std::io::stderr()).status();
        let status = status.map_err(|error| self.cannot_start(&error))?;
        if status.success() {
            return Ok(());
        }
        let failure = Failure::new(format!("`{}` failed ({status})", self.echo));
        Err(match self.remedy {
            Some(remedy) => failure.remedy(remedy),
            None => failure,
        })
    }

    /// Runs unseen and gives what it wrote to standard output, whatever the exit code.
    ///
    /// # Errors
    /// The command cannot be started.
    pub fn output(mut self) -> Result<(ExitStatus, String), Failure> {
        let output = self.command.stderr(Stdio::null()).output();
        let output = output.map_err(|error| self.cannot_start(&error))?;
        Ok((output.status, String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Starts and does not wait.
    ///
    /// # Errors
    /// The command cannot be started.
    pub fn spawn(mut self) -> Result<Child, Failure> {
        self.echo();
        let child = self.command.spawn();
        child.map_err(|error| self.cannot_start(&error))
    }

    /// Runs to the end, showing both outputs as they come and handing each line to `on_line`.
    ///
    /// # Errors
    /// The command cannot be started.
    pub fn stream(mut self, mut on_line: impl FnMut(&str)) -> Result<ExitStatus, Failure> {
        self.echo();
        let child = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| self.cannot_start(&error))?;
        let screen = |screen: Box<dyn Write + Send>| -> Box<dyn Write + Send> {
            if self.silent { Box::new(std::io::sink()) } else { screen }
        };
        let (sender, lines) = mpsc::channel();
        let mut readers = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            readers.push(forward(stdout, screen(Box::new(std::io::stdout())), sender.clone()));
        }
        if let Some(stderr) = child.stderr.take() {
            readers.push(forward(stderr, screen(Box::new(std::io::stderr())), sender.clone()));
        }
        drop(sender);
        for line in lines {
            on_line(&line);
        }
        for reader in readers {
            // A reader ends by itself when its pipe closes, and has nothing to hand back.
            let _ = reader.join();
        }
        child.wait().map_err(|error| self.cannot_start(&error))
    }
}

/// Copies lines from `source` to `target` as they come, and sends each on.
fn forward(
    source: impl Read + Send + 'static,
    mut target: Box<dyn Write + Send>,
    sender: mpsc::Sender<String>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut source = BufReader::new(source);
        let mut line = Vec::new();
        while source.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            // A closed terminal must not stop the count.
            let _ = target.write_all(&line).and_then(|()| target.flush());
            let _ = sender.send(String::from_utf8_lossy(&line).trim_end().to_owned());
            line.clear();
        }
    })
}

/// A word as a shell would need it written, so that an echoed command can be pasted.
fn shown(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@+,%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn echo_can_be_pasted() {
        let task = Task::new("waymark").arg("a b").arg("it's").env("NO_AT_BRIDGE", "1");
        assert_eq!(task.echo, r"NO_AT_BRIDGE=1 waymark 'a b' 'it'\''s'");
    }

    #[test]
    fn missing_program_names_the_command_and_the_remedy() {
        let failure = Task::new("no-such-program-anywhere")
            .or("Install it.")
            .output()
            .unwrap_err()
            .to_string();
        assert!(failure.contains("no-such-program-anywhere"), "{failure}");
        assert!(failure.contains("Install it."), "{failure}");
    }

    #[cfg(unix)]
    #[test]
    fn stream_hands_on_lines_of_both_outputs() {
        let mut lines = Vec::new();
        let status = Task::new("sh")
            .args(["-c", "echo one; echo two >&2; printf three; exit 3"])
            .silent()
            .stream(|line| lines.push(line.to_owned()))
            .unwrap();
        lines.sort();
        assert_eq!(lines, ["one", "three", "two"]);
        assert_eq!(status.code(), Some(3));
    }
}
