//! What the calls of a step are: which elements its block is called for, and what each call is handed.

use std::sync::Arc;

use crate::block::{Index, Input};
use crate::compile::{Elements, Feed, Form, Gate, Source, StepPlan};
use crate::error::WorkflowError;
use crate::value::{Batch, Value};

use super::data::Supplies;
use super::layout::Layout;

/// The calls of one step in one run.
#[derive(Debug)]
pub(super) struct Calls {
    supplies: Supplies,
    /// The elements that the block could be called for.
    pub(super) layout: Arc<Layout>,
    /// The elements that it is called for, in order.
    pub(super) elements: Vec<usize>,
    /// Elements that gates keep closed but that the block is called for all the same, with nothing.
    closed: Option<Vec<bool>>,
    groups: Option<Groups>,
}

/// Data one level deeper than the elements that the block is called for.
#[derive(Debug)]
struct Groups {
    layout: Arc<Layout>,
    /// Members that take part; all of them where there is no list.
    members: Option<Vec<bool>>,
}

impl Calls {
    pub(super) fn new(plan: &StepPlan, supplies: Supplies) -> Self {
        let layout = layout(plan, &supplies);
        let groups = groups(plan, &supplies);
        let mut calls = Self { supplies, layout, elements: Vec::new(), closed: None, groups };
        let def = plan.entry.def;
        // Blocks that want to see empty elements also see those that a gate keeps from them.
        let sees_closed = def.accepts_empty && plan.feeds.iter().any(|feed| is_batch(feed.form));
        if sees_closed && !plan.gates.is_empty() {
            calls.closed = Some((0..calls.layout.len()).map(|element| !calls.is_open(&plan.gates, element)).collect());
        }
        calls.elements = (0..calls.layout.len())
            .filter(|element| sees_closed || calls.is_open(&plan.gates, *element))
            .filter(|element| def.accepts_empty || calls.is_complete(plan, *element))
            .collect();
        calls
    }

    /// An error of a call with the element that it was for, where there are several.
    pub(super) fn located(&self, error: WorkflowError, element: usize) -> WorkflowError {
        if self.layout.len() > 1 { error.at_element(self.layout.index(element)) } else { error }
    }

    fn is_open(&self, gates: &[Gate], element: usize) -> bool {
        let depth = self.layout.depth();
        gates.is_empty() || self.supplies.is_open(gates, &self.layout, element, |gate| gate <= depth)
    }

    /// True when an element has a value everywhere where its step needs one: in all batches, and in all data that steps
    /// have produced. A parameter may be null.
    fn is_complete(&self, plan: &StepPlan, element: usize) -> bool {
        let is_null = |place: usize, element: usize| self.value(plan, place, element).is_null();
        plan.feeds.iter().enumerate().all(|(place, Feed { source, form })| match form {
            Form::Single | Form::Element { cast: true } | Form::Group { cast: true }
                if matches!(source, Source::Output { .. }) && is_null(place, 0) =>
            {
                false
            }
            Form::Single => true,
            Form::Element { cast: true } => !is_null(place, 0),
            Form::Element { cast: false } => !is_null(place, element),
            Form::Group { cast: true } if self.groups.is_none() => plan.depth > 0 || !is_null(place, 0),
            Form::Group { .. } => self.has_members(plan, element),
        })
    }

    /// True when the element has ever had members. Where all of them are gone the block still sees an empty group,
    /// unless a single group is all that it would be called for.
    fn has_members(&self, plan: &StepPlan, element: usize) -> bool {
        let Some(groups) = &self.groups else { return false };
        let mut group = groups.layout.group(element);
        let is_only_group = plan.depth == 0 && !plan.entry.def.batch;
        match &groups.members {
            Some(members) if is_only_group => group.any(|member| members[member]),
            _ => !group.is_empty(),
        }
    }

    fn value<'a>(&'a self, plan: &'a StepPlan, feed: usize, element: usize) -> &'a Value {
        self.supplies.value(&plan.feeds, feed, element)
    }

    fn is_closed(&self, element: usize) -> bool {
        self.closed.as_ref().is_some_and(|closed| closed.get(element).copied().unwrap_or_default())
    }

    /// What a call for one element is given. Single values are the same for every element, so `inputs` can be used
    /// again for the next one.
    pub(super) fn fill(&self, plan: &StepPlan, element: usize, inputs: &mut Vec<Input>) {
        if self.closed.is_some() {
            inputs.clear();
        }
        let is_first = inputs.is_empty();
        for (place, feed) in plan.feeds.iter().enumerate() {
            let input = match feed.form {
                Form::Single | Form::Element { cast: true } if !is_first => continue,
                Form::Single => Input::Value(self.value(plan, place, 0).clone()),
                Form::Element { cast } => Input::Value(self.element(plan, place, element, cast)),
                Form::Group { cast } => {
                    self.group(plan, place, element, cast).map_or(Input::Value(Value::Null), Input::Batch)
                }
            };
            match inputs.get_mut(place) {
                Some(known) => *known = input,
                None => inputs.push(input),
            }
        }
    }

