//! `relevant_for` and `required_if`.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Conditions.
#[derive(Block)]
#[block(id = "test/conditions@v1")]
struct Conditions {
    /// What the others depend on.
    backend: String,
    /// Relevance.
    #[block(
        relevant_for = "native", //~ write `relevant_for(backend = "native")`
        relevant_for(backend), //~ write `backend = "value"` or `backend = kind("image")`
        relevant_for(backend = Native), //~ this is not JSON
        relevant_for(backend = kind(image)), //~ texts in double quotation marks, separated by commas, belong here
        relevant_for(backend = "native", required = 5), //~ `required` needs `true` or `false`
        relevant_for(bakend = "native"), //~ `relevant_for` names no property `bakend`, did you mean `backend`?
    )]
    relevance: Option<i64>,
    /// Conditions.
    #[block(
        required_if, //~ write `required_if(backend = "native")`
        required_if(backend("native")), //~ write `backend = "value"`
        required_if(backend = [native]), //~ this is not JSON
        required_if(kind = "native"), //~ `required_if` names no property `kind`
        required_if(), //~ `required_if` needs a condition
    )]
    condition: Option<i64>,
}

fn main() {
    let _ = Conditions::DEF;
}
