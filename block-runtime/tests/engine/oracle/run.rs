//! Running a workflow, step after step and element after element.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::blocks::{Property, Takes};
use super::calls::{self, Argument, Arguments, Outcome, Pieces};
use super::definition::{Given, Source, Step, Workflow};
use super::flow::{Course, Flow};
use super::{Class, Index, Lineage, inputs, rows};

/// What is known while a workflow runs.
pub struct State<'a> {
    pub workflow: &'a Workflow,
    pub flow: &'a Flow,
    /// The places that the elements of a batch have.
    pub places: BTreeMap<Lineage, BTreeSet<Index>>,
    /// The pieces of each input by their places; single values have the empty place.
    pub inputs: Vec<BTreeMap<Index, Json>>,
    /// What each step has yielded for its elements.
    pub outputs: BTreeMap<usize, BTreeMap<Index, Map<String, Json>>>,
    /// By step and branch, the elements that pass; a single decision is about the empty place.
    passed: BTreeMap<(usize, usize), BTreeSet<Index>>,
}

impl State<'_> {
    /// The piece of data at a place; nothing where there is none.
    pub fn value(&self, source: &Source, index: &Index) -> Json {
        let found = match source {
            Source::Input(input) => self.inputs[*input].get(index),
            Source::Output(step, name) => {
                self.outputs.get(step).and_then(|elements| elements.get(index)).and_then(|outputs| outputs.get(name))
            }
        };
        found.cloned().unwrap_or_default()
    }

    fn is_open(&self, gate: (usize, usize), index: &Index) -> bool {
        let depth = self.flow.courses[&gate.0].lineage.len();
        let about = &index[..depth.min(index.len())];
        // A decision about parts is no decision about what they are parts of.
        index.len() < depth || self.passed.get(&gate).is_some_and(|passed| passed.contains(about))
    }
}

pub fn run(workflow: &Workflow, flow: &Flow, given: &Json) -> Result<Vec<Map<String, Json>>, BTreeSet<Class>> {
    let received = inputs::receive(&workflow.inputs, given).map_err(|class| BTreeSet::from([class]))?;
    let mut state = State {
        workflow,
        flow,
        places: BTreeMap::new(),
        inputs: Vec::new(),
        outputs: BTreeMap::new(),
        passed: BTreeMap::new(),
    };
    for (number, pieces) in received.into_iter().enumerate() {
        inputs::check_bindings(workflow, number, &pieces).map_err(|class| BTreeSet::from([class]))?;
        let lineage = flow.lineage(&Source::Input(number));
        for (level, places) in pieces.places.into_iter().enumerate() {
            state.places.entry(lineage[..=level].to_vec()).or_default().extend(places);
        }
        state.inputs.push(pieces.values);
    }
    let mut failures = BTreeSet::new();
    let mut failed: BTreeSet<usize> = BTreeSet::new();
    for number in &flow.order {
        let step = &workflow.steps[*number];
        let waits_for_failed =
            step.sources().any(|source| matches!(source, Source::Output(step, _) if failed.contains(step)))
                || gates(workflow, *number).iter().any(|(controller, _)| failed.contains(controller));
        if waits_for_failed {
            failed.insert(*number);
        } else if let Err(class) = run_step(&mut state, *number) {
            failed.insert(*number);
            failures.insert(class);
        }
    }
    if failures.is_empty() { Ok(rows::rows(&state)) } else { Err(failures) }
}

/// The branches that a step stands behind.
fn gates(workflow: &Workflow, number: usize) -> Vec<(usize, usize)> {
    let branches = |(controller, step): (usize, &'_ Step)| {
        let branches = step.branches.iter().enumerate();
        let mine = branches.filter(|(_, targets)| targets.contains(&number));
        mine.map(|(branch, _)| (controller, branch)).collect::<Vec<_>>()
    };
    workflow.steps.iter().enumerate().flat_map(branches).collect()
}

