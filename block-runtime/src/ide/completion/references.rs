//! References: to what the place accepts, the nearest first, and to nothing that would close a circle.

use std::collections::HashSet;

use super::draft::Draft;
use super::{CompletionKind, Proposal, Question, index_of};
use crate::block::{BlockDef, Origin, Selector, description};
use crate::ide::inventory::{Producer, Runs, StepFacts};
use crate::ide::order::Relation;
use crate::ide::sources::{self, Source};
use crate::ide::wanted::Wanted;
use crate::step::Target;
use crate::workflow::InputType;

/// Kinds of data, for people; nothing where they are not known.
pub(super) fn kinds_of(source: Source<'_>) -> Option<String> {
    let kinds = source.kinds();
    (!kinds.is_empty()).then(|| kinds.join(" or "))
}

fn proposal(source: Source<'_>) -> Proposal {
    let text = source.reference();
    let (about, doc) = match source {
        Source::Input(input) => {
            let word = input.input_type.map(InputType::word);
            let about = format!("Input `{}`.", input.name);
            (about, word.map(|word| word.doc.to_owned()).unwrap_or_default())
        }
        Source::Output(StepFacts { producer, .. }, output) => {
            let block = producer.block().map(|def| format!(", a `{}`", def.id)).unwrap_or_default();
            let about = format!("Output `{}` of the step `{}`{block}.", output.name, producer.name());
            (about, description(output.doc))
        }
    };
    let documentation = if doc.is_empty() { about } else { format!("{about}\n\n{doc}") };
    let proposal = Proposal::value(text.clone(), CompletionKind::Reference, Draft::text(text));
    Proposal { detail: kinds_of(source), ..proposal }.documented(documentation)
}

/// The steps that the step around the place must not refer to.
fn circles(question: &Question<'_>, relation: Relation) -> HashSet<usize> {
    let step = question.step_pointer().and_then(index_of);
    sources::circles(question.file, question.cursor.scope, step, relation)
}

/// References that a property accepts.
pub(super) fn of(question: &Question<'_>, selectors: &[Selector]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if selectors.iter().any(|selector| selector.origin == Origin::Step) {
        proposals.extend(steps(question));
    }
    if let Some(wanted) = Wanted::of_selectors(selectors.iter().copied()) {
        proposals.extend(of_data(question, &wanted));
    }
    proposals
}

/// References to data that fits.
pub(super) fn of_data(question: &Question<'_>, wanted: &Wanted) -> Vec<Proposal> {
    let circles = circles(question, Relation::Uses);
    let found = question.inventory.fitting(question.index(), &circles, wanted).into_iter();
    let mut proposals: Vec<Proposal> =
        found.map(|(fit, source)| Proposal { tier: fit as usize, ..proposal(source) }).collect();
    if wanted.takes_outputs() {
        proposals.extend(unknown(question, &circles));
    }
    proposals
}

/// What outputs of the workflow can give back.
pub(super) fn of_outputs(question: &Question<'_>) -> Vec<Proposal> {
    const ALL: usize = 1;
    let mut proposals: Vec<Proposal> = question.inventory.sources(usize::MAX).into_iter().map(proposal).collect();
    for StepFacts { producer, outputs, .. } in question.inventory.steps.iter().rev() {
        if !matches!(producer.runs, Runs::Workflow(_)) && !outputs.is_empty() {
            let text = Target::Output { step: producer.name().to_owned(), output: "*".to_owned() }.to_string();
            let proposal = Proposal::value(text.clone(), CompletionKind::Reference, Draft::text(text));
            proposals.push(
                Proposal { tier: ALL, ..proposal }
                    .documented(format!("All outputs of the step `{}`.", producer.name())),
            );
        }
    }
    proposals.extend(unknown(question, &HashSet::new()));
    proposals
}

/// Steps that flow control chooses.
fn steps(question: &Question<'_>) -> Vec<Proposal> {
    let circles = circles(question, Relation::Chooses);
    let index = question.index();
    let steps = question.inventory.steps.iter().map(|step| &step.producer);
    let mut steps: Vec<&Producer<'_>> = steps.filter(|step| !circles.contains(&step.index)).collect();
    // What runs next is mostly written behind.
    steps.sort_by_key(|step| (step.index < index, step.index));
    let proposal = |step: &Producer<'_>| {
        let text = Target::Step(step.name().to_owned()).to_string();
        let about = step.block().map(BlockDef::summary).unwrap_or_default();
        Proposal {
            detail: step.block().map(|def| def.id.to_owned()),
            ..Proposal::value(text.clone(), CompletionKind::Step, Draft::text(text))
        }
        .documented(about)
    };
    let proposals = steps.into_iter().map(proposal);
    proposals.filter(|proposal| !question.is_listed(&proposal.label)).collect()
}

/// Steps of which it is not known what they give back.
fn unknown(question: &Question<'_>, circles: &HashSet<usize>) -> Vec<Proposal> {
    const LAST: usize = 2;
    let steps = question.inventory.steps.iter().rev().filter(|step| !step.is_complete);
    let unknown = steps.map(|step| &step.producer).filter(|step| !circles.contains(&step.index));
    let proposal = |step: &Producer<'_>| {
        let text = format!("{}.", Target::Step(step.name().to_owned()));
        Proposal {
            tier: LAST,
            retrigger: true,
            ..Proposal::value(text.clone(), CompletionKind::Reference, Draft::Open(text))
        }
        .documented("It is not known yet what the step gives back.")
    };
    unknown.map(proposal).collect()
}
