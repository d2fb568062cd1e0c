//! Operations on lists, and on whatever else has elements: text its characters, objects their keys, detections each one.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::Number;
use super::values::Table;
use crate::kind::{
    Any, Dictionary, InstanceSegmentationPrediction, Integer, KeypointDetectionPrediction, KindSet, ListOfValues,
    ObjectDetectionPrediction, Str, Wildcard,
};
use crate::query::Chain;
use crate::query::bounded::{beginning_of, text_of};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Nested, Operate};
use crate::query::scope::Scope;
use crate::query::sorts::Sorts;
use crate::value::{Key, Map, Numeral, Value};
use crate::{Choice, Tagged};

/// What has elements.
const SEQUENCE: &str = "a list, text, an object or detections";

/// The elements of a value. Looking at them counts as work of the query.
fn elements<'a>(value: &'a Value, scope: &Scope<'_>) -> Result<Box<dyn Iterator<Item = Value> + 'a>, Failure> {
    scope.look_at(value.length().unwrap_or_default())?;
    value.elements().ok_or_else(|| Failure::input(SEQUENCE, value))
}

/// The elements of a value as a list of their own.
fn listed(value: &Value, scope: &Scope<'_>) -> Result<Vec<Value>, Failure> {
    scope.spend(value.length().unwrap_or_default().saturating_mul(size_of::<Value>()))?;
    Ok(elements(value, scope)?.collect())
}

/// Look each element up in a table.
///
/// Only text can be looked up, since the keys of JSON objects are text. An element that is not in the table is an
/// error.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceMap {
    /// The results, by the texts that are looked up.
    pub lookup_table: Table,
}

impl Operate for SequenceMap {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = ListOfValues;
    const NESTED: Option<Nested> = Some(Nested { takes: Wildcard::KINDS, gives: Wildcard::KINDS });
    const EXAMPLES: &'static [Example] = &[Example::new(
        r#"["car", "cat", "car"]"#,
        r#"[{"type": "SequenceMap", "lookup_table": {"car": "vehicle", "cat": "animal"}}]"#,
    )];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        listed(&value, scope)?.iter().map(|element| self.lookup_table.find(element)).collect()
    }
}

/// Apply operations to each element.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceApply {
    /// The chain that each element goes through.
    pub operations: Chain,
}

impl Operate for SequenceApply {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = ListOfValues;
    const NESTED: Option<Nested> = Some(Nested { takes: Wildcard::KINDS, gives: Wildcard::KINDS });
    const EXAMPLES: &'static [Example] = &[Example::new(
        r#"["AB-1234", "cd-99"]"#,
        r#"[{"type": "SequenceApply", "operations": [{"type": "StringToUpperCase"}, {"type": "SequenceLength"}]}]"#,
    )];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let mut results = Vec::new();
        for element in listed(&value, scope)? {
            results.push(self.operations.apply_within(element, scope)?);
        }
        Ok(results.into())
    }
}

/// How a list becomes one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "SequenceAggregationFunction")]
pub enum SequenceAggregationFunction {
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The sum.
    Sum,
}

/// Reduce a list to its least element, its greatest, or the sum.
///
/// `min` and `max` compare texts and lists as well, as long as all elements can be compared with each other. Of equal
/// elements the first is returned.
#[derive(Debug, Clone, Tagged)]
pub struct NumericSequenceAggregate {
    /// How the list is reduced.
    pub function: SequenceAggregationFunction,
    /// The result where there are no elements.
    #[block(default = None)]
    pub neutral_value: Value,
}

