//! The model of the documentation: families of blocks, their connections, and who makes and takes each kind.
//!
//! It is plain data. Renderers make pages, lists and tables of it, and none of them has to look at the catalogue as a
//! whole again.

use std::collections::{BTreeMap, BTreeSet};

use super::{Connections, connections};
use crate::block::{BlockDef, Entry, OutputDef, PropertyDef, Section};
use crate::kind::{KINDS, KindInfo};

/// Everything that documentation of a catalogue shows.
#[derive(Debug)]
pub struct Docs {
    /// The families, by section in the order of [`Section::ALL`], those without one last; within it by priority and
    /// name.
    pub families: Vec<Family>,
    /// The kinds, by name.
    pub kinds: Vec<KindUse>,
}

/// The versions of one block: all that share a display name.
#[derive(Debug)]
pub struct Family {
    /// Display name.
    pub name: &'static str,
    /// The name as part of a file name or of an address.
    pub slug: String,
    /// The versions, newest first; there is at least one.
    pub versions: Vec<Version>,
}

/// One version of a block.
#[derive(Debug)]
pub struct Version {
    /// Everything that was declared.
    pub def: &'static BlockDef,
    /// Blocks that can stand before and after it.
    pub connections: Connections,
}

/// A kind and the places where blocks make and take its data.
#[derive(Debug)]
pub struct KindUse {
    /// The kind.
    pub info: &'static KindInfo,
    /// Outputs that list the kind.
    pub made_by: Vec<(&'static BlockDef, &'static OutputDef)>,
    /// Properties with references that list the kind.
    pub taken_by: Vec<(&'static BlockDef, &'static PropertyDef)>,
}

impl Docs {
    /// The model of a catalogue.
    pub fn new(entries: &[Entry]) -> Self {
        let families = families(entries);
        let kinds = kinds(&families);
        Self { families, kinds }
    }

    /// The families in alphabetical order.
    pub fn by_name(&self) -> Vec<&Family> {
        by_name(&self.families)
    }

    /// The family with a slug.
    pub fn family(&self, slug: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.slug == slug)
    }

    /// The kind of a name.
    pub fn kind(&self, name: &str) -> Option<&KindUse> {
        self.kinds.iter().find(|kind| kind.info.name == name)
    }

    /// The sections that have families, in order.
    pub fn sections(&self) -> Vec<(Option<Section>, Vec<&Family>)> {
        let mut sections: Vec<(Option<Section>, Vec<&Family>)> = Vec::new();
        for family in &self.families {
            match sections.last_mut() {
                Some((section, members)) if *section == family.section() => members.push(family),
                _ => sections.push((family.section(), vec![family])),
            }
        }
        sections
    }
}

impl Family {
    /// The newest version.
    pub fn newest(&self) -> &'static BlockDef {
        match self.versions.as_slice() {
            [newest, ..] => newest.def,
            [] => unreachable!("a family is made of its blocks"),
        }
    }

    /// The section of the newest version.
    pub fn section(&self) -> Option<Section> {
        self.newest().section
    }

    /// True when no version should be used any more.
    pub fn is_deprecated(&self) -> bool {
        self.versions.iter().all(|version| version.def.deprecated.is_some())
    }

    fn order(&self) -> (Option<Section>, f64) {
        const USUAL: f64 = 99.0;
        (self.section(), self.newest().priority.unwrap_or(USUAL))
    }
}

fn families(entries: &[Entry]) -> Vec<Family> {
    let mut connections = connections(entries);
    let mut by_name: BTreeMap<&'static str, Vec<Version>> = BTreeMap::new();
    for def in entries.iter().map(|entry| entry.def) {
        let connections = connections.remove(def.id).unwrap_or_default();
        by_name.entry(def.name).or_default().push(Version { def, connections });
    }
    let mut families: Vec<Family> = by_name
        .into_iter()
        .map(|(name, mut versions)| {
            versions.sort_by(|one, other| {
                number(other.def).cmp(&number(one.def)).then_with(|| one.def.id.cmp(other.def.id))
            });
            Family { name, slug: slug(name), versions }
        })
        .collect();
    families.sort_by(|one, other| {
        let ((section, priority), (other_section, other_priority)) = (one.order(), other.order());
        section
            .is_none()
            .cmp(&other_section.is_none())
            .then(section.cmp(&other_section))
            .then(priority.total_cmp(&other_priority))
            .then_with(|| one.name.to_lowercase().cmp(&other.name.to_lowercase()))
    });
    families
}

/// The number in a version such as `v2`.
fn number(def: &BlockDef) -> u32 {
    def.version().trim_start_matches('v').parse().unwrap_or_default()
}

/// A name in lower case, everything between its letters and digits made into one `_`: `OpenAI-Compatible LLM` as
/// `openai_compatible_llm`. The name of the kind `*` is `wildcard`.
pub fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "wildcard".to_owned() } else { words.join("_") }
}

/// Where each kind is made and taken, by name of the kind; places by name of the block, newest version first.
fn kinds(families: &[Family]) -> Vec<KindUse> {
    let mut kinds: Vec<KindUse> =
        KINDS.iter().map(|info| KindUse { info, made_by: Vec::new(), taken_by: Vec::new() }).collect();
    for def in by_name(families).into_iter().flat_map(|family| &family.versions).map(|version| version.def) {
        for output in def.outputs {
            for place in places(output.kinds.iter().map(|kind| kind.name)) {
                kinds[place].made_by.push((def, output));
            }
        }
        for property in def.properties() {
            let selectors = property.shape.selectors();
            for place in places(selectors.iter().flat_map(|selector| selector.kinds).map(|kind| kind.name)) {
                kinds[place].taken_by.push((def, property));
            }
        }
    }
    kinds
}

/// The places of kinds in [`KINDS`], each once.
fn places<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    names.filter_map(|name| KINDS.iter().position(|kind| kind.name == name)).collect()
}

/// The families in alphabetical order.
fn by_name(families: &[Family]) -> Vec<&Family> {
    let mut sorted: Vec<&Family> = families.iter().collect();
    sorted.sort_by_cached_key(|family| family.name.to_lowercase());
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_have_only_letters_digits_and_single_underscores() {
        for (name, expected) in [
            ("Image Blur", "image_blur"),
            ("OpenAI-Compatible LLM", "openai_compatible_llm"),
            ("PTZ Tracking (ONVIF)", "ptz_tracking_onvif"),
            ("BoT-SORT Tracker", "bot_sort_tracker"),
            ("Qwen 3.5 API", "qwen_3_5_api"),
            ("ROBOFLOW_MANAGED_KEY", "roboflow_managed_key"),
            ("*", "wildcard"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
