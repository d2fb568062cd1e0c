//! Inputs that are referred to and not declared.

use serde_json::{Map, Value as Json, json};

use super::Bench;
use super::binding::bindings;
use super::names::free_name;
use super::site::site;
use super::trial::Reach;
use crate::block::Origin;
use crate::document::Node;
use crate::ide::file::File;
use crate::ide::wanted::Wanted;
use crate::ide::{Edit, surgery};
use crate::step::Target;
use crate::workflow::InputType;

/// Declares the input to which the place of the finding refers.
pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let (file, finding) = (bench.file, bench.finding);
    let Some(found) = site(file, finding.pointer.tokens()) else { return };
    let Some(Target::Input(name)) = found.node.as_str().and_then(Target::parse) else { return };
    let Some(wanted) = Wanted::of(&found.slot) else { return };
    let scope = file.symbols.scope_at(finding.span.start);
    for input in declarations(&name, &wanted) {
        let Some(edit) = declaration(file, scope, &input) else { continue };
        if bench.offer(format!("Declare the input `{name}`"), vec![edit.clone()], Reach::Part) {
            return;
        }
        for (reference, binding) in bindings(file, scope, &name, &wanted) {
            let title = format!("Declare the input `{name}` and bind it to `{reference}`");
            if bench.offer(title, vec![edit.clone(), binding], Reach::Part) {
                return;
            }
        }
    }
}

/// The declaration of an input with a free name for a place, and a reference to it.
pub(super) fn fresh(file: &File, scope: usize, word: &str, wanted: &Wanted) -> Vec<(String, Edit)> {
    let Some(definition) = file.symbols.scopes.get(scope) else { return Vec::new() };
    let name = free_name(file, definition.pointer.member("inputs").tokens(), word);
    let reference = Target::Input(name.clone()).to_string();
    let edits = declarations(&name, wanted).into_iter().filter_map(|input| declaration(file, scope, &input));
    edits.map(|edit| (reference.clone(), edit)).collect()
}

/// Inputs that may be what a place wants, the most probable first.
pub(super) fn declarations(name: &str, wanted: &Wanted) -> Vec<Json> {
    let kinds = wanted.kinds();
    let looks_like_image = kinds.is_empty() && name.to_ascii_lowercase().contains("image");
    let mut types = Vec::new();
    if wanted.asks_for(Origin::WorkflowImage) || kinds.contains(&"image") || looks_like_image {
        types.push(InputType::Image);
    }
    if wanted.asks_for(Origin::WorkflowVideoMetadata) || kinds.contains(&"video_metadata") {
        types.push(InputType::VideoMetadata);
    }
    types.extend([InputType::Parameter, InputType::Batch]);
    let input = |input_type: InputType| {
        let mut input = Map::new();
        input.insert("type".to_owned(), json!(input_type.word().text));
        input.insert("name".to_owned(), json!(name));
        if !kinds.is_empty() && matches!(input_type, InputType::Parameter | InputType::Batch) {
            input.insert("kind".to_owned(), json!(kinds));
        }
        Json::Object(input)
    };
    types.into_iter().map(input).collect()
}

/// Adds an input to a definition.
fn declaration(file: &File, scope: usize, input: &Json) -> Option<Edit> {
    let source = crate::document::Source::new(file.text(), file.notation);
    let definition: &Node = file.document.root.at(file.symbols.scopes.get(scope)?.pointer.tokens())?;
    match definition.get("inputs") {
        Some(inputs) => surgery::add_element(source, &inputs.value, input),
        None => surgery::add_members(source, definition, &[("inputs".to_owned(), json!([input]))]),
    }
}
