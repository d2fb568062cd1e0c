//! The query language: operations that change values on their way into a block.
//!
//! A workflow may name any of the [`Operation`]s; their names are checked when the workflow is read. Running a chain
//! of them is not supported yet, and says so.

use serde_json::{Map, Value as Json, json};

use crate::block::{Arg, CustomShape, Declared, Frame, Literal, Mistakes, Param, Shape};
use crate::document::Node;
use crate::kind;
use crate::suggest::nearest;
use crate::value::{ConversionError, FromValue, Value};

/// Names of the operations, in the order in which schemas list them.
pub const OPERATIONS: [&str; 35] = [
    "StringToLowerCase",
    "StringToUpperCase",
    "LookupTable",
    "ToNumber",
    "NumberRound",
    "SequenceMap",
    "SequenceApply",
    "NumericSequenceAggregate",
    "ToString",
    "ToBoolean",
    "StringSubSequence",
    "DetectionsPropertyExtract",
    "SequenceAggregate",
    "ExtractDetectionProperty",
    "DetectionsFilter",
    "DetectionsOffset",
    "DetectionsShift",
    "DetectionsRename",
    "RandomNumber",
    "StringMatches",
    "ExtractImageProperty",
    "ExtractFrameMetadata",
    "SequenceLength",
    "SequenceElementsCount",
    "Multiply",
    "Divide",
    "DetectionsSelection",
    "SortDetections",
    "ClassificationPropertyExtract",
    "ConvertImageToJPEG",
    "ConvertImageToBase64",
    "DetectionsToDictionary",
    "ConvertDictionaryToJSON",
    "PickDetectionsByParentClass",
    "TimestampToISOFormat",
];

/// One operation of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Which of [`OPERATIONS`] it is.
    pub name: &'static str,
}

/// Running operations of the query language is not supported yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the operation `{name}` cannot run yet: this version checks operations of the query language, but does not execute them"
)]
pub struct NotSupported {
    /// The first operation of the chain.
    pub name: &'static str,
}

/// Applies a chain of operations to a value.
///
/// # Errors
/// [`NotSupported`] for every chain that is not empty.
pub fn apply(chain: &[Operation], value: Value) -> Result<Value, NotSupported> {
    match chain.first() {
        None => Ok(value),
        Some(operation) => Err(NotSupported { name: operation.name }),
    }
}

const SHAPE: CustomShape = CustomShape { expected: "an operation of the query language", schema, definitions, read };

fn schema() -> Json {
    let references = OPERATIONS.map(|name| json!({ "$ref": format!("#/$defs/{name}") }));
    let mut sorted = OPERATIONS;
    sorted.sort_unstable();
    let mapping: Map<String, Json> =
        sorted.iter().map(|name| ((*name).to_owned(), json!(format!("#/$defs/{name}")))).collect();
    json!({ "discriminator": { "mapping": mapping, "propertyName": "type" }, "oneOf": references.to_vec() })
}

fn definitions() -> Vec<(String, Json)> {
    let definition = |name| json!({ "properties": { "type": { "const": name, "type": "string" } }, "required": ["type"], "type": "object" });
    OPERATIONS.iter().map(|name| ((*name).to_owned(), definition(*name))).collect()
}

fn read(node: &Node, mistakes: &mut Mistakes<'_>) -> Option<Value> {
    if node.members().is_none() {
        mistakes(node, format!("an operation is an object with a `type`, found {node}"));
        return None;
    }
    let Some(member) = node.get("type") else {
        mistakes(node, "the operation has no `type`".to_owned());
        return None;
    };
    let written = member.value.as_str();
    let known = OPERATIONS.into_iter().find(|name| Some(*name) == written);
    if known.is_none() {
        let advice = match written.and_then(|word| nearest(word, OPERATIONS)) {
            Some(name) => format!("; did you mean `{name}`?"),
            None => String::new(),
        };
        mistakes(&member.value, format!("there is no operation {}{advice}", member.value));
    }
    known.map(|name| Value::native(Operation { name }))
}

impl FromValue for Operation {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        value.downcast::<Self>().cloned().ok_or_else(|| ConversionError::wrong_type(SHAPE.expected, value))
    }
}

impl Param for Operation {
    const DECLARED: Declared = Declared { shape: &Shape::Custom(&SHAPE), optional: false };
    type Written = Json;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        crate::block::literal(arg, frame)
    }
}

impl Literal for Operation {
    type Kinds = kind::Dictionary;
}

macro_rules! nested {
    ($($(#[$meta:meta])* $name:ident = $type_name:literal, $expected:literal, needs [$($member:literal),+];)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(Json);

        impl FromValue for $name {
            fn from_value(value: &Value) -> Result<Self, ConversionError> {
                value.to_json().map(Self).ok_or_else(|| ConversionError::wrong_type($expected, value))
            }
        }

        #[diagnostic::do_not_recommend]
        impl Param for $name {
            const DECLARED: Declared = Declared {
                shape: &Shape::Custom(&CustomShape {
                    expected: $expected,
                    schema: || json!({ "$ref": concat!("#/$defs/", $type_name) }),
                    definitions: || vec![($type_name.to_owned(), json!({
                        "properties": { "type": { "const": $type_name, "type": "string" } },
                        "required": ["type", $($member),+],
                        "type": "object"
                    }))],
                    read: |node, mistakes| object(node, $type_name, &[$($member),+], mistakes),
                }),
                optional: false,
            };
            type Written = Json;

            fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
                crate::block::literal(arg, frame)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Literal for $name {
            type Kinds = kind::Dictionary;
        }
    )+};
}

nested! {
    /// A condition: statements about values, joined by `and` or `or`.
    StatementGroup = "StatementGroup", "a group of statements", needs ["statements"];
    /// Values for the first of several conditions that holds.
    CasesDefinition = "CasesDefinition", "a list of cases", needs ["cases", "default"];
}

/// Reads an object that names its own type.
fn object(node: &Node, type_name: &str, needed: &[&str], mistakes: &mut Mistakes<'_>) -> Option<Value> {
    let written = node.get("type").and_then(|member| member.value.as_str());
    let mut sound = written == Some(type_name);
    if !sound {
        mistakes(node, format!("an object with `\"type\": \"{type_name}\"` is expected"));
    }
    if sound {
        for name in needed.iter().filter(|name| node.get(name).is_none()) {
            mistakes(node, format!("`{type_name}` needs `{name}`"));
            sound = false;
        }
    }
    sound.then(|| Value::from_json(&node.to_json()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_operations_are_refused_with_the_nearest_name() {
        let mut found = Vec::new();
        let node = Node::from_json(&json!({ "type": "StringToLowercase" }));
        assert!(read(&node, &mut |_, message| found.push(message)).is_none());
        assert_eq!(found, ["there is no operation \"StringToLowercase\"; did you mean `StringToLowerCase`?"]);
    }

    #[test]
    fn names_are_all_different() {
        let mut names = OPERATIONS.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), OPERATIONS.len());
    }
}
