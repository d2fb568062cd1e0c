//! Links of the built book that lead nowhere.
//!
//! The built pages are what readers follow, so they are checked rather than the Markdown: addresses of headings,
//! included files and the table of contents are then mdBook's own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::{fmt, fs, io};

/// Links that lead nowhere.
#[derive(Debug, PartialEq, Eq)]
pub struct BrokenLinks(Vec<BrokenLink>);

impl std::error::Error for BrokenLinks {}

impl fmt::Display for BrokenLinks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("links of the book lead nowhere; correct them, or the headings that they name:")?;
        self.0.iter().try_for_each(|link| write!(formatter, "\n  {} → {}", link.page.display(), link.target))
    }
}

#[derive(Debug, PartialEq, Eq)]
struct BrokenLink {
    /// The page within the book.
    page: PathBuf,
    /// What it links to, as written.
    target: String,
}

/// Why the links could not be found in order.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Some of them are broken.
    #[error(transparent)]
    Broken(#[from] BrokenLinks),
    /// The book could not be read.
    #[error("the built book cannot be read: {0}")]
    Disk(#[from] io::Error),
}

/// Checks all links between the pages of a built book, and from them to files of the repository.
///
/// # Errors
/// [`CheckError`] when one leads nowhere.
pub fn check(book: &Path, root: &Path) -> Result<(), CheckError> {
    let mut pages = BTreeMap::new();
    collect(book, Path::new(""), &mut pages)?;
    let broken: Vec<BrokenLink> = pages
        .iter()
        .flat_map(|(path, page)| {
            page.links
                .iter()
                .filter(|link| !leads_somewhere(link, path, book, root, &pages))
                .map(|link| BrokenLink { page: path.clone(), target: link.clone() })
        })
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(BrokenLinks(broken).into()) }
}

/// What a page has and what it wants.
#[derive(Debug, Default)]
struct Page {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
}

fn collect(book: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, Page>) -> io::Result<()> {
    for entry in fs::read_dir(book.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(book, &path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "html") && path != Path::new("404.html") {
            // The page for addresses that do not exist is written for the root of a site, wherever it is shown.
            pages.insert(path, Page::read(&fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

impl Page {
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut rest = html;
        while let Some((_, after)) = rest.split_once('<') {
            let (tag, after) = after.split_once('>').unwrap_or((after, ""));
            rest = after;
            if tag.starts_with("script") {
                rest = after.split_once("</script>").map_or("", |(_, after)| after);
            }
            page.ids.extend(attribute(tag, "id"));
            page.links.extend(attribute(tag, "href").into_iter().chain(attribute(tag, "src")));
        }
        page
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    Some(after.split('"').next().unwrap_or_default().replace("&amp;", "&"))
}

fn leads_somewhere(link: &str, from: &Path, book: &Path, root: &Path, pages: &BTreeMap<PathBuf, Page>) -> bool {
    if ["http:", "https:", "mailto:", "data:", "javascript:"].iter().any(|scheme| link.starts_with(scheme)) {
        return true;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = match (path.is_empty(), normal(&from.with_file_name(path))) {
        (true, _) => from.to_owned(),
        (false, Target::InBook(target)) => target,
        (false, Target::InRepository(target)) => return root.join(target).exists(),
    };
    match pages.get(&target) {
        Some(page) => fragment.is_empty() || page.ids.contains(fragment),
        None => book.join(target).exists(),
    }
}

enum Target {
    InBook(PathBuf),
    InRepository(PathBuf),
}

/// A path of the book without `..`. The book lies two folders below the root of the repository, so that a path out of
/// it is one of the repository.
fn normal(path: &Path) -> Target {
    let mut parts = Vec::new();
    let mut out = 0;
    for component in path.components() {
        match component {
            Component::ParentDir if parts.pop().is_none() => out += 1,
            Component::Normal(part) => parts.push(part),
            _ => {}
        }
    }
    let path = parts.iter().collect();
    if out == 0 { Target::InBook(path) } else { Target::InRepository(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_pages_headings_and_files_are_found() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let book = root.path().join("docs/book");
        fs::create_dir_all(book.join("blocks"))?;
        fs::write(root.path().join("source.rs"), "")?;
        let page = r##"<h1 id="top">A</h1> <a href="#top">1</a> <a href="b.html#there">2</a>
            <a href="../../../source.rs#L1">3</a> <a href="https://example.com">4</a>
            <script>x = '<a href="nothing">'</script>
            <a href="#bottom">5</a> <a href="c.html">6</a> <a href="b.html#here">7</a> <a href="../../../x.rs">8</a>"##;
        fs::write(book.join("blocks/a.html"), page)?;
        fs::write(book.join("blocks/b.html"), r#"<h1 id="there">B</h1>"#)?;
        match check(&book, root.path()) {
            Err(CheckError::Broken(BrokenLinks(links))) => {
                let targets: Vec<&str> = links.iter().map(|link| link.target.as_str()).collect();
                assert_eq!(targets, ["#bottom", "../../../x.rs", "b.html#here", "c.html"]);
            }
            other => panic!("expected broken links, found {other:?}"),
        }
        Ok(())
    }
}
