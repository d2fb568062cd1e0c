//! What only the types of a block's fields can tell, refused while the block is compiled.
//!
//! `#[derive(Block)]` calls [`check`] in a constant, so that a `panic` here is an error at the struct.

use super::Block;
use super::shape::Shape;
use super::table::{BlockDef, Field, PropertyDef};
use super::vocabulary::Origin;

/// Refuses a `batch` that does not agree with the fields, a group that brings a name which is taken, and depths that
/// cannot be.
///
/// # Panics
/// Only while the block is compiled, with what is wrong about it.
#[track_caller]
pub const fn check<B: Block>() {
    let BlockDef { batch, fields, output_depth, .. } = *B::DEF;
    let takes = takes_batches(fields);
    assert!(takes || !batch, "`batch` needs a field that takes whole batches, such as `InBatch<Image>`");
    assert!(batch || !takes, "a field takes whole batches: add `batch` to `#[block(…)]`");
    check_names(fields);
    let Depths { deeper, references } = depths(fields);
    assert!(references <= 1, "two properties have `depth_reference`, one of them in a group");
    assert!(
        !deeper || references == 1,
        "`depth = 1` needs another property with `depth_reference`: the outputs belong to the batch of that one"
    );
    assert!(
        !deeper || output_depth == 0,
        "`output_depth` and `depth = 1` exclude each other: the outputs belong to the batch of the `depth_reference`"
    );
}

#[track_caller]
const fn check_names(fields: &[Field]) {
    let mut place = 0;
    while place < fields.len() {
        if let Field::Group(group) = &fields[place] {
            let mut member = 0;
            while member < group.len() {
                if let Field::Property(property) = &group[member] {
                    let twice = count(fields, property.name) > 1;
                    assert!(!twice, "two properties have the same name, one of them in a group");
                }
                member += 1;
            }
        }
        place += 1;
    }
}

/// How many properties have this name.
const fn count(fields: &[Field], name: &str) -> usize {
    let (mut place, mut found) = (0, 0);
    while place < fields.len() {
        found += match &fields[place] {
            Field::Property(property) => is(property.name, name) as usize,
            Field::Group(group) => count(group, name),
        };
        place += 1;
    }
    found
}

const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

const fn takes_batches(fields: &[Field]) -> bool {
    let mut place = 0;
    while place < fields.len() {
        let takes = match &fields[place] {
            Field::Property(property) => property.shape.takes_batches(),
            Field::Group(group) => takes_batches(group),
        };
        if takes {
            return true;
        }
        place += 1;
    }
    false
}

/// What properties say about the depth of their data.
struct Depths {
    /// Whether one of them has `depth = 1`.
    deeper: bool,
    /// How many of them have `depth_reference`.
    references: usize,
}

#[track_caller]
const fn depths(fields: &[Field]) -> Depths {
    let mut found = Depths { deeper: false, references: 0 };
    let mut place = 0;
    while place < fields.len() {
        let Depths { deeper, references } = match &fields[place] {
            Field::Property(property) => depth(property),
            Field::Group(group) => depths(group),
        };
        found = Depths { deeper: found.deeper || deeper, references: found.references + references };
        place += 1;
    }
    found
}

#[track_caller]
const fn depth(property: &PropertyDef) -> Depths {
    let deeper = matches!(property.depth, Some(1));
    assert!(
        takes_data(property.shape) || !deeper && !property.depth_reference,
        "`depth = 1` and `depth_reference` belong to properties that take references to data, such as `In<Image>`"
    );
    Depths { deeper, references: property.depth_reference as usize }
}

/// True where a reference to data may stand.
const fn takes_data(shape: &Shape) -> bool {
    match shape {
        Shape::Selector(selector) => !matches!(selector.origin, Origin::Step),
        Shape::List(inner) | Shape::Map(inner) => takes_data(inner),
        Shape::Tuple(shapes) | Shape::Union(shapes) => {
            let mut place = 0;
            while place < shapes.len() {
                if takes_data(&shapes[place]) {
                    return true;
                }
                place += 1;
            }
            false
        }
        _ => false,
    }
}
