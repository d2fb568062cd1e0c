//! The query language as clients of the reference read it: which operations and operators there are, and for which data.

use serde_json::{Value as Json, json};

use super::object;
use crate::block::{Shape, TaggedDef, description};
use crate::kind::KindInfo;
use crate::query::{COMPARATORS, OPERATIONS, OPERATORS, OperationDef};

/// The operations and the operators, each with the names of the kinds that it takes and gives.
pub(super) fn query_language() -> Json {
    let comparators = COMPARATORS.iter().flat_map(|it| operators(&it.object, 2, it.operands));
    let judgements = OPERATORS.iter().flat_map(|it| operators(&it.object, 1, std::slice::from_ref(&it.takes)));
    object([
        ("operations_description", OPERATIONS.iter().map(operation).collect()),
        ("operators_descriptions", comparators.chain(judgements).collect()),
    ])
}

fn names(kinds: &[&KindInfo]) -> Json {
    kinds.iter().map(|kind| kind.name).collect()
}

fn operation(def: &OperationDef) -> Json {
    let nested = def.nested.as_ref();
    object([
        ("operation_type", json!(def.object.name)),
        ("compound", json!(nested.is_some())),
        ("input_kind", names(def.takes)),
        ("output_kind", names(def.gives)),
        ("nested_operation_input_kind", nested.map_or(Json::Null, |nested| names(nested.takes))),
        ("nested_operation_output_kind", nested.map_or(Json::Null, |nested| names(nested.gives))),
        ("description", json!(description(def.object.doc))),
        ("property_name_options", property_names(&def.object)),
    ])
}

/// The texts of the property that says which fact an operation takes out of its data.
fn property_names(def: &TaggedDef) -> Json {
    let property = def.properties().find(|property| property.name == "property_name");
    match property.map(|property| property.shape) {
        Some(Shape::Choice(choice)) => choice.values.iter().map(|value| value.value).collect(),
        _ => Json::Null,
    }
}

/// An entry for each name of an operator.
fn operators<'a>(
    def: &'a TaggedDef,
    number: u8,
    operands: &'a [&'a [&'static KindInfo]],
) -> impl Iterator<Item = Json> + use<'a> {
    def.tags.iter().map(move |tag| {
        object([
            ("operator_type", json!(tag)),
            ("operands_number", json!(number)),
            ("operands_kinds", operands.iter().map(|kinds| names(kinds)).collect()),
            ("description", json!(description(def.doc))),
        ])
    })
}
