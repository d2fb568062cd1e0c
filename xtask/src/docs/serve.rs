//! A server for one reader: hands out the built book and builds it again when its sources change.
//!
//! The pages depend on the code of the blocks, so building again is `cargo xtask docs` as a child: cargo compiles what
//! has changed. An open page asks for the number of the build every second and loads itself anew when it grows.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

/// What the book is made of, below the root of the repository.
const WATCHED: &[&str] =
    &["docs/src", "docs/theme", "docs/book.toml", "blocks", "block-runtime/src", "block-macros/src", "xtask/src/docs"];

/// Folders of which a page may show a file that is not in the book.
const SOURCES: &[&str] = &["blocks", "block-runtime"];

const INTERVAL: Duration = Duration::from_millis(500);
const LONGEST_REQUEST: u64 = 16 * 1024;
const BUILD_NUMBER: &str = "/__build";
const RELOAD: &str = "<script>(()=>{let seen;setInterval(async()=>{try{const now=await(await fetch('/__build')).text();\
                      if(seen!==undefined&&now!==seen)location.reload();seen=now}catch{}},1000)})()</script>";

/// Serves until the process is ended.
///
/// # Errors
/// When the port is taken.
pub fn run(root: &Path, book: &Path, port: u16) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("port {port} cannot be used: {error}; choose another with `--port`"))?;
    println!("the book is at http://{} (end with Ctrl-C)", listener.local_addr()?);
    let builds = Arc::new(AtomicU64::new(0));
    let site = Arc::new(Site { root: root.to_owned(), book: book.to_owned(), builds: Arc::clone(&builds) });
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            // A reader that hangs up is no concern of the others.
            thread::spawn(move || site.answer(&stream).ok());
        }
    });
    let mut seen = newest(root);
    loop {
        thread::sleep(INTERVAL);
        let now = newest(root);
        if now == seen {
            continue;
        }
        if let Err(error) = crate::feature::run_with("book", &["docs"]) {
            eprintln!("{error}; the book stays as it was");
        }
        // Building writes generated pages, which are watched too.
        seen = newest(root);
        builds.fetch_add(1, Ordering::Relaxed);
    }
}

/// The latest change and the number of files, which tells of deleted ones.
fn newest(root: &Path) -> (Option<SystemTime>, usize) {
    let mut state = (None, 0);
    for path in WATCHED {
        look(&root.join(path), &mut state);
    }
    state
}

fn look(path: &Path, state: &mut (Option<SystemTime>, usize)) {
    let Ok(metadata) = fs::metadata(path) else { return };
    if metadata.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            look(&entry.path(), state);
        }
    } else {
        state.0 = state.0.max(metadata.modified().ok());
        state.1 += 1;
    }
}

struct Site {
    root: PathBuf,
    book: PathBuf,
    builds: Arc<AtomicU64>,
}

impl Site {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        let mut request = String::new();
        BufReader::new(stream).take(LONGEST_REQUEST).read_line(&mut request)?;
        let (status, kind, body) = self.page(request.split(' ').nth(1).unwrap_or("/"));
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Connection: close\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        stream.write_all(head.as_bytes())?;
        stream.write_all(&body)
    }

    fn page(&self, address: &str) -> (&'static str, &'static str, Vec<u8>) {
        if address == BUILD_NUMBER {
            return ("200 OK", "text/plain", self.builds.load(Ordering::Relaxed).to_string().into_bytes());
        }
        let Some(path) = self.file(address) else {
            return ("404 Not Found", "text/plain", b"no such page".to_vec());
        };
        let Ok(mut body) = fs::read(&path) else {
            return ("404 Not Found", "text/plain", b"no such page".to_vec());
        };
        let kind = media_type(&path);
        if kind.starts_with("text/html") {
            body.extend_from_slice(RELOAD.as_bytes());
        }
        ("200 OK", kind, body)
    }

    /// The file of an address; nothing for addresses that try to leave the book and the sources.
    fn file(&self, address: &str) -> Option<PathBuf> {
        let relative = Path::new(address.split(['?', '#']).next()?.trim_start_matches('/'));
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let in_book = self.book.join(relative);
        if in_book.is_dir() {
            return Some(in_book.join("index.html"));
        }
        let is_source = SOURCES.iter().any(|folder| relative.starts_with(folder));
        if !in_book.exists() && is_source && relative.extension().is_some_and(|extension| extension == "rs") {
            return Some(self.root.join(relative));
        }
        Some(in_book)
    }
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_book_and_sources_are_handed_out() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let book = root.path().join("docs/book");
        for (path, text) in [("docs/book/index.html", "<p>hello"), ("blocks/src/a.rs", "a"), ("Cargo.toml", "secret")] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(path, text)?;
        }
        let site = Site { root: root.path().to_owned(), book, builds: Arc::default() };
        let (status, kind, body) = site.page("/");
        assert_eq!((status, kind), ("200 OK", "text/html; charset=utf-8"));
        assert!(String::from_utf8_lossy(&body).starts_with("<p>hello<script>"));
        assert_eq!(site.page("/blocks/src/a.rs").2, b"a");
        assert_eq!(site.page(BUILD_NUMBER).2, b"0");
        for address in ["/../../Cargo.toml", "/Cargo.toml", "/nothing.html", "//etc/hostname"] {
            assert_eq!(site.page(address).0, "404 Not Found", "{address}");
        }
        Ok(())
    }
}
