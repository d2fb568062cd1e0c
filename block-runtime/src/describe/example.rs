//! A step to copy: complete, valid, and with only those properties that matter for the values that it chooses.

use std::collections::HashSet;

use serde_json::{Map, Value as Json, json};

use super::schema::parsed;
use crate::block::{BlockDef, Default, Origin, PropertyDef, Shape, When};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Pointer, Token};
use crate::step;

/// An example of a step of a block.
///
/// Each property shows the first of its examples that holds; without examples its default is shown; a required
/// property without either gets a value of its type. Properties that the chosen values make irrelevant are left out.
pub fn example_step(def: &'static BlockDef) -> Json {
    let mut choices: Vec<Choice> = def.properties().map(|property| Choice::new(def, property)).collect();
    // Each round settles one property that was refused or missing, so that the rounds end.
    let rounds: usize = choices.iter().map(|choice| choice.candidates.len() + 1).sum();
    for _ in 0..rounds {
        leave_out_irrelevant(&mut choices);
        let step = written(def, &choices);
        let Some((property, code)) = first_finding(def, &step) else {
            return step;
        };
        let Some(choice) = choices.iter_mut().find(|choice| choice.property.name == property) else {
            return step;
        };
        match code {
            Code::RequiredHere | Code::MissingProperty | Code::Refused if !choice.is_shown() => choice.need(),
            _ => choice.refuse(),
        }
    }
    written(def, &choices)
}

/// The example of a step with no more properties than a step must have.
pub fn least_step(def: &'static BlockDef) -> Json {
    let example = example_step(def);
    let Json::Object(all) = &example else { return example };
    let required = def.properties().filter(|property| property.is_required()).map(|property| property.name);
    let mut needed: HashSet<String> = required.chain(["type", "name"]).map(str::to_owned).collect();
    // Each round adds a property, so that the rounds end.
    for _ in 0..all.len() {
        let members = all.iter().filter(|(name, _)| needed.contains(*name));
        let step = Json::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect());
        match first_finding(def, &step) {
            None => return step,
            Some((property, Code::RequiredHere | Code::MissingProperty | Code::Refused))
                if all.contains_key(&property) =>
            {
                needed.insert(property);
            }
            Some(_) => return example,
        }
    }
    example
}

/// What the example may show for one property.
struct Choice {
    property: &'static PropertyDef,
    /// Values that are left to try, best first.
    candidates: Vec<Json>,
    /// Whether other values make the property matter.
    relevant: bool,
    /// Whether the step does not hold without it.
    needed: bool,
}

impl Choice {
    fn new(def: &'static BlockDef, property: &'static PropertyDef) -> Self {
        let mut candidates: Vec<Json> = property.examples.iter().map(|text| parsed(text)).collect();
        if holds_secrets(property) {
            // A reference first, so that nobody learns to write keys into workflows.
            candidates.sort_by_key(|example| !is_reference(example));
        }
        match property.default {
            Default::Value(make) => candidates.push(make()),
            Default::Required | Default::Null | Default::Empty(_) => {}
        }
        let steers = def.properties().any(|other| {
            other.relevance.iter().any(|hint| hint.property == property.name)
                || other.required_if.iter().any(|condition| condition.iter().any(|(name, _)| *name == property.name))
        });
        if steers {
            // Other properties depend on the value, so it has to be known.
            candidates.sort_by_key(is_reference);
        }
        let mut choice = Self { property, candidates, relevant: true, needed: false };
        if property.is_required() {
            choice.need();
        }
        choice
    }

    fn is_shown(&self) -> bool {
        (self.relevant || self.needed) && !self.candidates.is_empty()
    }

    fn value(&self) -> Option<&Json> {
        self.candidates.first().filter(|_| self.is_shown())
    }

    /// The value that holds in the step: the one shown or the default.
    fn effective(&self) -> Json {
        self.value().cloned().unwrap_or_else(|| match self.property.default {
            Default::Required | Default::Null => Json::Null,
            Default::Empty(make) | Default::Value(make) => make(),
        })
    }

    /// Shows the property whatever it takes.
    fn need(&mut self) {
        self.needed = true;
        if self.candidates.is_empty() {
            self.candidates.push(made_up(self.property.shape, self.property));
        }
    }

    /// Goes on to the next candidate.
    fn refuse(&mut self) {
        if !self.candidates.is_empty() {
            self.candidates.remove(0);
        }
        if self.needed {
            self.need();
        }
    }
}

