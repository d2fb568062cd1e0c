//! What the segments of a JPEG file say.

const MARKER: u8 = 0xff;
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: [u8; 2] = [MARKER, 0xd9];

/// True when the file ends before its image does.
///
/// The decoder paints what is missing in grey and reports nothing, so a download that broke off would pass for an
/// image.
pub(super) fn is_cut_off(file: &[u8]) -> bool {
    let scan = segments(file).find(|segment| segment.kind == START_OF_SCAN);
    scan.is_none_or(|scan| !scan.rest.windows(END_OF_IMAGE.len()).rev().any(|pair| pair == END_OF_IMAGE))
}

/// How many colour channels the file has: one for grey, three for colour, four for print.
pub(super) fn components(file: &[u8]) -> Option<u8> {
    let header = segments(file).take_while(|segment| segment.kind != START_OF_SCAN);
    let mut frames = header.filter(|segment| is_start_of_frame(segment.kind));
    // After its length come a byte of depth and two each of height and width.
    frames.next()?.rest.get(7).copied()
}

/// These markers begin a frame, except for three among them that hold tables.
fn is_start_of_frame(kind: u8) -> bool {
    matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc)
}

struct Segment<'a> {
    kind: u8,
    /// The file from the length of the segment on.
    rest: &'a [u8],
}

/// The segments before the pixels, each of which may hold anything, such as a whole thumbnail with an end of its own.
fn segments(file: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = file.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let start = rest.iter().position(|byte| *byte == MARKER)?;
        let kind = rest.get(start..)?.iter().position(|byte| *byte != MARKER)? + start;
        let segment = Segment { kind: *rest.get(kind)?, rest: rest.get(kind + 1..)? };
        let length = u16::from_be_bytes([*segment.rest.first()?, *segment.rest.get(1)?]);
        rest = segment.rest.get(usize::from(length)..)?;
        Some(segment)
    })
}
