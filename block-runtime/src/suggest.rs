//! The nearest known word, for messages that end in "did you mean".

use crate::limits::MAX_FINDINGS;

/// The candidate that was probably meant: one that is misspelt, or else the only one that has `word` among its words, or
/// else the one that is most like it, if any is like it at all.
///
/// Letter case and the difference between `-`, `_` and spaces do not count. Of equally near candidates the first wins.
/// Nothing where several have it among their words.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.6;
    const MISSPELT: f64 = 0.8;
    /// Comparing takes time with the square of the length, and nobody misspells a longer word.
    const LONGEST: usize = 128;
    if word.len() > LONGEST {
        return None;
    }
    let word = fold(word);
    let mut best = None;
    let within = format!("_{word}_");
    let mut with_word = Vec::new();
    for candidate in candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST) {
        let folded = fold(candidate);
        let similarity = strsim::normalized_damerau_levenshtein(&word, &folded);
        if similarity >= LIKE_ENOUGH && best.is_none_or(|(highest, _)| similarity > highest) {
            best = Some((similarity, candidate));
        }
        if word.len() > 2 && format!("_{folded}_").contains(&within) {
            with_word.push(candidate);
        }
    }
    match (best, with_word.as_slice()) {
        (Some((similarity, candidate)), _) if similarity >= MISSPELT => Some(candidate),
        (_, [only]) => Some(only),
        (Some((_, candidate)), []) => Some(candidate),
        _ => None,
    }
}

/// The same beside so many findings; nothing where there are more than are told, since comparing takes time.
pub(crate) fn nearest_for_few<'a>(
    findings: usize,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Errors and warnings are counted apart when they are cut off.
    if findings > 2 * MAX_FINDINGS { None } else { nearest(word, candidates) }
}

fn fold(word: &str) -> String {
    word.chars().map(|c| if matches!(c, '-' | ' ') { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// Words of which one is chosen, as a list for people: `` `a`, `b` or `c` ``.
pub fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    listed(words, "or")
}

/// Words that all count, as a list for people: `` `a`, `b` and `c` ``.
pub fn together<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    listed(words, "and")
}

fn listed<'a>(words: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    /// Nobody reads further, in bytes.
    const ENOUGH: usize = 80;
    let mut words = words.into_iter().peekable();
    let mut quoted: Vec<String> = Vec::new();
    let mut length = 0;
    while let Some(word) = words.next_if(|word| quoted.is_empty() || length + word.len() <= ENOUGH) {
        length += word.len() + "``, ".len();
        quoted.push(format!("`{word}`"));
    }
    match words.count() {
        0 => {}
        more => quoted.push(format!("{more} more")),
    }
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let words = ["kernel_size", "blur_type", "image"];
        assert_eq!(nearest("kernal_size", words), Some("kernel_size"));
        assert_eq!(nearest("Kernel-Size", words), Some("kernel_size"));
        assert_eq!(nearest("images", words), Some("image"));
        assert_eq!(nearest("threshold", words), None);
        assert_eq!(nearest("type", words), Some("blur_type"));
        assert_eq!(nearest("type", ["blur_type", "model_type"]), None);
        assert_eq!(nearest("class", ["class_id", "class_name"]), None);
        let kinds = ["bar_code_detection", "object_detection_prediction"];
        assert_eq!(nearest("object_detection", kinds), Some("object_detection_prediction"));
        assert_eq!(nearest("", ["_x", "x"]), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), ["y".repeat(1 << 20).as_str()]), None);
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        assert_eq!(alternatives(["a"]), "`a`");
        assert_eq!(alternatives(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(together(["a or b", "c"]), "`a or b` and `c`");
        assert!(alternatives(["a"; 103]).ends_with("`a`, `a` or 87 more"));
        let long = "x".repeat(200);
        assert_eq!(together([long.as_str(), "b"]), format!("`{long}` and 1 more"));
    }
}
