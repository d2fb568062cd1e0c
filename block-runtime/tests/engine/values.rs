//! Statements 73 to 90: values that are given, and results.

use serde_json::{Value as Json, json};

use crate::{batch, output, outs, parameter, run, single, try_run, workflow};

fn with_default(default: Json) -> Json {
    json!([{"type": "WorkflowParameter", "name": "p", "default_value": default}])
}

fn refusal(definition: &Json, inputs: &Json) -> String {
    let error = try_run(definition, inputs).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    assert_eq!(error.http_status(), 400);
    error.to_string()
}

#[test]
fn s73_defaults_hold_where_nothing_is_given() {
    let definition = single(with_default(json!(7)), json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({}))), [7]);
    assert_eq!(outs(&run(&definition, &json!({"p": null}))), [Json::Null]);
    assert_eq!(outs(&run(&definition, &json!({"p": 1}))), [1]);
}

/// Differs from the reference on purpose: the value arrives converted.
#[test]
fn s74_values_are_converted() {
    for literal in [json!("12"), json!(12.0)] {
        let definition = single(json!([]), json!({"type": "test/integer_in@v1", "v": literal}));
        assert_eq!(outs(&run(&definition, &json!({}))), [12]);
    }
    let bound = single(json!([parameter("p")]), json!({"type": "test/integer_in@v1", "v": "$inputs.p"}));
    assert_eq!(outs(&run(&bound, &json!({"p": "12"}))), [12]);
    assert_eq!(outs(&run(&bound, &json!({"p": true}))), [1]);
    for refused in [json!("zz"), json!(1.5), Json::Null, json!(101)] {
        let error = try_run(&bound, &json!({"p": refused})).unwrap_err();
        assert_eq!(error.error_type(), "RuntimeInputError", "{refused}");
        assert!(error.facts().inner.is_some());
        let message = error.to_string();
        assert!(message.contains("`p`") && message.contains("`v`") && message.contains("`s`"), "{message}");
    }
}

#[test]
fn s75_parameters_must_suit_their_properties() {
    let definition = single(json!([parameter("p")]), json!({"type": "test/image_in@v1", "image": "$inputs.p"}));
    refusal(&definition, &json!({"p": 1}));
    let listed = single(json!([parameter("p")]), json!({"type": "test/listing@v1", "items": ["$inputs.p"]}));
    assert_eq!(outs(&run(&listed, &json!({"p": [1]})))[0]["items"], json!([[1]]));
}

#[test]
fn s76_kinds_of_parameters_are_not_checked() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["integer"]}]);
    let definition = single(input, json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({"p": "x"}))), ["x"]);
}

fn of_kind(kinds: &[&str]) -> Json {
    let input = json!([{"type": "WorkflowBatchInput", "name": "b", "kind": kinds}]);
    workflow(input, json!([]), json!([output("out", "$inputs.b")]))
}

#[test]
fn s77_elements_are_read_by_their_kinds() {
    let message = refusal(&of_kind(&["integer"]), &json!({"b": ["a"]}));
    assert!(message.contains("b.[0]"), "{message}");
    refusal(&of_kind(&["image", "*"]), &json!({"b": [2]}));
    assert_eq!(outs(&run(&of_kind(&["embedding"]), &json!({"b": ["anything"]}))), ["anything"]);
}

#[test]
fn s78_numbers_by_kind() {
    assert_eq!(outs(&run(&of_kind(&["float"]), &json!({"b": [2, true]}))), [json!(2.0), json!(1.0)]);
    refusal(&of_kind(&["integer"]), &json!({"b": 2.0}));
    refusal(&of_kind(&["float_zero_to_one"]), &json!({"b": 2}));
    assert_eq!(outs(&run(&of_kind(&["integer", "string"]), &json!({"b": "x"}))), ["x"]);
}

#[test]
fn s81_inputs_that_nobody_knows_are_ignored() {
    assert_eq!(outs(&run(&of_kind(&["*"]), &json!({"b": 1, "c": 2}))), [1]);
}

#[test]
fn s82_blocks_that_break_their_contract() {
    let wrong = json!({"type": "test/wrong_fields@v1", "name": "d", "names": ["x"]});
    let wrong = workflow(json!([]), json!([wrong]), json!([output("x", "$steps.d.x")]));
    let short = single(json!([batch("b")]), json!({"type": "test/short@v1", "data": "$inputs.b"}));
    for (definition, inputs) in [(wrong, json!({})), (short, json!({"b": [1, 2]}))] {
        let error = try_run(&definition, &inputs).unwrap_err();
        assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
        assert_eq!(error.to_json()["context"], "workflow_execution | step_output_registration");
    }
}

#[test]
fn s83_a_block_that_fails_is_named_with_its_own_words() {
    let error = try_run(&single(json!([]), json!({"type": "test/refuses@v1", "data": 1})), &json!({})).unwrap_err();
    assert_eq!(error.error_type(), "StepExecutionError");
    let body = error.to_json();
    assert_eq!(body["blocks_errors"][0]["block_id"], "s");
    assert_eq!(body["blocks_errors"][0]["block_type"], "test/refuses@v1");
    assert_eq!(body["blocks_errors"][0]["block_details"], "the lens cap is on");
    assert_eq!(body["context"], "workflow_execution | step_execution");
}

