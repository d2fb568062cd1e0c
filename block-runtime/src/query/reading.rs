//! Queries from text of their own, every mistake with its place.

use super::{CasesDefinition, Chain, Checker, Part, Scope, StatementGroup};
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
    /// Reads the text of a query, and says what is wrong or suspicious about it. The query is there when no finding is an
    /// error.
    pub fn read(document: &Document) -> (Option<Self>, Vec<Diagnostic>) {
        let (root, mut findings) = (&document.root, Vec::new());
        let tag = root.get("type").and_then(|member| member.value.as_str());
        let query = match (&root.data, tag) {
            (Data::Object(_), Some("StatementGroup")) => read_literal(root, &mut findings).map(Self::Condition),
            (Data::Object(_), Some("CasesDefinition")) => read_literal(root, &mut findings).map(Self::Cases),
            (Data::Object(_), _) => {
                read_literal(root, &mut findings).map(|one| Self::Chain([one].into_iter().collect()))
            }
            _ => read_literal(root, &mut findings).map(Self::Chain),
        };
        if let Some(query) = &query {
            query.check(root, &mut findings);
        }
        (query, findings)
    }

    fn check(&self, root: &Node, findings: &mut Vec<Diagnostic>) {
        let read = match self {
            Self::Chain(chain) => chain.iter().map(|operation| Value::native(operation.clone())).collect(),
            Self::Condition(group) => Value::native(group.clone()),
            Self::Cases(cases) => Value::native(cases.clone()),
        };
        Checker::new(findings).value(&read, &Part::new(root, Pointer::root()));
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
