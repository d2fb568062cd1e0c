//! What a kind's JSON Schema says, for people: a line about the data and a table for each object within it.

use std::collections::VecDeque;

use serde_json::Value as Json;

use super::super::markdown::{classed, code, fenced, link, sentence, table};

/// The Markdown of a schema that stands on its own, with an example where it does not part tables.
pub fn described(schema: &Json, example: &str) -> Vec<String> {
    let mut page = Page { whole: schema, tables: Vec::new(), waiting: VecDeque::new(), blocks: Vec::new() };
    page.root();
    page.blocks.push(fenced("json", example));
    while let Some(next) = page.waiting.pop_front() {
        page.table(&next);
    }
    page.blocks
}

/// An object whose members are told.
struct Object<'a> {
    name: &'a str,
    definition: &'a Json,
    /// What the kind says about it beyond its definition.
    narrowed: &'a Json,
}

struct Page<'a> {
    whole: &'a Json,
    /// The objects that have a table or wait for one.
    tables: Vec<&'a str>,
    waiting: VecDeque<Object<'a>>,
    blocks: Vec<String>,
}

impl<'a> Page<'a> {
    fn root(&mut self) {
        let (name, root) = self.resolved(self.whole);
        let meaning = [self.whole, root].into_iter().find_map(description).unwrap_or_default();
        if root["properties"].is_object() {
            self.blocks.push(format!("An object. {}", sentence(meaning)).trim_end().to_owned());
            self.wait(name.unwrap_or("the object"), root, self.whole);
            return;
        }
        if let Some(alternatives) = root["anyOf"].as_array() {
            self.blocks.push(format!("{} One of:", sentence(meaning)).trim_start().to_owned());
            let lines: Vec<String> = alternatives.iter().map(|alternative| self.alternative(alternative)).collect();
            self.blocks.push(lines.join("\n"));
            return;
        }
        let form = self.form(root, &Json::Null);
        let form = form.split_at_checked(1).map_or(String::new(), |(first, rest)| first.to_uppercase() + rest);
        self.blocks.push(format!("{} {}", sentence(&form), sentence(meaning)).trim_end().to_owned());
        let items = root["prefixItems"].as_array().into_iter().flatten();
        let lines: Vec<String> = items
            .filter_map(|item| Some(format!("1. {}: {}", self.form(item, &Json::Null), sentence(description(item)?))))
            .collect();
        if !lines.is_empty() {
            self.blocks.push(lines.join("\n"));
        }
    }

    fn alternative(&mut self, schema: &'a Json) -> String {
        let form = self.form(schema, &Json::Null);
        let (_, definition) = self.resolved(schema);
        match [schema, definition].into_iter().find_map(description) {
            Some(meaning) => format!("- {form}: {}", sentence(meaning)),
            None => format!("- {form}"),
        }
    }

