//! The order of steps, the batches that their data belongs to, and what their blocks are called for.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Property, Takes};
use super::definition::{Given, Source, Step, Workflow};
use super::{Class, Lineage, ROWS};

/// How the data of a workflow flows.
pub struct Flow {
    /// The steps, each after those that it waits for.
    pub order: Vec<usize>,
    pub courses: BTreeMap<usize, Course>,
    lineages_of_inputs: Vec<Lineage>,
}

/// What a step does with the batches that reach it.
#[derive(Debug, Clone)]
pub struct Course {
    /// How many levels the elements have that the block is called for.
    pub calls: usize,
    /// Its data has batches, or becomes some, or a decision about a batch reaches it.
    pub has_batches: bool,
    /// The batch whose elements the block is called for; nothing where single values become a batch of one.
    pub over: Option<Lineage>,
    /// The batch that single values stand for each element of, where decisions about it reach the step but no data.
    pub controlled_by: Option<Lineage>,
    /// The levels that single values get in places for batches.
    base: usize,
    /// The batch of its outputs, or of its decisions.
    pub lineage: Lineage,
}

impl Course {
    /// How many levels a piece of data has when it is handed to the block.
    pub fn depth(&self, step: &Step, property: &Property, given: &Given, lineage: &Lineage) -> usize {
        match lineage.len() {
            0 if casts(step, property, given) => self.base + property.offset,
            depth => depth,
        }
    }
}

/// True when a single value becomes a batch here.
fn casts(step: &Step, property: &Property, given: &Given) -> bool {
    let is_null = matches!(given, Given::Literal(value) if value.is_null());
    !is_null && (property.casts || step.block.batch && matches!(property.takes, Takes::Batch | Takes::Groups))
}

impl Flow {
    pub fn lineage(&self, source: &Source) -> Lineage {
        match source {
            Source::Input(input) => self.lineages_of_inputs[*input].clone(),
            Source::Output(step, _) => self.courses.get(step).map(|course| course.lineage.clone()).unwrap_or_default(),
        }
    }

    pub fn lineage_of_given(&self, given: &Given) -> Lineage {
        match given {
            Given::Data(source) => self.lineage(source),
            _ => Lineage::new(),
        }
    }
}

pub fn trace(workflow: &Workflow) -> Result<Flow, BTreeSet<Class>> {
    let Some(order) = order(workflow) else { return Err(BTreeSet::from(["ExecutionGraphStructureError"])) };
    let lineages_of_inputs = workflow.inputs.iter().map(|input| {
        let inner = (1..input.levels).map(|level| format!("{} {level}", input.name));
        std::iter::once(ROWS.to_owned()).take(input.levels).chain(inner).collect()
    });
    let lineages_of_inputs = lineages_of_inputs.collect();
    let mut flow = Flow { order: order.clone(), courses: BTreeMap::new(), lineages_of_inputs };
    let mut refusals = BTreeSet::new();
    for number in order {
        let waits_for = predecessors(workflow, number);
        if !waits_for.iter().all(|earlier| flow.courses.contains_key(earlier)) {
            // What is wrong with an earlier step is said there.
            continue;
        }
        match course(workflow, &flow, number) {
            Ok(course) => {
                flow.courses.insert(number, course);
            }
            Err(class) => {
                refusals.insert(class);
            }
        }
    }
    if refusals.is_empty() { Ok(flow) } else { Err(refusals) }
}

/// The steps that decide about a step.
fn controllers(workflow: &Workflow, number: usize) -> Vec<usize> {
    let decides = |step: &Step| step.branches.iter().flatten().any(|target| *target == number);
    (0..workflow.steps.len()).filter(|step| decides(&workflow.steps[*step])).collect()
}

fn predecessors(workflow: &Workflow, number: usize) -> BTreeSet<usize> {
    let data = workflow.steps[number].sources().filter_map(|source| match source {
        Source::Output(step, _) => Some(*step),
        Source::Input(_) => None,
    });
    data.chain(controllers(workflow, number)).collect()
}

fn order(workflow: &Workflow) -> Option<Vec<usize>> {
    let mut order = Vec::new();
    while order.len() < workflow.steps.len() {
        let is_ready = |number: &usize| {
            !order.contains(number) && predecessors(workflow, *number).iter().all(|earlier| order.contains(earlier))
        };
        let next = (0..workflow.steps.len()).find(is_ready)?;
        order.push(next);
    }
    Some(order)
}

const DEPTHS: Class = "StepInputDimensionalityError";
const LINEAGE: Class = "StepInputLineageError";
const CONTROL: Class = "ControlFlowDefinitionError";

fn is_prefix(short: &Lineage, long: &Lineage) -> bool {
    long.starts_with(short)
}

/// The pieces of a property with the batches that they belong to.
fn pieces<'a>(flow: &Flow, given: &'a Given) -> Vec<(&'a Given, Lineage)> {
    match given {
        Given::List(items) => items.iter().map(|item| (item, flow.lineage_of_given(item))).collect(),
        Given::Map(members) => members.iter().map(|(_, member)| (member, flow.lineage_of_given(member))).collect(),
        one => vec![(one, flow.lineage_of_given(one))],
    }
}

