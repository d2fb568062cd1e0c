//! The words of `#[block(…)]` for what schemas say.

use serde_json::{Map, Value as Json};

use super::literal::json_tokens;
use super::manifest::{Property, texts};
use super::source::Texts;

/// Greatest width of a line.
const WIDTH: usize = 120;

/// Members of a schema's root that have words of their own.
pub const ROOT_MEMBERS: [&str; 12] = [
    "block_type",
    "deprecated",
    "deprecation_message",
    "license",
    "long_description",
    "name",
    "search_keywords",
    "short_description",
    "title",
    "type",
    "ui_manifest",
    "version",
];

/// The members of an object that are read one by one.
pub struct Root<'a>(pub &'a Map<String, Json>);

impl Root<'_> {
    /// The text of a member.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member).and_then(Json::as_str)
    }
}

/// True when the derive makes this name of the identifier without being told.
pub fn is_display_name(shown: &str, id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id);
    let name = name.split('@').next().unwrap_or(name);
    let mut words = name.split(['_', '-']).filter(|word| !word.is_empty());
    let mut shown = shown.split(' ');
    words.all(|word| {
        shown.next().is_some_and(|other| {
            let mut chars = word.chars();
            let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
            capital == other
        })
    }) && shown.next().is_none()
}

/// The title, where the derive does not make it of the name.
pub fn title(property: &Property) -> Option<String> {
    let title = property.schema.get("title")?.as_str()?;
    (!is_display_name(title, &property.name)).then(|| format!("title = {title:?}"))
}

/// Members of a property's schema that no word says freely.
const PROPERTY_MEMBERS: [&str; 37] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "always_visible",
    "anyOf",
    "const",
    "default",
    "description",
    "discriminator",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "ge",
    "gt",
    "hidden",
    "items",
    "kind",
    "le",
    "lt",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multiline",
    "oneOf",
    "pattern",
    "prefixItems",
    "private",
    "reference",
    "relevant_for",
    "selected_element",
    "selector_points_to_batch",
    "title",
    "type",
];

/// What editors read.
pub fn hints(schema: &Json) -> Vec<String> {
    let mut words: Vec<String> = ["multiline", "private", "hidden", "always_visible"]
        .into_iter()
        .filter(|flag| schema.get(flag) == Some(&Json::Bool(true)))
        .map(str::to_owned)
        .collect();
    for (property, hint) in schema.get("relevant_for").and_then(Json::as_object).into_iter().flatten() {
        let kinds: Vec<String> = texts(hint.get("kind")).iter().map(|kind| format!("{kind:?}")).collect();
        let when = match hint.get("values") {
            Some(values) => json_tokens(values),
            None => format!("kind({})", kinds.join(", ")),
        };
        let required = hint.get("required").map(|required| format!(", required = {required}")).unwrap_or_default();
        words.push(format!("relevant_for({property} = {when}{required})"));
    }
    let free = schema.as_object().into_iter().flatten();
    let free = free.filter(|(member, _)| !PROPERTY_MEMBERS.contains(&member.as_str()) && *member != "values_metadata");
    let pairs: Vec<String> = free.map(|(member, value)| format!("{member} = {}", json_tokens(value))).collect();
    if !pairs.is_empty() {
        words.push(format!("ui({})", pairs.join(", ")));
    }
    words
}

/// `word(key = value, …)` with what no other word says; sentences in it are replaced.
pub fn pairs(word: &str, members: &Root<'_>, known: &[&str], texts: Texts<'_>) -> Option<String> {
    let free = members.0.iter().filter(|(member, _)| !known.contains(&member.as_str()));
    let pairs: Vec<String> = free
        .map(|(member, value)| {
            let tokens = json_tokens(&without_sentences(value));
            format!("{member} = {}", tokens.replace(&format!("{SENTENCE:?}"), &texts.literal()))
        })
        .collect();
    (!pairs.is_empty()).then(|| format!("{word}({})", pairs.join(", ")))
}

/// Stands where a sentence stood.
const SENTENCE: &str = "<sentence>";

fn without_sentences(json: &Json) -> Json {
    match json {
        Json::Array(items) => items.iter().map(without_sentences).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let value = if name == "message" { Json::from(SENTENCE) } else { without_sentences(value) };
                (name.clone(), value)
            })
            .collect(),
        plain => plain.clone(),
    }
}

/// `#[block(…)]` with these words: on one line where they fit, otherwise one a line.
pub fn attribute(words: &[String], indent: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let short = format!("{indent}#[block({})]", words.join(", "));
    if short.len() <= WIDTH {
        return short + "\n";
    }
    let mut long = format!("{indent}#[block(\n");
    for word in words {
        long.push_str(&[indent, "    ", word, ",\n"].concat());
    }
    long + indent + ")]\n"
}
