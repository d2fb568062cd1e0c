//! Text that is used but never shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A key, token or password. Neither `Debug` nor `Display` shows its text, and there is no serde for it.
#[derive(Clone)]
pub struct Secret(SecretString);

/// What stands for a secret wherever it would be printed.
pub const REDACTED: &str = "********";

impl Secret {
    /// The text itself, for the request that needs it. Do not log, store or format it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn text_is_never_printed() {
        let secret = Secret::from("sk-or-123");
        let value = Value::List([Value::from(secret.clone())].into());
        for shown in [format!("{secret}"), format!("{secret:?}"), format!("{value:?}")] {
            assert!(!shown.contains("123"), "{shown}");
        }
        assert_eq!(secret.expose(), "sk-or-123");
    }
}
