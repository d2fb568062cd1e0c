//! Building the book with the library of mdBook.

use std::error::Error;
use std::path::Path;

use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::config::{Config, HtmlConfig};

use super::pages::TO_REPOSITORY;

/// Where the book is built.
pub const BUILT: &str = "docs/book";

/// Builds the book into a folder.
///
/// # Errors
/// What mdBook says when the configuration, the table of contents or a page cannot be read.
pub fn build(root: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let docs = root.join("docs");
    let mut config = Config::from_disk(docs.join("book.toml")).map_err(|error| format!("{error:#}"))?;
    config.update_from_env().map_err(|error| format!("{error:#}"))?;
    to.clone_into(&mut config.build.build_dir);
    let html: Option<HtmlConfig> = config.get("output.html").map_err(|error| format!("{error:#}"))?;
    let mut book = MDBook::load_with_config(docs, config).map_err(|error| format!("{error:#}"))?;
    if let Some(repository) = html.and_then(|html| html.git_repository_url) {
        link_sources_to(&repository, &mut book.book);
    }
    book.build().map_err(|error| format!("{error:#}"))?;
    Ok(())
}

/// Sources are linked relative to the page, which holds in a checkout and on a forge. A book that is published
/// elsewhere says in `git-repository-url` where they are.
fn link_sources_to(repository: &str, book: &mut Book) {
    let relative = format!("]({TO_REPOSITORY}");
    let absolute = format!("]({}/blob/main/", repository.trim_end_matches('/'));
    book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item {
            chapter.content = chapter.content.replace(&relative, &absolute);
        }
    });
}

#[cfg(test)]
mod tests {
    use mdbook_driver::book::Chapter;

    use super::*;

    #[test]
    fn sources_are_linked_where_the_book_says_they_are() {
        let text = "[`a.rs:1`](../../../blocks/src/a.rs#L1), [b](../kinds/b.md)".to_owned();
        let mut book = Book::new_with_items(vec![Chapter::new("A", text, "blocks/a.md", Vec::new()).into()]);
        link_sources_to("https://forge.example/project/", &mut book);
        let contents: Vec<&str> = book.chapters().map(|chapter| chapter.content.as_str()).collect();
        assert_eq!(
            contents,
            ["[`a.rs:1`](https://forge.example/project/blob/main/blocks/src/a.rs#L1), [b](../kinds/b.md)"]
        );
    }
}
