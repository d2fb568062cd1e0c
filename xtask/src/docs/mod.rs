//! `cargo xtask docs`: generated pages, the catalogue as JSON, and the book.

#[cfg(feature = "book")]
mod book;
#[cfg(feature = "book")]
mod broken_links;
#[cfg(any(feature = "book", test))]
mod pages;
#[cfg(feature = "book")]
mod serve;

use std::error::Error;

/// Generate what is described by the blocks, and build the book.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; fail when a generated file is stale or a link of the book is broken.
    #[arg(long, conflicts_with = "serve")]
    check: bool,
    /// Serve the book on this machine, and build it again whenever its sources change.
    #[arg(long)]
    serve: bool,
    /// Port to serve on.
    #[arg(long, default_value_t = 3000, requires = "serve")]
    port: u16,
}

/// The command that repairs stale files.
#[cfg(any(feature = "book", test))]
const REPAIR: &str = "cargo xtask docs";

/// Runs the task.
///
/// # Errors
/// When a doc comment or a page links to something that does not exist, the disk fails, or, with `--check`, a
/// generated file is stale.
#[cfg(feature = "book")]
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    use crate::apply::{Mode, apply};

    let root = crate::root();
    let files = pages::files(&blocks::entries())?;
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    for change in apply(root, &files, &pages::owned(), mode, REPAIR)? {
        // The first line names the file; the differences are for whoever did not expect any.
        println!("{}", change.to_string().lines().next().unwrap_or_default());
    }
    if arguments.check {
        let scratch = tempfile::tempdir()?;
        book::build(root, scratch.path())?;
        return Ok(broken_links::check(scratch.path(), root)?);
    }
    let built = root.join(book::BUILT);
    book::build(root, &built)?;
    broken_links::check(&built, root)?;
    if arguments.serve {
        return serve::run(root, &built, arguments.port);
    }
    println!("the book is at file://{}", built.join("index.html").display());
    Ok(())
}

/// Runs the task in an xtask that has the library of mdBook.
///
/// # Errors
/// When that xtask cannot be built or the task fails.
#[cfg(not(feature = "book"))]
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let port = arguments.port.to_string();
    let mut task = vec!["docs"];
    if arguments.check {
        task.push("--check");
    }
    if arguments.serve {
        task.extend(["--serve", "--port", &port]);
    }
    crate::feature::run_with("book", &task)
}

#[cfg(all(test, feature = "book"))]
mod tests {
    use super::*;

    #[test]
    fn the_book_builds_and_its_links_lead_somewhere() -> Result<(), Box<dyn Error>> {
        let scratch = tempfile::tempdir()?;
        book::build(crate::root(), scratch.path())?;
        broken_links::check(scratch.path(), crate::root())?;
        Ok(())
    }
}
