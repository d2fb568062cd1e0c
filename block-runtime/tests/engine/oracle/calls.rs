//! What the test blocks do.

use serde_json::{Map, Value as Json, json};

use super::blocks::Block;
use super::{Class, Index};

/// Pieces of data with their places.
pub type Pieces = Vec<(Index, Json)>;
/// What belongs to the element at a place; nothing where there has never been any of it.
pub type Group = (Index, Option<Pieces>);

/// What a block is handed for a property.
#[derive(Debug, Clone)]
pub enum Argument {
    One(Json),
    Batch(Pieces),
    Groups(Vec<Group>),
    List(Vec<Argument>),
    Map(Vec<(String, Argument)>),
}

/// What a block yields for one element.
#[derive(Debug, Clone)]
pub enum Outcome {
    Outputs(Map<String, Json>),
    /// Several elements out of one.
    Parts(Vec<Map<String, Json>>),
    /// References to the steps that run next.
    Decision(Vec<String>),
}

/// What a block is handed, by property.
pub struct Arguments(pub Vec<(&'static str, Argument)>);

impl Arguments {
    fn argument(&self, name: &str) -> Option<&Argument> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, argument)| argument)
    }

    fn one(&self, name: &str) -> Json {
        self.argument(name).map_or(Json::Null, plain)
    }

    fn texts(&self, name: &str) -> Vec<String> {
        match self.one(name) {
            Json::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
            Json::String(text) => vec![text],
            _ => Vec::new(),
        }
    }

    /// The pieces of a whole batch; a single value is a batch of one.
    fn pieces(&self, name: &str) -> Pieces {
        match self.argument(name) {
            Some(Argument::Batch(pieces)) => pieces.clone(),
            Some(Argument::One(value)) => vec![(vec![0], value.clone())],
            _ => Vec::new(),
        }
    }

    fn values(&self, name: &str) -> Vec<Json> {
        self.pieces(name).into_iter().map(|(_, value)| value).collect()
    }

    fn groups(&self, name: &str) -> Vec<Group> {
        match self.argument(name) {
            Some(Argument::Groups(groups)) => groups.clone(),
            _ => Vec::new(),
        }
    }
}

