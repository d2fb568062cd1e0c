//! How an editor puts in what has been completed.
//!
//! Editors differ in two ways: whether they understand tab stops, and whether they indent further lines as the line on
//! which the text begins. What is completed is indented for the text as it stands, so where an editor adds to that, as
//! much is taken away before.

use block_runtime::ide::Completion;
use gen_lsp_types::{ClientCapabilities, InsertTextFormat, InsertTextMode};

/// What an editor does with text that it puts in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Insertion {
    snippets: bool,
    indentation: Indentation,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Indentation {
    /// Further lines are indented as the first one, as most editors do.
    #[default]
    Added,
    /// The text is taken as it is, and it has to be said that it should be.
    KeptOnDemand,
    /// The text is taken as it is.
    Kept,
}

/// A text as an editor has to be handed it.
#[derive(Debug, PartialEq, Eq)]
pub struct Inserted {
    pub text: String,
    pub format: InsertTextFormat,
    pub mode: Option<InsertTextMode>,
}

impl Insertion {
    /// What an editor says that it does.
    pub fn of(capabilities: &ClientCapabilities) -> Self {
        let completion = capabilities.text_document.as_ref().and_then(|document| document.completion.as_ref());
        let item = completion.and_then(|completion| completion.completion_item.as_ref());
        let modes = item.and_then(|item| item.insert_text_mode_support.as_ref());
        let indentation = if modes.is_some_and(|modes| modes.value_set.contains(&InsertTextMode::AsIs)) {
            Indentation::KeptOnDemand
        } else if completion.and_then(|completion| completion.insert_text_mode) == Some(InsertTextMode::AsIs) {
            Indentation::Kept
        } else {
            Indentation::Added
        };
        Self { snippets: item.and_then(|item| item.snippet_support).unwrap_or_default(), indentation }
    }

    /// The text of a completion that is put in on a line that begins with `line`.
    pub fn text(self, completion: &Completion, line: &str) -> Inserted {
        let text = &completion.edit.text;
        let stops = completion.is_snippet && self.snippets;
        let text = if completion.is_snippet && !stops { without_stops(text) } else { text.clone() };
        let margin = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let text = match self.indentation {
            Indentation::Added => text.replace(&format!("\n{margin}"), "\n"),
            Indentation::Kept | Indentation::KeptOnDemand => text,
        };
        Inserted {
            text,
            format: if stops { InsertTextFormat::Snippet } else { InsertTextFormat::PlainText },
            mode: (self.indentation == Indentation::KeptOnDemand).then_some(InsertTextMode::AsIs),
        }
    }
}

/// The text of a snippet with what its tab stops propose.
fn without_stops(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut rest = snippet.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' => text.extend(rest.next()),
            '$' if rest.peek() == Some(&'{') => {
                rest.next();
                while rest.next_if(char::is_ascii_digit).is_some() {}
                rest.next_if_eq(&':');
            }
            '$' => while rest.next_if(char::is_ascii_digit).is_some() {},
            '}' => {}
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use block_runtime::ide::{CompletionKind, Edit};
    use serde_json::json;

    use super::*;

    fn completion(text: &str) -> Completion {
        Completion {
            label: String::new(),
            kind: CompletionKind::Snippet,
            detail: None,
            documentation: None,
            edit: Edit { span: 0..0, text: text.to_owned() },
            also: Vec::new(),
            is_snippet: true,
            filter: String::new(),
            rank: 0,
            deprecated: false,
            retrigger: false,
        }
    }

    fn inserted(capabilities: &serde_json::Value) -> Inserted {
        let capabilities = serde_json::from_value(capabilities.clone()).unwrap();
        let completion = completion("type: a\n    image: ${1:\\$inputs.a}$0\n    x: \\}");
        Insertion::of(&capabilities).text(&completion, "  - ")
    }

    #[test]
    fn editors_that_indent_are_given_less_indentation() {
        let item = json!({"snippetSupport": true});
        let Inserted { text, format, mode } =
            inserted(&json!({"textDocument": {"completion": {"completionItem": item}}}));
        assert_eq!(text, "type: a\n  image: ${1:\\$inputs.a}$0\n  x: \\}");
        assert_eq!((format, mode), (InsertTextFormat::Snippet, None));
    }

    #[test]
    fn editors_that_can_keep_the_text_are_told_to() {
        let item = json!({"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}});
        let Inserted { text, mode, .. } = inserted(&json!({"textDocument": {"completion": {"completionItem": item}}}));
        assert_eq!(text, "type: a\n    image: ${1:\\$inputs.a}$0\n    x: \\}");
        assert_eq!(mode, Some(InsertTextMode::AsIs));
        let kept = inserted(&json!({"textDocument": {"completion": {"insertTextMode": 1}}}));
        assert_eq!((kept.text.as_str(), kept.mode), ("type: a\n    image: $inputs.a\n    x: }", None));
    }

    #[test]
    fn editors_without_tab_stops_are_given_plain_text() {
        let Inserted { text, format, .. } = inserted(&json!({}));
        assert_eq!(text, "type: a\n  image: $inputs.a\n  x: }");
        assert_eq!(format, InsertTextFormat::PlainText);
    }
}
