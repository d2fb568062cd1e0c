//! The size of a JSON text, found without building anything, so that what is too large is refused before it takes memory
//! and before the reader calls itself too often.

use super::Span;

/// What a text is too large in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// Lists and objects are nested too deeply; the bracket that is too much.
    Nesting(Span),
    /// There are too many values; where the first one that is too much begins.
    Values(Span),
}

/// Counts values and nesting. What is said about text that is not JSON is as good as its brackets and commas.
pub(super) fn measure(text: &str, max_nesting: usize, max_values: usize) -> Result<(), Excess> {
    let (mut nesting, mut values) = (0_usize, 1_usize);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => skip_text(&mut bytes),
            b'[' | b'{' => {
                nesting += 1;
                values += 1;
                if nesting > max_nesting {
                    return Err(Excess::Nesting(at..at + 1));
                }
            }
            b']' | b'}' => nesting = nesting.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if values > max_values {
            return Err(Excess::Values(at..at + 1));
        }
    }
    Ok(())
}

fn skip_text(bytes: &mut impl Iterator<Item = (usize, u8)>) {
    while let Some((_, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_text() {
        assert_eq!(measure(r#"["[[[[\"[[[", {"a": []}]"#, 3, 100), Ok(()));
        assert_eq!(measure("[[[[]]]]", 3, 100), Err(Excess::Nesting(3..4)));
        assert_eq!(measure("[[[]], [[]]]", 3, 100), Ok(()));
    }

    #[test]
    fn values_are_counted_outside_of_text() {
        assert_eq!(measure(r#"["1,2,3", 4]"#, 3, 3), Ok(()));
        assert_eq!(measure("[1,2,3,4]", 3, 4), Err(Excess::Values(6..7)));
    }
}
