//! Numbers in text: as Python reads them, and as the properties of the reference take them.
//!
//! The two differ. Python knows the digits of all scripts and wants `_` between digits only. Properties take ASCII digits
//! only, and `_` anywhere but at the ends or twice in a row.

/// The number that text stands for in Python; nothing when it stands for none.
///
/// Spaces around it, a sign, a decimal point, an exponent and `_` between digits are allowed, as are `inf`, `infinity`
/// and `nan` in any case and the decimal digits of all scripts.
pub fn number_from_text(text: &str) -> Option<f64> {
    plain(text)?.parse().ok()
}

/// The number that text stands for as a property.
pub(super) fn number_of_property(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains('_') {
        return text.parse().ok();
    }
    let misplaced = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    if misplaced { None } else { text.replace('_', "").parse().ok() }
}

/// The whole number that text stands for as a property: digits with `_` between them, of which those behind a decimal
/// point are zeros.
pub(super) fn integer_of_property(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let groups = unsigned.split('_');
    if groups.into_iter().any(|group| group.is_empty() || !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    digits.replace('_', "").parse().ok()
}

/// The text without spaces around it and without `_` between digits, in ASCII digits.
fn plain(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.trim().chars().map(ascii_digit).peekable();
    while let Some(character) = characters.next() {
        if character != '_' {
            plain.push(character);
        } else if !(plain.ends_with(|c: char| c.is_ascii_digit())
            && characters.peek().is_some_and(char::is_ascii_digit))
        {
            return None;
        }
    }
    Some(plain)
}

/// The zeros of the scripts that have decimal digits of their own, in order; nine digits follow each.
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The same digit in ASCII; what is no digit stays as it is.
fn ascii_digit(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let code = u32::from(character);
    let script = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1).and_then(|script| ZEROS.get(script));
    script.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_in_python() {
        for (text, number) in [
            ("3.25", 3.25),
            (" 1_000 ", 1000.0),
            ("-.5", -0.5),
            ("+1.", 1.0),
            ("1e3", 1000.0),
            ("1_0e1_0", 1e11),
            ("-INF", f64::NEG_INFINITY),
            ("Infinity", f64::INFINITY),
            ("٣", 3.0),
            ("1２", 12.0),
        ] {
            assert_eq!(number_from_text(text), Some(number), "{text}");
        }
        assert!(number_from_text("nan").is_some_and(f64::is_nan));
        for text in ["", "\u{1c}5\u{1f}", "0x10", "1__0", "_1", "1_", "1_.0", "1 0", "one", "½"] {
            assert_eq!(number_from_text(text), None, "{text}");
        }
    }

    #[test]
    fn properties_read_numbers_in_their_own_way() {
        for (text, number) in [
            ("3", Some(3.0)),
            (" 3.5\n", Some(3.5)),
            ("1_000", Some(1000.0)),
            ("1._0", Some(1.0)),
            ("1e_1", Some(10.0)),
            ("-_1", Some(-1.0)),
            ("in_f", Some(f64::INFINITY)),
            ("1__0", None),
            ("_1", None),
            ("1.0_", None),
            ("\u{1c}3", None),
            ("１", None),
            ("", None),
        ] {
            assert_eq!(number_of_property(text), number, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_may_end_in_zeros() {
        for (text, number) in [
            (" 3 ", Some(3)),
            ("3.0", Some(3)),
            ("-007.00", Some(-7)),
            ("+1_000.0", Some(1000)),
            ("0_1", Some(1)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("3.5", None),
            ("3.", None),
            (".0", None),
            ("1.0_0", None),
            ("1__0", None),
            ("-_1", None),
            ("+-1", None),
            ("1e3", None),
            ("٣", None),
            ("9223372036854775808", None),
        ] {
            assert_eq!(integer_of_property(text), number, "{text}");
        }
    }
}
