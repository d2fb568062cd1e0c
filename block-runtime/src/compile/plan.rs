//! The plan: a workflow in the form in which it is executed, never changed again.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::block::{Arg, Entry, PropertyDef};
use crate::diagnostic::Diagnostic;
use crate::workflow::{Coordinates, Input, InputData, Kinds};

use super::lineage::Lineage;

/// A compiled workflow. Cheap to clone, and shared by any number of runs at a time.
#[derive(Clone)]
pub struct Plan {
    parts: Arc<Parts>,
    warnings: Arc<[Diagnostic]>,
}

impl fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Plan").field("steps", &self.parts.steps.len()).finish_non_exhaustive()
    }
}

impl Plan {
    pub(super) fn new(parts: Parts, warnings: Vec<Diagnostic>) -> Self {
        Self { parts: Arc::new(parts), warnings: warnings.into() }
    }

    /// What should be known about the definition although it runs, in the order of the text.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// What the workflow is given, in the order of the definition.
    pub fn inputs(&self) -> &[PlannedInput] {
        &self.parts.inputs
    }

    /// Names of the steps, each after those that it waits for.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.parts.steps.iter().map(|step| step.name.as_ref())
    }

    /// Names of the outputs, in the order of the definition.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = &str> {
        self.parts.outputs.iter().map(|output| output.name.as_str())
    }

    pub(crate) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }
}

/// Inputs, steps and outputs of a plan, each numbered by its place.
pub(crate) struct Parts {
    pub(crate) inputs: Vec<PlannedInput>,
    pub(crate) steps: Vec<StepPlan>,
    pub(crate) outputs: Vec<OutputPlan>,
}

/// What a workflow is given.
#[derive(Debug)]
pub struct PlannedInput {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub data: InputData,
    /// Kinds of its data.
    pub kinds: Kinds,
    /// The batch that its data belongs to.
    pub lineage: Lineage,
    /// Properties that take its value as it is, for parameters.
    pub(crate) bindings: Vec<Binding>,
    /// How many steps read it, and one more if an output does.
    pub(crate) readers: usize,
}

impl PlannedInput {
    pub(super) fn new(number: usize, input: Input) -> Self {
        let lineage = Lineage::of_input(number, input.data.levels());
        Self { name: input.name.name, data: input.data, kinds: input.kinds, lineage, bindings: Vec::new(), readers: 0 }
    }
}

/// A property that takes the value of a parameter as it is.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) step: Arc<str>,
    pub(crate) property: &'static PropertyDef,
}

/// A step.
pub(crate) struct StepPlan {
    pub(crate) name: Arc<str>,
    pub(crate) entry: Entry,
    /// What the step gives for each field of the block; references are numbers of `feeds`.
    pub(crate) args: Vec<Arg>,
    pub(crate) feeds: Vec<Feed>,
    pub(crate) elements: Elements,
    /// How many levels the batch has whose elements the block is called for.
    pub(crate) depth: usize,
    /// The batch that its outputs, or its decisions, belong to.
    pub(crate) lineage: Lineage,
    /// What must be open for it to run.
    pub(crate) gates: Vec<Gate>,
    /// What it can open, for steps that decide what runs next.
    pub(crate) branches: Branches,
    /// Names of its outputs, where they depend on its configuration.
    pub(crate) dynamic_outputs: Option<Vec<String>>,
    /// Steps that wait for it.
    pub(crate) followers: Vec<usize>,
    /// How many steps it waits for.
    pub(crate) waits_for: usize,
    /// The inputs and steps that it reads, each once.
    pub(crate) reads: Vec<Node>,
    /// How many steps read it, and one more if an output does.
    pub(crate) readers: usize,
}

/// Where data comes from, as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    Input(usize),
    Step(usize),
}

/// The elements that a block may be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elements {
    /// There is no batch.
    Single,
    /// Single data stands for a batch of one.
    Cast,
    /// Those of the data of this feed, or of what owns them.
    OfFeed(usize),
    /// Those that this gate decides about.
    OfGate(usize),
}

/// A branch that must be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gate {
    /// The step that decides.
    pub(crate) step: usize,
    /// Which of its branches.
    pub(crate) branch: usize,
    /// How many levels the batch has that it decides about.
    pub(crate) depth: usize,
}

/// The branches of a deciding step, by the references with which it names the steps behind them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Branches {
    count: usize,
    /// In alphabetical order. No step stands behind two of the branches.
    names: Vec<(Arc<str>, usize)>,
}

impl Branches {
    /// For each branch the references to its steps.
    pub(super) fn new(branches: impl ExactSizeIterator<Item = Vec<Arc<str>>>) -> Self {
        let count = branches.len();
        let mut names: Vec<_> = branches
            .enumerate()
            .flat_map(|(branch, references)| references.into_iter().map(move |reference| (reference, branch)))
            .collect();
        names.sort_unstable();
        Self { count, names }
    }

    /// How many branches there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The branch behind which a step stands.
    pub(crate) fn of(&self, reference: &str) -> Option<usize> {
        let place = self.names.binary_search_by(|(name, _)| name.as_ref().cmp(reference)).ok()?;
        self.names.get(place).map(|(_, branch)| *branch)
    }
}

/// What a reference of a step leads to, and how it is handed over.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    pub(crate) source: Source,
    pub(crate) form: Form,
}

/// How data is handed to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A single value, the same for every call.
    Single,
    /// A piece for each element. With `cast`, the data is a single value that stands for every element.
    Element { cast: bool },
    /// A group of pieces for each element, which are one level deeper. With `cast`, the data is a single value that
    /// stands for every group.
    Group { cast: bool },
}

/// Where data comes from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Input(usize),
    Output { step: usize, field: Field },
    Literal(crate::value::Value),
}

/// An output among those of its step.
#[derive(Debug, Clone)]
pub(crate) enum Field {
    /// By its place among the values that the block yields.
    At(usize),
    /// By its name in the only value that the block yields.
    Named(Arc<str>),
}

/// What an output of the workflow gives back.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    One(Source),
    /// All outputs of a step, by name.
    All {
        step: usize,
        fields: Arc<[Field]>,
    },
}

/// An output of the workflow.
pub(crate) struct OutputPlan {
    pub(crate) name: String,
    pub(crate) selection: Selection,
    pub(crate) kinds: OutputKinds,
    pub(crate) lineage: Lineage,
    pub(crate) coordinates: Coordinates,
}

/// Kinds of what an output gives back.
#[derive(Debug, Clone)]
pub(crate) enum OutputKinds {
    One(Kinds),
    /// Names and kinds of all outputs of a step.
    Each(Arc<IndexMap<String, Kinds>>),
}
