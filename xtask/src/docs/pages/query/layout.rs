//! JSON as people write it: what is short stands on one line.

use serde_json::Value as Json;

/// The most characters of a line that the book shows without a scroll bar.
const WIDTH: usize = 78;

/// The longest text without spaces that is shown in full.
const LONGEST_WORD: usize = 400;

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
    let parts: Vec<(String, &Json)> = match json {
        Json::Array(items) => items.iter().map(|item| (String::new(), item)).collect(),
        Json::Object(members) => members.iter().map(|(name, member)| (prefix(name), member)).collect(),
        Json::String(content) if short.len() > LONGEST_WORD => {
            return text.push_str(&cut(content, WIDTH.saturating_sub(indent + taken)));
        }
        _ => return text.push_str(&short),
    };
    let (open, close) = if json.is_array() { ('[', ']') } else { ('{', '}') };
    // What holds nothing but plain values fills its lines; everything else has a line for each part.
    let fills = parts.iter().all(|(_, part)| !part.is_array() && !part.is_object());
    let inner = indent + 2;
    let mut column = WIDTH;
    text.push(open);
    for (place, (prefix, part)) in parts.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { "," });
        let width = prefix.chars().count() + on_one_line(part).chars().count();
        if fills && column + 2 + width <= WIDTH {
            text.push(' ');
            column += 2 + width;
        } else {
            new_line(inner, text);
            column = inner + width;
        }
        text.push_str(prefix);
        write(part, inner, prefix.chars().count(), text);
    }
    new_line(indent, text);
    text.push(close);
}

/// The name of a member as it stands before its value.
fn prefix(name: &str) -> String {
    format!("{}: ", Json::from(name))
}

fn new_line(indent: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
}

/// A text as JSON. Where it is one long word, such as a file in base64, its end is left out.
fn cut(content: &str, most: usize) -> String {
    if content.contains(char::is_whitespace) {
        return Json::from(content).to_string();
    }
    let mut kept = String::new();
    for character in content.chars() {
        let longer = format!("{kept}{character}");
        if Json::from(format!("{longer}…")).to_string().chars().count() > most {
            kept.push('…');
            break;
        }
        kept = longer;
    }
    Json::from(kept).to_string()
}

fn on_one_line(json: &Json) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match json {
        Json::Array(items) => format!("[{}]", joined(items.iter().map(on_one_line).collect())),
        Json::Object(members) => {
            let member = |(name, member): (&String, &Json)| prefix(name) + &on_one_line(member);
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
        let long = json!({"names": ["a".repeat(50), "b".repeat(50)], "text": "c".repeat(500)});
        let expected = format!(
            "```json\n{{\n  \"names\": [\n    \"{}\",\n    \"{}\"\n  ],\n  \"text\": \"{}…\"\n}}\n```",
            "a".repeat(50),
            "b".repeat(50),
            "c".repeat(65)
        );
        assert_eq!(block(&long), expected);
    }

    #[test]
    fn plain_values_fill_their_lines() {
        let numbers: Vec<u32> = (100..120).collect();
        let (first, second) = numbers.split_at(15);
        let line = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        let expected = format!("```json\n[\n  {},\n  {}\n]\n```", line(first), line(second));
        assert_eq!(block(&json!(numbers)), expected);
    }

    #[test]
    fn what_is_cut_is_json_and_sentences_are_not_cut() {
        let cut = block(&json!("\"".repeat(300)));
        let text = cut.trim_start_matches("```json\n").trim_end_matches("\n```");
        assert_eq!(serde_json::from_str::<String>(text).unwrap(), format!("{}…", "\"".repeat(37)));
        let sentence = "many words ".repeat(10);
        assert_eq!(block(&json!(sentence)), format!("```json\n\"{sentence}\"\n```"));
    }
}
