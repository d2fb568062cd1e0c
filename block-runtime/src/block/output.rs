//! What a block gives back.

use std::fmt;
use std::ops::Deref;

use super::param::StepRef;
use super::table::OutputDef;
use crate::kind::{Kind, KindInfo, KindSet, Wildcard};
use crate::value::{Map, Value};

/// The outputs of one element. Made by `#[derive(Outputs)]`; `()` is for blocks without outputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not describe outputs",
    note = "put `#[derive(Outputs)]` on the struct"
)]
pub trait Outputs: Send + 'static {
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

/// An output of the kinds `K`.
pub struct Out<K: KindSet>(pub K::Data);

/// The type of a field that is an output: [`Out<K>`](Out).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an output",
    label = "expected `Out<Kind>`",
    note = "an output names the kinds of its data: `Out<Image>`, `Out<(Str, LanguageModelOutput)>`"
)]
pub trait Output: Send {
    /// The kinds of the output.
    const KINDS: &'static [&'static KindInfo];

    /// The value as it travels through the workflow.
    fn into_value(self) -> Value;
}

impl<K: KindSet<Data: Send>> Output for Out<K> {
    const KINDS: &'static [&'static KindInfo] = K::KINDS;

    fn into_value(self) -> Value {
        self.0.into()
    }
}

/// An output that may be missing for an element.
impl<K: KindSet<Data: Send>> Output for Option<Out<K>> {
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

/// What `run` may give back: outputs, a list of them, or a decision.
pub trait Returns: Send + 'static {
    /// The result in the engine's terms.
    fn into_outcome(self) -> super::entry::Outcome;
}

impl<O: Outputs> Returns for O {
    fn into_outcome(self) -> super::entry::Outcome {
        super::entry::Outcome::Outputs(self.into_values())
    }
}

impl<R: Returns> Returns for Vec<R> {
    fn into_outcome(self) -> super::entry::Outcome {
        super::entry::Outcome::List(self.into_iter().map(Returns::into_outcome).collect())
    }
}

impl Returns for Flow {
    fn into_outcome(self) -> super::entry::Outcome {
        super::entry::Outcome::Flow(self)
    }
}
