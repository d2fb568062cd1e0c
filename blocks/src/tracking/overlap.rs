//! How much boxes have in common.

use block_runtime::value::detections::BoundingBox;

/// The area that two boxes share, as a part of the area that they cover together: 0 where they are apart, 1 where they
/// are the same. 0 as well where a box has no area.
///
/// The sides of what they share, and the result, have single precision, everything else has double precision.
#[expect(clippy::cast_possible_truncation, reason = "single precision is meant")]
pub fn intersection_over_union(one: &BoundingBox, other: &BoundingBox) -> f32 {
    let width = one.x_max.min(other.x_max) as f32 - one.x_min.max(other.x_min) as f32;
    let height = one.y_max.min(other.y_max) as f32 - one.y_min.max(other.y_min) as f32;
    let shared = f64::from(width.max(0.0) * height.max(0.0));
    let covered = one.area() + other.area() - shared;
    if covered > 0.0 { (shared / covered) as f32 } else { 0.0 }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rounding is part of what is tested")]
mod tests {
    use super::*;

    fn square(x_min: f64, side: f64) -> BoundingBox {
        BoundingBox { x_min, y_min: 0.0, x_max: x_min + side, y_max: side }
    }

    #[test]
    fn overlap_is_a_part_of_the_union() {
        let cases =
            [(square(0.0, 2.0), 1.0), (square(1.0, 2.0), 1.0 / 3.0), (square(2.0, 2.0), 0.0), (square(9.0, 2.0), 0.0)];
        for (other, expected) in cases {
            assert_eq!(intersection_over_union(&square(0.0, 2.0), &other), expected, "{other:?}");
        }
    }

    #[test]
    fn boxes_that_make_no_sense_overlap_with_nothing() {
        for odd in [square(0.0, 0.0), square(f64::NAN, 1.0), square(0.0, f64::INFINITY), square(0.0, 1e300)] {
            assert_eq!(intersection_over_union(&odd, &odd), 0.0, "{odd:?}");
        }
    }
}
