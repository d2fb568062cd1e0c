//! How much there is in a value. What steps share in memory takes next to nothing, and still all of it is gone through
//! where a value is written or compared.

use super::Value;
use super::detections::{Entry, Mask};

/// So many bytes of text count as one value more.
const TEXT_OF_ONE: usize = 64;

impl Value {
    /// True where lists and objects are nested deeper than `levels`, or where there are more than `values` values, each
    /// occurrence counted and 64 bytes of text as one more. Looks at no more of them than that.
    pub fn exceeds(&self, values: usize, levels: usize) -> bool {
        let is_deeper = |value: &Self, levels| levels == 0 && matches!(value, Self::List(_) | Self::Map(_));
        let cost = |value: &Self, levels| (!is_deeper(value, levels)).then(|| values_of(value));
        without(self, values, levels, &cost).is_none()
    }

    /// What is left of so many values after this one with everything in it, counted as by [`exceeds`](Self::exceeds), but
    /// not what is nested deeper than `levels`; nothing where they are too few.
    pub(crate) fn counted_off(&self, values: usize, levels: usize) -> Option<usize> {
        without(self, values, levels, &|value, _| Some(values_of(value)))
    }

    /// Roughly how many bytes of memory are not freed as long as the value is there, or `limit` where it is as many or
    /// more. A region of an image keeps all of the image. Looks at no more than that.
    pub fn memory(&self, limit: usize) -> usize {
        limit - without(self, limit, usize::MAX, &|value, _| Some(memory_of(value))).unwrap_or(0)
    }
}

/// What is left after a value with everything in it down to so many levels, each at a cost that may depend on how many
/// levels are left there; nothing where there is too little, or where something has no cost.
fn without(value: &Value, left: usize, levels: usize, cost: &impl Fn(&Value, usize) -> Option<usize>) -> Option<usize> {
    let left = left.checked_sub(cost(value, levels)?)?;
    let Some(levels) = levels.checked_sub(1) else { return Some(left) };
    match value {
        Value::List(items) => items.iter().try_fold(left, |left, item| without(item, left, levels, cost)),
        Value::Map(members) => members.values().try_fold(left, |left, member| without(member, left, levels, cost)),
        _ => Some(left),
    }
}

/// How many values one counts for, without those in it.
fn values_of(value: &Value) -> usize {
    match value {
        Value::Text(text) => 1 + text.len() / TEXT_OF_ONE,
        Value::Bytes(bytes) => 1 + bytes.len() / TEXT_OF_ONE,
        _ => 1,
    }
}

/// How many bytes a value takes, without those in it.
fn memory_of(value: &Value) -> usize {
    /// What values, and what is known about a detection, take besides.
    const VALUE: usize = 64;
    const DETECTION: usize = 256;
    let detection = |entry: Entry| {
        let mask = entry.mask().and_then(Mask::region).map_or(0, |region| region.area() / 8);
        DETECTION.saturating_add(usize::try_from(mask).unwrap_or(usize::MAX))
    };
    let own = match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Image(picture) => picture.memory(),
        Value::Detections(detections) => detections.iter().map(detection).fold(0, usize::saturating_add),
        _ => 0,
    };
    own.saturating_add(VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Picture;

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
    fn regions_keep_their_image() {
        let image = Picture::from_pixels(image::RgbImage::new(100, 50), "image");
        let corner = image.crop("corner", 0, 0, 2, 2).unwrap();
        for picture in [image, corner] {
            let bytes = Value::from(picture).memory(1 << 20);
            assert!((15_000..16_000).contains(&bytes), "{bytes}");
        }
        assert_eq!(Value::from("x".repeat(100)).memory(50), 50);
        assert!(Value::from("x".repeat(100)).memory(1000) > Value::Null.memory(1000));
        let doubled = (0..60).fold(Value::Null, |inner, _| [inner.clone(), inner].into_iter().collect());
        assert_eq!(doubled.memory(1000), 1000);
    }

    #[test]
    fn what_doubles_again_and_again_is_not_gone_through() {
        let doubled = (0..60).fold(Value::Null, |inner, _| [inner.clone(), inner].into_iter().collect());
        assert!(doubled.exceeds(1000, 100));
    }
}
