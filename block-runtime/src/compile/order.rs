//! The order of steps: each one after those that it waits for, and otherwise as they were written.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Place;
use crate::step::Reference;
use crate::workflow::{Definition, Findings, Stage};

use super::graph::{Edge, Graph};

/// Numbers of the steps in the order in which they could run one by one. Circles are reported.
pub(super) fn of_steps(definition: &Definition, graph: &Graph, findings: &mut Findings) -> Vec<usize> {
    let count = definition.steps.len();
    let mut waiting = vec![0_usize; count];
    let mut following: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut preceding: Vec<Vec<Edge>> = vec![Vec::new(); count];
    for edge in &graph.edges {
        waiting[edge.to] += 1;
        following[edge.from].push(edge.to);
        preceding[edge.to].push(*edge);
    }
    let mut ready: BinaryHeap<Reverse<usize>> = (0..count).filter(|step| waiting[*step] == 0).map(Reverse).collect();
    let mut done = vec![false; count];
    let mut order = Vec::with_capacity(count);
    loop {
        while let Some(Reverse(step)) = ready.pop() {
            if std::mem::replace(&mut done[step], true) {
                continue;
            }
            order.push(step);
            for next in &following[step] {
                waiting[*next] = waiting[*next].saturating_sub(1);
                if waiting[*next] == 0 && !done[*next] {
                    ready.push(Reverse(*next));
                }
            }
        }
        let Some(stuck) = done.iter().position(|done| !done) else {
            return order;
        };
        let circle = circle(stuck, &preceding, &done);
        report(definition, &circle, findings);
        // With one of its steps taken as done, the circle is open, and what lies behind it can be looked at.
        ready.push(Reverse(circle.first().map_or(stuck, |edge| edge.from)));
    }
}

/// A circle among the steps that are not done, found by going back from one of them.
fn circle(start: usize, preceding: &[Vec<Edge>], done: &[bool]) -> Vec<Edge> {
    let mut path: Vec<Edge> = Vec::new();
    let mut visited_at: Vec<Option<usize>> = vec![None; done.len()];
    let mut step = start;
    loop {
        if let Some(at) = visited_at[step] {
            let mut circle = path.split_off(at);
            circle.reverse();
            return circle;
        }
        visited_at[step] = Some(path.len());
        let Some(edge) = preceding[step].iter().find(|edge| !done[edge.from]) else {
            return path;
        };
        path.push(*edge);
        step = edge.from;
    }
}

fn report(definition: &Definition, circle: &[Edge], findings: &mut Findings) {
    let name = |step: usize| definition.steps.get(step).map_or("", |step| step.step.name.as_str());
    let place = |edge: &Edge| {
        let reference = definition.steps.get(edge.step).and_then(|step| step.step.references.get(edge.reference));
        reference.map_or_else(Place::default, Reference::place)
    };
    let [first, rest @ ..] = circle else { return };
    let chain: Vec<String> =
        circle.iter().map(|edge| edge.from).chain([first.from]).map(|step| format!("`{}`", name(step))).collect();
    let message = match rest {
        [] => format!("step `{}` waits for itself", name(first.from)),
        _ => format!("steps wait for each other in a circle: {}", chain.join(" → ")),
    };
    let mut diagnostic = Diagnostic::error_at(Code::Cycle, &place(first), message)
        .with_remedy("remove one of the references that close the circle");
    for edge in rest {
        let message = format!("`{}` waits for `{}`", name(edge.to), name(edge.from));
        diagnostic = diagnostic.with_related_at(message, &place(edge));
    }
    findings.push(Stage::Order, diagnostic);
}
