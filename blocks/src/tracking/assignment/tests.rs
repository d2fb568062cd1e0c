use proptest::prelude::*;

use super::*;

/// What SciPy chose, as `fixtures/assignment.py` wrote it down.
const RECORDED: &str = include_str!("../../../fixtures/assignment.txt");

fn matrix(rows: usize, columns: usize, values: &[f64]) -> Matrix<f64> {
    let (rows, columns): (Vec<usize>, Vec<usize>) = ((0..rows).collect(), (0..columns).collect());
    Matrix::of_pairs(&rows, &columns, |row, column| values[row * columns.len() + column]).unwrap()
}

fn sum(values: &Matrix<f64>, pairs: &[(usize, usize)]) -> f64 {
    pairs.iter().map(|&(row, column)| values.row(row)[column]).sum()
}

#[test]
fn pairs_are_those_of_scipy() {
    for (number, line) in (1..).zip(RECORDED.lines()) {
        let [head, values, pairs] = line.split(':').collect::<Vec<_>>().try_into().unwrap();
        let [goal, rows, columns] = head.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
        let values: Vec<f64> = values.split_whitespace().map(|value| value.parse().unwrap()).collect();
        let goal = if goal == "largest" { Goal::Largest } else { Goal::Smallest };
        let found = assign(&matrix(rows.parse().unwrap(), columns.parse().unwrap(), &values), goal).unwrap();
        let found: Vec<String> = found.into_iter().map(|(row, column)| format!("{row}-{column}")).collect();
        assert_eq!(found, pairs.split_whitespace().collect::<Vec<_>>(), "line {number}");
    }
}

#[test]
fn values_without_a_limit_are_refused_or_avoided() {
    const INFINITE: f64 = f64::INFINITY;
    let cases = [
        ([f64::NAN, 1.0, 1.0, 1.0], Goal::Smallest, Err(AssignmentError::Unusable)),
        ([-INFINITE, 1.0, 1.0, 1.0], Goal::Smallest, Err(AssignmentError::Unusable)),
        ([INFINITE, 1.0, 1.0, 1.0], Goal::Largest, Err(AssignmentError::Unusable)),
        ([INFINITE, 1.0, 1.0, 9.0], Goal::Smallest, Ok(vec![(0, 1), (1, 0)])),
        ([-INFINITE, 1.0, 1.0, -9.0], Goal::Largest, Ok(vec![(0, 1), (1, 0)])),
        ([INFINITE, INFINITE, 1.0, 1.0], Goal::Smallest, Err(AssignmentError::Infeasible)),
        ([INFINITE, 1.0, INFINITE, 1.0], Goal::Smallest, Err(AssignmentError::Infeasible)),
    ];
    for (values, goal, expected) in cases {
        assert_eq!(assign(&matrix(2, 2, &values), goal), expected, "{values:?} {goal:?}");
    }
}

/// The best sum of all ways to give each row from this one on a column of its own, or to leave out as many as must be.
fn best(values: &Matrix<f64>, row: usize, taken: u32, left_out: usize) -> f64 {
    if row == values.rows() {
        return 0.0;
    }
    let skipped = left_out.checked_sub(1).map(|left_out| best(values, row + 1, taken, left_out));
    let free = (0..values.columns()).filter(|column| taken >> column & 1 == 0);
    free.map(|column| values.row(row)[column] + best(values, row + 1, taken | 1 << column, left_out))
        .chain(skipped)
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #[test]
    fn no_other_pairs_are_better(
        (rows, columns, values) in (1_usize..=6, 1_usize..=6).prop_flat_map(|(rows, columns)| {
            (Just(rows), Just(columns), prop::collection::vec((-8_i8..=8).prop_map(|eighth| f64::from(eighth) / 8.0), rows * columns))
        })
    ) {
        let costs = matrix(rows, columns, &values);
        let pairs = assign(&costs, Goal::Smallest).unwrap();
        prop_assert_eq!(pairs.len(), rows.min(columns));
        prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut taken: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
        taken.sort_unstable();
        taken.dedup();
        prop_assert_eq!(taken.len(), pairs.len());
        let best = best(&costs, 0, 0, rows.saturating_sub(columns));
        prop_assert!((sum(&costs, &pairs) - best).abs() < 1e-9, "{} is possible", best);

        let similarities = costs.map(|cost| -cost);
        prop_assert_eq!(assign(&similarities, Goal::Largest).unwrap(), pairs);
    }
}
