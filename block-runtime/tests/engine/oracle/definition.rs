//! A definition with its references resolved: what is written where, and what leads to what.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::Class;
use super::blocks::{self, Block, Container, Property, Takes, Written};

pub struct Workflow {
    pub inputs: Vec<Input>,
    pub steps: Vec<Step>,
    pub outputs: Vec<Output>,
}

pub struct Input {
    pub name: String,
    /// Levels of lists; none for parameters.
    pub levels: usize,
    pub default: Json,
    pub kinds: Vec<String>,
}

pub struct Step {
    pub name: String,
    pub block: &'static Block,
    pub given: Vec<(&'static Property, Given)>,
    pub outputs: Vec<(String, Vec<String>)>,
    /// The steps that it may name together.
    pub branches: Vec<Vec<usize>>,
}

/// What stands in a property.
#[derive(Debug, Clone)]
pub enum Given {
    Literal(Json),
    Data(Source),
    List(Vec<Given>),
    Map(Vec<(String, Given)>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    Input(usize),
    Output(usize, String),
}

pub struct Output {
    pub name: String,
    pub selection: Selection,
}

pub enum Selection {
    One(Source),
    All(usize),
}

impl Given {
    /// What it refers to.
    pub fn sources(&self) -> Vec<&Source> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Data(source) => vec![source],
            Self::List(items) => items.iter().flat_map(Self::sources).collect(),
            Self::Map(members) => members.iter().flat_map(|(_, member)| member.sources()).collect(),
        }
    }
}

impl Workflow {
    /// What a selector of this workflow leads to.
    pub fn source(&self, selector: &str) -> Source {
        match chunks(selector).as_slice() {
            ["$steps", name, output] => {
                Source::Output(self.steps.iter().position(|step| step.name == *name).unwrap(), (*output).to_owned())
            }
            [_, name] => Source::Input(self.inputs.iter().position(|input| input.name == *name).unwrap()),
            _ => panic!("`{selector}` does not lead to data"),
        }
    }
}

impl Step {
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.given.iter().flat_map(|(_, given)| given.sources())
    }
}

const SYNTAX: Class = "WorkflowSyntaxError";
const STRUCTURE: Class = "ExecutionGraphStructureError";
const TARGET: Class = "InvalidReferenceTargetError";

pub fn read(definition: &Json) -> Result<Workflow, Class> {
    let list = |name: &str| definition[name].as_array().cloned().ok_or(SYNTAX);
    let (inputs, steps, outputs) = (list("inputs")?, list("steps")?, list("outputs")?);
    let blocks: Vec<&'static Block> = steps
        .iter()
        .map(|step| step["type"].as_str().and_then(blocks::find).ok_or(SYNTAX))
        .collect::<Result<_, _>>()?;
    for (step, block) in steps.iter().zip(&blocks) {
        block.properties.iter().try_for_each(|property| is_well_formed(property, step.get(property.name)))?;
    }
    for list in [&inputs, &steps, &outputs] {
        unique(list)?;
    }
    let inputs: Vec<Input> = inputs.iter().map(input).collect();
    if inputs
        .iter()
        .zip(definition["inputs"].as_array().into_iter().flatten())
        .any(|(input, json)| json["type"] == "WorkflowBatchInput" && input.levels < 1)
    {
        return Err(STRUCTURE);
    }
    let resolver = Resolver {
        names: steps.iter().map(|step| text(step, "name")).collect(),
        outputs: steps.iter().zip(&blocks).map(|(step, block)| outputs_of(block, step)).collect(),
        inputs,
    };
    let steps = steps.iter().zip(&blocks).map(|(step, block)| resolver.step(step, block)).collect::<Result<_, _>>()?;
    let outputs = outputs.iter().map(|output| resolver.output(output)).collect::<Result<_, _>>()?;
    Ok(Workflow { inputs: resolver.inputs, steps, outputs })
}

