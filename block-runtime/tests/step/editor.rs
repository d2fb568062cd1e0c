//! The schema for editors beside the engine: it accepts whatever the engine reads without a word.

use std::sync::LazyLock;

use block_runtime::block::{Block as _, Entry};
use block_runtime::describe::{Dialect, EditorOptions, editor_schema};
use block_runtime::document::{Node, Pointer};
use block_runtime::prelude::*;
use block_runtime::step;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::EveryShape;
use super::any_json::any_json;

impl Run for EveryShape {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

/// Declares blocks with a property that only they have.
macro_rules! blocks {
    ($($name:ident $property:ident ($id:literal $($word:tt)*);)+) => {
        $(
            /// One of many blocks.
            #[derive(Debug, Block)]
            #[block(id = $id $($word)*)]
            #[expect(dead_code, reason = "the block is only described")]
            struct $name {
                /// Its property.
                $property: i64,
            }

            impl Run for $name {
                fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
                    Ok(())
                }
            }
        )+

        const BLOCKS: &[Entry] = &[block::<EveryShape>(), $(block::<$name>()),+];
    };
}

blocks! {
    A a ("test/a@v1");
    B b ("test/b@v1", alias = "test/old_b@v1", alias = "b");
    C c ("test/c@v1", deprecated = "use `test/a@v1`");
    D d ("test/d@v1");
    E e ("test/e@v1");
    F f ("test/f@v1");
    G g ("test/g@v1");
    H h ("test/h@v1");
    I i ("test/i@v1");
    J j ("test/j@v1", engine = ">=99");
}

fn schema(options: &EditorOptions) -> Json {
    editor_schema(BLOCKS, options)
}

static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| validator(&EditorOptions::default()));

fn validator(options: &EditorOptions) -> Validator {
    jsonschema::validator_for(&schema(options)).expect("a schema is made")
}

fn workflow(step: &Json) -> Json {
    json!({ "version": "1.0", "inputs": [], "steps": [step], "outputs": [] })
}

fn with(members: &Json) -> Json {
    let mut step = json!({ "type": "test/every_shape@v1", "name": "a", "image": "$inputs.image" });
    for (name, value) in members.as_object().expect("an object") {
        step[name] = value.clone();
    }
    step
}

fn places(validator: &Validator, step: &Json) -> Vec<String> {
    let mut places: Vec<String> =
        validator.iter_errors(&workflow(step)).map(|error| error.instance_path().to_string()).collect();
    places.dedup();
    places
}

fn is_read_without_a_word(step: &Json) -> bool {
    let mut found = Vec::new();
    step::parse(EveryShape::DEF, &Node::from_json(step), &Pointer::root(), &mut found);
    found.is_empty()
}

