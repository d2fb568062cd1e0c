//! What servers say, made fit to be shown: without keys, on one line, and short.

use block_runtime::value::{REDACTED, Secret};

/// More of a server's words than this helps nobody.
const MOST_CHARACTERS: usize = 400;

/// The keys of a request, which its server may echo.
#[derive(Debug, Clone, Default)]
pub struct Keys<'a>(pub Vec<&'a Secret>);

/// Shorter keys are placeholders for servers that want none, such as `EMPTY`, and may well be words of an answer.
const SHORTEST_KEY: usize = 16;

impl Keys<'_> {
    /// An answer with the keys hidden, if its server has echoed any.
    pub fn hide(&self, answer: Vec<u8>) -> Vec<u8> {
        match String::from_utf8(answer) {
            Ok(text) => self.hidden(text, SHORTEST_KEY).into_bytes(),
            Err(no_text) => no_text.into_bytes(),
        }
    }

    /// The text without keys that have at least so many bytes.
    fn hidden(&self, text: String, shortest: usize) -> String {
        let keys = self.0.iter().map(|key| key.expose().trim()).filter(|key| key.len() >= shortest);
        keys.fold(text, |text, key| text.replace(key, REDACTED))
    }

    /// The text with the keys hidden, white space drawn together and the end cut off where it is long.
    pub fn quote(&self, text: &str) -> String {
        // Keys first: half a key would be cut off unseen.
        let text = self.hidden(text.to_owned(), 1);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(MOST_CHARACTERS) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_hidden_before_the_text_is_cut() {
        let key = Secret::from(" sk-hunter2 ");
        let keys = Keys(vec![&key]);
        assert_eq!(keys.quote("bad key sk-hunter2,\n\n  sorry"), format!("bad key {REDACTED}, sorry"));
        let straddling = format!("{}sk-hunter2", "x".repeat(MOST_CHARACTERS - 4));
        assert!(!keys.quote(&straddling).contains("sk-"));
    }

    #[test]
    fn answers_lose_keys_and_nothing_else() {
        let (key, placeholder) = (Secret::from("sk-0123456789abcdef"), Secret::from("EMPTY"));
        let keys = Keys(vec![&key, &placeholder]);
        let hidden = |answer: &[u8]| keys.hide(answer.to_vec());
        assert_eq!(hidden(b"EMPTY: Bearer sk-0123456789abcdef"), format!("EMPTY: Bearer {REDACTED}").into_bytes());
        assert_eq!(hidden(b"\xff as it is"), b"\xff as it is");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(Keys::default().quote(&"ü".repeat(1000)).chars().count(), MOST_CHARACTERS + 1);
        let empty = Secret::from("");
        assert_eq!(Keys(vec![&empty]).quote("as it is"), "as it is");
    }
}
