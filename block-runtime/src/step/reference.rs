//! References as they are written: `$inputs.image`, `$steps.crop.crops`, `$steps.crop`.

use std::fmt;

use crate::block::{PropertyDef, Selector};
use crate::document::{Place, Pointer, Span};

/// A reference in a property of a step.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Where it leads.
    pub target: Target,
    /// The text as it was written.
    pub text: String,
    /// The property in which it stands.
    pub property: &'static PropertyDef,
    /// What its place accepts.
    pub selector: Selector,
    /// Where it stands.
    pub pointer: Pointer,
    /// Where it stands in the text.
    pub span: Span,
}

impl Reference {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(self.pointer.clone(), &self.span)
    }
}

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// To an input: `$inputs.name`.
    Input(String),
    /// To an output of a step: `$steps.step.output`; `*` is all of its outputs.
    Output {
        /// Name of the step.
        step: String,
        /// Name of the output.
        output: String,
    },
    /// To a step itself: `$steps.step`.
    Step(String),
}

const INPUTS: &str = "$inputs.";
const STEPS: &str = "$steps.";

impl Target {
    /// True when text is a reference at all; other text that begins with `$` is just text.
    pub fn is_reference(text: &str) -> bool {
        text.starts_with(INPUTS) || text.starts_with(STEPS)
    }

    /// Reads a reference; nothing when the text does not begin as one or has too many parts.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix(INPUTS) {
            return (!name.contains('.')).then(|| Self::Input(name.to_owned()));
        }
        let path = text.strip_prefix(STEPS)?;
        match path.split_once('.') {
            None => Some(Self::Step(path.to_owned())),
            Some((step, output)) if !output.contains('.') => {
                Some(Self::Output { step: step.to_owned(), output: output.to_owned() })
            }
            Some(_) => None,
        }
    }

    /// True when the names have only the characters that a property without a text form accepts in a reference:
    /// letters, digits, `_`, `-`, and `*` in the name of an output.
    pub fn has_plain_names(&self) -> bool {
        let plain = |name: &str, more: &[u8]| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b) || more.contains(&b))
        };
        match self {
            Self::Input(name) | Self::Step(name) => plain(name, b""),
            Self::Output { step, output } => plain(step, b"") && plain(output, b"*"),
        }
    }

    /// For text that is no reference but begins almost like one: what was probably meant.
    pub fn almost(text: &str) -> Option<String> {
        let rest = text.strip_prefix('$')?;
        let word: &str = rest.split(['.', ' ', '/']).next().unwrap_or_default();
        if Self::is_reference(text) || word.is_empty() {
            return None;
        }
        let meant = crate::suggest::nearest(word, ["inputs", "steps"])?;
        Some(format!("${meant}{}", &rest[word.len()..]))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(name) => write!(formatter, "{INPUTS}{name}"),
            Self::Output { step, output } => write!(formatter, "{STEPS}{step}.{output}"),
            Self::Step(step) => write!(formatter, "{STEPS}{step}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(Target::parse("$inputs.image"), Some(Target::Input("image".into())));
        assert_eq!(Target::parse("$steps.a"), Some(Target::Step("a".into())));
        let output = Target::Output { step: "a".into(), output: "*".into() };
        assert_eq!(Target::parse("$steps.a.*"), Some(output));
        for text in ["$steps.a.b.c", "$inputs.a.b", "$100", "inputs.a", "$inputs"] {
            assert_eq!(Target::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_slips_look_like_references() {
        assert_eq!(Target::almost("$input.image").as_deref(), Some("$inputs.image"));
        assert_eq!(Target::almost("$step.a.b").as_deref(), Some("$steps.a.b"));
        assert_eq!(Target::almost("$inputs").as_deref(), Some("$inputs"));
        for text in ["$100", "$inputs.image", "$HOME", "inputs.image", "$ steps"] {
            assert_eq!(Target::almost(text), None, "{text}");
        }
    }
}
