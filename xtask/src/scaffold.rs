//! Puts the source of a block into the catalogue: its file, its two lines in the section, and what a section that has
//! no folder yet needs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use block_runtime::block::Section;

use crate::cargo::cargo;

/// A block that is to be put into the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct NewBlock<'a> {
    /// Type identifier.
    pub id: &'a str,
    /// The section that its struct names.
    pub section: Section,
    /// Name of its struct.
    pub name: &'a str,
    /// Whether it implements `RunAsync`.
    pub waits: bool,
    /// The file.
    pub code: &'a str,
}

/// Why a block was not put into the catalogue. Nothing has been written then, unless the disk failed midway.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// The identifier is not one.
    #[error("`{0}` is no type identifier; write `namespace/name@v1`, such as `my_team/parking_occupancy@v1`")]
    Identifier(String),
    /// A block of this family and version is there.
    #[error("{} exists; raise the version, or choose another name", .0.display())]
    Exists(PathBuf),
    /// A family whose files are not by version.
    #[error("{} holds one version in several files; move them to a folder `{version}` first", folder.display())]
    Unversioned {
        /// Folder of the family.
        folder: PathBuf,
        /// Version of the block in it.
        version: String,
    },
    /// A file is not as this program expects it.
    #[error("{} has no line `{line}`", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        line: &'static str,
    },
    /// The disk would not do it.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes the block into the sources below `source`, the folder `src` of the catalogue's crate. Gives back the file of
/// the block.
///
/// # Errors
/// [`ScaffoldError`] when there is no place for it.
pub fn add(source: &Path, block: NewBlock<'_>) -> Result<PathBuf, ScaffoldError> {
    let (family, version) = parts(block.id).ok_or_else(|| ScaffoldError::Identifier(block.id.to_owned()))?;
    let section = source.join(block.section.as_str());
    if !section.exists() {
        let library = source.join("lib.rs");
        let text = with_section(&read(&library)?, block.section)
            .ok_or(ScaffoldError::Shape { path: library.clone(), line: "pub const SECTIONS" })?;
        write(&section.join("mod.rs"), &empty_section(block.section))?;
        write(&library, &text)?;
    }
    let index = section.join("mod.rs");
    let mut text = read(&index)?;
    let (single, folder) = (section.join(&family).with_extension("rs"), section.join(&family));
    let (file, path) = if single.exists() {
        let present = read(&single)?;
        let before = version_of(&present).unwrap_or_else(|| "v1".to_owned());
        if before == version {
            return Err(ScaffoldError::Exists(single));
        }
        write(&folder.join(&before).with_extension("rs"), &present)?;
        let mut versions = [before.as_str(), &version];
        versions.sort_unstable();
        let [first, second] = versions.map(|version| format!("pub(super) mod {version};"));
        write(&folder.join("mod.rs"), &format!("//! {}, by version.\n\n{first}\n{second}\n", title(&family)))?;
        fs::remove_file(&single).map_err(|source| ScaffoldError::Disk { path: single, source })?;
        text = text.replace(&format!("<{family}::"), &format!("<{family}::{before}::"));
        (folder.join(&version).with_extension("rs"), format!("{family}::{version}::{}", block.name))
    } else if folder.exists() {
        let file = folder.join(&version).with_extension("rs");
        if file.exists() || folder.join(&version).exists() {
            return Err(ScaffoldError::Exists(file));
        }
        let versions = folder.join("mod.rs");
        let present = read(&versions)?;
        if let Some(version) = version_of(&present) {
            return Err(ScaffoldError::Unversioned { folder, version });
        }
        write(&versions, &with_module(&present, &format!("pub(super) mod {version};")))?;
        (file, format!("{family}::{version}::{}", block.name))
    } else {
        (single, format!("{family}::{}", block.name))
    };
    let listed = with_block(&with_module(&text, &format!("mod {family};")), &path, block.waits)
        .ok_or(ScaffoldError::Shape { path: index.clone(), line: "const BLOCKS: &[Entry] = &[…];" })?;
    write(&file, block.code)?;
    write(&index, &listed)?;
    Ok(file)
}

/// Has rustfmt lay out the sources of the catalogue. What it cannot lay out stays as it is.
pub fn lay_out() {
    let laid_out = cargo(&["fmt", "--package", "blocks"]).status();
    if !laid_out.is_ok_and(|status| status.success()) {
        eprintln!("the sources are not laid out; run `cargo fmt`");
    }
}

