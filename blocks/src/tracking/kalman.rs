//! Where a box moves to, with a Kalman filter.
//!
//! The filter of the whole box has a state of eight numbers: four coordinates and their velocities. But neither motion nor
//! noise connects one coordinate with another, so the matrices of eight by eight fall apart into four of two by two, and
//! the filter into four small ones. That gives the same numbers to the last bit, and needs no linear algebra.

use block_runtime::value::detections::BoundingBox;

/// How far the truth strays from the model of constant velocity, as variances for each frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Of the position, beyond what the velocity explains.
    pub position: f64,
    /// Of the velocity.
    pub velocity: f64,
    /// Of what is measured, around the true position.
    pub measurement: f64,
}

/// A number that changes at an almost constant velocity, and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinate {
    position: f64,
    velocity: f64,
    /// Of position and velocity. The two halves differ in their last digits, as those of the reference do.
    covariance: [[f64; 2]; 2],
}

impl Coordinate {
    /// A number at rest, with the variances of its position and velocity.
    pub fn at_rest(position: f64, variances: [f64; 2]) -> Self {
        let [of_position, of_velocity] = variances;
        Self { position, velocity: 0.0, covariance: [[of_position, 0.0], [0.0, of_velocity]] }
    }

    /// Where it is thought to be.
    pub fn position(&self) -> f64 {
        self.position
    }

    /// How far it is thought to move in a frame.
    pub fn velocity(&self) -> f64 {
        self.velocity
    }

    /// Moves on to the next frame.
    pub fn predict(&mut self, noise: &Noise) {
        self.position += self.velocity;
        let [[pp, pv], [vp, vv]] = self.covariance;
        let (pp, pv) = (pp + vp, pv + vv);
        self.covariance = [[pp + pv + noise.position, pv], [vp + vv, vv + noise.velocity]];
    }

    /// Learns where it was seen.
    pub fn correct(&mut self, measured: f64, noise: &Noise) {
        let [[pp, pv], [vp, vv]] = self.covariance;
        let precision = 1.0 / (pp + noise.measurement);
        let (to_position, to_velocity) = (pp * precision, vp * precision);
        let surprise = measured - self.position;
        self.position += to_position * surprise;
        self.velocity += to_velocity * surprise;

        // Joseph's form, which stays sound when rounded: with K the gain, (I - K) P (I - K)' + K R K'.
        let rest = 1.0 - to_position;
        let [[pp, pv], [vp, vv]] = [[rest * pp, rest * pv], [vp - to_velocity * pp, vv - to_velocity * pv]];
        let measurement = noise.measurement;
        self.covariance = [
            [
                pp * rest + to_position * measurement * to_position,
                pv - pp * to_velocity + to_position * measurement * to_velocity,
            ],
            [
                vp * rest + to_velocity * measurement * to_position,
                vv - vp * to_velocity + to_velocity * measurement * to_velocity,
            ],
        ];
    }
}

/// A box each of whose sides moves for itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MovingBox {
    /// Left, upper, right and lower side.
    sides: [Coordinate; 4],
}

impl MovingBox {
    /// A box at rest, with the variances of the position and the velocity of its sides.
    pub fn at_rest(bounds: &BoundingBox, variances: [f64; 2]) -> Self {
        Self { sides: sides(bounds).map(|side| Coordinate::at_rest(side, variances)) }
    }

    /// Moves on to the next frame.
    pub fn predict(&mut self, noise: &Noise) {
        for side in &mut self.sides {
            side.predict(noise);
        }
    }

    /// Learns where the box was seen.
    pub fn correct(&mut self, seen: &BoundingBox, noise: &Noise) {
        for (side, measured) in self.sides.iter_mut().zip(sides(seen)) {
            side.correct(measured, noise);
        }
    }

    /// Where the box is thought to be.
    pub fn bounds(&self) -> BoundingBox {
        let [x_min, y_min, x_max, y_max] = self.sides.map(|side| side.position());
        BoundingBox { x_min, y_min, x_max, y_max }
    }
}

fn sides(bounds: &BoundingBox) -> [f64; 4] {
    [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOISE: Noise = Noise { position: 0.01, velocity: 0.01, measurement: 0.1 };

    fn bounds([x_min, y_min, x_max, y_max]: [f64; 4]) -> BoundingBox {
        BoundingBox { x_min, y_min, x_max, y_max }
    }

    /// What was seen in each frame, after where it was expected by a filter with matrices of eight by eight: the one of
    /// the package `trackers` 2.4.0, with the noise of its ByteTrack.
    #[test]
    #[expect(clippy::unreadable_literal, reason = "the digits are as they were printed")]
    fn four_small_filters_equal_a_large_one_to_the_last_bit() {
        let frames = [
            ([10.0, 20.0, 50.5, 90.25], Some([12.5, 19.75, 53.0, 91.1])),
            ([13.566350710900473, 19.643364928909953, 54.06635071090047, 91.46255924170615], None),
            (
                [14.751184834123222, 19.52488151658768, 55.25118483412322, 91.86540284360187],
                Some([17.3, 20.2, 58.9, 90.7]),
            ),
            (
                [19.510222790155012, 20.353116839824434, 61.55275293071837, 90.63400188899385],
                Some([19.9, 20.4, 61.0, 90.3]),
            ),
            ([22.211657296052973, 20.57971881843429, 63.792730708929945, 90.18688871942315], None),
            ([24.63408203510467, 20.772760960144492, 66.42837930223268, 89.97886030601725], None),
            (
                [27.056506774156365, 20.965803101854693, 69.06402789553542, 89.77083189261135],
                Some([27.1, 20.9, 70.2, 89.6]),
            ),
            ([29.526576871755477, 21.0867601700716, 72.94409552576262, 89.37566291611954], None),
        ];
        let mut moving = MovingBox::at_rest(&bounds([10.0, 20.0, 50.5, 90.25]), [1.0, 1.0]);
        for (expected, seen) in frames {
            moving.predict(&NOISE);
            assert_eq!(moving.bounds(), bounds(expected));
            if let Some(seen) = seen {
                moving.correct(&bounds(seen), &NOISE);
            }
        }
    }
}
