//! What a workflow gives back: rows of named values, and their JSON form.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use indexmap::IndexMap;
use rayon::prelude::*;
use serde_json::{Map as JsonMap, Value as Json};
use tokio::sync::oneshot;

use crate::block::Environment;
use crate::compile::{Node, OutputKinds, OutputPlan, Parts, Selection, Source};
use crate::error::{Context, Facts, WorkflowError};
use crate::value::Value;
use crate::workflow::Kinds;

use super::data::{Data, pick};
use super::ledger::Ledger;
use super::serialise;

/// What a workflow gives back: one row for each element of the batch, or a single one where no output belongs to a
/// batch.
#[derive(Debug, Clone)]
pub struct Rows {
    elements: Vec<IndexMap<String, Value>>,
    kinds: IndexMap<String, OutputKinds>,
    /// By row, the outputs whose values were put in place of others; their kinds no longer say what they are.
    replaced: HashMap<usize, HashSet<String>>,
    environment: Environment,
}

impl Rows {
    /// The values by the names of the outputs: first those that are the same for the whole batch.
    pub fn rows(&self) -> &[IndexMap<String, Value>] {
        &self.elements
    }

    /// Changes values before they are serialised, for example images that have been written to files. A new value is
    /// serialised as what it is, whatever the kinds of the output are.
    pub fn replace(&mut self, mut replacement: impl FnMut(usize, &str, &Value) -> Option<Value>) {
        for (place, row) in self.elements.iter_mut().enumerate() {
            for (name, value) in row.iter_mut() {
                if let Some(new) = replacement(place, name, value) {
                    *value = new;
                    self.replaced.entry(place).or_default().insert(name.clone());
                }
            }
        }
    }

    /// The rows as JSON. Images are encoded on all processors.
    ///
    /// # Errors
    /// [`WorkflowError::ExecutionEngineRuntime`] when a value has no JSON form.
    pub async fn serialise(self) -> Result<Vec<JsonMap<String, Json>>, WorkflowError> {
        let (sender, receiver) = oneshot::channel();
        rayon::spawn(move || {
            let rows = catch_unwind(AssertUnwindSafe(|| {
                self.elements.par_iter().enumerate().map(|(place, row)| self.row(place, row)).collect()
            }));
            // Nobody listens any more when the future of the run has been dropped.
            let _ = sender.send(rows);
        });
        match receiver.await {
            Ok(Ok(rows)) => rows,
            Ok(Err(_)) | Err(_) => Err(failed("an output could not be serialised: the serialiser panicked".to_owned())),
        }
    }

    fn row(&self, place: usize, row: &IndexMap<String, Value>) -> Result<JsonMap<String, Json>, WorkflowError> {
        let replaced = self.replaced.get(&place);
        let members = row.iter().map(|(name, value)| {
            let is_new = replaced.is_some_and(|names| names.contains(name));
            let json = match self.kinds.get(name).filter(|_| !is_new) {
                Some(OutputKinds::One(kinds)) => serialise::output(value, kinds, &self.environment),
                Some(OutputKinds::Each(kinds)) => self.outputs_of_step(value, kinds),
                None => serialise::output(value, &Kinds::one(crate::kind::WILDCARD), &self.environment),
            };
            let json = json.map_err(|error| failed(format!("the output `{name}` cannot be serialised: {error}")))?;
            Ok((name.clone(), json))
        });
        members.collect()
    }

    /// The outputs of a step, each by its own kinds.
    fn outputs_of_step(&self, value: &Value, kinds: &[(String, Kinds)]) -> Result<Json, serialise::SerialiseError> {
        let Some(outputs) = value.as_map() else {
            return serialise::output(value, &Kinds::one(crate::kind::WILDCARD), &self.environment);
        };
        let members = kinds.iter().map(|(name, kinds)| {
            let value = outputs.get(name).unwrap_or(&Value::Null);
            Ok((name.clone(), serialise::output(value, kinds, &self.environment)?))
        });
        members.collect::<Result<JsonMap<_, _>, _>>().map(Json::Object)
    }
}

fn failed(message: String) -> WorkflowError {
    WorkflowError::ExecutionEngineRuntime(Facts::new(Context::OutputConstruction, message))
}

/// Puts the outputs of a finished run together.
pub(super) fn collect(parts: &Parts, ledger: &Ledger, size: usize, environment: &Environment) -> Rows {
    let (batches, singles): (Vec<&OutputPlan>, Vec<&OutputPlan>) =
        parts.outputs.iter().partition(|output| output.lineage.is_batch());
    let count = if batches.is_empty() { 1 } else { size };
    let ordered: Vec<&OutputPlan> = singles.into_iter().chain(batches).collect();
    let row = |element| {
        ordered.iter().map(|output| (output.name.clone(), value(ledger, output, element))).collect::<IndexMap<_, _>>()
    };
    Rows {
        elements: (0..count).map(row).collect(),
        kinds: parts.outputs.iter().map(|output| (output.name.clone(), output.kinds.clone())).collect(),
        replaced: HashMap::new(),
        environment: environment.clone(),
    }
}

fn value(ledger: &Ledger, output: &OutputPlan, element: usize) -> Value {
    let row = |step: usize| match ledger.data(Node::Step(step)).map(AsRef::as_ref) {
        Some(Data::Step(column)) => column.at(element).and_then(Option::as_ref),
        _ => None,
    };
    match (&output.selection, &output.kinds) {
        (Selection::One(Source::Literal(value)), _) => value.clone(),
        (Selection::One(Source::Input(input)), _) => match ledger.data(Node::Input(*input)).map(AsRef::as_ref) {
            Some(Data::Input(column)) => column.at(element).cloned().unwrap_or_default(),
            _ => Value::Null,
        },
        (Selection::One(Source::Output { step, field }), _) => pick(row(*step), field).clone(),
        (Selection::All { step, fields }, OutputKinds::Each(kinds)) => {
            let row = row(*step);
            kinds.iter().zip(fields).map(|((name, _), field)| (name.clone(), pick(row, field).clone())).collect()
        }
        (Selection::All { .. }, OutputKinds::One(_)) => Value::Null,
    }
}
