//! Comparison with what OpenCV gave, as `fixtures/record.py` wrote it down.
//!
//! Where the bytes have to be equal, a checksum of them is enough, and is what is kept.

use image::{ImageBuffer, Luma, Pixel, Rgb};

use super::FilterError;

const RECORD: &str = include_str!("../../fixtures/opencv.txt");

type Filter<P> = fn(&ImageBuffer<P, Vec<u8>>, i64) -> Result<ImageBuffer<P, Vec<u8>>, FilterError>;

/// Runs a filter on all recorded images and sides, and panics where a byte is more than `tolerance`
/// away from the recorded one.
pub(super) fn check(name: &str, tolerance: u8, grey: Filter<Luma<u8>>, colour: Filter<Rgb<u8>>) {
    each(name, |image, result| {
        let (side, expected) = result.split_once(':').unwrap();
        let side: i64 = side.parse().unwrap();
        let bytes = if input(image).2 == 1 { run(grey, image, side) } else { run(colour, image, side) };
        if tolerance == 0 {
            assert_eq!(checksum(&bytes), expected, "{name} {image} {side}");
        } else {
            let close = |(a, b): (&u8, u8)| a.abs_diff(b) <= tolerance;
            let expected = unhex(expected);
            assert_eq!(bytes.len(), expected.len());
            assert!(bytes.iter().zip(expected).all(close), "{name} {image} {side}");
        }
    });
}

/// Calls back with all results that are recorded under a name, and with the images that they were made of.
pub(crate) fn each(name: &str, mut check: impl FnMut(&str, &str)) {
    let mut count = 0;
    for line in RECORD.lines() {
        let mut words = line.split_whitespace();
        if words.next() != Some(name) {
            continue;
        }
        let image = words.next().unwrap();
        for result in words {
            check(image, result);
            count += 1;
        }
    }
    assert!(count > 0, "nothing is recorded for {name}");
}

fn run<P: Pixel<Subpixel = u8>>(filter: Filter<P>, name: &str, side: i64) -> Vec<u8> {
    let (width, height, _, bytes) = input(name);
    let image = ImageBuffer::from_raw(width, height, bytes).unwrap();
    filter(&image, side).unwrap().into_raw()
}

/// Width, height, channels and bytes of a recorded image.
pub(crate) fn input(name: &str) -> (u32, u32, u32, Vec<u8>) {
    let line = RECORD.lines().find(|line| line.starts_with(&format!("image {name} "))).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let [width, height, channels] = [words[2], words[3], words[4]].map(|word| word.parse().unwrap());
    (width, height, channels, unhex(words[5]))
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// The 32-bit FNV-1a hash in hexadecimal digits.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}
