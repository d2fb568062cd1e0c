//! JSON Parser.

use std::borrow::Cow;

use block_runtime::block::DynamicOutput;
use block_runtime::prelude::*;
use block_runtime::step::{Check, Configuration};
use block_runtime::value::Map;
use indexmap::IndexSet;
use jiter::{JsonError, JsonValue, NumberInt};

use crate::vlm_answer::json_text;

/// Read fields out of text that is JSON.
///
/// Language models answer in text, even where they are asked for JSON. This block reads the text as an object and makes
/// an output of each of the `expected_fields`: with `["model_id", "confidence"]`, other steps refer to
/// `$steps.<name>.model_id` and `$steps.<name>.confidence`.
///
/// The JSON may stand alone or, as models like to write it, in a code block of Markdown that begins with `` ```json ``,
/// with any text around it. Only the first such block counts.
///
/// | Text | Outputs | `error_status` |
/// | --- | --- | --- |
/// | an object with all fields | their values; also where one is `null` | `false` |
/// | an object without some of the fields | the fields that are there; the others are `null` | `true` |
/// | no JSON, or JSON that is no object | all `null` | `true` |
///
/// What goes beyond JSON is read as Python reads it: `NaN`, `Infinity` and `-Infinity` are numbers, and of members with
/// one name the last counts. Text never stops the step: let a *Continue If* block look at
/// `error_status` where an answer that cannot be read matters.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/json_parser@v1",
    name = "JSON Parser",
    section = Advanced,
    block_type = Formatter,
    outputs = Parsed,
    dynamic_outputs = fields,
    check = no_field_is_reserved,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-table-tree",
    priority = 5
)]
pub(crate) struct JsonParser {
    /// Text to read, such as the answer of a language model.
    #[block(example = "$steps.lmm.output", example = "{\"model_id\": \"yolov8n-640\"}")]
    raw_json: Or<String, LanguageModelOutput>,

    /// Names of the fields that become outputs, exactly as they stand in the JSON. `error_status` cannot be one of them:
    /// it is an output already.
    #[block(example = ["field_a", "field_b"], example = ["class_name", "confidence"])]
    expected_fields: Vec<String>,
}

#[derive(Debug, Outputs)]
pub(crate) struct Parsed {
    /// True when the text could not be read or a field is missing.
    error_status: Out<Boolean>,
    /// The fields, each by its name.
    #[block(rename = "*")]
    fields: DynamicOutputs,
}

/// The output that all steps have.
const RESERVED: &str = "error_status";

fn fields(step: &Configuration<'_>) -> Vec<DynamicOutput> {
    let expected = step.json("expected_fields");
    let names = expected.as_array().into_iter().flatten().filter_map(|name| name.as_str());
    let names: IndexSet<&str> = names.filter(|name| *name != RESERVED).collect();
    names.into_iter().map(|name| DynamicOutput { name: name.to_owned(), kinds: &[&Wildcard::INFO] }).collect()
}

fn no_field_is_reserved(check: &mut Check<'_>) {
    let expected = check.step.json("expected_fields");
    if expected.as_array().into_iter().flatten().any(|name| name == RESERVED) {
        let message = "`error_status` is an output of every step of this block and cannot be a field as well";
        check.report("expected_fields", message, "remove it from the list; rename the field where the text is made");
    }
}

impl Run for JsonParser {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Parsed, BlockError> {
        let mut members = object(json_text(&self.raw_json));
        let mut is_complete = members.is_ok();
        let fields = self.expected_fields.iter().map(|name| {
            let value = members.as_mut().ok().and_then(|members| members.get(name).cloned());
            is_complete &= value.is_some();
            (name.clone(), value.unwrap_or_default())
        });
        let fields = DynamicOutputs(fields.collect());
        Ok(Parsed { error_status: Out(!is_complete), fields })
    }
}

/// The members of the JSON object in a text; none where it is JSON of another kind.
fn object(text: &str) -> Result<Map, JsonError> {
    Ok(match JsonValue::parse(text.as_bytes(), true)? {
        JsonValue::Object(members) => map(&members),
        _ => Map::new(),
    })
}

fn map(members: &[(Cow<'_, str>, JsonValue<'_>)]) -> Map {
    members.iter().map(|(name, member)| (name.clone().into_owned(), value(member))).collect()
}

