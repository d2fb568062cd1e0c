//! Depths: how many levels the batches have that meet in a step, and which of them it works on.

use crate::block::{Delivery, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::step::{Reference, Step};

use super::flow::Fed;
use super::lineage::Lineage;

/// The depths that a step works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Depths {
    /// Depth of batches in properties that are not said to be deeper; single data is cast to it.
    pub(super) base: usize,
    /// Depth of the elements that the block is called for; none where it is called once.
    pub(super) calls: usize,
}

/// What a step is fed with, as far as depths are concerned.
pub(super) struct Fare<'a> {
    pub(super) step: &'a Step,
    pub(super) fed: &'a [Fed<'a>],
    /// The lineage of each feed.
    pub(super) lineages: &'a [Lineage],
    /// True when a literal stands where a whole batch is expected, and is cast as single data is.
    pub(super) casts_literal: bool,
    /// The batch that the gates of the step decide about.
    pub(super) controlled_by: &'a Lineage,
}

/// Finds the depths of a step.
///
/// # Errors
/// What is wrong when batches meet that do not fit.
pub(super) fn of_step(fare: &Fare<'_>) -> Result<Depths, Diagnostic> {
    let Fare { step, fed, lineages, casts_literal, controlled_by } = *fare;
    let flat = fed.iter().filter(|fed| offset(fed.property) == 0).flat_map(|fed| depths_of(fed, lineages));
    let has_data = lineages.iter().any(Lineage::is_batch);
    let base = match distinct(flat).as_slice() {
        [] if !has_data && controlled_by.is_batch() => controlled_by.depth(),
        [] => 1,
        [only] => *only,
        _ => return Err(mixed(step, fed, lineages)),
    };
    let mut properties: Vec<Deep<'_>> = Vec::new();
    for fed in fed {
        let depths = distinct(depths_of(fed, lineages));
        let is_cast =
            fed.references.iter().any(|(feed, reference)| !lineages[*feed].is_batch() && is_cast(step, reference));
        let depth = match depths.as_slice() {
            [] if is_cast => cast(fed.property, base),
            [] => continue,
            [only] => *only,
            _ => return Err(mixed(step, std::slice::from_ref(fed), lineages)),
        };
        properties.push(Deep { fed, depth, is_batch: !depths.is_empty() });
    }
    agree(step, &properties, fed)?;
    let shallowest = properties.iter().map(|property| property.depth).chain(casts_literal.then_some(base)).min();
    let calls = match shallowest {
        Some(depth) if step.def.output_depth < 0 => depth.saturating_sub(1),
        Some(depth) => depth,
        None if step.def.output_depth < 0 => return Err(nothing_to_gather(step)),
        None => controlled_by.depth(),
    };
    Ok(Depths { base, calls })
}

/// A property together with the depth of its data.
struct Deep<'a> {
    fed: &'a Fed<'a>,
    depth: usize,
    /// True for batches, false for single data that is cast to one.
    is_batch: bool,
}

/// Without a property of reference all batches have one depth; with one, each has the depth that it declares beside it.
fn agree(step: &Step, properties: &[Deep<'_>], fed: &[Fed<'_>]) -> Result<(), Diagnostic> {
    let Some(reference) = step.def.properties().find(|property| property.depth_reference) else {
        let Some(first) = properties.first() else { return Ok(()) };
        let other = properties.iter().find(|other| other.depth != first.depth);
        return other.map_or(Ok(()), |other| Err(unequal(step, other, first.depth, first.fed.property.name)));
    };
    let main = properties.iter().find(|property| std::ptr::eq(property.fed.property, reference));
    let Some(main) = main else { return Err(single_reference(step, reference, fed)) };
    for other in properties {
        let expected = (main.depth + offset(other.fed.property)).saturating_sub(offset(reference));
        if expected == 0 || other.depth != expected {
            return Err(unequal(step, other, expected, reference.name));
        }
        if other.is_batch && !main.is_batch {
            return Err(single_reference(step, reference, fed));
        }
    }
    Ok(())
}