    /// What a call for all elements is given.
    pub(super) fn inputs_of_all(&self, plan: &StepPlan) -> Vec<Input> {
        let elements = || self.elements.iter().map(|element| (self.layout.index(*element), *element));
        let inputs = plan.feeds.iter().enumerate().map(|(place, feed)| match feed.form {
            Form::Single => Input::Value(self.value(plan, place, 0).clone()),
            Form::Element { cast } => Input::Batch(Batch::new(
                elements().map(|(index, element)| (index, self.element(plan, place, element, cast))).collect(),
            )),
            Form::Group { cast } => Input::Groups(Batch::new(
                elements().map(|(index, element)| (index, self.group(plan, place, element, cast))).collect(),
            )),
        });
        inputs.collect()
    }

    fn element(&self, plan: &StepPlan, feed: usize, element: usize, cast: bool) -> Value {
        if self.is_closed(element) {
            return Value::Null;
        }
        self.value(plan, feed, if cast { 0 } else { element }).clone()
    }

    /// The members of an element's group; nothing where it has never had any.
    fn group(&self, plan: &StepPlan, feed: usize, element: usize, cast: bool) -> Option<Batch<Value>> {
        let sees_empty = plan.entry.def.accepts_empty;
        let is_closed = self.is_closed(element);
        let member = |index: Index, takes_part: bool, element: usize| {
            let value = if takes_part && !is_closed { self.value(plan, feed, element).clone() } else { Value::Null };
            (sees_empty || takes_part && !value.is_null()).then_some((index, value))
        };
        let Some(Groups { layout, members }) = &self.groups else {
            return Some(Batch::new(member(self.layout.index(element).child(0), true, 0).into_iter().collect()));
        };
        let group = layout.group(element);
        if group.is_empty() {
            return None;
        }
        let owner = self.layout.index(element);
        let takes_part = |place: usize| members.as_ref().is_none_or(|members| members[place]);
        let found = (0..)
            .zip(group)
            .filter_map(|(number, place)| member(owner.child(number), takes_part(place), if cast { 0 } else { place }));
        Some(Batch::new(found.collect()))
    }
}

fn is_batch(form: Form) -> bool {
    matches!(form, Form::Element { cast: false } | Form::Group { cast: false })
}

/// The elements that the block could be called for.
fn layout(plan: &StepPlan, supplies: &Supplies) -> Arc<Layout> {
    let data = match plan.elements {
        Elements::Single => None,
        Elements::Cast => return Layout::flat(1),
        Elements::OfFeed(feed) => supplies.data.get(feed).and_then(Option::as_ref),
        Elements::OfGate(gate) => supplies.gates.get(gate),
    };
    data.map_or_else(Layout::single, |data| data.layout.outer(plan.depth))
}

/// The groups that a step is fed with, or that gates decide about where single values stand for their members. A member
/// takes part where it has a value in all groups and no gate keeps it out.
fn groups(plan: &StepPlan, supplies: &Supplies) -> Option<Groups> {
    let feeds = || {
        plan.feeds.iter().enumerate().filter_map(|(feed, Feed { form, .. })| match form {
            Form::Group { cast } => Some((feed, *cast)),
            _ => None,
        })
    };
    let data = match feeds().find(|(_, cast)| !cast) {
        Some((feed, _)) => supplies.data.get(feed)?.as_ref()?,
        None if feeds().next().is_some() => {
            let gate = plan.gates.iter().position(|gate| gate.depth == plan.depth + 1)?;
            supplies.gates.get(gate)?
        }
        None => return None,
    };
    let layout = Arc::clone(&data.layout);
    let depth = layout.depth();
    let value =
        |feed: usize, member: usize, cast: bool| supplies.value(&plan.feeds, feed, if cast { 0 } else { member });
    let takes_part = |member: usize| {
        supplies.is_open(&plan.gates, &layout, member, |gate| gate == depth)
            && (plan.entry.def.accepts_empty || feeds().all(|(feed, cast)| !value(feed, member, cast).is_null()))
    };
    let members: Vec<bool> = (0..layout.len()).map(takes_part).collect();
    let members = members.contains(&false).then_some(members);
    Some(Groups { layout, members })
}
