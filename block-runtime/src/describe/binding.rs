//! The references that a property takes, in the terms in which pages and clients speak of them.

use std::collections::BTreeSet;

use crate::block::{BlockDef, Delivery, Origin, PropertyDef, Selector, Shape};

use super::primitive_type;

/// The references that a property takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Names of the kinds of data; empty for references to steps.
    pub kinds: BTreeSet<&'static str>,
    /// Where they may lead.
    pub origins: BTreeSet<Origin>,
    /// Whether the data arrives as single elements (`false`), as batches (`true`), or as either.
    pub batch: BTreeSet<bool>,
    /// True where references stand in a list.
    pub in_list: bool,
    /// True where references are members of an object.
    pub in_object: bool,
}

/// The references that a property takes; nothing for properties that take literals only.
pub fn binding(property: &PropertyDef) -> Option<Binding> {
    let selectors = property.selectors();
    if selectors.is_empty() {
        return None;
    }
    let (mut in_list, mut in_object) = (false, false);
    property.shape.visit(&mut |inner| match inner {
        Shape::List(items) => in_list |= !items.selectors().is_empty(),
        Shape::Map(values) => in_object |= !values.selectors().is_empty(),
        _ => {}
    });
    Some(Binding {
        kinds: selectors.iter().flat_map(|selector| selector.kinds).map(|kind| kind.name).collect(),
        origins: selectors.iter().map(|selector| selector.origin).collect(),
        batch: selectors.iter().flat_map(|selector| deliveries(property, selector)).copied().collect(),
        in_list,
        in_object,
    })
}

/// References that can lead anywhere say themselves how their data arrives; the others follow from where they lead.
fn deliveries(property: &PropertyDef, selector: &Selector) -> &'static [bool] {
    match (selector.origin, selector.delivery) {
        (Origin::WorkflowImage | Origin::WorkflowVideoMetadata | Origin::StepOutput, _)
        | (Origin::AnyData, Delivery::Batch | Delivery::Groups) => &[true],
        (Origin::AnyData, _) if property.cast_to_batch => &[true],
        (Origin::AnyData, Delivery::ElementOrBatch) => &[false, true],
        (Origin::AnyData, Delivery::Element | Delivery::Group) | (Origin::WorkflowParameter | Origin::Step, _) => {
            &[false]
        }
    }
}

/// A row of the table of properties on a block's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the property.
    pub name: &'static str,
    /// Name of its type.
    pub type_name: String,
    /// True where a reference to data may stand in its place.
    pub takes_references: bool,
}

/// The table of properties on a block's page: the step's name, and every property that can be written as a literal.
pub fn table(def: &'static BlockDef) -> Vec<Row> {
    let name = Row { name: "name", type_name: "str".to_owned(), takes_references: false };
    let rows = def.properties().filter_map(|property| {
        let takes_references = property.selectors().iter().any(|selector| selector.origin != Origin::Step);
        Some(Row { name: property.name, type_name: primitive_type(property)?, takes_references })
    });
    std::iter::once(name).chain(rows).collect()
}
