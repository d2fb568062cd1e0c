//! The line around a place of a text. Lines end at `\n`.

/// Where the line begins.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Where the line ends, without its line break.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let end = text[offset..].find('\n').map_or(text.len(), |length| offset + length);
    if text[offset..end].ends_with('\r') { end - 1 } else { end }
}

/// The line without its `\n`.
pub(super) fn line_of(text: &str, offset: usize) -> &str {
    text.get(line_start(text, offset)..).and_then(|rest| rest.split('\n').next()).unwrap_or_default()
}

/// How many bytes of the line stand before the place.
pub(super) fn column(text: &str, offset: usize) -> usize {
    offset - line_start(text, offset)
}