/// Takes out, one after the other, the properties that do not matter for what the others are.
fn leave_out_irrelevant(choices: &mut [Choice]) {
    for choice in choices.iter_mut() {
        choice.relevant = true;
    }
    loop {
        let irrelevant = choices.iter().position(|choice| choice.relevant && !is_relevant(choice.property, choices));
        match irrelevant.and_then(|place| choices.get_mut(place)) {
            Some(choice) => choice.relevant = false,
            None => return,
        }
    }
}

fn is_relevant(property: &PropertyDef, choices: &[Choice]) -> bool {
    property.relevance.iter().all(|hint| {
        let Some(other) = choices.iter().find(|choice| choice.property.name == hint.property) else {
            return true;
        };
        other.relevant
            && match hint.when {
                When::Values(values) => values.iter().any(|value| parsed(value) == other.effective()),
                When::Kinds(kinds) => {
                    let selectors = other.property.shape.selectors();
                    selectors.iter().flat_map(|selector| selector.kinds).any(|kind| kinds.contains(&kind.name))
                }
            }
    })
}

fn written(def: &BlockDef, choices: &[Choice]) -> Json {
    let local = def.id.rsplit_once('/').map_or(def.id, |(_, local)| local);
    let name = local.split('@').next().unwrap_or(local);
    let mut step = Map::from_iter([("type".to_owned(), json!(def.id)), ("name".to_owned(), json!(name))]);
    for choice in choices {
        if let Some(value) = choice.value() {
            step.insert(choice.property.name.to_owned(), value.clone());
        }
    }
    Json::Object(step)
}

/// The property of the first finding, and what was found.
fn first_finding(def: &'static BlockDef, step: &Json) -> Option<(String, Code)> {
    let document = Document::parse_json(step.to_string()).ok()?;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    step::parse(def, &document.root, &Pointer::root(), &mut diagnostics);
    let first = diagnostics.into_iter().next()?;
    match first.pointer.tokens().first() {
        Some(Token::Member(property)) => Some((property.clone(), first.code)),
        _ => None,
    }
}

fn holds_secrets(property: &PropertyDef) -> bool {
    property.flags.private
        || property.shape.selectors().iter().flat_map(|selector| selector.kinds).any(|kind| kind.name == "secret")
}

fn is_reference(value: &Json) -> bool {
    value.as_str().is_some_and(step::Target::is_reference)
}

/// A value of a shape, for a property that must be given and that its author gave no example of.
pub(crate) fn made_up(shape: &Shape, property: &PropertyDef) -> Json {
    match shape {
        Shape::Selector(selector) => {
            json!(property.narrowed(*selector).first().map(|selector| reference(selector.origin, property)))
        }
        Shape::Null | Shape::Json => Json::Null,
        Shape::Bool => json!(true),
        Shape::Integer | Shape::Number | Shape::Fraction => least_number(property),
        Shape::Text => json!(property.name),
        Shape::Choice(choice) => json!(choice.values.first().map(|value| value.value)),
        // Without operations data stays what it is.
        Shape::List(Shape::Tagged(_)) if property.bounds.min_len.is_none() => json!([]),
        Shape::List(inner) => {
            let length = property.bounds.min_len.unwrap_or(1).max(1);
            (0..length).map(|_| made_up(inner, property)).collect()
        }
        Shape::Map(inner) => json!({ "key": made_up(inner, property) }),
        Shape::Tuple(places) => places.iter().map(|place| made_up(place, property)).collect(),
        Shape::Union(_) => {
            // A value shows more than a reference does, but a text that nobody wrote shows nothing.
            let alternatives = shape.alternatives();
            let telling = |shape: &&&Shape| !matches!(shape, Shape::Selector(_) | Shape::Text | Shape::Null);
            let chosen = alternatives.iter().find(telling).or(alternatives.first());
            chosen.map_or(Json::Null, |shape| made_up(shape, property))
        }
        Shape::Tagged(_) | Shape::Custom(_) => json!([]),
    }
}

fn reference(origin: Origin, property: &PropertyDef) -> String {
    match origin {
        Origin::Step => "$steps.next_step".to_owned(),
        Origin::StepOutput => format!("$steps.earlier_step.{}", property.name),
        Origin::AnyData | Origin::WorkflowImage | Origin::WorkflowVideoMetadata | Origin::WorkflowParameter => {
            format!("$inputs.{}", property.name)
        }
    }
}

/// The least number that the limits allow, or 1.
pub fn least_number(property: &PropertyDef) -> Json {
    let bounds = property.bounds;
    let least = bounds.min.or_else(|| bounds.above.map(|limit| limit + 1.0));
    super::schema::number(least.or(bounds.max).unwrap_or(1.0))
}
