//! What only the types of a block's fields can tell, refused while the block is compiled.
//!
//! `#[derive(Block)]` calls [`check`] in a constant, so that a `panic` here is an error at the struct.

use super::Block;
use super::shape::{Selector, Shape};
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
    check_depths(fields, output_depth);
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

#[track_caller]
const fn check_depths(fields: &[Field], output_depth: i8) {
    let found = depths(fields);
    assert!(found.references <= 1, "two properties have `depth_reference`, one of them in a group");
    assert!(
        found.deeper == 0 || found.references == 1,
        "`depth = 1` needs another property with `depth_reference`: the outputs belong to the batch of that one"
    );
    assert!(
        found.deeper == 0 || output_depth == 0,
        "`output_depth` and `depth = 1` exclude each other: the outputs belong to the batch of the `depth_reference`"
    );
    if output_depth < 0 {
        assert!(
            found.grouped > 0,
            "`output_depth = -1` gathers groups: give a field the type `InGroup<…>` or `InGroups<…>`"
        );
    } else {
        assert!(
            found.grouped == found.deeper,
            "`InGroup` and `InGroups` need `depth = 1`, or `output_depth = -1` on the block"
        );
    }
}

/// How many properties say what about the depth of their data.
struct Depths {
    /// They have `depth = 1`.
    deeper: usize,
    /// They have `depth_reference`.
    references: usize,
    /// They receive groups.
    grouped: usize,
}

#[track_caller]
const fn depths(fields: &[Field]) -> Depths {
    let mut sum = Depths { deeper: 0, references: 0, grouped: 0 };
    let mut place = 0;
    while place < fields.len() {
        let found = match &fields[place] {
            Field::Property(property) => depth(property),
            Field::Group(group) => depths(group),
        };
        sum.deeper += found.deeper;
        sum.references += found.references;
        sum.grouped += found.grouped;
        place += 1;
    }
    sum
}

#[track_caller]
const fn depth(property: &PropertyDef) -> Depths {
    let deeper = matches!(property.depth, Some(1));
    let Data { single, grouped } = data(property.shape);
    assert!(
        !deeper || grouped,
        "data of `depth = 1` comes in groups: make the type of the field `InGroup<…>`, or `InGroups<…>` beside `batch`"
    );
    assert!(
        !property.depth_reference || single,
        "`depth_reference` belongs to a property that takes references to data, such as `In<Image>`"
    );
    Depths { deeper: deeper as usize, references: property.depth_reference as usize, grouped: grouped as usize }
}

/// What data a shape takes references to.
struct Data {
    /// Data of which each piece is one element.
    single: bool,
    /// Data of which each group belongs to one element.
    grouped: bool,
}

const fn data(shape: &Shape) -> Data {
    match shape {
        Shape::Selector(Selector { origin: Origin::Step, .. }) => Data { single: false, grouped: false },
        Shape::Selector(selector) => {
            let grouped = selector.delivery.is_group();
            Data { single: !grouped, grouped }
        }
        Shape::List(inner) | Shape::Map(inner) => data(inner),
        Shape::Tuple(shapes) | Shape::Union(shapes) => {
            let (mut sum, mut place) = (Data { single: false, grouped: false }, 0);
            while place < shapes.len() {
                let found = data(&shapes[place]);
                sum.single |= found.single;
                sum.grouped |= found.grouped;
                place += 1;
            }
            sum
        }
        _ => Data { single: false, grouped: false },
    }
}
