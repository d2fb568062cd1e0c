//! What a workflow is given: the size of the batch, a value for each element of each input, and parameters that fit the
//! properties they are bound to.

use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::block::{Environment, PropertyDef, Shape};
use crate::compile::PlannedInput;
use crate::error::{Context, Facts, WorkflowError};
use crate::step;
use crate::suggest::alternatives;
use crate::value::{Map, Value};
use crate::workflow::InputData;

use super::data::Column;
use super::given;

/// How many elements are read at a time; images may have to be fetched.
const AT_A_TIME: usize = 16;

/// Makes the data of all inputs, and tells how many elements the batch has.
pub(super) async fn receive(
    inputs: &[PlannedInput],
    mut given: Map,
    environment: &Environment,
) -> Result<(usize, Vec<Column<Value>>), WorkflowError> {
    let size = batch_size(inputs, &given);
    let mut columns = Vec::with_capacity(inputs.len());
    for input in inputs {
        // Inputs of one name do not compile, so no other one needs the value.
        let value = given.swap_remove(&input.name);
        columns.push(match &input.data {
            InputData::Parameter { default } => {
                Column::Single(parameter(input, value.unwrap_or_else(|| default.clone()))?)
            }
            _ => Column::Batch(batch(input, value.unwrap_or_default(), size, environment).await?),
        });
    }
    Ok((size, columns))
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
    size: usize,
    environment: &Environment,
) -> Result<Vec<Value>, WorkflowError> {
    let name = &input.name;
    let elements = match value {
        Value::Null => {
            let kinds = alternatives(input.kinds.names());
            let message =
                format!("the input `{name}` ({}, kind {kinds}) is missing; give it a value", input.data.type_name());
            return Err(refused(message));
        }
        Value::List(elements) => elements,
        one => {
            let value = element(input, &one, name.clone(), environment).await?;
            return Ok(vec![value; size]);
        }
    };
    match elements.as_ref() {
        [only] => {
            let value = element(input, only, format!("{name}.[0]"), environment).await?;
            Ok(vec![value; size])
        }
        elements if elements.len() == size => {
            stream::iter(elements.iter().enumerate())
                .map(|(place, value)| element(input, value, format!("{name}.[{place}]"), environment))
                .buffered(AT_A_TIME)
                .try_collect()
                .await
        }
        elements => Err(refused(format!(
            "the input `{name}` has {} elements, but the batch has {size}; give one for each, or a single one for all",
            elements.len()
        ))),
    }
}

/// One element; null stays null.
async fn element(
    input: &PlannedInput,
    value: &Value,
    id: String,
    environment: &Environment,
) -> Result<Value, WorkflowError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    given::receive(&input.kinds, value, &id, environment).await.map_err(|refusal| {
        let message = format!("the input `{id}` is not what `{}` expects: {refusal}", input.data.type_name());
        WorkflowError::RuntimeInput(Facts::new(Context::RuntimeInputs, message).with_inner("ValueError", refusal))
    })
}

fn parameter(input: &PlannedInput, value: Value) -> Result<Value, WorkflowError> {
    for binding in &input.bindings {
        if let Err(refusal) = suits(binding.property, &value) {
            let message = format!(
                "the parameter `{}` does not suit `{}` of step `{}`: {refusal}",
                input.name, binding.property.name, binding.step
            );
            let facts = Facts::new(Context::RuntimeInputs, message).with_inner("ValidationError", refusal);
            return Err(WorkflowError::RuntimeInput(facts));
        }
    }
    Ok(value)
}

/// What a property could be given as a literal it can be given as a parameter. Properties that take references only
/// can be given what such a reference could lead to.
fn suits(property: &'static PropertyDef, value: &Value) -> Result<(), String> {
    let alternatives = property.shape.alternatives();
    let takes_literals = alternatives.iter().any(|shape| !matches!(shape, Shape::Selector(_) | Shape::Null));
    if takes_literals || (value.is_null() && alternatives.iter().any(|shape| matches!(shape, Shape::Null))) {
        return step::check_value(property, value);
    }
    let kinds: Vec<_> = property.shape.selectors().iter().flat_map(|selector| selector.kinds).copied().collect();
    given::fits(&kinds, value)
}

fn refused(message: String) -> WorkflowError {
    WorkflowError::RuntimeInput(Facts::new(Context::RuntimeInputs, message))
}