fn run_step(state: &mut State<'_>, number: usize) -> Result<(), Class> {
    let step = &state.workflow.steps[number];
    let course = &state.flow.courses[&number];
    let gates = gates(state.workflow, number);
    state.outputs.insert(number, BTreeMap::new());
    if step.block.deeper > 0 {
        state.places.insert(course.lineage.clone(), BTreeSet::new());
    }
    let (single, batch): (Vec<_>, Vec<_>) =
        gates.into_iter().partition(|(controller, _)| state.flow.courses[controller].lineage.is_empty());
    let is_stopped = !single.iter().all(|gate| state.is_open(*gate, &Index::new()));
    // Blocks that accept empty values see elements of batches that are kept from them, as if they had no value.
    let sees_closed = step.block.accepts_empty && step.sources().any(|source| !state.flow.lineage(source).is_empty());
    if is_stopped && !sees_closed || lacks_a_single_value(state, step) {
        return Ok(());
    }
    let elements: BTreeSet<Index> = match &course.over {
        _ if course.calls == 0 => BTreeSet::from([Index::new()]),
        Some(lineage) => state.places.get(lineage).cloned().unwrap_or_default(),
        None => BTreeSet::from([vec![0; course.calls]]),
    };
    let is_open = |index: &Index| !is_stopped && batch.iter().all(|gate| state.is_open(*gate, index));
    let mut called: Vec<(Index, Vec<Handed>)> = Vec::new();
    for index in elements {
        if !sees_closed && !is_open(&index) {
            continue;
        }
        if let Some(handed) = hand_over(state, step, course, &index, &is_open) {
            called.push((index, handed));
        }
    }
    if called.is_empty() {
        return Ok(());
    }
    let mut memory = 0;
    let outcomes = if step.block.batch {
        calls::call(step.block, &together(step, &called), &mut memory)?
    } else {
        let mut outcomes = Vec::new();
        for (_, handed) in &called {
            let arguments =
                step.given.iter().zip(handed).map(|((property, _), handed)| (property.name, handed.alone()));
            outcomes.extend(calls::call(step.block, &Arguments(arguments.collect()), &mut memory)?);
        }
        outcomes
    };
    if outcomes.len() != called.len() {
        return Err("ExecutionEngineRuntimeError");
    }
    for ((index, _), outcome) in called.into_iter().zip(outcomes) {
        put_down(state, number, index, outcome)?;
    }
    Ok(())
}

/// True when a step reads a single value that another step has not yielded.
fn lacks_a_single_value(state: &State<'_>, step: &Step) -> bool {
    let is_missing = |source: &Source| {
        matches!(source, Source::Output(..))
            && state.flow.lineage(source).is_empty()
            && state.value(source, &Index::new()).is_null()
    };
    !step.block.accepts_empty && step.sources().any(is_missing)
}

/// What an element is handed for a property.
enum Handed {
    /// The same for all.
    Single(Json),
    Piece(Index, Json),
    Group(Index, Option<Pieces>),
    List(Vec<Handed>),
    Map(Vec<(String, Handed)>),
}

