//! JSON as people write it: what is short stands on one line.

use serde_json::Value as Json;

/// The most characters of a line that the book shows without a scroll bar.
const WIDTH: usize = 78;

/// JSON in a block of code.
pub fn block(json: &Json) -> String {
    let mut text = String::new();
    write(json, 0, 0, &mut text);
    format!("```json\n{text}\n```")
}

/// Writes JSON that begins in a line with this indentation, of which so many characters are taken.
fn write(json: &Json, indent: usize, taken: usize, text: &mut String) {
    let short = on_one_line(json);
    let is_empty =
        matches!(json, Json::Array(items) if items.is_empty()) || matches!(json, Json::Object(it) if it.is_empty());
    if is_empty || indent + taken + short.chars().count() <= WIDTH {
        text.push_str(&short);
        return;
    }
    let inner = indent + 2;
    let next_line = |place: usize, text: &mut String| {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n(' ', inner));
    };
    match json {
        Json::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                next_line(place, text);
                write(item, inner, 0, text);
            }
            close(']', indent, text);
        }
        Json::Object(members) => {
            text.push('{');
            for (place, (name, member)) in members.iter().enumerate() {
                next_line(place, text);
                let name = format!("{}: ", Json::from(name.as_str()));
                text.push_str(&name);
                write(member, inner, name.chars().count(), text);
            }
            close('}', indent, text);
        }
        _ => text.push_str(&cut(&short, WIDTH.saturating_sub(indent + taken))),
    }
}

fn close(bracket: char, indent: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
    text.push(bracket);
}

/// Long text without its end.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most.saturating_sub(2)) {
        Some((end, _)) => format!("{}…\"", &text[..end]),
        None => text.to_owned(),
    }
}

fn on_one_line(json: &Json) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match json {
        Json::Array(items) => format!("[{}]", joined(items.iter().map(on_one_line).collect())),
        Json::Object(members) => {
            let member =
                |(name, member): (&String, &Json)| format!("{}: {}", Json::from(name.as_str()), on_one_line(member));
            format!("{{{}}}", joined(members.iter().map(member).collect()))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_short_stands_on_one_line() {
        assert_eq!(block(&json!([{"type": "ToString"}, {}])), "```json\n[{\"type\": \"ToString\"}, {}]\n```");
        let long = json!({"names": ["a".repeat(50), "b".repeat(50)], "text": "c".repeat(100)});
        let expected = format!(
            "```json\n{{\n  \"names\": [\n    \"{}\",\n    \"{}\"\n  ],\n  \"text\": \"{}…\"\n}}\n```",
            "a".repeat(50),
            "b".repeat(50),
            "c".repeat(65)
        );
        assert_eq!(block(&long), expected);
    }
}
