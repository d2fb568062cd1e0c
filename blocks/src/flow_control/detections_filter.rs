//! Detections Filter.

use block_runtime::prelude::*;
use block_runtime::query::{Chain, ELEMENT, Scope};
use block_runtime::step::Check;

/// Keep the detections that fulfil conditions.
///
/// `operations` is a chain of the query language, in which `DetectionsFilter` keeps the detections
/// for which a group of statements is true. In a statement `_` is the detection: take one of its properties with
/// `ExtractDetectionProperty` (`class_name`, `confidence`, `size`, `center`, …) and compare it with something that is
/// written there, or with a parameter. Other operations on detections may follow, as long as detections come out in the
/// end.
///
/// **Parameters** are data that the statements refer to by name: inputs of the workflow, or outputs of other steps.
/// Bind them in `operations_parameters`, and name them as `operand_name`. A parameter with a value for each image is
/// used image by image; any other one is the same for all images.
///
/// The detections that remain keep their order and all that is known about them, masks, key points and tracks included.
/// Where none remain, or there were none, the result is an empty set and steps that follow still run.
///
/// Typical uses are to keep one class, to drop detections of low confidence or small size, to keep those within a zone,
/// and to keep those of classes that the caller of the workflow chooses.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/detections_filter@v1",
    alias = "DetectionsFilter",
    section = FlowControl,
    outputs = Filtered,
    batch,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-filter",
    priority = 1,
    check = names_are_free
)]
pub(crate) struct DetectionsFilter {
    /// Detections to choose from.
    #[block(example = "$steps.object_detection_model.predictions")]
    predictions: InBatch<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction)>,

    /// What decides which detections remain.
    #[block(
        operates_on = predictions,
        example = [{
            "type": "DetectionsFilter",
            "filter_operation": {
                "type": "StatementGroup",
                "statements": [{
                    "type": "BinaryStatement",
                    "left_operand": {
                        "type": "DynamicOperand",
                        "operations": [{ "type": "ExtractDetectionProperty", "property_name": "class_name" }]
                    },
                    "comparator": { "type": "in (Sequence)" },
                    "right_operand": { "type": "DynamicOperand", "operand_name": "classes" }
                }]
            }
        }]
    )]
    operations: Chain,

    /// Data that the operations refer to, by name. `_` is no name for them: it stands for the detection.
    #[block(default, example = { "classes": "$inputs.classes" })]
    operations_parameters: IndexMap<String, InMixed<Wildcard>>,
}

/// What remains of the detections of an image.
#[derive(Debug, Outputs)]
pub(crate) struct Filtered {
    /// The detections that remain.
    predictions: Out<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction)>,
}

/// The operations make something else of the detections.
#[derive(Debug, thiserror::Error)]
#[error(
    "the operations make {found} of detections, but detections have to come out; end with an operation on detections"
)]
struct NoDetections {
    found: &'static str,
}

/// Refuses a parameter that statements could not refer to.
fn names_are_free(check: &mut Check<'_>) {
    if check.step.json("operations_parameters").get(ELEMENT).is_some() {
        let message =
            format!("no parameter can be called `{ELEMENT}`: that is the detection which a statement is about");
        check.report("operations_parameters", message, "give it another name");
    }
}

impl Run for DetectionsFilter {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Vec<Filtered>, BlockError> {
        let scope = Scope::new(context.environment());
        let filtered = self.predictions.iter().enumerate().map(|(place, detections)| {
            let parameters = self.operations_parameters.iter();
            let parameters = parameters.filter_map(|(name, values)| Some((name.clone(), values.get(place)?.clone())));
            let parameters = parameters.collect();
            match self.operations.apply(detections.clone().into(), &scope.with_parameters(&parameters))? {
                Value::Detections(predictions) => Ok(Filtered { predictions: Out(predictions) }),
                other => Err(NoDetections { found: other.type_name() }.into()),
            }
        });
        filtered.collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use block_runtime::block::Environment;
    use block_runtime::document::{Document, Pointer};
    use block_runtime::step;
    use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
    use image::RgbImage;
    use serde_json::json;

