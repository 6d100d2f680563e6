//! The checkout: where its parts lie.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::process::{Failure, Task};

/// The package of the app, and the binary of its command line, which opens the window where it is given no command.
pub const APP: &str = "waymark";

/// Which of cargo's profiles a binary was built with.
#[derive(Clone, Copy)]
pub enum Profile {
    Debug,
    Release,
}

/// The root folder of the checkout that this xtask was built from.
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// Finds the root: three folders above the manifest of this crate.
    ///
    /// # Errors
    /// The folder that the manifest lay in has gone.
    pub fn here() -> Result<Self, Failure> {
        // `cargo run` says where the manifest lies now; the compiled-in place serves a bare binary.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        match manifest.ancestors().nth(3) {
            Some(root) if root.join("Cargo.toml").is_file() => Ok(Self { root: root.to_owned() }),
            _ => Err(Failure::new(format!("no checkout lies above {}", manifest.display()))
                .remedy("Run `cargo xtask` inside the checkout.")),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// cargo, in the root of the checkout.
    pub fn cargo(&self) -> Task {
        Task::cargo().dir(&self.root)
    }

    /// npm, in the folder of the UI.
    pub fn npm(&self) -> Task {
        Task::npm().dir(&self.ui())
    }

    /// What `cargo metadata` says, with every dependency where `resolved`.
    ///
    /// # Errors
    /// cargo fails, or what it says is not JSON.
    pub fn metadata(&self, resolved: bool) -> Result<Value, Failure> {
        let mut task = self.cargo().args(["metadata", "--format-version", "1"]);
        if !resolved {
            task = task.arg("--no-deps");
        }
        let (status, text) = task.output()?;
        if !status.success() {
            return Err(Failure::new("`cargo metadata` failed")
                .remedy("Run it by hand to see why: `cargo metadata --format-version 1`."));
        }
        serde_json::from_str(&text).map_err(|error| Failure::new(format!("`cargo metadata` gave no JSON: {error}")))
    }

    /// The app's binary, wherever the target directory has been put.
    ///
    /// # Errors
    /// As [`Checkout::metadata`].
    pub fn binary(&self, profile: Profile) -> Result<PathBuf, Failure> {
        let metadata = self.metadata(false)?;
        let target = metadata["target_directory"]
            .as_str()
            .ok_or_else(|| Failure::new("`cargo metadata` names no target directory"))?;
        let folder = match profile {
            Profile::Debug => "debug",
            Profile::Release => "release",
        };
        let name = format!("{APP}{}", std::env::consts::EXE_SUFFIX);
        Ok(Path::new(target).join(folder).join(name))
    }
}
