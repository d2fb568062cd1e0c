//! Image files of a few kilobytes that would take gigabytes. They are refused by what their headers say, and memory
//! stays bounded meanwhile.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::io::Cursor;
use std::process::Command;

use block_runtime::image_io::{ImageError, ImageLimits, decode};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use weezl::BitOrder;
use weezl::encode::Encoder;

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn small(format: ImageFormat) -> Vec<u8> {
    file(RgbImage::new(16, 8), format)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes(), named.as_slice(), &crc32(&named).to_be_bytes()].concat()
}

/// Chunks of a PNG file.
fn chunks(file: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let mut rest = &file[8..];
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        chunks.push((rest[4..8].try_into().unwrap(), rest[8..8 + length].to_vec()));
        rest = &rest[12 + length..];
    }
    chunks
}

fn png(chunks: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let chunks = chunks.iter().flat_map(|(name, data)| chunk(*name, data));
    b"\x89PNG\r\n\x1a\n".iter().copied().chain(chunks).collect()
}

/// Zeros that take a thousandth of their size.
fn zeros(side: u32) -> Vec<u8> {
    let chunks = chunks(&file(GrayImage::new(side, side), ImageFormat::Png));
    chunks.into_iter().filter(|(name, _)| name == b"IDAT").flat_map(|(_, data)| data).collect()
}

/// A PNG file of this size with other pixels than it says, and other chunks before them.
fn png_with(width: u32, height: u32, pixels: Option<&[u8]>, more: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut parts = chunks(&small(ImageFormat::Png));
    parts[0].1[..4].copy_from_slice(&width.to_be_bytes());
    parts[0].1[4..8].copy_from_slice(&height.to_be_bytes());
    if let Some(pixels) = pixels {
        let place = parts.iter().position(|(name, _)| name == b"IDAT").unwrap();
        parts[place].1 = pixels.to_vec();
    }
    parts.splice(1..1, more.iter().cloned());
    png(&parts)
}

/// A TIFF file of ours, with another value for a tag.
fn tiff_with(changes: &[(u16, u32)]) -> Vec<u8> {
    changed(small(ImageFormat::Tiff), changes)
}

fn changed(mut file: Vec<u8>, changes: &[(u16, u32)]) -> Vec<u8> {
    let directory = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    let count = u16::from_le_bytes(file[directory..directory + 2].try_into().unwrap()) as usize;
    for (tag, value) in changes {
        let entries = (0..count).map(|number| directory + 2 + 12 * number);
        let entry = entries.into_iter().find(|at| file[*at..at + 2] == tag.to_le_bytes()).unwrap();
        // A single number of 32 bits.
        file[entry + 2..entry + 8].copy_from_slice(&[4, 0, 1, 0, 0, 0]);
        file[entry + 8..entry + 12].copy_from_slice(&value.to_le_bytes());
    }
    file
}

/// A TIFF file of ours whose pixels are compressed as PNG compresses them.
fn tiff_of(zlib: &[u8]) -> Vec<u8> {
    let mut file = small(ImageFormat::Tiff);
    let (start, length) = (u32::try_from(file.len()).unwrap(), u32::try_from(zlib.len()).unwrap());
    file = changed(file, &[(259, 8), (273, start), (279, length)]);
    file.extend(zlib);
    file
}

/// A TIFF file of ours whose list of pages leads back to the first one.
fn tiff_in_a_circle() -> Vec<u8> {
    let mut file = small(ImageFormat::Tiff);
    let directory = file[4..8].to_vec();
    let start = u32::from_le_bytes(directory[..].try_into().unwrap()) as usize;
    let end = start + 2 + 12 * u16::from_le_bytes(file[start..start + 2].try_into().unwrap()) as usize;
    file[end..end + 4].copy_from_slice(&directory);
    file
}

/// A GIF file with a small screen and a black frame of 4096 × 4096 pixels, all of which are there.
fn gif_with_a_frame_beyond_the_screen() -> Vec<u8> {
    let pixels = Encoder::new(BitOrder::Lsb, 8).encode(&vec![0; 4096 * 4096]).unwrap();
    let blocks = pixels.chunks(255).flat_map(|block| [&[u8::try_from(block.len()).unwrap()], block].concat());
    // A screen of 16 × 8 pixels with 256 colours.
    let start = [b"GIF89a".as_slice(), &[16, 0, 8, 0, 0xf7, 0, 0], &[0; 256 * 3]].concat();
    let frame = [b",".as_slice(), &[0, 0, 0, 0, 0, 16, 0, 16, 0], &[8]].concat();
    [start, frame, blocks.collect(), b"\0;".to_vec()].concat()
}

