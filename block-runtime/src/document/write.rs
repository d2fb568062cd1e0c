//! How values are written in a notation, for edits of a text that people go on working with.

use std::fmt::Write;

use serde_json::Value;

use super::{Data, Notation, yaml};

impl Notation {
    /// A text as a value. In YAML it stands without quotation marks where everybody reads it as the same text.
    pub fn text(self, text: &str) -> String {
        match self {
            Self::Yaml if is_plain(text) => text.to_owned(),
            Self::Json | Self::Yaml => quoted(text),
        }
    }

    /// The name of a member, without the colon.
    pub fn key(self, name: &str) -> String {
        self.text(name)
    }

    /// A value that begins in column `indent`, counted from zero. Its further lines are indented to that column, and by
    /// two more for each level.
    ///
    /// In YAML, lists and objects are written in block style. So one that is not empty begins a line, or follows a dash;
    /// behind the colon of a name it needs a line break and the indentation.
    pub fn value(self, value: &Value, indent: usize) -> String {
        match self {
            Self::Json => format!("{value:#}").replace('\n', &margin(indent)),
            Self::Yaml => {
                let mut written = String::new();
                write_block(value, indent, &mut written);
                written
            }
        }
    }

    /// A value on one line, with brackets around lists and objects.
    pub fn line(self, value: &Value) -> String {
        match value {
            Value::Array(elements) => {
                let elements: Vec<String> = elements.iter().map(|element| self.line(element)).collect();
                format!("[{}]", elements.join(", "))
            }
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| format!("{}: {}", self.key(name), self.line(value));
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            }
            Value::String(text) => self.text(text),
            other => other.to_string(),
        }
    }
}

/// A line break and the indentation of the next line.
fn margin(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

fn write_block(value: &Value, indent: usize, into: &mut String) {
    const STEP: usize = 2;
    match value {
        Value::Array(elements) if !elements.is_empty() => {
            for (index, element) in elements.iter().enumerate() {
                let before = if index == 0 { "" } else { &margin(indent) };
                into.extend([before, "- "]);
                write_block(element, indent + STEP, into);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (index, (name, member)) in members.iter().enumerate() {
                let before = if index == 0 { "" } else { &margin(indent) };
                into.extend([before, &Notation::Yaml.key(name), ":"]);
                if is_block(member) {
                    into.push_str(&margin(indent + STEP));
                } else {
                    into.push(' ');
                }
                write_block(member, indent + STEP, into);
            }
        }
        Value::String(text) => into.push_str(&Notation::Yaml.text(text)),
        other => into.push_str(&other.to_string()),
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

/// Text between double quotation marks, with the escapes that JSON and YAML have in common.
fn quoted(text: &str) -> String {
    let json = Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for character in json.chars() {
        if is_printable(character) {
            quoted.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(quoted, "\\u{:04x}", u32::from(character));
        }
    }
    quoted
}

/// False for characters that YAML does not have in its texts, and for those that cannot be seen or break lines. All of
/// them have four hexadecimal digits at most.
fn is_printable(character: char) -> bool {
    let is_invisible = matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !character.is_control() && !is_invisible
}

/// True for text that YAML reads as itself without quotation marks: in block style, in flow style, and by version 1.1 of
/// the language, which other programs still read.
fn is_plain(text: &str) -> bool {
    const TRUE_OR_FALSE_IN_1_1: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    let begins_plainly = text.starts_with(|first: char| {
        first.is_alphabetic() || matches!(first, '$' | '_' | '/' | '(' | ')' | '^' | ';' | '\\')
    });
    let is_inert = |character: char| {
        character == ' '
            || is_printable(character)
                && !character.is_whitespace()
                && !matches!(character, ',' | '[' | ']' | '{' | '}')
    };
    begins_plainly
        && text.chars().all(is_inert)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([' ', ':'])
        && !TRUE_OR_FALSE_IN_1_1.iter().any(|word| text.eq_ignore_ascii_case(word))
        && matches!(yaml::plain(text), Some(Data::Text(_)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::Document;
    use super::*;

    #[test]
    fn texts_have_quotation_marks_only_where_they_need_them() {
        for plain in
            ["$inputs.image", "$steps.a.b", "roboflow_core/image_blur@v1", "a b", "http://a.b/c#d", "größe", "it's"]
        {
            assert_eq!(Notation::Yaml.text(plain), plain);
            assert_eq!(Notation::Json.text(plain), format!("\"{plain}\""));
        }
        for text in [
            "",
            " a",
            "a ",
            "a:",
            "a: b",
            "a #b",
            "null",
            "True",
            "~",
            "yes",
            "Off",
            "1",
            "1.0",
            ".5",
            "0x1",
            "1_000",
            "- a",
            "-",
            "*",
            "&a",
            "!a",
            "@a",
            "%a",
            "`a",
            "'a",
            "\"a",
            "#a",
            "|",
            ">",
            "?",
            "[a",
            "a, b",
            "{",
            "a]",
            "---",
            "...",
            "<<",
            "a\nb",
            "a\tb",
            "2024-01-01",
            "=",
            "\u{feff}a",
            "a\u{85}",
        ] {
            assert!(Notation::Yaml.text(text).starts_with('"'), "{text:?}");
        }
    }

    #[test]
    fn values_begin_where_they_are_put() {
        let step =
            json!({"type": "a@v1", "image": "$inputs.image", "list": [1, [2, {}]], "of": {"n": null}, "none": []});
        let yaml = "type: a@v1\n  image: $inputs.image\n  list:\n    - 1\n    - - 2\n      - {}\n  of:\n    \"n\": null\n  none: []";
        assert_eq!(Notation::Yaml.value(&step, 2), yaml);
        let json = "{\n    \"a\": [\n      1\n    ]\n  }";
        assert_eq!(Notation::Json.value(&json!({"a": [1]}), 2), json);
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[a-z0-9 $.:#'\"\\\\{}\\[\\],&*!|>%@`?~=<+-]{0,6}",
            "[ \n\t\r\u{7f}\u{80}\u{85}\u{a0}\u{2028}\u{feff}\u{fffe}\u{ffff}\u{0}a]{0,4}",
            prop::sample::select(vec![
                "null", "~", "true", "yes", "0x1F", "1e3", ".5", ".inf", "---", "...", "<<", "- a"
            ])
            .prop_map(str::to_owned),
        ]
    }

    fn values() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            texts().prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 30, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((texts(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in values(), indent in 0..5_usize, yaml: bool) {
            let notation = if yaml { Notation::Yaml } else { Notation::Json };
            let text = format!("{}{}", " ".repeat(indent), notation.value(&value, indent));
            let document = Document::parse(text.as_str(), notation);
            prop_assert_eq!(document.map(|document| document.root.to_json()), Ok(value), "{}", text);
        }

        #[test]
        fn lines_read_back(value in values(), yaml: bool) {
            let notation = if yaml { Notation::Yaml } else { Notation::Json };
            let text = notation.line(&value);
            prop_assert!(!text.contains('\n'));
            let document = Document::parse(text.as_str(), notation);
            prop_assert_eq!(document.map(|document| document.root.to_json()), Ok(value), "{}", text);
        }

        #[test]
        fn written_texts_fit_brackets(text in texts(), name in texts()) {
            let notation = Notation::Yaml;
            let written = format!("- [{}, {{{}: {}}}]", notation.text(&text), notation.key(&name), notation.text(&text));
            let document = Document::parse(written.as_str(), notation);
            let expected = json!([[text, {name: text}]]);
            prop_assert_eq!(document.map(|document| document.root.to_json()), Ok(expected), "{}", written);
        }
    }
}
