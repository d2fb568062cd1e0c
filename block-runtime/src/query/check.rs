//! Following sorts of data through chains and statements, to notice operations that can never succeed.
//!
//! The reference runs such queries and fails each time, so what is found are warnings.

use super::cases::{CaseResult, CasesDefinition};
use super::operand::Operand;
use super::operation::Operation;
use super::sorts::Sorts;
use super::statement::{Statement, StatementGroup};
use super::{Chain, ELEMENT};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Pointer};
use crate::value::Value;

/// A part of a query in its text.
#[derive(Clone)]
pub(crate) struct Part<'a> {
    node: &'a Node,
    pointer: Pointer,
}

impl<'a> Part<'a> {
    pub(crate) fn new(node: &'a Node, pointer: Pointer) -> Self {
        Self { node, pointer }
    }

    /// The member of this name; the part itself where it is left out.
    fn member(&self, name: &str) -> Self {
        match self.node.get(name) {
            Some(member) => Self::new(&member.value, self.pointer.member(name)),
            None => self.clone(),
        }
    }

    fn element(&self, place: usize) -> Self {
        match self.node.elements().and_then(|elements| elements.get(place)) {
            Some(element) => Self::new(element, self.pointer.element(place)),
            None => self.clone(),
        }
    }

    fn warning(&self, code: Code, message: String, remedy: String) -> Diagnostic {
        Diagnostic::warning(code, self.pointer.clone(), self.node.span.clone(), message).with_remedy(remedy)
    }
}

/// The queries of a step.
pub(crate) struct Checker<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { diagnostics }
    }

    /// Looks for queries in what has been read of a property, and checks them.
    pub(crate) fn value(&mut self, value: &Value, part: &Part<'_>) {
        match value {
            Value::List(items) => {
                let operations: Option<Chain> = items.iter().map(|item| item.downcast().cloned()).collect();
                match operations {
                    Some(chain) => drop(self.chain(&chain, part, Sorts::ANY)),
                    None => items.iter().enumerate().for_each(|(place, item)| self.value(item, &part.element(place))),
                }
            }
            Value::Map(members) => members.iter().for_each(|(name, member)| self.value(member, &part.member(name))),
            other => {
                if let Some(group) = other.downcast::<StatementGroup>() {
                    self.group(group, part, Sorts::ANY);
                } else if let Some(cases) = other.downcast::<CasesDefinition>() {
                    self.cases(cases, part);
                }
            }
        }
    }

    /// The sorts of what a chain gives. `part` is the list of operations.
    pub(crate) fn chain(&mut self, chain: &Chain, part: &Part<'_>, given: Sorts) -> Sorts {
        let mut given = given;
        let mut before: Option<&'static str> = None;
        for (place, operation) in chain.iter().enumerate() {
            let part = part.element(place);
            let (name, takes) = (operation.name(), operation.takes());
            if !given.overlaps(takes) {
                let source = before.map(|name| format!(" of `{name}`")).unwrap_or_default();
                let message = format!("`{name}` takes {takes}, but is given {given}{source}, so it always fails");
                self.diagnostics.push(part.warning(
                    Code::KindMismatch,
                    message,
                    "put an operation in between that makes what it takes, or remove it".to_owned(),
                ));
            }
            self.inside(operation, &part, given);
            given = operation.gives();
            before = Some(name);
        }
        given
    }

    fn inside(&mut self, operation: &Operation, part: &Part<'_>, given: Sorts) {
        match operation {
            Operation::SequenceApply(apply) => {
                let element = if given == Sorts::DETECTIONS { Sorts::DETECTION } else { Sorts::ANY };
                self.chain(&apply.operations, &part.member("operations"), element);
            }
            Operation::DetectionsFilter(filter) => {
                self.group(&filter.filter_operation, &part.member("filter_operation"), Sorts::DETECTION);
            }
            Operation::StringMatches(matches) => {
                if let Some(fault) = matches.regex.fault() {
                    let part = part.member("regex");
                    let remedy = "write a regular expression as Python's `re` has them".to_owned();
                    let message = format!("{fault}; the operation always fails");
                    self.diagnostics.push(part.warning(Code::InvalidPattern, message, remedy));
                }
            }
            _ => {}
        }
    }

    /// `element` is what [`ELEMENT`] stands for.
    pub(crate) fn group(&mut self, group: &StatementGroup, part: &Part<'_>, element: Sorts) {
        let statements = part.member("statements");
        for (place, statement) in group.statements.iter().enumerate() {
            let part = statements.element(place);
            match statement {
                Statement::StatementGroup(group) => self.group(group, &part, element),
                Statement::UnaryStatement(statement) => {
                    let given = self.operand(&statement.operand, &part.member("operand"), element);
                    let takes = statement.operator.takes();
                    self.operand_fits(statement.operator.name(), given, takes, &part.member("operand"));
                }
                Statement::BinaryStatement(statement) => {
                    let (left, right) = statement.comparator.takes();
                    let name = statement.comparator.name();
                    for (member, operand, takes) in [
                        ("left_operand", &statement.left_operand, left),
                        ("right_operand", &statement.right_operand, right),
                    ] {
                        let part = part.member(member);
                        let given = self.operand(operand, &part, element);
                        self.operand_fits(name, given, takes, &part);
                    }
                }
            }
        }
    }

    fn operand(&mut self, operand: &Operand, part: &Part<'_>, element: Sorts) -> Sorts {
        let given = match operand {
            Operand::StaticOperand(operand) => Sorts::of(&operand.value),
            Operand::DynamicOperand(operand) if operand.operand_name == ELEMENT => element,
            Operand::DynamicOperand(_) => Sorts::ANY,
        };
        self.chain(operand.operations(), &part.member("operations"), given)
    }

    fn operand_fits(&mut self, name: &str, given: Sorts, takes: Sorts, part: &Part<'_>) {
        if given.overlaps(takes) {
            return;
        }
        let message = format!("`{name}` takes {takes} here, but is given {given}, so the statement always fails");
        let remedy = if given == Sorts::DETECTION {
            "take a fact out of the detection with `ExtractDetectionProperty`".to_owned()
        } else {
            format!("give it {takes}")
        };
        self.diagnostics.push(part.warning(Code::KindMismatch, message, remedy));
    }

    pub(crate) fn cases(&mut self, cases: &CasesDefinition, part: &Part<'_>) {
        let all = part.member("cases");
        for (place, case) in cases.cases.iter().enumerate() {
            let part = all.element(place);
            self.group(&case.condition, &part.member("condition"), Sorts::ANY);
            self.result(&case.result, &part.member("result"));
        }
        self.result(&cases.default, &part.member("default"));
    }

    fn result(&mut self, result: &CaseResult, part: &Part<'_>) {
        if let CaseResult::DynamicCaseResult(result) = result
            && let Some(chain) = &result.operations
        {
            self.chain(chain, &part.member("operations"), Sorts::ANY);
        }
    }
}