fn value(json: &JsonValue<'_>) -> Value {
    match json {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(value) => Value::from(*value),
        JsonValue::Int(number) => Value::from(*number),
        JsonValue::BigInt(number) => Value::from(f64::from(NumberInt::BigInt(number.clone()))),
        JsonValue::Float(number) => Value::from(*number),
        JsonValue::Str(text) => Value::from(text.as_ref()),
        JsonValue::Array(items) => items.iter().map(value).collect(),
        JsonValue::Object(members) => Value::from(map(members)),
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::{Block as _, Environment};
    use block_runtime::diagnostic::Diagnostic;
    use block_runtime::document::{Document, Pointer};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn parsed(text: &str, expected: &[&str]) -> (bool, String) {
        let block = JsonParser {
            raw_json: text.to_owned().into(),
            expected_fields: expected.iter().map(|&name| name.to_owned()).collect(),
        };
        let parsed = block.run(&mut Context::new(&mut (), &Environment::default())).unwrap();
        (*parsed.error_status, Value::from(parsed.fields.0).python().to_string())
    }

    #[test]
    fn fields_come_out_by_name() {
        for (text, error, fields) in [
            (r#"{"a": [1, {"x": 1.0}], "b": null, "c": 1}"#, false, "{'a': [1, {'x': 1.0}], 'b': None}"),
            (r#"{"a": "one"}"#, true, "{'a': 'one', 'b': None}"),
            (r#"{"a": 1, "b": 2, "a": 3}"#, false, "{'a': 3, 'b': 2}"),
            ("[1, 2]", true, "{'a': None, 'b': None}"),
            ("\"ab\"", true, "{'a': None, 'b': None}"),
            ("{'a': 1}", true, "{'a': None, 'b': None}"),
            ("", true, "{'a': None, 'b': None}"),
        ] {
            assert_eq!(parsed(text, &["a", "b"]), (error, fields.to_owned()), "{text}");
        }
    }

    #[test]
    fn nothing_expected_is_found_in_all_json() {
        for (text, error) in [("[1]", false), ("{}", false), ("5", false), ("{", true)] {
            assert_eq!(parsed(text, &[]), (error, "{}".to_owned()), "{text}");
        }
    }

    #[test]
    fn first_code_block_is_read() {
        for text in [
            "```json\n{\"a\": 1}\n```",
            "Here you are:\n```JSON {\"a\": 1}``` and ```json\n{\"a\": 2}\n```",
            "```\n{\"a\": 3}\n```\n```json{\"a\": 1}```",
        ] {
            assert_eq!(parsed(text, &["a"]), (false, "{'a': 1}".to_owned()), "{text}");
        }
        assert!(parsed("```json\n{\"a\": 1}", &["a"]).0, "an open block is no block");
        assert!(parsed("```\n{\"a\": 1}\n```", &["a"]).0, "a block of another language is no block");
    }

    #[test]
    fn numbers_are_those_of_python() {
        let text = r#"{"n": NaN, "i": Infinity, "m": -Infinity, "b": 123456789012345678901234567890, "e": 1e999}"#;
        let fields = "{'n': nan, 'i': inf, 'm': -inf, 'b': 1.2345678901234568e+29, 'e': inf}";
        assert_eq!(parsed(text, &["n", "i", "m", "b", "e"]), (false, fields.to_owned()));
    }

    #[test]
    fn half_a_character_is_no_text() {
        assert_eq!(parsed(r#"{"a": "\ud83d\ude00"}"#, &["a"]), (false, "{'a': '😀'}".to_owned()));
        assert_eq!(parsed(r#"{"a": "\ud83d"}"#, &["a"]), (true, "{'a': None}".to_owned()));
    }

    #[test]
    fn deep_and_long_text_is_answered() {
        let nested = |levels: usize| format!("{{\"a\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(!parsed(&nested(150), &["a"]).0 && parsed(&nested(250), &["a"]).0);
        assert!(parsed(&format!("{{\"a\": {}", "[".repeat(100_000)), &["a"]).0);
        assert!(parsed(&format!("{{\"a\": {}}}", "9".repeat(100_000)), &["a"]).0);
    }

    #[test]
    fn outputs_are_named_by_the_fields() {
        let check = |fields: serde_json::Value| -> (Vec<String>, Vec<Diagnostic>) {
            let step = json!({ "type": "json", "name": "parser", "raw_json": "{}", "expected_fields": fields });
            let document = Document::parse_json(step.to_string()).unwrap();
            let mut found = Vec::new();
            block_runtime::step::parse(JsonParser::DEF, &document.root, &Pointer::root(), &mut found);
            let outputs = super::fields(&Configuration::new(JsonParser::DEF, &document.root));
            (outputs.into_iter().map(|output| output.name).collect(), found)
        };
        let (names, found) = check(json!(["b", "a", "b"]));
        assert_eq!((names, found.len()), (vec!["b".to_owned(), "a".to_owned()], 0));
        let (names, found) = check(json!(["a", "error_status"]));
        assert_eq!(names, ["a"]);
        assert_eq!(found[0].pointer.to_string(), "/expected_fields");
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|value| json!(value)),
            any::<i64>().prop_map(|value| json!(value)),
            any::<f64>().prop_filter("a number of JSON", |value| value.is_finite()).prop_map(|value| json!(value)),
            any::<String>().prop_map(|value| json!(value)),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| json!(items)),
                prop::collection::btree_map(any::<String>(), inner, 0..4).prop_map(|members| json!(members)),
            ]
        })
    }

    proptest! {
        #[test]
        fn all_json_is_read_as_it_was_written(json in json(), fenced in any::<bool>()) {
            let text = json!({ "field": json }).to_string();
            prop_assume!(!text.contains("```"));
            let text = if fenced { format!("so:\n```json\n{text}\n```") } else { text };
            let expected = Value::from(IndexMap::from([("field".to_owned(), Value::from_json(&json))]));
            prop_assert_eq!(parsed(&text, &["field"]), (false, expected.python().to_string()));
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let (error, fields) = parsed(&text, &["a"]);
            prop_assert_eq!(error, fields == "{'a': None}", "{}", text);
        }
    }
}
