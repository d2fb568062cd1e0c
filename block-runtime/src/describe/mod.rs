//! Rendering the table of a block: JSON Schema, the `describe` document, connections, and the facts of its page; and the
//! interface of a workflow, which follows from the tables of its blocks.
//!
//! Everything here reads [`BlockDef`](crate::block::BlockDef)s and never the engine, so that editors, the book and the
//! engine cannot disagree about a block.

mod annotation;
mod binding;
mod connections;
mod docs;
mod document;
mod editor;
mod example;
mod facts;
mod interface;
mod kind_schemas;
mod query;
mod schema;

pub use annotation::{annotation, primitive_type};
pub use binding::{Binding, Row, binding, table};
pub use connections::{Connections, connections};
pub use docs::{Docs, Family, KindUse, Version, slug};
pub use document::{Dimensions, dimensions, document, restriction_object};
pub use editor::{Dialect, EditorOptions, editor_schema};
pub use example::{example_step, least_step};
pub(crate) use example::{least_number, made_up};
pub use facts::{Choices, Facts};
pub use interface::{Given, Interface, InterfaceError, interface};
pub use kind_schemas::kind_schemas;
pub use schema::{block_schema, property_schema};
pub(crate) use schema::{number, parsed};

use serde_json::{Map, Value as Json};

/// An object from pairs, in their order.
fn object<const N: usize>(pairs: [(&str, Json); N]) -> Json {
    Json::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The same JSON with the members of every object sorted by name, as the reference prints schemas, apart from what
/// stands directly under `properties` and `default`, where order carries meaning.
fn sorted(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let mut members: Vec<(String, Json)> = members.into_iter().collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            let member = |(name, value): (String, Json)| {
                let value = match (name.as_str(), value) {
                    ("properties", Json::Object(inner)) => {
                        Json::Object(inner.into_iter().map(|(name, value)| (name, sorted(value))).collect())
                    }
                    ("default", value) => value,
                    (_, value) => sorted(value),
                };
                (name, value)
            };
            Json::Object(members.into_iter().map(member).collect::<Map<_, _>>())
        }
        Json::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}