#[test]
fn s83_errors_of_the_engine_pass_through_a_block() {
    let error = try_run(&single(json!([]), json!({"type": "test/passes@v1"})), &json!({})).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    assert_eq!(error.to_string(), "the image is of the wrong sort");
}

/// Differs from the reference on purpose: no part of a secret is shown.
#[test]
fn s85_secrets_are_eight_asterisks() {
    let hide = json!({"type": "test/hide@v1", "name": "h", "text": "abcdefgh"});
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["string", "secret"]}]);
    let outputs = json!([
        output("secret", "$steps.h.secret"),
        output("list", "$steps.h.list"),
        output("all", "$steps.h.*"),
        output("p", "$inputs.p"),
    ]);
    let rows = run(&workflow(input, json!([hide]), outputs), &json!({"p": "abc"}));
    let hidden = "********";
    let all = json!({"secret": hidden, "list": [hidden]});
    assert_eq!(rows, json!([{"secret": hidden, "list": [hidden], "all": all, "p": hidden}]));
}

#[test]
fn s88_an_image_that_is_missing_is_null() {
    let none = json!({"type": "test/none_if@v1", "name": "n", "data": 0});
    let step = json!({"type": "test/image_in@v1", "name": "s", "image": "$steps.n.out"});
    let definition = workflow(json!([]), json!([none, step]), json!([output("out", "$steps.s.out")]));
    assert_eq!(run(&definition, &json!({})), json!([{"out": null}]));
}

#[test]
fn s90_single_values_come_first_then_batches_each_in_their_order() {
    let steps = json!([
        {"type": "test/source@v1", "name": "one"},
        {"type": "test/echo@v1", "name": "each", "data": "$inputs.b"},
    ]);
    let outputs = json!([
        output("z", "$steps.each.out"),
        output("y", "$inputs.p"),
        output("x", "$inputs.b"),
        output("w", "$steps.one.out"),
    ]);
    let rows = run(&workflow(json!([batch("b"), parameter("p")]), steps, outputs), &json!({"b": 1}));
    let names: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["y", "w", "z", "x"]);
}

#[test]
fn what_json_lacks_takes_its_usual_form() {
    let rows = run(&single(json!([]), json!({"type": "test/raw@v1"})), &json!({}));
    assert_eq!(outs(&rows), [json!([null, null, "aGVsbG8="])]);
}

/// A red image of 3 by 2 pixels, as base64 of a PNG file.
fn red() -> String {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(3, 2, image::Rgb([255, 0, 0])).write_to(&mut file, image::ImageFormat::Png).unwrap();
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, file.into_inner())
}

fn image_workflow() -> Json {
    let input = json!([{"type": "WorkflowImage", "name": "image"}]);
    single(input, json!({"type": "test/image_in@v1", "image": "$inputs.image"}))
}

#[test]
fn s79_images_come_as_text_or_as_objects() {
    let red = red();
    let forms = json!([
        red,
        format!("data:image/png;base64,{red}"),
        {"value": red},
        {"type": "anything", "value": red},
    ]);
    let rows = run(&image_workflow(), &json!({"image": forms}));
    assert_eq!(outs(&rows).len(), 4);
    for image in outs(&rows) {
        assert_eq!(image["type"], "base64");
        assert!(image["value"].as_str().unwrap().ends_with(&red));
    }
    for refused in [json!(5), json!({"type": "base64"}), json!("!!"), json!("Cargo.toml")] {
        let message = refusal(&image_workflow(), &json!({"image": refused}));
        assert!(message.contains("`image`"), "{message}");
    }
}

#[test]
fn s80_images_know_where_they_come_from() {
    let names = |inputs: Json| -> Vec<Json> {
        outs(&run(&image_workflow(), &inputs))
            .iter()
            .map(|image| image["video_metadata"]["video_identifier"].clone())
            .collect()
    };
    assert_eq!(names(json!({"image": red()})), ["image"]);
    assert_eq!(names(json!({"image": [red(), red()]})), ["image.[0]", "image.[1]"]);
    let object = json!({"value": red(), "parent_id": "crop", "root_parent_id": "photo"});
    let rows = run(&image_workflow(), &json!({"image": object}));
    assert_eq!((&outs(&rows)[0]["parent_id"], &outs(&rows)[0]["root_parent_id"]), (&json!("crop"), &json!("photo")));
}

#[test]
fn an_output_that_is_declared_an_image_must_be_one() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["image"]}]);
    let definition = workflow(input, json!([]), json!([output("out", "$inputs.p")]));
    let error = try_run(&definition, &json!({"p": 1})).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
    assert_eq!(error.to_json()["context"], "workflow_execution | output_construction");
}
