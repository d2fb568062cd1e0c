//! Image files of a few kilobytes that would take gigabytes. They are refused by what their headers say, and memory
//! stays bounded meanwhile. The only test of its process, whose memory is
//! measured.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::io::Cursor;

use block_runtime::image_io::{ImageError, ImageLimits, decode};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};

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
    let mut file = small(ImageFormat::Tiff);
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

fn patched(format: ImageFormat, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = small(format);
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// The most memory that this process has had so far, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

#[test]
fn bombs_are_refused_in_bounded_memory() {
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
    let bombs = [
        ("a PNG of 60000 × 60000", png_with(60_000, 60_000, Some(&noise), &[])),
        ("a PNG of 2³¹ × 2³¹", png_with(0x7fff_ffff, 0x7fff_ffff, Some(&noise), &[])),
        ("a GIF of 65535 × 65535", patched(ImageFormat::Gif, 6, &[0xff; 4])),
        ("a BMP of 2³¹ × 2³¹", patched(ImageFormat::Bmp, 18, &[0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f])),
        ("a WebP of 16383 × 16383", lossless),
        ("a TIFF of 10000 × 10000", tiff_with(&[(256, 10_000), (257, 10_000)])),
        ("a TIFF of 10⁵ × 10⁵", tiff_with(&[(256, 100_000), (257, 100_000)])),
        ("a TIFF of 2³² × 2³²", tiff_with(&[(256, u32::MAX), (257, u32::MAX)])),
        ("a TIFF with a strip of 4 GiB", tiff_with(&[(279, u32::MAX - 16)])),
        ("a TIFF with 60000 samples for a pixel", tiff_with(&[(277, 60_000)])),
    ];
    // Whatever comes out of these is as large as the header says.
    let padded = [
        ("a PNG with 64 MiB of zeros for 128 pixels", png_with(16, 8, Some(&zeros), &[])),
        ("a PNG with a colour profile of 64 MiB", png_with(16, 8, None, &[zipped(b"iCCP")])),
        ("a PNG with ten texts of 64 MiB", png_with(16, 8, None, &many_texts)),
    ];
    let limits = ImageLimits { max_encoded_bytes: 2 << 20, ..ImageLimits::default() };
    let before = peak();
    for (what, bomb) in &bombs {
        let error = decode(bomb, &limits).unwrap_err();
        match error {
            ImageError::TooManyPixels { width, height, .. } => assert!(what.ends_with(&format!("{width} × {height}"))),
            // What is larger than the format or its decoder allows.
            ImageError::Damaged { .. } => assert!(what.contains(['³', '⁵']) || what.contains(" with "), "{what}"),
            other => panic!("{what}: {other}"),
        }
    }
    for (what, bomb) in &padded {
        if let Ok(image) = decode(bomb, &limits) {
            assert_eq!(image.dimensions(), (16, 8), "{what}");
        }
    }
    let grown = peak() - before;
    assert!(grown <= 16, "memory has grown by {grown} MiB");
}
