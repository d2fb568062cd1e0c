//! What there is to know about a property, in short sentences of inline Markdown.
//!
//! Pages print them below the description of a property, editors when the pointer rests on it.

use serde_json::Value as Json;

use super::primitive_type;
use super::schema::{number, parsed};
use crate::block::{ChoiceDef, Condition, Default, Origin, PropertyDef, Relevance, Selector, Shape, When};

/// The facts of a property beside its description.
#[derive(Debug)]
pub struct Facts {
    /// Type name of the literal side; nothing for properties that only take references.
    pub type_name: Option<String>,
    /// Where references may lead and what they must bring; empty for literals.
    pub selectors: Vec<Selector>,
    /// The texts that it may be, for a property with choices.
    pub choices: Option<Choices>,
    /// That it is required, or what holds when it is missing.
    pub presence: String,
    /// Limits of numbers and lengths.
    pub range: Option<String>,
    /// When it matters and when it must be given.
    pub conditions: Vec<String>,
}

/// The texts that a property may be.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    /// The texts and their meaning.
    pub def: &'static ChoiceDef,
    /// True when the property accepts other text too.
    pub open: bool,
}

impl Facts {
    /// The facts of a property.
    pub fn new(property: &PropertyDef) -> Self {
        Self {
            type_name: primitive_type(property),
            selectors: property.selectors(),
            choices: choices(property.shape),
            presence: presence(property),
            range: range(property),
            conditions: conditions(property),
        }
    }

    /// True when the property may hold references to data.
    pub fn takes_references(&self) -> bool {
        self.selectors.iter().any(|selector| selector.origin != Origin::Step)
    }
}

fn choices(shape: &Shape) -> Option<Choices> {
    let (mut def, mut open) = (None, false);
    shape.visit(&mut |inner| match inner {
        Shape::Choice(choice) => def = def.or(Some(*choice)),
        Shape::Text | Shape::Json => open = true,
        _ => {}
    });
    def.map(|def| Choices { def, open })
}

fn presence(property: &PropertyDef) -> String {
    match property.default {
        Default::Required => "**Required.**".to_owned(),
        Default::Null => "Optional.".to_owned(),
        Default::Empty(make) | Default::Value(make) => format!("Default: {}.", json_code(&make())),
    }
}

/// JSON as a code span.
fn json_code(value: &Json) -> String {
    let text = value.to_string();
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{text}{fence}")
}

fn range(property: &PropertyDef) -> Option<String> {
    let mut fraction = false;
    let mut list = false;
    property.shape.visit(&mut |shape| {
        fraction |= matches!(shape, Shape::Fraction);
        list |= matches!(shape, Shape::List(_));
    });
    let bounds = property.bounds;
    let (own_min, own_max) = if fraction { (Some(0.0), Some(1.0)) } else { (None, None) };
    let (min, max) = (bounds.min.or(own_min), bounds.max.or(own_max));
    let numbers = match (min.map(number), bounds.above.map(number), max.map(number), bounds.below.map(number)) {
        (Some(min), _, Some(max), _) => Some(format!("From {min} to {max}.")),
        (Some(min), _, None, Some(below)) => Some(format!("From {min}, below {below}.")),
        (Some(min), _, None, None) => Some(format!("At least {min}.")),
        (None, Some(above), Some(max), _) => Some(format!("Above {above}, up to {max}.")),
        (None, Some(above), None, Some(below)) => Some(format!("Above {above} and below {below}.")),
        (None, Some(above), None, None) => Some(format!("Above {above}.")),
        (None, None, Some(max), _) => Some(format!("At most {max}.")),
        (None, None, None, Some(below)) => Some(format!("Below {below}.")),
        (None, None, None, None) => None,
    };
    let unit = if list { "elements" } else { "characters" };
    let lengths = match (bounds.min_len, bounds.max_len) {
        (Some(least), Some(greatest)) if least == greatest => Some(format!("Exactly {least} {unit}.")),
        (Some(least), Some(greatest)) => Some(format!("From {least} to {greatest} {unit}.")),
        (Some(least), None) => Some(format!("At least {least} {unit}.")),
        (None, Some(greatest)) => Some(format!("At most {greatest} {unit}.")),
        (None, None) => None,
    };
    let parts: Vec<String> = numbers.into_iter().chain(lengths).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn conditions(property: &PropertyDef) -> Vec<String> {
    let required: Vec<String> = property.required_if.iter().map(condition_words).collect();
    let hints: Vec<String> = property.relevance.iter().map(relevance).collect();
    let used = Some(hints.join(" and ")).filter(|words| !words.is_empty() && !required.contains(words));
    let used = used.map(|words| format!("Used when {words}."));
    // A required property that may be null has conditions under which it may not.
    let demand = if property.is_required() { "Not `null`" } else { "Required" };
    used.into_iter().chain(required.iter().map(|words| format!("{demand} when {words}."))).collect()
}

fn relevance(hint: &Relevance) -> String {
    match hint.when {
        When::Values(values) => format!("`{}` is {}", hint.property, values_words(values)),
        When::Kinds(kinds) => {
            format!(
                "`{}` refers to data of kind {}",
                hint.property,
                crate::suggest::alternatives(kinds.iter().copied())
            )
        }
    }
}

fn condition_words(condition: &Condition) -> String {
    let members: Vec<String> =
        condition.iter().map(|(name, values)| format!("`{name}` is {}", values_words(values))).collect();
    members.join(" and ")
}

fn values_words(values: &[&str]) -> String {
    let texts: Vec<String> = values
        .iter()
        .map(|value| match parsed(value) {
            Json::String(text) => text,
            other => other.to_string(),
        })
        .collect();
    crate::suggest::alternatives(texts.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Bounds, Param as _};

    #[test]
    fn ranges_are_said_in_one_way_each() {
        let property = |bounds| PropertyDef { bounds, ..PropertyDef::new("p", "P.", f64::DECLARED) };
        for (bounds, expected) in [
            (Bounds::NONE, None),
            (Bounds { min: Some(0.0), max: Some(2.0), ..Bounds::NONE }, Some("From 0 to 2.")),
            (Bounds { above: Some(0.0), ..Bounds::NONE }, Some("Above 0.")),
            (Bounds { above: Some(0.0), max: Some(0.5), ..Bounds::NONE }, Some("Above 0, up to 0.5.")),
            (Bounds { max_len: Some(3), ..Bounds::NONE }, Some("At most 3 characters.")),
        ] {
            assert_eq!(range(&property(bounds)).as_deref(), expected);
        }
        let fraction = PropertyDef::new("p", "P.", crate::block::Fraction::DECLARED);
        assert_eq!(range(&fraction).as_deref(), Some("From 0 to 1."));
    }
}
