//! What a workflow is given: the size of the batch, a value for each element of each input at any depth, and parameters
//! that fit the properties they are bound to.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::block::{Environment, Index, PropertyDef, Shape};
use crate::compile::PlannedInput;
use crate::error::{Context, Facts, WorkflowError};
use crate::kind::{Kind, SecretText};
use crate::limits::MAX_ELEMENTS;
use crate::step;
use crate::suggest::alternatives;
use crate::value::{Map, Secret, Value};
use crate::workflow::{InputData, Kinds};

use super::data::{Data, Pieces};
use super::given;
use super::layout::Layout;

/// How many elements are read at a time; images may have to be fetched.
const AT_A_TIME: usize = 16;

/// Makes the data of all inputs, and tells how many elements the batch has.
pub(super) async fn receive(
    inputs: &[PlannedInput],
    mut given: Map,
    environment: &Environment,
) -> Result<(usize, Vec<Data>), WorkflowError> {
    let size = batch_size(inputs, &given);
    let root = Layout::flat(size);
    let mut data = Vec::with_capacity(inputs.len());
    let mut left = MAX_ELEMENTS;
    for input in inputs {
        // Inputs of one name do not compile, so no other one needs the value.
        let value = given.swap_remove(&input.name);
        data.push(match &input.data {
            InputData::Parameter { default } => {
                let is_missing = value.is_none() && default.is_null();
                let value = sealed(&input.kinds, value.unwrap_or_else(|| default.clone()));
                let value = parameter(input, value, is_missing)?;
                Data { layout: Layout::single(), pieces: Pieces::Values(vec![value]) }
            }
            _ => batch(input, value.unwrap_or_default(), &root, &mut left, environment).await?,
        });
    }
    Ok((size, data))
}

/// The first batch with several elements says how many there are.
fn batch_size(inputs: &[PlannedInput], given: &Map) -> usize {
    let lists = inputs.iter().filter(|input| input.data.is_batch()).filter_map(|input| match given.get(&input.name) {
        Some(Value::List(elements)) if elements.len() > 1 => Some(elements.len()),
        _ => None,
    });
    lists.into_iter().next().unwrap_or(1)
}

async fn batch(
    input: &PlannedInput,
    value: Value,
    root: &Arc<Layout>,
    left: &mut usize,
    environment: &Environment,
) -> Result<Data, WorkflowError> {
    let (name, size) = (&input.name, root.len());
    let rows: Vec<(Name, Value)> = match value {
        Value::Null => {
            let kinds = alternatives(input.kinds.names());
            let message =
                format!("the input `{name}` ({}, kind {kinds}) is missing; give it a value", input.data.type_name());
            return Err(refused(message));
        }
        Value::List(elements) if elements.len() == size || elements.len() == 1 => elements
            .iter()
            .enumerate()
            .map(|(place, element)| (Name::default().child(place), element.clone()))
            .collect(),
        Value::List(elements) => {
            return Err(refused(format!(
                "the input `{name}` has {} elements, but the batch has {size}; give one for each, or a single one for all",
                elements.len()
            )));
        }
        one => vec![(Name::default(), one)],
    };
    let levels = input.data.levels().saturating_sub(1);
    let is_for_all = size > 1 && rows.len() == 1;
    let times = if is_for_all { size } else { 1 };
    let Nested { counts, leaves } = flattened(input, rows, levels)?;
    let elements = leaves.len() + counts.iter().map(Vec::len).sum::<usize>();
    *left = elements.checked_mul(times).and_then(|elements| left.checked_sub(elements)).ok_or_else(|| {
        refused(format!(
            "with the input `{name}` there are more than {MAX_ELEMENTS} elements; run the workflow several times"
        ))
    })?;
    let values: Vec<Value> = stream::iter(leaves)
        .map(|(place, value)| element(input, value, place, environment))
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    let layout = counts
        .iter()
        .fold(Arc::clone(root), |layout, counts| layout.divided(std::iter::repeat_n(counts, times).flatten().copied()));
    let values = std::iter::repeat_n(values, times).flatten().collect();
    Ok(Data { layout, pieces: Pieces::Values(values) })
}

