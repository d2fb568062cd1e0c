//! Properties that several objects have in the same way are defined once.
//!
//! Blocks of a family have most of their properties in common, and what compresses files does not look back far enough
//! to find that out.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::Writer;

/// Shorter schemas are not worth a reference.
const WORTH: usize = 120;

impl Writer<'_> {
    /// Defines what stands in `properties` of several definitions under the same name, and refers to it from there.
    pub(super) fn share_properties(&mut self) {
        let mut counts: HashMap<(String, String), usize> = HashMap::new();
        for (name, schema) in self.definitions.values().filter_map(properties).flatten() {
            *counts.entry((name.clone(), schema.to_string())).or_default() += 1;
        }
        counts.retain(|(_, text), count| *count > 1 && text.len() > WORTH);
        let mut definitions = std::mem::take(&mut self.definitions);
        let mut names: HashMap<(String, String), String> = HashMap::new();
        let mut variants: HashMap<String, usize> = HashMap::new();
        let mut shared = Map::new();
        for properties in definitions.values_mut().filter_map(properties_mut) {
            for (name, schema) in properties {
                let key = (name.clone(), schema.to_string());
                if !counts.contains_key(&key) {
                    continue;
                }
                let definition = names.entry(key).or_insert_with(|| {
                    let number = variants.entry(name.clone()).or_default();
                    *number += 1;
                    if *number == 1 { format!("property:{name}") } else { format!("property:{name}:{number}") }
                });
                let own = std::mem::replace(schema, self.reference(definition));
                shared.entry(definition.clone()).or_insert(own);
            }
        }
        definitions.extend(shared);
        self.definitions = definitions;
    }
}

fn properties(definition: &Json) -> Option<&Map<String, Json>> {
    definition.get("properties")?.as_object()
}

fn properties_mut(definition: &mut Json) -> Option<&mut Map<String, Json>> {
    definition.get_mut("properties")?.as_object_mut()
}
