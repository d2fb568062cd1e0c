//! How much there is in a value. What steps share in memory takes next to nothing, and still all of it is gone through
//! where a value is written or compared.

use super::Value;

/// So many bytes of text count as one value more.
const TEXT_OF_ONE: usize = 64;

impl Value {
    /// True where lists and objects are nested deeper than `levels`, or where there are more than `values` values, each
    /// occurrence counted and 64 bytes of text as one more. Looks at no more of them than that.
    pub fn exceeds(&self, values: usize, levels: usize) -> bool {
        left_of(self, values, levels).is_none()
    }
}

/// What is left of so many values after this one with everything in it; nothing where that is too much.
fn left_of(value: &Value, left: usize, levels: usize) -> Option<usize> {
    let left = left.checked_sub(1)?;
    match value {
        Value::Text(text) => left.checked_sub(text.len() / TEXT_OF_ONE),
        Value::Bytes(bytes) => left.checked_sub(bytes.len() / TEXT_OF_ONE),
        Value::List(items) => {
            let levels = levels.checked_sub(1)?;
            items.iter().try_fold(left, |left, item| left_of(item, left, levels))
        }
        Value::Map(members) => {
            let levels = levels.checked_sub(1)?;
            members.values().try_fold(left, |left, member| left_of(member, left, levels))
        }
        _ => Some(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_levels_and_text_count() {
        let pair: Value = [Value::from("cat"), Value::Null].into_iter().collect();
        let pairs: Value = [pair.clone(), pair].into_iter().collect();
        assert!(!pairs.exceeds(7, 2));
        assert!(pairs.exceeds(6, 2));
        assert!(pairs.exceeds(7, 1));
        assert!(Value::from("x".repeat(128)).exceeds(2, 0));
        assert!(!Value::from("x".repeat(128)).exceeds(3, 0));
    }

    #[test]
    fn what_doubles_again_and_again_is_not_gone_through() {
        let doubled = (0..60).fold(Value::Null, |inner, _| [inner.clone(), inner].into_iter().collect());
        assert!(doubled.exceeds(1000, 100));
    }
}
