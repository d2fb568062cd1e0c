//! Streams of frames: folders, videos, and workflows that run over them.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::compile;
use block_runtime::execute::Session;
use block_runtime::prelude::*;
use block_runtime::stream::{AHEAD, FFMPEG, Frame, Frames, Processed, StreamError, StreamRun, frames};
use block_runtime::value::Map;
use futures_util::stream::{self, StreamExt};
use image::{Rgb, RgbImage};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// What the block tells of a frame.
#[derive(Outputs)]
struct Told {
    /// How many frames have been seen.
    count: Out<Integer>,
    /// Number of the frame in its video.
    number: Out<Integer>,
    /// How red the first pixel is.
    red: Out<Integer>,
}

/// Count frames.
#[derive(Block)]
#[block(id = "test/count@v1", outputs = Told, state = i64)]
struct Count {
    /// The frame.
    image: In<Image>,
}

impl Run for Count {
    fn run(&self, context: &mut Context<'_, i64>) -> Result<Told, BlockError> {
        *context.state += 1;
        let number = self.image.video_metadata().map_or(-1, |metadata| metadata.frame_number);
        let red = i64::from(self.image.pixels().to_rgb().get_pixel(0, 0)[0]);
        Ok(Told { count: Out(*context.state), number: Out(number), red: Out(red) })
    }
}

fn session() -> Session {
    let catalogue = Catalogue::new(&[&[block::<Count>()]]).unwrap();
    let outputs = ["count", "number", "red"]
        .map(|name| json!({"type": "JsonField", "name": name, "selector": format!("$steps.c.{name}")}));
    let definition = json!({
        "version": "1.0",
        "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": [{"type": "test/count@v1", "name": "c", "image": "$inputs.image"}],
        "outputs": outputs,
    });
    Session::new(compile(&catalogue, &definition.to_string()).unwrap(), Environment::default())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Count, number and redness of each frame, or what is wrong with it.
async fn all(mut run: StreamRun) -> Vec<Result<[i64; 3], String>> {
    let mut told = Vec::new();
    while let Some(Processed { outcome, .. }) = run.next().await {
        told.push(match outcome {
            Ok(rows) => {
                let row = rows.serialise().await.unwrap().remove(0);
                Ok(["count", "number", "red"].map(|name| row[name].as_i64().unwrap()))
            }
            Err(error) => Err(error.to_string()),
        });
    }
    told
}

fn over(path: &Path) -> Vec<Result<[i64; 3], String>> {
    runtime().block_on(async {
        let frames = frames(path, "image", None, AHEAD, &Environment::default()).unwrap();
        all(StreamRun::new(session(), frames, "image", Map::new())).await
    })
}

fn refusal(path: &Path) -> String {
    let _runtime = runtime().enter();
    frames(path, "image", None, AHEAD, &Environment::default()).err().unwrap().to_string()
}

#[test]
fn the_images_of_a_folder_come_in_order_and_a_damaged_one_stops_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..4_u8 {
        RgbImage::from_pixel(2, 2, Rgb([number * 10, 0, 0])).save(folder.path().join(format!("{number}.png"))).unwrap();
    }
    std::fs::write(folder.path().join("2.png"), b"damaged").unwrap();
    std::fs::write(folder.path().join("notes.txt"), b"no image").unwrap();
    let told = over(folder.path());
    assert_eq!(told[..2], [Ok([1, 0, 0]), Ok([2, 1, 10])]);
    assert!(told[2].as_ref().unwrap_err().contains("2.png"), "{:?}", told[2]);
    assert_eq!(told[3..], [Ok([3, 3, 30])]);
}

#[test]
fn what_leads_nowhere_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refusal(folder.path()).contains("has no images"));
    assert!(refusal(&folder.path().join("film.mp4")).contains("film.mp4"));
}

fn has_ffmpeg() -> bool {
    let found = Command::new(FFMPEG).arg("-version").output().is_ok();
    assert!(found || std::env::var_os("CI").is_none(), "FFmpeg is to be installed where all tests are run");
    found
}

