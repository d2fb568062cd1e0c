//! Following borders: the outline of what a mask covers.
//!
//! Borders are followed as Suzuki and Abe describe ("Topological structural analysis of digitized binary images by border
//! following", 1985), and corners are kept where the direction changes. Results must be those of OpenCV's `findContours`,
//! corner by corner, and of several outlines the same one is taken. The crate `imageproc` follows borders too, but keeps
//! each of their pixels, and takes four bytes for each pixel of the image; here it is two bits.

use std::cmp::{Ordering, Reverse};

use super::bits::Bits;

/// A pixel.
pub(super) type Pixel = (i32, i32);

/// The eight neighbours, starting at the right and going up, in the order in which they are looked at.
const NEIGHBOURS: [Pixel; 8] = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)];

/// Opposite to a direction.
const HALF_TURN: usize = 4;

/// The outline of the largest area, of outer ones and of holes; of several that are equally large, the one that comes
/// first when all are listed from the bottom up, each followed by those within. Nothing when no bit is set.
pub(super) fn largest(bits: &Bits) -> Option<Vec<Pixel>> {
    let mut largest = Vec::new();
    let (mut area, mut rivals, mut has_holes) = (None, Vec::new(), false);
    Scan::new(bits).each(|index, border| {
        has_holes |= border.is_hole;
        match Some(border.area()).cmp(&area) {
            Ordering::Less => {}
            Ordering::Equal => rivals.push(index),
            Ordering::Greater => {
                area = Some(border.area());
                rivals = vec![index];
                largest.clone_from(&border.corners);
            }
        }
    });
    if let [.., last] = rivals[..]
        && rivals.len() > 1
    {
        // Without holes, nothing lies within anything else.
        let first = if has_holes { first_listed(bits, rivals)? } else { last };
        Scan::new(bits).each(|index, border| {
            if index == first {
                largest.clone_from(&border.corners);
            }
        });
    }
    area.is_some().then_some(largest)
}

/// Which of some borders comes first when all are listed from the bottom up, each followed by those within.
fn first_listed(bits: &Bits, borders: Vec<usize>) -> Option<usize> {
    let mut scan = Scan::new(bits);
    scan.nesting =
        Some(Nesting { labels: vec![0; bits.width() as usize * bits.height() as usize], parents: Vec::new() });
    scan.each(|_, _| {});
    let nesting = scan.nesting?;
    let path = |border: usize| {
        let mut path: Vec<_> =
            std::iter::successors(Some(border), |border| nesting.parent(*border)).map(Reverse).collect();
        path.reverse();
        path
    };
    borders.into_iter().min_by_key(|border| path(*border))
}

/// Which border lies within which.
struct Nesting {
    /// The number of the border that each pixel is on, counted from 1.
    labels: Vec<u32>,
    /// Of each border, that around it, and whether it is a hole.
    parents: Vec<(Option<usize>, bool)>,
}

impl Nesting {
    fn parent(&self, border: usize) -> Option<usize> {
        self.parents.get(border)?.0
    }

    /// Notes a border that starts after these pixels of its row.
    fn begin(&mut self, is_hole: bool, row: std::ops::Range<usize>) {
        let last = self.labels.get(row).unwrap_or_default().iter().rev().find(|label| **label > 0);
        let neighbour = last.and_then(|label| usize::try_from(label - 1).ok());
        let parent = neighbour.and_then(|border| match self.parents.get(border)? {
            (parent, is_same) if *is_same == is_hole => *parent,
            _ => Some(border),
        });
        self.parents.push((parent, is_hole));
    }

    fn label(&mut self, place: usize) {
        if let (Some(label), Ok(number)) = (self.labels.get_mut(place), u32::try_from(self.parents.len())) {
            *label = number;
        }
    }
}

/// A border that has been followed.
#[derive(Debug, Default)]
struct Border {
    is_hole: bool,
    corners: Vec<Pixel>,
}

impl Border {
    /// Twice the area within.
    fn area(&self) -> u64 {
        let next = self.corners.iter().cycle().skip(1);
        let product = |one: i32, other: i32| i64::from(one) * i64::from(other);
        let pairs = self.corners.iter().zip(next);
        pairs.map(|(one, other)| product(one.0, other.1) - product(other.0, one.1)).sum::<i64>().unsigned_abs()
    }
}

/// Finds borders in the order of rows and columns.
struct Scan<'a> {
    bits: &'a Bits,
    /// Pixels on borders that have been followed.
    followed: Bits,
    /// Those of them from which the way to the right leads out.
    right: Bits,
    /// How borders lie within each other, where that is asked for.
    nesting: Option<Nesting>,
}

