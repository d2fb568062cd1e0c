//! Which detections a group of statements is true of.
//!
//! A statement is answered for all detections at once, column by column as they lie in memory, with operands that are the
//! same for all of them evaluated once. Where a statement cannot be answered so, or something is amiss for one of the
//! detections, the group is evaluated for one detection after the other as it is written, which also tells what is wrong.

use std::borrow::Cow;
use std::collections::HashSet;

use super::ELEMENT;
use super::comparator::Comparator;
use super::error::{Failure, QueryError};
use super::operand::{DynamicOperand, Operand};
use super::operation::Operation;
use super::operations::{DetectionsProperty, ExtractDetectionProperty};
use super::scope::{Scope, Work};
use super::statement::{BinaryStatement, Statement, StatementGroup, StatementsGroupsOperator, UnaryStatement};
use crate::value::detections::{BoundingBox, Entry};
use crate::value::{Detections, Numeral, Value};

/// The places of the detections of which the statements are true.
pub(super) fn places(group: &StatementGroup, all: &Detections, scope: &Scope<'_>) -> Result<Vec<usize>, Failure> {
    scope.look_at(all.len())?;
    let answers = match (Columns { all, scope }).group(group) {
        Some(answers) => answers,
        None => one_by_one(group, all, scope)?,
    };
    Ok(answers.iter().enumerate().filter(|(_, holds)| **holds).map(|(place, _)| place).collect())
}

/// The answers as the statements are written.
fn one_by_one(group: &StatementGroup, all: &Detections, scope: &Scope<'_>) -> Result<Vec<bool>, QueryError> {
    all.iter().map(|entry| group.holds(&scope.with_element(&Value::Detection(entry)))).collect()
}

/// An answer for each detection; nothing where they have to be found one by one.
type Answers = Option<Vec<bool>>;

/// What statements are about.
#[derive(Clone, Copy)]
struct Columns<'a> {
    all: &'a Detections,
    scope: &'a Scope<'a>,
}

/// What an operand is for the detections.
enum Side<'a> {
    /// The same for all.
    Constant(Value),
    /// A number for each.
    Numbers(Cow<'a, [f64]>),
    /// Any fact about each.
    Fact(DetectionsProperty),
}

impl<'a> Columns<'a> {
    fn group(self, group: &StatementGroup) -> Answers {
        let mut answers: Answers = None;
        for statement in &*group.statements {
            let more = self.statement(statement)?;
            answers = Some(match answers {
                None => more,
                Some(mut answers) => {
                    let all_of = group.operator == StatementsGroupsOperator::And;
                    for (answer, more) in answers.iter_mut().zip(more) {
                        *answer = if all_of { *answer & more } else { *answer | more };
                    }
                    answers
                }
            });
        }
        answers
    }

    fn statement(self, statement: &Statement) -> Answers {
        let (answers, negate) = match statement {
            Statement::StatementGroup(group) => (self.group(group), false),
            Statement::BinaryStatement(statement) => (self.binary(statement), statement.negate),
            Statement::UnaryStatement(UnaryStatement { operand, operator, negate }) => {
                let fact = fact(operand)?;
                (self.each(|entry| operator.judge(&fact.of(entry)).ok()), *negate)
            }
        };
        answers.map(|mut answers| {
            for answer in &mut answers {
                *answer ^= negate;
            }
            answers
        })
    }

    fn binary(self, statement: &BinaryStatement) -> Answers {
        let comparator = &statement.comparator;
        match (self.side(&statement.left_operand)?, self.side(&statement.right_operand)?) {
            (Side::Numbers(left), Side::Numbers(right)) => {
                ordered(left.iter().copied().zip(right.iter().copied()), comparator)
            }
            (Side::Numbers(left), Side::Constant(value)) => numbers(&left, comparator, &value)
                .or_else(|| left.iter().map(|number| comparator.compare(&(*number).into(), &value).ok()).collect()),
            (Side::Fact(DetectionsProperty::ClassName), Side::Constant(value)) => self
                .names(comparator, &value)
                .or_else(|| self.each(|it| comparator.compare(&Value::Text(it.class_name().clone()), &value).ok())),
            (Side::Fact(left), Side::Constant(right)) => self.each(|it| comparator.compare(&left.of(it), &right).ok()),
            (Side::Constant(left), Side::Fact(right)) => self.each(|it| comparator.compare(&left, &right.of(it)).ok()),
            (Side::Fact(left), Side::Fact(right)) => {
                self.each(|it| comparator.compare(&left.of(it), &right.of(it)).ok())
            }
            _ => None,
        }
    }

