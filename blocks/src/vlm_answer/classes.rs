//! The classes that a model was asked about, and what it calls them.

use block_runtime::prelude::*;

/// Classes and their numbers: their places in the list that the model was given. Of a name that comes several times, the
/// last place counts.
#[derive(Debug, Clone)]
pub struct Classes<'a>(IndexMap<&'a str, i64>);

impl<'a> Classes<'a> {
    /// The number of a class that is not in the list.
    pub const UNKNOWN: i64 = -1;

    /// The classes of a list.
    pub fn new(names: &'a [String]) -> Self {
        Self(names.iter().map(String::as_str).zip(0..).collect())
    }

    /// The number of a class, [`UNKNOWN`](Self::UNKNOWN) where the list does not have it. Spelling counts.
    pub fn id(&self, name: &str) -> i64 {
        self.0.get(name).copied().unwrap_or(Self::UNKNOWN)
    }

    /// True when the list has the class.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The names with their numbers, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, i64)> + '_ {
        self.0.iter().map(|(name, id)| (*name, *id))
    }
}

/// The name of a class: text, or a number or truth value, which is then spelled as Python spells it.
pub(super) fn class_name(value: &Value) -> Option<String> {
    match value {
        Value::Text(_) | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Some(value.python().to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_numbered_by_their_places() {
        let names = ["cat", "dog", "cat"].map(str::to_owned);
        let classes = Classes::new(&names);
        assert_eq!(["cat", "dog", "Dog"].map(|name| classes.id(name)), [2, 1, Classes::UNKNOWN]);
        assert_eq!(classes.iter().collect::<Vec<_>>(), [("cat", 2), ("dog", 1)]);
    }

    #[test]
    fn numbers_are_names_too() {
        let names = [Value::from("cat"), Value::from(7), Value::from(2.0), Value::from(true)];
        assert_eq!(names.map(|name| class_name(&name).unwrap()), ["cat", "7", "2.0", "True"]);
        assert_eq!(class_name(&Value::Null), None);
    }
}
