//! What the inputs of inner workflows are given.

use serde_json::{Map, Value as Json, json};

use super::trial::Reach;
use super::{Bench, references};
use crate::document::{Source, Token};
use crate::ide::file::File;
use crate::ide::wanted::Wanted;
use crate::ide::{Edit, surgery};
use crate::workflow::BINDINGS;

/// Binds an input that an inner workflow needs.
pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let Some(input) = bench.finding.related.first() else { return };
    let declared = file.symbols.scopes.iter().enumerate().find_map(|(scope, definition)| {
        let declared = definition.inputs.iter().find(|declared| declared.pointer == input.pointer)?;
        Some((scope, declared.name.as_str()))
    });
    let Some((scope, name)) = declared else { return };
    let wanted = file.given(scope, name).map_or(Wanted::Anything, |given| Wanted::of_kinds(&given.kinds));
    for (reference, edit) in bindings(file, scope, name, &wanted) {
        if bench.prefer(format!("Bind `{name}` to `{reference}`"), vec![edit], Reach::Part) {
            return;
        }
    }
}

/// References to which an input of an inner workflow may be bound, the best first, and the changes that bind it.
pub(super) fn bindings(file: &File, scope: usize, name: &str, wanted: &Wanted) -> Vec<(String, Edit)> {
    const MOST: usize = 4;
    let definition = file.symbols.scopes.get(scope).map(|scope| scope.pointer.tokens()).unwrap_or_default();
    let Some((Token::Member(_), path)) = definition.split_last() else { return Vec::new() };
    let Some(step) = file.document.root.at(path) else { return Vec::new() };
    let source = Source::new(file.text(), file.notation);
    let bind = |reference: String| {
        let added = [(name.to_owned(), Json::from(reference.as_str()))];
        let edit = if let Some(bindings) = step.get(BINDINGS) {
            surgery::add_members(source, &bindings.value, &added)
        } else {
            let bindings: Map<String, Json> = added.into_iter().collect();
            surgery::add_members(source, step, &[(BINDINGS.to_owned(), json!(bindings))])
        };
        Some((reference, edit?))
    };
    let around = file.symbols.scope_at(step.span.start);
    references::to_data(file, around, path, wanted).into_iter().take(MOST).filter_map(bind).collect()
}