impl<'a> Scan<'a> {
    fn new(bits: &'a Bits) -> Self {
        let marks = || Bits::new(bits.width(), bits.height());
        Self { bits, followed: marks(), right: marks(), nesting: None }
    }

    /// Calls back with each border and its number, counted from 0.
    fn each(&mut self, mut found: impl FnMut(usize, &Border)) {
        let mut border = Border::default();
        let mut index = 0;
        for y in 0..self.bits.height() {
            let mut x = 0;
            while let Some((start, is_hole)) = self.next_start(x, y) {
                border.is_hole = is_hole;
                border.corners.clear();
                let place = self.place(start, y);
                if let Some(nesting) = &mut self.nesting {
                    nesting.begin(is_hole, place - start as usize..place + 1);
                }
                self.follow((start, y), &mut border);
                found(index, &border);
                index += 1;
                // The same pixel may start an outer border, and then a hole.
                x = start + u32::from(is_hole);
            }
        }
    }

    /// The next pixel of the row from which an outer border starts, or a hole.
    fn next_start(&self, from: u32, y: u32) -> Option<(u32, bool)> {
        let words = self.bits.row(y).iter().zip(self.followed.row(y)).zip(self.right.row(y)).enumerate();
        let row = self.bits.row(y);
        for (index, ((bits, followed), right)) in words.skip((from / u64::BITS) as usize) {
            let neighbour = |index: Option<usize>| index.and_then(|index| row.get(index)).copied().unwrap_or_default();
            let before = bits << 1 | neighbour(index.checked_sub(1)) >> (u64::BITS - 1);
            let after = bits >> 1 | neighbour(Some(index + 1)) << (u64::BITS - 1);
            let (mut outer, mut holes) = (bits & !before & !followed, bits & !after & !right);
            let base = u32::try_from(index).unwrap_or(u32::MAX).saturating_mul(u64::BITS);
            if let Some(skipped) = from.checked_sub(base) {
                let mask = u64::MAX.checked_shl(skipped).unwrap_or_default();
                (outer, holes) = (outer & mask, holes & mask);
            }
            if outer | holes != 0 {
                // A hole is found one pixel after the one that it starts from.
                let is_hole = outer.trailing_zeros() > holes.trailing_zeros();
                return Some((base + outer.trailing_zeros().min(holes.trailing_zeros()), is_hole));
            }
        }
        None
    }

    fn is_set(&self, (x, y): Pixel) -> bool {
        u32::try_from(x).is_ok_and(|x| u32::try_from(y).is_ok_and(|y| self.bits.get(x, y)))
    }

    /// The next direction around a pixel, counter-clockwise after one, in which a pixel is set.
    fn next_neighbour(&self, pixel: Pixel, after: usize) -> Option<usize> {
        (1..=8).map(|turn| (after + turn) % 8).find(|direction| self.is_set(step(pixel, *direction)))
    }

    fn follow(&mut self, (x, y): (u32, u32), border: &mut Border) {
        let (Ok(start_x), Ok(start_y)) = (i32::try_from(x), i32::try_from(y)) else { return };
        let start = (start_x, start_y);
        let outside = if border.is_hole { 0 } else { HALF_TURN };
        let clockwise = (1..8).map(|turn| (outside + 8 - turn) % 8);
        let Some(last) = clockwise.into_iter().find(|direction| self.is_set(step(start, *direction))) else {
            self.mark(start, true);
            border.corners.push(start);
            return;
        };
        let end = step(start, last);
        let (mut pixel, mut came_from) = (start, last);
        let mut previous = (last + HALF_TURN) % 8;
        // The way back to the end is always open.
        while let Some(direction) = self.next_neighbour(pixel, came_from) {
            // Looking around has come past the right, which is direction 0.
            let is_right = direction != 0 && direction <= came_from;
            self.mark(pixel, is_right);
            if direction != previous {
                border.corners.push(pixel);
                previous = direction;
            }
            let next = step(pixel, direction);
            if next == start && pixel == end {
                break;
            }
            (pixel, came_from) = (next, (direction + HALF_TURN) % 8);
        }
    }

    fn mark(&mut self, (x, y): Pixel, is_right: bool) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        let is_new = !self.followed.get(x, y);
        self.followed.set(x, y);
        if is_right {
            self.right.set(x, y);
        }
        let place = self.place(x, y);
        if let Some(nesting) = self.nesting.as_mut().filter(|_| is_new || is_right) {
            nesting.label(place);
        }
    }

    fn place(&self, x: u32, y: u32) -> usize {
        y as usize * self.bits.width() as usize + x as usize
    }
}

fn step((x, y): Pixel, direction: usize) -> Pixel {
    let (right, down) = NEIGHBOURS[direction % NEIGHBOURS.len()];
    (x + right, y + down)
}
