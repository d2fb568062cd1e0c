//! What is said of queries before they run: mistakes with their places, and what can never succeed.

use block_runtime::block::{Block as _, Entry};
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::check;
use block_runtime::diagnostic::Severity;
use block_runtime::prelude::*;
use block_runtime::query::{Chain, QueryError, Scope, StatementGroup};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

/// Apply operations.
#[derive(Debug, Block)]
#[block(id = "test/query@v1", outputs = Applied)]
struct Apply {
    /// Data.
    data: In<Wildcard>,
    /// Operations on the data.
    #[block(default, operates_on = data)]
    operations: Chain,
    /// More data.
    #[block(default)]
    others: IndexMap<String, In<Wildcard>>,
    /// Operations on it.
    #[block(default, operates_on = others)]
    others_operations: IndexMap<String, Chain>,
    /// A condition.
    condition: Option<StatementGroup>,
}

/// What became of it.
#[derive(Debug, Outputs)]
struct Applied {
    /// The data.
    data: Out<Wildcard>,
    /// Whether the condition holds.
    holds: Out<Boolean>,
}

impl Run for Apply {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Applied, BlockError> {
        let parameters = IndexMap::from([("data".to_owned(), self.data.0.clone())]);
        let scope = Scope::new(context.environment()).with_parameters(&parameters);
        let others = self.others.iter().filter_map(|(name, data)| Some((data, self.others_operations.get(name)?)));
        others.map(|(data, chain)| chain.apply(data.0.clone(), &scope)).collect::<Result<Vec<_>, QueryError>>()?;
        let holds = self.condition.as_ref().is_some_and(|condition| condition.holds(&scope).unwrap_or_default());
        Ok(Applied { data: Out(self.operations.apply(self.data.0.clone(), &scope)?), holds: Out(holds) })
    }
}

/// What is said of a workflow whose step has these properties: code, place and message of each finding.
fn findings(properties: &Json) -> Vec<String> {
    const ENTRIES: &[Entry] = &[block::<Apply>()];
    let catalogue = Catalogue::new(&[ENTRIES]).unwrap();
    let mut step = json!({"type": Apply::DEF.id, "name": "query", "data": "$inputs.text"});
    step.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
    let workflow = json!({
        "version": "1.0",
        "inputs": [
            {"type": "WorkflowParameter", "name": "text", "kind": ["string"]},
            {"type": "WorkflowBatchInput", "name": "found", "kind": ["object_detection_prediction"]},
            {"type": "WorkflowParameter", "name": "anything"}
        ],
        "steps": [step],
        "outputs": [{"type": "JsonField", "name": "data", "selector": "$steps.query.data"}]
    });
    let report = check(&catalogue, &workflow.to_string());
    let findings = report.diagnostics.iter().filter(|it| it.severity > Severity::Hint);
    findings.map(|it| format!("{} {} {}: {}", it.severity, it.code, it.pointer, it.message)).collect()
}

#[test]
fn queries_that_can_succeed_are_passed_over() {
    let operations = json!([
        {"type": "StringToUpperCase"}, {"type": "SequenceLength"}, {"type": "Multiply", "other": 2},
        {"type": "ToString"}, {"type": "SequenceElementsCount"}, {"type": "ConvertDictionaryToJSON"}
    ]);
    assert_eq!(findings(&json!({"operations": operations})), [""; 0]);
    let anything = json!({"data": "$inputs.anything", "operations": [{"type": "DetectionsToDictionary"}]});
    assert_eq!(findings(&anything), [""; 0]);
}

#[test]
fn mistakes_have_their_places() {
    assert_eq!(
        findings(&json!({
            "operations": [
                {"type": "StringToUppercase"},
                {"type": "NumberRound", "places": 2},
                {"type": "ToNumber", "cast_to": "Int"},
                {"type": "ConvertImageToJPEG", "compression_level": 101},
                5
            ],
            "condition": {"type": "StatementGroup", "statements": []}
        })),
        [
            "error unknown-value /steps/0/operations/0/type: \"StringToUppercase\" is no type of an operation of the query language",
            "error missing-property /steps/0/operations/1/decimal_digits: `NumberRound` needs the property `decimal_digits`",
            "warning unknown-property /steps/0/operations/1/places: `NumberRound` has no property `places`; it is ignored",
            "error unknown-value /steps/0/operations/2/cast_to: `cast_to` has no value \"Int\"; its values are `int` or `float`",
            "error out-of-range /steps/0/operations/3/compression_level: `compression_level` must be at most 100, found 101",
            "error wrong-type /steps/0/operations/4: expected an operation of the query language, which is an object with a `type`, found 5",
            "error out-of-range /steps/0/condition/statements: `statements` must have at least 1 element, found 0",
        ]
    );
}

