//! Layouts: how many elements a batch has, level by level.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use crate::block::Index;

/// How many elements a batch has at each level. The elements of a level are numbered through, group after group, so
/// that data of any depth lies in one list.
#[derive(Debug)]
pub(super) struct Layout {
    /// The elements that own those of this level; nothing for the single one that owns all.
    parent: Option<Arc<Layout>>,
    /// Where the group of each owner begins, and at last where all end.
    starts: Vec<usize>,
    depth: usize,
}

static SINGLE: LazyLock<Arc<Layout>> =
    LazyLock::new(|| Arc::new(Layout { parent: None, starts: vec![0, 1], depth: 0 }));

impl Layout {
    /// The layout of a single value.
    pub(super) fn single() -> Arc<Self> {
        Arc::clone(&SINGLE)
    }

    /// One level with this many elements.
    pub(super) fn flat(count: usize) -> Arc<Self> {
        Self::single().divided([count])
    }

    /// One level more: for each element of this layout, how many it owns.
    pub(super) fn divided(self: &Arc<Self>, counts: impl IntoIterator<Item = usize>) -> Arc<Self> {
        let mut starts = Vec::with_capacity(self.len() + 1);
        starts.push(0);
        let mut end = 0;
        starts.extend(counts.into_iter().map(|count| {
            end += count;
            end
        }));
        Arc::new(Self { parent: Some(Arc::clone(self)), starts, depth: self.depth + 1 })
    }

    /// How many elements the innermost level has.
    pub(super) fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// How many levels there are.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The elements that own those of this level; nothing for a single value.
    pub(super) fn parent(&self) -> Option<&Self> {
        self.parent.as_deref()
    }

    /// The elements that an element one level up owns.
    pub(super) fn group(&self, owner: usize) -> Range<usize> {
        match self.starts.get(owner..) {
            Some([start, end, ..]) => *start..*end,
            _ => 0..0,
        }
    }

    /// The layout of the outer levels, as many as `depth`.
    pub(super) fn outer(self: &Arc<Self>, depth: usize) -> Arc<Self> {
        match &self.parent {
            Some(parent) if self.depth > depth => parent.outer(depth),
            _ => Arc::clone(self),
        }
    }

    /// The element of an outer level that owns this one.
    pub(super) fn owner(&self, element: usize, depth: usize) -> usize {
        match &self.parent {
            Some(parent) if self.depth > depth => parent.owner(self.group_of(element), depth),
            _ => element,
        }
    }

    /// Which group an element belongs to: the last one that begins at or before it.
    fn group_of(&self, element: usize) -> usize {
        self.starts.partition_point(|start| *start <= element).saturating_sub(1)
    }

    /// The place of an element, level by level.
    pub(super) fn index(&self, element: usize) -> Index {
        match &self.parent {
            None => Index::default(),
            Some(parent) => {
                let group = self.group_of(element);
                let first = self.starts.get(group).copied().unwrap_or_default();
                parent.index(group).child(u32::try_from(element - first).unwrap_or(u32::MAX))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[[a, b], [], [c]]`
    fn ragged() -> Arc<Layout> {
        Layout::flat(3).divided([2, 0, 1])
    }

    #[test]
    fn elements_know_their_places_and_owners() {
        let layout = ragged();
        assert_eq!((layout.len(), layout.depth()), (3, 2));
        let places: Vec<_> = (0..3).map(|element| format!("{:?}", layout.index(element))).collect();
        assert_eq!(places, ["[0, 0]", "[0, 1]", "[2, 0]"]);
        assert_eq!((0..3).map(|element| layout.owner(element, 1)).collect::<Vec<_>>(), [0, 0, 2]);
        assert_eq!((0..3).map(|owner| layout.group(owner).len()).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(layout.owner(2, 0), 0);
        assert_eq!(layout.outer(1).len(), 3);
        assert_eq!(layout.outer(5).len(), 3);
    }

    #[test]
    fn a_single_value_has_an_empty_place() {
        assert_eq!(Layout::single().index(0), Index::default());
        assert_eq!((Layout::single().len(), Layout::flat(0).len()), (1, 0));
        assert_eq!(format!("{:?}", Layout::flat(2).index(1)), "[1]");
    }
}