/// The same without Booleans, which the engine takes for numbers and the schema does not.
fn without_booleans(json: Json) -> Json {
    match json {
        Json::Bool(value) => json!(value.to_string()),
        Json::Array(elements) => elements.into_iter().map(without_booleans).collect(),
        Json::Object(members) => members.into_iter().map(|(name, member)| (name, without_booleans(member))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn what_the_engine_reads_without_a_word_is_accepted(
        name in proptest::sample::select(EveryShape::DEF.properties().map(|it| it.name).collect::<Vec<_>>()),
        value in any_json(),
    ) {
        // serde takes lists for structs, and the engine 1 for true: nobody means that.
        let is_meant = name != "model" && !(name == "flag" && value.is_number());
        let step = with(&json!({ name: without_booleans(value) }));
        if is_meant && is_read_without_a_word(&step) {
            prop_assert_eq!(places(&VALIDATOR, &step), [""; 0]);
        }
    }
}

#[test]
fn sound_values_are_accepted_in_every_dialect() {
    let options = [
        EditorOptions::default(),
        EditorOptions { hidden_types: true, snippets: false, ..EditorOptions::default() },
        EditorOptions { dialect: Dialect::Draft202012, ..EditorOptions::default() },
    ];
    for validator in options.iter().map(validator) {
        for members in [
            json!({}),
            json!({ "text": "abc", "number": "9", "ratio": 0.99, "fraction": 1, "flag": "yes", "mode": "quick" }),
            json!({ "text": "$inputs.any name", "number": "$steps.count.value", "fraction": null }),
            json!({ "text": "$ 100", "classes": "$inputs.classes", "size": [640, 480], "choice": [1, 2] }),
            json!({ "data": { "a": 1, "b": "$inputs.b" }, "table": [[1, "$inputs.x"]], "next": ["$steps.a"] }),
            json!({ "choice": ["a"], "model": [{ "name": "door", "width": 5 }], "json": { "a": [null] } }),
            json!({ "mode": "remote", "address": "localhost" }),
        ] {
            assert_eq!(places(&validator, &with(&members)), [""; 0], "{members}");
        }
        for step in [
            json!({ "type": "test/a@v1", "name": "a", "a": 1 }),
            json!({ "type": "b", "name": "a", "b": 1 }),
            json!({ "type": "test/every_shape@v1", "name": "a", "images": "$inputs.image" }),
        ] {
            assert_eq!(places(&validator, &step), [""; 0], "{step}");
        }
    }
}

#[test]
fn each_mistake_is_said_once_at_its_place() {
    for (members, place) in [
        (json!({ "image": "inputs.image" }), "/image"),
        (json!({ "source": "$steps.a.b" }), "/source"),
        (json!({ "text": "$input.text" }), "/text"),
        (json!({ "text": "$inputs.a.b" }), "/text"),
        (json!({ "number": 10 }), "/number"),
        (json!({ "number": "many" }), "/number"),
        (json!({ "ratio": 1 }), "/ratio"),
        (json!({ "fraction": 1.5 }), "/fraction"),
        (json!({ "flag": "perhaps" }), "/flag"),
        (json!({ "mode": "slow" }), "/mode"),
        (json!({ "classes": ["a", "b", "c"] }), "/classes"),
        (json!({ "table": [[1, "two"]] }), "/table/0/1"),
        (json!({ "data": { "a": [] } }), "/data/a"),
        (json!({ "choice": [{}] }), "/choice/0"),
        (json!({ "size": [1] }), "/size"),
        (json!({ "size": [1, "two"] }), "/size/1"),
        (json!({ "next": ["$steps.a.b"] }), "/next/0"),
        (json!({ "mode": "remote" }), ""),
        (json!({ "flag": true, "number": 7 }), ""),
        (json!({ "colour": "red" }), ""),
    ] {
        assert!(!is_read_without_a_word(&with(&members)), "{members}");
        assert_eq!(places(&VALIDATOR, &with(&members)), [format!("/steps/0{place}")], "{members}");
    }
}

#[test]
fn what_is_no_step_is_said_once() {
    for (step, place) in [
        (json!("a"), "/steps/0"),
        (json!({ "name": "a", "colour": "red" }), "/steps/0"),
        (json!({ "type": 7, "name": "a", "colour": "red" }), "/steps/0/type"),
        (json!({ "type": "test/nothing@v1", "name": "a", "colour": "red" }), "/steps/0/type"),
        // A block for another engine.
        (json!({ "type": "test/j@v1", "name": "a", "j": 1 }), "/steps/0/type"),
    ] {
        let places = places(&VALIDATOR, &step);
        // Two keywords of this validator speak of the type of a type.
        assert_eq!(places, [place], "{step}");
    }
}

#[test]
fn a_deprecated_block_is_marked_where_it_is_used_and_not_offered_as_a_step() {
    let schema = schema(&EditorOptions::default());
    let own_type = &schema["definitions"]["test:c@v1"]["properties"]["type"];
    assert_eq!(own_type["deprecationMessage"], "Deprecated: use `test/a@v1`");
    let labels: Vec<&str> = schema["definitions"]["snippets"]["defaultSnippets"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|snippet| snippet["label"].as_str())
        .collect();
    assert!(labels.contains(&"test/a@v1") && !labels.contains(&"test/c@v1"), "{labels:?}");
    assert!(places(&VALIDATOR, &json!({ "type": "test/c@v1", "name": "a", "c": 1 })).is_empty());
}

#[test]
fn options_leave_out_what_they_name() {
    let text = |options: &EditorOptions| schema(options).to_string();
    let plain = EditorOptions { snippets: false, ..EditorOptions::default() };
    assert!(text(&EditorOptions::default()).contains("defaultSnippets") && !text(&plain).contains("defaultSnippets"));
    let one_section =
        EditorOptions { sections: vec![block_runtime::block::Section::Model], ..EditorOptions::default() };
    assert!(!text(&one_section).contains("test/a@v1"));
    let modern = schema(&EditorOptions { dialect: Dialect::Draft202012, ..EditorOptions::default() });
    assert!(modern.get("definitions").is_none() && modern["$defs"]["step"].is_object());
}
