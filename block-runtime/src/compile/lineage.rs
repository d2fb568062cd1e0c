//! Lineages: which batch a piece of data belongs to.

use std::sync::Arc;

/// The batch that data belongs to: its levels from the outermost to the innermost, none for single values.
///
/// Data of one lineage has the same elements in the same places, so a step may take them together. Where one lineage
/// is the beginning of another one, each element of the shorter owns a group of elements of the longer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Lineage(Arc<[Level]>);

/// A level of a batch: what has made its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// The batch that the workflow is given.
    Root,
    /// The lists within an input of several levels. No two inputs share them, since their lengths may differ.
    Input {
        /// Number of the input.
        input: usize,
        /// Which level of lists, from 1.
        level: usize,
    },
    /// The elements that a step makes of each of its own.
    Step(usize),
}

impl Lineage {
    /// More levels than these are refused, so that a chain of steps cannot take memory without end.
    pub const MAX_DEPTH: usize = 16;

    /// The batch that the workflow is given.
    pub fn root() -> Self {
        Self(Arc::from([Level::Root]))
    }

    /// The batch of an input with this many levels of lists, of which those that are too many are left out.
    pub(super) fn of_input(input: usize, levels: usize) -> Self {
        let levels = levels.min(Self::MAX_DEPTH);
        let inner = (1..levels).map(|level| Level::Input { input, level });
        Self(std::iter::once(Level::Root).take(levels).chain(inner).collect())
    }

    /// How many levels there are.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// True when there is one piece of data for each element.
    pub fn is_batch(&self) -> bool {
        !self.0.is_empty()
    }

    /// The levels from the outermost to the innermost.
    pub fn levels(&self) -> &[Level] {
        &self.0
    }

    /// True when the outermost level is the batch that the workflow is given, so that there is a piece for each row of
    /// the result.
    pub fn belongs_to_rows(&self) -> bool {
        self.0.first() == Some(&Level::Root)
    }

    /// True when each element of this lineage owns elements of the other one, or both are the same.
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The elements that a step makes of each element.
    #[must_use]
    pub(super) fn child(&self, step: usize) -> Self {
        Self(self.0.iter().copied().chain([Level::Step(step)]).collect())
    }

    /// The elements that own those of this lineage.
    #[must_use]
    pub(crate) fn parent(&self) -> Self {
        Self(self.0.split_last().map_or(&[][..], |(_, levels)| levels).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_share_the_rows_and_nothing_below_them() {
        let (one, two) = (Lineage::of_input(0, 2), Lineage::of_input(1, 2));
        assert_ne!(one, two);
        assert_eq!(one.parent(), two.parent());
        assert_eq!(one.parent(), Lineage::root());
        assert_eq!(Lineage::of_input(0, 1), Lineage::root());
        assert_eq!(Lineage::of_input(0, 0), Lineage::default());
    }

    #[test]
    fn children_belong_to_their_parents() {
        let crops = Lineage::root().child(3);
        assert!(Lineage::root().is_prefix_of(&crops) && !crops.is_prefix_of(&Lineage::root()));
        assert!(crops.belongs_to_rows() && !Lineage::default().child(3).belongs_to_rows());
        assert_eq!(crops.parent(), Lineage::root());
        assert_eq!(Lineage::default().parent(), Lineage::default());
    }
}
