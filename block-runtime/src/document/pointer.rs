//! JSON pointers (RFC 6901): where in a document's structure something stands.

use std::borrow::Borrow;
use std::fmt;

/// One step into a document: a member of an object or an element of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// The member of this name.
    Member(String),
    /// The element at this place, counted from zero.
    Element(usize),
}

/// A path from the root of a document, printed as `/steps/3/kernel_size`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Vec<Token>);

impl Pointer {
    /// The root.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path to a member of what this path leads to.
    #[must_use]
    pub fn member(&self, name: impl Into<String>) -> Self {
        self.join(Token::Member(name.into()))
    }

    /// The path to an element of what this path leads to.
    #[must_use]
    pub fn element(&self, index: usize) -> Self {
        self.join(Token::Element(index))
    }

    /// The path that goes on as the other one does.
    #[must_use]
    pub fn then(&self, rest: &Self) -> Self {
        Self([self.tokens(), rest.tokens()].concat())
    }

    fn join(&self, token: Token) -> Self {
        let mut tokens = Vec::with_capacity(self.0.len() + 1);
        tokens.extend_from_slice(&self.0);
        tokens.push(token);
        Self(tokens)
    }

    /// True when this path leads to what the other one leads to, or to something inside of it.
    pub fn is_within(&self, outer: &Self) -> bool {
        self.0.starts_with(&outer.0)
    }

    /// The steps from the root.
    pub fn tokens(&self) -> &[Token] {
        &self.0
    }
}

/// Paths in maps can be looked for by a part of another path.
impl Borrow<[Token]> for Pointer {
    fn borrow(&self) -> &[Token] {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.0 {
            match token {
                Token::Member(name) => write!(formatter, "/{}", name.replace('~', "~0").replace('/', "~1"))?,
                Token::Element(index) => write!(formatter, "/{index}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_tildes_are_escaped() {
        let pointer = Pointer::root().member("steps").element(3).member("a/b~c");
        assert_eq!(pointer.to_string(), "/steps/3/a~1b~0c");
        assert_eq!(Pointer::root().to_string(), "");
        assert_eq!(pointer.then(&Pointer::root().member("d")).to_string(), "/steps/3/a~1b~0c/d");
    }
}
