//! Reading the JSON of one property by its shape.

use crate::block::{Arg, Bounds, ChoiceDef, Origin, PropertyDef, Selector, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Data, Node, Pointer};
use crate::step::{Reference, Target};
use crate::suggest::{alternatives, nearest};
use crate::value::{FromValue, Value};

/// Reads what a step gives for a property.
pub(super) fn property(
    property: &'static PropertyDef,
    node: &Node,
    pointer: &Pointer,
    references: &mut Vec<Reference>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arg> {
    Reading { property, references, diagnostics }.shape(property.shape, node, pointer)
}

struct Reading<'a> {
    property: &'static PropertyDef,
    references: &'a mut Vec<Reference>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn shape(&mut self, shape: &Shape, node: &Node, pointer: &Pointer) -> Option<Arg> {
        let alternatives = shape.alternatives();
        if let Some(text) = node.as_str() {
            let selectors: Vec<Selector> = selectors(&alternatives, self.property.origin);
            if !selectors.is_empty() && Target::is_reference(text) {
                return self.reference(text, &selectors, &alternatives, node, pointer);
            }
            if let Some(meant) = Target::almost(text) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::SuspiciousText,
                        pointer.clone(),
                        node.span.clone(),
                        format!("{node} is taken as text, not as a reference"),
                    )
                    .with_remedy(format!("write `{meant}` if a reference is meant")),
                );
            }
        }
        self.literal(shape, &alternatives, node, pointer)
    }

    fn reference(
        &mut self,
        text: &str,
        selectors: &[Selector],
        alternatives: &[&Shape],
        node: &Node,
        pointer: &Pointer,
    ) -> Option<Arg> {
        let target = Target::parse(text);
        let is_text_too = alternatives.iter().any(|shape| matches!(shape, Shape::Text));
        let fitting = selectors.iter().find(|selector| {
            target.as_ref().is_some_and(|target| target.has_plain_names() && leads(selector.origin, target))
        });
        let selector = match (fitting, is_text_too) {
            (Some(selector), _) => selector,
            // The reference takes such text through its text form, and finds out later that it leads nowhere.
            (None, true) => selectors.first()?,
            (None, false) => {
                self.malformed_reference(text, selectors, node, pointer);
                return None;
            }
        };
        let reference = Reference {
            target: target.unwrap_or_else(|| Target::Step(text.trim_start_matches("$steps.").to_owned())),
            text: text.to_owned(),
            property: self.property,
            selector: *selector,
            pointer: pointer.clone(),
            span: node.span.clone(),
        };
        self.references.push(reference);
        Some(Arg::Reference(self.references.len() - 1))
    }

    fn malformed_reference(&mut self, text: &str, selectors: &[Selector], node: &Node, pointer: &Pointer) {
        let forms: Vec<&str> = {
            let mut forms: Vec<&str> = selectors.iter().flat_map(|selector| forms(selector.origin)).copied().collect();
            forms.dedup();
            forms
        };
        let remedy = match Target::parse(text) {
            Some(Target::Step(step)) if selectors.iter().all(|selector| selector.origin != Origin::Step) => {
                format!("name an output of the step: `$steps.{step}.<output>`")
            }
            Some(Target::Output { step, .. }) if selectors.iter().all(|selector| selector.origin == Origin::Step) => {
                format!("name the step alone: `$steps.{step}`")
            }
            _ => "names in references have letters, digits, `_` and `-`".to_owned(),
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::MalformedReference,
                pointer.clone(),
                node.span.clone(),
                format!(
                    "{node} is not a reference that `{}` accepts; it accepts {}",
                    self.property.name,
                    alternatives(forms)
                ),
            )
            .with_remedy(remedy),
        );
    }

    fn literal(&mut self, shape: &Shape, alternatives: &[&Shape], node: &Node, pointer: &Pointer) -> Option<Arg> {
        // A union of containers is read as the container that the node is, so that mistakes inside it have places.
        for alternative in alternatives {
            match (alternative, &node.data) {
                (Shape::List(inner), Data::List(elements)) => return self.list(inner, elements, node, pointer),
                (Shape::Map(inner), Data::Object(members)) => {
                    let read: Vec<Option<(String, Arg)>> = members
                        .iter()
                        .map(|member| {
                            let arg = self.shape(inner, &member.value, &pointer.member(&member.name))?;
                            Some((member.name.clone(), arg))
                        })
                        .collect();
                    let members: Vec<(String, Arg)> = read.into_iter().collect::<Option<_>>()?;
                    return Some(map_arg(members));
                }
                (Shape::Custom(custom), _) => {
                    let diagnostics = &mut *self.diagnostics;
                    return (custom.read)(node, &mut |faulty, message| {
                        diagnostics.push(Diagnostic::error(
                            Code::WrongType,
                            pointer.clone(),
                            faulty.span.clone(),
                            message,
                        ));
                    })
                    .map(Arg::Value);
                }
                _ => {}
            }
        }
        match read(shape, node) {
            Some(value) => self.within_bounds(&value, node, pointer).then_some(Arg::Value(value)),
            None => {
                self.refuse(shape, alternatives, node, pointer);
                None
            }
        }
    }

    fn list(&mut self, inner: &Shape, elements: &[Node], node: &Node, pointer: &Pointer) -> Option<Arg> {
        let read: Vec<Option<Arg>> = elements
            .iter()
            .enumerate()
            .map(|(index, element)| self.shape(inner, element, &pointer.element(index)))
            .collect();
        let elements: Vec<Arg> = read.into_iter().collect::<Option<_>>()?;
        let count = elements.len() as u64;
        self.length_within_bounds(count, "elements", node, pointer).then(|| list_arg(elements))
    }

    fn refuse(&mut self, shape: &Shape, alternatives_of_shape: &[&Shape], node: &Node, pointer: &Pointer) {
        let choice = alternatives_of_shape.iter().find_map(|alternative| match alternative {
            Shape::Choice(choice) => Some(*choice),
            _ => None,
        });
        let diagnostic = match (choice, node.as_str()) {
            (Some(choice), Some(text)) => unknown_choice(self.property.name, choice, text, node, pointer),
            _ => Diagnostic::error(
                Code::WrongType,
                pointer.clone(),
                node.span.clone(),
                format!("`{}` does not accept {node}; it accepts {}", self.property.name, expectation(shape)),
            ),
        };
        self.diagnostics.push(diagnostic);
    }

    fn within_bounds(&mut self, value: &Value, node: &Node, pointer: &Pointer) -> bool {
        let broken = match value {
            #[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
            Value::Integer(number) => broken_bound(&self.property.bounds, *number as f64),
            Value::Float(number) => broken_bound(&self.property.bounds, *number),
            Value::Text(text) => {
                let count = text.chars().count() as u64;
                return self.length_within_bounds(count, "characters", node, pointer);
            }
            _ => None,
        };
        let Some(limit) = broken else {
            return true;
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::OutOfRange,
                pointer.clone(),
                node.span.clone(),
                format!("`{}` must be {limit}, found {node}", self.property.name),
            )
            .with_remedy(format!("choose a number that is {}", range(&self.property.bounds))),
        );
        false
    }

    fn length_within_bounds(&mut self, count: u64, unit: &str, node: &Node, pointer: &Pointer) -> bool {
        let Bounds { min_len, max_len, .. } = self.property.bounds;
        let limit = match (min_len, max_len) {
            (Some(least), _) if count < least => format!("at least {least} {unit}"),
            (_, Some(greatest)) if count > greatest => format!("at most {greatest} {unit}"),
            _ => return true,
        };
        self.diagnostics.push(Diagnostic::error(
            Code::OutOfRange,
            pointer.clone(),
            node.span.clone(),
            format!("`{}` must have {limit}, found {count}", self.property.name),
        ));
        false
    }
}