fn patched(format: ImageFormat, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = small(format);
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// The most memory that this process has had so far, in MiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

/// What becomes of a bomb.
#[derive(Clone, Copy)]
enum Fate {
    /// The size that the header tells is over the limit.
    TooManyPixels,
    /// The header tells what the format or its decoder does not allow.
    Refused,
    /// An image of the size that the header tells, or an error.
    Small,
}
use Fate::{Refused, Small, TooManyPixels};

fn bombs() -> Vec<(&'static str, Fate, Vec<u8>)> {
    let noise: Vec<u8> = (0..50_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let zeros = zeros(8_192);
    assert!(zeros.len() < 1 << 20, "{} bytes stand for 64 MiB", zeros.len());
    let zipped = |name: &[u8; 4]| (*name, [b"name\0\0".as_slice(), &zeros].concat());
    let many_texts: Vec<_> = (0..10).map(|_| zipped(b"zTXt")).collect();
    let lossless = {
        // 14 bits each for width and height, less one.
        let mut file = small(ImageFormat::WebP);
        let start = file.windows(4).position(|name| name == b"VP8L").unwrap() + 9;
        file[start..start + 4].copy_from_slice(&(0x3ffe_u32 | (0x3ffe << 14)).to_le_bytes());
        file
    };
    let bmp = patched(ImageFormat::Bmp, 18, &[0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]);
    vec![
        ("a PNG of 60000 × 60000", TooManyPixels, png_with(60_000, 60_000, Some(&noise), &[])),
        ("a PNG of 2³¹ × 2³¹", Refused, png_with(0x7fff_ffff, 0x7fff_ffff, Some(&noise), &[])),
        ("a GIF of 65535 × 65535", TooManyPixels, patched(ImageFormat::Gif, 6, &[0xff; 4])),
        ("a BMP of 2³¹ × 2³¹", Refused, bmp),
        ("a WebP of 16383 × 16383", TooManyPixels, lossless),
        ("a TIFF of 10000 × 10000", TooManyPixels, tiff_with(&[(256, 10_000), (257, 10_000)])),
        ("a TIFF of 10⁵ × 10⁵", Refused, tiff_with(&[(256, 100_000), (257, 100_000)])),
        ("a TIFF of 2³² × 2³²", Refused, tiff_with(&[(256, u32::MAX), (257, u32::MAX)])),
        ("a TIFF with a strip of 4 GiB", Refused, tiff_with(&[(279, u32::MAX - 16)])),
        ("a TIFF with 60000 samples for a pixel", Refused, tiff_with(&[(277, 60_000)])),
        ("a TIFF with 64 MiB of zeros for 128 pixels", Small, tiff_of(&zeros)),
        ("a TIFF whose pages go round in a circle", Small, tiff_in_a_circle()),
        ("a GIF with 16 million pixels for 128", Small, gif_with_a_frame_beyond_the_screen()),
        ("a PNG with 64 MiB of zeros for 128 pixels", Small, png_with(16, 8, Some(&zeros), &[])),
        ("a PNG with a colour profile of 64 MiB", Small, png_with(16, 8, None, &[zipped(b"iCCP")])),
        ("a PNG with ten texts of 64 MiB", Small, png_with(16, 8, None, &many_texts)),
    ]
}

/// Where the child process finds the bombs.
const FOLDER: &str = "BOMBS";

#[test]
fn bombs_are_refused_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    for (what, fate, bomb) in bombs() {
        fs::write(folder.path().join(what), &bomb).unwrap();
        assert!(bomb.len() < 4 << 20, "{what}");
        match (fate, decode(&bomb, &ImageLimits::default())) {
            (TooManyPixels, Err(ImageError::TooManyPixels { width, height, .. })) => {
                assert!(what.ends_with(&format!("{width} × {height}")), "{what}");
            }
            (Refused | Small, Err(ImageError::Damaged { .. } | ImageError::Unsupported { .. })) => {}
            (Small, Ok(image)) => assert_eq!(image.dimensions(), (16, 8), "{what}"),
            (_, other) => panic!("{what}: {other:?}"),
        }
    }
    // Making them has taken more memory than decoding them may.
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "decoding_takes_little_memory"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && output.contains("1 passed"), "{output}");
}

#[test]
#[ignore = "run by `bombs_are_refused_in_bounded_memory`"]
fn decoding_takes_little_memory() {
    let files = fs::read_dir(std::env::var_os(FOLDER).unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let bombs: Vec<_> = files.map(|path| (fs::read(&path).unwrap(), path)).collect();
    for (bomb, path) in bombs {
        let before = peak();
        let _ = decode(&bomb, &ImageLimits::default());
        let grown = peak() - before;
        assert!(grown <= 20, "memory has grown by {grown} MiB for {}", path.display());
    }
}
