//! Random steps: blocks, and data that suits them as far as that can be told.

use serde_json::{Value as Json, json};

use super::{Maker, Piece};

const GATES: &[&str] = &["gate", "gate", "gate", "batch_gate", "switch", "astray"];
const SINGLES: &[&str] =
    &["echo", "none_if", "items", "laborious", "counter", "slow", "slow_counter", "panics", "echo", "none_if"];
const WHOLES: &[&str] = &["batch_echo", "slow_batch", "mixed_echo", "batch_echo"];
const PAIRS: &[&str] = &["pair", "pair_each", "pair_empty", "only_a", "pair"];
const GATHERERS: &[&str] =
    &["collapse", "batch_collapse", "batch_collapse_empty", "collapse_cast", "collapse", "batch_collapse"];

/// A step, how many lists are in what it yields, and whether that is text.
type Made = (Json, usize, bool);

fn of_type(name: &str) -> Json {
    json!({"type": format!("test/{name}@v1")})
}

impl Maker<'_> {
    /// A piece of data, or sometimes a literal.
    fn value(&mut self, fits: impl Fn(&Piece) -> bool) -> Option<Made> {
        if self.once_in(7) {
            let literal = self.leaf(0, false, 1000);
            return Some((literal, 0, false));
        }
        let forgiving = self.once_in(40);
        let piece = self.piece(|piece| (forgiving || !piece.is_parameter || piece.lists == 0) && fits(piece))?;
        Some((piece.selector.into(), piece.lists, piece.is_text))
    }

    /// Any step, without a name.
    pub(super) fn step(&mut self) -> Option<Made> {
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

    fn single(&mut self) -> Option<Made> {
        let (data, lists, is_text) = self.value(|_| true)?;
        let name = if self.once_in(60) { "refuses" } else { self.one_of(SINGLES)? };
        let mut step = of_type(name);
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

    fn whole(&mut self) -> Option<Made> {
        let (data, lists, is_text) = self.value(|_| true)?;
        let name = if self.once_in(60) { "short" } else { self.one_of(WHOLES)? };
        let mut step = of_type(name);
        step["data"] = data;
        Some((step, lists, is_text))
    }

    fn pair(&mut self) -> Option<Made> {
        let first = self.piece(|piece| !piece.is_parameter || piece.lists == 0)?;
        let lineage = first.lineage.clone();
        let (second, lists, _) = self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?;
        let name = self.one_of(PAIRS)?;
        let mut step = of_type(name);
        step["a"] = first.selector.into();
        step["b"] = if name == "pair" && self.once_in(6) { Json::Null } else { second };
        Some((step, lists.max(first.lists) + 1, false))
    }

    fn listing(&mut self) -> Option<Made> {
        let lineage = self.piece(|_| true)?.lineage;
        let mut items = Vec::new();
        for _ in 0..=self.pick(3) {
            items.push(self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?.0);
        }
        let mut step = of_type("listing");
        if self.once_in(2) {
            let named = items.iter().enumerate().map(|(place, item)| (format!("n{place}"), item.clone()));
            step["named"] = Json::Object(named.collect());
        } else {
            step["items"] = items.into();
        }
        Some((step, 0, false))
    }

    fn explode(&mut self) -> Option<Made> {
        let piece = self.piece(|piece| piece.lists > 0).or_else(|| self.pieces.last().cloned())?;
        let mut step = of_type(self.one_of(&["explode", "batch_explode"])?);
        step["data"] = piece.selector.into();
        Some((step, piece.lists.saturating_sub(1), piece.is_text))
    }

    fn gather(&mut self) -> Option<Made> {
        let name = self.one_of(GATHERERS)?;
        let piece = self.piece(|piece| name == "collapse_cast" || !piece.lineage.is_empty())?;
        let mut step = of_type(name);
        step["data"] = piece.selector.into();
        Some((step, piece.lists + 1, false))
    }

    fn two_levels(&mut self) -> Option<Made> {
        let crops = self.piece(|piece| piece.lineage.len() > 1)?;
        let outer = crops.lineage[..crops.lineage.len() - 1].to_vec();
        let images = self.piece(|piece| piece.lineage == outer)?;
        let crops = if self.once_in(6) { self.piece(|piece| piece.lineage.is_empty())? } else { crops };
        let mut step = of_type(self.one_of(&["two_level", "batch_two_level"])?);
        step["images"] = images.selector.into();
        step["crops"] = crops.selector.into();
        Some((step, 1, false))
    }

    /// A step that decides about earlier ones.
    fn gate(&mut self) -> Option<Made> {
        let (data, _, _) = self.value(|_| true)?;
        let name = self.one_of(GATES)?;
        let name = if name == "astray" && !self.once_in(6) { "gate" } else { name };
        let mut step = of_type(name);
        step["data"] = data;
        let mut targets = Vec::new();
        for _ in 0..=self.pick(3) {
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

    fn first_of(&mut self) -> Option<Made> {
        let first = self.piece(|_| true)?;
        let lineage = first.lineage.clone();
        let mut data = vec![first.selector];
        for _ in 0..self.pick(3) {
            data.push(self.piece(|piece| piece.lineage == lineage || piece.lineage.is_empty())?.selector);
        }
        let (default, _, _) = self.value(|piece| piece.lineage == lineage || piece.lineage.is_empty())?;
        let mut step = of_type("first_of");
        step["data"] = data.into();
        step["default"] = default;
        Some((step, first.lists, first.is_text))
    }

    fn other(&mut self) -> Option<Made> {
        Some(match self.pick(5) {
            0 => (of_type("source"), 0, false),
            1 => {
                let mut step = of_type("source_batch");
                step["n"] = self.one_of(&[json!(3), json!(0), json!("2"), json!(1)])?;
                (step, 0, false)
            }
            2 => {
                let mut step = of_type("fields");
                step["names"] = json!(["x", "y"]);
                (step, 0, true)
            }
            3 => {
                let mut step = of_type("text_in");
                let careless = self.once_in(20);
                step["text"] = self.piece(|piece| careless || piece.is_text)?.selector.into();
                (step, 0, true)
            }
            _ => {
                let mut step = of_type("integer_in");
                let careless = self.once_in(20);
                let fits = |piece: &Piece| careless || piece.lists == 0 && !piece.is_text;
                step["v"] = self.piece(fits)?.selector.into();
                (step, 0, false)
            }
        })
    }
}
