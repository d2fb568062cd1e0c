//! Reading objects that come from outside: members by name, each mistake with its place.

use std::fmt;
use std::sync::Arc;

use super::{ConversionError, FromValue, Map, Origin, Value, deserialize};

/// A value that came from outside and is not what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is of another type, or breaks a limit.
    #[error(transparent)]
    Whole(#[from] ConversionError),
    /// Something in it is wrong or missing.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// What is wrong with a member of an object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {problem}")]
pub struct FieldError {
    /// The member, with what stands around it: `predictions[2].parent_origin.width`.
    pub field: String,
    /// What is wrong.
    pub problem: FieldProblem,
}

/// What can be wrong with a member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// It is not there.
    #[error("is missing; add it")]
    Missing,
    /// It has the wrong type, or breaks a limit.
    #[error("is wrong: {0}")]
    Wrong(#[from] ConversionError),
}

/// Where an object stands; put into words only when something is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    Whole,
    Member(&'a Place<'a>, &'a str),
    Element(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Member(Self::Whole, name) => formatter.write_str(name),
            Self::Member(around, name) => write!(formatter, "{around}.{name}"),
            Self::Element(around, index) => write!(formatter, "{around}[{index}]"),
        }
    }
}

impl Place<'_> {
    /// An error about what stands here.
    pub(crate) fn error(&self, problem: impl Into<FieldProblem>) -> FieldError {
        FieldError { field: self.to_string(), problem: problem.into() }
    }
}

/// An object and its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members<'a> {
    members: &'a Map,
    place: Place<'a>,
}

impl<'a> Members<'a> {
    /// The object that is read, whose members are named without anything before them.
    pub(crate) fn whole(members: &'a Map) -> Self {
        Self { members, place: Place::Whole }
    }

    /// Any value that is there, null too.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name)
    }

    /// An error about a member.
    pub(crate) fn error(&self, name: &str, problem: impl Into<FieldProblem>) -> FieldError {
        self.place_of(name).error(problem)
    }

    /// Where a member stands.
    pub(crate) fn place_of<'p>(&'p self, name: &'p str) -> Place<'p> {
        Place::Member(&self.place, name)
    }

    /// A value that must be there.
    pub(crate) fn value(&self, name: &str) -> Result<&'a Value, FieldError> {
        self.get(name).ok_or_else(|| self.error(name, FieldProblem::Missing))
    }

    /// A member that may be missing or null.
    pub(crate) fn optional<T: FromValue>(&self, name: &str) -> Result<Option<T>, FieldError> {
        match self.get(name) {
            Some(value) => Option::from_value(value).map_err(|error| self.error(name, error)),
            None => Ok(None),
        }
    }

    /// An identifier; empty text is none.
    pub(crate) fn identifier(&self, name: &str) -> Result<Option<Arc<str>>, FieldError> {
        Ok(self.optional::<String>(name)?.filter(|id| !id.is_empty()).map(Arc::from))
    }

    /// A place within a larger image that may be missing or null.
    pub(crate) fn origin(&self, name: &str) -> Result<Option<Origin>, FieldError> {
        let Some(value) = self.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
        let place = Place::Member(&self.place, name);
        Origin::from_wire(&deserialize(value, place)?, place).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mistakes_are_named_with_their_place() {
        let value = Value::from_json(&json!({
            "parent_origin": {"offset_x": 0, "offset_y": 0, "width": 0, "height": 1}, "x": "a",
        }));
        let object = Members::whole(value.as_map().unwrap());
        let told = |result: Result<(), FieldError>| result.unwrap_err().to_string();

        let message = told(object.origin("parent_origin").map(drop));
        assert_eq!(
            message,
            "`parent_origin.width` is wrong: 0 is not allowed: an image is 1 to 4294967295 pixels wide and high"
        );
        assert_eq!(told(object.value("y").map(drop)), "`y` is missing; add it");
        let message = told(object.optional::<f64>("x").map(drop));
        assert_eq!(message, "`x` is wrong: expected a number, found \"a\"");
    }

    #[test]
    fn places_are_put_into_words() {
        let all = Place::Member(&Place::Whole, "predictions");
        let one = Place::Element(&all, 2);
        assert_eq!(Place::Member(&one, "parent_origin").to_string(), "predictions[2].parent_origin");
    }
}