impl Operate for NumericSequenceAggregate {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = Number;
    const EXAMPLES: &'static [Example] = &[
        Example::new("[0.8, 0.95, 0.7]", r#"[{"type": "NumericSequenceAggregate", "function": "max"}]"#),
        Example::new("[]", r#"[{"type": "NumericSequenceAggregate", "function": "sum", "neutral_value": 0}]"#),
    ];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn yields() -> Sorts {
        Sorts::ANY
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let elements = listed(&value, scope)?;
        if elements.is_empty() {
            return Ok(self.neutral_value.clone());
        }
        match self.function {
            SequenceAggregationFunction::Min => extreme(elements, Ordering::Less),
            SequenceAggregationFunction::Max => extreme(elements, Ordering::Greater),
            SequenceAggregationFunction::Sum => sum(&elements),
        }
    }
}

/// The first element that no other one beats.
fn extreme(elements: Vec<Value>, beats: Ordering) -> Result<Value, Failure> {
    let mut best: Option<Value> = None;
    for element in elements {
        let better = match &best {
            None => true,
            Some(best) if element.is_ordered_with(best) => element.order(best) == Some(beats),
            Some(best) => {
                return Err(Failure::input(format!("what can be compared with {}", best.type_name()), &element));
            }
        };
        if better {
            best = Some(element);
        }
    }
    Ok(best.unwrap_or_default())
}

fn sum(elements: &[Value]) -> Result<Value, Failure> {
    let mut sum = Numeral::Integer(0);
    for element in elements {
        let number = element.as_numeral().ok_or_else(|| Failure::input("numbers", element))?;
        sum = match (sum, number) {
            (Numeral::Integer(one), Numeral::Integer(other)) => match one.checked_add(other) {
                Some(sum) => Numeral::Integer(sum),
                None => Numeral::Float(sum.to_f64() + number.to_f64()),
            },
            (one, other) => Numeral::Float(one.to_f64() + other.to_f64()),
        };
    }
    Ok(match sum {
        Numeral::Integer(sum) => sum.into(),
        Numeral::Float(sum) => sum.into(),
    })
}

/// Which element is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "SequenceAggregationMode")]
pub enum SequenceAggregationMode {
    /// The first element.
    First,
    /// The last element.
    Last,
    /// The element that occurs most often; of several, the one that appears first.
    MostCommon,
    /// The element that occurs least often; of several, the one that first appears last.
    LeastCommon,
}

/// Choose one element.
///
/// An empty sequence is an error. The most and the least common element are found by counting; equal numbers count as
/// one, lists and objects cannot be counted. An object's values are taken as the counts of its keys; it has no first or
/// last element. The first or last of detections is a set with one detection.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceAggregate {
    /// Which element is chosen.
    pub mode: SequenceAggregationMode,
}

impl Operate for SequenceAggregate {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = Wildcard;
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#"["car", "cat", "car"]"#, r#"[{"type": "SequenceAggregate", "mode": "most_common"}]"#)];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let length = value.length().ok_or_else(|| Failure::input(SEQUENCE, &value))?;
        if length == 0 {
            return Err(Failure::Input("there are no elements to choose from".to_owned()));
        }
        match self.mode {
            SequenceAggregationMode::First => at(&value, 0, scope),
            SequenceAggregationMode::Last => at(&value, length - 1, scope),
            SequenceAggregationMode::MostCommon => by_count(&value, Rank::Most, scope),
            SequenceAggregationMode::LeastCommon => by_count(&value, Rank::Least, scope),
        }
    }
}

/// The element at a place, where there is one.
fn at(value: &Value, place: usize, scope: &Scope<'_>) -> Result<Value, Failure> {
    let found = match value {
        Value::Detections(detections) => detections.get(place).map(|entry| entry.alone().into()),
        Value::Map(_) => return Err(Failure::Unforeseen("an object has no first or last element".to_owned())),
        other => elements(other, scope)?.nth(place),
    };
    found.ok_or_else(|| Failure::input(SEQUENCE, value))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Most,
    Least,
}

