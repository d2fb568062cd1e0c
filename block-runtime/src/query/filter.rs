//! Which detections a group of statements is true of.
//!
//! Statements are turned into functions of the place of a detection, with operands that are the same for all detections
//! evaluated once and columns compared as they lie in memory. Where a statement cannot be turned into such a function,
//! or the function finds something amiss, the statements are evaluated one by one as they are written, which also tells
//! what is wrong.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::ELEMENT;
use super::chain::Chain;
use super::comparator::Comparator;
use super::error::Failure;
use super::operand::{DynamicOperand, Operand};
use super::operation::Operation;
use super::operations::{DetectionsProperty, ExtractDetectionProperty};
use super::scope::Scope;
use super::statement::{BinaryStatement, Statement, StatementGroup, StatementsGroupsOperator, UnaryStatement};
use crate::value::{Detections, Numeral, Value};

/// The places of the detections of which the statements are true.
pub(super) fn places(group: &StatementGroup, all: &Detections, scope: &Scope<'_>) -> Result<Vec<usize>, Failure> {
    let test = Columns { all, scope }.group(group);
    let mut places = Vec::new();
    scope.spend(all.len())?;
    for (place, entry) in all.iter().enumerate() {
        let found = test.as_ref().and_then(|test| test(place));
        let holds = match found {
            Some(holds) => holds,
            None => group.holds(&scope.about(&Value::Detection(entry)))?,
        };
        if holds {
            places.push(place);
        }
    }
    Ok(places)
}

/// Whether something is true of the detection at a place; nothing where that has to be found out in another way.
type Test<'a> = Box<dyn Fn(usize) -> Option<bool> + 'a>;

/// What statements are made into functions of.
#[derive(Clone, Copy)]
struct Columns<'a> {
    all: &'a Detections,
    scope: &'a Scope<'a>,
}