fn unknown_choice(property: &str, choice: &ChoiceDef, text: &str, node: &Node, pointer: &Pointer) -> Diagnostic {
    let values: Vec<&str> = choice.values.iter().map(|value| value.value).collect();
    let diagnostic = Diagnostic::error(
        Code::UnknownValue,
        pointer.clone(),
        node.span.clone(),
        format!("`{property}` has no value {node}; its values are {}", alternatives(values.iter().copied())),
    );
    match nearest(text, values) {
        Some(word) => diagnostic.with_remedy(format!("did you mean `{word}`?")),
        None => diagnostic,
    }
}

fn selectors(alternatives: &[&Shape], origin: Option<Origin>) -> Vec<Selector> {
    alternatives
        .iter()
        .filter_map(|shape| match shape {
            Shape::Selector(selector) if selector.origin == Origin::AnyData => {
                Some(Selector { origin: origin.unwrap_or(Origin::AnyData), ..*selector })
            }
            Shape::Selector(selector) => Some(*selector),
            _ => None,
        })
        .collect()
}

/// True when a reference of this origin may have this form.
fn leads(origin: Origin, target: &Target) -> bool {
    match (origin, target) {
        (Origin::AnyData, Target::Input(_) | Target::Output { .. })
        | (Origin::WorkflowImage | Origin::WorkflowVideoMetadata | Origin::WorkflowParameter, Target::Input(_))
        | (Origin::StepOutput, Target::Output { .. })
        | (Origin::Step, Target::Step(_)) => true,
        _ => false,
    }
}

