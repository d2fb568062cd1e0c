//! What a workflow is given: batches of one size, and parameters.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::blocks::{Container, Property, Takes, Written};
use super::definition::{Given, Input, Source, Workflow};
use super::{Class, Index, calls};

/// An input by its places.
pub struct Pieces {
    /// The places of each level.
    pub places: Vec<Vec<Index>>,
    pub values: BTreeMap<Index, Json>,
}

const REFUSED: Class = "RuntimeInputError";

pub fn receive(inputs: &[Input], given: &Json) -> Result<Vec<Pieces>, Class> {
    let lists = inputs.iter().filter(|input| input.levels > 0).filter_map(|input| given[&input.name].as_array());
    let size = lists.map(Vec::len).find(|length| *length > 1).unwrap_or(1);
    inputs.iter().map(|input| receive_one(input, given, size)).collect()
}

fn receive_one(input: &Input, given: &Json, size: usize) -> Result<Pieces, Class> {
    let value = given.get(&input.name);
    if input.levels == 0 {
        let value = value.unwrap_or(&input.default).clone();
        return Ok(Pieces { places: Vec::new(), values: BTreeMap::from([(Index::new(), value)]) });
    }
    let rows: Vec<&Json> = match value {
        Some(Json::Array(rows)) if rows.len() == 1 => rows.iter().cycle().take(size).collect(),
        Some(Json::Array(rows)) if rows.len() == size => rows.iter().collect(),
        None | Some(Json::Null | Json::Array(_)) => return Err(REFUSED),
        Some(one) => vec![one; size],
    };
    let mut level: Vec<(Index, &Json)> = rows.into_iter().enumerate().map(|(place, row)| (vec![place], row)).collect();
    let mut places = vec![places_of(&level)];
    for _ in 1..input.levels {
        let mut inner = Vec::new();
        for (index, list) in level {
            let items = list.as_array().ok_or(REFUSED)?;
            inner.extend(items.iter().enumerate().map(|(place, item)| ([index.as_slice(), &[place]].concat(), item)));
        }
        level = inner;
        places.push(places_of(&level));
    }
    if level.iter().any(|(_, value)| !is_of_kind(&input.kinds, value)) {
        return Err(REFUSED);
    }
    Ok(Pieces { places, values: level.into_iter().map(|(index, value)| (index, value.clone())).collect() })
}

fn places_of(level: &[(Index, &Json)]) -> Vec<Index> {
    level.iter().map(|(index, _)| index.clone()).collect()
}

/// Of the kinds that property tests use, only these two say what their data looks like.
fn is_of_kind(kinds: &[String], value: &Json) -> bool {
    let refuses = |kind: &String| match kind.as_str() {
        "integer" => Some(!(value.is_i64() || value.is_boolean())),
        "string" => Some(!value.is_string()),
        _ => None,
    };
    let answers: Vec<bool> = kinds.iter().filter_map(refuses).collect();
    value.is_null() || answers.is_empty() || answers.contains(&false)
}

/// The value of a parameter must suit the properties that take it as it is.
pub fn check_bindings(workflow: &Workflow, number: usize, pieces: &Pieces) -> Result<(), Class> {
    let value = pieces.values.get(&Index::new()).cloned().unwrap_or_default();
    let is_bound = |given: &Given| matches!(given, Given::Data(source) if *source == Source::Input(number));
    let properties = workflow.steps.iter().flat_map(|step| &step.given);
    let bound = properties.filter(|(property, given)| property.container == Container::None && is_bound(given));
    if workflow.inputs[number].levels > 0 || bound.into_iter().all(|(property, _)| suits(property, &value)) {
        Ok(())
    } else {
        Err(REFUSED)
    }
}

fn suits(property: &Property, value: &Json) -> bool {
    match (property.written, value) {
        // Where no literal is accepted, anything of the kind is.
        (Written::Nothing, _) => property.takes != Takes::Step,
        (_, Json::Null) => property.nullable,
        (Written::Anything, value) => value.is_string() || calls::integer(value).is_some(),
        (Written::Integer, value) => calls::integer(value).is_some_and(|number| number <= 100),
        (Written::Text | Written::Texts, value) => value.is_string(),
    }
}