/// Family and version of a type identifier.
fn parts(id: &str) -> Option<(String, String)> {
    let (namespace, rest) = id.split_once('/')?;
    let (name, version) = rest.split_once("@v")?;
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let is_number = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit());
    (is_word(namespace) && is_word(name) && is_number)
        .then(|| (name.replace('-', "_").to_lowercase(), format!("v{version}")))
}

/// What the file of a block is headed: `my_team/parking_occupancy@v1` as `Parking Occupancy`.
pub fn heading(id: &str) -> String {
    parts(id).map_or_else(|| id.to_owned(), |(family, _)| title(&family))
}

/// The section of this name.
pub fn section(name: &str) -> Option<Section> {
    Section::ALL.iter().copied().find(|section| section.as_str() == name)
}

/// `parking_occupancy` as `Parking Occupancy`.
fn title(family: &str) -> String {
    let words = family.split('_').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The version that the block in a file has.
fn version_of(text: &str) -> Option<String> {
    let id = text.split("id = \"").nth(1)?.split('"').next()?;
    parts(id).map(|(_, version)| version)
}

fn empty_section(section: Section) -> String {
    format!(
        "//! {}.\n\nuse block_runtime::block::Entry;\n\n/// The blocks of this section, in alphabetical order.\n\
         pub(crate) const BLOCKS: &[Entry] = &[];\n",
        title(section.as_str())
    )
}

/// `lib.rs` with a section more.
fn with_section(text: &str, section: Section) -> Option<String> {
    let text = with_module(text, &format!("mod {};", section.as_str()));
    let (before, list, after) = list(&text, "SECTIONS")?;
    let place =
        |entry: &str| Section::ALL.iter().position(|known| entry.strip_suffix("::BLOCKS") == Some(known.as_str()));
    let mut sections: Vec<String> = list;
    sections.push(format!("{}::BLOCKS", section.as_str()));
    sections.sort_by_key(|entry| place(entry));
    Some(format!("{before}{}{after}", sections.join(", ")))
}

/// The text with a module more, at its place in the alphabet.
fn with_module(text: &str, line: &str) -> String {
    let name = |line: &str| -> Option<String> {
        let words: Vec<&str> = line.strip_suffix(';')?.split(' ').collect();
        let before = words.len().checked_sub(2)?;
        (words.get(before) == Some(&"mod") && !line.starts_with(' '))
            .then(|| words.last().map(|it| (*it).to_owned()))?
    };
    if text.lines().any(|known| known == line) {
        return text.to_owned();
    }
    let new = name(line);
    let mut lines: Vec<&str> = text.lines().collect();
    let modules: Vec<usize> = (0..lines.len()).filter(|at| name(lines[*at]).is_some()).collect();
    match (modules.iter().find(|at| name(lines[**at]) > new), modules.last()) {
        (Some(next), _) => lines.insert(*next, line),
        (None, Some(last)) => lines.insert(last + 1, line),
        (None, None) => {
            let docs = lines.iter().take_while(|line| line.starts_with("//!")).count();
            lines.splice(docs..docs, ["", line]);
        }
    }
    lines.join("\n") + "\n"
}

/// A section's index with a block more.
fn with_block(text: &str, path: &str, waits: bool) -> Option<String> {
    let (before, mut blocks, after) = list(text, "BLOCKS")?;
    blocks.push(format!("{}::<{path}>()", if waits { "async_block" } else { "block" }));
    blocks.sort_by_key(|entry| entry.split('<').nth(1).map(str::to_owned));
    let needed = ["async_block", "block"]
        .into_iter()
        .filter(|name| blocks.iter().any(|entry| entry.starts_with(&format!("{name}::"))));
    let needed: Vec<&str> = std::iter::once("Entry").chain(needed).collect();
    let text = format!("{before}{}{after}", blocks.join(", "));
    let lines = text.lines().map(|line| {
        if line.starts_with("use block_runtime::block::") && line.contains("Entry") {
            format!("use block_runtime::block::{{{}}};\n", needed.join(", "))
        } else {
            format!("{line}\n")
        }
    });
    Some(lines.collect())
}

/// The entries of a constant list, with the text before and after them.
fn list<'a>(text: &'a str, name: &str) -> Option<(&'a str, Vec<String>, &'a str)> {
    let constant = text.find(&format!("const {name}:"))?;
    let start = constant + text.get(constant..)?.find("= &[").or_else(|| text.get(constant..)?.find("=\n    &["))?;
    let start = start + text.get(start..)?.find("&[")? + 2;
    let end = start + text.get(start..)?.find("];")?;
    let entries = text.get(start..end)?.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    Some((text.get(..start)?, entries.map(str::to_owned).collect(), text.get(end..)?))
}

