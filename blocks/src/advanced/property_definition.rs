//! Property Definition.

use block_runtime::prelude::*;
use block_runtime::query::{Chain, Scope};

/// Make a value out of data, with operations one after the other.
///
/// Steps give back whole predictions; the next step often wants one fact about them. This block takes the data and
/// hands on what a chain of operations makes of it:
///
/// | Wanted | Operations |
/// | --- | --- |
/// | the number of detections | `SequenceLength` |
/// | the class of each detection | `DetectionsPropertyExtract` with `class_name` |
/// | the highest confidence | `DetectionsPropertyExtract` with `confidence`, then `NumericSequenceAggregate` with `max` |
/// | how many detections are cars | `DetectionsFilter`, then `SequenceLength` |
/// | the class that a classifier is surest of | `ClassificationPropertyExtract` with `top_class` |
/// | the size of an image | `ExtractImageProperty` with `size` |
///
/// Each operation is given what the one before it made; without any, the data come out as they are. The chapter on the
/// query language lists all operations and what they take.
///
/// Detections without rows are data like others: their count is 0, their classes are an empty list. Elements without
/// data are skipped. Data that an operation cannot be applied to stop the step, and the error names the operation.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/property_definition@v1",
    alias = "PropertyDefinition",
    alias = "PropertyExtraction",
    section = Advanced,
    block_type = Formatter,
    outputs = Property,
    keywords("property", "field", "number", "count", "classes", "confidences", "labels", "coordinates"),
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-gear-code",
    priority = 0,
    ui(popular = true)
)]
pub(crate) struct PropertyDefinition {
    /// Data to make the value of: predictions, images, text, numbers, lists.
    #[block(example = "$steps.model.predictions", example = "$inputs.image")]
    data: In<Wildcard>,

    /// Operations in the order in which they are applied.
    #[block(
        operates_on = data,
        example = [{ "type": "DetectionsPropertyExtract", "property_name": "class_name" }],
        example = [{ "type": "SequenceLength" }],
        example = [{ "type": "ClassificationPropertyExtract", "property_name": "top_class" }]
    )]
    operations: Chain,
}

#[derive(Debug, Outputs)]
pub(crate) struct Property {
    /// What the last operation made.
    output: Out<Wildcard>,
}

impl Run for PropertyDefinition {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Property, BlockError> {
        let output = self.operations.apply(self.data.0.clone(), &Scope::new(context.environment()))?;
        Ok(Property { output: Out(output) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;

    use super::*;

    fn property(data: Value, operations: &str) -> Result<String, BlockError> {
        let block = PropertyDefinition { data: In::new(data), operations: serde_json::from_str(operations).unwrap() };
        let property = block.run(&mut Context::new(&mut (), &Environment::default()))?;
        Ok(property.output.python().to_string())
    }

    #[test]
    fn each_operation_is_given_what_the_one_before_it_made() {
        let data = || Value::from(vec![3, 5, 4]);
        let most = r#"[{"type": "NumericSequenceAggregate", "function": "max"}, {"type": "Multiply", "other": 2}]"#;
        assert_eq!(property(data(), most).unwrap(), "10");
        assert_eq!(property(data(), "[]").unwrap(), "[3, 5, 4]");
    }

    #[test]
    fn an_operation_that_does_not_fit_is_named() {
        let error = property(Value::from(1), r#"[{"type": "StringToUpperCase"}]"#).unwrap_err();
        assert!(error.to_string().contains("StringToUpperCase"), "{error}");
    }
}
