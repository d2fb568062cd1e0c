//! The query language: small programs inside a workflow that change and judge values.
//!
//! A [`Chain`] of [`Operation`]s makes one value of another: the confidences of detections, the largest of them, the
//! same rounded. A [`StatementGroup`] is a condition about values; [`CasesDefinition`] gives a value for the first of
//! several conditions that holds. All are written as JSON, read and checked once when the workflow is compiled, and
//! then applied without looking at JSON again.
//!
//! Data that is only known while the workflow runs enters through the named parameters of a [`Scope`].
//!
//! ```
//! use block_runtime::query::{Chain, Scope};
//! use block_runtime::value::Value;
//!
//! let chain: Chain = serde_json::from_str(
//!     r#"[{"type": "StringToUpperCase"}, {"type": "StringSubSequence", "start": 0, "end": 3}]"#,
//! )?;
//! let result = chain.apply(Value::from("workflow"), &Scope::default())?;
//! assert_eq!(result.as_str(), Some("WOR"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One module an idea: `operations` holds the operations by family, each with its doc comment, types, kinds, examples and
//! behaviour in one place; `statement`, `operand` and `cases` the conditions; `comparator` and `operator` what they compare
//! with; `check` follows sorts of data through a query.

mod budget;
mod cases;
mod chain;
mod check;
mod comparator;
mod error;
mod filter;
mod operand;
mod operation;
pub mod operations;
mod operator;
mod reading;
mod scope;
mod sorts;
mod statement;
mod zone;

pub use cases::{CaseDefinition, CaseResult, CasesDefinition, DynamicCaseResult, StaticCaseResult};
pub use chain::Chain;
pub(crate) use check::{Checker, Part};
pub use comparator::{COMPARATORS, Comparator, ComparatorDef};
pub use error::{QueryError, QueryErrorClass};
pub use operand::{DynamicOperand, Operand, StaticOperand};
pub use operation::{Example, Family, Nested, OPERATIONS, Operation, OperationDef};
pub use operator::{OPERATORS, Operator, OperatorDef};
pub use reading::Query;
pub use scope::Scope;
pub use sorts::Sorts;
pub use statement::{BinaryStatement, Statement, StatementGroup, StatementsGroupsOperator, UnaryStatement};

/// The name under which statements know the detection, or the value, that they are about.
pub const ELEMENT: &str = "_";
