//! References that lead to something else than they should, and data that nothing refers to.

use serde_json::json;

use super::Bench;
use super::names::free_name;
use super::site::{member_of, site};
use super::trial::Reach;
use crate::document::{Node, Token};
use crate::ide::file::File;
use crate::ide::inventory::Inventory;
use crate::ide::order::Relation;
use crate::ide::wanted::Wanted;
use crate::ide::{Edit, sources, surgery};
use crate::step::Target;

/// How many outputs of a step are offered.
const MOST_OUTPUTS: usize = 5;

/// References to data that fits a place, the best first, and of equally good data the nearest.
pub(super) fn to_data(file: &File, scope: usize, path: &[Token], wanted: &Wanted) -> Vec<String> {
    let step = file.symbols.scopes.get(scope).and_then(|definition| definition.step_around(path));
    let circles = sources::circles(file, scope, step, Relation::Uses);
    let inventory = Inventory::new(file, scope);
    let mut found = inventory.fitting(step.unwrap_or(usize::MAX), &circles, wanted);
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, source)| source.reference()).collect()
}

/// Refers to the nearest data of the right kind.
pub(super) fn refer_to_others(bench: &mut Bench<'_, '_>) {
    const MOST: usize = 3;
    const MOST_TRIED: usize = 12;
    let (file, path) = (bench.file, bench.finding.pointer.tokens());
    let Some(found) = site(file, path) else { return };
    let is_reference = found.node.as_str().is_some_and(Target::is_reference);
    let Some(wanted) = Wanted::of(&found.slot).filter(|_| is_reference) else { return };
    let scope = file.symbols.scope_at(bench.finding.span.start);
    let mut offered = 0;
    for reference in to_data(file, scope, path, &wanted).into_iter().take(MOST_TRIED) {
        offered += usize::from(refer(bench, &reference, Reach::Part));
        if offered == MOST {
            return;
        }
    }
}

/// Names an output of the step that a reference names.
pub(super) fn name_output(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let node = file.document.root.at(bench.finding.pointer.tokens());
    let target = node.and_then(Node::as_str).and_then(Target::parse);
    let Some(Target::Step(step) | Target::Output { step, .. }) = target else { return };
    let scope = file.symbols.scope_at(bench.finding.span.start);
    let Some(producer) = file.producer(scope, &step) else { return };
    let mut offered = 0;
    for output in file.outputs(&producer) {
        let target = Target::Output { step: step.clone(), output: output.name.to_owned() };
        offered += usize::from(refer(bench, &target.to_string(), Reach::Part));
        if offered == MOST_OUTPUTS {
            return;
        }
    }
    if let [.., only] = bench.fixes.as_mut_slice()
        && offered == 1
    {
        only.is_preferred = true;
    }
}

fn refer(bench: &mut Bench<'_, '_>, reference: &str, reach: Reach) -> bool {
    let edit = Edit { span: bench.finding.span.clone(), text: bench.file.notation.text(reference) };
    bench.offer(format!("Change to `{reference}`"), vec![edit], reach)
}

/// Adds outputs of the workflow that give back what nothing refers to.
pub(super) fn give_back(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let Some((part, _)) = member_of(&bench.finding.pointer) else { return };
    let scope = file.symbols.scope_at(bench.finding.span.start);
    let name = file.document.root.at(part).and_then(|step| step.text("name"));
    let Some(producer) = name.and_then(|name| file.producer(scope, name)) else { return };
    let Some(definition) = file.symbols.scopes.get(scope) else { return };
    let list = definition.pointer.member("outputs");
    let Some(outputs) = file.document.root.at(list.tokens()) else { return };
    for output in file.outputs(&producer).into_iter().take(MOST_OUTPUTS) {
        let step = producer.declaration.name.clone();
        let title = format!("Add an output that gives back `{step}.{}`", output.name);
        let target = Target::Output { step, output: output.name.to_owned() };
        let free = free_name(file, list.tokens(), output.name);
        let added = json!({"type": "JsonField", "name": free, "selector": target.to_string()});
        if let Some(edit) = surgery::add_element(bench.source(), outputs, &added) {
            bench.offer(title, vec![edit], Reach::Everything);
        }
    }
}
