//! Gates: which steps run only where another step lets them.
//!
//! A step that decides what runs next names other steps. What it names together is a *branch*: a property with one step
//! or with a list of steps is one branch, each member of an object is one of its own. The named steps are gated by the
//! branch: they run where it is open.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Token;
use crate::step::{Reference, Step};

use super::lineage::Lineage;
use super::plan::{Gate, Parts};

/// For each step of the definition the gates that it stands behind, as far as their steps have been planned.
pub(super) struct Controllers(Vec<Vec<Gate>>);

impl Controllers {
    pub(super) fn new(steps: usize) -> Self {
        Self(vec![Vec::new(); steps])
    }

    /// The gates of a step; all of them are known once it is its turn to be planned.
    pub(super) fn gates_of(&mut self, number: usize) -> Vec<Gate> {
        self.0.get_mut(number).map(std::mem::take).unwrap_or_default()
    }

    /// Puts steps of the definition behind a branch of a planned step.
    pub(super) fn control(&mut self, targets: &[usize], gate: Gate) {
        for target in targets {
            if let Some(gates) = self.0.get_mut(*target) {
                gates.push(gate);
            }
        }
    }
}

/// The batch that the gates of a step decide about: the longest where there are several.
pub(super) fn lineage(parts: &Parts, gates: &[Gate]) -> Lineage {
    let deepest = gates.iter().max_by_key(|gate| gate.depth);
    deepest.map(|gate| parts.steps[gate.step].lineage.clone()).unwrap_or_default()
}

/// Each batch that a gate decides about must be one that the step works on, or one that owns it.
///
/// # Errors
/// What is wrong with the first gate that decides about another one.
pub(super) fn check(step: &Step, data: &[Lineage], gates: &[Gate], parts: &Parts) -> Result<(), Diagnostic> {
    let steered_by = lineage(parts, gates);
    for gate in gates {
        let controller = &parts.steps[gate.step];
        let owns = |lineage: &Lineage| controller.lineage.is_prefix_of(lineage);
        if !controller.lineage.is_batch() || data.iter().any(owns) || data.is_empty() && owns(&steered_by) {
            continue;
        }
        let message = if data.is_empty() {
            format!("the steps that decide about step `{}` do so for different batches", step.name)
        } else {
            format!(
                "`{}` decides about a batch that the data of step `{}` does not belong to",
                controller.name, step.name
            )
        };
        let place = step.place();
        let remedy =
            format!("let `{}` look at what `{}` works on, or at what that was made of", controller.name, step.name);
        return Err(Diagnostic::error_at(Code::GateLineage, &place, message).with_remedy(remedy));
    }
    Ok(())
}

/// A step without data would have to divide elements that it does not have.
pub(super) fn nothing_to_divide(step: &Step) -> Diagnostic {
    let message = format!(
        "step `{}` makes several elements of each, but only a decision about a batch reaches it, no data of that batch",
        step.name
    );
    let place = step.place();
    Diagnostic::error_at(Code::GateLineage, &place, message)
        .with_remedy("feed it with data of the batch, or let something else decide about it")
}

/// The branches of a step: the references that name steps together, and the steps of the definition that they lead to.
/// `controls` are its references to steps, by number, with the steps that they lead to.
pub(super) fn branches(step: &Step, controls: &[(usize, usize)]) -> Vec<(Vec<Arc<str>>, Vec<usize>)> {
    let mut branches: IndexMap<_, (Vec<Arc<str>>, Vec<usize>)> = IndexMap::new();
    for (reference, target) in controls {
        let Some(reference) = step.references.get(*reference) else { continue };
        let key = (reference.property.name, member(step, reference));
        let (names, targets) = branches.entry(key).or_default();
        names.push(Arc::from(reference.text.as_str()));
        targets.push(*target);
    }
    branches.into_values().collect()
}

/// The member of the property's object in which a reference stands.
fn member<'a>(step: &Step, reference: &'a Reference) -> Option<&'a str> {
    match reference.pointer.tokens().get(step.pointer.tokens().len() + 1) {
        Some(Token::Member(name)) => Some(name),
        _ => None,
    }
}
