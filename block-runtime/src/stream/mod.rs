//! Streams: a workflow over many images in order, with memory for a few of them.
//!
//! [`frames`] opens a folder of images or a video, and [`StreamRun`] runs a session over it frame by frame, so that
//! steps remember what they have seen. Frames are read ahead, but only so far: a slow workflow slows the reading down.

mod folder;
mod source;
mod video;

use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::FutureExt;
use futures_util::stream::{BoxStream, StreamExt};
use tokio_util::sync::CancellationToken;

use crate::error::WorkflowError;
use crate::execute::{Rows, Session};
use crate::value::{Map, Picture};

pub use folder::images_in;
pub use source::{FrameError, Pace, frames};
pub use video::{FFMPEG, FFPROBE};

/// How many frames are read ahead, unless said otherwise.
pub const AHEAD: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);

/// A frame, or why it could not be had.
#[derive(Debug)]
pub struct Frame {
    /// Its number, counted from zero.
    pub number: u64,
    /// The file that it comes from.
    pub source: Arc<str>,
    /// The image.
    pub picture: Result<Picture, FrameError>,
}

/// Frames in order.
pub type Frames = BoxStream<'static, Frame>;

/// A session that is run once for each frame.
pub struct StreamRun {
    session: Session,
    frames: Frames,
    input: String,
    others: Map,
    cancellation: CancellationToken,
}

impl std::fmt::Debug for StreamRun {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StreamRun").field("input", &self.input).finish_non_exhaustive()
    }
}

/// What became of a frame.
#[derive(Debug)]
pub struct Processed {
    /// Its number, counted from zero.
    pub number: u64,
    /// The file that it comes from.
    pub source: Arc<str>,
    /// What the workflow gave back.
    pub outcome: Result<Rows, StreamError>,
}

/// Why a frame has no result.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// It could not be read.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The workflow failed.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
}

impl StreamRun {
    /// Runs over the frames, each of which is the image `input`; the other inputs are the same for all.
    pub fn new(session: Session, frames: Frames, input: impl Into<String>, others: Map) -> Self {
        Self { session, frames, input: input.into(), others, cancellation: CancellationToken::new() }
    }

    /// Ends the run in progress, and the stream with it, when the token is cancelled.
    #[must_use]
    pub fn with_cancellation(mut self, cancellation: CancellationToken) -> Self {
        self.cancellation = cancellation;
        self
    }

    /// Runs the workflow on the next frame; nothing when there is none, or when the stream has been cancelled.
    ///
    /// What a step remembers stays when a frame cannot be read, and when its block gives an error. Steps whose calls are
    /// cut off, because another step fails or the stream is cancelled, forget it.
    pub async fn next(&mut self) -> Option<Processed> {
        let mut cancelled = pin!(self.cancellation.cancelled().fuse());
        let frame = futures_util::select_biased! {
            () = cancelled => None,
            frame = self.frames.next().fuse() => frame,
        };
        let Frame { number, source, picture } = frame?;
        let outcome = match picture {
            Ok(picture) => {
                let mut inputs = self.others.clone();
                inputs.insert(self.input.clone(), picture.into());
                self.session.run_until(inputs, &self.cancellation).await.map_err(StreamError::from)
            }
            Err(error) => Err(error.into()),
        };
        Some(Processed { number, source, outcome })
    }
}
