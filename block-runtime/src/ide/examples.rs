//! Values that the authors of blocks show.

use serde_json::Value as Json;

use crate::block::PropertyDef;
use crate::describe;
use crate::step::Target;

/// Values to show that are no references, in order.
pub(super) fn literal_examples(property: &PropertyDef) -> impl Iterator<Item = Json> {
    let shown = property.examples.iter().filter(|_| !property.flags.private);
    shown.map(|text| describe::parsed(text)).filter(|example| !mentions_references(example))
}

/// True for references, and for values that have some.
pub(super) fn mentions_references(value: &Json) -> bool {
    match value {
        Json::String(text) => Target::is_reference(text),
        Json::Array(elements) => elements.iter().any(mentions_references),
        Json::Object(members) => members.values().any(mentions_references),
        _ => false,
    }
}
