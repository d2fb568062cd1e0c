//! What servers say, made fit to be shown: without keys, on one line, and short.

use block_runtime::value::{REDACTED, Secret};

/// More of a server's words than this helps nobody.
const MOST_CHARACTERS: usize = 400;

/// The keys of a request, which its server may echo.
#[derive(Debug, Clone, Default)]
pub struct Keys<'a>(pub Vec<&'a Secret>);

impl Keys<'_> {
    /// The text with the keys hidden, white space drawn together and the end cut off where it is long.
    pub fn quote(&self, text: &str) -> String {
        // Keys first: half a key would be cut off unseen.
        let hidden = self.0.iter().map(|key| key.expose().trim()).filter(|key| !key.is_empty());
        let text = hidden.fold(text.to_owned(), |text, key| text.replace(key, REDACTED));
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
    fn long_texts_are_cut_between_characters() {
        assert_eq!(Keys::default().quote(&"ü".repeat(1000)).chars().count(), MOST_CHARACTERS + 1);
        let empty = Secret::from("");
        assert_eq!(Keys(vec![&empty]).quote("as it is"), "as it is");
    }
}
