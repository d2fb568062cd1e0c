//! Data that a place could refer to.

use super::site::step_around;
use crate::block::{Origin, Selector, Shape};
use crate::document::Token;
use crate::ide::file::File;
use crate::ide::slot::Slot;
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{InputType, MemberShape};

/// What references in a place may lead to.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// What one of these selectors takes.
    Of(Vec<Selector>),
    /// Data of one of these kinds.
    OfKinds(Vec<String>),
    /// Any data.
    Anything,
}

impl Wanted {
    /// What a place wants; nothing where references to data have no meaning.
    pub(super) fn of(slot: &Slot) -> Option<Self> {
        match slot {
            Slot::Property { property, shapes, .. } => {
                let declared = shapes.iter().filter_map(|shape| match shape {
                    Shape::Selector(selector) => Some(*selector),
                    _ => None,
                });
                let selectors: Vec<Selector> = declared
                    .flat_map(|selector| property.narrowed(selector))
                    .filter(|selector| selector.origin != Origin::Step)
                    .collect();
                (!selectors.is_empty()).then_some(Self::Of(selectors))
            }
            Slot::Member(_, member) => matches!(member.shape, MemberShape::Selector).then_some(Self::Anything),
            Slot::Binding => Some(Self::Anything),
            _ => None,
        }
    }

    /// How well data fits: 0 where one of its kinds is asked for by name; nothing where it does not.
    fn fit(&self, input: Option<InputType>, is_output: bool, kinds: &[&str]) -> Option<usize> {
        const NAMED: usize = 0;
        const ANY: usize = 1;
        const UNKNOWN: usize = 2;
        let fit = |accepts: &dyn Fn(&str) -> bool| {
            if kinds.iter().any(|kind| *kind != WILDCARD && accepts(kind)) {
                Some(NAMED)
            } else if kinds.contains(&WILDCARD) || accepts(WILDCARD) {
                Some(ANY)
            } else {
                kinds.is_empty().then_some(UNKNOWN)
            }
        };
        match self {
            Self::Of(selectors) => {
                let open = selectors.iter().filter(|selector| leads(selector.origin, input, is_output));
                open.filter_map(|selector| fit(&|name| selector.kinds.iter().any(|kind| kind.name == name))).min()
            }
            Self::OfKinds(accepted) => fit(&|name| accepted.iter().any(|kind| kind == name)),
            Self::Anything => Some(NAMED),
        }
    }

    /// Names of the kinds that fit; none where all do.
    pub(super) fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        let mut add = |name| {
            if !kinds.contains(&name) {
                kinds.push(name);
            }
        };
        match self {
            Self::Of(selectors) => {
                selectors.iter().flat_map(|selector| selector.kinds).for_each(|kind| add(kind.name));
            }
            Self::OfKinds(names) => names.iter().for_each(|name| add(name)),
            Self::Anything => {}
        }
        if kinds.contains(&WILDCARD) { Vec::new() } else { kinds }
    }

    /// True when references of this origin are asked for.
    pub(super) fn asks_for(&self, origin: Origin) -> bool {
        matches!(self, Self::Of(selectors) if selectors.iter().any(|selector| selector.origin == origin))
    }
}

/// True when references of this origin may lead to an input of a type, or to an output.
fn leads(origin: Origin, input: Option<InputType>, is_output: bool) -> bool {
    let is_one_of = |types: &[InputType]| !is_output && input.is_none_or(|one| types.contains(&one));
    match origin {
        Origin::AnyData => true,
        Origin::StepOutput => is_output,
        Origin::WorkflowImage => is_one_of(&[InputType::Image, InputType::InferenceImage]),
        Origin::WorkflowVideoMetadata => is_one_of(&[InputType::VideoMetadata]),
        Origin::WorkflowParameter => is_one_of(&[InputType::Parameter, InputType::InferenceParameter]),
        Origin::Step => false,
    }
}

/// References to data that fits a place, the best first: of equally good ones that of the nearest step before, then
/// inputs, then steps behind. Steps that wait for the one around the place are left out.
pub(super) fn references(file: &File, scope: usize, path: &[Token], wanted: &Wanted) -> Vec<String> {
    let Some(declared) = file.symbols.scopes.get(scope) else { return Vec::new() };
    let around = step_around(file, path).filter(|around| around.starts_with(declared.pointer.tokens()));
    let start = around.and_then(|around| file.document.root.at(around)).map_or(usize::MAX, |step| step.span.start);
    let number =
        |path: &[Token]| file.analysis.definition.steps.iter().position(|step| step.step.pointer.tokens() == path);
    let waiting = around.and_then(number).map(|number| file.analysis.waiting_for(number)).unwrap_or_default();

    let steps = declared.steps.iter().filter(|step| {
        let path = step.pointer.tokens();
        Some(path) != around && !number(path).and_then(|number| waiting.get(number)).copied().unwrap_or_default()
    });
    let (mut before, behind): (Vec<_>, Vec<_>) = steps.partition(|step| step.span.start < start);
    before.reverse();
    let outputs = |steps: &[&crate::ide::Declaration]| {
        let mut found = Vec::new();
        for producer in steps.iter().filter_map(|step| file.producer(scope, &step.name)) {
            for output in file.outputs(&producer) {
                if let Some(fit) = wanted.fit(None, true, &output.kinds) {
                    let step = producer.declaration.name.clone();
                    found.push((fit, Target::Output { step, output: output.name.to_owned() }));
                }
            }
        }
        found
    };
    let inputs = declared.inputs.iter().filter_map(|input| {
        let given = file.given(scope, &input.name)?;
        let fit = wanted.fit(given.input_type, false, &given.kinds)?;
        Some((fit, Target::Input(input.name.clone())))
    });
    let mut found = outputs(&before);
    found.extend(inputs);
    found.extend(outputs(&behind));
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, target)| target.to_string()).collect()
}
