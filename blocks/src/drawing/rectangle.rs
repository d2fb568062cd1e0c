//! Rectangles.

use block_runtime::value::detections::BoundingBox;

use super::canvas::Canvas;
use super::colour::Colour;
use super::pen::Pen;
use super::place::{Place, PlaceError, pixel};

/// A rectangle between two opposite corners, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rectangle {
    /// The upper left corner.
    pub from: Place,
    /// The lower right corner.
    pub to: Place,
}

impl Rectangle {
    /// The rectangle between two opposite corners.
    pub fn between(one: Place, other: Place) -> Self {
        Self {
            from: Place::new(one.x.min(other.x), one.y.min(other.y)),
            to: Place::new(one.x.max(other.x), one.y.max(other.y)),
        }
    }

    /// The pixels of a box.
    ///
    /// # Errors
    /// [`PlaceError`] where a side has no place in pixels.
    pub fn of(bounds: &BoundingBox) -> Result<Self, PlaceError> {
        let one = Place::new(pixel(bounds.x_min)?, pixel(bounds.y_min)?);
        let other = Place::new(pixel(bounds.x_max)?, pixel(bounds.y_max)?);
        Ok(Self::between(one, other))
    }

    /// From the left side to the right one.
    pub fn width(&self) -> i64 {
        self.to.x - self.from.x
    }

    /// From the upper side to the lower one.
    pub fn height(&self) -> i64 {
        self.to.y - self.from.y
    }

    fn corners(&self) -> [Place; 4] {
        let Self { from, to } = *self;
        [from, Place::new(to.x, from.y), to, Place::new(from.x, to.y)]
    }
}

impl Canvas {
    /// Draws the outline of a rectangle; the middle of the line goes along its sides.
    pub fn rectangle(&mut self, rectangle: &Rectangle, pen: &Pen) {
        self.polygon(&rectangle.corners(), pen);
    }

    /// Fills a rectangle.
    pub fn fill_rectangle(&mut self, Rectangle { from, to }: &Rectangle, colour: Colour) {
        for y in from.y.max(0)..=to.y.min(self.height() - 1) {
            self.put_row(from.x..=to.x, y, colour);
        }
    }

    /// Fills a rectangle whose corners are quarters of discs; a radius that does not fit is cut down.
    pub fn fill_rounded_rectangle(&mut self, rectangle: &Rectangle, radius: u32, colour: Colour) {
        let fits = (rectangle.width().min(rectangle.height()) / 2).max(0);
        let radius = radius.min(u32::try_from(fits).unwrap_or(u32::MAX));
        let inset = i64::from(radius);
        let Rectangle { from, to } = *rectangle;
        let inner =
            Rectangle { from: Place::new(from.x + inset, from.y + inset), to: Place::new(to.x - inset, to.y - inset) };
        let upright = Rectangle { from: Place::new(inner.from.x, from.y), to: Place::new(inner.to.x, to.y) };
        let level = Rectangle { from: Place::new(from.x, inner.from.y), to: Place::new(to.x, inner.to.y) };
        self.fill_rectangle(&upright, colour);
        self.fill_rectangle(&level, colour);
        for corner in inner.corners() {
            self.fill_circle(corner, radius, colour);
        }
    }
}
