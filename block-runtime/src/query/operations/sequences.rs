//! Operations on lists, and on whatever else has elements: text its characters, objects their keys, detections each one.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::values::Table;
use super::{MAX_LENGTH, Number};
use crate::kind::{
    Any, Dictionary, InstanceSegmentationPrediction, Integer, KeypointDetectionPrediction, KindSet, ListOfValues,
    ObjectDetectionPrediction, Str, Wildcard,
};
use crate::query::Chain;
use crate::query::budget::weight;
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Nested, Operate};
use crate::query::scope::Scope;
use crate::query::sorts::Sorts;
use crate::value::{Key, Map, Numeral, Value};
use crate::{Choice, Tagged};

/// What has elements.
const SEQUENCE: &str = "a list, text, an object or detections";

/// The elements of a value.
fn elements(value: &Value) -> Result<Box<dyn Iterator<Item = Value> + '_>, Failure> {
    value.elements().ok_or_else(|| Failure::input(SEQUENCE, value))
}

/// The elements of a value that knows how many it has, of which there are some.
fn sized(value: &Value) -> Result<Vec<Value>, Failure> {
    elements(value).map(Iterator::collect)
}

/// Look each element up in a table.
///
/// Only text can be found, since the keys of JSON objects are text. An element that is not in the table is an error.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceMap {
    /// What stands for which text: any JSON.
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let find = |element| {
            let found = self.lookup_table.find(&element)?;
            scope.spend(weight(&found))?;
            Ok(found)
        };
        elements(&value)?.map(find).collect()
    }
}

/// Apply operations to each element.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceApply {
    /// The operations.
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let apply = |element| {
            let result = self.operations.apply_within(element, scope)?;
            scope.spend(1)?;
            Ok(result)
        };
        elements(&value)?.map(apply).collect()
    }
}

/// How numbers become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "SequenceAggregationFunction")]
pub enum SequenceAggregationFunction {
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// All of them added up.
    Sum,
}

/// Make one number of many: the least, the greatest, or the sum.
///
/// The least and the greatest are found among texts and lists too, as long as all elements can be compared. Of several
/// that are equal, the first one is meant.
#[derive(Debug, Clone, Tagged)]
pub struct NumericSequenceAggregate {
    /// Which number is made.
    pub function: SequenceAggregationFunction,
    /// What is given where there are no elements.
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let elements = sized(&value)?;
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
    /// The first one.
    First,
    /// The last one.
    Last,
    /// The one that occurs most often; of several, the first one.
    MostCommon,
    /// The one that occurs least often; of several, the one that occurs last for the first time.
    LeastCommon,
}

/// Choose one element.
///
/// What is empty has none to choose. For the most and the least common one, numbers that are equal count as one, and
/// lists and objects cannot be counted. Of an object whose values are counts, the key with that count is chosen.
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let length = value.length().ok_or_else(|| Failure::input(SEQUENCE, &value))?;
        if length == 0 {
            return Err(Failure::Input("there are no elements to choose from".to_owned()));
        }
        match self.mode {
            SequenceAggregationMode::First => at(&value, 0),
            SequenceAggregationMode::Last => at(&value, length - 1),
            SequenceAggregationMode::MostCommon => by_count(&value, Rank::Most),
            SequenceAggregationMode::LeastCommon => by_count(&value, Rank::Least),
        }
    }
}

/// The element at a place, where there is one.
fn at(value: &Value, place: usize) -> Result<Value, Failure> {
    let found = match value {
        Value::Detections(detections) => detections.get(place).map(|entry| entry.alone().into()),
        Value::Map(_) => return Err(Failure::Unforeseen("an object has no first or last element".to_owned())),
        other => elements(other)?.nth(place),
    };
    found.ok_or_else(|| Failure::input(SEQUENCE, value))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Most,
    Least,
}

/// The element with the greatest or the least count.
fn by_count(value: &Value, rank: Rank) -> Result<Value, Failure> {
    let counts: Vec<(Value, Value)> = match value {
        Value::Map(members) => members.iter().map(|(key, count)| (key.as_str().into(), count.clone())).collect(),
        other => {
            let elements = sized(other)?;
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let length = value.length().and_then(|length| i64::try_from(length).ok());
        length.map(Value::from).ok_or_else(|| Failure::input("what has elements", &value))
    }
}

/// Count how often each element occurs.
///
/// The keys of the result are the elements as text, in the order in which they occur first; long ones are cut.
#[derive(Debug, Clone, Tagged)]
pub struct SequenceElementsCount;

impl Operate for SequenceElementsCount {
    const FAMILY: Family = Family::Sequences;
    type Takes = ListOfValues;
    type Gives = Dictionary;
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#"["car", "cat", "car"]"#, r#"[{"type": "SequenceElementsCount"}]"#)];

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let mut counts: Map = Map::new();
        for element in elements(&value)? {
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
    let text = value.python().to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} [...]", &text[..end]),
        None => text,
    }
}

/// Write the elements as one text, with a separator between them.
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

    fn sorts() -> Sorts {
        Sorts::SEQUENCE
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let mut text = String::new();
        let mut length = 0;
        for (place, element) in elements(&value)?.enumerate() {
            let separator = if place == 0 { "" } else { self.separator.as_str() };
            let element = element.python().to_string();
            length += separator.chars().count() + element.chars().count();
            if length > MAX_LENGTH {
                return Err(Failure::Operation(format!("the text is longer than {MAX_LENGTH} characters")));
            }
            text.extend([separator, &element]);
        }
        Ok(text.into())
    }
}