/// The lineages of the batches that a step is fed with, the longest first, each once. There is one, or two of which the
/// shorter is the longer without its last level.
///
/// # Errors
/// What is wrong when batches meet that have nothing to do with each other.
pub(super) fn lineages_of_data(step: &Step, fed: &[Fed<'_>], lineages: &[Lineage]) -> Result<Vec<Lineage>, Diagnostic> {
    let mut found: Vec<(&Reference, &Lineage)> = Vec::new();
    for (feed, reference) in fed.iter().flat_map(|fed| &fed.references) {
        let lineage = &lineages[*feed];
        if let Some((first, known)) = found.iter().find(|(_, known)| !fits(known, lineage)) {
            return Err(strangers(step, reference, first, [known.depth(), lineage.depth()]));
        }
        if lineage.is_batch() && !found.iter().any(|(_, known)| *known == lineage) {
            found.push((reference, lineage));
        }
    }
    found.sort_by_key(|(_, lineage)| std::cmp::Reverse(lineage.depth()));
    Ok(found.into_iter().map(|(_, lineage)| lineage.clone()).collect())
}

/// True when a step can take data of both lineages together.
fn fits(one: &Lineage, other: &Lineage) -> bool {
    !other.is_batch() || one.is_prefix_of(other) || other.is_prefix_of(one)
}

fn offset(property: &PropertyDef) -> usize {
    property.depth.and_then(|depth| usize::try_from(depth).ok()).unwrap_or_default()
}

/// Depths of the batches that a property is fed with.
fn depths_of(fed: &Fed<'_>, lineages: &[Lineage]) -> impl Iterator<Item = usize> {
    fed.references.iter().map(|(feed, _)| lineages[*feed].depth()).filter(|depth| *depth > 0)
}

fn distinct(depths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut depths: Vec<usize> = depths.collect();
    depths.sort_unstable();
    depths.dedup();
    depths
}

/// True when single data in the place of this reference becomes a batch.
pub(super) fn is_cast(step: &Step, reference: &Reference) -> bool {
    let property = reference.property;
    step.def.batch && wants_batch(property, reference.selector.delivery) || property.cast_to_batch
}

/// True when a block for whole batches wants a batch here, whatever it is fed with.
fn wants_batch(property: &PropertyDef, delivery: Delivery) -> bool {
    match delivery {
        Delivery::Batch | Delivery::Groups => true,
        Delivery::ElementOrBatch => property.cast_to_batch,
        Delivery::Element | Delivery::Group => false,
    }
}

/// The depth that single data of a property is cast to.
pub(super) fn cast(property: &PropertyDef, base: usize) -> usize {
    base + offset(property)
}

/// True when a literal in this place becomes a batch.
pub(super) fn casts_literal(property: &PropertyDef) -> bool {
    let takes = |shape: &&Shape| matches!(shape, Shape::Selector(selector) if wants_batch(property, selector.delivery));
    property.shape.alternatives().iter().any(takes)
}

/// True when a literal beside references becomes a batch, in a list or an object.
pub(super) fn casts_members(property: &PropertyDef) -> bool {
    property.shape.selectors().iter().any(|selector| wants_batch(property, selector.delivery))
}

fn levels(depth: usize) -> String {
    match depth {
        0 => "a single value".to_owned(),
        1 => "a batch".to_owned(),
        depth => format!("a batch of {depth} levels"),
    }
}

/// Batches of several depths where all must have one.
fn mixed(step: &Step, fed: &[Fed<'_>], lineages: &[Lineage]) -> Diagnostic {
    let mut deep: Vec<(&Reference, usize)> = fed
        .iter()
        .filter(|fed| offset(fed.property) == 0)
        .flat_map(|fed| &fed.references)
        .map(|(feed, reference)| (*reference, lineages[*feed].depth()))
        .filter(|(_, depth)| *depth > 0)
        .collect();
    deep.sort_by_key(|(_, depth)| *depth);
    deep.dedup_by_key(|(_, depth)| *depth);
    let told: Vec<String> =
        deep.iter().map(|(reference, depth)| format!("`{}` is {}", reference.text, levels(*depth))).collect();
    let message = format!("step `{}` is fed with batches of different depths: {}", step.name, told.join(", "));
    let (place, rest) = match deep.as_slice() {
        [] => (step.place(), &[][..]),
        [(first, _), rest @ ..] => (first.place(), rest),
    };
    let diagnostic = Diagnostic::error_at(Code::MixedDepths, &place, message)
        .with_remedy("gather the deeper one first, or make the shallower one deeper in the same step");
    rest.iter().fold(diagnostic, |diagnostic, (reference, depth)| {
        diagnostic.with_related_at(format!("this is {}", levels(*depth)), &reference.place())
    })
}

/// A batch of a depth that does not agree with that of another property.
fn unequal(step: &Step, property: &Deep<'_>, expected: usize, beside: &str) -> Diagnostic {
    let name = property.fed.property.name;
    let place = property.fed.references.first().map_or_else(|| step.place(), |(_, reference)| reference.place());
    let message = format!(
        "`{name}` of step `{}` must be {} to agree with `{beside}`, but it is {} (expected {expected}, got {})",
        step.name,
        levels(expected),
        levels(property.depth),
        property.depth
    );
    let remedy = if property.depth > expected {
        format!("gather the data of `{name}` once more before this step")
    } else {
        format!("bind `{name}` to data one level deeper, such as what a step makes of each element")
    };
    Diagnostic::error_at(Code::Dimensionality, &place, message).with_remedy(remedy)
}

/// The property that the depths of the others are counted from has single data.
fn single_reference(step: &Step, reference: &PropertyDef, fed: &[Fed<'_>]) -> Diagnostic {
    let name = reference.name;
    let at = fed.iter().find(|fed| std::ptr::eq(fed.property, reference)).and_then(|fed| fed.references.first());
    let place = at.map_or_else(|| step.place(), |(_, reference)| reference.place());
    let message = format!(
        "`{name}` of step `{}` must be a batch, since its other properties are counted from it, but it is a single value",
        step.name
    );
    Diagnostic::error_at(Code::Dimensionality, &place, message).with_remedy(format!("bind `{name}` to a batch"))
}

fn nothing_to_gather(step: &Step) -> Diagnostic {
    let message = format!(
        "`{}` gathers the elements of a batch, but step `{}` is fed with single values only",
        step.def.id, step.name
    );
    Diagnostic::error_at(Code::NothingToGather, &step.place(), message)
        .with_remedy("feed it with a batch, or use the single value without gathering it")
}

/// A step would make batches deeper than they can be.
pub(super) fn too_deep(step: &Step) -> Diagnostic {
    let message = format!("step `{}` makes a batch of more than {} levels", step.name, Lineage::MAX_DEPTH);
    Diagnostic::error_at(Code::OutOfRange, &step.place(), message).with_remedy("gather its data before")
}

/// Batches whose elements have nothing to do with each other.
fn strangers(step: &Step, one: &Reference, other: &Reference, [first, second]: [usize; 2]) -> Diagnostic {
    let message = if first == second {
        format!(
            "step `{}` takes elements of `{}` and `{}` together, but they belong to different batches",
            step.name, other.text, one.text
        )
    } else {
        format!(
            "step `{}` takes `{}` and `{}` together, but the elements of one do not own those of the other",
            step.name, other.text, one.text
        )
    };
    Diagnostic::error_at(Code::Lineage, &one.place(), message)
        .with_remedy("use data that was made of the same elements, or gather both first")
        .with_related_at("the other batch", &other.place())
}
