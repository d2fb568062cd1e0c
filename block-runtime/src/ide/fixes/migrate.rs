//! Newer versions of blocks.

use super::Bench;
use super::site::member_of;
use super::trial::Reach;
use crate::block::BlockDef;
use crate::catalogue::Search;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Data, Node, Pointer};
use crate::ide::file::File;
use crate::ide::{Edit, Role, Symbol};
use crate::kind::KindInfo;
use crate::step::{self, Configuration, Target};

/// Runs the newest version of the block in place of one that is deprecated, where everything goes on as it was.
pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let Some((around, _)) = member_of(&bench.finding.pointer) else { return };
    let Some(step) = file.document.root.at(around) else { return };
    let Some(old) = crate::ide::slot::block_of(step, &file.catalogue) else { return };
    let Some(new) = newest(file, old) else { return };
    let changed = with_type(step, new.id);
    if !reads(new, &changed) || !gives_back_the_same(bench, step, (old, step), (new, &changed)) {
        return;
    }
    let edit = Edit { span: bench.finding.span.clone(), text: file.notation.text(new.id) };
    bench.prefer(format!("Change to `{}`", new.id), vec![edit], Reach::Everything);
}

/// The newest block of the same family that runs here and is not deprecated, if it is newer.
fn newest(file: &File, old: &BlockDef) -> Option<&'static BlockDef> {
    let (family, version) = family_and_version(old.id)?;
    let newer = file.catalogue.entries().map(|entry| entry.def).filter_map(|def| {
        let (other, number) = family_and_version(def.id)?;
        let runs = matches!(file.catalogue.search(def.id), Search::Found(_));
        (other == family && number > version && def.deprecated.is_none() && runs).then_some((number, def))
    });
    newer.max_by_key(|(number, _)| *number).map(|(_, def)| def)
}

fn family_and_version(id: &str) -> Option<(&str, u32)> {
    let (family, version) = id.split_once("@v")?;
    Some((family, version.parse().ok()?))
}

fn with_type(step: &Node, id: &str) -> Node {
    let mut changed = step.clone();
    if let Data::Object(members) = &mut changed.data {
        for member in members.iter_mut().filter(|member| member.name == "type") {
            member.value.data = Data::Text(id.to_owned());
        }
    }
    changed
}

/// True when the step reads without errors, and without properties that would be ignored.
fn reads(def: &'static BlockDef, step: &Node) -> bool {
    let mut found: Vec<Diagnostic> = Vec::new();
    let read = step::parse(def, step, &Pointer::root(), &mut found);
    read.is_some() && !found.iter().any(|one| one.is_error() || one.code == Code::UnknownProperty)
}

/// True when every output of the step that is referred to has the same kinds as before.
fn gives_back_the_same(
    bench: &Bench<'_, '_>,
    step: &Node,
    (old, before): (&'static BlockDef, &Node),
    (new, after): (&'static BlockDef, &Node),
) -> bool {
    let Some(name) = step.get("name").and_then(|member| member.value.as_str()) else { return false };
    let symbols = &bench.file.symbols;
    let (scope, symbol) = (symbols.scope_at(step.span.start), Symbol::Step(name.to_owned()));
    let (old, new) = (outputs(old, before), outputs(new, after));
    let mut places = symbols.occurrences.iter().filter(|place| place.scope == scope && place.symbol == symbol);
    places.all(|place| match &place.role {
        Role::Reference(Target::Output { output, .. }) if output == "*" => old.iter().all(|one| new.contains(one)),
        Role::Reference(Target::Output { output, .. }) => {
            old.iter().filter(|(name, _)| name == output).all(|one| new.contains(one))
        }
        _ => true,
    })
}

/// Names and kinds of what a step gives back.
fn outputs(def: &'static BlockDef, step: &Node) -> Vec<(String, Vec<&'static str>)> {
    let kinds = |kinds: &[&'static KindInfo]| kinds.iter().map(|kind| kind.name).collect();
    if let Some(outputs) = Configuration::new(def, step).dynamic_outputs() {
        return outputs.into_iter().map(|output| (output.name, kinds(output.kinds))).collect();
    }
    def.outputs.iter().map(|output| (output.name.to_owned(), kinds(output.kinds))).collect()
}
