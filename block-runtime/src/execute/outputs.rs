//! What a workflow gives back: rows of named values, and their JSON form.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use indexmap::IndexMap;
use rayon::prelude::*;
use serde_json::{Map as JsonMap, Value as Json};
use tokio::sync::oneshot;

use crate::block::Environment;
use crate::compile::{OutputKinds, OutputPlan, Parts};
use crate::error::{Context, Facts, WorkflowError};
use crate::limits::{MAX_NESTING, MAX_RESULT_VALUES};
use crate::value::Value;
use crate::workflow::Kinds;

use super::ledger::Ledger;
use super::nest;
use super::serialise;

/// What a workflow gives back: one row for each element of the batch, or a single one where no output belongs to a
/// batch.
#[derive(Debug, Clone)]
pub struct Rows {
    elements: Vec<IndexMap<String, Value>>,
    forms: IndexMap<String, Form>,
    /// By row, the outputs whose values were put in place of others; their kinds no longer say what they are.
    replaced: HashMap<usize, HashSet<String>>,
    environment: Environment,
}

/// What the values of an output are.
#[derive(Debug, Clone)]
struct Form {
    /// How many levels of lists a row has around the elements of the batch.
    levels: usize,
    /// Kinds of the elements.
    kinds: OutputKinds,
}

impl Form {
    fn of(output: &OutputPlan) -> Self {
        let rows = usize::from(output.lineage.belongs_to_rows());
        Self { levels: output.lineage.depth() - rows, kinds: output.kinds.clone() }
    }
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
    /// [`WorkflowError::ExecutionEngineRuntime`] when a value has no JSON form, or there are more than
    /// [`MAX_RESULT_VALUES`].
    pub async fn serialise(self) -> Result<Vec<JsonMap<String, Json>>, WorkflowError> {
        let (sender, receiver) = oneshot::channel();
        rayon::spawn(move || {
            let rows = catch_unwind(AssertUnwindSafe(|| {
                self.check_size()?;
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

    fn check_size(&self) -> Result<(), WorkflowError> {
        let mut values = self.elements.iter().flat_map(IndexMap::values);
        let left = values.try_fold(MAX_RESULT_VALUES, |left, value| value.counted_off(left, MAX_NESTING));
        left.map(drop).ok_or_else(|| {
            failed(format!("the results have more than {MAX_RESULT_VALUES} values; select less of them as outputs"))
        })
    }

    fn row(&self, place: usize, row: &IndexMap<String, Value>) -> Result<JsonMap<String, Json>, WorkflowError> {
        let replaced = self.replaced.get(&place);
        let members = row.iter().map(|(name, value)| {
            let is_new = replaced.is_some_and(|names| names.contains(name));
            let json = match self.forms.get(name).filter(|_| !is_new) {
                Some(Form { levels, kinds }) => self.elements(value, *levels, kinds),
                None => serialise::output(value, &Kinds::one(crate::kind::WILDCARD), &self.environment),
            };
            let json = json.map_err(|error| failed(format!("the output `{name}` cannot be serialised: {error}")))?;
            Ok((name.clone(), json))
        });
        members.collect()
    }

    /// Elements in lists of this many levels, each by its kinds.
    fn elements(&self, value: &Value, levels: usize, kinds: &OutputKinds) -> Result<Json, serialise::SerialiseError> {
        match (value, kinds) {
            (Value::List(elements), kinds) if levels > 0 => {
                elements.iter().map(|element| self.elements(element, levels - 1, kinds)).collect()
            }
            (value, OutputKinds::One(kinds)) => serialise::output(value, kinds, &self.environment),
            (value, OutputKinds::Each(kinds)) => self.outputs_of_step(value, kinds),
        }
    }

    /// The outputs of a step, each by its own kinds.
    fn outputs_of_step(
        &self,
        value: &Value,
        kinds: &IndexMap<String, Kinds>,
    ) -> Result<Json, serialise::SerialiseError> {
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
    let count = if batches.iter().any(|output| output.lineage.belongs_to_rows()) { size } else { 1 };
    let mut elements: Vec<IndexMap<String, Value>> = vec![IndexMap::with_capacity(parts.outputs.len()); count];
    for output in singles.into_iter().chain(batches) {
        let mut values = nest::values(ledger, output, count).into_iter();
        for row in &mut elements {
            row.insert(output.name.clone(), values.next().unwrap_or_default());
        }
    }
    Rows {
        elements,
        forms: parts.outputs.iter().map(|output| (output.name.clone(), Form::of(output))).collect(),
        replaced: HashMap::new(),
        environment: environment.clone(),
    }
}
