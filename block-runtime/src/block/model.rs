//! Models: literals whose structure is an author's own serde type.

use std::fmt::Debug;
use std::ops::Deref;
use std::sync::Arc;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value as JsonValue;
use serde_path_to_error::Segment;

use super::literal::{Literal, literal};
use super::param::Param;
use super::resolve::{Arg, Frame};
use super::shape::{CustomShape, Mistakes, Shape};
use super::table::Declared;
use crate::document::Node;
use crate::kind;
use crate::value::{ConversionError, FromValue, Value};

/// A literal that serde reads: any JSON structure that a property should have and no other literal type describes.
///
/// The value is read and checked once, when the workflow is compiled, and shared by all calls. The JSON Schema comes
/// from schemars; doc comments of the type's fields become descriptions. A default is written as JSON:
///
/// ```
/// use block_runtime::prelude::*;
/// use serde_json::json;
///
/// /// One line of a legend.
/// #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
/// struct Entry {
///     /// What is named.
///     label: String,
///     /// Red, green and blue, each from 0 to 255.
///     color: [u8; 3],
/// }
///
/// /// Draw a legend.
/// #[derive(Block)]
/// #[block(id = "test/legend@v1")]
/// struct Legend {
///     /// Lines from top to bottom.
///     #[block(default = json!([{"label": "person", "color": [255, 0, 0]}]))]
///     entries: Model<Vec<Entry>>,
/// }
/// ```
pub struct Model<T>(Arc<T>);

impl<T> From<T> for Model<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Model<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Model<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Debug> Debug for Model<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

const EXPECTED: &str = "JSON as the schema of the property describes it";

impl<T: DeserializeOwned + JsonSchema + Debug + Send + Sync + 'static> Model<T> {
    const SHAPE: CustomShape =
        CustomShape { expected: EXPECTED, schema: Self::schema, definitions: Self::definitions, read: Self::read };

    /// The schema itself, and those that it refers to by name.
    fn schemas() -> (JsonValue, serde_json::Map<String, JsonValue>) {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/$defs".into());
        let mut generator = settings.into_generator();
        let schema = T::json_schema(&mut generator);
        (schema.into(), generator.take_definitions(true))
    }

    fn schema() -> JsonValue {
        Self::schemas().0
    }

    fn definitions() -> Vec<(String, JsonValue)> {
        Self::schemas().1.into_iter().collect()
    }

    fn read(node: &Node, mistakes: &mut Mistakes<'_>) -> Option<Value> {
        match serde_path_to_error::deserialize::<_, T>(node.to_json()) {
            Ok(value) => Some(Value::native(Self::from(value))),
            Err(error) => {
                mistakes(faulty(node, error.path()), error.inner().to_string());
                None
            }
        }
    }
}

/// The innermost node on the path of an error.
fn faulty<'a>(root: &'a Node, path: &serde_path_to_error::Path) -> &'a Node {
    let mut node = root;
    for segment in path {
        let inner = match segment {
            Segment::Seq { index } => node.elements().and_then(|elements| elements.get(*index)),
            Segment::Map { key } => node.get(key).map(|member| &member.value),
            // Named in the text for some notations of enums, and not in it for others.
            Segment::Enum { variant } => Some(node.get(variant).map_or(node, |member| &member.value)),
            Segment::Unknown => None,
        };
        let Some(inner) = inner else { break };
        node = inner;
    }
    node
}

impl<T: DeserializeOwned + JsonSchema + Debug + Send + Sync + 'static> FromValue for Model<T> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        if let Some(model) = value.downcast::<Self>() {
            return Ok(model.clone());
        }
        let json = value.to_json().ok_or_else(|| ConversionError::wrong_type(EXPECTED, value))?;
        serde_path_to_error::deserialize::<_, T>(json).map(Self::from).map_err(|error| ConversionError::OutOfRange {
            limit: format!("`{}`: {}", error.path(), error.inner()),
            found: value.type_name().to_owned(),
        })
    }
}

impl<T: DeserializeOwned + JsonSchema + Debug + Send + Sync + 'static> Param for Model<T> {
    const DECLARED: Declared = Declared { shape: &Shape::Custom(&Self::SHAPE), optional: false };
    type Written = JsonValue;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

impl<T: DeserializeOwned + JsonSchema + Debug + Send + Sync + 'static> Literal for Model<T> {
    type Kinds = kind::Wildcard;
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::document::{Document, Pointer};

    /// A point.
    #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
    struct Point {
        x: f64,
        y: f64,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    struct Zone {
        points: Vec<Point>,
    }

    fn read(text: &str) -> Result<Value, (String, String)> {
        let document = Document::parse_json(text).unwrap();
        let mut mistakes = Vec::new();
        let value = Model::<Zone>::read(&document.root, &mut |node, message| {
            let pointer = document.root.pointer_to(node, &Pointer::root()).unwrap();
            mistakes.push((pointer.to_string(), message));
        });
        value.ok_or_else(|| mistakes.remove(0))
    }

    #[test]
    fn the_value_is_read_once_and_shared() {
        let value = read(r#"{"points": [{"x": 1, "y": 2}]}"#).unwrap();
        let [one, other] = [(); 2].map(|()| Model::<Zone>::from_value(&value).unwrap());
        assert_eq!(one.points, [Point { x: 1.0, y: 2.0 }]);
        assert!(std::ptr::eq(&raw const *one, &raw const *other));
    }

    #[test]
    fn mistakes_have_their_place_inside() {
        for (text, pointer, message) in [
            (r#"{"points": [{"x": 1, "y": "2"}]}"#, "/points/0/y", "invalid type: string \"2\", expected f64"),
            (r#"{"points": [{"x": 1, "y": 2}, {"x": 1}]}"#, "/points/1", "missing field `y`"),
            (r#"{"points": 5}"#, "/points", "invalid type: integer `5`, expected a sequence"),
            ("[]", "", "invalid length 0, expected struct Zone with 1 element"),
        ] {
            assert_eq!(read(text).unwrap_err(), (pointer.to_owned(), message.to_owned()), "{text}");
        }
    }

    #[test]
    fn values_that_come_by_reference_are_read_too() {
        let json = serde_json::json!({"points": [{"x": 1, "y": 2}]});
        assert_eq!(Model::<Zone>::from_value(&Value::from_json(&json)).unwrap().points.len(), 1);
        let error = Model::<Zone>::from_value(&Value::from_json(&serde_json::json!({"points": [5]}))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an object is not allowed: `points[0]`: invalid type: integer `5`, expected struct Point"
        );
    }

    #[test]
    fn definitions_are_apart_from_the_schema() {
        let schema = Model::<Zone>::schema();
        assert_eq!(schema["properties"]["points"]["items"]["$ref"], "#/$defs/Point");
        let definitions = Model::<Zone>::definitions();
        assert_eq!(definitions.len(), 1);
        assert_eq!((definitions[0].0.as_str(), &definitions[0].1["description"]), ("Point", &"A point.".into()));
    }
}
