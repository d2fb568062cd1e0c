//! Values in Rust: defaults as expressions, everything else as the JSON that the derives read.

use serde_json::Value as Json;

use super::choice::Choices;
use super::types::Type;

/// JSON as the derives read it.
pub fn json_tokens(json: &Json) -> String {
    match json {
        Json::String(text) => format!("{text:?}"),
        Json::Array(items) => format!("[{}]", items.iter().map(json_tokens).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name:?}: {}", json_tokens(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    }
}

/// A default as an expression from which the type in which defaults of `ty` are written can be made.
pub fn default(ty: &Type, json: &Json, choices: &Choices) -> String {
    match (ty, json) {
        (Type::Option(inner) | Type::Omittable(inner) | Type::LiteralOrData(_, inner, _), _) => {
            default(inner, json, choices)
        }
        (Type::List(inner), Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| exact(inner, item, choices)).collect();
            if items.is_empty() { "Vec::new()".to_owned() } else { format!("vec![{}]", items.join(", ")) }
        }
        (Type::Map(_) | Type::Nested(_), Json::Object(members)) => {
            let pairs: Vec<String> =
                members.iter().map(|(name, value)| format!("({name:?}.to_owned(), {})", value_of(value))).collect();
            if pairs.is_empty() {
                "serde_json::Map::new()".to_owned()
            } else {
                format!("serde_json::Map::from_iter([{}])", pairs.join(", "))
            }
        }
        (Type::Choice(name), Json::String(text)) => choices.path(name, text).unwrap_or_else(|| json_tokens(json)),
        (Type::Either(first, second), Json::String(text)) => {
            let path = |side: &Type| match side {
                Type::Choice(name) => choices.path(name, text),
                _ => None,
            };
            path(first).or_else(|| path(second)).unwrap_or_else(|| json_tokens(json))
        }
        (Type::Number | Type::Fraction, Json::Number(_)) => exact(ty, json, choices),
        (_, Json::Array(_) | Json::Object(_)) => format!("serde_json::json!({json})"),
        _ => json_tokens(json),
    }
}

/// A value as an expression of the very type in which defaults of `ty` are written.
fn exact(ty: &Type, json: &Json, choices: &Choices) -> String {
    match (ty, json) {
        (Type::Text | Type::Secret, Json::String(text)) => format!("{text:?}.to_owned()"),
        (Type::Number | Type::Fraction, Json::Number(number)) => {
            let written = number.to_string();
            if written.contains(['.', 'e', 'E']) { written } else { format!("{written}.0") }
        }
        (Type::Bool | Type::Integer | Type::Choice(_) | Type::List(_) | Type::Map(_), _) => default(ty, json, choices),
        (Type::LiteralOrData(_, inner, _), _) => exact(inner, json, choices),
        _ => value_of(json),
    }
}

fn value_of(json: &Json) -> String {
    format!("serde_json::json!({json})")
}
