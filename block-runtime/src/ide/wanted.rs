//! What a place wants to refer to, and how well data fits.

use crate::block::{Origin, Selector};
use crate::kind::WILDCARD;
use crate::workflow::{InputType, MemberShape};

use super::slot::Slot;
use super::sources::Source;

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

/// How well data fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// One of its kinds is asked for by its name.
    Named,
    /// Data of any kind is asked for, or it may be of any.
    Any,
    /// Nobody knows its kinds.
    Unknown,
}

impl Wanted {
    /// What a place wants; nothing where references to data have no meaning.
    pub(super) fn of(slot: &Slot) -> Option<Self> {
        match slot {
            Slot::Property { property, shapes, .. } => Self::of_selectors(property.selectors_among(shapes)),
            Slot::Member(_, member) => matches!(member.shape, MemberShape::Selector).then_some(Self::Anything),
            Slot::Binding => Some(Self::Anything),
            _ => None,
        }
    }

    /// What selectors want; nothing where they take no data.
    pub(super) fn of_selectors(selectors: impl IntoIterator<Item = Selector>) -> Option<Self> {
        let data: Vec<_> = selectors.into_iter().filter(|selector| selector.origin != Origin::Step).collect();
        (!data.is_empty()).then_some(Self::Of(data))
    }

    /// Data of these kinds, or any where none are known.
    pub(super) fn of_kinds(kinds: &[&str]) -> Self {
        match kinds {
            [] => Self::Anything,
            kinds => Self::OfKinds(kinds.iter().map(|kind| (*kind).to_owned()).collect()),
        }
    }

    /// How well data fits; nothing where it does not.
    pub(super) fn fit(&self, source: Source<'_>) -> Option<Fit> {
        let kinds = source.kinds();
        let fit = |accepts: &dyn Fn(&str) -> bool| {
            if kinds.iter().any(|kind| *kind != WILDCARD && accepts(kind)) {
                Some(Fit::Named)
            } else if kinds.contains(&WILDCARD) || accepts(WILDCARD) {
                Some(Fit::Any)
            } else {
                kinds.is_empty().then_some(Fit::Unknown)
            }
        };
        match self {
            Self::Of(selectors) => {
                let open = selectors.iter().filter(|selector| source.is_of(selector.origin));
                open.filter_map(|selector| fit(&|name| selector.kinds.iter().any(|kind| kind.name == name))).min()
            }
            Self::OfKinds(accepted) => fit(&|name| accepted.iter().any(|kind| kind == name)),
            Self::Anything => Some(Fit::Named),
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

    /// True when references may lead to what steps give back.
    pub(super) fn takes_outputs(&self) -> bool {
        match self {
            Self::Of(_) => self.asks_for(Origin::AnyData) || self.asks_for(Origin::StepOutput),
            Self::OfKinds(_) | Self::Anything => true,
        }
    }
}

impl Source<'_> {
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
}
