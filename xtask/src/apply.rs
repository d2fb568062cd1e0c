//! Generated files: written where they differ, or only compared.
//!
//! A generator is a pure function from the sources to paths and contents. [`apply`] alone touches the disk, so that every
//! generator can write, check and remove what it no longer makes in the same way.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

/// Contents by path below the root of the workspace.
pub type Files = BTreeMap<PathBuf, Content>;

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text; line endings do not count as differences.
    Text(String),
    /// Something else, such as a picture.
    #[cfg_attr(not(any(feature = "book", test)), expect(dead_code, reason = "only the book has pictures"))]
    Binary {
        /// The bytes of the file.
        bytes: Vec<u8>,
        /// Whether a file that has other bytes is as good.
        alike: fn(&[u8], &[u8]) -> bool,
    },
}

#[cfg(test)]
impl Content {
    /// The text.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Binary { .. } => panic!("it is not text"),
        }
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What to do about files that differ from what a generator makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write them, and delete what no longer belongs.
    Write,
    /// Leave them alone and report them.
    Check,
}

/// A file that differs from what a generator makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It does not exist.
    Missing(PathBuf),
    /// It holds something else; with the differences.
    Different(PathBuf, String),
    /// Nothing makes it any more.
    Orphan(PathBuf),
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(formatter, "new: {}", path.display()),
            Self::Different(path, diff) => write!(formatter, "changed: {}\n{}", path.display(), diff.trim_end()),
            Self::Orphan(path) => write!(formatter, "no longer made: {}", path.display()),
        }
    }
}

/// Why generated files could not be written, or are not what they should be.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The disk would not do it.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Files differ, and [`Mode::Check`] leaves them alone.
    #[error("{}\n\ngenerated files are stale; run `{repair}` and commit the result", list(changes))]
    Stale {
        /// The files that differ.
        changes: Vec<Change>,
        /// The command that writes them.
        repair: &'static str,
    },
}

fn list(changes: &[Change]) -> String {
    changes.iter().map(Change::to_string).collect::<Vec<_>>().join("\n")
}

/// Writes or checks `files` below `root`, and everything else in the `owned` folders, which hold generated files only.
/// Gives back what was changed.
///
/// # Errors
/// [`ApplyError`] when the disk fails, and, in [`Mode::Check`], when anything differs.
pub fn apply(
    root: &Path,
    files: &Files,
    owned: &[&Path],
    mode: Mode,
    repair: &'static str,
) -> Result<Vec<Change>, ApplyError> {
    let mut changes = Vec::new();
    for (path, content) in files {
        changes.extend(compare(root, path, content)?);
    }
    for folder in owned {
        let mut found = Vec::new();
        walk(root, folder, &mut found)?;
        changes.extend(found.into_iter().filter(|path| !files.contains_key(path)).map(Change::Orphan));
    }
    match mode {
        Mode::Check if changes.is_empty() => Ok(changes),
        Mode::Check => Err(ApplyError::Stale { changes, repair }),
        Mode::Write => {
            for change in &changes {
                write(root, files, change)?;
            }
            Ok(changes)
        }
    }
}

/// How the file on disk differs from what it should hold, if it does.
fn compare(root: &Path, path: &Path, content: &Content) -> Result<Option<Change>, ApplyError> {
    let full = root.join(path);
    let present = match fs::read(&full) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Change::Missing(path.to_owned()))),
        Err(source) => return Err(ApplyError::Disk { path: full, source }),
    };
    let difference = match content {
        Content::Text(text) => {
            let (present, text) = (normalised(&String::from_utf8_lossy(&present)), normalised(text));
            (present != text).then(|| short_diff(&present, &text))
        }
        Content::Binary { bytes, alike } => {
            (present != *bytes && !alike(&present, bytes)).then(|| format!("{} bytes that are not text", bytes.len()))
        }
    };
    Ok(difference.map(|difference| Change::Different(path.to_owned(), difference)))
}

fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The first differing lines with a little of what surrounds them.
fn short_diff(old: &str, new: &str) -> String {
    const CONTEXT: usize = 1;
    const MOST_LINES: usize = 24;
    let diff = TextDiff::from_lines(old, new).unified_diff().context_radius(CONTEXT).to_string();
    let lines: Vec<&str> = diff.lines().collect();
    match lines.get(..MOST_LINES) {
        Some(first) => format!("{}\n… and {} more lines", first.join("\n"), lines.len() - MOST_LINES),
        None => lines.join("\n"),
    }
}

