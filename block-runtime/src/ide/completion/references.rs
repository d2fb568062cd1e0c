//! References: to what the place accepts, the nearest first, and to nothing that would close a circle.

use std::collections::HashSet;

use super::draft::Draft;
use super::inventory::{InputFacts, Inventory, OutputFacts, StepFacts, index_of};
use super::order::{Order, Relation};
use super::{CompletionKind, Proposal, Question};
use crate::block::{Origin, Selector};
use crate::compile::Lineage;
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{InputType, Kinds};

/// What a reference may lead to.
#[derive(Clone, Copy)]
pub(super) enum Source<'i> {
    Input(&'i InputFacts<'i>),
    Output(&'i StepFacts<'i>, &'i OutputFacts),
}

impl<'i> Source<'i> {
    pub(super) fn kinds(self) -> &'i Kinds {
        match self {
            Self::Input(input) => &input.kinds,
            Self::Output(_, output) => &output.kinds,
        }
    }

    /// The batch that it belongs to, where that is known.
    pub(super) fn lineage(self) -> Option<&'i Lineage> {
        match self {
            Self::Input(input) => input.lineage.as_ref(),
            Self::Output(_, output) => output.lineage.as_ref(),
        }
    }

    pub(super) fn reference(self) -> String {
        let target = match self {
            Self::Input(input) => Target::Input(input.name.to_owned()),
            Self::Output(step, output) => Target::Output { step: step.name.to_owned(), output: output.name.clone() },
        };
        target.to_string()
    }

    /// True when references of this origin may lead there.
    pub(super) fn is_of(self, origin: Origin) -> bool {
        let is_input = |types: &[InputType]| match self {
            Self::Input(input) => input.input_type.is_none_or(|one| types.contains(&one)),
            Self::Output(..) => false,
        };
        match origin {
            Origin::AnyData => true,
            Origin::StepOutput => matches!(self, Self::Output(..)),
            Origin::WorkflowImage => is_input(&[InputType::Image, InputType::InferenceImage]),
            Origin::WorkflowVideoMetadata => is_input(&[InputType::VideoMetadata]),
            Origin::WorkflowParameter => is_input(&[InputType::Parameter, InputType::InferenceParameter]),
            Origin::Step => false,
        }
    }

    /// How well it fits: 0 where a kind is accepted by its name, 1 where it matches only because anything does.
    fn fit(self, selectors: &[Selector]) -> Option<usize> {
        let open = selectors.iter().filter(|selector| self.is_of(selector.origin));
        let fits = open.filter(|selector| self.kinds().match_any(selector.kinds));
        let by_name = |selector: &Selector| {
            let named = |kind: &&crate::kind::KindInfo| {
                !kind.is_wildcard() && self.kinds().names().any(|name| name == kind.name)
            };
            usize::from(!selector.kinds.iter().copied().any(|kind| named(&kind)))
        };
        fits.map(by_name).min()
    }

    fn proposal(self) -> Proposal {
        let kinds = self.kinds().names().collect::<Vec<_>>().join(" or ");
        let text = self.reference();
        let (about, doc) = match self {
            Self::Input(input) => {
                let word = input.input_type.map(InputType::word);
                let about = format!("Input `{}`.", input.name);
                (about, word.map(|word| word.doc.to_owned()).unwrap_or_default())
            }
            Self::Output(step, output) => {
                let block = step.block.map(|def| format!(", a `{}`", def.id)).unwrap_or_default();
                (format!("Output `{}` of the step `{}`{block}.", output.name, step.name), output.doc.clone())
            }
        };
        let documentation = if doc.is_empty() { about } else { format!("{about}\n\n{doc}") };
        Proposal { detail: Some(kinds), ..Proposal::value(text.clone(), CompletionKind::Reference, Draft::text(text)) }
            .documented(documentation)
    }
}

impl Inventory<'_> {
    /// What may be referred to from a place in the list of steps, the nearest first: what steps before it give back,
    /// inputs, what steps after it give back.
    pub(super) fn sources(&self, index: usize) -> Vec<Source<'_>> {
        let (before, after): (Vec<_>, Vec<_>) = self.steps.iter().partition(|step| step.index < index);
        let outputs = |step| StepFacts::outputs(step).map(move |output| Source::Output(step, output));
        let before = before.into_iter().rev().flat_map(outputs);
        let after = after.into_iter().flat_map(outputs);
        before.chain(self.inputs.iter().map(Source::Input)).chain(after).collect()
    }
}

