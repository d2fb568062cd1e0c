//! Folders in which a workflow may write: below the one that the operator has set, and nowhere else.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use block_runtime::block::WriteAccess;

/// Why a folder cannot be written to.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Nothing may be written.
    #[error(
        "workflows may not write files here; have the operator set `WORKFLOW_BLOCKS_WRITE_DIRECTORY` to the folder in which they may"
    )]
    Off,
    /// It is not below the folder that is set.
    #[error("`{0}` is not in the folder below which workflows may write; give a path relative to that folder")]
    Outside(String),
    /// It cannot be made.
    #[error("the folder `{path}` cannot be used: {source}")]
    Unusable {
        /// As the workflow gives it.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Makes the folder and those above it. Relative paths begin in the folder that the operator has set. What counts is
/// where a path leads: `..` and links may not lead out.
///
/// # Errors
/// [`FolderError`] when nothing may be written there, or the system refuses.
pub fn make(access: &WriteAccess, path: &Path) -> Result<PathBuf, FolderError> {
    let WriteAccess::Below(allowed) = access else { return Err(FolderError::Off) };
    let shown = || path.display().to_string();
    let unusable = |source| FolderError::Unusable { path: shown(), source };
    let outside = || FolderError::Outside(shown());
    fs::create_dir_all(allowed).map_err(unusable)?;
    let root = allowed.canonicalize().map_err(unusable)?;
    let allowed = std::path::absolute(allowed).map_err(unusable)?;
    let relative = match path.strip_prefix(&root).or_else(|_| path.strip_prefix(&allowed)) {
        Ok(below) => below,
        Err(_) if path.is_relative() => path,
        Err(_) => return Err(outside()),
    };
    let wanted = root.join(climbed(relative).ok_or_else(outside)?);
    // Nothing is made behind a link that leads out.
    let existing = wanted.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(&root);
    if !existing.canonicalize().map_err(unusable)?.starts_with(&root) {
        return Err(outside());
    }
    fs::create_dir_all(&wanted).map_err(unusable)?;
    let made = wanted.canonicalize().map_err(unusable)?;
    if made.starts_with(&root) { Ok(made) } else { Err(outside()) }
}

/// A relative path without `.` and `..`; nothing where it leads above its beginning.
fn climbed(path: &Path) -> Option<PathBuf> {
    let mut climbed = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => climbed.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !climbed.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(climbed)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn below(folder: &TempDir) -> WriteAccess {
        WriteAccess::Below(folder.path().join("allowed"))
    }

    #[test]
    fn folders_are_made_within_the_allowed_one() {
        let place = TempDir::new().unwrap();
        let allowed = place.path().join("allowed");
        for (path, made) in [
            ("a/b", "a/b"),
            ("", ""),
            ("./c/../d", "d"),
            (allowed.join("e/..").to_str().unwrap(), ""),
            (allowed.join("f").to_str().unwrap(), "f"),
        ] {
            let expected = allowed.join(made);
            assert_eq!(make(&below(&place), Path::new(path)).unwrap(), expected.canonicalize().unwrap(), "{path}");
            assert!(expected.is_dir());
        }
    }

    #[test]
    fn what_leads_out_is_refused_and_nothing_is_made() {
        let place = TempDir::new().unwrap();
        let beside = place.path().join("allowed-too");
        for path in ["..", "a/../../b", "/tmp", "/", beside.to_str().unwrap()] {
            let refused = make(&below(&place), Path::new(path));
            assert!(matches!(refused, Err(FolderError::Outside(_))), "{path}: {refused:?}");
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(matches!(make(&WriteAccess::Off, Path::new("a")), Err(FolderError::Off)));
    }

    #[cfg(unix)]
    #[test]
    fn links_may_lead_anywhere_within_and_nowhere_else() {
        use std::os::unix::fs::symlink;

        let place = TempDir::new().unwrap();
        let (allowed, outside) = (place.path().join("allowed"), place.path().join("outside"));
        for folder in [&allowed.join("real"), &outside] {
            fs::create_dir_all(folder).unwrap();
        }
        symlink(allowed.join("real"), allowed.join("inner")).unwrap();
        symlink(&outside, allowed.join("outer")).unwrap();
        symlink(place.path().join("nowhere"), allowed.join("dangling")).unwrap();
        assert_eq!(make(&below(&place), Path::new("inner/a")).unwrap(), allowed.join("real/a").canonicalize().unwrap());
        for path in ["outer", "outer/a", "dangling", "dangling/a"] {
            assert!(make(&below(&place), Path::new(path)).is_err(), "{path}");
        }
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        assert!(!place.path().join("nowhere").exists());
    }
}