fn forms(origin: Origin) -> &'static [&'static str] {
    match origin {
        Origin::AnyData => &["$inputs.<name>", "$steps.<step>.<output>"],
        Origin::WorkflowImage | Origin::WorkflowVideoMetadata | Origin::WorkflowParameter => &["$inputs.<name>"],
        Origin::StepOutput => &["$steps.<step>.<output>"],
        Origin::Step => &["$steps.<step>"],
    }
}

fn list_arg(elements: Vec<Arg>) -> Arg {
    if !elements.iter().all(is_value) {
        return Arg::List(elements);
    }
    Arg::Value(elements.into_iter().filter_map(into_value).collect())
}

fn map_arg(members: Vec<(String, Arg)>) -> Arg {
    if !members.iter().all(|(_, member)| is_value(member)) {
        return Arg::Map(members);
    }
    Arg::Value(members.into_iter().filter_map(|(name, member)| Some((name, into_value(member)?))).collect())
}

fn is_value(arg: &Arg) -> bool {
    matches!(arg, Arg::Value(_))
}

fn into_value(arg: Arg) -> Option<Value> {
    match arg {
        Arg::Value(value) => Some(value),
        _ => None,
    }
}

/// Reads a literal: exactly if any alternative fits exactly, otherwise with the conversions of the reference.
pub fn read(shape: &Shape, node: &Node) -> Option<Value> {
    let value = Value::from_json(&node.to_json());
    let alternatives = shape.alternatives();
    if alternatives.iter().any(|alternative| alternative.admits(&value)) {
        return Some(value);
    }
    alternatives.iter().find_map(|alternative| convert(alternative, &value))
}

fn convert(shape: &Shape, value: &Value) -> Option<Value> {
    match shape {
        Shape::Bool => bool::from_value(value).ok().map(Value::from),
        Shape::Integer => i64::from_value(value).ok().map(Value::from),
        Shape::Number => f64::from_value(value).ok().map(Value::from),
        Shape::Fraction => f64::from_value(value).ok().filter(|number| (0.0..=1.0).contains(number)).map(Value::from),
        Shape::List(inner) => match value {
            Value::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| convert_any(inner, item)).collect();
                items.map(|items| items.into_iter().collect())
            }
            _ => None,
        },
        Shape::Map(inner) => {
            let members: Option<Vec<(String, Value)>> = value
                .as_map()?
                .iter()
                .map(|(name, member)| Some((name.clone(), convert_any(inner, member)?)))
                .collect();
            members.map(|members| members.into_iter().collect())
        }
        Shape::Tuple(places) => match value {
            Value::List(items) if items.len() == places.len() => {
                let items: Option<Vec<Value>> =
                    places.iter().zip(items.iter()).map(|(place, item)| convert_any(place, item)).collect();
                items.map(|items| items.into_iter().collect())
            }
            _ => None,
        },
        Shape::Choice(choice) => {
            value.as_str().and_then(|text| choice.position(text)).map(|place| Value::from(choice.values[place].value))
        }
        _ => shape.admits(value).then(|| value.clone()),
    }
}