fn text(json: &Json, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

fn unique(list: &[Json]) -> Result<(), Class> {
    let mut seen = BTreeSet::new();
    if list.iter().all(|item| seen.insert(text(item, "name"))) { Ok(()) } else { Err("DuplicatedNameError") }
}

fn input(json: &Json) -> Input {
    let levels = match json["type"].as_str() {
        Some("WorkflowParameter") => 0,
        _ => json["dimensionality"].as_u64().map_or(1, |levels| usize::try_from(levels).unwrap_or(usize::MAX)),
    };
    let kinds = json["kind"].as_array().map(|kinds| kinds.iter().filter_map(|kind| Some(kind.as_str()?.to_owned())));
    let kinds = kinds.map_or_else(|| vec!["*".to_owned()], Iterator::collect);
    Input { name: text(json, "name"), levels, default: json["default_value"].clone(), kinds }
}

fn outputs_of(block: &Block, step: &Json) -> Vec<(String, Vec<String>)> {
    if block.name == "fields" {
        let names = step["names"].as_array().into_iter().flatten().filter_map(Json::as_str);
        return names.map(|name| (name.to_owned(), vec!["string".to_owned()])).collect();
    }
    let kinds = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect();
    block.outputs.iter().map(|(name, of)| ((*name).to_owned(), kinds(of))).collect()
}

fn is_reference(value: &str) -> bool {
    value.starts_with("$inputs.") || value.starts_with("$steps.")
}

/// Names of references, between their dots.
fn chunks(reference: &str) -> Vec<&str> {
    reference.split('.').collect()
}

fn is_well_formed(property: &Property, json: Option<&Json>) -> Result<(), Class> {
    let fits = match (json, property.container) {
        (None, _) => property.optional,
        (Some(Json::Null), Container::None) => property.nullable,
        (Some(json), Container::None) => may_be_written(property, json),
        (Some(Json::Array(items)), Container::List) => items.iter().all(|item| may_be_written(property, item)),
        (Some(Json::Object(members)), Container::Map) => {
            members.values().all(|member| may_be_written(property, member))
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(SYNTAX) }
}

fn may_be_written(property: &Property, json: &Json) -> bool {
    let takes_text = matches!(property.written, Written::Anything | Written::Text);
    match (json, property.takes) {
        (Json::String(text), Takes::Step) => is_reference(text) && chunks(text).len() == 2,
        (Json::String(text), takes) if takes != Takes::Literal && is_reference(text) => {
            takes_text || chunks(text).len() == if text.starts_with("$steps.") { 3 } else { 2 }
        }
        (json, _) => match property.written {
            Written::Nothing => false,
            Written::Anything => json.is_string() || json.is_i64(),
            Written::Integer => super::calls::integer(json).is_some(),
            Written::Text => json.is_string(),
            Written::Texts => json.as_array().is_some_and(|items| items.iter().all(Json::is_string)),
        },
    }
}

struct Resolver {
    inputs: Vec<Input>,
    names: Vec<String>,
    outputs: Vec<Vec<(String, Vec<String>)>>,
}

impl Resolver {
    fn step_named(&self, name: &str) -> Result<usize, Class> {
        self.names.iter().position(|known| known == name).ok_or(TARGET)
    }

    fn input_named(&self, name: &str) -> Result<usize, Class> {
        self.inputs.iter().position(|known| known.name == name).ok_or(TARGET)
    }

    fn step(&self, json: &Json, block: &'static Block) -> Result<Step, Class> {
        let mut given = Vec::new();
        let mut branches: Vec<Vec<usize>> = Vec::new();
        for property in block.properties {
            let Some(value) = json.get(property.name) else { continue };
            let resolved = match value {
                Json::Array(items) if property.container == Container::List => {
                    Given::List(items.iter().map(|item| self.given(property, item)).collect::<Result<_, _>>()?)
                }
                Json::Object(members) if property.container == Container::Map => {
                    let member = |(name, item): (&String, &Json)| Ok((name.clone(), self.given(property, item)?));
                    Given::Map(members.iter().map(member).collect::<Result<_, Class>>()?)
                }
                value => self.given(property, value)?,
            };
            if property.takes == Takes::Step {
                branches.extend(self.branches(&resolved)?);
            }
            given.push((property, resolved));
        }
        branches.retain(|branch| !branch.is_empty());
        let targets: Vec<usize> = branches.iter().flatten().copied().collect();
        if targets.iter().collect::<BTreeSet<_>>().len() < targets.len() {
            return Err(STRUCTURE);
        }
        let name = text(json, "name");
        let outputs = self.outputs[self.step_named(&name)?].clone();
        Ok(Step { name, block, given, outputs, branches })
    }

    fn branches(&self, given: &Given) -> Result<Vec<Vec<usize>>, Class> {
        let target = |given: &Given| match given {
            Given::Literal(Json::String(text)) => self.step_named(text.trim_start_matches("$steps.")),
            _ => Err(SYNTAX),
        };
        match given {
            Given::List(items) => Ok(vec![items.iter().map(target).collect::<Result<_, _>>()?]),
            Given::Map(members) => members.iter().map(|(_, member)| Ok(vec![target(member)?])).collect(),
            one => Ok(vec![vec![target(one)?]]),
        }
    }

    fn given(&self, property: &Property, json: &Json) -> Result<Given, Class> {
        match json.as_str() {
            Some(text) if is_reference(text) && !matches!(property.takes, Takes::Literal | Takes::Step) => {
                self.data(property, text).map(Given::Data)
            }
            _ if property.written == Written::Integer && property.takes != Takes::Step => {
                Ok(Given::Literal(super::calls::integer(json).map_or(Json::Null, Json::from)))
            }
            _ => Ok(Given::Literal(json.clone())),
        }
    }

    fn data(&self, property: &Property, text: &str) -> Result<Source, Class> {
        let (source, kinds) = match chunks(text).as_slice() {
            ["$inputs", name] => {
                let input = self.input_named(name)?;
                (Source::Input(input), &self.inputs[input].kinds)
            }
            ["$steps", name, output] => {
                let step = self.step_named(name)?;
                let (_, kinds) = self.outputs[step].iter().find(|(known, _)| known == output).ok_or(STRUCTURE)?;
                (Source::Output(step, (*output).to_owned()), kinds)
            }
            ["$steps", name] => {
                self.step_named(name)?;
                return Err(STRUCTURE);
            }
            _ => return Err(TARGET),
        };
        let matches = kinds.iter().any(|kind| kind == "*" || property.kinds.contains(&kind.as_str()));
        if matches || property.kinds.contains(&"*") { Ok(source) } else { Err("ReferenceTypeError") }
    }

    fn output(&self, json: &Json) -> Result<Output, Class> {
        let selector = text(json, "selector");
        let selection = match chunks(&selector).as_slice() {
            ["$inputs", name] => Selection::One(Source::Input(self.input_named(name)?)),
            ["$steps", name, "*"] => Selection::All(self.step_named(name)?),
            ["$steps", name, output] => {
                let step = self.step_named(name)?;
                if !self.outputs[step].iter().any(|(known, _)| known == output) {
                    return Err(TARGET);
                }
                Selection::One(Source::Output(step, (*output).to_owned()))
            }
            ["$steps", name] => {
                self.step_named(name)?;
                return Err("AssumptionError");
            }
            _ => return Err(TARGET),
        };
        Ok(Output { name: text(json, "name"), selection })
    }
}