    use super::*;

    fn detections(names: &[&str]) -> Detections {
        let picture = Picture::from_pixels(RgbImage::new(20, 10), "image");
        let provenance = Arc::new(Provenance::of(&picture));
        let detection = |name: &&str| Detection {
            bounds: BoundingBox { x_min: 1.0, y_min: 2.0, x_max: 3.0, y_max: 4.0 },
            confidence: 0.5,
            class_id: 0,
            class_name: (*name).into(),
            id: format!("{name}-id").into(),
            provenance: Arc::clone(&provenance),
        };
        names.iter().map(detection).collect()
    }

    fn filter(parameter: Mixed<Value>, more: &serde_json::Value) -> DetectionsFilter {
        let mut operations = json!([{
            "type": "DetectionsFilter",
            "filter_operation": {"type": "StatementGroup", "statements": [{
                "type": "BinaryStatement",
                "left_operand": {
                    "type": "DynamicOperand",
                    "operations": [{"type": "ExtractDetectionProperty", "property_name": "class_name"}]
                },
                "comparator": {"type": "in (Sequence)"},
                "right_operand": {"type": "DynamicOperand", "operand_name": "classes"}
            }]}
        }]);
        operations.as_array_mut().unwrap().extend(more.as_array().unwrap().iter().cloned());
        let sets = [detections(&["cat", "dog", "cat"]), detections(&["dog"]), Detections::default()];
        DetectionsFilter {
            predictions: InBatch::new(sets.into_iter().collect()),
            operations: serde_json::from_value(operations).unwrap(),
            operations_parameters: IndexMap::from([("classes".to_owned(), InMixed::new(parameter))]),
        }
    }

    fn run(block: &DetectionsFilter) -> Result<Vec<Vec<String>>, BlockError> {
        let filtered = block.run(&mut Context::new(&mut (), &Environment::default()))?;
        let ids = |one: Filtered| one.predictions.ids().iter().map(ToString::to_string).collect();
        Ok(filtered.into_iter().map(ids).collect())
    }

    #[test]
    fn a_parameter_is_the_same_for_all_images_or_has_a_value_for_each() {
        let one = Mixed::One(Value::from(vec!["cat"]));
        assert_eq!(run(&filter(one, &json!([]))).unwrap(), [vec!["cat-id", "cat-id"], vec![], vec![]]);
        let each = [vec!["dog"], vec!["dog"], vec!["dog"]].map(Value::from);
        let each = Mixed::Batch(each.into_iter().collect());
        assert_eq!(run(&filter(each, &json!([]))).unwrap(), [vec!["dog-id"], vec!["dog-id"], vec![]]);
    }

    #[test]
    fn detections_have_to_come_out() {
        let all = Mixed::One(Value::from(vec!["cat"]));
        let told = run(&filter(all, &json!([{"type": "SequenceLength"}]))).unwrap_err().to_string();
        assert!(told.starts_with("the operations make a whole number of detections"), "{told}");
    }

    #[test]
    fn the_name_of_the_detection_is_no_name_for_a_parameter() {
        let step = json!({
            "type": "roboflow_core/detections_filter@v1", "name": "filter", "predictions": "$inputs.predictions",
            "operations": [], "operations_parameters": {"_": "$inputs.classes"},
        });
        let document = Document::parse_json(step.to_string()).unwrap();
        let mut found = Vec::new();
        step::parse(block::<DetectionsFilter>().def, &document.root, &Pointer::root(), &mut found);
        let places: Vec<String> = found.iter().map(|diagnostic| diagnostic.pointer.to_string()).collect();
        assert_eq!(places, ["/operations_parameters"]);
    }

    #[test]
    fn a_failure_of_the_query_is_told() {
        let told = run(&filter(Mixed::One(Value::from(5)), &json!([]))).unwrap_err();
        assert!(told.downcast_ref::<block_runtime::query::QueryError>().is_some(), "{told}");
    }
}
