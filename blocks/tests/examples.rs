//! The examples of properties are values that they take. A wrong one would be left out of the step that a page shows, and
//! nobody would notice.

use block_runtime::block::{BlockDef, PropertyDef};
use block_runtime::describe::example_step;
use block_runtime::diagnostic::{Diagnostic, Severity};
use block_runtime::document::{Document, Pointer, Token};
use block_runtime::step;

/// What is wrong with a property of a step whose example this text is.
fn faults(def: &'static BlockDef, property: &PropertyDef, example: &str) -> Vec<String> {
    let mut step = example_step(def);
    step[property.name] = serde_json::from_str(example).expect("examples are JSON");
    let document = Document::parse_json(step.to_string()).expect("a step is JSON");
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    step::parse(def, &document.root, &Pointer::root(), &mut diagnostics);
    let found = diagnostics.into_iter().filter(|diagnostic| {
        let about = diagnostic.pointer.tokens().first();
        diagnostic.severity == Severity::Error && matches!(about, Some(Token::Member(name)) if name == property.name)
    });
    found.map(|diagnostic| format!("{}: {}", def.id, diagnostic.message)).collect()
}

#[test]
fn they_are_values_that_their_properties_take() {
    let mut wrong = Vec::new();
    for def in blocks::entries().iter().map(|entry| entry.def) {
        for property in def.properties() {
            wrong.extend(property.examples.iter().flat_map(|example| faults(def, property, example)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_value_of_another_type_is_found() {
    let entries = blocks::entries();
    let blur = entries.iter().find(|entry| entry.def.id == "roboflow_core/image_blur@v1").expect("it is a block");
    let side = blur.def.properties().find(|property| property.name == "kernel_size").expect("it has a size");
    assert_eq!(faults(blur.def, side, "5"), [""; 0]);
    assert_eq!(faults(blur.def, side, "\"five\"").len(), 1);
}
