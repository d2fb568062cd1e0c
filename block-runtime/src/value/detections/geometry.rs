//! Places and sizes in pixels.

/// A point of an image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f64,
    /// Pixels from the top edge.
    pub y: f64,
}

impl Point {
    /// The nearest whole pixel; of two, the even one.
    pub(super) fn rounded(self) -> Self {
        Self { x: self.x.round_ties_even(), y: self.y.round_ties_even() }
    }
}

/// A box whose sides are parallel to those of the image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// The left side, in pixels from the left edge of the image.
    pub x_min: f64,
    /// The upper side, in pixels from the top edge of the image.
    pub y_min: f64,
    /// The right side, in pixels from the left edge of the image.
    pub x_max: f64,
    /// The lower side, in pixels from the top edge of the image.
    pub y_max: f64,
}

impl BoundingBox {
    /// The box of this size around a point.
    pub fn around(center: Point, width: f64, height: f64) -> Self {
        let (x_min, y_min) = (center.x - width / 2.0, center.y - height / 2.0);
        Self { x_min, y_min, x_max: x_min + width, y_max: y_min + height }
    }

    /// Width in pixels; never negative.
    pub fn width(&self) -> f64 {
        (self.x_max - self.x_min).abs()
    }

    /// Height in pixels; never negative.
    pub fn height(&self) -> f64 {
        (self.y_max - self.y_min).abs()
    }

    /// Area in square pixels; negative where one pair of sides is swapped.
    pub fn area(&self) -> f64 {
        (self.x_max - self.x_min) * (self.y_max - self.y_min)
    }

    /// True when a point lies within the box or on its border.
    pub fn contains(&self, point: Point) -> bool {
        (self.x_min..=self.x_max).contains(&point.x) && (self.y_min..=self.y_max).contains(&point.y)
    }

    /// The middle. As in the reference, a box whose sides are swapped has it beyond its first corner.
    pub fn center(&self) -> Point {
        Point { x: self.x_min + self.width() / 2.0, y: self.y_min + self.height() / 2.0 }
    }
}

/// Size of an image in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}
