//! A column whose values stay where they are when rows are selected.
//!
//! Names, identifiers, masks and data are costly to copy one by one, and most of them are shared. So a selection only says
//! which values it has; the list that says so is made once for all columns.

use std::ops::Index;
use std::sync::Arc;

/// The values of a column in the order of the detections. Cheap to clone and to select from.
#[derive(Debug, Clone)]
pub struct Column<T> {
    values: Arc<Vec<T>>,
    rows: Rows,
}

/// Which value stands for each detection.
#[derive(Debug, Clone)]
enum Rows {
    /// Each has its own, in order.
    All,
    /// The first stands for all of this many.
    Repeated(usize),
    /// The values at these places.
    Picked(Arc<[usize]>),
}

/// A place at which there is no detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no detection at place {place}: there are {len}, counted from 0")]
pub struct NoSuchPlace {
    /// The place.
    pub place: usize,
    /// How many detections there are.
    pub len: usize,
}

/// A selection on its way through the columns of a set. Columns that were selected together before share their lists of
/// places, so each list is followed once.
pub(super) struct Selection<'a> {
    places: &'a [usize],
    own: Option<Arc<[usize]>>,
    followed: Vec<Followed>,
}

/// A list of places before and after a selection.
struct Followed {
    before: Arc<[usize]>,
    after: Arc<[usize]>,
}

impl<'a> Selection<'a> {
    pub(super) fn new(places: &'a [usize]) -> Self {
        Self { places, own: None, followed: Vec::new() }
    }

    /// The values at the places.
    pub(super) fn of<T: Copy>(&self, values: &[T]) -> Result<Vec<T>, NoSuchPlace> {
        gather(values, self.places)
    }

    fn rows(&mut self, rows: &Rows) -> Result<Rows, NoSuchPlace> {
        Ok(match rows {
            Rows::All => Rows::Picked(Arc::clone(self.own.get_or_insert_with(|| self.places.into()))),
            Rows::Repeated(_) => Rows::Repeated(self.places.len()),
            Rows::Picked(before) => {
                if let Some(known) = self.followed.iter().find(|known| Arc::ptr_eq(&known.before, before)) {
                    return Ok(Rows::Picked(Arc::clone(&known.after)));
                }
                let after: Arc<[usize]> = gather(before, self.places)?.into();
                self.followed.push(Followed { before: Arc::clone(before), after: Arc::clone(&after) });
                Rows::Picked(after)
            }
        })
    }
}

fn gather<T: Copy>(values: &[T], places: &[usize]) -> Result<Vec<T>, NoSuchPlace> {
    let mut gathered = Vec::with_capacity(places.len());
    for &place in places {
        gathered.push(*values.get(place).ok_or(NoSuchPlace { place, len: values.len() })?);
    }
    Ok(gathered)
}

impl<T> Column<T> {
    /// How many detections have a value: all of the set.
    pub fn len(&self) -> usize {
        match &self.rows {
            Rows::All => self.values.len(),
            Rows::Repeated(len) => *len,
            Rows::Picked(rows) => rows.len(),
        }
    }

    /// True when the set is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of the detection at a place.
    pub fn get(&self, place: usize) -> Option<&T> {
        match &self.rows {
            Rows::All => self.values.get(place),
            Rows::Repeated(len) => self.values.first().filter(|_| place < *len),
            Rows::Picked(rows) => rows.get(place).and_then(|row| self.values.get(*row)),
        }
    }

    /// The values of all detections, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        (0..self.len()).map(|place| &self[place])
    }

    /// The column after a change of its values. Rows that share one are seen once each.
    pub(super) fn map(&self, change: impl FnMut((usize, &T)) -> T) -> Self {
        self.iter().enumerate().map(change).collect()
    }
}

impl<T: Clone> Column<T> {
    /// How many times as large as a selection the values may be that it keeps alive.
    const MOST_UNUSED: usize = 16;

    /// The values at the places of a selection, which are those of detections.
    pub(super) fn select(&self, selection: &mut Selection<'_>) -> Result<Self, NoSuchPlace> {
        let selected = Self { values: Arc::clone(&self.values), rows: selection.rows(&self.rows)? };
        let is_sparse = selected.len().saturating_mul(Self::MOST_UNUSED) < self.values.len();
        Ok(if is_sparse { selected.iter().cloned().collect() } else { selected })
    }
}

impl<T: PartialEq> Column<T> {
    /// The column with one value for all, where they all are the same.
    pub(super) fn repeated(self) -> Self {
        let mut others = self.values.iter().skip(1);
        match self.values.as_slice() {
            [first, _, ..] if matches!(self.rows, Rows::All) && others.all(|other| other == first) => {
                Self { rows: Rows::Repeated(self.len()), values: self.values }
            }
            _ => self,
        }
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { values: Arc::default(), rows: Rows::All }
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self { values: Arc::new(values), rows: Rows::All }
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        values.into_iter().collect::<Vec<_>>().into()
    }
}

/// Panics where there is no detection, as slices do.
impl<T> Index<usize> for Column<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        match &self.rows {
            Rows::All => &self.values[place],
            Rows::Repeated(len) => {
                assert!(place < *len, "there is no detection at place {place} of {len}");
                &self.values[0]
            }
            Rows::Picked(rows) => &self.values[rows[place]],
        }
    }
}

impl<T: PartialEq> PartialEq for Column<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn select(column: &Column<i32>, places: &[usize]) -> Result<Vec<i32>, NoSuchPlace> {
        Ok(column.select(&mut Selection::new(places))?.iter().copied().collect())
    }

    #[test]
    fn columns_of_one_value_hold_it_once() {
        let column = Column::from(vec![7; 3]).repeated();
        assert!(matches!(column.rows, Rows::Repeated(3)));
        assert_eq!((select(&column, &[2, 0]), column.get(3)), (Ok(vec![7, 7]), None));
        assert_eq!(column, Column::from(vec![7; 3]));
    }

    #[test]
    fn small_selections_do_not_keep_all_values_alive() {
        let column: Column<i32> = (0..100).collect();
        let select = |places: &[usize]| column.select(&mut Selection::new(places)).unwrap();
        assert!(Arc::ptr_eq(&select(&[1; 7]).values, &column.values));
        assert_eq!(*select(&[1; 6]).values, [1; 6]);
    }

    proptest! {
        #[test]
        fn selections_of_selections_are_those_of_slices(
            len in 1..20usize,
            first in proptest::collection::vec(0..20usize, 1..20),
            second in proptest::collection::vec(0..20usize, 0..20),
        ) {
            let values: Vec<i32> = (0..).take(len).collect();
            let first: Vec<usize> = first.into_iter().map(|place| place % len).collect();
            let second: Vec<usize> = second.into_iter().map(|place| place % first.len()).collect();
            let once = Column::from(values.clone()).select(&mut Selection::new(&first)).unwrap();
            let expected: Vec<i32> = second.iter().map(|place| values[first[*place]]).collect();
            prop_assert_eq!(select(&once, &second), Ok(expected));
        }
    }
}
