//! The ledger of a run: what is there, what waits for what, and who still has to read what.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::block::Behaviour;
use crate::compile::{Node, Parts, Source};

use super::data::{Data, Supplies};

/// Data and the number of readers that have not read it.
#[derive(Debug)]
struct Shelf {
    data: Option<Arc<Data>>,
    readers: usize,
}

impl Shelf {
    /// Counts a reader off; the data is handed out to be dropped when it was the last one.
    fn read(&mut self) -> Option<Arc<Data>> {
        self.readers = self.readers.saturating_sub(1);
        if self.readers == 0 { self.data.take() } else { None }
    }
}

/// What is there, what waits for what, and who still has to read what.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    inputs: Vec<Shelf>,
    steps: Vec<Shelf>,
    waits_for: Vec<usize>,
    is_done: Vec<bool>,
    unfinished: usize,
    /// Steps that calculate and are ready to be taken by a worker.
    pub(super) ready: VecDeque<usize>,
    /// How many workers there are.
    pub(super) workers: usize,
}

impl Ledger {
    pub(super) fn new(parts: &Parts, inputs: Vec<Data>) -> Self {
        let shelf = |data, readers| Shelf { data: (readers > 0).then(|| Arc::new(data)), readers };
        Self {
            inputs: parts.inputs.iter().zip(inputs).map(|(input, data)| shelf(data, input.readers)).collect(),
            steps: parts.steps.iter().map(|step| Shelf { data: None, readers: step.readers }).collect(),
            waits_for: parts.steps.iter().map(|step| step.waits_for).collect(),
            is_done: vec![false; parts.steps.len()],
            unfinished: parts.steps.len(),
            ready: VecDeque::new(),
            workers: 0,
        }
    }

    /// True when all steps are done.
    pub(super) fn is_finished(&self) -> bool {
        self.unfinished == 0
    }

    /// Steps that could start and are not done.
    pub(super) fn under_way(&self) -> Vec<usize> {
        let steps = 0..self.is_done.len();
        steps.filter(|step| self.waits_for[*step] == 0 && !self.is_done[*step]).collect()
    }

    /// What an input holds or a step has produced.
    pub(super) fn data(&self, node: Node) -> Option<&Arc<Data>> {
        let place = match node {
            Node::Input(input) => self.inputs.get(input),
            Node::Step(step) => self.steps.get(step),
        };
        place?.data.as_ref()
    }

    /// The data that a step reads.
    pub(super) fn supplies(&self, parts: &Parts, step: usize) -> Supplies {
        let feeds = parts.steps[step].feeds.iter();
        let data = feeds.map(|feed| match &feed.source {
            Source::Input(input) => self.data(Node::Input(*input)).cloned(),
            Source::Output { step, .. } => self.data(Node::Step(*step)).cloned(),
            Source::Literal(_) => None,
        });
        let data = data.collect();
        let gates = parts.steps[step].gates.iter().filter_map(|gate| self.data(Node::Step(gate.step)).cloned());
        Supplies { data, gates: gates.collect() }
    }

    /// Steps that wait for nothing, as the run begins.
    pub(super) fn first(&mut self, parts: &Parts) -> Vec<usize> {
        let free = self.waits_for.iter().enumerate().filter(|(_, waits_for)| **waits_for == 0);
        let free: Vec<usize> = free.map(|(step, _)| step).collect();
        self.sort(parts, free)
    }

    /// Puts down what a step has produced. Gives back the steps that wait and can start now, and data that nobody
    /// reads any more, to be dropped without the ledger being locked.
    pub(super) fn finish(&mut self, parts: &Parts, step: usize, produced: Data) -> (Vec<usize>, Vec<Arc<Data>>) {
        let plan = &parts.steps[step];
        let mut unread: Vec<Arc<Data>> = Vec::new();
        let produced = Arc::new(produced);
        if plan.readers > 0 {
            self.steps[step].data = Some(produced);
        } else {
            unread.push(produced);
        }
        for node in &plan.reads {
            let source = match *node {
                Node::Input(input) => &mut self.inputs[input],
                Node::Step(step) => &mut self.steps[step],
            };
            unread.extend(source.read());
        }
        let mut free = Vec::new();
        for follower in &plan.followers {
            self.waits_for[*follower] = self.waits_for[*follower].saturating_sub(1);
            if self.waits_for[*follower] == 0 {
                free.push(*follower);
            }
        }
        self.is_done[step] = true;
        self.unfinished = self.unfinished.saturating_sub(1);
        (self.sort(parts, free), unread)
    }

    /// Queues the steps that calculate, and gives back those that wait.
    fn sort(&mut self, parts: &Parts, free: Vec<usize>) -> Vec<usize> {
        let mut waiting = free;
        waiting.retain(|step| {
            let waits = matches!(parts.steps[*step].entry.erased.behaviour, Behaviour::Async(_));
            if !waits {
                self.ready.push_back(*step);
            }
            waits
        });
        waiting
    }
}