    /// Answers that are found from each detection, if all can be.
    fn each(self, answer: impl Fn(&Entry) -> Option<bool>) -> Answers {
        self.all.iter().map(|entry| answer(&entry)).collect()
    }

    /// Statements about names of classes and a constant.
    fn names(self, comparator: &Comparator, constant: &Value) -> Answers {
        /// Of more names than this, a table finds one faster.
        const FEW: usize = 16;
        let names = self.all.class_names().iter();
        match (comparator, constant) {
            (Comparator::Equals(_), Value::Text(text)) => Some(names.map(|name| name == text).collect()),
            (Comparator::NotEquals(_), Value::Text(text)) => Some(names.map(|name| name != text).collect()),
            (Comparator::In(_), Value::List(items)) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                if texts.len() <= FEW {
                    return Some(names.map(|name| texts.contains(&name.as_ref())).collect());
                }
                let texts: HashSet<&str> = texts.into_iter().collect();
                Some(names.map(|name| texts.contains(name.as_ref())).collect())
            }
            _ => None,
        }
    }

    fn side(self, operand: &Operand) -> Option<Side<'a>> {
        let Some(fact) = fact(operand) else { return self.constant(operand).map(Side::Constant) };
        Some(match fact {
            DetectionsProperty::Confidence => Side::Numbers(self.all.confidences().into()),
            DetectionsProperty::XMin => self.of_bounds(|bounds| bounds.x_min),
            DetectionsProperty::XMax => self.of_bounds(|bounds| bounds.x_max),
            DetectionsProperty::YMin => self.of_bounds(|bounds| bounds.y_min),
            DetectionsProperty::YMax => self.of_bounds(|bounds| bounds.y_max),
            DetectionsProperty::Size => self.of_bounds(BoundingBox::area),
            other => Side::Fact(other),
        })
    }

    /// A number for the box of each detection.
    fn of_bounds(self, number: impl Fn(&BoundingBox) -> f64) -> Side<'a> {
        Side::Numbers(self.all.bounds().iter().map(number).collect())
    }

    /// The value of an operand that is the same for all detections.
    fn constant(self, operand: &Operand) -> Option<Value> {
        let is_about_detection =
            matches!(operand, Operand::DynamicOperand(DynamicOperand { operand_name, .. }) if operand_name == ELEMENT);
        if is_about_detection {
            return None;
        }
        let work = Work::default();
        let value = operand.value(&self.scope.counted_apart(&work)).ok()?;
        (!work.has_varied()).then_some(value)
    }
}

/// Statements about numbers and a constant.
fn numbers(numbers: &[f64], comparator: &Comparator, constant: &Value) -> Answers {
    if let (Comparator::NumberInRange(_), Value::List(bounds)) = (comparator, constant) {
        let [least, greatest, ..] = bounds.as_ref() else { return None };
        let range = double(least)?..=double(greatest)?;
        return Some(numbers.iter().map(|number| range.contains(number)).collect());
    }
    let constant = double(constant)?;
    ordered(numbers.iter().map(|number| (*number, constant)), comparator)
}

/// The fact about the detection that an operand is.
fn fact(operand: &Operand) -> Option<DetectionsProperty> {
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

/// Statements about pairs of numbers.
fn ordered(pairs: impl Iterator<Item = (f64, f64)>, comparator: &Comparator) -> Answers {
    #[expect(clippy::float_cmp, reason = "the language compares numbers exactly")]
    Some(match comparator {
        Comparator::NumberGreater(_) => pairs.map(|(left, right)| left > right).collect(),
        Comparator::NumberGreaterEqual(_) => pairs.map(|(left, right)| left >= right).collect(),
        Comparator::NumberLower(_) => pairs.map(|(left, right)| left < right).collect(),
        Comparator::NumberLowerEqual(_) => pairs.map(|(left, right)| left <= right).collect(),
        Comparator::Equals(_) => pairs.map(|(left, right)| left == right).collect(),
        Comparator::NotEquals(_) => pairs.map(|(left, right)| left != right).collect(),
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
