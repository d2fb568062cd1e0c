//! Which blocks can be connected with which, by the kinds of their outputs and properties.
//!
//! An output connects with a property when the property lists one of the output's kinds. `*` counts only where it is
//! declared: a property of kind `*` takes the outputs of every block, but that does not list the block among what
//! their outputs can be bound to, unless an output has kind `*` itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::block::{BlockDef, Entry, Origin, PropertyDef, Selector};
use crate::kind::WILDCARD;

/// The blocks that can stand before and after a block, by type identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connections {
    /// Blocks whose outputs can be bound to a property of this block.
    pub from: BTreeSet<&'static str>,
    /// Blocks with a property to which an output of this block can be bound.
    pub to: BTreeSet<&'static str>,
}

/// The connections of every block with every block.
pub fn connections(entries: &[Entry]) -> BTreeMap<&'static str, Connections> {
    let mut producers: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    let mut consumers: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for def in entries.iter().map(|entry| entry.def) {
        producers.entry(WILDCARD).or_default().insert(def.id);
        for kind in def.outputs.iter().flat_map(|output| output.kinds) {
            producers.entry(kind.name).or_default().insert(def.id);
        }
        for selector in data_selectors(def) {
            consumers.entry(WILDCARD).or_default().insert(def.id);
            for kind in selector.kinds {
                consumers.entry(kind.name).or_default().insert(def.id);
            }
        }
    }
    let union = |sets: &BTreeMap<&str, BTreeSet<&'static str>>, kinds: &BTreeSet<&str>| {
        kinds.iter().filter_map(|kind| sets.get(kind)).flatten().copied().collect()
    };
    let of = |def: &'static BlockDef| {
        let accepted: BTreeSet<&str> =
            data_selectors(def).flat_map(|selector| selector.kinds).map(|kind| kind.name).collect();
        let produced: BTreeSet<&str> =
            def.outputs.iter().flat_map(|output| output.kinds).map(|kind| kind.name).collect();
        Connections { from: union(&producers, &accepted), to: union(&consumers, &produced) }
    };
    entries.iter().map(|entry| (entry.def.id, of(entry.def))).collect()
}

/// The selectors that can be bound to outputs of steps.
fn data_selectors(def: &'static BlockDef) -> impl Iterator<Item = Selector> {
    let bindable = |selector: &Selector| matches!(selector.origin, Origin::AnyData | Origin::StepOutput);
    def.properties().flat_map(PropertyDef::selectors).filter(bindable)
}
