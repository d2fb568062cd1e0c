//! A batch: the elements that one call of a block receives together.

use crate::block::Index;

/// Elements of a batch in order, each with its place in the workflow's batches.
///
/// An element is `None` where it has no value: its step was skipped, or the data itself was null. Blocks that do not
/// accept empty values never see such elements.
#[derive(Debug, Clone)]
pub struct Batch<T> {
    elements: Vec<(Index, T)>,
}

impl<T> Batch<T> {
    /// A batch of elements with their places.
    pub fn new(elements: Vec<(Index, T)>) -> Self {
        Self { elements }
    }

    /// How many elements the batch has.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// True when there are no elements.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The element at a place, counted from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.elements.get(place).map(|(_, element)| element)
    }

    /// The elements in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> + Clone {
        self.elements.iter().map(|(_, element)| element)
    }

    /// The elements with their places, in order.
    pub fn enumerate(&self) -> impl ExactSizeIterator<Item = (&Index, &T)> {
        self.elements.iter().map(|(index, element)| (index, element))
    }

    /// Each element made into another one; the places stay.
    ///
    /// # Errors
    /// The first that `convert` gives.
    pub fn try_map<U, E>(&self, convert: impl Fn(&T) -> Result<U, E>) -> Result<Batch<U>, E> {
        let elements = self.elements.iter().map(|(index, element)| Ok((index.clone(), convert(element)?)));
        elements.collect::<Result<_, _>>().map(Batch::new)
    }

    /// The places of the elements in order.
    pub fn indices(&self) -> impl ExactSizeIterator<Item = &Index> {
        self.elements.iter().map(|(index, _)| index)
    }
}

impl<T> IntoIterator for Batch<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::vec::IntoIter<(Index, T)>, fn((Index, T)) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter().map(|(_, element)| element)
    }
}

/// A batch whose elements are numbered from zero, as in tests of a block.
impl<T> FromIterator<T> for Batch<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self { elements: elements.into_iter().enumerate().map(|(i, element)| (Index::from([i]), element)).collect() }
    }
}
