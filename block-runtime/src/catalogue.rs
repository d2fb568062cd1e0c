//! The catalogue: the blocks that a program knows, found by type identifier.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::block::{BlockDef, Entry};
use crate::version::Requirement;

/// Blocks in the order in which their lists were handed over.
#[derive(Debug, Default)]
pub struct Catalogue {
    blocks: Vec<Listed>,
    places: HashMap<&'static str, usize>,
}

#[derive(Debug)]
struct Listed {
    entry: Entry,
    runs_here: bool,
    /// Made when it is first asked for, since that takes time.
    least_step: OnceLock<Json>,
}

/// The answer to a search for a type identifier.
#[derive(Debug, Clone, Copy)]
pub enum Search<'a> {
    /// The block exists and this engine can run it.
    Found(&'a Entry),
    /// The block exists, but for other versions of the engine.
    OtherEngine(&'a Entry),
    /// No block has this identifier.
    Unknown,
}

impl Catalogue {
    /// Puts lists of blocks together.
    ///
    /// # Errors
    /// [`CatalogueError`] with everything that is wrong with the lists: identifiers that two blocks share, engine
    /// requirements that cannot be read.
    pub fn new(lists: &[&[Entry]]) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        let mut faults = Vec::new();
        for entry in lists.iter().copied().flatten() {
            catalogue.add(*entry, &mut faults);
        }
        if faults.is_empty() { Ok(catalogue) } else { Err(CatalogueError { faults }) }
    }

    fn add(&mut self, entry: Entry, faults: &mut Vec<Fault>) {
        let def = entry.def;
        let place = self.blocks.len();
        for id in identifiers(def) {
            if let Some(first) = self.places.insert(id, place) {
                let first = self.blocks.get(first).map_or(def.path, |listed| listed.entry.def.path);
                faults.push(Fault::SharedIdentifier { id, first, second: def.path });
            }
        }
        let runs_here = match Requirement::of_block(def.engine) {
            Ok(requirement) => requirement.is_met(),
            Err(error) => {
                faults.push(Fault::UnreadableRequirement { id: def.id, reason: error.to_string() });
                false
            }
        };
        self.blocks.push(Listed { entry, runs_here, least_step: OnceLock::new() });
    }

    /// All blocks, in the order of their lists.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.blocks.iter().map(|listed| &listed.entry)
    }

    /// The blocks that this engine can run, in the order of their lists.
    pub fn runnable(&self) -> impl Iterator<Item = &Entry> {
        self.blocks.iter().filter(|listed| listed.runs_here).map(|listed| &listed.entry)
    }

    /// A step of the block with this identifier or alias that has no more than it must have.
    pub fn least_step(&self, id: &str) -> Option<&Json> {
        let listed = self.places.get(id).and_then(|place| self.blocks.get(*place))?;
        Some(listed.least_step.get_or_init(|| crate::describe::least_step(listed.entry.def)))
    }

    /// The block with this identifier or alias.
    pub fn search(&self, id: &str) -> Search<'_> {
        match self.places.get(id).and_then(|place| self.blocks.get(*place)) {
            Some(Listed { entry, runs_here: true, .. }) => Search::Found(entry),
            Some(Listed { entry, runs_here: false, .. }) => Search::OtherEngine(entry),
            None => Search::Unknown,
        }
    }

    /// All identifiers and aliases of the blocks that this engine can run, in the order of their lists.
    pub fn identifiers(&self) -> impl Iterator<Item = &'static str> {
        self.blocks.iter().filter(|listed| listed.runs_here).flat_map(|listed| identifiers(listed.entry.def))
    }
}

fn identifiers(def: &'static BlockDef) -> impl Iterator<Item = &'static str> {
    std::iter::once(def.id).chain(def.aliases.iter().copied())
}

/// Lists of blocks do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct CatalogueError {
    /// Everything that is wrong, in the order of the lists.
    pub faults: Vec<Fault>,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            if place > 0 {
                formatter.write_str("; ")?;
            }
            fault.fmt(formatter)?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a list of blocks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Two blocks have the same identifier or alias.
    #[error("`{id}` is an identifier of both `{first}` and `{second}`; rename one of them or take it off its list")]
    SharedIdentifier {
        /// The identifier.
        id: &'static str,
        /// Rust path of the block that came first.
        first: &'static str,
        /// Rust path of the other block.
        second: &'static str,
    },
    /// The engine requirement of a block is not in the notation of versions.
    #[error("the engine requirement of `{id}` cannot be read: {reason}")]
    UnreadableRequirement {
        /// The block.
        id: &'static str,
        /// What is wrong with the requirement.
        reason: String,
    },
}
