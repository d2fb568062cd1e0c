//! Operations on classifications.

use std::sync::Arc;

use crate::kind::{Any, ClassificationPrediction, FloatZeroToOne, ListOfValues, Str};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::{Map, Value};
use crate::{Choice, Tagged};

/// A fact about a classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "ClassificationProperty")]
pub enum ClassificationProperty {
    /// Name of the likeliest class; of several labels, the list of all that apply.
    TopClass,
    /// Its confidence; of several labels, the list of the confidences of all that apply.
    TopClassConfidence,
    /// Its confidence; of several labels, the greatest one, or 0 where none applies.
    TopClassConfidenceSingle,
    /// Names of all classes: those of one label as listed, those of several by number of class.
    AllClasses,
    /// Confidences of all classes, in the order of `all_classes`.
    AllConfidences,
}

/// Take a fact out of a classification.
///
/// Classifiers for one label give the fact about the class that they chose, those for several labels about each class
/// that applies.
#[derive(Debug, Clone, Tagged)]
pub struct ClassificationPropertyExtract {
    /// Which fact.
    pub property_name: ClassificationProperty,
}

impl Operate for ClassificationPropertyExtract {
    const FAMILY: Family = Family::Classification;
    type Takes = ClassificationPrediction;
    type Gives = Any<(Str, ListOfValues, FloatZeroToOne)>;
    const EXAMPLES: &'static [Example] = &[
        Example::new(SINGLE, r#"[{"type": "ClassificationPropertyExtract", "property_name": "top_class"}]"#),
        Example::new(
            MULTIPLE,
            r#"[{"type": "ClassificationPropertyExtract", "property_name": "top_class_confidence"}]"#,
        ),
        Example::new(MULTIPLE, r#"[{"type": "ClassificationPropertyExtract", "property_name": "all_classes"}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let members = value.as_map().ok_or_else(|| Failure::input("a classification", &value))?;
        match self.property_name {
            ClassificationProperty::TopClass => match members.get("top") {
                Some(top) => Ok(top.clone()),
                None => Ok(members.get("predicted_classes").cloned().unwrap_or_else(|| Value::List(Arc::default()))),
            },
            ClassificationProperty::TopClassConfidence => match members.get("confidence") {
                Some(confidence) => Ok(confidence.clone()),
                None => predicted_confidences(members).map(Value::from_iter),
            },
            ClassificationProperty::TopClassConfidenceSingle => match members.get("confidence") {
                Some(confidence) => Ok(confidence.clone()),
                None => predicted_confidences(members).map(greatest),
            },
            ClassificationProperty::AllClasses => all(members, |name, _| Ok(name), "class"),
            ClassificationProperty::AllConfidences => all(members, |_, of_class| of_class("confidence"), "confidence"),
        }
    }
}

const SINGLE: &str = r#"{
  "image": {"width": 640, "height": 480},
  "predictions": [
    {"class": "cat", "class_id": 0, "confidence": 0.25},
    {"class": "dog", "class_id": 1, "confidence": 0.75}
  ],
  "top": "dog",
  "confidence": 0.75
}"#;

const MULTIPLE: &str = r#"{
  "image": {"width": 640, "height": 480},
  "predictions": {
    "red": {"class_id": 1, "confidence": 0.25},
    "striped": {"class_id": 0, "confidence": 0.875}
  },
  "predicted_classes": ["striped"]
}"#;

/// The greatest of several confidences; 0 where there are none.
fn greatest(confidences: Vec<Value>) -> Value {
    let greatest = confidences
        .into_iter()
        .reduce(|one, other| if other.order(&one) == Some(std::cmp::Ordering::Greater) { other } else { one });
    greatest.unwrap_or(Value::Float(0.0))
}

fn member<'a>(members: &'a Map, name: &str) -> Result<&'a Value, Failure> {
    members.get(name).ok_or_else(|| Failure::Unforeseen(format!("the classification has no `{name}`")))
}

fn object(value: &Value) -> Result<&Map, Failure> {
    value
        .as_map()
        .ok_or_else(|| Failure::Unforeseen(format!("expected an object, found {}", crate::value::show(value))))
}

/// The confidences of the classes that apply, where several may.
fn predicted_confidences(members: &Map) -> Result<Vec<Value>, Failure> {
    let Some(classes) = members.get("predicted_classes") else { return Ok(Vec::new()) };
    let predictions = object(member(members, "predictions")?)?;
    let confidence = |class: Value| {
        let name = class.as_str().unwrap_or_default();
        member(object(member(predictions, name)?)?, "confidence").cloned()
    };
    let classes = classes.elements().ok_or_else(|| Failure::Unforeseen("`predicted_classes` is no list".to_owned()))?;
    classes.map(confidence).collect()
}

/// A fact about every class. Where several may apply, they are ordered by their numbers.
fn all(
    members: &Map,
    named: impl Fn(Value, &dyn Fn(&str) -> Result<Value, Failure>) -> Result<Value, Failure>,
    listed: &str,
) -> Result<Value, Failure> {
    match member(members, "predictions")? {
        Value::Map(predictions) => {
            let mut classes: Vec<(&String, &Value, &Map)> = Vec::with_capacity(predictions.len());
            for (name, prediction) in predictions.iter() {
                let prediction = object(prediction)?;
                let number = member(prediction, "class_id")?;
                // Of several classes of one number, the last one is known.
                classes.retain(|(_, other, _)| !number.equals(other));
                classes.push((name, number, prediction));
            }
            classes.sort_by(|(_, one, _), (_, other, _)| one.order(other).unwrap_or(std::cmp::Ordering::Equal));
            let fact = |(name, _, prediction): (&String, &Value, &Map)| {
                named(name.as_str().into(), &|fact| member(prediction, fact).cloned())
            };
            classes.into_iter().map(fact).collect()
        }
        predictions => {
            let entries = predictions.elements();
            let entries = entries.ok_or_else(|| Failure::Unforeseen("`predictions` is no list".to_owned()))?;
            entries.map(|entry| member(object(&entry)?, listed).cloned()).collect()
        }
    }
}
