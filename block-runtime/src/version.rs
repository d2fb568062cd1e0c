//! The version of this engine, and the notations in which workflows and blocks ask for one.
//!
//! Both notations are those of Python packages (PEP 440), because that is how existing workflows and blocks are
//! written.

use std::str::FromStr;

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

/// The version of the engine whose behaviour this one has.
pub const ENGINE: &str = "1.12.0";

/// The version of the engine as a value that can be compared.
pub fn engine() -> Version {
    Version::new([1, 12, 0])
}

/// A text is not in the notation of versions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a version: {reason}")]
pub struct VersionError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub reason: String,
}

/// A range of engine versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement(VersionSpecifiers);

impl Requirement {
    /// What a workflow asks for by naming a version: that one or a later one with the same first number.
    ///
    /// # Errors
    /// [`VersionError`] when the text is no version.
    pub fn of_workflow(version: &str) -> Result<Self, VersionError> {
        let fault = |reason: String| VersionError { text: version.to_owned(), reason };
        let wanted = Version::from_str(version.trim()).map_err(|error| fault(error.to_string()))?;
        let major = wanted.release().first().copied().unwrap_or_default();
        let next = Version::new([major.saturating_add(1), 0, 0]);
        let bounds = [(Operator::LessThan, next), (Operator::GreaterThanEqual, wanted)];
        let bounds = bounds.into_iter().map(|(operator, version)| VersionSpecifier::from_version(operator, version));
        bounds.collect::<Result<_, _>>().map(Self).map_err(|error| fault(error.to_string()))
    }

    /// What a block asks for, such as `>=1.3.0,<2.0.0`; empty text asks for nothing.
    ///
    /// # Errors
    /// [`VersionError`] when the text is no list of comparisons.
    pub fn of_block(text: &str) -> Result<Self, VersionError> {
        VersionSpecifiers::from_str(text)
            .map(Self)
            .map_err(|error| VersionError { text: text.to_owned(), reason: error.to_string() })
    }

    /// True when this engine is in the range.
    pub fn is_met(&self) -> bool {
        self.0.contains(&engine())
    }
}

/// `<2.0.0, >=1.13`
impl std::fmt::Display for Requirement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bounds: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        bounds.sort_unstable();
        formatter.write_str(&bounds.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engine_is_one_version_in_both_notations() {
        assert_eq!(engine().to_string(), ENGINE);
    }

    #[test]
    fn workflows_get_the_same_first_number_or_nothing() {
        for met in ["1", "1.0", "v1.2", " 1.0 ", "1.12", "1.0.0rc1", "1.3.0.post1"] {
            assert!(Requirement::of_workflow(met).unwrap().is_met(), "{met}");
        }
        for unmet in ["1.12.1", "1.13", "0.9", "2.0"] {
            assert!(!Requirement::of_workflow(unmet).unwrap().is_met(), "{unmet}");
        }
        assert_eq!(Requirement::of_workflow("1.13").unwrap().to_string(), "<2.0.0,>=1.13");
    }

    #[test]
    fn blocks_name_ranges() {
        for met in ["", ">=1.3.0,<2.0.0", ">=1.0.0"] {
            assert!(Requirement::of_block(met).unwrap().is_met(), "{met}");
        }
        assert!(!Requirement::of_block("<1.5.0").unwrap().is_met());
        assert!(Requirement::of_block("soon").is_err());
    }
}
