//! The assignment problem: pairs of rows and columns, each in one pair at most, whose values have the best sum.
//!
//! The method is that of shortest augmenting paths, in the form of D. F. Crouse, "On implementing 2D rectangular assignment
//! algorithms" (2016): rows are added one by one, and each may push rows before it to other columns. Where several
//! solutions are equally good, the order in which columns are looked at decides. That order is the one of SciPy's
//! `linear_sum_assignment`, so that solutions are the same.

use super::matrix::Matrix;

/// What the sum of the values of all pairs should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// As small as possible: values are costs.
    Smallest,
    /// As large as possible: values are similarities.
    Largest,
}

/// Values from which no pairs can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentError {
    /// A value is not a number, or infinitely good.
    #[error("cannot choose pairs by a value that is not a number or has no limit; check the boxes of the detections")]
    Unusable,
    /// Infinitely bad values leave too few pairs.
    #[error("too many pairs are ruled out to find a partner for each; allow more")]
    Infeasible,
}

/// Pairs of row and column in the order of the rows, as many as there are rows or columns, whichever are fewer.
///
/// # Errors
/// [`AssignmentError::Unusable`] for values that are not numbers or infinitely good, [`AssignmentError::Infeasible`] where
/// infinitely bad ones cannot be avoided.
pub fn assign<T: Copy + Into<f64>>(values: &Matrix<T>, goal: Goal) -> Result<Vec<(usize, usize)>, AssignmentError> {
    let costs = values.map(|&value| match goal {
        Goal::Smallest => value.into(),
        Goal::Largest => -value.into(),
    });
    if costs.values().iter().any(|cost| cost.is_nan() || *cost == f64::NEG_INFINITY) {
        return Err(AssignmentError::Unusable);
    }
    if costs.rows() <= costs.columns() {
        return Ok(solve(&costs)?.into_iter().enumerate().collect());
    }
    let rows = solve(&costs.transposed())?;
    let mut pairs: Vec<_> = rows.into_iter().enumerate().map(|(column, row)| (row, column)).collect();
    pairs.sort_unstable();
    Ok(pairs)
}

/// The column of each row; there are at least as many columns as rows.
#[expect(clippy::float_cmp, reason = "only equal distances are a tie")]
fn solve(costs: &Matrix<f64>) -> Result<Vec<usize>, AssignmentError> {
    let mut row_prices = vec![0.0; costs.rows()];
    let mut columns = vec![Column { price: 0.0, row: None, distance: f64::INFINITY, before: 0 }; costs.columns()];
    let mut column_of_row = vec![0; costs.rows()];
    let mut open = Vec::with_capacity(costs.columns());
    let mut closed = Vec::new();
    for new in 0..costs.rows() {
        // Backwards, so that equal costs make pairs of equal numbers.
        open.clear();
        open.extend((0..costs.columns()).rev());
        closed.clear();
        for column in &mut columns {
            column.distance = f64::INFINITY;
        }

        let mut row = new;
        let mut distance = 0.0;
        let free = loop {
            let mut nearest = None;
            let mut lowest = f64::INFINITY;
            let costs = costs.row(row);
            for (place, &number) in open.iter().enumerate() {
                let column = &mut columns[number];
                let through = distance + costs[number] - row_prices[row] - column.price;
                if through < column.distance {
                    column.distance = through;
                    column.before = row;
                }
                if column.distance < lowest || (column.distance == lowest && column.row.is_none()) {
                    lowest = column.distance;
                    nearest = Some(place);
                }
            }
            let Some(place) = nearest.filter(|_| lowest < f64::INFINITY) else {
                return Err(AssignmentError::Infeasible);
            };
            distance = lowest;
            let number = open.swap_remove(place);
            closed.push(number);
            match columns[number].row {
                Some(taken) => row = taken,
                None => break number,
            }
        };

        row_prices[new] += distance;
        for &number in &closed {
            let column = &mut columns[number];
            let shorter = distance - column.distance;
            if let Some(row) = column.row {
                row_prices[row] += shorter;
            }
            column.price -= shorter;
        }

        // Back along the path, each row gives up its column for the one after it.
        let mut number = free;
        loop {
            let row = columns[number].before;
            columns[number].row = Some(row);
            number = std::mem::replace(&mut column_of_row[row], number);
            if row == new {
                break;
            }
        }
    }
    Ok(column_of_row)
}

/// What is known of a column while the next row is added.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Its dual variable.
    price: f64,
    /// The row that has it.
    row: Option<usize>,
    /// Length of the shortest path from the new row.
    distance: f64,
    /// The row from which that path comes.
    before: usize,
}

#[cfg(test)]
mod tests;