/// An input with the lists in its elements laid end to end.
struct Nested {
    /// Level by level, how many elements each list has.
    counts: Vec<Vec<usize>>,
    /// The innermost elements with their places.
    leaves: Vec<(Name, Value)>,
}

/// The place of an element within its input. The text is long and there may be many, so it is made when it is needed.
#[derive(Clone, Default)]
struct Name(Index);

impl Name {
    fn child(&self, place: usize) -> Self {
        Self(self.0.child(u32::try_from(place).unwrap_or(u32::MAX)))
    }

    /// `b.[0].[1]`
    fn within(&self, input: &str) -> String {
        self.0.levels().iter().fold(input.to_owned(), |name, place| format!("{name}.[{place}]"))
    }
}

/// Opens this many levels of lists.
fn flattened(input: &PlannedInput, rows: Vec<(Name, Value)>, levels: usize) -> Result<Nested, WorkflowError> {
    let mut nested = Nested { counts: Vec::with_capacity(levels), leaves: rows };
    for level in 1..=levels {
        let mut counts = Vec::with_capacity(nested.leaves.len());
        let mut inner = Vec::new();
        for (name, value) in nested.leaves {
            let Value::List(elements) = &value else {
                return Err(refused(format!(
                    "`{}` must be a list, since the input `{}` has {} levels of lists and this is level {level}, but it is {}",
                    name.within(&input.name),
                    input.name,
                    levels + 1,
                    value.type_name()
                )));
            };
            counts.push(elements.len());
            inner.extend(elements.iter().enumerate().map(|(place, value)| (name.child(place), value.clone())));
        }
        nested.counts.push(counts);
        nested.leaves = inner;
    }
    Ok(nested)
}

/// One element; null stays null.
async fn element(
    input: &PlannedInput,
    value: Value,
    name: Name,
    environment: &Environment,
) -> Result<Value, WorkflowError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let id = name.within(&input.name);
    let value = sealed(&input.kinds, value);
    given::receive(&input.kinds, &value, &id, environment).await.map_err(|refusal| {
        let message = format!("the input `{id}` is not what `{}` expects: {refusal}", input.data.type_name());
        WorkflowError::RuntimeInput(Facts::new(Context::RuntimeInputs, message).with_inner("ValueError", refusal))
    })
}

/// Text that can be nothing but a secret becomes one, so that no step, message or result shows it by mistake.
fn sealed(kinds: &Kinds, value: Value) -> Value {
    match value {
        Value::Text(text) if kinds.is_only(SecretText::INFO.name) => Secret::from(text.as_ref()).into(),
        value => value,
    }
}

/// The value of a parameter, when it suits all that read it. A missing one is null, which some can do with.
fn parameter(input: &PlannedInput, value: Value, is_missing: bool) -> Result<Value, WorkflowError> {
    for binding in &input.bindings {
        if let Err(refusal) = suits(binding.property, &value) {
            let (name, step, needing) = (&input.name, &binding.step, binding.property.name);
            let message = if is_missing {
                format!(
                    "the parameter `{name}` is missing, and `{needing}` of step `{step}` needs it; give it a value, or a `default_value` in the workflow"
                )
            } else {
                format!("the parameter `{name}` does not suit `{needing}` of step `{step}`: {refusal}")
            };
            let facts = Facts::new(Context::RuntimeInputs, message).with_inner("ValidationError", refusal);
            return Err(WorkflowError::RuntimeInput(facts));
        }
    }
    Ok(value)
}

/// What a property could be given as a literal it can be given as a parameter. Properties that take references only
/// can be given what such a reference could lead to.
fn suits(property: &'static PropertyDef, value: &Value) -> Result<(), String> {
    let takes_null = || property.shape.alternatives().iter().any(|shape| matches!(shape, Shape::Null));
    if property.shape.takes_literals() || (value.is_null() && takes_null()) {
        return step::check_value(property, value);
    }
    let kinds: Vec<_> = property.shape.selectors().iter().flat_map(|selector| selector.kinds).copied().collect();
    given::fits(&kinds, value)
        .map_err(|refusal| format!("{refusal}; data that steps work on is given by a `WorkflowBatchInput`"))
}

fn refused(message: String) -> WorkflowError {
    WorkflowError::RuntimeInput(Facts::new(Context::RuntimeInputs, message))
}
