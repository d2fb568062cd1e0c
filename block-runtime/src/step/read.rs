//! Reading the JSON of one property by its shape.

use crate::block::{Arg, Bounds, ChoiceDef, Origin, PropertyDef, Selector, Shape};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Data, Node, Pointer};
use crate::step::{Reference, Target};
use crate::suggest::{alternatives, nearest};
use crate::value::Value;

use super::expectation::{broken_bound, expectation, range};
use super::literal::read;

/// Reads what a step gives for a property.
pub(super) fn property(
    property: &'static PropertyDef,
    node: &Node,
    pointer: &Pointer,
    references: &mut Vec<Reference>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arg> {
    Reading { property, references, diagnostics, depth: 0 }.shape(property.shape, node, pointer)
}

struct Reading<'a> {
    property: &'static PropertyDef,
    references: &'a mut Vec<Reference>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many lists and objects are open; lengths are limited only outside of them.
    depth: usize,
}

impl Reading<'_> {
    fn shape(&mut self, shape: &Shape, node: &Node, pointer: &Pointer) -> Option<Arg> {
        let alternatives = shape.alternatives();
        if let Some(text) = node.as_str() {
            let selectors = self.property.selectors_among(&alternatives);
            if !selectors.is_empty() && Target::is_reference(text) {
                return self.reference(text, &selectors, &alternatives, node, pointer);
            }
            if let Some(meant) = Target::almost(text) {
                return self.suspicious(meant, shape, &alternatives, node, pointer);
            }
        }
        self.literal(shape, &alternatives, node, pointer)
    }

    /// Reads text that begins almost like a reference. Where it is not accepted, the error says what was meant.
    fn suspicious(
        &mut self,
        meant: String,
        shape: &Shape,
        alternatives: &[&Shape],
        node: &Node,
        pointer: &Pointer,
    ) -> Option<Arg> {
        let before = self.diagnostics.len();
        let read = self.literal(shape, alternatives, node, pointer);
        let remedy = if Some(meant.as_str()) == node.as_str() {
            Remedy::from(format!("write `{meant}.<name>` for a reference"))
        } else {
            Remedy::instead(meant)
        };
        let is_about_it = |found: &&mut Diagnostic| found.is_error() && found.span == node.span;
        if let Some(error) = self.diagnostics.iter_mut().skip(before).find(is_about_it) {
            error.remedy = Some(remedy);
        } else {
            let message = format!("{node} is taken as text, not as a reference");
            let warning = Diagnostic::warning(Code::SuspiciousText, pointer.clone(), node.span.clone(), message);
            self.diagnostics.push(warning.with_remedy(remedy));
        }
        read
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
        // The reference takes any such text through its text form, and finds out later that it leads nowhere.
        let selector = fitting.or_else(|| selectors.first().filter(|_| is_text_too));
        let (Some(selector), Some(target)) = (selector, target) else {
            self.malformed_reference(text, selectors, node, pointer);
            return None;
        };
        let reference = Reference {
            target,
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
        // What has an inside is read from the inside, so that mistakes there have places.
        let (with_inside, whole): (Vec<&Shape>, Vec<&Shape>) =
            alternatives.iter().partition(|alternative| has_inside(alternative, node));
        let (references, diagnostics) = (self.references.len(), self.diagnostics.len());
        let mut mistakes = None;
        for alternative in with_inside {
            if let Some(arg) = self.inside(alternative, node, pointer) {
                return Some(arg);
            }
            // Another alternative may fit; of several that do not, the first says why.
            self.references.truncate(references);
            let found = self.diagnostics.split_off(diagnostics);
            mistakes.get_or_insert(found);
        }
        if !whole.is_empty()
            && let Some(value) = read(&whole, &Value::from_json(&node.to_json()))
        {
            return self.within_bounds(&value, node, pointer).then_some(Arg::Value(value));
        }
        match mistakes {
            Some(mistakes) => self.diagnostics.extend(mistakes),
            None => self.refuse(shape, alternatives, node, pointer),
        }
        None
    }

    fn inside(&mut self, shape: &Shape, node: &Node, pointer: &Pointer) -> Option<Arg> {
        match (shape, &node.data) {
            (Shape::List(inner), Data::List(elements)) => {
                let read = self
                    .each(elements, |reading, index, element| reading.shape(inner, element, &pointer.element(index)));
                let elements = read?;
                let count = elements.len() as u64;
                self.length_within_bounds(count, "element", node, pointer).then(|| list_arg(elements))
            }
            (Shape::Map(inner), Data::Object(members)) => {
                let read = self.each(members, |reading, _, member| {
                    let arg = reading.shape(inner, &member.value, &pointer.member(&member.name))?;
                    Some((member.name.clone(), arg))
                });
                read.map(map_arg)
            }
            (Shape::Tagged(tagged), _) => super::tagged::read(tagged, node, pointer, self.diagnostics).map(Arg::Value),
            (Shape::Custom(custom), _) => {
                let diagnostics = &mut *self.diagnostics;
                let mut report = |faulty: &Node, message: String| {
                    let place = node.pointer_to(faulty, pointer).unwrap_or_else(|| pointer.clone());
                    diagnostics.push(Diagnostic::error(Code::WrongType, place, faulty.span.clone(), message));
                };
                (custom.read)(node, &mut report).map(Arg::Value)
            }
            _ => None,
        }
    }

    /// Reads all items, so that the mistakes of all are found, and gives nothing when one of them has any.
    fn each<I, T>(&mut self, items: &[I], mut read: impl FnMut(&mut Self, usize, &I) -> Option<T>) -> Option<Vec<T>> {
        self.depth += 1;
        let read: Vec<Option<T>> = items.iter().enumerate().map(|(index, item)| read(self, index, item)).collect();
        self.depth -= 1;
        read.into_iter().collect()
    }

    fn refuse(&mut self, shape: &Shape, alternatives_of_shape: &[&Shape], node: &Node, pointer: &Pointer) {
        let choice = alternatives_of_shape.iter().find_map(|alternative| match alternative {
            Shape::Choice(choice) => Some(*choice),
            _ => None,
        });
        let takes_references = !self.property.selectors_among(alternatives_of_shape).is_empty();
        let meant = node.as_str().map(|text| format!("${text}"));
        let meant = meant.filter(|meant| takes_references && Target::parse(meant).is_some());
        if let Some(meant) = meant {
            let message = format!("{node} is not a reference, since it does not begin with `$`");
            let error = Diagnostic::error(Code::MalformedReference, pointer.clone(), node.span.clone(), message);
            self.diagnostics.push(error.with_remedy(Remedy::instead(meant)));
            return;
        }
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
                return self.length_within_bounds(count, "character", node, pointer);
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
        if self.depth > 0 {
            return true;
        }
        let Bounds { min_len, max_len, .. } = self.property.bounds;
        let units = |count: u64| if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") };
        let limit = match (min_len, max_len) {
            (Some(least), _) if count < least => format!("at least {}", units(least)),
            (_, Some(greatest)) if count > greatest => format!("at most {}", units(greatest)),
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
        Some(word) => diagnostic.with_remedy(Remedy::instead(word)),
        None => diagnostic,
    }
}

/// True when a reference of this origin may have this form.
fn leads(origin: Origin, target: &Target) -> bool {
    matches!(
        (origin, target),
        (Origin::AnyData, Target::Input(_) | Target::Output { .. })
            | (Origin::WorkflowImage | Origin::WorkflowVideoMetadata | Origin::WorkflowParameter, Target::Input(_))
            | (Origin::StepOutput, Target::Output { .. })
            | (Origin::Step, Target::Step(_))
    )
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

/// True when a shape is made of others, or reads its nodes itself, and the node can be of this shape.
fn has_inside(shape: &Shape, node: &Node) -> bool {
    matches!(
        (shape, &node.data),
        (Shape::List(_), Data::List(_)) | (Shape::Map(_), Data::Object(_)) | (Shape::Tagged(_) | Shape::Custom(_), _)
    )
}