fn course(workflow: &Workflow, flow: &Flow, number: usize) -> Result<Course, Class> {
    let step = &workflow.steps[number];
    let block = step.block;
    let properties: Vec<(&Property, Vec<(&Given, Lineage)>)> =
        step.given.iter().map(|(property, given)| (*property, pieces(flow, given))).collect();
    let is_fed = |pieces: &[(&Given, Lineage)]| pieces.iter().any(|(_, lineage)| !lineage.is_empty());
    if block.batch && properties.iter().any(|(property, pieces)| property.takes == Takes::Element && is_fed(pieces)) {
        return Err("ExecutionGraphStructureError");
    }
    let control: BTreeSet<Lineage> = controllers(workflow, number)
        .into_iter()
        .map(|controller| flow.courses[&controller].lineage.clone())
        .filter(|lineage| !lineage.is_empty())
        .collect();
    let longest_control = control.iter().max_by_key(|lineage| lineage.len()).cloned();
    let base = base(&properties, longest_control.as_ref())?;
    let mut course =
        Course { calls: 0, has_batches: false, over: None, controlled_by: None, base, lineage: Lineage::new() };
    let depths = depths(step, &course, &properties)?;
    let data = data_lineages(&properties)?;
    let is_allowed = |gate: &Lineage| match &longest_control {
        Some(longest) if data.is_empty() => is_prefix(gate, longest),
        _ => data.iter().any(|lineage| is_prefix(gate, lineage)),
    };
    if !control.iter().all(is_allowed) {
        return Err(CONTROL);
    }
    if block.deeper > 0 && data.is_empty() && longest_control.is_some() {
        return Err(CONTROL);
    }
    let of_reference = properties.iter().find(|(property, _)| property.is_reference);
    let of_reference = of_reference.and_then(|(_, pieces)| pieces.first()).map(|(_, lineage)| lineage.clone());
    let of_data = of_reference.filter(|lineage| !lineage.is_empty()).or_else(|| data.first().cloned());
    let support = of_data.or(longest_control.clone()).unwrap_or_default();
    course.lineage = match block.deeper {
        0 => support,
        ..0 => support.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default(),
        1.. => support.into_iter().chain([step.name.clone()]).collect(),
    };
    course.calls = match depths.iter().min() {
        Some(depth) => depth - usize::from(block.deeper < 0),
        None => longest_control.as_ref().map_or(0, Vec::len),
    };
    course.has_batches = !depths.is_empty() || longest_control.is_some();
    course.controlled_by = longest_control.clone().filter(|_| data.is_empty());
    let longest_data = data.into_iter().max_by_key(Vec::len);
    course.over = longest_data.or(longest_control).map(|lineage| lineage[..course.calls].to_vec());
    Ok(course)
}

/// The levels that single values get in places for batches.
fn base(properties: &[(&Property, Vec<(&Given, Lineage)>)], longest_control: Option<&Lineage>) -> Result<usize, Class> {
    let depths = |shallow_only: bool| -> BTreeSet<usize> {
        let properties = properties.iter().filter(|(property, _)| !shallow_only || property.offset == 0);
        let pieces = properties.flat_map(|(_, pieces)| pieces);
        pieces.map(|(_, lineage)| lineage.len()).filter(|depth| *depth > 0).collect()
    };
    let shallow = depths(true);
    match (shallow.len(), shallow.first()) {
        (0, _) if depths(false).is_empty() => Ok(longest_control.map_or(1, Vec::len)),
        (0, _) => Ok(1),
        (1, Some(depth)) => Ok(*depth),
        _ => Err(DEPTHS),
    }
}

/// The levels of what is fed with batches, in agreement with each other.
fn depths(
    step: &Step,
    course: &Course,
    properties: &[(&Property, Vec<(&Given, Lineage)>)],
) -> Result<BTreeSet<usize>, Class> {
    let mut found: Vec<(&Property, usize)> = Vec::new();
    for (property, pieces) in properties {
        let depths: BTreeSet<usize> = pieces
            .iter()
            .map(|(given, lineage)| course.depth(step, property, given, lineage))
            .filter(|depth| *depth > 0)
            .collect();
        match (depths.len(), depths.first()) {
            (0, _) => {}
            (1, Some(depth)) => found.push((property, *depth)),
            _ => return Err(DEPTHS),
        }
    }
    if step.block.deeper < 0 && found.is_empty() {
        return Err(DEPTHS);
    }
    let reference = properties.iter().find(|(property, _)| property.is_reference);
    if let Some((reference, pieces)) = reference {
        let is_single = pieces.iter().all(|(_, lineage)| lineage.is_empty());
        let others_are_batches =
            properties.iter().flat_map(|(_, pieces)| pieces).any(|(_, lineage)| !lineage.is_empty());
        let Some((_, of_reference)) = found.iter().find(|(property, _)| property.name == reference.name) else {
            return Err(DEPTHS);
        };
        let agrees = |(property, depth): &(&Property, usize)| *depth == of_reference + property.offset;
        if is_single && others_are_batches || !found.iter().all(agrees) {
            return Err(DEPTHS);
        }
    } else if found.iter().map(|(_, depth)| depth).collect::<BTreeSet<_>>().len() > 1 {
        return Err(DEPTHS);
    }
    Ok(found.into_iter().map(|(_, depth)| depth).collect())
}

/// The batches that the data of a step belongs to, each once.
fn data_lineages(properties: &[(&Property, Vec<(&Given, Lineage)>)]) -> Result<Vec<Lineage>, Class> {
    let distinct = |pieces: &mut dyn Iterator<Item = &(&Given, Lineage)>| -> BTreeSet<Lineage> {
        pieces.map(|(_, lineage)| lineage.clone()).filter(|lineage| !lineage.is_empty()).collect()
    };
    if properties.iter().any(|(_, pieces)| distinct(&mut pieces.iter()).len() > 1) {
        return Err(LINEAGE);
    }
    let mut all: Vec<Lineage> = distinct(&mut properties.iter().flat_map(|(_, pieces)| pieces)).into_iter().collect();
    all.sort_by_key(Vec::len);
    match all.as_slice() {
        [] | [_] => Ok(all),
        [short, long] if is_prefix(short, long) && long.len() == short.len() + 1 => Ok(all),
        _ => Err(LINEAGE),
    }
}
