//! Values that are almost right.

use serde_json::Value as Json;

use super::site::site;
use super::trial::Reach;
use super::{Bench, missing};
use crate::block::{PropertyDef, Shape};
use crate::document::{Data, Node, Token};
use crate::ide::slot::Slot;
use crate::ide::{Edit, surgery};
use crate::workflow::MemberShape;

/// Writes the version that suits every workflow.
pub(super) fn version(bench: &mut Bench<'_, '_>) {
    const SUITS_ALL: &str = "1.0";
    let edit = Edit { span: bench.finding.span.clone(), text: bench.file.notation.text(SUITS_ALL) };
    bench.prefer(format!("Change to `{SUITS_ALL:?}`"), vec![edit], Reach::Nothing);
}

/// Writes a value as the type that its place accepts.
pub(super) fn convert(bench: &mut Bench<'_, '_>) {
    let tokens = bench.finding.pointer.tokens();
    let Some(found) = site(bench.file, tokens) else { return };
    if let Slot::Member(_, member) = &found.slot
        && matches!(member.shape, MemberShape::Version)
    {
        return version(bench);
    }
    if found.node.span != bench.finding.span {
        return;
    }
    if let Data::Null = found.node.data {
        return missing::propose(bench);
    }
    for value in conversions(bench.file.text(), found.node) {
        if accepts(&found.slot, &value) && change(bench, &value) {
            return;
        }
    }
}

/// What a value says as another type.
fn conversions(text: &str, node: &Node) -> Vec<Json> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match &node.data {
        Data::Text(text) => {
            let text = text.trim();
            let number = serde_json::from_str(text).ok().filter(|value: &Json| value.is_number());
            let flag = text.to_ascii_lowercase().parse().ok().map(Json::Bool);
            number.into_iter().chain(flag).collect()
        }
        Data::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => {
            vec![crate::describe::number(*number), Json::from(written(text, node))]
        }
        Data::Integer(_) | Data::Float(_) | Data::Bool(_) => vec![Json::from(written(text, node))],
        Data::Null | Data::List(_) | Data::Object(_) => Vec::new(),
    }
}

fn written<'t>(text: &'t str, node: &Node) -> &'t str {
    text.get(node.span.clone()).unwrap_or_default()
}

fn accepts(slot: &Slot, value: &Json) -> bool {
    let fits = |shape: &Shape| match shape {
        Shape::Bool => value.is_boolean(),
        Shape::Integer => value.is_i64(),
        Shape::Number | Shape::Fraction => value.is_number(),
        Shape::Text => value.is_string(),
        _ => false,
    };
    match slot {
        Slot::Property { shapes, .. } => shapes.iter().any(|shape| fits(shape)),
        Slot::Member(_, member) => match member.shape {
            MemberShape::Text | MemberShape::Name => value.is_string(),
            MemberShape::Integer => value.is_i64(),
            _ => false,
        },
        _ => false,
    }
}

/// Writes the number within the limits that is nearest, and takes out a dimensionality that goes without saying.
pub(super) fn limit(bench: &mut Bench<'_, '_>) {
    let Some(found) = site(bench.file, bench.finding.pointer.tokens()) else { return };
    match (&found.slot, &found.node.data) {
        (Slot::Property { property, shapes, .. }, Data::Integer(_) | Data::Float(_)) => {
            let is_whole = !shapes.iter().any(|shape| matches!(shape, Shape::Number | Shape::Fraction));
            let number = found.node.to_json().as_f64();
            if let Some(nearest) = number.and_then(|number| nearest(property, number, is_whole)) {
                change(bench, &crate::describe::number(nearest));
            }
        }
        (Slot::Member(_, member), _) if member.name == "dimensionality" => remove_member(bench, member.name),
        _ => {}
    }
}

fn nearest(property: &PropertyDef, number: f64, is_whole: bool) -> Option<f64> {
    let bounds = property.bounds;
    if let Some(least) = bounds.min.filter(|least| number < *least) {
        return Some(if is_whole { least.ceil() } else { least });
    }
    if let Some(greatest) = bounds.max.filter(|greatest| number > *greatest) {
        return Some(if is_whole { greatest.floor() } else { greatest });
    }
    // Among fractions there is none that is nearest to a limit that is excluded.
    let above = bounds.above.filter(|limit| number <= *limit).map(|limit| limit.floor() + 1.0);
    let below = bounds.below.filter(|limit| number >= *limit).map(|limit| limit.ceil() - 1.0);
    above.or(below).filter(|_| is_whole)
}

fn remove_member(bench: &mut Bench<'_, '_>, name: &str) {
    let Some((Token::Member(_), around)) = bench.finding.pointer.tokens().split_last() else { return };
    let edit = bench.file.document.root.at(around).and_then(|object| {
        let index = object.members()?.iter().rposition(|member| member.name == name)?;
        surgery::remove_member(bench.source(), object, index)
    });
    if let Some(edit) = edit {
        bench.prefer(format!("Remove `{name}`"), vec![edit], Reach::Part);
    }
}

fn change(bench: &mut Bench<'_, '_>, value: &Json) -> bool {
    let edit = Edit { span: bench.finding.span.clone(), text: bench.file.notation.line(value) };
    bench.prefer(format!("Change to `{value}`"), vec![edit], Reach::Part)
}