fn convert_any(shape: &Shape, value: &Value) -> Option<Value> {
    let alternatives = shape.alternatives();
    if alternatives.iter().any(|alternative| alternative.admits(value)) {
        return Some(value.clone());
    }
    alternatives.iter().find_map(|alternative| convert(alternative, value))
}

pub(super) fn check_value(shape: &Shape, value: &Value) -> Result<(), String> {
    match convert_any(shape, value) {
        Some(_) => Ok(()),
        None => Err(format!("expected {}, found {}", expectation(shape), value.type_name())),
    }
}

impl Shape {
    /// True when a literal value fits without any conversion.
    pub fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null)
            | (Self::Bool, Value::Bool(_))
            | (Self::Integer, Value::Integer(_))
            | (Self::Number, Value::Integer(_) | Value::Float(_))
            | (Self::Text, Value::Text(_) | Value::Secret(_))
            | (Self::Json, _) => true,
            (Self::Fraction, Value::Float(number)) => (0.0..=1.0).contains(number),
            (Self::Fraction, Value::Integer(number)) => (0..=1).contains(number),
            (Self::Choice(choice), Value::Text(text)) => choice.position(text).is_some(),
            (Self::List(inner), Value::List(items)) => items.iter().all(|item| inner.admits(item)),
            (Self::Map(inner), Value::Map(members)) => members.values().all(|member| inner.admits(member)),
            (Self::Tuple(places), Value::List(items)) => {
                places.len() == items.len() && places.iter().zip(items.iter()).all(|(place, item)| place.admits(item))
            }
            (Self::Union(shapes), _) => shapes.iter().any(|shape| shape.admits(value)),
            _ => false,
        }
    }
}

/// What a shape accepts, for people: `a whole number, or a reference to `integer` data`.
pub(super) fn expectation(shape: &Shape) -> String {
    let mut literals: Vec<String> = Vec::new();
    let mut references: Vec<String> = Vec::new();
    for alternative in shape.alternatives() {
        match alternative {
            Shape::Selector(selector) if selector.origin == Origin::Step => {
                references.push("a reference to a step (`$steps.<step>`)".to_owned());
            }
            Shape::Selector(selector) => {
                let kinds: Vec<&str> = selector.kinds.iter().map(|kind| kind.name).collect();
                references.push(if kinds.contains(&crate::kind::WILDCARD) {
                    "a reference to any data".to_owned()
                } else {
                    format!("a reference to {} data", alternatives(kinds))
                });
            }
            literal => literals.push(literal_expectation(literal)),
        }
    }
    let literals = literals.join(" or ");
    let references = references.join(" or ");
    match (literals.is_empty(), references.is_empty()) {
        (false, false) => format!("{literals}, or {references}"),
        (false, true) => literals,
        (true, _) => references,
    }
}

fn literal_expectation(shape: &Shape) -> String {
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Fraction => "a number from 0 to 1".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Choice(choice) => alternatives(choice.values.iter().map(|value| value.value)),
        Shape::Json => "any JSON".to_owned(),
        Shape::List(inner) => format!("a list, each element {}", expectation(inner)),
        Shape::Map(inner) => format!("an object, each member {}", expectation(inner)),
        Shape::Tuple(places) => format!("a list of {}", places.len()),
        Shape::Custom(custom) => custom.expected.to_owned(),
        Shape::Union(_) | Shape::Selector(_) => expectation(shape),
    }
}

fn broken_bound(bounds: &Bounds, number: f64) -> Option<String> {
    let Bounds { min, max, above, below, .. } = *bounds;
    min.filter(|limit| number < *limit)
        .map(|limit| format!("at least {limit}"))
        .or_else(|| max.filter(|limit| number > *limit).map(|limit| format!("at most {limit}")))
        .or_else(|| above.filter(|limit| number <= *limit).map(|limit| format!("greater than {limit}")))
        .or_else(|| below.filter(|limit| number >= *limit).map(|limit| format!("less than {limit}")))
}

/// Limits in words: `at least 0 and at most 2`.
pub(crate) fn range(bounds: &Bounds) -> String {
    let parts = [
        bounds.min.map(|limit| format!("at least {limit}")),
        bounds.above.map(|limit| format!("greater than {limit}")),
        bounds.max.map(|limit| format!("at most {limit}")),
        bounds.below.map(|limit| format!("less than {limit}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}
