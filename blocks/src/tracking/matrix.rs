//! A value for each pair of a track and a detection.

/// How many pairs are compared at most: those of 4,096 tracks and as many detections. Where overlaps are made up to be
/// hard to assign, so many take 40 seconds; where objects just drift, a tenth of a second.
const MAX_PAIRS: usize = 1 << 24;

/// Values in rows (of tracks) and columns (of detections).
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix<T> {
    rows: usize,
    columns: usize,
    /// Row by row.
    values: Vec<T>,
}

/// There are so many objects that comparing each with each would take too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{rows} tracks and {columns} detections are too many to compare each with each, which is done for {MAX_PAIRS} pairs \
     at most; filter the detections before they are tracked"
)]
pub struct TooManyPairs {
    /// How many tracks.
    pub rows: usize,
    /// How many detections.
    pub columns: usize,
}

impl<T> Matrix<T> {
    /// The matrix of what `value` says of each pair.
    ///
    /// # Errors
    /// [`TooManyPairs`] above 16,777,216 pairs.
    pub fn of_pairs<R, C>(rows: &[R], columns: &[C], mut value: impl FnMut(&R, &C) -> T) -> Result<Self, TooManyPairs> {
        let size = TooManyPairs { rows: rows.len(), columns: columns.len() };
        let pairs = size.rows.checked_mul(size.columns).filter(|pairs| *pairs <= MAX_PAIRS).ok_or(size.clone())?;
        let mut values = Vec::with_capacity(pairs);
        for row in rows {
            values.extend(columns.iter().map(|column| value(row, column)));
        }
        Ok(Self { rows: size.rows, columns: size.columns, values })
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The values of a row; empty where there is no such row.
    pub fn row(&self, row: usize) -> &[T] {
        let first = row.saturating_mul(self.columns);
        self.values.get(first..first.saturating_add(self.columns)).unwrap_or_default()
    }

    /// The same values, each changed.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Matrix<U> {
        Matrix { rows: self.rows, columns: self.columns, values: self.values.iter().map(change).collect() }
    }

    /// All values, row by row.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

impl<T: Copy> Matrix<T> {
    /// Rows as columns and columns as rows.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let column = |column: usize| self.values.iter().skip(column).step_by(self.columns.max(1)).copied();
        Self { rows: self.columns, columns: self.rows, values: (0..self.columns).flat_map(column).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_swaps_rows_and_columns() {
        let matrix = Matrix::of_pairs(&[10, 20], &[1, 2, 3], |row, column| row + column).unwrap();
        let turned = matrix.transposed();
        assert_eq!((turned.rows(), turned.columns()), (3, 2));
        assert_eq!(turned.values(), [11, 21, 12, 22, 13, 23]);
        assert_eq!(turned.transposed(), matrix);
        let none = Matrix::of_pairs(&[1, 2], &[], |row, (): &()| *row).unwrap();
        assert_eq!((none.transposed().rows(), none.transposed().columns()), (0, 2));
        assert_eq!((matrix.row(1), matrix.row(2)), ([21, 22, 23].as_slice(), [].as_slice()));
    }

    #[test]
    fn more_pairs_than_can_be_compared_are_refused() {
        let many = vec![(); 4097];
        let error = Matrix::of_pairs(&many, &many, |(), ()| 0).unwrap_err();
        assert_eq!(error, TooManyPairs { rows: 4097, columns: 4097 });
        assert!(Matrix::of_pairs(&many, &many[..4095], |(), ()| ()).is_ok());
    }
}
