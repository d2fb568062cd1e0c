//! What a block gives back.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::Block;
use super::entry::Outcome;
use super::param::StepRef;
use super::table::OutputDef;
use crate::kind::{Kind, KindInfo, KindSet, Wildcard};
use crate::value::{Map, Value};

/// The outputs of one element. Made by `#[derive(Outputs)]`; `()` is for blocks without outputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not describe outputs",
    note = "put `#[derive(Outputs)]` on the struct"
)]
pub trait Outputs: 'static {
    /// The outputs in order.
    const OUTPUTS: &'static [OutputDef];

    /// The values in the order of [`OUTPUTS`](Self::OUTPUTS); a single object for outputs that depend on the
    /// configuration.
    fn into_values(self) -> Vec<Value>;
}

impl Outputs for () {
    const OUTPUTS: &'static [OutputDef] = &[];

    fn into_values(self) -> Vec<Value> {
        Vec::new()
    }
}

/// Outputs whose names depend on how the step is configured.
#[derive(Debug, Clone, Default)]
pub struct DynamicOutputs(pub Map);

impl Outputs for DynamicOutputs {
    const OUTPUTS: &'static [OutputDef] = &[OutputDef {
        name: "*",
        doc: "Outputs that depend on the configuration of the step.",
        kinds: &[&Wildcard::INFO],
    }];

    fn into_values(self) -> Vec<Value> {
        vec![self.0.into_iter().collect()]
    }
}

/// Outputs that depend on the configuration, beside others that every step has: a field that is renamed to `*`.
#[diagnostic::do_not_recommend]
impl Output for DynamicOutputs {
    const KINDS: &'static [&'static KindInfo] = &[&Wildcard::INFO];

    fn into_value(self) -> Value {
        self.0.into_iter().collect()
    }
}

/// An output of the kinds `K`.
pub struct Out<K: KindSet>(pub K::Data);

/// The type of a field that is an output: [`Out<K>`](Out).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an output",
    label = "expected `Out<Kind>`",
    note = "an output names the kinds of its data: `Out<Image>`, `Out<(Str, LanguageModelOutput)>`"
)]
pub trait Output {
    /// The kinds of the output.
    const KINDS: &'static [&'static KindInfo];

    /// The value as it travels through the workflow.
    fn into_value(self) -> Value;
}

impl<K: KindSet> Output for Out<K> {
    const KINDS: &'static [&'static KindInfo] = K::KINDS;

    fn into_value(self) -> Value {
        self.0.into()
    }
}

/// An output that may be missing for an element.
impl<K: KindSet> Output for Option<Out<K>> {
    const KINDS: &'static [&'static KindInfo] = K::KINDS;

    fn into_value(self) -> Value {
        self.map_or(Value::Null, Output::into_value)
    }
}

impl<K: KindSet> Deref for Out<K> {
    type Target = K::Data;

    fn deref(&self) -> &K::Data {
        &self.0
    }
}

impl<K: KindSet<Data: fmt::Debug>> fmt::Debug for Out<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Which steps run next, as blocks that steer a workflow decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow(pub Vec<StepRef>);

/// How many outputs one call of `run` gives back, as the words `batch`, `flow` and `output_depth` say.
///
/// The outputs are a parameter here, and their bound is asked for once, by [`Block`](super::Block): a type that does
/// not describe outputs is then one error at its own place.
pub trait Amount: 'static {
    /// What `run` gives back, with `O` for one element.
    type Of<O: 'static>: 'static;

    /// What `run` gave back, in the engine's terms.
    fn into_outcome<O: Outputs>(given: Self::Of<O>) -> Outcome;
}

/// The outputs of one element.
#[derive(Debug)]
pub enum One {}

/// A list: one `A` for each element.
#[derive(Debug)]
pub struct Many<A>(PhantomData<fn() -> A>);

impl Amount for One {
    type Of<O: 'static> = O;

    fn into_outcome<O: Outputs>(given: O) -> Outcome {
        Outcome::Outputs(given.into_values())
    }
}

impl<A: Amount> Amount for Many<A> {
    type Of<O: 'static> = Vec<A::Of<O>>;

    fn into_outcome<O: Outputs>(given: Vec<A::Of<O>>) -> Outcome {
        Outcome::List(given.into_iter().map(A::into_outcome::<O>).collect())
    }
}

/// A decision instead of outputs.
impl Amount for Flow {
    type Of<O: 'static> = Self;

    fn into_outcome<O: Outputs>(given: Self) -> Outcome {
        Outcome::Flow(given)
    }
}

/// What `run` of a block gives back.
pub type Returns<B> = <<B as Block>::Amount as Amount>::Of<<B as Block>::Outputs>;
