//! The text of a hover: short, whatever it is about.

use std::fmt::Write as _;

use crate::kind;

/// No hover has more characters, so that it fits beside the text that it is about.
const LONGEST: usize = 600;
const LONGEST_HEAD: usize = 250;
/// The beginning of a description leaves room for facts.
const LONGEST_BEGINNING: usize = 300;

/// What there is to say about something, the most important first.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What it is, on a line or two.
    pub(super) head: String,
    /// What it is for, in paragraphs.
    pub(super) description: String,
    /// Further facts, a paragraph each.
    pub(super) facts: Vec<String>,
}

impl Page {
    /// As Markdown, without what is too much.
    pub(super) fn markdown(self) -> String {
        let description = without_links(&self.description);
        let mut paragraphs = paragraphs(&description).into_iter();
        let mut begun = vec![cut(&self.head, LONGEST_HEAD)];
        begun.extend(paragraphs.next().map(|first| cut(first, LONGEST_BEGINNING)));
        let mut length: usize = begun.iter().map(|part| size(part)).sum();
        let mut fits = |part: &str| {
            let all = length + size(part);
            let fits = all <= LONGEST;
            if fits {
                length = all;
            }
            fits
        };
        let facts: Vec<String> = self.facts.into_iter().filter(|fact| !fact.is_empty() && fits(fact)).collect();
        begun.extend(paragraphs.take_while(|paragraph| fits(paragraph)).map(str::to_owned));
        let announces = begun.pop_if(|last| last.ends_with(':'));
        // What it announces is not there.
        begun.extend(announces.and_then(|last| Some(last[..=last.rfind(". ")?].to_owned())));
        begun.extend(facts);
        begun.join("\n\n")
    }
}

/// How much room a paragraph takes, with the blank line after it.
fn size(paragraph: &str) -> usize {
    paragraph.chars().count() + 2
}

/// The paragraphs before the first heading or block of code.
fn paragraphs(text: &str) -> Vec<&str> {
    let ends = |paragraph: &&str| !paragraph.starts_with('#') && !paragraph.contains("```");
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).take_while(ends).collect()
}

/// The beginning of a paragraph: whole sentences where one fits, otherwise whole words.
fn cut(paragraph: &str, longest: usize) -> String {
    let Some((end, _)) = paragraph.char_indices().nth(longest) else { return paragraph.to_owned() };
    let mut start = &paragraph[..end];
    // Code would go on after the end.
    if start.matches('`').count() % 2 == 1 {
        start = start.rfind('`').map_or(start, |fence| &start[..fence]);
    }
    match start.rfind(". ") {
        Some(sentence) => start[..=sentence].to_owned(),
        None => format!("{}…", start.rfind(' ').map_or(start, |space| &start[..space]).trim_end()),
    }
}

/// The same with the texts of links alone, since they lead to pages that an editor may not have.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(start);
        kept.push_str(before);
        let (written, length) = match from.strip_prefix('`') {
            Some(code) => {
                let length = code.find('`').map_or(from.len(), |end| end + 2);
                (&from[..length], length)
            }
            None => link(from).unwrap_or((&from[..1], 1)),
        };
        kept.push_str(written);
        rest = &from[length..];
    }
    kept + rest
}

/// The text of a link at the beginning, and how long the link is.
fn link(from: &str) -> Option<(&str, usize)> {
    let (text, target) = from.strip_prefix('[')?.split_once("](")?;
    let end = target.find(')')?;
    let plain = !text.contains(['[', ']']);
    plain.then_some((text, from.len() - target.len() + end + 1))
}

/// A text as code.
pub(in crate::ide) fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{text}{fence}")
}

/// Kinds, each with what it means.
pub(super) fn meanings(kinds: &[&str]) -> String {
    const MOST: usize = 3;
    if kinds.contains(&kind::WILDCARD) {
        return "Data of any kind.".to_owned();
    }
    let mut lines = String::new();
    for name in kinds.iter().take(MOST) {
        let separator = if lines.is_empty() { "" } else { "\n" };
        let meaning = kind::find(name).map(|info| format!(": {}", info.description)).unwrap_or_default();
        let bullet = if kinds.len() > 1 { "- " } else { "" };
        let _ = write!(lines, "{separator}{bullet}{}{meaning}", code(name));
    }
    if kinds.len() > MOST {
        let _ = write!(lines, "\n- and {} more", kinds.len() - MOST);
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn facts_go_before_further_paragraphs() {
        let page = Page {
            head: "**A**".to_owned(),
            description: format!("First.\n\n{}\n\n{}", "b".repeat(300), "c".repeat(300)),
            facts: vec!["d".repeat(200)],
        };
        let markdown = page.markdown();
        let starts: Vec<&str> = markdown.split("\n\n").map(|part| &part[..1]).collect();
        assert_eq!(starts, ["*", "F", "b", "d"]);
    }

    #[test]
    fn nothing_is_announced_that_does_not_follow() {
        let markdown = |description: &str| {
            Page { head: "**A**".to_owned(), description: description.to_owned(), facts: Vec::new() }.markdown()
        };
        let list = format!("- {}", "b".repeat(600));
        assert_eq!(markdown(&format!("First.\n\nSecond. These are all:\n\n{list}")), "**A**\n\nFirst.\n\nSecond.");
        assert_eq!(markdown(&format!("First.\n\nThese are all:\n\n{list}")), "**A**\n\nFirst.");
        assert_eq!(markdown("First:\n\n- b"), "**A**\n\nFirst:\n\n- b");
    }

    #[test]
    fn sentences_and_code_stay_whole() {
        assert_eq!(cut("One. Two. Three.", 12), "One. Two.");
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("one `two three` four", 9), "one…");
        assert_eq!(cut("short", 9), "short");
    }

    #[test]
    fn links_are_their_texts() {
        for (text, expected) in [
            ("see [the page](https://example.org/a) and `[0](1)`", "see the page and `[0](1)`"),
            ("a [list] and [half](", "a [list] and [half]("),
            ("[`Type`](crate::Type) [[a](b)]", "`Type` [a]"),
        ] {
            assert_eq!(without_links(text), expected);
        }
    }

    #[test]
    fn descriptions_end_at_headings_and_code() {
        assert_eq!(paragraphs("a\n\nb\n\n# c\n\nd"), ["a", "b"]);
        assert_eq!(paragraphs("a\n\n```\nb\n\nc\n```"), ["a"]);
    }

    proptest! {
        #[test]
        fn pages_are_short(
            head in ".{0,700}",
            description in "[a-z. \n`\\[\\]()]{0,900}",
            facts in prop::collection::vec(".{0,300}", 0..5),
        ) {
            let markdown = Page { head, description, facts }.markdown();
            prop_assert!(markdown.chars().count() <= LONGEST);
        }
    }
}
