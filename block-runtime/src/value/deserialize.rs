//! Wire types from values, by serde, without a detour over JSON text.
//!
//! What a field asks for is made by [`FromValue`], so that wire types are as lenient as fields of blocks. Mistakes are
//! told like those of [`Members`](super::Members): with their place, and with what was found.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::{ConversionError, FieldError, FieldProblem, FromValue, Map, Place, Value};

/// Reads the value at a place.
pub(crate) fn deserialize<'a, T: Deserialize<'a>>(value: &'a Value, place: Place<'_>) -> Result<T, FieldError> {
    T::deserialize(Source(value)).map_err(|failure| failure.at(place))
}

/// What went wrong, and where within the value that is read.
#[derive(Debug)]
struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// The way to it, its end first.
    way: Vec<Step>,
    problem: Problem,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Element(usize),
}

#[derive(Debug)]
enum Problem {
    Missing,
    Wrong(ConversionError),
    /// What was expected; what was found is known to whoever holds the value.
    Expected(String),
}

impl Failure {
    fn new(problem: Problem) -> Self {
        Self(Box::new(Inner { way: Vec::new(), problem }))
    }

    fn within(mut self, step: Step) -> Self {
        self.0.way.push(step);
        self
    }

    /// The same, if it is about the whole of `value`, with what was found.
    fn found(mut self, value: &Value) -> Self {
        if let (true, Problem::Expected(expected)) = (self.0.way.is_empty(), &mut self.0.problem) {
            self.0.problem = Problem::Wrong(ConversionError::wrong_type(std::mem::take(expected), value));
        }
        self
    }

    fn at(self, place: Place<'_>) -> FieldError {
        let Inner { way, problem } = *self.0;
        let mut field = place.to_string();
        for step in way.into_iter().rev() {
            match step {
                Step::Member(name) if field.is_empty() => field = name,
                Step::Member(name) => field.extend([".", &name]),
                Step::Element(index) => field.extend(["[", &index.to_string(), "]"]),
            }
        }
        let problem = match problem {
            Problem::Missing => FieldProblem::Missing,
            Problem::Wrong(error) => error.into(),
            Problem::Expected(expected) => {
                ConversionError::WrongType { expected, found: "something else".to_owned() }.into()
            }
        };
        FieldError { field, problem }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl std::error::Error for Failure {}

impl From<ConversionError> for Failure {
    fn from(error: ConversionError) -> Self {
        Self::new(Problem::Wrong(error))
    }
}

impl Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Expected(message.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::custom(expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Problem::Missing).within(Step::Member(field.to_owned()))
    }
}

#[derive(Clone, Copy)]
struct Source<'de>(&'de Value);

impl Source<'_> {
    /// The value as what a field asks for.
    fn as_<T: FromValue>(self) -> Result<T, Failure> {
        Ok(T::from_value(self.0)?)
    }

    fn refuse<T>(self, expected: impl Into<String>) -> Result<T, Failure> {
        Err(ConversionError::wrong_type(expected, self.0).into())
    }

    fn unsigned(self) -> Result<u64, Failure> {
        let number = self.as_::<i64>()?;
        let limit = "a whole number from 0 is expected".to_owned();
        Ok(u64::try_from(number).map_err(|_| ConversionError::OutOfRange { limit, found: number.to_string() })?)
    }
}

impl<'de> Deserializer<'de> for Source<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let read = match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::DateTime(time) => visitor.visit_string(time.to_string()),
            Value::List(items) => visitor.visit_seq(Items { items, next: 0 }),
            Value::Map(members) => visitor.visit_map(MembersOf::new(members)),
            _ => {
                let expected: &dyn Expected = &visitor;
                return self.refuse(expected.to_string());
            }
        };
        read.map_err(|failure: Failure| failure.found(self.0))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_bool(self.as_()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_i64(self.as_()?).map_err(|failure: Failure| failure.found(self.0))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u64(self.unsigned()?).map_err(|failure: Failure| failure.found(self.0))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_f64(self.as_()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Text(text) => visitor.visit_borrowed_str(text).map_err(|failure: Failure| failure.found(self.0)),
            _ => self.refuse("text"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    /// An optional object without members is none, as in the reference.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            Value::Map(members) if members.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::List(items) => visitor.visit_seq(Items { items, next: 0 }),
            _ => self.refuse("a list"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::List(items) if items.len() == len => visitor.visit_seq(Items { items, next: 0 }),
            Value::List(items) => {
                let (expected, found) = (format!("a list of {len} items"), format!("one of {}", items.len()));
                Err(ConversionError::WrongType { expected, found }.into())
            }
            _ => self.refuse(format!("a list of {len} items")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Map(members) => visitor.visit_map(MembersOf::new(members)),
            _ => self.refuse("an object"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct tuple_struct enum identifier
    }
}

/// The items of a list.
struct Items<'de> {
    items: &'de [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let read = seed.deserialize(Source(item)).map_err(|failure| failure.within(Step::Element(self.next)))?;
        self.next += 1;
        Ok(Some(read))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

/// The members of an object.
struct MembersOf<'de> {
    rest: indexmap::map::Iter<'de, String, Value>,
    current: Option<(&'de String, &'de Value)>,
}

impl<'de> MembersOf<'de> {
    fn new(members: &'de Map) -> Self {
        Self { rest: members.iter(), current: None }
    }
}

impl<'de> MapAccess<'de> for MembersOf<'de> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        self.current = self.rest.next();
        self.current.map(|(name, _)| seed.deserialize(BorrowedStrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some((name, value)) = self.current else { return Err(Failure::custom("a name before each value")) };
        seed.deserialize(Source(value)).map_err(|failure| failure.within(Step::Member(name.clone())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Whole {
        count: i64,
        parts: Vec<Part>,
        note: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Part {
        size: f64,
        pair: [u64; 2],
    }

    fn read(json: &serde_json::Value) -> Result<Whole, String> {
        let place = Place::Member(&Place::Whole, "it");
        deserialize(&Value::from_json(json), place).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_are_as_lenient_as_those_of_blocks() {
        let json = json!({"count": "3", "parts": [{"size": true, "pair": [1.0, "2"], "more": {}}], "note": {}});
        let part = Part { size: 1.0, pair: [1, 2] };
        assert_eq!(read(&json), Ok(Whole { count: 3, parts: vec![part], note: None }));
    }

    #[test]
    fn mistakes_are_named_with_their_place_and_what_was_found() {
        for (json, expected) in [
            (json!(5), "`it` is wrong: expected an object, found 5"),
            (json!({"parts": []}), "`it.count` is missing; add it"),
            (json!({"count": 1.5}), "`it.count` is wrong: expected a whole number, found 1.5"),
            (json!({"count": 1, "parts": {}}), "`it.parts` is wrong: expected a list, found an object"),
            (json!({"count": 1, "parts": [{"size": 1}]}), "`it.parts[0].pair` is missing; add it"),
            (
                json!({"count": 1, "parts": [{"size": 1, "pair": [1]}]}),
                "`it.parts[0].pair` is wrong: expected a list of 2 items, found one of 1",
            ),
            (
                json!({"count": 1, "parts": [{"size": 1, "pair": [1, -1]}]}),
                "`it.parts[0].pair[1]` is wrong: -1 is not allowed: a whole number from 0 is expected",
            ),
            (json!({"count": 1, "parts": [], "note": 5}), "`it.note` is wrong: expected text, found 5"),
        ] {
            assert_eq!(read(&json).unwrap_err(), expected, "{json}");
        }
    }
}
