//! Statements 99 to 105: what is told about blocks.

use std::collections::BTreeSet;

use block_runtime::block::{BlockDef, PropertyDef};
use block_runtime::describe::{Docs, binding, connections, example_step, primitive_type, table};
use block_runtime::document::{Document, Pointer};
use block_runtime::prelude::*;
use serde_json::{Value as Json, json};

use crate::blocks::{self, One};

fn entries() -> Vec<Entry> {
    blocks::catalogue().entries().copied().collect()
}

fn def(id: &str) -> &'static BlockDef {
    entries().iter().map(|entry| entry.def).find(|def| def.id == id).unwrap()
}

/// Go on with steps, whatever there is.
#[derive(Block)]
#[block(id = "test/go_on@v1", flow)]
struct GoOn {
    /// Steps that run next.
    next_steps: Vec<StepRef>,
}

impl Run for GoOn {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        Ok(Flow(self.next_steps.clone()))
    }
}

/// Values of several types.
#[expect(dead_code, reason = "only what the block declares is looked at")]
#[derive(Block)]
#[block(id = "test/typed@v3", outputs = One)]
struct Typed {
    /// How many.
    count: Option<i64>,
    /// Which ones.
    classes: Option<Either<Vec<String>, String>>,
}

/// Values of several types.
#[derive(Block)]
#[block(id = "test/typed@v1", outputs = One, deprecated = "use `test/typed@v3`")]
struct TypedV1;

/// Values of several types.
#[derive(Block)]
#[block(id = "test/typed@v2", outputs = One, deprecated = "use `test/typed@v3`")]
struct TypedV2;

macro_rules! never_run {
    ($($block:ty),+) => {$(
        impl Run for $block {
            fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
                Err(BlockError::new("only what the block declares is looked at"))
            }
        }
    )+};
}

never_run!(Typed, TypedV1, TypedV2);

#[test]
fn s99_a_property_of_any_kind_takes_the_outputs_of_every_block() {
    let all = entries();
    let known = connections(&all);
    let ids: BTreeSet<&str> = all.iter().map(|entry| entry.def.id).collect();
    assert!(ids.contains("test/gate@v1"), "a block without outputs");
    assert_eq!(known["test/echo@v1"].from, ids, "itself included");
}

#[test]
fn s100_steps_are_no_data_and_what_yields_nothing_feeds_nothing() {
    let mut all = entries();
    all.push(block::<GoOn>());
    let known = connections(&all);
    assert!(known["test/go_on@v1"].from.is_empty());
    for without_outputs in ["test/go_on@v1", "test/gate@v1"] {
        assert!(known[without_outputs].to.is_empty(), "{without_outputs}");
    }
}

#[test]
fn s101_types_are_named_without_their_references() {
    let names: Vec<_> = block::<Typed>().def.properties().map(|property| primitive_type(property).unwrap()).collect();
    assert_eq!(names, ["int", "Optional[List[str], str]"]);
}

#[test]
fn s103_an_example_shows_the_default_where_the_author_gave_none() {
    let example = example_step(def("test/source@v1"));
    assert_eq!(example, json!({"type": "test/source@v1", "name": "source", "n": 3}));
    for entry in entries() {
        let document = Document::parse_json(example_step(entry.def).to_string()).unwrap();
        let mut found = Vec::new();
        block_runtime::step::parse(entry.def, &document.root, &Pointer::root(), &mut found);
        assert!(found.is_empty(), "{}: {found:?}", document.text);
    }
}

#[test]
fn s104_versions_of_a_family_stand_newest_first() {
    let docs = Docs::new(&[block::<TypedV2>(), block::<Typed>(), block::<TypedV1>()]);
    let [family] = docs.families.as_slice() else { panic!("{:?}", docs.families) };
    let versions: Vec<&str> = family.versions.iter().map(|version| version.def.version()).collect();
    assert_eq!(versions, ["v3", "v2", "v1"]);
    assert!(!family.is_deprecated(), "one version is not deprecated");
}

#[test]
fn s105_what_takes_references_only_is_bound_and_shown_but_not_typed() {
    let def = def("test/image_in@v1");
    let rows: Vec<&str> = table(def).iter().map(|row| row.name).collect();
    assert_eq!(rows, ["name"]);
    let bound: Vec<&PropertyDef> = def.properties().filter(|property| binding(property).is_some()).collect();
    assert_eq!(bound.iter().map(|property| property.name).collect::<Vec<_>>(), ["image"]);
    assert_eq!(example_step(def)["image"], Json::from("$inputs.image"));
}
