//! Discs.

use super::canvas::Canvas;
use super::colour::Colour;
use super::place::Place;

impl Canvas {
    /// Fills a disc: all pixels up to `radius` away from the middle, as the midpoint algorithm finds them.
    pub fn fill_circle(&mut self, middle: Place, radius: u32, colour: Colour) {
        let (mut long, mut short) = (i64::from(radius), 0);
        let mut error = 0;
        while long >= short {
            for (half_width, distance) in [(long, short), (short, long)] {
                let columns = middle.x - half_width..=middle.x + half_width;
                self.put_row(columns.clone(), middle.y - distance, colour);
                self.put_row(columns, middle.y + distance, colour);
            }
            error += 2 * short + 1;
            short += 1;
            if error > 0 {
                error -= 2 * long - 1;
                long -= 1;
            }
        }
    }
}
