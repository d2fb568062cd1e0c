//! Areas whose corners all point outwards.

use super::canvas::Canvas;
use super::colour::Colour;
use super::pen::Edges;
use super::place::{Fine, whole};

impl Canvas {
    /// Fills the area around which the corners lie, with its edges.
    pub(super) fn fill_convex(&mut self, corners: &[Fine], edges: Edges, colour: Colour) {
        let Some(last) = corners.last() else { return };
        let mut from = *last;
        for &to in corners {
            match edges {
                Edges::Sharp => self.fine_line(from, to, colour),
                Edges::Smooth => self.smooth_line(from, to, colour),
            }
            from = to;
        }
        let rows = || corners.iter().map(|corner| corner.nearest().y);
        let columns = || corners.iter().map(|corner| corner.nearest().x);
        let (Some(top), Some(bottom)) = (rows().min(), rows().max()) else { return };
        let reaches_in = columns().any(|x| x >= 0) && columns().any(|x| x < self.width());
        if corners.len() < 3 || bottom < 0 || top >= self.height() || !reaches_in {
            return;
        }
        let bottom = bottom.min(self.height() - 1);
        let mut sides = Sides::new(corners, top);
        let mut y = top;
        while y <= bottom {
            // A smooth edge at the bottom has been drawn already.
            let turns = edges == Edges::Sharp || y < bottom || y == top;
            if turns && !sides.turn(y) {
                break;
            }
            if y >= 0 {
                self.put_row(sides.columns(edges), y, colour);
            }
            let next = if y < 0 { sides.next_turn().min(0).min(bottom + 1) } else { y + 1 };
            sides.advance(next.max(y + 1) - y);
            y = next.max(y + 1);
        }
    }
}

/// The two chains of edges from the highest corner to the lowest one.
struct Sides<'a> {
    corners: &'a [Fine],
    chains: [Chain; 2],
    /// How many edges have not been taken yet.
    left: usize,
}

/// One way around.
struct Chain {
    /// The corner at which the present edge ends.
    corner: usize,
    /// How many corners on the next one is.
    stride: usize,
    /// The row in which the present edge ends.
    end: i64,
    x: i64,
    /// By how much `x` grows a row.
    step: i64,
}

impl<'a> Sides<'a> {
    fn new(corners: &'a [Fine], top: i64) -> Self {
        let highest = corners.iter().enumerate().min_by_key(|(_, corner)| corner.y).map_or(0, |(place, _)| place);
        let chain = |stride| Chain { corner: highest, stride, end: top, x: -Fine::ONE, step: 0 };
        Self { corners, chains: [chain(1), chain(corners.len() - 1)], left: corners.len() }
    }

    fn corner(&self, place: usize) -> Fine {
        self.corners.get(place).copied().unwrap_or(Fine { x: 0, y: 0 })
    }

    /// Takes the next edge of each chain whose edge ends in a row; false when there are no more.
    fn turn(&mut self, y: i64) -> bool {
        for side in 0..self.chains.len() {
            let Some(Chain { corner, stride, end, .. }) = self.chains.get(side) else { continue };
            let (mut from, stride) = (*corner, *stride);
            if y < *end {
                continue;
            }
            loop {
                let Some(left) = self.left.checked_sub(1) else { return false };
                self.left = left;
                let to = (from + stride) % self.corners.len();
                let (start, target) = (self.corner(from), self.corner(to));
                let end = target.nearest().y;
                if end > y {
                    let rows = end - y;
                    let step = ((target.x - start.x) * 2 + rows) / (2 * rows);
                    self.chains[side] = Chain { corner: to, stride, end, x: start.x, step };
                    break;
                }
                from = to;
            }
        }
        true
    }

    /// The next row in which an edge ends.
    fn next_turn(&self) -> i64 {
        self.chains.iter().map(|chain| chain.end).min().unwrap_or_default()
    }

    fn advance(&mut self, rows: i64) {
        for chain in &mut self.chains {
            chain.x += chain.step * rows;
        }
    }

    /// The columns between the chains: those that are reached by half, or within smooth edges those that are reached
    /// wholly.
    fn columns(&self, edges: Edges) -> std::ops::RangeInclusive<i64> {
        let [one, other] = &self.chains;
        let (left, right) = (one.x.min(other.x), one.x.max(other.x));
        match edges {
            Edges::Sharp => whole(left + Fine::HALF)..=whole(right + Fine::HALF),
            Edges::Smooth => whole(left + Fine::ONE - 1)..=whole(right),
        }
    }
}
