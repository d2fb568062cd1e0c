//! What the fuzz targets share: blocks, an environment that reaches nothing, and mutations that keep JSON whole.

use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use block_runtime::block::{Entry, Environment, InferenceServer};
use block_runtime::catalogue::{Catalogue, Search};
use block_runtime::image_io::{ImageLimits, ImagePolicy, ImageReader};
use block_runtime::net::{GuardedClient, UrlPolicy};
use serde_json::Value as Json;
use tokio::runtime::{Builder, Runtime};
use url::Url;

pub mod mutation;
// Fewer blocks are used here than by the tests that they are made for.
#[allow(dead_code)]
#[path = "../../block-runtime/tests/engine/blocks/mod.rs"]
pub mod test_blocks;

/// The small blocks of the engine's tests and those of the project, of which those are left out that panic on purpose
/// and those that reach servers named in the definition. Of a block that both have, that of the project is taken.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    const LEFT_OUT: [&str; 3] = ["test/panics@v1", "test/slow_panics@v1", "roboflow_core/openai_compatible@v1"];
    let tests = test_blocks::catalogue();
    let ours = blocks::catalogue();
    let is_ours = |entry: &Entry| matches!(ours.search(entry.def.id), Search::Found(_));
    let tests = tests.entries().copied().filter(|entry| !is_ours(entry));
    let mut entries: Vec<Entry> = tests.chain(ours.entries().copied()).collect();
    entries.retain(|entry| !LEFT_OUT.contains(&entry.def.id));
    Catalogue::new(&[&entries]).expect("no two blocks have one name")
});

/// No URLs, small images, and servers that refuse every connection at once.
pub static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| {
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    let nowhere: Url = format!("http://{}", port.expect("there is a free port")).parse().expect("that is a URL");
    let mut environment = Environment::default();
    environment.images = ImageReader::new(ImagePolicy {
        limits: ImageLimits { max_encoded_bytes: 64 << 10, max_pixels: 64 << 10 },
        urls: UrlPolicy { allow_urls: false, ..UrlPolicy::default() },
        allow_local_files: false,
    });
    let services = &mut environment.services;
    services.platform = nowhere.clone();
    services.openrouter = nowhere.clone();
    services.inference = InferenceServer::SelfHosted(nowhere);
    let urls = UrlPolicy { allow_urls: false, ..UrlPolicy::default() };
    services.named_by_workflows = Arc::new(GuardedClient::new(urls));
    services.request_timeout = Duration::from_secs(1);
    services.retries.attempts = 1;
    environment
});

/// The runtime of all runs, which come one after the other.
pub static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_all().build().expect("a runtime can be made"));

/// A red image of 3 by 2 pixels, as base64 of a PNG file.
pub fn red() -> String {
    let mut file = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(3, 2, image::Rgb([255, 0, 0]));
    image.write_to(&mut file, image::ImageFormat::Png).expect("images can be written to memory");
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, file.into_inner())
}

/// JSON of bytes, as servers read it.
pub fn json(data: &[u8]) -> Option<Json> {
    serde_json::from_slice(data).ok()
}
