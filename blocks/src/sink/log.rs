//! Files that workflows write: logs to which entries are added, and files that are there whole or not at all.
//!
//! What has been written is with the operating system at once, so that a crash of the program loses none of it.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};

/// How the files of a step are called: a prefix, the time and an extension.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// What stands before the time.
    pub prefix: &'a str,
    /// When the file is made, in local time.
    pub time: DateTime,
    /// What the name ends in.
    pub extension: &'a str,
}

impl Naming<'_> {
    /// The name for a file made so many microseconds later.
    fn later(&self, microseconds: Span) -> String {
        let time = self.time.saturating_add(microseconds);
        format!("{}_{}.{}", self.prefix, time.strftime("%Y_%m_%d_%H_%M_%S_%6f"), self.extension)
    }

    /// Makes a file under the first name that none has, beginning with that of the time.
    fn first_free<T>(&self, mut make: impl FnMut(&str) -> io::Result<T>) -> io::Result<T> {
        /// More files than these in one moment mean that something else is wrong.
        const NAMES: i64 = 10_000;
        let mut microseconds = 0;
        loop {
            match make(&self.later(microseconds.microseconds())) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && microseconds < NAMES => microseconds += 1,
                outcome => return outcome,
            }
        }
    }
}

/// Writes a file that nobody sees before it is whole.
///
/// # Errors
/// What the system says; then there is no file.
pub fn write_whole(folder: &Path, naming: &Naming<'_>, content: &str) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content.as_bytes())?;
    let mut file = Some(file);
    naming.first_free(|name| {
        let Some(unnamed) = file.take() else { return Ok(()) };
        unnamed.persist_noclobber(folder.join(name)).map(drop).map_err(|refused| {
            file = Some(refused.file);
            refused.error
        })
    })
}

/// A file to which entries are added.
#[derive(Debug)]
pub struct Log {
    file: File,
    length: u64,
    entries: u64,
}

impl Log {
    /// Makes an empty file.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(folder: &Path, naming: &Naming<'_>) -> io::Result<Self> {
        let file = naming.first_free(|name| OpenOptions::new().write(true).create_new(true).open(folder.join(name)))?;
        Ok(Self { file, length: 0, entries: 0 })
    }

    /// How many entries have been added.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Adds an entry: all of it, or none when that fails.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, entry: &str) -> io::Result<()> {
        if let Err(error) = self.file.write_all(entry.as_bytes()) {
            // The first error says what is wrong; a disk that cannot be written to may not be cut either.
            let _ = self.file.set_len(self.length).and_then(|()| self.file.seek(SeekFrom::Start(self.length)));
            return Err(error);
        }
        self.length += entry.len() as u64;
        self.entries += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    fn naming() -> Naming<'static> {
        let time = jiff::civil::date(2024, 10, 18).at(14, 9, 57, 622_297_900);
        Naming { prefix: "test", time, extension: "txt" }
    }

    fn names(folder: &TempDir) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn no_file_takes_the_place_of_another() {
        let folder = TempDir::new().unwrap();
        write_whole(folder.path(), &naming(), "one").unwrap();
        write_whole(folder.path(), &naming(), "two").unwrap();
        let mut log = Log::begin(folder.path(), &naming()).unwrap();
        log.add("three").unwrap();
        let expected: Vec<String> = (297..300).map(|end| format!("test_2024_10_18_14_09_57_622{end}.txt")).collect();
        assert_eq!(names(&folder), expected);
        let contents: Vec<String> =
            expected.iter().map(|name| fs::read_to_string(folder.path().join(name)).unwrap()).collect();
        assert_eq!(contents, ["one", "two", "three"]);
    }

    #[test]
    fn a_file_that_cannot_be_named_leaves_nothing_behind() {
        let folder = TempDir::new().unwrap();
        let naming = Naming { prefix: "missing/test", ..naming() };
        assert!(write_whole(folder.path(), &naming, "one").is_err());
        assert!(names(&folder).is_empty());
    }
}