/// Collects the files in a folder, in order of their paths.
fn walk(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), ApplyError> {
    let full = root.join(folder);
    let disk = |source| ApplyError::Disk { path: full.clone(), source };
    let entries = match fs::read_dir(&full) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(disk(error)),
    };
    let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(disk)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = folder.join(entry.file_name());
        if entry.file_type().map_err(disk)?.is_dir() { walk(root, &path, found)? } else { found.push(path) }
    }
    Ok(())
}

fn write(root: &Path, files: &Files, change: &Change) -> Result<(), ApplyError> {
    let (Change::Missing(path) | Change::Different(path, _) | Change::Orphan(path)) = change;
    let full = root.join(path);
    let filled = |bytes: &[u8]| full.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&full, bytes));
    let outcome = match files.get(path) {
        Some(Content::Text(text)) => filled(normalised(text).as_bytes()),
        Some(Content::Binary { bytes, .. }) => filled(bytes),
        None => fs::remove_file(&full),
    };
    outcome.map_err(|source| ApplyError::Disk { path: full, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPAIR: &str = "cargo xtask things";

    fn files(texts: &[(&str, &str)]) -> Files {
        texts.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned().into())).collect()
    }

    fn run(root: &Path, files: &Files, mode: Mode) -> Result<Vec<Change>, ApplyError> {
        apply(root, files, &[Path::new("made")], mode, REPAIR)
    }

    #[test]
    fn what_was_written_passes_the_check() {
        let root = tempfile::tempdir().unwrap();
        let made = files(&[("made/a.md", "one\ntwo\n"), ("made/deep/b.md", "three\n")]);
        assert_eq!(run(root.path(), &made, Mode::Write).unwrap().len(), 2);
        assert_eq!(run(root.path(), &made, Mode::Check).unwrap(), []);
        assert_eq!(run(root.path(), &made, Mode::Write).unwrap(), [], "nothing is written twice");
    }

    #[test]
    fn a_planted_difference_is_shown_with_its_repair_and_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let made = files(&[("made/a.md", "one\ntwo\n")]);
        run(root.path(), &made, Mode::Write).unwrap();
        fs::write(root.path().join("made/a.md"), "one\n2\n").unwrap();

        let told = run(root.path(), &made, Mode::Check).unwrap_err().to_string();
        for part in ["changed: made/a.md", "-2", "+two", REPAIR] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert_eq!(fs::read_to_string(root.path().join("made/a.md")).unwrap(), "one\n2\n");
    }

    #[test]
    fn orphans_are_reported_then_removed() {
        let root = tempfile::tempdir().unwrap();
        run(root.path(), &files(&[("made/a.md", "a"), ("made/old/b.md", "b")]), Mode::Write).unwrap();
        let made = files(&[("made/a.md", "a")]);

        let told = run(root.path(), &made, Mode::Check).unwrap_err().to_string();
        assert!(told.contains("no longer made: made/old/b.md"), "{told}");
        assert!(root.path().join("made/old/b.md").exists());

        run(root.path(), &made, Mode::Write).unwrap();
        assert!(!root.path().join("made/old/b.md").exists());
    }

    #[test]
    fn files_outside_owned_folders_are_nobodys_orphans() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("README.md"), "by hand").unwrap();
        assert_eq!(run(root.path(), &files(&[("SUMMARY.md", "made")]), Mode::Write).unwrap().len(), 1);
        assert!(root.path().join("README.md").exists());
    }

    #[test]
    fn line_endings_are_no_difference() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "one\r\ntwo\r\n").unwrap();
        assert_eq!(run(root.path(), &files(&[("a.md", "one\ntwo\n")]), Mode::Check).unwrap(), []);
    }

    #[test]
    fn what_is_as_good_as_what_is_made_stays() {
        let root = tempfile::tempdir().unwrap();
        let same_length = |old: &[u8], new: &[u8]| old.len() == new.len();
        let made = |bytes: &[u8]| {
            Files::from([(PathBuf::from("made/a"), Content::Binary { bytes: bytes.to_owned(), alike: same_length })])
        };
        run(root.path(), &made(&[0xff, 1]), Mode::Write).unwrap();
        assert_eq!(run(root.path(), &made(&[0xff, 2]), Mode::Check).unwrap(), []);
        assert!(run(root.path(), &made(&[0xff, 2, 3]), Mode::Check).is_err());
        run(root.path(), &made(&[0xff, 2, 3]), Mode::Write).unwrap();
        assert_eq!(fs::read(root.path().join("made/a")).unwrap(), [0xff, 2, 3]);
    }

    #[test]
    fn long_differences_are_cut() {
        let new = "line\n".repeat(100);
        assert!(short_diff("", &new).ends_with("more lines"));
    }
}
