//! Which track a detection continues.

use super::assignment::{AssignmentError, Goal, assign};
use super::matrix::{Matrix, TooManyPairs};

/// Objects cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrackingError {
    /// There are too many.
    #[error(transparent)]
    TooMany(#[from] TooManyPairs),
    /// Their boxes make no sense.
    #[error(transparent)]
    Assignment(#[from] AssignmentError),
}

/// What belongs together, and what is left over; rows are tracks, columns are detections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// Pairs of track and detection, in the order of the tracks.
    pub pairs: Vec<(usize, usize)>,
    /// Tracks without a detection, in order.
    pub tracks: Vec<usize>,
    /// Detections without a track, in order.
    pub detections: Vec<usize>,
}

/// Makes pairs so that the sum of similarities is largest, then parts those that are not similar enough. A part that was
/// made so does not look for another partner.
///
/// # Errors
/// [`AssignmentError`] when a similarity is not a finite number.
pub fn associate(similarities: &Matrix<f32>, minimum: f64) -> Result<Association, AssignmentError> {
    #[expect(clippy::cast_possible_truncation, reason = "similarities are compared in their own precision")]
    let minimum = minimum as f32;
    let mut pairs = assign(similarities, Goal::Largest)?;
    pairs.retain(|&(track, detection)| similarities.row(track)[detection] >= minimum);

    let (mut tracks, mut detections) = (vec![true; similarities.rows()], vec![true; similarities.columns()]);
    for &(track, detection) in &pairs {
        tracks[track] = false;
        detections[detection] = false;
    }
    Ok(Association { pairs, tracks: places(&tracks), detections: places(&detections) })
}

fn places(chosen: &[bool]) -> Vec<usize> {
    (0..).zip(chosen).filter_map(|(place, &chosen)| chosen.then_some(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[[f32; 3]]) -> Matrix<f32> {
        Matrix::of_pairs(rows, &[0, 1, 2], |row, &column: &usize| row[column]).unwrap()
    }

    #[test]
    fn pairs_that_are_not_similar_enough_are_parted() {
        let found = associate(&matrix(&[[0.9, 0.8, 0.0], [0.8, 0.05, 0.0]]), 0.1).unwrap();
        assert_eq!(found, Association { pairs: vec![(0, 1), (1, 0)], tracks: vec![], detections: vec![2] });
        let found = associate(&matrix(&[[0.9, 0.05, 0.0], [0.0, 0.05, 0.0]]), 0.1).unwrap();
        assert_eq!(found, Association { pairs: vec![(0, 0)], tracks: vec![1], detections: vec![1, 2] });
    }

    #[test]
    fn similarity_is_compared_in_single_precision() {
        assert_eq!(associate(&matrix(&[[0.1, 0.0, 0.0]]), 0.1).unwrap().pairs, [(0, 0)]);
        assert_eq!(associate(&matrix(&[[0.1, 0.0, 0.0]]), f64::NAN).unwrap().pairs, []);
    }

    #[test]
    fn nothing_to_associate_is_left_over() {
        let none: Matrix<f32> = Matrix::of_pairs(&[(); 2], &[], |(), (): &()| 0.0).unwrap();
        assert_eq!(associate(&none, 0.1).unwrap().tracks, [0, 1]);
    }
}
