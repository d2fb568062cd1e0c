//! Queries from text of their own, every mistake with its place.

use super::{CasesDefinition, Chain, Checker, Part, Scope, Sorts, StatementGroup};
use crate::diagnostic::Diagnostic;
use crate::document::{Data, Document, Node, Pointer};
use crate::query::error::QueryError;
use crate::step::read_literal;
use crate::value::Value;

/// A query that stands alone, apart from any workflow.
#[derive(Debug, Clone)]
pub enum Query {
    /// Operations: a list of them, or a single one.
    Chain(Chain),
    /// A condition about parameters.
    Condition(StatementGroup),
    /// Values for conditions about parameters.
    Cases(CasesDefinition),
}

impl Query {
    /// Reads the text of a query. What is suspicious about it comes with it.
    ///
    /// # Errors
    /// Everything that was found, when one of the findings is an error.
    pub fn read(document: &Document) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (root, mut findings) = (&document.root, Vec::new());
        let tag = root.get("type").and_then(|member| member.value.as_str());
        let query = match (&root.data, tag) {
            (Data::Object(_), Some("StatementGroup")) => read_literal(root, &mut findings).map(Self::Condition),
            (Data::Object(_), Some("CasesDefinition")) => read_literal(root, &mut findings).map(Self::Cases),
            (Data::Object(_), _) => read_literal(root, &mut findings).map(|one| Self::Chain(Chain::from_iter([one]))),
            _ => read_literal(root, &mut findings).map(Self::Chain),
        };
        match query {
            Some(query) if !findings.iter().any(Diagnostic::is_error) => {
                query.check(root, &mut findings);
                Ok((query, findings))
            }
            _ => Err(findings),
        }
    }

    fn check(&self, root: &Node, findings: &mut Vec<Diagnostic>) {
        let (mut checker, part) = (Checker::new(findings), Part::new(root, Pointer::root()));
        match self {
            Self::Chain(chain) => drop(checker.chain(chain, &part, Sorts::ANY)),
            Self::Condition(group) => checker.group(group, &part, Sorts::ANY),
            Self::Cases(cases) => checker.cases(cases, &part),
        }
    }

    /// What the query makes of a value, which only a chain looks at, and of the parameters of the scope.
    ///
    /// # Errors
    /// [`QueryError`] of the first operation or statement that fails.
    pub fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, QueryError> {
        match self {
            Self::Chain(chain) => chain.apply(value, scope),
            Self::Condition(group) => group.holds(scope).map(Value::from),
            Self::Cases(cases) => cases.value(scope),
        }
    }
}
