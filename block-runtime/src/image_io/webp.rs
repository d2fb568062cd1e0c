//! What the header of a WebP file says.

const EXTENDED: &[u8] = b"VP8X";
const ANIMATION: u8 = 1 << 1;

/// True when the file is shorter than it says. The decoder does not look at what comes after the pixels, such as the
/// EXIF orientation.
pub(super) fn is_cut_off(file: &[u8]) -> bool {
    let Some((header, rest)) = file.split_first_chunk::<8>() else { return true };
    let [_, _, _, _, length @ ..] = *header;
    (rest.len() as u64) < u64::from(u32::from_le_bytes(length))
}

/// True when the file has several frames.
pub(super) fn is_animated(file: &[u8]) -> bool {
    // After `RIFF`, a length and `WEBP`: the first chunk, with name, length and flags.
    file.get(12..16) == Some(EXTENDED) && file.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}
