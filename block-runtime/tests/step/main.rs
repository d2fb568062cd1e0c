//! Reading steps: every mistake with its place, what is accepted there and the remedy.

mod any_json;
mod editor;
mod references;

use block_runtime::block::{Arg, Block as _};
use block_runtime::diagnostic::Severity;
use block_runtime::document::{Document, Pointer};
use block_runtime::prelude::*;
use block_runtime::step::{self, Check, Step};
use block_runtime::value::FromValue as _;
use serde_json::json;

/// How to work.
#[derive(Debug, Clone, PartialEq, Choice)]
enum Mode {
    /// At once.
    #[block(alias = "quick")]
    Fast,
    /// With care.
    Thorough,
    /// With the help of a server.
    Remote,
}

/// A block with a property of each shape.
#[derive(Debug, Block)]
#[block(id = "test/every_shape@v1", check = check)]
#[expect(dead_code, reason = "only its table is used")]
struct EveryShape {
    /// Image.
    #[block(alias = "images")]
    image: In<Image>,
    /// Image of the workflow.
    #[block(origin = WorkflowImage)]
    source: Option<In<Image>>,
    /// Text.
    #[block(default = "none".to_owned(), max_len = 5)]
    text: Or<String>,
    /// A whole number.
    #[block(default = 5, min = 1, max = 9)]
    number: Or<i64>,
    /// A number.
    #[block(default = 0.5, above = 0, below = 1)]
    ratio: f64,
    /// A fraction.
    fraction: Option<Or<Fraction>>,
    /// True or false.
    #[block(default = false)]
    flag: bool,
    /// Mode.
    #[block(default = Mode::Fast)]
    mode: Or<Mode>,
    /// Address of the server.
    #[block(required_if(mode = "remote"), required_if(flag = true, number = [7, 8]))]
    address: Option<String>,
    /// Classes.
    #[block(default, min_len = 0, max_len = 2)]
    classes: Or<Vec<String>>,
    /// Data by name.
    #[block(default)]
    data: IndexMap<String, Or<Scalar>>,
    /// Lists of lists.
    #[block(default)]
    table: Vec<Vec<Or<i64>>>,
    /// Numbers, or texts.
    choice: Option<Either<Vec<i64>, Vec<String>>>,
    /// Width and height.
    size: Option<(i64, i64)>,
    /// Steps that run next.
    #[block(default)]
    next: Vec<StepRef>,
    /// Anything.
    json: Option<Json>,
    /// A structure.
    model: Option<Model<Vec<Zone>>>,
}

/// A zone of an image.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[expect(dead_code, reason = "only read")]
struct Zone {
    name: String,
    width: u32,
}

fn check(check: &mut Check<'_>) {
    if check.step.json("text") == json!("bad") {
        check.report("text", "`text` must not be bad", "write something good");
    }
}