#[test]
fn references_inside_queries_are_text_and_said_to_be() {
    let found = findings(&json!({"condition": {"type": "StatementGroup", "statements": [{
        "type": "BinaryStatement",
        "left_operand": {"type": "StaticOperand", "value": "$inputs.text"},
        "comparator": {"type": "=="},
        "right_operand": {"type": "DynamicOperand", "operand_name": "data"}
    }]}}));
    assert_eq!(
        found,
        [
            "warning suspicious-text /steps/0/condition/statements/0/left_operand/value: \"$inputs.text\" is taken as text: \
          references are not followed inside operations and statements"
        ]
    );
}

#[test]
fn operations_that_always_fail_are_noticed() {
    assert_eq!(
        findings(&json!({
            "operations": [
                {"type": "SequenceLength"}, {"type": "StringToUpperCase"},
                {"type": "StringMatches", "regex": "("}
            ],
            "others": {"found": "$inputs.found", "text": "$inputs.text"},
            "others_operations": {
                "found": [{"type": "StringToLowerCase"}],
                "text": [{"type": "SequenceApply", "operations": [{"type": "ToString"}, {"type": "Divide", "other": 2}]}]
            }
        })),
        [
            "warning kind-mismatch /steps/0/operations/1: `StringToUpperCase` takes text, but is given a number of `SequenceLength`, so it always fails",
            "warning invalid-pattern /steps/0/operations/2/regex: `(` is no regular expression that can be used: a group is not closed (at character 1); the operation always fails",
            "warning kind-mismatch /steps/0/others_operations/found/0: `StringToLowerCase` takes text, but `$inputs.found` is detections, so it always fails",
            "warning kind-mismatch /steps/0/others_operations/text/0/operations/1: `Divide` takes a number, but is given text of `ToString`, so it always fails",
        ]
    );
}

#[test]
fn statements_that_always_fail_are_noticed() {
    let about = |operand: Json, comparator: &str, value: Json| {
        json!({
            "type": "BinaryStatement", "left_operand": operand, "comparator": {"type": comparator},
            "right_operand": {"type": "StaticOperand", "value": value}
        })
    };
    let detection = json!({"type": "DynamicOperand"});
    let name = json!({
        "type": "DynamicOperand", "operations": [{"type": "ExtractDetectionProperty", "property_name": "class_name"}]
    });
    let filter = json!({"type": "StatementGroup", "statements": [
        about(detection, "(Detection) in zone", json!([[0, 0], [1, 0], [1, 1]])),
        about(name.clone(), "(String) startsWith", json!(5)),
        about(name, "==", json!("car")),
        {"type": "UnaryStatement", "operand": {"type": "StaticOperand", "value": 5}, "operator": {"type": "(Sequence) is empty"}}
    ]});
    assert_eq!(
        findings(
            &json!({"data": "$inputs.found", "operations": [{"type": "DetectionsFilter", "filter_operation": filter}]})
        ),
        [
            "warning kind-mismatch /steps/0/operations/0/filter_operation/statements/0/left_operand: `(Detection) in zone` takes a list here, but is given a single detection, so the statement always fails",
            "warning kind-mismatch /steps/0/operations/0/filter_operation/statements/1/right_operand: `(String) startsWith` takes text here, but is given a number, so the statement always fails",
            "warning kind-mismatch /steps/0/operations/0/filter_operation/statements/3/operand: `(Sequence) is empty` takes text or a list or an object or detections or bytes here, but is given a number, so the statement always fails",
        ]
    );
}

#[test]
fn references_deep_inside_queries_are_found() {
    let found = findings(&json!({"condition": {"type": "StatementGroup", "statements": [{
        "type": "BinaryStatement",
        "left_operand": {"type": "StaticOperand", "value": ["a", {"b": "$inputs.text"}]},
        "comparator": {"type": "in (Sequence)"},
        "right_operand": {"type": "StaticOperand", "value": []}
    }]}}));
    assert_eq!(
        found,
        [
            "warning suspicious-text /steps/0/condition/statements/0/left_operand/value/1/b: \"$inputs.text\" is taken as text: \
          references are not followed inside operations and statements"
        ]
    );
}