/// What a block is handed for one element; nothing where it is not called for it.
fn hand_over(
    state: &State<'_>,
    step: &Step,
    course: &Course,
    index: &Index,
    is_open: &impl Fn(&Index) -> bool,
) -> Option<Vec<Handed>> {
    let hand =
        |(property, given): &(&'static Property, Given)| hand(state, step, course, property, given, index, is_open);
    step.given.iter().map(hand).collect()
}

fn hand(
    state: &State<'_>,
    step: &Step,
    course: &Course,
    property: &Property,
    given: &Given,
    index: &Index,
    is_open: &impl Fn(&Index) -> bool,
) -> Option<Handed> {
    let inner = |given: &Given| hand(state, step, course, property, given, index, is_open);
    if let Given::List(items) = given {
        return items.iter().map(inner).collect::<Option<_>>().map(Handed::List);
    }
    if let Given::Map(members) = given {
        let member = |(name, member): &(String, Given)| Some((name.clone(), inner(member)?));
        return members.iter().map(member).collect::<Option<_>>().map(Handed::Map);
    }
    let lineage = state.flow.lineage_of_given(given);
    let value = |index: &Index| match given {
        Given::Data(source) if lineage.is_empty() => state.value(source, &Index::new()),
        Given::Data(source) => state.value(source, index),
        Given::Literal(value) => value.clone(),
        Given::List(_) | Given::Map(_) => Json::Null,
    };
    let accepts_empty = step.block.accepts_empty;
    let depth = course.depth(step, property, given, &lineage);
    if depth == 0 || property.takes == Takes::Step || property.takes == Takes::Literal {
        return Some(Handed::Single(value(&Index::new())));
    }
    let piece = |index: &Index| if is_open(index) { value(index) } else { Json::Null };
    if depth == course.calls {
        let piece = piece(index);
        return (accepts_empty || !piece.is_null()).then(|| Handed::Piece(index.clone(), piece));
    }
    let members = if lineage.is_empty() { course.controlled_by.clone() } else { Some(lineage.clone()) };
    let places: Vec<Index> = match members.filter(|members| members.len() == depth) {
        None => vec![[index.as_slice(), &[0]].concat()],
        Some(members) => {
            let all = state.places.get(&members).into_iter().flatten();
            all.filter(|place| place.starts_with(index)).cloned().collect()
        }
    };
    if places.is_empty() {
        return accepts_empty.then(|| Handed::Group(index.clone(), None));
    }
    let pieces = places.into_iter().map(|place| (place.clone(), piece(&place)));
    let pieces: Pieces = pieces.filter(|(_, piece)| accepts_empty || !piece.is_null()).collect();
    // Without an element that owns them, the pieces themselves are the elements.
    if pieces.is_empty() && course.calls == 0 && !step.block.batch {
        return None;
    }
    Some(Handed::Group(index.clone(), Some(pieces)))
}

impl Handed {
    /// What a block is handed that is called for this element alone.
    fn alone(&self) -> Argument {
        match self {
            Self::Single(value) | Self::Piece(_, value) => Argument::One(value.clone()),
            Self::Group(_, pieces) => Argument::Batch(pieces.clone().unwrap_or_default()),
            Self::List(items) => Argument::List(items.iter().map(Self::alone).collect()),
            Self::Map(members) => {
                Argument::Map(members.iter().map(|(name, member)| (name.clone(), member.alone())).collect())
            }
        }
    }
}

/// What a block is handed that is called for all elements at once.
fn together(step: &Step, called: &[(Index, Vec<Handed>)]) -> Arguments {
    let arguments = step.given.iter().enumerate().map(|(place, (property, _))| {
        let mut pieces = Vec::new();
        let mut groups = Vec::new();
        let mut other = None;
        for (_, handed) in called {
            match &handed[place] {
                Handed::Piece(index, value) => pieces.push((index.clone(), value.clone())),
                Handed::Group(index, group) => groups.push((index.clone(), group.clone())),
                single => other = Some(single.alone()),
            }
        }
        let batch = if groups.is_empty() { Argument::Batch(pieces) } else { Argument::Groups(groups) };
        (property.name, other.unwrap_or(batch))
    });
    Arguments(arguments.collect())
}

fn put_down(state: &mut State<'_>, number: usize, index: Index, outcome: Outcome) -> Result<(), Class> {
    let step = &state.workflow.steps[number];
    let course = &state.flow.courses[&number];
    let elements = state.outputs.entry(number).or_default();
    // A batch of one that single values have become is a single value again.
    let owner = if course.over.is_none() { Index::new() } else { index };
    match outcome {
        Outcome::Outputs(outputs) => {
            elements.insert(owner, outputs);
        }
        Outcome::Parts(parts) => {
            for (place, part) in parts.into_iter().enumerate() {
                let index = [owner.as_slice(), &[place]].concat();
                state.places.entry(course.lineage.clone()).or_default().insert(index.clone());
                elements.insert(index, part);
            }
        }
        Outcome::Decision(chosen) => {
            let is_single = !course.has_batches;
            if step.branches.is_empty() {
                return Err(if is_single { "ExecutionEngineRuntimeError" } else { "InvalidBlockBehaviourError" });
            }
            let names = |target: &usize| format!("$steps.{}", state.workflow.steps[*target].name);
            let is_known = |name: &String| step.branches.iter().flatten().any(|target| names(target) == *name);
            if !course.lineage.is_empty() && !chosen.iter().all(is_known) {
                return Err("ExecutionEngineRuntimeError");
            }
            for (branch, targets) in step.branches.iter().enumerate() {
                if targets.iter().any(|target| chosen.contains(&names(target))) {
                    state.passed.entry((number, branch)).or_default().insert(owner.clone());
                }
            }
        }
    }
    Ok(())
}
