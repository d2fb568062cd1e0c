//! What chains and statements give, by vectors: one JSON object a line.
//!
//! `v` and the chain `ops`, the group of statements `eval`, or the cases `cases`, with `params`, give `out` or fail with the
//! class `err`. `Validation` is a failure when the query is read, `Raw` one that has no class in the reference. Vectors with
//! `v15` follow a newer reference, those with `rec` none that there is.
//!
//! `vectors.jsonl` has those that the language was written by, `found.jsonl` those that a comparison with the reference on
//! random queries has shown to be wrong once, `differs.jsonl` those that the book's page of differences is about.

use block_runtime::error::WorkflowError;
use block_runtime::query::{CasesDefinition, Chain, QueryError, Scope, StatementGroup};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::notation::{parameters, shown, value};

fn found(vector: &Json) -> Result<Json, String> {
    let parameters = parameters(&vector["params"]);
    let scope = Scope::default().with_parameters(&parameters);
    let class = |error: QueryError| WorkflowError::from(error).error_type().to_owned();
    let result = if let Some(group) = vector.get("eval") {
        read::<StatementGroup>(group)?.holds(&scope).map(Into::into)
    } else if let Some(cases) = vector.get("cases") {
        read::<CasesDefinition>(cases)?.value(&scope)
    } else {
        read::<Chain>(&vector["ops"])?.apply(value(&vector["v"]), &scope)
    };
    result.map(|value| shown(&value, &vector["out"])).map_err(class)
}

fn read<T: DeserializeOwned>(json: &Json) -> Result<T, String> {
    serde_json::from_value(json.clone()).map_err(|_| "Validation".to_owned())
}

/// What is wrong with a vector, if anything.
fn difference(vector: &Json) -> Option<Json> {
    let found = found(vector);
    let as_expected = match (&found, vector["err"].as_str()) {
        (Ok(out), None) => *out == vector["out"],
        (Err(class), Some("Raw")) => class != "Validation",
        (Err(class), Some(expected)) => class == expected,
        _ => false,
    };
    (!as_expected).then(|| match found {
        Ok(out) => json!({"found": out, "vector": vector}),
        Err(class) => json!({"failed": class, "vector": vector}),
    })
}

/// Compares all vectors of a text; gives how many there are.
fn compare(text: &str) -> usize {
    let vectors: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let wrong: Vec<String> = vectors.iter().filter_map(difference).map(|it| it.to_string()).collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    vectors.len()
}

#[test]
fn queries_give_what_the_vectors_say() {
    assert_eq!(compare(include_str!("vectors.jsonl")), 172);
}

#[test]
fn what_was_wrong_once_is_right() {
    assert_ne!(compare(include_str!("found.jsonl")), 0);
}

#[test]
fn what_differs_from_the_reference_is_as_documented() {
    assert_ne!(compare(include_str!("differs.jsonl")), 0);
}

/// Compares the vectors of a file that the environment names, such as one made by running random queries through the
/// reference: `QUERY_VECTORS=/path/to/vectors.jsonl cargo test -p block-runtime --test query -- --ignored`.
#[test]
#[ignore = "needs a file of vectors"]
fn queries_give_what_a_file_says() {
    let path = std::env::var("QUERY_VECTORS").expect("`QUERY_VECTORS` is the path of a file of vectors");
    assert_ne!(compare(&std::fs::read_to_string(path).unwrap()), 0);
}

#[test]
fn parameters_are_looked_up_by_presence() {
    let vector = json!({
        "eval": {
            "type": "StatementGroup",
            "statements": [{"type": "UnaryStatement", "operand": {"type": "DynamicOperand"}, "operator": {"type": "Exists"}}]
        },
        "params": {"_": null}
    });
    assert_eq!(found(&vector), Ok(json!(false)));
}