/// An argument without its places.
fn plain(argument: &Argument) -> Json {
    match argument {
        Argument::One(value) => value.clone(),
        Argument::Batch(pieces) => pieces.iter().map(|(_, value)| value.clone()).collect(),
        Argument::Groups(_) => Json::Null,
        Argument::List(items) => items.iter().map(plain).collect(),
        Argument::Map(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
    }
}

fn outputs(name: &str, value: Json) -> Outcome {
    Outcome::Outputs(Map::from_iter([(name.to_owned(), value)]))
}

fn out(value: Json) -> Outcome {
    outputs("out", value)
}

fn parts(items: Vec<Json>) -> Outcome {
    Outcome::Parts(items.into_iter().map(|item| Map::from_iter([("item".to_owned(), item)])).collect())
}

fn members(value: &Json) -> Vec<Json> {
    value.as_array().cloned().unwrap_or_default()
}

fn passes(value: &Json) -> bool {
    value.as_i64() != Some(0)
}

fn place(index: &Index) -> Json {
    let numbers: Vec<String> = index.iter().map(usize::to_string).collect();
    format!("[{}]", numbers.join(", ")).into()
}

const FAILED: Class = "StepExecutionError";

/// Calls a block for one element, or for a whole batch, with one outcome for each of its elements. `memory` is what the
/// step remembers.
pub fn call(block: &Block, given: &Arguments, memory: &mut i64) -> Result<Vec<Outcome>, Class> {
    let data = given.one("data");
    let next = given.texts("next_steps");
    let one = match block.name {
        "refuses" => return Err(FAILED),
        "panics" | "laborious" if data.as_i64() == Some(13) => return Err(FAILED),
        "echo" | "slow" | "panics" | "laborious" => out(data),
        "none_if" => out(if data.as_i64() == Some(0) { Json::Null } else { data }),
        "items" => out(json!([data, data])),
        "counter" => {
            *memory += 1;
            out((*memory).into())
        }
        "slow_counter" => {
            *memory += 1;
            out(json!([data, *memory]))
        }
        "pair_each" => out(json!([given.one("a"), given.one("b")])),
        "listing" => {
            let items = given.argument("items").map_or(json!([]), plain);
            let named = given.argument("named").map_or(json!({}), plain);
            out(json!({"items": items, "named": named}))
        }
        "text_in" => match given.one("text") {
            Json::String(text) => out(text.into()),
            _ => return Err(FAILED),
        },
        "integer_in" => out(integer(&given.one("v")).filter(|number| *number <= 100).ok_or(FAILED)?.into()),
        "source" => out(given.argument("n").map_or(json!(3), plain)),
        "fields" => {
            let named = given.texts("names").into_iter().map(|name| (name.clone(), name.to_uppercase().into()));
            Outcome::Outputs(named.collect())
        }
        "first_of" => {
            let first = members(&data).into_iter().find(|value| !value.is_null());
            out(first.unwrap_or_else(|| given.one("default")))
        }
        "gate" => Outcome::Decision(if passes(&data) { next } else { Vec::new() }),
        "astray" => Outcome::Decision(vec!["$steps.elsewhere".to_owned()]),
        "switch" => {
            let key = data.as_str().map(str::to_owned).or(data.as_i64().map(|number| number.to_string()));
            let cases = given.one("cases");
            let case = cases.get(key.unwrap_or_default()).and_then(Json::as_str);
            Outcome::Decision(case.map_or_else(|| given.texts("default"), |case| vec![case.to_owned()]))
        }
        "explode" => parts(members(&data)),
        "source_batch" => {
            let count = given.argument("n").map_or(Some(3), |count| plain(count).as_i64());
            parts((0..count.unwrap_or_default()).map(Json::from).collect())
        }
        "collapse" | "collapse_cast" => outputs("items", given.values("data").into()),
        "two_level" => out(json!([given.one("images"), given.values("crops")])),
        _ => return Ok(call_whole(block, given)),
    };
    Ok(vec![one])
}

fn call_whole(block: &Block, given: &Arguments) -> Vec<Outcome> {
    let data = given.pieces("data");
    let values = || data.iter().map(|(_, value)| value.clone());
    let pairs = |b: Vec<Json>| given.values("a").into_iter().zip(b).map(|(a, b)| out(json!([a, b]))).collect();
    match block.name {
        "batch_echo" => {
            let indices: Json = data.iter().map(|(index, _)| place(index)).collect();
            let seen = |value| Map::from_iter([("out".to_owned(), value), ("indices".to_owned(), indices.clone())]);
            values().map(|value| Outcome::Outputs(seen(value))).collect()
        }
        "slow_batch" => values().map(out).collect(),
        "short" => values().skip(1).map(out).collect(),
        "mixed_echo" => match given.argument("data") {
            Some(Argument::Batch(pieces)) => pieces.iter().map(|_| out(json!("batch"))).collect(),
            _ => vec![out(json!("single"))],
        },
        "pair" if matches!(given.argument("b"), Some(Argument::One(Json::Null))) => {
            given.values("a").into_iter().map(|a| out(json!([a, "bare null"]))).collect()
        }
        "pair" | "pair_empty" => pairs(given.values("b")),
        "only_a" => pairs(vec![given.one("b"); given.values("a").len()]),
        "batch_gate" => {
            let next = given.texts("next_step");
            values().map(|value| Outcome::Decision(if passes(&value) { next.clone() } else { Vec::new() })).collect()
        }
        "batch_explode" => values().map(|value| parts(members(&value))).collect(),
        "batch_collapse" => {
            let groups = given.groups("data");
            let told: Json = groups.iter().map(|(index, group)| json!([place(index), told(group.as_ref())])).collect();
            groups.iter().map(|_| outputs("items", told.clone())).collect()
        }
        "batch_collapse_empty" => {
            let of = |group: Option<Pieces>| group.map_or(json!("nothing"), gathered);
            given.groups("data").into_iter().map(|(_, group)| outputs("items", of(group))).collect()
        }
        "batch_two_level" => {
            let crops = given.groups("crops").into_iter().map(|(_, group)| group.map_or(Json::Null, gathered));
            given.values("images").into_iter().zip(crops).map(|(image, crops)| out(json!([image, crops]))).collect()
        }
        other => panic!("nothing is known about the block `{other}`"),
    }
}

fn gathered(group: Pieces) -> Json {
    group.into_iter().map(|(_, value)| value).collect()
}

fn told(group: Option<&Pieces>) -> Json {
    group.map_or(Json::Null, |group| group.iter().map(|(index, value)| json!([place(index), value])).collect())
}

/// A whole number, or what stands for one where it is written down.
pub fn integer(value: &Json) -> Option<i64> {
    match value {
        Json::Bool(value) => Some((*value).into()),
        Json::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}
