//! The typed form of a definition. Every part knows where it stands in the text.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;

use crate::block::Entry;
use crate::document::Place;
use crate::kind::{self, KindInfo, WILDCARD};
use crate::step::Step;
use crate::value::Value;

use super::form::{Coordinates, InputType};
use super::inner::ExpandedStep;

/// A workflow as it was written.
#[derive(Debug, Clone, Default)]
pub struct Definition {
    /// What the workflow is given.
    pub inputs: Vec<Input>,
    /// What it does.
    pub steps: Vec<StepDefinition>,
    /// What it gives back.
    pub outputs: Vec<OutputDefinition>,
    /// Parts that are there but could not be read.
    pub unread: Unread,
    /// Steps that stood for inner workflows, whose steps are now among the others.
    pub expanded: Vec<ExpandedStep>,
}

/// Parts of a definition that have been reported as faulty.
///
/// References to them are not reported once more.
#[derive(Debug, Clone, Default)]
pub struct Unread {
    /// Names of inputs; nothing at all is known about them.
    pub inputs: HashSet<String>,
    /// Names of steps.
    pub steps: HashSet<String>,
    /// True when there may be inputs whose names are not known.
    pub nameless_inputs: bool,
    /// True when there may be steps whose names are not known.
    pub nameless_steps: bool,
}

impl Unread {
    /// True when there is anything that could not be read.
    pub fn is_any(&self) -> bool {
        self.nameless_inputs || self.nameless_steps || !self.inputs.is_empty() || !self.steps.is_empty()
    }

    /// True when an input of this name may exist.
    pub fn may_be_input(&self, name: &str) -> bool {
        self.nameless_inputs || self.inputs.contains(name)
    }

    /// True when a step of this name may exist.
    pub fn may_be_step(&self, name: &str) -> bool {
        self.nameless_steps || self.steps.contains(name)
    }
}

/// A name and its place.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// Names of the kinds of an input or an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<Cow<'static, str>>);

impl Kinds {
    /// Kinds by name.
    pub fn new(names: Vec<String>) -> Self {
        Self(names.into_iter().map(Cow::Owned).collect())
    }

    /// A single kind.
    pub fn one(name: &'static str) -> Self {
        Self(vec![Cow::Borrowed(name)])
    }

    /// Kinds that blocks declare.
    pub fn of(kinds: &[&'static KindInfo]) -> Self {
        Self(kinds.iter().map(|kind| Cow::Borrowed(kind.name)).collect())
    }

    /// The names in declared order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// True when there is no other kind than this one.
    pub fn is_only(&self, name: &str) -> bool {
        !self.0.is_empty() && self.names().all(|known| known == name)
    }

    /// The kinds, where all of them are known.
    pub(crate) fn known(&self) -> Option<Vec<&'static KindInfo>> {
        self.names().map(kind::find).collect()
    }

    /// True when data of these kinds may flow where `accepted` kinds are expected.
    pub fn match_any(&self, accepted: &[&KindInfo]) -> bool {
        self.names().any(|name| name == WILDCARD)
            || accepted.iter().any(|kind| kind.is_wildcard() || self.names().any(|name| name == kind.name))
    }
}

/// An input.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name.
    pub name: Named,
    /// What it holds.
    pub data: InputData,
    /// Kinds of its data.
    pub kinds: Kinds,
    /// Where the kinds stand; the whole input where they are not written.
    pub kinds_place: Place,
    /// Where it stands.
    pub place: Place,
}

/// What an input holds.
#[derive(Debug, Clone)]
pub enum InputData {
    /// Images, one for each element of the batch.
    Images,
    /// Facts about video frames, one for each element of the batch.
    VideoMetadata,
    /// Any data, one piece for each element of the batch.
    Batch {
        /// How many levels of lists there are; valid from 1.
        dimensionality: i64,
        /// Where that is written.
        place: Place,
    },
    /// A single value.
    Parameter {
        /// What holds when no value is given.
        default: Value,
    },
}

impl InputData {
    /// The main name of the type.
    pub fn type_name(&self) -> &'static str {
        let main = match self {
            Self::Images => InputType::Image,
            Self::VideoMetadata => InputType::VideoMetadata,
            Self::Batch { .. } => InputType::Batch,
            Self::Parameter { .. } => InputType::Parameter,
        };
        main.word().text
    }

    /// How many levels of lists there are; none for a single value.
    pub fn levels(&self) -> usize {
        match self {
            Self::Parameter { .. } => 0,
            Self::Images | Self::VideoMetadata => 1,
            Self::Batch { dimensionality, .. } => usize::try_from(*dimensionality).unwrap_or_default(),
        }
    }

    /// True when there is a piece of data for each element of the batch.
    pub fn is_batch(&self) -> bool {
        !matches!(self, Self::Parameter { .. })
    }
}

/// A step together with its block.
#[derive(Debug, Clone)]
pub struct StepDefinition {
    /// The step.
    pub step: Step,
    /// Its block.
    pub entry: Entry,
    /// Names and kinds of the outputs that the configured step has, where they depend on its configuration.
    pub dynamic_outputs: Option<IndexMap<String, Kinds>>,
}

impl StepDefinition {
    /// Where the name of the step stands.
    pub fn name_place(&self) -> Place {
        Place::new(self.step.pointer.member("name"), &self.step.name_span)
    }

    /// Names of the outputs, in declared order.
    pub fn output_names(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        let (dynamic, fixed) = (self.dynamic_outputs.as_ref(), self.step.def.outputs);
        let name = move |place: usize| match dynamic {
            Some(outputs) => outputs.get_index(place).map(|(name, _)| name.as_str()),
            None => fixed.get(place).map(|output| output.name),
        };
        (0..dynamic.map_or(fixed.len(), IndexMap::len)).map(move |place| name(place).unwrap_or_default())
    }

    /// Kinds of an output; nothing when the step has no such output.
    pub fn output_kinds(&self, name: &str) -> Option<Kinds> {
        match &self.dynamic_outputs {
            Some(outputs) => outputs.get(name).cloned(),
            None => {
                self.step.def.outputs.iter().find(|output| output.name == name).map(|output| Kinds::of(output.kinds))
            }
        }
    }
}

/// An output of the workflow.
#[derive(Debug, Clone)]
pub struct OutputDefinition {
    /// Its name.
    pub name: Named,
    /// The reference to what it gives back, as it was written.
    pub selector: String,
    /// Where the reference stands.
    pub selector_place: Place,
    /// In which image's pixels detections are given.
    pub coordinates: Coordinates,
}