/// The steps that the step around the place must not refer to.
fn circles(question: &Question<'_>, relation: Relation) -> HashSet<usize> {
    match question.step_pointer().and_then(index_of) {
        Some(index) => Order::new(question).closing_circles(index, relation),
        None => HashSet::new(),
    }
}

/// References that a property accepts.
pub(super) fn of(question: &Question<'_>, selectors: &[Selector]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if selectors.iter().any(|selector| selector.origin == Origin::Step) {
        proposals.extend(steps(question));
    }
    let data: Vec<Selector> = selectors.iter().filter(|one| one.origin != Origin::Step).copied().collect();
    if data.is_empty() {
        return proposals;
    }
    let circles = circles(question, Relation::Uses);
    for source in question.inventory.sources(question.index()) {
        let closes = matches!(source, Source::Output(step, _) if circles.contains(&step.index));
        if let (false, Some(tier)) = (closes, source.fit(&data)) {
            proposals.push(Proposal { tier, ..source.proposal() });
        }
    }
    if data.iter().any(|selector| matches!(selector.origin, Origin::AnyData | Origin::StepOutput)) {
        proposals.extend(unknown(question, &circles));
    }
    proposals
}

/// Data of any kind.
pub(super) fn of_kinds(question: &Question<'_>, accepted: &Kinds) -> Vec<Proposal> {
    let circles = circles(question, Relation::Uses);
    let mut proposals = Vec::new();
    for source in question.inventory.sources(question.index()) {
        let closes = matches!(source, Source::Output(step, _) if circles.contains(&step.index));
        let has = |name: &str| accepted.names().any(|known| known == name);
        let by_name = source.kinds().names().any(|name| name != WILDCARD && has(name));
        let fits = by_name || has(WILDCARD) || source.kinds().names().any(|name| name == WILDCARD);
        if fits && !closes {
            proposals.push(Proposal { tier: usize::from(!by_name), ..source.proposal() });
        }
    }
    proposals.extend(unknown(question, &circles));
    proposals
}

/// What outputs of the workflow can give back.
pub(super) fn of_outputs(question: &Question<'_>) -> Vec<Proposal> {
    const ALL: usize = 1;
    let mut proposals: Vec<Proposal> =
        question.inventory.sources(usize::MAX).into_iter().map(Source::proposal).collect();
    for step in question.inventory.steps.iter().rev() {
        if !step.is_inner && step.outputs.as_ref().is_some_and(|outputs| !outputs.is_empty()) {
            let text = Target::Output { step: step.name.to_owned(), output: "*".to_owned() }.to_string();
            let proposal = Proposal::value(text.clone(), CompletionKind::Reference, Draft::text(text));
            proposals.push(
                Proposal { tier: ALL, ..proposal }.documented(format!("All outputs of the step `{}`.", step.name)),
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
    let mut steps: Vec<&StepFacts<'_>> =
        question.inventory.steps.iter().filter(|step| !circles.contains(&step.index)).collect();
    // What runs next is mostly written behind.
    steps.sort_by_key(|step| (step.index < index, step.index));
    let proposal = |step: &StepFacts<'_>| {
        let text = Target::Step(step.name.to_owned()).to_string();
        let about = step.block.map(crate::block::BlockDef::summary).unwrap_or_default();
        Proposal {
            detail: step.block.map(|def| def.id.to_owned()),
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
    let steps = question.inventory.steps.iter().rev();
    let unknown = steps.filter(|step| step.outputs.is_none() && !circles.contains(&step.index));
    let proposal = |step: &StepFacts<'_>| {
        let text = format!("{}.", Target::Step(step.name.to_owned()));
        Proposal {
            tier: LAST,
            retrigger: true,
            ..Proposal::value(text.clone(), CompletionKind::Reference, Draft::Open(text))
        }
        .documented("It is not known yet what the step gives back.")
    };
    unknown.map(proposal).collect()
}
