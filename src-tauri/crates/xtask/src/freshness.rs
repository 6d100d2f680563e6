//! Whether something built is newer than what it was built from.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// The latest change under `path`: of the files, and of the folders below it, whose times tell of
/// files that were removed. Folders named in `except` and hidden ones are passed over; a path that
/// does not exist has no time.
pub fn newest(path: &Path, except: &[&str]) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_dir() {
        return metadata.modified().ok();
    }
    let mut latest = None;
    for entry in fs::read_dir(path).ok()?.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || except.contains(&name.as_ref()) {
            continue;
        }
        let child = entry.path();
        latest = latest.max(newest(&child, except));
        if child.is_dir() {
            latest = latest.max(entry.metadata().ok().and_then(|m| m.modified().ok()));
        }
    }
    latest
}

/// Whether `built` exists and nothing under `sources` changed after it.
pub fn is_fresh(built: &Path, sources: &[&Path], except: &[&str]) -> bool {
    let Some(built) = fs::metadata(built).ok().and_then(|m| m.modified().ok()) else {
        return false;
    };
    sources
        .iter()
        .filter_map(|source| newest(source, except))
        .all(|changed| changed <= built)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::path::PathBuf;
    use std::time::Duration;

    /// A folder with `ui/src/a.ts`, `ui/node_modules/b.js` and `ui/dist/index.html`, all of the same time.
    fn folder(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        for file in ["src/a.ts", "node_modules/b.js", "dist/index.html"] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "x").unwrap();
            set(&file, 100);
            set(file.parent().unwrap(), 100);
        }
        root
    }

    fn set(path: &Path, seconds: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        File::open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn a_changed_source_makes_the_build_stale() {
        let root = folder("changed");
        let built = root.join("dist/index.html");
        let fresh = || is_fresh(&built, &[&root], &["node_modules", "dist"]);
        assert!(fresh());
        set(&root.join("node_modules/b.js"), 200);
        assert!(fresh(), "dependencies are not sources");
        set(&root.join("src/a.ts"), 200);
        assert!(!fresh());
        set(&built, 300);
        assert!(fresh());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_removed_source_and_a_missing_build_are_stale() {
        let root = folder("removed");
        let built = root.join("dist/index.html");
        fs::remove_file(root.join("src/a.ts")).unwrap();
        assert!(!is_fresh(&built, &[&root], &["node_modules", "dist"]));
        fs::remove_file(&built).unwrap();
        assert!(!is_fresh(&built, &[], &[]));
        fs::remove_dir_all(root).unwrap();
    }
}
