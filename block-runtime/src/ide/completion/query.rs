//! Objects of the query language, those first that can make something of the data that they are given.

use super::draft::Draft;
use super::{CompletionKind, Proposal, Question, index_of};
use crate::block::{TaggedDef, TaggedShape, description};
use crate::document::{Node, Pointer, Token};
use crate::ide::cursor::Spot;
use crate::ide::slot::{Owner, Slot};
use crate::kind::{self, KindInfo};
use crate::query::{COMPARATORS, ELEMENT, OPERATORS, OperationDef, Sorts};
use crate::step::Target;

/// An object that may stand in a place.
pub(super) struct Tag {
    /// How its `type` is written.
    pub(super) text: &'static str,
    pub(super) def: &'static TaggedDef,
    /// Lower where it fits the data better.
    pub(super) tier: usize,
}

impl Tag {
    /// The text alone.
    pub(super) fn proposal(&self) -> Proposal {
        Proposal { tier: self.tier, ..Proposal::value(self.text, CompletionKind::Operation, Draft::text(self.text)) }
            .documented(description(self.def.doc))
    }
}

/// The objects that may stand in a place.
pub(super) fn tags(question: &Question<'_>, tagged: &TaggedShape) -> Vec<Tag> {
    let given = Flow::at(question).given;
    let tag = |def: &'static TaggedDef| {
        let tier = takes(def).map_or(MEANT_FOR_IT, |kinds| tier(given, Sorts::of_kinds(kinds)));
        def.tags.iter().map(move |text| Tag { text, def, tier })
    };
    (tagged.members)().iter().flat_map(|member| tag(&member.def)).collect()
}

const MEANT_FOR_IT: usize = 0;
const TAKES_ANYTHING: usize = 1;
const MEANT_FOR_OTHERS: usize = 2;

/// How well what takes some sorts fits data of others.
fn tier(given: Sorts, takes: Sorts) -> usize {
    match (given, takes) {
        (Sorts::ANY, _) => MEANT_FOR_IT,
        (_, Sorts::ANY) => TAKES_ANYTHING,
        _ if given.overlaps(takes) => MEANT_FOR_IT,
        _ => MEANT_FOR_OTHERS,
    }
}

/// Names that an operand can have.
pub(super) fn names_of_parameters(question: &Question<'_>) -> Vec<Proposal> {
    let step = question.step().map(|step| step.node);
    let members = step.and_then(Node::members).unwrap_or_default();
    let parameters = members.iter().filter(|member| member.name.ends_with("_parameters"));
    let names = parameters.filter_map(|member| member.value.members()).flatten();
    let proposal = |name: &str| Proposal::value(name, CompletionKind::Value, Draft::text(name));
    names.map(|member| proposal(&member.name)).collect()
}

/// The kinds that an operation, an operator or a comparator is meant for.
fn takes(def: &TaggedDef) -> Option<&'static [&'static KindInfo]> {
    let operation = OperationDef::find(def.name).map(|operation| operation.takes);
    let operator = || OPERATORS.iter().find(|operator| operator.object.name == def.name).map(|one| one.takes);
    let comparator = || {
        let found = COMPARATORS.iter().find(|comparator| comparator.object.name == def.name);
        found.and_then(|one| one.operands.first().copied())
    };
    operation.or_else(operator).or_else(comparator)
}

/// What is known about the data that goes into a place.
struct Flow {
    /// What goes into it.
    given: Sorts,
    /// What the only value is that statements are about.
    element: Sorts,
}

impl Flow {
    /// Follows data from the property of the step down to the place.
    fn at(question: &Question<'_>) -> Self {
        let mut flow = Self { given: Sorts::ANY, element: Sorts::ANY };
        let around = &question.cursor.around;
        let here = match &question.cursor.spot {
            Spot::Value { pointer, .. } => Some(pointer),
            _ => None,
        };
        for (place, outer) in around.iter().enumerate() {
            let inner = around.get(place + 1).map(|inner| &inner.pointer).or(here);
            match &outer.slot {
                Slot::Part(_) => flow.enter_property(question, outer.node, inner, &outer.slot),
                Slot::Property { property, owner, .. } => {
                    if let Some(elements) = outer.node.elements() {
                        let index = inner.and_then(index_of).unwrap_or_else(|| question.elements_before());
                        flow.pass(elements.get(..index).unwrap_or_default());
                    } else if let (None, Owner::Block(_), Some(data)) =
                        (outer.slot.tagged(), owner, property.operates_on)
                    {
                        flow.given = sorts_of(question, data, last_name(inner));
                    } else {
                        flow.enter_object(question, outer.node, &outer.slot, last_name(inner));
                    }
                }
                _ => {}
            }
        }
        flow
    }

