//! A check that a JPEG file is complete.
//!
//! The decoder paints what is missing in grey and reports nothing, so a download that broke off would pass for an
//! image.

const MARKER: u8 = 0xff;
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: [u8; 2] = [MARKER, 0xd9];

/// True when the file ends before its image does.
pub(super) fn is_cut_off(file: &[u8]) -> bool {
    match after_first_scan_marker(file) {
        Some(scan) => !scan.windows(END_OF_IMAGE.len()).rev().any(|pair| pair == END_OF_IMAGE),
        None => true,
    }
}

/// What follows the header segments, which may hold a whole thumbnail with an end of its own.
fn after_first_scan_marker(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file.get(2..)?;
    loop {
        let start = rest.iter().position(|byte| *byte == MARKER)?;
        let kind = rest.get(start..)?.iter().position(|byte| *byte != MARKER)? + start;
        let segment = rest.get(kind + 1..)?;
        if rest.get(kind) == Some(&START_OF_SCAN) {
            return Some(segment);
        }
        let length = u16::from_be_bytes([*segment.first()?, *segment.get(1)?]);
        rest = segment.get(usize::from(length)..)?;
    }
}
