//! Which outputs and inputs a new step is wired to: the nearest of a kind, and all of one batch.

use std::collections::HashMap;

use super::Want;
use crate::block::{Origin, Selector};
use crate::compile::Lineage;
use crate::ide::sources::Source;
use crate::kind::WILDCARD;

/// Batches that are tried, so that a workflow of many takes no longer than others.
const MOST_LINEAGES: usize = 8;

/// What a new step can be wired to, by what it may be asked for.
pub(in crate::ide::completion) struct Wiring<'i> {
    sources: Vec<Source<'i>>,
    /// By origin and name of a kind the sources of it, the nearest first, one for each batch.
    by_kind: HashMap<(Origin, &'i str), Vec<usize>>,
    /// By origin the sources of any kind, the nearest first, one for each batch.
    all: HashMap<Origin, Vec<usize>>,
    /// The batches that there are, that of the nearest source first.
    lineages: Vec<&'i Lineage>,
}

impl<'i> Wiring<'i> {
    /// `sources` are the nearest first.
    pub(in crate::ide::completion) fn new(sources: Vec<Source<'i>>) -> Self {
        let mut wiring =
            Self { sources: Vec::new(), by_kind: HashMap::new(), all: HashMap::new(), lineages: Vec::new() };
        for (number, source) in sources.iter().enumerate() {
            if let Some(lineage) = source.lineage().filter(|lineage| lineage.is_batch())
                && wiring.lineages.len() < MOST_LINEAGES
                && !wiring.lineages.contains(&lineage)
            {
                wiring.lineages.push(lineage);
            }
            for origin in Origin::ALL.iter().copied().filter(|origin| source.is_of(*origin)) {
                let kinds = if source.kinds().is_empty() { &[WILDCARD] } else { source.kinds() };
                for kind in kinds {
                    add(&sources, wiring.by_kind.entry((origin, kind)).or_default(), number);
                }
                add(&sources, wiring.all.entry(origin).or_default(), number);
            }
        }
        Self { sources, ..wiring }
    }

    /// A source for each want, all of one batch where that can be.
    pub(super) fn choose(&self, wants: &[Want]) -> Vec<Option<Source<'i>>> {
        let deepest = wants.iter().map(offset).max().unwrap_or_default();
        for lineage in &self.lineages {
            let parent = lineage.parent();
            let of_one_batch: Option<Vec<_>> = wants
                .iter()
                .map(|want| {
                    let wanted = if offset(want) == deepest { *lineage } else { &parent };
                    self.find(&want.selectors, |source| fits(source, wanted)).map(Some)
                })
                .collect();
            if let Some(found) = of_one_batch {
                return found;
            }
        }
        wants.iter().map(|want| self.find(&want.selectors, |_| true)).collect()
    }

    /// The nearest source whose kind is accepted by its name, else the nearest that is accepted at all.
    fn find(&self, selectors: &[Selector], fits: impl Fn(Source<'i>) -> bool) -> Option<Source<'i>> {
        let nearest = |lists: &mut dyn Iterator<Item = &Vec<usize>>| {
            let first = |list: &Vec<usize>| {
                list.iter().copied().find(|number| self.sources.get(*number).is_some_and(|source| fits(*source)))
            };
            lists.filter_map(first).min()
        };
        let by_name = selectors.iter().flat_map(|selector| {
            let kinds = selector.kinds.iter().filter(|kind| !kind.is_wildcard());
            kinds.filter_map(|kind| self.by_kind.get(&(selector.origin, kind.name)))
        });
        let open = |selector: &Selector| selector.kinds.iter().any(|kind| kind.is_wildcard());
        let anything = selectors.iter().filter_map(|selector| {
            if open(selector) { self.all.get(&selector.origin) } else { self.by_kind.get(&(selector.origin, WILDCARD)) }
        });
        let (mut by_name, mut anything) = (by_name, anything);
        let found = nearest(&mut by_name).or_else(|| nearest(&mut anything))?;
        self.sources.get(found).copied()
    }
}

/// Notes a source, unless there is a nearer one of the same batch.
fn add(sources: &[Source<'_>], list: &mut Vec<usize>, number: usize) {
    let lineage = |number: &usize| sources.get(*number).and_then(|source| source.lineage());
    if list.len() <= MOST_LINEAGES && !list.iter().any(|known| lineage(known) == lineage(&number)) {
        list.push(number);
    }
}

fn offset(want: &Want) -> i8 {
    want.property.depth.unwrap_or_default()
}

/// True for data of the batch, and for what goes with any.
fn fits(source: Source<'_>, wanted: &Lineage) -> bool {
    source.lineage().is_none_or(|lineage| !lineage.is_batch() || lineage == wanted)
}