    fn enter_property(&mut self, question: &Question<'_>, step: &Node, inner: Option<&Pointer>, slot: &Slot) {
        let Some(Owner::Block(def)) = slot.owner(step, &question.file.catalogue) else { return };
        let Some(name) = last_name(inner) else { return };
        let data = def.properties().find(|property| property.name == name).and_then(|property| property.operates_on);
        if let Some(data) = data {
            self.given = sorts_of(question, data, None);
        }
    }

    /// Goes through operations.
    fn pass(&mut self, operations: &[Node]) {
        let gives = |operation: &Node| {
            let tag = operation.get("type")?.value.as_str()?;
            Some(Sorts::of_kinds(OperationDef::find(tag)?.gives))
        };
        if let Some(last) = operations.last() {
            self.given = gives(last).unwrap_or(Sorts::ANY);
        }
    }

    /// Goes into an object of the query language.
    fn enter_object(&mut self, question: &Question<'_>, object: &Node, slot: &Slot, member: Option<&str>) {
        let Some(Owner::Tagged(def)) = slot.owner(object, &question.file.catalogue) else { return };
        if let Some(nested) = OperationDef::find(def.name).and_then(|operation| operation.nested) {
            self.element = Sorts::of_kinds(nested.takes);
            self.given = self.element;
            return;
        }
        let value = |name: &str| object.get(name).map(|member| &member.value);
        match (def.name, member) {
            ("StaticOperand", _) => self.given = value("value").map_or(Sorts::ANY, sort_of),
            ("DynamicOperand", _) => {
                let is_element = value("operand_name").and_then(Node::as_str).is_none_or(|name| name == ELEMENT);
                self.given = if is_element { self.element } else { Sorts::ANY };
            }
            ("BinaryStatement", Some("comparator")) => self.result_of(value("left_operand")),
            ("UnaryStatement", Some("operator")) => self.result_of(value("operand")),
            _ => self.given = Sorts::ANY,
        }
    }

    /// What comes of an operand.
    fn result_of(&mut self, operand: Option<&Node>) {
        let value = |name: &str| operand.and_then(|operand| operand.get(name)).map(|member| &member.value);
        self.given = match value("type").and_then(Node::as_str) {
            Some("StaticOperand") => value("value").map_or(Sorts::ANY, sort_of),
            Some("DynamicOperand") => {
                let is_element = value("operand_name").and_then(Node::as_str).is_none_or(|name| name == ELEMENT);
                if is_element { self.element } else { Sorts::ANY }
            }
            _ => Sorts::ANY,
        };
        self.pass(value("operations").and_then(Node::elements).unwrap_or_default());
    }
}

fn last_name(pointer: Option<&Pointer>) -> Option<&str> {
    match pointer?.tokens().last() {
        Some(Token::Member(name)) => Some(name),
        _ => None,
    }
}

fn sort_of(node: &Node) -> Sorts {
    Sorts::of(&crate::value::Value::from_json(&node.to_json()))
}

/// The sorts of the data in a property of the step around the place, or in one of its members.
fn sorts_of(question: &Question<'_>, property: &str, member: Option<&str>) -> Sorts {
    let value = question.value_of_step(property);
    let value = match member {
        Some(member) => value.and_then(|value| value.get(member)).map(|member| &member.value),
        None => value,
    };
    let target = value.and_then(Node::as_str).and_then(Target::parse);
    let kinds = target.map(|target| question.file.kinds_of(question.cursor.scope, &target)).unwrap_or_default();
    let known: Option<Vec<&KindInfo>> = kinds.into_iter().map(kind::find).collect();
    known.filter(|kinds| !kinds.is_empty()).map_or(Sorts::ANY, |kinds| Sorts::of_kinds(&kinds))
}