/// Reads a step with these members beside `type`, `name` and `image`.
fn parse(members: &str) -> (Option<Step>, Vec<String>) {
    let image = if members.contains(r#""image":"#) { "" } else { r#""image": "$inputs.image""# };
    let comma = if members.is_empty() || image.is_empty() { "" } else { "," };
    parse_whole(&format!(r#"{{"type": "test/every_shape@v1", "name": "a", {image}{comma} {members}}}"#))
}

/// Reads a step; findings as `severity code pointer: message; remedy`.
fn parse_whole(text: &str) -> (Option<Step>, Vec<String>) {
    let document = Document::parse_json(text).expect("the test is JSON");
    let mut found = Vec::new();
    let pointer = Pointer::root().member("steps").element(0);
    let step = step::parse(EveryShape::DEF, &document.root, &pointer, &mut found);
    let shown = found.iter().map(|finding| {
        let remedy = finding.remedy.as_ref().map_or_else(String::new, |remedy| format!("; {remedy}"));
        let pointer = finding.pointer.to_string();
        let pointer = pointer.strip_prefix("/steps/0").expect("the finding is in the step");
        format!("{} {pointer}: {}{remedy}", finding.code, finding.message)
    });
    let errors = found.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(step.is_none(), errors, "a step is read when there are no errors: {found:?}");
    (step, shown.collect())
}

#[track_caller]
fn assert_findings(members: &str, expected: &[&str]) {
    assert_eq!(parse(members).1, expected, "{members}");
}

#[test]
fn sound_values_are_accepted() {
    for members in [
        "",
        r#""text": "abc", "number": 9, "ratio": 0.99, "fraction": 1, "flag": true, "mode": "thorough""#,
        r#""text": "$inputs.text", "number": "$steps.count.value", "fraction": null, "source": "$inputs.image""#,
        r#""classes": [], "data": {}, "table": [[]], "next": ["$steps.a", "$steps.b"], "json": {"a": [null]}"#,
        r#""classes": ["a", "b"], "data": {"a": 1, "b": "$inputs.b"}, "table": [[1, "$inputs.x"], [2]]"#,
        r#""classes": "$inputs.classes", "size": [640, 480], "choice": [1, 2]"#,
        r#""choice": ["a"], "model": [{"name": "door", "width": 5}], "json": null"#,
        r#""mode": "remote", "address": "localhost""#,
    ] {
        assert_findings(members, &[]);
    }
}

#[test]
fn each_mistake_says_where_what_and_how() {
    for (members, finding) in [
        (r#""image": 5"#, "wrong-type /image: `image` does not accept 5; it accepts a reference to `image` data"),
        (
            r#""number": "many""#,
            "wrong-type /number: `number` does not accept \"many\"; it accepts a whole number, or a reference to `integer` data",
        ),
        (
            r#""number": 1.5"#,
            "wrong-type /number: `number` does not accept 1.5; it accepts a whole number, or a reference to `integer` data",
        ),
        (
            r#""number": null"#,
            "wrong-type /number: `number` does not accept null; it accepts a whole number, or a reference to `integer` data",
        ),
        (
            r#""number": 0"#,
            "out-of-range /number: `number` must be at least 1, found 0; choose a number that is at least 1 and at most 9",
        ),
        (
            r#""ratio": 1"#,
            "out-of-range /ratio: `ratio` must be less than 1, found 1; choose a number that is greater than 0 and less than 1",
        ),
        (
            r#""fraction": 1.5"#,
            "wrong-type /fraction: `fraction` does not accept 1.5; it accepts a number from 0 to 1 or null, or a reference to `float_zero_to_one` data",
        ),
        (r#""flag": "maybe""#, "wrong-type /flag: `flag` does not accept \"maybe\"; it accepts true or false"),
        (
            r#""text": 5"#,
            "wrong-type /text: `text` does not accept 5; it accepts text, or a reference to `string` data",
        ),
        (r#""text": "longer""#, "out-of-range /text: `text` must have at most 5 characters, found 6"),
        (
            r#""mode": "thorogh""#,
            "unknown-value /mode: `mode` has no value \"thorogh\"; its values are `fast`, `thorough` or `remote`; did you mean `thorough`?",
        ),
        (
            r#""mode": "zzz""#,
            "unknown-value /mode: `mode` has no value \"zzz\"; its values are `fast`, `thorough` or `remote`",
        ),
        (
            r#""mode": 5"#,
            "wrong-type /mode: `mode` does not accept 5; it accepts `fast`, `thorough` or `remote`, or a reference to `string` data",
        ),
        (r#""classes": ["a", 5]"#, "wrong-type /classes/1: `classes` does not accept 5; it accepts text"),
        (r#""classes": ["a", "b", "c"]"#, "out-of-range /classes: `classes` must have at most 2 elements, found 3"),
        (
            r#""classes": "a""#,
            "wrong-type /classes: `classes` does not accept \"a\"; it accepts a list, each element text, or a reference to `list_of_values` data",
        ),
        (
            r#""data": {"a/b": [1]}"#,
            "wrong-type /data/a~1b: `data` does not accept a list; it accepts true or false or a whole number or a number or text, or a reference to any data",
        ),
        (
            r#""table": [[1], [2, "x"]]"#,
            "wrong-type /table/1/1: `table` does not accept \"x\"; it accepts a whole number, or a reference to `integer` data",
        ),
        (
            r#""choice": [true, {}]"#,
            "wrong-type /choice/1: `choice` does not accept an object; it accepts a whole number",
        ),
        (r#""size": [1]"#, "wrong-type /size: `size` does not accept a list; it accepts a list of 2 or null"),
        (
            r#""model": [{"name": "door", "width": -1}]"#,
            "wrong-type /model/0/width: invalid value: integer `-1`, expected u32",
        ),
        (r#""model": [{"width": 1}]"#, "wrong-type /model/0: missing field `name`"),
        (r#""text": "bad""#, "refused /text: `text` must not be bad; write something good"),
    ] {
        assert_findings(members, &[finding]);
    }
}

#[test]
fn unknown_and_repeated_properties_are_warnings() {
    assert_findings(
        r#""kernal": 5, "nmber": 3"#,
        &[
            "unknown-property /kernal: `test/every_shape@v1` has no property `kernal`; it is ignored; it has 17 others; check the spelling",
            "unknown-property /nmber: `test/every_shape@v1` has no property `nmber`; it is ignored; did you mean `number`?",
        ],
    );
    assert_findings(
        r#""number": 1, "number": 2"#,
        &["duplicate-property /number: `number` is given twice; the last one counts; remove one of them"],
    );
}

#[test]
fn missing_members_say_what_belongs_there() {
    let (_, findings) = parse_whole("{}");
    assert_eq!(
        findings,
        [
            "missing-property /name: the step has no `name`; add a `name`, by which other steps and outputs refer to this one",
            "missing-property /image: `test/every_shape@v1` needs the property `image`; add `image`: a reference to `image` data",
        ]
    );
    assert_eq!(parse_whole("[]").1, ["wrong-type : a step is an object, found an empty list"]);
    assert_eq!(
        parse_whole(r#"{"name": 5, "images": "$inputs.image"}"#).1,
        ["wrong-type /name: `name` must be text, found 5"]
    );
}

#[test]
fn a_slip_in_a_name_that_must_be_given_is_said_once() {
    assert_eq!(
        parse_whole(r#"{"name": "a", "imge": "$inputs.image", "imag": "$inputs.image"}"#).1,
        [
            "missing-property /image: `test/every_shape@v1` needs `image`, and has no property `imge`; did you mean `image`?",
            "unknown-property /imag: `test/every_shape@v1` has no property `imag`; it is ignored; did you mean `image`?",
        ]
    );
}

#[test]
fn some_properties_make_others_necessary() {
    let remedy = "add `address`: text or null";
    for (members, because) in [
        (r#""mode": "remote""#, r#"`mode` is "remote""#),
        (r#""mode": "remote", "address": null"#, r#"`mode` is "remote""#),
        (r#""flag": true, "number": 8"#, "`flag` is true and `number` is 8"),
    ] {
        assert_findings(members, &[&format!("required-here /address: `address` is required when {because}; {remedy}")]);
    }
    for members in [r#""flag": true, "number": 6"#, r#""flag": true"#, r#""mode": "$inputs.mode""#] {
        assert_findings(members, &[]);
    }
}

#[test]
fn all_mistakes_are_found_at_once() {
    let (_, findings) = parse(
        r#""source": 1, "text": true, "number": 99, "ratio": -1, "mode": "fats", "classes": [1, "a", 2],
           "data": {"x": {}}, "table": [["a"], 5], "next": ["a"], "colour": "red""#,
    );
    let places: Vec<&str> = findings.iter().map(|finding| finding.split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "wrong-type /source",
            "wrong-type /text",
            "out-of-range /number",
            "out-of-range /ratio",
            "unknown-value /mode",
            "wrong-type /classes/0",
            "wrong-type /classes/2",
            "wrong-type /data/x",
            "wrong-type /table/0/0",
            "wrong-type /table/1",
            "wrong-type /next/0",
            "unknown-property /colour",
        ]
    );
}

/// The literal that a step gives for a property.
fn literal(members: &str, property: &str) -> Value {
    let (step, findings) = parse(members);
    assert_eq!(findings, [""; 0]);
    let place = EveryShape::DEF.properties().position(|known| known.name == property).expect("the property exists");
    match &step.expect("the step is sound").args[place] {
        Arg::Value(value) => value.clone(),
        other => panic!("not a literal: {other:?}"),
    }
}

#[test]
fn values_are_converted_as_in_the_reference() {
    for (members, property, expected) in [
        (r#""number": "7""#, "number", json!(7)),
        (r#""number": 2.0"#, "number", json!(2)),
        (r#""number": true"#, "number", json!(1)),
        (r#""ratio": "0.25""#, "ratio", json!(0.25)),
        (r#""flag": "yes""#, "flag", json!(true)),
        (r#""flag": 0"#, "flag", json!(false)),
        (r#""fraction": "0.5""#, "fraction", json!(0.5)),
        (r#""size": ["1", 2.0]"#, "size", json!([1, 2])),
        (r#""choice": ["1", 2]"#, "choice", json!([1, 2])),
        (r#""choice": ["a", "1"]"#, "choice", json!(["a", "1"])),
        (r#""json": "5""#, "json", json!("5")),
    ] {
        assert_eq!(literal(members, property).to_json(), Some(expected), "{members}");
    }
}

#[test]
fn defaults_and_other_names_stand_in() {
    for (property, expected) in [
        ("text", json!("none")),
        ("number", json!(5)),
        ("mode", json!("fast")),
        ("classes", json!([])),
        ("data", json!({})),
        ("address", json!(null)),
    ] {
        assert_eq!(literal("", property).to_json(), Some(expected), "{property}");
    }
    assert_eq!(Mode::from_value(&literal(r#""mode": "quick""#, "mode")), Ok(Mode::Fast));
    let (step, _) = parse_whole(r#"{"name": "a", "images": "$inputs.photo"}"#);
    assert_eq!(step.unwrap().references[0].pointer.to_string(), "/steps/0/images");
}