#[test]
fn the_frames_of_a_video_come_with_their_numbers() {
    if !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Telephones film with ten bits a channel.
    for pixels in ["yuv420p", "yuv420p10le"] {
        let film = folder.path().join(format!("a film of {pixels}.mkv"));
        let made = Command::new(FFMPEG)
            .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=red:s=32x16:r=10:d=2", "-c:v", "ffv1"])
            .args(["-pix_fmt", pixels])
            .arg(&film)
            .status();
        assert!(made.unwrap().success());
        let told = over(&film);
        assert_eq!(told.len(), 20);
        for (place, frame) in told.iter().enumerate() {
            let place = i64::try_from(place).unwrap();
            let [count, number, red] = *frame.as_ref().unwrap();
            assert_eq!((count, number), (place + 1, place));
            assert!(red > 240, "{red}");
        }
    }
}

#[test]
fn a_video_that_is_cut_off_says_that_frames_are_missing() {
    if !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let film = folder.path().join("film.mp4");
    let made = Command::new(FFMPEG)
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=3", "-c:v", "mpeg4"])
        .args(["-movflags", "faststart"])
        .arg(&film)
        .status();
    assert!(made.unwrap().success());
    let bytes = std::fs::read(&film).unwrap();
    std::fs::write(&film, &bytes[..bytes.len() / 2]).unwrap();
    let told = over(&film);
    let (last, frames) = told.split_last().unwrap();
    assert!(!frames.is_empty() && frames.len() < 30 && frames.iter().all(Result::is_ok), "{frames:?}");
    assert!(last.as_ref().unwrap_err().contains("may be missing"), "{last:?}");
}

#[test]
fn a_file_that_is_no_video_is_an_error_of_its_first_frame() {
    if !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let film = folder.path().join("film.mp4");
    std::fs::write(&film, b"no film").unwrap();
    let [only] = &over(&film)[..] else { panic!("one error") };
    assert!(only.as_ref().unwrap_err().contains("film.mp4"), "{only:?}");
}

/// Counts how many frames have been made.
fn counted(made: &Arc<AtomicUsize>) -> Frames {
    let made = Arc::clone(made);
    let frame = move |number| {
        let made = Arc::clone(&made);
        async move {
            made.fetch_add(1, Ordering::SeqCst);
            let picture = Picture::from_pixels(RgbImage::new(1, 1), "image");
            Frame { number, source: "made".into(), picture: Ok(picture) }
        }
    };
    stream::iter(0..100).map(frame).buffered(NonZeroUsize::MIN.get()).boxed()
}

#[test]
fn frames_wait_until_the_workflow_is_ready_for_them() {
    let made = Arc::new(AtomicUsize::new(0));
    runtime().block_on(async {
        let mut run = StreamRun::new(session(), counted(&made), "image", Map::new());
        for taken in 1..=5 {
            assert!(run.next().await.unwrap().outcome.is_ok());
            let ahead = made.load(Ordering::SeqCst) - taken;
            assert!(ahead <= 1, "{ahead}");
        }
    });
}

#[test]
fn a_stream_ends_when_it_is_cancelled() {
    let cancellation = CancellationToken::new();
    let mut run = StreamRun::new(session(), counted(&Arc::default()), "image", Map::new())
        .with_cancellation(cancellation.clone());
    runtime().block_on(async {
        assert!(run.next().await.is_some());
        cancellation.cancel();
        assert!(run.next().await.is_none());
    });
}

#[test]
fn an_error_of_the_workflow_is_told_with_its_frame() {
    let frame = Frame { number: 7, source: "made".into(), picture: Ok(Picture::from_pixels(RgbImage::new(1, 1), "i")) };
    let mut run = StreamRun::new(session(), stream::iter([frame]).boxed(), "other", Map::new());
    let processed = runtime().block_on(run.next()).unwrap();
    assert_eq!(processed.number, 7);
    assert!(matches!(processed.outcome, Err(StreamError::Workflow(_))), "{processed:?}");
}