    /// The members of an object as a table.
    fn table(&mut self, object: &Object<'a>) {
        let Object { name, definition, narrowed } = *object;
        if !std::ptr::eq(definition, self.resolved(self.whole).1) {
            self.blocks.push(format!("### Members of {}", code(name)));
            self.blocks.extend(description(definition).map(sentence));
        }
        let rows: Vec<[String; 4]> = definition["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(member, schema)| {
                let is_required = [definition, narrowed]
                    .iter()
                    .filter_map(|it| it["required"].as_array())
                    .any(|required| required.iter().any(|it| it == member));
                let form = self.form(schema, &narrowed["properties"][member]);
                let (_, target) = self.resolved(schema);
                let meaning = [schema, target].into_iter().find_map(description).unwrap_or_default();
                let presence = match schema["x-results"].as_str() {
                    _ if is_required => "required".to_owned(),
                    Some(when) => format!("optional; in results {when}"),
                    None => "optional".to_owned(),
                };
                [code(member), form, presence, sentence(meaning)]
            })
            .collect();
        self.blocks.push(classed("members", &table(["Member", "Type", "Presence", "Meaning"], rows)));
    }

    /// What data looks like, in a few words: `list of numbers`. Objects among it get a table of their own.
    fn form(&mut self, schema: &'a Json, narrowed: &'a Json) -> String {
        let (name, target) = self.resolved(schema);
        if let (Some(name), true) = (name, target["properties"].is_object()) {
            self.wait(name, target, narrowed);
            return link(&code(name), &format!("#members-of-{}", name.to_lowercase()));
        }
        if let Some(form) = target["x-form"].as_str() {
            return code(form);
        }
        if let Some(alternatives) = target["anyOf"].as_array() {
            let forms: Vec<String> = alternatives.iter().map(|it| self.form(it, &Json::Null)).collect();
            return forms.join(" or ");
        }
        let types = match &target["type"] {
            Json::String(one) => vec![one.as_str()],
            Json::Array(several) => several.iter().filter_map(Json::as_str).collect(),
            _ => return "anything".to_owned(),
        };
        let forms: Vec<String> = types.into_iter().map(|one| self.single(one, target, narrowed)).collect();
        forms.join(" or ")
    }

    fn single(&mut self, name: &str, schema: &'a Json, narrowed: &'a Json) -> String {
        match name {
            "string" if schema["contentEncoding"] == "base64" => "base64 text".to_owned(),
            "string" => "text".to_owned(),
            "integer" => format!("whole number{}", limits(schema)),
            "number" => format!("number{}", limits(schema)),
            "boolean" => "true or false".to_owned(),
            "object" if schema["additionalProperties"].is_object() => {
                format!("object of {} by name", self.form(&schema["additionalProperties"], &Json::Null))
            }
            "array" => self.list(schema, narrowed),
            other => other.to_owned(),
        }
    }

    fn list(&mut self, schema: &'a Json, narrowed: &'a Json) -> String {
        if let Some(items) = schema["prefixItems"].as_array() {
            let mut forms: Vec<String> = items.iter().map(|it| self.form(it, &Json::Null)).collect();
            let count = forms.len();
            if count > 1 && forms.windows(2).all(|pair| pair[0] == pair[1]) {
                return format!("list of {count} × {}", forms.remove(0));
            }
            return if count > 3 { format!("list of {count} items") } else { format!("list of {}", forms.join(", ")) };
        }
        if !schema["items"].is_object() {
            return "list".to_owned();
        }
        let mut item = self.form(&schema["items"], &narrowed["items"]);
        if schema["items"]["anyOf"].is_array() {
            item = format!("({item})");
        }
        match (schema["minItems"].as_u64(), schema["maxItems"].as_u64()) {
            (Some(least), Some(most)) if least == most => format!("list of {least} × {item}"),
            (Some(least), None) => format!("list of {least} or more × {item}"),
            _ => format!("list of {item}"),
        }
    }

    /// The definition that a schema consists in, with its name, or the schema itself.
    fn resolved(&self, schema: &'a Json) -> (Option<&'a str>, &'a Json) {
        let name = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/"));
        name.map_or((None, schema), |name| (Some(name), &self.whole["$defs"][name]))
    }

    fn wait(&mut self, name: &'a str, definition: &'a Json, narrowed: &'a Json) {
        if !self.tables.contains(&name) {
            self.tables.push(name);
            self.waiting.push_back(Object { name, definition, narrowed });
        }
    }
}

fn description(schema: &Json) -> Option<&str> {
    schema["description"].as_str()
}

fn limits(schema: &Json) -> String {
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_and_lists_are_told_in_a_line() {
        for (schema, expected) in [
            (json!({"type": "string"}), "Text."),
            (json!({}), "Anything."),
            (json!({"type": ["integer", "null"]}), "Whole number or null."),
            (json!({"type": "number", "minimum": 0, "maximum": 1}), "Number from 0 to 1."),
            (
                json!({"description": "A vector", "type": "array", "items": {"type": "number"}}),
                "List of number. A vector.",
            ),
            (json!({"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}]}), "List of 2 × number."),
        ] {
            assert_eq!(described(&schema, "1"), [expected, "```json\n1\n```"], "{schema}");
        }
    }

    #[test]
    fn objects_have_a_table_each_with_what_the_kind_demands() {
        let schema = json!({
            "$ref": "#/$defs/A",
            "properties": {"b": {"items": {"required": ["y"]}}},
            "$defs": {
                "A": {"description": "An A", "required": ["b"], "properties": {"b": {"type": "array", "items": {"$ref": "#/$defs/B"}}}},
                "B": {"required": ["x"], "properties": {
                    "x": {"type": "number"},
                    "y": {"type": "string"},
                    "z": {"type": "boolean", "description": "Whether", "x-results": "at times"},
                }},
            },
        });
        let expected = [
            "An object. An A.",
            "| `b` | list of [`B`](#members-of-b) | required |  |",
            "### Members of `B`",
            "| `x` | number | required |  |",
            "| `y` | text | required |  |",
            "| `z` | true or false | optional; in results at times | Whether. |",
        ];
        let text = described(&schema, "{}").join("\n");
        for line in expected {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
    }
}
