//! Making pictures of what people and programs send.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io, thread};

use tokio::sync::Semaphore;

use super::annotations::Annotations;
use super::decode::Decoded;
use super::error::ImageError;
use super::policy::ImagePolicy;
use super::source::{Base64, Source, decode_base64};
use crate::net::Fetcher;
use crate::value::{ImageFile, Original, Picture, Value};

/// Reads images from values, under one [`ImagePolicy`]. Cheap to clone; clones share connections and the limit on how
/// many images are decoded at a time (one a processor).
#[derive(Clone)]
pub struct ImageReader(Arc<Inner>);

struct Inner {
    policy: ImagePolicy,
    fetcher: Fetcher,
    decoding: Arc<Semaphore>,
}

impl ImageReader {
    /// A reader that obeys this policy.
    pub fn new(policy: ImagePolicy) -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let fetcher = Fetcher::new(policy.urls.clone());
        Self(Arc::new(Inner { policy, fetcher, decoding: Arc::new(Semaphore::new(processors)) }))
    }

    /// What it obeys.
    pub fn policy(&self) -> &ImagePolicy {
        &self.0.policy
    }

    /// Makes a picture of a value. `id` names it where the value does not: `image`, or `image.[0]` within a batch.
    ///
    /// Accepted are text (an `http` or `https` URL, the path of a file where the policy allows it, otherwise base64
    /// with an optional `data:image/…;base64,` before it), the bytes of an image file, an object with either as
    /// `value`, and pictures, which pass as they are. An object may have `parent_id`, `parent_origin`,
    /// `root_parent_id`, `root_parent_origin` and `video_metadata`; its `type` is not looked at.
    ///
    /// Must be awaited within a tokio runtime. Files are read and decoded on its blocking threads.
    ///
    /// # Errors
    /// [`ImageError`] when the value is no image, cannot be reached, is damaged, or is against the policy.
    pub async fn read(&self, value: &Value, id: &str) -> Result<Picture, ImageError> {
        let policy = &self.0.policy;
        let wrong_type = |value: &Value| ImageError::WrongType { found: value.type_name() };
        let (image, annotations) = match value {
            Value::Image(picture) => return Ok(picture.clone()),
            Value::Map(object) => (object.get("value").ok_or(ImageError::MissingValue)?, Annotations::read(object)?),
            value => (value, Annotations::default()),
        };
        let source = Source::of(image, policy).ok_or_else(|| wrong_type(image))?;
        Ok(annotations.apply(self.load(source, id).await?))
    }

    /// Makes a picture of a file on this machine, which the program itself has chosen: the policy limits its size only.
    /// `id` names the picture.
    ///
    /// Must be awaited within a tokio runtime.
    ///
    /// # Errors
    /// [`ImageError`] when the file cannot be read, is no image, is damaged, or is too large.
    pub async fn read_file(&self, path: impl Into<PathBuf>, id: &str) -> Result<Picture, ImageError> {
        self.load(Source::File(path.into()), id).await
    }

    async fn load(&self, source: Source, id: &str) -> Result<Picture, ImageError> {
        let id = Arc::<str>::from(id);
        match source {
            Source::Url(url) => {
                let file = self.0.fetcher.fetch(&url, self.0.policy.limits.max_encoded_bytes).await?;
                self.decoding(move |policy| picture_of_file(file, policy, id)).await
            }
            Source::File(path) => {
                let read = move |policy: &ImagePolicy| {
                    picture_of_file(contents(&path, policy.limits.max_encoded_bytes)?, policy, id)
                };
                self.decoding(read).await
            }
            Source::Bytes(file) => self.decoding(move |policy| picture_of_file(file, policy, id)).await,
            Source::Base64(text) => self.decoding(move |policy| picture_of_text(text, policy, id)).await,
        }
    }

    /// Runs work on a thread that may be blocked, a limited number at a time.
    async fn decoding(
        &self,
        work: impl FnOnce(&ImagePolicy) -> Result<Picture, ImageError> + Send + 'static,
    ) -> Result<Picture, ImageError> {
        let permit = Arc::clone(&self.0.decoding).acquire_owned().await;
        let inner = Arc::clone(&self.0);
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _permit = permit;
            work(&inner.policy)
        });
        // A failed task means that a decoder panicked, or that the program is ending.
        task.await.unwrap_or(Err(ImageError::DecoderFailed))
    }
}

impl Default for ImageReader {
    fn default() -> Self {
        Self::new(ImagePolicy::default())
    }
}

impl fmt::Debug for ImageReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ImageReader").field("policy", &self.0.policy).finish_non_exhaustive()
    }
}

fn picture_of_file(
    file: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    policy: &ImagePolicy,
    id: Arc<str>,
) -> Result<Picture, ImageError> {
    let Decoded { pixels, portable } = Decoded::of(file.as_ref(), &policy.limits)?;
    let file = portable.map(|format| ImageFile::from_bytes(format, file));
    Ok(Picture::from_original(pixels, Original { text: None, file }, id))
}

fn picture_of_text(text: Arc<str>, policy: &ImagePolicy, id: Arc<str>) -> Result<Picture, ImageError> {
    let Base64 { bytes, standard_from } = decode_base64(&text, policy)?;
    let Decoded { pixels, portable } = Decoded::of(&bytes, &policy.limits).map_err(|error| match error {
        // Any word is base64 of something.
        ImageError::UnknownFormat => ImageError::NotBase64 { local_files: policy.allow_local_files },
        error => error,
    })?;
    let file = portable.map(|format| match standard_from {
        Some(start) => ImageFile::from_base64(format, Arc::clone(&text), start),
        None => ImageFile::from_bytes(format, bytes),
    });
    Ok(Picture::from_original(pixels, Original { text: Some(text), file }, id))
}

/// The bytes of a file, of which at most one more than the limit is read.
fn contents(path: &Path, limit: usize) -> Result<Vec<u8>, ImageError> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|source| ImageError::File { path: path.to_owned(), source })
}
