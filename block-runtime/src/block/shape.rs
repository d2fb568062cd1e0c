//! Shapes: what JSON a property accepts, as constant data.
//!
//! A shape is what the type of a field says about its property. The parser of steps, the JSON Schema and the type
//! names in the documentation are all made from it.

use serde_json::Value as Json;

use super::tagged::TaggedShape;
use super::vocabulary::Origin;
use crate::document::Node;
use crate::kind::KindInfo;
use crate::value::Value;

/// What JSON a property accepts.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A reference to data or to a step.
    Selector(Selector),
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A number from 0 to 1.
    Fraction,
    /// Text.
    Text,
    /// One of a few texts.
    Choice(&'static ChoiceDef),
    /// Any JSON.
    Json,
    /// A list of one shape.
    List(&'static Shape),
    /// A list of fixed length with a shape for each place.
    Tuple(&'static [Shape]),
    /// An object whose members all have one shape.
    Map(&'static Shape),
    /// Any of several shapes.
    Union(&'static [Shape]),
    /// One of several objects that say by their `type` what they are.
    Tagged(&'static TaggedShape),
    /// A shape of an author's own.
    Custom(&'static CustomShape),
}

/// A reference to data or to a step.
#[derive(Debug, Clone, Copy)]
pub struct Selector {
    /// Where it may lead.
    pub origin: Origin,
    /// Kinds of data that it accepts; empty for references to steps.
    pub kinds: &'static [&'static KindInfo],
    /// How the data reaches `run`.
    pub delivery: Delivery,
}

/// How data reaches `run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// One element at a time.
    Element,
    /// One element at a time, with all members of its group: pieces of data that are one level deeper.
    Group,
    /// The whole batch.
    Batch,
    /// The whole batch of groups.
    Groups,
    /// The whole batch where the data is one, otherwise the bare value.
    ElementOrBatch,
}

impl Delivery {
    /// True when `run` receives whole batches.
    pub const fn is_batch(self) -> bool {
        matches!(self, Self::Batch | Self::Groups | Self::ElementOrBatch)
    }

    /// True when `run` receives groups of data that are one level deeper than the elements of the call.
    pub const fn is_group(self) -> bool {
        matches!(self, Self::Group | Self::Groups)
    }
}

/// The texts that a choice allows.
#[derive(Debug)]
pub struct ChoiceDef {
    /// Rust name of the type.
    pub name: &'static str,
    /// Name under which the schema of a block defines it; nothing where it stands in the property itself.
    pub definition: Option<&'static str>,
    /// The values in declared order.
    pub values: &'static [ChoiceValue],
}

/// One text of a choice.
#[derive(Debug)]
pub struct ChoiceValue {
    /// The text in the workflow.
    pub value: &'static str,
    /// Label in editors.
    pub label: Option<&'static str>,
    /// Doc comment as written.
    pub doc: &'static str,
    /// Other texts that are accepted.
    pub aliases: &'static [&'static str],
}

impl ChoiceValue {
    /// The doc comment as one text.
    pub fn description(&self) -> String {
        super::table::description(self.doc)
    }
}

impl ChoiceDef {
    /// The place of a text among the values, by its value or one of its aliases.
    pub fn position(&self, text: &str) -> Option<usize> {
        self.values.iter().position(|choice| choice.value == text || choice.aliases.contains(&text))
    }

    /// The value of a text, by itself or one of its aliases.
    pub fn find(&self, text: &str) -> Option<&ChoiceValue> {
        self.position(text).and_then(|place| self.values.get(place))
    }

    /// True when any value has a label.
    pub fn is_labelled(&self) -> bool {
        self.values.iter().any(|choice| choice.label.is_some())
    }
}

/// A shape of an author's own.
#[derive(Debug)]
pub struct CustomShape {
    /// What it is, for messages: `a list of lines`.
    pub expected: &'static str,
    /// Its JSON Schema.
    pub schema: fn() -> Json,
    /// Schemas that the JSON Schema refers to, by name.
    pub definitions: fn() -> Vec<(String, Json)>,
    /// Reads it, reporting each mistake with the place of the faulty node.
    pub read: fn(&Node, &mut Mistakes<'_>) -> Option<Value>,
}

/// Receives the mistakes that a [`CustomShape`] finds.
pub type Mistakes<'a> = dyn FnMut(&Node, String) + 'a;

impl Shape {
    /// The selectors anywhere in this shape, in order.
    pub fn selectors(&self) -> Vec<Selector> {
        let mut found = Vec::new();
        self.visit(&mut |shape| {
            if let Self::Selector(selector) = shape {
                found.push(*selector);
            }
        });
        found
    }

    /// Calls `visitor` with this shape and all shapes inside it.
    pub fn visit(&self, visitor: &mut dyn FnMut(&Self)) {
        visitor(self);
        match self {
            Self::List(inner) | Self::Map(inner) => inner.visit(visitor),
            Self::Tuple(inner) | Self::Union(inner) => inner.iter().for_each(|shape| shape.visit(visitor)),
            _ => {}
        }
    }

    /// True for a query, and for what has queries in it.
    pub fn holds_queries(&self) -> bool {
        let mut found = false;
        self.visit(&mut |shape| found |= matches!(shape, Self::Tagged(_)));
        found
    }

    /// The alternatives of a union, nested unions opened up; other shapes are their own only alternative.
    pub fn alternatives(&self) -> Vec<&Self> {
        match self {
            Self::Union(shapes) => shapes.iter().flat_map(Self::alternatives).collect(),
            other => vec![other],
        }
    }

    /// True when it accepts anything but references and null.
    pub fn takes_literals(&self) -> bool {
        self.alternatives().iter().any(|shape| !matches!(shape, Self::Selector(_) | Self::Null))
    }

    /// True when `run` may receive a whole batch for this shape.
    pub const fn takes_batches(&self) -> bool {
        match self {
            Self::Selector(selector) => selector.delivery.is_batch(),
            Self::List(inner) | Self::Map(inner) => inner.takes_batches(),
            Self::Tuple(shapes) | Self::Union(shapes) => {
                let mut place = 0;
                while place < shapes.len() {
                    if shapes[place].takes_batches() {
                        return true;
                    }
                    place += 1;
                }
                false
            }
            _ => false,
        }
    }
}
