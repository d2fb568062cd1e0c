//! Random workflows that are likely to be right, made of the choices on a tape of bytes.
//!
//! Steps are added one by one, and kept where the interpreter of the tests says that the workflow still compiles; a few
//! are kept all the same, and a few workflows are broken at the end.

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
    let mut maker =
        Maker { tape: tape.iter(), inputs: Vec::new(), given: Map::new(), steps: Vec::new(), pieces: Vec::new() };
    maker.add_inputs();
    for _ in 0..=maker.pick(8) {
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
}

const GATES: &[&str] = &["gate", "gate", "gate", "batch_gate", "switch", "astray"];
const SINGLES: &[&str] =
    &["echo", "none_if", "items", "laborious", "counter", "slow", "slow_counter", "panics", "echo", "none_if"];
const WHOLES: &[&str] = &["batch_echo", "slow_batch", "mixed_echo", "batch_echo"];
const PAIRS: &[&str] = &["pair", "pair_each", "pair_empty", "only_a", "pair"];
const GATHERERS: &[&str] =
    &["collapse", "batch_collapse", "batch_collapse_empty", "collapse_cast", "collapse", "batch_collapse"];

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
        for number in 0..1 + self.pick(4) {
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
        for attempt in 0..4 {
            let Some((mut step, lists, is_text)) = self.step() else { continue };
            let name = format!("s{}", self.steps.len());
            step["name"] = json!(name);
            self.steps.push(step);
            let flow = oracle::compile(&self.definition(&[]));
            if flow.is_err() && !(attempt == 3 && self.once_in(4)) {
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

    /// A piece of data, or sometimes a literal.
    fn value(&mut self, fits: impl Fn(&Piece) -> bool) -> Option<(Json, usize, bool)> {
        if self.once_in(7) {
            let literal = self.leaf(0, false, 1000);
            return Some((literal, 0, false));
        }
        let forgiving = self.once_in(40);
        let piece = self.piece(|piece| (forgiving || !piece.is_parameter || piece.lists == 0) && fits(piece))?;
        Some((piece.selector.into(), piece.lists, piece.is_text))
    }

    fn of_type(name: &str) -> Json {
        json!({"type": format!("test/{name}@v1")})
    }

    /// A step, how many lists are in what it yields, and whether that is text.
    fn step(&mut self) -> Option<(Json, usize, bool)> {
        match self.pick(15) {
            0 | 1 => self.single(),
            2 => self.whole(),
            3 => self.pair(),
            4 => self.listing(),
            5 | 6 => self.explode(),
            7 | 8 => self.gather(),
            9 => self.two_levels(),
            10..=12 => self.gate(),
            13 => self.first_of(),
            _ => self.other(),
        }
    }

    fn single(&mut self) -> Option<(Json, usize, bool)> {
        let (data, lists, is_text) = self.value(|_| true)?;
        let name = if self.once_in(60) { "refuses" } else { self.one_of(SINGLES)? };
        let mut step = Self::of_type(name);
        step["data"] = data;
        if name == "slow" {
            step["traffic"] = self.piece(|piece| !piece.is_parameter)?.selector.into();
        }
        Some(match name {
            "items" | "slow_counter" => (step, lists + 1, false),
            "counter" => (step, 0, false),
            _ => (step, lists, is_text),
        })
    }

    fn whole(&mut self) -> Option<(Json, usize, bool)> {
        let (data, lists, is_text) = self.value(|_| true)?;
        let name = if self.once_in(60) { "short" } else { self.one_of(WHOLES)? };
        let mut step = Self::of_type(name);
        step["data"] = data;
        Some((step, lists, is_text))
    }

    fn pair(&mut self) -> Option<(Json, usize, bool)> {
        let first = self.piece(|piece| !piece.is_parameter || piece.lists == 0)?;
        let lineage = first.lineage.clone();
        let (second, lists, _) = self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?;
        let name = self.one_of(PAIRS)?;
        let mut step = Self::of_type(name);
        step["a"] = first.selector.into();
        step["b"] = if name == "pair" && self.once_in(6) { Json::Null } else { second };
        Some((step, lists.max(first.lists) + 1, false))
    }

    fn listing(&mut self) -> Option<(Json, usize, bool)> {
        let lineage = self.piece(|_| true)?.lineage;
        let mut items = Vec::new();
        for _ in 0..1 + self.pick(3) {
            items.push(self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?.0);
        }
        let mut step = Self::of_type("listing");
        if self.once_in(2) {
            let named = items.iter().enumerate().map(|(place, item)| (format!("n{place}"), item.clone()));
            step["named"] = Json::Object(named.collect());
        } else {
            step["items"] = items.into();
        }
        Some((step, 0, false))
    }

    fn explode(&mut self) -> Option<(Json, usize, bool)> {
        let piece = self.piece(|piece| piece.lists > 0).or_else(|| self.pieces.last().cloned())?;
        let mut step = Self::of_type(self.one_of(&["explode", "batch_explode"])?);
        step["data"] = piece.selector.into();
        Some((step, piece.lists.saturating_sub(1), piece.is_text))
    }

    fn gather(&mut self) -> Option<(Json, usize, bool)> {
        let name = self.one_of(GATHERERS)?;
        let piece = self.piece(|piece| name == "collapse_cast" || !piece.lineage.is_empty())?;
        let mut step = Self::of_type(name);
        step["data"] = piece.selector.into();
        Some((step, piece.lists + 1, false))
    }

    fn two_levels(&mut self) -> Option<(Json, usize, bool)> {
        let crops = self.piece(|piece| piece.lineage.len() > 1)?;
        let outer = crops.lineage[..crops.lineage.len() - 1].to_vec();
        let images = self.piece(|piece| piece.lineage == outer)?;
        let crops = if self.once_in(6) { self.piece(|piece| piece.lineage.is_empty())? } else { crops };
        let mut step = Self::of_type(self.one_of(&["two_level", "batch_two_level"])?);
        step["images"] = images.selector.into();
        step["crops"] = crops.selector.into();
        Some((step, 1, false))
    }

    /// A step that decides about earlier ones.
    fn gate(&mut self) -> Option<(Json, usize, bool)> {
        let (data, _, _) = self.value(|_| true)?;
        let name = self.one_of(GATES)?;
        let name = if name == "astray" && !self.once_in(6) { "gate" } else { name };
        let mut step = Self::of_type(name);
        step["data"] = data;
        let mut targets = Vec::new();
        for _ in 0..1 + self.pick(3) {
            if !self.steps.is_empty() {
                let target = self.pick(self.steps.len());
                let target = format!("$steps.s{target}");
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        }
        if targets.is_empty() && !self.once_in(12) {
            return None;
        }
        match name {
            "batch_gate" => step["next_step"] = targets.pop()?.into(),
            "switch" => {
                let default: Vec<String> = targets.drain(targets.len() / 2..).collect();
                let cases = targets.into_iter().enumerate().map(|(key, target)| (key.to_string(), target.into()));
                step["cases"] = Json::Object(cases.collect());
                step["default"] = default.into();
            }
            _ => step["next_steps"] = targets.into(),
        }
        Some((step, 0, false))
    }

    fn first_of(&mut self) -> Option<(Json, usize, bool)> {
        let first = self.piece(|_| true)?;
        let lineage = first.lineage.clone();
        let mut data = vec![first.selector];
        for _ in 0..self.pick(3) {
            data.push(self.piece(|piece| piece.lineage == lineage || piece.lineage.is_empty())?.selector);
        }
        let (default, _, _) = self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?;
        let mut step = Self::of_type("first_of");
        step["data"] = data.into();
        step["default"] = default;
        Some((step, first.lists, first.is_text))
    }

    fn other(&mut self) -> Option<(Json, usize, bool)> {
        Some(match self.pick(5) {
            0 => (Self::of_type("source"), 0, false),
            1 => {
                let mut step = Self::of_type("source_batch");
                step["n"] = self.one_of(&[json!(3), json!(0), json!("2"), json!(1)])?;
                (step, 0, false)
            }
            2 => {
                let mut step = Self::of_type("fields");
                step["names"] = json!(["x", "y"]);
                (step, 0, true)
            }
            3 => {
                let mut step = Self::of_type("text_in");
                let careless = self.once_in(20);
                step["text"] = self.piece(|piece| careless || piece.is_text)?.selector.into();
                (step, 0, true)
            }
            _ => {
                let mut step = Self::of_type("integer_in");
                let careless = self.once_in(20);
                let fits = |piece: &Piece| careless || piece.lists == 0 && !piece.is_text;
                step["v"] = self.piece(fits)?.selector.into();
                (step, 0, false)
            }
        })
    }

    fn definition(&self, outputs: &[Json]) -> Json {
        crate::workflow(self.inputs.clone().into(), self.steps.clone().into(), outputs.into())
    }

    fn finish(mut self) -> Imagined {
        let mut outputs = Vec::new();
        for number in 0..1 + self.pick(6) {
            let selector = match self.once_in(5) {
                true if !self.steps.is_empty() => format!("$steps.s{}.*", self.pick(self.steps.len())),
                _ => self.piece(|_| true).map(|piece| piece.selector).unwrap_or_default(),
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
