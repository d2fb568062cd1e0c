//! Outputs row by row: data of several levels as lists within lists.

use crate::compile::{Node, OutputKinds, OutputPlan, Selection, Source};
use crate::value::Value;
use crate::workflow::Coordinates;

use super::data::{Data, Pieces};
use super::layout::Layout;
use super::ledger::Ledger;

/// The values of an output in this many rows.
///
/// What belongs to the batch that the workflow was given has a value of its own in each row. Everything else is the
/// same in all rows: single values, and batches that steps have made out of single values, which are one list.
pub(super) fn values(ledger: &Ledger, output: &OutputPlan, rows: usize) -> Vec<Value> {
    let node = match &output.selection {
        Selection::One(Source::Literal(value)) => return vec![value.clone(); rows],
        Selection::One(Source::Input(input)) => Node::Input(*input),
        Selection::One(Source::Output { step, .. }) | Selection::All { step, .. } => Node::Step(*step),
    };
    let Some(data) = ledger.data(node) else { return vec![Value::Null; rows] };
    if !output.lineage.is_batch() {
        return vec![piece(data, output, 0); rows];
    }
    let piece = |element| match output.coordinates {
        Coordinates::Own => piece(data, output, element),
        Coordinates::Parent => piece(data, output, element).in_root_coordinates(),
    };
    match levels(&data.layout).split_first() {
        Some((_, inner)) if output.lineage.belongs_to_rows() => {
            (0..rows).map(|row| owned(inner, row, &piece)).collect()
        }
        // A batch made of single values keeps all of its elements, as the rows of a workflow are kept.
        Some((outermost, inner)) => {
            vec![outermost.group(0).map(|element| owned(inner, element, &piece)).collect(); rows]
        }
        None => vec![Value::Null; rows],
    }
}

/// The levels of a layout, the outermost first.
fn levels(layout: &Layout) -> Vec<&Layout> {
    let mut levels: Vec<&Layout> = std::iter::successors(Some(layout), |layout| layout.parent()).collect();
    levels.pop();
    levels.reverse();
    levels
}

/// What an element of the outermost level owns, as lists within lists.
fn owned(levels: &[&Layout], element: usize, piece: &impl Fn(usize) -> Value) -> Value {
    nested(levels, element, piece).unwrap_or_else(|| placeholder(levels.len()))
}

/// What an element owns, as lists within lists; nothing where no element is at the bottom of any of them.
///
/// Lists end with the last of their elements that owns anything; those before it that own nothing keep their place.
fn nested(levels: &[&Layout], element: usize, piece: &impl Fn(usize) -> Value) -> Option<Value> {
    let Some((level, inner)) = levels.split_first() else { return Some(piece(element)) };
    let mut members: Vec<Option<Value>> = level.group(element).map(|member| nested(inner, member, piece)).collect();
    let end = members.iter().rposition(Option::is_some)? + 1;
    members.truncate(end);
    Some(members.into_iter().map(|member| member.unwrap_or_else(|| placeholder(inner.len()))).collect())
}

/// What stands for an element that owns nothing, this many levels above the bottom: an empty list inside lists.
fn placeholder(levels: usize) -> Value {
    match levels {
        0 => Value::Null,
        1 => Value::from_iter::<[Value; 0]>([]),
        levels => [placeholder(levels - 1)].into_iter().collect(),
    }
}

/// The value of an output for one element.
fn piece(data: &Data, output: &OutputPlan, element: usize) -> Value {
    match (&output.selection, &output.kinds) {
        (Selection::All { fields, .. }, OutputKinds::Each(kinds)) => {
            let members = kinds.keys().zip(fields.iter());
            members.map(|(name, field)| (name.clone(), data.value(element, Some(field)).clone())).collect()
        }
        (Selection::One(Source::Output { field, .. }), _) => data.value(element, Some(field)).clone(),
        _ => match &data.pieces {
            Pieces::Values(values) => values.get(element).cloned().unwrap_or_default(),
            Pieces::Rows(_) | Pieces::Open(_) => Value::Null,
        },
    }
}
