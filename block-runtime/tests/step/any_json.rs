//! Whatever JSON a step is, reading it ends with a step or with errors.

use block_runtime::block::Block as _;
use block_runtime::diagnostic::Diagnostic;
use block_runtime::document::{Node, Pointer};
use block_runtime::step;
use proptest::prelude::*;
use serde_json::json;

use super::EveryShape;

/// Any JSON, with texts that look like references among it.
pub(crate) fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let text = prop_oneof![
        any::<String>(),
        "\\$(inputs|steps|input|step)\\.[a-z .*-]{0,8}",
        prop_oneof![Just("fast"), Just("1"), Just("$"), Just("true"), Just("0.5")].prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        text.prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| json!(items)),
            proptest::collection::vec(("[a-z/~]{0,3}", inner), 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_step() -> impl Strategy<Value = serde_json::Value> {
    let names: Vec<&'static str> = EveryShape::DEF.properties().map(|property| property.name).collect();
    let name = prop_oneof![
        9 => proptest::sample::select(names).prop_map(str::to_owned),
        1 => prop_oneof![Just("name"), Just("type"), Just("images"), Just("unknown")].prop_map(str::to_owned),
    ];
    proptest::collection::vec((name, any_json()), 0..8)
        .prop_map(|members| serde_json::Value::Object(members.into_iter().collect()))
}

proptest! {
    #[test]
    fn any_json_is_read_without_panic(json in prop_oneof![any_step(), any_json()]) {
        let mut found = Vec::new();
        let step = step::parse(EveryShape::DEF, &Node::from_json(&json), &Pointer::root(), &mut found);
        prop_assert_eq!(step.is_none(), found.iter().any(Diagnostic::is_error));
        if let Some(step) = step {
            prop_assert_eq!(step.args.len(), EveryShape::DEF.fields.len());
        }
    }
}