impl<'a> Columns<'a> {
    fn group(self, group: &'a StatementGroup) -> Option<Test<'a>> {
        let tests: Vec<Test<'a>> = group.statements.iter().map(|it| self.statement(it)).collect::<Option<_>>()?;
        let all_of = group.operator == StatementsGroupsOperator::And;
        if tests.len() == 1 {
            return tests.into_iter().next();
        }
        Some(Box::new(move |place| {
            let mut found = all_of;
            for test in &tests {
                let holds = test(place)?;
                found = if all_of { found & holds } else { found | holds };
            }
            Some(found)
        }))
    }

    fn statement(self, statement: &'a Statement) -> Option<Test<'a>> {
        match statement {
            Statement::StatementGroup(group) => self.group(group),
            Statement::BinaryStatement(statement) => self.binary(statement),
            Statement::UnaryStatement(UnaryStatement { operand, operator, negate }) => {
                let property = property(operand)?;
                Some(Box::new(move |place| {
                    let value = property.of(&self.all.get(place)?);
                    operator.judge(&value).ok().map(|found| found != *negate)
                }))
            }
        }
    }

    fn binary(self, statement: &'a BinaryStatement) -> Option<Test<'a>> {
        let BinaryStatement { left_operand, comparator, right_operand, negate } = statement;
        let property = property(left_operand)?;
        let constant = self.constant(right_operand)?;
        let negate = *negate;
        let all = self.all;
        let with = |test: Option<Test<'a>>| test.map(|test| negated(test, negate));
        let bounds = all.bounds();
        match property {
            DetectionsProperty::Confidence => {
                let numbers = all.confidences();
                with(numeric(move |place| numbers.get(place).copied(), comparator, &constant))
            }
            DetectionsProperty::XMin => with(numeric(move |it| Some(bounds.get(it)?.x_min), comparator, &constant)),
            DetectionsProperty::XMax => with(numeric(move |it| Some(bounds.get(it)?.x_max), comparator, &constant)),
            DetectionsProperty::YMin => with(numeric(move |it| Some(bounds.get(it)?.y_min), comparator, &constant)),
            DetectionsProperty::YMax => with(numeric(move |it| Some(bounds.get(it)?.y_max), comparator, &constant)),
            DetectionsProperty::Size => with(numeric(move |it| Some(bounds.get(it)?.area()), comparator, &constant)),
            DetectionsProperty::ClassName => with(self.name(comparator, &constant)),
            _ => None,
        }
        .or_else(|| {
            Some(Box::new(move |place| {
                let value = property.of(&all.get(place)?);
                comparator.compare(&value, &constant).ok().map(|found| found != negate)
            }))
        })
    }

    /// Statements about the names of classes.
    fn name(self, comparator: &Comparator, constant: &Value) -> Option<Test<'a>> {
        let names = self.all.class_names();
        match (comparator, constant) {
            (Comparator::Equals(_) | Comparator::NotEquals(_), Value::Text(text)) => {
                let (text, equal) = (text.clone(), matches!(comparator, Comparator::Equals(_)));
                Some(Box::new(move |place| Some((names.get(place)? == &text) == equal)))
            }
            (Comparator::In(_), Value::List(items)) => {
                let texts: HashSet<String> = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                Some(Box::new(move |place| Some(texts.contains(names.get(place)?.as_ref()))))
            }
            _ => None,
        }
    }

    /// The value of an operand that is the same for all detections.
    fn constant(self, operand: &Operand) -> Option<Value> {
        let is_about_detection =
            matches!(operand, Operand::DynamicOperand(DynamicOperand { operand_name, .. }) if operand_name == ELEMENT);
        let same = !is_about_detection && is_constant(operand.operations());
        same.then(|| operand.value(self.scope).ok()).flatten()
    }
}

/// Whether operations make the same of the same value, whatever the detection and the moment.
fn is_constant(chain: &Chain) -> bool {
    chain.iter().all(|operation| match operation {
        Operation::SequenceApply(apply) => is_constant(&apply.operations),
        Operation::RandomNumber(_)
        | Operation::ExtractFrameMetadata(_)
        | Operation::DetectionsRename(_)
        | Operation::DetectionsFilter(_) => false,
        _ => true,
    })
}

/// The fact about the detection that an operand is.
fn property(operand: &Operand) -> Option<DetectionsProperty> {
    match operand {
        Operand::DynamicOperand(DynamicOperand { operand_name, operations }) if operand_name == ELEMENT => {
            match &**operations {
                [Operation::ExtractDetectionProperty(ExtractDetectionProperty { property_name })] => {
                    Some(*property_name)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn negated(test: Test<'_>, negate: bool) -> Test<'_> {
    if negate { Box::new(move |place| test(place).map(|found| !found)) } else { test }
}

/// Statements about a column of numbers.
fn numeric<'a>(
    number: impl Fn(usize) -> Option<f64> + 'a,
    comparator: &Comparator,
    constant: &Value,
) -> Option<Test<'a>> {
    if let (Comparator::NumberInRange(_), Value::List(bounds)) = (comparator, constant) {
        let [least, greatest, ..] = bounds.as_ref() else { return None };
        let (least, greatest) = (double(least)?, double(greatest)?);
        return Some(Box::new(move |place| number(place).map(|number| (least..=greatest).contains(&number))));
    }
    let constant = double(constant)?;
    let order = move |place| Some(number(place)?.partial_cmp(&constant));
    Some(match comparator {
        Comparator::NumberGreater(_) => Box::new(move |place| Some(order(place)? == Some(Ordering::Greater))),
        Comparator::NumberGreaterEqual(_) => Box::new(move |place| Some(order(place)?.is_some_and(Ordering::is_ge))),
        Comparator::NumberLower(_) => Box::new(move |place| Some(order(place)? == Some(Ordering::Less))),
        Comparator::NumberLowerEqual(_) => Box::new(move |place| Some(order(place)?.is_some_and(Ordering::is_le))),
        Comparator::Equals(_) => Box::new(move |place| Some(order(place)? == Some(Ordering::Equal))),
        Comparator::NotEquals(_) => Box::new(move |place| Some(order(place)? != Some(Ordering::Equal))),
        _ => return None,
    })
}

/// A number that floating point holds exactly.
fn double(value: &Value) -> Option<f64> {
    /// Two to the power of 53.
    const EXACT: u64 = 1 << 53;
    match value.as_numeral()? {
        Numeral::Integer(number) if number.unsigned_abs() > EXACT => None,
        number => Some(number.to_f64()),
    }
}
