//! Named data, each changed by operations of its own before a block uses it.
//!
//! Many blocks take an object of data and, beside it, an object of [chains](Chain) with the same names: columns of a
//! table and what is extracted for them, parameters of a prompt, fields of a message. The first is an
//! `IndexMap<String, Datum>` (or of [`In<Wildcard>`](In), where literals make no sense), the second an
//! `IndexMap<String, Chain>` with `operates_on` the first.

use block_runtime::prelude::*;
use block_runtime::query::{Chain, QueryError, Scope};
use block_runtime::value::Map;

/// Data of another step or of an input, or a literal.
pub type Datum = Either<In<Wildcard>, Scalar>;

/// What can be handed to a chain of operations.
pub trait Operand {
    /// The data as they travel through a workflow.
    fn value(&self) -> Value;
}

impl Operand for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl Operand for Scalar {
    fn value(&self) -> Value {
        self.clone().into()
    }
}

impl Operand for In<Wildcard> {
    fn value(&self) -> Value {
        self.0.clone()
    }
}

impl<A: Operand, B: Operand> Operand for Either<A, B> {
    fn value(&self) -> Value {
        match self {
            Self::First(data) => data.value(),
            Self::Second(data) => data.value(),
        }
    }
}

/// The data in their order, each after the operations of its name; data without operations stay as they are.
///
/// Operations see no other data than their own. Those whose name no data have are applied to nothing, of which the
/// engine has warned.
///
/// # Errors
/// [`QueryError`] of the first operation that fails.
pub fn operated<D: Operand>(
    data: &IndexMap<String, D>,
    operations: &IndexMap<String, Chain>,
    scope: &Scope<'_>,
) -> Result<Map, QueryError> {
    let changed = data.iter().map(|(name, datum)| {
        let value = match operations.get(name) {
            Some(chain) => chain.apply(datum.value(), scope)?,
            None => datum.value(),
        };
        Ok((name.clone(), value))
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use block_runtime::query::QueryErrorClass;

    use super::*;

    fn chain(text: &str) -> Chain {
        serde_json::from_str(text).unwrap()
    }

    fn data() -> IndexMap<String, Datum> {
        [
            ("name".to_owned(), Either::First(In::new(Value::from("cat")))),
            ("count".to_owned(), Either::Second(Scalar::Integer(2))),
        ]
        .into()
    }

    #[test]
    fn each_is_changed_by_its_own_operations() {
        let operations = [
            ("name".to_owned(), chain(r#"[{"type": "StringToUpperCase"}]"#)),
            ("nobody".to_owned(), chain(r#"[{"type": "StringToUpperCase"}]"#)),
        ];
        let changed = operated(&data(), &operations.into(), &Scope::default()).unwrap();
        let changed: Vec<(String, String)> =
            changed.iter().map(|(name, value)| (name.clone(), value.python().to_string())).collect();
        assert_eq!(changed, [("name".to_owned(), "CAT".to_owned()), ("count".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn an_operation_that_fails_is_named() {
        let operations = [("count".to_owned(), chain(r#"[{"type": "StringToUpperCase"}]"#))];
        let error = operated(&data(), &operations.into(), &Scope::default()).unwrap_err();
        assert_eq!(error.class, QueryErrorClass::InvalidInputType);
    }
}
