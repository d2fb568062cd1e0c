//! Workflows with one mistake each, and what is offered to mend it.

/// A workflow with an image and a step that finds objects in it, and these parts besides.
pub fn workflow(inputs: &str, steps: &str, outputs: &str) -> String {
    let separated = |parts: &str| if parts.is_empty() { String::new() } else { format!(", {parts}") };
    format!(
        r#"{{
  "version": "1.0",
  "inputs": [{{"type": "WorkflowImage", "name": "image"}}{}],
  "steps": [
    {{"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"}}{}
  ],
  "outputs": [{{"type": "JsonField", "name": "found", "selector": "$steps.find.predictions"}}{}]
}}"#,
        separated(inputs),
        separated(steps),
        separated(outputs)
    )
}

pub fn step(properties: &str) -> String {
    workflow("", properties, r#"{"type": "JsonField", "name": "all", "selector": "$steps.one.*"}"#)
}

/// The same with an output that gives back an input.
fn given(input: &str) -> String {
    workflow(input, "", r#"{"type": "JsonField", "name": "other", "selector": "$inputs.other"}"#)
}

/// The same with a workflow within it that blurs an image.
fn inner(bindings: &str, image: &str) -> String {
    let definition = format!(
        r#"{{"version": "1.0", "inputs": [{{"type": "WorkflowImage", "name": "image"}}],
        "steps": [{{"type": "test/blur@v1", "name": "blur", "image": "{image}"}}],
        "outputs": [{{"type": "JsonField", "name": "blurred", "selector": "$steps.blur.image"}},
                    {{"type": "JsonField", "name": "given", "selector": "$inputs.image"}}]}}"#
    );
    step(&format!(
        r#"{{"type": "roboflow_core/inner_workflow@v1", "name": "one", "workflow_definition": {definition},
        "parameter_bindings": {bindings}}}"#
    ))
    .replace("$steps.one.*", "$steps.one.blurred")
}

