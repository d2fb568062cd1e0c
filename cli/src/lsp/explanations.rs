//! Where more is said about a finding.
//!
//! The page of the book about findings is part of the program, so that links lead somewhere without a network: it is
//! written to the folder of caches when the first link is asked for. Who serves the book says so in the settings.

use std::cell::OnceCell;
use std::path::PathBuf;

use block_runtime::diagnostic::Code;
use gen_lsp_types::{CodeDescription, Uri};

use super::settings::Settings;

const PAGE: &str = include_str!("../../../docs/src/findings.md");

/// Where more is said about findings.
#[derive(Debug, Clone, Default)]
pub struct Explanations {
    /// The page on this machine, once it has been written; nothing inside where it cannot be.
    page: OnceCell<Option<Uri>>,
}

impl Explanations {
    /// The place where a finding of this sort is explained.
    pub fn link(&self, code: Code, settings: &Settings) -> Option<CodeDescription> {
        let href = if let Some(book) = &settings.docs {
            format!("{}/findings.html#{code}", book.trim_end_matches('/'))
        } else {
            let page = self.page.get_or_init(|| write_page().map(|url| Uri::from(url.to_string())));
            // Editors take such a fragment as a line.
            format!("{}#L{}", page.as_ref()?, line_of(code)?)
        };
        Some(CodeDescription { href: href.into() })
    }
}

/// The line of the page on which a finding is explained, from one.
fn line_of(code: Code) -> Option<usize> {
    let heading = format!("## {code}");
    PAGE.lines().position(|line| line == heading).map(|line| line + 1)
}

fn write_page() -> Option<url::Url> {
    let folder = caches()?.join("blocks").join(env!("CARGO_PKG_VERSION"));
    std::fs::create_dir_all(&folder).ok()?;
    let path = folder.join("findings.md");
    if std::fs::read_to_string(&path).ok().as_deref() != Some(PAGE) {
        std::fs::write(&path, PAGE).ok()?;
    }
    url::Url::from_file_path(path).ok()
}

/// The folder in which programs keep what they can make again.
fn caches() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    variable("XDG_CACHE_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_is_explained() {
        for (code, _) in Code::ALL {
            assert!(line_of(*code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_book_that_is_served_is_linked_to() {
        let settings = Settings { docs: Some("https://docs.example/".to_owned()), ..Settings::default() };
        let link = Explanations::default().link(Code::Cycle, &settings).unwrap();
        assert_eq!(link.href.to_string(), "https://docs.example/findings.html#cycle");
    }
}
