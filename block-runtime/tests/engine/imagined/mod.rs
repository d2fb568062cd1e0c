//! Random workflows that are likely to be right, made of the choices on a tape of bytes.
//!
//! Steps are added one by one, and kept where the interpreter of the tests says that the workflow still compiles; a few
//! are kept all the same, and a few workflows are broken at the end.

mod steps;

use serde_json::{Map, Value as Json, json};

use crate::oracle::{self, Lineage};

/// A definition and what it is run with.
#[derive(Debug, Clone)]
pub struct Imagined {
    pub definition: Json,
    pub given: Json,
}

/// Makes a workflow of a tape. Where the tape ends, the first choice is taken.
pub fn workflow(tape: &[u8]) -> Imagined {
    let mut maker = Maker {
        tape: tape.iter(),
        inputs: Vec::new(),
        given: Map::new(),
        steps: Vec::new(),
        pieces: Vec::new(),
        is_broken: false,
    };
    maker.add_inputs();
    for _ in 0..2 + maker.pick(8) {
        maker.add_step();
    }
    maker.finish()
}

/// Data that steps may refer to.
#[derive(Debug, Clone)]
struct Piece {
    selector: String,
    /// How many lists are in its elements.
    lists: usize,
    is_text: bool,
    is_parameter: bool,
    lineage: Lineage,
}

struct Maker<'a> {
    tape: std::slice::Iter<'a, u8>,
    inputs: Vec<Json>,
    given: Map<String, Json>,
    steps: Vec<Json>,
    pieces: Vec<Piece>,
    /// True when the last step does not fit.
    is_broken: bool,
}