/// A workflow, and the titles of all its fixes; those that are preferred end with an exclamation mark.
type Case = (String, Vec<&'static str>);

pub fn cases() -> Vec<Case> {
    [properties(), values(), parts()].concat()
}

fn properties() -> Vec<Case> {
    vec![
        (workflow("", "", ""), vec![]),
        (
            step(r#"{"type": "test/blu@v1", "name": "one", "image": "$inputs.image"}"#),
            vec!["Change to `test/blur@v1`!"],
        ),
        (step(r#"{"type": "test/blur@v1", "name": "one", "imge": "$inputs.image"}"#), vec!["Change to `image`!"]),
        (
            step(r#"{"type": "test/blur@v1", "name": "one", "image": "$inputs.image", "blur_type": "gausian"}"#),
            vec!["Change to `gaussian`!"],
        ),
        (
            step(r#"{"type": "test/blur@v1", "name": "one", "image": "$inputs.imag"}"#),
            vec!["Change to `$inputs.image`!", "Declare the input `imag`"],
        ),
        (
            step(r#"{"type": "test/count@v1", "name": "one", "predictions": "$inputs.other"}"#),
            vec!["Declare the input `other`"],
        ),
        (
            step(r#"{"type": "test/save@v1", "name": "one", "content": "$inputs.other"}"#),
            vec!["Declare the input `other`"],
        ),
        (step(r#"{"type": "test/blur@v1", "name": "one"}"#), vec!["Add `image`!"]),
        (
            step(r#"{"type": "test/crop@v1", "name": "one"}"#),
            vec!["Add `image`!", "Add all 2 missing properties", "Add `predictions`!"],
        ),
        (
            step(r#"{"type": "test/detect@v2", "name": "one"}"#),
            vec!["Add `image`!", "Add all 2 missing properties", "Add `model_id`!"],
        ),
        (step(r#"{"type": "test/query@v1", "name": "one", "data": "$inputs.image"}"#), vec!["Add `operations`!"]),
        (
            step(
                r#"{"type": "test/query@v1", "name": "one", "data": "$inputs.image", "operations": [{"type": "StringMatches"}]}"#,
            ),
            vec!["Add `regex`!"],
        ),
        (step(r#"{"type": "test/merge@v1", "name": "one"}"#), vec!["Add `numbers`!"]),
        (step(r#"{"type": "test/merge@v1", "name": "one", "numbers": null}"#), vec!["Change `numbers` to `[1]`!"]),
        (workflow("", r#"{"type": "test/save@v1", "content": "text"}"#, ""), vec!["Add `name`!"]),
        (
            step(r#"{"type": "test/blur@v1", "name": "one", "image": "$inputs.image", "nonsense": [1, 2]}"#),
            vec!["Remove `nonsense`"],
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        (
            step(r#"{"type": "test/blur@v1", "name": "one", "image": "$steps.find.predictions"}"#),
            vec!["Change to `$inputs.image`"],
        ),
        (
            step(
                r#"{"type": "test/crop@v1", "name": "one", "image": "$inputs.image", "predictions": "$inputs.image"}"#,
            ),
            vec!["Change to `$steps.find.predictions`"],
        ),
        (
            step(r#"{"type": "test/count@v1", "name": "one", "predictions": "$steps.find"}"#),
            vec!["Change to `$steps.find.predictions`!"],
        ),
        (
            step(r#"{"type": "test/count@v1", "name": "one", "predictions": "$steps.find.nothing"}"#),
            vec!["Change to `$steps.find.predictions`!"],
        ),
        (
            step(r#"{"type": "test/detect@v1", "name": "one", "image": "$inputs.image", "model_id": "m"}"#),
            vec!["Change to `test/detect@v2`!"],
        ),
        (
            step(
                r#"{"type": "test/detect@v2", "name": "one", "image": "$inputs.image", "model_id": "m", "confidence": 1.5}"#,
            ),
            vec!["Change to `1`!"],
        ),
        (step(r#"{"type": "test/save@v1", "name": "one", "content": 12.5}"#), vec!["Change to `\"12.5\"`!"]),
        (step(r#"{"type": "test/save@v1", "name": "one", "content": true}"#), vec!["Change to `\"true\"`!"]),
        (
            workflow(
                r#"{"type": "WorkflowParameter", "name": "text"}"#,
                r#"{"type": "test/save@v1", "name": "one", "content": "$input.text"}"#,
                "",
            ),
            vec!["Remove the input `text`", "Change to `$inputs.text`!"],
        ),
        // The image is no text.
        (step(r#"{"type": "test/save@v1", "name": "one", "content": "$input.image"}"#), vec![]),
    ]
}

fn parts() -> Vec<Case> {
    vec![
        (workflow(r#"{"type": "WorkflowParameter", "name": "idle"}"#, "", ""), vec!["Remove the input `idle`"]),
        (workflow(r#"{"type": "WorkflowParameter", "name": "image"}"#, "", ""), vec!["Rename to `image_2`!"]),
        (given(r#"{"name": "other"}"#), vec!["Add `type`!"]),
        (workflow(r#"{"type": "WorkflowParameter"}"#, "", ""), vec!["Add `name`!"]),
        (workflow(r#"{"type": "WorkflowParameter", "name": 12}"#, "", ""), vec!["Change to `\"12\"`!"]),
        (given(r#"{"type": "WorkflowImage", "name": "other", "dimensionality": 3}"#), vec!["Remove `dimensionality`!"]),
        (given(r#"{"type": "WorkflowBatchInput", "name": "other", "dimensionality": "3"}"#), vec!["Change to `3`!"]),
        (given(r#"{"type": "WorkflowParameter", "name": "other", "kind": ["flot"]}"#), vec!["Change to `float`!"]),
        (
            workflow("", r#"{"type": "test/blur@v1", "name": "idle", "image": "$inputs.image"}"#, ""),
            vec!["Add an output that gives back `idle.image`", "Remove the step `idle`"],
        ),
        (
            workflow("", r#"{"type": "test/save@v1", "name": "find", "content": "text"}"#, ""),
            vec!["Rename to `find_2`!"],
        ),
        (
            workflow(
                "",
                r#"{"type": "test/gate@v1", "name": "gate", "count": 1, "next_steps": ["$steps.find", "$steps.find"]}"#,
                "",
            ),
            vec!["Remove `$steps.find`"],
        ),
        (workflow("", "", "{}"), vec!["Add `type`!", "Add all 3 missing properties", "Add `name`!", "Add `selector`!"]),
        (
            workflow("", "", r#"{"type": "JsonField", "name": "found", "selector": "$steps.find.predictions"}"#),
            vec!["Rename to `found_2`!"],
        ),
        (
            workflow("", "", r#"{"type": "JsonField", "name": "more", "selector": "$steps.find"}"#),
            vec!["Change to `$steps.find.predictions`", "Change to `$steps.find.inference_id`"],
        ),
        (
            inner(r#"{"image": "$inputs.image"}"#, "$inputs.other"),
            vec!["Declare the input `other` and bind it to `$inputs.image`"],
        ),
        (inner("{}", "$inputs.image"), vec!["Bind `image` to `$inputs.image`!"]),
        (
            inner(r#"{"imagee": "$inputs.image"}"#, "$inputs.image"),
            vec!["Bind `image` to `$inputs.image`!", "Change to `image`!", "Remove `imagee`"],
        ),
        (inner(r#"{"image": "$inputs.image", "more": 1}"#, "$inputs.image"), vec!["Remove `more`"]),
        (
            "{}".to_owned(),
            vec!["Add `version`!", "Add all 4 missing properties", "Add `inputs`!", "Add `steps`!", "Add `outputs`!"],
        ),
        (String::from(r#"{"version": 1.5, "inputs": [], "steps": [], "outputs": []}"#), vec!["Change to `\"1.0\"`!"]),
        (String::from(r#"{"version": "one", "inputs": [], "steps": [], "outputs": []}"#), vec!["Change to `\"1.0\"`!"]),
        (
            String::from(r#"{"version": "99.0", "inputs": [], "steps": [], "outputs": []}"#),
            vec!["Change to `\"1.0\"`!"],
        ),
        (
            String::from(
                r#"{"version": "1.0", "steps": [{"type": "test/blur@v1", "name": "one"}], "outputs": [{"type": "JsonField", "name": "a", "selector": "$steps.one.image"}], "inputs": []}"#,
            ),
            vec!["Add `image` and an input for it!"],
        ),
    ]
}
