//! Names and the places that name them.

use block_runtime::ide::{Role, Symbol};

use crate::Marked;

const TEXT: &str = r#"{
  "inputs": [{"type": "WorkflowImage", "name": "image"}],
  "steps": [
    {"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"},
    {"type": "test/crop@v1", "name": "cut", "image": "$inputs.image", "predictions": "$steps.find.predictions"},
    {"type": "test/save@v1", "name": "keep", "content": "$inputs.text", "folder": "$steps.find.predictions"},
    {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
      "inputs": [{"type": "WorkflowImage", "name": "image"}],
      "steps": [{"type": "test/blur@v1", "name": "find", "image": "$inputs.image"}],
      "outputs": [{"type": "JsonField", "name": "out", "selector": "$steps.find.image"}]
    }, "parameter_bindings": {"image": "$steps.cut.crops"}}
  ],
  "outputs": [{"type": "JsonField", "name": "crops", "selector": "$steps.cut.*"}]
}"#;

#[test]
fn names_are_followed_within_their_definition() {
    let marked = Marked::json(TEXT);
    let symbols = &marked.file.symbols;
    let find = |scope: usize, symbol: Symbol| {
        let found = symbols.occurrences.iter().filter(|one| one.scope == scope && one.symbol == symbol);
        found.map(|one| (one.pointer.to_string(), one.role == Role::Declaration)).collect::<Vec<_>>()
    };
    let places =
        |places: &[(&str, bool)]| places.iter().map(|(at, here)| ((*at).to_owned(), *here)).collect::<Vec<_>>();
    assert_eq!(
        find(0, Symbol::Step("find".into())),
        places(&[("/steps/0/name", true), ("/steps/1/predictions", false)]),
        "a folder is text, and the inner workflow has a step of its own"
    );
    assert_eq!(find(0, Symbol::Step("cut".into())).len(), 3);
    assert_eq!(find(0, Symbol::Input("image".into())).len(), 3);
    assert_eq!(find(0, Symbol::Input("text".into())), places(&[("/steps/2/content", false)]));
    assert_eq!(
        find(1, Symbol::Input("image".into())),
        places(&[
            ("/steps/3/workflow_definition/inputs/0/name", true),
            ("/steps/3/workflow_definition/steps/0/image", false),
            ("/steps/3/parameter_bindings/image", false),
        ]),
        "bindings name inputs of the inner workflow"
    );
    assert_eq!(find(1, Symbol::Step("find".into())).len(), 2);
}

#[test]
fn parts_of_names_have_places() {
    let marked = Marked::json(TEXT);
    let text = marked.file.text();
    let of = |needle: &str| {
        let found = marked.file.symbols.at(text.find(needle).unwrap() + 3).unwrap();
        (&text[found.name.span.clone()], found.name.output.clone().map(|span| &text[span]))
    };
    assert_eq!(of("\"cut\""), ("cut", None));
    assert_eq!(of("\"$inputs.image\""), ("image", None));
    assert_eq!(of("\"$steps.find.predictions\""), ("find", Some("predictions")));
    assert_eq!(of("\"$steps.cut.*\""), ("cut", Some("*")));
}

#[test]
fn names_with_escapes_are_places_as_a_whole() {
    let marked = Marked::json(r#"{"inputs": [{"name": "\u0061"}], "outputs": [{"selector": "$inputs.\u0061"}]}"#);
    let symbols = &marked.file.symbols;
    let places: Vec<&str> = symbols.occurrences.iter().map(|one| &marked.file.text()[one.name.span.clone()]).collect();
    assert_eq!(places, [r#""\u0061""#, r#""$inputs.\u0061""#]);
    assert!(symbols.occurrences.iter().all(|one| one.symbol == Symbol::Input("a".into())));
}

#[test]
fn names_that_are_not_written_yet_have_places() {
    let marked = Marked::json(r#"{"inputs": [{"name": "<|>"}]}"#);
    assert_eq!(marked.file.symbols.occurrences[0].name.span, marked.at()..marked.at());
}

#[test]
fn bindings_of_saved_workflows_do_not_name_what_others_declare() {
    let marked = Marked::json(
        r#"{"steps": [
            {"type": "roboflow_core/inner_workflow@v1", "name": "saved", "workflow_id": "w", "parameter_bindings": {"image": 1}},
            {"type": "roboflow_core/inner_workflow@v1", "name": "here", "parameter_bindings": {"image": 1},
             "workflow_definition": {"inputs": [{"type": "WorkflowImage", "name": "image"}]}}
        ]}"#,
    );
    let places = marked.file.symbols.occurrences.iter().filter(|one| one.symbol == Symbol::Input("image".into()));
    let places: Vec<String> = places.map(|one| one.pointer.to_string()).collect();
    assert_eq!(places, ["/steps/1/parameter_bindings/image", "/steps/1/workflow_definition/inputs/0/name"]);
}
