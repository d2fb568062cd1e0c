//! Frames out of a video, decoded by FFmpeg in a process of its own.
//!
//! A separate process keeps decoders for dozens of formats, and their faults, out of this one. It writes each frame as
//! a Portable Pixmap, which says its own size, and waits while nobody reads.

use std::ffi::OsString;
use std::io::{self, BufReader, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use futures_util::stream::{self, StreamExt};
use image::RgbImage;
use tokio::sync::mpsc;

use super::source::{FrameError, Pace};
use super::{Frame, Frames};
use crate::value::Picture;

/// The program that decodes videos.
pub const FFMPEG: &str = "ffmpeg";

/// The program that tells what is known about a video.
pub const FFPROBE: &str = "ffprobe";

/// How much of the decoder's complaints is kept, in bytes.
const COMPLAINTS: u64 = 4096;

pub(super) fn frames(
    path: &Path,
    input: &str,
    pace: Pace,
    ahead: NonZeroUsize,
    max_pixels: u64,
) -> Result<Frames, FrameError> {
    let unreadable = |source| FrameError::Unreadable { path: path.to_owned(), source };
    // Pipes and devices could keep everybody waiting for ever.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(unreadable(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")));
    }
    std::fs::File::open(path).map_err(unreadable)?;
    let pace = Pace { fps: pace.fps.or_else(|| declared_rate(path)), ..pace };
    let decoder = Decoder::start(path, max_pixels)?;
    let process = decoder.process.clone();
    let source: Arc<str> = path.display().to_string().into();
    let input = input.to_owned();
    let (sender, receiver) = mpsc::channel(ahead.get());
    thread::Builder::new()
        .name("video".to_owned())
        .spawn(move || {
            for (picture, number) in decoder.zip(0..) {
                let picture = picture.map(|pixels| {
                    Picture::from_pixels(pixels, input.as_str()).with_video_metadata(pace.metadata(&source, number))
                });
                // Nobody listens any more when the stream has been dropped.
                if sender.blocking_send(Frame { number, source: Arc::clone(&source), picture }).is_err() {
                    return;
                }
            }
        })
        .map_err(unreadable)?;
    let frames = stream::unfold((receiver, process), |(mut receiver, process)| async {
        receiver.recv().await.map(|frame| (frame, (receiver, process)))
    });
    Ok(frames.boxed())
}

/// A file as an argument that cannot be taken for an option or for an address.
fn as_argument(path: &Path) -> OsString {
    let mut argument = OsString::from("file:");
    argument.push(path);
    argument
}

/// Frames a second, where the video says so.
fn declared_rate(path: &Path) -> Option<f64> {
    let output = Command::new(FFPROBE)
        .args(["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=avg_frame_rate"])
        .args(["-protocol_whitelist", "file", "-of", "default=noprint_wrappers=1:nokey=1"])
        .arg(as_argument(path))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    rate(String::from_utf8_lossy(&output.stdout).lines().next()?)
}

/// `30000/1001`
fn rate(text: &str) -> Option<f64> {
    let (count, seconds) = text.trim().split_once('/')?;
    let rate = count.parse::<f64>().ok()? / seconds.parse::<f64>().ok()?;
    (rate.is_finite() && rate > 0.0).then_some(rate)
}

/// The process of a decoder. It ends as soon as anybody drops it who has it: the thread that reads the frames, or the
/// stream that they go to.
#[derive(Clone)]
struct Process(Arc<Mutex<Child>>);

