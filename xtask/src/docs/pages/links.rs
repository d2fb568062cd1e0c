//! Links in doc comments: `[text](kind:image)` and `[text](block:image_blur)` become links between pages.
//!
//! A doc comment does not know on which page it will stand, so it names what it means. What does not exist is an
//! error, as is a link to Rust items, which rustdoc would follow but the book cannot.

use block_runtime::describe::{Docs, slug};
use block_runtime::suggest::nearest;

use super::markdown::code;

/// A folder of generated pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// `blocks`.
    Blocks,
    /// `kinds`.
    Kinds,
    /// `query`.
    Query,
}

impl Folder {
    /// The name of the folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Kinds => "kinds",
            Self::Query => "query",
        }
    }

    /// The way from this folder to a page of `target`.
    pub fn path_to(self, target: Self, page: &str) -> String {
        if self == target { format!("{page}.md") } else { format!("../{}/{page}.md", target.name()) }
    }

    /// A link to the page of a kind, its name in code.
    pub fn to_kind(self, name: &str) -> String {
        format!("[{}]({})", code(name), self.path_to(Self::Kinds, &slug(name)))
    }
}

/// Why a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// A link leads to something that does not exist.
    #[error("{page}: the link `({target})` leads nowhere{}", suggestion.as_ref().map(|word| format!("; did you mean `{word}`?")).unwrap_or_default())]
    Unknown {
        /// The page on which the link would stand.
        page: String,
        /// What it names, such as `kind:imag`.
        target: String,
        /// The nearest thing that exists.
        suggestion: Option<String>,
    },
    /// A link names a Rust item.
    #[error(
        "{page}: {text} is a link for rustdoc; name a page instead, as in `[text](kind:image)` or `[text](block:image_blur)`"
    )]
    Rustdoc {
        /// The page on which the link would stand.
        page: String,
        /// The link.
        text: String,
    },
}

/// The page with its links resolved; code blocks are left alone.
///
/// # Errors
/// [`LinkError`] at the first link that leads nowhere.
pub fn resolve(docs: &Docs, folder: Folder, page: &str, text: &str) -> Result<String, LinkError> {
    let mut in_code = false;
    let mut resolved = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            resolved.push_str(line);
        } else {
            resolve_line(docs, folder, page, line, &mut resolved)?;
        }
    }
    Ok(resolved)
}

fn resolve_line(docs: &Docs, folder: Folder, page: &str, line: &str, resolved: &mut String) -> Result<(), LinkError> {
    refuse_rustdoc(page, line)?;
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        resolved.push_str(before);
        resolved.push_str("](");
        let target = after.split(')').next().unwrap_or_default();
        match page_of(docs, folder, target) {
            Some(Ok(path)) => resolved.push_str(&path),
            Some(Err(suggestion)) => {
                return Err(LinkError::Unknown { page: page.to_owned(), target: target.to_owned(), suggestion });
            }
            None => resolved.push_str(target),
        }
        rest = after.strip_prefix(target).unwrap_or_default();
    }
    resolved.push_str(rest);
    Ok(())
}

/// The path to what a link names, or the nearest name; nothing for ordinary links.
fn page_of(docs: &Docs, folder: Folder, target: &str) -> Option<Result<String, Option<String>>> {
    if let Some(name) = target.strip_prefix("kind:") {
        let names = docs.kinds.iter().map(|kind| kind.info.name);
        let found = docs.kind(name).map(|_| folder.path_to(Folder::Kinds, &slug(name)));
        return Some(found.ok_or_else(|| nearest(name, names).map(|near| format!("kind:{near}"))));
    }
    let name = target.strip_prefix("block:")?;
    let slugs = docs.families.iter().map(|family| family.slug.as_str());
    let found = docs.family(name).map(|family| folder.path_to(Folder::Blocks, &family.slug));
    Some(found.ok_or_else(|| nearest(name, slugs).map(|near| format!("block:{near}"))))
}

/// Refuses ``[`Item`]`` that is not followed by its target.
fn refuse_rustdoc(page: &str, line: &str) -> Result<(), LinkError> {
    for (start, _) in line.match_indices("[`") {
        let from = line.get(start..).unwrap_or_default();
        let Some((text, after)) = from.split_once("`]") else { continue };
        if !after.starts_with('(') {
            return Err(LinkError::Rustdoc { page: page.to_owned(), text: format!("{text}`]") });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> Result<String, LinkError> {
        resolve(&Docs::new(&blocks::entries()), Folder::Blocks, "blocks/a.md", text)
    }

    #[test]
    fn names_become_paths() {
        let text = "See [pictures](kind:image), [all](kind:*) and [blur](block:image_blur), not [this](x.md).\n";
        let expected = "See [pictures](../kinds/image.md), [all](../kinds/wildcard.md) and [blur](image_blur.md), \
                        not [this](x.md).\n";
        assert_eq!(resolved(text).as_deref(), Ok(expected));
        let code = "```\n[x](kind:none) [`y`]\n```\n";
        assert_eq!(resolved(code).as_deref(), Ok(code));
    }

    #[test]
    fn unknown_names_are_refused_with_the_nearest() {
        let error = resolved("See [pictures](kind:imag).").map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("blocks/a.md: the link `(kind:imag)` leads nowhere; did you mean `kind:image`?".to_owned())
        );
        assert!(matches!(resolved("[x](block:zzz)"), Err(LinkError::Unknown { suggestion: None, .. })));
        assert!(matches!(resolved("See [`Picture`]."), Err(LinkError::Rustdoc { .. })));
    }
}