/// The element with the greatest or the least count.
fn by_count(value: &Value, rank: Rank, scope: &Scope<'_>) -> Result<Value, Failure> {
    let counts: Vec<(Value, Value)> = match value {
        Value::Map(members) => members.iter().map(|(key, count)| (key.as_str().into(), count.clone())).collect(),
        other => {
            let elements = listed(other, scope)?;
            counted(&elements)?.into_iter().map(|(element, count)| (element.clone(), count.into())).collect()
        }
    };
    let mut best: Option<&(Value, Value)> = None;
    for entry in &counts {
        let better = match best {
            None => true,
            Some((_, count)) if !entry.1.is_ordered_with(count) => {
                return Err(Failure::input("an object whose values are counts", value));
            }
            Some((_, count)) => {
                let order = entry.1.order(count);
                if rank == Rank::Most { order == Some(Ordering::Greater) } else { order.is_some_and(Ordering::is_le) }
            }
        };
        if better {
            best = Some(entry);
        }
    }
    best.map(|(element, _)| element.clone()).ok_or_else(|| Failure::input(SEQUENCE, value))
}

/// Each different element with how often it occurs, in the order in which they occur first.
fn counted(elements: &[Value]) -> Result<Vec<(&Value, i64)>, Failure> {
    let mut counts: Vec<(&Value, i64)> = Vec::new();
    let mut places: HashMap<Key<'_>, usize> = HashMap::new();
    for element in elements {
        let key = element.key().ok_or_else(|| Failure::input("elements that can be counted", element))?;
        // What is not a number is not even equal to itself.
        let is_new = matches!(element, Value::Float(number) if number.is_nan());
        let place = if is_new { counts.len() } else { *places.entry(key).or_insert(counts.len()) };
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((element, 1)),
        }
    }
    Ok(counts)
}

/// Count the elements.
///
/// For bytes, such as an encoded image, this is their number.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceLength;

impl Operate for SequenceLength {
    const FAMILY: Family = Family::Sequences;
    type Takes = Any<(
        ObjectDetectionPrediction,
        InstanceSegmentationPrediction,
        KeypointDetectionPrediction,
        ListOfValues,
        Dictionary,
    )>;
    type Gives = Integer;
    const EXAMPLES: &'static [Example] = &[Example::new(r#"["car", "cat", "car"]"#, r#"[{"type": "SequenceLength"}]"#)];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE | Sorts::BYTES
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let length = value.length().and_then(|length| i64::try_from(length).ok());
        length.map(Value::from).ok_or_else(|| Failure::input("what has elements", &value))
    }
}

/// Count how often each element occurs.
///
/// The keys of the result are the elements as text, in the order in which they first appear. Text is cut after 128
/// characters.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceElementsCount;

impl Operate for SequenceElementsCount {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = Dictionary;
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#"["car", "cat", "car"]"#, r#"[{"type": "SequenceElementsCount"}]"#)];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let mut counts: Map = Map::new();
        for element in elements(&value, scope)? {
            let count = counts.entry(short(&element)).or_insert(Value::Integer(0));
            if let Value::Integer(count) = count {
                *count += 1;
            }
        }
        Ok(counts.into_iter().collect())
    }
}

/// The text of a value, at most so long as clients show it.
fn short(value: &Value) -> String {
    const LONGEST: usize = 128;
    match beginning_of(value, LONGEST) {
        (text, true) => format!("{text} [...]"),
        (text, false) => text,
    }
}

/// Join the elements to one text, with a separator between them.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceJoin {
    /// What stands between two elements.
    #[block(default = ", ")]
    pub separator: String,
}

impl Operate for SequenceJoin {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = Str;
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#"["car", "cat"]"#, r#"[{"type": "SequenceJoin", "separator": " and "}]"#)];

    fn accepts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        /// In characters, as in the reference.
        const LONGEST: usize = 1_000_000;
        let mut text = String::new();
        let mut length = 0;
        for (place, element) in elements(&value, scope)?.enumerate() {
            let separator = if place == 0 { "" } else { self.separator.as_str() };
            let element = text_of(&element, scope)?;
            length += separator.chars().count() + element.chars().count();
            if length > LONGEST {
                return Err(Failure::Operation(format!("the text is longer than {LONGEST} characters")));
            }
            text.extend([separator, &element]);
        }
        Ok(text.into())
    }
}