impl Process {
    fn child(&self) -> MutexGuard<'_, Child> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let mut child = self.child();
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// A running decoder.
struct Decoder {
    path: PathBuf,
    process: Process,
    pixmaps: BufReader<ChildStdout>,
    complaints: Option<thread::JoinHandle<String>>,
    max_pixels: u64,
    is_over: bool,
}

impl Decoder {
    fn start(path: &Path, max_pixels: u64) -> Result<Self, FrameError> {
        let failed = |source| FrameError::NoDecoder { program: FFMPEG, path: path.to_owned(), source };
        let mut child = Command::new(FFMPEG)
            .args(["-nostdin", "-v", "error", "-protocol_whitelist", "file", "-i"])
            .arg(as_argument(path))
            .args(["-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "rgb24"])
            .args(["-f", "image2pipe", "-c:v", "ppm", "-"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            unreachable!("both are piped")
        };
        let process = Process(Arc::new(Mutex::new(child)));
        let complaints = thread::Builder::new().name("video complaints".to_owned()).spawn(move || heard(stderr));
        Ok(Self {
            path: path.to_owned(),
            process,
            pixmaps: BufReader::with_capacity(1 << 16, stdout),
            complaints: Some(complaints.map_err(failed)?),
            max_pixels,
            is_over: false,
        })
    }

    /// Whether the decoder was content at the end.
    fn verdict(&mut self) -> Option<FrameError> {
        let status = self.process.child().wait();
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        match status {
            Ok(status) if status.success() && complaints.is_empty() => None,
            // It has left out what it could not decode.
            Ok(status) if status.success() => {
                Some(self.undecodable(format!("frames before this one may be missing: {complaints}")))
            }
            Ok(status) if complaints.is_empty() => Some(self.undecodable(format!("{FFMPEG} ended with {status}"))),
            Ok(_) => Some(self.undecodable(complaints)),
            Err(source) => Some(FrameError::Unreadable { path: self.path.clone(), source }),
        }
    }

    fn undecodable(&self, reason: String) -> FrameError {
        FrameError::Undecodable { path: self.path.clone(), reason }
    }
}

/// What the decoder says, cut off where it says too much. It is listened to all the same, so that it does not wait.
fn heard(mut stderr: impl Read) -> String {
    let mut text = Vec::new();
    let listened = stderr.by_ref().take(COMPLAINTS).read_to_end(&mut text);
    if listened.is_ok() {
        let _ = io::copy(&mut stderr, &mut io::sink());
    }
    let text = String::from_utf8_lossy(&text);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

impl Iterator for Decoder {
    type Item = Result<RgbImage, FrameError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match pixmap(&mut self.pixmaps, self.max_pixels) {
            Ok(Some(frame)) => Some(Ok(frame)),
            Ok(None) => {
                self.is_over = true;
                self.verdict().map(Err)
            }
            Err(error) => {
                self.is_over = true;
                let _ = self.process.child().kill();
                Some(Err(self.undecodable(error.to_string())))
            }
        }
    }
}

/// Reads a binary Portable Pixmap (`P6`) of 8 bits a channel; nothing at the end of the stream.
fn pixmap(stream: &mut impl Read, max_pixels: u64) -> io::Result<Option<RgbImage>> {
    let wrong = |reason: String| io::Error::new(io::ErrorKind::InvalidData, reason);
    let mut magic = [0; 2];
    match stream.read(&mut magic[..1])? {
        0 => return Ok(None),
        _ => stream.read_exact(&mut magic[1..])?,
    }
    if magic != *b"P6" {
        return Err(wrong("a frame is not in the format that was asked for".to_owned()));
    }
    let (width, height, depth) = (number(stream)?, number(stream)?, number(stream)?);
    if depth != 255 {
        return Err(wrong(format!("a frame has {depth} steps a channel, 255 are expected")));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > max_pixels {
        return Err(wrong(format!("a frame of {width} × {height} pixels is over the limit of {max_pixels} pixels")));
    }
    let size = usize::try_from(pixels * 3).map_err(|_| wrong("a frame does not fit into memory".to_owned()))?;
    let mut data = vec![0; size];
    stream.read_exact(&mut data)?;
    RgbImage::from_raw(width, height, data).map(Some).ok_or_else(|| wrong("a frame has no pixels".to_owned()))
}

/// A number in the head of a pixmap, with the white space around it.
fn number(stream: &mut impl Read) -> io::Result<u32> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "the head of a frame is damaged");
    let mut digits = String::new();
    loop {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        match byte[0] {
            digit @ b'0'..=b'9' if digits.len() < 9 => digits.push(char::from(digit)),
            b' ' | b'\n' | b'\r' | b'\t' if digits.is_empty() => {}
            b' ' | b'\n' | b'\r' | b'\t' => return digits.parse().map_err(|_| wrong()),
            _ => return Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<(u32, u32)>, String> {
        let frame = pixmap(&mut io::Cursor::new(bytes), 100).map_err(|error| error.to_string())?;
        Ok(frame.map(|frame| frame.dimensions()))
    }

    #[test]
    fn pixmaps_are_read_one_after_the_other() {
        let two = b"P6\n2 1\n255\nabcdefP6 1 1 255\nxyz";
        let mut stream = io::Cursor::new(two);
        let first = pixmap(&mut stream, 100).unwrap().unwrap();
        assert_eq!((first.dimensions(), first.as_raw().as_slice()), ((2, 1), &b"abcdef"[..]));
        assert_eq!(pixmap(&mut stream, 100).unwrap().unwrap().as_raw(), b"xyz");
        assert!(pixmap(&mut stream, 100).unwrap().is_none());
    }

    #[test]
    fn damaged_and_huge_pixmaps_are_refused() {
        for damaged in [&b"P5\n1 1\n255\nx"[..], b"P6\n2 1\n255\nabc", b"P6\nx", b"P", b"P6\n1 1\n65535\nabcdef"] {
            assert!(read(damaged).is_err(), "{damaged:?}");
        }
        assert!(read(b"P6\n60000 60000\n255\n").unwrap_err().contains("over the limit of 100 pixels"));
        assert!(read(b"P6\n99999999999 1\n255\n").is_err());
    }

    #[test]
    fn rates_are_fractions() {
        assert_eq!(rate("25/1\n"), Some(25.0));
        assert!((rate("30000/1001").unwrap() - 29.97).abs() < 0.001);
        for none in ["0/0", "25", "", "a/b", "-1/1"] {
            assert_eq!(rate(none), None, "{none}");
        }
    }
}
