//! How much there is in a value. What steps share in memory takes next to nothing, and still all of it is gone through
//! where a value is written or compared.

use super::Value;
use super::detections::Mask;

/// So many bytes of text count as one value more.
const TEXT_OF_ONE: usize = 64;

impl Value {
    /// True where lists and objects are nested deeper than `levels`, or where there are more than `values` values, each
    /// occurrence counted and 64 bytes of text as one more. Looks at no more of them than that.
    pub fn exceeds(&self, values: usize, levels: usize) -> bool {
        left_of(self, values, levels).is_none()
    }

    /// Roughly how many bytes of memory are not freed as long as the value is there, or `limit` where it is as many or
    /// more. A region of an image keeps all of the image. Looks at no more than that.
    pub fn memory(&self, limit: usize) -> usize {
        limit - without_memory_of(self, limit).unwrap_or(0)
    }
}

/// What is left of so many bytes without those of this value; nothing where they are too few.
fn without_memory_of(value: &Value, left: usize) -> Option<usize> {
    /// What values, and what is known about a detection, take besides.
    const VALUE: usize = 64;
    const DETECTION: usize = 256;
    let left = left.checked_sub(VALUE)?;
    match value {
        Value::Text(text) => left.checked_sub(text.len()),
        Value::Bytes(bytes) => left.checked_sub(bytes.len()),
        Value::List(items) => items.iter().try_fold(left, |left, item| without_memory_of(item, left)),
        Value::Map(members) => members.values().try_fold(left, |left, member| without_memory_of(member, left)),
        Value::Image(picture) => left.checked_sub(picture.memory()),
        Value::Detections(detections) => detections.iter().try_fold(left, |left, entry| {
            let mask = entry.mask().and_then(Mask::region).map_or(0, |region| region.area() / 8);
            left.checked_sub(DETECTION)?.checked_sub(usize::try_from(mask).ok()?)
        }),
        _ => Some(left),
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