fn read(path: &Path) -> Result<String, ScaffoldError> {
    fs::read_to_string(path).map_err(|source| ScaffoldError::Disk { path: path.to_owned(), source })
}

fn write(path: &Path, text: &str) -> Result<(), ScaffoldError> {
    let failed = |source| ScaffoldError::Disk { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARY: &str = "//! Blocks.\n\nmod classical_cv;\npub mod filters;\n\npub const SECTIONS: &[&[Entry]] = &[classical_cv::BLOCKS];\n";

    fn catalogue() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("lib.rs"), LIBRARY).unwrap();
        write(&folder.path().join("classical_cv/mod.rs"), &empty_section(Section::ClassicalCv)).unwrap();
        folder
    }

    fn block<'a>(id: &'a str, section: Section, name: &'a str, code: &'a str) -> NewBlock<'a> {
        NewBlock { id, section, name, waits: false, code }
    }

    #[test]
    fn a_block_gets_a_file_and_two_lines() {
        let folder = catalogue();
        let edge = block("a/edge@v1", Section::ClassicalCv, "Edge", "// edge\n");
        let file = add(folder.path(), edge).unwrap();
        assert_eq!(read(&file).unwrap(), "// edge\n");
        let ask = NewBlock { waits: true, ..block("a/ask@v1", Section::ClassicalCv, "Ask", "") };
        add(folder.path(), ask).unwrap();
        let index = read(&folder.path().join("classical_cv/mod.rs")).unwrap();
        assert!(index.contains("mod ask;\nmod edge;\n"), "{index}");
        assert!(index.contains("&[async_block::<ask::Ask>(), block::<edge::Edge>()];"), "{index}");
        assert!(index.contains("use block_runtime::block::{Entry, async_block, block};"), "{index}");
        assert!(matches!(add(folder.path(), edge), Err(ScaffoldError::Exists(_))));
    }

    #[test]
    fn a_second_version_makes_the_file_a_folder() {
        let folder = catalogue();
        let code = |version| format!("#[block(id = \"a/edge@v{version}\")]\n");
        for version in 1..=3 {
            let id = format!("a/edge@v{version}");
            add(folder.path(), block(&id, Section::ClassicalCv, "Edge", &code(version))).unwrap();
        }
        let section = folder.path().join("classical_cv");
        assert!(!section.join("edge.rs").exists());
        assert_eq!(read(&section.join("edge/v1.rs")).unwrap(), code(1));
        assert!(
            read(&section.join("edge/mod.rs")).unwrap().contains("mod v1;\npub(super) mod v2;\npub(super) mod v3;\n")
        );
        let index = read(&section.join("mod.rs")).unwrap();
        let listed = "&[block::<edge::v1::Edge>(), block::<edge::v2::Edge>(), block::<edge::v3::Edge>()];";
        assert!(index.contains(listed), "{index}");
    }

    #[test]
    fn a_family_in_several_files_is_left_alone() {
        let folder = catalogue();
        write(&folder.path().join("classical_cv/edge/mod.rs"), "#[block(id = \"a/edge@v1\")]").unwrap();
        let refused = add(folder.path(), block("a/edge@v2", Section::ClassicalCv, "Edge", "")).unwrap_err();
        assert!(refused.to_string().contains("folder `v1`"), "{refused}");
    }

    #[test]
    fn a_section_without_a_folder_gets_one() {
        let folder = catalogue();
        for section in [Section::Industrial, Section::Model, Section::Video] {
            add(folder.path(), block("a/b@v1", section, "B", "")).unwrap();
        }
        let library = read(&folder.path().join("lib.rs")).unwrap();
        assert!(library.contains("mod classical_cv;\npub mod filters;\nmod industrial;\nmod model;\nmod video;\n"));
        assert!(library.contains("&[model::BLOCKS, classical_cv::BLOCKS, video::BLOCKS, industrial::BLOCKS];"));
    }

    #[test]
    fn what_is_no_identifier_is_refused() {
        for id in ["edge", "a/edge", "a/edge@1", "a/edge@v", "/edge@v1", "a/../edge@v1", "a/1@v1"] {
            let refused = add(Path::new("/nowhere"), block(id, Section::Video, "Edge", "")).unwrap_err();
            assert!(matches!(refused, ScaffoldError::Identifier(_)), "{id}: {refused}");
        }
    }
}
