//! Checks that look at several properties at once.

use serde_json::Value as Json;

use super::object::{default_of, find};
use crate::block::{BlockDef, Condition, DynamicOutput, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Node, Pointer};
use crate::value::{FromValue, Value};

/// The literal side of a step's properties: what can be known before the workflow runs.
#[derive(Debug, Clone, Copy)]
pub struct Configuration<'a> {
    def: &'static BlockDef,
    node: &'a Node,
}

impl<'a> Configuration<'a> {
    /// The properties of `node`, a step of this block.
    pub fn new(def: &'static BlockDef, node: &'a Node) -> Self {
        Self { def, node }
    }

    fn property(&self, name: &str) -> Option<&'static PropertyDef> {
        self.def.properties().find(|property| property.name == name)
    }

    /// What the step gives for a property, its default where it gives nothing; other texts of a choice are the value
    /// that they stand for.
    pub fn json(&self, name: &str) -> Json {
        let Some(property) = self.property(name) else {
            return Json::Null;
        };
        let Some(member) = find(self.node, property) else {
            return default_of(property);
        };
        let choices = property.shape.alternatives().into_iter().find_map(|shape| match shape {
            Shape::Choice(choices) => Some(*choices),
            _ => None,
        });
        let chosen = choices.zip(member.value.as_str()).and_then(|(choices, text)| choices.find(text));
        chosen.map_or_else(|| member.value.to_json(), |chosen| chosen.value.into())
    }

    /// The text that the step gives for a property.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.json(name) {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number that the step gives for a property, converted as it is for the run; nothing where the step gives none,
    /// or a reference.
    pub fn number(&self, name: &str) -> Option<f64> {
        let member = find(self.node, self.property(name)?)?;
        f64::from_value(&Value::from_json(&member.value.to_json())).ok()
    }

    /// What the step gives back, where that depends on its configuration: the outputs that every step of the block has,
    /// and in the place of `*` those of this one.
    pub fn dynamic_outputs(&self) -> Option<Vec<DynamicOutput>> {
        let describe = self.def.dynamic_outputs?;
        let outputs = self.def.outputs.iter().flat_map(|output| match output.name {
            "*" => describe(self),
            name => vec![DynamicOutput { name: name.to_owned(), kinds: output.kinds }],
        });
        Some(outputs.collect())
    }

    /// True when all properties of the condition have one of the values that it names.
    pub fn satisfies(&self, condition: &Condition) -> bool {
        condition.iter().all(|(name, values)| {
            let actual = self.json(name);
            values.iter().any(|value| serde_json::from_str::<Json>(value).is_ok_and(|expected| expected == actual))
        })
    }
}

/// What a block's own check may look at and report.
#[derive(Debug)]
pub struct Check<'a> {
    /// The step.
    pub step: Configuration<'a>,
    pointer: &'a Pointer,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    pub(super) fn new(step: Configuration<'a>, pointer: &'a Pointer, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { step, pointer, diagnostics }
    }

    /// Reports a mistake at a property.
    pub fn report(&mut self, property: &str, message: impl Into<String>, remedy: impl Into<Remedy>) {
        self.report_at(&Pointer::root().member(property), message, remedy);
    }

    /// Reports a mistake at a part of a property, such as `/cases/red`; the path starts at the step.
    pub fn report_at(&mut self, path: &Pointer, message: impl Into<String>, remedy: impl Into<Remedy>) {
        let node = self.step.node.at(path.tokens()).unwrap_or(self.step.node);
        let diagnostic = Diagnostic::error(Code::Refused, self.pointer.then(path), node.span.clone(), message);
        self.diagnostics.push(diagnostic.with_remedy(remedy));
    }
}