impl Maker<'_> {
    fn pick(&mut self, count: usize) -> usize {
        usize::from(self.tape.next().copied().unwrap_or_default()) % count.max(1)
    }

    /// True once in so many times.
    fn once_in(&mut self, count: usize) -> bool {
        self.pick(count) == count - 1
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        let choice = self.pick(choices.len());
        choices.get(choice).cloned()
    }

    fn add_inputs(&mut self) {
        let size = 1 + self.pick(3);
        for number in 0..=self.pick(4) {
            let name = format!("i{number}");
            let levels = [1, 0, 1, 2, 1, 0, 3][self.pick(7)];
            let is_text = self.once_in(6);
            let lists = if is_text { 0 } else { [0, 1, 0, 2, 1][self.pick(5)] };
            let lists = if levels == 0 && !self.once_in(4) { 0 } else { lists };
            let mut input = match levels {
                0 => json!({"type": "WorkflowParameter", "name": name}),
                1 => json!({"type": "WorkflowBatchInput", "name": name}),
                levels => json!({"type": "WorkflowBatchInput", "name": name, "dimensionality": levels}),
            };
            if is_text {
                input["kind"] = json!(["string"]);
            } else if lists == 0 && self.once_in(5) {
                input["kind"] = json!(["integer"]);
            }
            let value = self.input(size, levels, lists, is_text);
            if levels == 0 && self.once_in(3) {
                input["default_value"] = value;
            } else if !self.once_in(60) {
                self.given.insert(name.clone(), value);
            }
            self.inputs.push(input);
            let selector = format!("$inputs.{name}");
            self.pieces.push(Piece { selector, lists, is_text, is_parameter: levels == 0, lineage: Lineage::new() });
        }
        self.given.insert("stranger".to_owned(), json!([1, 2, 3, 4]));
    }

    fn input(&mut self, size: usize, levels: usize, lists: usize, is_text: bool) -> Json {
        match levels {
            0 => self.leaf(lists, is_text, 24),
            1.. if self.once_in(40) => self.leaf(lists, is_text, 24),
            levels => {
                let size = if self.once_in(12) { 1 } else { size };
                (0..size).map(|_| self.nested(levels - 1, lists, is_text)).collect()
            }
        }
    }

    fn nested(&mut self, levels: usize, lists: usize, is_text: bool) -> Json {
        if levels == 0 {
            return self.leaf(lists, is_text, 10);
        }
        if self.once_in(200) {
            return Json::Null;
        }
        let count = [1, 2, 0, 3][self.pick(4)];
        (0..count).map(|_| self.nested(levels - 1, lists, is_text)).collect()
    }

    fn leaf(&mut self, lists: usize, is_text: bool, null: usize) -> Json {
        if self.once_in(null) {
            return Json::Null;
        }
        if is_text {
            return self.one_of(&["a", "1", "b", "$100"]).into();
        }
        if lists == 0 {
            let number = [1, 0, 2, 3, 1, 0, 2, 7][self.pick(8)];
            return if self.once_in(150) { json!(13) } else { number.into() };
        }
        let count = [2, 1, 0, 3][self.pick(4)];
        (0..count).map(|_| self.leaf(lists - 1, false, 16)).collect()
    }

    fn add_step(&mut self) {
        for _ in 0..4 {
            if self.is_broken {
                return;
            }
            let Some((mut step, lists, is_text)) = self.step() else { continue };
            let name = format!("s{}", self.steps.len());
            step["name"] = json!(name);
            self.steps.push(step);
            let flow = oracle::compile(&self.definition(&[]));
            self.is_broken = flow.is_err() && self.once_in(12);
            if flow.is_err() && !self.is_broken {
                self.steps.pop();
                continue;
            }
            let outputs = flow.as_ref().ok().and_then(|(workflow, _)| Some(workflow.steps.last()?.outputs.clone()));
            for (output, _) in outputs.into_iter().flatten() {
                let selector = format!("$steps.{name}.{output}");
                self.pieces.push(Piece { selector, lists, is_text, is_parameter: false, lineage: Lineage::new() });
            }
            if let Ok((workflow, flow)) = flow {
                for piece in &mut self.pieces {
                    piece.lineage = flow.lineage(&workflow.source(&piece.selector));
                }
            }
            return;
        }
    }

    /// A piece of data that fits, mostly one of the latest.
    fn piece(&mut self, fits: impl Fn(&Piece) -> bool) -> Option<Piece> {
        let fitting: Vec<Piece> = self.pieces.iter().filter(|piece| fits(piece)).cloned().collect();
        let late = fitting.len().saturating_sub(3);
        let from = if self.once_in(2) { late } else { 0 };
        self.one_of(&fitting[from..])
    }

    fn definition(&self, outputs: &[Json]) -> Json {
        crate::workflow(self.inputs.clone().into(), self.steps.clone().into(), outputs.into())
    }

    fn finish(mut self) -> Imagined {
        let mut outputs = Vec::new();
        for number in 0..=self.pick(6) {
            let selector = if self.once_in(5) && !self.steps.is_empty() {
                format!("$steps.s{}.*", self.pick(self.steps.len()))
            } else {
                self.piece(|_| true).map(|piece| piece.selector).unwrap_or_default()
            };
            outputs.push(crate::output(&format!("o{number}"), &selector));
        }
        if self.once_in(3) {
            self.steps.reverse();
        }
        let mut definition = self.definition(&outputs);
        if self.once_in(7) {
            self.spoil(&mut definition);
        }
        Imagined { definition, given: self.given.into() }
    }

    /// Breaks something, or at least tries to.
    fn spoil(&mut self, definition: &mut Json) {
        let steps = self.steps.len();
        let step = self.pick(steps);
        let others: Vec<String> = self
            .pieces
            .iter()
            .map(|piece| piece.selector.clone())
            .chain([
                "$steps.s0".into(),
                "$inputs.nobody".into(),
                "$steps.s0.nothing".into(),
                "$steps.nobody.out".into(),
            ])
            .collect();
        let other = self.one_of(&others);
        let property = self.one_of(&["data", "a", "b", "images", "crops", "text", "v", "default"]);
        match self.pick(6) {
            0 if steps > 0 => definition["steps"][step]["name"] = json!("s0"),
            1 => definition["outputs"][0]["selector"] = other.into(),
            2 => definition["inputs"][0]["kind"] = json!(["contours"]),
            3 if steps > 0 => {
                if let Some(step) = definition["steps"][step].as_object_mut() {
                    step.remove(property.unwrap_or_default());
                }
            }
            4 if steps > 0 => {
                let targets = [format!("$steps.s{step}"), format!("$steps.s{}", self.pick(steps + 1))];
                definition["steps"][step]["next_steps"] = json!(targets);
            }
            _ if steps > 0 => {
                let known = definition["steps"][step].get(property.unwrap_or_default()).is_some();
                if known {
                    definition["steps"][step][property.unwrap_or_default()] = other.into();
                }
            }
            _ => {}
        }
    }
}
