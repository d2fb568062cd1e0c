//! Limits of numbers and lengths.

use serde_json::Value as Json;

use super::literal;
use super::manifest::Property;

/// The limits of a property, each as JSON.
#[derive(Debug, Default)]
pub struct Bounds {
    limits: Vec<(Limit, Json)>,
}

/// A limit, by its word in the derive.
type Limit = &'static str;

/// The members of schemas that stand for limits. The reference writes some of them under their Python names.
const MEMBERS: [(&str, Limit); 12] = [
    ("minimum", "min"),
    ("ge", "min"),
    ("exclusiveMinimum", "above"),
    ("gt", "above"),
    ("maximum", "max"),
    ("le", "max"),
    ("exclusiveMaximum", "below"),
    ("lt", "below"),
    ("minItems", "min_len"),
    ("minLength", "min_len"),
    ("maxItems", "max_len"),
    ("maxLength", "max_len"),
];

impl Bounds {
    /// The limits of a property. Those that its own default breaks are left out and named in `notes`.
    pub fn of(property: &Property, notes: &mut Vec<String>) -> Self {
        let mut bounds = Self::default();
        bounds.collect(&property.schema);
        bounds.imply();
        let default = property.schema.get("default").and_then(Json::as_f64);
        bounds.limits.retain(|(limit, value)| {
            let holds = default.zip(value.as_f64()).is_none_or(|(default, value)| holds(limit, default, value));
            if !holds {
                notes.push(format!(
                    "`{}`: its own default breaks `{limit} = {value}`, which is left out",
                    property.name
                ));
            }
            holds
        });
        bounds
    }

    fn collect(&mut self, node: &Json) {
        for (member, limit) in MEMBERS {
            let fixed_length = node.get("prefixItems").is_some() && limit.ends_with("_len");
            if let Some(value) = node.get(member).filter(|_| !fixed_length)
                && !self.limits.iter().any(|(known, _)| *known == limit)
            {
                self.limits.push((limit, value.clone()));
            }
        }
        let branches = node.get("anyOf").and_then(Json::as_array).into_iter().flatten();
        let places = node.get("prefixItems").and_then(Json::as_array).into_iter().flatten();
        let inside = [node.get("items"), node.get("additionalProperties")].into_iter().flatten();
        branches.chain(places).chain(inside).for_each(|inner| self.collect(inner));
    }

    /// Drops the looser of two limits on one side: `min = 0` beside `above = 0`.
    fn imply(&mut self) {
        for (included, excluded) in [("min", "above"), ("max", "below")] {
            if self.number(excluded).is_some() {
                self.limits.retain(|(limit, _)| *limit != included);
            }
        }
    }

    fn number(&self, wanted: &str) -> Option<f64> {
        self.limits.iter().find(|(limit, _)| *limit == wanted).and_then(|(_, value)| value.as_f64())
    }

    /// True when a value is no number, or breaks no limit.
    pub fn admit(&self, json: &Json) -> bool {
        let Some(number) = json.as_f64() else { return true };
        self.limits.iter().all(|(limit, value)| value.as_f64().is_none_or(|value| holds(limit, number, value)))
    }

    /// True for the limits of a type of their own: 0 and 1, both included.
    pub fn is_fraction(&self) -> bool {
        self.limits.len() == 2 && self.number("min") == Some(0.0) && self.number("max") == Some(1.0)
    }

    /// The limits as words of the derive.
    pub fn words(&self) -> Vec<String> {
        self.limits.iter().map(|(limit, value)| format!("{limit} = {}", literal::json_tokens(value))).collect()
    }
}

fn holds(limit: &str, number: f64, value: f64) -> bool {
    match limit {
        "min" => number >= value,
        "max" => number <= value,
        "above" => number > value,
        "below" => number < value,
        _ => true,
    }
}
