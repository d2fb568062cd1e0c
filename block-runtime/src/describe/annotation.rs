//! Names of property types as the reference's pages print them: `int`, `Dict[str, Union[int, str]]`.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::property_schema;
use crate::block::PropertyDef;

/// The type name of a property's literal side; nothing for properties that only take references.
pub fn primitive_type(property: &PropertyDef) -> Option<String> {
    annotation(&property_schema(property))
}

/// The type name that a schema node stands for; nothing for references.
pub fn annotation(node: &Json) -> Option<String> {
    if node.get("reference").is_some() {
        return None;
    }
    if let Some(items) = node.get("items") {
        let inner = annotation(items)?;
        let unique = node.get("uniqueItems").and_then(Json::as_bool).unwrap_or_default();
        return Some(if unique { format!("Set[{inner}]") } else { format!("List[{inner}]") });
    }
    if let Some(places) = node.get("prefixItems").and_then(Json::as_array) {
        let places: Vec<String> = places.iter().filter_map(annotation).collect();
        return Some(format!("Tuple[{}]", places.join(", ")));
    }
    let json_type = node.get("type").and_then(Json::as_str);
    let plain = match json_type {
        Some("number") => Some("float"),
        Some("integer") => Some("int"),
        Some("boolean") => Some("bool"),
        Some("string") => Some("str"),
        Some("null") => Some("None"),
        _ => None,
    };
    if let Some(plain) = plain {
        return Some(plain.to_owned());
    }
    if let Some(reference) = node.get("$ref").and_then(Json::as_str) {
        return reference.rsplit('/').next().map(str::to_owned);
    }
    let branches: Vec<&Json> =
        ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| node.get(*word)?.as_array()).flatten().collect();
    if !branches.is_empty() {
        return union(&branches);
    }
    match (json_type, node.get("additionalProperties")) {
        (Some("object"), Some(values @ Json::Object(_))) => {
            annotation(values).map(|inner| format!("Dict[str, {inner}]"))
        }
        (Some("object"), _) => Some("Dict[Any, Any]".to_owned()),
        _ => Some("Any".to_owned()),
    }
}

fn union(branches: &[&Json]) -> Option<String> {
    let mut names: BTreeSet<String> = branches.iter().filter_map(|branch| annotation(branch)).collect();
    let optional = names.remove("None");
    match names.len() {
        0 => None,
        1 => names.pop_first(),
        _ => {
            let joined = names.into_iter().collect::<Vec<_>>().join(", ");
            Some(if optional { format!("Optional[{joined}]") } else { format!("Union[{joined}]") })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_follow_the_reference() {
        let selector = json!({ "reference": true, "type": "string" });
        for (node, expected) in [
            (json!({ "anyOf": [{ "type": "integer" }, { "type": "null" }] }), Some("int")),
            (
                json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }, { "type": "null" }] }),
                Some("Optional[int, str]"),
            ),
            (json!({ "enum": ["a", "b"], "type": "string" }), Some("str")),
            (json!({ "$ref": "#/$defs/Model" }), Some("Model")),
            (json!({ "type": "array", "items": { "type": "integer" } }), Some("List[int]")),
            (json!({ "type": "array", "items": {} }), Some("List[Any]")),
            (json!({ "type": "object", "additionalProperties": true }), Some("Dict[Any, Any]")),
            (json!({ "anyOf": [selector, { "type": "null" }] }), None),
            (json!({ "type": "array", "items": selector }), None),
            (
                json!({ "type": "object", "additionalProperties": { "anyOf": [selector, { "type": "integer" }, { "type": "string" }] } }),
                Some("Dict[str, Union[int, str]]"),
            ),
            (json!({}), Some("Any")),
        ] {
            assert_eq!(annotation(&node).as_deref(), expected, "{node}");
        }
    }
}
